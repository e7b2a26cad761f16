"""The few things that storing asks of a disk: look, hash, write, move, remove, sync; never prints, decides nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from site_builder.storing.patience import is_shared

FOREIGN = "-"  # the fingerprint of what is no regular file: a folder, a link, a pipe
HELD = "?"  # of a file that another program has locked against reading, as only Windows does
_PIECE = 1 << 20  # bytes read at once
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_APART = frozenset({errno.EXDEV, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR, errno.ENOENT, errno.EACCES, errno.EPERM})
_HASTENING = "hastening"  # the name of a thread
_FEW = 16  # paths; an fsync costs about 2 ms, a sync of the whole machine 10–500 ms


Place = str | Path  # absolute; text where thousands are asked for, since making a Path costs as much as a look


def look(path: Place) -> os.stat_result | None:
    """What lies at a path, a link itself and not its target; None for nothing."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def mtime(path: Place) -> int:
    """When what lies there was written last, in ns; 0 for nothing."""
    status = look(path)
    return status.st_mtime_ns if status else 0


def is_link(status: os.stat_result) -> bool:
    """Whether it leads elsewhere: a symbolic link or, on Windows, a junction."""
    if sys.platform == "win32" and status.st_reparse_tag == stat.IO_REPARSE_TAG_MOUNT_POINT:
        return True
    return stat.S_ISLNK(status.st_mode)


def is_folder(status: os.stat_result) -> bool:
    """Whether it is a folder that really stands there."""
    return stat.S_ISDIR(status.st_mode) and not is_link(status)


def is_file(status: os.stat_result) -> bool:
    """Whether it is a regular file."""
    return stat.S_ISREG(status.st_mode)


def real_folders(path: Place) -> frozenset[str]:
    """The names of the folders that really stand in a folder: a look at one costs 4 µs, and listing it 0.5."""
    try:
        with os.scandir(path) as entries:
            return frozenset(entry.name for entry in entries if _is_real(entry))
    except OSError:
        return frozenset()


def _is_real(entry: os.DirEntry[str]) -> bool:
    if sys.platform == "win32":
        return is_folder(entry.stat(follow_symlinks=False))  # read with the list, and it knows junctions
    return entry.is_dir(follow_symlinks=False)


def fingerprint(path: Place) -> str | None:
    """SHA-256 of a regular file in hex; None where nothing is, FOREIGN for what is no file, HELD for one in use."""
    status = look(path)
    if status is None:
        return None
    try:
        return digest(path) if is_file(status) else FOREIGN
    except PermissionError as fault:
        if is_shared(fault):
            return HELD
        raise


def digest(path: Place) -> str:
    """SHA-256 of a file's bytes in hex, however long it is."""
    total = hashlib.sha256()
    opened = os.open(path, _READ)
    try:
        while piece := os.read(opened, _PIECE):
            total.update(piece)
    finally:
        os.close(opened)
    return total.hexdigest()


def write(path: Place, data: bytes) -> int:
    """Make a new file, and tell its mtime in ns; one that is there already is an error."""
    opened = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(opened, rest) :]
        return os.fstat(opened).st_mtime_ns
    finally:
        os.close(opened)


def copy(source: Place, target: Place) -> tuple[int, str]:
    """Copy into a new file piece by piece: (size, SHA-256) of what was written, whatever the source does meanwhile."""
    total = hashlib.sha256()
    size = 0
    with Path(source).open("rb") as reader, Path(target).open("xb") as writer:
        while piece := reader.read(_PIECE):
            total.update(piece)
            size += writer.write(piece)
    return size, total.hexdigest()


def move(source: Place, target: Place, by_way_of: Place) -> bool:
    """Put a file in another's place at one instant; True if it was copied.

    From another file system it is copied to `by_way_of` first, and stays where it was: only the copy can move at once.
    """
    try:
        os.replace(source, target)  # noqa: PTH105  (thousands: see Place)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
    else:
        return False
    remove(by_way_of)
    copy(source, by_way_of)
    os.replace(by_way_of, target)  # noqa: PTH105
    return True


def move_folder(source: Place, target: Place) -> bool:
    """Put a folder with all that is in it where nothing stands, at one instant.

    False if it cannot go as a whole: to another file system, since something has come there meanwhile, or because on
    Windows a program has a file in it open.
    """
    try:
        os.rename(source, target)  # noqa: PTH104  (`replace` takes files' places)
    except OSError as fault:
        if fault.errno not in _APART:
            raise
        return False
    return True


def remove(path: Place) -> None:
    """Remove a file; nothing there is as good."""
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  (see Place)


def make_folder(path: Place) -> None:
    """Make one folder; one that is there already is as good."""
    try:
        os.mkdir(path)  # noqa: PTH102  (see Place)
    except FileExistsError:
        if not Path(path).is_dir():
            raise


def make_folders(path: Place) -> None:
    """Make a folder and those above it."""
    try:
        make_folder(path)
    except FileNotFoundError:
        Path(path).mkdir(parents=True, exist_ok=True)


def remove_folder(path: Place) -> bool:
    """Remove a folder if it is empty; whether it is gone. One that stays because somebody holds it does no harm."""
    try:
        os.rmdir(path)  # noqa: PTH106  (see Place)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def is_hollow(path: Place) -> bool:
    """Whether it is a folder without any file in it, however deep: it is nobody's work."""
    status = look(path)
    return status is not None and is_folder(status) and all(is_hollow(child) for child in Path(path).iterdir())


def remove_hollow(path: Place) -> None:
    """Remove a folder that holds nothing but folders; a file that has come into it since stops this with an error."""
    for child in Path(path).iterdir():
        remove_hollow(child)
    Path(path).rmdir()


def throw_away(folder: Path) -> None:
    """Remove a folder of ours with all that is in it, as far as the system allows: what stays goes next time."""
    shutil.rmtree(folder, ignore_errors=True)


def is_spelled(root: Place, path: str) -> bool:
    """Whether the disk spells a path exactly so; a system that ignores case finds it under other spellings too."""
    folder = Path(root)
    for name in path.split("/"):
        try:
            if name not in (entry.name for entry in folder.iterdir()):
                return False
        except (FileNotFoundError, NotADirectoryError):
            return False
        folder /= name
    return True


def hasten() -> None:
    """Have Linux write out what it holds in memory while more is made, so that `settle` waits for the rest alone."""
    if sys.platform == "linux" and all(thread.name != _HASTENING for thread in threading.enumerate()):
        threading.Thread(target=os.sync, name=_HASTENING, daemon=True).start()


def settle(paths: Iterable[Place]) -> None:
    """Wait until files and folders are safe from a power cut.

    Linux syncs all at once when they are many. macOS's sync does not wait and Windows has none, so there each file is
    flushed, by sixteen threads: a drive takes flushes that wait together in one go.
    """
    rest = iter(paths)
    few = tuple(islice(rest, _FEW + 1))  # where Linux syncs all, the others need not even be named
    if sys.platform == "linux" and len(few) > _FEW:
        os.sync()
    elif len(few) > _FEW:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  (50 ms, for systems without sync)

        with ThreadPoolExecutor(16) as pool:
            list(pool.map(_flush, chain(few, rest)))
    else:
        for path in few:
            _flush(path)


def _flush(path: Place) -> None:
    if sys.platform == "win32" and Path(path).is_dir():
        return  # NTFS keeps the order of its folders by itself and opens none of them
    opened = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

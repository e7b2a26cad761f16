"""The few things that storing asks of a disk: look, hash, write, move, remove, sync; never prints, decides nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from site_builder.storing.patience import is_shared

FOREIGN = "-"  # the fingerprint of what is no regular file: a folder, a link, a pipe
HELD = "?"  # of a file that another program has locked against reading, as only Windows does
_PIECE = 1 << 20  # bytes read at once
_FEW = 16  # paths; an fsync costs about 2 ms, a sync of the whole machine 10–500 ms


def look(path: Path) -> os.stat_result | None:
    """What lies at a path, a link itself and not its target; None for nothing."""
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


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


def fingerprint(path: Path) -> str | None:
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


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes in hex, however long it is."""
    with path.open("rb") as file:
        piece = file.read(_PIECE)
        total = hashlib.sha256(piece)
        while piece := file.read(_PIECE) if len(piece) == _PIECE else b"":
            total.update(piece)
    return total.hexdigest()


def write(path: Path, data: bytes) -> None:
    """Make a new file; one that is there already is an error."""
    with path.open("xb") as file:
        file.write(data)


def copy(source: Path, target: Path) -> tuple[int, str]:
    """Copy into a new file piece by piece: (size, SHA-256) of what was written, whatever the source does meanwhile."""
    total = hashlib.sha256()
    size = 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while piece := reader.read(_PIECE):
            total.update(piece)
            size += writer.write(piece)
    return size, total.hexdigest()


def move(source: Path, target: Path, by_way_of: Path) -> None:
    """Put a file in another's place at one instant.

    From another file system it is copied to `by_way_of` first, and stays where it was: only the copy can move at once.
    """
    try:
        source.replace(target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        remove(by_way_of)
        copy(source, by_way_of)
        by_way_of.replace(target)


def remove(path: Path) -> None:
    """Remove a file; nothing there is as good."""
    path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make one folder; one that is there already is as good."""
    path.mkdir(exist_ok=True)


def make_folders(path: Path) -> None:
    """Make a folder and those above it."""
    path.mkdir(parents=True, exist_ok=True)


def remove_folder(path: Path) -> bool:
    """Remove a folder if it is empty; whether it is gone. One that stays because somebody holds it does no harm."""
    try:
        path.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def is_hollow(path: Path) -> bool:
    """Whether it is a folder without any file in it, however deep: it is nobody's work."""
    status = look(path)
    return status is not None and is_folder(status) and all(is_hollow(child) for child in path.iterdir())


def remove_hollow(path: Path) -> None:
    """Remove a folder that holds nothing but folders; a file that has come into it since stops this with an error."""
    for child in path.iterdir():
        remove_hollow(child)
    path.rmdir()


def throw_away(folder: Path) -> None:
    """Remove a folder of ours with all that is in it, as far as the system allows: what stays goes next time."""
    shutil.rmtree(folder, ignore_errors=True)


def is_spelled(root: Path, path: str) -> bool:
    """Whether the disk spells a path exactly so; a system that ignores case finds it under other spellings too."""
    folder = root
    for name in path.split("/"):
        try:
            if name not in (entry.name for entry in folder.iterdir()):
                return False
        except (FileNotFoundError, NotADirectoryError):
            return False
        folder /= name
    return True


def settle(paths: Iterable[Path]) -> None:
    """Wait until files and folders are safe from a power cut.

    Linux syncs all at once when they are many. macOS's sync does not wait and Windows has none, so there each file is
    flushed, by sixteen threads: a drive takes flushes that wait together in one go.
    """
    these = tuple(paths)
    if sys.platform == "linux" and len(these) > _FEW:
        os.sync()
    elif len(these) > _FEW:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  (50 ms, for systems without sync)

        with ThreadPoolExecutor(16) as pool:
            list(pool.map(_flush, these))
    else:
        for path in these:
            _flush(path)


def _flush(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return  # NTFS keeps the order of its folders by itself and opens none of them
    opened = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

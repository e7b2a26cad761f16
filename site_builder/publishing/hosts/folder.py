"""Publishing into a folder: another disk, a network share, a web server of this machine; no link is followed out."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from site_builder import names
from site_builder.problems import Problem, error
from site_builder.publishing.host import LOCK, NO_FILE, PARTS, Access, Count, HostFailed, Kind, Seen, Target
from site_builder.reading.tables import Key
from site_builder.storing import disk

_PIECE = 1 << 20  # bytes written at once
_OURS = frozenset({LOCK, PARTS})


class Folder:
    """A folder that stands while files in it are replaced one by one; see `Host` for what each method keeps."""

    connections = 4  # an fsync waits for the disk, and four wait together
    lists_quickly = True
    delay = 0.0

    def __init__(self, root: Path) -> None:
        self._root = root
        self._number = 0
        self._counting = threading.Lock()

    def list(self) -> Mapping[str, Seen]:
        """Everything below the folder, by one walk."""
        with _failing(self._root):
            return dict(_walk(self._root, ""))

    def look(self, path: str) -> Seen | None:
        """What `lstat` says, where all folders above really stand here."""
        with _failing(self._root, path):
            if self._leads_out(path):
                return Seen(NO_FILE)
            status = disk.look(self._root / path)
            return None if status is None else Seen(status.st_size if disk.is_file(status) else NO_FILE)

    def digest(self, path: str) -> str:
        """Read it all."""
        with _failing(self._root, path):
            seen = self.look(path)
            return disk.digest(self._root / path) if seen and seen.size != NO_FILE else ""

    def read(self, path: str) -> bytes | None:
        """Read it all."""
        with _failing(self._root, path):
            seen = self.look(path)
            return (self._root / path).read_bytes() if seen and seen.size != NO_FILE else None

    def put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        """Write beside, flush to the disk, replace: after a power cut too the file is the former or the new one."""
        part = self._root / PARTS / self._part()
        with _failing(self._root, path):
            self._make_folders(path)
            disk.make_folder(part.parent)
            with part.open("xb") as file:
                while piece := body.read(_PIECE):
                    file.write(piece)
                    count(len(piece))
                if file.tell() != size:
                    raise HostFailed(error("N030", path=path))
            disk.settle([part])
            if disk.is_folder(disk.look(self._root / path) or part.lstat()):
                raise HostFailed(error("N031", path=path))
            os.replace(part, self._root / path)  # noqa: PTH105 — one name for moving, see storing/disk.py

    def remove(self, path: str) -> None:
        """Unlink, then the folders that are left empty, from the innermost."""
        with _failing(self._root, path):
            if self._leads_out(path):
                return
            disk.remove(self._root / path)
            for folder in reversed(names.folders(path)):
                if not disk.remove_folder(self._root / folder):
                    break

    def barrier(self) -> None:
        """Nothing is on its way: each file was replaced when `put` returned."""

    def finish(self) -> None:
        """The folders' own entries, to the disk."""
        with _failing(self._root):
            disk.settle([self._root])

    def claim(self, text: str) -> bool:
        """A file that can be made by one alone."""
        with _failing(self._root, LOCK):
            try:
                disk.write(self._root / LOCK, text.encode())
            except FileExistsError:
                return False
            disk.throw_away(self._root / PARTS)
            return True

    def claimant(self) -> str:
        """The line in the file."""
        with _failing(self._root, LOCK), suppress(FileNotFoundError):
            return (self._root / LOCK).read_text("utf-8", "replace") or "?"
        return ""

    def renew(self, text: str) -> None:
        """Another file in its place."""
        part = self._root / PARTS / self._part()
        with _failing(self._root, LOCK):
            disk.make_folder(part.parent)
            disk.write(part, text.encode())
            os.replace(part, self._root / LOCK)  # noqa: PTH105

    def release(self) -> None:
        """Remove the file, and the folder of parts."""
        with _failing(self._root, LOCK):
            disk.throw_away(self._root / PARTS)
            disk.remove(self._root / LOCK)

    def close(self) -> None:
        """Nothing is open."""

    def _part(self) -> str:
        with self._counting:
            self._number += 1
            return f"{os.getpid()}-{self._number}"

    def _leads_out(self, path: str) -> bool:
        """Whether a folder above the path is none, but a link or a file."""
        above = (disk.look(self._root / folder) for folder in names.folders(path))
        return any(status is not None and not disk.is_folder(status) for status in above)

    def _make_folders(self, path: str) -> None:
        for folder in names.folders(path):
            status = disk.look(self._root / folder)
            if status is None:
                disk.make_folder(self._root / folder)
            elif not disk.is_folder(status):
                raise HostFailed(error("N031", path=folder))


def _walk(root: Path, below: str) -> Iterator[tuple[str, Seen]]:
    with os.scandir(root / below) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            path = f"{below}{entry.name}"
            if path in _OURS:
                continue
            status = entry.stat(follow_symlinks=False)
            if disk.is_folder(status):
                yield from _walk(root, f"{path}/")
            else:
                yield path, Seen(status.st_size if disk.is_file(status) else NO_FILE)


@contextmanager
def _failing(root: Path, path: str = "") -> Iterator[None]:
    """The system's error in words."""
    try:
        yield
    except OSError as fault:
        raise HostFailed(_problem(fault, root / path)) from fault


def _problem(fault: OSError, place: Path) -> Problem:
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return error("N032", place=place)
    if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return error("N033", place=place)
    return error("N034", place=place, reason=fault.strerror or str(fault))


def _open(target: Target, access: Access) -> Folder:
    root = Path(os.path.realpath(access.site / target.row.text("path")))
    site = Path(os.path.realpath(access.site))
    if any(
        root.is_relative_to(site / name) for name in ("content", "themes", "output", ".cache")
    ) or site.is_relative_to(root):
        raise HostFailed(error("N035", place=root))
    with _failing(root):
        status = disk.look(root)
        if status is None and disk.look(root.parent) is None:
            raise HostFailed(error("N036", place=root))  # a disk that is not there, and nothing is written beside it
        disk.make_folder(root)
    return Folder(root)


KIND = Kind({"path": Key(required=True)}, _open)

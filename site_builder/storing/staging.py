"""Files on their way: written into the stage by the switch or by workers, never into the output.

For an output that we do not know yet they are laid as they will stand there, so that whole folders can be moved at
once: 14,000 renames and as many folders made are spared. Else each has a short name of its own.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from site_builder import names
from site_builder.storing import disk
from site_builder.storing.faults import writing
from site_builder.storing.manifest import Entry

TREE = "tree"  # folder of the stage in which files lie as they will stand in the output
_LONGEST = 240  # characters of a place in the tree; Windows takes 259, and the output's own may be shorter

T = TypeVar("T")


class Staged(Struct, frozen=True):
    """A file of the new site in the stage, or one that should stand in the output already."""

    path: str  # POSIX, from the output
    size: int  # bytes
    digest: str  # SHA-256
    name: str  # below the stage, POSIX; "" where the list of the former site has the same bytes
    mtime_ns: int = 0


class Stage:
    """A folder of the cache in which files wait. Each writer to it, in any process, has a prefix of its own."""

    def __init__(self, folder: Path, prefix: str, *, is_tree: bool) -> None:
        self._root = os.path.join(folder, "")  # noqa: PTH118  (see disk.Place)
        self._prefix, self._is_tree = prefix, is_tree
        self._made: set[str] = set()
        self._count = 0

    def lay(self, path: str, write: Callable[[str], T]) -> tuple[str, T]:
        """Call `write` with a place that is free: (its name below the stage, the answer)."""
        name = f"{TREE}/{path}"
        if self._is_tree and "/" in path and len(self._root) + len(name) <= _LONGEST:
            try:
                self._make(name.rpartition("/")[0])
                return name, write(self._root + name)
            except (FileExistsError, NotADirectoryError):
                pass  # another path of the new site that is one with this on Windows: the switch will say so
        name = f"{self._prefix}{self._count}"
        self._count += 1
        return name, write(self._root + name)

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        above = folder.rpartition("/")[0]
        if above:
            self._make(above)
        disk.make_folder(self._root + folder)
        self._made.add(folder)


def stage(folder: Path, prefix: str, files: Iterable[tuple[str, bytes]], former: Mapping[str, Entry]) -> list[Staged]:
    """Write the files that differ from the former site into a stage, in any process, for `Switch.adopt`.

    `prefix` is of this call alone, and no number. What was staged must be adopted before the switch is committed.
    Raises WritingFailed, as `Switch.put` does.
    """
    shelf, staged, total = Stage(folder, prefix, is_tree=not former), [], 0
    for path, data in files:
        total += len(data)
        staged.append(_staged(shelf, path, data, former.get(path), total))
    return staged


def _staged(shelf: Stage, path: str, data: bytes, former: Entry | None, total: int) -> Staged:
    if not names.is_safe(path):
        raise ValueError(path)
    entry = (len(data), hashlib.sha256(data).hexdigest())
    if entry == former:
        return Staged(path, *entry, "")
    with writing(lambda: total, path):
        name, mtime_ns = shelf.lay(path, lambda place: disk.write(place, data))
    return Staged(path, *entry, name, mtime_ns)

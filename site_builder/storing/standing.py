"""What stands in the output: thousands of files and the folders above them, looked at once; changes nothing."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from site_builder import names
from site_builder.storing import disk
from site_builder.storing.manifest import Manifest

_FEW = 8  # folders that are looked at one by one; more of them are found in the list of the folder above


def stands(output: Path, manifest: Manifest, seen: Mapping[str, int]) -> bool:
    """Whether all that a list says stands in the output, untouched: as regular files of its sizes, below real folders.

    `seen`: path → mtime_ns of the file with these bytes. False while a switch is under way.
    """
    return len(Standing(output, manifest).untouched(manifest.files, seen)) == len(manifest.files)


def above(paths: Iterable[str]) -> frozenset[str]:
    """All folders above any of the paths."""
    found: set[str] = set()
    level = set(paths)
    while level := {path.rpartition("/")[0] for path in level} - found - {""}:
        found |= level
    return frozenset(found)


def real_folders(output: Path, folders: Collection[str]) -> frozenset[str]:
    """Those of the folders that stand there and are no links, nor below one. The folders above are to be among them."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for folder in folders:
        children[folder.rpartition("/")[0]].append(folder)
    root = os.path.join(output, "")  # noqa: PTH118  (see disk.Place)
    real: set[str] = set()
    waiting = [""]
    while waiting:
        parent = waiting.pop()
        found = _real_children(root, parent, children[parent])
        real.update(found)
        waiting += (folder for folder in found if folder in children)
    return frozenset(real)


def _real_children(output: str, parent: str, folders: Collection[str]) -> list[str]:
    if len(folders) > _FEW:
        there, begin = disk.real_folders(output + parent), len(parent) + bool(parent)
        return [folder for folder in folders if folder[begin:] in there]
    looks = ((folder, disk.look(output + folder)) for folder in folders)
    return [folder for folder, status in looks if status and disk.is_folder(status)]


class Standing:
    """The output as it stands before a switch, and what of it is in the way of the new site."""

    def __init__(self, output: Path, former: Manifest) -> None:
        self._output, self._former = output, former
        self._root = os.path.join(output, "")  # noqa: PTH118  (see disk.Place)
        self._blockers = {"": ""}  # folder → what stands in its way
        self._missing: set[str] = set()  # folders that do not stand there

    def look(self, path: str) -> os.stat_result | None:
        """As `disk.look`; below a folder that is not there nothing is looked for."""
        is_missing = self._missing and path.rpartition("/")[0] in self._missing
        return None if is_missing else disk.look(self._root + path)

    def untouched(self, paths: Collection[str], seen: Mapping[str, int]) -> frozenset[str]:
        """Those of thousands of former files that stand there with their size and the mtime of `seen`.

        None while a switch is under way: then the list speaks of bytes that may not stand there yet.
        """
        if self._former.former:
            return frozenset()
        for folder in real_folders(self._output, above(paths)):
            self._blockers.setdefault(folder, "")
        found: list[str] = []
        root, files, blockers, look = self._root, self._former.files, self._blockers, disk.look
        for path in paths:  # at 14,000 of them each call here would cost a millisecond or two
            if path in files and blockers.get(path.rpartition("/")[0]) == "" and (status := look(root + path)):
                is_same = status.st_mtime_ns == seen.get(path) and status.st_size == files[path][0]
                if is_same and disk.is_file(status):
                    found.append(path)
        return frozenset(found)

    def blocker(self, path: str) -> str:
        """The link or file in the way of a path's folder, "" for nothing; one look a folder, not one a file."""
        folder = path.rpartition("/")[0]
        found = self._blockers.get(folder)
        if found is None:
            found = self._blockers[folder] = self.blocker(folder) or self._obstacle(folder)
        return found

    def _obstacle(self, folder: str) -> str:
        status = self.look(folder)
        if status is None:
            self._missing.add(folder)
        if status is None or disk.is_folder(status):
            return ""
        ours = self._former.ours(self.twin(folder) or folder)
        return "" if disk.fingerprint(self._root + folder) in ours else folder  # a former file of ours goes first

    def twin(self, path: str) -> str:
        """Our former path of the file that stands there, if it differs in case or Unicode form alone; "" for none."""
        twin = self._former_folds.get(names.fold(path), path)
        return "" if twin == path or disk.is_spelled(self._output, path) else twin

    def is_yielding(self, path: str) -> bool:
        """Whether what stands there is a folder that holds nothing, or may once our former files are gone."""
        return names.fold(path) in self._former_folders or disk.is_hollow(self._root + path)

    @cached_property
    def _former_folds(self) -> Mapping[str, str]:
        return {names.fold(path): path for path in self._former.paths()}

    @cached_property
    def _former_folders(self) -> frozenset[str]:
        return frozenset(folder for path in self._former_folds for folder in names.folders(path))

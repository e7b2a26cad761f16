"""The contents of the last sites by their digests, so that what is sent cannot change meanwhile, and can be sent again.

They are further names of the output's own files (hard links) where the disk can give them, so that they cost no room.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from site_builder.problems import error
from site_builder.publishing.host import HostFailed
from site_builder.storing import disk
from site_builder.storing.faults import writing
from site_builder.storing.manifest import Entry, generation

KEPT = 5  # former sites that can be gone back to, beside the one that readers find
_OBJECTS = "objects"
_RELEASES = "releases"


class Release(Struct, frozen=True):
    """A site as it was published."""

    number: int  # as the host counts
    time: str  # ISO
    files: Mapping[str, Entry]

    @property
    def generation(self) -> str:
        """What it is known by: two of one generation are the same site."""
        return generation(self.files)


class Stock:
    """The folder `.cache/publish`, of all targets of a site."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._objects = folder / _OBJECTS

    @property
    def folder(self) -> Path:
        """Where all of it lies."""
        return self._folder

    def target(self, name: str) -> Path:
        """A target's own folder."""
        return self._folder / name

    def lay_in(self, output: Path, files: Mapping[str, Entry]) -> None:
        """Take what is new of an output; HostFailed by name of a file that is not as the output's list says."""
        kept = self._digests()
        with writing(lambda: sum(size for size, _ in files.values()), self._objects):
            disk.make_folders(self._objects)
            for path, (_, digest) in files.items():
                if digest not in kept:
                    self._take(output / path, path, digest)
                    kept.add(digest)

    def open(self, path: str, digest: str) -> Path:
        """A content, looked at once more; HostFailed where it is not there any more as it was."""
        place = self._place(digest)
        if disk.fingerprint(place) != digest:
            disk.remove(place)
            raise HostFailed(error("N041", path=path))
        return place

    def holds(self, digests: Iterable[str]) -> bool:
        """Whether all of these contents are here."""
        return self._digests().issuperset(digests)

    def releases(self, target: str) -> tuple[Release, ...]:
        """The sites that were published to a target, the newest first."""
        found = (_release(path) for path in sorted((self.target(target) / _RELEASES).glob("*.json"), reverse=True))
        return tuple(one for one in found if one)

    def keep(self, target: str, release: Release) -> None:
        """Remember a site that was published; of one generation the last, and as many as can be gone back to."""
        folder = self.target(target) / _RELEASES
        with writing(lambda: 0, folder):
            disk.make_folders(folder)
            data = json.dumps({"number": release.number, "time": release.time, "files": dict(release.files)})
            part = folder / "new"
            part.write_text(data, "utf-8")
            part.replace(folder / f"{release.number:06}.json")
            seen = set[str]()
            for one in self.releases(target):
                if one.generation in seen or len(seen) > KEPT:
                    (folder / f"{one.number:06}.json").unlink()
                seen.add(one.generation)
        self._prune()

    def _prune(self) -> None:
        """Let go of contents that no site of any target has."""
        targets = [path.name for path in self._folder.iterdir() if path.is_dir() and path.name != _OBJECTS]
        releases = (release for name in targets for release in self.releases(name))
        wanted = {digest for release in releases for _, digest in release.files.values()}
        for digest in self._digests() - wanted:
            disk.remove(self._place(digest))

    def _digests(self) -> set[str]:
        found = set[str]()
        with suppress(FileNotFoundError):
            for folder in os.scandir(self._objects):
                found.update(entry.name for entry in os.scandir(folder.path))
        return found

    def _place(self, digest: str) -> Path:
        return self._objects / digest[:2] / digest

    def _take(self, source: Path, path: str, digest: str) -> None:
        place = self._place(digest)
        disk.make_folder(place.parent)
        try:
            os.link(source, place, follow_symlinks=False)
        except (OSError, NotImplementedError):
            with suppress(FileNotFoundError):
                disk.copy(source, place)
        if disk.fingerprint(place) != digest:
            disk.remove(place)
            raise HostFailed(error("N040", path=path))


def _release(path: Path) -> Release | None:
    """A release from its file; None for one that cannot be read."""
    with suppress(ValueError, OSError):
        match json.loads(path.read_text("utf-8")):
            case {"number": int(number), "time": str(time), "files": dict(files)}:
                return Release(number, time, {name: (int(size), str(digest)) for name, (size, digest) in files.items()})
    return None


def known(releases: Iterable[Release]) -> dict[str, tuple[Entry, ...]]:
    """All that these sites had at each path."""
    found: dict[str, dict[Entry, None]] = {}
    for release in releases:
        for path, entry in release.files.items():
            found.setdefault(path, {})[entry] = None
    return {path: tuple(entries) for path, entries in found.items()}

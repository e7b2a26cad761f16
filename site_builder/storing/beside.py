"""What lies beside the items of a site, by bytes that were looked at once: an unchanged file is not opened again."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from hashlib import sha256
from pathlib import Path

from msgspec import DecodeError, Struct, field, json

from site_builder.pictures import CAPTIONS, RECIPE, UNREAD, Album, Caption, Negative, Paper, Sheet
from site_builder.picturing.header import look
from site_builder.picturing.opening import reads_heic
from site_builder.planning.beside import DATA
from site_builder.planning.pictures import is_picture
from site_builder.problems import Problem
from site_builder.reading import papers
from site_builder.reading.captions import read_captions
from site_builder.reading.sheets import read_sheet
from site_builder.storing import files
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.store import Spoilt

NOTE = "beside"  # of the store


class Kept(Struct, frozen=True):
    """What was seen of pictures and documents last time, by path; of a document with the digest that it had."""

    negatives: Mapping[str, Negative] = field(default_factory=dict)
    papers: Mapping[str, tuple[str, Paper]] = field(default_factory=dict)


class Contacts(Struct, frozen=True):
    """All that lies beside the items, looked at."""

    album: Album
    kept: Kept
    looked: bool = False  # whether something had to be opened, says other things, or is gone


def contacts(
    site: Path, paths: Collection[str], digests: MutableMapping[str, str], former: Kept | None = None
) -> Contacts:
    """Look at these files; `digests` are those of files that are as they were, and get the others.

    One that cannot be read from disk stays as it was in `former`, and is told.
    """
    return _Look(site, paths, digests, former or Kept()).run()


class _Look:
    """One look at all files."""

    def __init__(self, site: Path, paths: Collection[str], digests: MutableMapping[str, str], former: Kept) -> None:
        self._site, self._paths, self._digests, self._former = site, paths, digests, former
        self._by_digest = {one.digest: one for one in former.negatives.values()}
        self._problems: list[Problem] = []
        self._looked = False

    def run(self) -> Contacts:
        negatives = {path: self._negative(path) for path in self._paths if is_picture(path)}
        found = {path: self._paper(path) for path in self._paths if _ending(path) in papers.KINDS}
        captions, sheets = dict(self._captions()), dict(self._sheets())
        former = self._former
        is_gone = negatives.keys() != former.negatives.keys() or found.keys() != former.papers.keys()
        album = Album(
            negatives, captions, {path: one for path, (_, one) in found.items()}, sheets, tuple(self._problems)
        )
        return Contacts(album, Kept(negatives, found), self._looked or is_gone)

    def _bytes(self, path: str) -> bytes | None:
        try:
            data = files.read(self._site, path)
        except ReadingFailed as fault:
            self._problems.append(fault.problem)
            return None
        digest = sha256(data).hexdigest()
        self._looked |= self._digests.get(path) != digest
        self._digests[path] = digest
        return data

    def _negative(self, path: str) -> Negative:
        known = self._by_digest.get(self._digests.get(path, ""))
        if known is not None:
            return known
        self._looked = True
        data = self._bytes(path)
        if data is None:
            return self._former.negatives.get(path, Negative("", fault=UNREAD))
        digest = self._digests[path]
        return self._by_digest.get(digest) or look(data, digest)

    def _paper(self, path: str) -> tuple[str, Paper]:
        former = self._former.papers.get(path)
        if former and former[0] and former[0] == self._digests.get(path):
            return former
        self._looked = True
        data = self._bytes(path)
        if data is None:
            return former or ("", Paper(0))
        return self._digests[path], papers.look(_ending(path), data)

    def _captions(self) -> Iterator[tuple[str, Caption]]:
        for path in (one for one in self._paths if posixpath.basename(one) == CAPTIONS):
            data = self._bytes(path)
            folder = posixpath.dirname(path)
            beside = {posixpath.basename(one) for one in self._paths if posixpath.dirname(one) == folder}
            if data is not None:
                found = read_captions(path, data, {name for name in beside if is_picture(name)})
                self._problems += found.problems
                yield from found.captions

    def _sheets(self) -> Iterator[tuple[str, Sheet]]:
        for path in (one for one in self._paths if one.startswith(f"{DATA}/") and _ending(one) in {"csv", "toml"}):
            data = self._bytes(path)
            sheet, problems = read_sheet(path, data) if data is not None else (None, ())
            self._problems += problems
            if sheet:
                yield path, sheet


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].lower().lstrip(".")


def packed(kept: Kept) -> bytes:
    """The note for the store."""
    read = {path: one for path, one in kept.negatives.items() if one.fault != UNREAD}
    heic = reads_heic() if any(one.fault for one in read.values()) else None
    return json.encode((RECIPE, heic, Kept(read, kept.papers)))


def unpacked(note: bytes | None) -> Kept:
    """What was kept; nothing where more can be read now. Spoilt where it is no such note."""
    if note is None:
        return Kept()
    try:
        recipe, heic, kept = json.decode(note, type=tuple[int, bool | None, Kept])
    except DecodeError as fault:
        raise Spoilt(NOTE) from fault
    return kept if recipe == RECIPE and (heic is None or heic == reads_heic()) else Kept()

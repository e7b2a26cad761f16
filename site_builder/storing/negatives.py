"""What the pictures of a site hold, by the bytes that were looked at once: an unchanged picture is not opened again."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from msgspec import DecodeError, json

from site_builder.pictures import CAPTIONS, RECIPE, UNREAD, Album, Negative
from site_builder.picturing.header import look
from site_builder.picturing.opening import reads_heic
from site_builder.planning.pictures import is_picture
from site_builder.problems import Problem
from site_builder.reading.captions import Captions, read_captions
from site_builder.storing import files
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.store import Spoilt

NOTE = "negatives"  # of the store


@dataclass(frozen=True, slots=True)
class Contacts:
    """All pictures of a site, looked at."""

    album: Album
    looked: bool = False  # whether one had to be opened, or one is gone, or is spoken of otherwise


def contacts(
    site: Path, paths: Collection[str], digests: MutableMapping[str, str], former: Mapping[str, Negative]
) -> Contacts:
    """Look at the pictures among these files; `digests` are those of files that are as they were, and get the others.

    `former` is what was seen before, by path. One that cannot be read from disk stays as it was then, and is told.
    """
    known = {one.digest: one for one in former.values()}
    found: dict[str, Negative] = {}
    faults: list[Problem] = []
    looked = False
    for path in filter(is_picture, paths):
        negative = known.get(digests.get(path, ""))
        if negative is None:
            looked = True
            try:
                data = files.read(site, path)
            except ReadingFailed as fault:
                faults.append(fault.problem)
                negative = former.get(path, Negative("", fault=UNREAD))
            else:
                digests[path] = sha256(data).hexdigest()
                negative = known.get(digests[path]) or look(data, digests[path])
        found[path] = negative
    captions, said_anew = _captions(site, paths, digests)
    said = dict(chain(*(one.captions for one in captions)))
    problems = (*faults, *chain(*(one.problems for one in captions)))
    return Contacts(Album(found, said, problems), looked or said_anew or found.keys() != former.keys())


def _captions(site: Path, paths: Collection[str], digests: MutableMapping[str, str]) -> tuple[list[Captions], bool]:
    """(What every photos.yml says, whether one says other things than last time)."""
    found: list[Captions] = []
    is_new = False
    for path in (one for one in paths if one.endswith(f"/{CAPTIONS}")):
        try:
            data = files.read(site, path)
        except ReadingFailed as fault:
            found.append(Captions(problems=(fault.problem,)))
            continue
        digest = sha256(data).hexdigest()
        is_new |= digests.get(path) != digest
        digests[path] = digest
        folder = posixpath.dirname(path)
        beside = {posixpath.basename(one) for one in paths if posixpath.dirname(one) == folder and is_picture(one)}
        found.append(read_captions(path, data, beside))
    return found, is_new


def packed(negatives: Mapping[str, Negative]) -> bytes:
    """The note for the store."""
    read = {path: one for path, one in negatives.items() if one.fault != UNREAD}
    return json.encode((RECIPE, reads_heic() if any(one.fault for one in read.values()) else None, read))


def unpacked(note: bytes | None) -> dict[str, Negative]:
    """What was kept, by path; nothing where more can be read now. Spoilt where it is no such note."""
    if note is None:
        return {}
    try:
        recipe, heic, seen = json.decode(note, type=tuple[int, bool | None, dict[str, Negative]])
    except DecodeError as fault:
        raise Spoilt(NOTE) from fault
    is_same = recipe == RECIPE and (heic is None or heic == reads_heic())
    return seen if is_same else {}

"""Which segment of the index an item belongs to: blocks of days, halved until none holds more than a thousand items.

Counting off thousands from the oldest would move every later item when one is deleted or dated back. Halves of the
calendar stay where they are: an item that comes or goes touches its own block, and a block of the past stays closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

from msgspec import Struct

LIMIT = 1_000  # items of a segment; a posting has room for 1,008
_DAY, _URL = 22, 32  # bits of a day's number (to the year 9999 C.E.), and of a URL's digest: a day may have thousands
DEPTH = _DAY + _URL


class Place(Struct, frozen=True):
    """Where an item stands in the index."""

    segment: str
    number: int  # from 0, in the order of the segment

    @property
    def url(self) -> str:
        """Where its text lies."""
        return f"/search/{self.segment}/t{self.number}.js"

    @classmethod
    def of(cls, url: str) -> Place:
        """The place of a text, from where it lies."""
        segment, name = url.split("/")[2:]
        return cls(segment, int(name[1:].removesuffix(".js")))


def key_of(day: int, url: str) -> int:
    """What decides about an item's segment: its day as a number (0 for a standing page), then its URL."""
    return day << _URL | int.from_bytes(sha256(url.encode()).digest()[: _URL // 8])


def places(keys: Sequence[int]) -> list[Place]:
    """The places of items by their keys; the order of the items is the order in each segment."""
    found: dict[int, Place] = {}
    for name, indexes in _halved(range(len(keys)), keys, 0):
        found |= {index: Place(name, number) for number, index in enumerate(indexes)}
    return [found[index] for index in range(len(keys))]


def _halved(indexes: Sequence[int], keys: Sequence[int], level: int) -> Iterable[tuple[str, Sequence[int]]]:
    if not indexes:
        return
    if len(indexes) <= LIMIT or level == DEPTH:
        yield _name(keys[indexes[0]], level), indexes
        return
    bit = 1 << (DEPTH - 1 - level)
    yield from _halved([index for index in indexes if not keys[index] & bit], keys, level + 1)
    yield from _halved([index for index in indexes if keys[index] & bit], keys, level + 1)


def segment_of(key: int, segments: Collection[str]) -> str:
    """The one among these segments that a key belongs to; "" for none."""
    names = (_name(key, level) for level in range(DEPTH + 1))
    return next((name for name in names if name in segments), "")


def newest_first(segments: Iterable[str]) -> list[str]:
    """Segments in the order in which they are searched."""
    return sorted(segments, key=_first, reverse=True)


def _name(key: int, level: int) -> str:
    return f"{level}-{key >> (DEPTH - level):x}"


def _first(name: str) -> int:
    """The lowest key of a segment."""
    level, _, prefix = name.partition("-")
    return int(prefix, 16) << (DEPTH - int(level))

"""What an item can be found by: the trigrams of its text as whole numbers, those of its title apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from html import unescape
from struct import pack, unpack

from msgspec import Struct

from site_builder.model import Prose
from site_builder.thai.seeking import folded, letters, sought

FOLDED = 1 << 24  # marks a trigram that a text has only without its tone marks
# Where a line ends for those who search: a phrase does not go on from one paragraph or cell to the next.
_PARTING = re.compile(
    r"</?(?:blockquote|br|caption|d[dlt]|div|figcaption|h[1-6r]|img|li|ol|p|pre|t[dhr]|table|ul)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")  # in clean HTML no ">" stands in a value
_BLANK = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[\n ]*")


class Grams(Struct, frozen=True):
    """The trigrams of a text: three characters of `letters`, the first one lowest; of its title pairs (third 0) too."""

    title: AbstractSet[int]
    rest: AbstractSet[int]  # none of the title's

    def packed(self) -> bytes:
        """The bytes for the store; their order is of no meaning."""
        return pack(f"<{1 + len(self.title) + len(self.rest)}I", len(self.title), *self.title, *self.rest)

    @classmethod
    def unpacked(cls, data: bytes) -> Grams:
        """The trigrams again."""
        count, *found = unpack(f"<{len(data) // 4}I", data)
        return cls(set(found[:count]), set(found[count:]))

    def further(self, lines: Iterable[str]) -> Grams:
        """The same with those of further lines."""
        found = set(self.rest).union(*map(grams_of, lines))
        found -= self.title
        return Grams(self.title, found)


def grams(title: str, text: str) -> Grams:
    """The trigrams of a text under its title."""
    head = _data(title)
    first = frozenset((*_windows(head), *_pairs(head)))
    found = _all(head + _data(text))
    found -= first
    return Grams(first, found)


@lru_cache(maxsize=4_096)  # names of offices, districts and tags: the same with hundreds of items
def grams_of(line: str) -> frozenset[int]:
    """The trigrams of one line."""
    return frozenset(_all(_data(line)))


def plain(prose: Prose) -> str:
    """The words of a body, line by line."""
    html = _TAG.sub("", _PARTING.sub("\n", "".join(prose.parts)))
    return _LINES.sub("\n", _BLANK.sub(" ", unescape(html))).strip()


def _data(text: str) -> bytes:
    return letters(f" {sought(text)} ")


def _all(data: bytes) -> set[int]:
    found = set(_windows(data))
    toneless = set(_windows(folded(data)))
    toneless -= found
    found.update(map(FOLDED.__or__, toneless))
    return found


def _windows(data: bytes) -> tuple[int, ...]:
    """Each three neighbours as a number, all at once: a loop would take ten times as long."""
    wide = bytearray(4 * len(data))
    wide[0::4], wide[1::4], wide[2::4] = data, data[1:] + b"\0", data[2:] + b"\0\0"
    return unpack(f"<{len(data)}I", wide)[:-2]


def _pairs(data: bytes) -> tuple[int, ...]:
    wide = bytearray(4 * len(data))
    wide[0::4], wide[1::4] = data, data[1:] + b"\0"
    return unpack(f"<{len(data)}I", wide)[:-1]

"""Where front matter begins and ends: finds the two `---` lines, also mistyped ones, and reads nothing between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct

from site_builder.problems import Problem, Span, error

IsKey = Callable[[str], bool]

_FENCE = re.compile(r"[ \t]*-{3,}[ \t]*")
# What Word, LINE and habit make of three hyphens: long dashes, minus signs, box lines, "--", "- - -", "===", "+++".
_LIKE = re.compile(r"[ \t]*(?:(?:[-‐‑‒–—―−─━－_=~*+][ \t]?){2,}|[–—―─━－])[ \t]*")
_SIGNS = frozenset("-‐‑‒–—―−─━－_=~*+")  # one of them begins each of the above
_BLOCK_SCALAR = re.compile(r":[ \t]+[|>][-+0-9]*[ \t]*$")
_SCALAR_ENDS = frozenset("|>-+0123456789 \t")
_FIRST_KEY = re.compile(r"([^:：]{1,40})[:：]")


class Fences(Struct, frozen=True):
    """Offsets: the front matter is `text[start:end]`, the body `text[body:]`."""

    start: int
    end: int
    body: int
    problems: tuple[Problem, ...] = ()


class Line(NamedTuple):
    """One line without its line end, and the offset at which it begins."""

    text: str
    start: int

    @property
    def span(self) -> Span:
        """The whole line."""
        return Span(self.start, self.start + len(self.text))

    @property
    def next(self) -> int:
        """The offset after the line end."""
        return self.start + len(self.text) + 1


def lines(text: str, start: int = 0) -> Iterator[Line]:
    """The lines from an offset on."""
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Line(text[start:end], start)
        start = end + 1


def find(text: str, is_key: IsKey) -> Fences | Problem:
    """Find both fences; a problem alone when there is no front matter at all."""
    first = Line("---", 0) if text.startswith("---\n") else next(line for line in lines(text) if line.text.strip())
    opening = _opening(first, is_key)
    if opening is not None and opening.code == "F013":
        return opening
    start = first.start if opening is not None and opening.code == "F012" else first.next
    found = (opening,) if opening else ()
    closing = _closing(text, min(start, len(text)))
    if isinstance(closing, Fences):
        return Fences(closing.start, closing.end, closing.body, found + closing.problems)
    return _unclosed(text, min(start, len(text)), first, found)


def _opening(first: Line, is_key: IsKey) -> Problem | None:
    if first.text == "---" or _FENCE.fullmatch(first.text):
        return None
    if _LIKE.fullmatch(first.text):
        return error("F011", first.span, fix="---")
    key = _FIRST_KEY.match(first.text.strip())
    if key and is_key(key[1]):
        return error("F012", first.span, fix="---")
    return error("F013")


def _closing(text: str, start: int) -> Fences | None:
    """The first fence, or what was meant for one; a dashed line inside an indented `|` block is text."""
    block = False
    end = start - 1
    while end < len(text):
        at, end = end + 1, text.find("\n", end + 1)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if line[:1] not in (" ", "\t", ""):
            block = line[-1] in _SCALAR_ENDS and bool(_BLOCK_SCALAR.search(line))
        elif block:
            continue
        if line.lstrip(" \t")[:1] not in _SIGNS:
            continue
        if _FENCE.fullmatch(line):
            return Fences(start, at, min(end + 1, len(text)))
        if _LIKE.fullmatch(line):
            return Fences(start, at, min(end + 1, len(text)), (error("F011", Span(at, end), fix="---"),))
    return None


def _unclosed(text: str, start: int, first: Line, found: tuple[Problem, ...]) -> Fences:
    """Take the front matter to end at the first blank line, so that its other mistakes are named too.

    Where both fences are missing, the message about the first one says so (`start` is then the first line's own).
    """
    blank = next((line for line in lines(text, start) if not line.text.strip()), None)
    end = blank.start if blank else len(text)
    return Fences(start, end, end, found if start == first.start else (*found, error("F014", first.span)))

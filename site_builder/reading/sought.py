"""Finds in a source the words that a conversion gives back without their places; never fails, at worst it is vague."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from site_builder.problems import Position, Span, place

BUDGET = 200_000_000  # characters that all searches may read: 0.1 s; afterwards places are vague

_LONG = 20_000  # characters; in a shorter text counting is quicker than remembering


@dataclass(slots=True)
class Sought:
    """Searches of one source: what is sought comes mostly in its order, so each begins where the last ended."""

    text: str
    start: int  # where the body begins
    cursor: int = 0
    budget: int = BUDGET
    lines: list[int] = field(default_factory=list)  # offsets at which lines begin, counted when first needed

    def span(self, written: str) -> Span:
        """The next place of an address, else its first, else the beginning of the body."""
        for one in _spellings(written):
            at = self._find(one, max(self.cursor, self.start))
            at = self._find(one, self.start) if at < 0 else at
            if at >= 0:
                self.cursor = at + len(one)
                return Span(at, self.cursor)
        return Span(self.start, self.start)

    def _find(self, one: str, begin: int) -> int:
        if not one or self.budget < 0:
            return -1
        at = self.text.find(one, begin)
        self.budget -= (at if at >= 0 else len(self.text)) - begin
        return at

    def spelling(self, written: str) -> Span:
        """The first place of these characters, in capitals or not."""
        match = re.compile(re.escape(written), re.IGNORECASE).search(self.text, self.start) if written else None
        return Span(*match.span()) if match else Span(self.start, self.start)

    def position(self, span: Span) -> Position:
        """What `place` says, without counting the lines of a long text anew for each of its links."""
        if len(self.text) < _LONG:
            return place(self.text, span)
        if not self.lines:
            self.lines = [0, *(match.end() for match in re.finditer("\n", self.text))]
        number = bisect_right(self.lines, span.start)
        first = self.lines[number - 1]
        end = self.lines[number] - 1 if number < len(self.lines) else len(self.text)
        found = place(self.text[first:end], Span(span.start - first, span.end - first))
        return Position(number, found.column, found.quote, found.length)

    def line(self, span: Span) -> str:
        """The whole line in which a span begins."""
        return self.position(span).quote


def _spellings(written: str) -> Iterator[str]:
    """How a source may spell an address, each once; mostly as it is."""
    yield written
    others = (quote(written, safe="/#?&=:@"), written.replace("/", "\\"), escape(written))
    yield from (one for one in dict.fromkeys(others) if one != written)

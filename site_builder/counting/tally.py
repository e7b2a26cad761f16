"""Lines to visits: without robots, without repeats, without what was counted before; the sum of all lines is told."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from site_builder.counting.lines import line_of
from site_builder.counting.requests import opened
from site_builder.counting.robots import is_robot

WINDOW = 1800  # seconds: who opens a page again within half an hour of the last time is still the same visit
_BANGKOK = 7 * 3600  # seconds before UTC
_DAY = 86_400
_EVER = 1 << 62
Span = tuple[int, int]  # first and last second, since 1970


@dataclass(slots=True)
class Tally:
    """What came of one log. `opened` = visits + robots + repeats + known."""

    lines: int = 0
    broken: int = 0  # lines that are none
    first_broken: int = 0  # the number of the first of these, from 1; 0 for none
    opened: int = 0  # requests that showed an item's page
    robots: int = 0
    repeats: int = 0
    known: int = 0  # counted by an earlier run
    span: Span | None = None  # None: no line was one
    visits: Counter[tuple[str, int]] = field(default_factory=Counter)  # (address, day of Thailand since 1970) → visits


class Window:
    """Who opened which page in the last half hour: as much memory as readers of one hour take, however long the log."""

    def __init__(self) -> None:
        self._since = 0
        self._new: dict[int, int] = {}
        self._old: dict[int, int] = {}

    def is_repeat(self, reader: int, time: int) -> bool:
        """Whether a reader of a page was there within the half hour, and note the time."""
        passed = time - self._since
        if abs(passed) >= WINDOW:
            self._old = self._new if 0 < passed < 2 * WINDOW else {}
            self._new, self._since = {}, time
        last = self._new.get(reader, self._old.get(reader))
        self._new[reader] = max(time, last or time)
        return last is not None and abs(time - last) < WINDOW


def covers(spans: Sequence[Span], time: int) -> bool:
    """Whether a second lies in one of these spans, which are in order and do not overlap."""
    place = bisect_right(spans, (time, _EVER))
    return place > 0 and time <= spans[place - 1][1]


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same seconds in order, spans that overlap as one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def tally(lines: Iterable[bytes], folder: str, known: Sequence[Span], window: Window) -> Tally:
    """Count the visits of a log, whose lines stand in the order of time, give or take some minutes, as servers write.

    `known` are the spans of time that were counted before: their lines only tell who was there.
    """
    found = Tally()
    for number, text in enumerate(lines, 1):
        found.lines = number
        line = line_of(text)
        if line is None:
            found.broken += 1
            found.first_broken = found.first_broken or number
            continue
        first, last = found.span or (line.time, line.time)
        found.span = (min(first, line.time), max(last, line.time))
        address = opened(line.request, line.status, folder)
        if not address:
            continue
        found.opened += 1
        if line.browser is not None and is_robot(line.browser):
            found.robots += 1
            continue
        is_repeat = window.is_repeat(hash((line.host, line.browser, address)), line.time)
        if covers(known, line.time):
            found.known += 1
        elif is_repeat:
            found.repeats += 1
        else:
            found.visits[address, (line.time + _BANGKOK) // _DAY] += 1
    return found

"""content/visits.json: what was counted of every item, by day, and of which spans of time; read, added to, written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from msgspec import DecodeError, Struct, ValidationError, field, json
from msgspec.structs import replace

from site_builder.counting.tally import Span, Tally, united
from site_builder.model import Visits
from site_builder.problems import Problem, warning

PATH = "content/visits.json"
LARGEST = 100_000_000  # bytes: a hundred thousand items with a month of days each take 60
KEPT = 31  # days on which a page was opened; older ones stay in its total
_BANGKOK = dt.timezone(dt.timedelta(hours=7))
_EPOCH = dt.date(1970, 1, 1)


class Count(Struct, frozen=True):
    """The visits of one item's page."""

    total: int
    days: Mapping[dt.date, int] = field(default_factory=dict)  # the newest days on which it was opened


class Ledger(Struct, frozen=True):
    """All that was counted."""

    counted: tuple[tuple[dt.datetime, dt.datetime], ...] = ()  # spans of time, first and last second
    days: Mapping[dt.date, int] = field(default_factory=dict)  # visits of all items, every day
    pages: Mapping[str, int | Count] = field(default_factory=dict)  # address from the site's root → visits

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans in seconds since 1970, in order and apart from each other."""
        return united((int(first.timestamp()), int(last.timestamp())) for first, last in self.counted)

    @property
    def total(self) -> int:
        """The visits of all pages."""
        return sum(map(total_of, self.pages.values()))


def total_of(count: int | Count) -> int:
    """All visits of a page, which may be written as this number alone."""
    return count if isinstance(count, int) else count.total


def read_ledger(data: bytes) -> tuple[Ledger | None, Problem | None]:
    """Read the file; None with the reason where it is none of ours."""
    if len(data) > LARGEST:
        return None, warning("A002", reason=f"{len(data) // 1_000_000} MB > {LARGEST // 1_000_000} MB")
    try:
        found = json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Ledger)
        if any(one.tzinfo is None for span in found.counted for one in span):
            return None, warning("A002", reason="counted")
    except (DecodeError, ValidationError, RecursionError, OverflowError) as fault:
        return None, warning("A002", reason=str(fault))
    wrong = next((address for address, count in found.pages.items() if total_of(count) < 0), None)
    return (None, warning("A002", reason=wrong)) if wrong is not None else (found, None)


def visits_of(ledger: Ledger) -> dict[str, Visits]:
    """What pages can show, by address."""
    return {address: _visits(count) for address, count in ledger.pages.items()}


def _visits(count: int | Count) -> Visits:
    if isinstance(count, int) or not count.days:
        return Visits(total_of(count))
    day = max(count.days)
    return Visits(count.total, day, count.days[day])


def added(ledger: Ledger, tallies: Iterable[Tally]) -> Ledger:
    """With the visits and the spans of further logs."""
    pages, days, spans = dict(ledger.pages), dict(ledger.days), list(ledger.spans)
    for one in tallies:
        spans += [one.span] if one.span else []
        for (address, number), visits in one.visits.items():
            day = _EPOCH + dt.timedelta(days=number)
            days[day] = days.get(day, 0) + visits
            pages[address] = _more(pages.get(address, 0), day, visits)
    counted = tuple((_moment(first), _moment(last)) for first, last in united(spans))
    return replace(ledger, counted=counted, days=days, pages=pages)


def _more(count: int | Count, day: dt.date, visits: int) -> Count:
    days = dict(count.days) if isinstance(count, Count) else {}
    days[day] = days.get(day, 0) + visits
    newest = sorted(days, reverse=True)[:KEPT]
    return Count(total_of(count) + visits, {one: days[one] for one in newest})


def _moment(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, _BANGKOK)


def text_of(ledger: Ledger) -> str:
    """The file: a line for every page, in order, so that two of them can be compared by eye."""
    head = (json.encode(list(ledger.counted)), json.encode(_in_order(ledger.days)))
    counted, days = (part.decode() for part in head)
    pages = ",\n".join(_lines(ledger.pages))
    return f'{{"counted": {counted},\n"days": {days},\n"pages": {{\n{pages}\n}}}}\n'


def _lines(pages: Mapping[str, int | Count]) -> Iterator[str]:
    for address in sorted(pages):
        count = pages[address]
        value = count if isinstance(count, int) else {"total": count.total, "days": _in_order(count.days)}
        yield f"{json.encode(address).decode()}: {json.encode(value).decode()}"


def _in_order(days: Mapping[dt.date, int]) -> dict[dt.date, int]:
    return {day: days[day] for day in sorted(days)}

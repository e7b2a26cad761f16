"""Thai dates: every form that an office writes, read into one value with its faults; never asks a clock or a locale."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import NamedTuple

from msgspec import Struct

from site_builder.thai import date_forms as forms
from site_builder.thai.date_formats import (
    iso,
    iso_end,
    long,
    long_english,
    month_title,
    month_title_english,
    short,
    short_english,
)
from site_builder.thai.when import (
    BUDDHIST_YEARS,
    COMMON_YEARS,
    ERA,
    MONTHS,
    MONTHS_ENGLISH,
    MONTHS_SHORT,
    WEEKDAYS,
    WEEKDAYS_ENGLISH,
    WEEKDAYS_SHORT,
    When,
    buddhist_year,
    fiscal_year,
)

__all__ = [
    "MONTHS",
    "MONTHS_ENGLISH",
    "MONTHS_SHORT",
    "WEEKDAYS",
    "WEEKDAYS_ENGLISH",
    "WEEKDAYS_SHORT",
    "Fault",
    "Parsed",
    "Times",
    "When",
    "buddhist_year",
    "fiscal_year",
    "iso",
    "iso_end",
    "long",
    "long_english",
    "month_title",
    "month_title_english",
    "parse",
    "parse_time",
    "short",
    "short_english",
]

BANGKOK = dt.timedelta(hours=7)
LONGEST = 160  # characters; two full dates with times have 110, and a bound keeps backtracking in the patterns short


class Fault(Struct, frozen=True):
    """What is wrong with a written date, and where.

    Codes and their arguments: "no-such-day" (day, month, be_year, ce_year, last_day), "no-such-month" (month),
    "no-such-time" (time), "year" (year), "backwards" (first, last), "weekday" (expected, written), "unreadable" (none).
    Months and weekdays are Thai words, years are written out, `month` of "no-such-month" is what the text says.
    """

    code: str
    start: int  # offsets [start, end) into the text that was given
    end: int
    arguments: tuple[tuple[str, str], ...] = ()

    @property
    def fatal(self) -> bool:
        """Whether it leaves no date: a wrong weekday beside a clear date does not."""
        return self.code != "weekday"


class Parsed(Struct, frozen=True):
    """What a text says as a date; `when` is None exactly if one of the faults is fatal."""

    when: When | None
    faults: tuple[Fault, ...] = ()


class Times(Struct, frozen=True):
    """What a text says as a time of day, or as two; `time` is None exactly if there is a fault."""

    time: dt.time | None
    end_time: dt.time | None = None
    faults: tuple[Fault, ...] = ()


def parse(text: str) -> Parsed:
    """Read a date, a span of dates or a moment, in Thai or English words or in numbers; raises for no text."""
    return _of_machine(text) or _of_person(text)


def _of_machine(text: str) -> Parsed | None:
    """A date as programs write it, in one look: "2022-03-03", "2022-03-03T08:30:00+07:00"; None for any other."""
    found = forms.MACHINE.fullmatch(text)
    if not found or int(found["year"]) not in COMMON_YEARS:
        return None
    try:
        year, month, day, hour, minute, second = map(int, found.groups(default="0"))
        return Parsed(When(dt.date(year, month, day), None, dt.time(hour, minute, second) if found["second"] else None))
    except ValueError:
        return None


def _of_person(text: str) -> Parsed:
    plain = text.translate(forms.PLAIN)
    points = _points(plain) if len(plain) <= LONGEST else None
    if points is None:
        return Parsed(None, (_unreadable(plain),))
    left, right = points
    first = _dated(left, right or left)
    last = _dated(right, right) if right else None
    faults = tuple(dict.fromkeys(first.faults + last.faults)) if last else first.faults  # ends may share a wrong year
    if faults and any(fault.fatal for fault in faults):
        return Parsed(None, faults)
    when = _when(first, last)
    if right and _is_backwards(when):
        days = (short(When(day)) for day in (when.start, when.end or when.start))
        return Parsed(None, (*faults, _backwards(left.found.start(), right.end, *days)))
    return Parsed(when, faults)


def parse_time(text: str) -> Times:
    """Read a time that stands alone: "08.30 น.", "เวลา 08:30", "08.30-16.30 น."; raises for no text."""
    plain = text.translate(forms.PLAIN)
    clock = _clock(plain, _end(forms.OPEN, plain, 0)) if len(plain) <= LONGEST else None
    if clock is None or clock.offset is not None or not forms.CLOSE.fullmatch(plain, clock.end):
        return Times(None, None, (Fault("unreadable", 0, len(text)),))
    return Times(None, None, clock.faults) if clock.faults else Times(clock.time, clock.late)


class _Clock(NamedTuple):
    """The times behind a date; a time that does not exist is None and has its fault."""

    end: int
    time: dt.time | None
    late: dt.time | None = None
    offset: dt.timedelta | None = None
    faults: tuple[Fault, ...] = ()


class _Point(NamedTuple):
    """One date as it is written: what the patterns found, nothing judged yet but the times."""

    lead: re.Match[str]
    found: re.Match[str]
    clock: _Clock | None
    end: int


class _Dated(NamedTuple):
    """A point judged; its day is meaningless if a fault is fatal."""

    day: dt.date
    time: dt.time | None
    late: dt.time | None
    faults: tuple[Fault, ...]


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where a pattern ends that begins at `start`; `start` itself where it does not match."""
    found = pattern.match(text, start)
    return found.end() if found else start


def _points(text: str) -> tuple[_Point, _Point | None] | None:
    """Find the date, or both ends of the span, that the whole text consists of."""
    left = _point(text, _end(forms.OPEN, text, 0))
    if left is None:
        return None
    if forms.CLOSE.fullmatch(text, left.end):
        return (left, None) if _is_complete(left) else None
    joint = forms.TO.match(text, left.end)
    right = _point(text, joint.end()) if joint else None
    if right is None or not _is_complete(right) or not forms.CLOSE.fullmatch(text, right.end):
        return None
    is_clear = left.clock is None or (left.clock.late is None and (right.clock is None or right.clock.late is None))
    return (left, right) if is_clear else None


def _is_complete(point: _Point) -> bool:
    return bool(point.found["year"])


def _point(text: str, start: int) -> _Point | None:
    lead = forms.LEAD.match(text, start)
    if lead is None:
        return None
    for shape in forms.SHAPES:
        if found := shape.match(text, lead.end()):
            clock = _clock(text, found.end())
            return _Point(lead, found, clock, clock.end if clock else found.end())
    return None


def _clock(text: str, start: int) -> _Clock | None:
    """Read the time that begins here, with its offset from UTC or with the time that it lasts to."""
    found = forms.TIME.match(text, start) if start < len(text) else None
    if found is None:
        return None
    early, faults = _time(found)
    offset = forms.OFFSET.match(text, found.end())
    if offset and (found["t"] or found["second"] or offset["sign"] != "-"):  # "08:30-09:30" alone lasts an hour
        return _Clock(offset.end(), early, None, _timedelta(offset), faults)
    until = forms.LATE.match(text, found.end())
    if until is None:
        return _Clock(_end(forms.TIME_UNIT, text, found.end()), early, None, None, faults)
    late, more = _time(until)
    faults += more
    if early and late and late < early:
        faults += (_backwards(found.start("hour"), until.end(), f"{early:%H.%M}", f"{late:%H.%M}"),)
    return _Clock(_end(forms.TIME_UNIT, text, until.end()), early, late, None, faults)


def _when(first: _Dated, last: _Dated | None) -> When:
    if last is None:
        return When(first.day, None, first.time, first.late)
    end_time = last.late or (last.time if first.time else None)
    return When(first.day, last.day if last.day != first.day else None, first.time or last.time, end_time)


def _is_backwards(when: When) -> bool:
    if when.end:
        return when.end < when.start
    return bool(when.time and when.end_time and when.end_time < when.time)


def _backwards(start: int, end: int, first: str, last: str) -> Fault:
    return Fault("backwards", start, end, (("first", first), ("last", last)))


def _unreadable(text: str) -> Fault:
    """Say what keeps a text from being a date: a word where the month belongs, if it is that, else the whole of it."""
    for before in (forms.OPEN.match(text), forms.TO.search(text)) if len(text) <= LONGEST else ():
        lead = forms.LEAD.match(text, before.end()) if before else None
        found = forms.UNKNOWN_MONTH.match(text, lead.end()) if lead else None
        if found and forms.bare(found["month"]) not in forms.MONTH_NUMBERS:
            return Fault("no-such-month", *found.span("month"), (("month", found["month"]),))
    return Fault("unreadable", 0, len(text))


def _time(found: re.Match[str]) -> tuple[dt.time | None, tuple[Fault, ...]]:
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    try:
        return dt.time(hour, minute, second), ()
    except ValueError:
        start = found.start("hour")
        written = found.string[start : found.end()].rstrip()
        return None, (Fault("no-such-time", start, found.end(), (("time", written),)),)


def _timedelta(offset: re.Match[str]) -> dt.timedelta:
    if not offset["sign"]:
        return dt.timedelta()
    east = dt.timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
    return -east if offset["sign"] == "-" else east


def _dated(point: _Point, model: _Point) -> _Dated:
    """Judge a point; the month and the year that it leaves out are those of `model`."""
    year, year_faults = _year((point if point.found["year"] else model).found)
    month, month_faults = _month((point if point.found["month"] else model).found)
    faults = month_faults + year_faults + (point.clock.faults if point.clock else ())
    if year is None or month is None:
        return _Dated(dt.date.min, None, None, faults)
    try:
        day = dt.date(year, month, int(point.found["day"]))
    except ValueError:
        return _Dated(dt.date.min, None, None, (_no_such_day(point.found, year, month), *faults))
    return _in_bangkok(day, point.clock, _wrong_weekday(point.lead, day) + faults)


def _in_bangkok(day: dt.date, clock: _Clock | None, faults: tuple[Fault, ...]) -> _Dated:
    if clock is None or clock.time is None or clock.offset is None:
        return _Dated(day, clock and clock.time, clock and clock.late, faults)
    moment = dt.datetime.combine(day, clock.time) - clock.offset + BANGKOK
    return _Dated(moment.date(), moment.time(), None, faults)


def _year(found: re.Match[str]) -> tuple[int | None, tuple[Fault, ...]]:
    """The C.E. year that is meant: two digits are always B.E. 25xx, four tell their era by their size."""
    written, era = found["year"], found["era"] or ""
    number = int(written) + 2500 if len(written) == 2 else int(written)  # noqa: PLR2004 — digits
    if number in BUDDHIST_YEARS and "ค" not in era:
        return number - ERA, ()
    if number in COMMON_YEARS and "พ" not in era:
        return number, ()
    return None, (Fault("year", *found.span("year"), (("year", written),)),)


def _month(found: re.Match[str]) -> tuple[int | None, tuple[Fault, ...]]:
    written = found["month"]
    number = int(written) if written.isdecimal() else forms.MONTH_NUMBERS[forms.bare(written)] + 1
    if number in range(1, 13):
        return number, ()
    return None, (Fault("no-such-month", *found.span("month"), (("month", written),)),)


def _no_such_day(found: re.Match[str], year: int, month: int) -> Fault:
    arguments = {
        "day": found["day"],
        "month": MONTHS[month - 1],
        "be_year": year + ERA,
        "ce_year": year,
        "last_day": monthrange(year, month)[1],
    }
    return Fault("no-such-day", *found.span("day"), tuple((key, str(value)) for key, value in arguments.items()))


def _wrong_weekday(lead: re.Match[str], day: dt.date) -> tuple[Fault, ...]:
    """Compare a weekday that is written with the day's own: of 1,402 in real news 32 were wrong."""
    written, group = lead["weekday"], "weekday"
    if written is None and lead["stranger"]:
        written, group = lead["stranger"].strip(), "stranger"
    elif written is None or forms.WEEKDAY_NUMBERS[forms.bare(written)] == day.weekday():
        return ()
    return (Fault("weekday", *lead.span(group), (("expected", WEEKDAYS[day.weekday()]), ("written", written))),)

"""Dates and times of front matter: when the news is of, what it announces, when it appears and goes; has no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from site_builder.model import Correction, Event
from site_builder.problems import Problem, Severity, error
from site_builder.reading import schema
from site_builder.reading.composing import Entry, Scalar, Spoilt
from site_builder.reading.fields import Found, is_nothing, parts, text, within, wrong
from site_builder.thai import dates
from site_builder.thai.dates import Fault, When

BANGKOK = dt.timezone(dt.timedelta(hours=7))
_CODES = {
    "no-such-day": "D001",
    "no-such-month": "D002",
    "no-such-time": "D003",
    "year": "D004",
    "backwards": "D005",
    "weekday": "D006",
    "unreadable": "D007",
}


def when(entries: Mapping[str, Entry], found: Found) -> When | None:
    """The day, span or moment that `date`, `time` and `end_date` say together."""
    date = entries.get("date")
    return _ended(_timed(_date(date, found), entries.get("time"), found), entries.get("end_date"), found)


def said(entry: Entry | None) -> When | None:
    """What a date's key alone says; None where it says none that can be read."""
    return _date(entry, [])


def _date(entry: Entry | None, found: Found) -> When | None:
    """The date of a key; None if it is absent or wrong."""
    value = entry.value if entry else None
    if entry is None or value is None or isinstance(value, Spoilt) or is_nothing(value):
        return None
    if not isinstance(value, Scalar):
        wrong(entry, found)
        return None
    written = dates.parse(value.text)
    found.extend(_problem(fault, entry, value) for fault in written.faults)
    return written.when


def _problem(fault: Fault, entry: Entry, value: Scalar) -> Problem:
    """A fault in our words; the right line is known for a wrong weekday, and for a date with a remark behind it."""
    span = within(value, fault.start, fault.end)
    arguments = (*fault.arguments, ("text", value.text), ("key", entry.written))
    if fault.fatal:
        bare, remark, _ = value.text.partition(" #")
        fix = f"{entry.written}: {bare}" if remark and dates.parse(bare).when else ""
        return Problem(_CODES[fault.code], Severity.ERROR, span, arguments, fix)
    right = value.text[: fault.start] + dict(fault.arguments)["expected"] + value.text[fault.end :]
    return Problem(_CODES[fault.code], Severity.WARNING, span, arguments, fix=f"{entry.written}: {right}")


def _timed(day: When | None, entry: Entry | None, found: Found) -> When | None:
    """Complete a date by its `time`; two times must be the same."""
    if entry is None or not (typed := text(entry, found)) or not isinstance(entry.value, Scalar):
        return day
    times = dates.parse_time(typed)
    for fault in times.faults:
        code = "D008" if fault.code == "unreadable" else _CODES[fault.code]
        arguments = (*fault.arguments, ("text", typed), ("key", entry.written))
        found.append(Problem(code, Severity.ERROR, within(entry.value, fault.start, fault.end), arguments))
    if day is None or times.time is None:
        return day
    if day.time not in (None, times.time) or day.end_time not in (None, times.end_time):
        found.append(error("D009", entry.value.span, date=_clock(day.time), time=_clock(times.time)))
        return day
    return replace(day, time=times.time, end_time=times.end_time)


def _ended(day: When | None, entry: Entry | None, found: Found) -> When | None:
    """Complete a date by its `end_date`."""
    last = _date(entry, found)
    if day is None or last is None or entry is None:
        return day
    if day.end not in (None, last.end or last.start):
        found.append(error("D010", entry.value.span, key=entry.written))
        return day
    end = last.end or last.start
    if end < day.start:
        found.append(error("D011", entry.value.span, key=entry.written))
        return day
    return replace(day, end=end if end > day.start else None, end_time=last.time or day.end_time)


def event(entry: Entry, found: Found) -> Event | None:
    """What the news announces: a date alone, or date, time and place."""
    if isinstance(entry.value, Scalar):
        day = _date(entry, found)
        return Event(day) if day else None
    inside = parts(entry, schema.EVENT, found)
    day = _timed(_date(inside.get("date"), found), inside.get("time"), found)
    place = text(inside["place"], found) if "place" in inside else ""
    if day is None and _lacks("date", inside) and not isinstance(entry.value, Spoilt):
        wrong(entry, found, "F065")
    return Event(day, place) if day else None


def correction(entry: Entry, found: Found) -> Correction | None:
    """The day and note of a correction; one that has a note says more, and one without is taken."""
    if isinstance(entry.value, Scalar):
        day = _date(entry, found)
        return Correction(day.start) if day else None
    inside = parts(entry, schema.CORRECTION, found)
    day = _date(inside.get("date"), found)
    note = text(inside["note"], found) if "note" in inside else ""
    if day is None and _lacks("date", inside) and not isinstance(entry.value, Spoilt):
        wrong(entry, found, "F065")
    return Correction(day.start, note) if day else None


def _lacks(name: str, inside: Mapping[str, Entry]) -> bool:
    return name not in inside or is_nothing(inside[name].value)


def moment(entry: Entry, found: Found, *, closing: bool = False) -> dt.datetime | None:
    """An instant of Asia/Bangkok; a day alone begins at its midnight, or for `closing` ends at the next one."""
    day = _date(entry, found)
    if day is None:
        return None
    if day.end or day.end_time:
        found.append(error("D012", entry.value.span, fix=schema.line(entry.written, entry.name), key=entry.written))
        return None
    late = dt.timedelta(days=1 if closing and day.time is None else 0)
    return dt.datetime.combine(day.start, day.time or dt.time(), BANGKOK) + late


def shown_between(entries: Mapping[str, Entry], found: Found) -> tuple[dt.datetime | None, dt.datetime | None]:
    """`publish_on` and `expire_on`; an item that would go before it comes is an error."""
    first = moment(entries["publish_on"], found) if "publish_on" in entries else None
    last = moment(entries["expire_on"], found, closing=True) if "expire_on" in entries else None
    if first and last and last <= first:
        found.append(error("D013", entries["expire_on"].value.span, key=entries["expire_on"].written))
    return first, last


def _clock(time: dt.time | None) -> str:
    return f"{time:%H.%M}" if time else ""

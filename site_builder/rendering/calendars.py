"""Events as iCalendar (RFC 5545); times in UTC, which Thailand is ahead of by seven hours all year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from site_builder.details import Happening
from site_builder.machine_views import EventsView
from site_builder.thai.dates import When

Absolute = Callable[[str], str]
BANGKOK = dt.timezone(dt.timedelta(hours=7))
LONGEST = 75  # bytes of a line
_DAY = dt.timedelta(days=1)


def ics(view: EventsView, absolute: Absolute) -> bytes:
    """A calendar. The stamp that the standard asks for is the day of the news: no clock has a part in these bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//site-builder//news//TH", "CALSCALE:GREGORIAN"]
    if view.title:
        lines += [f"X-WR-CALNAME:{_text(view.title)}", "X-WR-TIMEZONE:Asia/Bangkok"]
    for one in view.happenings:
        lines += _event(one, absolute(one.url))
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode()


def _event(one: Happening, address: str) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{address}", f"DTSTAMP:{_instant(one.told, dt.time.min)}", *_times(one.when))
    yield f"SUMMARY:{_text(one.title)}"
    if one.place:
        yield f"LOCATION:{_text(one.place)}"
    yield from (f"URL:{address}", "END:VEVENT")


def _times(when: When) -> Iterator[str]:
    """A moment, a stretch of one, or whole days: days with an hour at which each begins are whole days here."""
    last = when.end or when.start
    if when.time and (when.end_time or last == when.start):
        yield f"DTSTART:{_instant(when.start, when.time)}"
        if when.end_time and (last, when.end_time) > (when.start, when.time):
            yield f"DTEND:{_instant(last, when.end_time)}"
    else:
        yield f"DTSTART;VALUE=DATE:{when.start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + _DAY:%Y%m%d}"  # the first day after it


def _instant(day: dt.date, time: dt.time) -> str:
    return f"{dt.datetime.combine(day, time, BANGKOK).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A value in which no sign means anything."""
    safe = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    return safe.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut into pieces of 75 bytes, never within a letter."""
    pieces, length = [""], 0
    for letter in line:
        size = len(letter.encode())
        if length + size > LONGEST:
            pieces.append(" ")
            length = 1
        pieces[-1] += letter
        length += size
    return "\r\n".join(pieces)

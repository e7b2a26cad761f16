"""Thai dates written out, long, short and for machines: a value in, words out; never asks a locale."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from site_builder.thai.text import thai_digits as in_thai_digits
from site_builder.thai.when import ERA, MONTHS, MONTHS_ENGLISH, MONTHS_SHORT, WEEKDAYS, WEEKDAYS_ENGLISH, When

ENGLISH_SHORT = tuple(name[:3] for name in MONTHS_ENGLISH)
_KEPT = 8192  # dates that each function keeps written out: a site says each of its own a dozen times, on many pages


@lru_cache(_KEPT)
def long(when: When, *, thai_digits: bool = False) -> str:
    """Write as a news text does: "วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น."; a span goes without weekdays."""
    days = _days(when, MONTHS, ERA)
    weekday = "" if when.end else f"วัน{WEEKDAYS[when.start.weekday()]}ที่ "
    clock = f" เวลา {_clock(when, '.')} น." if when.time else ""
    return _digits(weekday + days + clock, thai_digits)


@lru_cache(_KEPT)
def short(when: When, *, thai_digits: bool = False) -> str:
    """Write as a list does, without the time: "3 มี.ค. 2565", "3–4 มี.ค. 2565"."""
    return _digits(_days(when, MONTHS_SHORT, ERA), thai_digits)


def month_title(year_be: int, month: int, *, thai_digits: bool = False) -> str:
    """Name a month of a B.E. year: "มีนาคม 2565"."""
    return _digits(f"{MONTHS[month - 1]} {year_be}", thai_digits)


@lru_cache(_KEPT)
def long_english(when: When) -> str:
    """Write in English, C.E.: "Thursday 3 March 2022, 08:30"; a span goes without weekdays."""
    weekday = "" if when.end else f"{WEEKDAYS_ENGLISH[when.start.weekday()]} "
    clock = f", {_clock(when, ':')}" if when.time else ""
    return weekday + _days(when, MONTHS_ENGLISH, 0) + clock


@lru_cache(_KEPT)
def short_english(when: When) -> str:
    """Write as an English list does: "3 Mar 2022", "28 Feb – 2 Mar 2022"."""
    return _days(when, ENGLISH_SHORT, 0)


def month_title_english(year_be: int, month: int) -> str:
    """Name a month of a B.E. year in English, C.E.: "March 2022"."""
    return f"{MONTHS_ENGLISH[month - 1]} {year_be - ERA}"


@lru_cache(_KEPT)
def iso(when: When) -> str:
    """Write the beginning in ISO 8601, C.E.: "2022-03-03T08:30:00+07:00", or "2022-03-03" without a time."""
    return _iso(when.start, when.time)


def iso_end(when: When) -> str:
    """Write the end in ISO 8601, C.E.; "" if none is known."""
    return _iso(when.end or when.start, when.end_time) if when.end or when.end_time else ""


def _iso(day: dt.date, time: dt.time | None) -> str:
    return f"{day.isoformat()}T{time.isoformat('seconds')}+07:00" if time else day.isoformat()


def _days(when: When, months: tuple[str, ...], era: int) -> str:
    """Write the day or the span, naming a month and a year once where both ends share it."""
    start, end = when.start, when.end or when.start
    last = f"{end.day} {months[end.month - 1]} {end.year + era}"
    if start == end:
        return last
    if start.year != end.year:
        return f"{start.day} {months[start.month - 1]} {start.year + era} – {last}"
    if start.month != end.month:
        return f"{start.day} {months[start.month - 1]} – {last}"
    return f"{start.day}–{last}"


def _clock(when: When, mark: str) -> str:
    times = [f"{time.hour:02}{mark}{time.minute:02}" for time in (when.time, when.end_time) if time]
    return "–".join(times)


def _digits(text: str, thai_digits: bool) -> str:  # noqa: FBT001 — the caller's own switch, passed on
    return in_thai_digits(text) if thai_digits else text

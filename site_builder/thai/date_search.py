"""Dates in running text: finds every day, span of days and machine's stamp with its offsets; judges no event by them.

`dates.parse` reads a text that is a date. Here a date stands between words, glued to them as Thai is typed:
"เมื่อ26มิ.ย.63", "(1ก.ย.2561)", "7พฤศจิกายน 2568เวลา". A year that is not written stays unknown: no clock is here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from site_builder.thai import date_forms as forms
from site_builder.thai.nearest import distance, nearest
from site_builder.thai.spoken_hours import spoken
from site_builder.thai.when import BUDDHIST_YEARS, COMMON_YEARS, ERA, MONTHS, MONTHS_SHORT, WEEKDAYS


class Sighting(Struct, frozen=True):
    """A date in a text. `day` is None where the year is not written or there is no such day."""

    start: int  # offsets [start, end) into the text, with a weekday or วันที่ before it
    end: int
    day: dt.date | None
    last: dt.date | None = None  # of a span of days; None: one day
    number: int = 0  # of the day and the month, which are known without a year
    month: int = 0
    last_number: int = 0  # of the last day, 0 for one day
    weekday: int | None = None  # as written, Monday 0
    last_weekday: int | None = None  # of a span of days
    disagrees: bool = False  # the weekday is not that of the day
    impossible: bool = False  # the year is written, and it has no such day
    broken: bool = False  # days were left out: "10-11,13 ธันวาคม"
    stamp: bool = False  # in figures alone, as machines write it: 30/07/19
    text: str = ""  # as written


class _Point(NamedTuple):
    """A day as it is written; the month and the year may stand further on."""

    start: int
    end: int
    day: int
    month: int  # 0: not written
    year: int | None  # C.E.
    weekday: int | None


_ERA = r"พุทธศักราช|(?:ปี\s?)?พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปี"
_SLIP, _CLEAR = 8, 4  # how far from a month a word before a year may be, and how much nearer than to the next one


def _months() -> str:
    """Any month: names may run into the next word, abbreviations without their last dot may not; slips have a year."""
    full = [*MONTHS, *(name.replace("ฎ", "ฏ") for name in MONTHS)]
    cut = [re.sub("(คม|ยน|พันธ์)$", "", name) for name in MONTHS]
    short = [r"\.?\s?".join(name.rstrip(".").split(".")) for name in MONTHS_SHORT]
    shorts = "|".join(rf"{name}(?:\.|(?![ก-๎]))" for name in short)
    cuts = "|".join(rf"{name}(?![ก-๎])" for name in cut)
    slip = rf"[ก-๎]{{5,13}}(?=\s?(?:{_ERA})?\s?25\d\d(?!\d))"
    return rf"{'|'.join(sorted(full, key=len, reverse=True))}|{shorts}|{cuts}|{slip}"


_WEEKDAYS = "จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์"  # without วัน before it only as they are written
_WEEKDAY = rf"(?:วัน\s?|(?<![ก-๎])(?=(?:{_WEEKDAYS})\s?ที่))(?P<weekday>[ก-๎]{{2,10}}?)\s?\.?ฯ?\s?ที่\s*"
# What follows a figure that is no year: ages, numbers of people, and the hour.
_UNITS = r"(?!\s*(?:พรรษา|คน|ปี(?!\s?๒๕|\s?25)|ราย|แห่ง|หมู่|ครัวเรือน|รูป|ทีม|ตำบล|อำเภอ|น\.))"
_YEAR = rf"(?:[\s,]*(?:{_ERA})?\s*(?P<year>\d{{4}}|\d{{2}}{_UNITS})(?![\d]|[.:]\d))?"
_POINT = re.compile(
    rf"(?:{_WEEKDAY}|(?<!ครั้ง)(?:วัน)?ที่\s*:?\s*)?(?<![\d.:/])(?P<day>\d{{1,2}})(?![\d:%]|\.\d)"
    rf"(?:\s*(?:เดือน\s*)?(?P<month>{_months()}){_YEAR})?"
)
_ROW = 8  # days that may be joined to one span: "10-11,13"; a row of figures is none
_JOIN = re.compile(r"\s*(?:-{1,2}|ถึง|และ|,|/)\s*")
_FIGURES = re.compile(
    r"(?:วันที่\s*:?\s*)?(?<![\d/.-])(?:(?P<y4>\d{4})(?P<m1>[-/])(?P<mo1>\d{1,2})(?P=m1)(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<m2>[-/.])(?P<mo2>\d{1,2})(?P=m2)(?P<y2>\d{4}|\d{2}))(?![\d/]|-\d)"
)
_SHORT_ERA = 40  # two figures from which a year is of the Buddhist Era
_LETTER_O = re.compile("(?<=[๐-๙])[oO]|[oO](?=[๐-๙])")  # the Latin letter typed for the Thai nought


def plain(text: str) -> str:
    """A copy of the same length with Arabic figures, plain blanks and dashes; o beside Thai figures is nought."""
    return _LETTER_O.sub("0", text).translate(forms.PLAIN)


@lru_cache(maxsize=256)  # an import asks of the same line five times
def sightings(text: str) -> tuple[Sighting, ...]:
    """All dates of a text, in its order."""
    copy = plain(text)
    figures = [one for found in _FIGURES.finditer(copy) if (one := _figures(text, found))]
    words = [one for one in _words(text, copy) if not any(one.start < f.end and f.start < one.end for f in figures)]
    return tuple(sorted((*figures, *words), key=lambda one: one.start))


def _figures(text: str, found: re.Match[str]) -> Sighting | None:
    year = int(found["y4"] or found["y2"])
    by_machine = year not in BUDDHIST_YEARS and not _SHORT_ERA <= year < 100  # noqa: PLR2004 — 6/11/67 is of an office
    month, number = int(found["mo1"] or found["mo2"]), int(found["d1"] or found["d2"])
    if year < 100:  # noqa: PLR2004 — two figures: 19 stands beside B.E. 62, and no office writes of B.E. 2519
        year += 2000 if year < _SHORT_ERA else 2500
    day = _day(_common(year), month, number)
    if day is None:
        return None
    written = text[found.start() : found.end()]
    return Sighting(*found.span(), day, None, number, month, stamp=by_machine, text=written)


def _words(text: str, copy: str) -> Iterator[Sighting]:
    at = 0
    while found := _POINT.search(copy, at):
        chain = [_point(found)]
        while (
            len(chain) < _ROW
            and (joint := _JOIN.match(copy, chain[-1].end))
            and (further := _POINT.match(copy, joint.end()))
        ):
            chain.append(_point(further))
        while chain and not chain[-1].month:
            chain.pop()
        if not chain:
            at = found.end()
            continue
        for part in _spans(chain):
            yield _sighting(text, part)
        at = chain[-1].end


def _spans(chain: list[_Point]) -> Iterator[list[_Point]]:
    """Days that are joined: one span, or several dates in a row where each has its own year."""
    complete = [one for one in chain if one.month and one.year]
    if len(complete) == len(chain) > 1 and len(chain) > 2:  # noqa: PLR2004 — a row of whole dates
        yield from ([one] for one in chain)
    else:
        yield chain


def _point(found: re.Match[str]) -> _Point:
    written = found["month"]
    month = _month(written) if written else 0
    year = _common(int(found["year"]) + (2500 if len(found["year"]) == 2 else 0)) if found["year"] else None  # noqa: PLR2004
    return _Point(found.start(), found.end(), int(found["day"]), month, year, _weekday(found["weekday"]))


@lru_cache(maxsize=64)
def _month(written: str) -> int:
    """The month that is written, or surely meant: พฤษจิกายน is November; 0 for another word."""
    bare = forms.bare(written)
    if bare in forms.MONTH_NUMBERS:
        return forms.MONTH_NUMBERS[bare] + 1
    (near, month), (further, _) = sorted((distance(bare, name), at) for at, name in enumerate(MONTHS, 1))[:2]
    return month if near <= _SLIP and further - near >= _CLEAR else 0


def _common(year: int) -> int | None:
    if year in BUDDHIST_YEARS:
        return year - ERA
    return year if year in COMMON_YEARS else None


def _weekday(written: str | None) -> int | None:
    """The weekday that is written, or surely meant: วันศูกร์ is Friday."""
    if not written:
        return None
    bare = forms.bare(written)
    if bare in forms.WEEKDAY_NUMBERS:
        return forms.WEEKDAY_NUMBERS[bare]
    near = nearest(bare, WEEKDAYS, count=1)
    return WEEKDAYS.index(near[0]) if near else None


def _sighting(text: str, chain: list[_Point]) -> Sighting:
    first, last = chain[0], chain[-1]
    month = next(one.month for one in chain if one.month)
    year = first.year or _year_of_first(first, last, month)
    start, end = _day(year, month, first.day), _day(last.year, last.month, last.day) if len(chain) > 1 else None
    impossible = (start is None and year is not None) or (len(chain) > 1 and end is None and last.year is not None)
    if start and end and end <= start:
        end = None
    days = [one.day for one in chain]
    broken = len(chain) > 2 and any(b - a > 1 for a, b in zip(days[-2:], days[-1:], strict=False))  # noqa: PLR2004
    stop = last.end
    return Sighting(
        first.start,
        stop,
        start,
        end,
        first.day,
        month,
        last.day if len(chain) > 1 else 0,
        first.weekday,
        last.weekday if len(chain) > 1 else None,
        _disagrees(start, first.weekday) or _disagrees(end, last.weekday if len(chain) > 1 else None),
        impossible,
        broken,
        text=text[first.start : stop].strip(),
    )


def _year_of_first(first: _Point, last: _Point, month: int) -> int | None:
    """A first day without its year is of the last day's; "28 ธันวาคม – 2 มกราคม 2565" began the year before."""
    if last.year is None:
        return None
    return last.year - 1 if first.month and month > last.month else last.year


def _day(year: int | None, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year else None
    except ValueError:
        return None


def _disagrees(day: dt.date | None, weekday: int | None) -> bool:
    return day is not None and weekday is not None and day.weekday() != weekday


class Hour(Struct, frozen=True):
    """A time of day in a text; `until` is the end of a span of time."""

    start: int
    end: int
    time: dt.time
    until: dt.time | None = None
    marked: bool = False  # by เวลา before it or น. behind it; else only its neighbours can tell that it is a time
    alone: bool = False  # with seconds, as machines write it


_HOUR = re.compile(
    r"(?P<lead>เวลา\s*(?:ประมาณ\s*)?:?\s*)?(?<![\d.:,/])(?P<hour>\d{1,2})\s?[.:]\s?(?P<minute>[0-5]\d)(?P<second>[.:][0-5]\d)?(?!\d|[.:,/]\d)"
    r"(?:\s*(?P<unit>น\.|นาฬิกา|น(?![ก-๎])|\.(?=\s)))?"
    r"(?:\s*(?:-|ถึง)\s*(?:เวลา\s*)?(?P<hour2>\d{1,2})[.:](?P<minute2>[0-5]\d)(?!\d|[.:]\d)"
    r"(?:\s*(?P<unit2>น\.|นาฬิกา|น(?![ก-๎])|\.(?=\s)))?)?"
)


@lru_cache(maxsize=256)
def hours(text: str) -> tuple[Hour, ...]:
    """All times of day of a text: "08.30 น.", "9:00", "๐๙.๐๐น", "13.00 – 16.00 น.", "บ่ายสองโมง"."""
    copy = plain(text)
    written = [one for found in _HOUR.finditer(copy) if (one := _hour(found))]
    told = [Hour(*place, marked=True) for place in spoken(copy)]
    return tuple(sorted((*written, *told), key=lambda one: one.start)) if told else tuple(written)


def _hour(found: re.Match[str]) -> Hour | None:
    try:
        time = dt.time(int(found["hour"]), int(found["minute"]))
        until = dt.time(int(found["hour2"]), int(found["minute2"])) if found["hour2"] else None
    except ValueError:
        return None
    marked = bool(found["lead"] or found["unit"] or found["unit2"])
    return Hour(*found.span(), time, until, marked, alone=bool(found["second"]))

"""Which of a text's dates is the event's, and at what time; asks where two could be it, and where one is not whole.

The first date is right in seven releases of eight. The others announce a later event, honour a birthday, quote a
decision, or carry the stamp of the page. Two kinds look alike and are opposites: a meeting that prepares a later event
happened on its own day, "วันนี้ (…) ประชุมเตรียมงาน"; who only speaks of a later event invites to it, "(…) เปิดเผยว่า".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from site_builder.importing.clocks import clocks, doubts, hour_of
from site_builder.importing.draft import Told
from site_builder.importing.evidence import Weighed, fresh, is_last_day, weighed
from site_builder.importing.lines import Line
from site_builder.problems import Problem, Span, warning
from site_builder.thai.date_search import Hour, Sighting
from site_builder.thai.text import arabic_digits
from site_builder.thai.when import ERA, MONTHS, WEEKDAYS


class Days(Struct, frozen=True):
    """The event's day, its last day and its time; `at` and `clock` are where they stand."""

    date: Told[dt.date] | None = None
    end_date: Told[dt.date] | None = None
    time: Told[dt.time] | None = None
    at: Span | None = None
    clock: Span | None = None
    questions: tuple[Problem, ...] = ()


_SPEAKS = re.compile(r"(?:เปิดเผย|กล่าว|แจ้ง|เผย)(?:ถึง\S*\s?)?ว่า|ประชาสัมพันธ์ว่า|ขอเชิญ|เชิญชวน")
_MEETS = re.compile(r"ประชุม|แถลง|เป็นประธาน|ลงพื้นที่|ตรวจ|ติดตาม|ร่วมงาน|เปิดงาน|เปิดโครงการ|อบรม|มอบ|เยี่ยม")
_CALLS = re.compile("เชิญ|ชวน(?=เที่ยว|ร่วม|ชม|ประชาชน|ชิม|ช้อป|ไป|มา)")
_PRESS = re.compile(r"แถลงข่าว\s?(?:การ)?(?:จัดงาน|เชิญ|งาน|เปิดตัว)")  # who tells the press of an event invites to it
_HELD = re.compile(r"จัด(?:ขึ้น|งาน|กิจกรรม|โครงการ|ให้มี|พิธี)?|มีขึ้น|ขอเชิญ|เชิญ|ระหว่าง|ดำเนิน")
_FOR_A_DAY = re.compile(r"ระหว่าง|ในวัน")
_YESTERDAY = re.compile(r"เมื่อวาน(?:นี้)?|วานนี้")
_YEAR = re.compile(r"(?<!\d)25\d\d(?!\d)")
_LEAD = 3  # lines in which a release tells its day
_LEAST = -2  # points below which a date is not announced but mentioned
_UNSURE = frozenset({"I003", "I004", "I006"})  # questions that leave no day


def days(text: str, body: Sequence[Line], headline: Sequence[Line], *, dated: bool = False) -> Days:
    """Find the day among the lines of the body, else in the headline.

    On a page that is `dated` itself, a day that is only mentioned, such as the first of a law, is not the event's.
    """
    dates = [one for line in body for one in weighed(line, in_headline=False)]
    dates += [one for line in headline for one in weighed(line, in_headline=True)]
    found = clocks((*body, *headline))
    if not all(is_last_day(one) or (dated and one.weight < 0) for one in dates):
        return _settled(text, _chosen(dates, headline), dates, found, body)
    hour = next((one for one in found if one.marked), None)
    return Days(None, None, _told(hour), None, _span(hour), (warning("I002"), *_yesterday(body, None)))


def _chosen(dates: Sequence[Weighed], headline: Sequence[Line]) -> Weighed:
    candidates = fresh(dates)
    best = max(candidates, key=lambda one: one.weight)
    best = next((one for one in candidates if _holds(one, best)), best)
    speaks = _SPEAKS.search(best.after)
    meets = _MEETS.search(best.after[: speaks.start()] if speaks else best.after) is not None
    calls = any(_CALLS.search(line.text) for line in headline)
    press = calls and _PRESS.search(best.after) is not None
    if not (calls or (speaks and not meets)) or (best.today and meets and not press):
        return best
    return next((one for one in candidates if _is_announced(one) and _is_later(one.date, best.date)), best)


def _holds(one: Weighed, other: Weighed) -> bool:
    """Whether a span of days holds another day, for which hardly more speaks: a part of the same event."""
    span, day = one.date, other.date
    if not (span.day and span.last) or one.weight < other.weight - 2 or other.today:
        return False
    first, last = (span.day.month, span.day.day), (span.last.month, span.last.day)
    return first <= (day.month, day.number) <= last and not day.last


def _is_announced(one: Weighed) -> bool:
    """Whether a date is that of something to come."""
    near = one.before[-90:] + one.after[:30]
    for_a_day = one.later or _FOR_A_DAY.search(one.before[-30:]) is not None
    return for_a_day and one.weight > _LEAST and _HELD.search(near) is not None


def _is_later(one: Sighting, other: Sighting) -> bool:
    """Whether a day comes after another, or after all days of a span: one of these is no other event."""
    end = other.last or other.day
    if end:
        return one.day > end if one.day else (one.month, one.number) > (end.month, end.day)
    return (one.month, one.number) > (other.month, other.number)


def _settled(text: str, chosen: Weighed, dates: Sequence[Weighed], found: Sequence[Hour], body: Sequence[Line]) -> Days:
    everything = [one.date for one in dates]
    date = _with_year(chosen.date, everything)
    same = [date, *(one for one in everything if one.start != date.start and _same_day(one, date))]
    hour = hour_of(text, same, everything if date in everything else [*everything, date], found)
    last = next((one for one in same if one.last), None)
    questions = [
        *_doubts(text, date, last),
        *_rivals(chosen, date, last, dates),
        *_yesterday(body, date),
        *doubts(body, hour, found),
    ]
    sure = date.day is not None and not any(one.code in _UNSURE for one in questions)
    return Days(
        Told(date.day, _at(date)) if sure and date.day else None,
        Told(last.last, _at(last)) if sure and last and last.last else None,
        _told(hour),
        _at(date),
        _span(hour),
        tuple(questions),
    )


def _with_year(date: Sighting, others: Sequence[Sighting]) -> Sighting:
    """A day that is written without its year here and with it there."""
    twin = next((one for one in others if one.day and (one.number, one.month) == (date.number, date.month)), None)
    return replace(date, day=twin.day, last=twin.last) if twin and date.day is None else date


def _same_day(one: Sighting, other: Sighting) -> bool:
    alike = (one.number, one.month) == (other.number, other.month)
    return alike and (one.day is None or other.day is None or one.day == other.day)


def _doubts(text: str, date: Sighting, last: Sighting | None) -> Iterator[Problem]:
    """A year that is missing, a weekday that disagrees, days left out of a span."""
    if date.day is None:
        years = sorted(set(_YEAR.findall(arabic_digits(text))))
        yield warning("I003", _at(date), fragment=date.text, years=", ".join(years) or "-")
    elif date.disagrees and date.weekday is not None:
        right = WEEKDAYS[date.day.weekday()]
        yield warning("I004", _at(date), fragment=date.text, weekday=WEEKDAYS[date.weekday], right=right)
    if last and last.broken:
        yield warning("I008", _at(last), fragment=last.text)


def _rivals(chosen: Weighed, date: Sighting, last: Sighting | None, dates: Sequence[Weighed]) -> Iterator[Problem]:
    """Another day for which about as much speaks."""
    end = (last.last if last else None) or date.day
    for one in dates:
        other = one.date.day
        if date.day and end and other and not date.day <= other <= end and one.weight >= chosen.weight - 1:
            yield warning("I005", _at(date), first=date.text, second=one.date.text)
            return


def _yesterday(body: Sequence[Line], date: Sighting | None) -> Iterator[Problem]:
    """เมื่อวานนี้ in the lead: the day that is written is then the day of the telling."""
    for line in body[:_LEAD]:
        if found := _YESTERDAY.search(line.text):
            day = date.day - dt.timedelta(days=1) if date and date.day else None
            offered = f"{day.day} {MONTHS[day.month - 1]} {day.year + ERA}" if day else "-"
            yield warning("I006", Span(line.start + found.start(), line.start + found.end()), offered=offered)
            return


def _at(date: Sighting) -> Span:
    return Span(date.start, date.end)


def _told(hour: Hour | None) -> Told[dt.time] | None:
    return Told(hour.time, _span(hour)) if hour else None


def _span(hour: Hour | None) -> Span | None:
    return Span(hour.start, hour.end) if hour else None

"""At what time the event began: the hour that stands at its day, else the first that no other date is nearer to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from site_builder.importing.lines import Line, letters
from site_builder.problems import Problem, Span, warning
from site_builder.thai.date_search import Hour, Sighting, hours

_BESIDE = 12  # characters between a date and its hour: blanks, brackets, a comma
_DEADLINE = re.compile(r"(?:ภายใน|ก่อน|ไม่เกิน|บริการ\S*|ทุกวัน\S*(?:\s*ตั้งแต่|\s*ระหว่าง)?|ราชการ\W*)\s*$")
_TO_DAY = frozenset({"", "ของ", "วันนี้", "ของวันนี้", "วานนี้", "ในวันนี้", "วันนี้วัน"})  # between an hour and its day
_SLOT = re.compile(r"เวลา\s*(?=ที่\s|ณ\s|น\.|$)|เวลา\s*[.…_-]{2,}")
_OPENS = re.compile(r"\W*(?:ต่อมา|จากนั้น|และ)?\s*เวลา\s*[\d๐-๙]")


def clocks(lines: Sequence[Line]) -> list[Hour]:
    """All hours that may be an event's, in the order of the text: no stamps with seconds, no opening hours."""
    return sorted((one for line in lines for one in _clocks(line)), key=lambda one: one.start)


def _clocks(line: Line) -> Iterator[Hour]:
    for one in hours(line.text):
        if not one.alone and not _DEADLINE.search(line.text[: one.start]):
            yield replace(one, start=one.start + line.start, end=one.end + line.start)


def hour_of(text: str, same: Sequence[Sighting], dates: Sequence[Sighting], found: Sequence[Hour]) -> Hour | None:
    """The hour of a day; `same` are the dates that tell this day, the chosen one first, `dates` all."""
    for date in same:
        beside = next((hour for hour in found if _is_beside(text, date, hour)), None)
        if beside:
            return beside
    for hour in found:
        if hour.marked and hour.start > same[0].start:
            ruling = max((one for one in dates if one.start < hour.start), key=lambda one: one.start, default=same[0])
            if ruling in same:
                return hour
    return None


def _is_beside(text: str, date: Sighting, hour: Hour) -> bool:
    if hour.start >= date.end:
        return hour.start - date.end < _BESIDE and not letters(text[date.end : hour.start])
    between = text[hour.end : date.start]
    return hour.marked and 0 <= date.start - hour.end < _BESIDE and letters(between) in _TO_DAY


def doubts(body: Sequence[Line], hour: Hour | None, found: Sequence[Hour]) -> Iterator[Problem]:
    """A slot for the time that is empty; a further event of the day, told in a paragraph of its own."""
    for line in body:
        slot = _SLOT.search(line.text)
        if slot and hour is None:
            yield warning("I007", Span(line.start + slot.start(), line.start + slot.end()))
            return
        own = next((one for one in found if line.start <= one.start < line.end), None)
        further = hour and own and own.start > hour.end and own.time != hour.time
        if hour and own and further and _OPENS.match(line.text) and " ณ " in line.text:
            times = {"first": f"{hour.time:%H.%M}", "second": f"{own.time:%H.%M}"}
            yield warning("I010", Span(own.start, own.end), **times)
            return

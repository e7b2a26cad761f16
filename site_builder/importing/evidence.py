"""How much the words around a date speak for its being the event's: points for each kind; chooses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from site_builder.importing.lines import Line, bare, letters
from site_builder.thai.date_search import Sighting, sightings

NEVER = -20  # points of a date that is no event's, whatever else speaks for it
_NEAR = 60  # characters before a date in which words are about it
_ALONE = 60  # characters of a line that is only a date and its furniture


@dataclass(frozen=True, slots=True)
class Weighed:
    """A date with its points, and what the choice between two must know of it."""

    date: Sighting  # its offsets count in the whole text
    line: Line
    weight: int
    today: bool  # วันนี้, เมื่อ or brackets tell it
    later: bool  # the words before it announce it
    before: str = field(repr=False)  # the line's text before and behind it
    after: str = field(repr=False)


_TODAY = re.compile(r"(?:วันนี้|นนี้)[\s(:]*(?:ตรงกับ\s*)?(?:วัน)?$")
_WHEN = re.compile(r"เมื่อ(?:เช้า|ช่วงเช้า|ช่วงบ่าย|บ่าย|เย็น|ค่ำ)?(?:ของ)?[\s(]*$")
_OPENING = re.compile(
    r"[\W]*(?:ใน)?(?:(?:วันนี้|นนี้|เมื่อ\S{0,12}?)[\s(:]*)?(?:ของ)?(?:เวลา\s*)?(?:ประมาณ\s*)?"
    r"(?:[\d๐-๙]{1,2}[.:][\d๐-๙]{2}\s*(?:น\.?)?)?[\s,(]*(?:ของ)?"
)
_ANNOUNCED = re.compile(r"จะ(?!แจ้ง)|กำหนด|เตรียม|ขอเชิญ|เชิญชวน|เชิญร่วม|จัดขึ้นใน|ครั้งต่อไป|ต่อไปใน")
_DEADLINE = re.compile(
    r"(?:ภายใน|ตั้งแต่|จนถึง|ถึง|ไม่เกิน|ก่อน|หมดเขต|สิ้นสุด|รับสมัคร\S*(?:\s\S+)?|ระหว่างการ\S*|ตรงกับ|เดิม|ระยะเวลา[^\n]{0,40}?|(?:ถึง|-)\s*(?:เวลา)?\s*[\d๐-๙.:]{4,5}\s*น\.\s*ของ)\s*(?:วันที่)?\s*$"
)
_LAST_DAY = re.compile(r"(?:ประกาศ\s?ณ|ให้ไว้\s?ณ|สั่ง\s?ณ|ภายใน|ถึง|ไม่เกิน|หมดเขต|สิ้นสุด\S*|ก่อน)\s*(?:ใน)?\s*$")
_DOCUMENT = re.compile(
    r"(?:ลง|ประกาศ ณ|ณ|มติ\S*(?:\s\S+)?\s*เมื่อ|ข้อมูล\S*|ตามหนังสือ\S*|คำสั่ง\S*|เกิด|ตั้งแต่เมื่อ|ก่อตั้ง\S*|สถาปนา\S*)\s*(?:วันที่)?\s*$"
)
_HONOUR = re.compile(
    r"(?:พรรษา|ชนมพรรษา|คล้ายวัน\S*|ครบรอบ\S*|พระราชสมภพ|สวรรคต|วันแม่\S*|วันพ่อ\S*|วันชาติ|เฉลิมพระเกียรติ\S*|วันสถาปนา\S*|ราชาภิเษก)"
    r"(?:\s*\S{0,30})?\s*(?:ใน|เมื่อ|ตรงกับ)?\s*(?:วันที่)?\s*$"
)
_YEARLY = re.compile(r"\s*(?:ของ)?ทุก\s?ปี")
_PASSED = re.compile(r"\s*ที่ผ่านมา")
_PLACE = re.compile(r"[\s)\]:,.]*(?:เวลา.{0,18}?)?[\s)]*(?:ณ|ที่|นาย|นาง|พล|ดร|ว่าที่|ร้อย|[^\s]{0,40}นายก)")
_DAY_WORD = re.compile(r"(?:วัน)?\s?(?:ที่)?\s*$")


def weighed(line: Line, *, in_headline: bool) -> Iterator[Weighed]:
    """Every date of a line but machines' stamps."""
    end = 0
    for date in sightings(line.text):
        if not date.stamp:
            yield _weigh(line, date, line.text[end : date.start], in_headline=in_headline)
            end = date.end


def _weigh(line: Line, date: Sighting, between: str, *, in_headline: bool) -> Weighed:
    before, after = line.text[: date.start], line.text[date.end :]
    near = between[-_NEAR:]
    lead = _DAY_WORD.sub("", near)
    bracket = before.rstrip().endswith("(")
    opens = not in_headline and _OPENING.fullmatch(bare(before) if before.strip() else "") is not None
    told = _WHEN.search(lead) is not None
    later = _ANNOUNCED.search(near) is not None
    alone = opens and not letters(after) and len(line.text) < _ALONE
    points = (
        (2, not in_headline),
        (6, _TODAY.search(lead)),
        (4 if opens else 1, told),
        (3, opens),
        (1, opens and bracket),
        (1, _PLACE.match(after)),
        (-2, later),
        (-2, alone),
        (-4, _ends(_DEADLINE, near, lead)),
        (-6, _ends(_DOCUMENT, near, lead)),
        (-6, _ends(_HONOUR, near, lead)),
        (-2, not opens and _PASSED.match(after)),
        (NEVER, _YEARLY.match(after)),
    )
    return Weighed(
        replace(date, start=date.start + line.start, end=date.end + line.start),
        line,
        sum(worth for worth, holds in points if holds),
        bool(_TODAY.search(lead)) or told or (opens and bracket),
        later,
        before,
        after,
    )


def is_last_day(one: Weighed) -> bool:
    """Whether a date is only until when something can be done, or when it was decreed: this is no event."""
    return one.date.last is None and not one.today and _LAST_DAY.search(one.before) is not None


def _ends(pattern: re.Pattern[str], *texts: str) -> bool:
    return any(pattern.search(text) for text in texts)


def fresh(found: Sequence[Weighed]) -> Sequence[Weighed]:
    """Without those of years long past, which are history: a decision of 2512, the campaign of some years ago."""
    years = [one.date.day.year for one in found if one.date.day and one.weight > NEVER // 2]
    latest = max(years, default=0)
    return [one for one in found if one.date.day is None or one.date.day.year >= latest - 1] or found

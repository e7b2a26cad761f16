"""Hours as they are spoken, บ่ายสองโมง, 9 โมงเช้า, สองทุ่ม, เที่ยงวัน: finds them in running text, and guesses none.

โมง alone is no hour of one half of the day: "สามโมง" is nine in the old count and fifteen in the new one. So the part
of the day must stand with it, but from seven to eleven, which only the morning has.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

_WORDS = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบเอ็ด", "สิบ")
_NUMBERS = {word: at for at, word in enumerate(_WORDS[:9], 1)} | {"สิบ": 10, "สิบเอ็ด": 11}
_NUMBER = rf"\d{{1,2}}|{'|'.join(_WORDS)}"
_HALF = r"(?P<half>\s?ครึ่ง)?"
_LEAD = r"(?P<lead>เวลา\s*(?:ประมาณ\s*)?)?"
_SPOKEN = re.compile(
    rf"{_LEAD}(?:(?<![ก-๎\d.,])|(?<=เวลา)|(?<=ประมาณ)|(?<=ตอน)|(?<=เมื่อ))"
    rf"(?:(?P<noon>เที่ยงวัน|เที่ยงตรง)"
    rf"|บ่าย\s?(?P<afternoon>{_NUMBER})?\s?โมง(?:เย็น)?{_HALF}"
    rf"|(?P<evening>[1-5]|หนึ่ง|สอง|สาม|สี่|ห้า)\s?ทุ่ม{_HALF.replace('half', 'half2')}"
    rf"|(?P<oclock>{_NUMBER})\s?โมง\s?(?P<part>เช้า|เย็น|ตรง)?{_HALF.replace('half', 'half3')})(?![ก-๎])"
)
_FORENOON = range(7, 12)


def spoken(text: str) -> Iterator[tuple[int, int, dt.time]]:
    """Offsets and times of a text whose figures are Arabic ones."""
    for found in _SPOKEN.finditer(text):
        hour = _hour(found)
        if hour is not None:
            half = found["half"] or found["half2"] or found["half3"]
            yield *found.span(), dt.time(hour, 30 if half else 0)


def _hour(found: re.Match[str]) -> int | None:
    """The hour of the day, None where it may be two."""
    if found["noon"]:
        return 12
    if found["evening"]:
        return 18 + _number(found["evening"])
    if found["oclock"]:
        return _of_clock(_number(found["oclock"]), found["part"] or "")
    hour = _number(found["afternoon"]) if found["afternoon"] else 1
    return 12 + hour if hour <= 6 else None  # noqa: PLR2004 — no seventh hour of the afternoon


def _of_clock(hour: int, part: str) -> int | None:
    if part == "เย็น":
        return 12 + hour if 3 <= hour <= 6 else None  # noqa: PLR2004 — สามโมงเย็น to หกโมงเย็น
    if hour in _FORENOON or (part == "เช้า" and hour == 6):  # noqa: PLR2004 — หกโมงเช้า
        return hour
    return None


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else _NUMBERS[written]

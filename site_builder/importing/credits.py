"""Who is credited: an office that signs the news, a reporter by name; never who held, opened or hosted the event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from site_builder.importing.draft import Told
from site_builder.importing.lines import Line, bare
from site_builder.problems import Span
from site_builder.thai.gazetteer import load


class Credits(Struct, frozen=True):
    """Office and person; `lines` say nothing else, and so go out of the body."""

    office: Told[str] | None = None
    person: Told[str] | None = None
    lines: tuple[Line, ...] = ()


_LABEL = re.compile(
    r"\W*(?:(?:ภาพ|ข่าว|เรื่อง|รายงาน|ข้อมูล)(?:\s?(?:ข่าว|ภาพ))?(?:\s*[/\-–และ,&]+\s*(?:ภาพ|ข่าว|เรื่อง|รายงาน|เรียบเรียง|ข้อมูล))*\s?(?:โดย)?|(?:ภาพ)?ข่าว(?:และภาพ)?โดย|รายงานโดย|ผู้รายงาน|ผู้สื่อข่าว|ที่มา(?:ข่าว|ของข่าว|และภาพ)?|แหล่งข่าว|(?:ขอบคุณ|ขอขอบคุณ)(?:ข้อมูล|ข่าวสาร|ข่าว|ภาพ|/)*(?:จาก)?|เรียบเรียง(?:โดย)?|เครดิต|credit|cr\.?|หน่วยงาน(?:เจ้าของข่าว)?)"
    r"\s*[:：]\s*(?P<value>\S.*)|\W*(?:(?:ภาพ)?ข่าว(?:และภาพ|/ภาพ)?โดย|ภาพ\s?[/\-]\s?ข่าว(?:โดย)?|ข่าว\s?[/\-]\s?ภาพ|cr\.|รายงานโดย|ขอบคุณ(?:ข่าวสาร|ข่าว|ข้อมูล|ภาพ)+จาก)\s+(?P<plain>\S.*)"
    r"|\W*(?P<behind>(?:สำนักงาน|สนง\.|ส\.?ปชส\.|ปชส\.|ประชาสัมพันธ์จังหวัด|พช\.|ส[สพ][อจ]\.|อบ[จต]\.|ท[มนต]\.)\S{2,40}"
    r"|(?:นาย|นางสาว|นาง)?[ก-๎]{2,16}\s[ก-๎]{2,18})\s*/?\s*(?:รายงาน|ภาพ\s?[/-]\s?ข่าว|ข่าว\s?[/-]\s?ภาพ)\W*",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:สำนักงาน|สนง\.|ที่ว่าการ|ที่ทำการ(?:ปกครอง|ไปรษณีย์)|พช\.|สพ[อจช]\.|ส\.?ปชส\.|ปชส\.|สส[จอ]\.|ศูนย์|กลุ่มงาน|ฝ่าย|กอง(?!ทัพ)|กรม|องค์การบริหาร|เทศบาล|อบ[จต]\.|ท[มนต]\.|โรงเรียน|โรงพยาบาล|รพ\.|วิทยาลัย|มหาวิทยาลัย|สถานี|งานประชาสัมพันธ์|ประชาสัมพันธ์จังหวัด|พัฒนาชุมชน(?:จังหวัด|อำเภอ)|เหล่ากาชาด|ชมรม|สภา|แขวงทาง|จังหวัดทหาร|มณฑล)"
)
_ENDS = re.compile(
    r"(?:(?:จังหวัด|อำเภอ|เขต|(?<![ก-๎])[จอ]\.|พช\.|สพ[จอช]\.|ปชส\.|สส[จอ]\.|อบจ\.)\s?|(?P<free>ตำบล|เทศบาล(?:นคร|เมือง)|อบต\.|ท[มนต]\.|รพ\.|โรงพยาบาล|(?<![ก-๎])ต\.)\s?)"
    r"(?P<name>[ก-๎]{2,20})(?:\s+(?:จังหวัด|จ\.)\s?[ก-๎]{3,16})?$"
)
_SECTION = re.compile(r"(?:สำนักงาน|กลุ่มงาน|ฝ่าย|งานประชาสัมพันธ์|กรม|กอง)[ก-๎ ฯ]+")
_SHORT = 60
_TALK = re.compile(
    r"จัด(?!การ)|ร่วม|เปิด|ประชุม|นำ|มอบ|ลงพื้นที่|เป็นประธาน|ดำเนิน|ขอ|เชิญ|เมื่อ|วันที่|ได้|ให้|ติดตาม|ตรวจ|เยี่ยม|รับ|ประกาศ|พัฒนาการ|นาย|นาง|ซึ่ง|โทร|\d{4}|[!?:]|ณ\s|โครงการ|กิจกรรม|แถลง|อบรม|ชวน|แจ้ง|รณรงค์|ขับเคลื่อน"
)
_ADDRESS = re.compile(r"\s(?:ตำบล|ต\.|หมู่|ม\.)\s?[ก-๎\d๐-๙]")  # who signs leaves it out: this is where it was
_WEB = re.compile(r"\.(?:com|net|org|th|info)\b|https?:|www\.|facebook|เพจ", re.IGNORECASE)
_LONGEST = 90
_BRACKETS = re.compile(r"[(\[](?P<office>[^()\[\]]{4,80})[)\]]")
_RUN_IN = re.compile(
    r"\W*(?P<office>[^\d()]{4,70}?)\s*(?:[-–:]?\s*(?=\(\s*[\d๐-๙]{1,2}|(?:เมื่อ)?วันที่|วันนี้)|[-–:]\s*(?=[\d๐-๙]{1,2}\s?[ก-ฮ]))"
)


def is_office(text: str, *, at_foot: bool = False) -> bool:
    """Whether a text is nothing but the name of an office with its place; at a text's foot the place may be missing."""
    text = text.strip(" ()[]|-–")
    if len(text) > _LONGEST or not _OFFICE.match(text) or _TALK.search(text) or _ADDRESS.search(text):
        return False
    ends = _ENDS.search(text)
    if ends and (ends["free"] or _is_known(ends["name"])):
        return True
    return at_foot and len(text) <= _SHORT and bool(_SECTION.fullmatch(text))


def _is_known(name: str) -> bool:
    """Whether a province or a district of the country is called so."""
    gazetteer = load("กรุงเทพมหานคร")
    return gazetteer is not None and (name in gazetteer.province_codes or name in gazetteer.districts_of_country)


def credits_of(content: Sequence[Line], title: Line | None, opening: Line | None) -> Credits:
    """Labelled lines first; then a line at the foot or above the headline that is only an office's name."""
    office: Told[str] | None = None
    person: Told[str] | None = None
    used: list[Line] = []
    for line in content:
        label = _LABEL.fullmatch(line.text) if line is not title and len(line.text) <= _LONGEST + 30 else None
        if label is None:
            continue
        group = next(name for name in ("value", "plain", "behind") if label[name])
        value, span = (
            label[group].strip(),
            Span(line.start + label.start(group), line.start + label.start(group) + len(label[group].strip())),
        )
        if _OFFICE.match(value) and not _WEB.search(value):
            office = office or Told(value, span)
            used.append(line)
        elif _is_person(value):
            person = person or Told(value, span)
            used.append(line)
    if office is None and (found := _alone(content, title)):
        line, name = found
        office = name
        used.append(line)
    return Credits(office or _run_in(opening) or _bracketed(title), person, tuple(used))


def _is_person(value: str) -> bool:
    return (
        len(value) <= _SHORT
        and not _WEB.search(value)
        and not re.search(r"\d{3}|ไทม์|นิวส์|news|ออนไลน์", value, re.IGNORECASE)
    )


def _alone(content: Sequence[Line], title: Line | None) -> tuple[Line, Told[str]] | None:
    """The one line at the foot that is an office's name, else one above the headline; two at the foot are guests."""
    at = next((number for number, line in enumerate(content) if line is title), None)
    above = content[:at] if at is not None else ()
    foot = content[max(len(content) - 3, 1 if at is None else at + 1) :]
    signing = [line for line in foot if is_office(_name(line), at_foot=True)]
    found = signing if len(signing) == 1 else [line for line in above if is_office(_name(line))]
    if len(signing) > 1 or not found:
        return None
    start = found[0].start + found[0].text.index(_name(found[0]))
    return found[0], Told(_name(found[0]), Span(start, start + len(_name(found[0]))))


def _name(line: Line) -> str:
    return bare(line.text).strip(" ()")


def _run_in(opening: Line | None) -> Told[str] | None:
    """An office's name before the day at the beginning of the text: "ส.ปชส.บุรีรัมย์ (08มี.ค.61) …"."""
    found = _RUN_IN.match(opening.text) if opening else None
    if found is None or opening is None or not is_office(found["office"]):
        return None
    name = found["office"].strip(" -–:")
    start = opening.start + found.start("office")
    return Told(name, Span(start, start + len(name)))


def _bracketed(title: Line | None) -> Told[str] | None:
    """An office in brackets in the headline."""
    for found in _BRACKETS.finditer(title.text) if title else ():
        if title and is_office(found["office"]):
            return Told(
                found["office"].strip(), Span(title.start + found.start("office"), title.start + found.end("office"))
            )
    return None

"""What of a copied page is no news: counters, stamps, buttons, menus, names of files; each is named, none is lost."""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from site_builder.importing.lines import Line, any_of, letters
from site_builder.thai.date_search import hours, sightings
from site_builder.thai.text import arabic_digits

# Why a line is left out: codes of messages/importing.toml.
COUNTER, STAMP, BUTTON, MENU = "I101", "I102", "I103", "I104"
CATEGORY, NUMBER, FILE, ORNAMENT = "I105", "I106", "I107", "I108"


class Piece(Struct, frozen=True):
    """A piece of furniture, and what it tells: visits of a counter, the day of a stamp."""

    why: str
    visits: int | None = None
    today: int | None = None
    posted: dt.date | None = None


_VISITED = re.compile(
    r"\(?[ ]?Visited\s+(?P<total>[\d,]+)\s+times?(?:,\s*(?P<today>[\d,]+)\s+visits?\s+today)?\s*\)?", re.IGNORECASE
)
_COUNT_WORDS = any_of(r"""
    (?:จำนวน_)?(?:คน|ผู้|การ|ครั้งที่)?(?:เข้าชม|เปิดอ่าน|อ่าน|เข้าดู|ชม(?!รม))(?:แล้ว|ทั้งหมด|เว็บไซต์|หน้านี้)?
    จำนวนผู้(?:เข้าชม|อ่าน|ชม) ยอด(?:วิว|เข้าชม|อ่าน) ผู้(?:เข้าชม|อ่าน|ชม) (?:page_)?views? hits? ฮิต ดูแล้ว visits?
""")
_COUNTED = re.compile(
    rf"[(\[|•·\s]*(?:{_COUNT_WORDS})\s*[:=]?\s*(?P<total>[\d,]+)\s*(?:คน|ครั้ง|views?|times?|วิว)?[)\]\s.|]*",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(r"[(\[\s]*(?P<total>[\d,]+)\s*(?:views?|hits|ครั้งที่เข้าชม|ผู้เข้าชม|วิว)[)\]\s]*", re.IGNORECASE)
_STAMP_LABELS = any_of(r"""
    วันที่_(?:ลงข่าว|บันทึก|เผยแพร่|ประกาศข่าว|โพสต์|โพส|ลง|อัพเดท|อัปเดต|สร้าง|ข่าว) เผยแพร่(?:เมื่อ|วันที่|ข่าว)*
    (?:ลงข่าว|โพสต์?|ประกาศ|เขียน|สร้าง|บันทึก)(?:ข่าว)?เมื่อ โพสต์(?:โดย|วันที่)? ปรับปรุง(?:ล่าสุด|เมื่อ|ข้อมูล)*
    แก้ไข(?:ล่าสุด|เมื่อ)* อัพเดท\S* อัปเดต\S* (?:last_)?(?:updated?|modified) posted(?:_on|_by)? published(?:_on)?
    date เวลา(?:ที่)?(?:ลงข่าว|โพสต์)
""")
_STAMP_LABEL = re.compile(rf"(?:{_STAMP_LABELS})\s*[:：]?\s*", re.IGNORECASE)
# "โพสต์โดย : งานประชาสัมพันธ์ | " before the day.
_POSTED_BY = re.compile(
    rf"(?:{_STAMP_LABELS}|(?:โดย|by)(?=\s|:))\s*[:：]?\s*[\wก-๎ .]{{0,40}}[|•·,/–-]\s*(?:เมื่อ|วันที่)?\s*", re.IGNORECASE
)
_AROUND_STAMP = re.compile(
    r"\s*(?:เวลา)?[\s\d:.,/|–()\[\]-]*(?:น\.?)?[\s|,]*(?:โดย\s*:?\s*[\wก-๎ .]{0,40})?[\s|()]*", re.IGNORECASE
)
_POSTER = re.compile(r"\W*(?:โดย|by)?\s*:?\s*(?:admin\w*|webmaster|ผู้ดูแลระบบ|ผู้ดูแลเว็บไซต์)\W*", re.IGNORECASE)
_WORDS = any_of(r"""
    xs xsm sm md lg xl skip_to_(?:main_)?content skip_navigation back_to_top off_?canvas pll\w+ share tweet
    like save print พิมพ์ แชร์(?:ข่าว|หน้านี้)? ถูกใจ line facebook twitter email pinterest copy_link คัดลอกลิงก์
    share_(?:on|this|to)\b.{0,40} แชร์(?:ไปยัง|ไปที่|ทาง)?_(?:line|facebook|twitter|ไลน์|เฟซบุ๊ก).{0,20} menu
    เมนู(?:หลัก)? home หน้าแรก หน้าหลัก ค้นหา search login เข้าสู่ระบบ read_more อ่านต่อ อ่านเพิ่มเติม ย้อนกลับ กลับ ถัดไป ก่อนหน้า
    next previous ขนาดตัวอักษร.{0,12} เปลี่ยนภาษา ก-? ก\+ ads? advertisement โฆษณา ขณะนี้คุณอยู่ที่.{0,60}
    you_are_here.{0,60} toggle_\w+ close ปิด loading\W*
""")
_BUTTON = re.compile(rf"\W*(?:{_WORDS})(?:\s*+[|:,•·\d]++\s*+(?:{_WORDS})?)*+\W*", re.IGNORECASE)
_CRUMB = re.compile(r"(?:หน้า(?:แรก|หลัก)|home)\s*[›»>/|].*", re.IGNORECASE)
_SECTIONS = any_of(r"""
    ข่าว(?:สาร)?(?:ประชาสัมพันธ์|กิจกรรม|ท้องถิ่น|เด่น|ทั่วไป|ล่าสุด|ภูมิภาค|สังคม|จังหวัด|ประกาศ|ทั้งหมด)?(?:ท้องถิ่น|หน่วยงาน|จังหวัด)?
    กิจกรรม(?:เด่น|ล่าสุด)? ประชาสัมพันธ์ ภาพข่าว ภาพกิจกรรม รายละเอียด(?:ข่าว)? เนื้อหา(?:ข่าว)?
""")
_CATEGORY = re.compile(rf"[\[(【]?(?:หมวด(?:หมู่)?\s*:?\s*)?(?:{_SECTIONS})[\])】]?\s*:?")
_NUMBERS = re.compile(r"[\d\s,.]+")
_FILE = re.compile(
    r"\W*[\w฀-๿ ()-]*\.(?:jpe?g|png|gif|webp|pdf|docx?)\W*|\W*\.?(?:jpe?g|png)\W*|[A-Za-z]{2,4}-[ก-๎]+\d+"
    r"|(?:IMG|DSC|DSCF|line|LINE_ALBUM|S__)[\w -]*\d{3,}|\d{11,}(?:_\w+)*",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\W_]+")
_PICTURES = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_CLIP = re.compile(r"[(\[]\s*(?:มี|ดู|ชม|รับชม)?\s?(?:คลิป(?:วิดีโอ|วีดีโอ)?|วิดีโอ|อัลบั้มภาพ|ประมวลภาพ)\s*[)\]]\W*$")
_SUBJECT = re.compile(r"(?:กิจกรรมเรื่อง|หัวข้อ(?:ข่าว|เรื่อง)?|ชื่อ(?:ข่าว|เรื่อง|กิจกรรม))\s*(?:-+>|[:：])\s*")
_LONGEST = 300  # characters: what is longer is no furniture
_BANNER = re.compile(r"[A-Z][A-Z0-9 &|]{9,59}")


def furniture(line: Line) -> Piece | None:
    """What kind of furniture a whole line is; None for a line of the news."""
    if len(line.text) > _LONGEST:
        return None
    text = arabic_digits(line.text)
    if _RULE.fullmatch(text) and not letters(text):
        return Piece(ORNAMENT)
    counted = _VISITED.fullmatch(text) or _COUNTED.fullmatch(text) or _COUNTED_AFTER.fullmatch(text)
    if counted:
        return _counter(counted)
    if _NUMBERS.fullmatch(text):
        return Piece(NUMBER)
    if _CATEGORY.fullmatch(text):
        return Piece(CATEGORY)
    if _CRUMB.fullmatch(text):
        return Piece(MENU)
    if _BUTTON.fullmatch(text):
        return Piece(BUTTON)
    if _FILE.fullmatch(text):
        return Piece(FILE)
    if _BANNER.fullmatch(text) and " " in text:
        return Piece(MENU)
    return _stamp(line.text)


def visited(text: str) -> tuple[re.Match[str], Piece] | None:
    """A counter's sentence that stands behind others on a line, or the page's word of a clip or a headline."""
    found = _VISITED.search(text)
    if found:
        return found, _counter(found)
    subject = _SUBJECT.match(text)
    if subject:
        return subject, Piece(CATEGORY)
    clip = _CLIP.search(text) if len(text) <= _LONGEST else None
    return (clip, Piece(BUTTON)) if clip else None


def _counter(found: re.Match[str]) -> Piece:
    today = found.groupdict().get("today")
    return Piece(COUNTER, int(found["total"].replace(",", "") or 0), int(today.replace(",", "")) if today else None)


def _stamp(text: str) -> Piece | None:
    """A line that says when the page was published: by its label, seconds, figures alone, a counter beside it."""
    text = _PICTURES.sub(" ", text)
    label = _STAMP_LABEL.match(text)
    if label and not sightings(text):
        rest = re.sub(r"(?:โดย|by)\s*:?\s*[\wก-๎ .]{0,40}$", "", text[label.end() :]).strip(" :|-()")
        return Piece(STAMP) if not rest and (":" in text or "โดย" in text) else None
    dates = sightings(text)
    if len(dates) != 1:
        return None
    date, rest = dates[0], ""
    before, after = text[: date.start].lstrip(), text[date.end :]
    rest = after
    figures = arabic_digits(after) if len(after) < 60 else ""  # noqa: PLR2004 — a line, no paragraph
    counted = _COUNTED.search(figures) or _COUNTED_AFTER.search(figures)
    if counted:
        rest = after[: counted.start()] + after[counted.end() :]
    if not _AROUND_STAMP.fullmatch(rest):
        return None
    label = (
        _STAMP_LABEL.fullmatch(before.strip() + " ")
        or _STAMP_LABEL.fullmatch(before)
        or _STAMP_LABEL.fullmatch(before + "วันที่")
        or _POSTED_BY.fullmatch(before)
    )
    plain = not letters(before) or _POSTER.fullmatch(before) is not None
    by_machine = date.stamp or any(one.alone for one in hours(after))
    if not (label or (plain and (by_machine or counted))):
        return None
    visits = int(counted["total"].replace(",", "")) if counted else None
    return Piece(STAMP, visits, posted=date.day)

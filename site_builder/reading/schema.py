"""The keys that front matter may have: English and Thai names and an example of each; reads no value."""

from __future__ import annotations

from functools import cache

from msgspec import Struct


class Key(Struct, frozen=True):
    """One key of the front matter."""

    name: str
    thai: str
    example: str  # what stands after the colon in a right line
    kind: str = "line"  # of its value: what a form asks with
    seldom: bool = False  # a form keeps it out of sight until it is wanted


KEYS = (
    Key("title", "ชื่อเรื่อง", "พช.แคนดง ประชุมผู้นำชุมชน", "prose"),
    Key("date", "วันที่", "3 มีนาคม 2565", "day"),
    Key("time", "เวลา", "08.30 น.", "time"),
    Key("end_date", "ถึงวันที่", "4 มีนาคม 2565", "day"),
    Key("event", "กำหนดการ", "{date: 10 มีนาคม 2565, time: 08.30 น., place: หอประชุมอำเภอแคนดง}", "event", seldom=True),
    Key("category", "หมวด", "ข่าวกิจกรรม", "category"),
    Key("location", "สถานที่", "หอประชุมอำเภอแคนดง จังหวัดบุรีรัมย์"),
    Key("district", "อำเภอ", "แคนดง", "districts"),
    Key("subdistrict", "ตำบล", "สระบัว", "subdistricts"),
    Key("author_unit", "หน่วยงาน", "สำนักงานพัฒนาชุมชนอำเภอแคนดง", "office"),
    Key("credit", "ผู้รายงาน", "กลุ่มงานสารสนเทศการพัฒนาชุมชน", seldom=True),
    Key("tags", "ป้ายกำกับ", "[ผู้นำชุมชน, เศรษฐกิจพอเพียง]", "words"),
    Key("summary", "สรุป", "อำเภอแคนดงประชุมผู้นำชุมชนประจำเดือน", "prose", seldom=True),
    Key("cover", "ภาพปก", "ภาพที่1.jpg", "file"),
    Key("cover_alt", "คำบรรยายภาพปก", "ผู้นำชุมชนยืนเรียงแถวหน้าหอประชุม"),
    Key("gallery", "อัลบั้ม", "[ภาพที่1.jpg, ภาพที่2.jpg]", "files"),
    Key("attachments", "เอกสารแนบ", "[คำสั่ง.pdf]", "files"),
    Key("visit_counter", "ตัวนับ", "{total: 1523, today: 4}", "counter", seldom=True),
    Key("draft", "ร่าง", "ใช่", "switch", seldom=True),
    Key("publish_on", "เผยแพร่เมื่อ", "10 มีนาคม 2565 เวลา 08.30 น.", "moment", seldom=True),
    Key("expire_on", "หมดอายุ", "31 มีนาคม 2565", "moment", seldom=True),
    Key("pinned", "ปักหมุด", "ใช่", "switch", seldom=True),
    Key("slug", "slug", "2565-03-03-khaen-dong", seldom=True),
    Key("aliases", "aliases", "[/2022/03/03/khaen-dong/]", "lines", seldom=True),
    Key("correction", "แก้ไข", "{date: 5 มีนาคม 2565, note: แก้ชื่อวิทยากร}", "correction", seldom=True),
    Key("example", "ตัวอย่าง", "ใช่", "switch", seldom=True),
)
BY_NAME = {key.name: key for key in KEYS}

# Keys inside a key, English name first.
EVENT = (("date", "วันที่"), ("time", "เวลา"), ("place", "สถานที่"))
CORRECTION = (("date", "วันที่"), ("note", "หมายเหตุ"))
COUNTER = (("total", "ทั้งหมด"), ("today", "วันนี้"))

# What other generators and habit call our keys; offered, never taken silently.
MEANT = {
    "author": "author_unit",
    "writer": "credit",
    "photographer": "credit",
    "categories": "category",
    "section": "category",
    "keywords": "tags",
    "description": "summary",
    "excerpt": "summary",
    "image": "cover",
    "thumbnail": "cover",
    "image_alt": "cover_alt",
    "featured_image": "cover",
    "images": "gallery",
    "photos": "gallery",
    "files": "attachments",
    "place": "location",
    "amphoe": "district",
    "tambon": "subdistrict",
    "permalink": "slug",
    "url": "slug",
    "redirect_from": "aliases",
    "expires": "expire_on",
    "publishdate": "publish_on",
    "expirydate": "expire_on",
    "หัวข้อ": "ชื่อเรื่อง",
    "หัวเรื่อง": "ชื่อเรื่อง",
    "ชื่อข่าว": "ชื่อเรื่อง",
    "วัน": "วันที่",
    "หมวดหมู่": "หมวด",
    "ประเภท": "หมวด",
    "แท็ก": "ป้ายกำกับ",
    "ผู้เขียน": "ผู้รายงาน",
    "ข่าวโดย": "ผู้รายงาน",
    "ภาพข่าวโดย": "ผู้รายงาน",
    "เรื่องย่อ": "สรุป",
    "ภาพ": "ภาพปก",
    "รูปปก": "ภาพปก",
    "รูปภาพ": "อัลบั้ม",
    "ไฟล์แนบ": "เอกสารแนบ",
}

Taxonomies = tuple[tuple[str, str], ...]  # (key, Thai key) of site.toml's further lists


def folded(written: str) -> str:
    """The one spelling of a key: "Author Unit" and "author-unit" are `author_unit`."""
    return "_".join(written.lower().replace("-", " ").replace("_", " ").split())


@cache
def names(taxonomies: Taxonomies) -> dict[str, str]:
    """Every spelling of every key → its English name."""
    declared = {folded(name): key for key, thai in taxonomies for name in (key, thai) if name}
    return declared | {name: key.name for key in KEYS for name in (key.name, folded(key.thai))}


def inner(written: str, keys: tuple[tuple[str, str], ...]) -> str | None:
    """The English name of a key inside a key."""
    return next((english for english, thai in keys if folded(written) in (english, thai)), None)


def line(written: str, name: str) -> str:
    """A right line for a key, spelled as the author does."""
    return f"{written}: {BY_NAME[name].example}" if name in BY_NAME else f"{written}: [คำแรก, คำที่สอง]"

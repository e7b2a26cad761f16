"""A new news item as text, ready for an editor: front matter filled in as far as it is known, a place for the body."""

from __future__ import annotations

import datetime as dt

from site_builder.reading.lines import written
from site_builder.thai import dates
from site_builder.thai.dates import When, buddhist_year
from site_builder.thai.places import District


def item_path(day: dt.date, district: District | None, number: int = 1) -> str:
    """Where the item is written: "content/news/2565/2565-03-03-khaen-dong.md"; a second one of the day ends in -2."""
    year = buddhist_year(day)
    place = district.slug if district else "news"
    which = f"-{number}" if number > 1 else ""
    return f"content/news/{year}/{year}-{day:%m-%d}-{place}{which}.md"


def item_text(title: str, day: dt.date, district: District | None, unit: str) -> str:
    """The item's text. Lines that begin with # are advice and are not read."""
    place = written("location", district.label) if district else "# location: หอประชุมอำเภอแคนดง จังหวัดบุรีรัมย์"
    return "\n".join(
        [
            "---",
            written("title", title),
            f"date: {dates.long(When(day))}",
            "# เวลา เช่น 08.30 น. ลบเครื่องหมาย # หน้าบรรทัดที่ต้องการใช้",
            "# time: 08.30 น.",
            "# สถานที่ พร้อมตำบลและอำเภอ ข่าวจะไปอยู่ในหน้าของอำเภอนั้นเอง",
            place,
            written("author_unit", unit),
            "# category: ข่าวกิจกรรม",
            "tags: []",
            "---",
            "",
            "【เขียนเนื้อข่าวที่นี่】",
            "",
        ]
    )

"""Files to texts: Word, web pages, WordPress, feeds, and what is none of these."""

from __future__ import annotations

import datetime as dt

import pytest
from importing.desk import docx

from site_builder.importing.papers import papers
from site_builder.importing.release import read_foreign
from site_builder.importing.wordpress import cut_path, top_ten

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<wp:author><wp:author_login>admin</wp:author_login>
  <wp:author_display_name>สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์</wp:author_display_name></wp:author>
<item>
  <title>พช.แคนดง  อบรมช่างชุมชน</title>
  <link>https://old.example.go.th/2022/03/03/%e0%b8%82%e0%b9%88%e0%b8%b2%e0%b8%a7/</link>
  <dc:creator>admin</dc:creator>
  <content:encoded><![CDATA[<!-- wp:paragraph -->วันที่ 3 มีนาคม 2565 อบรมช่างชุมชน ณ หอประชุมอำเภอแคนดง อำเภอแคนดง จังหวัดบุรีรัมย์
มีผู้เข้าร่วม 25 คน
<img src="https://old.example.go.th/wp-content/uploads/2022/03/a-300x200.jpg"/>[gallery ids="12"]]]></content:encoded>
  <wp:post_id>7</wp:post_id><wp:post_date>2022-03-05 10:00:00</wp:post_date>
  <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
  <category domain="category">ข่าวกิจกรรม</category><category domain="post_tag">ช่างชุมชน</category>
</item>
<item><title>ร่าง</title><link>https://old.example.go.th/?p=8</link>
  <content:encoded>ยังเขียนไม่เสร็จ</content:encoded><wp:post_id>8</wp:post_id>
  <wp:post_date>0000-00-00 00:00:00</wp:post_date>
  <wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>ทิ้ง</title><wp:post_id>9</wp:post_id><wp:status>trash</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>เกี่ยวกับ</title><wp:post_id>10</wp:post_id><wp:status>publish</wp:status>
  <wp:post_type>page</wp:post_type></item>
<item><title>b</title><wp:post_id>12</wp:post_id><wp:post_type>attachment</wp:post_type><wp:post_parent>7</wp:post_parent>
  <wp:attachment_url>https://old.example.go.th/wp-content/uploads/2022/03/b.jpg</wp:attachment_url></item>
</channel></rss>"""

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>ข่าว</title>
<item><title>ตรวจเยี่ยมตลาด</title><link>https://radio.example.go.th/th/content/category/detail/id/9/iid/24855</link>
<description>&lt;p&gt;เมื่อวันที่ 16 มิถุนายน 2564 เวลา 9:00 น. ตรวจเยี่ยมตลาด ณ ตลาดสด
อำเภอประโคนชัย จังหวัดบุรีรัมย์&lt;/p&gt;</description>
<pubDate>Wed, 16 Jun 2021 20:30:00 +0000</pubDate>
<enclosure url="https://radio.example.go.th/th/file/get/file/ab.jpg"/></item>
<item><title>ไม่บอกวัน</title><description>เนื้อหา</description><pubDate>Wed, 16 Jun 2021 20:30:00 +0000</pubDate></item>
</channel></rss>"""

PAGE = """<!doctype html><html><head><title>เว็บ</title>
<meta property="article:published_time" content="2021-06-20T10:00:00+07:00">
<script>var a = "โค้ด"</script></head><body><nav><a href="/">หน้าแรก</a></nav>
<main><h1>เปิดศูนย์เรียนรู้</h1>
<p>วันที่ 16&nbsp;มิถุนายน 2564 เปิดศูนย์เรียนรู้ ณ วัดสมมุติ อำเภอประโคนชัย จังหวัดบุรีรัมย์
โดยมีผู้เข้าร่วมจากทุกตำบล</p>
<ol><li>ปลูกผัก</li><li>เลี้ยงไก่</li></ol>
<p>อ่าน <a href="https://example.go.th/x">ที่นี่</a> และ <a href="doc/คำสั่ง.pdf">คำสั่ง</a></p>
<table><tr><td>ก</td><td>ข</td></tr></table><img src="p.jpg"></main><footer>ติดต่อเรา</footer></body></html>"""


def test_a_word_file_gives_its_lines_and_pictures() -> None:
    """Paragraphs become lines; a picture comes along under a name of its own."""
    found = papers("ข่าว.docx", docx("หัวข่าว", "วันที่ 3 มีนาคม 2565 อบรม", picture=b"png"), {})

    assert "หัวข่าว\nวันที่ 3 มีนาคม 2565 อบรม" == found.texts[0].text
    assert (("picture-1.png", b"png"),) == found.pictures
    assert ("picture-1.png",) == found.texts[0].given.pictures


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"PK\x03\x04 word/ and nothing else", "I301"),
        ("a.docx", docx("ก").replace(b"<w:body>", b"<w:bodyx"), "I301"),
        ("a.xml", b"<rss><channel>", "I302"),
        ("a.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>', "I302"),
        ("a.pdf", b"%PDF-1.7", "F082"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "F084"),
        ("a.txt", b"", "F001"),
    ],
)
def test_what_cannot_be_read_is_a_problem(name: str, data: bytes, code: str) -> None:
    """Broken files, attacks by entities, other programs' files, empty ones: one problem, no text."""
    found = papers(name, data, {})

    assert ((), [code]) == (found.texts, [problem.code for problem in found.problems])


def test_text_of_windows_874_is_read() -> None:
    """Plain text of an old Thai Windows."""
    assert "หัวข่าว" == papers("a.txt", "หัวข่าว".encode("cp874"), {}).texts[0].text


def test_a_page_gives_its_own_part() -> None:
    """The article's lines with lists, links and files; title and day of posting beside; the rest is named."""
    (text,) = papers("a.html", PAGE.encode(), {}).texts

    assert [
        "วันที่ 16 มิถุนายน 2564 เปิดศูนย์เรียนรู้ ณ วัดสมมุติ อำเภอประโคนชัย จังหวัดบุรีรัมย์ โดยมีผู้เข้าร่วมจากทุกตำบล",
        "1. ปลูกผัก",
        "2. เลี้ยงไก่",
        "อ่าน ที่นี่ (https://example.go.th/x) และ คำสั่ง",
        "ก | ข",
    ] == text.text.split("\n")
    assert ("เปิดศูนย์เรียนรู้", dt.date(2021, 6, 20)) == (text.given.title, text.given.posted)
    assert ("หน้าแรก", "ติดต่อเรา") == text.removed
    assert ("doc/คำสั่ง.pdf", "p.jpg") == text.given.pictures


def test_wordpress_posts_bring_what_they_have() -> None:
    """Terms, author, former addresses, files and counts; drafts stay drafts; what is no news is counted."""
    found = papers("wp.xml", WXR.encode(), {"7": 1523})
    post, draft = found.texts

    assert "พช.แคนดง อบรมช่างชุมชน" == post.given.title
    assert (("ข่าวกิจกรรม",), ("ช่างชุมชน",)) == (post.given.categories, post.given.tags)
    assert "สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์" == post.given.author
    assert ("/2022/03/03/ข่าว/", "/?p=7") == post.given.aliases
    assert 1523 == post.given.visits
    assert ["a-300x200.jpg", "b.jpg"] == [address.rpartition("/")[2] for address in post.given.pictures]
    assert ('[gallery ids="12"]',) == post.removed
    assert (True, None) == (draft.given.draft, draft.given.posted)
    assert [("I303", (("others", "page 1, post 1"),))] == [(one.code, one.arguments) for one in found.problems]


def test_the_day_of_the_text_goes_before_the_day_of_posting() -> None:
    """A post that tells its event's day is of that day; one that tells none is of the day on which it appeared."""
    post, _ = papers("wp.xml", WXR.encode(), {}).texts
    entries = papers("feed.xml", RSS.encode(), {}).texts

    days = [draft.date and draft.date.value for draft in map(read_foreign, (post, *entries))]
    assert [dt.date(2022, 3, 3), dt.date(2021, 6, 16), dt.date(2021, 6, 17)] == days


def test_a_feed_gives_its_entries() -> None:
    """Title, text, address and picture of each; the day is Bangkok's."""
    first, second = papers("feed.xml", RSS.encode(), {}).texts

    assert "ตรวจเยี่ยมตลาด" == first.given.title
    assert ("/th/content/category/detail/id/9/iid/24855",) == first.given.aliases
    assert ("https://radio.example.go.th/th/file/get/file/ab.jpg",) == first.given.pictures
    assert "เนื้อหา" == second.text
    assert [] == [one.code for one in read_foreign(first).questions]


def test_long_permalinks_are_known_by_their_beginning() -> None:
    """WordPress cut the percent-encoded last part at 200 bytes: 22 Thai letters, or more with ASCII among them."""
    assert "/2021/06/28/" + "ก" * 22 + "/" == cut_path("/2021/06/28/" + "ก" * 60 + "/")
    assert "/2021/06/28/พช-ลุยพื้นที่/" == cut_path("/2021/06/28/พช-ลุยพื้นที่/")


@pytest.mark.parametrize(
    "table",
    [
        "postnumber,cntaccess,blog_id\n7,1500,1\n7,23,2\n",
        '"Post ID","Total Count"\n"7","1,523"\n',
        "id,visits\n7,1523\nx,2\n",
    ],
)
def test_counts_are_read_from_the_plugins_table(table: str) -> None:
    """Whatever the export calls its columns; a post that stands twice is summed."""
    assert {"7": 1523} == top_ten(table)

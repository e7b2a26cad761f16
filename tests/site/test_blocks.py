"""Blocks of a body, films and documents, in a whole site."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from demo.draw_albums import written
from stories import SETTINGS, built, codes, item, page, shot, tell, tree
from worlds import NEWS

from site_builder.outcome import Outcome
from site_builder.problems import Problem
from site_builder.texts import lines

URL = "/news/2565/01/a/"


def body(site: Path, text: str, *front: str, more: str = "") -> tuple[str, Outcome]:
    """The HTML of a body, on one line, and what was told."""
    outcome = built(site, f"-- {NEWS}/a.md --\n{item('ก', '2565-01-01', *front, body=text)}{more}")
    found = re.search(r'<div class="body">(.*?)</div>\s*(?:<section|<footer)', page(site, URL), re.DOTALL)
    assert found
    return re.sub(r"\s*\n\s*", "", re.sub(r"</?span[^>]*>", "", found[1])), outcome


def said(problem: Problem) -> str:
    """A problem as an editor reads it."""
    return "\n".join(lines(problem, "th"))


def test_a_programme_becomes_a_table_of_times(site: Path) -> None:
    """Thai digits, spans of time and bars stay; a line without a time ends the table."""
    text = "::: กำหนดการ วันแรก\n๐๘.๓๐ น. ลงทะเบียน\n09.00 - 10.30 น. ถาม | ตอบ\nพักกลางวัน\n13:00 กลับ\n:::\n"
    html, outcome = body(site, text)
    assert [] == codes(outcome)
    assert '<section class="block block-programme"><h2 class="block-title">วันแรก</h2>' in html
    assert "<td>๐๘.๓๐ น.</td><td>ลงทะเบียน</td>" in html
    assert "<td>09.00 - 10.30 น.</td><td>ถาม | ตอบ</td>" in html
    assert "<p>พักกลางวัน</p>" in html
    assert 2 == html.count("<table>")


def test_a_block_holds_markdown_as_everywhere(site: Path) -> None:
    """Lists, links, pictures, another block; English names; what is not allowed elsewhere is not allowed here."""
    (site / NEWS).mkdir(parents=True)
    (site / NEWS / "p.jpg").write_bytes(shot("ก"))
    text = "::: notice Title\n**ก**\n1. ข\n2. ค\n\n![ภาพ](p.jpg)\n\n::: contact\n\n<b onclick=x>ง</b>\n:::\nหลัง\n"
    html, outcome = body(site, text)
    assert ["B011"] == codes(outcome)
    assert '<section class="block block-notice"><h2 class="block-title">Title</h2><p><strong>ก</strong></p><ol>' in html
    assert "<picture>" in html
    assert '<section class="block block-contact"><h2 class="block-title">ติดต่อสอบถาม</h2>' in html
    assert html.index("block-contact") < html.index("<b>ง</b></p></section><p>หลัง</p>")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("people.csv", 'ชื่อ,จำนวน\nก,"1,200"\nข,30\n'.encode()),
        ("people.csv", "\ufeffชื่อ;จำนวน\r\nก;1,200\r\nข;30\r\n".encode()),
        ("people.csv", "ชื่อ\tจำนวน\nก\t1,200\nข\t30\n".encode("cp874")),
        (
            "people.toml",
            "[[row]]\nชื่อ='ก'\nจำนวน='1,200'\n[[row]]\nชื่อ='ข'\nจำนวน=30\n".replace("ชื่อ", '"ชื่อ"')
            .replace("จำนวน", '"จำนวน"')
            .encode(),
        ),
    ],
)
def test_a_table_is_read_as_excel_writes_it(site: Path, name: str, data: bytes) -> None:
    """In any of its forms; numbers stand to the right; an edit renders the pages that show it."""
    (site / "content/data").mkdir(parents=True)
    (site / "content/data" / name).write_bytes(data)
    html, outcome = body(site, f"::: ตาราง {name}\n", more=f"-- {NEWS}/b.md --\n{item('ข', '2565-01-05')}")
    assert set() == {*codes(outcome)} - {"F004"}
    assert '<th scope="col">ชื่อ</th><th scope="col" class="align-right">จำนวน</th>' in html
    assert '<td>ก</td><td class="align-right">1,200</td>' in html
    (site / "content/data" / name).write_bytes(data.replace(b"1,200", b"1,300"))
    outcome = built(site)
    assert [(URL, ("view.inline",))] == [(one.url, one.names) for one in outcome.reasons]
    assert "1,300" in page(site, URL)


def test_an_album_stands_in_the_text(site: Path) -> None:
    """Of a folder beside the item; its pictures are made, and the script for them comes along."""
    (site / NEWS / "งาน").mkdir(parents=True)
    for name in ("2.jpg", "10.jpg", "1.jpg"):
        (site / NEWS / "งาน" / name).write_bytes(shot(name))
    html, outcome = body(site, "::: อัลบั้ม งาน\n")
    assert [] == codes(outcome)
    assert ["1", "2", "10"] == re.findall(r'<a href="[^"]*/(\d+)-60\.', html)
    assert "js/album." in page(site, URL)
    assert 6 == sum(path.startswith("media/") for path in tree(site / "output"))


def test_a_film_asks_nobody_before_it_is_wanted(site: Path) -> None:
    """A link alone on its line; within a sentence it stays a link. The policy opens to the hosts that are used."""
    text = "ชม https://youtu.be/abcdefghijk ได้\n\nhttps://www.youtube.com/watch?v=abcdefghijk&t=3\n\n"
    text += "[พิธีเปิด](https://www.facebook.com/office/videos/123/)\n"
    html, outcome = body(site, text)
    assert [] == codes(outcome)
    assert 2 == html.count('<figure class="film">')
    assert 'data-film="https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"' in html
    assert "plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Foffice%2Fvideos%2F123%2F" in html
    assert "เล่นวิดีโอ: พิธีเปิด" in html
    assert not re.search(r"<(?:iframe|img|script)[^>]*(?:youtube|facebook)", page(site, URL))
    orders = (site / "output/_headers").read_text("utf-8")
    assert "frame-src https://www.facebook.com https://www.youtube-nocookie.com" in orders
    body(site, "ไม่มีวิดีโอ")
    assert "frame-src" not in (site / "output/_headers").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("::: ประกาด\nก\n:::\n", "P022", "  วิธีแก้: ตรวจตัวสะกด ที่ใช้ได้หรือใกล้เคียงคือ ประกาศ"),
        ("::: ตาราง ไม่มี.csv\n", "P023", "ไม่พบตาราง “ไม่มี.csv” ใน content/data"),
        ("::: อัลบั้ม ไม่มี\n", "P024", "ไม่พบภาพสำหรับอัลบั้ม “ไม่มี”"),
        ("::: ประกาศ\nก\n", "B060", "กล่อง “notice” เปิดไว้แต่ไม่ได้ปิด จึงถือว่าจบที่ท้ายข่าว"),
        ("ก\n\n:::\n", "B061", "บรรทัด ::: นี้ไม่ได้ปิดกล่องใด จึงไม่แสดง"),
        ("::: ประกาศ\n::: ประกาศ\n::: ประกาศ\nก\n:::\n:::\n:::\n", "B062", "กล่อง “ประกาศ” ซ้อนกันเกิน 2 ชั้น"),
        ("<div>\n::: ประกาศ\nก\n:::\n</div>\n", "B063", "กล่องนี้อยู่ในตาราง รายการ หรือ HTML"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(site: Path, text: str, code: str, words: str) -> None:
    """With its line; what a block held is on the page."""
    html, outcome = body(site, f"แรก\n\n{text}\nท้าย\n")
    assert code in codes(outcome)
    problem = next(one for one in outcome.problems if one.code == code)
    assert words in said(problem)
    assert problem.position
    assert problem.position.line > 6
    assert "แรก" in html
    assert "ท้าย" in html
    assert "\ue000" not in html
    assert ("<p>ก</p>" in html) == ("ก\n" in text and code != "B063") or "ก" in html


def test_what_stands_in_code_is_no_block(site: Path) -> None:
    """An example of how a block is written."""
    html, outcome = body(site, "```\n::: ประกาศ\nก\n:::\n```\n")
    assert [] == codes(outcome)
    assert "::: ประกาศ" in html


def test_a_theme_brings_blocks_of_its_own(site: Path) -> None:
    """A template is enough; its edit renders the pages that can show it."""
    place = "-- themes/own/templates/blocks/กรอบ.html --"
    tell(site, f'{place}\n<aside class="own">{{{{ block.title }}}}|{{{{ inner }}}}</aside>\n')
    tell(site, f'-- content/site.toml --\ntheme = "own"\n{SETTINGS}')
    html, outcome = body(site, "::: กรอบ หัว\nใน\n:::\n")
    assert [] == codes(outcome)
    assert '<aside class="own">หัว|<p>ใน</p></aside>' in html
    tell(site, f"{place}\n<aside>{{{{ inner }}}}</aside>\n")
    outcome = built(site)
    assert "<aside>" in page(site, URL)
    assert (URL, ("templates/blocks/กรอบ.html",)) in [(one.url, one.names) for one in outcome.reasons]


def test_documents_say_their_kind_size_and_pages(site: Path) -> None:
    """As a government standard asks; a broken PDF is offered without its pages."""
    (site / NEWS).mkdir(parents=True)
    (site / NEWS / "ประกาศ.pdf").write_bytes(written("ประกาศ", 4))
    (site / NEWS / "เสีย.pdf").write_bytes(b"%PDF-1.7 broken" + b" " * 2_000_000)
    (site / NEWS / "แบบ.csv").write_bytes(b"a,b\n")
    _, outcome = body(site, "ก", "attachments: [ประกาศ.pdf, เสีย.pdf, แบบ.csv]")
    assert [] == codes(outcome)
    text = " ".join(page(site, URL).split())
    size = (len(written("ประกาศ", 4)) + 1023) // 1024
    assert f'ประกาศ.pdf <span class="file-facts">(PDF, {size} KB, 4 หน้า)</span>' in text
    assert 'เสีย.pdf <span class="file-facts">(PDF, 1.9 MB)</span>' in text
    assert 'แบบ.csv <span class="file-facts">(CSV)</span>' in text


def packed(*names: str) -> bytes:
    """A file of Word, or what pretends to be one."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", packed("[Content_Types].xml", "word/document.xml"), ""),
        ("a.docx", packed("[Content_Types].xml", "word/vbaProject.bin"), "G011"),
        ("a.xlsx", packed("run.exe"), "G012"),
        ("a.pdf", b"MZ\x90 a program", "G012"),
        ("a.docm", packed("[Content_Types].xml"), "P013"),
        *((f"a.{ending}", b"x", "P013") for ending in ("html", "php", "js", "exe", "zip", "rar")),
    ],
)
def test_what_could_run_is_not_offered(site: Path, name: str, data: bytes, code: str) -> None:
    """By its bytes, and by its ending; named, and the item is published."""
    (site / NEWS).mkdir(parents=True)
    (site / NEWS / name).write_bytes(data)
    _, outcome = body(site, f"[แฟ้ม]({name})", f"attachments: [{name}]")
    assert ({code} if code else set()) == {*codes(outcome)} - {"P017"}
    assert (not code) == any(path.startswith("media/") for path in tree(site / "output"))

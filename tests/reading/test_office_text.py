"""What an office types and pastes, as HTML: every rule of `office_lists`, `office_blocks` and `office_text`."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.reading.office_lists import mark
from site_builder.reading.office_text import markdown

MARKDOWN = markdown()


def html(text: str) -> str:
    """The converted text without the newlines that stand between tags for people's eyes."""
    MARKDOWN.reset()
    return MARKDOWN.convert(text).replace(">\n<", "><").replace("\n", "")


RELEASE = """\
สำนักงานพัฒนาชุมชนอำเภอตัวอย่าง จัดอบรมผู้นำกลุ่มอาชีพ
วันพุธที่ 8 มิถุนายน 2565 เวลา 09.30 น.
นายสมชาย ใจดี เป็นประธานเปิดการอบรม ซึ่งมีวัตถุประสงค์คือ
1.เพื่อเพิ่มทักษะการตลาดของกลุ่มอาชีพ
2.เพื่อสร้างเครือข่ายผู้ผลิตในอำเภอ
ในการอบรมครั้งนี้มีผู้เข้าร่วม 40 คน ตามกำหนดการดังนี้
วันที่ 8 มิถุนายน 2565
(เช้า) ลงทะเบียน และรับฟังการบรรยายเรื่องช่องทาง
การจำหน่ายสินค้าออนไลน์
(บ่าย) ฝึกถ่ายภาพสินค้า
ข่าวโดย : สำนักงานพัฒนาชุมชนอำเภอตัวอย่าง"""


def test_a_release_keeps_its_lines_and_its_purposes_become_a_list() -> None:
    """Dates, sessions and wrapped lines stay lines; `1.เพื่อ` below a paragraph is a list, and the next line ends it."""
    assert (
        "<p>สำนักงานพัฒนาชุมชนอำเภอตัวอย่าง จัดอบรมผู้นำกลุ่มอาชีพ<br>"
        "วันพุธที่ 8 มิถุนายน 2565 เวลา 09.30 น.<br>"
        "นายสมชาย ใจดี เป็นประธานเปิดการอบรม ซึ่งมีวัตถุประสงค์คือ</p>"
        "<ol><li>เพื่อเพิ่มทักษะการตลาดของกลุ่มอาชีพ</li><li>เพื่อสร้างเครือข่ายผู้ผลิตในอำเภอ</li></ol>"
        "<p>ในการอบรมครั้งนี้มีผู้เข้าร่วม 40 คน ตามกำหนดการดังนี้<br>"
        "วันที่ 8 มิถุนายน 2565<br>"
        "(เช้า) ลงทะเบียน และรับฟังการบรรยายเรื่องช่องทาง<br>"
        "การจำหน่ายสินค้าออนไลน์<br>"
        "(บ่าย) ฝึกถ่ายภาพสินค้า<br>"
        "ข่าวโดย : สำนักงานพัฒนาชุมชนอำเภอตัวอย่าง</p>"
    ) == html(RELEASE)


@pytest.mark.parametrize(
    ("line", "kind", "number", "text"),
    [
        ("1.เพื่อ", ".", 1, "เพื่อ"),
        ("1. เพื่อ", ".", 1, "เพื่อ"),
        ("12.เพื่อ", ".", 12, "เพื่อ"),
        ("๑.เพื่อ", ".", 1, "เพื่อ"),
        ("๑๒. เพื่อ", ".", 12, "เพื่อ"),
        ("1)เพื่อ", ")", 1, "เพื่อ"),
        ("๓) เพื่อ", ")", 3, "เพื่อ"),
        ("- ก", "-", 0, "ก"),
        ("* ก", "-", 0, "ก"),
        ("+ ก", "-", 0, "ก"),
        ("• ก", "-", 0, "ก"),
        ("●ก", "-", 0, "ก"),
        ("  2.ข", ".", 2, "ข"),
        ("1. 5 ส", ".", 1, "5 ส"),
    ],
)
def test_what_is_an_item(line: str, kind: str, number: int, text: str) -> None:
    """One to three digits, Arabic or Thai, with `.` or `)`, or a bullet; a space may be missing."""
    found = mark(line)
    assert found is not None
    assert (kind, number, text) == (found.kind, found.number, found.text)


@pytest.mark.parametrize(
    "line",
    [
        "08.30 น.",
        "๐๘.๓๐ น.",
        "1.5 ล้าน",
        "1.",
        "1. ",
        "-",
        "- ",
        "-5 องศา",
        "-พช.",
        "10.-",
        "1..",
        "2565. ก",
        "(เช้า)",
        "1.๕ ล้าน",
        "3/3/65",
        "---",
        "* * *",
        "- - -",
        "ก.พ.",
        "**หนา** ก",
        "1-2.ก",
        "1.)",
        "5.-10.",
        "#ก",
        "(1) ก",
    ],
)
def test_what_is_no_item(line: str) -> None:
    """Times, amounts, prices, rules, and marks without a text."""
    assert mark(line) is None
    assert "<li>" not in html(f"ก่อน\n{line}\nหลัง")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๑.ก\n๒.ข", "<ol><li>ก</li><li>ข</li></ol>"),
        ("3. ก\n4. ข", '<ol start="3"><li>ก</li><li>ข</li></ol>'),
        ("๓. ก\n๕. ข\n๖. ค", '<ol start="3"><li>ก</li><li value="5">ข</li><li>ค</li></ol>'),
        ("1. ก\n1. ข\n1. ค", "<ol><li>ก</li><li>ข</li><li>ค</li></ol>"),
        ("1. ก\n2. ข\n1. ค", "<ol><li>ก</li><li>ข</li></ol><ol><li>ค</li></ol>"),
        ("1. ก\n\n2. ข\n\n\n3. ค", "<ol><li>ก</li><li>ข</li><li>ค</li></ol>"),
        ("99.ก\n100.ข", '<ol start="99"><li>ก</li><li>ข</li></ol>'),
        ("100.ก", "<p>100.ก</p>"),
        ("0. ก", '<ol start="0"><li>ก</li></ol>'),
    ],
)
def test_the_author_s_numbers_are_kept(text: str, expected: str) -> None:
    """`start` and `value` are Arabic numbers, written where a browser would count something else."""
    assert expected == html(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ก่อน\n1.ก", "<p>ก่อน</p><ol><li>ก</li></ol>"),
        ("ก่อน\n๑) ก", "<p>ก่อน</p><ol><li>ก</li></ol>"),
        ("ก่อน\n- ก", "<p>ก่อน</p><ul><li>ก</li></ul>"),
        ("ก่อน\n2.ก", "<p>ก่อน<br>2.ก</p>"),
        ("ก่อน\n08.30 น.", "<p>ก่อน<br>08.30 น.</p>"),
        ("ก่อน\n\n2.ก", '<p>ก่อน</p><ol start="2"><li>ก</li></ol>'),
    ],
)
def test_only_a_bullet_or_the_number_one_interrupts_a_paragraph(text: str, expected: str) -> None:
    """A number in the middle of a paragraph is a number; a list of another number needs a blank line."""
    assert expected == html(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # indented: the item's own
        ("1.ก\n  ต่อ\n2.ข", "<ol><li>ก<br>ต่อ</li><li>ข</li></ol>"),
        ("- ก\n  ต่อ", "<ul><li>ก<br>ต่อ</li></ul>"),
        # not indented, and the next number follows: wrapped
        ("1.ก\nต่อ\nอีก\n2.ข", "<ol><li>ก<br>ต่อ<br>อีก</li><li>ข</li></ol>"),
        # not indented, and it does not: the next paragraph
        ("1.ก\n2.ข\nย่อหน้า", "<ol><li>ก</li><li>ข</li></ol><p>ย่อหน้า</p>"),
        ("1.ก\nย่อหน้า\n1.ข", "<ol><li>ก</li></ol><p>ย่อหน้า</p><ol><li>ข</li></ol>"),
        ("- ก\nย่อหน้า\n- ข", "<ul><li>ก</li></ul><p>ย่อหน้า</p><ul><li>ข</li></ul>"),
        ("1.ก\nย่อหน้า\n\n2.ข", '<ol><li>ก</li></ol><p>ย่อหน้า</p><ol start="2"><li>ข</li></ol>'),
        ("1.ก\n## หัวข้อ\n2.ข", '<ol><li>ก</li></ol><h2>หัวข้อ</h2><ol start="2"><li>ข</li></ol>'),
        # after a blank line: under the item's text, or a pasted first-line indent
        ("1. ก\n\n   สอง", "<ol><li><p>ก</p><p>สอง</p></li></ol>"),
        ("1. ก\n\n\tสอง", "<ol><li><p>ก</p><p>สอง</p></li></ol>"),
        ("1. ก\n\n          สอง", "<ol><li>ก</li></ol><p>สอง</p>"),
    ],
)
def test_what_belongs_to_an_item(text: str, expected: str) -> None:
    """Indented lines do; others only if the author's next number says that the item was not over."""
    assert expected == html(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- ก\n  - ข\n- ค", "<ul><li>ก<ul><li>ข</li></ul></li><li>ค</li></ul>"),
        ("- ก\n    - ข\n\t\t- ค", "<ul><li>ก<ul><li>ข<ul><li>ค</li></ul></li></ul></li></ul>"),
        ("1.ก\n- ข\n- ค\n2.ง", "<ol><li>ก<ul><li>ข</li><li>ค</li></ul></li><li>ง</li></ol>"),
        ("1.ก\n1) ข\n2) ค\n2.ง", "<ol><li>ก<ol><li>ข</li><li>ค</li></ol></li><li>ง</li></ol>"),
        ("1.ก\n\n- ข", "<ol><li>ก</li></ol><ul><li>ข</li></ul>"),
        ("   1.ก\n2.ข", "<ol><li>ก</li><li>ข</li></ol>"),
        ("- - - ก", "<ul><li>- - ก</li></ul>"),
        ("- ก\n  > อ้าง", "<ul><li><p>ก</p><blockquote><p>อ้าง</p></blockquote></li></ul>"),
        ("> - ก\n> - ข", "<blockquote><ul><li>ก</li><li>ข</li></ul></blockquote>"),
    ],
)
def test_lists_in_lists(text: str, expected: str) -> None:
    """Two columns make a level; so does another kind of mark without a blank line before it."""
    assert expected == html(text)


def test_a_list_is_nine_levels_deep_at_most() -> None:
    """What is indented further joins the last level, however deep it was typed."""
    assert html("\n".join(" " * 2 * at + "- ก" for at in range(200))).count("<ul>") == 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("    ย่อหน้า\n\tต่อ", "<p>ย่อหน้า<br>ต่อ</p>"),
        ("ก\nข", "<p>ก<br>ข</p>"),
        ("**ก\nข** ค", "<p><strong>ก<br>ข</strong> ค</p>"),
        ("ก **ข**\n*ค*", "<p>ก <strong>ข</strong><br><em>ค</em></p>"),
        ("> ก\n> ข\nค", "<blockquote><p>ก<br>ข</p></blockquote><p>ค</p>"),
        ("# ก\nข", "<h1>ก</h1><p>ข</p>"),
        ("##ก ##", "<h2>ก</h2>"),
        ("#แท็ก #สอง", "<p>#แท็ก #สอง</p>"),
        ("##", "<p>##</p>"),
        ("ก\n===", "<h1>ก</h1>"),
        ("ก\n---\nข", "<p>ก</p><hr><p>ข</p>"),
        ("ก\n-", "<p>ก<br>-</p>"),
        ("[หมายเหตุ]: โปรดทราบ", "<p>[หมายเหตุ]: โปรดทราบ</p>"),
        ("[ก][a]\n\n[a]: ข.pdf", '<p><a href="ข.pdf">ก</a></p>'),
        ("[ก][a]\n\n[a]: https://example.go.th 'ข'", '<p><a href="https://example.go.th" title="ข">ก</a></p>'),
        ("กด <Enter> แล้วรอ", "<p>กด &lt;Enter&gt; แล้วรอ</p>"),
        ("ก<o:p></o:p>", "<p>ก<o:p></o:p></p>"),
        ("<div>ก</div> ข&nbsp;ค", "<div>ก</div><p>ข&nbsp;ค</p>"),
        ("```\n<b> *x*\n```", "<pre><code>&lt;b&gt; *x*</code></pre>"),
        ("ก\n```\nx\n```\nข", "<p>ก</p><pre><code>x</code></pre><p>ข</p>"),
        ("```\nไม่ปิด", "<p>```<br>ไม่ปิด</p>"),
        ("~~~\n```\n~~~", "<pre><code>```</code></pre>"),
        ("ก `x`", "<p>ก <code>x</code></p>"),
    ],
)
def test_text_that_is_no_list(text: str, expected: str) -> None:
    """A newline is a break, an indent is nothing, and no word vanishes because it looks like markup."""
    assert expected == html(text)


def test_a_table_needs_no_blank_lines() -> None:
    """It begins at its first row, and ends at the first line without a bar."""
    expected = (
        "<p>ผล</p><table><thead><tr><th>ก</th><th>ข</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table><p>ที่มา</p>"
    )
    assert expected == html("ผล\n| ก | ข |\n|---|---|\n| 1 | 2 |\nที่มา")


def test_a_long_paragraph_goes_on_as_a_second() -> None:
    """Inline patterns copy the paragraph at each match, so none is much longer than 8,192; no word is lost."""
    text = "\n".join(["ก" * 99] * 200)
    assert html(text).count("<p>") == 3
    assert html(text).count("ก") == 200 * 99


WORDS = st.sampled_from("การ พัฒนา ชุมชน ที่ ก็ ๆ น้ำ 08.30 น. (เช้า) 25 คน พ.ศ.2565 PLC".split())
PROSE = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.lists(PROSE, min_size=1, max_size=4))
def test_prose_comes_out_as_it_went_in(paragraphs: list[list[str]]) -> None:
    """Each paragraph is a paragraph and each line a line: the words, in order, are the same."""
    source = "\n\n".join("\n".join(lines) for lines in paragraphs)
    MARKDOWN.reset()
    tree = html5lib.parseFragment(MARKDOWN.convert(source), namespaceHTMLElements=False)
    shown = [[paragraph.text, *((rest.tail or "").removeprefix("\n") for rest in paragraph)] for paragraph in tree]
    assert paragraphs == shown

"""The body of an imported text: what office habits become in Markdown, and what stays text."""

from __future__ import annotations

import pytest

from site_builder.importing.lines import lines
from site_builder.importing.prose import hashtags, markdown
from site_builder.importing.release import read
from site_builder.reading.body import convert


def body(text: str) -> str:
    """The Markdown of some lines."""
    return markdown(lines(text))


def shown(text: str) -> str:
    """What a reader sees of them: the HTML of the body."""
    return "".join(convert(body(text), 0).body.prose.parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ดังนี้\n1.เพื่อก\n2.เพื่อข", "ดังนี้\n\n1. เพื่อก\n2. เพื่อข\n"),
        ("๑) ก\n๒) ข", "1. ก\n2. ข\n"),
        ("(1) ก\n(2) ข", "1. ก\n2. ข\n"),
        ("– ก\n– ข", "- ก\n- ข\n"),
        ("•ก\n•ข", "- ก\n- ข\n"),
        ("👉 ก\n👉 ข", "- ก\n- ข\n"),
        ("🌈ก", "ก\n"),
        ("08.30 น. ลงทะเบียน", "08.30 น. ลงทะเบียน\n"),
        ("1.5 ล้านบาท", "1.5 ล้านบาท\n"),
        ("-2 มิถุนายน", "-2 มิถุนายน\n"),
        ("ก\nข", "ก\n\nข\n"),
        ("          ย่อหน้า", "ย่อหน้า\n"),
        ("\tย่อหน้า", "ย่อหน้า\n"),
        ("", ""),
    ],
)
def test_habits_become_markdown(text: str, expected: str) -> None:
    """Lists of any mark, emoji as bullets, indents that are none; times and prices stay as they are."""
    assert expected == body(text)


def test_a_programme_becomes_headings_and_lists() -> None:
    """A day above (เช้า) and (บ่าย) heads them, and the wrapped rest of an entry goes back to it."""
    text = "วันที่ 3 มีนาคม 2565\n(เช้า) รู้จักกัน และการวาง\nแผนงานของกลุ่ม\n(บ่าย) สรุป\nวันที่ 4 มีนาคม 2565\n(เช้า) นำเสนอ"

    assert (
        "## วันที่ 3 มีนาคม 2565\n\n- (เช้า) รู้จักกัน และการวาง แผนงานของกลุ่ม\n- (บ่าย) สรุป\n\n"
        "## วันที่ 4 มีนาคม 2565\n\n- (เช้า) นำเสนอ\n"
    ) == body(text)


@pytest.mark.parametrize(
    "text",
    [
        "ราคา 5*10*2 บาท",
        "ไฟล์ a_b_c ของเรา",
        "[หมายเหตุ] ข้อความ",
        "<สำคัญ> ข้อความ",
        "##หัวข้อ",
        "> อ้าง",
        "`โค้ด`",
        "{: .red }",
        "![ภาพ](x)",
        "[^1] ข้อ",
        "ก &amp; ข",
        "~~~",
        "***ดาว***",
    ],
)
def test_what_looks_like_markdown_stays_text(text: str) -> None:
    """Nothing that a person typed is taken for a sign of Markdown: it is shown as it was typed."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<p>{escaped}</p>" == shown(text).strip()


def test_an_address_stays_an_address() -> None:
    """The signs in an address are its own."""
    address = "https://example.go.th/a_b_c?x=1*2"
    assert f'href="{address}"' in shown(f"อ่านต่อ {address}")


def test_hashtags_become_tags() -> None:
    """A line of hashtags goes into the tags; one in a sentence is a tag too and stays; a number is none."""
    draft = read("ปลูกป่า\n\nวันที่ 5 สิงหาคม 2565 ปลูกป่า #ลำปาง อันดับ #1\n#ปลูกป่า #จิตอาสา")

    assert ("ลำปาง", "ปลูกป่า", "จิตอาสา") == draft.tags
    assert "#ลำปาง อันดับ #1" in draft.body
    assert ["#ปลูกป่า #จิตอาสา"] == [one.text for one in draft.removals]
    assert () == hashtags("https://example.go.th/#top")


def test_furniture_of_the_page_is_named() -> None:
    """Buttons, menus, counters, stamps, file names and rules go out of the body, each with its reason."""
    above = "หน้าแรก > ข่าว\nแชร์\nเปิดศูนย์\n-----\nเผยแพร่เมื่อ: 12 ต.ค. 2563\n"
    draft = read(f"{above}วันที่ 10 ต.ค. 2563 เปิดศูนย์\nIMG_20201010_1234.jpg\nอ่าน 12 ครั้ง")

    assert "วันที่ 10 ต.ค. 2563 เปิดศูนย์\n" == draft.body
    assert ["I104", "I103", "I108", "I102", "I107", "I101"] == [one.why for one in draft.removals]
    assert draft.posted is not None
    assert "2020-10-12" == draft.posted.value.isoformat()


@pytest.mark.parametrize("text", ["บ้านเลขที่ 12/3 หมู่ 4", "โทร 081-234-5678", "เลขบัตร 1-2345-67890-12-1"])
def test_personal_data_is_asked_about(text: str) -> None:
    """House numbers, mobile telephones and true identity numbers are named before they are published."""
    assert ["I014"] == [one.code for one in read(f"แจ้งข่าว\n\nวันที่ 5 สิงหาคม 2565 {text}").questions]


@pytest.mark.parametrize("text", ["โทร 0 4461 1234", "เลขที่หนังสือ 1-2345-67890-12-3", "เลขที่ 5/2565"])
def test_an_offices_own_numbers_are_not(text: str) -> None:
    """Office telephones, numbers of letters, and thirteen figures that are no identity number."""
    assert [] == [one.code for one in read(f"แจ้งข่าว\n\nวันที่ 5 สิงหาคม 2565 {text}").questions]

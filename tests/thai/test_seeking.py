"""The form in which text is looked for; tests/browser/ runs the same cases through the theme's script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.thai.seeking import folded, letters, sought

CASES = (
    ("", ""),
    ("ข้าวหอมมะลิ", "ข้าวหอมมะลิ"),
    ("กองทุนแม่ ของแผ่นดิน", "กองทุนแม่ของแผ่นดิน"),
    ("พ.ศ. ๒๕๖๕", "พศ 2565"),
    ("พช.บุรีรัมย์", "พชบุรีรัมย์"),
    ("ปี2565", "ปี 2565"),
    ("7,000 บาท", "7000 บาท"),
    ("1,234,567", "1234567"),
    ("2565,2566", "2565 2566"),
    ("08.30 น.", "08 30 น"),
    ("PM2.5", "pm 2 5"),
    ("COVID-19", "covid 19"),
    ("เเคนดง", "แคนดง"),
    ("นํ้า", "น้ำ"),
    ("น้ํา", "น้ำ"),
    ("นำ้", "น้ำ"),
    ("ที่่", "ที่"),
    ("ท่ี", "ที่"),
    ("พันธ์ุ", "พันธุ์"),
    ("แคน\u200bดง", "แคนดง"),
    ("แคน\u00a0ดง", "แคนดง"),
    ("บรรทัดหนึ่ง\nบรรทัดสอง", "บรรทัดหนึ่ง  บรรทัดสอง"),
    ("บรรทัดหนึ่ง \n\n 3 บรรทัดสอง\n", "บรรทัดหนึ่ง  3 บรรทัดสอง"),
    ("“โคก” (หนอง) นา", "โคกหนองนา"),
    ("ต่าง ๆ ฯลฯ", "ต่างๆฯลฯ"),
    ("Café ÀÉ ß", "café àé ß"),
    ("Cafe\u0301", "café"),
    ("ข้าว🌾หอม", "ข้าวหอม"),
    ("一村一品 OTOP", "一村一品 otop"),
    ("\\U+2028 \u2028 <b>&amp;</b>", "u 2028 b amp b"),
)


@pytest.mark.parametrize(("text", "form"), CASES)
def test_spellings_that_mean_the_same_have_one_form(text: str, form: str) -> None:
    """Blanks and dots between Thai words, digits of either script, marks in any order, letters of either case."""
    assert form == sought(text)


@given(st.text(st.sampled_from("กขา่้ี์ำเแ ๆฯ.,\n0๙5aZé-\u200b")))
def test_a_form_is_its_own_form(text: str) -> None:
    """What was brought into the form once is not changed by it again, but for the two blanks between lines."""
    form = sought(text)
    assert form == sought(form.replace("  ", "\n"))


def test_tones_are_told_apart_until_they_are_folded() -> None:
    """ข้าว, ข่าว and ขาว are three, and one without their marks."""
    words = [letters(sought(word)) for word in ("ข้าว", "ข่าว", "ขาว")]
    assert 3 == len({*words})
    assert {"ขาว".encode("cp874")} == {*map(folded, words)}

"""What no line may break."""

from __future__ import annotations

import pytest

from site_builder.thai.text import cells
from site_builder.thai.whole import WIDEST, pieces

NAMES = frozenset({"แคนดง", "สระบัว", "บุรีรัมย์", "เมืองบุรีรัมย์", "เมือง", "นางรอง"})
CASES = [
    ("วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น. ณ ศาลากลาง", ["3 มีนาคม 2565", "08.30 น."]),
    ("ระหว่างวันที่ 3-4 มี.ค. 65 และ ๑๕–๑๖ มีนาคม ๒๕๖๕", ["3-4 มี.ค. 65", "๑๕–๑๖ มีนาคม ๒๕๖๕"]),
    ("เวลา 08.30 – 16.30 น. หรือ 9:00น.", ["08.30 – 16.30 น.", "9:00น."]),
    ("ประจำปีงบประมาณ พ.ศ.2565", ["พ.ศ.2565"]),
    ("พช.บุรีรัมย์ลงพื้นที่ ต.สระบัว อ.แคนดง จ.บุรีรัมย์", ["พช.บุรีรัมย์", "ต.สระบัว", "อ.แคนดง", "จ.บุรีรัมย์"]),
    ("อำเภอเมืองบุรีรัมย์จัดงาน ตำบลสระบัวร่วมด้วย", ["อำเภอเมืองบุรีรัมย์", "ตำบลสระบัว"]),
    ("รพ.สต. สระบัว และ อ. แคนดง", ["รพ.สต. สระบัว", "อ. แคนดง"]),
    ("นายเดโช วันทนาพิทักษ์ และนางสาวรัชนี สาระวิถี", ["นายเดโช", "นางสาวรัชนี"]),
    ("ปี 2565 มี 3 มิติ ราคา 1.5 ล้าน อ.ไม่มีที่นี่ 12 เมนู", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_pieces_are_dates_times_places_and_names(text: str, expected: list[str]) -> None:
    """Each with the word that belongs to it, whatever the digits; numbers and unknown places are left alone."""
    assert expected == [text[start:end] for start, end in pieces(text, NAMES)]


def test_a_piece_is_never_wider_than_half_a_line() -> None:
    """A longer one would run out of a phone's heading, so it may break."""
    text = "30 พฤศจิกายน 2565 เวลา 08.30 – 16.30 น. วันที่ 28-30 พฤศจิกายน พ.ศ. 2565"
    found = [text[start:end] for start, end in pieces(text, NAMES)]
    assert ["30 พฤศจิกายน 2565", "08.30 – 16.30 น.", "พ.ศ. 2565"] == found
    assert all(cells(one) <= WIDEST for one in found)

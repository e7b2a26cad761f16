"""Personal data: found however it is written, and not seen where there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.thai.personal import Kind, is_identity, traces
from site_builder.thai.text import thai_digits


def _identity(twelve: str) -> str:
    """A true number: of the ten last figures one fits."""
    return next(twelve + str(last) for last in range(10) if is_identity(twelve + str(last)))


@given(st.from_regex(r"[1-8][0-9]{11}", fullmatch=True), st.sampled_from(["", "-", " "]), st.booleans())
def test_an_identity_number_is_found_however_it_is_written(twelve: str, gap: str, thai: bool) -> None:  # noqa: FBT001
    """Plain, in groups with dashes or blanks, in Thai figures, glued to a word."""
    number = _identity(twelve)
    written = gap.join((number[0], number[1:5], number[5:10], number[10:12], number[12]))
    text = f"เลขบัตร{thai_digits(written) if thai else written} ของผู้เข้าร่วม"

    assert [(Kind.IDENTITY, number)] == [(one.kind, one.figures) for one in traces(text)]


@given(st.from_regex(r"[1-8][0-9]{12}", fullmatch=True).filter(lambda number: not is_identity(number)))
def test_thirteen_figures_that_do_not_check_are_none(number: str) -> None:
    """The last figure must be that of the others."""
    assert () == traces(f"เลขที่ {number} ลงวันที่")


@pytest.mark.parametrize(
    "text",
    [
        f"เลขประจำตัวผู้เสียภาษี {_identity('099400012345')}",  # of an office: it begins with 0
        f"ภาพ {_identity('164630000012')}.jpg",  # a telephone's name for a picture
        f"https://example.go.th/?t={_identity('164630000012')}",
        f"https://example.go.th/{_identity('164630000012')}/",
        f"IMG_{_identity('164630000012')}",
        f"จำนวน 1{_identity('164630000012')}0",  # a longer row
    ],
)
def test_other_rows_of_thirteen_figures_are_none(text: str) -> None:
    """Tax numbers of offices, names of files, addresses."""
    assert () == traces(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.MOBILE, "โทร.0812345678"),
        (Kind.MOBILE, "โทร 081-234-5678"),
        (Kind.MOBILE, "๐๘๑ ๒๓๔ ๕๖๗๘"),
        (Kind.MOBILE, "09-5990-9910"),
        (Kind.MOBILE, "+66 81 234 5678"),
        (Kind.CHILD, "ด.ช.สมมุติ ตัวอย่าง"),
        (Kind.CHILD, "ด.ญ. ทดลอง ใจดี อายุ 9 ปี"),
        (Kind.CHILD, "มอบทุนแก่เด็กหญิงทดลอง ใจดี"),
        (Kind.HOUSE, "เยี่ยมนางทดลอง ใจดี บ้านเลขที่ 12/3 หมู่ 4"),
        (Kind.ACCOUNT, "บัญชีธนาคารกรุงไทย เลขที่ 308-0-12345-6"),
        (Kind.ACCOUNT, "เลขที่บัญชี 0201 2345 6789"),
    ],
)
def test_traces_of_people_are_found(kind: Kind, text: str) -> None:
    """Each kind once."""
    assert [kind] == [one.kind for one in traces(text) if one.kind is not Kind.HOUSE or one.named]


@pytest.mark.parametrize(
    "text",
    [
        "โทร. 0 4461 1234",
        "โทรศัพท์ 044-611-234 ต่อ 501",
        "โทร. 02-281-5555",
        "งบประมาณ 0.812345678 ล้านบาท",
        "หนังสือที่ บร 0017/ว 0812",
        "เด็กชายและเด็กหญิง จำนวน 20 คน",
        "เด็กหญิงที่ยากไร้ ได้รับทุน",
        "เด็กหญิง อายุ 9 ปี",
        "สำนักงาน บ้านเลขที่ 1 ถนนจิระ",
        "วันที่ 3 มีนาคม 2565 เวลา 08.30 น.",
        "คำสั่งที่ 1234/2565",
    ],
)
def test_what_tells_of_no_person_is_none(text: str) -> None:
    """Offices' telephones, sums, numbers of letters, children without a name, addresses without a person."""
    assert [] == [one for one in traces(text) if one.kind is not Kind.HOUSE or one.named]

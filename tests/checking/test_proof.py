"""Proofing: what is told of an item's text, where, and what a fix does to it and to nothing else."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.checking.findings import apart, edited
from site_builder.checking.proof import House, fixed, proof
from site_builder.problems import Severity
from site_builder.thai.places import load

BURIRAM = load("บุรีรัมย์")
assert BURIRAM is not None
HOUSE = House(BURIRAM, ("0 4400 0000", "08 1000 0000"))
HEAD = "---\ntitle: ข่าว\ndate: 3 มีนาคม 2565\n---\n\n"
ALARMS = [
    *("เเคนดง", "น้้ำ", "แคน\u200bดง", "ท\u0e48\u0e35", "เ\u200bเละ"),
    *("อนุญาติ", "Proferssional", "กระทันหัน", "เว็ปไซต์", "อำเภอแคนดล", "ตำบลสระบ้ว อำเภอแคนดง"),
    *("๒5", "๑,ooo", "๑๐", "10", "“", "”", "(", ")", "1)", "วันศุกร์ที่ 3 มีนาคม 2565", "โน๊ต", "ผูhบริหาร"),
    *(" ", "\n", "\n\n", "---", "title: อนุญาติ", "cover: อนุญาติ.jpg", "`อนุญาติ`", "[ก](อนุญาติ.md)", "\u00a0", "กข"),
]
TEXTS = st.lists(st.sampled_from(ALARMS), max_size=12).map("".join)


@dataclass(frozen=True)
class Told:
    """A finding as the tests look at it."""

    code: str
    place: str
    fix: tuple[str, ...] = ()


def told(body: str, head: str = HEAD) -> list[Told]:
    """What is found in a body, and the texts that the fix puts there."""
    text = head + body
    found = proof(text, HOUSE)
    spans = [one.problem.span for one in found]
    places = [text[span.start : span.end] if span else "" for span in spans]
    return [
        Told(one.problem.code, place, tuple(edit.text for edit in one.edits))
        for one, place in zip(found, places, strict=True)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("เเคนดง", Told("C020", "เเ", ("แ",))),
        ("น้้ำ", Told("C021", "้", ("",))),
        ("แคน\u200bดง", Told("C022", "\u200b", ("",))),
        ("เมื่อวันศุกร์ที่ 3 มีนาคม 2565", Told("C023", "วันศุกร์ที่ 3 มีนาคม 2565")),
        ("ในวันที่ 31 เมษายน 2565", Told("C024", "วันที่ 31 เมษายน 2565")),
        ("ณ อำเภอแคนดล", Told("C025", "แคนดล")),
        ("ณ ตำบลสระบ้ว อำเภอแคนดง", Told("C025", "สระบ้ว", ("สระบัว",))),
        ("จำนวน ๒5 คน", Told("C026", "๒5", ("๒๕",))),
        ("จำนวน ๑,ooo คน", Told("C026", "๑,ooo", ("๑,๐๐๐",))),
        ("ปี 25๖5", Told("C026", "25๖5", ("2565",))),
        ("๑๐ คน ๑๑ คน 12 คน", Told("C027", "12")),
        ("นายทดลอง เป็นผูhบริหาร", Told("C028", "h")),
        ("จด โน๊ต", Told("C029", "น๊")),
        ("เลขบัตร 1-2345-67890-12-1", Told("C030", "1-2345-67890-12-1")),
        ("โทร. 081-234-5678", Told("C031", "081-234-5678")),
        ("ด.ช.สมมุติ ตัวอย่าง", Told("C032", "ด.ช.สมมุติ ตัวอย่าง")),
        ("ขออนุญาติเข้าพื้นที่", Told("C035", "อนุญาติ", ("อนุญาต",))),
        ("โครงการ “แคนดง", Told("C037", "“")),
        ("โครงการ (แคนดง", Told("C037", "(")),
        ("หมู่ที่ ตำบลสระบัว อำเภอแคนดง", Told("C001", "หมู่ที่")),
        ("ผู้อำนวยการ 【ชื่อ】", Told("C003", "【ชื่อ】")),
    ],
)
def test_each_rule_finds_its_own(body: str, expected: Told) -> None:
    """With its place, and the fix where it is safe."""
    assert [expected] == told(body)


@pytest.mark.parametrize(
    "body",
    [
        "วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.",
        "1) ข้อหนึ่ง\n2) ข้อสอง\n๓) ข้อสาม",
        "โครงการ “แคนดง” (ระยะที่ 1) วันนี้ (30 พ.ค. 66)",
        "โทร. 0 4400 0000 หรือ 0810000000",
        "`อนุญาติ` [ก](อนุญาติ.md) https://example.go.th/อนุญาติ อนุญาติ.jpg",
        "```\nอนุญาติ\n```",
        "1. ข้อ ๑๐ ของ ๑๑ ข้อ",
        "อำเภอปากช่อง จังหวัดนครราชสีมา",
        "ระหว่างวันที่ 28 กุมภาพันธ์ – 2 มีนาคม 2565",
        "don’t",
    ],
)
def test_right_texts_are_left_alone(body: str) -> None:
    """Dates that agree, brackets of a list, the office's own telephones, what machines read, places elsewhere."""
    assert [] == told(body)


def test_keys_that_people_read_are_proofed_and_others_are_not() -> None:
    """Title, location, summary, the place of an event; not addresses, files and tags."""
    head = (
        "---\ntitle: ขออนุญาติ\nสรุป: ขออนุญาติ\nevent:\n  date: 3 มีนาคม 2565\n  สถานที่: ห้องอนุญาติ\n"
        "tags: [อนุญาติ]\ncover: อนุญาติ.jpg\naliases: [/อนุญาติ/]\nslug: a\n---\n\n"
    )
    assert [Told("C035", "อนุญาติ", ("อนุญาต",))] * 3 == told("", head)


def test_an_identity_number_in_the_front_matter_is_found() -> None:
    """It is an error, and the only one that proofing knows."""
    found = proof("---\ntitle: ข่าว\ncredit: 1234567890121\n---\n\n", HOUSE)
    assert [("C030", Severity.ERROR)] == [(one.problem.code, one.problem.severity) for one in found]


def test_a_house_is_asked_about_where_a_name_stands_with_it() -> None:
    """An office's address is none."""
    assert [] == told("สำนักงาน เลขที่ 12/3 หมู่ 4 ถนนจิระ")
    assert ["C033"] == [one.code for one in told("เยี่ยมนางทดลอง ใจดี บ้านเลขที่ 12/3 หมู่ 4")]


def test_a_weekday_is_told_with_both_ways_out() -> None:
    """The weekday that the date has, and the nearest date of the weekday that is written."""
    (found,) = proof(f"{HEAD}วันศุกร์ที่ 3 มีนาคม 2565", HOUSE)
    arguments = dict(found.problem.arguments)
    assert ("พฤหัสบดี", "วันศุกร์ที่ 4 มีนาคม 2565") == (arguments["right"], arguments["near"])


def test_a_front_matter_that_cannot_be_read_is_not_taken_for_prose() -> None:
    """Only what reading mends and personal data are told of it."""
    assert [Told("C020", "เเ", ("แ",))] == told("", "ขออนุญาติ\n\nเเละ อนุญาติ")


@given(TEXTS)
def test_all_spans_lie_in_the_text_and_no_edit_crosses_a_line(text: str) -> None:
    """Whatever the text is: places are places of it as it is, edits change something, and lie within one line."""
    for finding in proof(text, HOUSE):
        span = finding.problem.span
        assert span
        assert 0 <= span.start <= span.end <= len(text)
        for edit in finding.edits:
            assert text[edit.span.start : edit.span.end] != edit.text
            assert "\n" not in text[edit.span.start : edit.span.end] + edit.text


@given(TEXTS.map(lambda body: HEAD + body) | TEXTS)
def test_a_fix_is_done_once(text: str) -> None:
    """A fix of the fix is the fix; and nothing is left that a fix could mend."""
    once, _ = fixed(text, HOUSE)
    assert (once, ()) == fixed(once, HOUSE)
    assert not any(finding.edits for finding in proof(once, HOUSE))


@given(TEXTS.map(lambda body: HEAD + body))
def test_a_fix_changes_nothing_outside_its_spans(text: str) -> None:
    """What lies between the edits of one round stands in the mended text, in its order, and between the new words."""
    edits = apart(edit for finding in proof(text, HOUSE) for edit in finding.edits)
    bounds = [0, *(at for edit in edits for at in (edit.span.start, edit.span.end)), len(text)]
    kept = [re.escape(text[start:end]) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    pattern = "".join(f"{piece}{re.escape(edit.text)}" for piece, edit in zip(kept, edits, strict=False)) + kept[-1]
    assert re.fullmatch(pattern, edited(text, edits))


@given(TEXTS, st.sampled_from(["\r\n", "\r", "\n"]))
def test_line_ends_stay(body: str, end: str) -> None:
    """Those of Windows and of old Macs, and their number."""
    text = (HEAD + body).replace("\n", end)
    mended, _ = fixed(text, HOUSE)
    assert re.findall("\r\n|\r|\n", text) == re.findall("\r\n|\r|\n", mended)
    assert mended == fixed(HEAD + body, HOUSE)[0].replace("\n", end)


def test_what_a_fix_did_is_told_by_line() -> None:
    """The words around each edit, before and after."""
    _, done = fixed(f"{HEAD}ขออนุญาติเข้า\nเเละ", HOUSE)
    assert [(6, "ขออนุญาติเข้า", "ขออนุญาตเข้า"), (7, "เเละ", "และ")] == [(one.line, one.before, one.after) for one in done]


@pytest.mark.parametrize(
    "piece",
    ["ก", "(", '"', "1 ", "บ้านเลขที่ 1 ", "บัญชี", "เด็กหญิงก ข ", "a@", "`", "<a", "](", "[^", "{:", "อำเภอก ", "้", "อนุญาติ"],
)
def test_a_line_without_end_costs_no_more_than_its_length(piece: str) -> None:
    """20,000 characters of anything are proofed within two seconds; most take 20 ms."""
    text = HEAD + piece * (20_000 // len(piece))
    began = time.process_time()
    proof(text, HOUSE)
    assert time.process_time() - began < 2

"""The table of slips: each is found where it stands, and no right word is touched."""

from __future__ import annotations

from importlib.resources import files

import pytest

from site_builder.thai.spelling import slips, table

THAI, ENGLISH = table()["thai"], table()["english"]
# Words of newmm's dictionary are as people write, slips among them: these are no right words.
DICTIONARY = files("newmm_tokenizer").joinpath("words_th.txt").read_text("utf-8").split()


def corrected(text: str) -> str:
    """The text with every slip mended."""
    for one in reversed(slips(text)):
        text = text[: one.start] + one.right + text[one.end :]
    return text


@pytest.mark.parametrize(("wrong", "right"), [*THAI.items(), *ENGLISH.items()])
def test_each_slip_is_mended_in_a_sentence(wrong: str, right: str) -> None:
    """And what it is mended to holds none."""
    assert f"ตาม {right} ที่ว่า" == corrected(f"ตาม {wrong} ที่ว่า")
    assert right == corrected(right)


def test_no_word_of_the_dictionary_is_touched_but_for_the_slip_itself() -> None:
    """A slip inside a longer word makes a slip of it: of 62,051 words those that are touched hold one knowingly."""
    known = {*THAI, "โดยกระทันหัน", "เครื่องเล่นวีดีโอเทป", "จีโอกราฟฟิก", "โพลีคลินิค", "เมโยคลินิค"}
    known |= {"ระบบดิจิตอล", "บุคคลิกภาพ", "ภูติผีปีศาจ"}
    assert set() == {word for word in DICTIONARY if slips(word)} - known


@pytest.mark.parametrize(
    "text",
    [
        "ปุลลิงค์และสตรีลิงค์",
        "ภาระกิจกรรม",
        "เวรคืนวันศุกร์",
        "ชนะค่ะ",
        "รสชาดก",
        "อำเภอกระสังเกตุทัต",
        "ประชาสัมพันธ์ปลาสวยงาม",
        "เดือนกุมภาพันธ์ไม้ผลออกดอก",
        "พัฒนาการจังหวัดศรีสะเกษตกรอบ",
        "ปราณีตลอดมา",
        "ผลัดเปลี่ยนหมุนเวียน",
        "นายดำรง โอกาศ อุตสาหกรรมจังหวัด",
        "นางสาวปราณีต ใจดี",
        "และนายทดลอง อนุญาติ",
        "someone@enviroment.go.th",
        "www.goverment.example",
        "Recieves",
    ],
)
def test_right_words_that_look_like_slips_stay(text: str) -> None:
    """Two words that meet, names of people, addresses, longer words."""
    assert text == corrected(text)


def test_english_keeps_its_case() -> None:
    """PROFERSSIONAL is mended in capitals."""
    assert "PROFESSIONAL Professional professional" == corrected("PROFERSSIONAL Proferssional proferssional")

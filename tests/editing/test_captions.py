"""photos.yml edited from the desk: a picture's own lines are written anew, and all others stay to the byte."""

from __future__ import annotations

import os

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from site_builder.editing.captions import captioned
from site_builder.editing.edit import Refused
from site_builder.pictures import Caption
from site_builder.reading.captions import read_captions

EXAMPLES = int(os.environ.get("EDITING_EXAMPLES", "60"))
FILE = """# ภาพงานวันที่ 3 มีนาคม
ก.jpg: แม่บ้านทอผ้า
ข.jpg:
  คำบรรยาย: "ผู้นำ: ประชุม"  # ตรวจแล้ว
  # อีกบรรทัด
  จุดสนใจ: 50 20
ค.jpg: {caption: ตลาด, focus: 10 90}

# ท้ายไฟล์
"""
NAMES = ("ก.jpg", "ข.jpg", "ค.jpg", "ง.jpg")


def read(text: str) -> dict[str, Caption]:
    """What the site takes from such a file."""
    found = read_captions("photos.yml", text.encode(), NAMES)
    assert () == found.problems
    return dict(found.captions)


@pytest.mark.parametrize(
    ("name", "words", "former", "new"),
    [
        ("ก.jpg", Caption("แม่บ้านทอผ้าไหม"), "ก.jpg: แม่บ้านทอผ้า\n", "ก.jpg: แม่บ้านทอผ้าไหม\n"),
        ("ก.jpg", Caption("", "หญิงสองคน"), "ก.jpg: แม่บ้านทอผ้า\n", "ก.jpg:\n  ข้อความแทน: หญิงสองคน\n"),
        ("ก.jpg", Caption(), "ก.jpg: แม่บ้านทอผ้า\n", ""),
        (
            *("ข.jpg", Caption("ผู้นำ: ประชุม", "ชายในศาลา"), "  จุดสนใจ: 50 20\n"),
            "  จุดสนใจ: 50 20\n  ข้อความแทน: ชายในศาลา\n",
        ),
        ("ข.jpg", Caption(), '  คำบรรยาย: "ผู้นำ: ประชุม"  # ตรวจแล้ว\n  # อีกบรรทัด\n', ""),
        ("ง.jpg", Caption("", "a: b"), "# ท้ายไฟล์\n", "# ท้ายไฟล์\nง.jpg:\n  ข้อความแทน: 'a: b'\n"),
        ("ง.jpg", Caption("ใหม่"), "# ท้ายไฟล์\n", "# ท้ายไฟล์\nง.jpg: ใหม่\n"),
        ("ก.jpg", Caption("แม่บ้านทอผ้า"), "", ""),
    ],
)
def test_only_a_picture_s_own_lines_are_written(name: str, words: Caption, former: str, new: str) -> None:
    """Remarks, other keys and their order stay; what is said of nothing has no line."""
    assert FILE.replace(former, new, 1) == captioned(FILE, {name: words})


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_begun_and_goes_on_in_its_own_line_ends(end: str) -> None:
    """A last line without an end gets one."""
    assert "ก.jpg: หนึ่ง\n" == captioned("", {"ก.jpg": Caption("หนึ่ง")})
    begun = f"ก.jpg: หนึ่ง{end}ข.jpg: สอง"
    assert f"{begun}{end}ค.jpg: สาม{end}" == captioned(begun, {"ค.jpg": Caption("สาม")})


@pytest.mark.parametrize(
    "text", ["ก.jpg: [", "- ก.jpg", "ข้อความ", "a: 1\n b: 2", "\x00", "{ก.jpg: หนึ่ง, ข.jpg: สอง}", "ก.jpg: ก\nก.jpg: ข\n"]
)
def test_what_cannot_be_edited_safely_is_refused(text: str) -> None:
    """A file with a mistake is somebody's, and not ours to guess at."""
    with pytest.raises(Refused):
        captioned(text, {"ก.jpg": Caption("ใหม่")})


_PIECES = ("กา", "นี้", "ย่อ", "จม", "aB1", *":#'\"-[]{}!&*%@,\\|>? \n\t")  # no mark without its letter: that is mended
_WORDS = st.lists(st.sampled_from(_PIECES), max_size=9).map("".join)


@settings(max_examples=EXAMPLES * 5)
@given(st.lists(st.tuples(st.sampled_from(NAMES), _WORDS, _WORDS), min_size=1, max_size=5))
def test_what_is_said_is_read_back(edits: list[tuple[str, str, str]]) -> None:
    """Whatever is typed, one after the other: each picture's words as they were meant, no other's touched."""
    text, meant = FILE, read(FILE)
    for name, caption, alt in edits:
        words = Caption(" ".join(caption.split()), " ".join(alt.split()))
        before = text.split("\n")
        text = captioned(text, {name: Caption(caption, alt)})
        focus = meant.get(name, Caption()).focus
        meant[name] = Caption(words.caption, words.alt, focus)
        assert {one: said for one, said in meant.items() if said != Caption()} == read(text)
        assert [line for line in before if line.startswith("#")] == [
            line for line in text.split("\n") if line.startswith("#")
        ]


@settings(max_examples=EXAMPLES * 5)
@given(st.text("กข.jpg: -[]{}#'\"\n\tabc", max_size=60), st.sampled_from(NAMES), _WORDS)
def test_any_file_is_edited_rightly_or_not_at_all(text: str, name: str, alt: str) -> None:
    """Another picture's words never change, and no mistake is added."""
    try:
        after = captioned(text, {name: Caption("", alt)})
    except Refused:
        return
    before = read_captions("photos.yml", text.encode(), NAMES)
    assume(text.strip())
    now = read_captions("photos.yml", after.encode(), NAMES)
    assert len(now.problems) <= len(before.problems)
    assert {one: said for one, said in before.captions if one != name} == {
        one: said for one, said in now.captions if one != name
    }
    assert " ".join(alt.split()) == dict(now.captions).get(name, Caption()).alt

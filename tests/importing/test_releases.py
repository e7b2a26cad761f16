"""Texts of our own invention to drafts: the fields, the questions, and what must not be lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing.desk import data_of, read_back
from importing.releases import Release, releases

from site_builder.importing.accounting import lost
from site_builder.importing.draft import Draft
from site_builder.importing.release import read
from site_builder.thai.when import When

RELEASES = releases()
LINES = [line for one in RELEASES for line in one.text.splitlines() if line.strip()]
OWN = {"F008", "F009"}  # marks without a letter, signs that were lost before: the text's own, for the editor to mend
ODDITIES = [
    *(
        "",
        " ",
        "\t",
        "|",
        "-----",
        "=====",
        "# หัวข้อ",
        "#แท็ก",
        "* ดาว",
        "> คำพูด",
        "``` ",
        "[ก]: ข",
        "<b>หนา</b>",
        "&amp;",
        "a_b_c *d*",
    ),
    *(
        "ปี พ.ศ. 9999",
        "วันที่ 31 กุมภาพันธ์ 2565",
        "เวลา 99.99 น.",
        "ณ",
        "ณ ",
        "ที่",
        "(",
        ")",
        "จังหวัด",
        "อ.",
        "\ufeff",
        "\u200b",
        "ํา",
        "🖌️",
    ),
    *(
        "title: x",
        "---",
        "1.",
        "1.5 ล้าน",
        "๑) ข้อ",
        "{: .x}",
        "![x](y)",
        "https://x.go.th/a_b*c",
        "C:\\x",
        "” ก",
        "ก: ข",
        "'",
        '"',
    ),
]


@pytest.mark.parametrize("release", RELEASES, ids=lambda one: one.name)
def test_a_release_gives_its_fields(release: Release) -> None:
    """Each field that is named has its value, or stays empty where the text does not say it."""
    data = data_of(release.text)

    assert release.fields == {key: data[key] for key in release.fields}


@pytest.mark.parametrize("release", RELEASES, ids=lambda one: one.name)
def test_what_a_release_does_not_say_is_asked(release: Release) -> None:
    """These questions are raised, and no others."""
    assert release.asks == tuple(one.code for one in read(release.text).questions)


@pytest.mark.parametrize("release", RELEASES, ids=lambda one: one.name)
def test_every_field_says_where_it_was_found(release: Release) -> None:
    """The span of a field is what the text has there."""
    draft = read(release.text)
    told = [draft.title, draft.location, draft.author_unit, draft.credit]

    for one in told:
        if one:
            assert one.span is not None
            assert one.value == draft.text[one.span.start : one.span.end]


@pytest.mark.parametrize("release", RELEASES, ids=lambda one: one.name)
def test_the_item_reads_back_as_it_was_imported(release: Release) -> None:
    """Import, write, read: no problem, the same title, days, time and districts."""
    proves(read(release.text))


@given(st.lists(st.sampled_from(LINES) | st.sampled_from(ODDITIES) | st.text(max_size=40), max_size=12))
@settings(max_examples=200)
def test_no_text_is_lost_and_none_fails(lines: list[str]) -> None:
    """Whatever is pasted: nothing raises, no line is lost, and the item reads back without a word."""
    proves(read("\n".join(lines)))


@pytest.mark.parametrize(
    "text",
    [
        *("1-" * 20_000, "อำเภอ" * 5_000, "line " + "1" * 5_000 + "x", "ก\n" * 20_000, "👉" * 20_000, "ณ ก" * 10_000),
        *("วันที่ 1 ม.ค. 2565" + " " * 20_000 + "x", "วันที่ 3 มีนาคม 2565 เวลา 08.30 น. ณ วัดก " * 1_500, "(" * 20_000),
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long(text: str) -> None:
    """Rows of anything, without line ends or with too many: tenths of a second, where a square would take minutes."""
    started = time.perf_counter()

    assert () == lost(read(text))
    assert time.perf_counter() - started < 10


def proves(draft: Draft) -> None:
    """Nothing was lost, and the item says what the draft says."""
    assert () == lost(draft)
    if not draft.body.strip() or not draft.working_title.strip():
        return  # an item without a word is no item: the reader says so
    reading = read_back(draft)
    if "F008" in [problem.code for problem in reading.problems]:
        return  # the text has lost signs, and is held back for them
    assert [] == [problem.code for problem in reading.problems if problem.code not in OWN]
    assert reading.item is not None
    end = draft.end_date.value if draft.end_date else None
    time = draft.time.value if draft.time else None
    assert reading.item.when == (When(draft.date.value, end, time) if draft.date else None)
    assert reading.item.title == " ".join((draft.title.value if draft.title else draft.working_title).split())
    assert [one.name for one in reading.item.districts] == (
        [one.value for one in draft.districts] if draft.province else []
    )
    assert reading.item.draft == bool(draft.questions)

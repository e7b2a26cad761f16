"""A whole source: what an office PC really produces, standing pages, and no bytes that raise."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.messages import hint, message
from site_builder.problems import Severity, is_error
from site_builder.reading.item import EXCERPT, Rules, read
from site_builder.thai.places import Gazetteer, load

PATH = "content/news/2565/2565-03-03-khaen-dong.md"
GOOD = """---
title: สพอ.แคนดง ประชุมผู้นำชุมชน
date: วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.
location: หอประชุมอำเภอแคนดง จังหวัดบุรีรัมย์
author_unit: สำนักงานพัฒนาชุมชนอำเภอแคนดง
tags: [ผู้นำชุมชน, ประชุม]
visit_counter: {total: 1}
---

สำนักงานพัฒนาชุมชนอำเภอแคนดงประชุมผู้นำชุมชนเพื่อเตรียมงาน

1.เพื่อแรก
2.เพื่อที่สอง
"""


def buriram() -> Gazetteer:
    """The gazetteer that all items here are read with; the same value at each call."""
    gazetteer = load("บุรีรัมย์")
    assert gazetteer is not None
    return gazetteer


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of Buriram."""
    return Rules(buriram())


def test_a_good_item_is_read_whole(rules: Rules) -> None:
    """Every part of an item comes from its own text, without a problem."""
    reading = read(PATH, GOOD.encode(), rules)

    assert () == reading.problems
    assert reading.item is not None
    assert reading.body is not None
    assert ("news", "2565-03-03-khaen-dong", PATH) == (reading.item.kind, reading.item.slug, reading.item.source)
    assert reading.item.when is not None
    assert (dt.date(2022, 3, 3), dt.time(8, 30)) == (reading.item.when.start, reading.item.when.time)
    assert ["แคนดง"] == [district.name for district in reading.item.districts]
    assert "สำนักงานพัฒนาชุมชนอำเภอแคนดงประชุมผู้นำชุมชนเพื่อเตรียมงาน" == reading.item.excerpt
    assert "<li>เพื่อแรก</li>" in "".join(reading.body.prose.parts)


def test_values_keep_their_places_for_problems_that_are_found_later(rules: Rules) -> None:
    """Planning can name the line of an unknown office, category or tag."""
    item = read(PATH, GOOD.encode(), rules).item

    assert item is not None
    places = {key: (position.line, position.column, position.length) for key, position in item.positions}
    assert {"title": (2, 8, 26), "date": (3, 7, 42), "author_unit": (5, 14, 28), "tags": (6, 7, 20)} == places


def test_the_summary_comes_before_the_first_paragraph_and_is_cut(rules: Rules) -> None:
    """A list shows at most 160 characters of either."""
    item = read(PATH, GOOD.replace("tags:", f"summary: {'ประชุม ' * 40}\ntags:").encode(), rules).item

    assert item is not None
    assert item.excerpt.startswith("ประชุม ประชุม")
    assert len(item.excerpt) <= EXCERPT + 1  # the sign that says there is more


@pytest.mark.parametrize(
    ("path", "kind", "slug"),
    [
        ("content/news/2565/03/ประชุม ผู้นำ.md", "news", "ประชุม-ผู้นำ"),
        ("content/news/2565/2565-03-03-khaen-dong/index.md", "news", "2565-03-03-khaen-dong"),
        ("content/pages/about.md", "page", "about"),
        ("content/pages/office/Contact Us.md", "page", "contact-us"),
        ("content/pages/privacy/index.md", "page", "privacy"),
    ],
)
def test_kind_and_slug_come_from_the_path(rules: Rules, path: str, kind: str, slug: str) -> None:
    """The file's name is the URL's last part; of an index.md it is the folder's."""
    item = read(path, GOOD.encode(), rules).item

    assert item is not None
    assert (kind, slug) == (item.kind, item.slug)


def test_a_typed_slug_is_taken(rules: Rules) -> None:
    """The editor may name the URL."""
    item = read(PATH, GOOD.replace("tags:", "slug: prachum\ntags:").encode(), rules).item

    assert item is not None
    assert "prachum" == item.slug


def test_a_standing_page_needs_a_title_only(rules: Rules) -> None:
    """A page about the office is of no day."""
    reading = read("content/pages/about.md", "---\ntitle: เกี่ยวกับเรา\n---\n\nเนื้อหา\n".encode(), rules)

    assert reading.item is not None
    assert (None, ()) == (reading.item.when, reading.problems)


def test_a_file_name_without_a_letter_needs_a_slug(rules: Rules) -> None:
    """There is nothing to make a URL of; a typed slug helps."""
    assert ["F068"] == [problem.code for problem in read("content/news/!!!.md", GOOD.encode(), rules).problems]
    assert read("content/news/!!!.md", GOOD.replace("tags:", "slug: a\ntags:").encode(), rules).item is not None


def test_an_error_holds_the_item_back_and_says_all(rules: Rules) -> None:
    """No half an item: neither item nor body, and the problems of both in the order of the file."""
    source = GOOD.replace("3 มีนาคม", "31 กุมภาพันธ์").replace("tags:", "tag:") + "\n[ก](javascript:alert(1))\n"
    reading = read(PATH, source.encode(), rules)

    assert (None, None) == (reading.item, reading.body)
    lines = [problem.position.line for problem in reading.problems if problem.position]
    assert sorted(lines) == lines
    assert [3, 6, 15] == lines
    assert {PATH} == {problem.path for problem in reading.problems}


FRONT = "title: พช.แคนดง\ndate: 2565-03-03\ntags: [ก]"
BODY = "\n---\n\nวันนี้มีการประชุม\n"


@pytest.mark.parametrize(
    ("why", "data"),
    [
        ("Notepad's mark", ("\ufeff---\n" + FRONT + BODY).encode()),
        ("old Notepad", ("---\n" + FRONT + BODY).encode("cp874")),
        ("Notepad's Unicode", ("---\n" + FRONT + BODY).encode("utf-16")),
        ("Windows line ends", ("---\n" + FRONT + BODY).replace("\n", "\r\n").encode()),
        ("old Mac line ends", ("---\n" + FRONT + BODY).replace("\n", "\r").encode()),
        ("a no-break space after the colon", ("---\n" + FRONT.replace("title: ", "title:\u00a0") + BODY).encode()),
        ("zero-width spaces", ("---\n" + FRONT.replace("พช.", "พช.\u200b") + BODY).encode()),
        ("เเ for แ", ("---\n" + FRONT.replace("แ", "เเ") + BODY).encode()),
        ("quotes from Word", ("---\n" + FRONT.replace("2565-03-03", "“2565-03-03”") + BODY).encode()),
        ("Thai digits", ("---\n" + FRONT.replace("2565-03-03", "๒๕๖๕-๐๓-๐๓") + BODY).encode()),
        ("a day as people write it", ("---\n" + FRONT.replace("2565-03-03", "3 มี.ค. 65") + BODY).encode()),
        ("a wrong weekday", ("---\n" + FRONT.replace("2565-03-03", "วันศุกร์ที่ 3 มีนาคม 2565") + BODY).encode()),
        ("spaces before the fence", ("\n  ---\n" + FRONT + BODY).encode()),
        ("an unsafe body", ("---\n" + FRONT + BODY + "<script>alert(1)</script>\n").encode()),
    ],
)
def test_what_an_office_pc_makes_is_published(rules: Rules, why: str, data: bytes) -> None:
    """The same item comes of it, whatever program saved it."""
    reading = read(PATH, data, rules)

    assert reading.item is not None, (why, reading.problems)
    assert reading.item.when is not None
    assert ("พช.แคนดง", dt.date(2022, 3, 3)) == (reading.item.title, reading.item.when.start)
    assert "script" not in "".join(reading.body.prose.parts if reading.body else ())


def test_rules_and_readings_travel_to_worker_processes(rules: Rules) -> None:
    """Both are values that pickle to equals."""
    reading = read(PATH, GOOD.encode(), rules)

    assert rules == pickle.loads(pickle.dumps(rules))  # noqa: S301 - our own bytes
    assert reading == pickle.loads(pickle.dumps(reading))  # noqa: S301


def settled(data: bytes, path: str = PATH) -> None:
    """Read, and see that the answer is whole: an item or an error, each problem with its place and its words."""
    reading = read(path, data, Rules(buriram(), (("project", "โครงการ"),)))
    assert (reading.item is None) == any(is_error(problem) for problem in reading.problems)
    assert (reading.item is None) == (reading.body is None)
    for problem in reading.problems:
        assert problem.position is not None
        assert problem.path == path
        for language in ("th", "en"):
            assert message(problem, language)
            hint(problem, language)


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    """A file of anything is an item or an error."""
    settled(data)


PIECES = (
    *(
        ": ",
        "\n",
        "---\n",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        "#",
        " #",
        "\t",
        "- ",
        "|",
        ">",
        "&",
        "*",
        "：",
        "“",
        "\u00a0",
    ),
    *("\u200b", "\ufffd", "\x00", "เเ", "ํา", "2565", "31 กุมภาพันธ์ 2565", "25.00 น.", "อ.", "ต.กระสัง", "../", "%ff"),
    *(
        "title",
        "date",
        "district: แคนดล\n",
        "event: ",
        "correction: ",
        "aliases: ",
        "cover: ",
        "publish_on: ",
        "slug: ",
    ),
)


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 6), st.sampled_from(PIECES)), min_size=1, max_size=5)
)
def test_no_edit_of_a_good_item_raises(edits: list[tuple[int, int, str]]) -> None:
    """Letters lost and signs put in anywhere leave an item or an error, never nothing."""
    source = GOOD
    for place, lost, piece in edits:
        source = source[:place] + piece + source[place + lost :]

    settled(source.encode())


@given(
    st.dictionaries(
        st.sampled_from(["date", "time", "end_date", "event", "aliases", "gallery", "slug"]), st.text(max_size=30)
    )
)
def test_no_value_raises(values: dict[str, str]) -> None:
    """Whatever stands behind a key, quoted so that it arrives."""
    lines = [f"{key}: '{value.replace(chr(39), chr(39) * 2)}'" for key, value in values.items()]

    settled(("---\ntitle: ก\n" + "\n".join(lines) + "\n---\n\nข\n").encode("utf-8", "replace"))


def test_a_warning_publishes(rules: Rules) -> None:
    """A wrong weekday is told with the right line, and the item is there."""
    reading = read(PATH, GOOD.replace("พฤหัสบดี", "ศุกร์").encode(), rules)

    assert [(Severity.WARNING, "D006")] == [(problem.severity, problem.code) for problem in reading.problems]
    assert "date: วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น." == reading.problems[0].fix
    assert reading.item is not None

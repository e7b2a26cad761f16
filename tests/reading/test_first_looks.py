"""A first look decides what needs no second one: a reading is the same where every first look says "maybe"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.model import Reading
from site_builder.reading import body, frontmatter, limits, linking, sanitise, sought, source
from site_builder.reading.item import Rules, read
from site_builder.reading.lines import check, for_parser, is_plain
from site_builder.reading.office_text import markdown
from site_builder.thai import dates
from site_builder.thai.places import load

GAZETTEER = load("บุรีรัมย์")
assert GAZETTEER
RULES = Rules(GAZETTEER, (("project", "โครงการ"),))
REAL = Path(__file__).parents[3] / "shared" / "corpus" / "thaigov"
WHOLE = markdown()

LINES = (
    *("title: ก", 'title: "ก: [ข]"', "title: 'ก'", "date: 3 มีนาคม 2565", "date: 2022-03-03T08:30:00+07:00", "tags:"),
    *("  - ก", '  - "ข"', "  - ค: ง", "      - จ", "- ฉ", "tags: [ก, ข]", "location: ต.สระบัว อ.แคนดง", "draft: ใช่"),
    *("summary: ก # ข", "summary: |", "  ช", "---", "—", "title:ก", "ttle: ก", "author：ก", "x: 'y", "x: [", "x: y: z"),
    *("x: *a", "", "\tx: y", "x: “ก”", "<<: y", " x: y", "x: a:b", "x: - y", "x: \u2028y", "x: ?", 'x: "\\a"'),
)
BODIES = (
    *("ก\nข", "## หัวข้อ\n\n- ก\n", "[ก](ข.md)", "[ก](#ข)", "<b>ก</b>", "<script>ก", "<p onclick=ก>", "<font color=ก>ข"),
    *("<IFRAME src=ก>", "[ก](javascript:x)", "[ก](C:\\x)", "![](data:image/png;base64,AA)", "| ก | ข |\n|---|--:|\n"),
    *("ก[^1]\n\n[^1]: ข", "\x01", "\ufffe", "เเ", "\u200b", "\x0b", "<textarea>", "https://a.th", "ก {: #ข }", "\n\n"),
    *("<a href='ข' title='>'>", "<K>", "<svg/onload=ก>", "<!-- ก -->", "&lt;script&gt;", "{: style=ก }", "`<b>`"),
)


@contextmanager
def second_looks() -> Iterator[None]:
    """Let every first look say that there may be something to find."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frontmatter, "is_plain", lambda _: False)
        patch.setattr(source, "is_usual", lambda _: False)
        patch.setattr(body, "is_usual", lambda _: False)
        patch.setattr(body, "plain", lambda _: None)
        patch.setattr(body, "_html", lambda text: (WHOLE.reset(), WHOLE.convert(text))[1])
        patch.setattr(body, "_WORD", re.compile("(?!)"))
        patch.setattr(limits, "_COUNTERS", tuple((code, "", counter) for code, _, counter in limits._COUNTERS))  # noqa: SLF001
        patch.setattr(linking, "_TELLING", linking.TAG)
        patch.setattr(sanitise, "_TELLING", re.compile("<[A-Za-z]"))
        patch.setattr(sanitise, "_MAY_SWALLOW", re.compile(""))
        patch.setattr(sought, "_LONG", 0)
        patch.setattr(dates, "_of_machine", lambda _: None)
        yield


def both(text: str) -> tuple[Reading, Reading]:
    """The reading of a source without and with first looks."""
    data = text.encode()
    with second_looks():
        whole = read("content/news/2565/ก.md", data, RULES)
    return whole, read("content/news/2565/ก.md", data, RULES)


@given(
    st.lists(st.sampled_from(LINES), max_size=8).map("\n".join),
    st.lists(st.sampled_from(BODIES), max_size=5).map("\n".join),
)
@settings(max_examples=400, deadline=None)
@example("title: ก\ndate: 2022-03-03\n" + "\n".join(" " * indent + "- x" for indent in range(1, 45)), "ก")
def test_a_reading_is_the_same(front: str, text: str) -> None:
    """Item, body and problems with their places."""
    whole, short = both(f"---\n{front}\n---\n{text}")
    assert whole == short


@given(st.lists(st.sampled_from(BODIES), max_size=8).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_a_body_is_the_same(text: str) -> None:
    """The same for bodies below front matter that has no mistake."""
    whole, short = both(f"---\ntitle: ก\ndate: 3 มีนาคม 2565\n---\n{text}")
    assert whole == short


@pytest.mark.skipif(not REAL.is_dir(), reason="the published releases do not lie beside this repository")
def test_real_releases_are_the_same() -> None:
    """240 releases of the government, each below a title and a date."""
    texts = (path.read_text("utf-8") for path in sorted(REAL.glob("*.txt")))
    readings = (both(f"---\ntitle: ก\ndate: 3 มีนาคม 2565\n---\n{text}") for text in texts)
    assert [] == [short for whole, short in readings if whole != short]


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=8).map(lambda lines: "\n".join(lines) + "\n"))
@example("".join(f"{'x' * 8}: {' ' * indent}ก\n" for indent in range(60)))
def test_plain_front_matter_needs_no_mending(text: str) -> None:
    """What the first look takes for plain goes through the second one without a word, and to the parser as it is."""
    if is_plain(text):
        checked = check(text, 0, len(text), lambda _: None)
        assert ((), (), len(text)) == (checked.problems, checked.spoilt, checked.end)
        assert text == for_parser(checked.good, 0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2022-03-03",
            "2565-03-03",
            "2022-02-30",
            "2022-13-01",
            "2022-3-3",
            "๒๕๖๕-๐๓-๐๓",
            "0022-03-03",
            "2022-03-03 ",
        ),
        *("2022-03-03T08:30:00+07:00", "2022-03-03T24:00:00+07:00", "2022-03-03T08:30:61+07:00"),
        *("2022-03-03T08:30:00Z", "2022-03-03T08:30:00", "1900-01-01T00:00:00+07:00", "2300-12-31T23:59:59+07:00"),
    ],
)
def test_a_date_of_a_program_is_that_of_a_person(text: str) -> None:
    """The short way says what the long one says, or leaves the date to it."""
    assert dates._of_person(text) == dates.parse(text)  # noqa: SLF001

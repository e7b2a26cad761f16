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
from site_builder.reading.composing import Composed, compose
from site_builder.reading.item import Rules, read
from site_builder.reading.lines import check, for_parser
from site_builder.reading.office_text import markdown
from site_builder.reading.plain_keys import compose_plainly
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
PLAIN = (
    *("tags:\n  - ก\n  - ข", "tags: \n - ก \n   - ข", "tags:\n  -  'ก'  ", "title: ก  "),
    *(
        "tags: [ก, ข ค]",
        "tags: [ ก ,ข  ] ",
        "tags: []",
        "tags: [ ]",
        "tags: [ก,]",
        "tags: [ก, - ข]",
        "tags: [~, <<, 5]",
    ),
    *('title:  "" ', "x: ก\n - ข", "x: ~"),
    *("x: a:b", "x: =", "x: ก - ข", "x: ก]", "x: 'ก' ข", 'x: ก"ข"', "x: ...", "x: -1", "x: ก\u00a0", "x: ฿5", "x: <<"),
)  # lines of which the short way takes most
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
        patch.setattr(frontmatter, "compose_plainly", lambda *_: None)
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


@given(st.lists(st.sampled_from((*LINES, *PLAIN)), min_size=1, max_size=8).map(lambda lines: "\n".join(lines) + "\n"))
@example("".join(f"{'x' * 8}: {' ' * indent}ก\n" for indent in range(60)))
@example(f"tags:\n  - {'ก' * 2000}\n  - 'a:b'\ntitle: {'ก ' * 2000} \n")
@settings(max_examples=400)
def test_plain_front_matter_is_what_the_parser_reads(text: str) -> None:
    """What goes the short way is right as it stands, and has the same texts at the same places."""
    plain = compose_plainly(text, 4)
    if plain:
        checked = check(text, 0, len(text), lambda _: None)
        assert ((), (), len(text)) == (checked.problems, checked.spoilt, checked.end)
        assert compose(for_parser(checked.good, 0, len(text)), 4) == Composed(plain)


def test_the_front_matter_of_most_releases_is_plain() -> None:
    """A title in quotation marks, a date, a place and a list are read without the parser; what it folds is not."""
    usual = 'title: "ก: ข"\nวันที่: 2022-03-03T08:30:00+07:00\nlocation: อ.แคนดง\nsummary:\n'
    usual += "tags:\n  - ก\n  - 'ข'\ncategory: [ก, ข]\n"
    assert compose_plainly(usual, 0)
    assert compose_plainly("tags:\n  - ก\n   - ข\n", 0) is None
    assert compose_plainly("title: ก\n  - ข\n", 0) is None


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

"""Front matter into texts with their places: fences, YAML's traps, and the bounds that keep the parser alive."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import place
from site_builder.reading import composing
from site_builder.reading.composing import Listing, Scalar, Table, Value
from site_builder.reading.frontmatter import FrontMatter, parse
from site_builder.reading.lines import DEEPEST, LARGEST

KNOWN = {"title": "title", "ชื่อเรื่อง": "title", "date": "date", "tags": "tags", "summary": "summary"}


def read(source: str) -> FrontMatter:
    """Parse with a small vocabulary."""
    return parse(source, KNOWN.get)


def plain(value: Value) -> object:
    """A value without its places."""
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Listing):
        return [plain(item) for item in value.items]
    if isinstance(value, Table):
        return {entry.written: plain(entry.value) for entry in value.entries}
    return None


def values(front: FrontMatter) -> dict[str, object]:
    """The entries by their names; None stands for a value that was spoilt."""
    return {entry.name: plain(entry.value) for entry in front.entries}


def found(source: str) -> list[tuple[str, int]]:
    """Code and line of everything that was found."""
    return [(problem.code, place(source, problem.span).line) for problem in read(source).problems]


def body(source: str) -> str:
    """What is left for the body."""
    return source[read(source).body :]


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "08",
        "044666512",
        "13:30",
        "08.30",
        "2567-02-29",
        "1e3",
        "0x1F",
        "1_000",
        "null",
        "~",
        "=",
        "<",
        ".5",
    ],
)
def test_every_scalar_keeps_its_text(text: str) -> None:
    """A phone number is no octal number, a time no sexagesimal one, and 29 February 2567 no crash."""
    assert {"title": text} == values(read(f"---\ntitle: {text}\n---\n"))


@given(st.text(alphabet="กขคงา่ำ abz059.,/-+%#()@&*!|>'\"[]{}?:=~`^$_", min_size=1, max_size=30))
def test_a_value_in_single_quotes_is_read_as_it_is(text: str) -> None:
    """The fix that messages offer, single quotes with doubled ones inside, is right for every text of one line."""
    front = read("---\ntitle: '" + text.replace("'", "''") + "'\n---\n")

    assert [] == [problem.code for problem in front.problems]
    assert {"title": text} == values(front)


@given(st.text(alphabet="กข าa:#'\"[]{},&*!|>%@`-?\\", min_size=1, max_size=12).filter(lambda text: text.strip()))
def test_the_line_that_is_offered_can_be_read(text: str) -> None:
    """Whatever is typed as a title, the fix of each error is a line without errors."""
    for problem in read(f"---\ntitle: {text}\ndate: x\n---\n").problems:
        if problem.fix:
            again = read(f"---\n{problem.fix}\ndate: x\n---\n")
            assert [] == [after for after in again.problems if after.severity == "error"], problem.fix


def test_spans_are_places_in_the_text() -> None:
    """Each key and value is marked where it stands, behind blank lines and Thai too."""
    source = "\n\n---\nชื่อเรื่อง: ข่าว\ntags: [ก, 'ข']\n---\n"
    front = read(source)

    assert ["ชื่อเรื่อง", "tags"] == [source[entry.span.start : entry.span.end] for entry in front.entries]
    assert ["ข่าว", "[ก, 'ข']"] == [source[entry.value.span.start : entry.value.span.end] for entry in front.entries]
    listing = front.entries[1].value
    assert isinstance(listing, Listing)
    assert ["ก", "'ข'"] == [source[item.span.start : item.span.end] for item in listing.items]


@pytest.mark.parametrize(
    "source", ["---\ntitle: ก\n---\nข", "\n \n---\ntitle: ก\n---\nข", "  ---  \ntitle: ก\n----\nข"]
)
def test_fences_may_have_blanks_around_them(source: str) -> None:
    """Blank lines and spaces before a fence are no mistake."""
    assert {"title": "ก"} == values(read(source))
    assert [] == found(source)
    assert "ข" == body(source)


def test_a_body_that_begins_with_a_thematic_break_is_kept() -> None:
    """Only the first two fences are fences."""
    assert "---\nข\n---\n" == body("---\ntitle: ก\n---\n---\nข\n---\n")


def test_a_dashed_line_inside_a_block_is_text() -> None:
    """An indented `---` below `|` does not close the front matter."""
    assert {"summary": "ก\n---\nข\n", "title": "ค"} == values(read("---\nsummary: |\n  ก\n  ---\n  ข\ntitle: ค\n---\n"))


@pytest.mark.parametrize("fence", ["———", "–––", "—-", "--", "- - -", "－－－", "===", "+++", "***", "___", "—"])
def test_what_was_meant_for_a_fence_is_one_and_is_named(fence: str) -> None:
    """Word's dashes and other generators' fences are told at their line, and the keys are still read."""
    source = f"{fence}\ntitle: ก\n{fence}\nข"

    assert [("F011", 1), ("F011", 3)] == found(source)
    assert {"title": "ก"} == values(read(source))


def test_a_forgotten_closing_fence_is_told_at_the_opening_one() -> None:
    """With a thematic break further down, the prose between is not taken for keys, nor lost."""
    source = "---\ntitle: ก\n\nวันนี้มีการประชุม\n\n---\n\nท้ายข่าว\n"

    assert [("F014", 1)] == found(source)
    assert "วันนี้มีการประชุม\n\n---\n\nท้ายข่าว\n" == body(source)


def test_a_text_without_front_matter_loses_nothing() -> None:
    """Text between two thematic breaks is no front matter, and nothing is dropped in silence."""
    assert [("F013", 1)] == found("ข่าว\n\n---\n\nเนื้อข่าว\n\n---\n")


def test_all_mistakes_are_told_together() -> None:
    """One faulty line hides no other, and its key is there, though unread."""
    source = '---\ntitle: ข่าว: ก\ndate：ข\ntags: [ก\nsummary: "ข\ntitle: ง\n---\n'

    assert [("F030", 2), ("F022", 3), ("F033", 4), ("F032", 5), ("F018", 6)] == found(source)
    assert {"title": None, "date": None, "tags": None, "summary": None} == values(read(source))


def test_mistakes_that_only_the_parser_sees_are_told_together() -> None:
    """The parser is run again without what stopped it."""
    source = '---\ntitle: ก\n  ข: ค\ntags:\n  - ก\n    - ข: ค\nsummary: "\\q"\ndate: ง\n---\n'

    assert [("F039", 3), ("F039", 6), ("F035", 7)] == found(source)
    assert {"title": None, "tags": None, "summary": None, "date": "ง"} == values(read(source))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: ข่าว #1 เด่น", "ข่าว #1 เด่น"),
        ("title: #ด่วน", "#ด่วน"),
        ("tags: [ข่าว #1, เด่น]", ["ข่าว #1", "เด่น"]),
        ("tags:\n  - ข่าว #1\n  - #สอง", ["ข่าว #1", "#สอง"]),
        ("tags: # หมายเหตุ\n  - ก", ["ก"]),
        ("# หมายเหตุ\ntitle: ก", "ก"),
        ("title: 'ก' # หมายเหตุ", "ก"),
        ("title: ก#ข", "ก#ข"),
    ],
)
def test_text_after_a_hash_is_kept(line: str, value: object) -> None:
    """YAML would cut a title at " #"; only comments on a line of their own, or behind quotes, are comments."""
    assert [value] == list(values(read(f"---\n{line}\n---\n")).values())


@pytest.mark.parametrize(
    ("typed", "value"), [("“ก ข”", "ก ข"), ("‘ก’", "ก"), ("“ก” และ “ข”", "“ก” และ “ข”"), ("'“ก”'", "“ก”")]
)
def test_curly_quotes_around_a_value_are_dropped(typed: str, value: str) -> None:
    """Quotation marks from Word do what straight ones do; inside a text, or in single quotes, they stay."""
    assert {"title": value} == values(read(f"---\ntitle: {typed}\n---\n"))


@pytest.mark.parametrize(
    "lines",
    [
        "title: &x ก",
        "title: *x",
        "title: !!str ก",
        "tags: [&x ก, *x]",
        "tags:\n  - !!binary ก",
        "<<: {a: b}",
        "tags: {<<: ก}",
    ],
)
def test_anchors_aliases_tags_and_merge_keys_are_refused(lines: str) -> None:
    """They are never what an office meant, and they are how YAML bombs are built."""
    assert 1 == len(read(f"---\n{lines}\n---\n").problems)


@pytest.mark.parametrize(
    "lines",
    [
        "tags: " + "[" * 30_000,
        "tags: " + "{a: " * 15_000,
        "tags:\n" + "\n".join(" " * depth + "a:" for depth in range(1, 100)),
        "tags:\n" + "- " * 300,
        "tags:\n  ? ? " + "? " * 300,
        "\n".join(f"tags{number}: " + "[" * 30 for number in range(900)),
    ],
)
def test_deep_nesting_neither_crashes_nor_costs_time(lines: str) -> None:
    """30,000 brackets end a process that composes nodes in C; here they are a problem, within a second."""
    start = time.perf_counter()

    assert read(f"---\n{lines}\n---\n").problems
    assert time.perf_counter() - start < 1


def test_nesting_up_to_the_bound_is_read() -> None:
    """The bound is where it is said to be."""
    inside = DEEPEST - 1  # the front matter itself is one level

    assert [] == found(f"---\ntags: {'[' * inside}ก{']' * inside}\n---\n")
    assert ("F020", 2) in found(f"---\ntags: {'[' * (DEEPEST + 1)}ก{']' * (DEEPEST + 1)}\n---\n")


def test_front_matter_of_more_than_64_kb_is_refused() -> None:
    """The size is counted in bytes, before anything else looks at it."""
    fits = (LARGEST - len("title: \n")) // 3

    assert [] == found(f"---\ntitle: {'ก' * fits}\n---\n")
    assert [("F019", 1)] == found(f"---\ntitle: {'ก' * (fits + 1)}\n---\n")


@pytest.mark.parametrize(
    "source",
    [
        " " * 60_000 + "x",
        "---\n" + " " * 60_000 + "x\n---\n",
        "---\ntitle: " + "a" + " " * 60_000 + "b\n---\n",
        "---\ntitle" + " " * 60_000 + "b\n---\n",
        "---\n" + "- " * 30_000 + "x",
        "---\n" + "a:b" * 20_000 + "\n---\n",
        "---\ntitle: " + "'" * 60_001 + "\n---\n",
        "---\n" + "x\n" * 30_000 + "---\n",
        "---\n" + "a: [\n" * 12_000 + "---\n",
    ],
)
def test_long_runs_cost_no_square(source: str) -> None:
    """64 kB of one thing is read, or refused, in two seconds on the slowest machine."""
    start = time.perf_counter()
    read(source)

    assert time.perf_counter() - start < 2


YAMLISH = st.lists(
    st.sampled_from(
        [
            *"กข:#'\"[]{},&*!|>%@`-?\\=~ \n\n",
            "title: ",
            "date: ",
            "tags:",
            "  - ",
            "---\n",
            "———\n",
            "：",
            "<<: ",
            "“",
            "”",
        ]
    ),
    max_size=40,
).map("".join)


@given(YAMLISH)
def test_no_front_matter_raises(text: str) -> None:
    """Every text gives entries or problems, never nothing; spans lie in the text, and the body is a part of it."""
    source = f"---\n{text}\n---\nเนื้อข่าว"
    front = read(source)

    assert front.body <= len(source)
    assert all(problem.span.start <= problem.span.end <= len(source) for problem in front.problems if problem.span)
    inside = [line for line in source[: front.body].split("\n") if line.strip() and line.lstrip()[0] not in "#-"]
    assert not inside or front.entries or front.problems


@given(YAMLISH)
def test_both_loaders_read_alike(text: str) -> None:
    """Where PyYAML has no C part, the same texts are read to the same values."""
    source = f"---\ntitle: ก\n{text}\n---\n"
    fast = read(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composing, "_Loader", yaml.BaseLoader)
        slow = read(source)

    if not fast.problems and not slow.problems:
        assert fast.entries == slow.entries

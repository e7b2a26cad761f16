"""Shapes of text that Markdown takes minutes over: refused by counting, with the line, or converted at once."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from site_builder.messages import hint, message
from site_builder.problems import Severity, Span, place
from site_builder.reading.body import convert
from site_builder.reading.limits import check


def repeated(unit: str) -> Callable[[int], str]:
    """Make a shape that says one thing again and again."""
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def numbered(form: str) -> Callable[[int], str]:
    """Make a shape of lines in which {} counts."""
    return lambda size: "\n".join(form.format(at) for at in range(size // (len(form) + 4)))


def wide(size: int) -> str:
    """One row of very many cells."""
    return "|".join("ก" * (size // 4)) + "\n" + "|".join("-" * (size // 4))


UNITS = [
    "[", "![", "[a](", "![a](", "[a](<", '[a]("', '[a](b"c) ', "[a][", "[]", "[a]", "[a](b)", "[[a](b)", "[ก ",
    "[\n", "- ", "* ก", "1. ", "1.", "•", "- ก\nข\n", "1. ก\n- ข\n1) ค\n", "1. ก\n2. ข\n", "- ก\n\n", "- > ",
    "> - ก\n", "<a ", "<a", "<", "<!--", "<!-- -->", "<i><!-- -->", "<![CDATA[", "<?", "<!", "</", "</a>",
    '<a b="', "<a b=", "<div>", "<div>\n", "<b>", "<b>ก</b>", "<b></p>", "<br>", "<hr>\n", "<pre>",
    "<p>ก</div>\n", "<script>", "<table><tr>", '<span style="x">ก</span>', "<http://", "<x@y ", "<a@b.c> ", "&",
    "&#1", "&amp;", "<div>ก</div>&amp;", "<ul><li>", "[^1]", "[^1]: ", "[a]: \n", "[a]: b ", "|", "||\n",
    "|ก|\n|-|\n", "`|", "\\|", "*", "**ก", "*ก ", "*ก*", "**ก** ", "*ก _ข ", "_", "*ก**ข", "***ก** ", "** _",
    "*ก*\n", "*ก\n\n", "*ก_ข*_ ", "`", "`ก", "``ก`", "`ก` ", "```\n", "```ก\n", "~~~\n```\n", "\\", "\\*",
    "\\`", ">", "> ", "> ก\n", "> ก\nข\n", "#", "# ", "# ก\n", "## ก ##\n", "ก\n===\n", "---\n", "- - -\n", "{",
    "{: ", "# ก {: ข }\n", "*ก*{: .x}", "# ก {#x}\n", "\n", "ก\n", "ก\n\n", " ", " \n", "\t", "ก", "การพัฒนา ",
    "![](a.jpg)\n", "[ก](ข.md)\n", "[ก](#ข)\n", "<img src=a>",
]  # fmt: skip
SHAPES: dict[str, Callable[[int], str]] = {
    **{unit: repeated(unit) for unit in UNITS},
    "[[…]]": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "[a](((": lambda size: "[a]" + "(" * size,
    "deeper by two": lambda size: "\n".join(" " * 2 * at + "- ก" for at in range(int(size**0.5))),
    "deeper by four": lambda size: "\n".join(" " * 4 * at + "- ก" for at in range(int((size / 2) ** 0.5))),
    "deeper quotes": lambda size: "\n".join(">" * at + " ก" for at in range(int((size * 2) ** 0.5))),
    "a wide table": wide,
    "a long table": lambda size: "ก|ข\n-|-\n" + repeated("1|2\n")(size),
    "ragged": lambda size: "ก|ข\n-|-\n" + "|" * size,
    "notes": lambda size: repeated("[^1]")(size) + "\n\n[^1]: ก",
    "definitions": numbered("[^{}]: ก"),
    "references": numbered("[ก{}]: http://x"),
    "fences": numbered("```{}"),
    "ticks": lambda size: " ".join("`" * at for at in range(1, int((2 * size) ** 0.5))),
    "stars in stars": lambda size: "*ก " * (size // 6) + "ข* " * (size // 6),
    "attributes": lambda size: "<a " + "x " * (size // 2) + ">",
    "a picture in the text": lambda size: "![ก](data:image/png;base64," + "A" * size + ")",
    "lost anchors": lambda size: "".join(f"## ก{at}\n\n[ก](#ข{at})\n\n" for at in range(size // 24)),
    "150 open, then comments": lambda size: "<i>" * 150 + "<!-- -->" * (size // 8),
}

# Seconds of this process. A shape of this size takes below 0.2 s on an idle machine; tests must not fail on a busy one.
PATIENCE, SIZE = 2.0, 12_000


@pytest.mark.parametrize("name", SHAPES)
def test_a_hostile_shape_is_refused_or_converted_at_once(name: str) -> None:
    """No text of 12 kB takes two seconds, and none raises: sampled here at one size, swept up to 128 kB by hand."""
    began = time.process_time()
    problems = convert(SHAPES[name](SIZE), 0).problems
    assert time.process_time() - began < PATIENCE
    assert "B003" not in {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("B041", "*ก*"),
        ("B042", "["),
        ("B042", "[[…]]"),
        ("B042", "[a]("),
        ("B042", '[a](b"c) '),
        ("B043", "<a "),
        ("B044", "<![CDATA["),
        ("B045", "<b>"),
        ("B046", "``ก`"),
        ("B047", "`|"),
        ("B048", "a long table"),
        ("B049", "*ก*\n"),
        ("B050", "[^1]"),
        ("B051", ">"),
        ("B052", "ก\n"),
        ("B053", "[ก](ข.md)\n"),
    ],
)
def test_each_counter_refuses_its_shape(code: str, name: str) -> None:
    """At 128 kB each of the known blow-ups is an error that stands in the body."""
    found = {problem.code: problem for problem in check("ก่อน\n\n" + SHAPES[name](131_072), 0)}
    assert code in found
    assert Severity.ERROR is found[code].severity
    assert place("ก่อน\n\n" + SHAPES[name](131_072), found[code].span).line >= 3


def test_the_message_says_what_to_do() -> None:
    """In Thai and English, with the line that is at fault."""
    (problem,) = convert("ก่อน\n\n" + "[" * 3_000, 0).problems
    assert 3 == place("ก่อน\n\n" + "[" * 3_000, problem.span).line
    assert "มีวงเล็บเหลี่ยม [ หรือวงเล็บของลิงก์ที่ไม่ได้ปิดมากเกินไป" == message(problem, "th")
    assert "ปิด ] หรือ ) ให้ครบ ถ้าต้องการพิมพ์ [ เป็นข้อความให้เขียน \\[" == hint(problem, "th")
    assert "Too many square brackets, or brackets of links, are not closed" == message(problem, "en")


def test_a_body_over_sixteen_million_characters_is_refused() -> None:
    """Before anything is counted."""
    (problem,) = check("ก" * 16_000_002, 1)
    assert ("B040", Span(1, 2)) == (problem.code, problem.span)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{at}. [ประกาศที่ {at}](https://example.go.th/{at}.pdf) (PDF)" for at in range(1, 900)),
        "ลำดับ | ชื่อ | ตำบล\n--|--|--\n" + "\n".join(f"{at} | นาย ก | ข" for at in range(5_000)),
        "\n".join(f"{at}.นายสมชาย ใจดี" for at in range(1, 1_000)),
        "\n\n".join(f"**ข้อ {at}** ข้อความ *เน้น* อีก" for at in range(1_500)),
        "\n\n".join(f"> อ้าง {at}\n> > ซ้อน" for at in range(400)),
        "<div>" + "<p>ก <b>ข</b> <i>ค</i></p>\n" * 1_000 + "</div>",
        "5 < 6 และ a[0] " * 20,
        "พื้นที่ [1] " * 2_000,
        "____________________ " * 500,
        "*" * 80,
    ],
)
def test_honest_texts_pass(text: str) -> None:
    """Long lists of links, name lists, tables, pasted HTML: ten times what an office writes in a day."""
    assert () == check(text, 0)

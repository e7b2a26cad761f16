"""Short cuts change nothing: the body with them is the body that the same parts make without them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.inlinepatterns import SimpleTagInlineProcessor

from site_builder.reading import short_cuts
from site_builder.reading.office_text import OfficeMarkdown, markdown
from site_builder.reading.short_cuts import short_markdown

PLAIN, SHORT = markdown(), short_markdown()
REAL = Path(__file__).parents[3] / "shared" / "corpus" / "thaigov"

# What each of the library's patterns is: one that changes may begin with another sign.
KNOWN_PATTERNS = {
    "backtick": r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)",
    "escape": r"\\(.)",
    "footnote": r"\[\^([^\]]*)\]",
    "reference": r"(?<!\!)\[",
    "link": r"(?<!\!)\[",
    "image_link": r"\!\[",
    "image_reference": r"\!\[",
    "short_reference": r"(?<!\!)\[",
    "short_image_ref": r"\!\[",
    "autolink": r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>",
    "automail": r"<([^<> !]+@[^@<> ]+)>",
    "html": "(<",  # its beginning: it is long
    "bare_address": r"""(?<![\w@/=\"'])https?://""",
    "entity": r"(&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);)",
    "em_strong": r"\*|_",
}
PIECES = (
    *("ก", "ข้อความ ", "word ", "25 ", "น. ", " ", "  ", "\n", "\n\n", "\n    ", "\t", "\r\n", "\u2003", "\u2028"),
    *("*", "**", "_", "__", "`", "``", "```\n", "~~~\n", "\\", "\\*", "\\\\", "\\`", "'", '"', "!", "=", "(", ")"),
    *("[", "]", "![", "[^1]", "\n[^1]: ", "[ก]", "\n[ก]: http://a.th\n", "][", "](", "](http://a.th)", "](a.jpg 'ก')"),
    *("<", ">", "<b>", "</b>", "<div>", "</div>\n", "<!--", "-->", "<![CDATA[", "]]>", "<o:p>", "<Enter>", "<br/>"),
    *("<a href='x'>", "<http://a.th>", "<me@a.th>", "&", "&amp;", "&#60;", "&nbsp;", "https://a.th/x?y=1&z=_2", "://"),
    *("{: .note }", "{: #id }", "{: title='ก\"' }", "{", "}", "{: hidden }", "|", "| ก | **ข** |\n", "| --- | :-: |\n"),
    *(
        "---\n",
        "===\n",
        "* * *\n",
        "# ",
        "##",
        "> ",
        "\n> > ",
        "\n- ",
        "• ",
        "\n1. ",
        "1.",
        "2. ",
        "1) ",
        "๑. ",
        "10.-",
    ),
    *("///Footnotes Go Here///", "\x02", "\x03", "wzxhzdk:0", "klzzwxh:0000"),
)
WRITTEN = (
    "ข้อความ\nบรรทัดที่สอง\n\nย่อหน้าที่สอง",
    "# หัวข้อ #\n\n## อีกหัวข้อ\n\n- ก\n- ข **ค**\n\n1. ก\n3. ข\n",
    "| ก | ข |\n| --- | ---: |\n| ค | [ง](จ.md) |\n",
    "ก[^1] ข[^1]\n\n[^1]: ค *ง*\n\n    จ {: .note }\n",
    "[ก][ข] และ [ข]\n\n[ข]: ค.md 'ชื่อ \"ใน\"'\n",
    "![ก](ข.jpg '\"')",
    "ก \\* ข \\[ค\\] \\\\`ง`",
    "ก <b>ข</b> & ค &amp; ง <Enter>\n\n<div>\nจ\n</div>\n",
    "ก\n{: .note }\n\n## ข {: #id }\n",
    "```\nก < ข & *ค*\n```\n\n~~~\nง\n~~~\n",
    "อ่านต่อ https://a.th/_x_?y=*1* และ https://b.th",
    "> ก\n> > ข *ค*\n\n---\n",
    "*ก\n**ข*\nค** _ง_ __จ__ ***ฉ***",
    "*" * 400 + "ก" + "*" * 400,
    "1. ก\n\n   ข `ค`\n   - ง\n     [จ](ฉ)\n",
    "ก\n===\nข\n\n\u2003- ค\n\u2003# ง",
)


def converted(instance: OfficeMarkdown, text: str) -> str:
    """The HTML of a body."""
    instance.reset()
    return instance.convert(text)


@pytest.mark.parametrize("text", WRITTEN)
def test_written_bodies_are_the_same(text: str) -> None:
    """Each kind of mark-up that an author uses."""
    assert converted(PLAIN, text) == converted(SHORT, text)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=400, deadline=None)
@example("[a](b)\n" * 3 + "`c`")
@example("![[ก](ข)")
def test_any_body_is_the_same(text: str) -> None:
    """Whatever stands side by side, in whatever order."""
    assert converted(PLAIN, text) == converted(SHORT, text)


@given(st.text(st.sampled_from("ก *_`[]()!<>&\\{}:|^#-\n1.\"'"), max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_signs_are_the_same(text: str) -> None:
    """Also signs in places where nobody writes them."""
    assert converted(PLAIN, text) == converted(SHORT, text)


def test_one_body_leaves_nothing_for_the_next() -> None:
    """An instance that has seen references, notes and raw HTML converts plain text as a new one does."""
    for text in (*WRITTEN, *reversed(WRITTEN)):
        assert converted(markdown(), text) == converted(SHORT, text)


def real_texts() -> Iterator[str]:
    """Releases as they were published, where they lie beside the repository."""
    return (path.read_text("utf-8") for path in sorted(REAL.glob("*.txt")))


@pytest.mark.skipif(not REAL.is_dir(), reason="the published releases do not lie beside this repository")
def test_real_releases_are_the_same() -> None:
    """240 releases of the government."""
    assert [] == [text[:40] for text in real_texts() if converted(PLAIN, text) != converted(SHORT, text)]


def test_every_pattern_is_known_by_its_signs() -> None:
    """A new version of the library may register another pattern or change one: then its signs must be looked at."""
    registered = list(markdown().inlinePatterns)
    named = {name: markdown().inlinePatterns[name] for name in short_cuts.PATTERNS}
    assert sorted(KNOWN_PATTERNS) == sorted(short_cuts.PATTERNS)
    assert len(registered) == len(named)
    assert [] == [name for name, one in named.items() if not one.pattern.startswith(KNOWN_PATTERNS[name])]


def test_every_block_processor_is_known_by_its_signs() -> None:
    """The same for blocks."""
    processors = markdown().parser.blockprocessors
    assert len(list(processors)) == len([name for name in short_cuts.BLOCKS if name in processors])


def test_a_pattern_that_is_not_known_is_never_left_out() -> None:
    """One that somebody registers works without a word here."""
    made = markdown()
    made.inlinePatterns.register(SimpleTagInlineProcessor("(ข)(ค)", "u"), "new", 5)
    short_cuts.shorten(made)
    assert "<p>ก<u>ค</u></p>" == converted(made, "กขค")

"""The short way of a plain body leads where the whole way does: the same HTML, ids, links, excerpt and problems."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.corpus import source
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.reading import limits
from site_builder.reading.body import convert, convert_fully
from site_builder.reading.plain import LARGEST, plain
from site_builder.reading.sanitise import clean
from site_builder.reading.source import decode

REAL = Path(__file__).parents[3] / "shared" / "corpus" / "thaigov"

PLAIN = (
    "ข้อความ",
    "บรรทัดแรก\nบรรทัดที่สอง  \n  บรรทัดที่สาม\n\nย่อหน้าที่สอง",
    "ก\n \n\tข\n\t\n    ค",
    "ที่ 'ก' \"ข\" “ค” ‘ง’ – — … • ก! ก? 50% @ข ก=ข ก;ข ก:ข $5 #แท็ก #สอง",
    "08.30 น. ลงทะเบียน\n1.5 ล้านบาท\n10.- บาท\n-5 องศา\n1.\n\n: ข\n",
    "# หัวข้อ\n\nก\n\n## หัวข้อ #\n\n### หัวข้อ\n\n######หัวข้อ\n\nก\n===\n",
    "### สาม\n\nก\n\n##### ห้า\n\n# !!!\n\n# ???\n",
    "1.เพื่อแรก\n2.เพื่อสอง\n\nก\n\n๑) ก\n๒) ข\n\n3. ค\n5. ง\n\n0. ศูนย์\n",
    "- ก\n- ข **ค**\n  - ง\n    จ\n\n    ฉ\n  - ช\n\nซ\n\n• ก\n•ข\n",
    "1. ก\n   - ข\n\n   ค\n   # ง\n2. # จ\n3. | ก | ข |\n   | - | - |\n   | ค | ง |\n\nก\n",
    "- > ก\n- ข\n\n  > ค\n\nก",
    "ก\n---\nข\n\n***\n\n* * *\n\n_____\n",
    "**ก** ข **ค ง**\n**จ\nฉ** ช**ซ**ฌ\n\n*หมายเหตุ\n\n****************** 2 มิถุนายน 2564",
    "อ่านต่อได้ที่ [อัลบั้มภาพ](https://album.example.go.th/3/) หรือ **[ข](http://a.go.th)**",
    "ที่มา : https://www.thaigov.go.th/news/contents/details/52484, (http://a.th/?x=1#_y_). ดูhttps://a.th",
    "ก [ก](https://a.th/x)[ข](https://a.th/x)https://a.th/x\n",
    "[ก](ข.md) ![ข ค](/ภาพ/ข_1.jpg)\nค\n\nก ![ข](http://a.th/b.jpg) [ง](ข.md)\n\n- **[ก](../ก.pdf)**\n## [ก](ข)\n",
    "![ก](ข.jpg)\n\n![ข](ข.jpg)\n\nค\n\n**![ง](ข.jpg)**",
    "[footnote](https://a.th/footnote-backref) " + "ก" * 50 + "\n\nข",
    "| ก | ข | ค | ง |\n|---|:--|--:|:-:|\n| **1** | https://a.th | | 4 |\n| 5 |\n| 6 | 7 | 8 | 9 | 10 |\n\nก",
    "> คำพูด\n> บรรทัดที่สอง\n>\n> - ก\n\nก\n\n> ## ข\n",
    "คลิก >> https://a.th\n\nก > ข",
    "ยาว " * 3_900,
    "ก\n" * 7_900,
    "ก" * 9_000 + "\nข\n" + "ค" * 100,
)
NOT_PLAIN = (
    *("", " \n", "---", "## หัวข้อ", "- ก"),  # nothing to say, or no paragraph to quote
    *(
        "ก & ข",
        "ก <b>ข</b>",
        "`ก`",
        "ก \\* ข",
        "ก {: .note }",
        "~~~\nก\n~~~",
        "[ก][ข]",
        "[^1]",
        "![ก](x.jpg)",
    ),
    *("[ ](http://a.th)", "ข ![ ](ข.jpg)", "ข ![](ข.jpg)", 'ข !["](ข.jpg)', "[ก](ข ค.md)", "[ก](%E0.md)", "[ก](ข\\ค)"),
    *(
        "ข " + "![ก](ค.jpg)" * 12,
        "[![ก](ข.jpg)](http://a.th)",
        "[ก](#ข)",
        "[ก](//a.th)",
        "[ก](mailto:a@b.th)",
        "[ก](http://a.th 'ข')",
        "[**ก**](http://a.th)",
    ),
    *("[ก](javascript://a.th/)", "[ก](http://a.th/\n)", "[ก\nข](http://a.th)", "[](http://a.th)"),
    *("http://1.2.3.4.5/", "http://a:99999/", "http://a@b.th", "http://a..th/", "http://xn--a.th", "http://a-.th"),
    *("*ก*", "ก_ข", "***ก***", "** ก **", "**ก **ข**", "**ก** **", "**ก**ข*", "****"),
    *("ก\n| ข\n| ค", "| ก |\n| - |\n| ข |", "| ก | ข |\n| - | - |", "ก | ข\n- | -\nค | ง"),
    *("> > ก", "> ก\n\n> ข", ">", "ก > " * 21),
    *("ก\u00a0ข", "ก\u200bข", "ก\x02ข", "ก\rข", "ก\u2028ข", "ก\ud800ข", "🙂", "ก" * (LARGEST + 1)),
)
PIECES = (
    *("ก", "ข้อความ ", "word ", "08.30 น.", "๑๒ ", "10.-", "1.5", "-5", " ", "   ", "\n", "\n\n", "\n \n"),
    *("\t", "\n    ", "*", "**", "**ก**", "**ก ข** ", "***", "_", "#", "\n# ก\n", "\n## ก\n", "\n### ก ##\n"),
    *("\n#ก", "\n---\n", "\n===\n", "\n- ", "\n  - ", "\n    * ", "\n•", "\n1. ", "\n1.เพื่อ", "\n2. "),
    *("\n2.ข", "\n3) ", "\n๑) ", "\n๒. ", "\n   1) ", "\n> ", "\n>", "\n> > ", ">", "[", "]"),
    *("[ก](https://a.th/x)", "[ก](ข.md)", "![ก](ข.jpg)", "![ก](http://a.th/ข.jpg)", "[ ](ก)"),
    *("[^1]", "\n[ก]: http://a.th", "](", "![", "https://a.th"),
    *("http://www.a.go.th/x_y/1", "https://a.th/*x*", "ดูhttps://a.th", "://", "https://1.2.3.4/", "."),
    *("| ก | ข |\n| --- | ---: |\n| ค | ง |\n", "\n|", " | ", "\n: ข", "'", '"', "!", "=", "(", ")"),
    *("footnote", "\r\n", "\u00a0", "\u200b", "\u2003", "~~~", "&", "<b>", "{: .x }", "`", "\\"),
    *("qq3936677670287331zz"),
)
LINES = (
    *("ข้อความ", "08.30 น. ลงทะเบียน", "1. ก", "2. ข", "3. ค", "1.ก", "2.ข", "100. ค", "๑) ก", "๒) ข", "1) ก"),
    *("- ก", "- ข", "* ก", "• ก", "## ก", "# ก", "### ก ##", "##ก", "#แท็ก", "ก\n===", "---", "* * *", "", ""),
    *(" ", "> ก", "> - ก", ">", "**ก** ข", "ก **ข", "*****", "*หมายเหตุ", "ก [ข](http://b.go.th) ค"),
    *("![ก](ข.jpg)", "ก [ข](../ข_ค/ง.pdf)"),
    *("อ่าน https://www.a.go.th/x/1 ต่อ", "- > ก", "| ก | ข |", "| --- | :-: |", "| ค |", "ก | ข", "|--|--|"),
    *("1. # ก", "- | ก | ข |", "- 1. ก", "ที่มา : ก", "ก\tข", "1."),
)


def assert_same(text: str, start: int = 0) -> None:
    """Both ways lead to the same."""
    assert convert_fully(text, start) == convert(text, start)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_bodies_go_the_short_way(text: str) -> None:
    """Each thing that offices type again and again, and it comes out the same."""
    assert plain(text) is not None
    assert_same(text)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_other_bodies_go_the_whole_way(text: str) -> None:
    """What another step takes, refuses, warns of or may understand in its own way, is left to it."""
    assert plain(text) is None
    assert_same(text)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=500, deadline=None)
@example("ก\n\n> ข\n\n\n>ค")
def test_any_pieces_are_the_same(text: str) -> None:
    """Whatever stands side by side, in whatever order."""
    assert_same(text)


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(LINES), st.sampled_from(("", "", "  "))), max_size=20))
@settings(max_examples=500, deadline=None)
def test_any_lines_are_the_same(lines: list[tuple[int, str, str]]) -> None:
    """Whatever lines follow each other, however they are indented."""
    assert_same("\n".join(" " * indent + line + tail for indent, line, tail in lines))


@given(st.text(st.sampled_from("กข1 2๑.)*-#>|[]:_=\n\t(/\"'"), max_size=60))
@settings(max_examples=500, deadline=None)
def test_any_signs_are_the_same(text: str) -> None:
    """Also signs in places where nobody writes them."""
    assert_same(text)


@given(st.sampled_from(PLAIN), st.sampled_from(PIECES), st.integers(0, 200))
@settings(max_examples=500, deadline=None)
def test_one_piece_more_is_the_same(text: str, piece: str, at: int) -> None:
    """A plain body with one thing put into it."""
    assert_same(text[:at] + piece + text[at:][:400])


@pytest.mark.parametrize("text", PLAIN)
def test_nothing_comes_out_that_the_sanitiser_would_change(text: str) -> None:
    """What the short way writes has passed no sanitiser, so it must need none; `role` and ids are written after it."""
    found = plain(text)
    assert found is not None
    written = "x".join(found.parts).replace(' rel="noopener"', "").replace(' loading="lazy"', "")
    assert clean(written) == written.replace(' role="group" tabindex="0" aria-label="ตาราง"', "").replace(
        ' class="table"', ' class=""'
    )


def test_links_keep_their_places() -> None:
    """A link stands in its line and column of the whole file, front matter counted."""
    text = "---\ntitle: ก\n---\n\nก [ข](https://a.th/x)\n\nhttps://a.th/x ค"
    links = convert(text, text.index("\n\n") + 1).body.external
    assert [(5, 7), (7, 1)] == [(link.position.line, link.position.column) for link in links]
    assert_same(text, text.index("\n\n") + 1)


def test_no_plain_body_passes_a_limit() -> None:
    """The largest bodies of the signs that are counted: one counter after the other is far from its limit."""
    for unit in ("*", "* ", "[ก](https://a.th) ", "[ก](http://a.th)\n", "|", "| ", "\n", "ก\n", "**ก** ", "1. "):
        assert () == limits.check((unit * LARGEST)[:LARGEST], 0)


def bodies() -> Iterator[tuple[str, int]]:
    """Releases as they were published, where they lie beside the repository, and made ones; and where a body begins."""
    yield from ((decode(path.read_bytes()).text, 0) for path in sorted(REAL.glob("*.txt")))
    for text in (source(index).text for index in range(300)):
        yield text, text.index("\n---\n") + 5


def test_releases_are_the_same_and_mostly_plain() -> None:
    """All of them come out the same, and nine in ten go the short way."""
    found = list(bodies())
    assert [] == [text[:80] for text, start in found if convert_fully(text, start) != convert(text, start)]
    assert 0.9 * len(found) <= sum(plain(text[start:]) is not None for text, start in found)


def test_a_result_cannot_be_changed() -> None:
    """It may be shared between threads."""
    found = plain("ก")
    assert found is not None
    with pytest.raises(AttributeError):
        found.parts = ()  # type: ignore[misc]

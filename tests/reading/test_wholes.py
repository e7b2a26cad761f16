"""Spans around what no line may break, put in while a source is read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.model import Body, Prose
from site_builder.reading.body import convert
from site_builder.reading.item import Rules, read
from site_builder.reading.linking import text_of
from site_builder.reading.wholes import heading, names_of, whole_body
from site_builder.thai.places import load

GAZETTEER = load("บุรีรัมย์")
assert GAZETTEER is not None
NAMES = names_of(GAZETTEER)
SPAN = re.compile(r'<span class="whole">(.*?)</span>')


def _whole(markdown: str) -> str:
    return "|".join(whole_body(convert(markdown, 0).body, NAMES).prose.parts)


def test_a_body_is_the_same_but_for_its_spans() -> None:
    """In paragraphs, headings, lists and tables; links stay cut where they were."""
    text = "## ที่ อ.แคนดง\n\n1.เมื่อ 3 มีนาคม 2565\n\n| วัน | เวลา |\n|---|---|\n| 1 | 08.30 น. |\n\n[จ.บุรีรัมย์](x.md) จบ"
    plain = "|".join(convert(text, 0).body.prose.parts)
    assert ["อ.แคนดง", "3 มีนาคม 2565", "08.30 น.", "จ.บุรีรัมย์"] == SPAN.findall(_whole(text))
    assert plain == SPAN.sub(r"\1", _whole(text))


def test_nothing_inside_a_tag_is_touched() -> None:
    """A title, an alt text or an address of the author's stays what it is, also right behind a cut."""
    text = '[คำ](a.md "ที่ อ.แคนดง") <span title="3 มีนาคม 2565">ก</span> ![อ.แคนดง](อ.แคนดง.jpg)'
    assert [] == SPAN.findall(_whole(text))


def test_the_sign_of_repetition_never_begins_a_line() -> None:
    """`ต่าง ๆ` gets a blank that does not break, in text, title and excerpt; words for search keep theirs."""
    assert "<p>ต่าง\u00a0ๆ ที่</p>" in _whole("ต่าง ๆ ที่")
    source = "---\ntitle: งานต่าง ๆ\ndate: 2565-03-03\n---\n\nเรื่องราวต่าง ๆ ของชุมชน\n"
    reading = read("content/news/a.md", source.encode(), Rules(GAZETTEER))  # type: ignore[arg-type]
    assert reading.item is not None
    assert ("งานต่าง ๆ", "งานต่าง\u00a0ๆ", "เรื่องราวต่าง\u00a0ๆ ของชุมชน") == (
        reading.item.title,
        reading.item.heading,
        reading.item.excerpt,
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ประชุม <b> & อ.แคนดง", 'ประชุม &lt;b&gt; &amp; <span class="whole">อ.แคนดง</span>'),
        ("ประชุมผู้นำชุมชน", ""),
        ("<ก> & ข", ""),
    ],
)
def test_a_title_is_html_only_where_it_need_be(title: str, expected: str) -> None:
    """Escaped, with its pieces in spans; a title without any needs no second form."""
    assert expected == heading(title, NAMES)


@given(st.text(alphabet="อ.แคนดง 3มีนาคม2565น0๘ๆ<>\"&'/=[]()*#|\n-", max_size=80))
def test_no_text_loses_a_letter(text: str) -> None:
    """Whatever the body, taking the spans out gives the words that went in."""
    body = convert(text, 0).body
    html = whole_body(body, NAMES)
    assert text_of("".join(body.prose.parts)) == text_of("".join(html.prose.parts))
    assert body.links == html.links


def test_a_body_without_pieces_is_the_same_value() -> None:
    """Nothing is made anew where nothing is to be kept whole."""
    body = Body(Prose.of(("<p>ข่าว</p>",)))
    assert body is whole_body(body, NAMES)

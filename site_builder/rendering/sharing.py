"""An item as text to be pasted into LINE or Facebook: short or whole, with date, place and address; pure."""

from __future__ import annotations

import re
from html import unescape

from site_builder.model import Card, Prose
from site_builder.thai.dates import long
from site_builder.thai.text import excerpt

LONGEST = 2_000  # characters of a text for Facebook: beyond them nobody presses "see more"
_END = re.compile(r"</(?:p|h[1-6]|ul|ol|table)>\n?")
_BREAK = re.compile(r"<br>\n?|</(?:li|tr|blockquote|figcaption|dt|dd)>\n?")
_ITEM = re.compile(r"<li[^>]*>\s*")
_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile(r"\n\s*\n+")


def line_text(card: Card, address: str, *, thai_digits: bool = False) -> str:
    """For LINE: what, when and where, one sentence, and the address, which LINE turns into a picture."""
    return _joined(card.title, _facts(card, thai_digits=thai_digits), card.excerpt, address)


def facebook_text(card: Card, prose: Prose, address: str, *, thai_digits: bool = False) -> str:
    """For Facebook: the whole news, its address and its tags."""
    tags = " ".join(f"#{re.sub(r'[^0-9A-Za-zก-ฺเ-๎๐-๙]+', '', tag.name)}" for tag in card.tags)
    body = excerpt_by_lines(plain(prose), LONGEST)
    return _joined(card.title, _facts(card, thai_digits=thai_digits), body, address, tags)


def plain(prose: Prose) -> str:
    """The words of a body, a paragraph or a list item a line; addresses of links are left out."""
    html = "".join(prose.parts)
    marked = _ITEM.sub("• ", _BREAK.sub("\n", _END.sub("\n\n", html)))
    lines = (" ".join(unescape(line).split()) for line in _TAG.sub("", marked).split("\n"))
    return _BLANK.sub("\n\n", "\n".join(lines)).strip()


def excerpt_by_lines(text: str, limit: int) -> str:
    """As many whole lines as fit; of a first line that does not fit, its beginning."""
    if len(text) <= limit:
        return text
    end = text.rfind("\n", 0, limit)
    return text[:end].rstrip() + "\n…" if end > 0 else excerpt(text, limit)


def _facts(card: Card, *, thai_digits: bool) -> str:
    place = card.location or " ".join(district.label for district in card.districts)
    return "\n".join(filter(None, (long(card.when, thai_digits=thai_digits), place)))


def _joined(*parts: str) -> str:
    return "\n\n".join(filter(None, parts)) + "\n"

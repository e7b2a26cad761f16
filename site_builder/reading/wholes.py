"""Spans around what no line may break, put into finished HTML once, while a source is read: pages only show them."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from html import escape

from msgspec.structs import replace

from site_builder.model import Body, Prose
from site_builder.thai.gazetteer import Gazetteer
from site_builder.thai.whole import pieces, spanned

_REPEAT = ("\u0020ๆ", "\u00a0ๆ")  # ต่าง ๆ: the sign never begins a line


@lru_cache(maxsize=4)  # provinces
def names_of(gazetteer: Gazetteer) -> frozenset[str]:
    """The names that are kept with the word before them: all provinces and districts, subdistricts of this one."""
    tables = (gazetteer.province_codes, gazetteer.districts_of_country, gazetteer.district_by_name)
    return frozenset().union(*tables, gazetteer.subdistricts_by_name)


def whole_body(body: Body, names: Container[str]) -> Body:
    """The body with its pieces kept whole; its links and ids are as they were."""
    first, *others = body.prose.parts
    parts = (_kept(first, names, 0), *(_kept(part, names, part.find(">") + 1) for part in others))
    return body if parts == body.prose.parts else replace(body, prose=Prose.of(parts))


def heading(title: str, names: Container[str]) -> str:
    """A title as HTML; "" where it has no piece to be kept whole, so that its plain text will do."""
    plain = escape(title)
    kept = _kept(plain, names, 0)
    return "" if kept == plain else kept


def sign_kept(text: str) -> str:
    """Plain text in which ๆ does not begin a line."""
    return text.replace(*_REPEAT)


def _kept(html: str, names: Container[str], start: int) -> str:
    """One part of a body; up to `start` it is the rest of a tag."""
    html = sign_kept(html)
    found = [(first, last) for first, last in pieces(html, names) if first >= start and not _is_in_tag(html, first)]
    return spanned(html, found) if found else html


def _is_in_tag(html: str, at: int) -> bool:
    return html.rfind("<", 0, at) > html.rfind(">", 0, at)

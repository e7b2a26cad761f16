"""What machines read, as bytes: Atom, JSON Feed, sitemap, robots; addresses are absolute and dates ISO 8601 C.E."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from site_builder.model import Card
from site_builder.thai.dates import iso
from site_builder.views import FeedView, RobotsView, SiteInfo, SitemapView

Absolute = Callable[[str], str]
# An escape of YAML or TOML can bring these into a title, and one of them would cost every reader the whole feed.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def atom(view: FeedView, url: str, site: SiteInfo, absolute: Absolute) -> bytes:
    """The feed as Atom (RFC 4287): summaries only, so that an edited paragraph changes no feed."""
    updated = max((_moment(card) for card in view.cards), default="1970-01-01T00:00:00+07:00")
    lines = [
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="th">',
        f"<title>{escape(view.title)}</title>",
        f"<id>{escape(absolute(url))}</id>",
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(site.unit)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(absolute(url))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(absolute(view.home))}/>',
        *(_atom_entry(card, absolute) for card in view.cards),
        "</feed>\n",
    ]
    return _NOT_XML.sub("", "\n".join(lines)).encode()


def _atom_entry(card: Card, absolute: Absolute) -> str:
    groups = [*([card.category] if card.category else []), *card.tags, *card.districts]
    lines = [
        "<entry>",
        f"<title>{escape(card.title)}</title>",
        f"<id>{escape(absolute(card.url))}</id>",
        f"<link href={quoteattr(absolute(card.url))}/>",
        f"<published>{_moment(card, corrected=False)}</published>",
        f"<updated>{_moment(card)}</updated>",
        f"<author><name>{escape(card.unit.name)}</name></author>",
        *(f"<category term={quoteattr(group.slug)} label={quoteattr(group.name)}/>" for group in groups),
        f"<summary>{escape(card.excerpt)}</summary>",
        "</entry>",
    ]
    return "\n".join(lines)


def _moment(card: Card, *, corrected: bool = True) -> str:
    """RFC 3339: a day without a time begins at midnight of Bangkok."""
    if corrected and card.updated:
        return f"{card.updated.isoformat()}T00:00:00+07:00"
    text = iso(card.when)
    return text if "T" in text else f"{text}T00:00:00+07:00"


def json_feed(view: FeedView, url: str, site: SiteInfo, absolute: Absolute) -> bytes:
    """The feed as JSON Feed 1.1."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": absolute(view.home),
        "feed_url": absolute(url),
        "language": "th",
        "authors": [{"name": site.unit}],
        "items": [_json_item(card, absolute) for card in view.cards],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(card: Card, absolute: Absolute) -> dict[str, object]:
    item: dict[str, object] = {
        "id": absolute(card.url),
        "url": absolute(card.url),
        "title": card.title,
        "content_text": card.excerpt,
        "date_published": _moment(card, corrected=False),
        "authors": [{"name": card.unit.name}],
        "tags": [tag.name for tag in card.tags],
    }
    if card.updated:
        item["date_modified"] = _moment(card)
    return item


def sitemap(view: SitemapView, absolute: Absolute) -> bytes:
    """All pages in the form of sitemaps.org."""
    rows = (
        f"<url><loc>{escape(absolute(url))}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for url, day in view.urls
    )
    opening = f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([opening, *rows, "</urlset>\n"]).encode()


def robots(view: RobotsView, absolute: Absolute) -> bytes:
    """robots.txt: everything may be read, and here is the list."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {absolute(view.sitemap)}\n".encode()

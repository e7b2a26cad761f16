"""What machines read, as bytes: Atom, JSON Feed, robots; addresses are absolute and dates ISO 8601 C.E."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Sequence
from html import escape as quoted

from site_builder.machine_views import FeedView, RobotsView
from site_builder.model import Card
from site_builder.thai.dates import iso
from site_builder.views import SiteInfo

Absolute = Callable[[str], str]
# An escape of YAML or TOML can bring these into a title, and one of them would cost every reader the whole feed.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_json = json.JSONEncoder(ensure_ascii=False).encode  # a text, quoted
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def _content(text: str) -> str:
    return quoted(text, quote=False)


def _attribute(text: str) -> str:
    return f'"{quoted(text)}"'


def atom(view: FeedView, url: str, site: SiteInfo, absolute: Absolute) -> bytes:
    """The feed as Atom (RFC 4287): summaries only, so that an edited paragraph changes no feed."""
    updated = max((_moment(card) for card in view.cards), default="1970-01-01T00:00:00+07:00")
    lines = [
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="th">',
        f"<title>{_content(view.title)}</title>",
        f"<id>{_content(absolute(url))}</id>",
        f"<updated>{updated}</updated>",
        f"<author><name>{_content(site.unit)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_attribute(absolute(url))}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(absolute(view.home))}/>',
        *(_atom_entry(card, absolute) for card in view.cards),
        "</feed>\n",
    ]
    return _NOT_XML.sub("", "\n".join(lines)).encode()


def _atom_entry(card: Card, absolute: Absolute) -> str:
    groups = [*([card.category] if card.category else []), *card.tags, *card.districts]
    address = absolute(card.url)
    lines = [
        "<entry>",
        f"<title>{_content(card.title)}</title>",
        f"<id>{_content(address)}</id>",
        f"<link href={_attribute(address)}/>",
        f"<published>{_moment(card, corrected=False)}</published>",
        f"<updated>{_moment(card)}</updated>",
        f"<author><name>{_content(card.unit.name)}</name></author>",
        *(_atom_category(group.slug, group.name) for group in groups),
        f"<summary>{_content(card.excerpt)}</summary>",
        "</entry>",
    ]
    return "\n".join(lines)


@functools.lru_cache(maxsize=1024)  # a feed names the same few groups twenty times
def _atom_category(slug: str, name: str) -> str:
    return f"<category term={_attribute(slug)} label={_attribute(name)}/>"


def _moment(card: Card, *, corrected: bool = True) -> str:
    """RFC 3339: a day without a time begins at midnight of Bangkok."""
    if corrected and card.updated:
        return f"{card.updated.isoformat()}T00:00:00+07:00"
    text = iso(card.when)
    return text if "T" in text else f"{text}T00:00:00+07:00"


def json_feed(view: FeedView, url: str, site: SiteInfo, absolute: Absolute) -> bytes:
    """The feed as JSON Feed 1.1, a value a line: Python's own encoder takes three times as long with line breaks."""
    lines = [
        "{",
        ' "version": "https://jsonfeed.org/version/1.1",',
        f' "title": {_json(view.title)},',
        f' "home_page_url": {_json(absolute(view.home))},',
        f' "feed_url": {_json(absolute(url))},',
        ' "language": "th",',
        f' "authors": [\n  {{\n   "name": {_json(site.unit)}\n  }}\n ],',
        f' "items": {_json_list([_json_item(card, absolute) for card in view.cards], " ")}',
        "}\n",
    ]
    return "\n".join(lines).encode()


def _json_item(card: Card, absolute: Absolute) -> str:
    address = _json(absolute(card.url))
    lines = [
        f'{{\n   "id": {address}',
        f'"url": {address}',
        f'"title": {_json(card.title)}',
        f'"content_text": {_json(card.excerpt)}',
        f'"date_published": "{_moment(card, corrected=False)}"',
        f'"authors": [\n    {{\n     "name": {_json(card.unit.name)}\n    }}\n   ]',
        f'"tags": {_json_list([_json(tag.name) for tag in card.tags], "   ")}',
    ]
    if card.updated:
        lines.append(f'"date_modified": "{_moment(card)}"')
    return ",\n   ".join(lines) + "\n  }"


def _json_list(values: Sequence[str], indent: str) -> str:
    """Values that are JSON already, each on a line of its own, one blank deeper than the list."""
    inside = f",\n{indent} ".join(values)
    return f"[\n{indent} {inside}\n{indent}]" if values else "[]"


def robots(view: RobotsView, absolute: Absolute) -> bytes:
    """robots.txt: everything may be read, and here is the list."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {absolute(view.sitemap)}\n".encode()

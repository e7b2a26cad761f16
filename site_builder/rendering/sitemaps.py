"""Sitemaps in the form of sitemaps.org, with each page's pictures; the tables of the page for lost addresses."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from msgspec.json import Encoder

from site_builder.details import Listed
from site_builder.machine_views import AddressesView, SitemapIndexView, SitemapView

Absolute = Callable[[str], str]
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"',
)
_ENCODER = Encoder(order="deterministic")


def sitemap(view: SitemapView, absolute: Absolute) -> bytes:
    """A page a line."""
    rows = (_row(one, absolute) for one in view.urls)
    return "\n".join([f"{_XML}<urlset {' '.join(_SPACES)}>", *rows, "</urlset>\n"]).encode()


def _row(one: Listed, absolute: Absolute) -> str:
    changed = f"<lastmod>{one.changed}</lastmod>" if one.changed else ""
    images = (f"<image:image><image:loc>{_text(absolute(url))}</image:loc></image:image>" for url in one.images)
    return f"<url><loc>{_text(absolute(one.url))}</loc>{changed}{''.join(images)}</url>"


def sitemap_index(view: SitemapIndexView, absolute: Absolute) -> bytes:
    """A sitemap a line; without days, which would change it with every item."""
    rows = (f"<sitemap><loc>{_text(absolute(url))}</loc></sitemap>" for url in view.sitemaps)
    return "\n".join([f"{_XML}<sitemapindex {_SPACES[0]}>", *rows, "</sitemapindex>\n"]).encode()


def _text(text: str) -> str:
    return escape(text, quote=False)


def addresses(view: AddressesView) -> bytes:
    """An object of questions, or a list of URLs, from the site's root."""
    if view.questions:
        return _ENCODER.encode(dict(view.questions)) + b"\n"
    return b"[\n" + b",\n".join(map(_ENCODER.encode, view.urls)) + b"\n]\n"

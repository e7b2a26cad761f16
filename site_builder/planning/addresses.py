"""Addresses as text: where news stands, where a former address is written, and which belong to the site itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from hashlib import sha256

from site_builder.model import Item
from site_builder.names import is_safe
from site_builder.settings import RESERVED
from site_builder.thai.dates import buddhist_year
from site_builder.thai.text import slug

HOSTS = ("_headers", "_redirects", "web.config", "nginx-site.conf")  # orders for hosts; `.htaccess` beside them
_OWN = frozenset(
    {"", "news", "404.html", "feed.xml", "feed.json", "sitemap.xml", "robots.txt", "addresses.json", *HOSTS}
)  # in the root


def item_url(slug: str, day: dt.date) -> str:
    """Where a news item stands: "/news/2565/03/2565-03-03-khaen-dong/"."""
    return f"/news/{buddhist_year(day)}/{day.month:02}/{slug}/"


def address_of(item: Item) -> str:
    """Where an item's own page stands, if it is published."""
    return f"/{item.slug}/" if item.kind == "page" or item.when is None else item_url(item.slug, item.when.start)


def former(alias: str) -> str:
    """Where the redirect of a former address is written: "/old" and "/old/index.html" lie at "/old/".

    A file without an ending would be offered for download; hosts lead "/old" to "/old/" by themselves.
    """
    address = alias.removesuffix("index.html") if alias.endswith("/index.html") else alias
    return address if address.endswith("/") or "." in address.rpartition("/")[2] else f"{address}/"


def is_writable(address: str) -> bool:
    """Whether every system can hold the file, and no host takes it for orders, as `.htaccess` is."""
    return is_safe(address.strip("/")) and "/." not in address


def is_own(address: str, taxonomies: Collection[str]) -> bool:
    """Whether the site itself writes there: the first page, its lists, its files; `taxonomies` are declared keys."""
    name = address.strip("/")
    first = name.partition("/")[0]
    return (
        name in _OWN
        or name.startswith(("addresses-", "sitemap-"))
        or first in (RESERVED - {"news"})
        or first in taxonomies
    )


def media_part(name: str) -> str:
    """A part of the address of a file that lies beside items; "a b" and "a-b" stay two by a digest of the name."""
    plain = slug(name)
    return plain if plain == name.lower() else f"{plain}-{sha256(name.encode()).hexdigest()[:8]}".lstrip("-")


def file_of(url: str) -> str:
    """Where a URL lies in the output: "/news/" is "news/index.html"."""
    return url[1:] + ("index.html" if url.endswith("/") else "")

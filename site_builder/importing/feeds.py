"""A feed saved as a file (RSS or Atom, as the platform of prd.go.th and cdd.go.th gives it) to texts."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from site_builder.importing.draft import Foreign, Given
from site_builder.importing.pages import page
from site_builder.importing.xml import parts, text
from site_builder.thai.dates import parse

BANGKOK = dt.timezone(dt.timedelta(hours=7))


def feed(root: Element) -> tuple[Foreign, ...]:
    """All entries of a feed, in its order."""
    channel = next(parts(root, "channel"), root)
    entries = [*parts(channel, "item"), *parts(root, "item"), *parts(channel, "entry")]
    return tuple(_entry(one) for one in dict.fromkeys(entries))


def _entry(item: Element) -> Foreign:
    html = text(item, "encoded") or text(item, "content") or text(item, "description") or text(item, "summary")
    body = page(html, breaks="<" not in html)
    link = text(item, "link") or next((one.get("href", "") for one in parts(item, "link")), "")
    enclosed = [one.get("url", "") for one in parts(item, "enclosure")]
    categories = (one.get("term") or (one.text or "").strip() for one in parts(item, "category"))
    path = unquote(urlsplit(link).path)
    given = Given(
        title=" ".join(text(item, "title").split()),
        posted=_day(text(item, "pubDate") or text(item, "published") or text(item, "updated") or text(item, "date")),
        categories=tuple(dict.fromkeys(one for one in categories if one)),
        author=text(item, "creator"),
        aliases=(path,) if path.strip("/") else (),
        pictures=tuple(dict.fromkeys(address for address in (*enclosed, *body.given.pictures) if address)),
        address=link,
    )
    return replace(body, given=given)


def _day(written: str) -> dt.date | None:
    """A day of Bangkok: feeds write RFC 822 and ISO, and some offices Thai."""
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        when = parse(written).when
        return when.start if when else None
    return (moment.astimezone(BANGKOK) if moment.tzinfo else moment).date()

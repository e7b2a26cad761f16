"""The views of files that are no pages of a theme: feeds, data, the search's index, orders for hosts, pictures."""

from __future__ import annotations

from msgspec import Struct

from site_builder.details import Happening, Listed, Row
from site_builder.model import Card, Prose
from site_builder.thai.dates import When


class EventsView(Struct, frozen=True):
    """A file for calendars (iCalendar)."""

    title: str  # "" for the event of one item
    happenings: tuple[Happening, ...]


class TextView(Struct, frozen=True):
    """What the search knows of an item: the file of the index from which a result is shown."""

    url: str  # of the item's page
    title: str
    when: When | None
    place: str  # its location, as the result says it
    body: Prose
    lines: tuple[str, ...]  # what it is found by besides: place, office, districts, tags
    terms: tuple[str, ...]  # URLs of the groups that it can be filtered by


class WordsView(Struct, frozen=True):
    """The words that a mistyped question may mean: names of places, offices and tags."""

    words: tuple[str, ...]


class FeedView(Struct, frozen=True):
    """A feed, Atom or JSON: the newest twenty of a list."""

    title: str
    home: str  # URL of the list that it follows
    cards: tuple[Card, ...]


class TableView(Struct, frozen=True):
    """The news of a year as data, CSV or JSON."""

    title: str  # "2565"
    home: str  # URL of the list
    rows: tuple[Row, ...]  # newest first


class SitemapView(Struct, frozen=True):
    """Pages for search engines: those of a year's news, or all others."""

    urls: tuple[Listed, ...]


class SitemapIndexView(Struct, frozen=True):
    """The site's sitemaps, by their URLs."""

    sitemaps: tuple[str, ...]


class AddressesView(Struct, frozen=True):
    """Where the page for lost addresses looks: questions that the former site answered, or the news of a year."""

    questions: tuple[tuple[str, str], ...]  # ("?p=123", URL)
    urls: tuple[str, ...]  # in the order of their letters


class HostView(Struct, frozen=True):
    """Orders for a host: how it serves the site, and where former addresses lead."""

    redirects: tuple[tuple[str, str], ...]  # (former address, URL): "/old/", "/old.html"
    questions: tuple[tuple[str, str], ...]  # ("?p=123", URL)
    policy: str  # Content-Security-Policy


class RobotsView(Struct, frozen=True):
    """robots.txt: everything may be read."""

    sitemap: str


class CardView(Struct, frozen=True):
    """The picture that a page without one of its own is shared with: of the site, a district, an item."""

    lead: str  # "อำเภอแคนดง", or an item's title
    english: str = ""  # "Khaen Dong"
    when: When | None = None
    place: str = ""
    names: tuple[str, ...] = ()  # of places, which no line breaks


class FileView(Struct, frozen=True):
    """A file beside an item, copied byte for byte."""

    source: str  # POSIX path from the site's folder

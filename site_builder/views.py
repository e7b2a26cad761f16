"""What a template receives: one frozen view a page, and nothing else about the site. The contract with themes.

Every URL here starts at the site's root ("/tag/x/"); a template writes `href(url)` and gets it relative to its page.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from site_builder.details import CalendarMonth, ProvinceMap, YearFigures
from site_builder.machine_views import (
    AddressesView,
    CardView,
    EventsView,
    FeedView,
    FileView,
    HostView,
    RobotsView,
    SitemapIndexView,
    SitemapView,
    TableView,
    TextView,
    WordsView,
)
from site_builder.model import Card, Correction, Counter, Event, Prose, Term, Visits
from site_builder.pictures import Block, PhotoView, Picture
from site_builder.thai.dates import When


class NavLink(Struct, frozen=True):
    """A named way to somewhere: a page of ours by its URL from the root, or another site by its whole address."""

    text: str
    url: str


class Crumb(Struct, frozen=True):
    """A step of the breadcrumb. `text` where the name is data; else `word`, a key of the theme's strings.toml."""

    url: str  # "" for the page itself
    text: str = ""
    word: str = ""


class Feeds(Struct, frozen=True):
    """The two feeds of a list."""

    atom: str
    json: str


class Contact(Struct, frozen=True):
    """The office's contact block, from site.toml; an empty text is not shown."""

    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    hours: str = ""
    map_url: str = ""
    facebook: str = ""
    line: str = ""


class SiteInfo(Struct, frozen=True):
    """What the frame of every page may know of the site. Nothing in it changes when news is added."""

    title: str
    short_title: str  # for narrow places; the title where none is set
    description: str
    language: str  # "th" or "en": the words of the frame
    base_url: str  # absolute, ends with "/"
    province: str  # "บุรีรัมย์"
    bangkok: bool  # districts are called เขต here
    unit: str  # the office that publishes the site
    contact: Contact
    header: tuple[NavLink, ...]
    footer: tuple[NavLink, ...]
    categories: tuple[Term, ...]
    feeds: Feeds
    counter: str  # address of the service that counts visits, ends with "/"; "" for none
    counter_text: str  # the office's own wording, with {total}, {today} and, of a file, {day}; "" for the theme's
    search: bool  # there is a page for searching
    thai_digits: bool  # dates and numbers of the frame in ๐–๙
    mourning: bool = False  # all in grey, with a ribbon; from and to days of site.toml
    mourning_text: str = ""  # "" for the theme's own words
    announcement: NavLink | None = None  # above all pages; its url may be ""
    share: str = ""  # URL of the picture to share pages with that have none of their own; "" for none


class Attachment(Struct, frozen=True):
    """A file beside an item, offered for download."""

    name: str  # file name as the reader sees it
    url: str
    kind: str  # "PDF", "DOCX": the ending in capitals
    size: int = 0  # bytes
    pages: int = 0  # of a PDF; 0 where they are not known


class Terms(Struct, frozen=True):
    """An item's groups in one taxonomy that site.toml declares."""

    name: str  # "โครงการ"
    terms: tuple[Term, ...]


class ItemView(Struct, frozen=True):
    """A news item's own page."""

    card: Card
    crumbs: tuple[Crumb, ...]
    body: Prose  # sanitised HTML, cut where links of ours stand; write `body(view)` to join them
    links: tuple[str, ...]  # URLs from the root for those places
    event: Event | None
    subdistricts: tuple[str, ...]  # labels: "ตำบลสระบัว"
    credit: str  # a reporter or photographer; "" for none
    taxonomies: tuple[Terms, ...]
    cover: Picture | None
    gallery: tuple[Picture, ...]
    attachments: tuple[Attachment, ...]
    counter: Counter
    counter_key: str  # stable, ASCII: the key that a counting service knows the page by
    correction: Correction | None
    fiscal_year: int  # B.E.
    newer: NavLink | None
    older: NavLink | None
    related: tuple[Card, ...]  # at most four, all older
    calendar: str = ""  # URL of the event as a file for calendars; "" without an event
    share: str = ""  # URL of the picture to share the page with; "" for the site's
    visits: Visits | None = None  # as the site's own file counts them; None where it does not
    inline: tuple[Picture | Block | None, ...] = ()  # what stands at each of `links`; () where they are all links


class StandingView(Struct, frozen=True):
    """A standing page: about, contact, policies."""

    title: str
    crumbs: tuple[Crumb, ...]
    body: Prose
    links: tuple[str, ...]
    excerpt: str
    when: When | None
    example: bool
    cover: Picture | None
    gallery: tuple[Picture, ...]
    attachments: tuple[Attachment, ...]
    correction: Correction | None
    inline: tuple[Picture | Block | None, ...] = ()


class ListView(Struct, frozen=True):
    """A list of news: its root shows the newest 20–39, the numbered pages count from the oldest and stay."""

    # "news", "district", "tag", "unit", "category", "archive-year", "archive-month", "fiscal-year", or a taxonomy's key
    kind: str
    title: str  # the group's name: "แคนดง", "2565", "มีนาคม 2565"; "" for the list of all news
    label: str  # as a heading says it: "อำเภอแคนดง"; the title where nothing else is said
    english: str  # "Khaen Dong"; "" where unknown
    crumbs: tuple[Crumb, ...]
    cards: tuple[Card, ...]  # newest first; may be empty
    number: int | None  # None: the list's root
    newer: str  # URL of the next newer page, "" on the root
    older: str  # URL of the next older page, "" on the last
    feeds: Feeds | None
    figures: YearFigures | None = None  # on the root of a year or a fiscal year
    share: str = ""  # as an item's


class Entry(Struct, frozen=True):
    """One line of an index; an empty group says so."""

    term: Term
    empty: bool
    count: int | None = None  # of a district's news; None where the line would change with every new item


class IndexView(Struct, frozen=True):
    """All groups of a kind: every district, tag, office, category, year."""

    kind: str  # as ListView, and "archive" and "fiscal-year" for the lists of years
    name: str  # a declared taxonomy's name; "" where the theme's words have one
    crumbs: tuple[Crumb, ...]
    entries: tuple[Entry, ...]  # districts and tags in Thai dictionary order, years newest first
    map: ProvinceMap | None = None  # of the districts


class HomeView(Struct, frozen=True):
    """The first page."""

    pinned: tuple[Card, ...]
    newest: tuple[Card, ...]  # at most twelve, without the pinned
    districts: tuple[Entry, ...]
    tags: tuple[Term, ...]  # of the newest news, at most 24, in Thai dictionary order
    years: tuple[NavLink, ...]  # newest first
    updated: dt.date | None  # the newest item's day or correction; None without news
    total: int = 0  # of all news
    map: ProvinceMap | None = None
    addresses: str = ""  # URL of the former site's questions; "" where it had none


class CalendarView(Struct, frozen=True):
    """Events by month: the newest, latest first; or those of a year, as they follow each other."""

    year: str  # B.E.; "" for the newest
    crumbs: tuple[Crumb, ...]
    months: tuple[CalendarMonth, ...]
    years: tuple[NavLink, ...]  # newest first
    file: str  # URL of the calendar that a phone can subscribe to


class SearchView(Struct, frozen=True):
    """The page for searching: what news can be filtered by; without a script these are the ways to it."""

    crumbs: tuple[Crumb, ...]
    districts: tuple[Term, ...]  # that have news, in Thai dictionary order, as all but the years
    units: tuple[Term, ...]
    tags: tuple[Term, ...]
    years: tuple[NavLink, ...]  # newest first


class NotFoundView(Struct, frozen=True):
    """The page for an address that is not there. Its links are absolute: a host serves it at any depth."""

    crumbs: tuple[Crumb, ...]
    addresses: str = ""  # as HomeView's


class RedirectView(Struct, frozen=True):
    """A former address that leads to a page of ours."""

    target: str


View = (
    ItemView
    | StandingView
    | ListView
    | IndexView
    | HomeView
    | CalendarView
    | EventsView
    | SearchView
    | TextView
    | WordsView
    | NotFoundView
    | RedirectView
    | FeedView
    | TableView
    | SitemapView
    | SitemapIndexView
    | AddressesView
    | HostView
    | RobotsView
    | CardView
    | PhotoView
    | FileView
)


class Page(Struct, frozen=True):
    """One file of the output: `/news/` is written to `news/index.html`, `/feed.xml` to `feed.xml`."""

    url: str
    template: str  # "item.html" of the theme; "atom", "sitemap" and others are our own: rendering/machines.py
    view: View

"""The values that a site is made of, all frozen: what a source says (Item, Body), what lists may know of it (Card)."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b

from msgspec import Struct

from site_builder.pictures import Picture
from site_builder.problems import Position, Problem
from site_builder.thai.dates import When
from site_builder.thai.places import District, Subdistrict


class Counter(Struct, frozen=True):
    """The visit counter's placeholder: what the former site had counted, None where nothing is known."""

    shown: bool = True
    total: int | None = None
    today: int | None = None


class Visits(Struct, frozen=True):
    """What a site's own file says of a page's visits, those of the former site included."""

    total: int
    day: dt.date | None = None  # the last day on which it was opened; None where the file tells no days
    today: int = 0  # on that day


class Event(Struct, frozen=True):
    """What the news announces, when it is of another day than the news itself."""

    when: When
    place: str = ""


class Correction(Struct, frozen=True):
    """A correction made after publishing."""

    date: dt.date
    note: str = ""


class Link(Struct, frozen=True):
    """A link of a body to something of ours, as the author wrote it: `other.md#id`, `photo.jpg`, `/district/x/`."""

    target: str
    position: Position
    image: bool = False  # stands in src, not in href
    fence: str = ""  # of a block, the name of its template; then `target` is what stands behind it, "" at its end
    ends: bool = False  # the end of a block


class Prose(Struct, frozen=True):
    """The converted, sanitised HTML of a body, cut where a link of ours stands: `parts[0] + url + parts[1] …`."""

    parts: tuple[str, ...] = ()  # always one more than links; () while they rest in the store
    digest: bytes = b""  # of all parts, 8 bytes: two of ten million are alike once in 370,000 sites

    @classmethod
    def of(cls, parts: tuple[str, ...]) -> Prose:
        """The prose of these parts."""
        return cls(parts, blake2b(_packed(parts), digest_size=8).digest())

    def packed(self) -> bytes:
        """The parts as UTF-8 with NUL between them, which no source may hold."""
        return _packed(self.parts)

    def lent(self, data: bytes) -> Prose:
        """The same prose with its parts, from what `packed` gave."""
        return Prose(tuple(data.decode().split("\0")), self.digest)


def _packed(parts: tuple[str, ...]) -> bytes:
    return "\0".join(parts).encode()


_NOTHING = Prose.of(("",))


class Body(Struct, frozen=True):
    """What the text of a source became."""

    prose: Prose = _NOTHING
    links: tuple[Link, ...] = ()  # of ours, one for each cut of the prose
    anchors: tuple[str, ...] = ()  # ids that a `#` link may name
    external: tuple[Link, ...] = ()  # http and https links, for `check --links`


class Item(Struct, frozen=True):
    """What one Markdown source says, typed, and not yet placed in a site."""

    source: str  # POSIX path from the site's folder: "content/news/2565/2565-03-03-khaen-dong.md"
    kind: str  # "news" or "page" (a standing page)
    slug: str
    title: str
    when: When | None  # None for a standing page without a date only
    heading: str = ""  # the title as HTML with dates and places that no line may break; "" where it has none
    event: Event | None = None
    category: str = ""
    location: str = ""
    districts: tuple[District, ...] = ()
    subdistricts: tuple[Subdistrict, ...] = ()
    author_unit: str = ""  # as written; offices are told apart in `planning`
    credit: str = ""
    tags: tuple[str, ...] = ()
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (key of a taxonomy of site.toml, words)
    summary: str = ""
    excerpt: str = ""  # the summary, else the first paragraph, cut at a word or mark boundary
    cover: str = ""
    cover_alt: str = ""  # what the cover shows, for those who cannot see it
    gallery: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    counter: Counter = Counter()
    draft: bool = False
    publish_on: dt.datetime | None = None  # +07:00
    expire_on: dt.datetime | None = None  # +07:00; the first instant at which the item is gone
    pinned: bool = False
    aliases: tuple[str, ...] = ()
    correction: Correction | None = None
    example: bool = False
    positions: tuple[tuple[str, Position], ...] = ()  # English key → place of its value, for problems found later


class Reading(Struct, frozen=True):
    """All that came of one source: an item has a body; a source with an error has neither, and says why."""

    item: Item | None
    body: Body | None
    problems: tuple[Problem, ...] = ()  # located


class Term(Struct, frozen=True):
    """A group that news can be listed by, with a page of its own."""

    kind: str  # "district", "tag", "unit", "category", or a declared taxonomy's key
    name: str  # "แคนดง", "ผู้นำชุมชน"
    slug: str
    url: str  # from the site's root: "/district/khaen-dong/"
    label: str = ""  # as a sentence says it: "อำเภอแคนดง"
    english: str = ""  # "Khaen Dong", where known


class Card(Struct, frozen=True):
    """What a list, a feed or a neighbour may know of an item: never its body, so an edit there changes no list."""

    source: str
    url: str  # from the site's root: "/news/2565/03/2565-03-03-khaen-dong/"
    title: str
    when: When
    excerpt: str
    location: str
    unit: Term
    districts: tuple[Term, ...] = ()
    category: Term | None = None
    tags: tuple[Term, ...] = ()
    cover: Picture | None = None
    pinned: bool = False
    example: bool = False
    updated: dt.date | None = None  # the correction's day, if any
    heading: str = ""  # as of an Item: safe HTML, "" where the title will do


class Held(Struct, frozen=True):
    """A source that has no page now: "draft", "scheduled", "expired" or "error"."""

    path: str
    why: str
    until: dt.datetime | None = None  # scheduled: when it appears; expired: when it went

"""What some views are made of: the map, the figures of a year, lines of data, events; for themes, too."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from site_builder.model import Term
from site_builder.thai.dates import When


class Region(Struct, frozen=True):
    """A district on the map; all numbers are units of the drawing, whose corner is 0, 0."""

    term: Term
    count: int
    level: int  # 0 without news, else 1 to 4: the more news, the higher
    path: str  # the `d` of an SVG path
    x: int  # middle of the lettering
    size: int  # of the name's letters
    lines: tuple[tuple[str, int], ...]  # the name, cut where it must be: (text, y of its baseline)
    figure_y: int  # baseline of the count


class ProvinceMap(Struct, frozen=True):
    """The province as a drawing: who lies beside whom, each district with the same room."""

    width: int
    height: int
    regions: tuple[Region, ...]  # in Thai dictionary order
    surveyed: bool  # drawn by the boundaries of content/map.geojson, not by the middles of the districts


class Count(Struct, frozen=True):
    """How much news a month, an office or a district has."""

    text: str  # "" for news that has no such group
    url: str  # "" where there is no page
    count: int


class Tally(Struct, frozen=True):
    """The news of a year, counted by one of its sides."""

    kind: str  # "month", "unit", "district" or "category"
    counts: tuple[Count, ...]  # with the groups that have none
    most: int  # the largest of them, at least 1


class Downloads(Struct, frozen=True):
    """The news of a year as data."""

    csv: str
    json: str


class YearFigures(Struct, frozen=True):
    """What the root of a year shows besides its list; no other list may hold a total."""

    total: int
    first: dt.date  # the days that the year begins and ends with
    last: dt.date
    tallies: tuple[Tally, ...]
    downloads: Downloads


class Row(Struct, frozen=True):
    """An item as a line of data; no excerpt, so that an edited paragraph changes no table."""

    url: str
    title: str
    when: When
    unit: str
    districts: tuple[tuple[str, str], ...]  # (Thai, English)
    category: str
    tags: tuple[str, ...]
    location: str
    updated: dt.date | None


class Happening(Struct, frozen=True):
    """What a calendar knows of an item's event; no excerpt, so that an edited paragraph changes no calendar."""

    url: str  # of the item
    title: str
    when: When
    place: str
    districts: tuple[str, ...]  # labels
    told: dt.date  # the item's day, or its correction's


class CalendarMonth(Struct, frozen=True):
    """The events of a month, in their order."""

    title: str  # "มีนาคม 2565"
    happenings: tuple[Happening, ...]


class Listed(Struct, frozen=True):
    """A page in a sitemap."""

    url: str
    changed: str  # ISO day of the last change; "" where that says nothing
    images: tuple[str, ...] = ()  # URLs of the cover and the album

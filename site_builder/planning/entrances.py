"""The ways in: the first page, and the indexes of districts, tags, offices, categories and years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder.details import ProvinceMap
from site_builder.model import Card, Term
from site_builder.planning.assemble import Site
from site_builder.planning.groups import Groups
from site_builder.planning.items import HOME
from site_builder.planning.terms import Vocabulary
from site_builder.thai.text import sort_key
from site_builder.views import Crumb, Entry, HomeView, IndexView, NavLink, Page

NEWEST_ON_HOME = 12
TAGS_ON_HOME = 24  # a site gathers hundreds; all stand at /tag/
INDEXES = ("district", "tag", "unit", "category", "archive-year", "fiscal-year")
ROOTS = {"archive-year": "archive", "archive-month": "archive"}  # the others live below their kind


def index_crumb(kind: str, url: str, words: Vocabulary) -> Crumb:
    """The index of a kind: by the name that site.toml gives it, else by a word of the theme."""
    if kind in words.taxonomies:
        return Crumb(url, words.taxonomies[kind])
    return Crumb(url, word="district_bangkok" if kind == "district" and words.is_bangkok else ROOTS.get(kind, kind))


def indexes(found: Groups, words: Vocabulary, drawn: ProvinceMap | None) -> Iterator[Page]:
    """An index of each kind; the districts' with the map."""
    for kind in (*INDEXES, *words.taxonomies):
        root = ROOTS.get(kind, kind)
        steps = (HOME, index_crumb(kind, "", words))
        view = IndexView(
            root, words.taxonomies.get(kind, ""), steps, _entries(found, kind), drawn if kind == "district" else None
        )
        yield Page(f"/{root}/", "index.html", view)


def home(site: Site, found: Groups, drawn: ProvinceMap | None, addresses: str) -> Page:
    """The first page."""
    cards = [story.card for story in site.stories]
    view = HomeView(
        pinned=tuple(card for card in cards if card.pinned),
        newest=tuple(card for card in cards if not card.pinned)[:NEWEST_ON_HOME],
        districts=_entries(found, "district"),
        tags=_tags_on_home(cards),
        years=tuple(NavLink(group.term.name, group.term.url) for group in found.get("archive-year", ())),
        updated=max((card.updated or card.when.start for card in cards), default=None),
        total=len(cards),
        map=drawn,
        addresses=addresses,
    )
    return Page("/", "home.html", view)


def _entries(found: Groups, kind: str) -> tuple[Entry, ...]:
    counted = kind == "district"
    return tuple(
        Entry(group.term, not group.cards, len(group.cards) if counted else None) for group in found.get(kind, ())
    )


def _tags_on_home(cards: Iterable[Card]) -> tuple[Term, ...]:
    newest = {tag.url: tag for card in cards for tag in card.tags}
    return tuple(sorted(list(newest.values())[:TAGS_ON_HOME], key=lambda tag: sort_key(tag.name)))

"""The groups that news is listed by: districts, tags, offices, categories, months, years; each with its cards."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from site_builder.model import Card, Term
from site_builder.planning.assemble import Site, Story
from site_builder.planning.terms import Vocabulary
from site_builder.thai.dates import buddhist_year, fiscal_year, month_title
from site_builder.thai.text import sort_key

RELATED = 4  # cards that an item's page offers


class Group(Struct, frozen=True):
    """One list page's subject and its cards, newest first; may be empty."""

    term: Term
    cards: tuple[Card, ...]


Groups = Mapping[str, tuple[Group, ...]]


def groups(site: Site, words: Vocabulary) -> Groups:
    """All groups by kind, each kind in the order of its index: Thai dictionary order, years newest first."""
    by_url: defaultdict[str, list[Card]] = defaultdict(list)
    terms: dict[str, Term] = {term.url: term for term in _standing_terms(words)}
    for story in site.stories:
        for term in _terms(story):
            terms.setdefault(term.url, term)
            by_url[term.url].append(story.card)
    kinds: defaultdict[str, list[Group]] = defaultdict(list)
    for url, term in terms.items():
        kinds[term.kind].append(Group(term, tuple(by_url[url])))
    return {kind: _ordered(kind, found) for kind, found in kinds.items()}


def _standing_terms(words: Vocabulary) -> Iterator[Term]:
    """The groups that have a page with or without news."""
    yield from words.districts.values()
    yield from words.categories.values()
    yield words.own
    yield from words.office_terms.values()


def _terms(story: Story) -> Iterator[Term]:
    card, day = story.card, story.card.when.start
    yield from card.districts
    yield from card.tags
    yield from (term for found in story.taxonomies for term in found.terms)
    if card.category:
        yield card.category
    if card.unit.url:
        yield card.unit
    yield from _of_time(buddhist_year(day), day.month, fiscal_year(day))


@lru_cache(maxsize=1_024)  # months
def _of_time(year: int, month: int, fiscal: int) -> tuple[Term, ...]:
    title = month_title(year, month)
    return (
        Term("archive-year", str(year), str(year), f"/archive/{year}/", str(year)),
        Term("archive-month", title, f"{month:02}", f"/archive/{year}/{month:02}/", title),
        Term("fiscal-year", str(fiscal), str(fiscal), f"/fiscal-year/{fiscal}/", str(fiscal)),
    )


def _ordered(kind: str, found: Iterable[Group]) -> tuple[Group, ...]:
    if kind in {"archive-year", "archive-month", "fiscal-year"}:
        return tuple(sorted(found, key=lambda group: group.term.url, reverse=True))
    if kind == "category":
        return tuple(found)  # the office's own order in site.toml
    return tuple(sorted(found, key=lambda group: sort_key(group.term.name)))


def related(site: Site) -> Mapping[str, tuple[Card, ...]]:
    """URL → the four nearest older cards of the same districts, filled up by shared tags.

    Older ones only: a new item changes no old item's page.
    """
    last: defaultdict[str, deque[tuple[int, Card]]] = defaultdict(lambda: deque(maxlen=RELATED))  # of each group
    found: dict[str, tuple[Card, ...]] = {}
    for age, story in enumerate(reversed(site.stories)):
        card = story.card
        near: dict[str, Card] = {}
        for terms in (card.districts, card.tags):
            older = {place: other for term in terms for place, other in last[term.url]}
            near |= {older[place].url: older[place] for place in sorted(older, reverse=True)}
        found[card.url] = tuple(near.values())[:RELATED]
        for term in (*card.districts, *card.tags):
            last[term.url].append((age, card))
    return found

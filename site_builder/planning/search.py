"""The page for searching, the texts that its results are shown from, and the words that a mistyped one may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from site_builder.machine_views import TextView, WordsView
from site_builder.model import Term
from site_builder.planning.assemble import Site, Standing, Story, url_of
from site_builder.planning.groups import Groups
from site_builder.planning.terms import Vocabulary
from site_builder.searching.files import WORDS
from site_builder.searching.segments import Place, key_of, places
from site_builder.views import Crumb, NavLink, Page, SearchView

URL = "/search/"
FILTERS = ("district", "unit", "tag")  # kinds that the search page offers


def search_pages(site: Site, found: Groups, words: Vocabulary) -> Iterator[Page]:
    """All pages of the search but its index."""
    yield _search_page(found)
    names = {term.name for kind in FILTERS for term in _with_news(found, kind)}
    yield Page(WORDS, "search-words", WordsView(tuple(sorted({*names, *words.subdistricts}))))
    placed: Sequence[Story | Standing] = (*site.standings, *reversed(site.stories))
    where = places([key(one) for one in placed])
    yield from (text_page(one, place) for one, place in zip(placed, where, strict=True))


def key(one: Story | Standing) -> int:
    """What decides about its place in the index."""
    return key_of(one.card.when.start.toordinal() if isinstance(one, Story) else 0, url_of(one))


def text_page(one: Story | Standing, place: Place) -> Page:
    """What a reader who searches is shown of a news item or a standing page."""
    item = one.item
    view = TextView(
        url=url_of(one),
        title=item.title,
        when=one.card.when if isinstance(one, Story) else None,
        place=item.location,
        body=one.body.prose,
        lines=tuple(dict.fromkeys(filter(None, _lines(one)))),
        terms=tuple(term.url for term in _terms(one) if term.url and term.kind in FILTERS),
    )
    return Page(place.url, "search-text", view)


def _lines(one: Story | Standing) -> Iterator[str]:
    item = one.item
    yield item.location
    yield from (subdistrict.label for subdistrict in item.subdistricts)
    yield from (term.label or term.name for term in _terms(one))
    yield item.event.place if item.event else ""
    yield item.credit


def _terms(one: Story | Standing) -> Iterable[Term]:
    if isinstance(one, Standing):
        return ()
    card = one.card
    further = (term for found in one.taxonomies for term in found.terms)
    return (*card.districts, card.unit, *([card.category] if card.category else ()), *card.tags, *further)


def _search_page(found: Groups) -> Page:
    view = SearchView(
        crumbs=(Crumb("/", word="home"), Crumb("", word="search")),
        districts=tuple(_with_news(found, "district")),
        units=tuple(_with_news(found, "unit")),
        tags=tuple(_with_news(found, "tag")),
        years=tuple(NavLink(term.name, term.url) for term in _with_news(found, "archive-year")),
    )
    return Page(URL, "search.html", view)


def _with_news(found: Groups, kind: str) -> Iterator[Term]:
    return (group.term for group in found.get(kind, ()) if group.cards)

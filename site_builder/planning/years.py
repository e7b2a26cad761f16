"""What a year comes to: its news counted by month, office, district and category, and as data to download."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from site_builder.details import Count, Downloads, Row, Tally, YearFigures
from site_builder.machine_views import TableView
from site_builder.model import Card, Term
from site_builder.planning.groups import Group, Groups
from site_builder.thai.dates import month_title
from site_builder.thai.when import ERA
from site_builder.views import Page

YEARS = frozenset({"archive-year", "fiscal-year"})
_SIDES = ("unit", "district", "category")  # by which a fiscal year is counted besides its months
_OCTOBER = 10


def rows_of(cards: Iterable[Card]) -> Mapping[str, Row]:
    """Each item as a line of data, by its URL."""
    return {card.url: _row(card) for card in cards}


def _row(card: Card) -> Row:
    return Row(
        url=card.url,
        title=card.title,
        when=card.when,
        unit=card.unit.name,
        districts=tuple((district.name, district.english) for district in card.districts),
        category=card.category.name if card.category else "",
        tags=tuple(tag.name for tag in card.tags),
        location=card.location,
        updated=card.updated,
    )


def table_pages(group: Group, rows: Mapping[str, Row]) -> Iterator[Page]:
    """The data of a year, in both forms."""
    view = TableView(group.term.name, group.term.url, tuple(rows[card.url] for card in group.cards))
    links = _downloads(group.term)
    yield Page(links.csv, "table-csv", view)
    yield Page(links.json, "table-json", view)


def _downloads(term: Term) -> Downloads:
    name = (
        f"{term.url}news-{'fiscal-year-' if term.kind == 'fiscal-year' else ''}{term.slug}"  # as it is called on a desk
    )
    return Downloads(f"{name}.csv", f"{name}.json")


def figures(group: Group, found: Groups) -> YearFigures:
    """The counts of a year: by its months, and of a fiscal year, with which an office is judged, by all its sides."""
    year, fiscal = int(group.term.slug) - ERA, group.term.kind == "fiscal-year"
    first = dt.date(year - 1, _OCTOBER, 1) if fiscal else dt.date(year, 1, 1)
    tallies = [_by_month(group.cards, first)]
    if fiscal:
        tallies += [_by_side(kind, group.cards, [one.term for one in found.get(kind, ())]) for kind in _SIDES]
    return YearFigures(
        total=len(group.cards),
        first=first,
        last=first.replace(year=first.year + 1) - dt.timedelta(days=1),
        tallies=tuple(tally for tally in tallies if tally.counts),
        downloads=_downloads(group.term),
    )


def _by_month(cards: Iterable[Card], first: dt.date) -> Tally:
    """Twelve months from the first, as they follow each other; one without news has no page."""
    per = Counter((card.when.start.year, card.when.start.month) for card in cards)
    months = [(first.year + (first.month + step - 1) // 12, (first.month + step - 1) % 12 + 1) for step in range(12)]
    return _tally(
        "month",
        [
            Count(
                month_title(year + ERA, month),
                f"/archive/{year + ERA}/{month:02}/" if per[year, month] else "",
                per[year, month],
            )
            for year, month in months
        ],
    )


def _by_side(kind: str, cards: Sequence[Card], terms: Sequence[Term]) -> Tally:
    """Every group of a kind, with or without news, in its index's order; then news that has no such group."""
    per = Counter(term.name for card in cards for term in _terms(kind, card))
    without = sum(not _terms(kind, card) for card in cards)
    counts = [Count(term.name, term.url, per.pop(term.name, 0)) for term in terms]
    counts += [Count(name, "", count) for name, count in sorted(per.items())]  # offices that the site does not know
    return _tally(kind, [*counts, *([Count("", "", without)] if without and terms else [])])


def _terms(kind: str, card: Card) -> tuple[Term, ...]:
    if kind == "district":
        return card.districts
    term = card.unit if kind == "unit" else card.category
    return (term,) if term else ()


def _tally(kind: str, counts: Sequence[Count]) -> Tally:
    return Tally(kind, tuple(counts), max((one.count for one in counts), default=0) or 1)

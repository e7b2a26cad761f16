"""The lists of news: one for each group, in pages, with its feeds; the root of a year with its figures and its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder.details import Row, YearFigures
from site_builder.machine_views import FeedView
from site_builder.model import Card, Term
from site_builder.planning.assemble import Site
from site_builder.planning.entrances import ROOTS, index_crumb
from site_builder.planning.groups import Group, Groups
from site_builder.planning.items import HOME
from site_builder.planning.lists import PER_PAGE, windows
from site_builder.planning.social import list_picture
from site_builder.planning.terms import Vocabulary
from site_builder.planning.years import YEARS, figures, rows_of, table_pages
from site_builder.settings import Settings
from site_builder.views import Crumb, Feeds, ListView, Page

WITH_FEEDS = frozenset({"district", "tag", "category"})


def listings(site: Site, found: Groups, settings: Settings, words: Vocabulary) -> Iterator[Page]:
    """The list of all news, and one for each group."""
    title, cards = settings.title, tuple(story.card for story in site.stories)
    rows = rows_of(cards)
    yield from _list_pages(Group(Term("news", "", "", "/news/"), cards), (HOME, Crumb("", word="news")), feeds_of("/"))
    yield from _feed_pages(title, "/", cards, "/")
    for kind, kinds in found.items():
        index = index_crumb(kind, f"/{ROOTS.get(kind, kind)}/", words)
        for group in kinds:
            steps = (HOME, index, *_year_step(group.term), Crumb("", group.term.label or group.term.name))
            yield from _of_group(group, steps, found, rows, settings)


def feeds_of(root: str) -> Feeds:
    """The feeds of a list."""
    return Feeds(f"{root}feed.xml", f"{root}feed.json")


def _of_group(
    group: Group, steps: tuple[Crumb, ...], found: Groups, rows: Mapping[str, Row], settings: Settings
) -> Iterator[Page]:
    term = group.term
    title = f"{term.label} – {settings.title}"
    if term.kind in YEARS:
        yield from _list_pages(group, steps, None, figures(group, found))
        yield from table_pages(group, rows)
    elif term.kind in WITH_FEEDS:
        yield from _list_pages(group, steps, feeds_of(term.url), share=list_picture(term, settings))
        yield from _feed_pages(title, term.url, group.cards, term.url)
    else:
        yield from _list_pages(group, steps, None)


def _feed_pages(title: str, root: str, cards: tuple[Card, ...], home: str) -> Iterator[Page]:
    view = FeedView(title, home, cards[:PER_PAGE])
    yield Page(feeds_of(root).atom, "atom", view)
    yield Page(feeds_of(root).json, "json-feed", view)


def _year_step(term: Term) -> tuple[Crumb, ...]:
    if term.kind != "archive-month":
        return ()
    year = term.url.split("/")[2]
    return (Crumb(f"/archive/{year}/", year),)


def _list_pages(
    group: Group, crumbs: tuple[Crumb, ...], feeds: Feeds | None, counted: YearFigures | None = None, share: str = ""
) -> Iterator[Page]:
    term = group.term
    for window in windows(term.url, group.cards):
        view = ListView(
            kind=term.kind,
            title=term.name,
            label=term.label or term.name,
            english=term.english,
            crumbs=crumbs,
            cards=window.cards,
            number=window.number,
            newer=window.newer,
            older=window.older,
            feeds=feeds,
            figures=counted if window.number is None else None,
            share=share,
        )
        yield Page(window.url, "list.html", view)

"""Site to pages: every file of the output as one value, URL, template and view; it decides what exists and no more."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from site_builder.model import Card, Term
from site_builder.planning.assemble import Site, Standing, Story, redirects, url_of
from site_builder.planning.district_map import Ground, province_map
from site_builder.planning.entrances import ROOTS, home, index_crumb, indexes
from site_builder.planning.groups import Group, Groups, groups, related
from site_builder.planning.items import HOME, item_pages, standing_pages
from site_builder.planning.links import Beside, Targets, beside, cut, strays, targets
from site_builder.planning.lists import PER_PAGE, windows
from site_builder.planning.terms import Vocabulary, at
from site_builder.problems import Problem, Severity, located, notice, warning
from site_builder.settings import Settings
from site_builder.settings import at as at_setting
from site_builder.views import (
    Crumb,
    Feeds,
    FeedView,
    FileView,
    ItemView,
    ListView,
    NavLink,
    NotFoundView,
    Page,
    RedirectView,
    RobotsView,
    SiteInfo,
    SitemapView,
)

WITH_FEEDS = frozenset({"district", "tag", "category"})


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages, no URL twice, and what was wrong with links and addresses."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()


def plan(site: Site, settings: Settings, words: Vocabulary, files: Iterable[str], ground: Ground | None = None) -> Plan:
    """Plan every page of the site; `files` are the paths below content/ that are no items and no settings.

    Without `ground` the pages that show the map lack it: for a plan of which only some items' pages are wanted.
    """
    known = targets(site, files)
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    besides = {one.item.source: beside(one.item, one.body, known) for one in placed}
    site = replace(site, stories=tuple(_covered(story, besides[story.item.source].cover) for story in site.stories))
    found = groups(site, words)
    drawn = province_map(ground, found) if ground else None
    problems = [problem for one in besides.values() for problem in one.problems]
    pages = [
        *item_pages(site.stories, besides, related(site, found)),
        *standing_pages(site.standings, besides),
        *_lists(site, found, settings.title, words),
        *indexes(found, words, drawn),
        home(site, found, drawn),
        Page("/404.html", "not-found.html", NotFoundView((HOME, Crumb("", word="not_found")))),
    ]
    pages += _files(besides.values(), known)
    pages += _redirects(site, {page.url for page in pages}, problems)
    urls = {page.url for page in pages}
    problems += [*strays(site, urls), *_lost_menus(settings, urls), *_unused(known, urls)]
    listed = tuple((page.url, _changed(page)) for page in pages if page.template.endswith(".html") and _indexed(page))
    pages.append(Page("/sitemap.xml", "sitemap", SitemapView(tuple(sorted(listed)))))
    pages.append(Page("/robots.txt", "robots", RobotsView("/sitemap.xml")))
    return Plan(tuple(pages), tuple(problems))


def _covered(story: Story, cover: str) -> Story:
    """The story whose card shows its cover; where that lies is known only now."""
    return replace(story, card=replace(story.card, cover=cover)) if cover else story


def site_info(settings: Settings, words: Vocabulary) -> SiteInfo:
    """What the frame of every page may know."""
    return SiteInfo(
        title=settings.title,
        short_title=settings.short_title,
        description=settings.description,
        language=settings.language,
        base_url=settings.base_url,
        province=words.province,
        bangkok=words.is_bangkok,
        unit=settings.unit,
        contact=settings.contact,
        header=settings.header,
        footer=settings.footer,
        categories=tuple(words.categories.values()),
        feeds=_feeds("/"),
        thai_digits=settings.thai_digits,
    )


def _feeds(root: str) -> Feeds:
    return Feeds(f"{root}feed.xml", f"{root}feed.json")


def _feed_pages(title: str, root: str, cards: tuple[Card, ...], home: str) -> Iterator[Page]:
    view = FeedView(title, home, cards[:PER_PAGE])
    yield Page(_feeds(root).atom, "atom", view)
    yield Page(_feeds(root).json, "json-feed", view)


def _lists(site: Site, found: Groups, title: str, words: Vocabulary) -> Iterator[Page]:
    cards = tuple(story.card for story in site.stories)
    yield from _list_pages(Group(Term("news", "", "", "/news/"), cards), (HOME, Crumb("", word="news")), _feeds("/"))
    yield from _feed_pages(title, "/", cards, "/")
    for kind, kinds in found.items():
        index = index_crumb(kind, f"/{ROOTS.get(kind, kind)}/", words)
        for group in kinds:
            term = group.term
            steps = [HOME, index, *_year_step(term), Crumb("", term.label or term.name)]
            feeds = _feeds(term.url) if kind in WITH_FEEDS else None
            yield from _list_pages(group, tuple(steps), feeds, _months(group, found))
            if feeds:
                yield from _feed_pages(f"{term.label} – {title}", term.url, group.cards, term.url)


def _year_step(term: Term) -> tuple[Crumb, ...]:
    if term.kind != "archive-month":
        return ()
    year = term.url.split("/")[2]
    return (Crumb(f"/archive/{year}/", year),)


def _months(group: Group, found: Groups) -> tuple[NavLink, ...]:
    if group.term.kind != "archive-year":
        return ()
    months = (month.term for month in found.get("archive-month", ()))
    return tuple(NavLink(month.name, month.url) for month in months if month.url.startswith(group.term.url))


def _list_pages(
    group: Group, crumbs: tuple[Crumb, ...], feeds: Feeds | None, children: tuple[NavLink, ...] = ()
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
            children=children if window.number is None else (),
        )
        yield Page(window.url, "list.html", view)


def _files(besides: Iterable[Beside], known: Targets) -> list[Page]:
    """A copy of each file that a page uses; a file that nobody names is not published."""
    used = {
        cut(url)[0]
        for one in besides
        for url in (one.cover, *one.links, *(url for _, url in one.gallery + one.attachments))
    }
    return [Page(url, "file", FileView(path)) for path, url in known.files.items() if url in used]


def _redirects(site: Site, urls: set[str], problems: list[Problem]) -> Iterator[Page]:
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    for one in placed:
        for address in redirects(one):
            if address.casefold() in urls:  # a further page of a list: assembling cannot know these
                problems.append(at(one.item, "aliases", "P002", Severity.WARNING, {"url": address}))
            else:
                yield Page(address, "redirect.html", RedirectView(url_of(one)))


def _lost_menus(settings: Settings, urls: set[str]) -> Iterator[Problem]:
    for link in (*settings.header, *settings.footer):
        if link.url.startswith("/") and link.url.partition("#")[0] not in urls:
            problem = warning("P018", text=link.text, url=link.url)
            yield at_setting(settings, problem, "content/site.toml", f"menu.{link.url}")


def _unused(known: Targets, urls: set[str]) -> Iterator[Problem]:
    """A file that no item names is not published, and said so, once a folder: a .txt must not vanish in silence."""
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path, url in known.files.items():
        if url not in urls:
            folders[posixpath.dirname(path)].append(path)
    for folder, paths in folders.items():
        if len(paths) == 1:
            yield located(notice("P017"), paths[0], "")
        else:
            names = ", ".join(posixpath.basename(path) for path in paths[:3])
            yield located(notice("P020", count=len(paths), names=names), folder, "")


def _indexed(page: Page) -> bool:
    return not isinstance(page.view, RedirectView | NotFoundView)


def _changed(page: Page) -> str:
    """The day of the last change, ISO C.E.; "" for lists, whose days say nothing."""
    if not isinstance(page.view, ItemView):
        return ""
    card = page.view.card
    return (card.updated or card.when.start).isoformat()

"""Site to pages: every file of the output as one value, URL, template and view; it decides what exists and no more."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Never

from msgspec import Struct
from msgspec.structs import replace

from site_builder.machine_views import FileView
from site_builder.model import Visits
from site_builder.pictures import CAPTIONS, Album, Block
from site_builder.planning.assemble import Site, Standing, Story, redirects, url_of
from site_builder.planning.beside import Beside, beside
from site_builder.planning.calendar import calendar_pages
from site_builder.planning.district_map import Ground, province_map
from site_builder.planning.entrances import home, indexes
from site_builder.planning.films import frames
from site_builder.planning.groups import groups, related
from site_builder.planning.hosting import ADDRESSES, asked_of, host_pages, policy
from site_builder.planning.items import HOME, item_pages, standing_pages
from site_builder.planning.links import Targets, cut, strays, targets
from site_builder.planning.listings import feeds_of, listings
from site_builder.planning.pictures import is_picture, photo_pages
from site_builder.planning.search import search_pages
from site_builder.planning.social import card_pages, site_picture
from site_builder.planning.terms import Vocabulary, at
from site_builder.problems import Problem, Severity, located, notice, warning
from site_builder.settings import Settings
from site_builder.settings import at as at_setting
from site_builder.showing import NOTHING, Showing
from site_builder.views import Crumb, NotFoundView, Page, RedirectView, SiteInfo

_UNCOUNTED: Mapping[str, Never] = MappingProxyType({})
_UNSEEN = Album()


class Plan(Struct, frozen=True):
    """All pages, no URL twice, and what was wrong with links and addresses."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()


def plan(
    site: Site,
    settings: Settings,
    words: Vocabulary,
    files: Iterable[str],
    ground: Ground | None = None,
    *,
    counts: Mapping[str, Visits] = _UNCOUNTED,
    album: Album = _UNSEEN,
    blocks: frozenset[str] = frozenset(),
) -> Plan:
    """Plan every page of the site; `files` are the paths below content/ that are no items and no settings.

    `counts` are the visits of items by URL, `album` is what was seen in those files, `blocks` what the theme can show
    in bodies. Without `ground` the pages that show the map lack it: for a plan of which only some items' pages are
    wanted.
    """
    known = targets(site, files, album, avif=settings.avif, blocks=blocks)
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    besides = {one.item.source: beside(one.item, one.body, known) for one in placed}
    site = replace(site, stories=tuple(_covered(story, besides[story.item.source]) for story in site.stories))
    found = groups(site, words)
    drawn = province_map(ground, found) if ground else None
    lost = ADDRESSES if asked_of(site) else ""
    problems = [problem for one in besides.values() for problem in one.problems]
    pages = [
        *item_pages(site.stories, besides, related(site), settings, counts),
        *standing_pages(site.standings, besides),
        *listings(site, found, settings, words),
        *indexes(found, words, drawn),
        home(site, found, drawn, lost),
        *calendar_pages(site, settings.title),
        *card_pages([story.card for story in site.stories], found, settings),
        Page("/404.html", "not-found.html", NotFoundView((HOME, Crumb("", word="not_found")), lost)),
        *(search_pages(site, found, words) if settings.search else ()),
    ]
    pages += _files(besides.values(), known)
    pages += _redirects(site, {page.url for page in pages}, problems)
    urls = {page.url for page in pages}
    broken = frozenset[str]().union(*(one.broken for one in besides.values()))
    problems += [*strays(site, urls), *_lost_menus(settings, urls), *_unused(known, urls, broken)]
    counted = (settings.counter.rstrip("/"),) if settings.counter else ()
    return Plan((*pages, *host_pages(site, pages, policy(counted, frames(_films(besides.values()))))), tuple(problems))


def _covered(story: Story, beside: Beside) -> Story:
    """The story whose card shows its cover, else the first picture of its album; where these lie is known only now."""
    cover = beside.cover or next(iter(beside.gallery), None)
    return replace(story, card=replace(story.card, cover=cover)) if cover else story


def site_info(settings: Settings, words: Vocabulary, showing: Showing = NOTHING) -> SiteInfo:
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
        feeds=feeds_of("/"),
        counter=settings.counter,
        counter_text=settings.counter_text,
        search=settings.search,
        thai_digits=settings.thai_digits,
        mourning=showing.mourning,
        mourning_text=settings.mourning_text if showing.mourning else "",
        announcement=settings.announcement if showing.announcement else None,
        share=site_picture(settings),
    )


def _files(besides: Iterable[Beside], known: Targets) -> list[Page]:
    """A copy of each document that a page uses, all sizes of each picture; what nobody names is not published."""
    found = tuple(besides)
    used = {cut(url)[0] for one in found for url in (*one.links, *(file.url for file in one.attachments))}
    copies = [
        Page(url, "file", FileView(path)) for path, url in known.files.items() if url in used and not is_picture(path)
    ]
    pictures = sorted(frozenset().union(*(one.pictures for one in found)))
    return [*copies, *photo_pages(pictures, known.album.negatives, avif=known.avif)]


def _films(besides: Iterable[Beside]) -> Iterator[str]:
    return (block.embed for one in besides for block in one.inline if isinstance(block, Block) and block.embed)


def _redirects(site: Site, urls: set[str], problems: list[Problem]) -> Iterator[Page]:
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    for one in placed:
        for address in redirects(one):
            if address.casefold() in urls:  # a further page of a list: assembling cannot know these
                problems.append(at(one.item, "aliases", "P002", Severity.WARNING, {"url": address}))
            else:
                yield Page(address, "redirect.html", RedirectView(url_of(one)))


def _lost_menus(settings: Settings, urls: set[str]) -> Iterator[Problem]:
    announced = (settings.announcement,) if settings.announcement else ()
    for link in (*settings.header, *settings.footer, *announced):
        if link.url.startswith("/") and link.url.partition("#")[0] not in urls:
            problem = warning("P018", text=link.text, url=link.url)
            yield at_setting(
                settings, problem, "content/site.toml", "announcement.url" if link in announced else f"menu.{link.url}"
            )


def _unused(known: Targets, urls: set[str], broken: frozenset[str]) -> Iterator[Problem]:
    """A file that no item names is not published, and said so, once a folder: a .txt must not vanish in silence."""
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path, url in known.files.items():
        if (
            url not in urls
            and path not in broken
            and not path.endswith(f"/{CAPTIONS}")
            and path not in known.album.sheets
        ):
            folders[posixpath.dirname(path)].append(path)
    for folder, paths in folders.items():
        if len(paths) == 1:
            yield located(notice("P017"), paths[0], "")
        else:
            names = ", ".join(posixpath.basename(path) for path in paths[:3])
            yield located(notice("P020", count=len(paths), names=names), folder, "")

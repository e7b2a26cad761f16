"""Readings to a site that is planned and not yet rendered: the whole of it, or the pages of edited bodies alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from posixpath import basename, dirname
from urllib.parse import unquote

from msgspec.structs import replace

from site_builder.gathering import Gathered, kept
from site_builder.job import Job
from site_builder.machine_views import TextView
from site_builder.model import Item, Reading
from site_builder.opening import Desk, in_order
from site_builder.outcome import Outcome
from site_builder.pictures import Album
from site_builder.planning.addresses import address_of, file_of
from site_builder.planning.assemble import Site, Standing, Story, assemble, url_of
from site_builder.planning.district_map import ground
from site_builder.planning.links import cut
from site_builder.planning.plan import plan
from site_builder.planning.search import key, text_page
from site_builder.problems import Problem
from site_builder.searching.files import is_index
from site_builder.settings import instants
from site_builder.storing.indexed import place_of
from site_builder.storing.last import Last
from site_builder.views import Page

MANY = 50  # edited bodies, beyond which the whole site is planned
Readings = Sequence[tuple[str, Reading]]  # by path, in the order of the paths


@dataclass(frozen=True, slots=True)
class Draft:
    """A site, planned and not yet rendered."""

    pages: tuple[Page, ...]
    sources: Mapping[str, str]  # URL of a page or a text with a body → path of its source
    outcome: Outcome
    next_due: dt.datetime | None = None  # when time alone changes which items are published
    whole: bool = True  # False: all other pages are as they were
    readings: Readings = field(default=(), repr=False)
    site: Site = field(default_factory=Site, repr=False)


def whole(
    desk: Desk,
    readings: Readings,
    now: dt.datetime,
    before: Iterable[Problem],
    album: Album,
) -> Draft:
    """Assemble and plan all; `before` are the problems of opening, `album` has the pictures beside the items."""
    assembled, found = assemble(readings, desk.words, now)
    planned = plan(
        assembled,
        desk.settings,
        desk.words,
        desk.files,
        ground(desk.gazetteer, desk.boundaries),
        counts=desk.counts,
        album=album,
        blocks=desk.theme.blocks,
    )
    of_sources = (problem for _, reading in readings for problem in reading.problems)
    outcome = Outcome(
        read=len(readings),
        published=len(assembled.stories) + len(assembled.standings),
        held=assembled.held,
        pages=sum(not is_index(file_of(page.url)) for page in planned.pages),
        problems=in_order([*before, *of_sources, *found, *album.problems, *planned.problems]),
    )
    due = next_due((reading.item for _, reading in readings if reading.item), now, instants(desk.settings))
    sources = _sources(assembled)
    sources |= {page.url: sources[page.view.url] for page in planned.pages if isinstance(page.view, TextView)}
    return Draft(planned.pages, sources, outcome, due, readings=readings, site=assembled)


def next_due(items: Iterable[Item], now: dt.datetime, others: Iterable[dt.datetime]) -> dt.datetime | None:
    """The first instant after `now` at which an item appears or goes, or one of the `others`."""
    found = chain(others, *((item.publish_on, item.expire_on) for item in items))
    return min((instant for instant in found if instant and instant > now), default=None)


def _sources(site: Site) -> dict[str, str]:
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    return {url_of(one): one.item.source for one in placed}


def around_edits(job: Job, gathered: Gathered, last: Last) -> Draft | None:
    """The pages of edited bodies alone; None where more than prose may have changed, or too much of it.

    An item is planned among those that its page shows or links to. It has the same neighbours and related items there
    as among all: each of these is the nearest of its kind, and stays so among fewer.
    """
    edited = gathered.readings
    if len(edited) > MANY or not _is_frame_same(job, gathered, last):
        return None
    former = kept(edited, job.store)
    if former.keys() != edited.keys() or not all(is_same_but_for_prose(former[path], edited[path]) for path in edited):
        return None
    if has_late_problems(last.outcome, edited):
        return None
    rows = job.store.pages(address for path in edited if (item := edited[path].item) and (address := address_of(item)))
    others = {path for row in rows.values() for path in row.near.splitlines()} - edited.keys()
    found = kept(others, job.store)
    return _around(job, edited, found, last, gathered.contacts.album) if found.keys() == others else None


def _is_frame_same(job: Job, gathered: Gathered, last: Last) -> bool:
    """Whether the same files stand there under the same settings, and only items were edited."""
    are_known = all(path in gathered.digests for path in job.desk.files)
    are_same = are_known and not gathered.contacts.looked and not gathered.gone and not gathered.failed
    return are_same and last.holds(job.now) and last.frame == job.frame


def has_late_problems(outcome: Outcome, edited: Container[str]) -> bool:
    """Whether planning found fault with one of these sources: such a problem's place may have moved with an edit."""
    return any(problem.path in edited and problem.code[0] in "PG" for problem in outcome.problems)


def is_same_but_for_prose(former: Reading, new: Reading) -> bool:
    """Whether no page but its own, and no list, can show the difference: the same item, links and anchors."""
    if not (former.item and former.body and new.item and new.body) or former.item != new.item:
        return False
    links = [
        [(link.target, link.image, link.fence, link.ends) for link in one.links] for one in (former.body, new.body)
    ]
    return links[0] == links[1] and former.body.anchors == new.body.anchors


def _around(
    job: Job,
    edited: Mapping[str, Reading],
    others: Mapping[str, Reading],
    last: Last,
    album: Album,
) -> Draft:
    desk, outcome = job.desk, last.outcome
    readings = sorted({**others, **edited}.items())
    assembled, _ = assemble(readings, desk.words, job.now)
    alone = replace(desk.settings, search=False)  # among all, an item has another place in the index
    named = files_named(readings, desk.files)
    planned = plan(assembled, alone, desk.words, named, counts=desk.counts, album=album, blocks=desk.theme.blocks)
    sources = _sources(assembled)
    pages = [page for page in planned.pages if sources.get(page.url) in edited]
    texts = _texts(job, assembled, edited) if desk.settings.search else {}
    pages += texts.values()
    sources |= {page.url: path for path, page in texts.items()}
    found = with_edits(outcome, edited, job.before)
    return Draft(tuple(pages), sources, found, last.next_due, whole=False, site=assembled)


def _texts(job: Job, site: Site, edited: Collection[str]) -> dict[str, Page]:
    """What the search shows of each edited item, by its source."""
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    here = {one.item.source: one for one in placed if one.item.source in edited}
    places = {path: place_of(job.store, key(one), path) for path, one in here.items()}
    return {path: text_page(here[path], place) for path, place in places.items() if place}


def with_edits(outcome: Outcome, edited: Mapping[str, Reading], before: Iterable[Problem]) -> Outcome:
    """The outcome with these sources read anew, of which only the prose has changed; `before` as for `whole`."""
    problems = [problem for problem in outcome.problems if problem.path not in edited]
    problems += [problem for problem in before if problem.path in edited]
    problems += [problem for reading in edited.values() for problem in reading.problems]
    return replace(outcome, problems=in_order(problems))


def files_named(readings: Readings, files: Iterable[str]) -> list[str]:
    """The files whose names, or whose folders', these items write somewhere: ten thousand need not be gone through."""
    names: set[str] = set()
    for _, reading in readings:
        if reading.item and reading.body:
            item = reading.item
            written = (
                item.cover,
                *item.gallery,
                *item.attachments,
                *(cut(one.target)[0] for one in reading.body.links),
            )
            names.update([basename(dirname(item.source))] if item.gallery else ())  # it may be all of its folder
            names.update(basename(form.rstrip("/")) for name in written for form in (name, unquote(name)))
    return [path for path in files if basename(path) in names or basename(dirname(path)) in names]

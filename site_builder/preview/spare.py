"""Pages planned one by one, among the few items that each shows or links to, where planning all would be too much.

Such is the page of what a published build would hold back (a draft, one that is not yet or no more due, one with an
error), planned as if it were published when a browser asks for it; and that of an item which was just edited.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from site_builder.drafting import files_named
from site_builder.model import Reading
from site_builder.opening import Desk
from site_builder.pictures import Caption, Negative
from site_builder.planning.assemble import Site, Story, assemble, newest_last
from site_builder.planning.groups import RELATED
from site_builder.planning.links import cut
from site_builder.planning.plan import plan
from site_builder.planning.terms import category_of
from site_builder.preview.snapshot import Snapshot
from site_builder.preview.sources import Change, Sources
from site_builder.problems import Problem
from site_builder.views import Page

FEW = 5  # edited items whose pages are planned before all others
LARGE = 1_000  # items of a site that is worth it: fewer are planned in 0.1 s


class Carried(Struct, frozen=True):
    """What a text brings along that does not lie in the site yet."""

    files: tuple[str, ...] = ()  # their paths
    negatives: Mapping[str, Negative] = field(default_factory=dict)  # of the pictures among them
    captions: Mapping[str, Caption] = field(default_factory=dict)  # of any picture, by path


_NOTHING = Carried()


def spare_page(snapshot: Snapshot, url: str) -> Page | None:
    """The page of a held item, with its prose; None where none stands at this address."""
    held, desk = snapshot.held.get(url), snapshot.sources.desk
    reading = snapshot.sources.last_good(held.path) if held else None
    return _among(snapshot, held.path, as_published(reading, desk), url) if held and desk and reading else None


def early(former: Snapshot, sources: Sources, change: Change) -> Snapshot | None:
    """The snapshot with the pages of edited items alone, to be shown until all is planned (1 s at 10,000 items).

    None where that is no gain: many were edited, or the site is small. What has moved, or is held back now, waits.
    """
    if not (former.renderer and sources.is_open and 0 < len(change.items) <= FEW and len(former.owners) >= LARGE):
        return None
    if change.files or change.tables or change.theme or change.opening:
        return None
    shown = replace(former, sources=sources, number=former.number + 1, paths=change.items)
    edited = [(url, path) for url, path in former.owners.items() if path in change.items and path in sources.readings]
    planned = {url: _among(shown, path, sources.readings[path], url) for url, path in edited}
    pages = {url: page for url, page in planned.items() if page}
    return replace(shown, pages={**former.pages, **pages}, changed=tuple(pages))


def _among(snapshot: Snapshot, path: str, reading: Reading, url: str) -> Page | None:
    """The page of an item, planned among those that it may show; None where it does not stand at this address."""
    return among(snapshot, path, reading)[0].get(url)


def among(
    snapshot: Snapshot,
    path: str,
    reading: Reading,
    carried: Carried = _NOTHING,
    *,
    instead_of: str = "",
) -> tuple[Mapping[str, Page], tuple[Problem, ...]]:
    """(The pages around an item, what planning finds wrong with it).

    It may stand in the place of another source, that of the same item before it moved.
    """
    desk = snapshot.sources.desk
    if desk is None:
        return {}, ()
    found = {path: reading}
    alone, _ = assemble(tuple(found.items()), desk.words, snapshot.now)
    for other in _near(alone, reading, snapshot) - ({instead_of} if instead_of != path else set()):
        found.setdefault(other, snapshot.sources.readings[other])
    readings, album = sorted(found.items()), snapshot.sources.album
    assembled, late = assemble(readings, desk.words, snapshot.now)
    planned = plan(
        assembled,
        desk.settings,
        desk.words,
        files_named(readings, (*desk.files, *carried.files)),
        album=replace(
            album,
            negatives={**album.negatives, **carried.negatives},
            captions={**album.captions, **carried.captions},
        ),
        blocks=desk.theme.blocks,
    )
    problems = (problem for problem in (*late, *planned.problems) if problem.path == path)
    return {page.url: page for page in planned.pages}, tuple(problems)


def as_published(reading: Reading, desk: Desk) -> Reading:
    """Without what holds it back; a category that the site does not have is one of these."""
    if reading.item is None:
        return reading
    item = replace(reading.item, draft=False, publish_on=None, expire_on=None)
    known, _ = category_of(item, desk.words)
    return replace(reading, item=item if known else replace(item, category=""))


def _near(alone: Site, reading: Reading, snapshot: Snapshot) -> set[str]:
    """The sources of all items that the page may show: neighbours, related ones, those that the body links to."""
    near = {story.item.source for one in alone.stories for story in _beside(one, snapshot.site)}
    for link in reading.body.links if reading.item and reading.body else ():
        folder = posixpath.dirname(reading.item.source) if reading.item else ""
        near.add(posixpath.normpath(posixpath.join(folder, unquote(cut(link.target)[0]))))
    return (
        near & set(snapshot.owners.values()) & snapshot.sources.readings.keys()
    )  # the others are no more than missing, and could want its address


def _beside(story: Story, site: Site) -> Iterator[Story]:
    place = newest_last(story)
    others = [one for one in site.stories if one.item.source != story.item.source]
    newer = [one for one in others if newest_last(one) > place]
    older = others[len(newer) :]
    yield from (*newer[-1:], *older[:1])
    for term in (*story.card.districts, *story.card.tags):
        alike = (one for one in older if term in one.card.districts or term in one.card.tags)
        yield from (one for one, _ in zip(alike, range(RELATED), strict=False))

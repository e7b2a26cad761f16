"""All that a browser may be shown at one instant: an immutable value that is replaced whole, and only read meanwhile.

Its pages are those of a published build, to the byte. What a build would hold back has its address in `held`, and gets
a page when one asks for it (spare.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial
from posixpath import splitext

from msgspec import Struct, field
from msgspec.structs import replace

from site_builder.drafting import MANY, files_named, has_late_problems, is_same_but_for_prose, whole, with_edits
from site_builder.machine_views import FileView, TextView
from site_builder.model import Held, Prose, Reading
from site_builder.opening import Desk, in_order
from site_builder.outcome import Outcome
from site_builder.pictures import PhotoView
from site_builder.planning.addresses import address_of
from site_builder.planning.assemble import Site
from site_builder.planning.links import FILES, targets
from site_builder.planning.pictures import is_picture, photo_pages
from site_builder.planning.plan import site_info
from site_builder.preview.sources import Change, Sources
from site_builder.rendering.render import Renderer
from site_builder.settings import showing
from site_builder.showing import NOTHING, Showing
from site_builder.storing.drawing import draw
from site_builder.views import ItemView, Page, StandingView

FORMER = 20  # static files of former themes that are kept


class Snapshot(Struct, frozen=True):
    """The site as the browser sees it."""

    sources: Sources
    now: dt.datetime  # when it was assembled
    number: int = 1  # of this preview's snapshots
    site: Site = field(default_factory=Site)
    pages: Mapping[str, Page] = field(default_factory=dict)  # by URL, as published; prose rests in `sources`
    owners: Mapping[str, str] = field(default_factory=dict)  # URL of a page with a body → its source
    held: Mapping[str, Held] = field(default_factory=dict)  # by URL: what could be shown and is not published
    outcome: Outcome = field(default_factory=Outcome)  # what a build would say
    next_due: dt.datetime | None = None
    shows: Showing = NOTHING
    renderer: Renderer | None = None  # None: the site could not be opened yet
    assets: Mapping[str, bytes] = field(default_factory=dict)  # by URL, the last of former themes among them
    further: Mapping[str, str] = field(default_factory=dict)  # URL → source of the files that held items name
    photos: Mapping[str, PhotoView] = field(default_factory=dict)  # URL → a size of a picture that held items name
    written: Mapping[str, int] = field(default_factory=dict)  # URL of a file → the snapshot in which it became another
    changed: tuple[str, ...] = ()  # URLs of the items that differ from the snapshot before
    paths: frozenset[str] = frozenset()  # all sources and files beside them that do


def develop(former: Snapshot | None, sources: Sources, change: Change, now: dt.datetime) -> Snapshot:
    """The next snapshot. As little as the change asks for: a body costs its page, a theme costs no planning."""
    desk, number = sources.desk, former.number + 1 if former else 1
    if desk is None or not sources.is_open:
        return _broken(former or Snapshot(sources, now), sources, number)
    edited = {path: sources.readings[path] for path in change.items if path in sources.readings}
    if former and not asks_for_all(former, sources, change, now):
        found = _with_prose(former, edited, sources)
    else:
        found = _whole(former, desk, sources, now)
    shows = showing(desk.settings, now)
    is_same_theme = former and former.renderer and former.shows == shows and not (change.tables or change.theme)
    return replace(
        found,
        number=number,
        sources=sources,
        renderer=former.renderer if former and is_same_theme else _renderer(former, sources, desk, shows),
        shows=shows,
        assets=found.assets if is_same_theme else _assets(former, desk),
        written=_written(former, found, change.files, number),
        changed=tuple(address_of(good.item) for path in edited if (good := sources.last_good(path)) and good.item),
        paths=change.items | change.files,
    )


def _broken(former: Snapshot, sources: Sources, number: int) -> Snapshot:
    """All as it was, and what is wrong now with settings, theme or folders."""
    told = {problem.path for problem in sources.problems}
    before = frozenset(former.sources.problems)  # of settings that were broken otherwise a moment ago
    others = [problem for problem in former.outcome.problems if problem.path not in told and problem not in before]
    outcome = replace(former.outcome, problems=in_order([*sources.problems, *others]))
    return replace(former, number=number, sources=sources, outcome=outcome, changed=(), paths=frozenset())


def _renderer(former: Snapshot | None, sources: Sources, desk: Desk, shows: Showing) -> Renderer:
    compiled = former.renderer.compiled() if former and former.renderer else sources.compiled
    info, picture = site_info(desk.settings, desk.words, shows), partial(draw, fonts=desk.fonts)
    return Renderer(desk.theme, info, file_links=desk.settings.file_links, compiled=compiled, draw=picture)


def _assets(former: Snapshot | None, desk: Desk) -> dict[str, bytes]:
    """The theme's static files, and the last few of former ones: a page that is loading now still asks for these."""
    before, now = former.assets if former else {}, desk.theme.assets
    gone = [url for url in before if url not in now][-FORMER:]
    return {url: before[url] for url in gone} | dict(now)


def _written(former: Snapshot | None, found: Snapshot, paths: frozenset[str], number: int) -> Mapping[str, int]:
    """When each file that is shown became another, so that a tab which missed some news can still be told."""
    before = former.written if former else {}
    if not paths or former is None:
        return before
    views = ((url, page.view) for url, page in found.pages.items())
    shown = {url: view.source for url, view in views if isinstance(view, FileView)} | dict(found.further)
    kept = {url: one for url, one in before.items() if url in shown}
    return kept | {url: number for url, path in shown.items() if path in paths}


def asks_for_all(former: Snapshot, sources: Sources, change: Change, now: dt.datetime) -> bool:
    """Whether other pages than those of the edited bodies may change."""
    before = former.sources
    is_due = former.next_due is not None and now >= former.next_due
    if not (former.renderer and before.desk and sources.desk) or change.tables or change.opening or is_due:
        return True
    if len(change.items) > MANY or before.desk.files != sources.desk.files or before.album != sources.album:
        return True
    pairs = [(before.readings.get(path), sources.readings.get(path)) for path in change.items]
    same = (one and other and is_same_but_for_prose(one, other) for one, other in pairs)
    return not all(same) or has_late_problems(former.outcome, change.items)


def _with_prose(former: Snapshot, edited: Mapping[str, Reading], sources: Sources) -> Snapshot:
    pages = dict(former.pages)
    for path, reading in edited.items():
        owned = [url for url, owner in former.owners.items() if owner == path]  # its page, and its text for the search
        if reading.body:
            pages |= {url: lent(pages[url], reading.body.prose) for url in owned}
    return replace(former, pages=pages, outcome=with_edits(former.outcome, edited, sources.problems))


def lent(page: Page, prose: Prose) -> Page:
    """The page with this prose, if it is one that shows any."""
    view = page.view
    return (
        replace(page, view=replace(view, body=prose)) if isinstance(view, ItemView | StandingView | TextView) else page
    )


def _whole(former: Snapshot | None, desk: Desk, sources: Sources, now: dt.datetime) -> Snapshot:
    readings = tuple((path, sources.readings[path]) for path in desk.items)
    draft = whole(desk, readings, now, sources.problems, sources.album)
    pages = {page.url: page for page in draft.pages}
    held = _held(draft.outcome.held, sources, former)
    further, photos = _further(draft.outcome.held, sources, desk)
    return Snapshot(
        sources=sources,
        now=now,
        site=draft.site,
        pages=pages,
        owners=draft.sources,
        held={url: one for url, one in held.items() if url not in pages},
        further={url: path for url, path in further.items() if url not in pages},
        photos=photos,
        outcome=draft.outcome,
        next_due=draft.next_due,
        assets=former.assets if former else {},
    )


def _further(held: Iterable[Held], sources: Sources, desk: Desk) -> tuple[dict[str, str], dict[str, PhotoView]]:
    """(The documents, the sizes of pictures) that pages of held items show."""
    last = [(one.path, reading) for one in held if (reading := sources.last_good(one.path))]
    named = [path for path in files_named(last, desk.files) if splitext(path)[1].lower().lstrip(".") in FILES]
    documents = [path for path in named if not is_picture(path)]
    pictures = [path for path in named if sources.album.usable(path)]
    made = photo_pages(pictures, sources.album.negatives, avif=desk.settings.avif)
    photos = {page.url: page.view for page in made if isinstance(page.view, PhotoView)}
    return {url: path for path, url in targets(Site(), documents).files.items()}, photos


def _held(held: Iterable[Held], sources: Sources, former: Snapshot | None) -> dict[str, Held]:
    """By the address at which each would stand; where two want one, the one that had it keeps it."""
    found: dict[str, Held] = {}
    for one in held:
        reading = sources.last_good(one.path)
        if reading and reading.item:
            url = address_of(reading.item)
            if url not in found or (former and former.owners.get(url) == one.path):
                found[url] = one
    return found

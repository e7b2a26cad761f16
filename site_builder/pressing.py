"""From planned pages to the stage: what may stay is kept, the rest is rendered, what lies beside items is copied."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.digest import Printed, digest
from site_builder.drafting import Draft
from site_builder.gathering import Gathered, keep_readings
from site_builder.indexing import Index
from site_builder.job import Job
from site_builder.machine_views import FileView
from site_builder.opening import Desk
from site_builder.outcome import Reason
from site_builder.pictures import PhotoView
from site_builder.planning.addresses import file_of
from site_builder.planning.memo import Memo, closures, near, out_of_date
from site_builder.problems import Problem
from site_builder.rendering.closure import MACHINES
from site_builder.rendering.render import Renderer
from site_builder.searching.files import LIST, is_index
from site_builder.storing import files
from site_builder.storing.darkroom import CHANGED, tidy
from site_builder.storing.executors import pressing
from site_builder.storing.faults import ReadingFailed, Undeveloped
from site_builder.storing.last import Last, seen
from site_builder.storing.switch import Switch
from site_builder.storing.work import Press, Pressed, Presser
from site_builder.views import Page


class Sheets(Struct, frozen=True):
    """What pages are printed with: the theme's parts, and what is known of the last printing."""

    job: Job
    gathered: Gathered
    parts: dict[str, dict[str, str]]  # see `memo.Parts`
    memo: Memo
    seen: Mapping[str, int]  # of the output, see `Switch.keep_all`
    since: dt.datetime  # the items are those that were published at this instant, too


@dataclass(slots=True)
class Printing:
    """What came of the pages of a draft."""

    faults: tuple[Problem, ...] = ()  # of templates: then nothing may be switched
    problems: tuple[Problem, ...] = ()
    rows: list[Printed] = field(default_factory=list)  # of the pages that were rendered
    reasons: tuple[Reason, ...] = ()
    digests: dict[str, str] = field(default_factory=dict)  # of the files that were copied, by their source
    seconds: dict[str, float] = field(default_factory=dict)  # of rendering, by template

    @property
    def rendered(self) -> int:
        """How many pages were rendered; what the search shows of them is none."""
        return sum(not is_index(file_of(row.url)) for row in self.rows)


def sheets(job: Job, gathered: Gathered, draft: Draft, last: Last | None, switch: Switch) -> Sheets | None:
    """What printing takes; None where the output is not as the last build left it, and the draft is of some pages."""
    rows = job.store.pages(None if draft.whole else [page.url for page in draft.pages])
    if not draft.whole and not (last and switch.generation == last.generation and _are_known(draft, rows)):
        return None
    return Sheets(
        job=job,
        gathered=gathered,
        parts=last.parts if last and last.frame == job.frame else _parts(job.desk, job.renderer),
        memo=Memo(rows, last.parts if last else {}),
        seen=seen(job.store, os.path.realpath(job.output), switch.former),
        since=last.now if last else job.now,
    )


def _are_known(draft: Draft, rows: Mapping[str, Printed]) -> bool:
    """Whether every page has its row, which says what stands near it."""
    return all(page.url in rows for page in draft.pages)


def _parts(desk: Desk, renderer: Renderer) -> dict[str, dict[str, str]]:
    """Template → name and fingerprint of every part of theme and site that its pages can show besides their views."""
    names_ = (*desk.theme.templates, *MACHINES)
    tables = {name: renderer.closure(name) for name in names_}
    return {name: {part: digest(value).hex() for part, value in table.items()} for name, table in tables.items()}


def print_pages(draft: Draft, sheets: Sheets, index: Index, switch: Switch) -> Printing | None:
    """Bring the pages of a draft to the switch. None where a page that is not in it is missing from the output.

    Raises Undeveloped where nothing but pictures stands in the way.
    """
    found = out_of_date(draft.pages, sheets.parts, sheets.memo, switch.former)
    copies = {file_of(page.url): page.view.source for page in draft.pages if isinstance(page.view, FileView)}
    dirty = {file_of(page.url) for page in found.dirty}
    if draft.whole:
        same = [
            path for path, source in copies.items() if _is_as_copied(path, sheets.gathered.digests.get(source), switch)
        ]
        staying = [*(file_of(page.url) for page in found.clean), *same, *index.staying]
    else:
        dirty |= index.gone | index.files.keys() | ({LIST} if index.segments else set())
        staying = [path for path in switch.former if path not in dirty]
    lost = set(switch.keep_all(staying, sheets.seen))
    if lost and not draft.whole:
        return None
    again = tuple(page for page in found.clean if file_of(page.url) in lost)
    reasons = (*found.reasons, *(Reason(page.url, ("output",)) for page in again))
    printing = Printing(reasons=tuple(one for one in reasons if not is_index(file_of(one.url))))
    presser = Presser(_press((*found.dirty, *again), draft, sheets, index, switch), sheets.job.renderer)
    _print(presser, sheets, index, switch, printing)
    if printing.faults:
        _look_for_pictures(printing.faults, sheets.gathered)
        return printing
    if any(isinstance(page.view, PhotoView) for page in found.dirty):
        tidy(sheets.job.cache, sheets.job.desk.settings.picture_cache)
    index.mend(lost, presser, switch)
    index.finish(switch)
    if draft.whole:
        for url, data in sheets.job.desk.theme.assets.items():
            switch.put(file_of(url), data)
        others = {path: source for path, source in copies.items() if path not in same or path in lost}
        printing.problems = tuple(_copies(others, switch, sheets.job.site, printing))
    return printing


def _look_for_pictures(faults: tuple[Problem, ...], gathered: Gathered) -> None:
    """Where pictures alone stand in the way, the site is planned without them; but not while a file still changes."""
    negatives = gathered.contacts.album.negatives
    if all(one.path in negatives and one.code != CHANGED for one in faults):
        raise Undeveloped(faults)


def _is_as_copied(path: str, digest_: str | None, switch: Switch) -> bool:
    return bool(digest_) and path in switch.former and switch.former[path][1] == digest_


def _print(presser: Presser, sheets: Sheets, index: Index, switch: Switch, printing: Printing) -> None:
    """Make the pages and segments of a press, by as many as there are, and hand them to the switch."""
    pages, sources, means = presser.press.pages, presser.press.sources, sheets.job.means
    if not pages and not index.wanted:
        keep_readings(sheets.job, sheets.gathered)
        return
    by_path = {file_of(page.url): page for page in pages}
    with pressing(presser, len(pages), means.crew, means.tell) as shares:
        keep_readings(sheets.job, sheets.gathered)  # while the others render
        for share in shares:
            _take(share, printing)
            for one, prints in zip(share.staged, share.prints, strict=False):  # a segment has no prints
                page = by_path[one.path]
                row = Printed(page.url, page.template, one.size, one.digest, prints, near(page, sources))
                printing.rows.append(row)
            for path in switch.adopt(share.staged, sheets.seen):
                answer = presser.render(by_path[path]) if path in by_path else presser.file(path)
                if isinstance(answer, bytes):
                    switch.put(path, answer)
            for made in share.segments:
                index.take(made)


def _take(share: Pressed, printing: Printing) -> None:
    printing.faults = tuple(dict.fromkeys((*printing.faults, *share.faults)))
    for template, seconds in share.seconds.items():
        printing.seconds[template] = printing.seconds.get(template, 0.0) + seconds


def _press(pages: tuple[Page, ...], draft: Draft, sheets: Sheets, index: Index, switch: Switch) -> Press:
    return Press(
        renderer=partial(sheets.job.make, compiled=sheets.job.renderer.compiled()),
        pages=pages,
        sources=draft.sources,
        segments=index.wanted,
        html={path: one.html for path, one in sheets.gathered.read.items()},
        grams={path: one.grams for path, one in sheets.gathered.read.items()},
        cache=sheets.job.cache,
        closures=closures(sheets.parts),
        stage=switch.stage,
        former=switch.former,
    )


def _copies(copies: Mapping[str, str], switch: Switch, site: Path, printing: Printing) -> Iterator[Problem]:
    """Put the files beside the items to the switch; of one that cannot be read the former copy stays."""
    for path, source in copies.items():
        try:
            printing.digests[source] = switch.copy(path, files.on_disk(site, source))
        except ReadingFailed as fault:
            switch.keep(path)
            yield replace(fault.problem, path=source)

"""The flow, on one screen: scan → read → assemble → plan → render → write. Who has read this knows the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from site_builder.model import Reading
from site_builder.opening import Desk, open_desk
from site_builder.planning.assemble import Held, assemble
from site_builder.planning.plan import plan, site_info
from site_builder.problems import Problem, is_error
from site_builder.reading.item import read
from site_builder.rendering.render import Renderer
from site_builder.storing import files
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.lock import Lock
from site_builder.storing.output import refusal
from site_builder.storing.switch import Switch, Written
from site_builder.views import FileView, Page


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did, or a check found: read = published + draft + scheduled + expired + errors."""

    read: int = 0
    published: int = 0
    held: tuple[Held, ...] = ()
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()
    built: bool = False  # the output was switched to the new site

    def count(self, why: str) -> int:
        """How many sources are held back as "draft", "scheduled", "expired" or "error"."""
        return sum(one.why == why for one in self.held)


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole site, planned and not yet rendered."""

    desk: Desk
    pages: tuple[Page, ...]
    renderer: Renderer
    outcome: Outcome
    readings: tuple[tuple[str, Reading], ...] = field(repr=False)


def draft(site: Path, now: dt.datetime) -> Draft | Outcome:
    """Scan, read, assemble and plan; an Outcome where settings or theme do not allow a site."""
    desk, problems = open_desk(site)
    if desk is None:
        return Outcome(problems=in_order(problems))
    readings = tuple((path, _read(site, path, desk)) for path in desk.items)
    assembled, found = assemble(readings, desk.words, now)
    planned = plan(assembled, desk.settings, desk.words, desk.files)
    outcome = Outcome(
        read=len(readings),
        published=len(assembled.stories) + len(assembled.standings),
        held=assembled.held,
        pages=len(planned.pages),
        problems=in_order([*problems, *_of(readings), *found, *planned.problems]),
    )
    renderer = Renderer(desk.theme, site_info(desk.settings, desk.words), file_links=desk.settings.file_links)
    return Draft(desk, planned.pages, renderer, outcome, readings)


def build(site: Path, output: Path, now: dt.datetime) -> Outcome:
    """Build the site of a folder into its output; raises WritingFailed where the machine stands in the way."""
    drafted = draft(site, now)
    if isinstance(drafted, Outcome):
        return drafted
    refused = refusal(output, site)
    if refused:
        return replace(drafted.outcome, problems=(refused, *drafted.outcome.problems))
    with Lock(site / ".cache"), Switch(output, site / ".cache") as switch:
        faults, rendered = _render(drafted, switch)
        if faults:
            return replace(drafted.outcome, rendered=rendered, problems=(*faults, *drafted.outcome.problems))
        unread = tuple(_copies(drafted.pages, switch, site))
        done = switch.commit()
    return _finished(drafted.outcome, done, rendered, unread)


def _render(drafted: Draft, switch: Switch) -> tuple[tuple[Problem, ...], int]:
    """Put every page of the new site to the switch: (the templates' faults, number of pages rendered)."""
    faults: dict[Problem, None] = {}
    rendered = 0
    for url, data in drafted.desk.theme.assets.items():
        switch.put(file_of(url), data)
    for page in drafted.pages:
        if isinstance(page.view, FileView):
            continue
        answer = drafted.renderer.render(page)
        if isinstance(answer, Problem):
            faults[answer] = None
        else:
            switch.put(file_of(page.url), answer)
            rendered += 1
    return tuple(faults), rendered


def _copies(pages: Iterable[Page], switch: Switch, site: Path) -> Iterator[Problem]:
    """Put the files beside the items to the switch; of one that cannot be read the former copy stays."""
    for page in pages:
        if isinstance(page.view, FileView):
            try:
                switch.copy(file_of(page.url), files.on_disk(site, page.view.source))
            except ReadingFailed as fault:
                switch.keep(file_of(page.url))
                yield replace(fault.problem, path=page.view.source)


def _finished(outcome: Outcome, done: Written, rendered: int, unread: tuple[Problem, ...]) -> Outcome:
    problems = in_order([*outcome.problems, *done.problems, *unread])
    written, removed = len(done.written), len(done.removed)
    return replace(outcome, rendered=rendered, written=written, removed=removed, problems=problems, built=True)


def file_of(url: str) -> str:
    """Where a URL lies in the output: "/news/" is "news/index.html"."""
    return url[1:] + ("index.html" if url.endswith("/") else "")


def _read(site: Path, path: str, desk: Desk) -> Reading:
    if path in desk.refused:
        return Reading(None, None)
    try:
        return read(path, files.read(site, path), desk.rules)
    except ReadingFailed as fault:
        return Reading(None, None, (fault.problem,))


def _of(readings: Iterable[tuple[str, Reading]]) -> Iterable[Problem]:
    return (problem for _, reading in readings for problem in reading.problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file and line; the errors of a file before its warnings where they share a line."""
    return tuple(
        sorted(
            problems,
            key=lambda one: (one.path, one.position.line if one.position else 0, not is_error(one), one.code),
        )
    )

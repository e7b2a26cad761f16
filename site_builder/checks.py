"""`check`: the flow of a build up to rendering, in memory, and then the rules; it writes nothing to the output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from site_builder.checking.external import Answer, addresses, dead_links
from site_builder.checking.proof import MENDED, MISSPELT_PLACE, House, proof
from site_builder.checking.rules import located_pictures, over_site
from site_builder.drafting import Draft, whole
from site_builder.machine_views import CardView, FileView
from site_builder.model import Reading
from site_builder.opening import Desk, in_order, open_desk
from site_builder.outcome import Outcome
from site_builder.pictures import PhotoView
from site_builder.planning.plan import site_info
from site_builder.problems import IDENTITY, Problem, is_error, located
from site_builder.reading.item import read
from site_builder.reading.source import typed
from site_builder.rendering.render import Renderer
from site_builder.settings import showing
from site_builder.showing import Showing
from site_builder.storing import files
from site_builder.storing.beside import contacts
from site_builder.storing.faults import ReadingFailed
from site_builder.thai.text import newlines

Visit = Callable[[Iterable[str]], Mapping[str, Answer]]


def check(site: Path, now: dt.datetime, visit: Visit | None = None) -> Outcome:
    """Everything that should be mended; with `visit`, the links to other sites too."""
    desk, problems = open_desk(site)
    if desk is None:
        return Outcome(problems=in_order(problems))
    album = contacts(site, desk.files, {}).album
    drafted = whole(desk, tuple((path, _read(site, path, desk)) for path in desk.items), now, problems, album)
    found = [
        *_templates(desk, drafted, showing(desk.settings, now)),
        *_sources(site, desk),
        *over_site(desk.settings),
        *located_pictures(album.negatives),
    ]
    if visit:
        readings = [reading for _, reading in drafted.readings]
        found += dead_links(readings, visit(addresses(readings)))
    return replace(drafted.outcome, problems=in_order(told_once([*drafted.outcome.problems, *found])))


def _read(site: Path, path: str, desk: Desk) -> Reading:
    if path in desk.refused:
        return Reading(None, None)
    try:
        return read(path, files.read(site, path), desk.rules)
    except ReadingFailed as fault:
        return Reading(None, None, (fault.problem,))


def _templates(desk: Desk, drafted: Draft, shows: Showing) -> list[Problem]:
    """Render every page once: a template's fault shows only then."""
    info = site_info(desk.settings, desk.words, shows)
    renderer = Renderer(desk.theme, info, file_links=desk.settings.file_links)
    answers = (
        renderer.render(page) for page in drafted.pages if not isinstance(page.view, FileView | CardView | PhotoView)
    )
    return list(dict.fromkeys(answer for answer in answers if isinstance(answer, Problem)))


def _sources(site: Path, desk: Desk) -> Iterator[Problem]:
    """What proofing says of each source that is a text."""
    house = House.of(desk.settings, desk.gazetteer)
    for path in desk.items:
        text = _as_typed(site, path) if path not in desk.refused else ""
        yield from (located(finding.problem, path, text) for finding in proof(text, house))


def _as_typed(site: Path, path: str) -> str:
    """A source as it stands in the editor; "" where reading has told already why it is none."""
    try:
        found = typed(files.read(site, path))
    except ReadingFailed:
        return ""
    return newlines(found.text).rstrip("\x1a") if found else ""


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Proofing tells in detail what reading tells in one line; what both say of a line, reading says."""
    found = list(problems)
    detailed = {one.path for one in found if one.code in MENDED}
    places = {_line(one) for one in found if one.code.startswith("L")}
    return [
        one
        for one in found
        if not (one.code == "F007" and one.path in detailed)
        and not (one.code == IDENTITY and not is_error(one))
        and not (one.code == MISSPELT_PLACE and _line(one) in places)
    ]


def _line(problem: Problem) -> tuple[str, int]:
    return problem.path, problem.position.line if problem.position else 0

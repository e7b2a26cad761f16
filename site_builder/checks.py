"""`check`: the flow of a build up to rendering, in memory, and then the rules; it writes nothing to the output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from site_builder.build import Draft, Outcome, draft, in_order
from site_builder.checking.external import Answer, addresses, dead_links
from site_builder.checking.rules import over_site, over_text
from site_builder.problems import Problem
from site_builder.reading.source import decode
from site_builder.storing import files
from site_builder.views import FileView

Visit = Callable[[Iterable[str]], Mapping[str, Answer]]


def check(site: Path, now: dt.datetime, visit: Visit | None = None) -> Outcome:
    """Everything that should be mended; with `visit`, the links to other sites too."""
    drafted = draft(site, now)
    if isinstance(drafted, Outcome):
        return drafted
    found = [*_templates(drafted), *_sources(site, drafted), *over_site(drafted.desk.settings)]
    if visit:
        readings = [reading for _, reading in drafted.readings]
        found += dead_links(readings, visit(addresses(readings)))
    return replace(drafted.outcome, problems=in_order([*drafted.outcome.problems, *found]))


def _templates(drafted: Draft) -> list[Problem]:
    """Render every page once: a template's fault shows only then."""
    answers = (drafted.renderer.render(page) for page in drafted.pages if not isinstance(page.view, FileView))
    return list(dict.fromkeys(answer for answer in answers if isinstance(answer, Problem)))


def _sources(site: Path, drafted: Draft) -> Iterator[Problem]:
    for path, reading in drafted.readings:
        if reading.item:
            yield from over_text((path, decode(files.read(site, path)).text), drafted.desk.gazetteer)

"""The flow of `check --fix`: each source proofed, its safe edits put in, and written so that no one's work is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.checking.findings import Change
from site_builder.checking.proof import House, fixed
from site_builder.opening import open_desk
from site_builder.problems import Problem, warning
from site_builder.reading.source import typed
from site_builder.storing import files
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.rewriting import rewrite


class Corrected(Struct, frozen=True):
    """What was mended in one source, or would be."""

    path: str
    before: str
    after: str
    changes: tuple[Change, ...] = ()
    problem: Problem | None = None  # why it was left as it is


def correct(site: Path, *, dry_run: bool) -> Iterator[Corrected]:
    """Mend each source that has something to mend; with `dry_run` only say what would come of it."""
    desk, _ = open_desk(site)
    if desk is None:
        return  # the check that follows says why
    house = House.of(desk.settings, desk.gazetteer)
    for path in desk.items:
        corrected = _correct(site, path, house, dry_run=dry_run) if path not in desk.refused else None
        if corrected:
            yield corrected


def _correct(site: Path, path: str, house: House, *, dry_run: bool) -> Corrected | None:
    try:
        former = files.read(site, path)
    except ReadingFailed:
        return None
    source = typed(former)
    after, done = fixed(source.text, house) if source else ("", ())
    if source is None or not done:
        return None
    data = source.data(after)
    corrected = Corrected(path, source.text, after, done)
    if data is None or source.data(source.text) != former:
        return replace(corrected, problem=replace(warning("C039", encoding=source.encoding), path=path))
    if dry_run or rewrite(site, path, former, data):
        return corrected
    return replace(corrected, problem=replace(warning("C038"), path=path))

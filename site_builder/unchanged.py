"""The quickest build: one without any change, told by looking alone, before Markdown and Jinja are even imported."""

from __future__ import annotations

import datetime as dt
import os
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from site_builder.outcome import Outcome
from site_builder.storing import files, manifest
from site_builder.storing.engine import engine
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.last import Last, recall, seen
from site_builder.storing.lock import Lock
from site_builder.storing.marks import Marks
from site_builder.storing.standing import stands
from site_builder.storing.stopwatch import Stopwatch
from site_builder.storing.store import NAME, Spoilt, Store
from site_builder.storing.themes import theme_marks


def unchanged(site: Path, output: Path, now: dt.datetime) -> Outcome | None:
    """The last build's outcome, where nothing has changed since: no source, theme, engine, no file of the output.

    None where it has, or where that cannot be told: then `build` does its work.
    """
    cache, watch = site / ".cache", Stopwatch()
    if not (cache / NAME).exists():
        return None
    with Lock(cache), Store(cache) as store:
        try:
            last = recall(store, store.digests()) if store.fits(engine()) else None
            same = last and last.holds(now) and _is_same(site, last, store) and _stands(output, last, store)
        except (Spoilt, OSError):
            return None
    watch.lap("look")
    return replace(last.outcome, profile=watch.profile({}, {})) if last and same else None


def _is_same(site: Path, last: Last, store: Store) -> bool:
    if not last.themes or theme_marks(site, last.theme) != last.themes:
        return False
    known = Marks.unpacked(store.note(Marks.NOTE))
    scan = files.scan(site / "content")
    found = scan.sources
    if scan.problems != last.scanned or len(found) != len(known.trusted) + len(known.fresh):
        return False
    try:
        return all(one.mark in known.trusted or _is_as_known(site, one.path, known) for one in found)
    except ReadingFailed:
        return False


def _is_as_known(site: Path, path: str, known: Marks) -> bool:
    digest = known.fresh.get(path)
    return bool(digest) and sha256(files.read(site, path)).hexdigest() == digest


def _stands(output: Path, last: Last, store: Store) -> bool:
    place = Path(os.path.realpath(output))
    found, problem = manifest.read(place)
    if found is None or problem or found.generation != last.generation:
        return False
    return stands(place, found, seen(store, str(place), found.files))

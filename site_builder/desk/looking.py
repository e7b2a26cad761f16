"""A text that is not saved yet, as a reader would see it: its problems, and its page in the real theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from site_builder.checking.rules import over_text
from site_builder.model import Reading
from site_builder.opening import in_order
from site_builder.planning.addresses import address_of
from site_builder.preview.answers import Display
from site_builder.preview.snapshot import lent
from site_builder.preview.spare import among, as_published
from site_builder.problems import Problem
from site_builder.reading.item import read
from site_builder.reading.source import decode
from site_builder.thai.dates import When
from site_builder.views import ItemView, Page, StandingView


@dataclass(frozen=True, slots=True)
class Look:
    """What a text comes to."""

    reading: Reading
    problems: tuple[Problem, ...] = ()
    url: str = ""  # of its page; "" where it has none yet
    page: Page | None = field(default=None, repr=False)


def look(display: Display, path: str, data: bytes, files: Iterable[str], instead_of: str = "") -> Look:
    """Read and plan a text that would stand at a path, with these files beside it; no disk is touched.

    `instead_of` is where its item stands now, if that is elsewhere.
    """
    snapshot = display.proofs.snapshot
    desk = snapshot.sources.desk
    if desk is None:
        return Look(Reading(None, None))
    reading = read(path, data, desk.rules)
    found = list(reading.problems)
    item = reading.item
    if item is None or reading.body is None:
        return Look(reading, in_order(found))
    found += over_text((path, decode(data).text), desk.gazetteer)
    shown = as_published(_dated(reading, snapshot.now.date()), desk)
    url = address_of(shown.item or item)
    pages, late = among(snapshot, path, shown, files, instead_of)
    page = pages.get(url)
    if page and isinstance(page.view, ItemView | StandingView):
        page = lent(page, reading.body.prose)
    return Look(reading, in_order([*found, *late]), url if page else "", page)


def _dated(reading: Reading, day: dt.date) -> Reading:
    """A draft without a date is shown as if it were of today."""
    item = reading.item
    if item is None or item.when or item.kind == "page":
        return reading
    return replace(reading, item=replace(item, when=When(day)))

"""A text that is not saved yet, as a reader would see it: its problems, and its page in the real theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from site_builder.checking.findings import Finding, apart, edited
from site_builder.checking.proof import House, proof
from site_builder.checks import told_once
from site_builder.model import Body, Item, Reading
from site_builder.opening import Desk, in_order
from site_builder.pictures import Album, PhotoView
from site_builder.planning.addresses import address_of
from site_builder.planning.assemble import Site
from site_builder.planning.beside import albums_of
from site_builder.planning.links import targets
from site_builder.preview.answers import Display
from site_builder.preview.snapshot import lent
from site_builder.preview.spare import Carried, among, as_published
from site_builder.problems import Problem, located
from site_builder.reading.item import read
from site_builder.reading.source import typed
from site_builder.thai.dates import When
from site_builder.thai.text import newlines
from site_builder.views import ItemView, Page, StandingView


class Look(Struct, frozen=True):
    """What a text comes to."""

    reading: Reading
    problems: tuple[Problem, ...] = ()
    mends: Mapping[Problem, str] = field(default_factory=dict)  # name of the mend, where there is a safe one
    url: str = ""  # of its page; "" where it has none yet
    page: Page | None = None
    photos: Mapping[str, PhotoView] = field(default_factory=dict)  # by URL, of all that it shows
    album: tuple[str, ...] = ()  # paths of the pictures in its albums


def look(display: Display, path: str, data: bytes, carried: Carried, *, instead_of: str = "") -> Look:
    """Read and plan a text that would stand at a path, with all that it brings along; no disk is touched.

    `instead_of` is where its item stands now, if that is elsewhere.
    """
    snapshot = display.proofs.snapshot
    desk = snapshot.sources.desk
    if desk is None:
        return Look(Reading(None, None))
    reading = read(path, data, desk.rules)
    found, mends = _proofed(path, data, desk)
    item = reading.item
    if item is None or reading.body is None:
        return Look(reading, in_order(told_once([*reading.problems, *found])), mends)
    shown = as_published(_dated(reading, snapshot.now.date()), desk)
    url = address_of(shown.item or item)
    pages, late = among(snapshot, path, shown, carried, instead_of=instead_of)
    page = pages.get(url)
    if page and isinstance(page.view, ItemView | StandingView):
        page = lent(page, reading.body.prose)
    problems = in_order(told_once([*reading.problems, *found, *late]))
    photos = {one.url: one.view for one in pages.values() if isinstance(one.view, PhotoView)}
    album = _albums(item, reading.body, carried, (desk, snapshot.sources.album))
    return Look(reading, problems, mends, url if page else "", page, photos, album)


def in_albums(display: Display, path: str, data: bytes) -> tuple[str, ...]:
    """The paths of the pictures in the albums of a source as it stands; nothing is planned for it."""
    sources = display.proofs.snapshot.sources
    if sources.desk is None:
        return ()
    reading = read(path, data, sources.desk.rules)
    if reading.item is None or reading.body is None:
        return ()
    return _albums(reading.item, reading.body, Carried(), (sources.desk, sources.album))


def _albums(item: Item, body: Body, carried: Carried, there: tuple[Desk, Album]) -> tuple[str, ...]:
    if not item.gallery and not any(link.fence == "album" for link in body.links):
        return ()  # as most are: 10,000 files need not be looked through at each pause in typing
    desk, album = there
    known = replace(album, negatives={**album.negatives, **carried.negatives})
    return albums_of(item, body, targets(Site(), (*desk.files, *carried.files), known))


def _proofed(path: str, data: bytes, desk: Desk) -> tuple[list[Problem], dict[Problem, str]]:
    """(What proofing finds in a text, the names of the mends that are safe)."""
    text = _plain(data)
    findings = proof(text, House.of(desk.settings, desk.gazetteer)) if text else ()
    found = [(located(one.problem, path, text), one) for one in findings]
    return [problem for problem, _ in found], {problem: _name(one) for problem, one in found if one.edits}


def _plain(data: bytes) -> str:
    file = typed(data)
    return newlines(file.text).rstrip("\x1a") if file else ""


def _name(finding: Finding) -> str:
    span = finding.problem.span
    return f"{finding.problem.code}:{span.start if span else 0}"


def mended(text: str, name: str, desk: Desk) -> str | None:
    """A text with the edits of one mend; None where it is not to be found any more."""
    plain = newlines(text)
    findings = proof(plain, House.of(desk.settings, desk.gazetteer))
    chosen = next((one for one in findings if one.edits and _name(one) == name), None)
    return edited(plain, apart(chosen.edits)) if chosen else None


def _dated(reading: Reading, day: dt.date) -> Reading:
    """A draft without a date is shown as if it were of today."""
    item = reading.item
    if item is None or item.when or item.kind == "page":
        return reading
    return replace(reading, item=replace(item, when=When(day)))

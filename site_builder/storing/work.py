"""What worker processes do: read a share of sources, render a share of pages into the stage; each keeps its budget."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from site_builder.digest import Prints
from site_builder.machine_views import TextView
from site_builder.model import Prose, Reading
from site_builder.planning.addresses import file_of
from site_builder.problems import Problem, error, located
from site_builder.reading.item import Rules, read
from site_builder.reading.schema import Taxonomies
from site_builder.rendering.render import Renderer
from site_builder.searching.files import SegmentList, segment
from site_builder.searching.grams import Grams, grams, plain
from site_builder.storing.budget import Budget, Limit, Passed, kept
from site_builder.storing.manifest import Entry
from site_builder.storing.staging import Staged, stage
from site_builder.storing.store import Spoilt, Store
from site_builder.thai.places import load
from site_builder.views import ItemView, Page, StandingView

_ENCODER = Encoder()  # JSON, which keeps the +07:00 of a moment; MessagePack makes it UTC
_DECODER = Decoder(Reading)


class Order(Struct, frozen=True):
    """What a worker must know to read: small, for it is sent with every share."""

    province: str
    taxonomies: Taxonomies
    budget: Budget = Budget()
    search: bool = True  # the site has one
    worker: bool = True  # in a process of its own, which may be ended


class Read(Struct, frozen=True):
    """A reading, packed for the way home and for the store."""

    path: str
    content: bytes  # the Reading without its prose: `unpacked` gives it back
    html: bytes  # the prose, packed
    seconds: float
    lasts: bool = True  # False where the machine had its part in it: it is read again next time
    grams: bytes = b""  # the trigrams of title and body, packed; none where they are not wanted


def read_share(share: Sequence[tuple[str, bytes]], order: Order) -> list[Read]:
    """Read sources, (path, bytes) each; one that passes its budget has a Reading that says so."""
    rules = _rules(order.province, order.taxonomies)
    with kept(order.budget, worker=order.worker) as limit:
        return [_read(path, data, rules, limit, order) for path, data in share]


def _read(path: str, data: bytes, rules: Rules, limit: Limit, order: Order) -> Read:
    started = time.perf_counter()
    try:
        with limit():
            reading = read(path, data, rules)
            found = found_by(reading) if order.search else b""
            return replace(packed(path, reading, time.perf_counter() - started), grams=found)
    except Passed:
        return refused(path, error("W050", seconds=f"{order.budget.seconds:g}"))
    except MemoryError:
        return refused(path, error("W051", megabytes=order.budget.megabytes))


def found_by(reading: Reading) -> bytes:
    """The packed trigrams that the item of a reading is found by."""
    return grams(reading.item.title, plain(reading.body.prose)).packed() if reading.item and reading.body else b""


def refused(path: str, problem: Problem) -> Read:
    """The reading of a source that could not be read to its end."""
    return replace(packed(path, Reading(None, None, (located(problem, path, ""),))), lasts=False)


def packed(path: str, reading: Reading, seconds: float = 0.0) -> Read:
    """Take a reading apart: what planning needs of it, and the prose, which only its own page needs."""
    if reading.body is None:
        return Read(path, _ENCODER.encode(reading), b"", seconds)
    prose = reading.body.prose
    light = replace(reading, body=replace(reading.body, prose=replace(prose, parts=())))
    return Read(path, _ENCODER.encode(light), prose.packed(), seconds)


def unpacked(content: bytes) -> Reading:
    """The reading again; its prose rests in the store. msgspec.DecodeError where the bytes are none."""
    return _DECODER.decode(content)


@lru_cache(maxsize=4)
def _rules(province: str, taxonomies: Taxonomies) -> Rules:
    gazetteer = load(province)
    if gazetteer is None:
        raise LookupError(province)  # opening the site has found it
    return Rules(gazetteer, taxonomies)


class Segment(Struct, frozen=True):
    """A segment of the index that is to be made."""

    name: str
    views: Sequence[TextView]
    sources: Sequence[tuple[str, str]]  # path and digest of each one's source


class Press(Struct, frozen=True):
    """All that rendering a site's pages takes. A forked worker inherits it, a spawned one is sent it once."""

    renderer: Callable[[], Renderer]
    pages: Sequence[Page]
    sources: Mapping[str, str]  # URL of a page with a body → path of its source
    segments: Sequence[Segment]  # of the search's index
    html: Mapping[str, bytes]  # path → packed prose, of what was read in this build
    grams: Mapping[str, bytes]  # and packed trigrams
    cache: Path  # of the store in which all other prose rests
    closures: Mapping[str, bytes]  # template → fingerprint of what its pages show besides their views
    stage: Path
    former: Mapping[str, Entry]


@dataclass(slots=True)
class Pressed:
    """What came of a share of pages."""

    staged: list[Staged] = field(default_factory=list)
    prints: list[bytes] = field(default_factory=list)  # for each staged page, see `digest.Printed`
    segments: list[SegmentList] = field(default_factory=list)  # for the staged files that are no pages
    faults: list[Problem] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)  # by template


class Presser:
    """One who renders: the theme made ready once, and the store opened when prose is asked for."""

    def __init__(self, press: Press, renderer: Renderer) -> None:
        self.press = press
        self.renderer = renderer
        self._store = Store(press.cache)
        self._prints = Prints()

    def share(self, first: int, last: int) -> Pressed:
        """Render the pages from `first` up to `last`, and stage those whose bytes differ from the former ones."""
        done = Pressed()
        files = self._rendered(self.press.pages[first:last], done)
        done.staged = stage(self.press.stage, f"p{first}-", files, self.press.former)
        return done

    def _rendered(self, pages: Sequence[Page], done: Pressed) -> Iterator[tuple[str, bytes]]:
        for page in pages:
            started = time.perf_counter()
            answer = self.render(page)
            done.seconds[page.template] = done.seconds.get(page.template, 0) + time.perf_counter() - started
            if isinstance(answer, Problem):
                done.faults.append(answer)
            else:
                done.prints.append(self.press.closures[page.template] + self._prints.of(page.view))
                yield file_of(page.url), answer

    def segment(self, number: int) -> Pressed:
        """Make a segment of the index, and stage its files."""
        found, files = self.files(self.press.segments[number])
        staged = stage(self.press.stage, f"s{number}-", files.items(), self.press.former)
        return Pressed(staged, segments=[found])

    def files(self, wanted: Segment) -> tuple[SegmentList, dict[str, bytes]]:
        """A segment's list and files."""
        return segment(wanted.name, wanted.views, (self._grams(*source) for source in wanted.sources))

    def file(self, path: str) -> bytes:
        """A file of a segment, made once more."""
        name = path.split("/")[1].partition(".")[0]
        return next(self.files(one)[1][path] for one in self.press.segments if one.name == name)

    def _grams(self, path: str, digest: str) -> Grams:
        data = self.press.grams.get(path)
        return Grams.unpacked(self._store.grams(path, digest) if data is None else data)

    def render(self, page: Page) -> bytes | Problem:
        """The page's bytes, or the template's fault."""
        return self.renderer.render(self._lent(page))

    def _lent(self, page: Page) -> Page:
        """The page with its prose, which rests in the store until now."""
        view = page.view
        if not isinstance(view, ItemView | StandingView | TextView) or view.body.parts:
            return page
        path = self.press.sources[page.url]
        html = self.press.html.get(path)
        prose = view.body.lent(html) if html is not None else self._stored(path, view.body)
        return replace(page, view=replace(view, body=prose))

    def _stored(self, path: str, resting: Prose) -> Prose:
        prose = resting.lent(self._store.prose(path))
        if Prose.of(prose.parts) != prose:  # of another reading than the one that was kept
            raise Spoilt(path)
        return prose


_HERE: list[Presser] = []  # in a worker process: the one that it is


def hold(press: Press) -> None:
    """Begin a worker's life."""
    gc.disable()  # what was inherited is not gone through again and again, and copied by that
    _HERE[:] = [Presser(press, press.renderer())]


def press_share(first: int, last: int) -> Pressed:
    """Render a share of the press that this worker holds."""
    return _HERE[0].share(first, last)


def press_segment(number: int) -> Pressed:
    """Make a segment of the press that this worker holds."""
    return _HERE[0].segment(number)

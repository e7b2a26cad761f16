"""The preview while it runs: look, develop a snapshot, show it, wait. One thread does so; those of the server read."""

from __future__ import annotations

import datetime as dt
import gc
import math
import threading
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.desk.desk import NewsDesk
from site_builder.job import Means
from site_builder.preview.answers import Display, item_of
from site_builder.preview.proofs import Proofs
from site_builder.preview.server import Server
from site_builder.preview.snapshot import Snapshot, asks_for_all, develop
from site_builder.preview.sources import Change, first_look, look_again
from site_builder.preview.spare import early
from site_builder.preview.tabs import Tabs
from site_builder.preview.watch import Watch
from site_builder.problems import Problem, error
from site_builder.storing import files
from site_builder.storing.faults import StoringFailed
from site_builder.storing.files import SourceFile

SWEEP = 30  # snapshots between two searches for circles
HELD_UP = 1.5  # seconds that a request waits at most for what was just saved


class Wishes(Struct, frozen=True):
    """How somebody wants to look at the site."""

    host: str = "127.0.0.1"
    ports: tuple[int, ...] = (0,)  # the first that is free
    names: tuple[str, ...] = ()  # further addresses of this machine, at which phones may ask
    language: str = "th"
    poll: bool = False
    navigate: bool = False
    browser: bool = False  # shall be opened once the preview is there


class News(Struct, frozen=True):
    """What is said on the terminal when the preview changes."""

    snapshot: Snapshot
    seconds: float
    problem: Problem | None = None  # the machine stood in the way of looking


Say = Callable[[News], None]


class Live:
    """One preview of one site: reads it once, then shows what becomes of it until `stop`."""

    def __init__(self, site: Path, wishes: Wishes, clock: Callable[[], dt.datetime]) -> None:
        self._site = site
        self._wishes = wishes
        self._clock = clock
        self._tabs = Tabs()
        self._looked = threading.Condition()
        self._last_look = -math.inf  # when the last look that is done began
        self._display: Display | None = None
        self._swept = 0  # the snapshot after which circles were last looked for
        # In a network, anybody might write: the desk is for this machine alone.
        self.desk = None if wishes.names else NewsDesk(site, self.ask, self.look_now, clock)
        self.watch: Watch | None = None
        self.server: Server | None = None

    def open(self, means: Means) -> Snapshot:
        """Read the site and begin to serve it. Until then there is no thread, so that the readers may fork."""
        gc.disable()  # as in a build: our values make no circles
        try:
            began, now = time.monotonic(), self._clock()
            snapshot = develop(None, first_look(self._site, now, means), Change(), now)
            self._show(snapshot, began)
        finally:
            gc.enable()
        self._tabs.tell(snapshot.number)
        self.server = self._served()
        self._display = replace(self.shown(), addresses=self.addresses)
        self.watch = Watch((self._site / "content", self._site / "themes"), poll=self._wishes.poll)
        self.server.start()
        return snapshot

    def _served(self) -> Server:
        """The server on the first port that is free; StoringFailed where none is."""
        wishes = self._wishes
        for port in wishes.ports:
            try:
                return Server(wishes.host, port, self.ask, self._tabs, wishes.names, desk=self.desk)
            except OSError as fault:
                if port == wishes.ports[-1]:
                    problem = error("U017", port=port, reason=fault.strerror or str(fault))
                    raise StoringFailed(problem) from fault
        raise LookupError(wishes.ports)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the preview."""
        return f"http://127.0.0.1:{self.server.server_port if self.server else 0}/"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where phones find the preview."""
        port = self.server.server_port if self.server else 0
        return tuple(f"http://{name}:{port}/" for name in self._wishes.names)

    def run(self, means: Means, say: Say) -> None:
        """Look and show until `stop`; what the machine refuses is said, and tried again later."""
        cost, told = 0.0, None  # of a look that finds nothing; what was said last of the machine
        while self.watch and self.watch.wait(cost, self._due()):
            began = time.monotonic()
            found = self._looked_at(means, began)
            seconds = time.monotonic() - began
            problem = found if isinstance(found, Problem) else None
            if found and (problem is None or problem != told):
                say(News(self.shown().proofs.snapshot, seconds, problem))
            told = problem
            if not found:
                cost = seconds
                self._sweep()

    def _looked_at(self, means: Means, began: float) -> bool | Problem:
        """Whether a look found something new, or what stood in its way."""
        try:
            return self._look(means, began)
        except StoringFailed as fault:
            return fault.problem
        except OSError as fault:  # a theme or a table that may not be read, a disk that is gone
            return error("U007", file=fault.filename or "", reason=fault.strerror or str(fault))

    def _sweep(self) -> None:
        """Once in a while, when nothing else is to be done, look through all values for circles: themes have some."""
        number = self.shown().proofs.snapshot.number
        if number >= self._swept + SWEEP:
            self._swept = number
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def _look(self, means: Means, began: float) -> bool:
        """Look once; whether there is a new snapshot."""
        former, now = self.shown().proofs.snapshot, self._clock()
        if former.sources.desk is None:
            sources, change = first_look(self._site, now, means), Change(tables=True, opening=True)
            change = change if sources != former.sources else Change()
        else:
            sources, change = look_again(former.sources, self._site, means)
        is_due = former.next_due is not None and now >= former.next_due
        if not (change or is_due):
            self._show(replace(former, sources=sources), began)
            return False
        first = early(former, sources, change) if asks_for_all(former, sources, change, now) else None
        if first:
            self._tell(first, began)
            former = replace(former, number=first.number)
        self._tell(develop(former, sources, change, now), began)
        return True

    def _tell(self, snapshot: Snapshot, began: float) -> None:
        """Show it, and say so to every tab."""
        self._show(snapshot, began)
        self._tabs.tell(snapshot.number, self._target(snapshot))

    def _show(self, snapshot: Snapshot, began: float) -> None:
        """From now on this is what every thread reads."""
        former = self._display
        if former and former.proofs.snapshot.number == snapshot.number:
            proofs = former.proofs.of_same(snapshot)
        else:
            proofs = Proofs(snapshot, former.proofs if former else None)
            gc.freeze()  # else Python would go through ten thousand items again and again
        self._display = Display(self._site, proofs, self._tabs.run, self._wishes.language, self.addresses)
        with self._looked:
            self._last_look = began
            self._looked.notify_all()

    def shown(self) -> Display:
        """What every thread reads now."""
        if self._display is None:
            raise LookupError(self._site)  # asked before `open`
        return self._display

    def ask(self, target: str) -> Display:
        """What is to be shown now. A page whose source was saved since the last look waits for the next one."""
        display = self.shown()
        if self.watch and (self.watch.is_woken or self._is_stale(display, target)):
            self.look_now(HELD_UP)
        return self.shown()

    def look_now(self, seconds: float) -> None:
        """Wait until a look has begun and ended after this, so many seconds at most."""
        if self.watch:
            asked = time.monotonic()
            self.watch.wake()
            with self._looked:
                self._looked.wait_for(lambda: self._last_look >= asked, seconds)

    def _is_stale(self, display: Display, target: str) -> bool:
        path = item_of(display, target)
        if not path:
            return False
        try:
            status = files.on_disk(self._site, path).stat()
        except OSError:
            return True
        found = SourceFile(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return display.proofs.snapshot.sources.marks.get(path) != found.mark

    def _due(self) -> float:
        """Seconds until time alone changes what is published."""
        due = self.shown().proofs.snapshot.next_due
        return max(0.0, (due - self._clock()).total_seconds()) if due else math.inf

    def _target(self, snapshot: Snapshot) -> str:
        known = (url for url in snapshot.changed if url in snapshot.pages or url in snapshot.held)
        return next(known, "") if self._wishes.navigate else ""

    def close(self) -> None:
        """End: no thread, no connection, no port is left."""
        self._tabs.close()
        if self.watch:
            self.watch.close()
        if self.server:
            self.server.stop()

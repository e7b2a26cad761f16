"""The desk's own publishing: what will change, then the run itself, each in a thread that the browser looks at."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from site_builder.desk.told import told
from site_builder.job import Means as Building
from site_builder.preview.snapshot import Snapshot
from site_builder.problems import Problem, error, is_error
from site_builder.publishing.flow import publish
from site_builder.publishing.plan import Plan, is_page
from site_builder.publishing.publication import Means, Order, Publication
from site_builder.storing.executors import Crew
from site_builder.storing.faults import StoringFailed

_LOCKED = frozenset(["N069", "N070"])  # codes of Problems: a wrong password, and none
SHOWN = 300  # paths that are listed; a first publishing has thousands


class Run(Struct, frozen=True):
    """How far a publishing has come."""

    phase: str = ""  # "planning", "planned", "running", "done"; "" for none yet
    stage: str = ""  # of the progress: "read", "render", "look", "send", "live", "claim"
    done: int = 0
    all: int = 0
    publication: Publication = field(default_factory=Publication)
    fault: Problem | None = None  # the machine or the host stood in the way
    locked: bool = False  # the target wants a password that nobody has given, or another than was given

    @property
    def is_busy(self) -> bool:
        """Whether a thread is at it."""
        return self.phase in {"planning", "running"}


class Publisher:
    """One publishing at a time, of one site."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._turn = threading.Lock()
        self._passwords: dict[str, str] = {}  # by target, as long as this process lives; on no disk
        self.run = Run()

    def plan(self, target: str, now: dt.datetime, password: str = "") -> None:
        """Begin to find out what would change; a password is remembered until it is found to be wrong."""
        if password:
            self._passwords[target] = password
        self._begin(Order(target, dry_run=True), now, "planning", ())

    def start(self, target: str, now: dt.datetime, agreed: Sequence[Problem]) -> None:
        """Begin to publish; `agreed` are the doubts that somebody has read and agreed to."""
        self._begin(Order(target), now, "running", agreed)

    def _begin(self, order: Order, now: dt.datetime, phase: str, agreed: Sequence[Problem]) -> None:
        with self._turn:
            if self.run.is_busy:
                return
            self.run = Run(phase)
            threading.Thread(target=self._go, args=(order, now, agreed), daemon=True, name="publishing").start()

    def _go(self, order: Order, now: dt.datetime, agreed: Sequence[Problem]) -> None:
        def ask(_: Plan, doubts: Sequence[Problem]) -> bool:
            return {_doubt(one) for one in doubts} <= {_doubt(one) for one in agreed}

        crew = Crew(os.cpu_count() or 1, start="spawn")  # a process with threads must not fork
        means = Means(ask, self._prompt, tell=self._tell, building=Building(crew, tell=self._tell))
        after = "planned" if order.dry_run else "done"
        try:
            publication = publish(self._site, order, now, means)
            self.run = Run(after, publication=publication, locked=self._is_locked(order, publication.problems))
        except StoringFailed as fault:
            self.run = Run(after, fault=fault.problem, locked=self._is_locked(order, [fault.problem]))
        except OSError as fault:
            problem = error("U007", file=fault.filename or "", reason=fault.strerror or str(fault))
            self.run = Run(after, fault=problem)
        finally:
            if self.run.is_busy:  # a bug of ours ended the thread: nobody may wait for it
                self.run = Run(after, fault=error("E266"))

    def _prompt(self, target: str, _user: str) -> str:
        return self._passwords.get(target, "")

    def _is_locked(self, order: Order, problems: Sequence[Problem]) -> bool:
        """Whether a host did not let us in; what it refused is forgotten."""
        if _LOCKED.isdisjoint(one.code for one in problems):
            return False
        self._passwords.pop(order.target, None)
        return True

    def _tell(self, stage: str, done: int, all_: int) -> None:
        self.run = replace(self.run, stage=stage, done=done, all=all_)


def _doubt(problem: Problem) -> tuple[str, tuple[tuple[str, str], ...]]:
    return problem.code, problem.arguments


def as_data(run: Run, snapshot: Snapshot, language: str) -> dict[str, object]:
    """A run for the browser: its phase, what it will change or has, and every problem in words."""
    publication = run.publication
    problems = [*([run.fault] if run.fault else []), *publication.problems]
    made = publication.plan
    return {
        "phase": run.phase,
        "stage": run.stage,
        "done": run.done,
        "all": run.all,
        "target": publication.target,
        "url": publication.url,
        "sends": len(made.sends),
        "size": made.size,
        "items": _items(made, snapshot),
        "paths": [one.path for one in made.sends][:SHOWN],
        "removals": list(made.removals)[:SHOWN],
        "questions": [told(one, language) for one in publication.questions],
        "problems": [told(one, language) for one in problems],
        "locked": run.locked,
        "is_held": any(map(is_error, problems)) or not publication.target,
        "sent": publication.sent,
        "published": publication.published,
        "looked": publication.looked,
    }


def _items(made: Plan, snapshot: Snapshot) -> list[Mapping[str, str]]:
    """The items among what is sent, by their titles; new ones are told from changed ones."""
    found: list[Mapping[str, str]] = []
    for one in made.sends:
        url = f"/{one.path.removesuffix('index.html')}"
        source = snapshot.owners.get(url)
        reading = snapshot.sources.last_good(source) if source and is_page(one.path) else None
        if reading and reading.item:
            state = "changed" if one.path in made.former else "new"
            found.append({"title": reading.item.title, "url": url, "state": state})
    return found[:SHOWN]

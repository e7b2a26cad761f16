"""One build of one site: what is to be built, and by which means; the stages hand it on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct, field

from site_builder.counting import ledger
from site_builder.digest import digest
from site_builder.opening import Desk
from site_builder.outcome import Tell
from site_builder.planning.plan import site_info
from site_builder.problems import Problem
from site_builder.rendering.render import Renderer
from site_builder.settings import showing
from site_builder.showing import Showing
from site_builder.storing.budget import Budget
from site_builder.storing.darkroom import Darkroom
from site_builder.storing.drawing import draw
from site_builder.storing.executors import Crew
from site_builder.storing.last import compiled
from site_builder.storing.stopwatch import Stopwatch
from site_builder.storing.store import Store
from site_builder.storing.work import Order


def silent(_stage: str, _done: int, _all: int) -> None:
    """Tell nobody how far the work has come."""


class Means(Struct, frozen=True):
    """How a build does its work; its bytes are the same with all of them."""

    crew: Crew = field(default_factory=Crew)
    budget: Budget = field(default_factory=Budget)
    tell: Tell = silent


class Job(Struct, frozen=True, dict=True):
    """One build of one site."""

    site: Path
    output: Path
    now: dt.datetime  # decides what is published and what shows, and nothing else
    desk: Desk
    before: tuple[Problem, ...]  # of opening the desk
    means: Means
    started_ns: int  # when the files were looked for
    store: Store
    watch: Stopwatch

    @property
    def cache(self) -> Path:
        """Where the site keeps what may be thrown away."""
        return self.site / ".cache"

    @property
    def order(self) -> Order:
        """What those who read must know."""
        return Order(
            self.desk.settings.province, self.desk.rules.taxonomies, self.means.budget, search=self.desk.settings.search
        )

    @property
    def rules(self) -> bytes:
        """A fingerprint of what decides how sources are read, besides the engine."""
        return digest((self.desk.settings.province, self.desk.rules.taxonomies, self.desk.settings.search))

    @cached_property
    def make(self) -> Callable[..., Renderer]:
        """A renderer of this site's theme; takes what `Renderer.compiled` gave."""
        info = site_info(self.desk.settings, self.desk.words, self.showing)
        picture, develop = partial(draw, fonts=self.desk.fonts), Darkroom(self.site, self.cache).of
        file_links = self.desk.settings.file_links
        return partial(Renderer, self.desk.theme, info, file_links=file_links, draw=picture, develop=develop)

    @cached_property
    def renderer(self) -> Renderer:
        """The one of this process, with the templates that the store has as code."""
        return self.make(compiled=compiled(self.store))

    def make_ready(self) -> None:
        """Compile the templates (0.25 s), whether or not they are needed: for a time in which others work."""
        for name in self.desk.theme.templates:
            self.renderer.closure(name)

    @property
    def showing(self) -> Showing:
        """What of the settings shows now: mourning, an announcement."""
        return showing(self.desk.settings, self.now)

    @property
    def frame(self) -> bytes:
        """A fingerprint of all around the items: settings, theme, which files there are, and what was wrong there."""
        desk = self.desk
        return digest(
            (
                *(desk.settings, self.showing, desk.theme, desk.boundaries),
                desk.tables.get(ledger.PATH),
                *(desk.items, desk.files, sorted(desk.refused), self.before),
            )
        )

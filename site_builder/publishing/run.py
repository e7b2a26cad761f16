"""One publishing of one site to one target: what of it is known before the host is reached, and the host, opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.outcome import Outcome
from site_builder.problems import Problem, error, warning
from site_builder.publishing.host import Access, Host, Target
from site_builder.publishing.hosts import kind_of
from site_builder.publishing.memory import Memory
from site_builder.publishing.publication import Means, Order
from site_builder.publishing.secrets import password
from site_builder.publishing.stock import Release, Stock
from site_builder.publishing.targets import PATH, chosen, read_targets
from site_builder.reading.source import decode
from site_builder.settings import Settings, read_settings
from site_builder.storing import files
from site_builder.storing.faults import Occupied
from site_builder.storing.lock import Lock
from site_builder.storing.manifest import Entry


class Run(Struct, frozen=True):
    """One publishing of one site to one target."""

    site: Path
    order: Order
    now: dt.datetime
    means: Means
    settings: Settings
    target: Target
    stock: Stock
    outcome: Outcome | None = None  # of the build
    ours: Mapping[str, Entry] | None = None  # what readers shall find
    release: Release | None = None  # the former site that is asked for

    @property
    def memory(self) -> Memory:
        """What this machine remembers of the target."""
        return Memory(self.stock.target(self.target.name))

    @property
    def files(self) -> Mapping[str, Entry]:
        """What readers shall find; nothing where that is not known yet."""
        return self.ours or {}


def begun(site: Path, order: Order, now: dt.datetime, means: Means) -> tuple[Run | None, tuple[Problem, ...]]:
    """The target, by site.toml; None where the settings do not say it soundly."""
    if not (site / PATH).is_file():
        return None, (replace(error("S016"), path=PATH),)
    text = decode(files.read(site, PATH)).text
    settings, problems = read_settings(text, "", "")
    if settings is None:
        return None, problems
    targets, problems = read_targets(text, settings.base_url)
    target = chosen(targets, order.target)
    if isinstance(target, Problem):
        return None, (*problems, *([] if problems and not order.target else [replace(target, path=PATH)]))
    if settings.file_links:
        problems = (*problems, replace(warning("N016", fix='links = "web"'), path=PATH))
    return Run(site, order, now, means, settings, target, Stock(site / ".cache/publish")), problems


@contextmanager
def alone(stock: Stock) -> Iterator[None]:
    """One publishing of a site at a time on this machine: contents are let go of when none needs them."""
    try:
        with Lock(stock.folder, seconds=1):
            yield
    except Occupied as fault:
        raise Occupied(error("N025")) from fault


def opened(run: Run) -> Host:
    """The target's host; raises HostFailed."""
    access = Access(run.site, run.memory.folder, password(run.target, run.means.prompt), run.means.say)
    return kind_of(run.target.kind).open(run.target, access)

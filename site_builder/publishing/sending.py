"""Carrying a plan out: stage by stage, several files at once, each written down before it goes and once it is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count, groupby
from pathlib import Path

from msgspec import Struct

from site_builder.outcome import Tell
from site_builder.publishing.claim import Claim
from site_builder.publishing.host import Bundling, Host
from site_builder.publishing.journal import Journal
from site_builder.publishing.looking import at_once
from site_builder.publishing.plan import Plan, Send
from site_builder.publishing.stock import Stock
from site_builder.storing.faults import writing


@dataclass(slots=True)
class Meter:
    """Counts bytes from several threads, and tells of them."""

    total: int
    tell: Tell
    done: int = 0
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, count: int) -> None:
        """So many more have gone."""
        with self._counting:
            self.done += count
            self.tell("send", min(self.done, self.total), self.total)


class Errand(Struct, frozen=True):
    """One run to one host."""

    host: Host
    stock: Stock
    journal: Journal
    claim: Claim
    tell: Tell


def carry_out(plan: Plan, errand: Errand) -> None:
    """Send all, each stage once the one before it is there, then remove; HostFailed at the first fault."""
    host = errand.host
    meter = Meter(plan.size, errand.tell)
    for _, stage in groupby(plan.sends, key=lambda one: one.stage):
        sends = tuple(stage)
        at_once(host.connections, lambda one: _send(one, errand, meter), sends)
        host.barrier()
        if isinstance(host, Bundling):
            for one in sends:
                errand.journal.sent(one.path, (one.size, one.digest))
    at_once(host.connections, lambda path: _remove(path, errand), plan.removals)
    host.barrier()


def _send(one: Send, errand: Errand, meter: Meter) -> None:
    errand.claim.check()
    with errand.stock.open(one.path, one.digest).open("rb") as body:
        errand.journal.begin(one.path)
        errand.host.put(one.path, body, one.size, meter)
    if not isinstance(errand.host, Bundling):
        errand.journal.sent(one.path, (one.size, one.digest))


def _remove(path: str, errand: Errand) -> None:
    errand.claim.check()
    errand.host.remove(path)
    errand.journal.removed(path)


def save(host: Host, paths: Sequence[str], folder: Path) -> None:
    """Copy what is not ours, and will be replaced, to a new folder on this machine."""
    folder = next(one for one in _names(folder) if not one.exists())
    for path, data in _read(host, paths):
        with writing(partial(len, data), folder / path):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)


def _names(folder: Path) -> Iterator[Path]:
    yield folder
    yield from (folder.with_name(f"{folder.name}-{number}") for number in count(2))


def _read(host: Host, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        data = host.read(path)
        if data is not None:
            yield path, data

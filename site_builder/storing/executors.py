"""All cores through one interface, `concurrent.futures.Executor`: this process, a pool of them, a Dask cluster.

The same functions with the same bytes on each. A worker that dies costs the item that killed it and no other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, as_completed, wait
from contextlib import contextmanager
from itertools import chain, groupby, islice
from typing import ParamSpec, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from site_builder.outcome import Tell
from site_builder.pictures import PhotoView
from site_builder.problems import error
from site_builder.storing.faults import StoringFailed
from site_builder.storing.work import (
    Order,
    Press,
    Pressed,
    Presser,
    Read,
    hold,
    press_segment,
    press_share,
    read_share,
    refused,
)
from site_builder.views import Page

SMALL = 100  # sources or pages below which a pool costs more (50 ms) than it saves
SHARE = 50  # sources or pages sent at once, where there are few
LARGEST = 200  # of many: who renders neighbours makes their common cards once; 4 % of a build of 10,000 items
TURNS = 8  # shares for each worker at least, so that none waits long for the last one
CLUSTER = 32  # workers that a cluster is taken to have
AHEAD = 3  # shares that wait for each worker: all at once would hold the sources of the whole site

Source = tuple[str, bytes]  # path, bytes of the file
P = ParamSpec("P")
T = TypeVar("T")


class Inline(Executor):
    """Runs each call at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give a future that is done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:  # noqa: BLE001 — the future's owner raises it, as with any executor
            future.set_exception(fault)
        return future


class Crew(Struct, frozen=True):
    """Who does the work."""

    jobs: int = 1
    cluster: str = ""  # "tcp://host:port" of a Dask scheduler; "" for this machine
    start: str = "fork" if sys.platform == "linux" else "spawn"  # how processes begin; macOS cannot fork safely

    def readers(self, amount: int) -> Executor:
        """Those who read so many sources."""
        if self.cluster:
            return _cluster(self.cluster)
        return Inline() if self.jobs < 2 or amount < SMALL else self.pool()  # noqa: PLR2004 — one is no pool

    def readers_again(self) -> Executor:
        """One who reads after a worker has died: never this process."""
        return _cluster(self.cluster) if self.cluster else replace(self, jobs=1).pool()

    def pool(self, press: Press | None = None) -> Executor:
        """Processes of this machine; with a press they are those who render."""
        import multiprocessing  # noqa: PLC0415 — 35 ms, with the pool
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

        # A cluster's client leaves threads behind, and what has threads must not fork.
        context = multiprocessing.get_context("spawn" if self.cluster else self.start)
        if press is None:
            return ProcessPoolExecutor(self.jobs, context)
        return ProcessPoolExecutor(self.jobs, context, hold, (press,))


def nothing() -> None:
    """Do nothing meanwhile."""


def read_all(
    sources: Iterable[tuple[str, bytes]],
    amount: int,
    order: Order,
    crew: Crew,
    tell: Tell,
    *,
    meanwhile: Callable[[], None] = nothing,
) -> Iterator[Read]:
    """Read so many sources, in any order; every one of them has an answer.

    `meanwhile` is called once the readers have enough to do for a while, if there is so much at all.
    """
    lost: list[Source] = []
    done = 0
    with crew.readers(amount) as executor:
        alone = replace(order, worker=not isinstance(executor, Inline))
        hands = CLUSTER if crew.cluster else crew.jobs
        for share, future in _in_turn(executor, _shares(sources, share_of(amount, hands)), hands, alone, meanwhile):
            if future.exception():
                lost += share
                continue
            yield from future.result()
            done += len(share)
            tell("read", done, amount)
    yield from _one_by_one(lost, order, crew)


def share_of(amount: int, hands: int) -> int:
    """How many of so many sources or pages one of these workers is given at once."""
    return min(max(SHARE, amount // (TURNS * hands)), LARGEST)


def _shares(sources: Iterable[Source], size: int) -> Iterator[list[Source]]:
    rest = iter(sources)
    while share := list(islice(rest, size)):
        yield share


def _in_turn(
    executor: Executor, shares: Iterable[list[Source]], jobs: int, order: Order, meanwhile: Callable[[], None]
) -> Iterator[tuple[list[Source], Future[list[Read]]]]:
    """Each share with its future, done; no more than a few wait at a time."""
    waiting: dict[Future[list[Read]], list[Source]] = {}
    for share in shares:
        waiting[_submitted(executor, share, order)] = share
        if len(waiting) >= AHEAD * jobs:
            meanwhile()
            meanwhile = nothing
            finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
            yield from [(waiting.pop(future), future) for future in finished]
    wait(waiting)
    yield from [(share, future) for future, share in waiting.items()]


def _submitted(executor: Executor, share: list[Source], order: Order) -> Future[list[Read]]:
    try:
        return executor.submit(read_share, share, order)
    except RuntimeError as fault:  # a broken pool takes no more
        broken: Future[list[Read]] = Future()
        broken.set_exception(fault)
        return broken


def _one_by_one(lost: Sequence[Source], order: Order, crew: Crew) -> Iterator[Read]:
    """Read what a worker's death took along, each source in a worker of its own: one that kills it too is named."""
    rest = list(lost)
    while rest:
        with crew.readers_again() as executor:
            _awake(executor, order)
            while rest:
                source = rest.pop(0)
                future = _submitted(executor, [source], order)
                if future.exception():
                    yield refused(source[0], error("W052", seconds=f"{order.budget.seconds:g}"))
                    break
                yield from future.result()


def _awake(executor: Executor, order: Order) -> None:
    """Whether a worker comes to life at all: else no item is at fault, and the build cannot go on."""
    future = _submitted(executor, [], order)
    if fault := future.exception():
        raise StoringFailed(error("W054", reason=str(fault) or type(fault).__name__)) from fault


@contextmanager
def pressing(presser: Presser, amount: int, crew: Crew, tell: Tell) -> Iterator[Iterator[Pressed]]:
    """Render and stage the first pages and all segments of a press: their shares, as they are done, once begun.

    Never on a cluster: pages weigh more than their work. A worker that dies here is the machine's fault, since the
    pages are our own values: it ends the build.
    """
    photos, shares = _page_shares(presser.press.pages, share_of(amount, crew.jobs))
    segments = range(len(presser.press.segments))
    is_small = amount < SMALL and len(photos) < 2  # noqa: PLR2004 — a picture takes as long as a hundred pages
    if crew.jobs < 2 or is_small:  # noqa: PLR2004 — one is no pool
        every = chain((presser.share(*one) for one in (*photos, *shares)), map(presser.segment, segments))
        yield _told(every, amount, tell)
        return
    with crew.pool(presser.press) as executor:
        try:
            futures = [executor.submit(press_share, *share) for share in photos]  # the longest work first
            futures += [executor.submit(press_segment, number) for number in segments]
            futures += [executor.submit(press_share, *share) for share in shares]
            yield _told((future.result() for future in as_completed(futures)), amount, tell)
        except BrokenExecutor as fault:
            raise StoringFailed(error("W055")) from fault
        finally:
            executor.shutdown(cancel_futures=True)


def _page_shares(pages: Sequence[Page], size: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(Those of pictures, each with all that is made of one file; those of all other pages), as ranges."""
    photos: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    first = 0
    for source, group in groupby(pages, key=_photo):
        last = first + sum(1 for _ in group)
        if source:
            photos.append((first, last))
        else:
            others += [(at, min(at + size, last)) for at in range(first, last, size)]
        first = last
    return photos, others


def _photo(page: Page) -> str:
    return page.view.source if isinstance(page.view, PhotoView) else ""


def _told(shares: Iterator[Pressed], amount: int, tell: Tell) -> Iterator[Pressed]:
    done = 0
    for share in shares:
        yield share
        done += len(share.prints)
        tell("render", done, amount)


def _cluster(address: str) -> Executor:
    """The workers of a Dask cluster, by its scheduler's address; they need this very package installed."""
    try:
        from site_builder.storing.cluster import Cluster  # noqa: PLC0415 — the extra [dask]
    except ImportError as fault:
        raise StoringFailed(error("U014", reason=str(fault))) from fault
    try:
        return Cluster(address)
    except OSError as fault:
        raise StoringFailed(error("U015", address=address, reason=str(fault))) from fault

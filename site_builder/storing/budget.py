"""What one item may cost: seconds and memory, so that a body nobody foresaw costs its own page and never the build.

Three nets, from fine to coarse: a signal that stops the item where it runs and a limit of the process's memory; a
watchdog in C that ends a worker process which answers no signal; the pool, which tells a worker's death, after which
`executors` reads the items of its share one by one. Windows has the last two only, threads have none.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from types import FrameType

from msgspec import Struct

_PATIENCE = 3  # times the seconds of work, by the clock on the wall: a busy machine is no fault of the item's
_OFTEN = 1.0  # seconds between two settings of the watchdog: each makes a thread, 100 µs

Limit = Callable[[], AbstractContextManager[None]]  # around the reading of one item


class Budget(Struct, frozen=True):
    """What a single item may take: seconds of work, megabytes of memory."""

    seconds: float = 10.0
    megabytes: int = 256


class Passed(BaseException):
    """An item took more than its seconds."""


@contextmanager
def kept(budget: Budget, *, worker: bool) -> Iterator[Limit]:
    """Hold each item of the block to a budget, if its reading stands in a block of the Limit that this gives.

    Passing it raises Passed or MemoryError there; a `worker` process that answers neither is ended.
    """
    with ExitStack() as nets:
        timer: Callable[[float], None] = _nothing
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            timer = nets.enter_context(_signal())
            nets.enter_context(_memory(budget.megabytes))
        watch = nets.enter_context(_watchdog()) if worker else _nothing

        @contextmanager
        def limit() -> Iterator[None]:
            watch(budget.seconds)
            timer(budget.seconds)
            try:
                yield
            finally:
                timer(0)

        yield limit


def _nothing(_seconds: float) -> None:
    """No net of this kind."""


if sys.platform != "win32":
    import resource

    @contextmanager
    def _signal() -> Iterator[Callable[[float], None]]:
        """Seconds of this process's own work, so that no other's is counted."""
        former = signal.signal(signal.SIGPROF, _passed)
        left = signal.setitimer(signal.ITIMER_PROF, 0)

        def timer(seconds: float) -> None:
            signal.setitimer(signal.ITIMER_PROF, seconds)

        try:
            yield timer
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, former)
            signal.setitimer(signal.ITIMER_PROF, *left)

    def _passed(_signal: int, _frame: FrameType | None) -> None:
        raise Passed

    @contextmanager
    def _memory(megabytes: int) -> Iterator[None]:
        """The process may take so much more than it has now; where /proc does not say what it has, no limit is set."""
        former = resource.getrlimit(resource.RLIMIT_AS)
        limit = _taken() + megabytes * 2**20
        if not _taken() or former[0] != resource.RLIM_INFINITY:
            yield
            return
        resource.setrlimit(resource.RLIMIT_AS, (limit, former[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, former)

    def _taken() -> int:
        """Bytes of addresses that this process has; 0 where the system does not say."""
        try:
            with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 — no file of ours
                return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            return 0


@contextmanager
def _watchdog() -> Iterator[Callable[[float], None]]:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        last = -_OFTEN

        def watch(seconds: float) -> None:
            nonlocal last
            if time.monotonic() - last >= _OFTEN:
                last = time.monotonic()
                faulthandler.dump_traceback_later(_PATIENCE * seconds + _OFTEN, exit=True, file=nowhere)

        try:
            yield watch
        finally:
            faulthandler.cancel_dump_traceback_later()

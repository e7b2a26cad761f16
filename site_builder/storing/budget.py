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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType

_GRACE = 2.0  # seconds after which the watchdog ends a process that the signal could not stop
_OFTEN = 1.0  # seconds between two settings of the watchdog: each makes a thread, 100 µs


@dataclass(frozen=True, slots=True)
class Budget:
    """What a single item may take."""

    seconds: float = 10.0
    megabytes: int = 256


class Passed(BaseException):
    """An item took more than its seconds."""


@contextmanager
def kept(budget: Budget, *, worker: bool) -> Iterator[Callable[[], None]]:
    """Hold the items of the block to a budget; the function it gives is called as each item begins.

    Passing it raises Passed or MemoryError; a `worker` process that answers neither is ended.
    """
    with ExitStack() as nets:
        begins: list[Callable[[], None]] = []
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            begins.append(nets.enter_context(_signal(budget.seconds)))
            nets.enter_context(_memory(budget.megabytes))
        if worker:
            begins.append(nets.enter_context(_watchdog(budget.seconds)))

        def begin() -> None:
            for one in begins:
                one()

        yield begin


if sys.platform != "win32":
    import resource

    @contextmanager
    def _signal(limit: float) -> Iterator[Callable[[], None]]:
        former = signal.signal(signal.SIGALRM, _passed)
        try:
            yield lambda: signal.setitimer(signal.ITIMER_REAL, limit) and None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, former)

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
def _watchdog(limit: float) -> Iterator[Callable[[], None]]:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        last = -_OFTEN

        def begin() -> None:
            nonlocal last
            if time.monotonic() - last >= _OFTEN:
                last = time.monotonic()
                faulthandler.dump_traceback_later(limit + _GRACE + _OFTEN, exit=True, file=nowhere)

        try:
            yield begin
        finally:
            faulthandler.cancel_dump_traceback_later()

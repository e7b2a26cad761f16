"""What one item may cost, and that the process is afterwards as it was before."""

from __future__ import annotations

import gc
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import pytest

from site_builder.storing.budget import Budget, Passed, kept

SHORT = Budget(seconds=0.2, megabytes=64)
SMALL = Budget(seconds=20, megabytes=64)  # a busy machine takes its time to give memory
MEGABYTE = 2**20


def ends_never() -> None:
    """Run in pure Python for ever."""
    while True:
        pass


def backtracks() -> None:
    """Stay within one call of `re`, which is C and holds the interpreter."""
    re.match(r"(a+)+$", "a" * 64 + "b")


@pytest.mark.parametrize("work", [ends_never, backtracks])
def test_an_item_that_takes_too_long_is_stopped(work: Callable[[], None]) -> None:
    """The alarm stops Python code, and a regular expression that goes astray in C, within its seconds of work."""
    started = time.process_time()
    with kept(SHORT, worker=False) as limit, pytest.raises(Passed), limit():
        work()
    assert 0.15 <= time.process_time() - started < 5


def test_each_item_has_all_the_seconds() -> None:
    """The time is counted from the beginning of each item, not of the block."""
    with kept(Budget(seconds=0.5), worker=False) as limit:
        for _ in range(5):
            with limit():
                works(0.2)


def works(seconds: float) -> None:
    """Take so much of the processor."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_waiting_is_no_work() -> None:
    """A machine that is busy with other things, or asleep, costs no item."""
    with kept(Budget(seconds=0.1), worker=False) as limit, limit():
        time.sleep(0.3)


def test_an_alarm_never_comes_late() -> None:
    """Once an item is done its time is over: what follows may take as long as it likes."""
    with kept(Budget(seconds=0.1), worker=False) as limit:
        with limit():
            pass
        works(0.3)


@pytest.mark.parametrize("pieces", [1, 200])
def test_an_item_that_takes_too_much_memory_is_stopped(pieces: int) -> None:
    """At once or little by little, more than its megabytes end in MemoryError, and what was taken is given back."""
    held: list[bytearray] = []
    with kept(SMALL, worker=False) as limit:
        with pytest.raises(MemoryError), limit():
            held.extend(bytearray(200 * MEGABYTE // pieces) for _ in range(pieces))
        held.clear()
        gc.collect()
        with limit():
            held.append(bytearray(8 * MEGABYTE))
    held.append(bytearray(200 * MEGABYTE))


def test_memory_within_the_budget_is_given() -> None:
    """The limit counts from what the process has already, however much that is."""
    former = bytearray(300 * MEGABYTE)
    with kept(SMALL, worker=False) as limit, limit():
        assert len(former) > len(bytearray(16 * MEGABYTE))


def state() -> tuple[object, tuple[float, float], tuple[int, int]]:
    """All that a budget may touch of a process."""
    return (
        signal.getsignal(signal.SIGPROF),
        signal.getitimer(signal.ITIMER_PROF),
        resource.getrlimit(resource.RLIMIT_AS),
    )


@contextmanager
def answering(handler: Callable[..., object]) -> Iterator[None]:
    """A handler of the process's own for the alarm."""
    former = signal.signal(signal.SIGPROF, handler)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


@pytest.mark.parametrize("worker", [False, True])
@pytest.mark.parametrize("fault", [None, Passed, MemoryError, KeyboardInterrupt, ValueError])
def test_the_process_is_left_as_it_was(*, worker: bool, fault: type[BaseException] | None) -> None:
    """The alarm's handler, its timer and the limit of memory stand as before, however the block ends."""
    with answering(lambda *_: None):
        before = state()
        with pytest.raises(fault) if fault else nullcontext(), kept(SHORT, worker=worker) as limit, limit():
            assert state() != before
            if fault:
                raise fault
        assert before == state()


def test_a_timer_that_ran_before_runs_on() -> None:
    """Whoever embeds the builder may have an alarm of their own: it still comes."""
    rung: list[int] = []
    with answering(lambda *_: rung.append(1)):
        signal.setitimer(signal.ITIMER_PROF, 0.3)
        with kept(Budget(seconds=5), worker=False) as limit, limit():
            pass
        works(0.5)
    assert [1] == rung


def test_a_limit_of_somebody_elses_stays() -> None:
    """Where the process has a limit of memory already, that one holds, and is the same afterwards."""
    code = """if True:
        import resource
        from site_builder.storing.budget import Budget, kept
        limit = (4 * 2**30, resource.getrlimit(resource.RLIMIT_AS)[1])
        resource.setrlimit(resource.RLIMIT_AS, limit)
        with kept(Budget(megabytes=64), worker=False) as within, within():
            assert limit == resource.getrlimit(resource.RLIMIT_AS)
            assert bytearray(200 * 2**20)
        assert limit == resource.getrlimit(resource.RLIMIT_AS)
    """
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_thread_has_no_budget() -> None:
    """Off the main thread there are no signals and no limit for the others: the item just runs, and nothing fails."""
    before, seen = state(), list[object]()

    def work() -> None:
        with kept(Budget(seconds=0.01, megabytes=1), worker=False) as limit, limit():
            works(0.05)
            seen.append(len(bytearray(32 * MEGABYTE)))
            seen.append(state())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert [32 * MEGABYTE, before] == seen


@pytest.mark.parametrize(("worker", "code"), [(True, 1), (False, 0)])
def test_a_worker_that_answers_no_signal_is_ended(*, worker: bool, code: int) -> None:
    """The watchdog ends a worker process whose C code holds the interpreter; it never ends the builder itself."""
    text = f"""if True:
        from site_builder.storing import budget
        budget._OFTEN = 0.1
        with budget.kept(budget.Budget(seconds=0.2), worker={worker}) as limit:
            try:
                with limit():
                    sum(range({10**11 if worker else 3 * 10**7}))  # within one call
            except budget.Passed:
                pass
    """
    answer = subprocess.run([sys.executable, "-c", text], check=False, capture_output=True)
    assert (code, b"", b"") == (answer.returncode, answer.stdout, answer.stderr)


def test_the_watchdog_goes_with_the_block() -> None:
    """A worker that has done its share may idle as long as it likes."""
    code = """if True:
        import time
        from site_builder.storing import budget
        budget._OFTEN = 0.1
        with budget.kept(budget.Budget(seconds=0.1), worker=True) as limit, limit():
            pass
        time.sleep(1)
    """
    subprocess.run([sys.executable, "-c", code], check=True)

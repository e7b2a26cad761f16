"""When to look again: after a burst of file events has passed, once more a little later, and now and then without any.

Events only say that it is worth looking. watchdog lost 20,600 of 60,000 in a test, in silence on Windows, and a network
drive sends none; so what a look finds never depends on which of them came.
"""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

QUIET = 0.06  # seconds without an event that end a burst: an editor writes, renames and sets times within 30 ms
LONGEST = 0.5  # seconds after which a burst that goes on is looked at all the same
AGAIN = 0.7  # seconds after a burst until the look that finds what its events did not tell
SHARE = 0.01  # of the time that looking without any event may take
SELDOM = 1.5  # seconds between two such looks at least
POLL_SHARE = 0.1  # the same where there are no events
POLL = 0.5  # seconds between two looks where there are no events, at least
STEP = 0.5  # seconds that a wait lasts at most: on Windows, Ctrl-C is heard between two
_KINDS = frozenset({"created", "modified", "moved", "deleted", "closed"})  # not "opened": our own reading


class Watch:
    """Waits for changes below folders; with `poll` without asking the system for events."""

    def __init__(self, folders: Iterable[Path], *, poll: bool = False) -> None:
        self._folders = tuple(folders)
        self._woken = threading.Event()
        self._last = 0.0  # when the last event came
        self._again = 0.0  # when to look again after a burst; 0 for not
        self._is_over = False
        self.is_polling = poll or not self._observe()

    def _observe(self) -> bool:
        """Ask for events; False where the system gives none (too many folders, a strange drive)."""
        from watchdog.observers import Observer  # noqa: PLC0415 — 70 ms, and not with --poll

        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)  # a folder that came, went and came
        self._observer: BaseObserver = Observer()
        handler = _Handler(self.wake)
        try:
            for folder in self._folders:
                if folder.is_dir():
                    self._observer.schedule(handler, str(folder), recursive=True)  # type: ignore[arg-type]
            self._observer.start()
        except OSError:
            self._silence()
            return False
        return True

    def _silence(self) -> None:
        self._observer.unschedule_all()
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join(timeout=5)

    def _is_deaf(self) -> bool:
        """Whether no event can come; a thread that listens ends when it may not watch one folder more."""
        return self.is_polling or not all(one.is_alive() for one in self._observer.emitters)

    @property
    def is_woken(self) -> bool:
        """Whether something was told that nobody has looked at yet."""
        return self._woken.is_set()

    def wake(self) -> None:
        """Something may have changed."""
        self._last = time.monotonic()
        self._woken.set()

    def stop(self) -> None:
        """End all waiting, now and later."""
        self._is_over = True
        self._woken.set()

    def wait(self, cost: float, due: float) -> bool:
        """Until it is time to look: `cost` is what a look takes, `due` when something falls due, both in seconds.

        False once `stop` was called.
        """
        pause = max(POLL, cost / POLL_SHARE) if self._is_deaf() else max(SELDOM, cost / SHARE)
        until = time.monotonic() + min(pause, due)
        if self._again:
            until = min(until, self._again)
        while not (self._is_over or self._woken.is_set()) and (left := until - time.monotonic()) > 0:
            self._woken.wait(min(left, STEP))
        self._again = self._pass() if self._woken.is_set() else 0.0
        return not self._is_over

    def _pass(self) -> float:
        """Let a burst pass: when to look again after it."""
        began = time.monotonic()
        while not self._is_over and (now := time.monotonic()) - self._last < QUIET and now - began < LONGEST:
            time.sleep(max(0.0, min(self._last + QUIET, began + LONGEST) - now) + 0.001)
        self._woken.clear()
        return time.monotonic() + AGAIN

    def close(self) -> None:
        """Ask for no more events."""
        self.stop()
        if not self.is_polling:
            self._silence()


class _Handler:
    """What watchdog calls."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take an event for a hint."""
        if event.event_type in _KINDS:
            self._wake()

"""How far long work has come: a bar where standard error is a terminal, a line now and then where it is not."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from site_builder.messages import sentence

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_WORDS = {"read": "R040", "render": "R041"}
_SHORT = 1.0  # seconds of work that need no bar
_PAUSE = 0.1  # between two pictures of the bar
_LINES = 5.0  # between two lines


class Progress:
    """Told of each step, and shown once the work turns out to be long. It has no thread: the builder may fork."""

    def __init__(self, language: str, *, is_shown: bool = True) -> None:
        self._language = language
        self._is_shown = is_shown
        self._started = self._last = time.monotonic()
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        """Begin to count the time."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Told that so many of a stage are done."""
        now = time.monotonic()
        pause = _PAUSE if sys.stderr.isatty() else _LINES
        if not self._is_shown or now - self._started < _SHORT or (now - self._last < pause and done < total):
            return
        self._last = now
        if sys.stderr.isatty():
            self._draw(stage, done, total)
        elif now - self._started >= _LINES:
            self._say(stage, done, total)

    def _say(self, stage: str, done: int, total: int) -> None:
        words = sentence(_WORDS[stage], self._language)
        sys.stderr.write(sentence("R042", self._language, stage=words, done=f"{done:,}", total=f"{total:,}") + "\n")

    def _draw(self, stage: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(sentence(_WORDS[stage], self._language), total=total)
        self._bar.update(self._tasks[stage], completed=done, total=total)
        self._bar.refresh()


def _bar() -> Bar:
    from rich.console import Console  # noqa: PLC0415 — 100 ms that short work need not spend
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)

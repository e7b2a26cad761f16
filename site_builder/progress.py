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

_WORDS = {"read": "R040", "render": "R041", "send": "R083", "look": "R084", "live": "R097", "claim": "R098"}
_BYTES = frozenset({"send"})  # stages that are counted in bytes
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
        self._began: dict[str, tuple[float, int]] = {}  # stage → when it was first shown, and how much was done

    def __enter__(self) -> Self:
        """Begin to count the time."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self.clear()

    def clear(self) -> None:
        """Take the bar away until there is more to tell: somebody is spoken to meanwhile."""
        if self._bar:
            self._bar.stop()
            self._bar, self._tasks = None, {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Told that so many of a stage are done."""
        now = time.monotonic()
        pause = _PAUSE if sys.stderr.isatty() else _LINES
        if not self._is_shown or now - self._started < _SHORT or (now - self._last < pause and done < total):
            return
        self._last = now
        if stage not in self._began:
            self._began[stage] = (now, done)
        if sys.stderr.isatty():
            self._draw(stage, done, total)
        elif now - self._started >= _LINES:
            self._say(stage, done, total)

    def _say(self, stage: str, done: int, total: int) -> None:
        words = sentence(_WORDS[stage], self._language)
        amounts = {"done": f"{done:,}", "total": f"{total:,}"}
        if stage in _BYTES:
            amounts = {"done": size_of(done), "total": size_of(total)}
        line = sentence("R042", self._language, stage=words, **amounts)
        if left := self._left(stage, done, total):
            line += sentence("R099", self._language, left=left)
        sys.stderr.write(line + "\n")

    def _left(self, stage: str, done: int, total: int) -> str:
        """How long bytes will go on going, as minutes and seconds; "" where it cannot be told yet."""
        since, before = self._began[stage]
        if stage not in _BYTES or done <= before or done >= total:
            return ""
        seconds = int((time.monotonic() - since) / (done - before) * (total - done))
        return f"{seconds // 60}:{seconds % 60:02}"

    def _draw(self, stage: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(sentence(_WORDS[stage], self._language), total=total, amount="")
        amount = f"{size_of(done)}/{size_of(total)}" if stage in _BYTES else f"{done}/{total}"
        self._bar.update(self._tasks[stage], completed=done, total=total, amount=amount)
        self._bar.refresh()


def size_of(count: int) -> str:
    """Bytes for a person: 1.5 MB."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} B"


def _bar() -> Bar:
    from rich.console import Console  # noqa: PLC0415 — 100 ms that short work need not spend
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    amount = TextColumn("{task.fields[amount]}")
    columns = (TextColumn("{task.description}"), BarColumn(), amount, TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)

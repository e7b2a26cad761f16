"""How far long work has come: a bar on a terminal, a line now and then elsewhere, nothing for programs."""

from __future__ import annotations

import io
import os
import pty
import re
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stories import NOW, built, item, tell

from site_builder import progress
from site_builder.build import build
from site_builder.job import Means
from site_builder.progress import Progress
from site_builder.report import Report

WORDS = {"th": ("อ่านข่าว", "ทำหน้าเว็บ"), "en": ("Reading", "Rendering")}


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the progress looks at."""
    found = Clock()
    monkeypatch.setattr(progress, "time", found)
    return found


def work(tell_: Callable[[str, int, int], None], clock: Clock, seconds: float) -> None:
    """A build of so many seconds: a thousand items read and two thousand pages rendered, in steps of fifty."""
    for stage, total in (("read", 1000), ("render", 2000)):
        for done in range(50, total + 1, 50):
            clock.now += seconds / 60
            tell_(stage, done, total)


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Standard error on a terminal of 100 columns; gives all that was written there, at the end."""
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, 100))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    parts: list[bytes] = []

    def gather() -> None:
        try:
            while data := os.read(leader, 65536):
                parts.append(data)
        except OSError:
            pass  # the other side is closed

    thread = threading.Thread(target=gather)
    thread.start()
    stream = os.fdopen(follower, "w", encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", stream)

    def text() -> str:
        if not stream.closed:
            stream.close()
        thread.join()
        os.close(leader)
        return b"".join(parts).decode()

    yield text


def shown(text: str) -> list[str]:
    """The lines that stay on a terminal: carriage returns, lines erased and ways up are followed."""
    lines, row, column = [""], 0, 0
    for one in re.finditer(r"\x1b\[(\??[\d;]*)([A-Za-z])|(\r)|(\n)|([^\x1b\r\n]+)", text):
        argument, command, back, down, words = one.groups()
        if command == "A":
            row -= int(argument or 1)
        elif command == "K":
            lines[row] = ""
        elif back:
            column = 0
        elif down:
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif words:
            lines[row] = lines[row][:column].ljust(column) + words + lines[row][column + len(words) :]
            column += len(words)
    return lines


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_terminal_has_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch, clock: Clock, language: str) -> None:
    """Long work draws a bar with its stage in words and its numbers; at the end the terminal is as it was."""
    with terminal(monkeypatch) as text:
        with Progress(language) as bar:
            work(bar, clock, 30)
        written = text()
    assert all(word in written for word in WORDS[language])
    assert "1000/1000" in written
    assert "2000/2000" in written
    assert [] == [line for line in shown(written) if line.strip()]
    assert written.count("\x1b[?25l") == written.count("\x1b[?25h") == 1  # the cursor is hidden, and comes back


def test_a_bar_goes_away_when_the_work_fails(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """A build that is broken off leaves the cursor and the terminal in order, too."""

    def broken() -> None:
        with Progress("th") as bar:
            work(bar, clock, 30)
            raise KeyboardInterrupt

    with terminal(monkeypatch) as text:
        with pytest.raises(KeyboardInterrupt):
            broken()
        written = text()
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")
    assert [] == [line for line in shown(written) if line.strip()]


def test_short_work_has_no_bar(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Under a second nothing is drawn, nor is the library of the bar imported."""
    monkeypatch.setattr(progress, "_bar", None)
    with terminal(monkeypatch) as text:
        with Progress("th") as bar:
            work(bar, clock, 0.9)
        assert "" == text()


def test_a_bar_is_drawn_ten_times_a_second(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """However many steps there are, no more than ten pictures a second are drawn."""
    drawn: list[int] = []
    monkeypatch.setattr(Progress, "_draw", lambda _, __, done, ___: drawn.append(done))
    with terminal(monkeypatch) as text:
        with Progress("th") as bar:
            for done in range(1, 10001):
                clock.now += 0.001
                bar("read", done, 10001)
        text()
    assert 85 <= len(drawn) <= 91


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", ["อ่านข่าว 450 จาก 1,000", "อ่านข่าว 900 จาก 1,000", "อ่านข่าว 1,000 จาก 1,000"]),
        ("en", ["Reading 450 of 1,000", "Reading 900 of 1,000", "Reading 1,000 of 1,000"]),
    ],
)
def test_elsewhere_there_is_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, language: str, words: list[str]
) -> None:
    """In a log of long work there is a line every five seconds, and one at the end of a stage."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress(language) as bar:
        work(bar, clock, 36)
    lines = stream.getvalue().splitlines()
    assert words == lines[:3]
    assert [WORDS[language][1]] * 5 == [line.split()[0] for line in lines[3:]]
    assert lines[-1].endswith(f"2,000 {'จาก' if language == 'th' else 'of'} 2,000")


def test_elsewhere_short_work_says_nothing(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Work of less than five seconds leaves no line in a log."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress("th") as bar:
        work(bar, clock, 4.9)
    assert "" == stream.getvalue()


@pytest.mark.parametrize("report", [Report(quiet=True), Report(json_only=True), Report("en", json_only=True)])
def test_quiet_and_json_have_none(monkeypatch: pytest.MonkeyPatch, clock: Clock, report: Report) -> None:
    """`--quiet` and `--json` show nothing of it, on a terminal or off."""
    with terminal(monkeypatch) as text:
        with report.progress() as bar:
            work(bar, clock, 100)
        assert "" == text()
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with report.progress() as bar:
        work(bar, clock, 100)
    assert "" == stream.getvalue()


def test_a_console_that_lacks_thai_stops_nothing(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """On a stream of ASCII, as `main` sets it, a sign that is lacking becomes a question mark."""
    stream = io.TextIOWrapper(io.BytesIO(), "ascii", errors="replace")
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress("th") as bar:
        work(bar, clock, 36)
    stream.flush()
    assert b"450" in stream.buffer.getvalue()


def test_every_stage_of_a_build_has_its_words(site: Path) -> None:
    """A build tells of stages that can be said, in steps that only grow and end with all."""
    tell(site, "".join(f"-- content/news/{n}.md --\n{item(f'ข่าว {n}', '2565-01-01')}" for n in range(120)))
    told: dict[str, list[tuple[int, int]]] = {}
    build(site, site / "output", NOW, Means(tell=lambda *one: told.setdefault(one[0], []).append(one[1:])))
    assert ["read", "render"] == list(told)
    for steps in told.values():
        assert sorted(steps) == steps
        assert steps[-1][0] == steps[-1][1]
    assert (120, 120) == told["read"][-1]
    assert 0 == built(site).rendered

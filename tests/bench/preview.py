"""The preview beside `hugo server` on the same news: how soon a saved edit is served, and what waiting costs."""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `bench` is imported from here: this file is a script

from bench.cases import body, measured, theme, title
from bench.corpus import source
from bench.sites import ENVIRONMENT, HUGO, NOW, ROOT, Entrant, attic, hugo_binary, hugo_site, our_site, set_aside

EDITS: dict[str, Callable[[Entrant, int, str], str]] = {"body": body, "title": title, "theme": theme}
PAUSE = 2.5  # seconds of quiet before each edit: no tool still works on the last one
LONGEST = 60.0  # seconds after which an edit counts as lost
TICKS = os.sysconf("SC_CLK_TCK")
HEAD = "| edit | ours s (median, worst) | Hugo s (median, worst) | × pair by pair |"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one preview."""

    start: float = 0.0  # seconds from the command to the first page
    idle: float = 0.0  # seconds of CPU in ten seconds without an edit
    peak: float = 0.0  # MiB
    edits: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in EDITS})


@dataclass(slots=True)
class Preview:
    """A preview that runs."""

    entrant: Entrant
    port: int
    pid: int
    page: Callable[[int], str]  # number of an item → the path of its page
    figures: Figures = field(default_factory=Figures)

    def holds(self, number: int, mark: str) -> bool:
        """Whether the page of an item has a mark now."""
        return mark.encode() in _fetched(self.port, self.page(number))


def main() -> None:
    """Make the sites, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", default="1000,10000", help="numbers of items, with commas between")
    parser.add_argument("--edits", type=int, default=5, help="edits of each kind")
    parser.add_argument("--keep", type=Path, help="a folder for the sites, which then stay")
    parser.add_argument("--hugo", type=Path, help="a Hugo of yours in place of the pinned one")
    options = parser.parse_args()
    work = Path(options.keep or ROOT / "build/bench-preview").resolve()
    work.mkdir(parents=True, exist_ok=True)
    binary = options.hugo.resolve() if options.hugo else hugo_binary(work)
    _say(f"{platform.python_implementation()} {platform.python_version()}, Hugo {HUGO}, {os.cpu_count()} cores")
    for size in map(int, options.items.split(",")):
        _size(work, size, options.edits, binary)
    if not options.keep:
        shutil.rmtree(attic(work), ignore_errors=True)


def _size(work: Path, size: int, edits: int, binary: Path) -> None:
    home = work / str(size)
    set_aside(home, work)
    home.mkdir()
    ours, hugo = our_site(home / "ours", size), hugo_site(home / "hugo", size, binary)
    measured(ours)  # a site that was built before, as an office's is
    _say(f"\n{size:,} items, {edits} edits of each kind; load of the machine {os.getloadavg()[0]:.1f}\n")
    with _running(ours, _our_command(ours)) as mine, _running(hugo, _hugo_command(hugo)) as other:
        for name, edit in EDITS.items():
            for turn in range(edits):
                for one in (mine, other) if turn % 2 == 0 else (other, mine):
                    number = (turn * 7919 + 13) % size
                    one.figures.edits[name].append(_served(one, edit, number, f"{name}ครั้งที่{turn}"))
        found = [_ended(one) for one in (mine, other)]
    _table(*found)


def _our_command(ours: Entrant) -> tuple[str, ...]:
    return (sys.executable, "-m", "site_builder", "serve", "--site", str(ours.site), "--now", NOW, "--quiet", "--port")


def _hugo_command(hugo: Entrant) -> tuple[str, ...]:
    return (hugo.command[0], "server", "--source", str(hugo.site), "--logLevel", "error", "--port")


@contextmanager
def _running(entrant: Entrant, command: Sequence[str]) -> Iterator[Preview]:
    """A preview, from its first page on; ended afterwards."""
    port = _free()
    started = time.perf_counter()
    with subprocess.Popen([*command, str(port)], env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
        try:
            _until(lambda: bool(_fetched(port, "/")))
            start = time.perf_counter() - started
            preview = Preview(entrant, port, process.pid, _our_page if entrant.name == "ours" else _hugo_page)
            preview.figures = replace(preview.figures, start=start)
            yield preview
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _our_page(number: int) -> str:
    stem = Path(source(number).path).stem
    year, month, _ = stem.split("-", 2)
    return f"/news/{int(year) + 543}/{month}/{stem}/"


def _hugo_page(number: int) -> str:
    return f"/news/{Path(source(number).path).stem}/"


def _served(preview: Preview, edit: Callable[[Entrant, int, str], str], number: int, mark: str) -> float:
    """Seconds from the save to the page that has the edit; asked for every 5 ms."""
    time.sleep(PAUSE)
    _until(lambda: bool(_fetched(preview.port, preview.page(number))))
    edit(preview.entrant, number, mark)
    saved = time.perf_counter()
    _until(lambda: preview.holds(number, mark))
    return time.perf_counter() - saved


def _until(is_so: Callable[[], bool]) -> None:
    began = time.perf_counter()
    while not is_so():
        if time.perf_counter() - began > LONGEST:
            message = f"nothing came in {LONGEST:g} s"
            raise TimeoutError(message)
        time.sleep(0.005)


def _fetched(port: int, path: str) -> bytes:
    """The page; b"" where there is none (yet)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        data = response.read()
    except OSError:
        return b""
    finally:
        connection.close()
    return data if response.status == http.client.OK else b""


def _ended(preview: Preview) -> Figures:
    """With what waiting costs, measured when nothing was edited for a while."""
    time.sleep(PAUSE)
    before = _cpu(preview.pid)
    time.sleep(10)
    status = Path(f"/proc/{preview.pid}/status").read_text("utf-8")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return replace(preview.figures, idle=_cpu(preview.pid) - before, peak=peak)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _table(ours: Figures, hugo: Figures) -> None:
    _say(f"{HEAD}\n|---|---:|---:|---:|")
    for name in EDITS:
        pairs = zip(ours.edits[name], hugo.edits[name], strict=True)
        ratio = statistics.median(one / other for one, other in pairs)
        cells = [f"{statistics.median(one.edits[name]):.2f}, {max(one.edits[name]):.2f}" for one in (ours, hugo)]
        _say(f"| {name} | {cells[0]} | {cells[1]} | {ratio:.2f} |")
    for label, value in (
        ("start to first page, s", "start"),
        ("CPU s in 10 s of quiet", "idle"),
        ("peak memory, MiB", "peak"),
    ):
        _say(f"| {label} | {getattr(ours, value):.2f} | {getattr(hugo, value):.2f} | |")


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

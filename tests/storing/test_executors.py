"""Whoever does the work, the bytes are the same; what kills a reader costs its own page and never the build."""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Never

import pytest
from msgspec.structs import replace
from stories import NOW, codes, item, tell, tree

from site_builder.build import build
from site_builder.gathering import reading_of
from site_builder.job import Means, silent
from site_builder.model import Reading
from site_builder.outcome import Outcome
from site_builder.problems import Problem
from site_builder.reading.item import Rules
from site_builder.reading.item import read as reads
from site_builder.reading.schema import Taxonomies
from site_builder.storing import budget, disk, work
from site_builder.storing.budget import Budget
from site_builder.storing.executors import AHEAD, SMALL, Crew, read_all, share_of
from site_builder.storing.faults import StoringFailed, WritingFailed
from site_builder.storing.work import Order

SHORT = Budget(seconds=1, megabytes=64)
INLINE, FORK, SPAWN = Crew(), Crew(jobs=2, start="fork"), Crew(jobs=2, start="spawn")
forks = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


def many(site: Path, amount: int = SMALL + 20) -> None:
    """A site that is worth a pool: news with tags and links, and each kind of item that has no page."""
    texts = {}
    for number in range(amount):
        other = f"[อีกข่าว](a{(number + 1) % amount:03}.md)"
        texts[f"a{number:03}"] = item(
            f"ข่าวที่ {number}",
            f"{number % 28 + 1} มกราคม {2560 + number % 6}",
            f"tags: [ก{number % 7}]",
            body=f"เนื้อข่าว **{number}** {other}",
        )
    texts["draft"] = item("ร่าง", "2565-01-01", "draft: true")
    texts["later"] = item("รอ", "2565-01-01", "publish_on: 2565-12-01")
    texts["wrong"] = item("ผิด", "2568-02-29", "titel: x")
    texts["empty"] = item("ว่าง", "2565-01-01", body="")
    texts["warned"] = item("เตือน", "2565-01-01", body='[ก](none.md) <script>x</script> <p style="a">ข</p> ![](a.jpg)')
    texts["latin"] = item("ขาด", "2565-01-01").replace("---\n", "", 1)
    tell(site, "".join(f"-- content/news/{name}.md --\n{text}" for name, text in texts.items()))


def made(site: Path, crew: Crew, limit: Budget = SHORT) -> Outcome:
    """Build the site by this crew."""
    return build(site, site / "output", NOW, Means(crew, limit))


def anew(site: Path) -> None:
    """Forget the output and all that was kept."""
    for name in ("output", ".cache"):
        shutil.rmtree(site / name, ignore_errors=True)


def plain(outcome: Outcome) -> Outcome:
    """The outcome without what differs from run to run."""
    return replace(outcome, profile=None, reasons=tuple(sorted(outcome.reasons, key=lambda one: one.url)))


@pytest.mark.parametrize("crew", [pytest.param(FORK, marks=forks), SPAWN, Crew(jobs=5), Crew(jobs=1, start="spawn")])
def test_every_crew_gives_the_same_bytes(site: Path, crew: Crew) -> None:
    """The whole output, the problems with their places and the counts are those of a build in one process."""
    many(site)
    outcome = made(site, INLINE)
    output = tree(site / "output")
    assert {"B001", "F012", "B010", "B016", "B023", "D001", "F015", "P010"} == {*codes(outcome)}
    assert {"draft", "scheduled", "error"} == {one.why for one in outcome.held}
    anew(site)
    assert plain(outcome) == plain(made(site, crew))
    assert output == tree(site / "output")
    assert (0, 0) == ((again := made(site, INLINE)).rendered, again.written)  # the store holds the same, too


@forks
def test_a_page_that_somebody_edited_is_kept_by_workers_too(site: Path) -> None:
    """A page of the output that is not as we wrote it is named and kept by every crew, and a missing one restored."""
    answers = []
    for crew in (INLINE, FORK):
        anew(site)
        many(site)
        made(site, crew)
        (site / "output/news/index.html").write_bytes(b"MINE")
        (site / "output/tag/index.html").unlink()
        tell(site, f"-- content/news/a000.md --\n{item('ใหม่', '2565-05-31', 'tags: [ก1]')}")
        shutil.rmtree(site / ".cache")
        outcome = made(site, crew)
        assert [(("file", "news/index.html"),)] == [one.arguments for one in outcome.problems if one.code == "W020"]
        assert b"MINE" == (site / "output/news/index.html").read_bytes()
        answers.append((plain(outcome), tree(site / "output")))
    assert answers[0] == answers[1]


@forks
def test_a_disk_that_is_full_in_a_worker(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk while workers write ends the build in words, the output untouched; the next one does all of it."""
    many(site)
    made(site, FORK)
    output, write = tree(site / "output"), disk.write
    builder = os.getpid()
    settings = (site / "content/site.toml").read_text("utf-8")
    tell(site, f"-- content/site.toml --\n{settings.replace('พช.', 'พัฒนาชุมชน')}")  # every page shows the title

    def full(path: disk.Place, data: bytes) -> int:
        if os.getpid() != builder and b"<html" in data:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write", full)
        with pytest.raises(WritingFailed) as caught:
            made(site, FORK)
    assert "W030" == caught.value.problem.code
    assert output == tree(site / "output")
    assert made(site, FORK).built
    there = tree(site / "output")
    anew(site)
    made(site, INLINE)
    assert tree(site / "output") == there != output


def exits() -> None:
    """Leave without a word."""
    os._exit(7)


def is_killed() -> None:
    """As the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def faults() -> None:
    """As a broken library does: read the address 0."""
    ctypes.string_at(0)


def spins() -> None:
    """Run in pure Python for ever."""
    while True:
        pass


def swallows() -> None:
    """Run for ever, and take the alarm for a fault of its own."""
    while True:
        with suppress(BaseException):  # some library may do so
            spins()


def backtracks() -> None:
    """Stay within one call of `re`."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def holds() -> None:
    """Stay within a call of C that holds the interpreter and looks for no signal."""
    sum(range(10**12))


def grows() -> None:
    """Take more and more memory."""
    held = []
    while True:
        held.append(bytearray(2**20))


def takes() -> None:
    """Take much memory at once."""
    bytearray(2**40)


@pytest.fixture
def misreading(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the reading of these sources (stem → what it does) go astray; workers that are forked do the same."""
    monkeypatch.setattr(budget, "_OFTEN", 0.2)

    def let(strange: dict[str, Callable[[], None]]) -> None:
        def read(path: str, data: bytes, rules: Rules) -> Reading:
            act = strange.get(Path(path).stem)
            if act:
                act()
            return reads(path, data, rules)

        monkeypatch.setattr(work, "read", read)

    return let


Misreading = Callable[[dict[str, Callable[[], None]]], None]


def news(*names: str) -> list[str]:
    """Their paths."""
    return [f"content/news/{name}.md" for name in names]


def strange_ones(outcome: Outcome) -> dict[str, str]:
    """Path → code of the items that could not be read to their end."""
    return {one.path: one.code for one in outcome.problems if one.code in {"W050", "W051", "W052"}}


@pytest.fixture(scope="module")
def without_one(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The output of the site without a certain item."""
    site = tmp_path_factory.mktemp("without")
    many(site)
    tell(site, "-- content/news/a007.md --\n(gone)\n")
    made(site, INLINE)
    return tree(site / "output")


@forks
@pytest.mark.parametrize(
    ("act", "code"),
    [
        (exits, "W052"),
        (is_killed, "W052"),
        (faults, "W052"),
        (spins, "W050"),
        (swallows, "W052"),
        (backtracks, "W050"),
        (holds, "W052"),
        (grows, "W051"),
        (takes, "W051"),
    ],
)
def test_an_item_that_kills_its_reader_costs_its_own_page(
    site: Path, misreading: Misreading, without_one: dict[str, bytes], act: Callable[[], None], code: str
) -> None:
    """It is held back and named at its path; all others are published, and the output is switched."""
    many(site)
    misreading({"a007": act})
    outcome = made(site, FORK)
    assert dict.fromkeys(news("a007"), code) == strange_ones(outcome)
    assert outcome.built
    assert without_one == tree(site / "output")


@forks
def test_several_such_items_in_one_site(site: Path, misreading: Misreading) -> None:
    """Each is named with its own fault, in one share or in several, first and last."""
    many(site)
    misreading({"a000": exits, "a001": faults, "a002": spins, "a051": takes, "a060": is_killed, "warned": exits})
    outcome = made(site, FORK)
    names = news("a000", "a001", "a002", "a051", "a060", "warned")
    assert dict(zip(names, "W052 W052 W050 W051 W052 W052".split(), strict=True)) == strange_ones(outcome)
    assert outcome.built
    assert 122 - 6 == outcome.published


@pytest.mark.parametrize(("act", "code"), [(spins, "W050"), (backtracks, "W050"), (grows, "W051"), (takes, "W051")])
def test_a_small_site_has_the_same_budgets(
    site: Path, misreading: Misreading, act: Callable[[], None], code: str
) -> None:
    """In one process, too, an item that takes too long or too much is held back, alone, and named."""
    tell(site, "".join(f"-- content/news/a{n}.md --\n{item(f'ข่าว {n}', '2565-01-01')}" for n in range(5)))
    misreading({"a1": act, "a3": act})
    outcome = made(site, INLINE)
    assert dict.fromkeys(news("a1", "a3"), code) == strange_ones(outcome)
    assert (True, 3, news("a1", "a3")) == (outcome.built, outcome.published, [one.path for one in outcome.held])


@pytest.mark.parametrize(("act", "crew"), [(spins, INLINE), (takes, INLINE), pytest.param(exits, FORK, marks=forks)])
def test_such_an_item_is_tried_again(site: Path, misreading: Misreading, act: Callable[[], None], crew: Crew) -> None:
    """Perhaps the machine was merely busy: the next build reads it again, although its bytes are the same."""
    many(site)
    misreading({"a007": act})
    assert news("a007") == [*strange_ones(made(site, crew))]
    misreading({})
    outcome = made(site, crew)
    assert {} == strange_ones(outcome)
    assert [path for path in tree(site / "output") if "a007" in path]


def test_an_alarm_that_comes_late_costs_no_build(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item whose seconds end just after it was read is published or named; the build goes on."""
    tell(site, "".join(f"-- content/news/a{n}.md --\n{item(f'ข่าว {n}', '2565-01-01')}" for n in range(3)))
    former = work.packed

    def slow(path: str, reading: Reading, seconds: float = 0.0) -> work.Read:
        until = time.monotonic() + (0.4 if path.endswith("a1.md") and reading.item else 0)
        while time.monotonic() < until:
            pass
        return former(path, reading, seconds)

    monkeypatch.setattr(work, "packed", slow)
    outcome = made(site, INLINE, Budget(seconds=0.2))
    assert outcome.built
    assert 2 <= outcome.published


@forks
@pytest.mark.parametrize("act", [exits, is_killed])
def test_a_worker_that_dies_while_it_renders(
    site: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]
) -> None:
    """It is the machine's fault: the build ends with a problem in words, the output as it was; the next one builds."""
    many(site)
    builder, render = os.getpid(), work.Presser.render

    def dies(self: work.Presser, page: object) -> bytes | Problem:
        if os.getpid() != builder:
            act()
        return render(self, page)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(work.Presser, "render", dies)
        with pytest.raises(StoringFailed):
            made(site, FORK)
    assert {} == (tree(site / "output") if (site / "output").exists() else {})
    assert made(site, FORK).built


@forks
def test_workers_that_cannot_even_begin_hold_no_item_back(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process comes to life the fault is the machine's: a site is never published without its items."""
    many(site)
    made(site, INLINE)
    output = tree(site / "output")

    def never(*_: object) -> Never:
        os._exit(1)

    shutil.rmtree(site / ".cache")
    with monkeypatch.context() as patch:
        patch.setattr("concurrent.futures.process._process_worker", never)
        with pytest.raises(StoringFailed):
            made(site, FORK)
    assert output == tree(site / "output")


@forks
def test_a_fault_of_the_reader_costs_one_page_with_every_crew(site: Path, misreading: Misreading) -> None:
    """A bug that one item brings out holds back that item, and the answer is the same whoever read it."""

    def bug() -> None:
        raise LookupError(7)

    many(site)
    misreading({"a007": bug})
    answers = []
    for crew in (INLINE, FORK):
        anew(site)
        answers.append(plain(made(site, crew)))
    assert answers[0] == answers[1]
    assert news("a007") == [one.path for one in answers[0].problems if one.path.endswith("a007.md")]


@pytest.mark.parametrize("crew", [INLINE, pytest.param(FORK, marks=forks)])
def test_sources_are_taken_as_they_are_needed(crew: Crew) -> None:
    """The sources of a large site are never all in memory: some shares wait, and the rest stays on the disk."""
    taken, most, amount = 0, 0, 3000

    def sources() -> Iterator[tuple[str, bytes]]:
        nonlocal taken
        for number in range(amount):
            taken += 1
            yield f"content/news/{number}.md", item("ก", "2565-01-01").encode()

    told: list[tuple[str, int, int]] = []
    found = []
    for one in read_all(sources(), amount, Order("บุรีรัมย์", Taxonomies(())), crew, lambda *step: told.append(step)):
        found.append(one)
        most = max(most, taken - len(found))
    assert most <= (AHEAD * crew.jobs + 1) * share_of(amount, crew.jobs)
    assert {f"content/news/{number}.md" for number in range(amount)} == {one.path for one in found}
    assert amount == len(found) == sum(reading_of(one.content).item is not None for one in found)
    assert ("read", amount, amount) == told[-1]


@forks
@pytest.mark.parametrize(("amount", "calls"), [(0, 0), (SMALL, 0), (3000, 1)])
def test_there_is_time_meanwhile_where_there_is_much_to_read(amount: int, calls: int) -> None:
    """Once, and after the readers have got their first shares."""
    taken, called = 0, []

    def sources() -> Iterator[tuple[str, bytes]]:
        nonlocal taken
        for number in range(amount):
            taken += 1
            yield f"content/news/{number}.md", item("ก", "2565-01-01").encode()

    order = Order("บุรีรัมย์", Taxonomies(()))
    found = list(read_all(sources(), amount, order, FORK, silent, meanwhile=lambda: called.append(taken)))
    assert (amount, calls) == (len(found), len(called))
    assert all(AHEAD * FORK.jobs * share_of(amount, FORK.jobs) <= one < amount for one in called)


@pytest.mark.parametrize(
    ("amount", "hands", "size"), [(1, 2, 50), (1_000, 2, 62), (14_600, 2, 200), (1_600, 8, 50), (10_000, 32, 50)]
)
def test_shares_are_large_where_each_worker_still_gets_several(amount: int, hands: int, size: int) -> None:
    """Never so large that some have nothing to do while one is at its last."""
    assert size == share_of(amount, hands)


@pytest.mark.parametrize("crew", [INLINE, FORK])
def test_nothing_to_read(crew: Crew) -> None:
    """No sources, no answer and no worker."""
    assert [] == list(read_all([], 0, Order("บุรีรัมย์", Taxonomies(())), crew, silent))


def test_a_pool_leaves_no_process_behind(site: Path) -> None:
    """After a build its workers are gone."""
    many(site)
    made(site, Crew(jobs=2))
    assert [] == multiprocessing.active_children()


SITECUSTOMIZE = """
import multiprocessing, os
former = multiprocessing.get_context
def spawned(method=None):
    with open(os.environ["SPAWNED"], "a") as file:
        file.write(f"{method}\\n")
    return former("spawn")
multiprocessing.get_context = spawned
"""


@pytest.mark.parametrize("way", ["module", "script"])
def test_the_command_works_where_processes_are_spawned(site: Path, tmp_path: Path, way: str) -> None:
    """As on macOS and Windows: `--jobs 2` from the console script and by `-m` starts readers and renderers, once."""
    many(site)
    made(site, INLINE)
    output = tree(site / "output")
    anew(site)
    (tmp_path / "sitecustomize.py").write_text(SITECUSTOMIZE, "utf-8")
    script = tmp_path / "site-builder"  # as pip writes it
    script.write_text(
        "import sys\nfrom site_builder.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    root = Path(__file__).parent.parent.parent
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}", "SPAWNED": str(tmp_path / "spawned")}
    answer = subprocess.run(
        [
            sys.executable,
            *(["-m", "site_builder"] if way == "module" else [str(script)]),
            *("build", "--jobs", "2", "--lang", "en", "--site", str(site), "--now", NOW.isoformat()),
        ],
        capture_output=True,
        check=False,
        env=environment,
        timeout=120,
    )
    assert 1 == answer.returncode  # some items have errors
    assert 1 == answer.stdout.decode().count("126 read = 122 published")
    assert "Traceback" not in answer.stderr.decode()
    assert 2 == len((tmp_path / "spawned").read_text().splitlines())  # a pool of readers, and one of renderers
    assert output == tree(site / "output")

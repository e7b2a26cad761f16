"""A publisher that is killed at any step, and one that finds the host taken: what the next one does."""

from __future__ import annotations

import functools
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from publishing.outputs import Kept, lay, lent
from publishing.places import Place
from stories import NOW, SETTINGS, tell

from site_builder.publishing import published, sending
from site_builder.publishing.claim import Claim, Pace, Signature
from site_builder.publishing.flow import publish
from site_builder.publishing.host import HostFailed
from site_builder.publishing.hosts.folder import Folder
from site_builder.publishing.journal import Journal
from site_builder.publishing.lists import Lists
from site_builder.publishing.memory import Memory
from site_builder.publishing.publication import Means, Order
from site_builder.publishing.stock import Stock
from site_builder.storing import disk

FIRST = {"index.html": b"1", "a/index.html": b"1", "assets/s.0123456789.css": b"1", "b/index.html": b"1"}
SECOND = {"index.html": b"22", "a/index.html": b"2", "assets/s.abcdef0123.css": b"2", "c/index.html": b"2"}
STEPS: tuple[tuple[Any, str], ...] = (
    *((Folder, name) for name in ("read", "claim", "put", "remove", "finish", "release")),
    *((disk, "settle"), (os, "replace"), (Journal, "_write"), (Memory, "_write"), (Stock, "keep"), (Lists, "write")),
    (sending, "save"),
)
YES = Means(ask=lambda *_: True, pace=Pace(dead=0.2, look=0.05))


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Do a work in a process of its own that dies, as by kill -9, at its so-manieth step; whether it did die.

    Each step counts twice: before it, and once it is done.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left, counting = [number], threading.Lock()

    def step() -> None:
        with counting:
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)

    def deadly(function: Callable[..., object]) -> Callable[..., object]:
        @functools.wraps(function)
        def called(*given: object, **named: object) -> object:
            step()
            answer = function(*given, **named)
            step()
            return answer

        return called

    try:
        for owner, name in STEPS:
            setattr(owner, name, deadly(getattr(owner, name)))
        work()
    finally:
        os._exit(0)


@pytest.mark.usefixtures("unbuilt")
def test_a_publisher_may_be_killed_at_any_step(site: Path, tmp_path: Path, near: Place) -> None:
    """At every step, the host shows whole files only; the next run ends equal and sends no file again that is there."""
    tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{near.table}url = '{near.url}'\n")
    lay(site, FIRST)
    assert publish(site, Order(), NOW, YES).published
    lay(site, SECOND)
    root = tmp_path / "www"
    for folder in (site / ".cache", root):
        shutil.copytree(folder, tmp_path / f"before-{folder.name}")
    number, again = 0, 0
    while killed_at(number, lambda: publish(site, Order(), NOW, YES)):
        stands = near.tree()
        assert all(stands.get(path, data) in {data, FIRST.get(path, b"")} for path, data in SECOND.items())
        arrived = {path for path, data in SECOND.items() if stands.get(path) == data}
        done = publish(site, Order(), NOW, YES)
        again = max(again, len(arrived & {one.path for one in done.plan.sends}))
        assert (True, []) == (done.published, [one.code for one in done.problems])
        shown = {path: data for path, data in near.tree().items() if not published.is_ours(path)}
        assert {**SECOND, "assets/s.0123456789.css": b"1"} == shown
        for folder in (site / ".cache", root):
            shutil.rmtree(folder)
            shutil.copytree(tmp_path / f"before-{folder.name}", folder)
        number += 1
    assert 0 == again
    assert number > 60


def test_a_dead_publishers_lock_is_taken_and_a_living_ones_is_not() -> None:
    """Who gives signs of life is named; whose signs stand still for long enough is dead, whatever the clocks say."""
    host = Kept()
    pace = Pace(beat=0.05, dead=0.5, look=0.05)
    other = Signature("b", "ข@pc2", "2022-06-01T12:00+07:00")
    with Claim(host, Signature("a", "ก@pc1", "2565-06-01T12:00+07:00"), frozenset(), pace=pace):
        with pytest.raises(HostFailed) as refused, Claim(host, other, frozenset(), pace=pace):
            pass
        problem = refused.value.problem
        assert ("N020", "ก@pc1", "2565-06-01 12:00") == (problem.code, *(value for _, value in problem.arguments))
    assert "" == host.claimant()
    host.claim('{"token": "dead", "by": "ค@pc3"}')
    with Claim(host, other, frozenset(), pace=pace) as claim:
        assert ["N021"] == [one.code for one in claim.notices]
    host.claim('{"token": "mine"}')
    with Claim(host, other, frozenset({"mine"}), pace=Pace(dead=1e9)) as claim:
        assert () == claim.notices


def test_who_has_lost_the_lock_changes_nothing_more() -> None:
    """A publisher that was cut off, and whose place another has taken, is told so before its next change."""
    host = Kept()
    pace = Pace(beat=0.01, dead=0.5, look=0.05)
    with Claim(host, Signature("a", "ก@pc1", "2022-06-01"), frozenset(), pace=pace) as claim:
        claim.check()
        host.release()
        host.claim('{"token": "b"}')
        time.sleep(0.2)
        with pytest.raises(HostFailed) as lost:
            claim.check()
        assert "N022" == lost.value.problem.code
    assert '{"token": "b"}' == host.claimant()


@pytest.mark.usefixtures("unbuilt")
def test_two_publish_at_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From two machines: one is told to wait, and the host holds the one's site, whole."""
    host = Kept()
    lent(monkeypatch, host)
    lay(site, FIRST)
    publish(site, Order(), NOW, YES)
    host.claim('{"token": "x", "by": "ก@pc1", "since": "2022-06-01T12:00", "beat": 1}')
    beats = iter(range(2, 1000))

    def live(_: float) -> None:
        host.renew(f'{{"token": "x", "by": "ก@pc1", "beat": {next(beats)}}}')

    alive = Pace(dead=0.5, look=0.01, pause=live)
    lay(site, SECOND)
    before = dict(host.files)
    with pytest.raises(HostFailed) as refused:
        publish(site, Order(), NOW, Means(ask=lambda *_: True, pace=alive))
    assert ("N020", before) == (refused.value.problem.code, host.files)

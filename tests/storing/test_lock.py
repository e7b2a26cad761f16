from __future__ import annotations

import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from site_builder.messages import hint, message
from site_builder.storing.faults import WritingFailed
from site_builder.storing.lock import Lock
from site_builder.storing.manifest import LOCK

HOLDER = """
import sys, time
from pathlib import Path
from site_builder.storing.lock import Lock
with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
COUNTER = """
import sys, time
from pathlib import Path
from site_builder.storing.lock import Lock
from storing.writing_sites import build
for number in range(int(sys.argv[2])):
    with Lock(Path(sys.argv[1]) / ".cache", seconds=2000, pause=lambda _: time.sleep(0.002)):
        seen = {path.read_bytes() for path in Path(sys.argv[1], "output").glob("*.html")}
        assert len(seen) <= 1, seen
        build(Path(sys.argv[1]), {f"{name}.html": f"{sys.argv[3]} {number}".encode() for name in "abcd"})
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock of a folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_second_build_is_told_who(tmp_path: Path) -> None:
    """While a lock is held another waits as long as was said, and then tells by whom and since when it is held."""
    process = holder(tmp_path)
    paused: list[float] = []
    try:
        with pytest.raises(WritingFailed) as caught, Lock(tmp_path, seconds=2, pause=paused.append):
            pass
    finally:
        process.kill()
        process.communicate()
    problem = caught.value.problem
    told = f"{message(problem, 'th')}|{hint(problem, 'th')}"
    assert re.fullmatch(
        rf"มีการสร้างเว็บไซต์นี้อยู่แล้ว ที่เครื่อง {re.escape(platform.node())} ตั้งแต่ \d{{4}}-\d\d-\d\d \d\d:\d\d "
        rf"\(หมายเลขงาน {process.pid}\)\|รอให้งานนั้นเสร็จ แล้วสั่งใหม่อีกครั้ง",
        told,
    )
    assert 2 == pytest.approx(sum(paused), abs=0.11)


def test_death_sets_the_lock_free(tmp_path: Path) -> None:
    """A lock whose owner was killed is free at once."""
    process = holder(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    began = time.monotonic()
    with Lock(tmp_path, seconds=5):
        assert os.getpid() == json.loads((tmp_path / LOCK).read_bytes())["pid"]
    assert time.monotonic() - began < 1


def test_lock_without_its_line(tmp_path: Path) -> None:
    """A lock whose owner has not signed yet is a lock all the same."""
    with Lock(tmp_path):
        (tmp_path / LOCK).write_bytes(b"")
        with pytest.raises(WritingFailed) as caught, Lock(tmp_path, seconds=0):
            pass
    assert "มีการสร้างเว็บไซต์นี้อยู่แล้วในอีกหน้าต่างหนึ่ง" == message(caught.value.problem, "th")


def test_lock_may_be_taken_again(tmp_path: Path) -> None:
    """A lock that was given back is free, also after a fault in its block."""
    with pytest.raises(KeyError), Lock(tmp_path):
        raise KeyError
    for _ in range(3):
        with Lock(tmp_path, seconds=0):
            pass


def test_builds_never_mix(tmp_path: Path) -> None:
    """Four processes that build one site again and again, each under the lock, never leave a mixture."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    builds = [
        subprocess.Popen([sys.executable, "-c", COUNTER, str(tmp_path), "12", name], env=environment) for name in "wxyz"
    ]
    assert [0, 0, 0, 0] == [build.wait(60) for build in builds]


def test_lock_in_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """Where no lock can be made the fault is told as any other."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WritingFailed), Lock(tmp_path / "file"):
        pass

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from storing.writing_sites import build, forty_files, leftovers, listed, tree

from site_builder.storing import journal, manifest
from site_builder.storing.switch import recover

pytestmark = pytest.mark.group_strace
OLD, NEW = forty_files("old"), forty_files("new")
CALLS = ("write", "openat", "rename", "unlink", "unlinkat", "mkdir", "rmdir", "fsync", "sync", "close")
KILL = "signal=SIGKILL"
# Fewer points than these, and the sweep has missed the build.
LEAST = {"write": 25, "openat": 60, "rename": 25, "unlink": 5, "mkdir": 4, "rmdir": 2, "close": 60}


@pytest.fixture(scope="module")
def old_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site of the old generation, and the compiled modules in place."""
    root = tmp_path_factory.mktemp("old")
    build(root, OLD)
    _run(root, "idle")
    return root


def _run(root: Path, generation: str, *tracing: str) -> subprocess.CompletedProcess[str]:
    driver = str(Path(__file__).with_name("forty.py"))
    helpers = str(Path(__file__).parent.parent)
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": helpers}
    command = [*tracing, sys.executable, driver, generation, str(root)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def _calls_of_idle(root: Path, call: str) -> int:
    log = root / f"idle-{call}.log"
    _run(root, "idle", "strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e", "signal=none")
    return len(re.findall(rf"\b{call}\(", log.read_text(errors="replace")))


def points(old_site: Path, call: str, injection: str) -> Iterator[tuple[Path, int]]:
    """Build the new site with a fault at each call in turn: (site's folder, exit code), until a build comes through."""
    first = max(1, _calls_of_idle(old_site, call) - 2)
    root = old_site.parent / f"{call}-{re.sub('[^a-z0-9]', '', injection.lower())}"
    for number in range(first, first + 10_000):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(old_site, root)
        log = root / "strace.log"
        tracing = ("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}")
        ended = _run(root, "new", *tracing, "-e", f"inject={call}:{injection}:when={number}")
        if not re.search(r"INJECTED|killed by SIGKILL", log.read_text(errors="replace")):
            assert 0 == ended.returncode, ended.stderr
            assert NEW == tree(root / "output")
            return
        if not ended.stdout:
            continue  # it struck the interpreter's own start
        assert ended.returncode in {0, 3, -9, 137}, (call, number, ended.stderr)
        yield root, ended.returncode
    raise AssertionError


def whole(output: Path) -> bool:
    """Whether every file is wholly of the old or wholly of the new site."""
    return all(
        data in {OLD.get(path), NEW.get(path)} for path, data in tree(output).items() if path != manifest.TEMPORARY
    )


def check(root: Path) -> None:
    """At the instant of the fault every page is whole; the next command leaves all old or all new, and nothing else."""
    assert whole(root / "output")
    recover(root / ".cache")
    after = tree(root / "output")
    assert after in (OLD, NEW)
    assert {path: len(data) for path, data in after.items()} == listed(root / "output")
    assert [] == leftovers(root)


@pytest.mark.parametrize("call", CALLS)
def test_kill_at_every_call(old_site: Path, call: str, record_property: Callable[[str, object], None]) -> None:
    """Killed at any system call every page is whole, and the next command ends the switch or throws the stage away."""
    count = 0
    for root, _ in points(old_site, call, KILL):
        check(root)
        count += 1
    record_property("points", count)
    assert count >= LEAST.get(call, 1)


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("write", "ENOSPC"),
        ("write", "EIO"),
        ("write", "EDQUOT"),
        ("openat", "ENOSPC"),
        ("openat", "EROFS"),
        ("openat", "EIO"),
        ("mkdir", "ENOSPC"),
        ("mkdir", "EDQUOT"),
        ("rename", "ENOSPC"),
        ("rename", "EIO"),
        ("rename", "EROFS"),
        ("unlink", "EIO"),
        ("rmdir", "EIO"),
        ("fsync", "EIO"),
        ("close", "EIO"),
    ],
)
def test_fault_at_every_call(
    old_site: Path, call: str, fault: str, record_property: Callable[[str, object], None]
) -> None:
    """A fault before the switch leaves the old site and no leftovers; one during it is ended by the next command."""
    count = 0
    for root, status in points(old_site, call, f"error={fault}"):
        if status == 3 and not (root / ".cache" / journal.NAME).exists() and tree(root / "output") != NEW:
            assert OLD == tree(root / "output")
            assert [] == leftovers(root)
        check(root)
        count += 1
    record_property("points", count)
    assert count >= LEAST.get(call, 1)

"""What all tests share: groups that need a program of their own are run when asked for, and named when not."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from servers import RIGHTS

from site_builder import job
from site_builder.storing import disk
from site_builder.storing.last import compiled
from site_builder.storing.store import Store

# A busy machine is no fault of an example's, and CI judges a change by the same examples each time.
# Without the phase that explains a failure: its tracing once spun without end in CPython 3.11 (DO_TRACING, ceval.c).
_PHASES = [phase for phase in Phase if phase is not Phase.explain]
settings.register_profile("ours", deadline=None, derandomize="CI" in os.environ, phases=_PHASES)
settings.load_profile("ours")

GROUPS = {
    "browser": ("chromium", "chromedriver", "axe-core-python"),
    "hosts": ("nginx", "apache2", "exiftool"),
    "servers": ("nginx", "sshd", "vsftpd", "pure-ftpd", "asyncssh", "boto3", "moto"),
    "shell": ("git", "sshd", "rsync"),
    "systemd": ("systemd-analyze",),
    "strace": ("strace",),
    "wheel": ("pip",),
    "icu": ("PyICU",),
    "dask": ("distributed",),
}  # group → the programs and packages that it needs


BESIDE = "beside this repository"  # the end of a reason
PACKAGES = {
    "PyICU": "icu",
    "distributed": "distributed",
    "asyncssh": "asyncssh",
    "boto3": "boto3",
    "moto": "moto",
    "axe-core-python": "axe_core_python",
}  # programs that are packages, by what is imported


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--group browser`, `--group all`."""
    parser.addoption("--group", action="append", default=[], help="also run a group of tests: all, or one of its name")
    parser.addoption("--only-groups", action="store_true", help="run the groups alone, all of them")
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


def pytest_configure(config: pytest.Config) -> None:
    """Make `group_browser` and the like known."""
    for group, programs in GROUPS.items():
        config.addinivalue_line("markers", f"group_{group}: needs {' and '.join(programs)}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the groups that were not asked for; one that was, and lacks its program, is skipped by name."""
    alone = config.getoption("--only-groups")
    asked = config.getoption("--group")
    wanted = {*GROUPS} if alone or "all" in asked else {*asked}
    wanted |= set() if alone else {""}
    left_out = {item for item in items if _group(item) not in wanted}
    config.stash[_LEFT_OUT] = sorted({_group(item) for item in left_out} - {""})
    items[:] = [item for item in items if item not in left_out]
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
    for item in items:
        missing = [program for program in GROUPS.get(_group(item), ()) if not _is_there(program)]
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"{', '.join(missing)} is not installed"))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Hear from a worker which groups it left out."""
    node_config, output = getattr(node, "config", None), getattr(node, "workeroutput", {})
    if isinstance(node_config, pytest.Config) and "left_out" in output:
        node_config.stash[_LEFT_OUT] = output["left_out"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """End by naming what was not run, and what it needs."""
    for group in config.stash.get(_LEFT_OUT, []):
        programs = " and ".join(GROUPS[group])
        terminalreporter.write_line(f"not run: group {group}, which needs {programs} (pytest --group {group})")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a lost one, but for those of texts that are no part of the repository, and of rights."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(_LEFT_OUT, [])
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if session.config.getoption("--no-skips") and reporter else []
    if any(not {reason for reason in (BESIDE, RIGHTS) if reason in str(report.longrepr)} for report in skipped):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_LEFT_OUT = pytest.StashKey[list[str]]()


def _is_there(program: str) -> bool:
    module = PACKAGES.get(program)
    return find_spec(module) is not None if module else shutil.which(program) is not None


def _group(item: pytest.Item) -> str:
    names = [mark.name.removeprefix("group_") for mark in item.iter_markers() if mark.name.startswith("group_")]
    return names[0] if names else ""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An empty folder for a site."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


_ENTRIES: dict[str, bytes] = {}  # the packaged theme's templates as code, for all tests


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare what costs time and decides nothing: syncs, and compiling the packaged theme for each site."""

    def lent(store: Store) -> dict[str, bytes]:
        found = compiled(store)
        _ENTRIES.update(found)
        return {**_ENTRIES, **found}

    monkeypatch.setattr(job, "compiled", lent)
    monkeypatch.setattr(disk, "_flush", lambda _: None)

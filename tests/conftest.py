"""What all tests share: groups that need a program of their own are run when asked for, and named when not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

GROUPS = {
    "browser": ("chromium", "chromedriver"),
    "strace": ("strace",),
    "wheel": ("pip",),
}  # group → the programs that it needs


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--group browser`, `--group all`."""
    parser.addoption("--group", action="append", default=[], help="also run a group of tests: all, or one of its name")


def pytest_configure(config: pytest.Config) -> None:
    """Make `group_browser` and the like known."""
    for group, programs in GROUPS.items():
        config.addinivalue_line("markers", f"group_{group}: needs {' and '.join(programs)}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the groups that were not asked for; one that was, and lacks its program, is skipped by name."""
    wanted = set(GROUPS) if "all" in config.getoption("--group") else set(config.getoption("--group"))
    left_out = [item for item in items if (group := _group(item)) and group not in wanted]
    config.stash[_LEFT_OUT] = sorted({_group(item) for item in left_out})
    items[:] = [item for item in items if item not in set(left_out)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        missing = [program for program in GROUPS.get(_group(item), ()) if shutil.which(program) is None]
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"{', '.join(missing)} is not installed"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """End by naming what was not run, and what it needs."""
    for group in config.stash.get(_LEFT_OUT, []):
        programs = " and ".join(GROUPS[group])
        terminalreporter.write_line(f"not run: group {group}, which needs {programs} (pytest --group {group})")


_LEFT_OUT = pytest.StashKey[list[str]]()


def _group(item: pytest.Item) -> str:
    names = [mark.name.removeprefix("group_") for mark in item.iter_markers() if mark.name.startswith("group_")]
    return names[0] if names else ""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """An empty folder for a site."""
    folder = tmp_path / "site"
    folder.mkdir()
    yield folder

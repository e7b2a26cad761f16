"""The files that start the preview by a double click: that of Windows by rules on its text, the others by running."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from stories import SETTINGS

from site_builder.starting.launchers import MARK, launchers

ROOT = Path(__file__).parent.parent.parent
FILES = {one.name: one for one in launchers()}
BAT = FILES["open-site.bat"].data.decode()
LINES = BAT.split("\r\n")
HARD = "เว็บ ข่าว (1) & ร้อย"  # a folder's name with all that makes scripts stumble


def command(site: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """`desktop` as an editor runs it."""
    return subprocess.run(
        [sys.executable, "-m", "site_builder", "desktop", "--site", str(site), *arguments],
        capture_output=True,
        check=False,
        env={"PYTHONUTF8": "1", "PATH": ""},
    )


def told(site: Path) -> Path:
    """A folder that is a site."""
    (site / "content").mkdir(parents=True)
    (site / "content/site.toml").write_text(SETTINGS, "utf-8")
    return site


def test_the_command_writes_them_all_and_over_its_own_alone(tmp_path: Path) -> None:
    """Three systems; again is as good; somebody else's file by one of the names stops it, and nothing is written."""
    site = told(tmp_path / HARD)
    assert [0, 0] == [command(site).returncode, command(site).returncode]
    assert {one.name: one.data for one in launchers()} == {
        path.name: path.read_bytes() for path in site.iterdir() if path.is_file()
    }
    assert {"open-site.command", "open-site.sh", "open-site.desktop"} == {
        path.name for path in site.iterdir() if path.is_file() and os.access(path, os.X_OK) and path.suffix != ".bat"
    }
    (site / "open-site.sh").write_text("ของฉัน", "utf-8")
    (site / "open-site.bat").unlink()
    answer = command(site)
    assert 2 == answer.returncode
    assert "U012" in answer.stderr.decode()
    assert not (site / "open-site.bat").exists()


def test_a_folder_that_is_no_site_gets_none(tmp_path: Path) -> None:
    """The same words as every command has for it."""
    answer = command(tmp_path)
    assert (2, []) == (answer.returncode, [path.name for path in tmp_path.iterdir()])
    assert "S016" in answer.stderr.decode()


# --- Windows ---


def test_its_lines_end_as_windows_reads_them_and_no_mark_comes_first() -> None:
    """Cmd loses its place in a file with plain line feeds, and takes a byte order mark for a command."""
    assert BAT.endswith("\r\n")
    assert "\n" not in BAT.replace("\r\n", "")
    assert BAT.startswith("@echo off\r\n")
    assert MARK in BAT.encode()


def test_no_thai_stands_before_the_code_page_is_set() -> None:
    """Up to `chcp 65001` cmd reads the file by the machine's own code page."""
    before, found, after = BAT.partition("chcp 65001 >nul\r\n")
    assert found
    assert before.isascii()
    assert not after.isascii()


def test_its_variables_stay_its_own_and_signs_of_a_path_stay_signs() -> None:
    """`setlocal` before the first `set`; with delayed expansion a path's exclamation mark would be lost."""
    settings = next(at for at, line in enumerate(LINES) if line.startswith("setlocal"))
    first = next(at for at, line in enumerate(LINES) if line.startswith("set "))
    assert settings < first
    assert "DisableDelayedExpansion" in LINES[settings]
    assert all(re.fullmatch(r'set "\w+=[^"]*"', line) for line in LINES if line.startswith("set "))


def test_every_path_is_quoted() -> None:
    """A folder's blank or & must part no command: each expansion stands inside quotes, and none inside a ( ) block."""
    for line in LINES:
        quoted = "".join(re.findall(r'"[^"]*"', line))
        expansions = re.findall(r"%~?\w*[0-9]\b|%%~?\w*W\b|%\w+%", line.replace("for %%W in", "for"))
        assert expansions == [one for one in expansions if one in quoted], line
        assert not re.search(r"\(\s*$", line), line


def test_it_begins_in_its_own_folder_and_names_no_other() -> None:
    """`pushd` takes shares of a network too, which `cd` does not; all other paths are below it."""
    assert 'pushd "%~dp0"' in LINES
    assert ["%~dp0"] == re.findall(r"%~dp0", BAT)
    assert not re.search(r"[A-Za-z]:\\", BAT)


def test_every_jump_has_its_label_and_every_end_waits_for_a_reader() -> None:
    """A window that closes at once says nothing."""
    labels = {line[1:] for line in LINES if line.startswith(":")}
    jumps = set(re.findall(r"goto (\w+)|call :(\w+)", BAT))
    assert {one or other for one, other in jumps} | {"ready"} >= labels - {"get_python", "start", "install"}
    assert {one or other for one, other in jumps} <= labels
    for at, line in enumerate(LINES):
        if line == "exit /b 1" and LINES[at - 1] == "popd":
            assert "pause" == LINES[at - 2]


def test_who_lacks_python_is_told_in_thai() -> None:
    """Where to get it, and what to tick; an old one is told apart."""
    told_so = BAT[BAT.index(":no_python") : BAT.index(":no_wheels")]
    assert "https://www.python.org/downloads/" in told_so
    assert "ยังไม่มีโปรแกรม Python" in told_so
    assert "เก่ากว่า 3.11" in told_so
    assert "Add python.exe to PATH" in told_so


def test_no_name_is_looked_up_at_an_index() -> None:
    """Of ours a file is installed, never a name that somebody else could hold at PyPI."""
    for text in (BAT, FILES["open-site.sh"].data.decode()):
        assert not re.search(r"pip install[^\n]* site[-_]builder(?:\s|$)", text)
        assert "--no-index --find-links" in text


# --- Linux and macOS ---


def test_macos_and_linux_run_the_same_text() -> None:
    """Plain line ends, or the shell is not found."""
    assert FILES["open-site.sh"].data == FILES["open-site.command"].data
    assert b"\r" not in FILES["open-site.sh"].data
    subprocess.run(["/bin/sh", "-n"], input=FILES["open-site.sh"].data, check=True)


def test_the_entry_starts_the_script_beside_it_wherever_it_lies(tmp_path: Path) -> None:
    """By both rules of quoting that the specification has, in a folder with a hard name."""
    folder = tmp_path / HARD
    folder.mkdir()
    (folder / "open-site.sh").write_text("#!/bin/sh\necho run\n", "utf-8")
    (folder / "open-site.sh").chmod(0o755)
    text = FILES["open-site.desktop"].data.decode()
    line = next(one for one in text.splitlines() if one.startswith("Exec=")).removeprefix("Exec=")
    value = line.replace("\\\\", "\\")  # the escapes of a value, then those inside double quotes
    words = [re.sub(r"\\(.)", r"\1", one or two) for one, two in re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value)]
    entry = str(folder / "open-site.desktop")
    answer = subprocess.run([entry if word == "%k" else word for word in words], capture_output=True, check=True)
    assert b"run\n" == answer.stdout


def test_an_old_python_is_told_in_thai(tmp_path: Path) -> None:
    """Nothing is made, and the exit code says so."""
    (tmp_path / "bin").mkdir()
    for name in ("dirname", "basename"):
        (tmp_path / "bin" / name).symlink_to(f"/usr/bin/{name}")
    (tmp_path / "bin/python3").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (tmp_path / "bin/python3").chmod(0o755)
    site = told(tmp_path / HARD)
    command(site)
    answer = subprocess.run(
        [site / "open-site.sh"], env={"PATH": str(tmp_path / "bin")}, capture_output=True, check=False
    )
    assert 1 == answer.returncode
    assert "https://www.python.org/downloads/" in answer.stderr.decode()
    assert not (site / ".venv").exists()


def _opened(site: Path, environment: dict[str, str], seconds: float) -> tuple[str, bytes]:
    """Start the launcher, wait until it opens a browser, ask for that page, end it: what it printed, and the page."""
    seen = Path(environment["SEEN"])
    seen.unlink(missing_ok=True)
    with subprocess.Popen(
        ["/bin/sh", site / "open-site.sh"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd="/",
    ) as running:
        end = time.monotonic() + seconds
        while not (seen.exists() and seen.read_text().endswith("\n")) and time.monotonic() < end:
            if running.poll() is not None:
                break
            time.sleep(0.1)
        page = b""
        if seen.exists():
            with urllib.request.urlopen(seen.read_text().strip(), timeout=30) as answer:  # noqa: S310 — the preview's own
                page = answer.read()
        os.killpg(running.pid, signal.SIGINT)
        printed, _ = running.communicate(timeout=30)
    return printed.decode(), page


@pytest.mark.group_wheel
def test_the_first_start_makes_its_environment_from_the_wheels_beside_it(tmp_path: Path) -> None:
    """Without any network, in a folder with a hard name; the second start makes nothing."""
    site = told(tmp_path / HARD)
    command(site)
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "-w", site / "wheels", ROOT], check=True)
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\necho "$1" > "$SEEN"\n', "utf-8")
    browser.chmod(0o755)
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1",
        "BROWSER": str(browser),
        "SEEN": str(tmp_path / "seen"),
    }

    first, page = _opened(site, environment, 120)
    assert "Preparing" in first
    assert "พช.บุรีรัมย์".encode() in page

    second, page = _opened(site, environment, 60)
    assert "Preparing" not in second
    assert "พช.บุรีรัมย์".encode() in page

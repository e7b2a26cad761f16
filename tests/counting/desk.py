"""What the tests of counting share: lines of a log, the command, and the file that it writes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from site_builder.cli import main

BANGKOK = dt.timezone(dt.timedelta(hours=7))
EVENING = dt.datetime(2026, 11, 25, 23, 0, tzinfo=BANGKOK)
PHONE = "Mozilla/5.0 (Linux; Android 10; K) Chrome/142.0.0.0 Mobile Safari/537.36"


def line(seconds: float, page: str = "a", host: str = "203.0.113.7", browser: str = PHONE) -> bytes:
    """A line of a combined log, so many seconds after 23.00 of a day."""
    stamp = (EVENING + dt.timedelta(seconds=seconds)).strftime("%d/%b/%Y:%H:%M:%S %z")
    return f'{host} - - [{stamp}] "GET /news/2565/03/{page}/ HTTP/1.1" 200 99 "-" "{browser}"\n'.encode()


def count(site: Path, *logs: object, flags: tuple[str, ...] = ()) -> int:
    """Run the command in this process: its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main(["counts", *(str(log) for log in logs), "--site", str(site), *flags])
    return int(stopped.value.code or 0)


def log(path: Path, *lines: bytes) -> Path:
    """A log."""
    path.write_bytes(b"".join(lines))
    return path


def ledger(site: Path) -> dict[str, object]:
    """The site's file."""
    found: dict[str, object] = json.loads((site / "content/visits.json").read_text("utf-8"))
    return found

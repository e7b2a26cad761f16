"""Logs of web servers, line by line, packed by gzip or not: no more of them is in memory than a line."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from site_builder.problems import error
from site_builder.storing.faults import ReadingFailed

PIPED = Path("-")
_LONGEST = 65_536  # bytes of a line; servers take requests of 8 kB. What is longer comes in pieces
_BUFFER = 1 << 20  # bytes read at once
_GZIP = b"\x1f\x8b"


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a log, or of standard input for `-`; ReadingFailed where it cannot be read to its end."""
    try:
        with nullcontext(sys.stdin.buffer) if path == PIPED else path.open("rb", _BUFFER) as file:
            log = _unpacked(cast("io.BufferedReader", file))
            while line := log.readline(_LONGEST):
                yield line
    except (OSError, EOFError, zlib.error) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise ReadingFailed(replace(error("A001", reason=reason), path=path.as_posix())) from fault


def _unpacked(file: io.BufferedReader) -> io.BufferedReader:
    """Told by its first bytes: rotated logs are packed under any name."""
    if file.peek(2)[:2] != _GZIP:
        return file
    return io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=file)), _BUFFER)

"""One build at a time: a lock of the operating system, which ends with its owner, and a line that says who holds it."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import TracebackType
from typing import Self

from site_builder.problems import Problem, error
from site_builder.storing.faults import Occupied, writing
from site_builder.storing.manifest import LOCK

_STEP = 0.1  # seconds between two tries
_FAR = 1 << 30  # Windows locks bytes against reading too: this one, far behind the owner's line
_BANGKOK = timezone(timedelta(hours=7))


class Lock:
    """Holds a folder, the site's cache, as long as the block lasts; Occupied if another holds it for too long.

    The file stays when the lock is free: removing it would let two builds lock two files of one name.
    """

    def __init__(self, folder: Path, *, seconds: float = 10.0, pause: Callable[[float], object] = time.sleep) -> None:
        self._path = folder / LOCK
        self._seconds = seconds
        self._pause = pause
        self._file = -1

    def __enter__(self) -> Self:
        """Take the lock, or wait for it as long as was said."""
        with writing(lambda: 0, self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            self._wait()
            self._sign()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Set the folder free."""
        self._close()

    def _wait(self) -> None:
        waited = 0.0
        while not _take(self._file):
            if waited >= self._seconds:
                raise Occupied(_problem(self._path))
            self._pause(_STEP)
            waited += _STEP

    def _sign(self) -> None:
        since = datetime.now(UTC).astimezone(_BANGKOK).isoformat(timespec="seconds")
        line = json.dumps({"pid": os.getpid(), "host": platform.node(), "since": since}, ensure_ascii=False)
        with writing(lambda: 0, self._path):
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, line.encode())

    def _close(self) -> None:
        if self._file >= 0:
            if sys.platform == "win32":
                _release(self._file)
            os.close(self._file)  # elsewhere closing sets the lock free
            self._file = -1


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: int) -> None:
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _problem(path: Path) -> Problem:
    try:
        owner: object = json.loads(path.read_bytes())
    except (OSError, ValueError):
        owner = None  # between taking the lock and signing it, or on a disk that is full
    match owner:
        case {"pid": int(pid), "host": str(host), "since": str(since)}:
            return error("W041", pid=pid, host=host, since=since.replace("T", " ")[:16])
        case _:
            return error("W040")

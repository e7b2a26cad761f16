"""What a run has done to a host so far, a line after each file, so that the next one goes on where it was cut short."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct, field

from site_builder.storing.faults import writing
from site_builder.storing.manifest import Entry

_BEGUN, _SENT, _REMOVED = ">", "+", "-"


class Record(Struct, frozen=True):
    """A journal that was found: of a run that did not come to its end."""

    token: str = ""
    begun: frozenset[str] = frozenset()  # perhaps there, perhaps not: the line that they are was not written any more
    sent: dict[str, Entry] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


class Journal:
    """Open while a run goes on; its lines outlive the program, not the machine, as those cost a flush each."""

    def __init__(self, path: Path, token: str) -> None:
        self._path = path
        self._token = token
        self._file = -1
        self._writing = threading.Lock()

    def __enter__(self) -> Self:
        """Begin a new one."""
        with writing(lambda: 0, self._path):
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
            self._write([self._token])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; it stays until `forget`."""
        os.close(self._file)

    def begin(self, path: str) -> None:
        """A file is on its way from now on."""
        self._write([_BEGUN, path])

    def sent(self, path: str, entry: Entry) -> None:
        """A file is there."""
        self._write([_SENT, path, *entry])

    def removed(self, path: str) -> None:
        """A file is gone."""
        self._write([_REMOVED, path])

    def _write(self, words: Iterable[object]) -> None:
        line = json.dumps([*words], ensure_ascii=False) + "\n"
        with self._writing, writing(lambda: 0, self._path):
            os.write(self._file, line.encode())


def read(path: Path) -> Record:
    """What a journal says; a last line that is torn is none."""
    try:
        rows = [_row(line) for line in path.read_bytes().splitlines()]
    except FileNotFoundError:
        return Record()
    begun, sent, removed = set[str](), dict[str, Entry](), set[str]()
    for row in rows[1:]:
        match row:
            case [">", str(name)]:
                begun.add(name)
            case ["+", str(name), int(size), str(digest)]:
                sent[name] = (size, digest)
            case ["-", str(name)]:
                removed.add(name)
    token = str(rows[0][0]) if rows and rows[0] else ""
    return Record(token, frozenset(begun - sent.keys()), sent, frozenset(removed))


def _row(line: bytes) -> list[object]:
    try:
        row: object = json.loads(line)
    except ValueError:
        return []
    return row if isinstance(row, list) else []

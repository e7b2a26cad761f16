"""What the last build learned, in one SQLite file under the cache: readings, fingerprints of pages, marks of sources.

It may be thrown away at any time: it only saves work. Each row carries a seal over all that is in it, so that a spoilt
one is known for what it is (`Spoilt`); whoever meets one throws the whole file away and begins anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct
from msgspec.msgpack import encode

from site_builder.digest import Printed

NAME = "store.sqlite"
FORMAT = 2  # of the tables and their seals: a store of another one is not spoilt, only void
_TABLES = """
CREATE TABLE notes (name TEXT PRIMARY KEY, content BLOB, seal BLOB) WITHOUT ROWID;
CREATE TABLE readings (path TEXT PRIMARY KEY, digest TEXT, content BLOB, seal BLOB);
CREATE INDEX digests ON readings (path, digest);
CREATE TABLE prose (path TEXT PRIMARY KEY, html BLOB, seal BLOB);
CREATE TABLE grams (path TEXT PRIMARY KEY, digest TEXT, content BLOB, seal BLOB);
CREATE TABLE pages (
  url TEXT PRIMARY KEY, template TEXT, size INTEGER, digest TEXT, prints BLOB, near TEXT, seal BLOB
) WITHOUT ROWID;
"""
_COLUMNS = {"notes": 3, "readings": 4, "prose": 3, "grams": 4, "pages": 7}
Cell = str | int | bytes


class Spoilt(Exception):  # noqa: N818 — a state of the file, and no fault of the program
    """The store is not what was written: cut short, altered, or another program's."""


class ReadingRow(Struct, frozen=True):
    """A source as it was read last."""

    path: str
    digest: str  # SHA-256 of the source, hex
    content: bytes  # the Reading, without its prose
    html: bytes | None = None  # the prose, see `Prose.packed`; None: as it was
    grams: bytes = b""  # its trigrams, see `Grams.packed`; none where the site has no search


class Store:
    """The open file. Nothing is written before `save`, so that worker processes may read meanwhile."""

    def __init__(self, cache: Path) -> None:
        self._path = cache / NAME
        self._base: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Nothing is opened before it is asked for."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what was not saved is forgotten."""
        self.close()

    def fits(self, engine: bytes, rules: bytes | None = None) -> bool:
        """Whether there is a store, and this engine wrote it, by these rules of reading if they are given."""
        if not self._path.exists() or self._format() != FORMAT:
            return False
        return self.note("engine") == engine and rules in {None, self.note("rules")}

    def _format(self) -> int:
        try:
            return int(self._open().execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.Error as fault:
            raise Spoilt(NAME) from fault

    def renew(self, engine: bytes, rules: bytes) -> None:
        """Begin with an empty file."""
        self.close()
        try:
            self._made()
        except (OSError, sqlite3.Error):  # nothing can be written there: then this build remembers by itself
            self._base = sqlite3.connect(":memory:")
            self._base.executescript(_TABLES)
        with self._open() as base:
            _insert(base, "notes", [("engine", engine), ("rules", rules)])

    def _made(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.is_dir() and not self._path.is_symlink():
            shutil.rmtree(self._path)
        for ending in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(NAME + ending).unlink(missing_ok=True)
        self._open().executescript(f"PRAGMA user_version = {FORMAT}; {_TABLES}")

    def note(self, name: str) -> bytes | None:
        """A single thing that was kept under a name."""
        rows = self._rows("SELECT name, content, seal FROM notes WHERE name = ?", (name,))
        return next((content for _, content in rows if isinstance(content, bytes)), None)

    def readings(self, paths: Iterable[str] | None = None) -> Iterator[ReadingRow]:
        """The rows of these sources, as far as they are known; of all, in the order of their paths, without `paths`."""
        query = "SELECT path, digest, content, seal FROM readings"
        if paths is None:
            yield from (ReadingRow(*row) for row in self._rows(f"{query} ORDER BY path"))  # type: ignore[arg-type]
        else:
            for path in paths:
                yield from (ReadingRow(*row) for row in self._rows(f"{query} WHERE path = ?", (path,)))  # type: ignore[arg-type]

    def digests(self) -> dict[str, str]:
        """The digest of each source that has a row, by its path; unsealed, so compare it with the row's own."""
        try:
            found = dict(self._open().execute("SELECT path, digest FROM readings INDEXED BY digests"))
        except (sqlite3.Error, UnicodeDecodeError) as fault:
            raise Spoilt(*fault.args) from fault
        if not all(isinstance(cell, str) for row in found.items() for cell in row):
            raise Spoilt(NAME)
        return found

    def prose(self, path: str) -> bytes:
        """The packed prose of a source that has a row."""
        for _, html in self._rows("SELECT path, html, seal FROM prose WHERE path = ?", (path,)):
            if isinstance(html, bytes):
                return html
        raise Spoilt(path)

    def proses(self) -> Iterator[tuple[str, bytes]]:
        """The packed prose of every source that has a row, by path."""
        for path, html in self._rows("SELECT path, html, seal FROM prose"):
            if not (isinstance(path, str) and isinstance(html, bytes)):
                raise Spoilt(NAME)
            yield path, html

    def grams(self, path: str, digest: str) -> bytes:
        """The packed trigrams of a source that has a row with this digest."""
        for _, of, content in self._rows("SELECT path, digest, content, seal FROM grams WHERE path = ?", (path,)):
            if of == digest and isinstance(content, bytes):
                return content
        raise Spoilt(path)

    def pages(self, urls: Iterable[str] | None = None) -> dict[str, Printed]:
        """The rows of these pages, as far as they are known; of all without `urls`."""
        query = "SELECT url, template, size, digest, prints, near, seal FROM pages"
        if urls is None:
            rows = list(self._rows(query))
        else:
            rows = [row for url in urls for row in self._rows(f"{query} WHERE url = ?", (url,))]
        return {str(row[0]): Printed(*row) for row in rows}  # type: ignore[arg-type]

    def save(
        self,
        notes: Mapping[str, bytes],
        readings: Iterable[ReadingRow] = (),
        pages: Iterable[Printed] = (),
        *,
        gone: Iterable[str] = (),
        gone_pages: Iterable[str] = (),
    ) -> None:
        """Keep all this at once; `gone` are sources, `gone_pages` URLs. On a full disk all stays as it was.

        That is as good: whatever a row says is compared with the source and with the output before it is believed.
        Spoilt where the file turns out to be no store any more.
        """
        base = self._open()
        try:
            with base:
                base.executemany("DELETE FROM readings WHERE path = ?", ((path,) for path in gone))
                base.executemany("DELETE FROM prose WHERE path = ?", ((path,) for path in gone))
                base.executemany("DELETE FROM grams WHERE path = ?", ((path,) for path in gone))
                base.executemany("DELETE FROM pages WHERE url = ?", ((url,) for url in gone_pages))
                _insert(base, "notes", notes.items())
                rows = list(readings)
                _insert(base, "readings", ((row.path, row.digest, row.content) for row in rows))
                _insert(base, "prose", ((row.path, row.html) for row in rows if row.html is not None))
                _insert(base, "grams", ((row.path, row.digest, row.grams) for row in rows if row.grams))
                _insert(base, "pages", ((p.url, p.template, p.size, p.digest, p.prints, p.near) for p in pages))
        except sqlite3.OperationalError:
            return  # no room, no right to write, or held by another for ten seconds
        except sqlite3.DatabaseError as fault:
            raise Spoilt(*fault.args) from fault

    def _rows(self, query: str, values: tuple[str, ...] = ()) -> Iterator[tuple[Cell, ...]]:
        """The sealed rows of a query, without their seals; Spoilt at the first that is not as it was written."""
        try:
            with closing(self._open().execute(query, values)) as found:
                for *cells, seal in found:
                    if _seal(cells) != seal:
                        raise Spoilt(query)
                    yield tuple(cells)
        except (sqlite3.Error, UnicodeDecodeError, TypeError) as fault:
            raise Spoilt(query) from fault

    def _open(self) -> sqlite3.Connection:
        if self._base is None:
            self._base = _connected(self._path)
        return self._base

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        if self._base is not None:
            self._base.close()
            self._base = None


def _connected(path: Path) -> sqlite3.Connection:
    """Open the file; a power cut may spoil it, which the seals tell: it is worth no sync (10 ms)."""
    base = sqlite3.connect(path, timeout=10)
    base.execute("PRAGMA synchronous = OFF")
    return base


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple[Cell, ...]]) -> None:
    marks = ", ".join("?" * _COLUMNS[table])
    sealed = ((*row, _seal(row)) for row in rows)
    base.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", sealed)  # noqa: S608 — our tables


def _seal(cells: Iterable[Cell]) -> bytes:
    """A digest of all cells of a row, each with its kind and length."""
    return blake2b(encode(tuple(cells)), digest_size=8).digest()

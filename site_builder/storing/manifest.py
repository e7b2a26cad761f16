"""The list of what we made, inside the output: which files are ours, as what bytes. It holds no clock and no counter.

A file is ours while its bytes are those that the list says. The cache is never asked: it may be thrown away anytime.
While a switch is under way the list holds the former state too (`former`), so that even the loss of cache and journal
in that instant leaves no page that nobody dares to replace.

Without a list, or with one that cannot be read, nothing counts as ours. A file whose bytes are those that we are about
to write becomes ours; one that differs is somebody's: it stays, and the build names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from pathlib import Path

from site_builder import names
from site_builder.problems import Problem, warning
from site_builder.storing import disk

NAME = ".site-builder.json"
TEMPORARY = ".site-builder.tmp"  # the one name, beside it, that a copy from another file system passes through
LOCK = ".site-builder.lock"  # of `lock`, when it is the output that is locked
OUR_NAMES = frozenset({NAME, TEMPORARY, LOCK})
VERSION = 1
_DIGITS = hashlib.sha256().digest_size * 2  # of a SHA-256 in hex
_HEAD = b'{"files":'

Entry = tuple[int, str]  # size in bytes, SHA-256 in hex


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in the output by our hand. Paths are POSIX, from the output."""

    files: Mapping[str, Entry]
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # digests before a switch that is under way
    digest: str = field(default="", compare=False)  # the generation, where it is known: counting it takes 15 ms

    @property
    def generation(self) -> str:
        """A digest of the files: two outputs of one generation hold the same bytes."""
        return self.digest or generation(self.files)

    def ours(self, path: str) -> tuple[str, ...]:
        """The digests under which a file at this path is ours to replace or remove."""
        entry = self.files.get(path)
        return (*((entry[1],) if entry else ()), *self.former.get(path, ()))

    def paths(self) -> frozenset[str]:
        """All paths at which a file of ours may stand."""
        return frozenset(self.files) | frozenset(self.former)


def generation(files: Mapping[str, Entry]) -> str:
    """A digest of the whole table: two outputs of one generation hold the same bytes."""
    return hashlib.sha256(_table(files)).hexdigest()


def write(manifest: Manifest) -> bytes:
    """The bytes of the list, the same for the same files."""
    return write_both(manifest)[0]


def write_both(manifest: Manifest) -> tuple[bytes, bytes, str]:
    """The list with its former state, the same without, and the generation of both."""
    table = _table(manifest.files)
    digest = hashlib.sha256(table).hexdigest()
    former = b',"former":' + _canonical(manifest.former) if manifest.former else b""
    return b"".join((_HEAD, table, former, _tail(digest))), b"".join((_HEAD, table, _tail(digest))), digest


def _tail(digest: str) -> bytes:
    return f',"generation":"{digest}","version":{VERSION}}}\n'.encode()


def read(output: Path) -> tuple[Manifest | None, Problem | None]:
    """The list of an output; None where there is none, and None with a problem where it is not to be relied on."""
    path = output / NAME
    status = disk.look(path)
    if status is None:
        return None, None
    if disk.is_link(status) or disk.is_folder(status):
        return None, warning("W001", file=NAME)
    manifest = parse(path.read_bytes())
    return manifest, None if manifest else warning("W001", file=NAME)


def parse(data: bytes) -> Manifest | None:
    """The list that these bytes are; None for torn, altered, foreign or later ones."""
    try:
        content: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("version") != VERSION:
        return None
    files, former = _files(content.get("files")), _former(content.get("former", {}))
    if files is None or former is None:
        return None
    digest = str(content.get("generation"))
    return Manifest(files, former, digest) if _is_as_written(data) or digest == generation(files) else None


def generation_of(data: bytes) -> str:
    """The generation that the bytes of a list speak of; "" where they are none."""
    manifest = parse(data)
    return manifest.generation if manifest else ""


def _is_as_written(data: bytes) -> bool:
    """Whether these are the bytes of `write` without a former state: so 20 ms of writing the table anew are spared."""
    end = len(data) - len(_tail("0" * _DIGITS))
    return data.startswith(_HEAD) and data[end:] == _tail(hashlib.sha256(data[len(_HEAD) : end]).hexdigest())


def _files(table: object) -> dict[str, Entry] | None:
    """The table, looked at by columns: 14,000 rows in 12 ms, and in 80 one by one.

    Of a digest the length is enough: one that is no hex is no file's.
    """
    if not isinstance(table, dict) or not _are_ours(table):
        return None
    rows = table.values()
    if {*map(type, rows)} - {list} or {*map(len, rows)} - {2}:
        return None
    sizes, digests = [size for size, _ in rows], [digest for _, digest in rows]
    if {*map(type, sizes)} - {int} or {*map(type, digests)} - {str} or {*map(len, digests)} - {_DIGITS}:
        return None
    return dict(zip(table, zip(sizes, digests, strict=True), strict=True))


def _former(table: object) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(table, dict) or not _are_ours(table):
        return None
    former: dict[str, tuple[str, ...]] = {}
    for path, digests in table.items():
        if not isinstance(digests, list):
            return None
        former[path] = tuple(digest for digest in digests if isinstance(digest, str) and len(digest) == _DIGITS)
    return former


def _are_ours(table: Mapping[str, object]) -> bool:
    return OUR_NAMES.isdisjoint(table) and names.are_safe(table)


def _table(files: Mapping[str, Entry]) -> bytes:
    """As `_canonical`, in half the time."""
    rows = [f'{encode_basestring(path)}:[{size},"{digest}"]' for path, (size, digest) in sorted(files.items())]
    return f"{{{','.join(rows)}}}".encode()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

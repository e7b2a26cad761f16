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
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_builder import names
from site_builder.problems import Problem, warning
from site_builder.storing import disk

NAME = ".site-builder.json"
TEMPORARY = ".site-builder.tmp"  # the one name, beside it, that a copy from another file system passes through
LOCK = ".site-builder.lock"  # of `lock`, when it is the output that is locked
OUR_NAMES = frozenset({NAME, TEMPORARY, LOCK})
VERSION = 1
_DIGEST = re.compile("[0-9a-f]{64}")

Entry = tuple[int, str]  # size in bytes, SHA-256 in hex


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in the output by our hand. Paths are POSIX, from the output."""

    files: Mapping[str, Entry]
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # digests before a switch that is under way

    def ours(self, path: str) -> tuple[str, ...]:
        """The digests under which a file at this path is ours to replace or remove."""
        entry = self.files.get(path)
        return (*((entry[1],) if entry else ()), *self.former.get(path, ()))

    def paths(self) -> frozenset[str]:
        """All paths at which a file of ours may stand."""
        return frozenset(self.files) | frozenset(self.former)


def generation(files: Mapping[str, Entry]) -> str:
    """A digest of the whole table: two outputs of one generation hold the same bytes."""
    return hashlib.sha256(_canonical(files)).hexdigest()


def write(manifest: Manifest) -> bytes:
    """The bytes of the list, the same for the same files."""
    content: dict[str, object] = {
        "version": VERSION,
        "generation": generation(manifest.files),
        "files": manifest.files,
    }
    if manifest.former:
        content["former"] = manifest.former
    return _canonical(content) + b"\n"


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
    if files is None or former is None or content.get("generation") != generation(files):
        return None
    return Manifest(files, former)


def generation_of(data: bytes) -> str:
    """The generation that the bytes of a list speak of; "" where they are none."""
    manifest = parse(data)
    return generation(manifest.files) if manifest else ""


def _files(table: object) -> dict[str, Entry] | None:
    if not isinstance(table, dict):
        return None
    files: dict[str, Entry] = {}
    for path, entry in table.items():
        match entry:
            case [int(size), str(digest)] if _is_ours(path) and _DIGEST.fullmatch(digest):
                files[path] = (size, digest)
            case _:
                return None
    return files


def _former(table: object) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(table, dict):
        return None
    former: dict[str, tuple[str, ...]] = {}
    for path, digests in table.items():
        if not _is_ours(path) or not isinstance(digests, list):
            return None
        former[path] = tuple(digest for digest in digests if isinstance(digest, str) and _DIGEST.fullmatch(digest))
    return former


def _is_ours(path: str) -> bool:
    return path not in OUR_NAMES and names.is_safe(path)


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

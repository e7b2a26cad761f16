"""What a host holds by our hand, as values and as the two files that say so there; touches no disk and no network.

The list proper lies in a packed file that is named by its digest and seldom written (the base), what has changed since
in a small one (`HEAD`): twenty changed pages of five thousand cost two small files, and not two large ones.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct, field
from msgspec.structs import replace

from site_builder import names
from site_builder.publishing.host import LISTS, LOCK, PARTS
from site_builder.storing.manifest import Entry, generation

HEAD = f"{LISTS}.json"
VERSION = 1
_DIGITS = sha256().digest_size * 2  # of a SHA-256 in hex
_SHARE, _FEW = 20, 100  # the base is written anew once a twentieth of its files has changed, and more than a hundred

Retired = tuple[int, str, str]  # size, SHA-256, since when (ISO, with its zone)
_NONE: Mapping[str, Entry] = {}


class Published(Struct, frozen=True):
    """What stands on a host by our hand. Paths are POSIX, from the place that the site is published to."""

    files: Mapping[str, Entry] = field(default_factory=dict)  # what readers find
    retired: Mapping[str, Retired] = field(default_factory=dict)  # what no page names any more, kept for a time
    pending: Mapping[str, Entry] = field(default_factory=dict)  # of a run that was cut short: perhaps there, or not
    token: str = ""  # of that run
    number: int = 0  # of the publishing, counted on this host
    time: str = ""  # ISO
    by: str = ""  # who
    base: str = ""  # digest of the file that the head counts from


class Written(Struct, frozen=True):
    """The files that say it: the head, and a base where a new one is due."""

    head: bytes
    base: tuple[str, bytes] | None  # its path on the host, its bytes
    digest: str  # of the base that the head counts from


def base_path(digest: str) -> str:
    """Where a base lies on the host."""
    return f"{LISTS}-{digest[:16]}.json.gz"


def is_ours(path: str) -> bool:
    """Whether a path is one of our own files on a host, and none of the site's."""
    return path.startswith((LISTS, LOCK, PARTS))


def written(published: Published, base: Mapping[str, Entry], digest: str) -> Written:
    """The bytes for a host whose base is known ("" and none for a host without); a new base where it has aged."""
    changed, gone = _delta(base, published.files)
    if digest and len(changed) + len(gone) <= max(_FEW, len(base) // _SHARE):
        return Written(_head(published, changed, gone, digest), None, digest)
    packed = gzip.compress(_json({"files": dict(sorted(published.files.items()))}), mtime=0)
    digest = sha256(packed).hexdigest()
    return Written(_head(published, _NONE, [], digest), (base_path(digest), packed), digest)


def read_base(data: bytes, digest: str) -> Mapping[str, Entry] | None:
    """The files of a base; None where these are not its bytes."""
    if sha256(data).hexdigest() != digest:
        return None
    content: object = json.loads(gzip.decompress(data))
    return _files(content.get("files")) if isinstance(content, dict) else None


def base_of(head: bytes) -> str:
    """The digest of the base that a head counts from; "" where it is no head of ours."""
    content = _content(head)
    return str(content["base"]) if content else ""


def read(head: bytes, base: Mapping[str, Entry]) -> Published | None:
    """What both say; None where they are torn, altered or do not belong together."""
    content = _content(head)
    if content is None:
        return None
    changed, pending = _files(content.get("changed")), _files(content.get("pending"))
    retired, gone = _retired(content.get("retired")), content.get("gone")
    if changed is None or pending is None or retired is None or not isinstance(gone, list):
        return None
    files = {path: entry for path, entry in {**base, **changed}.items() if path not in gone}
    if generation(files) != content.get("generation"):
        return None
    number = content["number"]
    texts = {key: str(content.get(key, "")) for key in ("token", "time", "by", "base")}
    return Published(files, retired, pending, number=number if isinstance(number, int) else 0, **texts)


def under_way(published: Published, pending: Mapping[str, Entry], token: str) -> Published:
    """The same, once a run has begun to send: whoever comes next knows what may be there."""
    return replace(published, pending=pending, token=token)


def _delta(base: Mapping[str, Entry], files: Mapping[str, Entry]) -> tuple[dict[str, Entry], list[str]]:
    changed = {path: entry for path, entry in sorted(files.items()) if base.get(path) != entry}
    return changed, sorted(base.keys() - files.keys())


def _head(published: Published, changed: Mapping[str, Entry], gone: list[str], base: str) -> bytes:
    content = {
        "version": VERSION,
        "number": published.number,
        "time": published.time,
        "by": published.by,
        "token": published.token,
        "generation": generation(published.files),
        "base": base,
        "changed": changed,
        "gone": gone,
        "retired": dict(sorted(published.retired.items())),
        "pending": dict(sorted(published.pending.items())),
    }
    return _json({"seal": sha256(_json(content)).hexdigest(), **content})


def _content(head: bytes) -> dict[str, object] | None:
    """A head as plain data, where it is as it was written."""
    try:
        content: object = json.loads(head)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("version") != VERSION or not isinstance(content.get("number"), int):
        return None
    seal = content.pop("seal", "")
    return content if seal == sha256(_json(content)).hexdigest() else None


def _files(table: object) -> dict[str, Entry] | None:
    if not isinstance(table, dict) or not names.are_safe(table) or any(map(is_ours, table)):
        return None
    rows = {path: _entry(row) for path, row in table.items()}
    found = {path: entry for path, entry in rows.items() if entry}
    return found if len(found) == len(table) else None


def _entry(row: object) -> Entry | None:
    match row:
        case [int(size), str(digest)] if len(digest) == _DIGITS:
            return size, digest
    return None


def _retired(table: object) -> dict[str, Retired] | None:
    if not isinstance(table, dict) or not names.are_safe(table) or any(map(is_ours, table)):
        return None
    found: dict[str, Retired] = {}
    for path, row in table.items():
        match row:
            case [int(size), str(digest), str(since)] if len(digest) == _DIGITS:
                found[path] = (size, digest, since)
            case _:
                return None
    return found


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

"""The marks by which an unchanged file is known without being read: its size and times, with the digest it had then."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from typing import ClassVar

from msgspec import Struct, field

from site_builder.storing.files import SourceFile

# A file written twice within a tick of the disk's clock looks the same after both; FAT's tick takes two seconds.
TICK = 2_000_000_000


class Marks(Struct, frozen=True):
    """What the last build knew of every file below content/: its digest, SHA-256 in hex, "" where none was taken."""

    NOTE: ClassVar = "sources"  # of the store

    trusted: Mapping[str, str] = field(default_factory=dict)  # by `SourceFile.mark`
    fresh: Mapping[str, str] = field(default_factory=dict)  # by path: written so shortly before that no time tells

    @classmethod
    def unpacked(cls, data: bytes | None) -> Marks:
        """The marks of a store's note."""
        return cls(**json.loads(data)) if data else cls()

    def packed(self) -> bytes:
        """The bytes for a store's note."""
        return json.dumps({"trusted": self.trusted, "fresh": self.fresh}, ensure_ascii=False).encode()


def marks(found: Iterable[SourceFile], digests: Mapping[str, str], started_ns: int) -> Marks:
    """What to know next time; `started_ns` is when the files were looked for."""
    trusted: dict[str, str] = {}
    fresh: dict[str, str] = {}
    for source in found:
        digest = digests.get(source.path, "")
        if is_settled(source.mtime_ns, source.ctime_ns, started_ns):
            trusted[source.mark] = digest
        else:
            fresh[source.path] = digest
    return Marks(trusted, fresh)


def is_settled(mtime_ns: int, ctime_ns: int, started_ns: int) -> bool:
    """Whether a later writing of the file would have given it other times."""
    return max(mtime_ns, ctime_ns) < started_ns - TICK


def clock() -> int:
    """The machine's time in ns, for comparing with the times of files; no byte of a page depends on it."""
    return time.time_ns()

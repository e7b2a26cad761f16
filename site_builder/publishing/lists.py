"""The files on a host that say what is ours there, and the copy of the large one that this machine keeps."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from site_builder.publishing import published
from site_builder.publishing.host import LISTS, Host
from site_builder.publishing.published import Published
from site_builder.storing.faults import writing
from site_builder.storing.manifest import Entry


class Lists:
    """The files on a host that say what is ours there."""

    def __init__(self, host: Host, cache: Path, base: Mapping[str, Entry], digest: str) -> None:
        self._host, self._cache = host, cache
        self._base, self._digest = base, digest

    def write(self, state: Published) -> None:
        """A new head; where a new base is due it goes first, and the former one last."""
        said = published.written(state, self._base, self._digest)
        former = self._digest
        if said.base:
            path, data = said.base
            self._put(path, data)
            keep_base(self._cache, said.digest, data)
            self._base, self._digest = state.files, said.digest
        self._put(published.HEAD, said.head)
        if said.base and former and former != said.digest:
            self._host.remove(published.base_path(former))

    def _put(self, path: str, data: bytes) -> None:
        self._host.put(path, io.BytesIO(data), len(data), lambda _: None)
        self._host.barrier()


def read_lists(host: Host, cache: Path) -> tuple[Published | None, Mapping[str, Entry]]:
    """What the host says that is ours, and the files of its base; None where it says nothing, or nothing sound."""
    head = host.read(published.HEAD)
    digest = published.base_of(head) if head else ""
    base = _read_base(host, cache, digest) if digest else {}
    theirs = published.read(head, base) if head and base is not None else None
    return theirs, base or {}


def _read_base(host: Host, cache: Path, digest: str) -> Mapping[str, Entry] | None:
    """The base from this machine, where we have it, else from the host; None where it is not to be had."""
    kept = cache / published.base_path(digest)
    for is_here in (True, False):
        data = (kept.read_bytes() if kept.is_file() else None) if is_here else host.read(kept.name)
        found = published.read_base(data, digest) if data else None
        if data and found is not None:
            keep_base(cache, digest, data)
            return found
    return None


def keep_base(cache: Path, digest: str, data: bytes) -> None:
    """Remember a base; former ones go."""
    kept = cache / published.base_path(digest)
    if kept.exists():
        return
    with writing(lambda: 0, kept):
        for former in cache.glob(f"{LISTS}-*.json.gz"):
            former.unlink()
        kept.write_bytes(data)

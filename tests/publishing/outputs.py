"""Outputs without a build: any files as a site, as fast as they can be written; and a host in memory with a log."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pytest
from stories import SETTINGS, tell

from site_builder.outcome import Outcome
from site_builder.problems import Problem, error
from site_builder.publishing import flow, run
from site_builder.publishing.host import Count, HostFailed, Kind, Seen
from site_builder.storing import manifest
from site_builder.storing.manifest import Entry, Manifest


def entry(data: bytes) -> Entry:
    """Size and digest."""
    return len(data), sha256(data).hexdigest()


def lay(site: Path, files: Mapping[str, bytes]) -> None:
    """Let these be the site's output, with its list, as a build leaves them: each file new, none changed in place."""
    output = site / "output"
    former = manifest.read(output)[0] if output.is_dir() else None
    for path in former.files if former else ():
        if path not in files:
            (output / path).unlink()
    for path, data in files.items():
        if former is None or former.files.get(path) != entry(data):
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            (output / "new").write_bytes(data)
            (output / "new").replace(output / path)
    output.mkdir(exist_ok=True)
    (output / manifest.NAME).write_bytes(manifest.write(Manifest({path: entry(data) for path, data in files.items()})))


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    """Publish what lies in the output, without a build; syncs are spared."""
    monkeypatch.setattr(flow, "unchanged", lambda *_: Outcome(built=True))
    monkeypatch.setattr("site_builder.storing.disk._flush", lambda _: None)
    if not (site / "content/site.toml").exists():
        tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\nkind = 'folder'\npath = '/nowhere'\n")


class Kept:
    """A host in memory: what stands there, and what was done to it, in order. At step `fail_at` it is cut off."""

    connections = 1
    delay = 0.0

    def __init__(self, *, lists_quickly: bool = False) -> None:
        self.files: dict[str, bytes] = {}
        self.log: list[tuple[str, str]] = []
        self.lists_quickly = lists_quickly
        self.fail_at = -1
        self._lock = ""
        self._one = threading.Lock()

    def _log(self, action: str, path: str) -> None:
        if 0 <= self.fail_at <= len(self.log):
            raise HostFailed(error("N034", place="memory", reason="cut"))
        self.log.append((action, path))

    def list(self) -> Mapping[str, Seen]:
        """All."""
        return {path: Seen(len(data)) for path, data in self.files.items()}

    def look(self, path: str) -> Seen | None:
        """One."""
        data = self.files.get(path)
        return None if data is None else Seen(len(data))

    def digest(self, path: str) -> str:
        """Hash it."""
        return sha256(self.files[path]).hexdigest() if path in self.files else ""

    def read(self, path: str) -> bytes | None:
        """Its bytes."""
        return self.files.get(path)

    def put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        """Replace at once."""
        self._log("put", path)
        data = body.read()
        assert size == len(data)
        count(size)
        self.files[path] = data

    def remove(self, path: str) -> None:
        """Take away."""
        self._log("remove", path)
        self.files.pop(path, None)

    def barrier(self) -> None:
        """Write it down."""
        self.log.append(("barrier", ""))

    def finish(self) -> None:
        """Nothing to wait for."""

    def claim(self, text: str) -> bool:
        """One alone."""
        with self._one:
            free = not self._lock
            self._lock = self._lock or text
            return free

    def claimant(self) -> str:
        """Who."""
        return self._lock

    def renew(self, text: str) -> None:
        """Alive."""
        self._lock = text

    def release(self) -> None:
        """Free."""
        self._lock = ""

    def close(self) -> None:
        """Nothing is open."""


def lent(monkeypatch: pytest.MonkeyPatch, host: Kept) -> None:
    """Let every target lead to that host, and its live site be what stands there."""
    monkeypatch.setattr(run, "kind_of", lambda _: Kind({}, lambda *_: host))

    def compare(_url: str, wanted: Mapping[str, Entry | None], *_: object) -> tuple[Problem, ...]:
        stands = {path: entry(host.files[path]) if path in host.files else None for path in wanted}
        return tuple(error("N042", page=path) for path in wanted if wanted[path] and wanted[path] != stands[path])

    monkeypatch.setattr(flow, "compare", compare)

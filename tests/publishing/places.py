"""Places to publish to, for tests: each a real host and what stands behind it. A further one is one entry of PLACES."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Protocol

from publishing.network import NETWORK
from stories import serving

from site_builder.publishing.host import Access, Host, Target
from site_builder.publishing.hosts import kind_of
from site_builder.publishing.secrets import password
from site_builder.publishing.targets import read_targets


class Place(Protocol):
    """What tests know of a host beside its protocol: they stand on the other side of it."""

    table: str  # its keys in `[publish.main]`
    url: str  # where readers find it

    def tree(self) -> dict[str, bytes]:
        """All files that stand there now, by the host itself and not by our protocol."""
        ...

    def shown(self, path: str) -> bytes | None:
        """What a server would give to a reader at this instant."""
        ...

    def plant(self, path: str, data: bytes) -> None:
        """Somebody else puts a file there, or changes one."""
        ...

    def strip(self, path: str) -> None:
        """Somebody else removes a file."""
        ...


class Quiet(SimpleHTTPRequestHandler):
    """A server that writes no log."""

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Disk:
    """A place whose files lie in a folder of this machine, whatever leads there."""

    def __init__(self, table: str, url: str, root: Path) -> None:
        self.table, self.url, self.root = table, url, root

    def tree(self) -> dict[str, bytes]:
        """Read the folder."""
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def shown(self, path: str) -> bytes | None:
        """Read the file."""
        return (self.root / path).read_bytes() if (self.root / path).is_file() else None

    def plant(self, path: str, data: bytes) -> None:
        """Write into the folder."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(data)

    def strip(self, path: str) -> None:
        """Unlink."""
        (self.root / path).unlink()


@contextmanager
def folder(base: Path) -> Iterator[Place]:
    """A folder, shown by a small server."""
    root = base / "www"
    root.mkdir()
    with serving(partial(Quiet, directory=str(root))) as url:
        yield Disk(f'kind = "folder"\npath = "{root}"\n', f"{url}/", root)


PLACES: dict[str, Callable[[Path], AbstractContextManager[Place]]] = {"folder": folder, **NETWORK}
GROUPED = frozenset(NETWORK)  # of these, those that need a program: they belong to the group "servers"


def target_of(place: Place) -> Target:
    """The target that leads to a place."""
    settings = f'[publish.main]\n{place.table}url = "{place.url}"\n'
    (target,), problems = read_targets(settings, "https://news.example.go.th/")
    assert () == problems
    return target


def opened(place: Place, site: Path) -> Host:
    """The host, opened as `publish` does."""
    target = target_of(place)
    secret = password(target, lambda _target, _user: "")
    return kind_of(target.kind).open(target, Access(site, site / ".cache/publish/main", secret, lambda _: None))


def empty(folder: Path) -> None:
    """Make a folder empty."""
    shutil.rmtree(folder)
    folder.mkdir()

"""Places to publish to, for tests: each a real host and what stands behind it. A further one is one entry of PLACES."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Protocol

from publishing.network import NETWORK, variable
from servers import free_port, running
from stories import serving

from site_builder.publishing.host import Access, Host, Target
from site_builder.publishing.hosts import kind_of
from site_builder.publishing.secrets import password
from site_builder.publishing.targets import read_targets


class Place(Protocol):
    """What tests know of a host beside its protocol: they stand on the other side of it."""

    table: str  # its keys in `[publish.main]`
    url: str  # where readers find it
    locks: bool  # whether two publishers keep each other out; else the later one is refused at its end

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

    locks = True

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


class Branch(Disk):
    """A bare repository whose branch is deployed at each push, as Pages hosts do: laid out beside, then switched to."""

    locks = False

    def __init__(self, url: str, base: Path) -> None:
        self.bare = base / "pages.git"
        super().__init__(f'kind = "git"\nrepository = "{self.bare}"\n', url, base / "live")
        _git("init", "-q", "--bare", str(self.bare))
        hook = self.bare / "hooks/post-receive"
        hook.write_text(f"""#!/bin/sh
unset GIT_DIR GIT_QUARANTINE_PATH
new={base}/deployed-$$
mkdir $new && git --git-dir {self.bare} archive gh-pages | tar -x -C $new
ln -sfn $new {base}/next && mv -fT {base}/next {base}/live
""")
        hook.chmod(0o755)

    def tree(self) -> dict[str, bytes]:
        """What is deployed, but the order to GitHub."""
        found = super().tree() if self.root.exists() else {}
        return {path: data for path, data in found.items() if path != ".nojekyll"}

    def plant(self, path: str, data: bytes) -> None:
        """A commit of somebody else's."""
        self._pushed(lambda clone: Disk("", "", clone).plant(path, data))

    def strip(self, path: str) -> None:
        """A commit of somebody else's."""
        self._pushed(lambda clone: (clone / path).unlink())

    def _pushed(self, change: Callable[[Path], object]) -> None:
        clone = self.bare.parent / "clone"
        _git("clone", "-q", str(self.bare), str(clone))
        if self.root.exists():
            _git("-C", str(clone), "switch", "-q", "gh-pages")
        change(clone)
        _git("-C", str(clone), "add", "-A")
        _git("-C", str(clone), "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x")
        _git("-C", str(clone), "push", "-q", "origin", "HEAD:gh-pages")
        shutil.rmtree(clone)


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


@contextmanager
def branch(base: Path) -> Iterator[Place]:
    """A branch of a bare repository."""
    with serving(partial(Quiet, directory=str(base / "live"))) as url:
        yield Branch(f"{url}/", base)


@contextmanager
def shell(base: Path) -> Iterator[Place]:
    """A server with a shell, by ssh and rsync, with keys and a known_hosts of its own."""
    root, home = base / "www", base / "ssh"
    root.mkdir()
    home.mkdir()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / name], check=True)
    Path("/run/sshd").mkdir(exist_ok=True)
    port = free_port()
    (home / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {home}/host\nAuthorizedKeysFile {home}/user.pub\n"
        f"StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\nMaxStartups 100\n"
    )
    table = f'kind = "rsync"\nhost = "127.0.0.1"\nport = "{port}"\npath = "{root}"\nkey = "{home}/user"\n'
    with (
        variable("HOME", str(base)),
        running(["/usr/sbin/sshd", "-D", "-e", "-f", home / "sshd_config"], port),
        serving(partial(Quiet, directory=str(root))) as url,
    ):
        yield Disk(table, f"{url}/", root)


OWN = {"git": branch, "rsync": shell}
PLACES: dict[str, Callable[[Path], AbstractContextManager[Place]]] = {"folder": folder, **OWN, **NETWORK}
GROUPED = {**dict.fromkeys(OWN, "shell"), **dict.fromkeys(NETWORK, "servers")}  # those that need a program → group


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

"""Publishing to a branch, for Pages hosts, by the system's git: a repository of our own, and no work tree is touched.

All of a run is one commit, so that nothing can be torn, and it is pushed only if the branch is as it was found: the
lease is the lock. A branch keeps what was ever in it; what is withdrawn for good must be purged there by hand.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import platform
import re
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, BinaryIO, Literal

from msgspec import Struct

from site_builder.problems import error
from site_builder.publishing.host import NO_FILE, Access, Count, HostFailed, Kind, Seen, Target
from site_builder.publishing.programs import run
from site_builder.reading.tables import Key
from site_builder.storing import disk

_NO_JEKYLL = ".nojekyll"  # without it GitHub leaves out what begins with "_" or "."
_DEPLOYING = 55.0  # seconds that Pages hosts take to show a push, where they are quick
_REMOTE = re.compile(r"(?!file:)[a-z+]+://|[^/\\:]{2,}:")  # a URL, or user@host:path; no drive of Windows
_SSH = "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=10 -o ServerAliveCountMax=2"
_HELPER = '!f() { echo "username=$SITE_BUILDER_USER"; echo "password=$SITE_BUILDER_SECRET"; }; f'
_FAULTS = {
    "stale info": "N052",
    "fetch first": "N052",
    "non-fast-forward": "N052",
    "Authentication failed": "N054",
    "Permission denied": "N054",
    "could not read Username": "N054",
}  # words of git → the code of what they mean; else N053


Tree = dict[str, tuple[str, int]]  # path → (blob, size)


class Repository(Struct, frozen=True):
    """Where the branch is, and how git is run."""

    folder: Path  # our own bare repository
    address: str
    branch: str
    environment: Mapping[str, str]

    @property
    def ref(self) -> str:
        """The branch's whole name."""
        return f"refs/heads/{self.branch}"

    def run(self, *arguments: str) -> str:
        """What git answers; HostFailed with its own last words where it does not succeed."""
        answer = run(["git", "--git-dir", str(self.folder), *arguments], self.address, environment=self.environment)
        if answer.code:
            code = next((code for words, code in _FAULTS.items() if words in answer.complaint), "N053")
            raise HostFailed(error(code, place=self.address, branch=self.branch, reason=answer.reason))
        return answer.text.decode("utf-8", "surrogateescape")


class Git:
    """A branch, with a commit on its way."""

    connections = 1
    bundles: Literal[True] = True
    lists_quickly = True

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._one = threading.Lock()
        self._text = ""
        self._importing: subprocess.Popen[bytes] | None = None
        self._reading: subprocess.Popen[bytes] | None = None
        self._changes: dict[str, int] = {}  # path → mark of its new bytes; 0 for removed
        self._mark = 0
        self.delay = _DEPLOYING if _REMOTE.match(repository.address) else 0.0
        self._tip = ""
        self._tree: Tree = {}
        self._fetch()

    def list(self) -> Mapping[str, Seen]:
        """The tree that the branch has."""
        return {path: Seen(size) for path, (_, size) in self._tree.items() if path != _NO_JEKYLL}

    def look(self, path: str) -> Seen | None:
        """One of its files."""
        return Seen(self._tree[path][1]) if path in self._tree else None

    def digest(self, path: str) -> str:
        """Of the blob's bytes."""
        data = self.read(path)
        return "" if data is None else hashlib.sha256(data).hexdigest()

    def read(self, path: str) -> bytes | None:
        """The blob, by one git that answers all questions."""
        blob, size = self._tree.get(path, ("", NO_FILE))
        if size == NO_FILE:
            return None
        with self._one:
            if self._reading is None:
                self._reading = self._begun("cat-file", "--batch")
            requests, answers = _pipes(self._reading)
            requests.write(f"{blob}\n".encode())
            requests.flush()
            count = int(answers.readline().split()[-1])
            return answers.read(count + 1)[:-1]

    def put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        """Hand the bytes to git; they show with the commit."""
        data = body.read()
        if len(data) != size:
            raise HostFailed(error("N030", path=path))
        if self._tree.get(path, ("", 0))[1] == NO_FILE or any(path.startswith(f"{one}/") for one in self._links()):
            raise HostFailed(error("N031", path=path))
        with self._one:
            if self._importing is None:
                self._importing = self._begun("fast-import", "--quiet", "--done", "--date-format=now", "--force")
            self._mark += 1
            self._tell(b"blob\nmark :%d\ndata %d\n" % (self._mark, size), data, b"\n")
            self._changes[path] = self._mark
        count(size)

    def remove(self, path: str) -> None:
        """Leave it out of the commit."""
        with self._one:
            if path in self._tree:
                self._changes[path] = 0
            else:
                self._changes.pop(path, None)

    def barrier(self) -> None:
        """All shows at one instant, in `finish`."""

    def finish(self) -> None:
        """Commit and push, if the branch is as it was found."""
        if not self._changes:
            return
        self._commit()
        tip = self._repository.run("rev-parse", "refs/site-builder/next").strip()
        lease = f"--force-with-lease={self._repository.ref}:{self._tip}"
        self._repository.run("push", "--progress", lease, self._repository.address, f"{tip}:{self._repository.ref}")
        self._changes = {}
        self._look(tip)

    def claim(self, text: str) -> bool:
        """Nobody else need wait: the second push is refused. The branch counts as it is from now on."""
        self._fetch()
        self._text = text
        return True

    def claimant(self) -> str:
        """Ourselves."""
        return self._text

    def renew(self, text: str) -> None:
        """Nobody looks."""
        self._text = text

    def release(self) -> None:
        """Nobody waits."""
        self._text = ""

    def close(self) -> None:
        """End the gits that are open; what they were told and not asked to keep is forgotten."""
        for one in (self._importing, self._reading):
            if one:
                one.kill()
                one.communicate()

    def _fetch(self) -> None:
        """The branch as it is now: its last commit alone."""
        repository = self._repository
        answer = repository.run("ls-remote", repository.address, repository.ref)
        tip = answer.split("\t")[0]
        if tip:
            repository.run("fetch", "--progress", "--depth=1", "--no-tags", repository.address, tip)
        self._look(tip)

    def _look(self, tip: str) -> None:
        self._tip, self._tree = tip, {}
        rows = self._repository.run("ls-tree", "-r", "-l", "-z", tip).split("\0") if tip else []
        for row in filter(None, rows):
            facts, _, path = row.partition("\t")
            mode, _, blob, size = facts.split()
            self._tree[path] = (blob, int(size) if mode.startswith("100") else NO_FILE)

    def _links(self) -> tuple[str, ...]:
        return tuple(path for path, (_, size) in self._tree.items() if size == NO_FILE)

    def _commit(self) -> None:
        """Turn what was told into a commit of our own repository."""
        if self._importing is None:
            self._importing = self._begun("fast-import", "--quiet", "--done", "--date-format=now", "--force")
        user = re.sub(r"[<>\n]", "", getpass.getuser())
        who = f"{user} <{user}@{platform.node() or 'localhost'}>"
        put, removed = sum(map(bool, self._changes.values())), sum(not mark for mark in self._changes.values())
        message = f"Publish the site: {put} files put, {removed} removed\n".encode()
        self._tell(f"commit refs/site-builder/next\ncommitter {who} now\ndata {len(message)}\n".encode(), message)
        self._tell(f"from {self._tip}\n".encode() if self._tip else b"")
        for path, mark in self._changes.items():
            self._tell(f"M 100644 :{mark} {_quoted(path)}\n".encode() if mark else f"D {_quoted(path)}\n".encode())
        if _NO_JEKYLL not in self._tree:
            self._tell(f"M 100644 inline {_NO_JEKYLL}\ndata 0\n".encode())
        self._tell(b"\ndone\n")
        _, said = self._importing.communicate()
        code, self._importing = self._importing.returncode, None
        if code:
            reason = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise HostFailed(error("N053", place=self._repository.folder, reason=reason))

    def _begun(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = ["git", "--git-dir", str(self._repository.folder), *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603

    def _tell(self, *pieces: bytes) -> None:
        if self._importing is None:
            raise AssertionError(pieces)
        requests, _ = _pipes(self._importing)
        for piece in pieces:
            requests.write(piece)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise AssertionError(process)
    return process.stdin, process.stdout


def _quoted(path: str) -> str:
    """A path as fast-import takes it."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _open(target: Target, access: Access) -> Git:
    row = target.row
    address = row.text("repository")
    local = access.site / address
    folder = access.cache / "repository"
    environment = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": _SSH, "GIT_CONFIG_COUNT": "0"}
    if row.text("user"):
        environment |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "credential.helper",
            "GIT_CONFIG_VALUE_0": _HELPER,
            "SITE_BUILDER_USER": row.text("user"),
            "SITE_BUILDER_SECRET": access.password(),
        }
    whole = address if _REMOTE.match(address) or address.startswith("file:") else os.path.realpath(local)
    repository = Repository(folder, whole, row.text("branch"), environment)
    if not (folder / "HEAD").exists():
        disk.make_folders(folder)
        repository.run("init", "--quiet", "--bare")
    return Git(repository)


KIND = Kind({"repository": Key(required=True), "branch": Key("gh-pages"), "user": Key()}, _open)

"""Publishing by rsync over ssh, for servers with a shell: a stage is a bundle, each file renamed when it is whole.

Who we are is ssh's affair (keys, agent, ~/.ssh/config), and so is the host's key: pinned at first sight, refused once
it differs. The server needs a POSIX shell with GNU find and sha256sum; it hashes its files itself, at each publishing.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Literal

from site_builder import names
from site_builder.problems import error
from site_builder.publishing.host import LOCK, NO_FILE, PARTS, Access, Count, HostFailed, Kind, Seen, Target
from site_builder.publishing.host_keys import known_file
from site_builder.publishing.programs import Answer, run
from site_builder.reading.tables import Key
from site_builder.storing import disk

_SSH = (
    *("-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "StrictHostKeyChecking=accept-new"),
    *("-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=2"),
)
_FIND = r"find . -path ./{parts} -prune -o ! -type d ! -path ./{lock} -printf '%y %s %P\0'"
_SUMS = "find . -path ./{parts} -prune -o -type f ! -path ./{lock} -print0 | xargs -0 -r sha256sum -z --"
_CLAIM = "mkdir -p {root} && cd {root} && (set -C; cat > {lock}) 2>/dev/null && rm -rf {parts} && mkdir {parts}"
_REFUSED = ("REMOTE HOST IDENTIFICATION HAS CHANGED", "Host key verification failed")


class Rsync:
    """A folder of a server; what was put waits in a folder here until the next barrier."""

    connections = 1
    lists_quickly = True
    delay = 0.0
    bundles: Literal[True] = True

    def __init__(self, address: str, root: str, ssh: tuple[str, ...], bundle: Path, port: str) -> None:
        self._address, self._root, self._ssh, self._bundle, self._port = address, root, ssh, bundle, port
        self._one = threading.RLock()
        self._waiting: dict[str, tuple[int, Count]] = {}
        self._going: list[str] = []
        self._seen: Mapping[str, Seen] | None = None
        self._links: frozenset[str] | None = None  # what is no file, as it was found
        disk.throw_away(bundle)

    def list(self) -> Mapping[str, Seen]:
        """All files with their digests, by two commands on the server."""
        with self._one:
            self._seen = dict(self._listed())
            self._links = frozenset(path for path, seen in self._seen.items() if seen.size == NO_FILE)
            return self._seen

    def look(self, path: str) -> Seen | None:
        """From the list, made anew once something has changed."""
        with self._one:
            seen = self.list() if self._seen is None else self._seen
        return Seen(NO_FILE) if any(above in seen for above in names.folders(path)) else seen.get(path)

    def digest(self, path: str) -> str:
        """As the server counted it."""
        seen = self.look(path)
        return seen.digest if seen else ""

    def read(self, path: str) -> bytes | None:
        """By `cat`."""
        seen = self.look(path)
        if seen is None or seen.size == NO_FILE:
            return None
        return self._asked(f"cat -- {shlex.quote(path)}").text

    def put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        """Lay it into the bundle."""
        if self._leads_out(path):
            raise HostFailed(error("N031", path=path))
        place = self._bundle / path
        with self._one:
            disk.make_folders(place.parent)
            with place.open("wb") as file:
                shutil.copyfileobj(body, file)
            if place.stat().st_size != size:
                place.unlink()
                raise HostFailed(error("N030", path=path))
            self._waiting[path] = (size, count)

    def remove(self, path: str) -> None:
        """With the next barrier."""
        with self._one:
            self._going.append(path)

    def barrier(self) -> None:
        """Send the bundle, then remove."""
        with self._one:
            if self._waiting:
                self._send()
            if self._going:
                self._clear()

    def finish(self) -> None:
        """To the server's disk."""
        self.barrier()

    def claim(self, text: str) -> bool:
        """A file that the shell makes only where there is none."""
        command = _CLAIM.format(root=shlex.quote(self._root), lock=LOCK, parts=PARTS)
        taken = self._run(command, text.encode())
        if taken.code and not self.claimant():
            raise HostFailed(error("N033", place=self._address))
        return not taken.code

    def claimant(self) -> str:
        """What lies in it."""
        answer = self._asked(f"if [ -e {LOCK} ]; then echo; cat {LOCK}; fi", may_lack=True).text
        return (answer[1:].decode("utf-8", "replace") or "?") if answer else ""

    def renew(self, text: str) -> None:
        """Another file in its place."""
        self._asked(f"cat > {PARTS}/lock && mv -f {PARTS}/lock {LOCK}", text.encode())

    def release(self) -> None:
        """Remove it."""
        self._asked(f"rm -rf {PARTS}; rm -f {LOCK}")

    def close(self) -> None:
        """End the connection that all commands shared."""
        disk.throw_away(self._bundle)
        if sys.platform != "win32":
            run(["ssh", *self._ssh, "-O", "exit", self._address], self._address)

    def _listed(self) -> Iterator[tuple[str, Seen]]:
        words = {"lock": LOCK, "parts": PARTS}
        sums = self._rows(_SUMS.format(**words))
        digests = {path.removeprefix("./"): digest for digest, _, path in (row.partition("  ") for row in sums)}
        for row in self._rows(_FIND.format(**words)):
            kind, size, path = row.split(" ", 2)
            yield path, Seen(int(size), digests.get(path, "")) if kind == "f" else Seen(NO_FILE)

    def _rows(self, command: str) -> tuple[str, ...]:
        text = self._asked(command, may_lack=True).text.decode("utf-8", "surrogateescape")
        return tuple(row for row in text.split("\0") if row)

    def _leads_out(self, path: str) -> bool:
        """Whether a link stands there, or above it: nothing is written or removed through one."""
        if self._links is None:
            self.list()
        return not (self._links or frozenset()).isdisjoint((path, *names.folders(path)))

    def _send(self) -> None:
        """One rsync for all that waits; a bundle that breaks off leaves whole files and the former ones."""
        shell = shlex.join(["ssh", *self._ssh])
        flags = [
            *("-p", "--chmod=F0644", "--no-implied-dirs", "--ignore-times", "--from0", "--files-from=-"),
            *("--timeout=30", "--info=progress2", "--outbuf=L", f"--temp-dir={PARTS}", "-e", shell),
        ]
        target = f"{self._address}:{shlex.quote(self._root)}/"
        paths = "\0".join(self._waiting).encode()
        answer = run(["rsync", *flags, f"{self._bundle}/", target], self._address, given=paths)
        self._seen = None
        if answer.code:
            raise _failed(answer, self._address)
        for size, count in self._waiting.values():
            count(size)
        self._waiting = {}
        disk.throw_away(self._bundle)

    def _clear(self) -> None:
        going = [path for path in self._going if not self._leads_out(path)]
        folders = sorted({above for path in going for above in names.folders(path)}, key=len, reverse=True)
        self._asked("xargs -0 -r rm -f --", "\0".join(going).encode())
        self._asked("xargs -0 -r rmdir -- 2>/dev/null; true", "\0".join(folders).encode())
        self._going, self._seen = [], None

    def _asked(self, command: str, given: bytes = b"", *, may_lack: bool = False) -> Answer:
        """A command in the folder; `may_lack` where that is not there yet, and nothing is in it."""
        lacking = " || exit 0" if may_lack else " || exit 1"
        answer = self._run(f"cd {shlex.quote(self._root)} 2>/dev/null{lacking}; {command}", given)
        if answer.code:
            raise _failed(answer, self._address)
        return answer

    def _run(self, command: str, given: bytes = b"") -> Answer:
        answer = run(["ssh", *self._ssh, self._address, command], self._address, given=given)
        if answer.code == 255:  # noqa: PLR2004 — ssh itself failed, and no command of the server
            raise _failed(answer, self._address)
        return answer


def _failed(answer: Answer, place: str) -> HostFailed:
    if any(words in answer.complaint for words in _REFUSED):
        return HostFailed(error("N055", place=place))
    code = "N054" if "Permission denied" in answer.complaint else "N053"
    return HostFailed(error(code, place=place, reason=answer.reason))


def _open(target: Target, access: Access) -> Rsync:
    row = target.row
    address = f"{row.text('user')}@{row.text('host')}" if row.text("user") else row.text("host")
    pinned = known_file()
    disk.make_folders(pinned.parent)  # ssh itself makes no folder but the one of the account's home
    ssh = [*_SSH, "-o", f'UserKnownHostsFile="{pinned.as_posix()}"']
    ssh += ["-p", row.text("port")] if row.text("port") else []
    if row.text("key"):
        ssh += ["-i", os.path.realpath(access.site / row.text("key")), "-o", "IdentitiesOnly=yes"]
    if sys.platform != "win32":  # one connection for all; its name must be short, and nobody else's to look into
        ssh += ["-o", "ControlMaster=auto", "-o", "ControlPersist=60", "-o", f"ControlPath={tempfile.mkdtemp()}/%C"]
    return Rsync(address, row.text("path").rstrip("/") or "/", tuple(ssh), access.cache / "bundle", row.text("port"))


KIND = Kind({"host": Key(required=True), "path": Key(required=True), "user": Key(), "port": Key(), "key": Key()}, _open)

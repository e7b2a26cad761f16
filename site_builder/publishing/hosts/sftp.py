"""Publishing by SFTP to a server with SSH: one connection, requests of several files under way in it at once."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from site_builder import names
from site_builder.problems import Problem, error
from site_builder.publishing import host as contract
from site_builder.publishing.host import LOCK, NO_FILE, PARTS, Access, Count, HostFailed, Kind, Seen, Target
from site_builder.publishing.loop import Loop
from site_builder.publishing.reasons import host_problems, lacking
from site_builder.publishing.ssh import Login, connected, is_silence, said
from site_builder.reading.tables import Key

if TYPE_CHECKING:
    from asyncssh import SFTPAttrs, SFTPClient, SSHClientConnection

T = TypeVar("T")
_OURS = frozenset({LOCK, PARTS})
_PIECE = 131_072  # bytes of one file under way at once
_BLOCK = 32_768  # bytes of one request, which every server takes
_AT_ONCE = 16  # folders that are listed at once


class Sftp:
    """A folder behind SSH; see `Host` for what each method keeps."""

    connections = 8  # files under way at once, all in one connection
    lists_quickly = False  # four answers for each folder
    delay = 0.0

    def __init__(self, login: Login, folder: str) -> None:
        self._login = login
        self._loop = Loop(login.patience)
        self._numbers = itertools.count(1)
        self._folders = set[str]()  # of the site, seen to be folders and no links
        self._connection: SSHClientConnection | None = None
        self._client: SFTPClient | None = None
        self._reaching = asyncio.Lock()
        self._making = asyncio.Lock()
        self._silent: Problem | None = None  # a server that was silent for too long is not waited for again
        self._root = ""
        try:
            self._root = self._run(self._entered(folder))
        except BaseException:
            self.close()
            raise

    def list(self) -> Mapping[str, Seen]:
        """Folder by folder, several at once."""
        return self._run(self._listed())

    def look(self, path: str) -> Seen | None:
        """What `lstat` says, where all folders above really stand here."""
        return self._run(self._looked(path), path)

    def digest(self, path: str) -> str:
        """Read it all: a server for SFTP alone runs no program that could tell."""
        found = hashlib.sha256()
        return found.hexdigest() if self._run(self._read(path, found.update), path) else ""

    def read(self, path: str) -> bytes | None:
        """Read it all."""
        pieces: list[bytes] = []
        return b"".join(pieces) if self._run(self._read(path, pieces.append), path) else None

    def put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        """Write beside, then rename over what stands there: OpenSSH's posix-rename."""
        self._run(self._put(path, body, size, count), path)

    def remove(self, path: str) -> None:
        """Remove a file, then the folders that are empty now, from the innermost."""
        self._run(self._removed(path), path)

    def barrier(self) -> None:
        """Nothing is on its way: each file was renamed when `put` returned."""

    def finish(self) -> None:
        """As `barrier`."""

    def claim(self, text: str) -> bool:
        """A file that can be made by one alone."""
        return self._run(self._claimed(text), LOCK)

    def claimant(self) -> str:
        """The line in the file."""
        text = self.read(LOCK)
        return "" if text is None else text.decode("utf-8", "replace") or "?"

    def renew(self, text: str) -> None:
        """Another file in its place."""
        data = text.encode()
        self._run(self._put(LOCK, BytesIO(data), len(data), lambda _: None), LOCK)

    def release(self) -> None:
        """Remove the parts, then the file, which sets the place free."""
        self._run(self._released(), LOCK)

    def close(self) -> None:
        """Say goodbye, for a second at most."""
        self._loop.close(self._closed(), 1)

    def _run(self, work: Coroutine[object, object, T], path: str = "") -> T:
        """Work in the loop; what fails in it, in words."""
        from asyncssh import Error  # noqa: PLC0415

        if self._silent:
            work.close()
            raise HostFailed(self._silent)
        try:
            return self._loop.run(work)
        except (OSError, Error) as fault:
            problem = said(fault, self._login, path)
            self._silent = problem if is_silence(fault) else None
            raise HostFailed(problem) from fault

    async def _sftp(self) -> SFTPClient:
        """The client; connected anew where the connection has ended since it was used last."""
        async with self._reaching:
            if self._client is None or self._connection is None or self._connection.is_closed():
                self._connection = await connected(self._login)
                start = self._connection.start_sftp_client(path_errors="surrogateescape")
                self._client = await self._loop.heard(start)
            return self._client

    async def _entered(self, folder: str) -> str:
        from asyncssh import SFTPError  # noqa: PLC0415

        sftp = await self._sftp()
        try:
            root = str(await self._loop.heard(sftp.realpath(folder)))
            is_folder = stat.S_ISDIR((await self._loop.heard(sftp.stat(root))).permissions or 0)
        except SFTPError:
            is_folder = False
        if not is_folder:
            raise HostFailed(error("N072", host=self._login.host, folder=folder))
        return root.rstrip("/")

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root or "/"

    async def _attributes(self, path: str) -> SFTPAttrs | None:
        from asyncssh import SFTPNoSuchFile  # noqa: PLC0415

        sftp = await self._sftp()
        try:
            return await self._loop.heard(sftp.lstat(self._at(path)))
        except SFTPNoSuchFile:
            return None

    async def _stands(self, folder: str) -> bool:
        """Whether a folder stands there itself, with no link on the way to it; looked up once each."""
        if not folder or folder in self._folders:
            return True
        for one in (*names.folders(folder), folder):
            if one not in self._folders:
                found = await self._attributes(one)
                if found is None or not stat.S_ISDIR(found.permissions or 0):
                    return False
                self._folders.add(one)
        return True

    async def _looked(self, path: str) -> Seen | None:
        folder = path.rpartition("/")[0]
        if await self._stands(folder):
            found = await self._attributes(path)
            return None if found is None else Seen(_size(found))
        for one in (*names.folders(folder), folder):
            found = await self._attributes(one)
            if found is None or not stat.S_ISDIR(found.permissions or 0):
                return None if found is None else Seen(NO_FILE)
        return None

    async def _read(self, path: str, take: Callable[[bytes], object]) -> bool:
        seen = await self._looked(path)
        if seen is None or seen.size == NO_FILE:
            return False
        sftp = await self._sftp()
        async with sftp.open(self._at(path), "rb", block_size=_BLOCK) as file:
            while piece := await self._loop.heard(cast("Awaitable[bytes]", file.read(_PIECE))):
                take(piece)
        return True

    async def _put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        await self._make_folders(path)
        part = await self._part()
        sftp = await self._sftp()
        file = await self._loop.heard(sftp.open(part, "xb", block_size=_BLOCK))
        sent = 0
        while piece := body.read(_PIECE):
            await self._loop.heard(file.write(piece))
            count(len(piece))
            sent += len(piece)
        await self._loop.heard(file.chmod(0o644))  # whatever mask the server has
        await self._loop.heard(file.close())
        if sent != size:
            raise HostFailed(error("N030", path=path))
        await self._move(sftp, part, path)

    async def _part(self) -> str:
        """A new name among the parts."""
        await self._make_folders(f"{PARTS}/x")
        return self._at(f"{PARTS}/{os.getpid()}-{next(self._numbers)}")

    async def _move(self, sftp: SFTPClient, part: str, path: str) -> None:
        """Rename over; once more with new folders, where the last file of one has just been removed."""
        from asyncssh import SFTPFailure, SFTPNoSuchFile, SFTPOpUnsupported  # noqa: PLC0415

        try:
            await self._loop.heard(sftp.posix_rename(part, self._at(path)))
        except SFTPOpUnsupported:
            raise HostFailed(error("N080", host=self._login.host)) from None
        except (SFTPFailure, SFTPNoSuchFile):
            self._folders.difference_update(names.folders(path))
            await self._make_folders(path)
            seen = await self._looked(path)
            if seen and seen.size == NO_FILE:
                raise HostFailed(error("N031", path=path)) from None
            await self._loop.heard(sftp.posix_rename(part, self._at(path)))

    async def _make_folders(self, path: str) -> None:
        """The folders above a path; looked at once each, for no link may lead elsewhere."""
        if self._folders.issuperset(names.folders(path)):
            return
        async with self._making:  # one at a time, that none makes what another one has just made
            sftp = await self._sftp()
            for folder in names.folders(path):
                if not await self._stands(folder):
                    if await self._attributes(folder):
                        raise HostFailed(error("N031", path=folder))
                    await self._loop.heard(sftp.mkdir(self._at(folder)))
                    await self._loop.heard(sftp.chmod(self._at(folder), 0o755))
                    self._folders.add(folder)

    async def _removed(self, path: str) -> None:
        from asyncssh import SFTPFailure, SFTPNoSuchFile  # noqa: PLC0415

        if not await self._stands(path.rpartition("/")[0]):
            return
        sftp = await self._sftp()
        with suppress(SFTPNoSuchFile):
            await self._loop.heard(sftp.remove(self._at(path)))
        with suppress(SFTPFailure, SFTPNoSuchFile):  # one that is not empty, or that somebody else has removed
            for folder in reversed(names.folders(path)):
                await self._loop.heard(sftp.rmdir(self._at(folder)))
                self._folders.discard(folder)

    async def _claimed(self, text: str) -> bool:
        from asyncssh import SFTPError  # noqa: PLC0415

        sftp = await self._sftp()
        try:
            file = await self._loop.heard(sftp.open(self._at(LOCK), "xb"))
        except SFTPError:
            if await self._attributes(LOCK) is None:
                raise
            return False
        await self._loop.heard(file.write(text.encode()))
        await self._loop.heard(file.close())
        await self._clear()
        return True

    async def _released(self) -> None:
        from asyncssh import SFTPNoSuchFile  # noqa: PLC0415

        await self._clear()
        sftp = await self._sftp()
        with suppress(SFTPNoSuchFile):
            await self._loop.heard(sftp.remove(self._at(LOCK)))

    async def _clear(self) -> None:
        """Remove the parts of whoever came to no end."""
        if not await self._stands(PARTS):
            return
        sftp = await self._sftp()
        async for name, _ in self._entries(PARTS):
            await self._loop.heard(sftp.remove(self._at(f"{PARTS}/{name}")))
        await self._loop.heard(sftp.rmdir(self._at(PARTS)))
        self._folders.discard(PARTS)

    async def _listed(self) -> dict[str, Seen]:
        found: dict[str, Seen] = {}
        places = asyncio.Semaphore(_AT_ONCE)

        async def walk(folder: str) -> None:
            below: list[str] = []
            async with places:
                async for name, attributes in self._entries(folder):
                    path = f"{folder}/{name}" if folder else name
                    if path in _OURS:
                        continue
                    if stat.S_ISDIR(attributes.permissions or 0):
                        below.append(path)
                    else:
                        found[path] = Seen(_size(attributes))
            await asyncio.gather(*map(walk, below))

        await walk("")
        return dict(sorted(found.items()))

    async def _entries(self, folder: str) -> AsyncIterator[tuple[str, SFTPAttrs]]:
        sftp = await self._sftp()
        for entry in await self._loop.heard(sftp.readdir(self._at(folder))):
            name = str(entry.filename)
            if name not in {".", ".."}:
                yield name, entry.attrs

    async def _closed(self) -> None:
        if self._connection:
            self._connection.close()
            await self._connection.wait_closed()


def _size(attributes: SFTPAttrs) -> int:
    return attributes.size or 0 if stat.S_ISREG(attributes.permissions or 0) else NO_FILE


def _open(target: Target, access: Access) -> Sftp:
    try:
        import asyncssh  # noqa: F401, PLC0415 — an extra
    except ImportError:
        raise HostFailed(lacking("sftp", "sftp")) from None
    from site_builder.publishing.ssh import login_of  # noqa: PLC0415

    return Sftp(login_of(target, access, contract.PATIENCE), target.row.text("path"))


KIND = Kind(
    {
        "host": Key(required=True),
        "port": Key(22),
        "user": Key(required=True),
        "path": Key(required=True),
        "key": Key(),
        "fingerprint": Key(),
    },
    _open,
    host_problems,
)

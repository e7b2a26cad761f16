"""An SSH connection for publishing: the host's key first, then our key, agent or password; every wait has an end."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.problems import Problem, error
from site_builder.publishing.host import Access, HostFailed, Target
from site_builder.publishing.host_keys import fault, known, known_file, pin
from site_builder.publishing.reasons import unreached
from site_builder.publishing.secrets import variable

if TYPE_CHECKING:
    from asyncssh import SSHClientConnection, SSHKey


class Login(Struct, frozen=True):
    """Where to connect, as whom, and what proves both."""

    host: str
    port: int
    user: str
    key: Path | None  # None: the agent's keys, those in ~/.ssh, then the password
    fingerprint: str
    variable: str  # of the environment, where a password may stand
    password: Callable[[], str]
    tell: Callable[[Problem], object]
    patience: float


def login_of(target: Target, access: Access, patience: float) -> Login:
    """What the settings say; a key's path counts from the site's folder, or from home where it begins with "~"."""
    row = target.row
    key = Path(os.path.expanduser(row.text("key"))) if row.text("key") else None  # noqa: PTH111 — no error without a home
    return Login(
        row.text("host"),
        row.number("port"),
        row.text("user"),
        access.site / key if key else None,
        row.text("fingerprint"),
        variable(target.name),
        access.password,
        access.tell,
        patience,
    )


async def connected(login: Login) -> SSHClientConnection:
    """A connection that is logged in; raises HostFailed, and what the network raises."""
    from asyncssh import PermissionDenied  # noqa: PLC0415

    try:
        if login.key:
            return await _tried(login, [await _key(login)])
        return await _tried(login, (), os.environ.get("SSH_AUTH_SOCK"))
    except PermissionDenied:
        if login.key:
            raise HostFailed(error("N081", host=login.host, user=login.user, file=login.key)) from None
    password = await asyncio.to_thread(login.password)
    if not password:
        raise HostFailed(error("N070", host=login.host, user=login.user, variable=login.variable))
    try:
        return await _tried(login, [], password=password)
    except PermissionDenied:
        raise HostFailed(error("N069", host=login.host, user=login.user)) from None


async def _tried(
    login: Login, keys: Sequence[SSHKey], agent: str | None = None, password: str | None = None
) -> SSHClientConnection:
    """One try: with keys (none at all: those in ~/.ssh) and an agent, or with a password."""
    from asyncssh import HostKeyNotVerifiable, SSHClient, connect  # noqa: PLC0415

    what_is_known = known(login.host, login.port, login.fingerprint, known_file())
    found: list[Problem] = []

    class Client(SSHClient):
        def validate_host_public_key(self, _host: str, _addr: str, _port: int, key: SSHKey) -> bool:
            problem = fault(what_is_known, key)
            if problem:
                found.append(problem)
                return False
            pin(what_is_known, key, login.tell)
            return True

    options = {"server_host_key_algs": what_is_known.algorithms} if what_is_known.algorithms else {}
    try:
        return await connect(
            login.host,
            login.port,
            username=login.user,
            password=password,
            client_keys=keys,
            agent_path=agent,
            config=None,
            known_hosts=([], [], []),
            client_factory=Client,
            connect_timeout=login.patience,
            keepalive_interval=login.patience / 3,
            keepalive_count_max=2,
            **options,
        )
    except HostKeyNotVerifiable:
        if found:
            raise HostFailed(found[0]) from None
        raise


async def _key(login: Login) -> SSHKey:
    """The key of a file; one that is locked is opened with what is given as the password."""
    from asyncssh import KeyEncryptionError, KeyImportError, read_private_key  # noqa: PLC0415

    file = str(login.key)
    try:
        try:
            return read_private_key(file)
        except KeyImportError:
            passphrase = await asyncio.to_thread(login.password)
            return read_private_key(file, passphrase or None)
    except (OSError, KeyImportError, KeyEncryptionError) as reason:
        raise HostFailed(error("N086", file=file)) from reason


def is_silence(fault: Exception) -> bool:
    """Whether nothing at all has come for too long: by our own count, or by that of SSH's signs of life."""
    return isinstance(fault, TimeoutError) or "keepalive" in str(getattr(fault, "reason", ""))


def said(fault: Exception, login: Login, path: str) -> Problem:
    """What the server or the connection says, in words; OpenSSH calls a full disk a mere failure."""
    import asyncssh  # noqa: PLC0415

    place = f"{login.host}: {path or '/'}"
    if is_silence(fault):
        return unreached(TimeoutError(), login.host, login.port, login.patience)
    match fault:
        case asyncssh.SFTPNoSpaceOnFilesystem() | asyncssh.SFTPQuotaExceeded():
            return error("N032", place=place)
        case asyncssh.SFTPPermissionDenied() | asyncssh.SFTPWriteProtect():
            return error("N033", place=place)
        case asyncssh.SFTPConnectionLost() | asyncssh.SFTPNoConnection() | asyncssh.ConnectionLost():
            return error("N063", host=login.host)
        case asyncssh.SFTPError():
            return error("N085", host=login.host, path=path, answer=fault.reason)
        case asyncssh.Error():
            return error("N068", host=login.host, reason=fault.reason)
    return unreached(fault, login.host, login.port, login.patience)

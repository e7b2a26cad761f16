"""Places behind a network: Debian's servers, each with nginx in front of its folder, as a provider has them."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import cached_property, partial
from http import HTTPStatus
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from publishing.hosts import PASSWORD, SHOWN, Running, moto, pure_ftpd, sshd, vsftpd
from servers import LOCAL, free_port, nginx, running

if TYPE_CHECKING:
    from publishing.certificates import Authority

SECRET = "SITE_BUILDER_MAIN_PASSWORD"  # noqa: S105 — the variable's name
Start = Callable[[Path, Path], AbstractContextManager[Running]]


class Served:
    """A folder that a server shows: what tests know of it beside the protocol."""

    locks = True

    def __init__(self, table: str, url: str, root: Path) -> None:
        self.table, self.url, self.root = table, url, root

    def tree(self) -> dict[str, bytes]:
        """Read the folder."""
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def shown(self, path: str) -> bytes | None:
        """What nginx gives for it."""
        return get(self.url + quote(path))

    def plant(self, path: str, data: bytes) -> None:
        """Write into the folder, as somebody of the same account does."""
        target = self.root / path
        for folder in reversed(target.relative_to(self.root).parents):
            (self.root / folder).mkdir(exist_ok=True)
            (self.root / folder).chmod(0o777)
        target.write_bytes(data)
        target.chmod(0o666)

    def strip(self, path: str) -> None:
        """Unlink."""
        (self.root / path).unlink()


class Held:
    """A bucket."""

    locks = True

    def __init__(self, table: str, url: str, client: Any, below: str) -> None:  # noqa: ANN401 — boto3 has no types
        self.table, self.url, self._client, self._below = table, url, client, below

    def tree(self) -> dict[str, bytes]:
        """Read them all, by a client of the tests' own."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=self._below)
        keys = [row["Key"] for page in pages for row in page.get("Contents", [])]
        return {key.removeprefix(self._below): self._get(key) for key in keys}

    def _get(self, key: str) -> bytes:
        data: bytes = self._client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return data

    def shown(self, path: str) -> bytes | None:
        """What the bucket gives to a reader."""
        return get(self.url + quote(path))

    def plant(self, path: str, data: bytes) -> None:
        """Put an object."""
        self._client.put_object(Bucket=BUCKET, Key=self._below + path, Body=data)

    def strip(self, path: str) -> None:
        """Delete an object."""
        self._client.delete_object(Bucket=BUCKET, Key=self._below + path)


BUCKET = "office-news"


def get(url: str, tries: int = 3) -> bytes | None:
    """What a reader gets; None where there is nothing for him.

    moto closes an object's former bytes before it holds the new ones, and fails in between (500): a bucket does not.
    """
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 — of this machine
            data: bytes = answer.read()
            return data
    except urllib.error.HTTPError as fault:
        return get(url, tries - 1) if fault.code == HTTPStatus.INTERNAL_SERVER_ERROR and tries else None


@contextmanager
def shown(folder: Path, place: str) -> Iterator[str]:
    """The address at which nginx shows a place."""
    port = free_port()
    (folder / "nginx").mkdir()
    with running(nginx(folder / "nginx", port, place), port):
        yield f"http://{LOCAL}:{port}/"


def of_folder(root: Path) -> str:
    """For nginx: a folder, without our own lists."""
    return f"root {root}; location ~ /\\.site-builder {{ return 404; }}"


def of_bucket(server: Running) -> str:
    """For nginx: a bucket as its provider shows it, with an index for each folder."""
    return f"rewrite ^(.*)/$ $1/index.html; location / {{ proxy_pass http://{LOCAL}:{server.port}/{BUCKET}/; }}"


class Servers:
    """Servers that are started when they are first asked for, and serve until all tests are done."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._started: dict[str, tuple[Running, str]] = {}
        self._numbers = count(1)

    @cached_property
    def ca(self) -> Authority:
        """Who signs what is to be trusted."""
        from publishing.certificates import authority  # noqa: PLC0415 — of an extra, as boto3 is

        return authority(Path(self._stack.enter_context(TemporaryDirectory())))

    def ftp(self, start: Start) -> tuple[Running, str]:
        """An FTP server with a good certificate, and the address at which nginx shows its folder."""
        return self._once(start.__name__, lambda base: start(base, self.ca.sign(base, "good")))

    def ssh(self) -> tuple[Running, str]:
        """OpenSSH, and nginx."""
        return self._once("sshd", sshd)

    def s3(self) -> tuple[Running, str]:
        """A bucket that shows itself."""
        return self._once("moto", moto)

    def _once(self, name: str, start: Callable[[Path], AbstractContextManager[Running]]) -> tuple[Running, str]:
        if name not in self._started:
            base = Path(self._stack.enter_context(TemporaryDirectory()))
            server = self._stack.enter_context(start(base))
            place = of_bucket(server) if name == "moto" else of_folder(server.root)
            self._started[name] = server, self._stack.enter_context(shown(base, place))
        return self._started[name]

    def number(self) -> str:
        """A name that no place has yet."""
        return f"place-{next(self._numbers)}"

    def stop(self) -> None:
        """End all."""
        self._stack.close()
        self._started.clear()


SERVERS = Servers()


def folder(root: Path, name: str) -> Path:
    """A folder in which any account of the server may write."""
    (root / name).mkdir()
    (root / name).chmod(0o777)
    return root / name


@contextmanager
def ftp(start: Start, _: Path) -> Iterator[Served]:
    """A folder behind an FTP server."""
    (server, url), name = SERVERS.ftp(start), SERVERS.number()
    with password(server.password):
        yield Served(ftp_table(server, name), f"{url}{name}/", folder(server.root, name))


@contextmanager
def ssh(base: Path) -> Iterator[Served]:
    """A folder behind OpenSSH; known_hosts lies in a home of the test's own."""
    (server, url), name = SERVERS.ssh(), SERVERS.number()
    with variable("HOME", str(base)):
        yield Served(ssh_table(server, name), f"{url}{name}/", folder(server.root, name))


@contextmanager
def bucket(_: Path) -> Iterator[Held]:
    """What lies below a path of a bucket."""
    (server, url), name = SERVERS.s3(), SERVERS.number()
    with password(PASSWORD), closing(client(server)) as made:
        made.create_bucket(Bucket=BUCKET, ACL="public-read")
        yield Held(bucket_table(server, name), f"{url}{name}/", made, f"{name}/")


def client(server: Running) -> Any:  # noqa: ANN401 — boto3 has no types
    """A client of the tests' own."""
    import boto3  # noqa: PLC0415

    keys = {"aws_access_key_id": "tests", "aws_secret_access_key": PASSWORD}
    return boto3.client("s3", endpoint_url=f"http://{LOCAL}:{server.port}", region_name="us-east-1", **keys)


def ftp_table(server: Running, name: str = "", *lines: str, host: str = LOCAL) -> str:
    """The keys of `[publish.main]` for an FTP server."""
    where = f'kind = "ftps"\nhost = "{host}"\nport = {server.port}\nuser = "{server.user}"\n'
    rest = "".join(f"{line}\n" for line in lines or (f'ca = "{SERVERS.ca.file}"',))
    return f'{where}path = "{SHOWN}/{name}"\n{rest}'


def ssh_table(server: Running, name: str = "", *lines: str, host: str = LOCAL) -> str:
    """The keys of `[publish.main]` for OpenSSH."""
    where = f'kind = "sftp"\nhost = "{host}"\nport = {server.port}\nuser = "{server.user}"\n'
    rest = "".join(f"{line}\n" for line in lines or (f'key = "{server.password}"',))
    return f'{where}path = "{SHOWN}/{name}"\n{rest}'


def bucket_table(server: Running, name: str = "", host: str = LOCAL) -> str:
    """The keys of `[publish.main]` for a bucket."""
    where = f'kind = "s3"\nendpoint = "http://{host}:{server.port}"\nbucket = "{BUCKET}"\n'
    return f'{where}user = "office"\npath = "{name}"\n'


@contextmanager
def variable(name: str, value: str) -> Iterator[None]:
    """A variable of the environment, for the block."""
    former = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name)
        if former is not None:
            os.environ[name] = former


password = partial(variable, SECRET)
NETWORK: dict[str, Callable[[Path], AbstractContextManager[Served | Held]]] = {
    "vsftpd": partial(ftp, vsftpd),
    "pure-ftpd": partial(ftp, pure_ftpd),
    "sftp": ssh,
    "s3": bucket,
}

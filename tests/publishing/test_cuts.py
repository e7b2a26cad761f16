"""Connections that are cut at any byte, in three ways, and servers that die: no reader notices, the next run goes on.

How many offsets there are is said by SITE_BUILDER_CUTS: few in daily use, hundreds when the promise itself is measured.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from publishing.cutting import NEAR, Cut, Way, proxy
from publishing.hosts import PASSWORD, Running, moto, pure_ftpd, sshd, vsftpd
from publishing.network import (
    BUCKET,
    SERVERS,
    Held,
    Served,
    bucket_table,
    client,
    ftp_table,
    of_bucket,
    of_folder,
    password,
    shown,
    ssh_table,
    variable,
)
from publishing.outputs import lay
from publishing.test_readers import generation, reading
from servers import kill
from stories import NOW, SETTINGS, tell

from site_builder.publishing import host as contract
from site_builder.publishing import published
from site_builder.publishing.claim import Pace
from site_builder.publishing.flow import publish
from site_builder.publishing.host import HostFailed
from site_builder.publishing.publication import Means, Order, Publication

pytestmark = [
    pytest.mark.group_servers,
    pytest.mark.usefixtures("unbuilt"),
    # Python 3.11 leaves a connection that is reset before its handshake to the collector (SSLSocket._create)
    pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning"),
]
CUTS = int(os.environ.get("SITE_BUILDER_CUTS", "3"))
PATIENCE = 1.0
MEANS = Means(ask=lambda _plan, _questions: True, pace=Pace(beat=0.3, dead=1.0, look=0.1))


@dataclass(slots=True)
class Line:
    """A server behind a line that can be cut, and what readers get of it."""

    place: Served | Held
    cut: Cut
    start: Callable[[], None]  # starts the server again, once it was killed
    kill: Callable[[], None]


@dataclass(slots=True)
class _Server:
    """A server that can be killed and started again at the same port."""

    start: Callable[[int], AbstractContextManager[Running]]
    running: Running | None = None
    context: AbstractContextManager[Running] | None = None
    port: int = 0

    def begin(self) -> Running:
        self.context = self.start(self.port)
        self.running = self.context.__enter__()
        self.port = self.running.port
        return self.running

    def end(self) -> None:
        if self.context:
            self.context.__exit__(None, None, None)

    def again(self) -> None:
        self.end()
        self.begin()

    def kill(self) -> None:
        if self.running:
            kill(self.running.pid)


@contextmanager
def line(kind: str, base: Path) -> Iterator[Line]:
    """A server of a kind, empty, behind a proxy at another address: as one behind an office's router."""
    starts: Mapping[str, Callable[[int], AbstractContextManager[Running]]] = {
        "vsftpd": lambda port: vsftpd(base, SERVERS.ca.sign(base, "good"), port=port),
        "pure-ftpd": lambda port: pure_ftpd(base, SERVERS.ca.sign(base, "good"), port=port),
        "sftp": lambda port: sshd(base, port=port),
        "s3": lambda port: moto(base, port=port),
    }
    server, cut = _Server(starts[kind]), Cut()
    running = server.begin()
    try:
        with (
            proxy((running.port, *running.data_ports), cut),
            password(PASSWORD),
            variable("HOME", str(base)),
            _place(kind, running, base) as place,
        ):
            yield Line(place, cut, server.again, server.kill)
    finally:
        server.end()


@contextmanager
def _place(kind: str, server: Running, base: Path) -> Iterator[Served | Held]:
    if kind == "s3":
        made = client(server)
        made.create_bucket(Bucket=BUCKET, ACL="public-read")
        with shown(base, of_bucket(server)) as url:
            yield Held(bucket_table(server, "", NEAR), url, made, "")
        made.close()
        return
    table = ssh_table(server, host=NEAR) if kind == "sftp" else ftp_table(server, host=NEAR)
    with shown(base, of_folder(server.root)) as url:
        yield Served(table, url, server.root)


def started(site: Path, line: Line) -> None:
    """A site whose target is behind the line."""
    tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{line.place.table}url = '{line.place.url}'\n")


def brought(site: Path) -> Publication:
    """Publish what lies in the output."""
    return publish(site, Order(), NOW, MEANS)


def fault_of(site: Path) -> str:
    """The code of what ends a publishing to a host that may be silent for a second; "" for one that ends well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contract, "PATIENCE", PATIENCE)
        try:
            brought(site)
        except HostFailed as fault:
            return fault.problem.code
    return ""


def ours(line: Line) -> dict[str, bytes]:
    """What stands there but our lists and style sheets of former sites."""
    return {path: data for path, data in line.place.tree().items() if not published.is_ours(path)}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.publishing.live.SETTLING", 0.0)


def is_as(line: Line, files: Mapping[str, bytes]) -> bool:
    """Whether all files of a site stand there, and of the former ones style sheets alone."""
    there = ours(line)
    return files.items() <= there.items() and all(path.startswith("assets/") for path in there.keys() - files.keys())


WAYS: tuple[Way, ...] = ("drop", "reset", "close")


@pytest.mark.parametrize("kind", ["vsftpd", "pure-ftpd", "sftp", "s3"])
def test_a_cut_at_any_byte_is_gone_on_from(site: Path, tmp_path: Path, kind: str) -> None:
    """Black hole, reset, end of file, or the server killed, at bytes all over a publishing.

    It ends within the patience of its waits; the next run ends equal, and sends at most one file again that had
    arrived; readers, who read all the while, miss nothing and meet nothing torn.
    """
    chance = random.Random(kind)  # noqa: S311
    with line(kind, tmp_path) as far:
        started(site, far)
        lay(site, generation(0))
        assert brought(site).published
        with reading(far.place.url, 1) as (reader,):
            lay(site, generation(1))
            far.cut.mend()
            assert brought(site).published
            total = far.cut.sent
            for number in range(CUTS):
                files, way = generation(number + 2), WAYS[number % 3]
                lay(site, files)
                far.cut.mend(chance.randrange(total), way)
                kills = kind != "s3" and number % 4 == 3
                far.cut.then = far.kill if kills else None
                began = time.monotonic()
                assert fault_of(site) in {"", "N061", "N062", "N063", "N067", "N068", "N022"}
                assert time.monotonic() - began < 4 * PATIENCE + 6
                if kills:
                    far.start()
                far.cut.mend()
                arrived = {path for path, data in ours(far).items() if files.get(path) == data}
                again = brought(site)
                assert again.published, again.problems
                assert len(arrived & {one.path for one in again.plan.sends}) <= 1
                assert is_as(far, files)
        assert [] == reader.faults
        assert reader.reads > 0

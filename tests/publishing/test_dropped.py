"""Packets that a firewall drops from some byte on, as no proxy can: nobody says a word, and all looks alive."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from publishing import test_cuts
from publishing.hosts import PASSWORD, Site, sshd, vsftpd
from publishing.network import SERVERS, Served, ftp_table, of_folder, password, shown, ssh_table, variable
from publishing.outputs import lay
from publishing.test_cuts import CUTS, MEANS, PATIENCE, fault_of
from publishing.test_readers import generation, reading
from servers import RIGHTS
from stories import NOW, SETTINGS, tell

from site_builder.publishing import published
from site_builder.publishing.flow import publish
from site_builder.publishing.publication import Order

pytestmark = [pytest.mark.group_servers, pytest.mark.usefixtures("unbuilt", "_at_once")]
_at_once = test_cuts._at_once  # noqa: SLF001 — the same fixture


@dataclass(frozen=True, slots=True)
class Namespace:
    """A network of its own behind a pair of interfaces; its firewall counts the bytes that come in."""

    name: str
    host: str  # its address, from here

    def run(self, *command: str) -> str:
        """What a command says there."""
        return _run("ip", "netns", "exec", self.name, *command)

    def let_through(self, count: int | None = None) -> None:
        """So many bytes, and not a packet after them; None for all."""
        self.run("iptables", "-F", "INPUT")
        if count is not None:
            self.run("iptables", "-A", "INPUT", "-m", "quota", "--quota", str(count), "-j", "ACCEPT")
        self.run("iptables", "-A", "INPUT", "-j", "ACCEPT" if count is None else "DROP")

    def came(self) -> int:
        """How many bytes have come in since `let_through`."""
        return int(self.run("iptables", "-L", "INPUT", "-v", "-x", "-n").splitlines()[2].split()[1])


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


_NUMBERS = count(os.getpid())


@pytest.fixture
def namespace() -> Iterator[Namespace]:
    """One of this test alone."""
    number = next(_NUMBERS) % 250  # an interface goes some time after its namespace, so no name is used twice
    name, here = f"site-builder-{number}", f"sb{number}a"
    try:
        _run("ip", "netns", "add", name)
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip(f"a network namespace needs {RIGHTS}")
    try:
        _run("ip", "link", "add", here, "type", "veth", "peer", "name", "eth0", "netns", name)
        _run("ip", "addr", "add", f"10.213.{number}.1/30", "dev", here)
        _run("ip", "link", "set", here, "up")
        made = Namespace(name, f"10.213.{number}.2")
        made.run("ip", "addr", "add", f"{made.host}/30", "dev", "eth0")
        made.run("ip", "link", "set", "eth0", "up")
        made.let_through()
        yield made
    finally:
        _run("ip", "netns", "del", name)


@contextmanager
def served(kind: str, base: Path, namespace: Namespace) -> Iterator[Served]:
    """A server in the namespace, its folder shown from here."""
    at = Site(namespace.host, ("ip", "netns", "exec", namespace.name))
    certificate = SERVERS.ca.sign(base, "good", names=(namespace.host,))
    server = sshd(base, at=at) if kind == "sftp" else vsftpd(base, certificate, at=at)
    with server as running, shown(base, of_folder(running.root)) as url, password(PASSWORD):
        table = ssh_table if kind == "sftp" else ftp_table
        with variable("HOME", str(base)):
            yield Served(table(running, host=namespace.host), url, running.root)


@pytest.mark.parametrize("kind", ["vsftpd", "sftp"])
def test_packets_are_dropped_at_any_byte(site: Path, tmp_path: Path, namespace: Namespace, kind: str) -> None:
    """The run ends within the patience of its waits, the next one ends equal, sends nothing twice; nobody notices."""
    chance = random.Random(kind)  # noqa: S311
    with served(kind, tmp_path, namespace) as place:
        tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{place.table}url = '{place.url}'\n")
        lay(site, generation(0))
        assert publish(site, Order(), NOW, MEANS).published
        with reading(place.url, 1) as (reader,):
            lay(site, generation(1))
            namespace.let_through()
            assert publish(site, Order(), NOW, MEANS).published
            total = namespace.came()
            for number in range(CUTS):
                files = generation(number + 2)
                lay(site, files)
                namespace.let_through(chance.randrange(total))
                began = time.monotonic()
                assert fault_of(site) in {"", "N061", "N022"}
                assert time.monotonic() - began < 4 * PATIENCE + 6
                namespace.let_through()
                there = {path: data for path, data in place.tree().items() if not published.is_ours(path)}
                arrived = {path for path, data in there.items() if files.get(path) == data}
                again = publish(site, Order(), NOW, MEANS)
                assert again.published, again.problems
                assert len(arrived & {one.path for one in again.plan.sends}) <= 1
                assert files.items() <= place.tree().items()
        assert [] == reader.faults
        assert reader.reads > 0

"""Debian's own servers on loopback, on free ports: each runs until its block ends, with all that it has started."""

from __future__ import annotations

import getpass
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

LOCAL = "127.0.0.1"
_MORTAL = ("setpriv", "--pdeathsig", "KILL")  # so that no server outlives tests that were killed
RIGHTS = "rights that are lacking here"  # why a test is skipped that no package could help


def free_port(host: str = LOCAL) -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as free:
        free.bind((host, 0))
        return int(free.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path], port: int, *, host: str = LOCAL, env: Mapping[str, str] | None = None
) -> Iterator[int]:
    """A server in the foreground, from its first answer until the block ends; gives its process."""
    with (
        TemporaryFile() as said,  # a pipe that nobody reads would stop a server that says much
        subprocess.Popen(
            [*_MORTAL, *map(str, command)], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, env=env
        ) as server,
    ):
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex((host, port)) == 0:
                    break
            assert server.poll() is None, _whole(said)
            time.sleep(0.05)
        try:
            yield server.pid
        finally:
            kill(server.pid)
            server.wait(10)


def _whole(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode()


def kill(server: int) -> None:
    """End a server and every process that it started, at once: no goodbye is said to anybody."""
    for process in (server, *_below(server)):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _below(process: int) -> list[int]:
    """All that a process has started, and what they have: sessions of sshd are groups of their own."""
    try:
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [one for child in map(int, started) for one in (child, *_below(child))]


def nginx(folder: Path, port: int, server: str, log: str = "") -> list[str]:
    """The command of an nginx whose files lie in a folder; `server` is what stands in its server block.

    `log` is the format of its log, in `access.log`, "" for none.
    """
    conf = folder / "nginx.conf"
    conf.write_text(f"""
{f"user {getpass.getuser()};" if os.geteuid() == 0 else ""}
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  log_format common '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent';
  include /etc/nginx/mime.types; access_log {f"{folder}/access.log {log}" if log else "off"};
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen {LOCAL}:{port}; {server} }}
}}""")
    return ["nginx", "-c", str(conf), "-e", f"{folder}/error.log"]

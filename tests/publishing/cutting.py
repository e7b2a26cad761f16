"""A proxy that stands before a server: it counts bytes, slows them, and cuts at a byte in one of four ways."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from servers import LOCAL

NEAR = "127.0.0.2"  # where the proxy listens: the server's ports, another address
_PIECE = 16_384
Way = Literal["drop", "reset", "close"]


@dataclass(slots=True)
class Cut:
    """What the proxy does: at byte `at` of all that goes to the server it cuts, and stays so until `mend`."""

    at: int = -1  # -1: never
    way: Way = "close"
    rate: float = 0  # bytes a second, each direction; 0: as fast as it goes
    then: Callable[[], None] | None = None  # called once at the cut
    sent: int = 0  # bytes to the server
    received: int = 0
    is_cut: bool = False
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    clocks: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})

    def mend(self, at: int = -1, way: Way | None = None) -> None:
        """Let all through again, up to another byte."""
        with self.lock:
            self.at, self.way, self.is_cut, self.sent, self.received = at, way or self.way, False, 0, 0

    def take(self, size: int) -> int:
        """How many of so many bytes to the server go through: fewer where the cut comes among them."""
        with self.lock:
            if self.is_cut:
                return 0
            allowed = size if self.at < 0 else max(0, min(size, self.at - self.sent))
            self.sent += allowed
            self.is_cut = allowed < size
            told = self.then if self.is_cut else None
        if told:
            told()
        return allowed

    def pause(self, direction: str, size: int) -> None:
        """Wait until the link has carried so many bytes: all connections share it."""
        if not self.rate:
            return
        with self.lock:
            now = time.monotonic()
            self.clocks[direction] = max(self.clocks[direction], now - 0.02) + size / self.rate
            wait = self.clocks[direction] - now
        if wait > 0:
            time.sleep(wait)


@contextmanager
def proxy(ports: Sequence[int], cut: Cut) -> Iterator[Cut]:
    """A proxy at 127.0.0.2 for some ports of 127.0.0.1, until the block ends."""
    doors = []
    for port in ports:
        door = socket.create_server((NEAR, port), backlog=64)
        door.settimeout(0.1)
        doors.append(door)
    over = threading.Event()
    threads = [threading.Thread(target=_attend, args=(door, cut, over), daemon=True) for door in doors]
    for thread in threads:
        thread.start()
    try:
        yield cut
    finally:
        over.set()
        for thread in threads:
            thread.join(5)
        for door in doors:
            door.close()


def _attend(door: socket.socket, cut: Cut, over: threading.Event) -> None:
    while not over.is_set():
        try:
            client, _ = door.accept()
        except TimeoutError:
            continue
        cut.connections += 1
        threading.Thread(target=_carry, args=(client, door.getsockname()[1], cut, over), daemon=True).start()


def _carry(client: socket.socket, port: int, cut: Cut, over: threading.Event) -> None:
    """Carry bytes both ways; a direction that ends is ended on the other side, and the other one goes on."""
    with client:
        if not cut.is_cut:
            try:
                server = socket.create_connection((LOCAL, port), 5)
            except OSError:
                _end(client, "reset")
                return
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with server:
                _both(client, server, cut, over)
        if cut.is_cut:
            _end(client, cut.way)
            while cut.way == "drop" and cut.is_cut and not over.is_set():
                time.sleep(0.05)


def _both(client: socket.socket, server: socket.socket, cut: Cut, over: threading.Event) -> None:
    back = threading.Thread(target=_backwards, args=(client, server, cut, over), daemon=True)
    back.start()
    _forwards(client, server, cut, over)
    back.join()


def _forwards(client: socket.socket, server: socket.socket, cut: Cut, over: threading.Event) -> None:
    while not over.is_set() and not cut.is_cut:
        data = _read(client)
        if data is None:
            continue
        if not data:
            _shut(server)
            return
        allowed = cut.take(len(data))
        cut.pause("up", allowed)
        try:
            server.sendall(data[:allowed])
        except OSError:
            return


def _backwards(client: socket.socket, server: socket.socket, cut: Cut, over: threading.Event) -> None:
    while not over.is_set() and not cut.is_cut:
        data = _read(server)
        if data is None:
            continue
        if not data:
            _shut(client)
            return
        cut.received += len(data)
        cut.pause("down", len(data))
        try:
            client.sendall(data)
        except OSError:
            _shut(server)
            return


def _read(source: socket.socket) -> bytes | None:
    """The next bytes; b"" at the end, None where none came for a while."""
    try:
        if not select.select([source], [], [], 0.1)[0]:
            return None
        return source.recv(_PIECE)
    except (OSError, ValueError):
        return b""


def _shut(target: socket.socket) -> None:
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def _end(client: socket.socket, way: Way) -> None:
    if way == "reset":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if way != "drop":
        client.close()

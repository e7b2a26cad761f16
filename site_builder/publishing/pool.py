"""Connections that threads share: each serves one thread at a time, and is kept for whoever comes next."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from msgspec import Struct

S = TypeVar("S")
_IDLE = 10.0  # seconds after which a connection is asked whether it is still there


class Crowded(Exception):  # noqa: N818 — what the host says of itself
    """The host takes no further connection now."""


class Ways(Struct, frozen=True):
    """What a pool does with its connections."""

    most: int  # open at once
    patience: float  # seconds to wait for one to come free


class Pool(Generic[S]):
    """Opens connections when they are asked for, up to a number; one in which something failed is not used again."""

    def __init__(
        self, ways: Ways, open_: Callable[[], S], close: Callable[[S], object], lives: Callable[[S], bool]
    ) -> None:
        self._most, self._patience = ways.most, ways.patience
        self._open, self._close, self._lives = open_, close, lives
        self._idle: list[tuple[float, S]] = []
        self._busy: list[S] = []
        self._opening = 0
        self._free = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[S]:
        """A connection for the block; raises what opening one raises, Crowded where none came free in time."""
        connection = self._taken()
        try:
            yield connection
        except BaseException:
            self._give_back(connection, is_whole=False)
            raise
        self._give_back(connection, is_whole=True)

    def close(self) -> None:
        """Close all, those in use too."""
        with self._free:
            all_of_them = [*self._busy, *(connection for _, connection in self._idle)]
            self._idle, self._most = [], 0
        for connection in all_of_them:
            self._close(connection)

    def _taken(self) -> S:
        while True:
            found = self._waited()
            connection = self._opened() if found is None else found
            if connection is not None:
                return connection

    def _waited(self) -> S | None:
        """One that is there and lives; None where another one may be opened now."""
        until = time.monotonic() + self._patience
        with self._free:
            while not self._idle and len(self._busy) + self._opening >= self._most:
                if not self._free.wait(until - time.monotonic()):
                    raise Crowded
            if not self._idle:
                self._opening += 1
                return None
            since, connection = self._idle.pop()
            self._busy.append(connection)
        if time.monotonic() - since < _IDLE or self._lives(connection):
            return connection
        with self._free:
            self._busy.remove(connection)
            self._opening += 1
        self._close(connection)
        return None

    def _opened(self) -> S | None:
        """A new one; None where the host takes no further one, and it is one of those that are there that must do."""
        try:
            connection = self._open()
        except Crowded:
            with self._free:
                self._opening -= 1
                self._most = len(self._busy) + len(self._idle) + self._opening
                if not self._most:
                    raise
            return None
        except BaseException:
            with self._free:
                self._opening -= 1
                self._free.notify()
            raise
        with self._free:
            self._opening -= 1
            self._busy.append(connection)
        return connection

    def _give_back(self, connection: S, *, is_whole: bool) -> None:
        with self._free:
            self._busy.remove(connection)
            if is_whole and self._most:
                self._idle.append((time.monotonic(), connection))
            self._free.notify()
        if not is_whole:
            self._close(connection)

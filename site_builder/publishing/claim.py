"""One publisher at a time, on the host itself: whose sign of life stands still is dead, whatever the clocks say."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from itertools import count
from types import TracebackType
from typing import Self

from msgspec import Struct
from msgspec.structs import asdict

from site_builder.job import silent
from site_builder.outcome import Tell
from site_builder.problems import Problem, error, notice
from site_builder.publishing.host import Host, HostFailed

BEAT = 10.0  # seconds between two signs of life
DEAD = 45.0  # seconds without one: a beat, and the longest that a host may be silent
_LOOK = 1.5  # seconds between two looks at another's


class Pace(Struct, frozen=True):
    """How the lock keeps time; tests have less patience."""

    beat: float = BEAT
    dead: float = DEAD
    look: float = _LOOK
    pause: Callable[[float], object] = time.sleep


_PACE = Pace()


class Signature(Struct, frozen=True):
    """Who publishes, for others to read in the lock."""

    token: str  # of this run alone
    by: str  # user@machine
    since: str  # ISO


class Claim:
    """The host's lock, from the block's begin to its end. `mine` are tokens of our own dead runs on this machine."""

    def __init__(
        self, host: Host, signature: Signature, mine: frozenset[str], tell: Tell = silent, pace: Pace = _PACE
    ) -> None:
        self._host, self._signature, self._mine, self._tell, self._pace = host, signature, mine, tell, pace
        self._lost: Problem | None = None
        self._ended = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)
        self.notices: tuple[Problem, ...] = ()  # whom we took it from

    def __enter__(self) -> Self:
        """Take the lock, at once or from a dead one; HostFailed where a living one has it."""
        while not self._host.claim(self._text(0)):
            text = self._host.claimant()
            if text and _said(text, "token") not in self._mine:
                self._watch(text)
                self.notices = (notice("N021", who=_said(text, "by") or "?"),)
            if text:
                self._host.release()
        self._beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back, if it is still ours and the host can be reached; else it is found dead."""
        self._ended.set()
        self._beating.join()
        try:
            if self._is_ours():
                self._host.release()
        except HostFailed:
            if fault is None:
                raise

    def check(self) -> None:
        """Before each change: HostFailed once somebody else has taken the lock, or the host is silent."""
        if self._lost:
            raise HostFailed(self._lost)

    def _watch(self, text: str) -> None:
        """Return once a claimant has given no sign of life for long enough; HostFailed at the first sign."""
        waited = 0.0
        while waited < self._pace.dead:
            self._tell("claim", int(waited), int(self._pace.dead))
            self._pace.pause(self._pace.look)
            waited += self._pace.look
            now = self._host.claimant()
            if now != text and now:
                raise HostFailed(_occupied(now))
            if not now:
                return

    def _beat(self) -> None:
        for number in count(1):
            if self._ended.wait(self._pace.beat):
                return
            try:
                if not self._is_ours():
                    self._lost = error("N022")
                    return
                self._host.renew(self._text(number))
            except HostFailed as fault:
                self._lost = fault.problem
                return

    def _is_ours(self) -> bool:
        return _said(self._host.claimant(), "token") == self._signature.token

    def _text(self, number: int) -> str:
        return json.dumps({**asdict(self._signature), "beat": number}, ensure_ascii=False)


def _said(text: str, key: str) -> str:
    """What a lock's text says; "" for what it does not."""
    try:
        said: object = json.loads(text)
    except ValueError:
        return ""
    return str(said.get(key, "")) if isinstance(said, dict) else ""


def _occupied(text: str) -> Problem:
    who, since = _said(text, "by"), _said(text, "since")
    return error("N020", who=who or "?", since=since.replace("T", " ")[:16] or "?")

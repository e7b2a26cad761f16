"""The tabs that listen: each is told of a new snapshot by server-sent events, and those that are slow miss none."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator

PULSE = 15.0  # seconds after which a silent connection is tried


class Tabs:
    """What was said last, and those who wait for the next."""

    def __init__(self) -> None:
        self.run = secrets.token_hex(4)  # tells a tab that the preview was started anew
        self._said: dict[str, object] = {"run": self.run, "number": 0}
        self._is_closed = False
        self._news = threading.Condition()

    def tell(self, number: int, navigate: str = "") -> None:
        """Say that there is a snapshot of this number, and which page to go to."""
        with self._news:
            self._said = {"run": self.run, "number": number, "navigate": navigate}
            self._news.notify_all()

    def close(self) -> None:
        """End what every tab hears."""
        with self._news:
            self._is_closed = True
            self._news.notify_all()

    def heard(self) -> Iterator[bytes]:
        """What one tab is sent, from now on: the last word first, without its call to go elsewhere."""
        said = self._said
        yield _event({"run": self.run, "number": said["number"]})
        while not self._is_closed:
            before, said = said, self._after(said)
            yield _event(said) if said is not before else b": still here\n\n"

    def _after(self, said: dict[str, object]) -> dict[str, object]:
        """What is said after this; the same where nothing is for a while."""
        with self._news:
            self._news.wait_for(lambda: self._said is not said or self._is_closed, PULSE)
            return self._said


def _event(said: dict[str, object]) -> bytes:
    return f"data: {json.dumps(said, ensure_ascii=False)}\n\n".encode()

"""How long each stage of a build took; decides nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping

from site_builder.outcome import Profile

TOP = 5  # slowest items and templates that a profile names


class Stopwatch:
    """Laps by name, in seconds of wall time; one name twice is added up."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """End the stage of this name; the next one begins."""
        now = time.perf_counter()
        self.laps[name] = self.laps.get(name, 0.0) + now - self._last
        self._last = now

    def profile(self, items: Mapping[str, float], templates: Mapping[str, float]) -> Profile:
        """Where the time went; seconds of reading by path, of rendering by template."""
        return Profile(tuple(self.laps.items()), _slowest(items), _slowest(templates))


def _slowest(seconds: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(seconds.items(), key=lambda one: -one[1])[:TOP])

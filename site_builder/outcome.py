"""What a build did, or a check found: the value that reports are made of."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from site_builder.model import Held
from site_builder.problems import Problem

Tell = Callable[[str, int, int], None]  # (stage: "read", "render", "write"; how many are done; of how many)


class Reason(Struct, frozen=True):
    """Why a page was rendered: the fields of its view, and the parts of its theme and site, that differ."""

    url: str
    names: tuple[str, ...]  # () for a page that was not there


class Profile(Struct, frozen=True):
    """Where the time of a build went, in seconds of wall time; of worker processes the sums over all."""

    stages: tuple[tuple[str, float], ...]
    items: tuple[tuple[str, float], ...]  # the five slowest to read, by path
    templates: tuple[tuple[str, float], ...]  # the five that took longest in all


class Outcome(Struct, frozen=True):
    """What a build did, or a check found: read = published + draft + scheduled + expired + errors."""

    read: int = 0
    published: int = 0
    held: tuple[Held, ...] = ()
    pages: int = 0
    rendered: int = 0
    written: int = 0
    index_written: int = 0  # files of the search's index, which are no pages
    removed: int = 0
    problems: tuple[Problem, ...] = ()
    built: bool = False  # the output was switched to the new site
    reasons: tuple[Reason, ...] = ()
    profile: Profile | None = None

    def count(self, why: str) -> int:
        """How many sources are held back as "draft", "scheduled", "expired" or "error"."""
        return sum(one.why == why for one in self.held)

"""What a publishing is asked for, is given, and comes to: values that the command and the desk share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, field

from site_builder.job import Means as Building
from site_builder.job import silent
from site_builder.outcome import Outcome, Tell
from site_builder.problems import Problem
from site_builder.publishing.claim import Pace
from site_builder.publishing.plan import Plan
from site_builder.publishing.stock import Release


class Order(Struct, frozen=True):
    """What shall be published, and where."""

    target: str = ""  # a name of site.toml; "" for the only one
    output: Path | None = None  # None for the site's own
    back: bool = False  # a former site instead of the present one
    release: int = 0  # which: its number; 0 for the one before that which readers find
    dry_run: bool = False  # only the plan
    unattended: bool = False  # nobody looks on: the host is reached only where there is something new to publish


def nobody(_target: str, _user: str) -> str:
    """Nobody is there to type a password."""
    return ""


def nothing(_: object) -> None:
    """Nobody is there to be told."""


class Means(Struct, frozen=True):
    """Who stands behind a publishing: all are called in the thread that publishes, `tell` in others too."""

    ask: Callable[[Plan, Sequence[Problem]], bool] = lambda _plan, _questions: False  # whether somebody agrees
    prompt: Callable[[str, str], str] = nobody  # (target, user) → password
    tell: Tell = (
        silent  # ("look" paths | "send" bytes | "live" pages | "claim" seconds, how many are done, of how many)
    )
    say: Callable[[Problem], object] = nothing  # told at once, such as a key that was pinned
    building: Building = field(default_factory=Building)
    pace: Pace = field(default_factory=Pace)


class Publication(Struct, frozen=True):
    """What came of it."""

    target: str = ""
    url: str = ""
    plan: Plan = field(default_factory=Plan)
    questions: tuple[Problem, ...] = ()  # that were, or must be, agreed to
    problems: tuple[Problem, ...] = ()
    outcome: Outcome | None = None  # of the build before it
    release: Release | None = None  # the former site that was asked for
    idle: bool = False  # nothing has changed since it was published last, and nobody was there to ask for more
    sent: bool = False  # all of the plan is done
    published: bool = False  # and readers were seen to get it
    looked: int = 0  # pages that were fetched

"""Publishing a real site to each place: what goes, in which order, what stays, and what is asked before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from publishing.places import Place
from stories import NOW, SETTINGS, item, tell, tree

from site_builder.problems import Problem
from site_builder.publishing import published
from site_builder.publishing.claim import Pace
from site_builder.publishing.flow import publish
from site_builder.publishing.plan import Plan
from site_builder.publishing.publication import Means, Order, Publication

pytestmark = pytest.mark.usefixtures("quick")
NEWS = "\n".join(
    f"-- content/news/{name}.md --\n{item(title, '2565-01-0' + day)}"
    for name, title, day in [("a", "ก", "1"), ("b", "ข", "2"), ("c", "ค", "3")]
)
PACE = Pace(beat=0.2, dead=0.6, look=0.1)


def agree(_plan: Plan, _questions: Sequence[Problem]) -> bool:
    """Type yes."""
    return True


def started(site: Path, place: Place) -> None:
    """Write a small site with the place as its target."""
    tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{place.table}url = '{place.url}'\n{NEWS}")


def brought(site: Path, *, yes: bool = False, now: dt.datetime = NOW, **order: object) -> Publication:
    """Publish it."""
    means = Means(ask=agree, pace=PACE) if yes else Means(pace=PACE)
    return publish(site, replace(Order(), **order), now, means)  # type: ignore[arg-type]


def shown(place: Place) -> dict[str, bytes]:
    """What stands there but our own lists."""
    return {path: data for path, data in place.tree().items() if not published.is_ours(path)}


def codes(publication: Publication) -> list[str]:
    """The codes of its problems."""
    return [problem.code for problem in publication.problems]


def test_a_site_comes_to_its_place_and_is_seen_there(site: Path, place: Place) -> None:
    """Byte for byte; and a second publishing without any change sends nothing."""
    started(site, place)
    first = brought(site)
    assert (True, True, []) == (first.sent, first.published, codes(first))
    assert tree(site / "output") == shown(place)
    before = place.tree()
    second = brought(site)
    assert (True, ()) == (second.published, (*second.plan.sends, *second.plan.removals))
    assert before == place.tree()

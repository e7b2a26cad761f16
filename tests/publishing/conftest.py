"""Every place in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from publishing.outputs import unbuilt
from publishing.places import GROUPED, PLACES, Place

__all__ = ["unbuilt"]


def _place(name: str) -> object:
    return pytest.param(name, marks=[pytest.mark.group_hosts] if name in GROUPED else [])


@pytest.fixture(params=[_place(name) for name in PLACES])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place to publish to, empty."""
    with PLACES[request.param](tmp_path) as found:
        yield found

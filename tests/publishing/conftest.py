"""Every place in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from publishing.network import SERVERS
from publishing.outputs import unbuilt
from publishing.places import GROUPED, PLACES, Place

__all__ = ["unbuilt"]


def _place(name: str) -> object:
    return pytest.param(name, marks=[getattr(pytest.mark, f"group_{GROUPED[name]}")] if name in GROUPED else [])


@pytest.fixture(params=[_place(name) for name in PLACES])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place to publish to, empty."""
    with PLACES[request.param](tmp_path) as found:
        yield found


@pytest.fixture
def near(tmp_path: Path) -> Iterator[Place]:
    """The place that is quickest, for what does not depend on the way there."""
    with PLACES["folder"](tmp_path) as found:
        yield found


@pytest.fixture(scope="session", autouse=True)
def _ended() -> Iterator[None]:
    """No server outlives the tests."""
    yield
    SERVERS.stop()

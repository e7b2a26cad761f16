"""The words of the desk: every one that its scripts say is handed to them, and none for nothing."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from site_builder.desk.words import SCRIPTS, spoken

_SAID = re.compile(r"\bwords\.(?!js\b)(\w+)|\bwords\[`(\w+)")


def test_every_word_of_the_scripts_is_there() -> None:
    """A button without words is no button."""
    static = files("site_builder") / "desk" / "static"
    texts = [one.read_text("utf-8") for one in static.iterdir() if one.name.endswith(".js")]
    said = {name or beginning for text in texts for name, beginning in _SAID.findall(text)}
    assert "remove" in said
    assert [] == [one for one in said if not any(name == one or name.startswith(f"{one}_") for name in SCRIPTS)]
    assert [] == [name for name in SCRIPTS if not any(re.search(rf"\b{name}\b", text) for text in texts)]


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_word_is_empty(language: str) -> None:
    """In either language."""
    assert all(spoken(language).values())

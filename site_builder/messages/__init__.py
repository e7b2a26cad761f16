"""The words of every problem, Thai and English, by code: read from the catalogue only when something is shown."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from site_builder.problems import Problem


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All messages: code → {"th", "en", and where there is a next step "hint_th", "hint_en"}."""
    rooms = sorted(
        (room for room in files(__name__).iterdir() if room.name.endswith(".toml")), key=lambda room: room.name
    )
    return {code: words for room in rooms for code, words in tomllib.loads(room.read_text("utf-8")).items()}


def message(problem: Problem, language: str) -> str:
    """What is wrong, in "th" or "en"."""
    return catalogue()[problem.code][language].format_map(dict(problem.arguments))


def hint(problem: Problem, language: str) -> str:
    """What to do about it, one sentence; "" where the message says all."""
    return catalogue()[problem.code].get(f"hint_{language}", "").format_map(dict(problem.arguments))

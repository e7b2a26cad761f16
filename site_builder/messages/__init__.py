"""The words of every problem and answer, Thai and English, by code; read only when something is shown."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from site_builder.problems import Problem


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All words: code → {"th", "en", and where there is a next step "hint_th", "hint_en"}."""
    rooms = sorted(room.name for room in files(__name__).iterdir() if room.name.endswith(".toml"))
    texts = [files(__name__).joinpath(name).read_text("utf-8") for name in rooms]
    return {code: words for text in texts for code, words in tomllib.loads(text).items()}


def sentence(code: str, language: str, /, **arguments: object) -> str:
    """The words of a code in "th" or "en", filled in."""
    return catalogue()[code][language].format_map(arguments)


def message(problem: Problem, language: str) -> str:
    """What is wrong."""
    return sentence(problem.code, language, **dict(problem.arguments))


def hint(problem: Problem, language: str) -> str:
    """What to do about it, one sentence; "" where the message says all."""
    return catalogue()[problem.code].get(f"hint_{language}", "").format_map(dict(problem.arguments))

"""Reads releases.txt: texts of our own invention with the fields and questions that each must give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FIGURES = frozenset({"visits_total", "fiscal_year"})


@dataclass(frozen=True, slots=True)
class Release:
    """A text, what it must give, and the questions that it must raise."""

    name: str
    text: str
    fields: dict[str, object]
    asks: tuple[str, ...]


def releases() -> list[Release]:
    """All of them."""
    parts = re.split(r"^=== (.+)$", Path(__file__).with_name("releases.txt").read_text("utf-8"), flags=re.MULTILINE)
    return [_release(name, part) for name, part in zip(parts[1::2], parts[2::2], strict=True)]


def _release(name: str, part: str) -> Release:
    head, _, text = part.partition("\n---\n")
    pairs = dict(line.split(": ", 1) for line in head.strip().splitlines())
    asks = tuple(pairs.pop("asks", "").split(", ")) if "asks" in pairs else ()
    return Release(name, text, {key: _value(key, word) for key, word in pairs.items()}, asks)


def _value(key: str, word: str) -> object:
    if word == "-":
        return None
    if key == "districts_all":
        return word.split(", ")
    return int(word) if key in _FIGURES else word

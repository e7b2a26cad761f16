"""The words of every problem and answer."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import site_builder
from site_builder.messages import catalogue

HOUSE = Path(site_builder.__file__).parent
CODE = re.compile(r"[A-Z]\d{3}")


def _used() -> set[str]:
    """Every code that stands in the program as a text of its own."""
    texts = (
        node.value
        for path in HOUSE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in texts if CODE.fullmatch(text)}


def _fields(text: str) -> set[str]:
    """The blanks of a text; a name may be filled in as the language has it (`province_english`, `district_word`)."""
    names = (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    return {name.removesuffix("_english") for name in names if not name.endswith("_word")}


def test_every_code_has_words_and_every_word_a_use() -> None:
    """No problem is without words, and no words wait for a problem that is gone."""
    assert set(catalogue()) == _used()


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_words_stand_in_both_languages(code: str) -> None:
    """Thai and English say the same: both are there, with the same hint and the same blanks to fill."""
    words = catalogue()[code]
    assert {"th", "en"} <= set(words) <= {"th", "en", "hint_th", "hint_en"}
    assert ("hint_th" in words) == ("hint_en" in words)
    assert _fields(words["th"]) == _fields(words["en"])
    assert _fields(words.get("hint_th", "")) <= _fields(words.get("hint_en", "")) | _fields(words["th"])
    assert _fields(words.get("hint_en", "")) <= _fields(words.get("hint_th", "")) | _fields(words["en"])


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_words_show_on_an_old_thai_console(code: str) -> None:
    """Every sign of every message is in Windows-874, the code page of a Thai Windows console."""
    text = "".join(catalogue()[code].values())
    assert text == text.encode("cp874", "replace").decode("cp874")

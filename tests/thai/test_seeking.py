"""The form in which text is looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searching.told import CASES

from site_builder.thai.seeking import folded, letters, sought


@pytest.mark.parametrize(("text", "form"), CASES)
def test_spellings_that_mean_the_same_have_one_form(text: str, form: str) -> None:
    """Blanks and dots between Thai words, digits of either script, marks in any order, letters of either case."""
    assert form == sought(text)


PIECES = ("ข้าว", "ข่าว", "พ.ศ.", "นํ้า", "เเคน", "ๆ", " ", ".", ",", "\n", "0", "๙", "55", "a", "Zé", "-", "\u200b")


@given(st.lists(st.sampled_from(PIECES)))
def test_a_form_is_its_own_form(pieces: list[str]) -> None:
    """What was brought into the form once is not changed by it again, but for the two blanks between lines."""
    form = sought("".join(pieces))
    assert form == sought(form.replace("  ", "\n"))


def test_tones_are_told_apart_until_they_are_folded() -> None:
    """ข้าว, ข่าว and ขาว are three, and one without their marks."""
    words = [letters(sought(word)) for word in ("ข้าว", "ข่าว", "ขาว")]
    assert 3 == len({*words})
    assert {"ขาว".encode("cp874")} == {*map(folded, words)}

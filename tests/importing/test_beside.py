"""The importer on real releases, where they lie beside the repository; the rules are held by our own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from site_builder.importing.accounting import lost
from site_builder.importing.release import read

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "tests"))


def _folder(path: str) -> Path:
    folder = SHARED / path
    if not folder.is_dir():
        pytest.skip(f"shared/{path} does not lie beside this repository")
    return folder


def test_scored_releases_are_read_as_a_careful_editor_reads_them() -> None:
    """Of each field at most so many are not right; author units and districts are never wrong."""
    from bench.press import marks, score  # noqa: PLC0415 — needs the folder

    found = list(marks(_folder("press")))
    least = {"date": 39, "time": 38, "district": 38, "location": 34, "title": 36}
    right = {
        field: sum(one.field == field and (one.verdict == "right" or one.asked) for one in found) for field in least
    }
    wrong = {
        field: sum(one.field == field and one.verdict == "wrong" for one in found)
        for field in ("date", "district", "author_unit")
    }

    assert [] == [field for field, count in least.items() if right[field] < count]
    assert wrong["date"] <= 1
    assert (0, 0) == (wrong["district"], wrong["author_unit"])
    assert score(found) >= 0.93


def test_of_real_texts_no_line_is_lost() -> None:
    """Every line of 240 government texts is found in the body, a field or a removal."""
    texts = sorted(_folder("corpus/thaigov").glob("*.txt"))

    assert texts
    assert [] == [(path.name, line) for path in texts for line in lost(read(path.read_text("utf-8")))]

"""Scores the importer on releases with a careful editor's truth: `python tests/bench/press.py FOLDER [--wrong]`.

The folder holds NNN.txt and truth.jsonl. Of each field: right +1, missing or asked 0, wrong −1; a field that the truth
leaves empty is right where the importer leaves it empty too, and so is a date that is asked for where nobody can know.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.importing.data import as_data
from site_builder.importing.release import read

FIELDS = (
    *("title", "date", "end_date", "time", "province", "district", "districts_all", "subdistrict", "village"),
    *("location", "author_unit", "credit", "visits_total", "fiscal_year"),
)
_TRUTH = {"credit": "credit_person"}  # what the truth calls a field


@dataclass(frozen=True, slots=True)
class Mark:
    """One field of one text: "right", "missing" or "wrong"."""

    text: str
    field: str
    verdict: str
    expected: object
    found: object
    asked: bool = False  # the importer has a question about the date


def marks(folder: Path) -> Iterator[Mark]:
    """Every field of every text."""
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        text = (folder / f"{truth['id']}.txt").read_text("utf-8")
        data = as_data(read(text), lambda problem: problem.code, str)
        for field in FIELDS:
            yield _mark(truth, data, field)


def _mark(truth: Mapping[str, object], data: Mapping[str, object], field: str) -> Mark:
    expected, found = truth[_TRUTH.get(field, field)], data[field]
    right = _like(found) in map(_like, _accepted(truth, field, expected))
    verdict = "right" if right else "missing" if found in (None, []) else "wrong"
    questions = data["questions"]
    assert isinstance(questions, list)
    asked = field == "date" and any(one["field"] == "date" for one in questions)
    return Mark(str(truth["id"]), field, verdict, expected, found, asked)


def _accepted(truth: Mapping[str, object], field: str, expected: object) -> list[object]:
    further = truth.get("location_alts" if field == "location" else "date_alts" if field == "date" else "", [])
    inferred = [None] if truth["date_inferred"] and field in {"date", "end_date", "fiscal_year"} else []
    assert isinstance(further, list)
    return [expected, *further, *inferred]


def _like(value: object) -> object:
    """What two spellings of one value have in common: blanks say nothing."""
    return re.sub(r"\s+", "", value) if isinstance(value, str) else sorted(value) if isinstance(value, list) else value


def score(found: list[Mark]) -> float:
    """Right less wrong, of all fields."""
    verdicts = Counter(mark.verdict for mark in found)
    return (verdicts["right"] - verdicts["wrong"]) / len(found)


def table(found: list[Mark]) -> str:
    """The counts by field, and the score."""
    rows = [f"{'field':14}right missing wrong asked"]
    for field in FIELDS:
        own = [mark for mark in found if mark.field == field]
        counts = Counter(mark.verdict for mark in own)
        asked = sum(mark.asked for mark in own if mark.verdict == "missing")
        rows.append(f"{field:14}{counts['right']:5} {counts['missing']:7} {counts['wrong']:5} {asked:5}")
    return "\n".join([*rows, f"score {score(found):.3f} over {len(found)} fields"])


def main(arguments: list[str]) -> None:
    """Print the table; with --wrong every field that is not right."""
    found = list(marks(Path(arguments[0])))
    if "--wrong" in arguments:
        for mark in found:
            if mark.verdict != "right":
                sys.stdout.write(f"{mark.text} {mark.field} {mark.verdict}: {mark.expected!r} but {mark.found!r}\n")
    sys.stdout.write(table(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

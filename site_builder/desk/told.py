"""Problems as a form shows them: at the field or the line that they are about, with their words and their mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from site_builder.editing.cutting import Cut
from site_builder.messages import hint, message
from site_builder.problems import Problem

Told = dict[str, object]


def told(problem: Problem, language: str, name: str = "", line: int = -1) -> Told:
    """One problem; `line` is that of the body, from 0, and -1 for none."""
    position = problem.position
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": message(problem, language),
        "hint": hint(problem, language),
        "field": name,
        "line": line,
        "column": _units(position.quote[: position.column - 1]) if position and line >= 0 else 0,
        "length": _units(position.quote[position.column - 1 :][: position.length]) if position and line >= 0 else 0,
        "fix": problem.fix,
        "mend": "",
    }


def _units(text: str) -> int:
    """The length of a text as a browser counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def at_fields(
    problems: Iterable[Problem], mends: Mapping[Problem, str], found: Cut | None, language: str
) -> list[Told]:
    """Each with the field whose lines it stands in, or its line of the body, and the name of its mend."""
    unique = dict.fromkeys(problems)
    return [{**_placed(problem, found, language), "mend": mends.get(problem, "")} for problem in unique]


def _placed(problem: Problem, found: Cut | None, language: str) -> Told:
    number = problem.position.line - 1 if problem.position else 0
    if found is None:
        return told(problem, language, line=number)
    missing = dict(problem.arguments).get("key", "") if problem.code == "F017" else ""
    if missing:
        return told(problem, language, missing)
    name = next((key for key, place in found.places.items() if place.start <= number < place.end), "")
    return told(problem, language, name, number - found.body if number >= found.body else -1)

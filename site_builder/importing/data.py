"""A draft as plain data for `--json`: dates in ISO C.E., nothing where the text says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from site_builder.importing.draft import Draft, Told
from site_builder.problems import Problem, place

Say = Callable[[Problem], str]  # the words of a question: messages are the shell's

# The field that an answer to a question would fill.
_FIELDS = {
    "I001": "title",
    "I002": "date",
    "I003": "date",
    "I004": "date",
    "I005": "date",
    "I006": "date",
    "I007": "time",
    "I008": "end_date",
    "I009": "location",
    "I010": "time",
    "I011": "body",
    "I013": "district",
    "I014": "body",
    "I017": "province",
}


def as_data(draft: Draft, say: Say, why: Callable[[str], str]) -> dict[str, object]:
    """All fields, the questions in words, and what was left out with the words of its code."""
    return {
        "title": _value(draft.title),
        "date": draft.date.value.isoformat() if draft.date else None,
        "end_date": draft.end_date.value.isoformat() if draft.end_date else None,
        "time": f"{draft.time.value:%H:%M}" if draft.time else None,
        "province": _value(draft.province),
        "district": draft.districts[0].value if draft.districts else None,
        "districts_all": [one.value for one in draft.districts],
        "subdistrict": _value(draft.subdistrict),
        "village": _value(draft.village),
        "location": _value(draft.location),
        "author_unit": _value(draft.author_unit),
        "credit": _value(draft.credit),
        "visits_total": draft.given.visits if draft.given.visits is not None else _value(draft.visits),
        "fiscal_year": _value(draft.fiscal_year),
        "questions": [_question(one, draft, say) for one in draft.questions],
        "tags": list(draft.tags),
        "removals": [{"text": one.text, "why": why(one.why)} for one in draft.removals],
        "body": draft.body,
    }


def _value(told: Told[object] | None) -> object:
    return told.value if told else None


def question_field(code: str) -> str:
    """The field that an answer to a question would fill; "" for none."""
    return _FIELDS.get(code, "")


def _question(problem: Problem, draft: Draft, say: Say) -> dict[str, object]:
    position = place(draft.text, problem.span)
    return {
        "code": problem.code,
        "field": question_field(problem.code),
        "line": position.line if problem.span else None,
        "column": position.column if problem.span else None,
        "message": say(problem),
    }


def fields(draft: Draft) -> Iterator[tuple[str, str]]:
    """The fields that the text tells, for the terminal."""
    data = as_data(draft, lambda problem: problem.code, str)
    for key, value in data.items():
        if key not in {"questions", "removals", "body"} and value not in (None, []):
            yield key, ", ".join(map(str, value)) if isinstance(value, list) else str(value)

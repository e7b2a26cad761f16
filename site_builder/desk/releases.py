"""“วางข่าว”: a pasted release through the importer, each field with where it was found, for an editor to confirm."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.desk.bench import Bench
from site_builder.desk.told import Told, told
from site_builder.editing.cutting import cut
from site_builder.editing.edit import entries_of
from site_builder.editing.form import values_of
from site_builder.importing.data import question_field
from site_builder.importing.draft import Draft
from site_builder.importing.item import Home, foreign, item_text
from site_builder.importing.release import read
from site_builder.messages import hint, message, sentence
from site_builder.problems import Problem, Span
from site_builder.thai.units import Offices

Found = tuple[str, Span]  # a field of the form, and where the text says it


def imported(bench: Bench, text: str) -> dict[str, object]:
    """A release as a new item's form, its spans, its questions, and what was left out."""
    desk = bench.opened
    names = tuple(category.name for category in desk.settings.categories)
    home = Home(desk.gazetteer, Offices.of(desk.settings.offices), names)
    draft = read(text)
    questions = (*draft.questions, *foreign(draft, home))
    remarks = [line for one in questions for line in _remark(one, bench.language)]
    start = item_text(draft, home, remarks)
    pieces = cut(start, bench.taxonomies)
    values = values_of(entries_of(pieces), bench.taxonomies) if pieces else {}
    found = list(_found(draft))
    return {
        "start": start,
        "values": values,
        "prose": pieces.prose if pieces else draft.body,
        "segments": list(_segments(draft.text, found)),
        "quotes": {name: draft.text[span.start : span.end] for name, span in reversed(found)},
        "questions": [_question(one, bench.language) for one in questions],
        "removals": [{"text": one.text, "why": sentence(one.why, bench.language)} for one in draft.removals],
    }


def _remark(problem: Problem, language: str) -> Iterator[str]:
    yield f"{sentence('I201', language)}: {message(problem, language)}"
    if advice := hint(problem, language):
        yield advice


def _question(problem: Problem, language: str) -> Told:
    name = question_field(problem.code)
    return told(problem, language, {"body": "", "province": "location"}.get(name, name))


def _found(draft: Draft) -> Iterator[Found]:
    """Where each field of the form was found."""
    fields = {
        "title": draft.title,
        "date": draft.date,
        "end_date": draft.end_date,
        "time": draft.time,
        "location": draft.location,
        "district": draft.districts[0] if draft.districts else None,
        "subdistrict": draft.subdistrict,
        "author_unit": draft.author_unit,
        "credit": draft.credit,
        "visit_counter.total": draft.visits,
    }
    for name, one in fields.items():
        if one is not None and one.span is not None:
            yield name, one.span


def _segments(text: str, found: list[Found]) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the field that was found there or ""; of two that overlap the shorter is shown."""
    taken: list[Found] = []
    for name, span in sorted(found, key=lambda one: one[1].end - one[1].start):
        if all(span.end <= other.start or other.end <= span.start for _, other in taken):
            taken.append((name, span))
    at = 0
    for name, span in sorted(taken, key=lambda one: one[1].start):
        if at < span.start:
            yield text[at : span.start], ""
        yield text[span.start : span.end], name
        at = span.end
    if at < len(text):
        yield text[at:], ""

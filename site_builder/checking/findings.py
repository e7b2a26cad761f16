"""What proofing finds: a problem with, where it is safe, the edits that mend it; and how edits are put into a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from site_builder.problems import Problem, Span


class Edit(Struct, frozen=True):
    """What shall stand in the place of a span; neither holds a line's end."""

    span: Span
    text: str


class Finding(Struct, frozen=True):
    """A problem, and the edits that mend it; none where only a person can know."""

    problem: Problem
    edits: tuple[Edit, ...] = ()


class Change(Struct, frozen=True):
    """What an edit did to a line, for a person: the words around it before and after."""

    line: int  # from 1
    before: str
    after: str


def apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits in the order of the text, without those that touch an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.span.start, one.span.end)):
        if not kept or kept[-1].span.end < edit.span.start:
            kept.append(edit)
    return tuple(kept)


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with these edits, which are apart and in order."""
    pieces, at = list[str](), 0
    for edit in edits:
        pieces += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*pieces, text[at:]))


_WORD = re.compile(r"[^\s.,;:()“”\"]{0,12}")  # of the word around an edit


def changes(text: str, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Each edit with as much of its words as tells where it is."""
    return tuple(_change(text, edit.span, edit.text) for edit in edits)


def _change(text: str, span: Span, by: str) -> Change:
    before = _WORD.match(text[max(0, span.start - 12) : span.start][::-1])
    after = _WORD.match(text, span.end)
    lead, tail = (before[0][::-1] if before else "", after[0] if after else "")
    words = (f"{lead}{text[span.start : span.end]}{tail}", f"{lead}{by}{tail}")
    return Change(text.count("\n", 0, span.start) + 1, *words)

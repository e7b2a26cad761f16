"""A problem, a day, as lines of text in a language, for a terminal or a browser; prints nothing."""

from __future__ import annotations

import datetime as dt

from site_builder.messages import hint, message, sentence
from site_builder.model import Held
from site_builder.problems import Position, Problem, Severity
from site_builder.thai.dates import When, long, long_english
from site_builder.thai.text import cells

_WORDS = {Severity.ERROR: "R001", Severity.WARNING: "R002", Severity.NOTICE: "R003"}
QUOTE = 100  # terminal cells of a source line that are shown; a paragraph of news has a thousand


def moment(held: Held, language: str) -> str:
    """When an item appears, or its last day: what ends at midnight was there until the day before; "" for neither."""
    if held.until is None:
        return ""
    at_midnight = held.until.time() == dt.time.min
    day = held.until.date() - dt.timedelta(days=at_midnight and held.why == "expired")
    when = When(day, time=None if at_midnight else held.until.time())
    return long(when) if language == "th" else long_english(when)


def second(seconds: int, language: str) -> str:
    """An instant, in seconds since 1970, as the clocks of Thailand show it."""
    at = dt.datetime.fromtimestamp(seconds, dt.timezone(dt.timedelta(hours=7)))
    when = When(at.date(), time=at.time().replace(second=0))
    return long(when) if language == "th" else long_english(when)


def lines(problem: Problem, language: str) -> list[str]:
    """A problem as lines of text: where, what, the line with a caret, what to do, the line that would be right."""
    position = problem.position
    where = f"{problem.path}:{position.line}:{position.column}" if position else problem.path
    severity = sentence(_WORDS[problem.severity], language)
    text = [f"{where or '-'} {severity} {problem.code}", f"  {message(problem, language)}"]
    margin = " " * len(str(position.line)) if position else " "
    if position and position.quote:
        shown, before, under = _window(position)
        text.append(f"  {position.line} | {shown}")
        text.append(f"  {margin} | {' ' * before}{'^' * under}")
    advice = hint(problem, language)
    if advice:
        text.append(f"  {sentence('R004', language)}: {advice}")
    if problem.fix:
        text += [f"  {margin} | {line}" for line in problem.fix.split("\n")]
    return text


def _window(position: Position) -> tuple[str, int, int]:
    """The part of a line that fits a terminal: (text, cells before the caret, carets)."""
    quote = position.quote.replace("\t", " ")
    start, end = position.column - 1, position.column - 1 + position.length
    first = 0
    if cells(quote[:end]) > QUOTE:
        first = max(0, start - QUOTE // 3)
        while first < start and cells(quote[first]) == 0:
            first += 1  # never open on a mark without its letter
    shown, width = "", 0
    for sign in quote[first:]:
        width += cells(sign)
        if width > QUOTE:
            break
        shown += sign
    lead = "…" if first else ""
    tail = "…" if first + len(shown) < len(quote) else ""
    before = cells(lead + quote[first:start])
    return lead + shown + tail, before, max(1, min(cells(quote[start:end]), QUOTE - before))

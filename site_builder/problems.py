"""What is wrong with a source and where: values that are returned together, never raised, and never printed here."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

IDENTITY = "C030"  # the number of an identity card: a warning to a build, an error to all that checks or publishes


class Severity(StrEnum):
    """ERROR holds a source back; WARNING and NOTICE publish it all the same."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Span(Struct, frozen=True):
    """Offsets `[start, end)` in characters of the normalised text, which has the lines of the file."""

    start: int
    end: int


class Position(Struct, frozen=True):
    """Where a span begins, for a person: line and column count from 1, columns in characters."""

    line: int
    column: int
    quote: str  # the whole line, without its line end
    length: int  # characters of the span that lie in this line, at least 1


class Problem(Struct, frozen=True):
    """One finding; its words stand in `messages/` under its code, and `arguments` fill them."""

    code: str  # "F004": the letter is the stage, the number never changes its meaning
    severity: Severity
    span: Span | None = None  # None: the whole file, shown at line 1
    arguments: tuple[tuple[str, str], ...] = ()
    fix: str = ""  # the line that would be right, where it is known
    path: str = ""  # POSIX path from the site's folder; "" until the shell or the reader knows it
    position: Position | None = None  # set by `located`


def error(code: str, span: Span | None = None, *, fix: str = "", **arguments: object) -> Problem:
    """Make the problem that holds its source back."""
    return _problem(code, Severity.ERROR, span, fix, arguments)


def warning(code: str, span: Span | None = None, *, fix: str = "", **arguments: object) -> Problem:
    """Make a problem that publishes its source and asks for a look."""
    return _problem(code, Severity.WARNING, span, fix, arguments)


def notice(code: str, span: Span | None = None, *, fix: str = "", **arguments: object) -> Problem:
    """Make a problem that tells what was understood or mended."""
    return _problem(code, Severity.NOTICE, span, fix, arguments)


def _problem(code: str, severity: Severity, span: Span | None, fix: str, arguments: dict[str, object]) -> Problem:
    return Problem(code, severity, span, tuple((key, str(value)) for key, value in arguments.items()), fix)


def place(text: str, span: Span | None) -> Position:
    """Count the line and column of a span: the only counter of lines there is."""
    start = min(span.start, len(text)) if span else 0
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", first)
    quote = text[first:] if last < 0 else text[first:last]
    end = min(span.end, first + len(quote)) if span else first
    return Position(text.count("\n", 0, start) + 1, start - first + 1, quote, max(1, end - start))


def located(problem: Problem, path: str, text: str) -> Problem:
    """Give a problem its file and its position; one that has a position already keeps it."""
    return problem if problem.position else replace(problem, path=path, position=place(text, problem.span))


def is_error(problem: Problem) -> bool:
    """Whether the problem holds its source back."""
    return problem.severity is Severity.ERROR

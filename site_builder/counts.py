"""Logs to content/visits.json: which logs, in which order, and what is said of each; it counts nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.counting.ledger import PATH, Ledger, added, read_ledger, text_of
from site_builder.counting.lines import line_of
from site_builder.counting.requests import folder_of
from site_builder.counting.tally import Span, Tally, Window, tally, united
from site_builder.opening import SETTINGS, furnish
from site_builder.problems import Problem, Severity, is_error, notice, warning
from site_builder.report import Report
from site_builder.storing.faults import ReadingFailed, writing
from site_builder.storing.lock import Lock
from site_builder.storing.logs import PIPED, lines_of
from site_builder.texts import second

_LOOKED = 100  # lines at the head of a log, in which one tells when it begins


class _Log(Struct, frozen=True):
    path: Path
    begins: int  # seconds since 1970; 0 where its head tells no time
    first: bytes  # the line that says so
    lines: Iterator[bytes]


def count(site: Path, logs: tuple[Path, ...], report: Report) -> tuple[Problem, ...]:
    """Add the visits of these logs to the site's file; gives the problems of those that could not be read."""
    desk, faults = furnish(site)
    if desk is None:
        report.problems(faults)
        return faults
    with Lock(site / ".cache"):
        ledger, fault = _ledger(site)
        if ledger is None:
            report.problems([fault] if fault else [])
            return (fault,) if fault else ()
        tallies, problems = _tallies(logs, ledger, folder_of(desk.settings.base_url), report)
        if tallies:
            after = added(ledger, tallies)
            _write(site, text_of(after).encode())
            report.counted(tallies, len(after.pages), after.total, site / PATH)
    if tallies and not desk.settings.visits:
        report.problems([replace(notice("A004", fix='provider = "file"'), path=SETTINGS[0])])
    return problems


def _ledger(site: Path) -> tuple[Ledger | None, Problem | None]:
    """What was counted so far. A file that is none of ours is not written over."""
    if not (site / PATH).is_file():
        return Ledger(), None
    found, problem = read_ledger((site / PATH).read_bytes())
    return found, replace(problem, code="A003", severity=Severity.ERROR, path=PATH) if problem else None


def _tallies(
    logs: tuple[Path, ...], ledger: Ledger, folder: str, report: Report
) -> tuple[list[Tally], tuple[Problem, ...]]:
    """Each log by the time of its beginning. Two that begin with the same line are one, perhaps longer than before."""
    begun, problems = _begun(logs)
    report.problems(problems)
    window, tallies = Window(), list[Tally]()
    spans: dict[bytes, tuple[Span, ...]] = {}
    for log in sorted(begun, key=lambda one: one.begins):
        try:
            found = tally(log.lines, folder, united((*ledger.spans, *spans.get(log.first, ()))), window)
        except ReadingFailed as fault:
            report.problems([fault.problem])
            problems.append(fault.problem)
            continue
        tallies.append(found)
        report.problems(_remarks(log.path, found))
        if found.span:
            if log.first:
                spans[log.first] = (*spans.get(log.first, ()), found.span)
            first, last = (second(one, report.language) for one in found.span)
            report.say("R070", path=log.path, first=first, last=last)
    return tallies, tuple(problem for problem in problems if is_error(problem))


def _begun(logs: tuple[Path, ...]) -> tuple[list[_Log], list[Problem]]:
    found: list[_Log] = []
    problems: list[Problem] = []
    for path in logs:
        lines = lines_of(path)
        try:
            head = tuple(islice(lines, _LOOKED))
        except ReadingFailed as fault:
            problems.append(fault.problem)
            continue
        begins, first = next(((line.time, text) for text in head if (line := line_of(text))), (0, b""))
        found.append(_Log(path, begins, first, chain(head, lines) if path == PIPED else lines_of(path)))
    return found, problems


def _remarks(path: Path, found: Tally) -> Iterator[Problem]:
    """What of a log could not be understood."""
    if found.broken:
        problem = warning("A005", count=found.broken, lines=found.lines, line=found.first_broken)
        yield replace(problem, path=path.as_posix())


def _write(site: Path, data: bytes) -> None:
    """Beside the file first: a counting that is cut short leaves the former counts."""
    new = site / ".cache/visits.new"
    with writing(lambda: len(data), site / PATH):
        new.write_bytes(data)
        new.replace(site / PATH)

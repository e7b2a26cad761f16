"""Problems and results to people (Thai or English) and to programs (JSON); it decides nothing."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Sequence
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from unicodedata import category

from site_builder.messages import hint, message, sentence
from site_builder.outcome import Outcome
from site_builder.problems import Problem, Severity, is_error
from site_builder.progress import Progress
from site_builder.texts import lines, moment

if TYPE_CHECKING:
    from site_builder.correcting import Corrected
    from site_builder.counting.tally import Tally
    from site_builder.importing.draft import Draft
    from site_builder.preview.live import News
    from site_builder.preview.snapshot import Snapshot

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTICE: "bold cyan"}
_HELD = {"draft": "R020", "scheduled": "R021", "expired": "R022", "error": "R023"}


class Report:
    """One command's voice: the terminal in one language, or one JSON object."""

    def __init__(
        self,
        language: str = "th",
        *,
        json_only: bool = False,
        quiet: bool = False,
        explain: bool = False,
        profile: bool = False,
    ) -> None:
        self.language = language
        self.json_only = json_only
        self.quiet = quiet
        self.explain = explain
        self.profile = profile

    def say(self, code: str, **arguments: object) -> None:
        """One sentence to standard output, unless it must stay quiet or is read by a program."""
        if not self.quiet and not self.json_only:
            _write(sys.stdout, sentence(code, self.language, **arguments))

    def built(self, outcome: Outcome, output: Path, seconds: float) -> None:
        """All that a build has to say, ending with the file to open."""
        if self.json_only:
            self._json(outcome)
            return
        self.problems(outcome.problems)
        if not self.quiet:
            for held in outcome.held:
                self.say(_HELD[held.why], path=held.path, until=moment(held, self.language))
        self._sum(outcome)
        if not outcome.built:
            self.say("R013")
            return
        counts = {"pages": outcome.pages, "rendered": outcome.rendered, "same": outcome.pages - outcome.rendered}
        self.say("R011", **counts, written=outcome.written, removed=outcome.removed, seconds=f"{seconds:.1f}")
        self._further(outcome)
        self.say("R012", path=output / "index.html")

    def corrected(self, corrected: Sequence[Corrected], *, dry_run: bool) -> None:
        """What was mended line by line, or as a diff what would be."""
        done = [one for one in corrected if one.problem is None]
        for one in done:
            if dry_run:
                self.say("R123", diff=_diff(one))
            for change in one.changes if not dry_run else ():
                self.say("R120", path=one.path, line=change.line, before=_seen(change.before), after=change.after)
        if not self.json_only:
            self.problems(one.problem for one in corrected if one.problem)
        code = "R122" if dry_run else "R121"
        self.say(code, count=sum(len(one.changes) for one in done), files=len(done))

    def checked(self, outcome: Outcome, corrected: Sequence[Corrected] = ()) -> None:
        """All that a check has to say; of what was mended before it, a program hears here."""
        if self.json_only:
            self._json(outcome, corrected)
            return
        self.problems(outcome.problems)
        self._sum(outcome)
        counts = {severity: sum(one.severity is severity for one in outcome.problems) for severity in Severity}
        if outcome.problems:
            errors, warnings, notices = counts.values()
            self.say("R014", errors=errors, warnings=warnings, notices=notices)
        else:
            self.say("R015")

    def problems(self, problems: Iterable[Problem]) -> None:
        """Each problem with its file, line, caret and mend; a quiet report keeps to the errors."""
        for problem in problems:
            if not self.quiet or problem.severity is Severity.ERROR:
                colour = _COLOURS[problem.severity]
                head, *rest = lines(problem, self.language)
                _write(sys.stderr, head, colour)
                for line in rest:
                    _write(sys.stderr, line)

    def serving(self, address: str, addresses: Sequence[str], snapshot: Snapshot) -> None:
        """Where the preview is, and what was found at its start."""
        self.problems(snapshot.outcome.problems)
        self._sum(snapshot.outcome)
        self.say("R060", address=address)
        self.say("R063", address=f"{address}_site/")
        if not addresses:  # in a network nobody may write
            self.say("R130", address=f"{address}_desk/")
        for further in addresses:
            from site_builder.preview.lan import qr_text  # noqa: PLC0415 — asked for with --lan only

            self.say("R061", address=further)
            if not self.quiet:
                _write(sys.stdout, qr_text(further))
        sys.stdout.flush()

    def previewed(self, news: News) -> None:
        """What has changed in the preview, and the errors that there are now."""
        snapshot = news.snapshot
        if news.problem:
            self.problems([news.problem])
            return
        changed = sorted(snapshot.paths) or [sentence("R065", self.language)]
        names = ", ".join(changed[:3]) + (" …" if len(changed) > len(changed[:3]) else "")
        self.problems(problem for problem in snapshot.outcome.problems if is_error(problem))
        self.say("R062", seconds=f"{news.seconds:.2f}", names=names)
        sys.stdout.flush()

    def tell(self, text: str) -> None:
        """A text for people to use, as it is: UTF-8 wherever it goes, for it is pasted or kept."""
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()

    def data(self, data: dict[str, object]) -> None:
        """One JSON object, for a program."""
        self.tell(json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    def agreed(self, code: str) -> bool:
        """Whether somebody at a terminal types yes to a sentence; nobody does where there is none."""
        if self.json_only or not sys.stdin.isatty():
            return False
        _write(sys.stderr, sentence(code, self.language))
        return sys.stdin.readline().strip().lower() == "yes"

    def secret(self, code: str, **arguments: object) -> str:
        """What somebody types and nobody sees; "" where there is no terminal."""
        if self.json_only or not sys.stdin.isatty():
            return ""
        return getpass(sentence(code, self.language, **arguments))

    def imported(self, draft: Draft) -> None:
        """What an import found in one text: a line of JSON, or its fields and what was left out."""
        from site_builder.importing.data import as_data, fields  # noqa: PLC0415

        if self.json_only:
            data = as_data(draft, lambda one: message(one, self.language), lambda code: sentence(code, self.language))
            sys.stdout.buffer.write((json.dumps(data, ensure_ascii=False) + "\n").encode())
            sys.stdout.flush()
            return
        for key, value in fields(draft):
            self.say("I206", key=key, value=value)
        for one in draft.removals:
            self.say("I203", why=sentence(one.why, self.language), text=one.text)

    def counted(self, tallies: Sequence[Tally], pages: int, total: int, path: Path) -> None:
        """What came of logs: every line and every opened page is accounted for."""
        names = ("lines", "broken", "opened", "robots", "repeats", "known")
        sums = {name: sum(getattr(one, name) for one in tallies) for name in names}
        sums["visits"] = sum(one.visits.total() for one in tallies)
        if self.json_only:
            sys.stdout.write(json.dumps({**sums, "pages": pages, "total": total}) + "\n")
            return
        named = {key: f"{value:,}" for key, value in sums.items()}
        self.say("R071", **named)
        self.say("R072", path=path, pages=f"{pages:,}", total=f"{total:,}")

    def progress(self) -> Progress:
        """The bar for long work; a report for programs, or a quiet one, has none."""
        return Progress(self.language, is_shown=not (self.quiet or self.json_only))

    def _further(self, outcome: Outcome) -> None:
        """What --explain and --profile ask for."""
        if self.quiet:
            return
        if self.explain and outcome.reasons:
            self.say("R050")
            for reason in outcome.reasons:
                names = ", ".join(reason.names) or sentence("R051", self.language)
                _write(sys.stdout, f"  {reason.url}  {names}")
        if self.profile and outcome.profile:
            tables = (outcome.profile.stages, outcome.profile.items, outcome.profile.templates)
            for code, table in zip(("R052", "R053", "R054"), tables, strict=True):
                self.say(code)
                for name, seconds in table:
                    _write(sys.stdout, f"  {seconds:8.3f}  {name}")

    def _sum(self, outcome: Outcome) -> None:
        if not outcome.read:  # settings, theme or output did not let it begin
            return
        counts = {why: outcome.count(why) for why in _HELD}
        self.say("R010", read=outcome.read, published=outcome.published, **counts)

    def _json(self, outcome: Outcome, corrected: Sequence[Corrected] = ()) -> None:
        data = as_data(outcome, self.language)
        if corrected:
            data["fixed"] = [
                {"path": one.path, "line": change.line, "before": change.before, "after": change.after}
                for one in corrected
                for change in one.changes
                if one.problem is None
            ]
        if self.explain:
            data["reasons"] = {reason.url: reason.names for reason in outcome.reasons}
        if self.profile and outcome.profile:
            data["profile"] = {name: dict(getattr(outcome.profile, name)) for name in ("stages", "items", "templates")}
        self.data(data)


def as_data(outcome: Outcome, language: str) -> dict[str, object]:
    """The outcome as plain data, for `--json`."""
    return {
        "read": outcome.read,
        "published": outcome.published,
        "draft": outcome.count("draft"),
        "scheduled": outcome.count("scheduled"),
        "expired": outcome.count("expired"),
        "errors": outcome.count("error"),
        "pages": outcome.pages,
        "rendered": outcome.rendered,
        "written": outcome.written,
        "index_written": outcome.index_written,
        "removed": outcome.removed,
        "problems": [problem_data(problem, language) for problem in outcome.problems],
        "held": [
            {"path": one.path, "why": one.why, "until": one.until.isoformat() if one.until else None}
            for one in outcome.held
        ],
    }


def problem_data(problem: Problem, language: str) -> dict[str, object]:
    """A problem as plain data."""
    advice = "\n".join(text for text in (hint(problem, language), problem.fix) if text)
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "path": problem.path,
        "line": problem.position.line if problem.position else 1,
        "column": problem.position.column if problem.position else 1,
        "message": message(problem, language),
        "hint": advice,
    }


def _diff(corrected: Corrected) -> str:
    """The lines that differ, as programmers' tools show them."""
    from difflib import unified_diff  # noqa: PLC0415

    before, after = corrected.before.splitlines(), corrected.after.splitlines()
    return "\n".join(unified_diff(before, after, corrected.path, corrected.path, lineterm="", n=0))


def _seen(text: str) -> str:
    """A text in which what nobody sees is named: แคน‹U+200B›ดง."""
    return "".join(f"‹U+{ord(sign):04X}›" if category(sign) in ("Cf", "Co") else sign for sign in text)


def _write(stream: TextIO, text: str, colour: str = "") -> None:
    """A line of text; a sign that an old console lacks becomes "?". Colours take rich, imported only now (100 ms)."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    if not colour or not stream.isatty():
        stream.write(text + "\n")
        return
    from rich.console import Console  # noqa: PLC0415

    stream.flush()
    Console(file=stream, soft_wrap=True, highlight=False, emoji=False).print(text, style=colour, markup=False)

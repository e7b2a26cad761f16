"""Blocks of a body, `::: name title` to `:::`, and films, a link alone on its line: marks for Markdown to carry along.

A line of a fence becomes a paragraph that holds a mark; once the HTML is clean, it is cut where the marks stand, and
what a block looks like is the theme's affair. So all that lies between is Markdown as everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from site_builder.model import Link
from site_builder.pictures import BLOCKS
from site_builder.problems import Problem, Span, warning

LEAVES = frozenset({"contact", "table", "album", "film"})  # hold nothing: their end need not be written
DEEPEST = 2
FILM = re.compile(
    r"https://(?:(?:www|m)\.)?(?:youtube\.com/(?:watch\?\S*?v=|shorts/|live/)|youtu\.be/"
    r"|facebook\.com/\S*?(?:videos?/|watch/?\?v=|reel/)|fb\.watch/)[A-Za-z0-9_./?=&%-]+"
)
_FENCE = re.compile(r" {0,3}:{3,}[ \t]*(?P<name>[^\s:]*)[ \t]*(?P<title>.*?)[ \t]*:*[ \t]*")
_CODE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_FILM_LINE = re.compile(rf"[ \t]*(?:\[(?P<title>[^\[\]]+)\]\((?P<led>{FILM.pattern})\)|(?P<bare>{FILM.pattern}))[ \t]*")
_TIME = re.compile(
    r"[ \t]*(?:[-*•][ \t]+)?(?:เวลา[ \t]*)?(?P<time>[\d๐-๙]{1,2}[.:][\d๐-๙]{2}"
    r"(?:[ \t]*(?:-|–|—|ถึง)[ \t]*[\d๐-๙]{1,2}[.:][\d๐-๙]{2})?(?:[ \t]*น\.?)?)[ \t]+(?P<text>\S.*)"
)
_SIGN = "\ue000"  # of private use: no text of an office has it
MARK = re.compile(rf"<p>{_SIGN}(\d+){_SIGN}</p>\n?")
LOST = re.compile(rf"{_SIGN}\d+{_SIGN}")


class Fence(Struct, frozen=True):
    """Where a block begins or ends."""

    kind: Literal["open", "close"]
    name: str  # of the theme's template; of an end, its beginning's
    title: str  # what stands behind the name: a title, a file, a folder, an address
    span: Span


@dataclass(slots=True)
class Fenced:
    """A text for Markdown, with marks in the place of the fences."""

    text: str
    fences: list[Fence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def may_hold(text: str) -> bool:
    """Whether there is a fence or a film at all; nine bodies of ten have none."""
    return ":::" in text or ("://" in text and FILM.search(text) is not None)


def fenced(text: str, start: int) -> Fenced:
    """Take the fences out of `text[start:]`; spans count in `text`."""
    if _SIGN in text or not may_hold(text[start:]):
        return Fenced(text[start:])
    return _Cutting(text, start).run()


class _Cutting:
    """One pass over the lines."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._at = text, start
        self._done = Fenced("")
        self._lines: list[str] = []
        self._open: list[Fence] = []
        self._times: list[tuple[str, str]] = []
        self._after_leaf = False  # whose end may follow

    def run(self) -> Fenced:
        in_code = ""
        for line in self._text[self._at :].split("\n"):
            code = _CODE.match(line)
            if code and (not in_code or code[0].strip().startswith(in_code)):
                in_code = "" if in_code else code[0].strip()[:3]
            if in_code or not self._taken(line):
                self._end_of_times()
                self._after_leaf &= not line.strip()
                self._lines.append(line)
            self._at += len(line) + 1
        self._end_of_times()
        while self._open:
            last = self._open[-1]
            self._done.problems.append(warning("B060", last.span, name=last.name))
            self._close(last.span)
        self._done.text = "\n".join(self._lines)
        return self._done

    def _taken(self, line: str) -> bool:
        """Whether a line belongs to a block's outside, or is put otherwise inside one."""
        span = Span(self._at, self._at + len(line))
        if match := _FENCE.fullmatch(line):
            self._end_of_times()
            self._fence(match, span)
            return True
        if match := _FILM_LINE.fullmatch(line):
            self._leaf(Fence("open", "film", f"{match['led'] or match['bare']} {match['title'] or ''}".strip(), span))
            return True
        if self._open and self._open[-1].name == "programme" and (match := _TIME.fullmatch(line)):
            self._times.append((match["time"], match["text"]))
            return True
        return False

    def _fence(self, match: re.Match[str], span: Span) -> None:
        if not match["name"]:
            self._ended(span)
            return
        name = BLOCKS.get(match["name"], match["name"].lower())
        one = Fence("open", name, match["title"], span)
        self._after_leaf = name in LEAVES
        if name in LEAVES:
            self._leaf(one)
        elif len(self._open) == DEEPEST:
            self._done.problems.append(warning("B062", span, name=match["name"], limit=DEEPEST))
            self._open.append(Fence("close", "", "", span))  # its end is no other's
        else:
            self._mark(one)
            self._open.append(one)

    def _leaf(self, one: Fence) -> None:
        self._mark(one)
        self._mark(Fence("close", one.name, "", one.span))

    def _ended(self, span: Span) -> None:
        if self._after_leaf:
            self._after_leaf = False
        elif self._open:
            self._close(span)
        else:
            self._done.problems.append(warning("B061", span))

    def _close(self, span: Span) -> None:
        last = self._open.pop()
        if last.kind == "open":
            self._mark(Fence("close", last.name, "", span))

    def _mark(self, one: Fence) -> None:
        self._lines += ["", f"{_SIGN}{len(self._done.fences)}{_SIGN}", ""]
        self._done.fences.append(one)

    def _end_of_times(self) -> None:
        """The lines of a programme as a table of times."""
        if self._times:
            rows = (f"| {time.strip()} | {text.replace('|', chr(92) + '|')} |" for time, text in self._times)
            self._lines += ["", "| เวลา | รายการ |", "| --- | --- |", *rows, ""]
            self._times = []


def cut(parts: Sequence[str], leads: Sequence[Link], fences: Sequence[Link]) -> tuple[list[str], list[Link]]:
    """Cut HTML at the marks, too; `leads` are the links that stand between its parts, `fences` those for the marks."""
    cut_: list[str] = []
    between: list[Link] = []
    for part, lead in zip(parts, (*leads, None), strict=True):
        at = 0
        for mark in MARK.finditer(part):
            cut_.append(part[at : mark.start()])
            between.append(fences[int(mark[1])])
            at = mark.end()
        cut_.append(part[at:])
        between += [lead] if lead else []
    return cut_, between

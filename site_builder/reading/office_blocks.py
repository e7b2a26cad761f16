"""Cuts the lines of a body into headings, rules, lists and blocks, in one linear pass; never looks inside a line.

The stock parser cuts at blank lines only and lets each processor search the whole block again, which is quadratic in
texts without blank lines, and those are what an office pastes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from site_builder.reading.office_lists import OfficeList, interrupts, is_rule, mark, read_list, starts

TAB = 4  # columns
STRUCTURED = re.compile(r"^(?:[>#=\[\x02]|[-*_ ]{3,}$)|\||\n\n", re.MULTILINE)
# Signs of addresses only: Thai letters that follow belong to the sentence. The last one is no punctuation.
BARE_ADDRESS = r"(?<![\w@/=\"'])https?://[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&*+;=%-]*[A-Za-z0-9_~/=%#+-]"

LONGEST = (
    8_192  # characters of a paragraph; a longer one goes on as a second, for inline patterns copy it at each match
)

# One "#" needs a space, or every hashtag line at a release's end would be a heading; "##หัวข้อ" can be nothing else.
_HEADING = re.compile(r" *(?:#(?= )|(?P<more>#{2,6})(?!#))(?P<text>.*)")
_UNDERLINE = re.compile(r" *={3,} *")
# A line that begins with none of these is a paragraph's or a table's: of a release, nine in ten.
_STARTERS = frozenset("#-*+_•●▪◦0123456789๐๑๒๓๔๕๖๗๘๙>\x02")
_STASHED = re.compile(r" *\x02wzxhzdk:[0-9]+\x03 *")  # `markdown.util.HTML_PLACEHOLDER`


class Heading(Struct, frozen=True):
    """A heading; level 1 to 6 as written."""

    level: int
    text: str


class Rule(Struct, frozen=True):
    """A horizontal rule."""


class Block(Struct, frozen=True):
    """Lines that belong together: a paragraph, a quotation, a table, a definition."""

    text: str


Piece = Heading | Rule | Block | OfficeList


def pieces(text: str, *, lists: bool = True) -> Iterator[Piece]:
    """Cut a text; `lists` is False for the text of an item, out of which its lists have been taken."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        plain = _is_plain(lines[at])
        if plain and not lines[at].strip():
            at += 1
        elif plain and not (at + 1 < len(lines) and lines[at + 1]):  # a line by itself, as most are
            yield Block(lines[at])
            at += 2
        elif lists and not plain and starts(mark(lines[at])):
            one, at = read_list(lines, at)
            yield one
        elif at + 1 < len(lines) and "===" in lines[at + 1] and _UNDERLINE.fullmatch(lines[at + 1]):
            yield Heading(1, lines[at].strip())
            at += 2
        elif not plain and (single := _single(lines[at])):
            yield single
            at += 1
        else:
            end = _end(lines, at, lists=lists)
            yield from _blocks(lines[at:end])
            at = end


def _is_plain(line: str) -> bool:
    """Whether the line can begin nothing but a paragraph or a table; a blank one is plain too."""
    return line.lstrip()[:1] not in _STARTERS


def _single(line: str) -> Heading | Rule | Block | None:
    """A piece that is one line: a heading, a rule, or the place where raw HTML or code was taken out."""
    heading = _HEADING.fullmatch(line)
    if heading and heading["text"].strip(" #"):
        text = heading["text"].strip()
        return Heading(len(heading["more"] or "#"), text.rstrip("#").rstrip() if text.endswith((" #", "##")) else text)
    if is_rule(line):
        return Rule()
    return Block(line.strip()) if _STASHED.fullmatch(line) else None


def _end(lines: list[str], at: int, *, lists: bool) -> int:
    """Where the block that begins at a line ends: before the first line of another kind."""
    if _is_quote(lines[at]):
        return _first(lines, at, lambda line: not _is_quote(line))
    if _is_table(lines, at):
        return _first(lines, at, lambda line: "|" not in line)
    end = at + 1
    while end < len(lines) and not _breaks(lines, end, lists=lists):
        end += 1
    return end


def _first(lines: list[str], at: int, wanted: Callable[[str], bool]) -> int:
    return next((end for end in range(at, len(lines)) if wanted(lines[end])), len(lines))


def _breaks(lines: list[str], at: int, *, lists: bool) -> bool:
    line = lines[at]
    if _is_plain(line):
        return not line.strip() or _is_table(lines, at)
    return (lists and interrupts(mark(line))) or _is_quote(line) or _is_table(lines, at) or _single(line) is not None


def _is_quote(line: str) -> bool:
    return line.lstrip().startswith(">")


def _is_table(lines: list[str], at: int) -> bool:
    return "|" in lines[at] and at + 1 < len(lines) and _is_delimiters(lines[at + 1])


def _is_delimiters(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip(" |:-")


def _blocks(lines: list[str]) -> Iterator[Block]:
    """One block, or several where a paragraph is very long. Indents stay: they say what is a footnote's."""
    if len(lines) == 1 and _is_plain(lines[0]):
        yield Block(lines[0])
        return
    if _is_quote(lines[0]) or _is_table(lines, 0):
        yield Block("\n".join(line.strip() for line in lines))
        return
    first, size = 0, 0
    for at, line in enumerate(lines):
        size += len(line) + 1
        if size > LONGEST and at > first:
            yield Block("\n".join(lines[first:at]))
            first, size = at, len(line) + 1
    yield Block("\n".join(lines[first:]))

"""A source cut by lines into front matter, keys and body, so that an edit puts other lines in a key's place alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from site_builder.problems import Span
from site_builder.reading import fences, frontmatter, schema
from site_builder.reading.composing import Entry
from site_builder.reading.lines import Canonical, Lump, check
from site_builder.reading.schema import Taxonomies
from site_builder.reading.source import Source, decode

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_REMARK = re.compile(r"\s*(?:#.*)?")


class Place(Struct, frozen=True):
    """The lines `[start, end)` of a key, without blank lines and remarks behind it."""

    start: int
    end: int
    entry: Entry
    line: str  # its first line, mended, as the entry's spans count it
    at: int  # the offset of that line


class Cut(Struct, frozen=True):
    """A text in pieces that are put together again by joining them."""

    lines: tuple[str, ...]  # as they stand, with their ends
    places: Mapping[str, Place]  # by the key's English name
    close: int  # the line of the closing fence
    body: int  # the first line of the body that is not blank
    tail: str  # the blank lines at the end

    @property
    def newline(self) -> str:
        """The line end that most lines have."""
        return newline_of(self.lines)

    @property
    def prose(self) -> str:
        r"""The body as a text field holds it: lines end with "\n", and no blank line stands around it."""
        return unified("".join(self.lines[self.body :])).rstrip("\n")

    @property
    def is_thai(self) -> bool:
        """Whether its keys are written in Thai, as most of those that have a Thai name are."""
        named = [one for name, one in self.places.items() if name in schema.BY_NAME]
        return sum(one.entry.written != name for name, one in self.places.items()) * 2 > len(named) > 0


def lines_of(text: str) -> tuple[str, ...]:
    """A text's lines with their ends, as our reader counts them."""
    return tuple(_LINE.findall(text))


def newline_of(lines: Sequence[str]) -> str:
    """The line end that most of these lines have."""
    ends = [line[len(line.rstrip("\r\n")) :] for line in lines]
    return max(("\n", "\r\n", "\r"), key=ends.count)


def unified(text: str) -> str:
    r"""The text with "\n" for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def trimmed(prose: str) -> str:
    """A body as `Cut.prose` gives it back."""
    lines = prose.split("\n")
    blank = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[blank:]).rstrip("\n")


def canonical(taxonomies: Taxonomies) -> Canonical:
    """The English name of a key as it is written."""
    names = schema.names(taxonomies)
    return lambda written: names.get(schema.folded(written))


def cut(text: str, taxonomies: Taxonomies) -> Cut | None:
    """Cut a text as it stands in its file; None where front matter cannot be told from body: then it is one piece."""
    source, name_of = decode(text.encode()), canonical(taxonomies)
    if not source.readable:
        return None
    found = fences.find(source.text, lambda key: name_of(key) is not None)
    if not isinstance(found, fences.Fences) or found.problems:
        return None
    front = frontmatter.parse(source.text, name_of)
    if not front.whole or front.body != found.body:
        return None
    return _pieces(text, source, (found, front.entries), name_of)


def _pieces(text: str, source: Source, found: tuple[fences.Fences, tuple[Entry, ...]], name_of: Canonical) -> Cut:
    fence, entries = found
    lines = lines_of(text)
    lump_of = _lumps(source.text, fence, name_of)
    number = _counter(source.text)
    places = {
        entry.name: _place(entry, lump_of[entry.span.start], number) for entry in entries if entry.span.start in lump_of
    }
    body = number(fence.body) if source.text[fence.body - 1 : fence.body] == "\n" else len(lines)
    while body < len(lines) and not lines[body].strip():
        body += 1
    whole = "".join(lines[body:])
    tail = whole[len(whole.rstrip("\r\n")) :]
    return Cut(lines, MappingProxyType(places), number(fence.end), body, tail)


def _counter(text: str) -> Callable[[int], int]:
    return lambda offset: text.count("\n", 0, offset)


def _lumps(text: str, fence: fences.Fences, name_of: Canonical) -> dict[int, Lump]:
    """Every key's lines, by where they begin."""
    checked = check(text, fence.start, fence.end, name_of)
    return {lump.start: lump for lump in (*checked.good, *checked.spoilt)}


def _place(entry: Entry, lump: Lump, number: Callable[[int], int]) -> Place:
    start = number(lump.start)
    kept = lump.text.split("\n")[:-1]
    while len(kept) > 1 and is_remark(kept[-1]):
        kept.pop()
    return Place(start, start + len(kept), entry, lump.line, lump.start)


def is_remark(line: str) -> bool:
    """Whether a line at the end of a key's lines is a blank one or a remark at the margin."""
    return bool(_REMARK.fullmatch(line)) and not line.startswith((" ", "\t"))


def within_line(place: Place, span: Span) -> tuple[int, int]:
    """A span as columns of its key's first line."""
    return span.start - place.at, span.end - place.at

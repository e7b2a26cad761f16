"""Front matter into entries with their places: python-frontmatter cuts and calls, our handler reads; types nothing."""

from __future__ import annotations

from collections.abc import Iterator

import frontmatter
from frontmatter.default_handlers import YAMLHandler
from msgspec import Struct

from site_builder.problems import Problem, Span, error
from site_builder.reading import fences
from site_builder.reading.composing import Entry, Fault, Scalar, Spoilt, Table, Value, compose
from site_builder.reading.lines import DEEPEST, LARGEST, Canonical, Lump, check, for_parser, quoted
from site_builder.reading.plain_keys import compose_plainly

_WIDEST = 4  # bytes of a character
_ROUNDS = 20  # syntax mistakes named at once; each costs one more run of the parser


class FrontMatter(Struct, frozen=True):
    """What stands between the fences; `body` is the offset at which the body begins."""

    entries: tuple[Entry, ...]
    body: int
    problems: tuple[Problem, ...] = ()
    whole: bool = True  # False: keys may be missing here that the author did write


def parse(text: str, canonical: Canonical) -> FrontMatter:
    """Read the front matter of a normalised text that is not blank; `canonical` gives a known key its English name."""
    handler = _Handler(text, canonical)
    found, _ = frontmatter.parse(text, handler=handler)
    entries = tuple(entry for entry in found.values() if isinstance(entry, Entry))
    return FrontMatter(entries, handler.body, tuple(handler.problems), handler.whole)


class _Handler(YAMLHandler):
    """One reading of one text, which `frontmatter.parse` strips: `split` uses our own copy, for the offsets."""

    def __init__(self, text: str, canonical: Canonical) -> None:
        super().__init__()
        self.text = text
        self.canonical = canonical
        self.start = 0
        self.body = len(text)
        self.problems: list[Problem] = []
        self.whole = True

    def split(self, text: str) -> tuple[str, str]:
        """Cut at the fences; ValueError is how the library learns that there are none."""
        found = fences.find(self.text, lambda key: self.canonical(key) is not None)
        if not isinstance(found, fences.Fences):
            self.problems.append(found)
            self.whole = False
            raise ValueError(text[:40])  # noqa: TRY004 - this is what the library listens for
        self.problems.extend(found.problems)
        self.start, self.body = found.start, found.body
        return self.text[found.start : found.end], self.text[found.body :]

    def load(self, fm: str, **_: object) -> dict[str, object]:
        """Compose the entries by their names."""
        if len(fm) > LARGEST // _WIDEST and len(fm.encode()) > LARGEST:
            self.problems.append(error("F019", limit=LARGEST // 1024))
            self.whole = False
            return {}
        plain = compose_plainly(fm, self.start)
        if plain:
            return dict(self._unique(self._entries(plain)))
        checked = check(self.text, self.start, self.start + len(fm), self.canonical)
        self.problems.extend(checked.problems)
        if checked.end < self.start + len(fm):
            self.problems.append(error("F014", _line_before(self.text, self.start)))
            self.body = checked.end
        entries = self._parsed(list(checked.good), checked.spoilt, checked.end - self.start)
        return dict(self._unique(sorted(entries, key=lambda entry: entry.span.start)))

    def _parsed(self, good: list[Lump], spoilt: tuple[Lump, ...], end: int) -> list[Entry]:
        """Run the parser; what stops it is named and taken out, so that the next run finds the next mistake."""
        bad = list(spoilt)
        for _ in range(_ROUNDS):
            found = compose(for_parser(good, self.start, end), self.start)
            if not isinstance(found, Fault):
                self.problems.extend(found.notices)
                return [*self._entries(found.value), *(self._spoilt(lump) for lump in bad if lump.key)]
            place = self.start + found.place
            lump = next((lump for lump in reversed(good) if lump.start <= place), good[0])
            span = Span(max(place, lump.start), max(place, lump.start) + 1)
            self.problems.append(error(found.code, span, fix=_single(lump, found), start=found.start, limit=DEEPEST))
            good.remove(lump)
            bad.append(lump)
        return [self._spoilt(lump) for lump in (*good, *bad) if lump.key]

    def _entries(self, found: Value) -> list[Entry]:
        if isinstance(found, Table):
            names = [self.canonical(entry.written) or entry.written for entry in found.entries]
            return [
                entry if name == entry.name else Entry(name, entry.written, entry.span, entry.value)
                for name, entry in zip(names, found.entries, strict=True)
            ]
        self.problems.append(error("F037" if isinstance(found, Scalar) else "F038", found.span))
        self.whole = False
        return []

    def _spoilt(self, lump: Lump) -> Entry:
        name = self.canonical(lump.key) or lump.key
        return Entry(name, lump.key, Span(lump.start, lump.start + len(lump.key)), Spoilt(lump.span))

    def _unique(self, entries: list[Entry]) -> Iterator[tuple[str, Entry]]:
        seen: set[str] = set()
        for entry in entries:
            if entry.name in seen:
                self.problems.append(error("F018", entry.span, key=entry.written))
                continue
            seen.add(entry.name)
            yield entry.name, entry


def _single(lump: Lump, fault: Fault) -> str:
    """The line in single quotes, for a value of one line whose double quotes hold a backslash."""
    if fault.code != "F035" or not lump.alone or lump.value[-1:] != '"':
        return ""
    return f"{lump.key}: {quoted(lump.value[1:-1])}"


def _line_before(text: str, start: int) -> Span:
    return Span(text.rfind("\n", 0, max(0, start - 1)) + 1, start)

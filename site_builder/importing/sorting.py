"""The lines of a foreign text by what they are: headline, news, credit, hashtags, furniture; each is one of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from site_builder.importing.credits import Credits, credits_of
from site_builder.importing.draft import Foreign, Removal
from site_builder.importing.furniture import Piece, furniture, visited
from site_builder.importing.headlines import Headline, headline
from site_builder.importing.lines import Line, lines
from site_builder.importing.prose import hashtags, is_hashtags
from site_builder.problems import Span

AROUND, REPEAT, CREDIT, TAGS = "I104", "I110", "I111", "I112"


class Sorted(Struct, frozen=True):
    """All lines of a text; `prose` is what stays in the body."""

    head: Headline
    prose: tuple[Line, ...]
    signed: Credits
    tagged: tuple[Line, ...]  # nothing but hashtags
    furniture: tuple[tuple[Line, Piece], ...]

    @property
    def story(self) -> tuple[Line, ...]:
        """The prose without what stands above the headline and its longer wordings."""
        beside = (*self.head.variants, *self.head.above)
        return tuple(line for line in self.prose if line not in beside)

    @property
    def top(self) -> tuple[Line, ...]:
        """The headline and its longer wordings."""
        return (*([self.head.line] if self.head.line else []), *self.head.variants)

    @property
    def tags(self) -> tuple[str, ...]:
        """The words of all hashtags."""
        return tuple(tag for line in (*self.prose, *self.tagged) for tag in hashtags(line.text))


def sort_out(text: str, title: str) -> Sorted:
    """Sort a normalised text; `title` is the one that its file gives, "" for none."""
    found = [pair for line in lines(text) for pair in _parted(line)]
    news = [line for line, piece in found if piece is None]
    head = headline(news, title)
    body = [line for line in news if line is not head.line and line not in head.repeats]
    opening = next((line for line in body if line not in head.above), None)
    signed = credits_of(news, head.line, opening)
    rest = [line for line in body if line not in signed.lines]
    tagged = tuple(line for line in rest if is_hashtags(line.text))
    pieces = tuple((line, piece) for line, piece in found if piece)
    return Sorted(head, tuple(line for line in rest if line not in tagged), signed, tagged, pieces)


def _parted(line: Line) -> Iterator[tuple[Line, Piece | None]]:
    """The line whole, or a counter's sentence apart from what stands beside it."""
    whole = furniture(line)
    behind = None if whole else visited(line.text)
    if behind is None:
        yield line, whole
        return
    match, piece = behind
    cuts = [(0, match.start(), None), (*match.span(), piece), (match.end(), len(line.text), None)]
    for start, end, what in cuts:
        part = line.text[start:end].strip()
        if part:
            begin = line.start + line.text.index(part, start)
            yield Line(begin, begin + len(part), part), what


def removals(found: Sorted, foreign: Foreign) -> tuple[Removal, ...]:
    """What is not in the body, and why, in the order of the text; what stood around the text comes first."""
    rows = [(line, piece.why) for line, piece in found.furniture]
    for why, several in ((REPEAT, found.head.repeats), (CREDIT, found.signed.lines), (TAGS, found.tagged)):
        rows += [(line, why) for line in several]
    around = [Removal(Span(0, 0), AROUND, piece) for piece in foreign.removed]
    rows.sort(key=lambda row: row[0].start)
    return (*around, *(Removal(line.span, why, line.text) for line, why in rows))

"""Front matter of plain texts and lists into entries, without the parser: None for what is not certainly plain.

It spares a tenth of the time that an item takes to read. Plain are `key: text`, `- text` below a key, and
`[word, word]`. The tests compare every result with what `composing.compose` makes of it.
"""

from __future__ import annotations

import re

from site_builder.problems import Span
from site_builder.reading.composing import Entry, Listing, Scalar, Table
from site_builder.thai.text import is_usual

# A text that YAML reads as it stands, on one line. One in quotation marks of print has a notice: it is none of these.
_TEXT = r"""(?:"[^"\\\n\[{#\t]*"|'[^'\n\[{#\t]*'|[^\s'"“”‘’\[\]{}&*!|>%@`,?:#-](?:[^:#\[{\n\t]|:(?=[^\s#\[{]))*+)"""
_WORD = r"""[^\s'"“”‘’\[\]{}&*!|>%@`,?:#-][^'"\[\]{},?:#\n\t]*+"""
_ENTRY = re.compile(
    rf"([A-Za-z_ก-๎]{{1,80}}):(?: +({_TEXT}) *\n"
    rf"| *\n((?: {{1,8}}- {{1,8}}{_TEXT} *\n)*+)"
    rf"| +(\[ *(?:{_WORD}(?:, *{_WORD})*+)?\]) *\n)"
)
_ITEM = re.compile(rf"( +)- +({_TEXT}) *\n")
_WORDS = re.compile(rf"()({_WORD})")


def compose_plainly(text: str, base: int) -> Table | None:
    """What `compose` makes of it, without any notice; spans begin to count at `base`."""
    if not text or not is_usual(text):
        return None
    entries: list[Entry] = []
    at = 0
    while at < len(text):
        found = _ENTRY.match(text, at)
        value = _value(found, base) if found else None
        if found is None or value is None:
            return None
        key = found[1]
        entries.append(Entry(key, key, Span(base + at, base + at + len(key)), value))
        at = found.end()
    return Table(tuple(entries), Span(base, base + len(text)))


def _value(found: re.Match[str], base: int) -> Scalar | Listing | None:
    """None for a list with an item further right than the first: that would belong to the text of the one above."""
    if found[4]:
        begin, end = found.span(4)
        words = [_scalar(word, base) for word in _WORDS.finditer(found.string, begin + 1, end - 1)]
        return Listing(tuple(words), Span(base + begin, base + end), flow=True)
    if not found[3]:
        return _scalar(found, base)
    begin, end = found.span(3)
    items = list(_ITEM.finditer(found.string, begin, end))
    indent = items[0][1]
    if any(item[1] != indent for item in items):
        return None
    return Listing(tuple([_scalar(item, base) for item in items]), Span(base + begin + len(indent), base + end))


def _scalar(found: re.Match[str], base: int) -> Scalar:
    """The text of a line; one without any is an empty one behind its colon."""
    written, start = found[2], base + found.start(2)
    if written is None:
        place = base + found.end(1) + 1
        return Scalar("", Span(place, place))
    if written[0] in "'\"":
        return Scalar(written[1:-1], Span(start, start + len(written)), quoted=True)
    text = written.rstrip(" ")
    return Scalar(text, Span(start, start + len(text)))

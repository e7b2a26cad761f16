"""What no line may break in Thai text: dates, times, places with their word, a person's title and first name.

Browsers break Thai by dictionary and so part what is one: 3 มีนาคม | 2565, อ.แคน | ดง, 08.30 | น. No style sheet helps
(`word-break: keep-all` and `auto-phrase` change nothing in Chromium), only a span that does not wrap.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from site_builder.thai.mentions import LETTERS
from site_builder.thai.text import cells
from site_builder.thai.when import MONTHS, MONTHS_SHORT

OPEN, CLOSE = '<span class="whole">', "</span>"
WIDEST = 20  # columns of a piece: half a line of a phone; a wider one would run out of a heading
_LONGEST_NAME = 24  # letters, see `mentions`
_DIGIT = "[0-9๐-๙]"
_MONTH = "|".join(map(re.escape, (*MONTHS, *MONTHS_SHORT)))
_YEAR = rf"{_DIGIT}{{4}}(?!{_DIGIT})"
# Each begins with a sign or two letters, which the engine finds by themselves: 30 µs for 1,000 characters, all in all.
# A digit it would look for among 20, one character after another: 57 µs more.
_MONTHS = re.compile(rf" (?<={_DIGIT} )(?:{_MONTH})(?: (?:พ\.ศ\. ?)?{_YEAR}| {_DIGIT}{{2}}(?!{_DIGIT}))?")
_DAYS = re.compile(rf"(?:{_DIGIT}{{1,2}}[–-])?{_DIGIT}{{1,2}}$")
_HOUR = re.compile(r"น\.")
_CLOCK = rf"{_DIGIT}{{1,2}}[.:]{_DIGIT}{{2}}"
_CLOCKS = re.compile(rf"(?:{_CLOCK} ?[–-] ?)?{_CLOCK} ?$")
_ERA = re.compile(rf"พ\.ศ\. ?{_YEAR}")
_SHORT = re.compile(rf"\.(?<=[ก-ฮ]\.) ?([{LETTERS}]{{2,{_LONGEST_NAME}}}+)")  # อ.แคนดง, พช.บุรีรัมย์
_LONG = tuple(
    re.compile(rf"{word}([{LETTERS}]{{2,{_LONGEST_NAME}}}+)") for word in ("อำเภอ", "ตำบล", "จังหวัด")
)  # one by one: together they share no beginning
_PERSON = re.compile(rf"นา(?:งสาว|ง|ย)[{LETTERS}]{{2,14}}+(?![{LETTERS}])")
_ABBREVIATION = 6  # letters before the dot that are looked at
_CONSONANTS = frozenset(map(chr, range(ord("ก"), ord("ฮ") + 1)))


def pieces(text: str, names: Container[str]) -> list[tuple[int, int]]:
    """Offsets of the pieces, in order and apart; `names` are those of places that follow อ. or อำเภอ."""
    found = sorted({*_plain(text), *_placed(text, names)})
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if start >= (kept[-1][1] if kept else 0) and (end - start <= WIDEST or cells(text[start:end]) <= WIDEST):
            kept.append((start, end))
    return kept


def spanned(html: str, found: Iterable[tuple[int, int]]) -> str:
    """HTML with a span around each of the pieces, which no style sheet lets break."""
    written: list[str] = []
    last = 0
    for start, end in found:
        written += (html[last:start], OPEN, html[start:end], CLOSE)
        last = end
    return "".join((*written, html[last:]))


def _plain(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_ERA, _PERSON):
        for match in pattern.finditer(text):
            yield match.span()
    for pattern, before, width in ((_MONTHS, _DAYS, 5), (_HOUR, _CLOCKS, 14)):
        for match in pattern.finditer(text):
            if found := before.search(text, max(0, match.start() - width), match.start()):
                yield found.start(), match.end()


def _placed(text: str, names: Container[str]) -> Iterator[tuple[int, int]]:
    for pattern in _LONG:
        for match in pattern.finditer(text):
            if length := _known(match[1], names):
                yield match.start(), match.start(1) + length
    for match in _SHORT.finditer(text):
        if length := _known(match[1], names):
            yield _beginning(text, match.start()), match.start(1) + length


def _known(run: str, names: Container[str]) -> int:
    """How long the longest name is that a run of letters begins with; 0 for none."""
    return next((length for length in range(len(run), 1, -1) if run[:length] in names), 0)


def _beginning(text: str, dot: int) -> int:
    """Where an abbreviation begins that ends at a dot: its letters and dots, up to six (รพ.สต.)."""
    start = dot
    while start > max(0, dot - _ABBREVIATION) and (text[start - 1] in _CONSONANTS or text[start - 1] == "."):
        start -= 1
    return start

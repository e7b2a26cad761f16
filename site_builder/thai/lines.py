"""Thai text in lines, broken at words: for pictures, where no browser does it; the width of a letter is handed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from site_builder.thai.text import boundary
from site_builder.thai.whole import pieces

Width = Callable[[str], float]
_NEVER_FIRST = " ๆฯ,.:;!?)]}”’%–-"
_NEVER_LAST = "([{“‘"
_CUT = "…"


def lines(text: str, width: Width, limit: float, most: int, names: Iterable[str] = ()) -> tuple[str, ...]:
    """At most `most` lines of at most `limit`, as even as can be; what does not fit is cut and gets "…".

    Dates and times stay whole, and so do the `names`, which a dictionary of words would cut (ลำ | ปลาย | มาศ). A word
    wider than a line is broken between letters.
    """
    if width(text) <= limit:
        return (text,)
    words = list(_fitting(_words(text, frozenset(names)), width, limit))
    found = _filled(words, width, limit)
    if len(found) > most:
        return (*found[: most - 1], _ended(found[most - 1], width, limit))
    narrower = limit
    while narrower > limit / 2 and len(_filled(words, width, narrower * 0.96)) == len(found):
        narrower *= 0.96
    return tuple(_filled(words, width, narrower))


def _words(text: str, names: frozenset[str]) -> Iterator[str]:
    """The text cut where a line may end."""
    from newmm_tokenizer.tokenizer import word_tokenize  # noqa: PLC0415 — reads 60,000 words, which takes 0.5 s

    plain = " ".join(text.split())
    ends, at = [], 0
    for word in word_tokenize(plain, keep_whitespace=True):
        at += len(word)
        ends.append(at)
    kept = [*pieces(plain, names), *(found.span() for name in names for found in re.finditer(re.escape(name), plain))]
    last = 0
    for end in ends:
        inside = any(start < end < stop for start, stop in kept)
        if not inside and (end == len(plain) or _may_part(plain[end - 1], plain[end])):
            yield plain[last:end]
            last = end


def _may_part(left: str, right: str) -> bool:
    return right not in _NEVER_FIRST and left not in _NEVER_LAST


def _fitting(words: Iterator[str], width: Width, limit: float) -> Iterator[str]:
    """The words, one that is wider than a line in parts."""
    for word in words:
        rest = word
        while width(rest) > limit:
            most = max(size for size in range(1, len(rest)) if size == 1 or width(rest[:size]) <= limit)
            cut = boundary(rest, most) or most
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _filled(words: list[str], width: Width, limit: float) -> list[str]:
    found = [""]
    for word in words:
        if found[-1] and width((found[-1] + word).rstrip()) > limit:
            found.append("")
        found[-1] += word
    return [line.strip() for line in found]


def _ended(line: str, width: Width, limit: float) -> str:
    """The last line that there is room for, with a sign that more would follow."""
    while line and width(line + _CUT) > limit:
        line = line[: boundary(line, len(line) - 1)]
    return line.rstrip(" ,;:–-") + _CUT

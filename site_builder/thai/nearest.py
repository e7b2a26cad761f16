"""The names that a mistyped one may mean, by a distance in which Thai marks weigh little; offers, never decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

LETTER, MARK, ALIKE = 5, 2, 3  # what a wrong, missing or needless letter costs; a mark or vowel sign; a look-alike
# Letters that are taken for each other, by sound or by sight; two neighbours that changed places cost the same.
_ALIKE = ("ฎฏ", "ศษส", "นณ", "ใไ", "เแ", "รล", "ทธฑฒ", "ดต", "บป", "ชซ", "พผภถ", "ขคฆ", "ยญ", "อฮ", "ะาๅ")
_FIRST_ALIKE = {letter: group[0] for group in _ALIKE for letter in group}


class _Name(NamedTuple):
    """A name made ready: folded, what each character costs and all together, its letters as a set of bits."""

    folded: str
    costs: tuple[int, ...]
    weight: int
    letters: int


def nearest(word: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The closest candidates as they are written, best first; empty if none is within about a third of the word."""
    wanted = _ready(word)
    bound = wanted.weight * 36 // 100
    found = [(_distance(wanted, _ready(name), bound), name) for name in dict.fromkeys(candidates)]
    return tuple(name for _, name in sorted(pair for pair in found if pair[0] <= bound)[:count])


def distance(one: str, other: str) -> int:
    """How far two spellings are apart: 0 for the same, `MARK`, `ALIKE` or `LETTER` for each thing that differs."""
    left, right = _ready(one), _ready(other)
    return _distance(left, right, left.weight + right.weight)


@lru_cache(maxsize=16_384)  # more than the 7,436 subdistricts: a build asks about the same names again and again
def _ready(name: str) -> _Name:
    folded = unicodedata.normalize("NFC", name).casefold()
    costs, bits = zip(*map(_character, folded), strict=True) if folded else ((), ())
    return _Name(folded, costs, sum(costs), reduce(or_, bits, 0))


@lru_cache(maxsize=1_024)
def _character(character: str) -> tuple[int, int]:
    """What a character costs, and the bit that it shares with its look-alikes; a mark has none."""
    if unicodedata.category(character) == "Mn":
        return MARK, 0
    return LETTER, 1 << (ord(_FIRST_ALIKE.get(character, character)) % 128)


def _distance(left: _Name, right: _Name, bound: int) -> int:
    """Weighted edit distance with swaps of neighbours; anything over `bound` where that is seen early."""
    if abs(left.weight - right.weight) > bound:
        return bound + 1
    apart = max((left.letters & ~right.letters).bit_count(), (right.letters & ~left.letters).bit_count())
    if apart * LETTER > bound:  # leaves 15 to 500 of 6,170 place names to compare
        return bound + 1
    before: list[int] = []
    row = _sums(right.costs)
    for i, (a, cost) in enumerate(zip(left.folded, left.costs, strict=True)):
        older, before, row = before, row, [row[0] + cost]
        for j, (b, other) in enumerate(zip(right.folded, right.costs, strict=True)):
            best = min(before[j + 1] + cost, row[j] + other, before[j] + _change(a, b, cost, other))
            if i and j and a == right.folded[j - 1] and b == left.folded[i - 1]:
                best = min(best, older[j - 1] + ALIKE)
            row.append(best)
        if min(row) > bound:
            return bound + 1
    return row[-1]


def _sums(costs: tuple[int, ...]) -> list[int]:
    sums = [0]
    for cost in costs:
        sums.append(sums[-1] + cost)
    return sums


def _change(a: str, b: str, cost: int, other: int) -> int:
    """What it costs that `b` stands for `a`."""
    if a == b:
        return 0
    if cost == other:
        return ALIKE if _FIRST_ALIKE.get(a, a) == _FIRST_ALIKE.get(b, b) else cost
    return cost + other  # a mark for a letter: neither replaces the other

"""The names that a mistyped one may mean, by a distance in which Thai marks weigh little; offers, never decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

LETTER, MARK, ALIKE = 5, 2, 3  # what a wrong, missing or needless letter costs; a mark or vowel sign; a look-alike
# Letters that are taken for each other, by sound or by sight; two neighbours that changed places cost the same.
_ALIKE = ("ฎฏ", "ศษส", "นณ", "ใไ", "เแ", "รล", "ทธฑฒ", "ดต", "บป", "ชซ", "พผภ", "ขคฆ", "ยญ", "ถภ", "อฮ", "ะา", "าๅ")
_PAIRS = frozenset((a, b) for group in _ALIKE for a in group for b in group)


class _Name(NamedTuple):
    """A candidate made ready: folded, with the cost of each character and the set of its letters as bits."""

    folded: str
    costs: tuple[int, ...]
    weight: int


def nearest(word: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The closest candidates as they are written, best first; empty if none is within about a third of the word."""
    wanted = _ready(word)
    bound = wanted.weight * 36 // 100
    found = []
    for name in dict.fromkeys(candidates):
        cost = _distance(wanted, _ready(name), bound)
        if cost <= bound:
            found.append((cost, name))
    return tuple(name for _, name in sorted(found)[:count])


@lru_cache(maxsize=16_384)  # more than the 7,436 subdistricts; a build asks about the same names again and again
def _ready(name: str) -> _Name:
    folded = unicodedata.normalize("NFC", name).casefold()
    costs = tuple(map(_cost, folded))
    return _Name(folded, costs, sum(costs))


def _cost(character: str) -> int:
    return MARK if unicodedata.category(character) == "Mn" else LETTER


def _distance(left: _Name, right: _Name, bound: int) -> int:
    """Weighted edit distance with swaps of neighbours; anything over `bound` where that is seen early."""
    if abs(left.weight - right.weight) > bound:
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
        return ALIKE if (a, b) in _PAIRS else cost
    return cost + other  # a mark for a letter: neither replaces the other

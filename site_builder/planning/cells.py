"""Places to cells: a disc about each, cut half-way to its neighbours, and its name as large as fits; pure.

All numbers are whole units of a drawing in which neighbours lie 100 apart.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from site_builder.planning.layout import Point

UNIT = 100
RADIUS = 62  # a hexagon about a circle of 50 has corners at 57.7: no holes where three meet
GAP = 2  # from a cell's edge to the middle between two
LARGEST, SMALLEST = 24, 14  # of a name's letters
LETTER = 0.56  # width of a letter by its size: Sarabun Bold's widest common ones (ณ, ฒ, ญ) are 0.68, most 0.53
LEADING = 1.2  # Thai marks above and below need 1.785 on paper; two lines of a name seldom meet in them
FIGURE = 18  # size of the count
BELOW = 1.3  # of that size, from a name's feet to the count's: ู stands between
MARGIN = 3  # beside a line
_CORNERS = (
    *((1.0, 0.0), (0.980785, 0.19509), (0.92388, 0.382683), (0.83147, 0.55557)),
    *((0.707107, 0.707107), (0.55557, 0.83147), (0.382683, 0.92388), (0.19509, 0.980785)),
)  # of a quarter of a polygon of 32: written out, since not every machine's sine has the same last digit


class Lettering(Struct, frozen=True):
    """A name in its cell: lines centred on `x`, each with its baseline, and one below for the count."""

    x: int
    size: int
    lines: tuple[tuple[str, int], ...]
    figure_y: int


def cells(points: Sequence[Point]) -> list[list[Point]]:
    """A polygon for each point, in units, with a corner of all at 0, 0."""
    found = [_cell(index, points) for index in range(len(points))]
    left = min(x for cell in found for x, _ in cell)
    top = min(y for cell in found for _, y in cell)
    return [[(x - left, y - top) for x, y in cell] for cell in found]


def _cell(index: int, points: Sequence[Point]) -> list[Point]:
    x, y = points[index][0] * UNIT, points[index][1] * UNIT
    radius = RADIUS - GAP
    found = [(x + across * radius, y + down * radius) for across, down in _circle()]
    for other, (across, down) in enumerate(points):
        way = (across * UNIT - x, down * UNIT - y)
        length = math.sqrt(way[0] * way[0] + way[1] * way[1])
        if other != index and 0 < length < 2 * RADIUS:
            found = _cut(found, (x, y), (way[0] / length, way[1] / length), length / 2 - GAP)
    return found


def _circle() -> list[Point]:
    found: list[Point] = []
    for across, down in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        found += [(x * across - y * down, x * down + y * across) for x, y in _CORNERS]
    return found


def _cut(polygon: Sequence[Point], centre: Point, way: Point, reach: float) -> list[Point]:
    """What lies no farther than `reach` from the centre in the direction `way`, of length 1."""
    found: list[Point] = []
    beyond = [(x - centre[0]) * way[0] + (y - centre[1]) * way[1] - reach for x, y in polygon]
    for index, (x, y) in enumerate(polygon):
        before, here = beyond[index - 1], beyond[index]
        if (before < 0) != (here < 0):
            share = before / (before - here)
            former = polygon[index - 1]
            found.append((former[0] + share * (x - former[0]), former[1] + share * (y - former[1])))
        if here < 0:
            found.append((x, y))
    return found


def path(polygons: Sequence[Sequence[Point]]) -> str:
    """The `d` of an SVG path, in whole units."""
    return "".join(f"M{' '.join(dict.fromkeys(f'{x:.0f},{y:.0f}' for x, y in polygon))}z" for polygon in polygons)


def lettering(lines: Sequence[str], cell: Sequence[Point]) -> Lettering:
    """The name as large as fits in its cell, in one line where that is no smaller than cut in several."""
    whole, cut = _fitted(["".join(lines)], cell), _fitted(lines, cell)
    return whole if whole.size >= min(cut.size, LARGEST - 2) else cut


def _fitted(lines: Sequence[str], cell: Sequence[Point]) -> Lettering:
    x, y = _middle(cell)
    for size in range(LARGEST, SMALLEST, -1):
        found = _set(lines, size, (x, y))
        if all(_fits(line, base, size, x, cell) for line, base in found.lines):
            return found
    return _set(lines, SMALLEST, (x, y))


def _set(lines: Sequence[str], size: int, middle: Point) -> Lettering:
    height = (len(lines) - 1) * size * LEADING + FIGURE
    first = middle[1] - height / 2 + size * 0.36
    bases = tuple((line, round(first + index * size * LEADING)) for index, line in enumerate(lines))
    return Lettering(round(middle[0]), size, bases, round(bases[-1][1] + FIGURE * BELOW))


def _fits(line: str, base: int, size: int, x: float, cell: Sequence[Point]) -> bool:
    """Whether a line stays in its cell, at the height of its letters' feet and heads."""
    half = _letters(line) * size * LETTER / 2 + MARGIN
    return all(
        left <= x - half and x + half <= right for left, right in (_span(cell, base), _span(cell, base - size * 0.6))
    )


def _letters(text: str) -> int:
    """How many letters stand side by side: Thai vowels and tones above and below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def _span(cell: Sequence[Point], y: float) -> tuple[float, float]:
    """The leftmost and rightmost point of a convex cell at a height."""
    found: list[float] = []
    for index, (x, here) in enumerate(cell):
        former_x, before = cell[index - 1]
        if (before <= y) != (here <= y):
            found.append(former_x + (y - before) / (here - before) * (x - former_x))
    return (min(found), max(found)) if found else (0.0, 0.0)


def _middle(cell: Sequence[Point]) -> Point:
    """The centre of gravity."""
    area = x = y = 0.0
    for index, (across, down) in enumerate(cell):
        before = cell[index - 1]
        part = before[0] * down - across * before[1]
        area += part
        x += (before[0] + across) * part
        y += (before[1] + down) * part
    return x / area / 3, y / area / 3

"""Boundaries in degrees to polygons of the map's drawing, with no more corners than can be seen; pure."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.planning.layout import Point, flat

SIDE = 620  # units of the longer side of a wide province, and of the width of a tall one: as the schematic map's
TALLEST = 1000
SEEN = 1.0  # unit: a corner nearer than this to the line between its neighbours is left out
SMALL = 12.0  # square units: an islet that would be a dot


def drawn_to_scale(districts: Sequence[Sequence[Sequence[Point]]]) -> list[list[list[Point]]]:
    """For each district its rings, in units, with a corner of all at 0, 0; given as (longitude, latitude)."""
    plane = [[flat([(latitude, longitude) for longitude, latitude in ring]) for ring in rings] for rings in districts]
    every = [point for rings in plane for ring in rings for point in ring]
    left, top = min(x for x, _ in every), min(y for _, y in every)
    width, height = max(x for x, _ in every) - left, max(y for _, y in every) - top
    scale = min(SIDE / width, TALLEST / height) if width and height else 1.0
    found = [[[((x - left) * scale, (y - top) * scale) for x, y in ring] for ring in rings] for rings in plane]
    return [_without_dots([_simpler(ring) for ring in rings]) for rings in found]


def _without_dots(rings: Sequence[list[Point]]) -> list[list[Point]]:
    """The rings that can be seen, and the largest in any case."""
    ordered = sorted(rings, key=_area, reverse=True)
    return [ring for index, ring in enumerate(ordered) if not index or _area(ring) > SMALL]


def _area(ring: Sequence[Point]) -> float:
    double = 0.0
    for index, (x, y) in enumerate(ring):
        double += ring[index - 1][0] * y - x * ring[index - 1][1]
    return abs(double) / 2


def _simpler(ring: list[Point]) -> list[Point]:
    """Ramer, Douglas and Peucker's: of a line keep its ends and what is farthest from it, if it can be seen."""
    if len(ring) < 4:  # noqa: PLR2004 — a triangle
        return ring
    closed = [*ring, ring[0]]
    far = max(range(len(ring)), key=lambda index: _from_line(ring[index], ring[0], ring[0]))
    kept = {0, far}
    waiting = [(0, far), (far, len(ring))]
    while waiting:
        first, last = waiting.pop()
        inner = range(first + 1, last)
        farthest = max(inner, key=lambda index: _from_line(closed[index], closed[first], closed[last]), default=None)
        if farthest is not None and _from_line(closed[farthest], closed[first], closed[last]) > SEEN * SEEN:
            kept.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [ring[index] for index in sorted(kept)]


def _from_line(point: Point, start: Point, end: Point) -> float:
    """The square of a point's distance from a stretch of line."""
    x, y = end[0] - start[0], end[1] - start[1]
    length = x * x + y * y
    share = ((point[0] - start[0]) * x + (point[1] - start[1]) * y) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    across, down = start[0] + share * x - point[0], start[1] + share * y - point[1]
    return across * across + down * down

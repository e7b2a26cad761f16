"""Places to a schematic order: each by its neighbours as on the map, all equally far apart; pure, the same everywhere.

Districts differ a hundredfold in size, and a name needs the same room in each. So the map is drawn as a traveller
remembers it: who lies beside whom, and in which direction. Only + - × ÷ and square roots, which every machine rounds
alike; no `sum` of floats, which Python 3.12 rounds otherwise than 3.11.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

Point = tuple[float, float]
WIDEST = 5.0  # distances from the leftmost place to the rightmost: with their cells 6.3, so 50 px each on a phone
DRAWN = 60  # rounds in which neighbours draw each other to their places
APART = 200  # rounds in which those too near push each other away: Bangkok's 50 districts then overlap by 2 %
HELD = 140  # of these, the first in which neighbours also hold each other
_GRIP = 0.12  # of a gap, closed in a round
_PUSH = 0.4  # of an overlap, opened in a round by each of the two
NARROWING = 0.966


class Tie(Struct, frozen=True):
    """Two places between which no third one lies, and the direction from one to the other, of length 1."""

    one: int
    other: int
    x: float
    y: float


def arranged(places: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    """Where to draw places given as (latitude, longitude), about 1 apart; y grows downwards."""
    if len(places) < 2:  # noqa: PLR2004 — a place alone
        return tuple((0.0, 0.0) for _ in places)
    plane = flat(places)
    ties = ties_of(plane)
    return _apart(_squeezed(_drawn(plane, ties)), ties)


def flat(places: Sequence[tuple[float, float]]) -> list[Point]:
    """Degrees (latitude, longitude) to a plane, y downwards: a degree of longitude is 0.97 of one of latitude.

    So it is at 15° north, in the middle of Thailand; from Yala to Mae Sai that is true to 3 %.
    """
    return [(longitude * NARROWING, -latitude) for latitude, longitude in places]


def _square(one: Point, other: Point) -> float:
    x, y = other[0] - one[0], other[1] - one[1]
    return x * x + y * y


def ties_of(points: Sequence[Point]) -> list[Tie]:
    """The Gabriel graph: two are neighbours where no third lies in the circle between them."""
    found = []
    for one in range(len(points)):
        for other in range(one + 1, len(points)):
            first, second = points[one], points[other]
            middle = ((first[0] + second[0]) / 2, (first[1] + second[1]) / 2)
            square = _square(first, second)
            others = (point for index, point in enumerate(points) if index not in (one, other))
            if square and all(_square(point, middle) >= square / 4 for point in others):
                length = math.sqrt(square)
                found.append(Tie(one, other, (second[0] - first[0]) / length, (second[1] - first[1]) / length))
    return found


def _drawn(points: Sequence[Point], ties: Sequence[Tie]) -> list[Point]:
    """Each place where its neighbours would have it: one step from them, in the true direction."""
    lengths = sorted(math.sqrt(_square(points[tie.one], points[tie.other])) for tie in ties)
    usual = lengths[len(lengths) // 2] if lengths else 1.0
    now = [((x - points[0][0]) / usual, (y - points[0][1]) / usual) for x, y in points]
    for _ in range(DRAWN):
        wished: list[list[Point]] = [[place] for place in now]
        for tie in ties:
            wished[tie.one].append((now[tie.other][0] - tie.x, now[tie.other][1] - tie.y))
            wished[tie.other].append((now[tie.one][0] + tie.x, now[tie.one][1] + tie.y))
        now = [_halfway(wishes) for wishes in wished]
    return now


def _halfway(wishes: Sequence[Point]) -> Point:
    """Half the way from where a place is (the first) to the mean of where the others want it."""
    (x, y), others = wishes[0], wishes[1:]
    if not others:
        return x, y
    return (x + math.fsum(one[0] for one in others) / len(others)) / 2, (
        y + math.fsum(one[1] for one in others) / len(others)
    ) / 2


def _squeezed(points: Sequence[Point]) -> list[Point]:
    """Not wider than a phone allows; those that are squeezed make room for each other downwards."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    share = min(1.0, WIDEST / (right - left)) if right > left else 1.0
    margin = (WIDEST - (right - left) * share) / 2
    return [((x - left) * share + margin, y) for x, y in points]


def _apart(points: Sequence[Point], ties: Sequence[Tie]) -> tuple[Point, ...]:
    """No two nearer than 1, and neighbours near each other, within the width."""
    now = list(points)
    for turn in range(APART):
        moves = [[0.0, 0.0] for _ in now]
        _push(now, moves)
        if turn < HELD:
            _hold(now, ties, moves)
        now = [(min(WIDEST, max(0.0, x + move[0])), y + move[1]) for (x, y), move in zip(now, moves, strict=True)]
    return tuple(now)


def _push(now: Sequence[Point], moves: Sequence[list[float]]) -> None:
    for one, (x, y) in enumerate(now):
        for other in range(one + 1, len(now)):
            across = now[other][0] - x
            if -1 < across < 1:
                down = now[other][1] - y
                square = across * across + down * down
                if square < 1:
                    length = math.sqrt(square) or 1.0
                    _move(moves, one, other, (across, down), _PUSH * (length - 1) / length)


def _hold(now: Sequence[Point], ties: Sequence[Tie], moves: Sequence[list[float]]) -> None:
    for tie in ties:
        across, down = now[tie.other][0] - now[tie.one][0], now[tie.other][1] - now[tie.one][1]
        square = across * across + down * down
        if square > 1:
            length = math.sqrt(square)
            _move(moves, tie.one, tie.other, (across, down), _GRIP * (length - 1) / length)


def _move(moves: Sequence[list[float]], one: int, other: int, way: Point, share: float) -> None:
    """Bring two nearer to each other by a share of the way between them, or apart by a negative one."""
    moves[one][0] += way[0] * share
    moves[one][1] += way[1] * share
    moves[other][0] -= way[0] * share
    moves[other][1] -= way[1] * share

"""Five flat scenes of Buriram as SVG: woven silk, rice fields, laterite temples, the river, the hills; pure."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 1200, 675
CELL = 15  # of the woven pattern: 80 by 45 cells


class Palette(NamedTuple):
    """Six flat colours, from the sky down to what stands in front."""

    sky: str
    sun: str
    far: str
    middle: str
    near: str
    dark: str


SILKS = {
    "red": Palette("#5d1512", "#e0ac4a", "#8f2a1c", "#c4502f", "#f3e2c0", "#3c0d0d"),
    "indigo": Palette("#1d2c4d", "#d9dfe8", "#33507f", "#6f8fb5", "#f1ead9", "#121c33"),
    "gold": Palette("#8a5a12", "#f5dd9a", "#b47a1e", "#dba63f", "#fbf1d6", "#5b390a"),
    "earth": Palette("#5a3a29", "#d9b48c", "#7b5138", "#a87850", "#efe0cb", "#37221a"),
    "violet": Palette("#472048", "#e3b7c0", "#6b3464", "#a35a86", "#f4e3da", "#2c122d"),
}
DAYS = {
    "morning": Palette("#f6dfb8", "#f2b04e", "#b9b77f", "#8fa257", "#6d8a3c", "#46602a"),
    "noon": Palette("#cfe4e2", "#fff3c9", "#9fbf8c", "#7fa956", "#5f9140", "#3d6a2e"),
    "harvest": Palette("#f9e7c6", "#e98f3d", "#d9b65f", "#cfa23d", "#b7842a", "#7a5419"),
    "laterite": Palette("#f7e3c3", "#e9a04a", "#d9b48a", "#c08a5e", "#a5492c", "#6d2415"),
    "dusk": Palette("#e8a57c", "#fbe0a2", "#a8605a", "#7e4550", "#573246", "#38213a"),
    "rain": Palette("#c3ced0", "#e9eeec", "#8fa6a0", "#6b8f7e", "#4c7561", "#2f5145"),
}


def silk(palette: Palette, seed: int) -> str:
    """A cloth of mudmee: stepped diamonds on a ground, a hem above and below; every cell a thread's breadth."""
    chance = random.Random(seed)  # noqa: S311 — the same picture for the same number is what is wanted
    period, hem = chance.choice((10, 12, 14, 16)), chance.choice((5, 6))
    bands = [chance.choice((palette.far, palette.middle, palette.sun, palette.near)) for _ in range(period)]
    bands[0], bands[period // 2] = palette.near, palette.sun
    cells: dict[str, list[str]] = {}
    for row in range(HEIGHT // CELL):
        for column in range(WIDTH // CELL):
            colour = _thread((row, column), period, hem, bands, palette)
            if colour:
                cells.setdefault(colour, []).append(f"M{column * CELL} {row * CELL}h{CELL}v{CELL}h-{CELL}z")
    paths = "".join(f'<path fill="{colour}" d="{"".join(found)}"/>' for colour, found in sorted(cells.items()))
    return _picture(palette.sky, f'<g shape-rendering="crispEdges">{paths}</g>')


def _thread(cell: tuple[int, int], period: int, hem: int, bands: Sequence[str], palette: Palette) -> str:
    """The colour of a cell, (row, column); "" for the ground."""
    row, column = cell
    rows = HEIGHT // CELL
    edge = min(row, rows - 1 - row)
    if edge < hem:
        return (palette.dark, palette.sun, palette.dark, palette.middle, palette.dark, palette.near)[edge]
    across, down = abs(column % (2 * period) - period), abs((row - rows // 2) % (2 * period) - period)
    distance = across + down
    if distance == period:
        return palette.near
    if distance > period:
        return palette.far if (distance - period) % 3 == 0 else ""
    return "" if distance % 3 == 2 and column % 2 else bands[distance // 3]  # the dye runs where two colours meet


def rice(palette: Palette, seed: int) -> str:
    """Fields that run to the horizon, a sugar palm or three, a hut on posts."""
    chance = random.Random(seed)  # noqa: S311
    horizon = 300
    pieces = [_sun(palette, chance), _ridge(palette.far, horizon + 10, 26, chance)]
    pieces.append(f'<path fill="{palette.middle}" d="M0 {horizon}H{WIDTH}V{HEIGHT}H0z"/>')
    vanishing = chance.randrange(450, 750)
    for number in range(-9, 10):
        if number % 2:
            left, right = 600 + (number - 0.5) * 260, 600 + (number + 0.5) * 260
            near = f"L{right + 320:.0f} {HEIGHT}L{left + 320:.0f} {HEIGHT}z"
            pieces.append(f'<path fill="{palette.near}" d="M{vanishing} {horizon}{near}"/>')
    pieces += [f'<path fill="{palette.dark}" d="M0 {y}H{WIDTH}v{h}H0z"/>' for y, h in ((330, 3), (392, 6), (500, 10))]
    for _ in range(chance.choice((2, 3))):
        pieces.append(_palm(palette.dark, chance.randrange(90, 420), chance.randrange(330, 400), chance))
    pieces.append(_hut(palette, chance.randrange(760, 960), 400))
    return _picture(palette.sky, "".join(pieces))


def temple(palette: Palette, seed: int) -> str:
    """A laterite tower with its wings and stairs, on a hill, before a large sun."""
    chance = random.Random(seed)  # noqa: S311
    middle, base = chance.randrange(480, 720), 560
    pieces = [f'<circle cx="{middle + 130}" cy="250" r="150" fill="{palette.sun}"/>']
    pieces += [_ridge(palette.far, 430, 60, chance), _ridge(palette.middle, 520, 30, chance)]
    for x, scale in ((middle - 270, 0.55), (middle + 270, 0.55), (middle, 1.0)):
        pieces.append(_tower(palette.dark, x, base, scale))
    pieces.append(f'<path fill="{palette.dark}" d="M{middle - 430} {base}h860v-34h-860z"/>')
    pieces += [
        f'<path fill="{palette.near}" d="M{middle - wide // 2} {y}h{wide}v12h-{wide}z"/>'
        for wide, y in zip(range(120, 472, 44), range(base, HEIGHT, 16), strict=False)
    ]
    return _picture(
        palette.sky,
        f'{"".join(pieces[:3])}<path fill="{palette.dark}" d="M0 {base}H{WIDTH}V{HEIGHT}H0z"/>{"".join(pieces[3:])}',
    )


def _tower(colour: str, x: int, base: int, scale: float) -> str:
    """A prang: a shrine, and eight storeys that draw in towards the lotus."""
    parts = [(74, 120)] + [(round(92 - 0.9 * step**1.9), 26) for step in range(8)] + [(14, 26), (6, 22)]
    pieces, y = [], float(base)
    for half, height in parts:
        y -= height * scale
        pieces.append(
            f"M{x - half * scale:.0f} {y:.0f}h{2 * half * scale:.0f}v{height * scale + 1:.0f}h-{2 * half * scale:.0f}z"
        )
    door = f"M{x - 20 * scale:.0f} {base - 70 * scale:.0f}h{40 * scale:.0f}V{base}h-{40 * scale:.0f}z"
    return f'<path fill="{colour}" d="{"".join(pieces)}"/><path fill="{colour}" fill-opacity=".6" d="{door}"/>'


def river(palette: Palette, seed: int) -> str:
    """The Mun in the evening: two banks, a long boat, light on the water."""
    chance = random.Random(seed)  # noqa: S311
    water = 330
    pieces = [_sun(palette, chance), _ridge(palette.middle, water, 40, chance)]
    pieces.append(f'<path fill="{palette.far}" d="M0 {water}H{WIDTH}V{HEIGHT}H0z"/>')
    for _ in range(26):
        x, y, length = chance.randrange(0, 1100), chance.randrange(water + 14, HEIGHT - 90), chance.randrange(60, 260)
        pieces.append(f'<path fill="{chance.choice((palette.sky, palette.sun))}" d="M{x} {y}h{length}v4h-{length}z"/>')
    for x, y, length in ((chance.randrange(150, 400), 430, 300), (chance.randrange(560, 800), 500, 420)):
        pieces.append(_boat(palette.dark, x, y, length))
    pieces.append(_ridge(palette.near, HEIGHT - 50, 26, chance))
    pieces += [_palm(palette.dark, x, HEIGHT - 40, chance) for x in (chance.randrange(40, 160), 1110)]
    return _picture(palette.sky, "".join(pieces))


def _boat(colour: str, x: int, y: int, length: int) -> str:
    part = length // 3
    below = f"M{x} {y - 22}q{length // 8} 34 {part} 36h{part}q{length // 5} -2 {part} -52"
    above = f"q-{length // 9} 30 -{part} 34h-{part}z"
    rowers = "".join(
        f'<circle cx="{at}" cy="{y - 30}" r="9"/><path d="M{at - 10} {y - 20}h20v26h-20z"/>'
        for at in (x + length * tenth // 10 for tenth in (4, 5, 7))
    )
    return f'<g fill="{colour}"><path d="{below}{above}"/>{rowers}</g>'


def hills(palette: Palette, seed: int) -> str:
    """Old volcanoes under wood, one behind the other, and a lake."""
    chance = random.Random(seed)  # noqa: S311
    pieces = [_sun(palette, chance)]
    for colour, height, roughness in ((palette.far, 330, 120), (palette.middle, 420, 90), (palette.near, 500, 60)):
        pieces.append(_ridge(colour, height, roughness, chance))
    pieces.append(f'<path fill="{palette.sky}" d="M0 560q300 -24 600 0t600 -6v60q-300 20 -600 4t-600 10z"/>')
    pieces.append(_ridge(palette.dark, 640, 16, chance))
    for _ in range(16):
        x, y, size = chance.randrange(0, WIDTH), chance.randrange(600, 660), chance.randrange(40, 110)
        pieces.append(f'<path fill="{palette.dark}" d="M{x} {y - size}l{size // 3} {size + 20}h-{2 * (size // 3)}z"/>')
    return _picture(palette.sky, "".join(pieces))


def _sun(palette: Palette, chance: random.Random) -> str:
    return f'<circle cx="{chance.randrange(200, 1000)}" cy="{chance.randrange(130, 210)}" r="72" fill="{palette.sun}"/>'


def _ridge(colour: str, y: int, roughness: int, chance: random.Random) -> str:
    """A line of hills from edge to edge, in soft curves."""
    points = [(x, y - chance.randrange(roughness)) for x in range(0, WIDTH + 201, 200)]
    path = f"M0 {HEIGHT}V{points[0][1]}" + "".join(
        f"C{left + 100} {before} {right - 100} {after} {right} {after}"
        for (left, before), (right, after) in itertools.pairwise(points)
    )
    return f'<path fill="{colour}" d="{path}V{HEIGHT}z"/>'


def _palm(colour: str, x: int, foot: int, chance: random.Random) -> str:
    """A sugar palm: a straight trunk and a round head of fans."""
    top = foot - chance.randrange(150, 230)
    fans = "".join(
        f'<path transform="rotate({angle} {x} {top})" d="M{x} {top}l-11 -48 11 -16 11 16z"/>'
        for angle in range(-130, 131, 26)
    )
    trunk = f'<path d="M{x - 5} {top}h10v{foot - top}h-10z"/>'
    return f'<g fill="{colour}">{trunk}{fans}<circle cx="{x}" cy="{top}" r="20"/></g>'


def _hut(palette: Palette, x: int, y: int) -> str:
    roof = f'<path fill="{palette.dark}" d="M{x - 100} {y - 60}L{x} {y - 130}L{x + 100} {y - 60}z"/>'
    posts = "".join(f"M{x + dx} {y - 60}h8v70h-8z" for dx in (-76, -4, 68))
    return f'{roof}<path fill="{palette.dark}" d="{posts}M{x - 84} {y - 26}h168v10h-168z"/>'


def _picture(ground: str, drawing: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
    return f'{head}<path fill="{ground}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>{drawing}</svg>'


SCENES: dict[str, Callable[[Palette, int], str]] = {
    "silk": silk,
    "rice": rice,
    "temple": temple,
    "river": river,
    "hills": hills,
}

"""A theme's colours: tokens of theme.toml to a style sheet, and whether what is written on what can be read; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

Tokens = Mapping[str, str]  # "paper" → "#fbf6ec"
Modes = Mapping[str, Tokens]

LIGHT, DARK, CONTRAST = MODES = ("light", "dark", "contrast")
TEXT, SIGN, HIGH = 4.5, 3.0, 7.0  # WCAG 2.2: text (AA), borders and focus (AA), text where much contrast is asked (AAA)
_COLOUR = re.compile("#[0-9a-f]{6}")
_ON_PAPER = ("paper", "card", "tint")
_ON_FRAME = ("frame", "frame-2")
_WRITTEN = (
    *((ink, ground) for ink in ("ink", "soft", "strong", "link", "gold-ink") for ground in _ON_PAPER),
    *((ink, "field") for ink in ("ink", "soft", "field-ink")),
    *((ink, ground) for ink in ("frame-ink", "frame-soft", "frame-link") for ground in _ON_FRAME),
    ("note-ink", "note"),
    ("alert-ink", "alert"),
)  # what the packaged theme writes on what
_DRAWN = (
    *((sign, ground) for sign in ("edge", "focus") for ground in _ON_PAPER),
    *(("focus-frame", ground) for ground in _ON_FRAME),
)


class Faint(NamedTuple):
    """A pair of colours that cannot be told apart well enough."""

    mode: str
    ink: str
    ground: str
    ratio: float
    needed: float
    fix: str  # a colour for the ink that can be read, near its own; black or white where there is no other


def is_colour(text: str) -> bool:
    """Whether it is a colour as theme.toml writes them: #rrggbb."""
    return _COLOUR.fullmatch(text) is not None


def faint(modes: Modes) -> Iterator[Faint]:
    """Every pair below its ratio, in colour or in the greys of mourning (the darker of the two counts)."""
    for mode, tokens in modes.items():
        for pairs, needed in ((_WRITTEN, HIGH if mode == CONTRAST else TEXT), (_DRAWN, SIGN)):
            for ink, ground in pairs:
                ratio = _readable(tokens[ink], tokens[ground])
                if ratio < needed:
                    yield Faint(mode, ink, ground, ratio, needed, _mended(tokens[ink], tokens[ground], needed))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG between two colours, 1 to 21."""
    dark, light = sorted((_luminance(_channels(one)), _luminance(_channels(other))))
    return (light + 0.05) / (dark + 0.05)


def grey(colour: str) -> str:
    """The colour as `filter: grayscale(1)` shows it: weights on the values as they are written (Filter Effects 1)."""
    red, green, blue = _channels(colour)
    return _written((round(0.2126 * red + 0.7152 * green + 0.0722 * blue),) * 3)


def _readable(ink: str, ground: str) -> float:
    return min(contrast(ink, ground), contrast(grey(ink), grey(ground)))


def _mended(ink: str, ground: str, needed: float) -> str:
    """The ink, moved towards black or white by as little as will do."""
    towards = 0 if contrast("#000000", ground) > contrast("#ffffff", ground) else 255
    for step in range(1, 20):
        moved = _written(tuple(round(one + (towards - one) * step / 20) for one in _channels(ink)))
        if _readable(moved, ground) >= needed:
            return moved
    return _written((towards,) * 3)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _written(channels: tuple[int, ...]) -> str:
    return f"#{bytes(channels).hex()}"


def _luminance(channels: tuple[int, ...]) -> float:
    red, green, blue = (
        one / 255 / 12.92 if one / 255 <= 0.04045 else ((one / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 — sRGB's
        for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def sheet(modes: Modes) -> str:
    """The tokens as custom properties: light for all, dark and high contrast where the reader or the system asks."""
    light, dark, contrast_ = (_properties(modes[mode]) for mode in MODES)
    return "\n".join(
        (
            f":root {{ color-scheme: light; {light} }}",
            f"@media (prefers-color-scheme: dark) {{ :root:not([data-mode]) {{ color-scheme: dark; {dark} }} }}",
            f':root[data-mode="dark"] {{ color-scheme: dark; {dark} }}',
            f"@media (prefers-contrast: more) {{ :root:not([data-mode]) {{ color-scheme: dark; {contrast_} }} }}",
            f':root[data-mode="contrast"] {{ color-scheme: dark; {contrast_} }}',
            "",
        )
    )


def _properties(tokens: Tokens) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in tokens.items())

"""What a theme declares in its theme.toml, checked: logo, emblem, colours of each mode, blocks of the first page."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from site_builder.problems import Problem, error, located
from site_builder.rendering.colours import LIGHT, MODES, Modes, faint, is_colour
from site_builder.thai.text import nearest

IMAGES = ("logo", "emblem")  # keys that name a file below static/
TEXTS = ("name", "version", "author", "license", "description", *IMAGES)


class Look(Struct, frozen=True):
    """What templates may know of it, as `theme`."""

    blocks: tuple[str, ...]  # of the first page, from top to bottom
    frame: str  # the colour for a browser's own bar, "#4a1a14"


class Declared(Struct, frozen=True):
    """A theme.toml over the packaged one."""

    look: Look
    images: Mapping[str, str]  # "logo" → "icons/favicon.svg"
    colours: Modes


def read_declared(
    texts: Sequence[tuple[str, str]], static: Mapping[str, bytes], home: str
) -> tuple[Declared | None, tuple[Problem, ...]]:
    """Read theme.toml from its texts, (path, text) each, one lying over the one before; `home` is home.html."""
    tables: dict[str, dict[str, object]] = {"": {}, "blocks": {}, **{mode: {} for mode in MODES}}
    problems: list[Problem] = []
    path, text = "themes", ""
    for path, text in texts:
        try:
            problems += [located(one, path, text) for one in _over(tables, tomllib.loads(text))]
        except tomllib.TOMLDecodeError as fault:
            problems.append(located(error("T021", reason=str(fault)), path, text))
    if problems:
        return None, tuple(problems)
    light = _texts(tables[LIGHT])
    modes = {mode: light | _texts(tables[mode]) for mode in MODES}
    images = {key: str(tables[""].get(key, "")) for key in IMAGES}
    blocks = tables["blocks"].get("home")
    listed = tuple(map(str, blocks)) if isinstance(blocks, list) else ()
    found = [*_lost(images, static), *_unknown(listed, home), *_unreadable(modes)]
    if found:
        return None, tuple(located(one, path, text) for one in found)
    return Declared(Look(listed, light["frame"]), images, modes), ()


def _over(tables: dict[str, dict[str, object]], data: Mapping[str, object]) -> Iterator[Problem]:
    """Lay what a file says over what is there; the first file says which colours there are."""
    colours = data.get("colours", {})
    for mode, tokens in colours.items() if isinstance(colours, dict) else ():
        known = tables[LIGHT] or tokens
        if mode not in MODES or not isinstance(tokens, dict):
            yield error("T022", name=f"colours.{mode}", known=", ".join(f"colours.{one}" for one in MODES))
            continue
        for name, colour in tokens.items():
            if name not in known:
                yield error("T022", name=name, known=", ".join(nearest(name, known) or known))
            elif not is_colour(str(colour)):
                yield error("T026", name=name, value=str(colour), fix=f'{name} = "{known[name]}"')
        tables[mode] |= tokens
    blocks = data.get("blocks", {})
    tables["blocks"] |= blocks if isinstance(blocks, dict) else {}
    tops = {key: value for key, value in data.items() if not isinstance(value, dict)}
    yield from (
        error("T022", name=key, known=", ".join(nearest(key, TEXTS) or TEXTS)) for key in tops if key not in TEXTS
    )
    tables[""] |= tops


def _texts(table: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in table.items()}


def _lost(images: Mapping[str, str], static: Mapping[str, bytes]) -> Iterator[Problem]:
    for key, name in images.items():
        if name not in static:
            yield error("T023", key=key, name=name, nearest=", ".join(nearest(name, static)) or "-")


def _unknown(blocks: tuple[str, ...], home: str) -> Iterator[Problem]:
    """A block that home.html never names would be missed in silence; one that goes its own way shows what it likes."""
    if "theme.blocks" in home:
        yield from (error("T024", name=name) for name in blocks if f'"{name}"' not in home)


def _unreadable(modes: Modes) -> Iterator[Problem]:
    for pair in faint(modes):
        yield error(
            "T025",
            ink=pair.ink,
            ground=pair.ground,
            mode=pair.mode,
            ratio=f"{pair.ratio:.2f}",
            needed=f"{pair.needed:g}",
            fix=f'{pair.ink} = "{pair.fix}"',
        )

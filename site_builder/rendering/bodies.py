"""A body's HTML joined again where reading cut it: addresses as the page sees them, pictures in all their sizes."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from site_builder.pictures import Block, Picture, PictureSet
from site_builder.views import ItemView, StandingView

SIZES = "(min-width: 50rem) 46rem, 100vw"  # how wide a picture stands in a body, see .body in site.css
_START = re.compile(r"<img (?:[a-z]+=\"[^\"]*\" )*src=\"\Z")
_END = re.compile(r"\"(?: [a-z]+=\"[^\"]*\")*>")
_SIZE = re.compile(r" (?:width|height)=\"[^\"]*\"")
Href = Callable[[str], str]
Shown = Callable[[Block, Markup], Markup]


def joined(view: ItemView | StandingView, href: Href, shown: Shown) -> Markup:
    """The whole HTML; it passed the sanitiser in reading. `shown` makes a block of its value and of what it holds."""
    parts = view.body.parts
    if not view.inline:
        pieces = [parts[0]]
        for url, part in zip(view.links, parts[1:], strict=True):
            pieces += [str(escape(href(url))), part]
        return Markup("".join(pieces))  # noqa: S704
    return _with_blocks(view, parts, href, shown)


def _with_blocks(view: ItemView | StandingView, parts: tuple[str, ...], href: Href, shown: Shown) -> Markup:
    """Each block is shown when it ends: what it holds is finished then, other blocks too."""
    waiting: list[tuple[Block, list[str]]] = []
    pieces, part = list[str](), parts[0]
    for url, one, following in zip(view.links, view.inline, parts[1:], strict=True):
        if isinstance(one, Block):
            pieces.append(part)
            if not one.ends:
                waiting.append((one, pieces))
                pieces = []
            elif waiting:
                begun, before = waiting.pop()
                inner = Markup("".join(pieces))  # noqa: S704
                pieces = [*before, str(shown(begun, inner) if begun.name else inner)]
            part = following
        else:
            begun_, part = _joint(part, url, one, following, href)
            pieces.append(begun_)
    return Markup("".join([*pieces, part]))  # noqa: S704


def _joint(part: str, url: str, picture: Picture | None, following: str, href: Href) -> tuple[str, str]:
    """(The part with its link or its picture, what is left of the one that follows)."""
    start, end = _START.search(part), _END.match(following)
    if not (picture and start and end):
        return part + str(escape(href(url))), following
    sources = "".join(_source(one, href) for one in picture.sets[:-1])
    size = f' width="{picture.width}" height="{picture.height}" srcset="{srcset(picture.sets[-1], href)}"'
    tag = f'{start[0]}{escape(href(url))}" sizes="{SIZES}"{size}{_SIZE.sub("", end[0][1:-1])}>'
    return f"{part[: start.start()]}<picture>{sources}{tag}</picture>", following[end.end() :]


def _source(one: PictureSet, href: Href) -> str:
    return f'<source type="{one.media_type}" srcset="{srcset(one, href)}" sizes="{SIZES}">'


def srcset(one: PictureSet, href: Href) -> Markup:
    """The sizes of a set for a browser to choose from."""
    return escape(", ".join(f"{href(size.url)} {size.width}w" for size in one.renditions))

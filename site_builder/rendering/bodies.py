"""A body's HTML joined again where reading cut it: addresses as the page sees them, pictures in all their sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from site_builder.pictures import PictureSet
from site_builder.views import ItemView, StandingView

SIZES = "(min-width: 50rem) 46rem, 100vw"  # how wide a picture stands in a body, see .body in site.css
_START = re.compile(r"<img (?:[a-z]+=\"[^\"]*\" )*src=\"\Z")
_END = re.compile(r"\"(?: [a-z]+=\"[^\"]*\")*>")
_SIZE = re.compile(r" (?:width|height)=\"[^\"]*\"")
Href = Callable[[str], str]


def joined(view: ItemView | StandingView, href: Href) -> Markup:
    """The whole HTML; it passed the sanitiser in reading."""
    parts = view.body.parts
    if not view.inline:
        pieces = [parts[0]]
        for url, part in zip(view.links, parts[1:], strict=True):
            pieces += [str(escape(href(url))), part]
        return Markup("".join(pieces))  # noqa: S704
    return Markup("".join(_pieces(view, parts, href)))  # noqa: S704


def _pieces(view: ItemView | StandingView, parts: tuple[str, ...], href: Href) -> Iterator[str]:
    part = parts[0]
    for url, picture, following in zip(view.links, view.inline, parts[1:], strict=True):
        start, end = _START.search(part), _END.match(following)
        if picture and start and end:
            yield part[: start.start()]
            yield "<picture>" + "".join(_source(one, href) for one in picture.sets[:-1])
            size = f' width="{picture.width}" height="{picture.height}" srcset="{srcset(picture.sets[-1], href)}"'
            yield f'{start[0]}{escape(href(url))}" sizes="{SIZES}"{size}{_SIZE.sub("", end[0][1:-1])}></picture>'
            part = following[end.end() :]
        else:
            yield part + str(escape(href(url)))
            part = following
    yield part


def _source(one: PictureSet, href: Href) -> str:
    return f'<source type="{one.media_type}" srcset="{srcset(one, href)}" sizes="{SIZES}">'


def srcset(one: PictureSet, href: Href) -> Markup:
    """The sizes of a set for a browser to choose from."""
    return escape(", ".join(f"{href(size.url)} {size.width}w" for size in one.renditions))

"""The picture of a shared page, 1200 by 630, as SVG: dyed silk, the office's emblem, what the page is about; pure.

Drawn by resvg, which shapes Thai by itself. Pillow, which only packs, needs FriBiDi for that; its Windows wheel has
none, and lets the marks of ที่ and น้ำ fall on each other without a word.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from site_builder.machine_views import CardView
from site_builder.rendering.colours import LIGHT
from site_builder.rendering.theme import Theme
from site_builder.thai.lines import lines
from site_builder.views import SiteInfo

WIDTH, HEIGHT = 1200, 630
WEAVE = "icons/mudmee.svg"  # of the theme's static files: the hem
_EDGE = 72
_BAND = 54
_SIZES = ((104, 1), (80, 2), (58, 3))  # size and lines of what it is about; the last takes what it can
_SVG = re.compile("<svg\\b([^>]*)>(.*)", re.DOTALL)
_SIZE = re.compile(r"""\s(?:x|y|width|height)=("[^"]*"|'[^']*')""")
_KINDS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
# Advance widths of Sarabun Bold in thousandths of an em, rounded up to fifties; what is not here counts as the widest.
_WIDTHS = {
    0: "ัิีึืฺุู็่้๊๋์ํ๎",
    300: "'!|ij,.:;· \u00a0",
    350: "lๅIเ‘’[]-{}",
    400: "()_f\\r`",
    450: '"โtใs*ไ',
    500: "/?zงJcร",
    550: "yาำxvakว–$eะS",
    600: "gbdun“”0123456789LpqhจEฐฯFoธฮยPTZฉRกถฤ^ลส",
    650: "อ฿Bดแ+<=>~Cฎฏฦคศ๏ฅตYภมขADหVผฝชน",
    700: "บGXฃKUๆ๐ซป๖ทฆ๘๔๕OQ๑H&N๙",
    850: "#w๓๒ษพฟฬฑ๗…@M๚ฌ—mญ",
    1060: "Wฒณ%๛",
}
_ADVANCE = {letter: width / 1000 for width, letters in _WIDTHS.items() for letter in letters}
_WIDEST = max(_WIDTHS) / 1000


def width(text: str) -> float:
    """How wide a text is, in ems, and rather a little more."""
    return sum([_ADVANCE.get(letter, _WIDEST) for letter in text])


def card(view: CardView, site: SiteInfo, theme: Theme, short_date: Callable[..., str]) -> str:
    """The picture as SVG."""
    colours = theme.colours[LIGHT]
    when = short_date(view.when) if view.when else ""
    above = " · ".join(filter(None, (when, view.place)))
    pieces = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["frame"]}"/>',
        *_bands(theme, colours),
        *_office(site, theme, colours, named=view.lead != site.title),
        *_words(view, (site.province, *view.names), above, colours),
        _line(_EDGE, HEIGHT - _BAND - 34, 28, colours["frame-soft"], urlsplit(site.base_url).netloc),
    ]
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Sarabun" font-weight="700">'
    return f"{head}{''.join(pieces)}</svg>"


def _bands(theme: Theme, colours: Mapping[str, str]) -> Iterator[str]:
    """The woven hem above and below, where the theme has one."""
    weave = _image(theme, WEAVE, f'width="108" height="{_BAND}"')
    if weave:
        yield f'<pattern id="w" width="108" height="{_BAND}" patternUnits="userSpaceOnUse">{weave}</pattern>'
    fill = "url(#w)" if weave else colours["frame-2"]
    yield f'<rect width="{WIDTH}" height="{_BAND}" fill="{fill}"/>'
    yield f'<g transform="translate(0 {HEIGHT - _BAND})"><rect width="{WIDTH}" height="{_BAND}" fill="{fill}"/></g>'


def _office(site: SiteInfo, theme: Theme, colours: Mapping[str, str], *, named: bool) -> Iterator[str]:
    yield _image(theme, "emblem", f'x="{_EDGE}" y="96" width="96" height="96"')
    if named:
        title = lines(site.title, width, 26, 1)[0]
        yield _line(_EDGE + 124, 158, 38, colours["frame-soft"], title)


def _words(view: CardView, names: tuple[str, ...], above: str, colours: Mapping[str, str]) -> Iterator[str]:
    """What it is about, as large as its length allows, between the office and the address."""
    size, found = _largest(view.lead, names)
    height = len(found) * size * 1.5 + (52 if above else 0) + (56 if view.english else 0)
    y = 204 + (300 - height) / 2
    if above:
        yield _line(_EDGE, y + 32, 32, colours["frame-link"], above)
        y += 52
    for one in found:
        yield _line(_EDGE, y + size * 1.12, size, colours["frame-ink"], one)
        y += size * 1.5
    if view.english:
        yield _line(_EDGE, y + 40, 44, colours["frame-link"], view.english)


def _largest(text: str, names: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """The largest size in which a text is not cut, and its lines; the smallest cuts what it must."""
    for size, most in _SIZES:
        found = lines(text, width, (WIDTH - 2 * _EDGE) / size, most, names)
        if not found[-1].endswith("…"):
            break
    return size, found


def _line(x: int, y: float, size: int, colour: str, text: str) -> str:
    return f'<text x="{x}" y="{y:.0f}" font-size="{size}" fill="{colour}">{escape(text, quote=False)}</text>'


def _image(theme: Theme, name: str, box: str) -> str:
    """A static file of the theme in a box ('x="0" …'); "" where there is none that can be drawn.

    An SVG is put in as it is: as an address that holds it, it takes resvg twice the time of all else.
    """
    url = theme.urls.get(name, "")
    kind = url.rpartition(".")[2].lower()
    if kind == "svg" and (found := _SVG.search(theme.assets[url].decode(errors="replace"))):
        return f"<svg {box}{_SIZE.sub('', found[1])}>{found[2]}"
    data = f"data:{_KINDS[kind]};base64,{b64encode(theme.assets[url]).decode()}" if kind in _KINDS else ""
    return f'<image {box} href="{data}"/>' if data else ""

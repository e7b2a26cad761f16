"""Drawings of lines: nothing in them runs, leads out, reads a file of this machine, or fells the one who draws."""

from __future__ import annotations

import base64
import io

import pytest
from picturing.shots import bomb, saved
from PIL import Image

from site_builder.picturing.faults import Unreadable
from site_builder.picturing.svg import DEPTH, cleaned, drawn, is_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
LOGO = '<path fill="#0a0" d="M0 0h40v20H0z"/>'
PHOTO = "data:image/png;base64," + base64.b64encode(saved(Image.new("RGB", (4, 4), "blue"), "PNG")).decode()
BOMB = "data:image/png;base64," + base64.b64encode(bomb()).decode()


def svg(inner: str, more: str = "") -> str:
    """A drawing, 40 by 20, green as far as nothing covers it."""
    return f'{HEAD} viewBox="0 0 40 20" {more}>{LOGO}{inner}</svg>'


@pytest.mark.parametrize(
    ("piece", "word"),
    [
        ('<image href="/etc/passwd"/>', "passwd"),
        ('<image xlink:href="file:///etc/passwd"/>', "passwd"),
        ('<image xmlns:x="http://www.w3.org/1999/xlink" x:href="https://e.example/a.png"/>', "e.example"),
        ('<image xmlns:x="urn:other" x:href="https://e.example/a.png"/>', "e.example"),
        ('<image href="../photo.png"/>', "photo"),
        ('<image href=" data:image/svg+xml;base64,PHN2Zz4="/>', "PHN2"),
        ('<image href="&#106;avascript:alert(1)"/>', "alert"),
        ('<image href="data:text/html,alert"/>', "alert"),
        ('<image href="data:image/png;base64,AAAA"/>', "AAAA"),
        (f'<a href="{PHOTO}"><rect/></a>', "data:"),
        ('<a xlink:href="javascript:alert(1)"><text>ก</text></a>', "alert"),
        ('<a xmlns:x="http://www.w3.org/1999/xlink" x:href="java&#10;script:alert(1)"><text>ก</text></a>', "alert"),
        ('<use href="https://e.example/a.svg#b"/>', "e.example"),
        ('<use xlink:href="data:image/svg+xml,alert"/>', "alert"),
        ('<use href="a.svg#b"/>', "a.svg"),
        ('<filter id="f"><feImage href="/etc/passwd"/></filter>', "feImage"),
        ('<script>alert(1)</script><rect onclick="alert(1)" ONLOAD="alert(1)"/>', "alert"),
        ('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>', "alert"),
        ('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">alert</body></foreignObject>', "alert"),
        ('<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://e.example"/>', "e.example"),
        ('<a href="#x"><set attributeName="href" to="javascript:alert(1)"/></a>', "alert"),
        ('<a href="#x"><animate attributeName="href" values="javascript:alert(1)"/></a>', "alert"),
        ("<style>@import url(https://e.example/a.css); .a{fill:red}</style>", "e.example"),
        ("<style>@import 'https://e.example/a.css'; .a{fill:red}</style>", "e.example"),
        ("<style>@\\69mport 'x'; .a{fill:u\\72l(https://e.example/a)}</style>", "\\"),
        ("<style>.a{background:URL( 'https://e.example/a' )}</style>", "e.example"),
        ('<rect style="fill:url(https://e.example/a.svg#b)"/>', "e.example"),
        ('<rect fill="url(//e.example/a.svg#b) red"/>', "e.example"),
        ('<rect filter="url(&quot;data:image/svg+xml,alert&quot;)"/>', "alert"),
        ('<g xml:base="https://e.example/"><rect/></g>', "e.example"),
        ('<?xml-stylesheet href="https://e.example/a.css"?>', "e.example"),
        ('<g xmlns:i="urn:i" i:export="C:/Users/somchai/a.png"><i:path>somchai</i:path></g>', "somchai"),
    ],
)
def test_what_acts_or_leads_out_is_taken_out(piece: str, word: str) -> None:
    """Whatever prefix, case, escape or element it hides behind; the drawing itself stays."""
    text = cleaned(svg(piece))
    assert word not in text
    picture = Image.open(io.BytesIO(drawn(svg(piece).encode()))).convert("RGB")
    assert (1600, 800) == picture.size
    assert (0, 170, 0) == picture.getpixel((1590, 790))


def test_what_leads_within_stays() -> None:
    """Symbols, gradients, and photographs that the drawing holds."""
    text = svg(
        '<linearGradient id="g"><stop stop-color="red"/></linearGradient>'
        '<defs><rect id="r" width="9" height="9"/></defs>'
        f'<use xlink:href="#r" style="fill:url(#g)"/><image x="20" width="20" height="20" href="{PHOTO}"/>'
    )
    picture = Image.open(io.BytesIO(drawn(text.encode()))).convert("RGB")
    assert [(255, 0, 0), (0, 0, 255)] == [picture.getpixel(at) for at in ((100, 100), (1200, 400))]


@pytest.mark.parametrize(
    ("code", "text"),
    {
        "entities": ("G001", f'<!DOCTYPE svg [<!ENTITY a "b">]>{svg("&a;")}'),
        "entities hidden": ("G001", f'<!DOCTYPE svg SYSTEM "><svg " [<!ENTITY a SYSTEM "/etc/passwd">]>{svg("&a;")}'),
        "no drawing": ("G001", '<svg xmlns="urn:other"/>'),
        "cut": ("G001", svg("")[:-3]),
        "deep": ("G002", svg("<g>" * DEPTH + "</g>" * DEPTH)),
        "deeper": ("G002", svg("<g>" * 9000 + "</g>" * 9000)),
        "again and again": (
            "G002",
            svg("".join(f'<g id="g{one}">' + f'<use href="#g{one - 1}"/>' * 10 + "</g>" for one in range(9))),
        ),
        "one by one": ("G002", svg("".join(f'<g id="g{one}"><use href="#g{one - 1}"/></g>' for one in range(90)))),
        "a bomb within": ("G002", svg(f'<image href="{BOMB}"/>')),
    }.values(),
)
def test_what_would_fell_us_is_refused(code: str, text: str) -> None:
    """The drawing library ends its whole process at elements too deep within each other; entities would read files."""
    with pytest.raises(Unreadable) as told:
        drawn(text.encode())
    assert code == told.value.code


def test_entities_are_no_drawing_at_all() -> None:
    """A plain DOCTYPE, as many programs write it, is none of these."""
    assert not is_svg(b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("").encode())
    assert not is_svg(b"<!DOCTYPE svg []>" + svg("").encode())
    assert is_svg(b'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">' + svg("").encode())
    assert is_svg(b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>')


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((1600, 4800), 'width="127mm" height="38.1cm"'),
        ((160, 16000), 'viewBox="0 0 1 100"'),
        ((1, 16000), 'viewBox="0 0 1 90000"'),
        ((1600, 1), 'viewBox="0 0 90000 1"'),
    ],
)
def test_a_drawing_is_never_larger_than_memory(size: tuple[int, int], words: str) -> None:
    """However tall it says it is; millimetres are a size, too."""
    assert size == Image.open(io.BytesIO(drawn(f"{HEAD} {words}>{LOGO}</svg>".encode()))).size

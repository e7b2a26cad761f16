"""A drawing of lines as pixels: what it would run or fetch is taken out first, and what would fell us is refused."""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from site_builder.picturing.faults import BROKEN, DAMAGES, HUGE, OTHERS, Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WIDTH: Final = 1600  # pixels that it is drawn at
HEIGHT: Final = 16_000  # at most; 100 MB
DEPTH = (
    40  # elements within each other, or shown by each other: resvg fells its process at 300, with a stack of 2 MB at 70
)
SHOWN = 100_000  # elements, each as often as it is shown: 2.5 s
_HEAD = re.compile(  # a DOCTYPE with a part of its own, where entities are made, is none that we draw
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(?:[\w.-]+:)?svg[\s>/]",
    re.DOTALL,
)
_SVG, _XLINK, _XML = (
    f"{{{one}}}"
    for one in (
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/XML/1998/namespace",
    )
)
_MOVING = ("set", "animate", "animateColor", "animateMotion", "animateTransform", "discard")
_FOREIGN = ("script", "foreignObject", "handler", "listener", "iframe", "object", "embed", "audio", "video", "feImage")
_ACTING = frozenset(_MOVING + _FOREIGN)
_OUTSIDE = re.compile(r"""url\(\s*(?!["']?\s*#)[^)]*\)?""", re.IGNORECASE)
_IMPORT = re.compile(r"@(?:import|charset|namespace)[^;]*;?", re.IGNORECASE)
_RASTER = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp)(;base64)?,(.*)\Z", re.DOTALL)


def is_svg(data: bytes) -> bool:
    """Whether these bytes are a drawing of lines, as text."""
    return bool(_HEAD.match(data[:4096]))


def drawn(data: bytes) -> bytes:
    """A drawing of lines as PNG; raises Unreadable."""
    import resvg_py  # noqa: PLC0415

    try:
        text = cleaned(data.decode("utf-8-sig"))
        # without dpi, whatever is measured in millimetres has no size
        return bytes(
            resvg_py.svg_to_bytes(svg_string=text, width=WIDTH, height=HEIGHT, dpi=96.0, skip_system_fonts=False)
        )
    except ValueError as fault:
        raise Unreadable(BROKEN) from fault


def cleaned(text: str) -> str:
    """The same drawing without what acts, and without a word that leads out of it; raises Unreadable."""
    from xml.etree.ElementTree import ParseError, tostring  # noqa: PLC0415

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root = fromstring(text)  # entities are refused, and so is what stands elsewhere
    except (ParseError, DefusedXmlException, RecursionError) as fault:
        raise Unreadable(BROKEN) from fault
    if root.tag != f"{_SVG}svg":
        raise Unreadable(BROKEN)
    try:
        _clean(root)
        _weigh(root)
    except RecursionError as fault:
        raise Unreadable(HUGE) from fault
    return tostring(root, "unicode")


def _clean(element: Element) -> None:
    for key in list(element.attrib):
        value = _attribute(element.tag, key, element.attrib.pop(key))
        if value is not None:
            element.set(key, value)
    if element.tag == f"{_SVG}style":
        element.text = _style(_IMPORT.sub("", (element.text or "").replace("\\", "")))
    for child in list(element):
        if child.tag.startswith(_SVG) and child.tag.removeprefix(_SVG) not in _ACTING:
            _clean(child)
        else:
            element.remove(child)


def _attribute(tag: str, key: str, value: str) -> str | None:
    """What may stay of an attribute; other programs' own are of no use to the drawing."""
    name = key.rpartition("}")[2]
    if name == "href":
        inside = value.strip().startswith("#") or (tag == f"{_SVG}image" and _RASTER.match(value))
        return value if inside and key in {"href", f"{_XLINK}href"} else None
    if name.lower().startswith("on") or name == "base" or not key.startswith((_XML, name)):
        return None
    return _style(value) if "(" in value else value


def _style(text: str) -> str:
    """Declarations that ask for nothing beside the drawing."""
    return _OUTSIDE.sub("none", text.replace("\\", ""))


def _weigh(root: Element) -> None:
    """Refuse what is small and becomes huge: elements shown again and again, pictures within of endless pixels."""
    if sum(map(_pixels, root.iter(f"{_SVG}image"))) > OTHERS:
        raise Unreadable(HUGE)
    named = {element.get("id", ""): element for element in root.iter()}
    elements, depth = _shown(root, named, {})
    if elements > SHOWN or depth > DEPTH:
        raise Unreadable(HUGE)


def _shown(element: Element, named: dict[str, Element], known: dict[Element, tuple[int, int]]) -> tuple[int, int]:
    """How many elements one comes to with all that it shows once more, and how many of them lie within each other."""
    if element not in known:
        known[element] = (0, 0)  # one that shows itself is not drawn at all
        shown = [*element, *(named[name] for name in _leads(element) if name in named)]
        found = [_shown(one, named, known) for one in shown]
        known[element] = (1 + sum(count for count, _ in found), 1 + max((depth for _, depth in found), default=0))
    return known[element]


def _leads(element: Element) -> Iterator[str]:
    """The names of what an element shows besides what lies in it: of `use`, of patterns, masks and clips."""
    for key, value in element.attrib.items():
        if key.endswith("href") and value.strip().startswith("#"):
            yield value.strip()[1:]
        elif "url(" in value:
            yield from re.findall(r"#([^\s\"')]+)", value)


def _pixels(element: Element) -> int:
    """Those of a picture within; one that cannot be opened is taken out."""
    from PIL import Image  # noqa: PLC0415

    key = next((key for key in element.attrib if key.endswith("href")), "")
    found = _RASTER.match(element.get(key, ""))
    if not found:
        return 0
    try:
        data = base64.b64decode(found[2]) if found[1] else unquote_to_bytes(found[2])
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as picture:
            return picture.width * picture.height
    except Image.DecompressionBombError as fault:
        raise Unreadable(HUGE) from fault
    except DAMAGES:
        del element.attrib[key]
        return 0

"""The allow list for the HTML of a body: what is not on it does not come out; names what an author should know of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import nh3
from msgspec import Struct


def words(text: str) -> frozenset[str]:
    """A set of names, written as one string."""
    return frozenset(text.split())


CLASSES = words(  # what a theme may style in a body, given as `{: .note }`; footnotes carry theirs
    "align-left align-center align-right note warning lead button small footnote footnote-ref footnote-backref"
)

_TAGS = words(
    "p br hr h1 h2 h3 h4 h5 h6 strong em b i u s del ins sub sup a img ul ol li table caption thead tbody tfoot tr "
    "th td blockquote pre code div span figure figcaption dl dt dd details summary abbr"
)
# Dropped with all that is in them. For what is not here and not above only the tags go, and the words stay.
_DROPPED = words("script style iframe object svg math template noscript noembed noframes title head xmp")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED),
    attributes={
        "*": {"id", "title", "align"},  # `align` becomes a class in `linking`
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "ol": {"start"},
        "li": {"value"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    allowed_classes={tag: set(CLASSES) for tag in _TAGS},
    url_schemes=set(_SCHEMES),
    link_rel=None,  # `linking` gives rel to links that leave the site, and only to those
)

_TAG = re.compile(r"<([A-Za-z][^\s/<>]*)([^<>]*)")
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]+")  # what a browser overlooks before and in a scheme
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DANGEROUS = _DROPPED | words("base meta link form input button textarea select embed applet frame frameset")
_QUIETLY = frozenset({"title", "head", "xmp", "noscript", "noembed", "noframes"})
_ADDRESSES = words("href src action formaction data background poster cite longdesc xlink:href srcset")
_STYLED = frozenset({"style", "bgcolor", "color", "face"})
# The tags to look at: those with an attribute, and those of elements that are told of. Most are neither.
_TELLING = re.compile(
    f"<(?:[A-Za-z][^<>=]*=|{'|'.join(sorted((_DANGEROUS - _QUIETLY) | {'font', 'center'}))})", re.IGNORECASE
)


class Removal(Struct, frozen=True):
    """Something that `clean` takes out: a kind, its name, and how the source may spell it, for finding the line."""

    kind: str  # "element", "event", "scheme", "file", "picture" (pasted into the text) or "style"
    name: str
    spelling: str


def clean(html: str) -> str:
    """Give back what the allow list lets through, as well-formed HTML with double-quoted attributes."""
    return _CLEANER.clean(html)


def removals(html: str) -> Iterator[Removal]:
    """Tell what `clean` will take out of this HTML that its author should hear of. A courtesy: safety is in `clean`."""
    for telling in _TELLING.finditer(html):
        match = _TAG.match(html, telling.start())
        if not match:
            continue
        name = match[1].lower()
        if name in _DANGEROUS and name not in _QUIETLY:
            yield Removal("element", name, f"<{match[1]}")
        elif name in {"font", "center"}:
            yield Removal("style", name, f"<{match[1]}")
        if "=" in match[2]:
            yield from _attribute_removals(match[2])


def _attribute_removals(text: str) -> Iterator[Removal]:
    for match in _ATTRIBUTE.finditer(text):
        name = match[1].lower()
        value = match[2] or match[3] or match[4] or ""
        if name.startswith("on") and value:
            yield Removal("event", name, match[1])
        elif name in _STYLED:
            yield Removal("style", name, match[1])
        elif name in _ADDRESSES and (removal := _address_removal(value)):
            yield removal


def _address_removal(value: str) -> Removal | None:
    written = unescape(value)
    address = _IGNORED.sub("", written).lower()
    scheme = _SCHEME.match(address)
    if not scheme or scheme[1] in _SCHEMES:
        return None
    if scheme[1] == "file" or len(scheme[1]) == 1:
        return Removal("file", written.strip(), written.strip())
    if address.startswith("data:image/"):
        return Removal("picture", address[:15], written.strip()[:15])
    return Removal("scheme", scheme[1], written.strip()[:40])


def unclosed(html: str) -> Iterator[Removal]:
    """Elements that would swallow the rest of the body because their end is missing."""
    if not _MAY_SWALLOW.search(html):
        return
    lower = html.lower()
    for name in sorted(_SWALLOWING):
        opened = lower.rfind(f"<{name}")
        if (
            opened >= 0
            and lower.find(f"</{name}", opened) < 0
            and not lower[opened + len(name) + 1 : opened + len(name) + 2].isalnum()
        ):
            yield Removal("unclosed", name, f"<{name}")


_SWALLOWING = words("script style textarea title xmp iframe noembed noframes svg math object template plaintext")
_MAY_SWALLOW = re.compile(f"<(?:{'|'.join(sorted(_SWALLOWING))})", re.IGNORECASE)

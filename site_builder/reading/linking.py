"""The last pass over a body's clean HTML: heading levels, ids, classes, and a cut at each link to something of ours.

Every id gets the prefix `h-`, so that no heading ("ค้นหา", "main") can take an id of the theme or of a script; the
author goes on writing `#ผลการดำเนินงาน` or `#id`, which is led to its heading here and, from other items, in `planning`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from site_builder.reading.sanitise import CLASSES, words
from site_builder.thai.text import anchor

PREFIX = "h-"

# `clean` writes tags in lower case, attributes in double quotes with `<`, `>` and `"` escaped: this matches them all.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
# And this the headings and the tags with attributes, which are all that is looked at here.
_TELLING = re.compile(r'<(/?)(h[1-6]|[a-z][a-z0-9]*(?= ))((?: [a-z-]+="[^"]*")*)>')
PRE = '<pre tabindex="0">'  # long lines scroll too
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A wide table scrolls by itself, and by the keyboard too.
TABLE = '<div class="table" role="group" tabindex="0" aria-label="ตาราง"><table'
_NUMBERS = frozenset({"start", "value", "colspan", "rowspan", "width", "height"})
_NUMBER = re.compile(r"[0-9]{1,4}")
_EDGES = "".join(map(chr, range(33)))  # what browsers strip off an address
_OVERLOOKED = re.compile(r"[\t\n\r]")  # and what they overlook inside: "/\t/host" is "//host"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_KEPT = re.compile(r"(%(?:23|25|3[Ff]))")
_PARTING = words("br p li td th div hr img dt dd tr")


class Address(Struct, frozen=True):
    """A link or a picture of the body: its address as the author wrote it, and what it turned out to be."""

    target: str
    kind: str  # "own", "external", "anchor", "lost" (an anchor that is not there), "empty", "backslash", "other"
    image: bool = False
    described: bool = True  # False: a picture without a text for those who cannot see it


class Linked(Struct, frozen=True):
    """Finished HTML; `parts` are cut where the addresses of kind "own" and "backslash" stand, in their order."""

    parts: tuple[str, ...]
    addresses: tuple[Address, ...]
    anchors: tuple[str, ...]  # ids, prefixed
    names: tuple[str, ...]  # how an author may call them


class _Ids(Struct, frozen=True):
    at: Mapping[int, str]  # offset of a tag → its id
    names: Mapping[str, str]  # as an author may write it → id
    all: frozenset[str]


def link(html: str) -> Linked:
    """Finish clean HTML."""
    tags = list(_TELLING.finditer(html))
    ids = _ids(html, tags)
    levels = _levels(tags)
    parts: list[list[str]] = [[]]
    addresses: list[Address] = []
    last = 0
    for match in tags:
        if match[3] or match[2] in levels:
            parts[-1].append(html[last : match.start()])
            address = _finish(match, ids, levels, parts)
            addresses += [address] if address else []
            last = match.end()
    parts[-1].append(html[last:])
    whole = tuple(
        "".join(part).replace("<table", TABLE).replace("</table>", "</table></div>").replace("<pre>", PRE)
        for part in parts
    )
    return Linked(whole, tuple(addresses), tuple(ids.at.values()), tuple(ids.names))


def _levels(tags: Sequence[re.Match[str]]) -> dict[str, str]:
    """Each heading as it is published: the highest of a body becomes h2, whether it was typed # or ##.

    The title is the page's only h1, and a level left out would lose those who listen to a page.
    """
    highest = min((_HEADINGS.index(match[2]) for match in tags if match[2] in _HEADINGS), default=0)
    return {name: _HEADINGS[min(5, level - highest + 1)] for level, name in enumerate(_HEADINGS)}


def text_of(html: str) -> str:
    """The words of clean HTML, on one line."""
    return " ".join(unescape(TAG.sub(lambda tag: " " if tag[2] in _PARTING else "", html)).split())


def _ids(html: str, tags: Sequence[re.Match[str]]) -> _Ids:
    at: dict[int, str] = {}
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for index, match in enumerate(tags):
        heading = not match[1] and match[2] in _HEADINGS
        written = dict(_ATTRIBUTE.findall(match[3])).get("id", "") if " id=" in match[3] else ""
        if heading or written:
            title = anchor(text_of(html[match.end() : _end(tags, index)])) if heading else ""
            name = "-".join(unescape(written).split()) or title or "section"
            at[match.start()] = free_id(PREFIX + name, taken)
            for one in filter(None, (name, title)):
                names.setdefault(one, at[match.start()])
    return _Ids(at, names, frozenset(taken))


def _end(tags: Sequence[re.Match[str]], index: int) -> int:
    """Where the heading ends that begins with a tag."""
    after = range(index + 1, len(tags))
    return next((tags[at].start() for at in after if tags[at][1] and tags[at][2] == tags[index][2]), tags[index].end())


def free_id(name: str, taken: Counter[str]) -> str:
    """The name, or with the first number that makes it unique in the page."""
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    taken[free] = 1
    return free


def _finish(match: re.Match[str], ids: _Ids, levels: Mapping[str, str], parts: list[list[str]]) -> Address | None:
    """Write a tag anew; where it leads to something of ours, begin a new part in the middle of it."""
    closing, name, attributes = match.groups()
    new = levels.get(name, name)
    if closing:
        parts[-1].append(f"</{new}>")
        return None
    if not attributes:  # a heading as most are
        new_id = ids.at.get(match.start(), "")
        parts[-1].append(f'<{new} id="{escape(new_id)}">' if new_id else f"<{new}>")
        return None
    values = dict(_ATTRIBUTE.findall(attributes))
    plain = "".join(f' {key}="{value}"' for key, value in _plain(values, ids.at.get(match.start(), "")))
    written = values.get("src" if name == "img" else "href")
    if name not in {"a", "img"} or (written is None and name == "a"):
        parts[-1].append(f"<{new}{plain}>")
        return None
    address, url = _address(unescape(written or ""), ids, image=name == "img")
    address = replace(address, described=name == "a" or bool(values.get("alt", "").strip()))
    _put(parts, new, address, url, plain)
    return address


def _put(parts: list[list[str]], name: str, address: Address, url: str, plain: str) -> None:
    key = "src" if address.image else "href"
    more = ' loading="lazy"' if address.image else ' rel="noopener"' if address.kind == "external" else ""
    if address.kind in {"own", "backslash"}:
        parts[-1].append(f'<{name} {key}="')
        parts.append([f'"{plain}{more}>'])
    elif url:
        parts[-1].append(f'<{name} {key}="{escape(url)}"{plain}{more}>')
    elif not address.image:
        parts[-1].append(f"<{name}{plain}>")


def _plain(values: Mapping[str, str], new_id: str) -> Iterator[tuple[str, str]]:
    """The attributes that are no addresses, checked; their values are escaped already."""
    if new_id:
        yield "id", escape(new_id)
    classes = [one for one in values.get("class", "").split() if one in CLASSES]
    if values.get("align", "").lower() in {"left", "center", "right"}:
        classes.append(f"align-{values['align'].lower()}")
    if classes:
        yield "class", " ".join(dict.fromkeys(classes))
    for key, value in values.items():
        if key in {"alt", "title"} or (key in _NUMBERS and _NUMBER.fullmatch(value)):
            yield key, value


def _address(written: str, ids: _Ids, *, image: bool) -> tuple[Address, str]:
    """Tell what an address is; also what to write into the page where that is settled here ("": no address)."""
    url = _OVERLOOKED.sub("", written.strip(_EDGES))
    if url[:2] in {"//", "\\\\", "/\\", "\\/"}:  # "//host/x" means https here, whatever the page was opened with
        url = "https://" + url[2:].replace("\\", "/").lstrip("/")
    if url.lower().startswith(("http:", "https:")):
        return Address(url, "external", image), url
    if not url:
        return Address("", "empty", image), ""
    if url.startswith("#"):
        return _anchor(url, ids, image=image)
    if _SCHEME.match(url):  # mailto: and tel:, for `clean` let no other pass
        return Address(url, "other", image), "" if image else url
    target = decoded(url)
    return Address(target.replace("\\", "/"), "backslash" if "\\" in target else "own", image), ""


def _anchor(url: str, ids: _Ids, *, image: bool) -> tuple[Address, str]:
    name = decoded(url[1:])
    if image or name in {"", "top"}:
        return Address(url, "other", image), "" if image else url
    found = ids.names.get(name) or ids.names.get(anchor(name)) or PREFIX + name.removeprefix(PREFIX)
    return Address(name, "anchor" if found in ids.all else "lost"), f"#{found}"


def decoded(url: str) -> str:
    """Undo percent-encoding, but of signs that would then mean something else, and of what is not text."""
    parts = _KEPT.split(url)
    try:
        plain = "".join(part if _KEPT.fullmatch(part) else unquote(part, errors="strict") for part in parts)
    except UnicodeDecodeError:
        return url
    return plain if plain.isprintable() else url

"""What a page can show beside its view: the parts of theme and settings that its template may read, by name; pure.

A part too few is a stale page, and a part too many only a page made again, so what cannot be told counts as all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from site_builder.rendering.cards import WEAVE
from site_builder.rendering.colours import LIGHT
from site_builder.rendering.declared import Look
from site_builder.rendering.theme import BLOCKS, Theme
from site_builder.views import SiteInfo

_READS = {
    "page.canonical": ("base_url",),
    "absolute": ("base_url",),
    "breadcrumb_data": ("base_url",),
    "article_data": ("base_url", "unit"),
    "thai_date": ("language", "thai_digits"),
    "short_date": ("language", "thai_digits"),
    "digits": ("thai_digits",),
    "number": ("thai_digits",),
}  # function or filter → the fields of SiteInfo that it reads for the template
MACHINES = {
    "atom": ("base_url", "unit"),
    "json-feed": ("base_url", "unit"),
    "table-csv": ("base_url",),
    "table-json": ("base_url", "unit"),
    "ics": ("base_url",),
    "sitemap": ("base_url",),
    "sitemap-index": ("base_url",),
    "addresses": (),
    "apache": ("base_url",),
    "nginx": ("base_url",),
    "iis": ("base_url",),
    "headers": ("base_url",),
    "redirects": ("base_url",),
    "robots": ("base_url",),
    "photo": (),
    "card": ("title", "base_url", "language", "province", "thai_digits"),
    "file": (),
    "search-text": ("language", "thai_digits"),
    "search-words": (),
}  # our own templates → the fields that they read: machines.py and search.py
_MACHINE_WORDS = {"table-csv": "csv_"}  # our own templates → how the words begin that they show
_LOST = "not-found.html"  # its links begin at the path of base_url
_LINKING = ("asset ", "call body", "call href", "call *")


def closure(
    theme: Theme, site: SiteInfo, template: str, facts_of: Callable[[str], tuple[str, ...]], *, file_links: bool = False
) -> dict[str, object]:
    """Name → value of every part: "templates/item.html", "site.title", "words.home", "static/css/site.css", "links".

    `facts_of` tells what one template reads by itself; a template, word or file that is not there has the value None.
    """
    if template in MACHINES:
        words = _parts(theme, site, "words", _MACHINE_WORDS[template]) if template in _MACHINE_WORDS else {}
        drawn = _drawn(theme) if template == "card" else {}
        linked_ = {"links": file_links} if template == "search-text" else {}
        return words | drawn | linked_ | _fields(site, MACHINES[template])
    reached, read = _reached(theme, template, facts_of)
    parts: dict[str, object] = {f"templates/{name}": theme.templates.get(name, (None,))[0] for name in sorted(reached)}
    linked = any(one.startswith(_LINKING) for one in read)
    if template == _LOST and linked:
        parts |= _fields(site, ["base_url"])
    if read & {"call href", "call body", "call *"}:
        parts["links"] = file_links
    for fact in sorted(read):
        kind, _, name = fact.partition(" ")
        parts |= _parts(theme, site, kind, name)
    return parts


def _drawn(theme: Theme) -> dict[str, object]:
    """What a card shows of the theme, see cards.py."""
    pictures = {f"static/{name}": theme.urls.get(name) for name in ("emblem", WEAVE)}
    return {"theme.colours": theme.colours[LIGHT], "theme.fonts": theme.fonts, **pictures}


def _reached(theme: Theme, template: str, facts_of: Callable[[str], tuple[str, ...]]) -> tuple[set[str], set[str]]:
    """(Templates that this one extends, includes or imports, and those that they do, all that they read)."""
    reached: set[str] = set()
    read: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        found = facts_of(name) if name in theme.templates else ()
        read.update(found)
        if {"call body", "call *"} & {*found}:
            waiting += [one for one in theme.templates if one.startswith(BLOCKS)]
        for other in (fact.removeprefix("template ") for fact in found if fact.startswith("template ")):
            waiting += theme.templates if other == "*" else [other]
    return reached, read


def _parts(theme: Theme, site: SiteInfo, kind: str, name: str) -> dict[str, object]:
    match kind:
        case "site":
            return _fields(site, None if name == "*" else [name])
        case "theme":
            return _fields(theme.look, None if name == "*" else [name], "theme")
        case "word":
            return {f"words.{name}": theme.words.get(name)}
        case "words":
            return {f"words.{key}": word for key, word in theme.words.items() if key.startswith(name)}
        case "asset":
            return {f"static/{key}": theme.urls.get(key) for key in (theme.urls if name == "*" else [name])}
        case "call":
            words = _parts(theme, site, "words", "") if name in {"breadcrumb_data", "*"} else {}
            return words | _fields(site, None if name == "*" else _READS.get(name, ()))
    return {}


def _fields(value: SiteInfo | Look, names: Collection[str] | None, of: str = "site") -> dict[str, object]:
    known = type(value).__struct_fields__
    return {f"{of}.{name}": getattr(value, name) for name in known if names is None or name in names}

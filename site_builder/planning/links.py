"""Where the links of a body lead: to another item's page, to a file beside it, to a page of the site; or nowhere."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import quote, unquote

from site_builder.model import Body, Item, Link
from site_builder.planning.addresses import former
from site_builder.planning.assemble import Site, Standing, Story, url_of
from site_builder.problems import Position, Problem, Severity
from site_builder.thai.text import nearest, slug

PICTURES = frozenset(["jpg", "jpeg", "png", "gif", "webp", "avif"])
# What a reader may download. No html, js, svg or archive: a file beside an item must not be able to run on our host.
FILES = PICTURES | frozenset(
    ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "txt", "mp3", "mp4", "ics"]
)


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything that a link may name, by its source path."""

    urls: Mapping[str, str]  # source → URL of its page
    anchors: Mapping[str, tuple[str, ...]]  # source → ids that a # may name
    held: frozenset[str]  # sources that have no page now
    files: Mapping[str, str]  # path of a file beside the items → URL of its copy
    names: Mapping[str, tuple[str, ...]]  # folder → names of the items and files in it


def targets(site: Site, files: Iterable[str]) -> Targets:
    """Gather what can be linked to; `files` are the paths below content/ that are no items."""
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    urls = {path: _file_url(path) for path in sorted(files)}
    names: defaultdict[str, list[str]] = defaultdict(list)
    for path in (*(one.item.source for one in placed), *urls):
        folder, name = posixpath.split(path)
        names[folder].append(name)
    return Targets(
        MappingProxyType({one.item.source: url_of(one) for one in placed}),
        MappingProxyType({one.item.source: one.body.anchors for one in placed}),
        frozenset(one.path for one in site.held),
        MappingProxyType(urls),
        MappingProxyType({folder: tuple(found) for folder, found in names.items()}),
    )


def _file_url(path: str) -> str:
    """The address of a file's copy below /media/, of its own path alone: no newcomer can move another's.

    A name that an address cannot hold as it is carries a digest, so that "a b.pdf" and "a-b.pdf" stay two.
    """
    *folders, name = PurePosixPath(path).relative_to("content").parts
    stem, ending = posixpath.splitext(name)
    return "/".join(["/media", *map(_part, folders), _part(stem) + ending.lower()])


def _part(name: str) -> str:
    plain = slug(name)
    return plain if plain == name.lower() else f"{plain}-{_digest(name)}".lstrip("-")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Beside:
    """Where everything that an item names leads: URLs from the root, and what was wrong with them."""

    links: tuple[str, ...]  # of the body, in their order
    cover: str  # "" for none
    gallery: tuple[tuple[str, str], ...]  # (name as written, URL)
    attachments: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


_NOTHING = Beside((), "", (), (), ())


def beside(item: Item, body: Body, known: Targets) -> Beside:
    """Follow every link of a body and every file of a front matter; a missing file is named and left out."""
    if not (body.links or item.cover or item.gallery or item.attachments):
        return _NOTHING
    answers = [resolve(item, link, known) for link in body.links]
    problems = [problem for _, problem in answers if problem]
    files: dict[str, list[tuple[str, str]]] = {}
    for key, names in (("cover", (item.cover,)), ("gallery", item.gallery), ("attachments", item.attachments)):
        position = dict(item.positions).get(key, Position(1, 1, "", 1))
        asked = [(name, *file_url(item, name, position, known)) for name in names if name]
        files[key] = [(name, url) for name, url, problem in asked if not problem]
        problems += [problem for _, _, problem in asked if problem]
    return Beside(
        tuple(url for url, _ in answers),
        "".join(url for _, url in files["cover"]),
        tuple(files["gallery"]),
        tuple(files["attachments"]),
        tuple(problems),
    )


def resolve(item: Item, link: Link, known: Targets) -> tuple[str, Problem | None]:
    """The URL from the root for a link, and what is wrong with it; a link to nowhere keeps what the author wrote."""
    target, rest = cut(link.target)
    if target.startswith("/"):
        return former(target) + rest, None  # judged when all pages are planned: `strays`
    name = unquote(target)  # reading has left %23, %25 and %3F: "ภาพ%231.jpg" is the file "ภาพ#1.jpg"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(item.source), name))
    if path.lower().endswith(".md"):
        return _item_link(item, link, path, rest, known)
    url, problem = file_url(item, name, link.position, known)
    return (link.target, problem) if problem else (url + rest, None)


def cut(target: str) -> tuple[str, str]:
    """The path of a link, and what stands from its "?" or "#" on."""
    path, *rest = re.split(r"(?=[?#])", target, maxsplit=1)
    return path, "".join(rest)


def _item_link(item: Item, link: Link, path: str, rest: str, known: Targets) -> tuple[str, Problem | None]:
    if path not in known.urls:
        if path in known.held:
            return link.target, _stray(item, link.position, "P011", target=link.target)
        return link.target, _missing(item, link.position, link.target, path, known)
    url, ids = known.urls[path], known.anchors[path]
    name = rest.partition("#")[2]
    found = next((one for one in ids if name in (one, one.removeprefix("h-"))), "")
    if not name or found:
        return url + (f"#{quote(found)}" if found else ""), None
    near = ", ".join(nearest(name, ids)) or ", ".join(ids[:3])
    return url, _stray(item, link.position, "P014" if near else "P015", target=link.target, anchor=name, nearest=near)


def file_url(item: Item, name: str, position: Position, known: Targets) -> tuple[str, Problem | None]:
    """The URL of the copy of a file beside the item: a link's, the cover's, an attachment's."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(item.source), name))
    ending = posixpath.splitext(path)[1].lower().lstrip(".")
    if path not in known.files:
        return name, _missing(item, position, name, path, known)
    if ending not in FILES:
        return name, _stray(item, position, "P013", target=name, ending=ending or "?")
    return known.files[path], None


def _missing(item: Item, position: Position, written: str, path: str, known: Targets) -> Problem:
    """Offer the nearest name of the same folder only: all of 3,000 dead links over all files would take minutes."""
    folder, name = posixpath.split(path)
    near = nearest(name, known.names.get(folder, ()))
    code = "P009" if near else "P010"
    offered = posixpath.join(posixpath.dirname(written), near[0]) if near else ""
    return _stray(item, position, code, target=written, nearest=offered)


def _stray(item: Item, position: Position, code: str, **arguments: str) -> Problem:
    return Problem(code, Severity.WARNING, None, tuple(arguments.items()), "", item.source, position)


def strays(site: Site, urls: Iterable[str]) -> Iterator[Problem]:
    """The links that begin at the root ("/district/x/") and lead to no page; `urls` are all planned ones."""
    planned = frozenset(urls)
    lists = sorted(
        url for url in planned if not url.startswith(("/news/2", "/media/"))
    )  # an item is linked by its file
    near = functools.cache(lambda target: nearest(target, lists))
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    for one in placed:
        for link in one.body.links:
            target = cut(link.target)[0]
            if target.startswith("/") and former(target) not in planned:
                offered = "".join(near(target)[:1])
                yield _stray(one.item, link.position, "P009" if offered else "P010", target=target, nearest=offered)

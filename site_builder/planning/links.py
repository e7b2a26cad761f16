"""Where the links of a body lead: to another item's page, to a file beside it, to a page of the site; or nowhere."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import quote, unquote

from msgspec import Struct

from site_builder.model import Item, Link
from site_builder.pictures import UNREAD, Album
from site_builder.planning.addresses import former, media_part
from site_builder.planning.assemble import Site, Standing, Story, url_of
from site_builder.planning.pictures import PICTURES, is_picture, largest_url
from site_builder.problems import Position, Problem, Severity
from site_builder.thai.text import nearest

# What a reader may download. No html, js, svg or archive: a file beside an item must not be able to run on our host.
FILES = PICTURES | frozenset(
    ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "txt", "mp3", "mp4", "ics"]
)


_EMPTY = Album()


class Targets(Struct, frozen=True):
    """Everything that a link may name, by its source path."""

    urls: Mapping[str, str]  # source → URL of its page
    anchors: Mapping[str, tuple[str, ...]]  # source → ids that a # may name
    held: frozenset[str]  # sources that have no page now
    files: Mapping[str, str]  # path of a file beside the items → URL of its copy
    names: Mapping[str, tuple[str, ...]]  # folder → names of the items and files in it
    album: Album = _EMPTY  # of the pictures among the files
    avif: bool = False  # pictures have that format, too
    blocks: frozenset[str] = frozenset()  # that the theme has


def targets(
    site: Site,
    files: Iterable[str],
    album: Album = _EMPTY,
    *,
    avif: bool = False,
    blocks: frozenset[str] = frozenset(),
) -> Targets:
    """Gather what can be linked to; `files` are the paths below content/ that are no items."""
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    urls = {path: _file_url(path, album) for path in sorted(files)}
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
        album,
        avif,
        blocks,
    )


def _file_url(path: str, album: Album) -> str:
    """The address below /media/ of a file's copy, of its own path alone; of a picture, that of its largest size."""
    if negative := album.usable(path):
        return largest_url(path, negative)
    *folders, name = PurePosixPath(path).relative_to("content").parts
    stem, ending = posixpath.splitext(name)
    return "/".join(["/media", *map(media_part, folders), media_part(stem) + ending.lower()])


def path_of(item: Item, name: str) -> str:
    """Where a file lies that an item names: beside it, or below it, or above it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(item.source), name))


def resolve(item: Item, link: Link, known: Targets) -> tuple[str, Problem | None]:
    """The URL from the root for a link, and what is wrong with it; a link to nowhere keeps what the author wrote."""
    if link.fence:
        return "", None
    target, rest = cut(link.target)
    if target.startswith("/"):
        return former(target) + rest, None  # judged when all pages are planned: `strays`
    name = unquote(target)  # reading has left %23, %25 and %3F: "ภาพ%231.jpg" is the file "ภาพ#1.jpg"
    path = path_of(item, name)
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
            return link.target, stray(item, link.position, "P011", target=link.target)
        return link.target, _missing(item, link.position, link.target, path, known)
    url, ids = known.urls[path], known.anchors[path]
    name = rest.partition("#")[2]
    found = next((one for one in ids if name in (one, one.removeprefix("h-"))), "")
    if not name or found:
        return url + (f"#{quote(found)}" if found else ""), None
    near = ", ".join(nearest(name, ids)) or ", ".join(ids[:3])
    return url, stray(item, link.position, "P014" if near else "P015", target=link.target, anchor=name, nearest=near)


def file_url(item: Item, name: str, position: Position, known: Targets) -> tuple[str, Problem | None]:
    """The URL of the copy of a file beside the item, or of the largest size of a picture."""
    problem, path = file_problem(item, name, position, known), path_of(item, name)
    is_shown = not problem and (known.album.usable(path) or not is_picture(path))
    return (known.files[path] if is_shown else name), problem


def file_problem(
    item: Item, name: str, position: Position, known: Targets, *, pictures: bool = False
) -> Problem | None:
    """Why a file cannot be shown or offered; None where it can. With `pictures` it must be one."""
    path = path_of(item, name)
    ending = posixpath.splitext(path)[1].lower().lstrip(".")
    if path not in known.files:
        return _missing(item, position, name, path, known)
    if ending not in (PICTURES if pictures else FILES):
        return stray(item, position, "P013", target=name, ending=ending or "?")
    if not is_picture(path):
        paper = known.album.papers.get(path)
        return stray(item, position, paper.fault, name=name) if paper and paper.fault else None
    negative = known.album.negatives.get(path)
    code = negative.fault if negative else UNREAD
    return stray(item, position, code, name=name) if code and code != UNREAD else None


def _missing(item: Item, position: Position, written: str, path: str, known: Targets) -> Problem:
    """Offer the nearest name of the same folder only: all of 3,000 dead links over all files would take minutes."""
    folder, name = posixpath.split(path)
    near = nearest(name, known.names.get(folder, ()))
    code = "P009" if near else "P010"
    offered = posixpath.join(posixpath.dirname(written), near[0]) if near else ""
    return stray(item, position, code, target=written, nearest=offered)


def stray(item: Item, position: Position, code: str, **arguments: str) -> Problem:
    """A warning at a place of an item's source."""
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
            if not link.fence and target.startswith("/") and former(target) not in planned:
                offered = "".join(near(target)[:1])
                yield stray(one.item, link.position, "P009" if offered else "P010", target=target, nearest=offered)

"""Whether a host still holds what we put there, from within and from without; changes nothing there."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from site_builder.outcome import Tell
from site_builder.problems import Problem, error, notice
from site_builder.publishing.host import NO_FILE, Host, Seen
from site_builder.publishing.lists import read_lists
from site_builder.publishing.live import compare, masked
from site_builder.publishing.looking import at_once
from site_builder.publishing.plan import is_page
from site_builder.publishing.publication import Means, Order, Publication
from site_builder.publishing.published import Published, is_ours
from site_builder.publishing.questions import named
from site_builder.publishing.run import alone, begun, opened
from site_builder.rendering.hosts import NEVER
from site_builder.storing.manifest import Entry

_MEANS = Means()
_ORDERS = frozenset({".htaccess", ".user.ini", "php.ini", "web.config"})  # that change what a server does with a folder


def verify(site: Path, order: Order, now: dt.datetime, means: Means = _MEANS) -> Publication:
    """Compare every file of a host with what we put there, and every page with what readers and searchers get.

    A file that is not ours is an error where a server might run or obey it, and else only counted.
    """
    run, problems = begun(site, order, now, means)
    if run is None:
        return Publication(problems=problems)
    publication = Publication(run.target.name, run.target.url, problems=problems)
    with alone(run.stock), closing(opened(run)) as host:
        theirs, _ = read_lists(host, run.memory.folder)
        if theirs is None:
            return Publication(run.target.name, run.target.url, problems=(*problems, error("N056")))
        inside = _inside(host, theirs, means.tell)
    outside = _outside(run.target.url, theirs.files, means.tell)
    found = (*problems, *inside, *outside)
    return Publication(publication.target, publication.url, problems=found, looked=len(theirs.files))


def _inside(host: Host, theirs: Published, tell: Tell) -> tuple[Problem, ...]:
    """What differs from the list, as the host shows it to us."""
    there = host.list()
    ours: dict[str, Entry] = {**{path: row[:2] for path, row in theirs.retired.items()}, **theirs.files}
    same_size = sorted(path for path, entry in ours.items() if path in there and there[path].size == entry[0])
    asked = [path for path in same_size if not there[path].digest]
    digests = at_once(host.connections, host.digest, asked, lambda done: tell("look", done, len(asked)))
    read = {**{path: there[path].digest for path in same_size}, **dict(zip(asked, digests, strict=True))}
    changed = [path for path in ours if path in there and read.get(path) != ours[path][1]]
    missing = [path for path in ours if path not in there]
    others = [path for path in there if path not in ours and not is_ours(path)]
    doubtful = [path for path in others if _is_doubtful(path, there[path])]
    found = (
        (error, "N057", changed),
        (error, "N058", missing),
        (error, "N059", doubtful),
        (notice, "N029", [path for path in others if path not in doubtful]),
    )
    return tuple(
        make(code, count=len(paths), names=named(tuple(sorted(paths)))) for make, code, paths in found if paths
    )


def _is_doubtful(path: str, seen: Seen) -> bool:
    """Whether a server might run it, obey it or follow it."""
    name = posixpath.basename(path).lower()
    return seen.size == NO_FILE or name in _ORDERS or not set(name.split(".")[1:]).isdisjoint(NEVER)


def _outside(url: str, files: Mapping[str, Entry], tell: Tell) -> tuple[Problem, ...]:
    """What differs for readers; and for whom a search engine sends, where it does not for readers."""
    wrong = compare(url, files, {}, 0, tell)
    pages = masked(url, {path: entry for path, entry in files.items() if is_page(path)}, tell) if not wrong else ()
    return (*wrong, *([error("N049", count=len(pages), names=", ".join(pages[:5]))] if pages else []))

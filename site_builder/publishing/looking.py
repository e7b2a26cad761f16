"""Looking at a host before anything is changed there: its list, what stands at the paths in question, whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from site_builder import names
from site_builder.outcome import Tell
from site_builder.publishing import published
from site_builder.publishing.host import NO_FILE, Host, Seen
from site_builder.publishing.journal import Record
from site_builder.publishing.lists import read_lists
from site_builder.publishing.plan import Looks, claims, settled, touched, unclear
from site_builder.publishing.published import Published
from site_builder.storing.manifest import Entry

A = TypeVar("A")
B = TypeVar("B")


class Found(Struct, frozen=True):
    """A host as it was found: what is certainly ours, and what was seen there."""

    theirs: Published
    looks: Looks
    base: Mapping[str, Entry]  # the files of the base that the host's list counts from
    listed: bool  # whether the host had a list of ours
    is_clean: bool  # and the run that wrote it came to its end
    foreign: tuple[str, ...] = ()  # what else stands there, where all was looked at


class Remembered(Struct, frozen=True):
    """What this machine knows of a target."""

    cache: Path  # where bases are kept
    known: Mapping[str, tuple[Entry, ...]]  # all that it has sent there, of the last sites
    record: Record  # the journal of a run that did not come to its end


def find(host: Host, ours: Mapping[str, Entry], remembered: Remembered, tell: Tell) -> Found:
    """Read the host's list, add what an interrupted run of this machine did, and look at all that a plan may touch."""
    theirs, base = read_lists(host, remembered.cache)
    digest = theirs.base if theirs else ""
    listed = theirs is not None
    is_clean = theirs is not None and not theirs.token
    theirs = resumed(theirs, remembered.record) if theirs else Published()
    claimed = claims(ours, theirs, {} if listed else remembered.known)
    looks, foreign = _looks(host, ours, theirs, (listed, frozenset(claimed)), tell)
    asked = sorted(unclear(ours, theirs, looks, claimed))
    digests = at_once(host.connections, host.digest, asked, lambda done: tell("look", done, len(asked)))
    read = {path: Seen(_size(looks[path]), found) for path, found in zip(asked, digests, strict=True)}
    looks = {**looks, **read}
    theirs = replace(settled(theirs, looks, claimed), base=digest if listed else "")
    return Found(theirs, looks, base or {} if listed else {}, listed, is_clean, foreign)


def resumed(theirs: Published, record: Record) -> Published:
    """The list of a host, with what the journal of the run that was cut short there says of it."""
    if not theirs.token or theirs.token != record.token:
        return theirs
    files = {path: entry for path, entry in {**theirs.files, **record.sent}.items() if path not in record.removed}
    retired = {path: row for path, row in theirs.retired.items() if path not in record.removed}
    pending = {path: entry for path, entry in theirs.pending.items() if path in record.begun}
    return replace(theirs, files=files, retired=retired, pending=pending)


def at_once(
    threads: int, function: Callable[[A], B], arguments: Iterable[A], tell: Callable[[int], object] | None = None
) -> list[B]:
    """The function's answers, in order, by several threads; the first failure ends it."""
    found: list[B] = []
    with ThreadPoolExecutor(threads) as pool:
        try:
            for answer in pool.map(function, arguments):
                found.append(answer)
                if tell:
                    tell(len(found))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def _looks(
    host: Host, ours: Mapping[str, Entry], theirs: Published, doubts: tuple[bool, frozenset[str]], tell: Tell
) -> tuple[Looks, tuple[str, ...]]:
    """(What stands at each path in question, what else there is); all of the host where that is cheap, or no list is.

    A host without a list is looked at whole: whatever is there may be somebody's.
    """
    listed, claimed = doubts
    if listed and not host.lists_quickly:
        paths = sorted(touched(ours, theirs))
        seen = at_once(host.connections, host.look, paths, lambda done: tell("look", done, len(paths)))
        return dict(zip(paths, seen, strict=True)), ()
    there = host.list()
    paths = sorted(ours.keys() | theirs.files.keys() | theirs.retired.keys() | claimed)
    looks = {path: there.get(path) or _under(path, there) for path in paths}
    foreign = (path for path in there if path not in looks and not published.is_ours(path))
    return looks, tuple(sorted(foreign))


def _under(path: str, there: Mapping[str, Seen]) -> Seen | None:
    """Whether a folder above a path is a file or a link."""
    return Seen(NO_FILE) if any(folder in there for folder in names.folders(path)) else None


def _size(seen: Seen | None) -> int:
    return seen.size if seen else 0

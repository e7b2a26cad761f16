"""What a publishing will do: ours beside what the host holds, to steps in an order that no reader notices; pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum

from msgspec import Struct, field

from site_builder.publishing.host import NO_FILE, Seen
from site_builder.publishing.published import Published, Retired
from site_builder.storing.manifest import Entry

GRACE = dt.timedelta(days=7)  # that a reader who holds an old page finds its style sheet
LISTS = frozenset(
    ["archive", "calendar", "category", "district", "fiscal-year", "page", "search", "tag", "unit"]
)  # first parts of the addresses of lists; a site's own taxonomies come to them
_HASHED = re.compile(r"\.[0-9a-f]{6,64}(?=\.\w+$)")
_PAGED = re.compile(r"(?:^|/)page/\d+/index\.html$")
_MACHINES = re.compile(
    r"(?:.*\.(?:xml|json|ics|csv|txt)|search/index\.js|[^/]*\.conf|web\.config|_headers|_redirects|(?:.*/)?\.[^/]+)"
)  # what is read to learn which pages there are: after them


class Stage(IntEnum):
    """When a file is sent: whatever it leads to stands already."""

    FILES = 0  # what pages use
    NEW_PAGES = 1  # that nothing leads to yet
    NEW_LISTS = 2
    PAGES = 3
    LISTS = 4
    HOME = 5
    MACHINES = 6  # feeds, sitemaps, the search's list, orders for hosts


class Send(Struct, frozen=True):
    """One file to be put on the host."""

    path: str
    size: int
    digest: str
    stage: Stage


class Plan(Struct, frozen=True):
    """All that a run will do to a host, and what it leaves alone."""

    sends: tuple[Send, ...] = ()  # by stage; within one the order does not matter
    removals: tuple[str, ...] = ()  # once all is sent: what we put there and nobody has changed
    files: Mapping[str, Entry] = field(default_factory=dict)  # on the host by our hand, afterwards
    retired: Mapping[str, Retired] = field(default_factory=dict)  # kept for a time, afterwards
    former: Mapping[str, Entry] = field(default_factory=dict)  # what readers find until then
    foreign: tuple[str, ...] = ()  # of what is sent: somebody else's file stands there now
    altered: tuple[str, ...] = ()  # of what is sent: ours, but somebody has changed it
    missing: tuple[str, ...] = ()  # of what is sent: ours, but somebody has removed it
    spared: tuple[str, ...] = ()  # not ours to remove: somebody has changed it
    blocked: tuple[str, ...] = ()  # a link or a folder stands where a file belongs; nothing can be done

    @property
    def size(self) -> int:
        """Bytes to be sent."""
        return sum(one.size for one in self.sends)

    @property
    def gone(self) -> tuple[str, ...]:
        """Pages that readers find and will find no more, but for the numbered pages of lists."""
        pages = (path for path in self.former if is_page(path) and not _PAGED.search(path))
        return tuple(sorted(path for path in pages if path not in self.files))


def is_page(path: str) -> bool:
    """Whether readers open it by its address."""
    return path.endswith(".html")


def touched(ours: Mapping[str, Entry], theirs: Published) -> frozenset[str]:
    """The paths that a run may have to do with: these must be looked at before a plan is made."""
    changed = {path for path, entry in ours.items() if theirs.files.get(path) != entry}
    return frozenset(changed | (theirs.files.keys() - ours.keys()) | theirs.retired.keys() | theirs.pending.keys())


Looks = Mapping[str, Seen | None]  # of each path that was looked at; None for nothing there
Claims = Mapping[str, tuple[Entry, ...]]  # what may stand at a path by our hand, though no list says so


def claims(ours: Mapping[str, Entry], theirs: Published, known: Mapping[str, tuple[Entry, ...]]) -> Claims:
    """What may be ours without a list that says so.

    What a run that was cut short was sending; and where a list is lost or a path is in none, the new bytes themselves
    and those that we remember to have sent there once (`known`).
    """
    unlisted = (ours.keys() | known.keys()) - theirs.files.keys() - theirs.retired.keys()
    found = {path: _distinct([ours[path]] if path in ours else [], known.get(path, ())) for path in unlisted}
    for path, entry in theirs.pending.items():
        found[path] = _distinct([entry], found.get(path, ()))
    return found


def _distinct(*entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(dict.fromkeys(one for some in entries for one in some))


def unclear(ours: Mapping[str, Entry], theirs: Published, looks: Looks, claimed: Claims) -> frozenset[str]:
    """The paths whose digest must be asked for: where size alone does not tell whether a file is ours."""
    found = set()
    for path, seen in looks.items():
        if seen is None or seen.digest or seen.size == NO_FILE:
            continue
        is_claimed = any(size == seen.size for size, _ in claimed.get(path, ()))
        to_go = path in theirs.files and path not in ours and not _HASHED.search(path)
        if is_claimed or (to_go and theirs.files[path][0] == seen.size):
            found.add(path)
    return frozenset(found)


def settled(theirs: Published, looks: Looks, claimed: Claims) -> Published:
    """What is certainly there by our hand: each claim is true where the bytes are those, and else void."""
    files = dict(theirs.files)
    for path, entries in claimed.items():
        seen = looks.get(path)
        if seen and (true := next((one for one in entries if one == (seen.size, seen.digest)), None)):
            files[path] = true
    retired = {path: row for path, row in theirs.retired.items() if path not in files}
    return Published(files, retired, number=theirs.number, time=theirs.time, by=theirs.by, base=theirs.base)


def plan(
    ours: Mapping[str, Entry], theirs: Published, looks: Looks, now: dt.datetime, lists: frozenset[str] = LISTS
) -> Plan:
    """The steps from what is settled on a host to ours; `looks` holds all of `touched`, or all that there is."""
    there = {**theirs.files, **{path: (size, digest) for path, (size, digest, _) in theirs.retired.items()}}
    states = {path: _state(path, there, looks) for path in ours}
    sends = [path for path, entry in ours.items() if there.get(path) != entry or states[path] in _LACKING]
    spared, removals, retired = _old(ours, theirs, looks, now)

    def of_state(state: str) -> tuple[str, ...]:
        return tuple(sorted(path for path in sends if states[path] == state))

    return Plan(
        sends=_in_order(sends, ours, there, lists),
        removals=tuple(sorted(removals)),
        files=dict(ours),
        retired=retired,
        former=theirs.files,
        foreign=of_state("foreign"),
        altered=of_state("altered"),
        missing=of_state("missing"),
        spared=tuple(sorted(spared)),
        blocked=of_state("blocked"),
    )


_LACKING = frozenset({"altered", "missing", "blocked"})


def _state(path: str, there: Mapping[str, Entry], looks: Looks) -> str:
    """How what stands at a path is to be judged; "" for as it should be, or not looked at."""
    if path not in looks:
        return ""
    seen, listed = looks[path], there.get(path)
    if seen is None:
        return "missing" if listed else ""
    if seen.size == NO_FILE:
        return "blocked"
    if listed is None:
        return "foreign"
    return "" if _is(seen, listed) else "altered"


def _is(seen: Seen, entry: Entry) -> bool:
    """Whether what was seen is that entry, as far as it was seen."""
    return seen.size == entry[0] and seen.digest in {"", entry[1]}


def _old(
    ours: Mapping[str, Entry], theirs: Published, looks: Looks, now: dt.datetime
) -> tuple[list[str], list[str], dict[str, Retired]]:
    """What is not in ours any more: (spared since it was changed, to be removed, retired and kept)."""
    spared: list[str] = []
    removals: list[str] = []
    retired: dict[str, Retired] = {}
    stems = {_HASHED.sub("", path) for path in ours if _HASHED.search(path)}
    for path, since in _leaving(ours, theirs, now):
        seen = looks.get(path, Seen(0))
        entry = theirs.files.get(path) or theirs.retired[path][:2]
        if path not in looks or seen is None:
            continue
        if not _is(seen, entry):
            spared.append(path)
        elif _outlives(path, stems) and now - dt.datetime.fromisoformat(since) < GRACE:
            retired[path] = (*entry, since)
        else:
            removals.append(path)
    return spared, removals, retired


def _leaving(ours: Mapping[str, Entry], theirs: Published, now: dt.datetime) -> Iterator[tuple[str, str]]:
    """(Path, since when no page names it) of all that is not in ours."""
    yield from ((path, now.isoformat(timespec="seconds")) for path in theirs.files if path not in ours)
    yield from ((path, since) for path, (_, _, since) in theirs.retired.items() if path not in ours)


def _outlives(path: str, stems: set[str]) -> bool:
    """Whether a reader who holds an old page may still ask for it.

    Theme and search files, and a picture that has another version now. A picture that was withdrawn goes at once, as
    the page does that showed it.
    """
    return bool(_HASHED.search(path)) and (path.startswith(("assets/", "search/")) or _HASHED.sub("", path) in stems)


def _in_order(
    paths: Iterable[str], ours: Mapping[str, Entry], there: Mapping[str, Entry], lists: frozenset[str]
) -> tuple[Send, ...]:
    sends = (Send(path, *ours[path], stage(path, lists, is_new=path not in there)) for path in paths)
    return tuple(sorted(sends, key=lambda one: (one.stage, one.path)))


def stage(path: str, lists: frozenset[str], *, is_new: bool) -> Stage:
    """When a file is sent."""
    if path == "index.html":
        return Stage.HOME
    if is_page(path):
        is_list = path.partition("/")[0] in lists or _PAGED.search(path) or path == "news/index.html"
        if is_new:
            return Stage.NEW_LISTS if is_list else Stage.NEW_PAGES
        return Stage.LISTS if is_list else Stage.PAGES
    if path.endswith(".htaccess") and is_new:
        return Stage.FILES  # it hides what begins with a dot: first of all
    is_read_first = _MACHINES.fullmatch(path) and not path.startswith(("assets/", "media/"))
    return Stage.MACHINES if is_read_first else Stage.FILES

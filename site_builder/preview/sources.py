"""What lies on disk, looked at again: events are hints, size and times are hints too, the digest is the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from site_builder.gathering import gather, keep_readings, reading_of, readings
from site_builder.job import Job, Means
from site_builder.model import Reading
from site_builder.opening import TABLES, Desk, furnish, supply
from site_builder.pictures import Album
from site_builder.problems import Problem
from site_builder.storing import files
from site_builder.storing.beside import Contacts, Kept, contacts
from site_builder.storing.engine import engine
from site_builder.storing.executors import read_all
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.files import Scan
from site_builder.storing.last import compiled
from site_builder.storing.lock import Lock
from site_builder.storing.marks import clock, is_settled
from site_builder.storing.stopwatch import Stopwatch
from site_builder.storing.store import Spoilt, Store
from site_builder.storing.themes import lasting_marks, theme_marks
from site_builder.storing.work import Order

HELD = 0.5  # seconds that a file which another program holds is waited for: the next look tries again
UNREADABLE = "?"  # in place of the digest of a file that could not be read


class Sources(Struct, frozen=True):
    """Everything that the site is made from, as it was at the last look."""

    desk: Desk | None  # the last one that could be opened; None: none could yet
    opening: tuple[Problem, ...] = ()  # of settings and theme
    problems: tuple[Problem, ...] = ()  # of these, and of the folders
    is_open: bool = False  # False: settings, theme or a folder are broken now, and all else is as it was before
    marks: Mapping[str, str] = field(default_factory=dict)  # of every file below content/, see `SourceFile.mark`
    fresh: frozenset[str] = frozenset()  # to be looked at again whatever the mark says: just written, or not readable
    theme: str = ""  # marks of the theme's files; "" where one of them is fresh
    digests: Mapping[str, str] = field(default_factory=dict)  # of each item's bytes, SHA-256 in hex, or UNREADABLE
    readings: Mapping[str, Reading] = field(default_factory=dict)  # of each item, prose left out
    prose: Mapping[str, bytes] = field(default_factory=dict)  # of each item, packed
    good: Mapping[str, Reading] = field(default_factory=dict)  # of items with errors: what was read before, with prose
    beside: Contacts = field(default_factory=lambda: Contacts(Album(), Kept()))  # what lies beside the items
    compiled: Mapping[str, bytes] = field(default_factory=dict)  # the templates as code, by the last build

    @property
    def album(self) -> Album:
        """What lies beside the items, by path."""
        return self.beside.album

    def last_good(self, path: str) -> Reading | None:
        """What an item says now, or said before it had an error; with its prose."""
        reading = self.readings.get(path)
        if reading and reading.item and reading.body:
            return with_prose(reading, self.prose[path])
        return self.good.get(path)


def with_prose(reading: Reading, prose: bytes) -> Reading:
    """The reading with its prose."""
    body = reading.body
    return replace(reading, body=replace(body, prose=body.prose.lent(prose))) if body else reading


class Change(Struct, frozen=True):
    """What a look found other than before."""

    items: frozenset[str] = frozenset()  # that are new, gone, or of other bytes
    files: frozenset[str] = frozenset()  # the same of all other files
    tables: bool = False  # site.toml, units.toml, tags.toml
    theme: bool = False
    opening: bool = False  # other problems of opening

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.items or self.files or self.tables or self.theme or self.opening)


def first_look(site: Path, now: dt.datetime, means: Means) -> Sources:
    """Everything, by what the store has kept of it; what had to be read is kept there for the next start."""
    started = clock()
    furniture, opening = furnish(site)
    found = files.scan(site / "content")
    desk, problems = supply(furniture, found, opening) if furniture else (None, opening)
    if desk is None:
        return Sources(None, opening, problems)
    with Lock(site / ".cache"), Store(site / ".cache") as store:
        job = Job(site, site / "output", now, desk, problems, means, started, store, Stopwatch())
        try:
            if not store.fits(engine(), job.rules):
                store.renew(engine(), job.rules)
            known = _known(job)
        except Spoilt:
            store.renew(engine(), job.rules)
            known = _known(job)
    return _marked(replace(known, opening=opening), site, found, started)


def _known(job: Job) -> Sources:
    gathered = gather(job)
    prose = {**dict(job.store.proses()), **{path: one.html for path, one in gathered.read.items()}}
    known = dict(readings(job, gathered))
    if gathered.read or gathered.gone or gathered.contacts.looked:
        keep_readings(job, gathered)
    digests = {path: gathered.digests.get(path, "") for path in job.desk.items}
    digests |= dict.fromkeys([*gathered.failed, *job.desk.refused], UNREADABLE)
    return Sources(
        desk=job.desk,
        problems=job.before,
        is_open=True,
        digests=digests,
        readings=known,
        prose=prose,
        beside=gathered.contacts,
        compiled=compiled(job.store),
    )


def _marked(sources: Sources, site: Path, found: Scan, started_ns: int) -> Sources:
    """With that by which the next look tells what it need not read."""
    marks = {one.path: one.mark for one in found.sources}
    settled = {one.path for one in found.sources if is_settled(one.mtime_ns, one.ctime_ns, started_ns)}
    settled -= {path for path, digest in sources.digests.items() if digest == UNREADABLE}
    theme = lasting_marks(site, sources.desk.settings.theme, started_ns) if sources.desk else ""
    return replace(sources, marks=marks, fresh=frozenset(marks.keys() - settled), theme=theme)


def look_again(former: Sources, site: Path, means: Means) -> tuple[Sources, Change]:
    """What is new on disk: reads only what may differ. Settings that are broken now leave all as it was."""
    started = clock()
    found = files.scan(site / "content")
    marks = {one.path: one.mark for one in found.sources}
    touched = {path for path, _ in marks.items() ^ former.marks.items()} | (former.fresh & marks.keys())
    furniture, opening = _furniture(former, site, touched)
    if furniture and furniture is former.desk and not touched and found.problems == furniture.scanned:
        return former, Change()
    desk, problems = supply(furniture, found, opening) if furniture else (None, opening)
    if desk is None:
        change = Change(opening=problems != former.problems or former.is_open)
        return replace(former, opening=opening, problems=problems, is_open=False), change
    known, read = _read_again(former, site, desk, touched, means)
    before = former.desk
    gone = former.readings.keys() - known.readings.keys()
    others = frozenset(desk.files) | frozenset(before.files if before else ())
    change = Change(
        items=frozenset(read | gone),
        files=frozenset(path for path in others if marks.get(path) != former.marks.get(path)),
        tables=not before or desk.tables != before.tables,
        theme=not before or desk.theme is not before.theme,
        opening=problems != former.problems or not former.is_open,
    )
    known = replace(known, desk=desk, opening=opening, problems=problems, is_open=True)
    return _marked(known, site, found, started), change


def _furniture(former: Sources, site: Path, touched: AbstractSet[str]) -> tuple[Desk | None, tuple[Problem, ...]]:
    """Settings and theme, opened anew where they may differ; the same values as before where they do not."""
    desk = former.desk
    is_same = desk and former.is_open and former.theme and not touched & {*TABLES}
    if desk and is_same and theme_marks(site, desk.settings.theme) == former.theme:
        return desk, former.opening
    found, problems = furnish(site)
    if found and desk and found.tables == desk.tables:
        found = replace(desk, fonts=found.fonts, theme=desk.theme if found.theme == desk.theme else found.theme)
    return found, problems


def _read_again(
    former: Sources, site: Path, desk: Desk, touched: AbstractSet[str], means: Means
) -> tuple[Sources, set[str]]:
    """(The sources with every item read that has other bytes, the paths of these)."""
    same_rules = former.desk is not None and desk.rules == former.desk.rules
    known = former.digests if same_rules else {}
    unread = {path for path in desk.items if known.get(path, UNREADABLE) == UNREADABLE}
    wanted = [path for path in desk.items if path not in desk.refused and (path in touched or path in unread)]
    data, failed = _differing(site, wanted, known)
    digests = {path: known.get(path, "") for path in desk.items}
    readings_ = {path: former.readings.get(path, _UNREAD) for path in desk.items}
    readings_ |= dict.fromkeys(desk.refused, _UNREAD) | failed
    prose = {path: former.prose.get(path, b"") for path in desk.items}
    order = Order(desk.settings.province, desk.rules.taxonomies, means.budget)
    for one in read_all(data.items(), len(data), order, means.crew, means.tell) if data else ():
        readings_[one.path], prose[one.path] = reading_of(one.content), one.html
        digests[one.path] = sha256(data[one.path]).hexdigest()
    digests |= dict.fromkeys([*failed, *desk.refused], UNREADABLE)
    read = data.keys() | {path for path in failed if failed[path] != former.readings.get(path)}
    good = {path: last for path in desk.items if not readings_[path].body and (last := former.last_good(path))}
    beside = _beside(former, site, desk, touched)
    return replace(former, digests=digests, readings=readings_, prose=prose, good=good, beside=beside), read


def _beside(former: Sources, site: Path, desk: Desk, touched: AbstractSet[str]) -> Contacts:
    """What lies beside the items now; pictures and documents that nobody touched are not opened."""
    kept = former.beside.kept
    same = {path: one.digest for path, one in kept.negatives.items() if path not in touched}
    same |= {path: digest for path, (digest, _) in kept.papers.items() if path not in touched}
    found = contacts(site, desk.files, same, kept)
    return former.beside if found.album == former.beside.album else found


def _differing(
    site: Path, paths: Iterable[str], known: Mapping[str, str]
) -> tuple[dict[str, bytes], dict[str, Reading]]:
    """(The bytes of the items that are not as known, what to say of those that cannot be read from disk)."""
    data: dict[str, bytes] = {}
    failed: dict[str, Reading] = {}
    for path in paths:
        try:
            found = files.read(site, path, patience=HELD)
        except ReadingFailed as fault:
            failed[path] = Reading(None, None, (fault.problem,))
            continue
        if sha256(found).hexdigest() != known.get(path):
            data[path] = found
    return data, failed


_UNREAD = Reading(None, None)

"""Which sources differ from last time: size and times are a hint, the digest is the truth; reads only what it must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.structs import replace

from site_builder.job import Job
from site_builder.model import Reading
from site_builder.pictures import UNREAD
from site_builder.picturing.faults import FAULTS
from site_builder.problems import Problem
from site_builder.storing import beside, files
from site_builder.storing.beside import Contacts, contacts
from site_builder.storing.executors import read_all
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.last import notes
from site_builder.storing.marks import Marks, marks
from site_builder.storing.store import ReadingRow, Spoilt, Store
from site_builder.storing.work import Read, unpacked


class Gathered(Struct, frozen=True):
    """All sources, looked at; those that differ from last time were read."""

    read: Mapping[str, Read]  # by path
    readings: Mapping[str, Reading]  # what was read, unpacked
    digests: Mapping[str, str]  # of the sources and tables as they are now, SHA-256 in hex; "" for one never taken
    failed: Mapping[str, Problem]  # that could not be read from disk
    former: Mapping[str, str]  # the digests of all readings that the store had
    rows: Mapping[str, str]  # and of those that it is to have in the end
    gone: tuple[str, ...]  # that the store knows and the site has no more
    contacts: Contacts  # the pictures beside the items

    @property
    def again(self) -> frozenset[str]:
        """The sources that must be looked at next time, whatever their marks say."""
        return frozenset(self.failed).union(path for path, one in self.read.items() if not one.lasts)

    @property
    def seconds(self) -> dict[str, float]:
        """How long each source took to read."""
        return {one.path: one.seconds for one in self.read.values()}


def gather(job: Job) -> Gathered:
    """Look at every file, and read the items that are new or other than last time."""
    site, desk, store = job.site, job.desk, job.store
    known = Marks.unpacked(store.note(Marks.NOTE)).trusted
    digests = {one.path: known[one.mark] for one in desk.sources if one.mark in known}
    rows = store.digests()
    failed: dict[str, Problem] = {}
    wanted = [path for path in desk.items if path not in rows or rows[path] != digests.get(path)]
    wanted = [path for path in wanted if path not in desk.refused]
    if rows:
        wanted = [path for path in wanted if rows.get(path) != _digest(site, path, digests, failed)]
    digests |= desk.tables
    seen = contacts(site, desk.files, digests, beside.unpacked(store.note(beside.NOTE)))

    def sources() -> Iterator[tuple[str, bytes]]:
        for path in (path for path in wanted if path not in failed):
            data = _bytes(site, path, failed)
            if data is not None:
                digests[path] = sha256(data).hexdigest()
                yield path, data

    read: dict[str, Read] = {}
    readings: dict[str, Reading] = {}
    means = (job.means.crew, job.means.tell)
    for one in read_all(sources(), len(wanted), job.order, *means, meanwhile=job.make_ready) if wanted else ():
        read[one.path], readings[one.path] = one, reading_of(one.content)  # while the others read on
    gone = rows.keys() - set(desk.items)
    to_be = {path: rows[path] for path in rows if path not in gone}
    to_be |= {path: digests[path] for path, one in read.items() if one.lasts}
    return Gathered(read, readings, digests, failed, rows, to_be, tuple(gone), seen)


def _digest(site: Path, path: str, digests: dict[str, str], failed: dict[str, Problem]) -> str:
    data = _bytes(site, path, failed)
    digests[path] = "" if data is None else sha256(data).hexdigest()
    return digests[path]


def _bytes(site: Path, path: str, failed: dict[str, Problem]) -> bytes | None:
    try:
        return files.read(site, path)
    except ReadingFailed as fault:
        failed[path] = fault.problem
        return None


def readings(job: Job, gathered: Gathered) -> Iterator[tuple[str, Reading]]:
    """Every item with its reading, in the order of the paths, prose left in the store."""
    rows = {row.path: row for row in job.store.readings() if row.path not in gathered.read}
    for path in job.desk.items:
        if path in gathered.failed:
            yield path, Reading(None, None, (gathered.failed[path],))
        elif path in job.desk.refused:
            yield path, Reading(None, None)
        elif path in gathered.read:
            yield path, gathered.readings[path]
        elif path in rows and rows[path].digest == gathered.digests[path]:
            yield path, reading_of(rows[path].content)
        else:
            raise Spoilt(path)  # its row was there when the sources were looked at


def kept(paths: Iterable[str], store: Store) -> dict[str, Reading]:
    """The readings that the store has of these sources."""
    return {row.path: reading_of(row.content) for row in store.readings(paths)}


def reading_of(content: bytes) -> Reading:
    """A packed reading; Spoilt where it is none."""
    try:
        return unpacked(content)
    except DecodeError as fault:
        raise Spoilt(*fault.args) from fault


def keep_readings(job: Job, gathered: Gathered) -> None:
    """Keep what was read, whatever becomes of the build: until that is known, the last one counts for nothing."""
    lasting = (one for one in gathered.read.values() if one.lasts)
    rows = [ReadingRow(one.path, gathered.digests[one.path], one.content, one.html, one.grams) for one in lasting]
    pictures = {beside.NOTE: beside.packed(gathered.contacts.kept)} if gathered.contacts.looked else {}
    job.store.save({**known_marks(job, gathered, {}), **notes(None), **pictures}, rows, gone=gathered.gone)


def known_marks(job: Job, gathered: Gathered, copied: Mapping[str, str]) -> dict[str, bytes]:
    """The marks of all files but those to be looked at again; `copied`: digests of files beside the items."""
    again = gathered.again
    found = (one for one in job.desk.sources if one.path not in again)
    return {Marks.NOTE: marks(found, {**gathered.digests, **copied}, job.started_ns).packed()}


def without(gathered: Gathered, problems: Iterable[Problem]) -> Gathered:
    """The same, without the pictures of which nothing came.

    What the bytes are to blame for is kept with them and told by planning, each time; a file that could not be read is
    told here, and looked at again next time.
    """
    contacts_, album = gathered.contacts, gathered.contacts.album
    codes = {one.path: one.code if one.code in FAULTS else UNREAD for one in problems}
    unread = [path for path, code in codes.items() if code == UNREAD]
    negatives = {
        path: replace(one, fault=codes[path]) if path in codes else one for path, one in album.negatives.items()
    }
    told = dict.fromkeys((*album.problems, *(one for one in problems if codes[one.path] == UNREAD)))
    return replace(
        gathered,
        digests={path: digest for path, digest in gathered.digests.items() if path not in unread},
        contacts=replace(
            contacts_,
            album=replace(album, negatives=negatives, problems=tuple(told)),
            kept=replace(contacts_.kept, negatives=negatives),
            looked=True,
        ),
    )

"""The search's index in a build: which segments stay and which are made anew, and what an edited body does to its own.

An edited body takes its old and new trigrams out of the store and reads the shards that differ, and nothing else. Any
doubt about what stands in the output ends in the whole site's way, where each segment is compared, and made again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from site_builder.digest import SIZE, Prints, digest
from site_builder.drafting import Draft
from site_builder.gathering import Gathered
from site_builder.job import Job
from site_builder.machine_views import TextView
from site_builder.searching.files import LIST, SegmentList, edited, listed, touched
from site_builder.searching.grams import Grams
from site_builder.searching.segments import Place
from site_builder.storing.indexed import Indexed, indexed, known, notes
from site_builder.storing.manifest import Entry
from site_builder.storing.switch import Switch
from site_builder.storing.work import Presser, Segment
from site_builder.views import Page


@dataclass(slots=True)
class Index:
    """The index of a site on its way; without search there is none."""

    made: dict[str, Indexed] = field(default_factory=dict)  # what is kept of the segments that are other ones now
    wanted: tuple[Segment, ...] = ()  # to be made by those who render
    staying: tuple[str, ...] = ()  # paths
    gone: frozenset[str] = frozenset()  # paths, where all that is not named stays
    files: dict[str, bytes] = field(default_factory=dict)  # path → bytes, made already
    standing: dict[str, Segment] = field(default_factory=dict)  # path → the segment that it stays with
    segments: dict[str, str] = field(default_factory=dict)  # all of them, see `indexed.known`
    former: tuple[str, ...] = ()
    sources: dict[str, tuple[tuple[str, ...], bytes]] = field(default_factory=dict)  # of wanted ones: see `Indexed`

    def take(self, made: SegmentList) -> None:
        """A segment has been made."""
        self.segments[made.name] = made.digest
        sources, prints = self.sources[made.name]
        self.made[made.name] = Indexed(made, sources, prints)

    def mend(self, lost: Collection[str], presser: Presser, switch: Switch) -> None:
        """Bring back what somebody took out of the output, or edited there, of the segments that stay."""
        for segment in {
            self.standing[path].name: self.standing[path] for path in lost if path in self.standing
        }.values():
            _, files = presser.files(segment)
            for path in files.keys() & lost:
                switch.put(path, files[path])

    def finish(self, switch: Switch) -> None:
        """Write what is no segment's: the list of all, and what was patched."""
        files = dict(self.files)
        if self.segments:
            files[LIST] = listed(self.segments)
        for path, data in files.items():
            switch.put(path, data)

    @property
    def notes(self) -> dict[str, bytes]:
        """What to keep for the next build."""
        return notes(self.made.values(), self.segments, self.former)


def sorted_out(draft: Draft, job: Job, gathered: Gathered, switch: Switch) -> Index:
    """The index of a whole site: a segment stays where it would be made of the same and stands in the output."""
    pages: defaultdict[str, list[Page]] = defaultdict(list)
    for page in draft.pages:
        if isinstance(page.view, TextView):
            pages[Place.of(page.url).segment].append(page)
    index, prints, wanted = Index(former=tuple(known(job.store))), Prints(), []
    for name, texts in pages.items():
        sources = tuple(draft.sources[page.url] for page in texts)
        shown = b"".join(digest(prints.of(page.view)) for page in texts)
        views = [page.view for page in texts if isinstance(page.view, TextView)]
        segment = Segment(name, views, [(path, gathered.digests[path]) for path in sources])
        before = indexed(job.store, name)
        if before and (before.sources, before.prints) == (sources, shown) and _stand(before.list.paths, switch.former):
            index.segments[name] = before.list.digest
            index.standing |= dict.fromkeys(before.list.paths, segment)
        else:
            index.sources[name] = sources, shown
            wanted.append(segment)
    index.wanted, index.staying = tuple(wanted), tuple(index.standing)
    return index


def _stand(paths: list[str], former: Mapping[str, Entry]) -> bool:
    """Whether the output's list has these files, as the digests in their names say."""
    return all(path in former and former[path][1].startswith(path.split(".")[1]) for path in paths)


def patched(draft: Draft, job: Job, gathered: Gathered, switch: Switch) -> Index | None:
    """The index around edited bodies; None where the output or the store does not have what it is to be made of."""
    index = Index(segments=known(job.store))
    pages = [page for page in draft.pages if isinstance(page.view, TextView)]
    before: dict[str, SegmentList] = {}
    for page in pages:
        place, path = Place.of(page.url), draft.sources[page.url]
        kept = index.made.get(place.segment) or indexed(job.store, place.segment)
        if kept is None or not isinstance(page.view, TextView):
            return None
        before.setdefault(place.segment, kept.list)
        old = Grams.unpacked(job.store.grams(path, gathered.former[path]))
        both = old, Grams.unpacked(gathered.read[path].grams)
        read = {
            one: index.files.get(one) or _read(job.output, one, switch) for one in touched(kept.list, page.view, both)
        }
        if not all(read.values()):
            return None
        after, files = edited(kept.list, read, page.view, place.number, both)
        index.files = {one: data for one, data in index.files.items() if one not in read} | files
        at = place.number * SIZE
        prints = kept.prints[:at] + digest(Prints().of(page.view)) + kept.prints[at + SIZE :]
        index.made[place.segment] = Indexed(after, kept.sources, prints)
    for name, one in before.items():
        after = index.made[name].list
        index.files |= dict([after.own]) if after != one else {}
        index.gone |= frozenset(one.paths) - frozenset(after.paths)
        index.segments[name] = after.digest
    return index


def _read(output: Path, path: str, switch: Switch) -> bytes:
    """A file of the index as it was made; b"" where it is not there as such."""
    try:
        data = (output / path).read_bytes()
    except OSError:
        return b""
    entry = switch.former.get(path)
    return data if entry and entry[1] == sha256(data).hexdigest() else b""

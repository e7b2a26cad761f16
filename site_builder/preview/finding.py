"""The search's index of a snapshot, made when a browser asks for it; trigrams are kept from snapshot to snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from site_builder.machine_views import TextView
from site_builder.preview.snapshot import Snapshot
from site_builder.searching.files import LIST, listed, segment
from site_builder.searching.grams import Grams, grams, plain
from site_builder.searching.segments import Place


class Finding:
    """What a snapshot's texts are found by: a second of work for a thousand items, at the first question only."""

    def __init__(self, former: Finding | None = None) -> None:
        self._grams: dict[tuple[str, str, bytes], Grams] = former._grams if former else {}  # noqa: SLF001 — of our own class
        self._files: dict[str, bytes] | None = None

    def files(self, snapshot: Snapshot) -> Mapping[str, bytes]:
        """All files of the index but the texts, by URL."""
        if self._files is None:
            self._files = {f"/{path}": data for path, data in self._made(snapshot).items()}
        return self._files

    def _made(self, snapshot: Snapshot) -> dict[str, bytes]:
        views: defaultdict[str, list[TextView]] = defaultdict(list)
        found: defaultdict[str, list[Grams]] = defaultdict(list)
        kept: dict[tuple[str, str, bytes], Grams] = {}
        for url, page in snapshot.pages.items():
            if isinstance(page.view, TextView):
                name, view, path = Place.of(url).segment, page.view, snapshot.owners[url]
                key = (path, view.title, view.body.digest)
                kept[key] = self._grams.get(key) or _grams(view, snapshot.sources.prose[path])
                views[name].append(view)
                found[name].append(kept[key])
        self._grams = kept
        files: dict[str, bytes] = {}
        digests: dict[str, str] = {}
        for name, some in views.items():
            whole, made = segment(name, some, found[name])
            digests[name] = whole.digest
            files |= made
        return files | ({LIST: listed(digests)} if digests else {})


def _grams(view: TextView, packed: bytes) -> Grams:
    return grams(view.title, plain(view.body.lent(packed)))

"""The pages of one snapshot, rendered when a browser asks for them, each once: what a published build would write."""

from __future__ import annotations

import threading
import time
from hashlib import blake2b
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from site_builder.machine_views import TextView
from site_builder.preview.deadline import Late, deadline
from site_builder.preview.finding import Finding
from site_builder.preview.snapshot import Snapshot, lent
from site_builder.preview.spare import spare_page
from site_builder.problems import Problem, error
from site_builder.rendering.render import Renderer
from site_builder.rendering.theme import Theme
from site_builder.searching.files import is_index
from site_builder.views import ItemView, Page, StandingView

LONGEST = 10.0  # seconds that a page may take; a template that never ends must not take the preview with it
MOST = 400  # proofs that are kept, of 20 kB each: a program that asks for every page must not fill the memory
_LATE = error("T006", seconds=f"{LONGEST:g}")


class Proof(Struct, frozen=True):
    """One page, printed for looking at."""

    data: bytes
    seconds: float  # of rendering
    fault: Problem | None = None  # of the template: then there is no data


class Proofs:
    """The proofs of one snapshot. Several threads may ask: one renders at a time, since templates share what they keep.

    `former` are those of the snapshot before: its renderer may be the same one.
    """

    def __init__(self, snapshot: Snapshot, former: Proofs | None = None) -> None:
        self.snapshot = snapshot
        is_same = former is not None and former.snapshot.renderer is snapshot.renderer
        self._turn: threading.Lock = former._turn if former and is_same else threading.Lock()  # noqa: SLF001 — of our own class
        self._made: dict[str, Proof] = {}  # in the order of making
        self.seconds: dict[str, float] = {}  # by URL, of all that were ever made
        self._finding: Finding = Finding(former._finding if former else None)  # noqa: SLF001 — of our own class

    def of_same(self, snapshot: Snapshot) -> Proofs:
        """These proofs, for a snapshot that shows the same."""
        found = Proofs(snapshot, self)
        found._made, found.seconds, found._finding = self._made, self.seconds, self._finding
        return found

    def of(self, url: str) -> Proof | None:
        """The proof of a page by its URL; None where the snapshot has no such page."""
        with self._turn:
            found = self._made.get(url)
            if found is None:
                page, renderer = self._page(url), self.snapshot.renderer
                if page is None and is_index(url[1:]):
                    data = self._finding.files(self.snapshot).get(url)
                    return None if data is None else Proof(data, 0.0)
                if page is None or renderer is None:
                    return None
                found = _printed(page, renderer)
                self._made[url], self.seconds[url] = found, found.seconds
                if len(self._made) > MOST:
                    del self._made[next(iter(self._made))]
            return found

    def printed(self, page: Page) -> Proof | None:
        """A page that is none of the snapshot's, with its prose; None while the site cannot be opened."""
        with self._turn:
            return _printed(page, self.snapshot.renderer) if self.snapshot.renderer else None

    @property
    def index(self) -> frozenset[str]:
        """The URLs of the search's index, but for the texts, which are pages."""
        with self._turn:
            return frozenset(self._finding.files(self.snapshot))

    def _page(self, url: str) -> Page | None:
        page = self.snapshot.pages.get(url)
        if page is None:
            return spare_page(self.snapshot, url)
        if not isinstance(page.view, ItemView | StandingView | TextView):
            return page
        return lent(page, page.view.body.lent(self.snapshot.sources.prose[self.snapshot.owners[url]]))


def _printed(page: Page, renderer: Renderer) -> Proof:
    started = time.perf_counter()
    try:
        with deadline(LONGEST):
            answer = renderer.render(page)
    except Late:  # between two lines of ours
        answer = _LATE
    seconds = time.perf_counter() - started
    if isinstance(answer, bytes):
        return Proof(answer, seconds)
    is_late = ("reason", str(Late())) in answer.arguments  # the renderer has told where
    return Proof(b"", seconds, replace(answer, code=_LATE.code, arguments=_LATE.arguments) if is_late else answer)


def etag(data: bytes) -> str:
    """A short name of these bytes."""
    return blake2b(data, digest_size=12).hexdigest()


def shape(data: bytes, theme: Theme) -> str:
    """A name of a page that stays the same when the style sheets alone are others."""
    for name, url in theme.urls.items():
        if name.endswith(".css"):
            data = data.replace(PurePosixPath(url).name.encode(), PurePosixPath(name).name.encode())
    return etag(data)


def styles(theme: Theme) -> dict[str, str]:
    """Style sheet's name → its URL."""
    return {name: url for name, url in theme.urls.items() if name.endswith(".css")}

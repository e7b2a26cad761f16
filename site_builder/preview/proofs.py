"""The pages of one snapshot, rendered when a browser asks for them, each once: what a published build would write."""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath

from site_builder.preview.snapshot import Snapshot, lent
from site_builder.preview.spare import spare_page
from site_builder.problems import Problem
from site_builder.rendering.theme import Theme
from site_builder.views import ItemView, Page, StandingView


@dataclass(frozen=True, slots=True)
class Proof:
    """One page, printed for looking at."""

    data: bytes
    seconds: float  # of rendering
    fault: Problem | None = None  # of the template: then there is no data


class Proofs:
    """The proofs of one snapshot. Several threads may ask: two that ask at once for one page get the same bytes."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.made: dict[str, Proof] = {}

    def of_same(self, snapshot: Snapshot) -> Proofs:
        """These proofs, for a snapshot that shows the same."""
        found = Proofs(snapshot)
        found.made = self.made
        return found

    def of(self, url: str) -> Proof | None:
        """The proof of a page by its URL; None where the snapshot has no such page."""
        found = self.made.get(url)
        if found is None:
            page = self._page(url)
            renderer = self.snapshot.renderer
            if page is None or renderer is None:
                return None
            started = time.perf_counter()
            answer = renderer.render(page)
            seconds = time.perf_counter() - started
            fault = answer if isinstance(answer, Problem) else None
            found = Proof(b"" if isinstance(answer, Problem) else answer, seconds, fault)
            self.made[url] = found
        return found

    def _page(self, url: str) -> Page | None:
        page = self.snapshot.pages.get(url)
        if page is None:
            return spare_page(self.snapshot, url)
        if not isinstance(page.view, ItemView | StandingView):
            return page
        return lent(page, page.view.body.lent(self.snapshot.sources.prose[self.snapshot.owners[url]]))


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

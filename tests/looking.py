"""What the preview's tests share: a look at a site, and what a browser would be given of it."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from stories import NOW, tell, tree

from site_builder.build import build
from site_builder.job import Means
from site_builder.preview.answers import Answer, Display, answer
from site_builder.preview.live import Live, Wishes
from site_builder.preview.proofs import Proofs
from site_builder.preview.signs import BEGIN, END
from site_builder.preview.snapshot import Snapshot, develop
from site_builder.preview.sources import Change, first_look, look_again

MEANS = Means()
QUIET = Wishes()


def first(site: Path, story: str = "", now: dt.datetime = NOW) -> Snapshot:
    """The first snapshot of a site."""
    tell(site, story)
    return develop(None, first_look(site, now, MEANS), Change(), now)


def then(former: Snapshot, site: Path, story: str = "", now: dt.datetime = NOW) -> tuple[Snapshot, Change]:
    """The snapshot after further edits, and what was found to have changed; the same one where nothing has."""
    tell(site, story)
    sources, change = look_again(former.sources, site, MEANS)
    is_due = former.next_due is not None and now >= former.next_due
    return (develop(former, sources, change, now) if change or is_due else former), change


def display(site: Path, snapshot: Snapshot, language: str = "th") -> Display:
    """What a server would show of a snapshot."""
    return Display(site, Proofs(snapshot), "run", language)


def bare(data: bytes) -> bytes:
    """A page without what the preview added to it."""
    before, _, rest = data.partition(BEGIN)
    return before + rest.partition(END)[2] if rest else before


def asked(site: Path, snapshot: Snapshot, url: str, language: str = "th") -> Answer:
    """The answer to a request for a URL."""
    return answer(display(site, snapshot, language), url)


def shown(site: Path, snapshot: Snapshot) -> dict[str, bytes]:
    """Every page and file of a snapshot as the server sends it, by its path in an output, without our signs."""
    view = display(site, snapshot)
    urls = [*snapshot.pages, *view.proofs.index, *(snapshot.sources.desk.theme.assets if snapshot.sources.desk else ())]
    answers = {url: answer(view, _quoted(url)) for url in urls}
    return {url[1:] + ("index.html" if url.endswith("/") else ""): bare(one.data) for url, one in answers.items()}


def _quoted(url: str) -> str:
    return quote(url)


def clean(site: Path, now: dt.datetime = NOW) -> dict[str, bytes]:
    """Every file of a clean build of these sources."""
    copy = site.parent / "clean"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site, copy, symlinks=True, ignore=shutil.ignore_patterns(".cache", "output*"))
    build(copy, copy / "output", now)
    return tree(copy / "output")


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The paths at which two trees differ."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


@contextmanager
def live(site: Path, wishes: Wishes = QUIET, clock: Callable[[], dt.datetime] = lambda: NOW) -> Iterator[Live]:
    """A preview that runs, with its server and its watch, as long as the block lasts."""
    found = Live(site, wishes, clock)
    thread = threading.Thread(target=found.run, args=(MEANS, lambda _: None), name="run")
    try:
        found.open(MEANS)
        thread.start()
        yield found
    finally:
        found.close()
        if thread.ident:
            thread.join(timeout=10)
    assert not thread.is_alive()


def until(holds: Callable[[], bool], seconds: float = 10.0) -> float:
    """Wait until something holds: after how many seconds it did; fails where it does not."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "it does not come true"
        time.sleep(0.02)
    return time.monotonic() - began

"""Files of strangers survive whatever is published, also where our list, or all that this machine knows, is lost."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from publishing.outputs import Kept, lay, lent
from stories import NOW, SETTINGS, tell

from site_builder.outcome import Outcome
from site_builder.publishing import flow, published
from site_builder.publishing.flow import publish
from site_builder.publishing.host import LOCK
from site_builder.publishing.publication import Means, Order
from site_builder.storing import disk
from site_builder.storing.faults import StoringFailed

MACHINES = int(os.environ.get("SITE_BUILDER_STRANGERS_MACHINES", "6"))  # of 25 steps, about 11 publishings; 100 by hand
OURS = ("index.html", "a/index.html", "b/index.html", "assets/s.0123456789.css", "assets/s.abcdef0123.css", ".htaccess")
THEIRS = ("shop/index.html", "a/photo.jpg", "assets/own.css", ".well-known/x", "cgi-bin/run.cgi", "b/.htaccess")
SITES = st.dictionaries(st.sampled_from(OURS), st.binary(max_size=3), min_size=1)
YES = Means(ask=lambda *_: True)


class Strangers(RuleBasedStateMachine):
    """One host, on which a site comes and goes while others work there."""

    def __init__(self) -> None:
        super().__init__()
        self.site = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(flow, "unchanged", lambda *_: Outcome(built=True))
        self.patch.setattr(disk, "_flush", lambda _: None)
        tell(self.site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\nkind = 'folder'\npath = '/nowhere'\n")
        self.host = Kept()
        lent(self.patch, self.host)
        self.foreign: dict[str, bytes] = {}
        self.published = 0
        self.now = NOW

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.patch.undo()
        shutil.rmtree(self.site)

    @rule(path=st.sampled_from(OURS + THEIRS), data=st.binary(min_size=4, max_size=6))
    def somebody_writes(self, path: str, data: bytes) -> None:
        """A file of their own, or over one of ours; never bytes that we ever had."""
        self.host.files[path] = self.foreign[path] = data

    @rule(path=st.sampled_from(OURS + THEIRS))
    def somebody_removes(self, path: str) -> None:
        """Any file."""
        self.host.files.pop(path, None)
        self.foreign.pop(path, None)

    @rule(is_known=st.booleans(), quickly=st.booleans())
    def the_list_is_lost(self, *, is_known: bool, quickly: bool) -> None:
        """On the host; and perhaps this machine is another one, too."""
        self.host.lists_quickly = quickly
        self.host.files.pop(published.HEAD, None)
        if not is_known:
            shutil.rmtree(self.site / ".cache", ignore_errors=True)

    @rule(files=SITES, hours=st.integers(0, 100), cut=st.one_of(st.none(), st.integers(0, 9)))
    def we_publish(self, files: dict[str, bytes], hours: int, cut: int | None) -> None:
        """Whatever is asked is agreed to; now and then the connection is cut on the way."""
        self.now += dt.timedelta(hours=hours)
        lay(self.site, files)
        self.host.log, self.host.fail_at = [], -1 if cut is None else cut
        try:
            publish(self.site, Order(), self.now, YES)
        except StoringFailed:
            assert cut is not None
        self.host.fail_at = -1
        self.published += 1

    @rule(files=SITES)
    def nobody_agrees(self, files: dict[str, bytes]) -> None:
        """Then whatever is doubtful is left alone."""
        lay(self.site, files)
        before = {path: data for path, data in self.host.files.items() if path != LOCK}
        done = publish(self.site, Order(), self.now)
        assert not done.questions or before == self.host.files

    @invariant()
    def every_strangers_file_is_there(self) -> None:
        """As it was; or where our own page belongs and somebody said yes, a copy of it is kept on this machine."""
        kept = {sha256(path.read_bytes()).hexdigest() for path in (self.site / ".kept").rglob("*") if path.is_file()}
        for path, data in self.foreign.items():
            stands = self.host.files.get(path)
            assert stands == data or (path in OURS and sha256(data).hexdigest() in kept), path


def test_strangers_files_survive() -> None:
    """Through every mixture of publishings, cuts, lost lists and others' work."""
    run_state_machine_as_test(
        Strangers, settings=settings(max_examples=MACHINES, stateful_step_count=25, deadline=None)
    )

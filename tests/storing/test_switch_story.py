from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from storing.failing_disk import Killed, failing_at
from storing.writing_sites import tree

from site_builder.storing import disk, manifest
from site_builder.storing.staging import stage
from site_builder.storing.switch import Switch, recover
from site_builder.storing.written import Written

PAGES = ("index.html", "news/index.html", "news/a.html", "news/b/index.html", "x.css", "x.css/deep.html", "tag")
PLACES = (*PAGES, "own.txt", "news/own.txt", "tag/own/x.txt", ".git/config")
SITES = st.dictionaries(st.sampled_from(PAGES), st.sampled_from([b"1", b"22", b"333"])).filter(
    lambda site: not {"x.css", "x.css/deep.html"} <= site.keys()
)
WAYS = ("put", "keep", "keep_all", "adopt")


def entry_of(data: bytes) -> tuple[int, str]:
    """What the list says of a file."""
    return len(data), hashlib.sha256(data).hexdigest()


class Office(RuleBasedStateMachine):
    """An office that builds, edits, links, loses lists and caches, and cuts the power; nothing of its own is lost."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.output, self.cache = self.root / "output", self.root / ".cache"
        (self.root / "outside").mkdir()
        self.outside: dict[str, bytes] = {}
        for number, path in enumerate(("index.html", "a.html", "own.txt")):
            self.outside[path] = f"outside {number}".encode()
            (self.root / "outside" / path).write_bytes(self.outside[path])
        self.own: dict[str, bytes] = {}  # what somebody edited or put into the output
        self.orphans: dict[str, bytes] = {}  # made by us, before the list was lost
        self.seen: dict[str, int] = {}  # of the last build that came through
        self.count = 0
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(disk, "_flush", lambda _: None)

    def teardown(self) -> None:
        """Clean up."""
        self.patch.undo()
        shutil.rmtree(self.root)

    def _take_over(self) -> None:
        """What the list names with these very bytes is ours again."""
        listed, _ = manifest.read(self.output)
        files = listed.files if listed else {}
        self.orphans = {path: data for path, data in self.orphans.items() if files.get(path) != entry_of(data)}

    def _forget_hidden(self) -> None:
        there = tree(self.output)
        self.own = {path: data for path, data in self.own.items() if path in there}
        self.orphans = {path: data for path, data in self.orphans.items() if path in there}

    @rule(site=SITES, way=st.sampled_from(WAYS))
    def build(self, site: dict[str, bytes], way: str) -> None:
        """A build: all of the site stands there, but where something of somebody's is in the way, which is named."""
        written = self._build(site, way)
        self._take_over()
        after = tree(self.output)
        for path, data in site.items():
            if after.get(path) != data:
                standing = {path, *(path[:at] for at, letter in enumerate(path) if letter == "/")}
                assert standing & set(written.kept), (path, written)
        strangers = self.own.keys() | self.orphans.keys()
        assert set(after) - site.keys() <= strangers
        assert all(after[path] == data for path, data in self.orphans.items())

    def _build(self, site: dict[str, bytes], way: str) -> Written:
        with Switch(self.output, self.cache) as switch:
            for path in self._to_put(switch, site, way):
                switch.put(path, site[path])
            written = switch.commit()
            self.seen = dict(written.seen)
            return written

    def _to_put(self, switch: Switch, site: dict[str, bytes], way: str) -> list[str]:
        """Hand a site in as a build does; the paths that are left to be put."""
        if way == "adopt":
            return switch.adopt(stage(switch.stage, "w", site.items(), switch.former), self.seen)
        if way == "keep_all":
            same = [path for path, data in site.items() if switch.former.get(path) == entry_of(data)]
            return [path for path in site if path not in same] + switch.keep_all(same, self.seen)
        there = {path for path in site if (self.output / path).is_file() and way == "keep"}
        same = [path for path in there if (self.output / path).read_bytes() == site[path]]
        return [path for path in site if path not in same or not switch.keep(path)]

    @rule(site=SITES, way=st.sampled_from(WAYS), number=st.integers(1, 45))
    def build_and_cut(self, site: dict[str, bytes], way: str, number: int) -> None:
        """A build that is killed, or just not."""
        with failing_at(number, Killed), suppress(Killed):
            self._build(site, way)
        self._take_over()

    @rule()
    def recover(self) -> None:
        """Any other command."""
        recover(self.cache)
        self._take_over()

    @rule(path=st.sampled_from(PLACES))
    def put_own(self, path: str) -> None:
        """Somebody edits a file or adds one, if the place allows it."""
        place = self.output / path
        if place.is_dir() or any(up.is_symlink() or up.is_file() for up in (place, *place.parents)[1:]):
            return
        self.count += 1
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.write_bytes(f"own {self.count}".encode())
        self.own[path] = place.read_bytes()
        self.orphans.pop(path, None)

    @rule(path=st.sampled_from(PLACES))
    def remove(self, path: str) -> None:
        """Somebody removes a file."""
        place = self.output / path
        if (place.is_file() or place.is_symlink()) and not any(up.is_symlink() for up in place.parents):
            place.unlink()
            self._forget_hidden()

    @rule(path=st.sampled_from([*PAGES, "news", "news/b"]))
    def link(self, path: str) -> None:
        """Somebody puts a link in the place of a page or a folder."""
        place = self.output / path
        if any(up.is_symlink() or up.is_file() for up in place.parents):
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        target = self.root / "outside" / ("" if path.startswith("news") and "." not in path else "index.html")
        place.symlink_to(target)
        self._forget_hidden()
        self.own[path] = f"-> {target}".encode()
        self.orphans.pop(path, None)

    @rule(spoilt=st.sampled_from([None, b"", b"{}"]))
    @precondition(lambda self: self.output.exists())
    def lose_list(self, spoilt: bytes | None) -> None:
        """The list is deleted or spoilt: what stands there may be anybody's."""
        (self.output / manifest.NAME).unlink(missing_ok=True)
        if spoilt is not None:
            (self.output / manifest.NAME).write_bytes(spoilt)
        self.orphans = {path: data for path, data in tree(self.output).items() if path not in self.own}
        self.orphans.pop(manifest.TEMPORARY, None)

    @rule()
    def lose_cache(self) -> None:
        """The cache is thrown away."""
        shutil.rmtree(self.cache, ignore_errors=True)

    @rule()
    def turn_folder_into_file(self) -> None:
        """Somebody puts a file where a folder was."""
        if (self.output / "news").is_dir() and not (self.output / "news").is_symlink():
            shutil.rmtree(self.output / "news")
            self._forget_hidden()
            self.put_own("news")

    @invariant()
    def nothing_is_lost(self) -> None:
        """Each of somebody's files is as they left it, in the output and behind its links."""
        after = tree(self.output)
        assert self.own == {path: after.get(path) for path in self.own}
        assert self.outside == tree(self.root / "outside")


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)

"""The plan: pure, and the same in a dry run as in a real one, whatever stands on the host."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publishing.outputs import Kept, entry, lay, lent
from stories import NOW

from site_builder.publishing import published
from site_builder.publishing.flow import publish
from site_builder.publishing.host import NO_FILE, HostFailed, Seen
from site_builder.publishing.plan import LISTS, Plan, Stage, plan, stage, touched
from site_builder.publishing.publication import Means, Order
from site_builder.publishing.published import Published

PAIRS = int(os.environ.get("SITE_BUILDER_PUBLISH_PAIRS", "60"))  # 1,000 by hand
YES = Means(ask=lambda *_: True)
PATHS = (
    *("index.html", "feed.xml", ".htaccess", "404.html", "news/index.html", "news/2565/01/a/index.html"),
    *("news/2565/01/b/index.html", "tag/ก/index.html", "tag/ก/page/2/index.html", "about/index.html"),
    *("assets/css/site.0123456789.css", "assets/css/site.abcdef0123.css", "search/index.js", "search/s1/4.abc123.js"),
    *("media/ภาพ.jpg", "media/a.0011223344.webp", "media/a.5566778899.webp", "sitemap.xml"),
)
SITES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from([b"1", b"2", b"22", b""]), min_size=1)
DAYS = st.integers(0, 20)


@pytest.mark.parametrize(
    ("path", "is_new", "expected"),
    [
        ("assets/css/site.0123456789.css", True, Stage.FILES),
        ("media/feed.xml", True, Stage.FILES),
        (".htaccess", True, Stage.FILES),
        (".htaccess", False, Stage.MACHINES),
        ("news/2565/01/a/index.html", True, Stage.NEW_PAGES),
        ("tag/ก/index.html", True, Stage.NEW_LISTS),
        ("news/2565/01/a/index.html", False, Stage.PAGES),
        ("about/index.html", False, Stage.PAGES),
        ("news/index.html", False, Stage.LISTS),
        ("news/page/2/index.html", False, Stage.LISTS),
        ("project/x/index.html", False, Stage.LISTS),
        ("index.html", True, Stage.HOME),
        ("feed.xml", True, Stage.MACHINES),
        ("tag/ก/feed.xml", False, Stage.MACHINES),
        ("search/index.js", False, Stage.MACHINES),
        ("search/s1/4.abc123.js", True, Stage.FILES),
    ],
)
def test_what_is_led_to_goes_before_what_leads_there(path: str, expected: Stage, *, is_new: bool) -> None:
    """Files of pages, new pages that nothing leads to yet, changed ones, lists, the first page, feeds and sitemaps."""
    assert expected == stage(path, LISTS | {"project"}, is_new=is_new)


def made(ours: Mapping[str, bytes], theirs: Mapping[str, bytes], seen: Mapping[str, bytes], days: int = 0) -> Plan:
    """A plan from one listed site to another, where the host shows these files."""
    listed = Published({path: entry(data) for path, data in theirs.items()})
    wanted = {path: entry(data) for path, data in ours.items()}
    looks = {path: Seen(*entry(seen[path])) if path in seen else None for path in touched(wanted, listed)}
    return plan(wanted, listed, looks, NOW + dt.timedelta(days=days))


def test_only_what_we_put_there_and_nobody_changed_is_removed() -> None:
    """A page of ours that somebody has changed stays, and is told; what is gone already needs nothing."""
    theirs = {"a.html": b"1", "b.html": b"1", "c.html": b"1"}
    found = made({"index.html": b"1"}, theirs, {"a.html": b"1", "b.html": b"other"})
    assert (("a.html",), ("b.html",)) == (found.removals, found.spared)


def test_an_old_style_sheet_stays_seven_days() -> None:
    """A reader who holds an old page finds it; a picture that was withdrawn goes at once, a superseded one stays."""
    theirs = {"assets/s.0123456789.css": b"1", "media/a.0011223344.webp": b"2", "media/b.0011223344.webp": b"3"}
    ours = {"assets/s.abcdef0123.css": b"4", "media/a.5566778899.webp": b"5"}
    first = made(ours, theirs, theirs)
    assert ["assets/s.0123456789.css", "media/a.0011223344.webp"] == sorted(first.retired)
    assert ("media/b.0011223344.webp",) == first.removals
    listed = Published(first.files, first.retired)
    stands = {path: Seen(*entry(data)) for path, data in {**theirs, **ours}.items()}
    for days, removals in ((6, 0), (7, 2)):
        later = plan(first.files, listed, stands, NOW + dt.timedelta(days=days))
        assert (2 - removals, removals) == (len(later.retired), len(later.removals))


def test_a_link_in_the_way_stops_it() -> None:
    """What is no file is never replaced."""
    wanted = {"a.html": entry(b"1")}
    assert ("a.html",) == plan(wanted, Published(), {"a.html": Seen(NO_FILE)}, NOW).blocked


@given(state=st.builds(Published, number=st.integers(0, 9)), files=SITES, base=SITES, retired=SITES)
def test_what_is_written_is_read_again(
    state: Published, files: dict[str, bytes], base: dict[str, bytes], retired: dict[str, bytes]
) -> None:
    """The two files on a host say all; one changed byte of either, and they say nothing."""
    ours = {path: entry(data) for path, data in files.items()}
    gone = {path: (*entry(data), NOW.isoformat()) for path, data in retired.items() if path not in files}
    state = Published(ours, gone, ours, "token", state.number, "2022-06-01", "ใคร@ที่ไหน")
    first = published.written(Published({path: entry(data) for path, data in base.items()}), {}, "")
    assert first.base
    rows = published.read_base(first.base[1], first.digest)
    assert rows is not None
    second = published.written(state, rows, first.digest)
    read = published.read(second.head, rows)
    assert read is not None
    assert (state.files, state.retired, state.pending) == (read.files, read.retired, read.pending)
    assert (state.number, state.by, first.digest) == (read.number, read.by, read.base)
    assert None is published.read(second.head.replace(b"2022", b"2023", 1), rows)
    assert None is published.read(second.head[:-3], rows)
    assert None is published.read_base(first.base[1] + b" ", first.digest)


@settings(max_examples=PAIRS, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.usefixtures("unbuilt")
def test_a_dry_run_says_what_the_real_one_does(
    site: Path, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """From any site to any other, with strangers' files and changes on the host, by a host that lists and one that not.

    The dry run changes nothing; what it says is the real run's log, in order; afterwards every file of strangers is as
    it was, what was sent is there, and all of the site where all was looked at. A third run has nothing to do.
    """
    shutil.rmtree(site / ".cache", ignore_errors=True)
    host = Kept(lists_quickly=data.draw(st.booleans()))
    lent(monkeypatch, host)
    lay(site, data.draw(SITES))
    publish(site, Order(), NOW, YES)
    is_lost = _disturbed(host, data.draw)
    now = NOW + dt.timedelta(days=data.draw(DAYS))
    wanted = data.draw(SITES)
    lay(site, wanted)
    foreign = {path: one for path, one in host.files.items() if path.startswith("stranger")}
    before, host.log = dict(host.files), []
    said = publish(site, Order(dry_run=True), now, YES)
    assert (before, []) == (host.files, host.log)
    done = publish(site, Order(), now, YES)
    assert (said.plan, True) == (done.plan, done.sent)
    ours = [(action, path) for action, path in host.log if action != "barrier" and not published.is_ours(path)]
    assert [("put", one.path) for one in said.plan.sends] + [("remove", path) for path in said.plan.removals] == ours
    sent = wanted if host.lists_quickly or is_lost else {one.path for one in said.plan.sends}
    assert {path: wanted[path] for path in sent} == {path: host.files[path] for path in sent}
    assert foreign == {path: host.files.get(path) for path in foreign}
    again = publish(site, Order(), now, YES)
    assert ((), ()) == (again.plan.sends, again.plan.removals)


def _disturbed(host: Kept, draw: Callable[..., object]) -> bool:
    """Whether our list is lost. Strangers put files there, change ours of the same or another size, remove some."""
    for path in sorted(host.files):
        if published.is_ours(path):
            continue
        what = draw(st.sampled_from(["", "", "", "changed", "removed"]))
        if what == "changed":
            host.files[path] += b"!"
        elif what == "removed":
            del host.files[path]
    host.files["stranger/x.php"] = host.files["stranger.html"] = b"1"
    is_lost = bool(draw(st.sampled_from([False, False, True])))
    if is_lost:
        del host.files[published.HEAD]
    return is_lost


@pytest.mark.usefixtures("unbuilt")
@pytest.mark.parametrize("lists_quickly", [False, True])
def test_a_run_that_is_cut_is_taken_up(site: Path, monkeypatch: pytest.MonkeyPatch, *, lists_quickly: bool) -> None:
    """Cut before each change in turn, the next run sends no file again that had arrived, and ends the same.

    With the journal of this machine; without it, as another machine, what is there is compared, and not sent either.
    """
    first = dict.fromkeys(PATHS[:10], b"1")
    second = {**dict.fromkeys(PATHS[:8], b"22"), **dict.fromkeys(PATHS[10:], b"3")}
    for with_journal in (True, False):
        ends = False
        cut = 0
        while not ends:
            shutil.rmtree(site / ".cache", ignore_errors=True)
            host = Kept(lists_quickly=lists_quickly)
            lent(monkeypatch, host)
            lay(site, first)
            publish(site, Order(), NOW, YES)
            lay(site, second)
            host.log, host.fail_at = [], cut
            try:
                publish(site, Order(), NOW, YES)
                ends = True
            except HostFailed:
                cut += 1
            if not with_journal:
                shutil.rmtree(site / ".cache/publish/main")
            arrived = [path for action, path in host.log if action == "put" and not published.is_ours(path)]
            host.log, host.fail_at = [], -1
            assert publish(site, Order(), NOW, YES).published
            again = [path for action, path in host.log if action == "put" and path in arrived]
            assert [] == again
            assert second == {path: data for path, data in host.files.items() if not published.is_ours(path)}
        assert cut > len(second)

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import pickle
import shutil
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from storing.failing_disk import Killed, failing_at
from storing.folding_disk import folding
from storing.writing_sites import build, leftovers, listed, tree

from site_builder.messages import message
from site_builder.storing import disk, journal
from site_builder.storing.faults import WritingFailed
from site_builder.storing.staging import TREE, Staged, stage
from site_builder.storing.switch import Switch, recover
from site_builder.storing.written import Written

SITE = {
    "index.html": b"home",
    "assets/a.css": b"css",
    "news/index.html": b"news",
    "news/2565/03/one/index.html": b"one",
    "news/2565/03/two/index.html": b"two",
    "news/2565/feed.xml": b"feed",
    "media/photo.webp": b"photo",
}


@pytest.fixture(autouse=True)
def no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of flushing is tested elsewhere."""
    monkeypatch.setattr(disk, "_flush", lambda _: None)


def adopted(root: Path, *shares: Mapping[str, bytes]) -> Written:
    """Build a site of which each share is staged by a call of its own, as workers do."""
    with Switch(root / "output", root / ".cache", pause=lambda _: None) as switch:
        for number, share in enumerate(shares):
            for path in switch.adopt(stage(switch.stage, f"w{number}-", share.items(), switch.former)):
                switch.put(path, share[path])
        return switch.commit()


def staged_files(root: Path) -> list[str]:
    """What lies in the stage, by its name."""
    found = (path for path in (root / ".cache/stage").rglob("*") if path.is_file())
    return sorted(path.relative_to(root / ".cache/stage").as_posix().partition("/")[2] for path in found)


def test_first_site_is_staged_as_it_will_stand(tmp_path: Path) -> None:
    """Without a former site a file lies in the stage as it will stand in the output; its digest and time are told."""
    answers = stage(tmp_path, "w", [("a/b.html", b"b"), ("c.html", b"c")], {})
    assert ["a/b.html", "c.html"] == [one.path for one in answers]
    assert [f"{TREE}/a/b.html", "w0"] == [one.name for one in answers]
    assert [b"b", b"c"] == [(tmp_path / one.name).read_bytes() for one in answers]
    assert [disk.digest(tmp_path / one.name) for one in answers] == [one.digest for one in answers]
    assert [(tmp_path / one.name).stat().st_mtime_ns for one in answers] == [one.mtime_ns for one in answers]


def test_only_what_differs_from_the_former_site_is_staged(tmp_path: Path) -> None:
    """A file whose bytes the former list has is not written; the others have short names that begin with the prefix."""
    same = Staged("a/same.html", 4, hashlib.sha256(b"same").hexdigest(), "")
    former = {same.path: (same.size, same.digest), "a/x.html": (1, "0" * 64)}
    answers = stage(tmp_path, "w", [("a/same.html", b"same"), ("a/x.html", b"x"), ("a/new.html", b"n")], former)
    assert same == answers[0]
    assert ["w0", "w1"] == [one.name for one in answers[1:]]
    assert {"w0": b"x", "w1": b"n"} == tree(tmp_path)


def test_unsafe_path_is_not_staged(tmp_path: Path) -> None:
    """A path that leads out of the stage is a bug, and nothing is written."""
    with pytest.raises(ValueError, match="outside"):
        stage(tmp_path / "stage", "w", [("../outside", b"x")], {})
    assert {} == tree(tmp_path)


def test_place_that_is_too_long_for_windows(tmp_path: Path) -> None:
    """A path that would be too long for Windows in the stage has a short name there, and its own in the output."""
    path = f"news/{'a' * 200}/index.html"
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put(path, b"x")
        switch.put("news/index.html", b"news")
        assert ["0", f"{TREE}/news/index.html"] == staged_files(tmp_path)
        assert ("news/index.html", path) == tuple(sorted(switch.commit().written, reverse=True))
    assert {path: b"x", "news/index.html": b"news"} == tree(tmp_path / "output")


def test_adopted_site_equals_a_put_one(tmp_path: Path) -> None:
    """What workers staged makes the same output, list and answer as `put`, cold, unchanged and changed."""
    new = SITE | {"news/2565/03/two/index.html": b"changed", "tag/x/index.html": b"x"}
    new.pop("media/photo.webp")
    for site in (SITE, SITE, new):
        even, odd = (dict(list(site.items())[begin::2]) for begin in (0, 1))
        assert build(tmp_path / "put", site) == adopted(tmp_path / "adopted", even, odd)
        assert site == tree(tmp_path / "adopted/output")
        assert listed(tmp_path / "put/output") == listed(tmp_path / "adopted/output")
        assert [] == leftovers(tmp_path / "adopted")


def test_adopted_file_that_is_missing_or_edited(tmp_path: Path) -> None:
    """A file that should equal the former one and does not is handed back; `put` restores it, or names and keeps it."""
    build(tmp_path, SITE)
    (tmp_path / "output/news/index.html").unlink()
    (tmp_path / "output/index.html").write_bytes(b"EDIT")
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        again = switch.adopt(stage(switch.stage, "w", SITE.items(), switch.former))
        assert ["index.html", "news/index.html"] == sorted(again)
        for path in again:
            switch.put(path, SITE[path])
        written = switch.commit()
    assert (("news/index.html",), ("index.html",)) == (written.written, written.kept)
    assert ["W020"] == [problem.code for problem in written.problems]
    assert SITE | {"index.html": b"EDIT"} == tree(tmp_path / "output")


def test_adopting_does_not_touch_somebodys_files(tmp_path: Path) -> None:
    """What somebody put in the way of an adopted file is kept and named; a link is not followed."""
    (tmp_path / "output/news").mkdir(parents=True)
    (tmp_path / "output/news/index.html").write_bytes(b"mine")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output/media").symlink_to(tmp_path / "elsewhere")
    assert ("media", "news/index.html") == adopted(tmp_path, SITE).kept
    assert {} == tree(tmp_path / "elsewhere")
    assert b"mine" == (tmp_path / "output/news/index.html").read_bytes()


def test_staged_in_vain(tmp_path: Path) -> None:
    """Of two paths that are one on Windows the second is named and comes nowhere, nor does a folder for it."""
    written = adopted(
        tmp_path, {"x/a.jpg": b"1", "y/z/b.html": b"b"}, {"x/A.jpg": b"2", "y/Z": b"3", "X/A.jpg/c": b"4"}
    )
    assert ("x/a.jpg", "y/z/b.html") == written.written
    assert ["W021"] * 3 == [problem.code for problem in written.problems]
    assert {"x/a.jpg": b"1", "y/z/b.html": b"b"} == tree(tmp_path / "output")
    assert ["x", "y", "z"] == sorted(path.name for path in (tmp_path / "output").rglob("*") if path.is_dir())


def test_staging_where_the_stage_ignores_case(tmp_path: Path) -> None:
    """Where cache and output lie on a disk that ignores case two such paths are named, too, and nothing fails."""
    with folding(tmp_path):
        written = adopted(tmp_path, {"x/a.jpg": b"1", "Tag/b.html": b"b"}, {"x/A.jpg": b"2", "tag/c.html": b"c"})
        assert ["W021"] == [problem.code for problem in written.problems]
        assert {"Tag/b.html": b"b", "Tag/c.html": b"c", "x/a.jpg": b"1"} == tree(tmp_path / "output")


def _fill(folder: Path, code: int) -> list[Staged]:
    def full(_: disk.Place, __: bytes) -> int:
        raise OSError(code, os.strerror(code))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "write", full)
        return stage(folder, "w", [("last.html", bytes(2_000_001))], {})


def test_full_disk_in_a_worker(tmp_path: Path) -> None:
    """A fault of the machine in a worker is the same WritingFailed in the parent, words and all."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        fault = pool.submit(_fill, tmp_path, errno.ENOSPC).exception()
    assert isinstance(fault, WritingFailed)
    assert "ดิสก์เต็ม เขียน “last.html” ไม่ได้ ต้องมีที่ว่างอย่างน้อย 3 MB" == message(fault.problem, "th")


def test_answers_survive_the_way_between_processes() -> None:
    """What a worker answers is the same after pickling."""
    one = Staged("a.html", 1, "0" * 64, "w0", 7)
    assert one == pickle.loads(pickle.dumps(one))  # noqa: S301  (our own bytes)


def test_new_folders_are_moved_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a first build one rename brings a whole folder: as many renames as folders at the top, and no folder made."""
    moved: list[str] = []
    move = disk.move_folder

    def moves(source: disk.Place, target: disk.Place) -> bool:
        moved.append(Path(target).name)
        return move(source, target)

    monkeypatch.setattr(disk, "move_folder", moves)
    make = disk.make_folder

    def makes(path: disk.Place) -> None:
        assert (tmp_path / "output") not in Path(path).parents
        make(path)

    monkeypatch.setattr(disk, "make_folder", makes)
    assert tuple(sorted(SITE)) == build(tmp_path, SITE).written
    assert ["assets", "media", "news"] == moved


@pytest.mark.parametrize("standing", ["news", "news/2565", "news/2565/03/one"])
def test_folders_that_stand_are_filled(tmp_path: Path, standing: str) -> None:
    """Where a folder stands in the output already its files are put in one by one, beside somebody's own."""
    (tmp_path / "output" / standing).mkdir(parents=True)
    (tmp_path / "output" / standing / "own.txt").write_bytes(b"mine")
    assert tuple(sorted(SITE)) == build(tmp_path, SITE).written
    assert SITE | {f"{standing}/own.txt": b"mine"} == tree(tmp_path / "output")


def test_folder_that_comes_before_the_commit(tmp_path: Path) -> None:
    """What somebody puts in the way while a first site is built is kept: a file for a folder, a link, a page."""
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        for path, data in SITE.items():
            switch.put(path, data)
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "output/news/2565/03/one").mkdir(parents=True)
        (tmp_path / "output/news/2565/03/one/index.html").write_bytes(b"mine")
        (tmp_path / "output/media").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "output/assets").write_bytes(b"file")
        written = switch.commit()
    assert ("assets/a.css", "media/photo.webp", "news/2565/03/one/index.html") == written.kept
    assert {} == tree(tmp_path / "elsewhere")
    assert SITE["news/2565/03/two/index.html"] == (tmp_path / "output/news/2565/03/two/index.html").read_bytes()


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOTEMPTY, errno.EXDEV])
def test_folder_that_cannot_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """A folder in which a program has a file open, as Windows refuses it, is made, and what lies in it moved."""
    rename = os.rename

    def refuse(source: str, target: str) -> None:
        if Path(target).name in {"news", "2565"}:
            raise OSError(code, os.strerror(code), source)
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    assert tuple(sorted(SITE)) == build(tmp_path, SITE).written
    assert SITE == tree(tmp_path / "output")


@pytest.mark.parametrize("own", [{}, {"news/2565/own.txt": b"mine"}])
def test_kill_at_every_change_of_a_first_build(tmp_path: Path, own: dict[str, bytes]) -> None:
    """Killed at any change of a first build, the next command leaves all or nothing of it, and the next build all."""
    site, lost = tmp_path / "site", tmp_path / "lost"
    for number in range(1, 200):
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir()
        for path, data in own.items():
            (site / "output" / path).parent.mkdir(parents=True)
            (site / "output" / path).write_bytes(data)
        with failing_at(number, Killed) as has_failed:
            try:
                adopted(site, SITE)
            except Killed:
                assert has_failed()
        assert tree(site / "output").items() <= (SITE | own).items()
        shutil.rmtree(lost, ignore_errors=True)
        shutil.copytree(site, lost, ignore=shutil.ignore_patterns(".cache"))  # even the journal is gone
        recover(site / ".cache")
        assert tree(site / "output") in (own, SITE | own)
        assert [] == leftovers(site)
        for root in (site, lost):
            assert () == build(root, SITE).kept
            assert SITE | own == tree(root / "output")
        if not has_failed():
            assert number > 20
            return
    raise AssertionError


def interrupted(root: Path) -> None:
    """A first build that was killed as soon as its journal lay there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "move_folder", _killed)
        patch.setattr(disk, "throw_away", lambda _: None)
        with pytest.raises(Killed):
            build(root, SITE)


def _killed(*_: object) -> bool:
    raise Killed


def test_spoilt_file_in_a_folder_of_the_stage(tmp_path: Path) -> None:
    """A file that was spoilt in the stage, or came into it, since the kill is not brought along by its folder."""
    interrupted(tmp_path)
    news = next((tmp_path / ".cache/stage").rglob("news"))
    (news / "2565/feed.xml").write_bytes(b"spoilt")
    (news / "2565/strange.txt").write_bytes(b"strange")
    finished = recover(tmp_path / ".cache")
    assert finished is not None
    assert ["W022"] == [problem.code for problem in finished.problems]
    assert {path: data for path, data in SITE.items() if "feed" not in path} == tree(tmp_path / "output")
    assert Written(written=("news/2565/feed.xml",)) == build(tmp_path, SITE)


def test_journal_that_names_another_place_of_the_tree(tmp_path: Path) -> None:
    """A step of the journal takes from the stage's tree its own path alone: else it is no journal."""
    step = journal.Step("a/b.html", f"{TREE}/a/c.html", "0" * 64, ())
    (tmp_path / "stage").mkdir()
    for staged, expected in ((f"{TREE}/a/c.html", None), (f"{TREE}/a/b.html", f"{TREE}/a/b.html")):
        one = journal.Step(step.path, staged, step.digest, ())
        journal.save(journal.Journal(str(tmp_path), "s", "", "", ((one,),)), tmp_path)
        found = journal.load(tmp_path)
        assert expected == (found.phases[0][0].staged if found else None)

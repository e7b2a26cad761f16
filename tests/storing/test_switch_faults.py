from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from storing.failing_disk import Killed, failing_at
from storing.writing_sites import build, leftovers, listed, tree

from site_builder.messages import hint, message
from site_builder.storing import disk, journal, manifest
from site_builder.storing.faults import WritingFailed
from site_builder.storing.lock import Lock
from site_builder.storing.switch import Switch, recover
from site_builder.storing.written import Written

OLD = {
    "index.html": b"old home",
    "a/x.html": b"old x",
    "same.css": b"same",
    "gone/y.html": b"y",
    "turn": b"file",
    "deep/er/y.html": b"deep",
}
NEW = {
    "index.html": b"new home!",
    "a/x.html": b"new x",
    "same.css": b"same",
    "a/z.html": b"z",
    "turn/z.html": b"folder",
    "deep": b"shallow",
}


@pytest.fixture(autouse=True)
def no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of crash points need no real flushing; their order is tested elsewhere."""
    monkeypatch.setattr(disk, "_flush", lambda _: None)


def whole(output: Path) -> bool:
    """Whether every file is wholly of the old or wholly of the new site."""
    return all(data in {OLD.get(path), NEW.get(path)} for path, data in tree(output).items() if ".tmp" not in path)


def old_site(root: Path) -> Path:
    """The old site, built anew."""
    shutil.rmtree(root, ignore_errors=True)
    build(root, OLD)
    return root


def sweep(root: Path, fault: Callable[[], BaseException], check: Callable[[int], None]) -> int:
    """Build NEW over OLD, failing at each change in turn, until a build comes through; the number of points."""
    for number in range(1, 1000):
        old_site(root)
        with failing_at(number, fault) as has_failed:
            try:
                build(root, NEW)
            except (Killed, WritingFailed):
                assert has_failed()
        check(number)
        if not has_failed():
            return number - 1
    raise AssertionError


@pytest.mark.parametrize("crossing", [False, True])
def test_kill_at_every_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, crossing: bool) -> None:
    """Killed at any change every page is whole; the next command leaves all old or all new, and no leftovers."""
    seen = set()
    if crossing:  # the cache lies on another file system
        for name in ("replace", "rename"):
            monkeypatch.setattr(os, name, partial(_cross, getattr(os, name)))

    def check(_: int) -> None:
        assert whole(tmp_path / "output")
        written = recover(tmp_path / ".cache")
        after = tree(tmp_path / "output")
        assert after in (OLD, NEW)
        assert ((), ()) == ((written.kept, written.problems) if written else ((), ()))
        assert {path: len(data) for path, data in after.items()} == listed(tmp_path / "output")
        assert [] == leftovers(tmp_path)
        seen.add("new" if after == NEW else "old")

    assert 25 <= sweep(tmp_path, Killed, check) <= 60
    assert {"old", "new"} == seen


def _cross(move: Callable[[str, str], None], source: str, target: str) -> None:
    if ".cache" in Path(source).parts and ".cache" not in Path(target).parts:
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))
    move(source, target)


def test_kill_and_loss_of_the_cache(tmp_path: Path) -> None:
    """When even journal and stage are lost after the kill the next build makes the whole site and keeps nothing."""

    def check(_: int) -> None:
        shutil.rmtree(tmp_path / ".cache", ignore_errors=True)
        for site in (NEW, OLD):
            assert () == build(tmp_path, site).kept
            assert site == tree(tmp_path / "output")

    assert sweep(tmp_path, Killed, check) >= 25


def test_kill_during_recovery(tmp_path: Path) -> None:
    """A recovery that is killed is taken up by the next one, at every pair of points."""
    points = 0

    def check(_: int) -> None:
        nonlocal points
        shutil.copytree(tmp_path / "site", tmp_path / "killed", dirs_exist_ok=True)
        for second in range(1, 100):
            with failing_at(second, Killed) as has_failed:
                try:
                    recover(tmp_path / "site/.cache")
                except Killed:
                    assert whole(tmp_path / "site/output")
            recover(tmp_path / "site/.cache")
            assert tree(tmp_path / "site/output") in (OLD, NEW)
            points += 1
            if not has_failed():
                break
            shutil.rmtree(tmp_path / "site")
            shutil.copytree(tmp_path / "killed", tmp_path / "site")
        shutil.rmtree(tmp_path / "killed")

    sweep(tmp_path / "site", Killed, check)
    assert points > 200


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EACCES])
def test_fault_at_every_change(tmp_path: Path, number: int) -> None:
    """A fault before the switch leaves the old site, byte for byte; one during it is ended by the next command."""

    def check(_: int) -> None:
        assert whole(tmp_path / "output")
        if not (tmp_path / ".cache" / journal.NAME).exists() and tree(tmp_path / "output") != NEW:
            assert OLD == tree(tmp_path / "output")
            assert {path: len(data) for path, data in OLD.items()} == listed(tmp_path / "output")
            assert [] == leftovers(tmp_path)
        recover(tmp_path / ".cache")
        assert tree(tmp_path / "output") in (OLD, NEW)
        assert Written(problems=()) == _without_lists(build(tmp_path, NEW))
        assert NEW == tree(tmp_path / "output")

    assert sweep(tmp_path, lambda: OSError(number, os.strerror(number), "some.file"), check) >= 25


def _without_lists(written: Written) -> Written:
    return Written(kept=written.kept, problems=written.problems)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (
            errno.ENOSPC,
            "ดิสก์เต็ม เขียน “last.html” ไม่ได้ ต้องมีที่ว่างอย่างน้อย 3 MB|ลบหรือย้ายไฟล์ที่ไม่ใช้ แล้วสั่งใหม่อีกครั้ง งานที่ค้างจะทำต่อให้จบ",
        ),
        (
            errno.EDQUOT,
            "เต็มโควตาพื้นที่ของบัญชีนี้ เขียน “last.html” ไม่ได้ ต้องมีที่ว่างอย่างน้อย 3 MB|ลบหรือย้ายไฟล์ที่ไม่ใช้ หรือขอพื้นที่เพิ่ม แล้วสั่งใหม่อีกครั้ง",
        ),
        (
            errno.EROFS,
            "ดิสก์นี้อ่านได้อย่างเดียว เขียน “last.html” ไม่ได้|เลือกโฟลเดอร์บนดิสก์ที่เขียนได้ หรือปลดการป้องกันการเขียนของแฟลชไดรฟ์",
        ),
        (errno.EIO, "ดิสก์ขัดข้องขณะใช้ “last.html”|ตรวจสายและดิสก์ สำรองต้นฉบับไว้ที่อื่น แล้วสั่งใหม่อีกครั้ง"),
        (errno.EACCES, "ไม่มีสิทธิ์เขียน “last.html”|ขอสิทธิ์จากผู้ดูแลเครื่อง หรือเลือกโฟลเดอร์อื่น"),
        (
            errno.EMFILE,
            "เขียน “last.html” ไม่ได้: Too many open files|แก้ตามสาเหตุ แล้วสั่งใหม่อีกครั้ง งานที่ค้างจะทำต่อให้จบ",
        ),
    ],
)
def test_words_of_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    """A fault of the machine says what happened, how many megabytes are needed, and what to do."""
    write = disk.write

    def full(path: disk.Place, data: bytes) -> int:
        if data == b"last":
            raise OSError(number, os.strerror(number))  # as write(2) fails: without a name
        return write(path, data)

    monkeypatch.setattr(disk, "write", full)
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put("photo.webp", bytes(2_000_001))
        with pytest.raises(WritingFailed) as caught:
            switch.put("last.html", b"last")
    assert words == f"{message(caught.value.problem, 'th')}|{hint(caught.value.problem, 'th')}"


class Windows:
    """Windows' way with a file that another program has open: replacing and removing it is refused, `times` times."""

    def __init__(self, name: str, times: int) -> None:
        self.name, self.left = name, times
        self.paused: list[float] = []
        self._replace, self._unlink = os.replace, os.unlink

    def replace(self, source: str, target: str) -> None:
        """As os.replace."""
        self._refuse(target)
        self._replace(source, target)

    def unlink(self, path: str, **options: int) -> None:
        """As os.unlink."""
        self._refuse(path)
        self._unlink(path, **options)

    def _refuse(self, path: str) -> None:
        if Path(path).name == self.name and self.left:
            self.left -= 1
            refused = PermissionError(13, "The process cannot access the file", str(path))
            refused.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise refused


def windows(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> Windows:
    """Make the system behave so."""
    one = Windows(name, times)
    monkeypatch.setattr(os, "replace", one.replace)
    monkeypatch.setattr(os, "unlink", one.unlink)
    return one


@pytest.mark.parametrize("times", [1, 2, 7, 17])
@pytest.mark.parametrize("name", ["x.html", "y.html", manifest.NAME])
def test_held_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> None:
    """A file that is held for a while, below 60 seconds in all, is replaced or removed in the end."""
    old_site(tmp_path)
    one = windows(monkeypatch, name, times)
    assert () == build(tmp_path, NEW, pause=one.paused.append).problems
    assert NEW == tree(tmp_path / "output")
    assert times == len(one.paused)
    assert sum(one.paused) <= 60
    assert one.paused == sorted(one.paused) or sum(one.paused) == 60


def test_held_file_is_named_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After 60 seconds the held file is named, it is whole, all others are new, and the next command finishes."""
    old_site(tmp_path)
    paused: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        windows(patch, "x.html", 1000)
        with pytest.raises(WritingFailed) as caught:
            build(tmp_path, NEW, pause=paused.append)
    assert (
        "โปรแกรมอื่นเปิดไฟล์ของเว็บไซต์ค้างอยู่ 1 ไฟล์ เช่น “a/x.html” จึงเปลี่ยนเป็นไฟล์ใหม่ไม่ได้"
        "|ปิดโปรแกรมที่เปิดไฟล์นั้น แล้วสั่งใหม่อีกครั้ง งานที่ค้างจะทำต่อให้จบ"
        == f"{message(caught.value.problem, 'th')}|{hint(caught.value.problem, 'th')}"
    )
    assert 60 == sum(paused)
    assert (b"old x", b"new home!") == tuple(
        (tmp_path / "output" / path).read_bytes() for path in ("a/x.html", "index.html")
    )
    monkeypatch.undo()
    finished = recover(tmp_path / ".cache")
    assert finished is not None
    assert (("a/x.html",), NEW) == (finished.written, tree(tmp_path / "output"))


def test_file_locked_against_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot even be read because a program holds it is waited for, and not taken for somebody's."""
    old_site(tmp_path)
    read = disk.digest
    left = [5]

    def digest(path: disk.Place) -> str:
        if Path(path).name == "x.html" and left[0]:
            left[0] -= 1
            refused = PermissionError(13, "The process cannot access the file", str(path))
            refused.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise refused
        return read(path)

    monkeypatch.setattr(disk, "digest", digest)
    assert () == build(tmp_path, NEW).problems
    assert NEW == tree(tmp_path / "output")


def test_no_permission_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder may not be written no waiting helps: the build says so at once."""
    old_site(tmp_path)
    paused: list[float] = []

    def refuse(_: str, target: str) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WritingFailed) as caught:
        build(tmp_path, NEW, pause=paused.append)
    assert ("W034", []) == (caught.value.problem.code, paused)


def interrupted(root: Path) -> None:
    """A switch that was killed after its first page was replaced."""
    old_site(root)
    with pytest.MonkeyPatch.context() as patch:
        move = disk.move

        def killed(source: disk.Place, target: disk.Place, by_way_of: disk.Place) -> bool:
            if Path(target).name == "index.html":
                raise Killed
            return move(source, target, by_way_of)

        patch.setattr(disk, "move", killed)
        patch.setattr(disk, "throw_away", lambda _: None)
        with pytest.raises(Killed):
            build(root, NEW)


def test_every_byte_of_the_journal_counts(tmp_path: Path) -> None:
    """A journal with any byte changed, or cut short, is not played; the next build mends the output all the same."""
    interrupted(tmp_path / "killed")
    good = (tmp_path / "killed/.cache" / journal.NAME).read_bytes()
    for at in range(0, len(good), 64):
        for spoilt in (good[:at], good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]):
            shutil.rmtree(tmp_path / "spoilt", ignore_errors=True)
            shutil.copytree(tmp_path / "killed", tmp_path / "spoilt")
            (tmp_path / "spoilt/.cache" / journal.NAME).write_bytes(spoilt)
            assert recover(tmp_path / "spoilt/.cache") is None
            assert () == build(tmp_path / "spoilt", NEW).problems
            assert NEW == tree(tmp_path / "spoilt/output")


def test_spoilt_stage(tmp_path: Path) -> None:
    """A staged file that was lost or spoilt is never put in place: the build says so, and the next one mends it."""
    for spoil in (Path.unlink, partial(Path.write_bytes, data=b"zzz")):
        interrupted(tmp_path)
        staged = [path for path in (tmp_path / ".cache/stage").rglob("*") if path.is_file()]
        spoil(next(path for path in staged if path.read_bytes() == NEW["index.html"]))
        finished = recover(tmp_path / ".cache")
        assert finished is not None
        assert ["งานสร้างเว็บไซต์ที่ค้างไว้ทำต่อจนจบไม่ได้ เพราะไฟล์ที่เตรียมไว้หายไป 1 ไฟล์ เช่น “index.html”"] == [
            message(problem, "th") for problem in finished.problems
        ]
        assert whole(tmp_path / "output")
        assert Written(written=("index.html",)) == build(tmp_path, NEW)
        assert NEW == tree(tmp_path / "output")


def test_kept_pages_are_compared_after_a_lost_journal(tmp_path: Path) -> None:
    """After a switch whose journal was lost `keep` looks at bytes: an old page of one size does not pass for new."""
    interrupted(tmp_path)
    assert b"new x" == (tmp_path / "output/a/x.html").read_bytes()
    (tmp_path / "output/a/x.html").write_bytes(b"xxxxx")
    shutil.rmtree(tmp_path / ".cache")
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        assert [False, True] == [switch.keep(path) for path in ("a/x.html", "same.css")]


def test_journal_of_a_vanished_output(tmp_path: Path) -> None:
    """A journal whose output is gone, emptied, or another's by now, is dropped and touches nothing."""
    for act in (shutil.rmtree, lambda output: (output / manifest.NAME).unlink()):
        interrupted(tmp_path)
        act(tmp_path / "output")
        before = tree(tmp_path / "output")
        assert recover(tmp_path / ".cache") is None
        assert before == tree(tmp_path / "output")
        assert [] == leftovers(tmp_path)
        shutil.rmtree(tmp_path, ignore_errors=True)


def test_journal_of_another_site(tmp_path: Path) -> None:
    """A journal, however it came there, cannot write into a folder that holds another site."""
    interrupted(tmp_path / "one")
    shutil.rmtree(tmp_path / "one/output")
    build(tmp_path / "other", {"index.html": b"other"})
    (tmp_path / "other/output").rename(tmp_path / "one/output")
    assert recover(tmp_path / "one/.cache") is None
    assert {"index.html": b"other"} == tree(tmp_path / "one/output")


def test_edit_between_kill_and_recovery(tmp_path: Path) -> None:
    """What somebody edited after the kill is kept by the recovery, and named."""
    interrupted(tmp_path)
    (tmp_path / "output/index.html").write_bytes(b"edited")
    finished = recover(tmp_path / ".cache")
    assert finished is not None
    assert (("index.html",), b"edited") == (finished.kept, (tmp_path / "output/index.html").read_bytes())


def test_edit_of_a_stale_page_between_kill_and_recovery(tmp_path: Path) -> None:
    """The same for a page that was to be removed."""
    interrupted(tmp_path)
    (tmp_path / "output/gone/y.html").write_bytes(b"edited")
    finished = recover(tmp_path / ".cache")
    assert finished is not None
    assert ("gone/y.html",) == finished.kept
    assert NEW | {"gone/y.html": b"edited"} == tree(tmp_path / "output")


def test_links_between_kill_and_recovery(tmp_path: Path) -> None:
    """Folders that became links after the kill are not followed by the recovery."""
    interrupted(tmp_path)
    for name in ("a", "gone"):
        (tmp_path / "output" / name).rename(tmp_path / name)
        (tmp_path / "output" / name).symlink_to(tmp_path / name)
    before = tree(tmp_path / "a"), tree(tmp_path / "gone")
    recover(tmp_path / ".cache")
    assert before == (tree(tmp_path / "a"), tree(tmp_path / "gone"))
    assert {"y.html": b"y"} == tree(tmp_path / "gone")


def test_link_between_put_and_commit(tmp_path: Path) -> None:
    """A folder that becomes a link while the site is built is not followed; the page is named."""
    (tmp_path / "away").mkdir()
    build(tmp_path, {"index.html": b"home"})
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put("index.html", b"home")
        switch.put("a/x.html", b"x")
        (tmp_path / "output/a").symlink_to(tmp_path / "away")
        assert ("a/x.html",) == switch.commit().kept
    assert {} == tree(tmp_path / "away")


def test_recover_leaves_a_living_build_alone(tmp_path: Path) -> None:
    """While a build holds the lock another command neither ends its switch nor throws its stage away."""
    interrupted(tmp_path)
    before = tree(tmp_path / ".cache")
    with Lock(tmp_path / ".cache"):
        assert recover(tmp_path / ".cache") is None
    assert before == {path: data for path, data in tree(tmp_path / ".cache").items() if path != manifest.LOCK}
    assert recover(tmp_path / ".cache") is not None


def test_recover_without_anything(tmp_path: Path) -> None:
    """Where nothing was cut short nothing is done, and no folder is made."""
    assert recover(tmp_path / ".cache") is None
    assert not (tmp_path / ".cache").exists()


def test_stage_of_a_killed_build_is_thrown_away(tmp_path: Path) -> None:
    """A stage without a journal goes with the next command."""
    with failing_at(4, Killed), pytest.raises(Killed):
        build(tmp_path, NEW)
    assert leftovers(tmp_path)
    assert recover(tmp_path / ".cache") is None
    assert [] == leftovers(tmp_path)

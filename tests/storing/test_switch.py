from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Semaphore

import pytest
from storing.writing_sites import build, forty_files, leftovers, listed, tree

from site_builder.messages import hint, message
from site_builder.storing import disk, journal, manifest
from site_builder.storing import switch as switch_module
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.switch import Switch
from site_builder.storing.written import Written

SITE = {"index.html": b"home", "news/index.html": b"news", "assets/a.css": b"css"}


def mtimes(output: Path) -> dict[str, int]:
    """When each file was written last, by its name."""
    return {path.name: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}


def test_first_build(tmp_path: Path) -> None:
    """A first build writes every file and the list of them, and leaves nothing in the cache."""
    written = build(tmp_path, SITE)
    assert Written(written=("assets/a.css", "index.html", "news/index.html")) == written
    assert SITE == tree(tmp_path / "output")
    assert {path: len(data) for path, data in SITE.items()} == listed(tmp_path / "output")
    assert [] == leftovers(tmp_path)


def test_second_build_touches_nothing(tmp_path: Path) -> None:
    """A build without a change writes nothing: every mtime stays, the list's too."""
    build(tmp_path, SITE)
    before = mtimes(tmp_path / "output")
    assert Written() == build(tmp_path, SITE)
    assert before == mtimes(tmp_path / "output")


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """One changed page is one file written; the others keep their mtime."""
    build(tmp_path, SITE)
    for path in (tmp_path / "output").rglob("*.*"):
        os.utime(path, ns=(1, 1))
    assert Written(written=("news/index.html",)) == build(tmp_path, SITE | {"news/index.html": b"more"})
    assert {1} == {stamp for name, stamp in mtimes(tmp_path / "output" / "assets").items() if name == "a.css"}
    assert (tmp_path / "output/index.html").stat().st_mtime_ns == 1
    assert (tmp_path / "output/news/index.html").stat().st_mtime_ns > 1


def test_warm_equals_cold(tmp_path: Path) -> None:
    """Whatever was built before, the output is what a first build makes, the manifest's bytes too."""
    build(tmp_path / "warm", forty_files("old"))
    build(tmp_path / "warm", forty_files("new"))
    build(tmp_path / "cold", dict(reversed(forty_files("new").items())))
    assert tree(tmp_path / "cold/output") == tree(tmp_path / "warm/output")
    lists = {(tmp_path / name / "output" / manifest.NAME).read_bytes() for name in ("cold", "warm")}
    assert 1 == len(lists)


def test_stale_files_and_folders_go(tmp_path: Path) -> None:
    """What we made and do not make any more is removed, with the folders that it leaves empty, and no others."""
    build(tmp_path, SITE | {"tag/a/index.html": b"a", "tag/b/index.html": b"b"})
    (tmp_path / "output/tag/b/own.txt").write_bytes(b"mine")
    written = build(tmp_path, SITE)
    assert Written(removed=("tag/a/index.html", "tag/b/index.html")) == written
    assert SITE | {"tag/b/own.txt": b"mine"} == tree(tmp_path / "output")
    assert not (tmp_path / "output/tag/a").exists()


def test_missing_output_is_restored(tmp_path: Path) -> None:
    """A file of ours that somebody removed comes back."""
    build(tmp_path, SITE)
    (tmp_path / "output/news/index.html").unlink()
    assert Written(written=("news/index.html",)) == build(tmp_path, SITE)


def test_edited_file_is_kept_and_named(tmp_path: Path) -> None:
    """A file of ours that somebody edited is neither replaced nor removed, and each build says so."""
    build(tmp_path, SITE)
    (tmp_path / "output/index.html").write_bytes(b"edited")
    for site in (SITE, SITE | {"index.html": b"changed"}, {"news/index.html": b"news", "assets/a.css": b"css"}):
        written = build(tmp_path, site)
        assert ("index.html",) == written.kept
        expected = (
            "ไม่ได้แตะต้อง “index.html” ในโฟลเดอร์เว็บไซต์ เพราะมีผู้แก้ไขหรือนำมาวางไว้เอง"
            "|หากไม่ต้องการเก็บไว้ ให้ย้ายออกหรือลบ แล้วสร้างใหม่"
        )
        assert [expected] == [f"{message(one, 'th')}|{hint(one, 'th')}" for one in written.problems]
        assert (tmp_path / "output/index.html").read_bytes() == b"edited"


def test_edit_undone_by_removal(tmp_path: Path) -> None:
    """Removing the edited file gives the page back to us."""
    build(tmp_path, SITE)
    (tmp_path / "output/index.html").write_bytes(b"edited")
    build(tmp_path, SITE)
    (tmp_path / "output/index.html").unlink()
    assert Written(written=("index.html",)) == build(tmp_path, SITE)


def test_strangers_are_left_alone(tmp_path: Path) -> None:
    """Files that we never made stay, whether a page wants their place or not; only the one in the way is named."""
    own = {"index.html": b"mine", ".htaccess": b"deny", ".git/config": b"[core]"}
    for path, data in own.items():
        (tmp_path / "output" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "output" / path).write_bytes(data)
    assert ("index.html",) == build(tmp_path, SITE).kept
    build(tmp_path, {})
    assert own == tree(tmp_path / "output")


def test_lost_manifest(tmp_path: Path) -> None:
    """Without the list, files equal to the new site become ours again; a file that differs is somebody's."""
    build(tmp_path, SITE)
    (tmp_path / "output" / manifest.NAME).unlink()
    written = build(tmp_path, SITE | {"news/index.html": b"changed"})
    assert (("news/index.html",), ()) == (written.kept, written.written)
    assert Written(removed=("assets/a.css",)) == build(tmp_path, {"index.html": b"home", "news/index.html": b"news"})


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b'{"version": 2}', b"\xff\xfe", b"[" * 100_000])
def test_spoilt_manifest(tmp_path: Path, spoilt: bytes) -> None:
    """A list that cannot be relied on is named; nothing is overwritten by it, and the next build has a good one."""
    build(tmp_path, SITE)
    (tmp_path / "output" / manifest.NAME).write_bytes(spoilt)
    written = build(tmp_path, SITE)
    assert ["W001"] == [problem.code for problem in written.problems]
    assert ((), (), ()) == (written.written, written.removed, written.kept)
    assert Written() == build(tmp_path, SITE)


def test_every_byte_of_the_manifest_counts(tmp_path: Path) -> None:
    """A list with one byte changed is no list: it cannot make us take somebody's file for ours."""
    build(tmp_path, {"a.html": b"a", "b.html": b"b"})
    good = (tmp_path / "output" / manifest.NAME).read_bytes()
    assert {"a.html", "b.html"} == (manifest.parse(good) or manifest.Manifest({})).paths()
    for at in range(len(good)):
        assert manifest.parse(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]) is None


def test_list_that_points_outside(tmp_path: Path) -> None:
    """A list, whoever wrote it, that names a file outside the output is no list: nothing there is removed."""
    victim = tmp_path / "victim.txt"
    victim.write_bytes(b"mine")
    entry = (4, disk.digest(victim))
    for path in ("../victim.txt", str(victim), "a/../../victim.txt"):
        (tmp_path / "output").mkdir(exist_ok=True)
        (tmp_path / "output" / manifest.NAME).write_bytes(manifest.write(manifest.Manifest({path: entry})))
        assert ["W001"] == [problem.code for problem in build(tmp_path, SITE).problems]
    assert b"mine" == victim.read_bytes()


def test_leaving_without_commit(tmp_path: Path) -> None:
    """Without `commit` the output is as it was, to the byte and the mtime, and the stage is gone."""
    build(tmp_path, SITE)
    before = mtimes(tmp_path / "output")
    with suppress(KeyboardInterrupt), Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put("index.html", b"other")
        raise KeyboardInterrupt
    assert (SITE, before) == (tree(tmp_path / "output"), mtimes(tmp_path / "output"))
    assert [] == leftovers(tmp_path)


def test_nothing_is_made_before_commit(tmp_path: Path) -> None:
    """A build that fails early leaves no output folder."""
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put("index.html", b"other")
    assert not (tmp_path / "output").exists()


def test_changed_data_is_not_held_in_memory(tmp_path: Path) -> None:
    """A changed file lies in the stage as soon as `put` returns."""
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put("index.html", b"other")
        assert [b"other"] == [path.read_bytes() for path in (tmp_path / ".cache/stage").rglob("*") if path.is_file()]


def test_keep(tmp_path: Path) -> None:
    """`keep` takes a page as it was, unless it is missing, edited in size, a link, or was never ours."""
    build(tmp_path, SITE)
    output = tmp_path / "output"
    with Switch(output, tmp_path / ".cache") as switch:
        assert [True, True, True, False] == [switch.keep(path) for path in (*SITE, "other.html")]
        assert Written() == switch.commit()
    (output / "index.html").unlink()
    (output / "assets/a.css").write_bytes(b"longer")
    (output / "news/index.html").unlink()
    (output / "news/index.html").symlink_to("../assets/a.css")
    with Switch(output, tmp_path / ".cache") as switch:
        assert [False, False, False] == [switch.keep(path) for path in SITE]


def test_keep_through_a_link(tmp_path: Path) -> None:
    """A page is not found through a folder that somebody made a link."""
    build(tmp_path, SITE)
    (tmp_path / "output/news").rename(tmp_path / "elsewhere")
    (tmp_path / "output/news").symlink_to(tmp_path / "elsewhere")
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        assert not switch.keep("news/index.html")


def test_copy(tmp_path: Path) -> None:
    """A file is copied byte for byte, once; an unchanged one keeps its mtime."""
    source = tmp_path / "photo.jpg"
    source.write_bytes(bytes(range(256)) * 20_000)
    for expected in (("photo.jpg",), ()):
        with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
            switch.copy("photo.jpg", source)
            assert expected == switch.commit().written
    assert source.read_bytes() == (tmp_path / "output/photo.jpg").read_bytes()
    assert {"photo.jpg": 256 * 20_000} == listed(tmp_path / "output")


def test_copy_of_a_missing_file(tmp_path: Path) -> None:
    """A file that cannot be read is the source's fault, not the disk's; the rest can be written."""
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        with pytest.raises(ReadingFailed) as caught:
            switch.copy("photo.jpg", tmp_path / "none.jpg")
        assert "คัดลอกไฟล์ “none.jpg” ลงเว็บไซต์ไม่ได้: No such file or directory" == message(caught.value.problem, "th")
        switch.put("index.html", b"home")
        assert Written(written=("index.html",)) == switch.commit()


def test_link_in_the_output_is_not_followed(tmp_path: Path) -> None:
    """A folder or file of the output that is a link is left as it is, and nothing is written or removed behind it."""
    build(tmp_path, SITE)
    outside = tmp_path / "outside"
    (tmp_path / "output/news").rename(outside)
    (tmp_path / "output/news").symlink_to(outside)
    (tmp_path / "output/index.html").unlink()
    (tmp_path / "output/index.html").symlink_to(outside / "index.html")
    written = build(tmp_path, {path: data + b"!" for path, data in SITE.items()})
    assert ("index.html", "news") == written.kept
    assert {"index.html": b"news"} == tree(outside)
    assert ((), ("assets/a.css",)) == (build(tmp_path, {}).written, build(tmp_path, SITE).written)
    assert {"index.html": b"news"} == tree(outside)


def test_file_becomes_folder_and_back(tmp_path: Path) -> None:
    """A page may become a folder of pages, and a folder a page."""
    build(tmp_path, {"a": b"file", "b/c/d.html": b"deep", "b/e.html": b"e"})
    assert Written(("a/x.html", "b"), ("a", "b/c/d.html", "b/e.html")) == build(
        tmp_path, {"a/x.html": b"x", "b": b"file"}
    )
    assert {"a/x.html": b"x", "b": b"file"} == tree(tmp_path / "output")


def test_folder_with_a_strangers_file_stays(tmp_path: Path) -> None:
    """A folder cannot become a page while somebody's file lies in it: it stays and is named."""
    build(tmp_path, {"b/c.html": b"c"})
    (tmp_path / "output/b/own.txt").write_bytes(b"mine")
    assert ("b",) == build(tmp_path, {"b": b"file"}).kept
    assert {"b/own.txt": b"mine"} == tree(tmp_path / "output")


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a/../../x",
        "/etc/x",
        "C:/x",
        "C:x",
        "a\\b",
        "a\0b",
        "",
        "a//b",
        "./a",
        "a/",
        "a/./b",
        "CON",
        "a/aux.html",
        "nul.tar.gz",
        "com1",
        "lpt¹.txt",
        "con .txt",
        "a.",
        "a ",
        "b /c",
        "a:stream",
        "what?.html",
        "ก" * 86,
        "\udc80",
        ".site-builder.json",
        ".Site-Builder.JSON",
        ".site-builder.tmp",
    ],
)
def test_unsafe_path_is_a_bug(tmp_path: Path, path: str) -> None:
    """A path that would leave the output, or that some system cannot hold, is refused before anything is written."""
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch, pytest.raises(ValueError, match=r".*"):
        switch.put(path, b"x")
    assert {} == tree(tmp_path)


@pytest.mark.parametrize("path", ["ก" * 85, "ข่าว/น้ำ/index.html", ".well-known/x", "console.html", "a b/c..d", "com10"])
def test_safe_path(tmp_path: Path, path: str) -> None:
    """Thai names, up to 255 bytes, dot-files and names that only resemble reserved ones are fine."""
    assert Written(written=(path,)) == build(tmp_path, {path: b"x"})


def test_same_path_twice_is_a_bug(tmp_path: Path) -> None:
    """Planning gives each path once."""
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put("a.html", b"x")
        with pytest.raises(ValueError, match=r"a\.html"):
            switch.put("a.html", b"x")


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.jpg", "A.jpg"), ("caf\u00e9.jpg", "cafe\u0301.jpg"), ("a/b.html", "A"), ("A", "a/b.html"), ("x/y/z", "x/y")],
)
def test_paths_that_are_one_on_windows(tmp_path: Path, first: str, second: str) -> None:
    """Two paths that a Windows disk cannot hold both are named, and the first is written."""
    written = build(tmp_path, {first: b"1", second: b"2"})
    assert (first,) == written.written
    assert [f"สองหน้าใช้ที่เดียวกันในเว็บไซต์: “{second}” กับ “{first}” จึงเขียนเพียง “{first}”"] == [
        message(problem, "th") for problem in written.problems
    ]
    assert {first: b"1"} == tree(tmp_path / "output")


def test_output_may_be_a_link(tmp_path: Path) -> None:
    """An output folder that is a link itself is built where it leads."""
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "real")
    build(tmp_path, SITE)
    assert SITE == tree(tmp_path / "real")


@pytest.fixture
def other_file_system(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Renames from the cache to the output fail as they do between two file systems."""
    copied: list[str] = []

    def apart(move: Callable[[str, str], None], source: str, target: str) -> None:
        if ".cache" in Path(source).parts and ".cache" not in Path(target).parts:
            copied.append(Path(target).name)
            raise OSError(18, "Invalid cross-device link", str(source))
        move(source, target)

    for name in ("replace", "rename"):
        monkeypatch.setattr(os, name, partial(apart, getattr(os, name)))
    return copied


def test_cache_on_another_file_system(tmp_path: Path, other_file_system: list[str]) -> None:
    """Where a rename is not possible a file is copied beside its place and then renamed: whole at every instant."""
    build(tmp_path, SITE)
    build(tmp_path, SITE | {"index.html": b"changed"})
    assert {"index.html", "a.css", "assets", manifest.NAME} == set(other_file_system)
    assert SITE | {"index.html": b"changed"} == tree(tmp_path / "output")
    assert [] == leftovers(tmp_path)


def test_edit_during_the_build_is_seen(tmp_path: Path) -> None:
    """A file that somebody edits between `put` and `commit` is kept all the same."""
    build(tmp_path, SITE)
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put("index.html", b"changed")
        (tmp_path / "output/index.html").write_bytes(b"edited")
        written = switch.commit()
    assert ("index.html",) == written.kept
    assert (tmp_path / "output/index.html").read_bytes() == b"edited"


def test_everything_is_synced_before_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Power loss: staged files, then the journal, are on the disk before the first page is replaced."""
    acts: list[str] = []
    settle, move = disk.settle, disk.move

    def settled(paths: Iterable[disk.Place]) -> None:
        these = [Path(path) for path in paths]
        acts.append("sync " + " ".join(sorted(path.name for path in these if not path.name.startswith("tmp"))))
        settle(these)

    def moved(source: disk.Place, target: disk.Place, by_way_of: disk.Place) -> bool:
        acts.append(f"move {Path(target).name}")
        return move(source, target, by_way_of)

    monkeypatch.setattr(disk, "settle", settled)
    monkeypatch.setattr(disk, "move", moved)
    build(tmp_path, {"a.html": b"a"})
    assert [
        "sync 0 after during",
        f"sync {journal.TORN}",
        f"move {journal.NAME}",
        "sync .cache",
        f"move {manifest.NAME}",
        "sync output",
        "move a.html",
        "sync output",
        f"move {manifest.NAME}",
        f"sync {manifest.NAME} output",
        "sync .cache",
    ] == acts


def test_assets_before_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Styles and pictures are in place before the pages that name them."""
    order: list[str] = []
    move = disk.move

    def moved(source: disk.Place, target: disk.Place, by_way_of: disk.Place) -> bool:
        order.append(Path(target).name)
        return move(source, target, by_way_of)

    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        for path in ("a.html", "z.css", "b.html", "a.css"):
            switch.put(path, path.encode())
        monkeypatch.setattr(disk, "move", moved)
        switch.commit()
    assert ["a.css", "z.css", "a.html", "b.html"] == [name for name in order if ".json" not in name]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux writes out all at once")
def test_a_large_site_is_written_out_while_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the switch waits for the drive; one request at a time, and none for a small site."""
    asked, answer = Semaphore(0), Semaphore(0)

    def sync() -> None:
        asked.release()
        assert answer.acquire(timeout=10)

    monkeypatch.setattr(os, "sync", sync)
    with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
        switch.put("small", b"a" * 1000)
        assert not asked.acquire(blocking=False)
        for number in range(3):
            switch.put(f"large{number}", bytes([number]) * switch_module.EARLY)
        assert asked.acquire(timeout=10)
        assert not asked.acquire(timeout=0.2)
        answer.release(5)
        switch.commit()
    assert {"small", "large0", "large1", "large2"} <= tree(tmp_path / "output").keys()

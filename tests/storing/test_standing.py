from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storing.writing_sites import build, tree

from site_builder import names
from site_builder.storing import disk, manifest
from site_builder.storing.manifest import Manifest
from site_builder.storing.standing import above, real_folders, stands
from site_builder.storing.switch import Switch
from site_builder.storing.written import Written

SITE = {"index.html": b"home", "assets/a.css": b"css"} | {
    f"news/2565/{n}/index.html": str(n).encode() for n in range(20)
}
PAGE = "news/2565/7/index.html"


def built(root: Path) -> tuple[Path, dict[str, int]]:
    """The site, and the times that its files were seen with."""
    return root / "output", dict(build(root, SITE).seen)


def contents(root: Path) -> dict[str, bytes]:
    """All files of a site but its list."""
    return {path: data for path, data in tree(root).items() if manifest.NAME not in path}


def unlink(output: Path) -> None:
    """Somebody removes a page."""
    (output / PAGE).unlink()


def edit(output: Path) -> None:
    """Somebody edits a page and keeps its size."""
    (output / PAGE).write_bytes(b"X")
    os.utime(output / PAGE, ns=(5, 5))


def link_file(output: Path) -> None:
    """Somebody makes a page a link to a copy of it, with its time."""
    (output / PAGE).rename(output / "copy")
    (output / PAGE).symlink_to(output / "copy")


def link_folder(output: Path) -> None:
    """Somebody moves a folder away and makes it a link."""
    (output / "news/2565").rename(output.parent / "away")
    (output / "news/2565").symlink_to(output.parent / "away")


def link_page_folder(output: Path) -> None:
    """The same with the folder of one page, among many."""
    (output / PAGE).parent.rename(output.parent / "away")
    (output / PAGE).parent.symlink_to(output.parent / "away")


def fill_folder(output: Path) -> None:
    """Somebody puts a file in the place of a folder."""
    shutil.rmtree((output / PAGE).parent)
    (output / PAGE).parent.write_bytes(b"7")


ACTS = [unlink, edit, link_file, link_folder, link_page_folder, fill_folder]


def test_seen_is_what_stands_there(tmp_path: Path) -> None:
    """After each build `seen` holds the mtime of every file of ours: written, kept, compared, and copied."""
    for changes in ({}, {}, {PAGE: b"changed", "new/x.html": b"x"}):
        with Switch(tmp_path / "output", tmp_path / ".cache") as switch:
            for path, data in (SITE | changes).items():
                switch.put(path, data)
            seen = switch.commit().seen
        there = {path: (tmp_path / "output" / path).stat().st_mtime_ns for path in SITE | changes}
        assert there == seen


def test_seen_across_file_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was copied to the output has another time than in the stage, and that one is told."""
    move = disk.move

    def copied(source: disk.Place, target: disk.Place, by_way_of: disk.Place) -> bool:
        move(source, target, by_way_of)
        os.utime(target, ns=(9, 9))
        return True

    monkeypatch.setattr(disk, "move", copied)
    monkeypatch.setattr(disk, "move_folder", lambda *_: False)
    written = build(tmp_path, SITE)
    assert (tuple(sorted(SITE)), {9}) == (written.written, set(written.seen.values()))


def test_seen_leaves_out_what_is_somebodys(tmp_path: Path) -> None:
    """A page that somebody edited, before the build or during it, is not among the seen."""
    output, _ = built(tmp_path)
    edit(output)
    with Switch(output, tmp_path / ".cache") as switch:
        for path, data in SITE.items():
            switch.put(path, b"new home" if path == "index.html" else data)
        (output / "index.html").write_bytes(b"mine")
        assert SITE.keys() - {PAGE, "index.html"} == switch.commit().seen.keys()


def test_keep_all_trusts_size_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with its size and the time of last time is kept and not read; nothing is written."""
    output, seen = built(tmp_path)
    monkeypatch.setattr(disk, "digest", None)
    with Switch(output, tmp_path / ".cache") as switch:
        assert [] == switch.keep_all(SITE, seen)
        written = switch.commit()
    assert (Written(), seen) == (written, written.seen)


def test_keep_all_reads_what_has_another_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with an unknown time is read, once, and kept if its bytes are ours; its new time is told."""
    output, seen = built(tmp_path)
    os.utime(output / PAGE, ns=(5, 5))
    seen.pop("index.html")
    read: list[str] = []
    digest = disk.digest

    def reads(path: disk.Place) -> str:
        read.append(Path(path).relative_to(output).as_posix())
        return digest(path)

    monkeypatch.setattr(disk, "digest", reads)
    with Switch(output, tmp_path / ".cache") as switch:
        assert [] == switch.keep_all(SITE, seen)
        assert 5 == switch.commit().seen[PAGE]
    assert ["index.html", PAGE] == read


@pytest.mark.parametrize("act", ACTS)
def test_keep_all_hands_back_what_is_missing_or_edited(tmp_path: Path, act: Callable[[Path], None]) -> None:
    """A page that is missing, edited, a link, or below one is handed back; `put` restores it, or names and keeps it."""
    output, seen = built(tmp_path)
    act(output)
    before = contents(tmp_path)
    with Switch(output, tmp_path / ".cache") as switch:
        again = switch.keep_all(SITE, seen)
        assert (sorted(p for p in SITE if "2565" in p) if act is link_folder else [PAGE]) == sorted(again)
        for path in again:
            switch.put(path, SITE[path])
        written = switch.commit()
    if act is unlink:
        assert Written(written=(PAGE,)) == written
        assert SITE == tree(output)
    else:
        assert 1 == len(written.kept)
        assert ["W020"] == [problem.code for problem in written.problems]
        assert before == contents(tmp_path)


def test_keep_all_of_what_was_never_ours(tmp_path: Path) -> None:
    """A path that is not on the list is handed back, and what is not handed in goes."""
    output, seen = built(tmp_path)
    with Switch(output, tmp_path / ".cache") as switch:
        assert ["other.html"] == switch.keep_all(["other.html", "index.html"], seen | {"other.html": 1})
        assert {"index.html"} == switch.commit().seen.keys()


def test_keep_all_claims(tmp_path: Path) -> None:
    """What is kept has its place: another page that is one with it on Windows is named, and twice is a bug."""
    output, seen = built(tmp_path)
    with Switch(output, tmp_path / ".cache") as switch:
        switch.keep_all(SITE, seen)
        switch.put("Index.html", b"other")
        with pytest.raises(ValueError, match=r"index\.html"):
            switch.keep_all(["index.html"], seen)
        assert ["W021"] == [problem.code for problem in switch.commit().problems]
    assert SITE == tree(output)


def test_keep_all_after_a_lost_journal(tmp_path: Path) -> None:
    """While the list knows two states no time is trusted: a page of the former one does not pass for the new."""
    output, seen = built(tmp_path)
    listed, _ = manifest.read(output)
    assert listed is not None
    entry = (1, disk.digest(output / "news/2565/8/index.html"))
    during = Manifest({**listed.files, PAGE: entry}, {PAGE: (listed.files[PAGE][1],)})
    (output / manifest.NAME).write_bytes(manifest.write(during))
    assert not stands(output, during, seen)
    with Switch(output, tmp_path / ".cache") as switch:
        assert [PAGE] == switch.keep_all(SITE, seen)


def test_all_stands(tmp_path: Path) -> None:
    """A site that nobody touched stands, whatever else lies beside it."""
    output, seen = built(tmp_path)
    (output / "own.txt").write_bytes(b"mine")
    listed, _ = manifest.read(output)
    assert listed is not None
    assert stands(output, listed, seen)
    assert not stands(output, listed, {})
    assert not stands(tmp_path / "nowhere", listed, seen)


@pytest.mark.parametrize("act", ACTS)
def test_touched_site_does_not_stand(tmp_path: Path, act: Callable[[Path], None]) -> None:
    """One file that is missing, edited, a link or below one: the site does not stand."""
    output, seen = built(tmp_path)
    listed, _ = manifest.read(output)
    act(output)
    assert listed is not None
    assert not stands(output, listed, seen)


def test_real_folders(tmp_path: Path) -> None:
    """Folders that stand there are found by a look or, where many, in the list of the one above; links never."""
    many = [f"a/{n}" for n in range(20)]
    for folder in many[:10]:
        (tmp_path / folder / "b").mkdir(parents=True)
    (tmp_path / "a/10").symlink_to("0")
    (tmp_path / "a/11").write_bytes(b"")
    wanted = above([f"{folder}/b/c.html" for folder in many] + ["x/y.html", "z.html"])
    assert {"a", "x", *many, *(f"{folder}/b" for folder in many)} == wanted
    assert {"a", *many[:10], *(f"{folder}/b" for folder in many[:10])} == real_folders(tmp_path, wanted)


@given(st.lists(st.text("ab/. :\n\0กCON1\udc80", max_size=9)))
def test_many_paths_are_safe_if_each_is(paths: list[str]) -> None:
    """Asking for many paths at once is asking for each."""
    assert all(names.is_safe(path) for path in paths) == names.are_safe(paths)

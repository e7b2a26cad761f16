from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from storing.failing_disk import Killed, failing_at
from storing.folding_disk import folding
from storing.writing_sites import build, tree

from site_builder.storing import disk
from site_builder.storing.switch import recover
from site_builder.storing.written import Written

RENAMES = [
    ({"photos/A.JPG": b"a", "x": b"x"}, {"photos/a.jpg": b"a", "x": b"x"}),
    ({"photos/A.JPG": b"a", "x": b"x"}, {"photos/a.jpg": b"other", "x": b"x"}),
    ({"Photos/a.jpg": b"a", "Photos/b.jpg": b"b"}, {"photos/a.jpg": b"a", "photos/b.jpg": b"b"}),
    ({"caf\u00e9.jpg": b"a"}, {"cafe\u0301.jpg": b"a"}),
    ({"A.jpg": b"a", "b.jpg": b"b"}, {"a.jpg": b"b", "B.jpg": b"a"}),
    ({"Tag": b"file"}, {"tag/x.html": b"x"}),
    ({"Tag/x.html": b"x"}, {"tag": b"file"}),
]


@pytest.fixture(autouse=True)
def no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of flushing is tested elsewhere."""
    monkeypatch.setattr(disk, "_flush", lambda _: None)


@pytest.mark.parametrize(("old", "new"), RENAMES)
def test_rename_in_case_alone(tmp_path: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Where a disk ignores case, a page whose name changes in case alone is not lost, and has its new spelling."""
    with folding(tmp_path / "output"):
        build(tmp_path, old)
        assert () == build(tmp_path, new).kept
        assert new == tree(tmp_path / "output")
        assert Written() == build(tmp_path, new)


@pytest.mark.parametrize(("old", "new"), RENAMES)
def test_rename_in_case_alone_on_linux(tmp_path: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Where a disk heeds case they are two files: one comes, one goes."""
    build(tmp_path, old)
    assert () == build(tmp_path, new).kept
    assert new == tree(tmp_path / "output")


@pytest.mark.parametrize(("old", "new"), RENAMES)
def test_killed_while_renaming_in_case(tmp_path: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Killed at any change of such a build, the next command leaves all old or all new."""
    for number in range(1, 100):
        shutil.rmtree(tmp_path, ignore_errors=True)
        with folding(tmp_path / "output"):
            build(tmp_path, old)
            with failing_at(number, Killed) as has_failed:
                try:
                    build(tmp_path, new)
                except Killed:
                    assert has_failed()
            recover(tmp_path / ".cache")
            assert tree(tmp_path / "output") in (old, new)
            build(tmp_path, new)
            assert new == tree(tmp_path / "output")
        if not has_failed():
            return
    raise AssertionError


def test_strangers_file_in_another_case(tmp_path: Path) -> None:
    """Where a disk ignores case, somebody's file is kept though the page's name is spelled otherwise."""
    with folding(tmp_path / "output"):
        build(tmp_path, {"x.html": b"x"})
        (tmp_path / "output/Index.HTML").write_bytes(b"mine")
        assert ("index.html",) == build(tmp_path, {"x.html": b"x", "index.html": b"page"}).kept
        assert {"Index.HTML": b"mine", "x.html": b"x"} == tree(tmp_path / "output")

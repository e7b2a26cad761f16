"""Publishing to a branch, beyond what every host keeps."""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from publishing.places import Branch, opened, target_of
from publishing.test_every_host import put

from site_builder.publishing.host import Access, HostFailed
from site_builder.publishing.hosts import kind_of


def _git(folder: Path, *arguments: str) -> str:
    answer = subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True)
    return answer.stdout


def test_a_run_is_one_commit_on_top_of_what_is_there(site: Path, tmp_path: Path) -> None:
    """Others' files and commits stay, GitHub is told to leave names with "_" alone, and no work tree is touched."""
    place = Branch("http://127.0.0.1:9/", tmp_path)
    place.plant("CNAME", b"news.example.go.th")
    _git(tmp_path, "init", "-q", "site")
    (site / ".gitignore").write_text(".cache/")
    (site / "draft.txt").write_text("work of an editor")
    before = _git(site, "status", "--porcelain")
    with closing(opened(place, site)) as host:
        put(host, "_headers", b"1")
        put(host, "ข่าว/index.html", b"2")
        host.remove("_headers")
        host.finish()
    assert {"CNAME": b"news.example.go.th", "ข่าว/index.html": b"2"} == place.tree()
    assert (place.root / ".nojekyll").exists()
    assert 4 == len(_git(place.bare, "log", "--oneline", "gh-pages").splitlines())
    assert before == _git(site, "status", "--porcelain")


def test_a_link_in_the_branch_is_never_written_through(site: Path, tmp_path: Path) -> None:
    """Neither over it nor below it."""
    place = Branch("http://127.0.0.1:9/", tmp_path)
    place.plant("index.html", b"1")
    clone = tmp_path / "clone"
    _git(tmp_path, "clone", "-q", "-b", "gh-pages", str(place.bare), "clone")
    (clone / "out").symlink_to("/etc")
    _git(clone, "add", "-A")
    _git(clone, "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x")
    _git(clone, "push", "-q")
    with closing(opened(place, site)) as host:
        for path in ("out", "out/passwd"):
            with pytest.raises(HostFailed) as failed:
                put(host, path, b"1")
            assert "N031" == failed.value.problem.code


def test_a_repository_that_is_not_there_is_told(site: Path, tmp_path: Path) -> None:
    """With git's own last words."""
    place = Branch("http://127.0.0.1:9/", tmp_path)
    target = target_of(place)
    place.bare.rename(tmp_path / "elsewhere")
    with pytest.raises(HostFailed) as failed:
        kind_of("git").open(target, Access(site, site / ".cache/x", lambda: "", lambda _: None))
    assert ("N053", str(place.bare)) == (failed.value.problem.code, dict(failed.value.problem.arguments)["place"])

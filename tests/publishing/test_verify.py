"""`verify`: whatever somebody has done to a site on its host is found, and a site that nobody touched is none of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest
from publishing.outputs import lay
from publishing.places import Disk, Place, Quiet
from publishing.test_publish_command import ran
from stories import NOW, SETTINGS, serving, tell

from site_builder.publishing import live
from site_builder.publishing.flow import publish
from site_builder.publishing.publication import Means, Order
from site_builder.publishing.verifying import verify

SHEET = "assets/s.0123456789.css"
FILES = {"index.html": b"home", "a/index.html": b"page", SHEET: b"css", ".htaccess": b"orders"}
pytestmark = pytest.mark.usefixtures("unbuilt")


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SETTLING", 0.0)


def brought(site: Path, place: Place) -> None:
    """A small site, published."""
    tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{place.table}url = '{place.url}'\n")
    lay(site, FILES)
    assert publish(site, Order(), NOW, Means(ask=lambda *_: True)).published


def found(site: Path) -> list[tuple[str, str]]:
    """Each problem's code, and what it names."""
    problems = verify(site, Order(), NOW).problems
    return [(one.code, dict(one.arguments).get("names") or dict(one.arguments)["page"]) for one in problems]


ATTACKS: dict[str, tuple[Callable[[Place], object], list[str]]] = {
    "an appended link": (lambda place: place.plant("a/index.html", b"page<a>"), ["N057 a/", "N044 a/"]),
    "an edit of the same size": (lambda place: place.plant("a/index.html", b"Page"), ["N057 a/", "N044 a/"]),
    "other orders": (lambda place: place.plant(".htaccess", b"0rders"), ["N057 .htaccess"]),
    "orders in a folder": (lambda place: place.plant("a/.htaccess", b"1"), ["N059 a/.htaccess"]),
    "a program": (lambda place: place.plant("assets/x.php.jpg", b"<?php"), ["N059 assets/x.php.jpg"]),
    "a page of a stranger": (lambda place: place.plant("casino/index.html", b"1"), ["N029 casino/"]),
    "a file that is gone": (lambda place: place.strip(SHEET), [f"N058 {SHEET}", f"N042 {SHEET}"]),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_done_to_a_site_is_found(site: Path, near: Place, attack: str) -> None:
    """By its name, from within and for readers; before it there is nothing to find."""
    brought(site, near)
    assert [] == found(site)
    done, expected = ATTACKS[attack]
    done(near)
    assert expected == [f"{code} {names.removeprefix(near.url)}" for code, names in found(site)]


def test_it_is_found_on_every_host(site: Path, place: Place) -> None:
    """From within, whatever its protocol shows and hides."""
    brought(site, place)
    assert [] == found(site)
    place.plant("a/index.html", b"Page")
    place.plant("assets/x.php.jpg", b"<?php")
    place.plant("a/.htaccess", b"1")
    place.strip(SHEET)
    inside = [one for one in found(site) if one[0] in {"N057", "N058", "N059"}]
    assert [("N057", "a/"), ("N058", SHEET), ("N059", "a/.htaccess, assets/x.php.jpg")] == inside


def test_a_link_is_found(site: Path, tmp_path: Path, near: Place) -> None:
    """It may lead anywhere."""
    brought(site, near)
    (tmp_path / "www/out").symlink_to("/etc")
    assert [("N059", "out")] == found(site)


class Cloaked(Quiet):
    """A server that shows searchers something else."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """One page, for them alone."""
        if "google" in self.headers.get("Referer", "") and self.path == "/a/":
            self.path = "/index.html"
        return super().send_head()


@contextmanager
def cloaked(root: Path) -> Iterator[Place]:
    """A folder behind such a server."""
    root.mkdir()
    with serving(partial(Cloaked, directory=str(root))) as url:
        yield Disk(f'kind = "folder"\npath = "{root}"\n', f"{url}/", root)


def test_what_only_searchers_get_is_found(site: Path, tmp_path: Path) -> None:
    """Readers see nothing of it."""
    with cloaked(tmp_path / "www") as place:
        brought(site, place)
        assert [("N049", f"{place.url}a/")] == found(site)


def test_the_command_says_so(site: Path, near: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence where all is as it was; the code 1 and the names where it is not, or where nothing was published."""
    tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{near.table}url = '{near.url}'\n")
    assert 1 == verified(site)
    assert "N056" in capsys.readouterr().err
    brought(site, near)
    assert 0 == verified(site)
    assert "ปลายทางตรงกับที่เผยแพร่ไว้ทั้ง 4 ไฟล์" in capsys.readouterr().out
    near.plant("index.html", b"hack")
    assert 1 == verified(site)
    assert "มีผู้แก้ไขไฟล์ของเว็บไซต์ที่ปลายทาง 1 ไฟล์: /" in capsys.readouterr().err


def verified(site: Path) -> int:
    """Run the command."""
    return ran(site, "verify", clock=False)

"""The first site, the one of this repository, built and looked at as a reader's browser would."""

from __future__ import annotations

import datetime as dt
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen

import html5lib
import pytest
from stories import serving, tree

from site_builder.build import build
from site_builder.outcome import Outcome

ROOT = Path(__file__).parent.parent.parent
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
SEED = "news/2565/03/2565-03-03-khaen-dong/index.html"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """The repository's own site, built once for all tests of this file."""
    output = tmp_path_factory.mktemp("first") / "output"
    return build(ROOT, output, NOW), output


class Addresses(HTMLParser):
    """Every address of a page that a browser would follow or load, and all ids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note href, src and the address of a refresh."""
        for name, value in attrs:
            if value and name in {"href", "src"} and dict(attrs).get("rel") != "canonical":
                self.found.append(value)
            if value and name == "id":
                self.ids.add(value)
            if value and tag == "meta" and name == "content" and "url=" in value:
                self.found.append(value.partition("url=")[2])


def addresses(data: bytes) -> Addresses:
    """Read one page."""
    page = Addresses()
    page.feed(data.decode())
    return page


def test_the_first_site_has_no_problem_and_loses_nothing(first: tuple[Outcome, Path]) -> None:
    """Every item of the demonstration is a page, or held back for the reason that it shows."""
    outcome, _ = first
    assert () == outcome.problems
    assert ["expired", "draft", "scheduled"] == [one.why for one in outcome.held]
    assert outcome.read == outcome.published + len(outcome.held)
    assert outcome.published >= 37


def test_the_seed_is_a_page_that_the_office_would_publish(first: tuple[Outcome, Path]) -> None:
    """The release's date, place, purposes, programme, credit and count stand on its page; its district lists it."""
    _, output = first
    text = (output / SEED).read_text("utf-8")
    when = text.replace('<span class="whole">', "").replace("</span>", "")
    assert '<time datetime="2022-03-03T08:30:00+07:00">วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.</time>' in when
    assert 'href="../../../../district/khaen-dong/index.html"' in text
    assert "<li>เพื่อเพิ่มขีดความสามารถของทีมผู้นำการเปลี่ยนแปลง" in text
    assert '<p class="visits">ยอดเข้าชมจากเว็บไซต์เดิม 1 ครั้ง</p>' in text
    assert "ข่าวโดย : สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์" in text
    assert "2565-03-03-khaen-dong/index.html" in (output / "district/khaen-dong/index.html").read_text("utf-8")


def test_no_link_of_the_file_site_is_dead(first: tuple[Outcome, Path]) -> None:
    """Opened by a double click, every link and every asset of every page is there, and every # finds its id."""
    _, output = first
    pages = {path: addresses(data) for path, data in tree(output).items() if path.endswith(".html")}
    dead = []
    for path, page in pages.items():
        for address in page.found if path != "404.html" else []:
            parts = urlsplit(urljoin(f"file:///site/{path}", address))
            target = unquote(parts.path).removeprefix("/site/")
            if parts.scheme != "file":
                continue
            if not (output / target).is_file() or (parts.fragment and unquote(parts.fragment) not in pages[target].ids):
                dead.append((path, address))
    assert [] == dead


def test_every_page_is_valid_and_calls_nobody(first: tuple[Outcome, Path]) -> None:
    """html5lib finds no fault; there is no inline script or style, and nothing is loaded from another host."""
    _, output = first
    for path, data in tree(output).items():
        if path.endswith(".html"):
            html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(data)
            text = data.decode()
            assert " style=" not in text
            assert "<style" not in text
            assert "<script>" not in text
            assert 1 == text.count("<h1"), path
            assert 'src="http' not in text
            assert 'rel="stylesheet" href="http' not in text


class Quiet(SimpleHTTPRequestHandler):
    """A web server that says nothing on standard error."""

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(params=["/", "/news-site/"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The repository's site with `links = "web"`, behind a real server, at the root and in a sub-folder."""
    folder: str = request.param
    source = tmp_path / "source"
    source.mkdir()
    (source / "content").mkdir()
    for name in ("site.toml", "units.toml", "tags.toml"):
        text = (ROOT / "content" / name).read_text("utf-8")
        text = text.replace('links = "file"', 'links = "web"').replace(".go.th/", f".go.th{folder}")
        (source / "content" / name).write_text(text, "utf-8")
    for name in ("news", "pages"):
        shutil.copytree(ROOT / "content" / name, source / "content" / name)
    root = tmp_path / "root"
    outcome = build(source, root / folder.strip("/"), NOW)
    assert outcome.built
    with serving(functools.partial(Quiet, directory=str(root))) as address:
        yield address + folder


def test_the_site_works_under_any_root(served: str) -> None:
    """Followed from the first page over a real server, every link of our own answers 200 and stays in the folder."""
    seen: set[str] = set()
    waiting = [served, served + "404.html"]
    while waiting:
        url = waiting.pop().partition("#")[0]
        if url in seen or not url.startswith("http://127.0.0.1"):
            continue
        assert url.startswith(served), url
        seen.add(url)
        with urlopen(url, timeout=10) as answer:  # noqa: S310 — our own server
            data = answer.read()
            if answer.headers["Content-Type"].startswith("text/html"):
                waiting += [urljoin(url, address) for address in addresses(data).found]
    assert len(seen) > 250
    with pytest.raises(HTTPError):
        urlopen(served + "no-such-page/", timeout=10)  # noqa: S310


SCRIPT = """
import datetime as dt, os, sys
from pathlib import Path
from site_builder.build import build
if len(sys.argv) > 3:
    real = os.scandir
    class Backwards:
        def __init__(self, path): self.entries = sorted(real(path), key=lambda entry: entry.name, reverse=True)
        def __enter__(self): return iter(self.entries)
        def __exit__(self, *_): return None
        def __iter__(self): return iter(self.entries)
    os.scandir = Backwards
now = dt.datetime(2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
assert build(Path(sys.argv[1]), Path(sys.argv[2]), now).built
"""


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Time zone, locale, hash seed and the order of the file system change no byte, our own list included."""
    settings = [
        {"TZ": "Asia/Bangkok", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    ]
    trees = []
    for number, setting in enumerate(settings):
        output = tmp_path / f"output{number}"
        command = [sys.executable, "-c", SCRIPT, str(ROOT), str(output), *(["backwards"] if number else [])]
        subprocess.run(command, check=True, env={**os.environ, **setting, "PYTHONPATH": str(ROOT)})
        trees.append(tree(output) | {"list": (output / ".site-builder.json").read_bytes()})
    assert trees[0] == trees[1]

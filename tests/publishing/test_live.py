"""The look at the live site: whatever readers do not get as it was sent is found, and named by its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from publishing.outputs import entry
from publishing.places import Quiet
from stories import serving

from site_builder.messages import message
from site_builder.publishing import live
from site_builder.publishing.live import address, compare

FILES = {"index.html": b"home", "ข่าว/a b/index.html": b"page" * 100, "feed.xml": b"<feed/>", "_headers": b"1"}
Change = Callable[[str, bytes], tuple[int, bytes]]


class Altering(Quiet):
    """A server, or what stands before it, that does something to a page on its way to readers."""

    def __init__(self, *given: object, change: Change, root: Path) -> None:
        self.change = change
        super().__init__(*given, directory=str(root))  # type: ignore[arg-type]

    def do_GET(self) -> None:  # noqa: N802
        """Read the file, and alter what is given for it."""
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if place.is_dir() else place
        status, data = self.change(place.name, place.read_bytes()) if place.is_file() else (404, b"")
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def altered(root: Path, change: Change) -> Iterator[str]:
    """The address of a site that is altered on its way."""
    for path, data in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    with serving(partial(Altering, change=change, root=root)) as url:
        yield f"{url}/"


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SETTLING", 0.0)


def told(url: str, **gone: bytes) -> list[tuple[str, str]]:
    """The code of each problem, and its page below the site's address."""
    wanted = {path: entry(data) for path, data in FILES.items()} | dict.fromkeys(gone)
    former = {path: entry(b"former") for path in FILES} | {path: entry(data) for path, data in gone.items()}
    problems = compare(url, wanted, former, 0, lambda *_: None)
    assert all(message(one, "th") for one in problems)
    return sorted((one.code, dict(one.arguments)["page"].removeprefix(url)) for one in problems)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _, data: (200, data), ""),
        (lambda _, data: (200, data[:-1]), "N044"),
        (lambda _, data: (200, data + b"<script>"), "N044"),
        (lambda *_: (200, b"former"), "N048"),
        (lambda *_: (404, b""), "N042"),
        (lambda *_: (503, b"busy"), "N047"),
    ],
)
def test_what_is_altered_on_its_way_is_named(tmp_path: Path, change: Change, code: str) -> None:
    """Cut, added to, of yesterday, not found, refused: every page; and orders for hosts are not asked for."""
    with altered(tmp_path, change) as url:
        pages = ["", "%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7/a%20b/", "feed.xml"]
        assert sorted((code, page) for page in pages if code) == told(url)


def test_one_altered_page_of_many_is_found(tmp_path: Path) -> None:
    """And the others are not blamed."""
    with altered(tmp_path, lambda name, data: (200, data + b"!" if name == "feed.xml" else data)) as url:
        assert [("N044", "feed.xml")] == told(url)


def test_a_page_that_should_be_gone_and_is_not_is_named(tmp_path: Path) -> None:
    """A cache that still gives it; a page for lost readers in its place is as it should be."""
    with altered(tmp_path, lambda _, data: (200, data)) as url:
        (tmp_path / "old.html").write_bytes(b"old")
        assert [("N043", "old.html")] == told(url, **{"old.html": b"old"})
        (tmp_path / "old.html").write_bytes(b"lost?")
        assert [] == told(url, **{"old.html": b"old"})


def test_a_site_that_does_not_answer_is_told_once() -> None:
    """And nobody waits for every page of it."""
    assert [("N045", "")] == told("http://127.0.0.1:9/")


def test_a_host_that_takes_its_time_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong at first is asked for again, until the host has had its time."""
    monkeypatch.setattr(live, "SETTLING", 5.0)
    asked: list[str] = []

    def slow(name: str, data: bytes) -> tuple[int, bytes]:
        asked.append(name)
        return (200, data) if len(asked) > 6 else (404, b"")

    with altered(tmp_path, slow) as url:
        assert [] == told(url)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("index.html", ""), ("a/index.html", "a/"), ("404.html", "404.html"), ("ก/b.html", "%E0%B8%81/b.html")],
)
def test_a_file_has_the_address_that_readers_use(path: str, expected: str) -> None:
    """A folder for its index.html, in percent form, below the path that the site lies at."""
    assert f"https://x.example/news/{expected}" == address("https://x.example/news/", path)


def test_an_address_of_another_site_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Most pages are others: not each is named, but how many, with what to look at; a few wrong ones are named."""
    (tmp_path / "index.html").write_bytes(b"another site")
    with serving(partial(Quiet, directory=str(tmp_path))) as url:
        wanted = {f"{name}/index.html": entry(b"page") for name in "abcdefgh"} | {"index.html": entry(b"home")}
        (one,) = compare(f"{url}/", wanted, {}, 0, lambda *_: None)
    names = "a/index.html, b/index.html, c/index.html, d/index.html, e/index.html"
    assert f"ส่งแล้ว แต่ {url}/ แสดงหน้าอื่น 9 จาก 9 หน้าที่ตรวจ เช่น {names}" == message(one, "th")

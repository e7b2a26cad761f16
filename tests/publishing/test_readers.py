"""Readers who look while it is published: no page is torn, and none lacks what it needs."""

from __future__ import annotations

import http.client
import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from publishing.network import of_folder, shown
from publishing.outputs import lay
from publishing.places import Disk, Place
from stories import NOW, SETTINGS, tell

from site_builder.publishing.flow import publish
from site_builder.publishing.publication import Means, Order

READS = int(os.environ.get("SITE_BUILDER_TORN_READS", "400"))  # of a page with its style sheet; 10,000 by hand
PAGES = 24
_PAUSE = 0.002  # seconds between two reads: the machine has other work
YES = Means(ask=lambda *_: True)
pytestmark = pytest.mark.usefixtures("unbuilt")


def generation(number: int) -> dict[str, bytes]:
    """A site with a style sheet of its own, whose pages say whose they are; one page comes and one goes each time."""
    css = f"body {{ color: #{number:06} }}".encode() * 500
    sheet = f"assets/css/site.{sha256(css).hexdigest()[:10]}.css"
    pages = {f"news/2565/01/{page}/index.html": _page(number, page, sheet) for page in range(PAGES)}
    new = {f"news/2565/02/{number}/index.html": _page(number, 0, sheet)}
    lists = {"index.html": _page(number, 1, sheet), "news/index.html": _page(number, 2, sheet)}
    return {sheet: css, **pages, **new, **lists}


def _page(number: int, page: int, sheet: str) -> bytes:
    body = f"ข่าว {page} ครั้งที่ {number} ".encode() * (300 + 37 * ((number + page) % 11))
    head = f'<link rel="stylesheet" href="/{sheet}">'.encode()
    return head + body + f"<!-- end {sha256(body).hexdigest()} -->".encode()


@dataclass(slots=True)
class Reader:
    """Somebody who opens a page, and then what it names, as a browser does."""

    url: str
    paths: tuple[str, ...]
    reads: int = 0
    faults: list[str] = field(default_factory=list)

    def read(self, ended: threading.Event) -> None:
        """Open pages until it ends."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        drawn = random.Random(len(self.paths))  # noqa: S311
        while not ended.wait(_PAUSE):
            path = drawn.choice(self.paths).removesuffix("index.html")
            status, page = _get(connection, parts.path + path)
            if status != 200 or not _is_whole(page):
                self.faults.append(f"{status} {path} {len(page)}")
                continue
            sheet = page[page.index(b'href="/') + 7 : page.index(b'">')].decode()
            status, css = _get(connection, parts.path + sheet)
            if status != 200 or sha256(css).hexdigest()[:10] not in sheet:
                self.faults.append(f"{status} {sheet}")
            self.reads += 1
        connection.close()


@contextmanager
def reading(url: str, count: int) -> Iterator[list[Reader]]:
    """So many readers, who read for as long as the block lasts."""
    paths = tuple(path for path in generation(0) if path.endswith(".html") and "/02/" not in path)
    readers = [Reader(url, paths) for _ in range(count)]
    ended = threading.Event()
    threads = [threading.Thread(target=reader.read, args=(ended,)) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def _is_whole(page: bytes) -> bool:
    body, _, end = page[page.index(b'">') + 2 :].partition(b"<!-- end ") if b'">' in page else (b"", b"", b"")
    return end == f"{sha256(body).hexdigest()} -->".encode()


def test_readers_meet_whole_pages_with_all_they_need(site: Path, place: Place) -> None:
    """Through publishing after publishing, each of which changes every page and its style sheet."""
    _published_while_they_read(site, place)


@pytest.mark.group_hosts
def test_readers_of_nginx_do(site: Path, tmp_path: Path) -> None:
    """From a folder that nginx shows."""
    root = tmp_path / "www"
    root.mkdir()
    for above in (root, *root.parents[:3]):
        above.chmod(0o755)
    with shown(tmp_path, of_folder(root)) as url:
        _published_while_they_read(site, Disk(f'kind = "folder"\npath = "{root}"\n', url, root))


def _published_while_they_read(site: Path, place: Place) -> None:
    tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{place.table}url = '{place.url}'\n")
    lay(site, generation(0))
    assert publish(site, Order(), NOW, YES).published
    with reading(place.url, 3) as readers:
        number = 0
        while sum(one.reads for one in readers) < READS or number < 3:
            number += 1
            lay(site, generation(number))
            assert publish(site, Order(), NOW, YES).published
    assert [] == [fault for one in readers for fault in one.faults]

"""Logs as real servers write them: nginx and Apache with the site in a folder of the host, read by `counts`."""

from __future__ import annotations

import gzip
import http.client
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from counting.desk import count, ledger
from hosts.webs import apache, nginx
from servers import free_port, running
from stories import SETTINGS, built, item, page

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)
SEARCHER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
STORY = (
    f"-- content/site.toml --\n{SETTINGS.replace('go.th/', 'go.th/news-site/')}[counter]\nprovider = 'file'\n"
    f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'aliases: [/news/2565/01/old/]')}"
    f"-- content/news/b.md --\n{item('ข', '2565-01-02', 'slug: ข่าวดี')}"
)
PLAIN, THAI = "/news/2565/01/a/", "/news/2565/01/ข่าวดี/"
pytestmark = pytest.mark.group_hosts


def _name(one: tuple[Callable[[Path, int, str], list[str]], str]) -> str:
    return f"{one[0].__name__}-{one[1]}"


@pytest.fixture(params=[(nginx, "combined"), (nginx, "common"), (apache, "combined"), (apache, "common")], ids=_name)
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A site, and the log of a server that was asked for its pages."""
    made: tuple[Callable[[Path, int, str], list[str]], str] = request.param
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    built(place / "site", STORY)
    shutil.copytree(place / "site/output", place / "root/news-site")
    port = free_port()
    with running(made[0](place, port, made[1]), port):
        _read(port)
    yield place
    shutil.rmtree(place)


def _read(port: int) -> None:
    """What readers, a robot and attackers ask."""
    here = "/news-site" + quote(THAI)
    for target in (f"/news-site{PLAIN}", f"/news-site{PLAIN}?fbclid=x", here, here.lower(), f"{here}index.html"):
        _ask(port, target)
    _ask(port, here, browser=PHONE + " Line/14.19.1")
    _ask(port, here, browser=SEARCHER)
    _ask(port, here, method="HEAD", browser=PHONE + " Edg/1")
    stamp = _ask(port, here).getheader("Last-Modified") or ""
    assert 304 == _ask(port, here, browser='Mozilla/5.0 (X; "quoted\\")', further={"If-Modified-Since": stamp}).status
    assert 301 == _ask(port, "/news-site/news/2565/01/old/", browser=PHONE + " Edg/2").status
    for target in ("/news-site/", "/news-site/news/2565/01/none/", "/news-site/news/", PLAIN, "/%FF%00"):
        _ask(port, target)


def _ask(
    port: int, target: str, method: str = "GET", browser: str = PHONE, further: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, target, headers={"User-Agent": browser, **(further or {})})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_a_servers_log_becomes_the_pages_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without robots, where the format tells them, without repeats; packed, twice and rotated it counts once."""
    site, log = folder / "site", folder / "access.log"
    is_combined = b"Googlebot" in log.read_bytes()
    readers = 3 if is_combined else 1  # a phone, the same in LINE, another browser; one address
    for _ in range(2):
        assert 0 == count(site, log, flags=("--json",))
    rotated = folder / "access.log.1.gz"
    rotated.write_bytes(gzip.compress(log.read_bytes()))
    assert 0 == count(site, rotated, flags=("--json",))
    assert "" == capsys.readouterr().err
    pages = ledger(site)["pages"]
    assert isinstance(pages, dict)
    assert {PLAIN: 1, THAI: readers} == {url: one["total"] for url, one in pages.items()}
    outcome = built(site)
    assert (2, 2, ()) == (outcome.rendered, outcome.written, outcome.problems)
    assert f"เข้าชม {readers} ครั้ง ล่าสุดวันที่" in page(site, THAI)

"""The site on real servers: nginx and Apache obey the orders that lie in it."""

from __future__ import annotations

import http.client
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hosts.webs import HOST, apache, nginx
from servers import free_port, running
from stories import SETTINGS, built, item

BASE = f"https://{HOST}/news-site"
ITEM = "/news-site/news/2565/01/a/"
FORMER = "aliases: [/เก่า/ข่าว, /old.html, /old.php, /a+b/, '/?p=123']"
STORY = (
    f"-- content/site.toml --\n{SETTINGS.replace('go.th/', 'go.th/news-site/')}"
    f"-- content/news/a.md --\n{item('ก', '2565-01-01', FORMER)}"
    f"-- content/news/b.md --\n{item('ข', '2565-01-02', 'slug: ข่าวดี', 'aliases: [/ไทย/]')}"
)
FORMERLY = ("/เก่า/ข่าว/", "/เก่า/ข่าว", "/old.html", "/old.php", "/a+b/", "/?p=123", "/index.php?p=123")
PLANTED = ("shell.php", "shell.PhP", "x.php.jpg", "run.cgi", ".secret")
pytestmark = pytest.mark.group_hosts


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A web root that a server's own user may read, with the site in a folder, and files that do not belong there."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    built(folder / "site", STORY)
    shutil.move(folder / "site/output", folder / "root/news-site")
    for name in PLANTED:
        (folder / "root/news-site" / name).write_text("<?php echo 'run'; ?>")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module", params=[nginx, apache], ids=["nginx", "apache"])
def port(root: Path, request: pytest.FixtureRequest) -> Iterator[int]:
    """Each server in turn, by its port."""
    port = free_port()
    with running(request.param(root, port), port):
        yield port


def _ask(port: int, target: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", target)
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


@pytest.mark.parametrize(
    "target", ["/news-site/", ITEM, "/news-site/nowhere/", "/news-site/feed.xml", "/news-site/assets/x"]
)
def test_every_answer_is_guarded(port: int, target: str) -> None:
    """The policy without inline scripts, nosniff and the others, on pages, feeds and what is not there."""
    _, headers, _ = _ask(port, target)
    assert headers["content-security-policy"].startswith("default-src 'self'; ")
    assert "unsafe" not in headers["content-security-policy"]
    assert "nosniff" == headers["x-content-type-options"]
    assert "max-age=31536000" == headers["strict-transport-security"]
    assert "strict-origin-when-cross-origin" == headers["referrer-policy"]


def test_what_bears_its_digest_is_kept(port: int, root: Path) -> None:
    """Style sheets and fonts stay a year with the reader; pages do not."""
    name = next((root / "root/news-site/assets/css").iterdir()).name
    status, headers, _ = _ask(port, f"/news-site/assets/css/{name}")
    assert (200, "public, max-age=31536000, immutable") == (status, headers["cache-control"])
    assert "default-src" in headers["content-security-policy"]
    assert "cache-control" not in _ask(port, ITEM)[1]


@pytest.mark.parametrize(
    "name", ["shell.php", "shell.PhP", "x.php.jpg", "run.cgi", ".secret", ".htaccess", ".site-builder.json"]
)
def test_nothing_is_run_or_betrayed(port: int, name: str) -> None:
    """A planted program is neither run nor shown, and the site's own lists are nobody's business."""
    status, _, text = _ask(port, f"/news-site/{name}")
    assert 403 == status
    assert "echo" not in text
    assert [403, 403] == [_ask(port, f"/news-site/{other}")[0] for other in ("web.config", "_redirects")]


def test_no_folder_is_listed(port: int) -> None:
    """A folder without a page of its own shows nobody what lies in it."""
    assert _ask(port, "/news-site/assets/")[0] in {403, 404}


def test_what_is_lost_gets_the_sites_page(port: int) -> None:
    """With the status 404, at any depth."""
    status, _, text = _ask(port, "/news-site/a/b/c/")
    assert (404, True) == (status, "ไม่พบหน้าที่ต้องการ" in text)


@pytest.mark.parametrize(
    "address", ["/เก่า/ข่าว/", "/เก่า/ข่าว", "/old.html", "/old.php", "/a+b/", "/?p=123", "/index.php?p=123"]
)
@pytest.mark.parametrize("lower", [False, True])
def test_a_former_address_leads_on(port: int, address: str, *, lower: bool) -> None:
    """For good, with percent forms in either case, and what a content system asked by number."""
    target = "/news-site" + quote(address, safe="/?=+")
    status, headers, _ = _ask(port, target.replace("%E", "%e").replace("%B", "%b") if lower else target)
    assert (301, f"{BASE}/news/2565/01/a/") == (status, headers["location"].removesuffix("?"))


def test_a_thai_address_is_led_to_in_percent_form(port: int) -> None:
    """Encoded once, not twice."""
    status, headers, _ = _ask(port, "/news-site" + quote("/ไทย/"))
    assert (301, f"{BASE}/news/2565/01/ข่าวดี/") == (status, unquote(headers["location"]))


def test_other_questions_are_the_first_pages(port: int) -> None:
    """`?p=` of no item of ours, and marks of senders, show the first page."""
    assert [200, 200] == [_ask(port, f"/news-site/?{question}")[0] for question in ("p=1234", "fbclid=x")]


def test_kinds_are_told(port: int) -> None:
    """A calendar opens as a calendar, data as data, in UTF-8."""
    assert _ask(port, "/news-site/calendar/events.ics")[1]["content-type"].startswith("text/calendar")
    assert "charset=utf-8" in _ask(port, ITEM)[1]["content-type"].lower()

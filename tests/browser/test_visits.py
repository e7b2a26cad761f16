"""The visit counter in a real browser, against a server that keeps GoatCounter's documented contract, and breaks it."""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from stories import SETTINGS, built, item, serving

from site_builder.planning.hosting import policy

pytestmark = pytest.mark.group_browser
KEYS = ("seen", "base", "once", "new", "broken", "garbled", "slow", "half", "off")
TOTALS = {"seen": "1,234", "base": "10", "once": "7", "slow": "9", "half": "1\u202f005"}
TODAY = {"seen": "5", "base": "2", "slow": "1", "half": ""}
WORDS = "(เข้าชม {total} ครั้ง วันนี้ {today} ครั้ง)"


class Goat(BaseHTTPRequestHandler):
    """`/counter/<key>.json`: formatted counts, 404 for what was never seen, open to all origins; `/count` counts."""

    counted: list[dict[str, list[str]]] = []  # noqa: RUF012 — of all requests

    def do_GET(self) -> None:
        """Answer."""
        place = urlsplit(self.path)
        if place.path == "/count":
            self.counted.append(parse_qs(place.query))
            self._send(200, b"GIF89a")
            return
        key = place.path.removeprefix("/counter/").removesuffix(".json")
        found = (TODAY if "start" in parse_qs(place.query) else TOTALS).get(key)
        if key == "slow":
            time.sleep(1)
        if key == "broken" or found == "":
            self._send(500, b"no")
        elif key == "garbled":
            self._send(200, b"<html>")
        else:
            self._send(200 if found else 404, json.dumps({"count": found or "0"}).encode())

    def _send(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Office(SimpleHTTPRequestHandler):
    """The office's host, with the site's own policy."""

    rules = ""

    def end_headers(self) -> None:
        """Send the policy."""
        self.send_header("Content-Security-Policy", self.rules)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site on one port, the counting service on another."""
    folder = tmp_path_factory.mktemp("visits")
    (folder / "root").mkdir()
    with serving(functools.partial(Office, directory=str(folder / "root"))) as home, serving(Goat) as goat:
        settings = SETTINGS.replace("https://news.example.go.th", home)
        counter = f"[counter]\nprovider = 'goatcounter'\nurl = '{goat}'\ntext = '{WORDS}'\n"
        known = {
            "base": "visit_counter: {total: 1523}",
            "off": "visit_counter: false",
            "broken": "visit_counter: {total: 8}",
        }
        news = (f"-- content/news/{key}.md --\n{item(key, '2565-01-01', known.get(key, 'pinned: ไม่'))}" for key in KEYS)
        built(folder / "site", f"-- content/site.toml --\n{settings}{counter}{''.join(news)}")
        Office.rules = policy((goat,))
        assert Office.rules in (folder / "site/output/_headers").read_text("utf-8")
        (folder / "root").rmdir()
        (folder / "site/output").rename(folder / "root")
        yield home


def _shown(browser: object, address: str, *, wait: float = 5) -> tuple[str, float]:
    """The counter's sentence once it has settled, and by how much the page's height changed."""
    driver = browser
    driver.get(address)  # type: ignore[attr-defined]
    first = driver.execute_script("return document.querySelector('.visits').offsetHeight")  # type: ignore[attr-defined]
    before = after = driver.execute_script("return document.querySelector('.visits').textContent.trim()")  # type: ignore[attr-defined]
    end = time.monotonic() + wait
    while after == before and time.monotonic() < end and "(" not in after:
        time.sleep(0.05)
        after = driver.execute_script("return document.querySelector('.visits').textContent.trim()")  # type: ignore[attr-defined]
    last = driver.execute_script("return document.querySelector('.visits').offsetHeight")  # type: ignore[attr-defined]
    return after, last - first


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("seen", "(เข้าชม 1,234 ครั้ง วันนี้ 5 ครั้ง)"),
        ("base", "(เข้าชม 1,533 ครั้ง วันนี้ 2 ครั้ง)"),
        ("once", "เข้าชม 7 ครั้ง"),
        ("half", "เข้าชม 1,005 ครั้ง"),
        ("slow", "(เข้าชม 9 ครั้ง วันนี้ 1 ครั้ง)"),
    ],
)
def test_what_was_counted_is_shown(browser: object, server: str, key: str, sentence: str) -> None:
    """In the office's wording, with the former site's visits added; without today's where they are not told."""
    assert (sentence, 0) == _shown(browser, f"{server}/news/2565/01/{key}/")


@pytest.mark.parametrize(("key", "sentence"), [("new", ""), ("broken", "ยอดเข้าชมจากเว็บไซต์เดิม 8 ครั้ง"), ("garbled", "")])
def test_whatever_fails_the_true_sentence_stays(browser: object, server: str, key: str, sentence: str) -> None:
    """A page that was never seen, an error, an answer that is none: nothing is claimed, and nothing moves."""
    assert (sentence, 0) == _shown(browser, f"{server}/news/2565/01/{key}/", wait=0.7)


def test_a_visit_is_counted_once_by_its_key(browser: object, server: str) -> None:
    """With the page's title; a page whose counter is off asks nothing."""
    driver = browser
    Goat.counted.clear()
    _shown(browser, f"{server}/news/2565/01/seen/")
    driver.get(f"{server}/news/2565/01/off/")  # type: ignore[attr-defined]
    time.sleep(0.3)
    assert [["/seen"]] == [one["p"] for one in Goat.counted]
    assert "seen" in Goat.counted[0]["t"][0]
    assert "Content Security Policy" not in str(driver.get_log("browser"))  # type: ignore[attr-defined]


def test_a_preview_counts_nothing(browser: object, server: str) -> None:
    """Under another host than the site's own no visit is told, and the sentence stays."""
    Goat.counted.clear()
    assert ("", 0) == _shown(browser, f"{server.replace('127.0.0.1', 'localhost')}/news/2565/01/seen/", wait=0.7)
    assert [] == Goat.counted


def test_the_policy_adds_the_services_origin_and_no_more(server: str, tmp_path: Path) -> None:
    """`connect-src` alone; without a counter nothing but our own."""
    assert server
    built(tmp_path / "site", "")
    assert policy() in (tmp_path / "site/output/_headers").read_text("utf-8")
    assert ["connect-src 'self' https://x.example"] == [
        part for part in policy(("https://x.example",)).split("; ") if part not in policy()
    ]

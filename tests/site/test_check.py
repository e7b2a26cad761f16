"""`check`: what is said beside what a build says, and that it writes nothing."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest
from stories import NOW, built, codes, item, serving, tell

from site_builder.checking.external import Answer
from site_builder.checks import check
from site_builder.storing.web import ask, visit
from site_builder.texts import lines

BLANK = "ณ ศูนย์จิตอาสา หมู่ที่ ตำบล อำเภอแคนดง จังหวัดบุรีรัมย์"


class Host(BaseHTTPRequestHandler):
    """Another site: a page that is there, one that is gone, one that knows no HEAD, one that turns robots away."""

    asked: ClassVar[list[str]] = []

    def do_HEAD(self) -> None:
        """Answer by the path."""
        self.asked.append(self.path)
        self.send_response({"/here": 200, "/gone": 404, "/no-head": 405, "/robots": 403}.get(self.path, 500))
        self.end_headers()

    def do_GET(self) -> None:
        """Answer by the path."""
        self.asked.append(self.path)
        self.send_response({"/no-head": 200, "/robots": 403}.get(self.path, 500))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def host() -> Iterator[str]:
    """That site, really served."""
    Host.asked.clear()
    with serving(Host) as address:
        yield address


def test_a_blank_place_is_named_with_what_could_fill_it(site: Path) -> None:
    """หมู่ที่ and ตำบล without a number or a name are two warnings; the subdistricts of the district are offered."""
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', body=BLANK)}")
    found = [problem for problem in check(site, NOW).problems if problem.path.startswith("content/news")]
    assert ["C001", "C002"] == [problem.code for problem in found]
    assert [
        "content/news/a.md:6:24 คำเตือน C002",
        "  หลังคำว่า “ตำบล” ยังว่างอยู่",
        "  6 | ณ ศูนย์จิตอาสา หมู่ที่ ตำบล อำเภอแคนดง จังหวัดบุรีรัมย์",
        "    |                 ^^^^",
        "  วิธีแก้: ตำบลในอำเภอแคนดง มี แคนดง, ดงพลอง, สระบัว, หัวฝาย",
    ] == lines(found[1], "th")


def test_check_writes_nothing_and_says_what_a_build_says(site: Path) -> None:
    """No file of the site's folder changes, and every problem of a build is there."""
    tell(site, f"-- content/news/a.md --\n{item('ก', '2568-02-29')}")
    before = sorted(path for path in site.rglob("*") if path.is_file())
    outcome = check(site, NOW)
    assert before == sorted(path for path in site.rglob("*") if path.is_file())
    assert set(codes(built(site))) <= set(codes(outcome))


def test_check_finds_a_failing_template(site: Path) -> None:
    """A template that fails is found without a build."""
    tell(site, "-- themes/default/templates/home.html --\n{{ view.no_such }}\n")
    assert "T001" in codes(check(site, NOW))


def test_dead_links_are_named_and_robots_forgiven(site: Path, host: str) -> None:
    """A link that is gone is a warning at its line; one that refuses robots or HEAD is not held against it."""
    body = "\n".join(f"[ลิงก์]({host}/{path})" for path in ("here", "gone", "no-head", "robots"))
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', body=body)}")
    outcome = check(site, NOW, lambda urls: visit(urls, site / ".cache", NOW))
    found = [problem for problem in outcome.problems if problem.code in {"C007", "C008"}]
    assert [("C007", 7)] == [(one.code, one.position.line) for one in found if one.position]


def test_answers_are_remembered_for_a_day(tmp_path: Path, host: str) -> None:
    """An address is asked once a day, and again the day after."""
    urls = [f"{host}/here"]
    for hours in (0, 23):
        visit(urls, tmp_path, NOW + dt.timedelta(hours=hours))
    assert ["/here"] == Host.asked
    visit(urls, tmp_path, NOW + dt.timedelta(hours=25))
    assert ["/here", "/here"] == Host.asked


def test_a_silent_host_costs_its_time_limit_and_no_more() -> None:
    """A host that accepts and says nothing, and one that is not there, are answers with a reason."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        answer = ask(url, seconds=0.2)
    gone = ask(url, seconds=0.2)
    assert (0, 0) == (answer.status, gone.status)
    assert answer.reason
    assert gone.reason
    assert Answer(0, answer.reason) == answer

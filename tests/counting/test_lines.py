"""Lines of logs: what they say, which of them open an item, and which browsers are none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.counting.lines import Line, line_of
from site_builder.counting.requests import folder_of, opened
from site_builder.counting.robots import is_robot

PHONE = (
    b"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)
COMMON = b'203.0.113.7 - - [25/Nov/2026:08:30:15 +0700] "GET /news/ HTTP/1.1" 200 2326\n'
NOON = int(dt.datetime(2026, 11, 25, 1, 30, 15, tzinfo=dt.UTC).timestamp())


def test_a_common_and_a_combined_line() -> None:
    """Address, moment, request and status; the browser where the format tells it, and further columns do no harm."""
    common = Line(NOON, b"203.0.113.7", None, b"GET /news/ HTTP/1.1", b"200")
    assert common == line_of(COMMON)
    combined = COMMON.rstrip() + b' "https://x.example/?q=\\"a\\"" "' + PHONE + b'" "-" 0.003\n'
    assert Line(NOON, b"203.0.113.7", PHONE, b"GET /news/ HTTP/1.1", b"200") == line_of(combined)


@pytest.mark.parametrize(
    "change",
    [
        (b"203.0.113.7 - -", b"2001:db8::1 - somchai k"),
        (b"+0700", b"+0000", -7 * 3600),
        (b"25/Nov/2026:08:30:15 +0700", b"24/Nov/2026:20:30:15 -0500"),
        (b" 2326", b" -"),
    ],
    ids=["IPv6 and a user's name", "UTC", "another zone", "nothing sent"],
)
def test_forms_of_the_same_moment(change: tuple[bytes, bytes] | tuple[bytes, bytes, int]) -> None:
    """Every address, user, zone and size that the formats allow."""
    found = line_of(COMMON.replace(change[0], change[1]))
    assert found is not None
    assert NOON - (change[2] if len(change) > 2 else 0) == found.time


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"2026/11/25 08:30:15 [error] 7#7: *1 open() failed",
        COMMON.replace(b"25/Nov", b"31/Nov"),
        COMMON.replace(b"Nov", b"Nox"),
        COMMON.replace(b"08:30", b"28:30"),
        COMMON[:60],
        b'{"time": "2026-11-25"}\n',
        b"\x16\x03\x01" * 40,
    ],
)
def test_what_is_no_line(text: bytes) -> None:
    """An error log, a day that no calendar has, half a line, another format."""
    assert line_of(text) is None


@given(st.binary(max_size=200), st.integers(0, len(COMMON)))
def test_no_bytes_break_the_reader(noise: bytes, place: int) -> None:
    """Whatever stands in a line, it is read or it is none."""
    line_of(COMMON[:place] + noise + COMMON[place:])
    opened(noise, b"200", "/x")
    is_robot(noise)


SLUG = "/news/2565/03/ข่าวดี/"
UPPER = b"/news/2565/03/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7%E0%B8%94%E0%B8%B5/"


@pytest.mark.parametrize(
    "target",
    [
        b"~" + UPPER,
        b"~" + UPPER.lower(),
        b"~" + UPPER[:-1],
        b"~" + UPPER + b"index.html",
        b"~" + UPPER + b"?fbclid=x/y",
        b"https://news.example.go.th~" + UPPER,
        b"~" + UPPER.replace(b"news", b"n%65ws"),
    ],
)
@pytest.mark.parametrize("folder", ["", "/ข่าว-site"])
def test_an_item_is_known_in_every_form_of_its_address(target: bytes, folder: str) -> None:
    """Percent forms in either case, without the last slash, with index.html, a question, the whole address; folders."""
    quoted = folder.replace("ข่าว", "%e0%b8%82%e0%b9%88%E0%B8%B2%E0%B8%A7").encode()
    target = target.replace(b"~", quoted)
    assert folder == folder_of(f"https://news.example.go.th{folder}/")
    assert SLUG == opened(b"GET " + target + b" HTTP/2.0", b"200", folder)
    assert SLUG == opened(b"GET " + target + b" HTTP/2.0", b"304", folder)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /a/news/2565/03/x/ HTTP/1.1", b"404"),
        (b"GET /a/news/2565/03/x/ HTTP/1.1", b"301"),
        (b"GET /a/news/2565/03/x/ HTTP/1.1", b"206"),
        (b"HEAD /a/news/2565/03/x/ HTTP/1.1", b"200"),
        (b"POST /a/news/2565/03/x/ HTTP/1.1", b"200"),
        (b"GET /a/news/2565/03/ HTTP/1.1", b"200"),
        (b"GET /a/news/2565/03/x/event.ics HTTP/1.1", b"200"),
        (b"GET /a/news/ HTTP/1.1", b"200"),
        (b"GET /a/ HTTP/1.1", b"200"),
        (b"GET /news/2565/03/x/ HTTP/1.1", b"200"),
        (b"GET /ab/news/2565/03/x/ HTTP/1.1", b"200"),
        (b"GET /a/news/2565/03/%FF/ HTTP/1.1", b"200"),
        (b"-", b"400"),
    ],
)
def test_nothing_else_is_an_opened_item(request_: bytes, status: bytes) -> None:
    """Lists, files, other folders, other methods, what was not found, moved or sent in pieces."""
    assert "" == opened(request_, status, "/a")


ROBOTS = """
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
Mozilla/5.0 AppleWebKit/537.36 (KHTML; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0
facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)
facebookexternalhit/1.1;line-poker/1.0
Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/141.0 Mobile Safari/537.36 (compatible; GoogleOther)
Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)
Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36
Mozilla/5.0 (Linux; Android 11; moto g power (2022)) Chrome/109.0 Mobile Safari/537.36 Chrome-Lighthouse
curl/8.5.0
Wget/1.21.4
python-requests/2.32.3
Go-http-client/2.0
WhatsApp/2.23.20.0 A
Telegram (like TwitterBot)
-
""".strip().split("\n")
PEOPLE = """
Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36
Mozilla/5.0 (Linux; Android 13; V2207; wv) Chrome/130.0 Mobile Safari/537.36 Line/14.19.1/IAB
Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari Line/14.16.0
Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/21F79 [FBAN/FBIOS;FBLC/th_TH]
Mozilla/5.0 (Linux; Android 12; CPH2185; wv) AppleWebKit/537.36 Chrome/128.0 Mobile Safari/537.36 [FB_IAB/FB4A;]
Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0 Mobile Safari/537.36
Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-A155F) AppleWebKit/537.36 SamsungBrowser/26.0 Mobile Safari/537.36
Mozilla/5.0 (Linux; U; Android 9; th; SM-J400F) UCBrowser/13.4.0.1306 Mobile Safari/537.36
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0
Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0
Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko
Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)
Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 CriOS/130.0 Mobile/15E148 Safari/604.1
Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 GSA/330.0.666 Mobile/15E148 Safari/604.1
Mozilla/5.0 (Linux; Android 10; HarmonyOS; YAL-L21) AppleWebKit/537.36 HuaweiBrowser/15.0 Mobile Safari/537.36
Mozilla/5.0 (Linux; Android 13; 2201117TY) Chrome/129.0 Mobile Safari/537.36 OPR/85.0
Mozilla/5.0 (Linux; Android 12; M2101K7BG) AppleWebKit/537.36 XiaoMi/MiuiBrowser/13.12.1-gn
Mozilla/5.0 (Linux; Android 13) musical_ly_2023509030 Channel/googleplay AppName/musical_ly
Opera/9.80 (Android; Opera Mini/71.0.2254/191.333; U; th) Presto/2.12.423 Version/12.16
""".strip().split("\n")


@pytest.mark.parametrize("browser", [line.strip() for line in ROBOTS])
def test_robots_are_known(browser: str) -> None:
    """Searchers, previews of LINE and Facebook, collectors for machines, tools, and who says nothing."""
    assert is_robot(browser.encode())


@pytest.mark.parametrize("browser", [line.strip() for line in PEOPLE])
def test_people_are_no_robots(browser: str) -> None:
    """Phones of Thai villages, in LINE and Facebook too, and offices with Windows 7."""
    assert not is_robot(browser.encode())

"""What the server sends, and to whom: raw requests over real sockets, as no browser would send them."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from looking import bare, clean, live, until
from stories import SETTINGS, item, tell

from site_builder.preview import server
from site_builder.preview.answers import KINDS
from site_builder.preview.live import Live, Wishes
from site_builder.preview.tabs import Tabs
from site_builder.storing.faults import StoringFailed

HIDDEN = "ความลับ-ที่-ไม่มีใครควรเห็น"
SITE = f"""
-- content/site.toml --
{SETTINGS}
-- content/news/a.md --
{item("ก", "2565-03-01", "tags: [น้ำ ดี]", "cover: ภาพ.jpg", "attachments: [ใบ.pdf, ตาราง.csv]")}
-- content/news/ภาพ.jpg --
ภาพ
-- content/news/ใบ.pdf --
เอกสาร
-- content/news/ตาราง.csv --
ก,ข
-- content/news/unused.jpg --
{HIDDEN}
-- content/units.toml --
# {HIDDEN}
-- outside.txt --
{HIDDEN}
-- .env --
{HIDDEN}
-- themes/default/secret.txt --
{HIDDEN}
"""
pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One preview for all requests that change nothing."""
    site = tmp_path_factory.mktemp("served") / "site"
    site.mkdir()
    tell(site, SITE)
    (site.parent / "beside.txt").write_text(HIDDEN, "utf-8")
    with live(site) as found:
        yield found


def port_of(preview: Live) -> int:
    """The port of a preview."""
    assert preview.server
    return preview.server.server_port


def sent(preview: Live, data: bytes, seconds: float = 10.0) -> bytes:
    """All that comes back for these bytes, until the server ends the connection or says no more for a while."""
    with socket.create_connection(("127.0.0.1", port_of(preview)), seconds) as connection:
        found = b""
        try:
            connection.sendall(data)
            while part := connection.recv(65536):
                found += part
        except OSError:
            return found
        return found


def request(
    preview: Live, target: str | bytes, method: str = "GET", headers: tuple[str, ...] = (), *, host: str | None = ""
) -> tuple[int, str, bytes]:
    """(Status, head, body) of one request on a connection of its own; `host` None: without that header."""
    line = target if isinstance(target, bytes) else target.encode()
    head = [] if host is None else [f"Host: {host or f'127.0.0.1:{port_of(preview)}'}"]
    lines = [method.encode() + b" " + line + b" HTTP/1.1"]
    lines += [one.encode() for one in (*head, *headers, "Connection: close")]
    found = sent(preview, b"\r\n".join([*lines, b"", b""]))
    top, _, body = found.partition(b"\r\n\r\n")
    return int(top.split(b" ", 2)[1]) if top.startswith(b"HTTP/") else 0, top.decode(), body


OUT = ["content/site.toml", "outside.txt", ".env", ".cache/store.sqlite", "themes/default/secret.txt", "../beside.txt"]
UPS = [
    *("../", "..%2f", "%2e%2e/", "%2e%2e%2f", ".%2e/", "%2e./", "..%5c", "..\\", "%2e%2e%5c", "..;/", "..%3b/"),
    *("%252e%252e%252f", "..%252f", "..%c0%af", "%c0%ae%c0%ae/", "..%ef%bc%8f", "%e0%80%ae%e0%80%ae/", "....//"),
    *("..%00/", "%00../", "..%0d%0a/", "..//", "./../", "..%u2215", "%uff0e%uff0e/", "../%2e%2e/", "..?/", "..#/"),
]
FORMS = [
    *(f"/{out}" for out in OUT),
    *(f"/{out}%00.html" for out in OUT[:2]),
    *(f"/{up}{out}" for up in UPS for out in ("outside.txt", "../beside.txt")),
    *(f"/media/{up}outside.txt" for up in UPS),
    *(f"/_site/{up}../outside.txt" for up in ("../", "%2e%2e/", "..%2f", "qr/../../")),
    *(f"/_site/look?url=/{up}outside.txt" for up in ("../", "%252e%252e/", "..%2f")),
    *("//etc/passwd", "///etc/passwd", "/etc/passwd", "//127.0.0.1/outside.txt", "/\\\\127.0.0.1\\c$\\boot.ini"),
    *("/C:/Windows/win.ini", "/C:%5cWindows%5cwin.ini", "/c|/windows/win.ini", "/file:///etc/passwd", "/%2fetc/passwd"),
    *("http://example.org/outside.txt", "file:///etc/passwd", "*", "outside.txt", "../outside.txt", "?", "%"),
    *("/%", "/%2", "/%zz", "/outside.txt::$DATA", "/outside.txt.", "/outside.txt%20", "/OUTSID~1.TXT", "/con", "/nul"),
    *("/media/news/unused.jpg", "/media/news/a.md", "/content/news/a.md", "/output/index.html", "/site_builder/cli.py"),
    *("/_site/preview.py", "/_site/server.py", "/_site/qr/0.svg", "/_site/qr/../status.html", "/_site/status.html"),
    *("/" + "a/" * 3000, "/" + "../" * 2000 + "etc/passwd", "/" + "%2e%2e/" * 900 + "etc/passwd"),
]


def test_nothing_but_the_plan_can_be_reached(preview: Live) -> None:
    """However an address is written that would lead out of the site, or to a source, it leads nowhere."""
    assert len(FORMS) >= 60
    for form in FORMS:
        status, head, body = request(preview, form)
        assert status in {400, 404} or form.startswith("/_site/look"), form
        assert HIDDEN.encode() not in body, form
        assert b"root:" not in body, form
        assert "Location" not in head, form


def test_a_link_that_came_after_the_scan_leads_nowhere(site: Path) -> None:
    """A picture that became a link out of the site is none, in the instant in which it is asked for."""
    tell(site, SITE)
    (site.parent / "beside.txt").write_text(HIDDEN, "utf-8")
    with live(site) as preview:
        url = "/media/news/" + next(url for url in preview.shown().proofs.snapshot.pages if url.endswith("jpg"))[12:]
        assert b"\xff\xd8\xff" == request(preview, quote(url))[2][:3]
        place = site / "content/news/ภาพ.jpg"
        place.unlink()
        place.symlink_to(site.parent / "beside.txt")
        status, _, body = request(preview, quote(url))
        assert (404, False) == (status, HIDDEN.encode() in body)


HOSTS = ["example.org", "127.0.0.1", "localhost:1", "127.0.0.1.nip.io:{port}", "[::]:{port}", "0.0.0.0:{port}", ""]


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused(preview: Live, host: str) -> None:
    """A name that another site made lead here (DNS rebinding) gives itself away."""
    status, _, body = request(preview, "/", headers=(f"Host: {host.format(port=port_of(preview))}",), host=None)
    assert (421, f"421: http://127.0.0.1:{port_of(preview)}/\n") == (status, body.decode())


def test_one_host_must_be_named_and_only_one(preview: Live) -> None:
    """None, or two of which one is ours, could mean anything; ours may be written in three ways."""
    port = port_of(preview)
    ours = f"Host: 127.0.0.1:{port}"
    assert 421 == request(preview, "/", host=None)[0]
    assert 421 == request(preview, "/", headers=(ours, "Host: example.org"), host=None)[0]
    assert 421 == request(preview, "/", headers=(ours, ours), host=None)[0]
    assert [200] * 3 == [request(preview, "/", host=f"{one}:{port}")[0] for one in ("LOCALHOST", "127.0.0.1", "[::1]")]


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Origin: http://example.org",
            "Origin: null",
            "Origin: https://127.0.0.1:{port}",
            "Origin: http://localhost:1",
        ),
        *("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: x"),
    ],
)
@pytest.mark.parametrize("target", ["/", "/_site/", "/_site/events", "/_site/look?url=/", "/feed.json"])
def test_another_site_is_refused(preview: Live, header: str, target: str) -> None:
    """Whatever it asks for, and whether or not it could read the answer."""
    status, _, body = request(preview, target, headers=(header.format(port=port_of(preview)),))
    assert (403, True) == (status, body.startswith(b"403: http"))


def test_our_own_pages_may_ask(preview: Live) -> None:
    """A reload, a script of ours, and an address typed by hand."""
    own = f"Origin: http://localhost:{port_of(preview)}"
    for header in (own, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"):
        assert 200 == request(preview, "/_site/look?url=/", headers=(header,))[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"])
def test_other_methods_are_refused(preview: Live, method: str) -> None:
    """Nothing here can be changed by a request; what follows the head of one is never taken for another request."""
    hidden = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = f"{method} / HTTP/1.1\r\nHost: 127.0.0.1:{port_of(preview)}\r\nContent-Length: {len(hidden)}\r\n\r\n"
    found = sent(preview, (head + hidden).encode()).decode()
    assert found.split(" ")[1] == ("501" if method in {"BREW", "get"} else "405")
    assert 1 == found.count("HTTP/1.1 ")
    assert "Allow: GET, HEAD" in found or "501" in found


def test_a_body_is_never_the_next_request(preview: Live) -> None:
    """A GET with a body is answered, and the connection ends there."""
    hidden = f"GET /_site/ HTTP/1.1\r\nHost: 127.0.0.1:{port_of(preview)}\r\n\r\n"
    for header in (f"Content-Length: {len(hidden)}", "Transfer-Encoding: chunked"):
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port_of(preview)}\r\n{header}\r\n\r\n"
        assert 1 == sent(preview, (head + hidden).encode()).count(b"HTTP/1.1 200")


def test_head_and_what_has_not_changed_have_no_body(preview: Live) -> None:
    """HEAD tells the length alone; a page that the browser has is not sent again."""
    status, head, body = request(preview, "/", "HEAD")
    assert (200, b"") == (status, body)
    full = request(preview, "/")
    assert f"Content-Length: {len(full[2])}" in head
    tag = re.search(r'ETag: ("\w+")', head)
    assert tag
    assert (304, b"") == request(preview, "/", headers=(f"If-None-Match: {tag[1]}",))[::2]
    assert 200 == request(preview, "/", headers=('If-None-Match: "other"',))[0]
    assert (200, b"") == request(preview, "/_site/events", "HEAD")[::2]


def test_every_answer_keeps_to_itself(preview: Live) -> None:
    """No guessing of kinds, no frame of others, no other site that embeds it; nothing says which Python this is."""
    for target in ("/", "/nowhere/", "/_site/", "/_site/preview.js", "/feed.xml"):
        head = request(preview, target)[1]
        for line in (
            "X-Content-Type-Options: nosniff",
            "X-Frame-Options: SAMEORIGIN",
            "Cross-Origin-Resource-Policy: same-origin",
            "Referrer-Policy: same-origin",
            "Cache-Control: no-cache",
            "Server: site-builder",
        ):
            assert f"\r\n{line}\r\n" in f"{head}\r\n"
        assert "Python" not in head


def test_kinds_are_our_own(preview: Live) -> None:
    """Not the machine's: Windows lets any program say that a script is plain text."""
    snapshot = preview.shown().proofs.snapshot
    for url in [*snapshot.pages, *snapshot.assets]:
        head = request(preview, quote(url))[1]
        ending = ".html" if url.endswith("/") else os.path.splitext(url)[1]  # noqa: PTH122 — a URL
        assert f"Content-Type: {KINDS.get(ending, 'application/octet-stream')}\r\n" in head, url
        assert ("max-age=31536000" in head) == (url in snapshot.assets or url.endswith((".jpg", ".webp"))), url


def test_every_page_of_a_build_is_there(preview: Live, tmp_path: Path) -> None:
    """Thai addresses percent-encoded or raw, with and without index.html; a folder without its slash leads to it."""
    shutil.copytree(preview.shown().site, tmp_path / "site", ignore=shutil.ignore_patterns(".cache"))
    found = clean(tmp_path / "site")
    for path, data in found.items():
        url = "/" + path.removesuffix("index.html")
        assert data == bare(request(preview, quote(url))[2]), url
    tag = next(url for url in preview.shown().proofs.snapshot.pages if url.startswith("/tag/") and not url.isascii())
    root = tag.removesuffix("feed.xml").removesuffix("feed.json")
    for target in (quote(root), root.encode(), quote(f"{root}index.html"), quote(root) + "?q=1"):
        assert 200 == request(preview, target)[0]
    status, head, _ = request(preview, quote(root.rstrip("/")))
    assert (302, f"Location: {quote(root)}") == (status, next(one for one in head.split("\r\n") if "Location" in one))
    assert "Location: /_site/" in request(preview, "/_site")[1]


def test_a_site_in_a_sub_folder_is_shown_at_the_root(site: Path) -> None:
    """The page for lost addresses writes the path of base_url before its links: they lead to the same pages."""
    settings = 'links = "file"' + SETTINGS.replace("example.go.th/", "example.go.th/สำนักงาน/ข่าว/")
    tell(site, f"-- content/site.toml --\n{settings}\n-- content/news/a.md --\n{item('ก', '2565-03-01')}")
    with live(site) as preview:
        status, _, lost = request(preview, "/nowhere/at/all/")
        assert 404 == status
        links = re.findall(r'(?:href|src)="(/[^"/_][^"]*)"', lost.decode())
        assert len(links) > 5
        assert {200} == {request(preview, link)[0] for link in links}
        assert 200 == request(preview, "/news/index.html")[0]
        assert 200 == request(preview, quote("/สำนักงาน/ข่าว/news/"))[0]


def test_huge_half_and_slow_requests_do_no_harm(preview: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each ends by itself after its time, and pages load meanwhile."""
    monkeypatch.setattr(server.Handler, "timeout", 0.5)
    port = port_of(preview)
    host = f"Host: 127.0.0.1:{port}\r\n".encode()
    assert sent(preview, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + host + b"\r\n").startswith(b"HTTP/1.1 414")
    assert sent(preview, b"GET / HTTP/1.1\r\n" + host + b"X: y\r\n" * 200 + b"\r\n").startswith(b"HTTP/1.1 431")
    long = b"X: " + b"y" * 70_000 + b"\r\n\r\n"
    assert sent(preview, b"GET / HTTP/1.1\r\n" + host + long).startswith(b"HTTP/1.1 431")
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"  # of TLS
    for junk in (hello, b"\0" * 100 + b"\r\n", b"GET\r\n\r\n", b"\r\n" * 9):
        assert b" 200 " not in sent(preview, junk)
    halves = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    for number, half in enumerate(halves):
        half.sendall((b"GET / HTTP/1.1\r\n" + host)[: number * 2])
    assert 200 == request(preview, "/")[0]
    for half in halves:
        with closing(half):
            half.settimeout(5)
            assert b" 200 " not in half.recv(1 << 16)


def open_events(port: int) -> socket.socket:
    """A tab's stream of events, with its first one read."""
    tab = socket.create_connection(("127.0.0.1", port), 10)
    tab.sendall(f"GET /_site/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    found = b""
    while b"data: " not in found:
        found += tab.recv(4096)
    return tab


def test_sixty_tabs_hear_while_their_browsers_are_killed(site: Path) -> None:
    """Streams that break off, and those that read nothing, keep no page and no other tab waiting."""
    tell(site, SITE)
    with live(site) as preview:
        port = port_of(preview)
        tabs = [open_events(port) for _ in range(60)]
        for tab in tabs[:30]:
            tab.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            tab.close()  # a browser that is killed: RST
        until(lambda: 200 == request(preview, "/")[0])
        tell(site, f"-- content/news/b.md --\n{item('ใหม่', '2565-03-02')}")
        for tab in tabs[30:]:
            heard = tab.recv(4096).decode()
            assert '"number": 2' in heard
        assert "ใหม่" in request(preview, "/news/2565/03/b/")[2].decode()
        began = time.monotonic()
    for tab in tabs[30:]:
        with closing(tab):
            while tab.recv(4096):
                pass
    assert time.monotonic() - began < 5
    until(lambda: not [one for one in threading.enumerate() if "request" in one.name])


def test_a_slow_tab_still_hears_the_last_word() -> None:
    """Whoever was slow is told the newest number at once, and called nowhere by news that is old."""
    tabs = Tabs()
    tabs.tell(1)
    heard = tabs.heard()
    assert {"run": tabs.run, "number": 1} == json.loads(next(heard).removeprefix(b"data: "))
    tabs.tell(2, "/a/")
    tabs.tell(3, "/b/")
    assert {"run": tabs.run, "number": 3, "navigate": "/b/"} == json.loads(next(heard).removeprefix(b"data: "))
    assert {"run": tabs.run, "number": 3} == json.loads(next(tabs.heard()).removeprefix(b"data: "))
    tabs.close()
    assert [] == [one for one in heard if one.startswith(b"data")]


def test_no_more_connections_than_can_be_kept(preview: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """One too many is closed at once, and the places are free again when others go."""
    assert preview.server
    places = threading.BoundedSemaphore(5)
    until(lambda: not [one for one in threading.enumerate() if "request" in one.name], 25)
    monkeypatch.setattr(preview.server, "_places", places)
    idle = [socket.create_connection(("127.0.0.1", port_of(preview))) for _ in range(5)]
    until(lambda: 5 <= len([one for one in threading.enumerate() if "request" in one.name]))
    assert b"" == sent(preview, f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port_of(preview)}\r\n\r\n".encode())
    for one in idle:
        one.close()
    until(lambda: 200 == request(preview, "/")[0])
    until(lambda: not [one for one in threading.enumerate() if "request" in one.name])


def test_a_tab_is_told_of_every_file_written_since_it_looked(site: Path) -> None:
    """Though it missed the news of it: the document was written two snapshots ago."""
    tell(site, SITE)
    with live(site) as preview:
        tell(site, "-- content/news/ใบ.pdf --\nอีกใบ")
        until(lambda: preview.shown().proofs.snapshot.number == 2)
        tell(site, f"-- content/news/b.md --\n{item('ข', '2565-03-02')}")
        until(lambda: preview.shown().proofs.snapshot.number == 3)
        url = next(url for url in preview.shown().proofs.snapshot.pages if url.endswith(".pdf"))
        looks = [json.loads(request(preview, f"/_site/look?url=/&since={n}")[2]) for n in ("1", "2", "x", "-1", "²")]
        assert [[url], [], [url], [url], [url]] == [one["files"] for one in looks]


def test_a_page_waits_for_what_was_just_saved(site: Path) -> None:
    """Saved and asked for at once, without an event in between: what comes is new."""
    tell(site, SITE)
    with live(site, Wishes(poll=True)) as preview:
        for number in range(5):
            tell(site, f"-- content/news/a.md --\n{item('ก', '2565-03-01', body=f'บันทึก {number}')}")
            assert f"บันทึก {number}" in request(preview, "/news/2565/03/a/")[2].decode()


def test_a_port_in_use_is_told_or_the_next_one_taken(site: Path) -> None:
    """A port that was asked for is not changed; of several, the first that is free is taken."""
    tell(site, SITE)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StoringFailed) as fault, live(site, Wishes(ports=(port,))):
            pass
        assert ("U017", str(port)) == (fault.value.problem.code, str(dict(fault.value.problem.arguments)["port"]))
        with live(site, Wishes(ports=(port, 0))) as preview:
            assert 200 == request(preview, "/")[0]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc/net/tcp is beside this repository")
def test_only_this_machine_can_connect(preview: Live) -> None:
    """The port listens on IPv4 loopback and nowhere else."""
    text = "\n".join(Path(f"/proc/net/{name}").read_text().strip().partition("\n")[2] for name in ("tcp", "tcp6"))
    lines = [line.split() for line in text.splitlines()]
    port = f"{port_of(preview):04X}"
    listening = [line[1] for line in lines if line[3] == "0A" and line[1].endswith(f":{port}")]
    assert [f"0100007F:{port}"] == listening


def test_nothing_is_left_of_a_preview(site: Path) -> None:
    """Its port is free, its threads are gone, whoever was connected is not."""
    tell(site, SITE)
    before = set(threading.enumerate())
    with live(site) as preview:
        port = port_of(preview)
        tab, idle = open_events(port), socket.create_connection(("127.0.0.1", port))
        request(preview, "/")
    with closing(tab), closing(idle):
        assert b"" == idle.recv(10)
    until(lambda: set(threading.enumerate()) <= before)
    with socket.create_server(("127.0.0.1", port)):
        pass
    assert not (site / "output").exists()

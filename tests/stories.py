"""A whole site in one string: files after `-- path --` lines, built in a folder of the test's own."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image

from site_builder.build import build
from site_builder.outcome import Outcome
from site_builder.planning.pictures import is_picture
from site_builder.storing.manifest import OUR_NAMES

NOW = dt.datetime(2022, 6, 1, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
SETTINGS = """
title = "พช.บุรีรัมย์"
base_url = "https://news.example.go.th/"
province = "บุรีรัมย์"
unit = "สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์"
social_cards = "none"
[[category]]
name = "ข่าวกิจกรรม"
slug = "activity"
"""
_HEADER = re.compile(r"^-- (\S+) --$", re.MULTILINE)


def tell(site: Path, story: str) -> None:
    """Write the files of a story; a file that holds the one word `(gone)` is removed."""
    parts = _HEADER.split(story)
    for path, text in zip(parts[1::2], parts[2::2], strict=True):
        target = site / path
        if text.strip() == "(gone)":
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_picture(path) and not path.endswith(".svg"):
            target.write_bytes(shot(text, target.suffix))
        else:
            target.write_text(("%PDF-1.4\n" if path.endswith(".pdf") else "") + text.lstrip("\n"), "utf-8")
    if not (site / "content/site.toml").exists():
        tell(site, f"-- content/site.toml --\n{SETTINGS}")


def shot(text: str, ending: str = ".jpg") -> bytes:
    """A small picture, of other bytes for another text: 60 by 40 pixels of one colour."""
    sink = io.BytesIO()
    colour = tuple(sha256(text.strip().encode()).digest()[:3])
    Image.new("RGB", (60, 40), colour).save(sink, "PNG" if ending == ".png" else "JPEG")
    return sink.getvalue()


def media(site: Path, name: str) -> str:
    """The address of what everything can show of a picture: "news/a" → "/media/news/a-60.0123456789.jpg"."""
    found = [*site.glob(f"output/media/{name}-*.jpg"), *site.glob(f"output/media/{name}-*.png")]
    return "/" + found[-1].relative_to(site / "output").as_posix() if found else ""


def built(site: Path, story: str = "", *, now: dt.datetime = NOW) -> Outcome:
    """Tell a story and build it into the site's output folder."""
    tell(site, story)
    return build(site, site / "output", now)


def page(site: Path, url: str) -> str:
    """The text of a page of the output, by its URL from the root."""
    return (site / "output" / (url.lstrip("/") + ("index.html" if url.endswith("/") else ""))).read_text("utf-8")


def unbroken(text: str) -> str:
    """A page's text without the spans around what no line may break."""
    return re.sub(r'<span class="whole">(.*?)</span>', r"\1", text)


def stands(site: Path, url: str) -> bool:
    """Whether the output has the page."""
    return (site / "output" / (url.lstrip("/") + ("index.html" if url.endswith("/") else ""))).is_file()


def tree(output: Path) -> dict[str, bytes]:
    """Every file of the output but our own list, by its path."""
    files = (path for path in sorted(output.rglob("*")) if path.is_file() and path.name not in OUR_NAMES)
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


def codes(outcome: Outcome) -> list[str]:
    """The codes of an outcome's problems, in their order."""
    return [problem.code for problem in outcome.problems]


def item(title: str, date: str, *lines: str, body: str = "เนื้อข่าว") -> str:
    """The text of a small item; `lines` are further lines of its front matter."""
    return "\n".join(["---", f"title: {title}", f"date: {date}", *lines, "---", "", body, ""])


OUTPUT_KEYS = [
    *("read", "published", "draft", "scheduled", "expired", "errors"),
    *("pages", "rendered", "written", "index_written", "removed", "problems", "held"),
]


@contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """A real server on loopback, as long as the block lasts: its address, without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Strict(SimpleHTTPRequestHandler):
    """A server that sends the policy that the pages are made for."""

    def end_headers(self) -> None:
        """Nothing but our own host, and no inline script or style."""
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

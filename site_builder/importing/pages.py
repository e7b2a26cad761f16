"""HTML to the lines of a release: the text of a page's own part, what stands around it, its pictures; takes a text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from site_builder.importing.draft import Foreign, Given


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "head"})
_AROUND = frozenset({"nav", "footer", "aside", "form", "button", "select", "menu"})
_MAIN = frozenset({"article", "main"})
_MAIN_NAME = re.compile(
    r"(?:^|[\s_-])(?:entry-content|post-content|article-body|news-detail|content-detail|detail-content)(?:$|\s)"
)
_BLOCKS = _names(
    "p div section article main header footer nav aside h1 h2 h3 h4 h5 h6 ul ol li table tr blockquote pre figure "
    "figcaption dl dt dd hr form address body"
)
_VOID = _names("br img hr input meta link area base col embed source track wbr")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif|webp)$", re.IGNORECASE)
_LEAST = 120  # characters of an article that is taken for the page's own part


@dataclass(slots=True)
class _Line:
    text: str
    zone: str  # "main", "around" or "page"


@dataclass(slots=True)
class _Page:
    """What was read so far."""

    lines: list[_Line] = field(default_factory=list)
    title: str = ""
    posted: str = ""
    files: list[str] = field(default_factory=list)


def page(html: str, *, breaks: bool = False) -> Foreign:
    """Read a page or a piece of one; `breaks`: its newlines are breaks too, as in a blog's export."""
    reader = _Reader(breaks=breaks)
    reader.feed(html)
    reader.close()
    reader.flush()
    found = reader.page
    own = [one.text for one in found.lines if one.zone == "main"]
    has_main = sum(map(len, own)) >= _LEAST
    inside = "main" if has_main else "page"
    text = "\n".join(one.text for one in found.lines if one.zone == inside or (not has_main and one.zone == "main"))
    outside = tuple(
        one.text.strip() for one in found.lines if one.zone == "around" or (has_main and one.zone == "page")
    )
    given = Given(
        title=found.title if has_main else "",
        posted=_day(found.posted),
        pictures=tuple(dict.fromkeys(found.files)),
    )
    return Foreign(text, given, tuple(one for one in outside if one))


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None


class _Reader(HTMLParser):
    def __init__(self, *, breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _Page()
        self.breaks = breaks
        self.stack: list[tuple[str, str]] = []  # tag, zone from here on; "" where it does not change
        self.lists: list[int] = []  # the last number of each open list, -1 for bullets
        self.mark = ""
        self.buffer: list[str] = []
        self.link: tuple[str, int] | None = None  # address, place in the buffer
        self.heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("property") == "article:published_time":
            self.page.posted = given.get("content", "")
        if tag == "img" and given.get("src"):
            self.page.files.append(given["src"])
        if tag in _BLOCKS or tag == "br":
            self.flush()
        if tag in ("td", "th") and any(piece.strip() for piece in self.buffer):
            self.buffer.append(" | ")
        if tag in ("ul", "ol"):
            self.lists.append(
                -1 if tag == "ul" else int(given["start"]) - 1 if given.get("start", "").isdecimal() else 0
            )
        if tag == "li":
            self.mark = self._next_mark()
        if tag == "a":
            self._open_link(given.get("href", ""))
        if tag not in _VOID:
            self.stack.append((tag, self._zone_of(tag, given)))

    def _next_mark(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def _open_link(self, address: str) -> None:
        if _FILE.search(urlsplit(address).path):
            self.page.files.append(address)
        self.link = (address, len(self.buffer))

    def _zone_of(self, tag: str, given: dict[str, str]) -> str:
        if tag in _SILENT:
            return "silent"
        if tag in _AROUND or (tag == "header" and self._zone() != "main"):
            return "around"
        return "main" if tag in _MAIN or _MAIN_NAME.search(given.get("class", "")) else ""

    def _zone(self) -> str:
        return next((zone for _, zone in reversed(self.stack) if zone), "page")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those in it that were left open."""
        if tag in _BLOCKS:
            self.flush(heading=tag == "h1")
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag == "a" and self.link:
            self._close_link(*self.link)
        if any(name == tag for name, _ in self.stack):
            while self.stack.pop()[0] != tag:
                pass

    def _close_link(self, address: str, at: int) -> None:
        self.link = None
        text = "".join(self.buffer[at:])
        if re.match(r"https?://", address) and address not in text and text.strip():
            self.buffer.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._zone() == "silent":
            return
        if self.breaks and "\n" in data:
            for number, piece in enumerate(data.split("\n")):
                if number:
                    self.flush()
                self.buffer.append(piece)
        else:
            self.buffer.append(data)

    def flush(self, *, heading: bool = False) -> None:
        """End a line."""
        text = " ".join("".join(self.buffer).replace("\u00a0", " ").split())
        self.buffer = []
        self.link = None
        if not text:
            return
        zone = self._zone()
        if heading and zone == "main" and not self.page.title:
            self.page.title = text
        else:
            self.page.lines.append(_Line(self.mark + text, zone))
        self.mark = ""

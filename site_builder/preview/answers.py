"""A request's address to what is sent back: pages of the snapshot, files beside items, and the preview's own pages."""

from __future__ import annotations

import json
import unicodedata
from importlib.resources import files as resources
from pathlib import Path
from posixpath import splitext
from urllib.parse import parse_qs, quote, unquote, unquote_to_bytes, urlsplit

from msgspec import Struct, field

from site_builder.machine_views import FileView
from site_builder.messages import sentence
from site_builder.pictures import PhotoView
from site_builder.preview.lan import qr_svg
from site_builder.preview.proofs import Proof, Proofs, etag, shape, styles
from site_builder.preview.signs import errors, marked, ribbon
from site_builder.preview.status import fault_page, status_page
from site_builder.problems import Problem
from site_builder.storing import files
from site_builder.storing.darkroom import Darkroom
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.themes import PACKAGED
from site_builder.texts import lines

# Ours, since Windows keeps such a table in its registry, where any program may call a script plain text.
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
}
OWN = "/_site/"
DESK = "/_desk/"  # where there is a desk, it answers itself
_FONTS = ("sarabun-thai-400.woff2", "sarabun-thai-700.woff2")  # few machines but those of Thais have one
_STATIC_FOLDER = resources("site_builder.preview").joinpath("static")
_STATIC = ("preview.js", "preview.css", "ribbon.css", "status.css")


class Answer(Struct, frozen=True):
    """What is sent back."""

    status: int = 200
    kind: str = KINDS[".html"]
    data: bytes = b""
    etag: str = ""
    location: str = ""  # of another address that was meant
    lasting: bool = False  # its name holds its digest
    listens: bool = False  # the answer goes on: events
    strict: bool = False  # a page of ours that runs no script and takes no style but our own files


class Display(Struct, frozen=True):
    """All that answering takes; a new one for each snapshot."""

    site: Path
    proofs: Proofs
    run: str
    language: str = "th"
    addresses: tuple[str, ...] = field(default=())  # at which phones reach this preview


def answer(display: Display, target: str) -> Answer:
    """The answer to a request's target, as it stands in the request line."""
    path, _, query = target.partition("?")
    url = _url(path)
    if not url:
        return Answer(400, KINDS[".txt"], b"?")
    if url == OWN[:-1]:
        return Answer(302, location=OWN)
    if url.startswith(OWN):
        return _own(display, url, query)
    if f"{url}/".startswith(DESK):
        data = fault_page([sentence("E001", display.language)], display.language)
        return Answer(404, data=data)
    return _sent(display, _meant(display, url)) or _lost(display)


def _url(path: str) -> str:
    """The URL that is meant, decoded; "" for what no browser sends. It is looked up, and never joined to a folder."""
    try:
        url = unicodedata.normalize("NFC", unquote_to_bytes(path.encode("latin-1")).decode())
    except UnicodeError:
        return ""
    is_clean = url.startswith("/") and "\\" not in url and all(ord(sign) >= 32 for sign in url)  # noqa: PLR2004 — no control signs
    if not is_clean:
        return ""
    return url.removesuffix("index.html") if url.endswith("/index.html") else url


def item_of(display: Display, target: str) -> str:
    """The source of the item whose page is asked for; "" for other addresses."""
    snapshot, url = display.proofs.snapshot, _url(target.partition("?")[0])
    held = snapshot.held.get(url)
    return held.path if held else snapshot.owners.get(url, "")


def _meant(display: Display, url: str) -> str:
    """The URL from the site's root: the page for lost addresses writes it below the path of base_url."""
    opened = display.proofs.snapshot.sources.desk
    below = unquote(urlsplit(opened.settings.base_url).path) if opened else "/"
    is_known = url in display.proofs.snapshot.pages or not url.startswith(below)
    return url if is_known else "/" + url.removeprefix(below)


def _sent(display: Display, url: str) -> Answer | None:
    snapshot = display.proofs.snapshot
    if url in snapshot.assets:
        data = snapshot.assets[url]
        return Answer(kind=kind_of(url), data=data, etag=etag(data), lasting=True)
    page = snapshot.pages.get(url)
    source = page.view.source if page and isinstance(page.view, FileView) else snapshot.further.get(url)
    if source:
        return _file(display.site, url, source)
    if page and isinstance(page.view, PhotoView):
        return _photo(display.site, url, page.view)
    if url in snapshot.photos:
        return _photo(display.site, url, snapshot.photos[url])
    proof = display.proofs.of(url)
    if proof is None:
        folder = url + "/"
        is_folder = folder in snapshot.pages or folder in snapshot.held
        return Answer(302, location=quote(folder)) if is_folder else None
    if not kind_of(url).startswith("text/html"):
        return Answer(kind=kind_of(url), data=proof.data, etag=etag(proof.data))
    return _page(display, url, proof)


def kind_of(url: str) -> str:
    """The kind of content at a URL, by its ending."""
    return KINDS.get(splitext(url)[1].lower(), "application/octet-stream") if not url.endswith("/") else KINDS[".html"]


def _file(site: Path, url: str, source: str) -> Answer | None:
    """A file beside an item, as a build would copy it; one that became a link out of the site is none."""
    found = _lies(site, source)
    if found is None:
        return None
    try:
        data = files.read(site.resolve(), found, patience=1.0)
    except ReadingFailed:
        return None
    return Answer(kind=kind_of(url), data=data, etag=etag(data))


def _lies(site: Path, source: str) -> str | None:
    """Where in the site a file lies; None where it is gone, or became a link out of the site."""
    try:
        home, place = site.resolve(), files.on_disk(site, source).resolve()
        return place.relative_to(home).as_posix() if place.is_relative_to(home) and place.exists() else None
    except OSError:
        return None


def _photo(site: Path, url: str, view: PhotoView) -> Answer | None:
    """A size of a picture, made now where it never was."""
    if _lies(site, view.source) is None:
        return None
    made = Darkroom(site, site / ".cache").of(view)
    return None if isinstance(made, Problem) else Answer(kind=kind_of(url), data=made, etag=etag(made), lasting=True)


def _page(display: Display, url: str, proof: Proof, status: int = 200) -> Answer:
    """A page with the preview's signs; of a template that fails, its fault."""
    snapshot = display.proofs.snapshot
    found = _facts(display, url, proof)
    if proof.fault:
        text = "\n".join(lines(proof.fault, display.language))
        return Answer(500, data=marked(fault_page([text], display.language), "", found, display.language))
    data = marked(proof.data, ribbon(snapshot.held.get(url), display.language), found, display.language)
    return Answer(status, data=data, etag=etag(data))


def _facts(display: Display, url: str, proof: Proof | None) -> dict[str, object]:
    """What the script of a page must know, at first and after each change."""
    snapshot = display.proofs.snapshot
    fault = proof.fault if proof else None
    problems = [*([fault] if fault else []), *snapshot.outcome.problems]
    facts = {"run": display.run, "number": str(snapshot.number), "etag": "", "shape": ""}
    opened = snapshot.sources.desk
    if proof and opened and not fault:
        held = ribbon(snapshot.held.get(url), display.language)
        facts |= {
            "etag": etag(proof.data + held.encode()),
            "shape": shape(proof.data, opened.theme) + etag(held.encode()),
        }
    return {**facts, "errors": errors(problems, display.language)}


def _lost(display: Display) -> Answer:
    """The site's own page for lost addresses; where there is no site yet, what is wrong with it."""
    proof = display.proofs.of("/404.html")
    if proof is not None:
        return _page(display, "/404.html", proof, 404)
    texts = ["\n".join(lines(problem, display.language)) for problem in display.proofs.snapshot.outcome.problems]
    data = marked(fault_page(texts, display.language), "", _facts(display, "", None), display.language)
    return Answer(503, data=data)


def _own(display: Display, url: str, query: str) -> Answer:
    """The preview's own addresses, below /_site/."""
    name, asked = url.removeprefix(OWN), parse_qs(query)
    if name in {*_STATIC, *_FONTS}:
        place = PACKAGED / "default/static/fonts" if name in _FONTS else _STATIC_FOLDER
        data = place.joinpath(name).read_bytes()
        return Answer(kind=kind_of(name), data=data, etag=etag(data))
    if name == "look":
        return _look(display, "".join(asked.get("url", [])[:1]), "".join(asked.get("since", [])[:1]))
    if name == "events":
        return Answer(kind="text/event-stream; charset=utf-8", listens=True)
    pictures = {f"qr/{place}.svg": address for place, address in enumerate(display.addresses)}
    if name in pictures:
        return Answer(kind=KINDS[".svg"], data=qr_svg(pictures[name]))
    if name:
        return _lost(display)
    data = status_page(display.proofs, "".join(asked.get("q", [])[:1]), display.addresses, display.language)
    facts = {**_facts(display, url, None), "etag": etag(data), "shape": etag(data), "errors": []}
    return Answer(data=marked(data, "", facts, display.language), etag=etag(data))


def _look(display: Display, path: str, since: str) -> Answer:
    """What has become of a page that a tab shows: its names, the errors, the files written since, as JSON."""
    url, snapshot = _meant(display, _url(path)), display.proofs.snapshot
    opened = snapshot.sources.desk
    if url == OWN:
        data = status_page(display.proofs, "", display.addresses, display.language)
        facts: dict[str, object] = {"etag": etag(data), "shape": etag(data), "errors": []}
    else:
        proof = display.proofs.of(url) or display.proofs.of("/404.html")
        facts = _facts(display, url or "/404.html", proof)
    facts["styles"] = styles(opened.theme) if opened else {}
    seen = int(since) if since.isdecimal() and len(since) < len("1000000000") else 0
    facts["files"] = [url for url, number in snapshot.written.items() if number > seen]
    return Answer(kind=KINDS[".json"], data=json.dumps(facts, ensure_ascii=False).encode())

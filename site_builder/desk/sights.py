"""What may be looked at on the desk: its pages, the state of an item, former versions, a page that is not saved yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path
from urllib.parse import quote

from msgspec.structs import asdict

from site_builder.desk.bench import Bench
from site_builder.desk.pages import bin_page, edit_page, list_page, paste_page, publish_page
from site_builder.desk.publishing import as_data
from site_builder.desk.saving import rows
from site_builder.desk.state import Nonsense, Text, is_item_path, shown, with_files
from site_builder.pictures import PhotoView
from site_builder.planning.assemble import Site
from site_builder.planning.links import targets
from site_builder.planning.pictures import is_picture, photo_pages
from site_builder.preview.answers import KINDS, Answer, answer, kind_of
from site_builder.preview.proofs import etag
from site_builder.preview.status import fault_page
from site_builder.problems import Problem
from site_builder.publishing.targets import read_targets
from site_builder.rendering.colours import sheet
from site_builder.storing.darkroom import Darkroom
from site_builder.storing.themes import PACKAGED
from site_builder.texts import lines

Asked = Mapping[str, str]  # the query
Sight = Callable[[Bench, str, Asked], Answer]
_STATIC = resources("site_builder.desk").joinpath("static")
_FONTS = ("sarabun-thai-400.woff2", "sarabun-thai-700.woff2", "sarabun-latin-400.woff2", "sarabun-latin-700.woff2")
_COLOURS = "colours.css"  # the theme's own, light and dark


def _edit(bench: Bench, _: str, asked: Asked) -> Answer:
    path = asked.get("item", "")
    if path and bench.base(bench.place(path)) is None:
        raise Nonsense
    return _page(edit_page(bench, bench.token, bench.place(path) if path else ""))


def _state(bench: Bench, asked: Asked) -> dict[str, object]:
    """What a page begins with: an item's file, or a work that was kept; and the other works on the same item."""
    work = bench.shelf.work(asked.get("work", ""))
    path = bench.place(asked["item"]) if asked.get("item") else ""
    text = bench.base(path) if path else None
    if path and text is None:
        raise Nonsense
    others = [one for one in bench.shelf.works() if one.item and bench.place(one.item) == path]
    return {
        **bench.state(path, text),
        "kept": asdict(work) if work else None,
        "works": [{"name": one.name, "at": one.at // 1_000_000} for one in others],
        "staged": list(bench.shelf.files(asked.get("work", ""))),
    }


def _versions(bench: Bench, asked: Asked) -> dict[str, object]:
    """The former versions of an item."""
    path = asked.get("item", "")
    if not is_item_path(path):
        raise Nonsense
    found = bench.shelf.versions(bench.place(path))
    return {"versions": [{"name": one.name, "at": one.at // 1_000_000} for one in found]}


def _version(bench: Bench, asked: Asked) -> dict[str, object]:
    """A former version: what the form would hold, and how it differs from the file."""
    path = asked.get("item", "")
    data = bench.shelf.version(bench.place(path), asked.get("name", "")) if is_item_path(path) else None
    text = Text.of(data, bench.taxonomies) if data is not None else None
    if text is None:
        raise Nonsense
    now = bench.base(bench.place(path))
    there = shown(now.text) if now else ""
    return {**bench.state(path, text), "rows": list(rows(there, shown(text.text)))}


def _preview(bench: Bench, path: str, _: Asked) -> Answer:
    """The site as it would be with this work: its own page, its new files, and all else as it is."""
    name, __, rest = path.partition("/")
    found = bench.looks.get(name)
    if found is None:
        work = bench.shelf.work(name)
        if work is None:
            raise Nonsense
        found = work, bench.look(work, bench.base(bench.place(work.item)) if work.item else None)[0]
    work, look = found
    url = f"/{rest}"
    if look.page and url.removesuffix("index.html") == look.url:
        proof = bench.display.proofs.printed(look.page)
        if proof and proof.fault:
            return Answer(500, data=fault_page(["\n".join(lines(proof.fault, bench.language))], bench.language))
        return Answer(data=proof.data if proof else b"")
    new = bench.shelf.files(name)
    if url in look.photos:
        return _photo(bench, url, look.photos[url], new)
    placed = bench.settled(work, bench.base(bench.place(work.item)) if work.item else None) if new else work
    for source, address in targets(Site(), with_files(placed, new)).files.items():
        if address == url:
            return Answer(kind=kind_of(url), data=new[source.rpartition("/")[2]].read_bytes())
    return answer(bench.display, quote(url))


def _photo(bench: Bench, url: str, view: PhotoView, new: Mapping[str, Path]) -> Answer:
    """A size of a picture that lies in the site, or is new and lies on the desk."""
    place = new.get(view.source.rpartition("/")[2])
    data = place.read_bytes() if place else None
    if data is None or sha256(data).hexdigest() != view.digest:
        data = None
    made = Darkroom(bench.site, bench.site / ".cache").of(view, data)
    return Answer(404, KINDS[".txt"], b"404") if isinstance(made, Problem) else Answer(kind=kind_of(url), data=made)


def _file(bench: Bench, path: str, _: Asked) -> Answer:
    """A file beside a work that is not saved, or beside an item: for its small picture in the form."""
    name, __, rest = path.partition("/")
    if name == "item":
        if rest not in bench.opened.files or not is_picture(rest):
            return Answer(404, KINDS[".txt"], b"404")
        negative = bench.display.proofs.snapshot.sources.album.usable(rest)
        page = next(photo_pages([rest], {rest: negative}), None) if negative else None
        if page is None or not isinstance(page.view, PhotoView):
            return Answer(404, KINDS[".txt"], b"404")
        return _photo(bench, page.url, page.view, {})
    place = bench.shelf.files(name).get(rest)
    return Answer(kind=kind_of(rest), data=place.read_bytes()) if place else Answer(404, KINDS[".txt"], b"404")


def _publish(bench: Bench, _: str, asked: Asked) -> Answer:
    path = asked.get("from", "")
    if path and not is_item_path(path):
        raise Nonsense
    targets, _problems = read_targets(bench.site_toml(), bench.opened.settings.base_url)
    return _page(publish_page(bench, bench.token, path, [target.name for target in targets]))


def _static(bench: Bench, name: str, _: Asked) -> Answer:
    if name == _COLOURS:
        data = sheet(bench.opened.theme.colours).encode()
    elif name in _FONTS:
        data = (PACKAGED / "default/static/fonts" / name).read_bytes()
    elif name.endswith((".js", ".css")) and "/" not in name and (place := _STATIC.joinpath(name)).is_file():
        data = place.read_bytes()
    else:
        return Answer(404, KINDS[".txt"], b"404")
    return Answer(kind=kind_of(name), data=data, etag=etag(data))


def _page(data: bytes) -> Answer:
    return Answer(data=data, etag=etag(data), strict=True)


def as_json(data: object, status: int = 200) -> Answer:
    """Data for the scripts."""
    return Answer(status, KINDS[".json"], json.dumps(data, ensure_ascii=False).encode())


SIGHTS: Mapping[str, Sight] = {
    "": lambda bench, _, asked: _page(list_page(bench, bench.token, asked)),
    "edit": _edit,
    "paste": lambda bench, _, __: _page(paste_page(bench, bench.token)),
    "bin": lambda bench, _, __: _page(bin_page(bench, bench.token)),
    "static": _static,
    "token": lambda bench, _, __: as_json({"token": bench.token}),
    "state": lambda bench, _, asked: as_json(_state(bench, asked)),
    "versions": lambda bench, _, asked: as_json(_versions(bench, asked)),
    "version": lambda bench, _, asked: as_json(_version(bench, asked)),
    "publish": _publish,
    "publishing": lambda bench, _, __: as_json(
        as_data(bench.publisher.run, bench.display.proofs.snapshot, bench.language)
    ),
    "page": _preview,
    "file": _file,
}

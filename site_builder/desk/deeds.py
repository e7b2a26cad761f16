"""What may be done on the desk: keep a work, save it, bring files, import, mend, delete, put back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import quote

from msgspec.structs import replace

from site_builder.desk.bench import Bench
from site_builder.desk.looking import mended
from site_builder.desk.photos import prepared
from site_builder.desk.releases import imported
from site_builder.desk.saving import compared, keep_mine, save
from site_builder.desk.sights import Asked, as_json
from site_builder.desk.state import Nonsense, Text, composed, is_item_path, json_of, shown, text_in, work_of
from site_builder.desk.told import told
from site_builder.preview.answers import Answer, kind_of
from site_builder.problems import Problem
from site_builder.storing.shelf import Work, digest, is_name

Deed = Callable[[Bench, Asked, bytes], Answer]
_LOOKS = 20  # works whose look is kept: tabs that somebody looks at


def _kept(bench: Bench, work: Work) -> dict[str, object]:
    """Keep a work outside content/, and tell how it looks."""
    kept = bench.shelf.keep(work)
    base = bench.base(bench.place(work.item)) if work.item else None
    is_changed = bool(work.item) and (base is None or digest(base.data) != work.digest)
    look, problems = bench.look(work, base)
    bench.looks[work.name] = kept, look
    if len(bench.looks) > _LOOKS:
        del bench.looks[next(iter(bench.looks))]
    item = look.reading.item
    return {
        "at": kept.at // 1_000_000,
        "changed": is_changed,
        "problems": problems,
        "url": quote(look.url),
        "districts": [one.label for one in item.districts] if item else [],
        "subdistricts": [one.label for one in item.subdistricts] if item else [],
        "album": bench.album(work.item, look.album, bench.shelf.files(work.name)),
    }


def _saved(bench: Bench, _: Asked, data: bytes) -> Answer:
    """Write a work into its file; the item as it stands then."""
    path = save(bench, work_of(data))
    now = replace(bench, display=bench.follow())
    return as_json(now.state(path, now.base(path)))


def _brought(bench: Bench, asked: Mapping[str, str], data: bytes) -> Answer:
    """Take in a photograph or a document beside a work."""
    work, item = asked.get("work", ""), asked.get("item", "")
    if not is_name(work) or (item and not is_item_path(item)):
        raise Nonsense
    found = prepared(asked.get("name", "file"), data)
    if isinstance(found, Problem):
        return as_json({"problem": told(found, bench.language)}, 415)
    name = found.name
    there = {one.rpartition("/")[2] for one in bench.opened.files if one.startswith(_folders(item))} if item else set()
    stem, dot, ending = name.rpartition(".")
    number = 2
    while name in there:
        name, number = f"{stem}-{number}{dot}{ending}", number + 1
    name = bench.shelf.put(work, name, found.data)
    doubt = told(found.doubt, bench.language) if found.doubt else None
    is_picture = kind_of(name).startswith("image/")
    return as_json({"name": name, "is_picture": is_picture, "size": len(found.data), "doubt": doubt})


def _taken_away(bench: Bench, _: Asked, data: bytes) -> Answer:
    sent = json_of(data)
    work, name = text_in(sent, "work"), text_in(sent, "name")
    place = bench.shelf.files(work).get(name)
    if place:
        place.unlink()
    return as_json({})


def _fixed(bench: Bench, sent: Mapping[str, object]) -> dict[str, object]:
    """A problem's own mend put into a work: what the form holds then."""
    work = work_of(json.dumps({**sent}).encode())
    base = bench.base(bench.place(work.item)) if work.item else None
    text = composed(work, base, bench.taxonomies).text
    name = text_in(sent, "mend")
    after = mended(text, name, bench.opened) if name else _with_line(text, sent, bench)
    found = Text.of(after.encode(), bench.taxonomies) if after is not None else None
    if found is None:
        raise Nonsense
    if work.whole:
        return {"values": {}, "prose": shown(found.text)}
    state = bench.state(work.item, found)
    return {"values": state["values"], "prose": state["prose"]}


def _with_line(text: str, sent: Mapping[str, object], bench: Bench) -> str | None:
    """A line of the head in the place of the wrong one."""
    found = Text.of(text.encode(), bench.taxonomies)
    place = found.cut.places.get(text_in(sent, "field")) if found and found.cut else None
    fix = text_in(sent, "fix")
    if found is None or found.cut is None or place is None or not fix:
        return None
    lines = found.cut.lines
    return "".join([*lines[: place.start], fix + found.cut.newline, *lines[place.end :]])


def _deleted(bench: Bench, sent: Mapping[str, object]) -> dict[str, object]:
    path = text_in(sent, "item")
    if not is_item_path(path) or bench.base(path) is None:
        raise Nonsense
    reading = bench.display.proofs.snapshot.sources.last_good(path)
    title = reading.item.title if reading and reading.item else path.rpartition("/")[2]
    name = bench.shelf.throw(path, text_in(sent, "digest"), title)
    bench.shelf.finish(text_in(sent, "work"))
    bench.follow()
    return {"name": name}


def _restored(bench: Bench, _: Asked, data: bytes) -> Answer:
    path = bench.shelf.take_back(text_in(json_of(data), "name"))
    bench.follow()
    return as_json({"item": path})


def _planned(bench: Bench, _: Asked, data: bytes) -> Answer:
    sent = json_of(data)
    bench.publisher.plan(text_in(sent, "target"), bench.now, text_in({"password": "", **sent}, "password"))
    return as_json({})


def _published(bench: Bench, _: Asked, data: bytes) -> Answer:
    """Publish what was planned; the doubts that were shown count as agreed to, if the editor says so."""
    sent, shown_ = json_of(data), bench.publisher.run.publication.questions
    bench.publisher.start(text_in(sent, "target"), bench.now, shown_ if sent.get("agreed") is True else ())
    return as_json({})


def _dropped(bench: Bench, _: Asked, data: bytes) -> Answer:
    bench.shelf.finish(text_in(json_of(data), "work"))
    return as_json({})


def _set_aside(bench: Bench, _: Asked, data: bytes) -> Answer:
    keep_mine(bench, work_of(data))
    return as_json({})


def _folders(item: str) -> str:
    """The item's own folder, or where it will be."""
    return item.removesuffix("/index.md").removesuffix(".md") + "/"


DEEDS: Mapping[str, Deed] = {
    "work": lambda bench, _, data: as_json(_kept(bench, work_of(data))),
    "save": _saved,
    "compare": lambda bench, _, data: as_json(compared(bench, work_of(data))),
    "keep": _set_aside,
    "drop": _dropped,
    "file": _brought,
    "unfile": _taken_away,
    "import": lambda bench, _, data: as_json(imported(bench, text_in(json_of(data), "text"))),
    "fix": lambda bench, _, data: as_json(_fixed(bench, json_of(data))),
    "delete": lambda bench, _, data: as_json(_deleted(bench, json_of(data))),
    "restore": _restored,
    "plan": _planned,
    "publish": _published,
}

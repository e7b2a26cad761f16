"""A site under edits of every kind, for tests that compare what follows an edit with a clean build."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment
from msgspec.structs import replace
from stories import NOW, SETTINGS, shot, tell, tree

from site_builder.build import build
from site_builder.outcome import Outcome
from site_builder.problems import error
from site_builder.rendering import templates
from site_builder.searching import segments
from site_builder.storing import disk, files, manifest, themes
from site_builder.storing.faults import ReadingFailed

NEWS = "content/news"
DATES = ("2565-01-10", "2565-01-11", "2565-01-11", "2565-02-03", "2564-10-01", "2565-31-12")
VALUES = {
    "title": ("ข่าวหนึ่ง", "ข่าวสอง", "ข่าว <สาม> & สี่", ""),
    "date": DATES,
    "time": ("08.30 น.", "09.00 น."),
    "tags": ("[ก]", "[ข]", "[ก, ข]", "[ฃ]", "[ค]"),
    "location": ("อำเภอถลาง", "อำเภอกะทู้ จังหวัดภูเก็ต", "อำเภอเมืองภูเก็ต", "อำเภอไม่มี"),
    "district": ("ถลาง", "กะทู้"),
    "category": ("ข่าวกิจกรรม", "ประกาศ"),
    "author_unit": ("สำนักงานพัฒนาชุมชนอำเภอถลาง", "พช.ถลาง", "กองอื่น"),
    "credit": ("ผู้สื่อข่าว",),
    "event": ("{date: 2565-03-03}", "{date: 2565-03-03, time: 08.30 น., place: ศาลากลาง}", "{date: 2564-12-31}"),
    "draft": ("ใช่", "ไม่"),
    "publish_on": ("2565-05-31", "2565-06-03", "2565-06-10"),
    "expire_on": ("2565-05-01", "2565-06-04", "2565-06-12"),
    "pinned": ("ใช่",),
    "example": ("ใช่",),
    "slug": ("one", "two", "2565-x"),
    "aliases": ("[/old/]", "['/?p=1', /old.html]", "['/?p=2']", "[/เก่า/]", "[/one/, /old]", "[/news/]"),
    "cover": ("a.jpg", "b.jpg", "none.jpg"),
    "gallery": ("[a.jpg, b.jpg]", "[b.jpg]"),
    "attachments": ("[f.pdf]", "[f.pdf, ฉ.pdf]", "[x.exe]"),
    "project": ("[โคก]",),
    "correction": ("{date: 2565-05-05, note: แก้}", "{date: 2565-05-06}"),
    "summary": ("สรุปหนึ่ง", "สรุปสอง"),
    "visit_counter": ("{total: 5}",),
}
PARAGRAPHS = (
    *("ย่อหน้าหนึ่ง ที่ยาวพอจะเป็นสรุปของข่าวนี้", "ย่อหน้าสอง", "ย่อหน้าสาม เวลา 08.30 น.", "## หัวข้อ", "## หัวข้ออื่น"),
    *("[ไป](n1.md)", "[ไป](n2.md#หัวข้อ)", "[ไป](n9.md)", "[ไป](../pages/about.md)", "[ไป](n3.md?a=1#หัวข้ออื่น)"),
    *("[ป้าย](/tag/ก/)", "[เก่า](/old/)", "[หาย](/nowhere/)", "![ภาพ](a.jpg)", "[แฟ้ม](f.pdf)", "[แฟ้ม](%E0%B8%89.pdf)"),
    *("[นอก](https://example.org/)", "<script>x</script>", "วันที่ 31 กุมภาพันธ์ 2565", "[ตน](#หัวข้อ)"),
)
BROKEN = (
    b"",
    b"\0",
    b"---\ntitle: [\n---\n",
    b"no front matter\n",
    b"---\ntitle: x\ndate: 9\n---\n",
    b"LOCKED",
    b"\xff\xfe",
)
FURTHER = {
    "title": ('title = "พช.อื่น"',),
    "digits": ('digits = "thai"',),
    "links": ('links = "file"',),
    "language": ('language = "en"',),
    "description": ('description = "ข่าว"',),
    "base_url": ('base_url = "https://news.example.go.th/sub/"', 'base_url = "x"'),
    "province": ('province = "ระนอง"', 'province = "ไม่มี"'),
    "unit": ('unit = "สำนักงานพัฒนาชุมชนอำเภอถลาง"',),
    "theme": ('theme = "own"',),
    "counter": (
        '[counter]\nprovider = "goatcounter"\nurl = "https://x.example"',
        '[counter]\nprovider = "goatcounter"',
        '[counter]\nprovider = "file"',
    ),
    "search": ("search = false",),
    "contact": ('[contact]\nphone = "0 7600 0000"', '[contact]\naddress = "ศาลากลาง"'),
    "menu": ('[[menu]]\ntext = "หน้าแรก"\nurl = "/"', '[[menu]]\ntext = "เก่า"\nurl = "/old/"'),
    "category": ('[[category]]\nname = "ประกาศ"\nslug = "announcement"',),
    "taxonomy": ('[[taxonomy]]\nkey = "project"\nthai = "โครงการ"\nname = "โครงการ"',),
}
TAGS = ('[[tag]]\nname = "ก"\nslug = "ko"', '[[tag]]\nname = "ก"\naliases = ["ข"]', '[[tag]]\nname = "ข"', "[[tag]]")
UNITS = (
    '[[unit]]\nname = "สำนักงานพัฒนาชุมชนอำเภอถลาง"\nslug = "thalang"\naliases = ["พช.ถลาง"]\ndistrict = "ถลาง"',
    '[[unit]]\nname = "กองอื่น"',
    '[[unit]]\nname = "กองอื่น"\ndistrict = "ไม่มี"',
)
TEMPLATES = ("item.html", "list.html", "home.html", "_macros.html", "_frame.html", "base.html", "redirect.html")
MENDS = (
    "{# x #}\n",
    "{{ 1 // 0 }}",
    "{% if %}",
    "{{ site.contact.phone }}",
    "{{ words.home }}",
    "{{ asset('css/site.css') }}",
)


@dataclass(slots=True)
class World:
    """A site under edits."""

    folder: Path
    items: dict[str, dict[str, str]] = field(default_factory=dict)  # path → front matter, and "" for the body
    settings: dict[str, str] = field(default_factory=dict)  # key → lines of site.toml besides the standing ones
    now: dt.datetime = NOW
    output: str = "output"
    alien: dict[str, dict[str, bytes]] = field(default_factory=dict)  # output → what others wrote there

    @property
    def site(self) -> Path:
        """The site's folder."""
        return self.folder / "site"

    @property
    def target(self) -> Path:
        """The output of the next build."""
        return self.folder / self.output

    @property
    def aliens(self) -> dict[str, bytes]:
        """What others wrote into this output."""
        return self.alien.setdefault(self.output, {})


Edit = Callable[[World, random.Random], None]


def begun(folder: Path) -> World:
    """Six items, a page, two pictures and a document."""
    world = World(folder)
    world.site.mkdir(parents=True)
    for number in range(6):
        path = f"{NEWS}/n{number}.md"
        tags, location = VALUES["tags"][number % 3], VALUES["location"][number % 2]
        head = {"title": f"ข่าว {number}", "date": f"2565-01-1{number}", "tags": tags, "location": location}
        world.items[path] = {**head, "": "\n\n".join((PARAGRAPHS[number % 3], PARAGRAPHS[5 + number]))}
    world.items["content/pages/about.md"] = {"title": "เกี่ยวกับเรา", "": "เรา"}
    for path in world.items:
        write(world, path)
    for name in ("a.jpg", "b.jpg", "f.pdf", "ฉ.pdf"):
        (world.site / NEWS / name).write_bytes(shot(name) if name.endswith(".jpg") else b"%PDF " + name.encode())
    write_settings(world)
    return world


def write(world: World, path: str) -> None:
    """Write an item's file."""
    lines = [f"{key}: {value}" for key, value in world.items[path].items() if key]
    tell(world.site, f"-- {path} --\n" + "\n".join(["---", *lines, "---", "", world.items[path][""], ""]))


def write_settings(world: World) -> None:
    """Write site.toml."""
    lines = SETTINGS.replace("บุรีรัมย์", "ภูเก็ต").strip().split("\n")
    top = [one for one in world.settings.values() if not one.startswith("[")]
    given = {line.partition(" ")[0] for line in top}
    kept = [line for line in lines[:4] if line.partition(" ")[0] not in given]
    tables = [one for one in world.settings.values() if one.startswith("[")]
    (world.site / "content/site.toml").write_text("\n".join([*kept, *top, *lines[4:], *tables, ""]), "utf-8")


def one_of(world: World, rng: random.Random) -> str:
    """The path of an item."""
    if not world.items:
        add(world, rng)
    return rng.choice(sorted(world.items))


def edit_body(world: World, rng: random.Random) -> None:
    """Another body."""
    path = one_of(world, rng)
    world.items[path][""] = "\n\n".join(rng.choices(PARAGRAPHS, k=rng.randint(1, 4)))
    write(world, path)


def edit_field(world: World, rng: random.Random) -> None:
    """Another value of a key of the front matter, or none."""
    path, key = one_of(world, rng), rng.choice(sorted(VALUES))
    world.items[path].pop(key, None)
    if rng.random() < 0.7:
        world.items[path][key] = rng.choice(VALUES[key])
    write(world, path)


def add(world: World, rng: random.Random) -> None:
    """A new item."""
    path = f"{NEWS}/{rng.choice(('', 'a/'))}n{rng.randint(0, 9)}.md"
    world.items[path] = {"title": rng.choice(VALUES["title"]), "date": rng.choice(DATES[:5]), "": PARAGRAPHS[0]}
    write(world, path)


def delete(world: World, rng: random.Random) -> None:
    """An item less."""
    path = one_of(world, rng)
    del world.items[path]
    (world.site / path).unlink()


def rename(world: World, rng: random.Random) -> None:
    """An item's file under another name, perhaps another item's."""
    path, new = one_of(world, rng), f"{NEWS}/n{rng.randint(0, 9)}.md"
    world.items[new] = world.items.pop(path)
    (world.site / path).rename(world.site / new)


def exchange(world: World, rng: random.Random) -> None:
    """Two items under each other's names, with their times."""
    one, other = one_of(world, rng), one_of(world, rng)
    world.items[one], world.items[other] = world.items[other], world.items[one]
    places = (world.site / one, world.site / other)
    texts, times = [place.read_bytes() for place in places], [place.stat() for place in places]
    for place, text, status in zip(places, reversed(texts), reversed(times), strict=True):
        place.write_bytes(text)
        os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))


def disguise(world: World, rng: random.Random) -> None:
    """An edit that keeps the size and sets the time back."""
    place = world.site / one_of(world, rng)
    status, text = place.stat(), place.read_bytes()
    digits = bytes.maketrans(b"0123456789", b"1234567890") if rng.random() < 0.5 else bytes.maketrans(b"6", b"7")
    place.write_bytes(text.translate(digits))
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))


def touch(world: World, rng: random.Random) -> None:
    """Another time, the same bytes."""
    (world.site / one_of(world, rng)).touch()


def spoil(world: World, rng: random.Random) -> None:
    """A source that cannot be read or understood, until it is written anew."""
    (world.site / one_of(world, rng)).write_bytes(rng.choice(BROKEN))


def hang(world: World, rng: random.Random) -> None:
    """A link that leads nowhere, or to another item; or it goes."""
    place = world.site / NEWS / "hanging.md"
    if place.is_symlink():
        place.unlink()
    else:
        place.symlink_to(rng.choice(["nowhere.md", "n1.md"]))


def lay_file(world: World, rng: random.Random) -> None:
    """A picture or document comes, goes, or is another."""
    place = world.site / NEWS / rng.choice(["a.jpg", "b.jpg", "f.pdf", "ฉ.pdf", "x.exe", "n1.txt", "README.md.bak"])
    if place.exists() and rng.random() < 0.4:
        place.unlink()
    else:
        text = rng.choice(["one", "two", "three", "broken"])
        is_shot = place.suffix == ".jpg" and text != "broken"
        place.write_bytes(shot(text) if is_shot else b"%PDF " + text.encode())


def edit_settings(world: World, rng: random.Random) -> None:
    """Another line of site.toml, or one less."""
    key = rng.choice(sorted(FURTHER))
    if world.settings.pop(key, None) is None:
        world.settings[key] = rng.choice(FURTHER[key])
    write_settings(world)


def edit_tables(world: World, rng: random.Random) -> None:
    """Other tags or offices."""
    name, texts = rng.choice([("tags", TAGS), ("units", UNITS)])
    place = world.site / f"content/{name}.toml"
    if place.exists() and rng.random() < 0.5:
        place.unlink()
    else:
        place.write_text(rng.choice(texts), "utf-8")


def edit_map(world: World, rng: random.Random) -> None:
    """Boundaries of the site's own, other ones, wrong ones, or none again."""
    place = world.site / "content/map.geojson"
    if place.exists() and rng.random() < 0.5:
        place.unlink()
        return
    squares = [
        f'{{"properties": {{"code": "830{number}"}}, "geometry": {{"type": "Polygon", "coordinates": '
        f"[[[98.{number}, 7], [98.{number}5, 7], [98.{number}, {rng.choice([7.5, 8])}]]]}}}}"
        for number in (1, 2, 3)
    ]
    place.write_text(f'{{"features": [{", ".join(squares[: rng.choice([2, 3, 3, 3])])}]}}', "utf-8")


def edit_visits(world: World, rng: random.Random) -> None:
    """Counts of visits of the site's own, other ones, broken ones, or none again."""
    place = world.site / "content/visits.json"
    if place.exists() and rng.random() < 0.3:
        place.unlink()
        return
    counts = ", ".join(f'"/news/2565/01/n{number}/": {rng.randint(1, 3)}' for number in range(3))
    place.write_text(rng.choice([f'{{"pages": {{{counts}}}}}'] * 3 + ["{"]), "utf-8")


def edit_theme(world: World, rng: random.Random) -> None:
    """A template of the site's own over the packaged one, right or wrong; or it goes."""
    name = rng.choice(TEMPLATES)
    place = world.site / f"themes/{rng.choice(['default', 'default', 'own'])}/templates" / name
    if place.exists() and rng.random() < 0.7:
        place.unlink()
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    packaged = (themes.PACKAGED / "default/templates" / name).read_text("utf-8")
    mark = rng.choice(MENDS)
    place.write_text(packaged.replace("</h1>", f"</h1>{mark}") if rng.random() < 0.5 else packaged + mark, "utf-8")


def edit_words(world: World, rng: random.Random) -> None:
    """Other words, or another file of the theme's."""
    texts = {
        "strings.toml": ('[th]\nhome = "บ้าน"\n', '[th]\nnews = "ข่าวล่า"\n', "[th"),
        "static/css/site.css": ("a{}", "b{}"),
        "static/extra.css": ("c{}", "d{}"),
        "static/icons/favicon.svg": ("<svg/>",),
    }
    name = rng.choice(sorted(texts))
    place = world.site / "themes/default" / name
    if place.exists() and rng.random() < 0.5:
        place.unlink()
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(rng.choice(texts[name]), "utf-8")


def wait(world: World, rng: random.Random) -> None:
    """Another moment, most often a later one."""
    world.now += dt.timedelta(days=rng.choice([1, 1, 2, 5, 10, -3]), hours=rng.randint(0, 5))


def other_output(world: World, rng: random.Random) -> None:
    """Build into another folder, sharing the cache."""
    world.output = rng.choice(["output", "output2"])


def lose(world: World, rng: random.Random) -> None:
    """A file of the output goes, or all of it, or the cache."""
    kind = rng.choice(["file", "file", "folder", "cache", "store", "list and all"])
    found = sorted(path for path in world.target.rglob("*") if path.is_file()) if world.target.is_dir() else []
    if kind == "cache":
        shutil.rmtree(world.site / ".cache", ignore_errors=True)
    elif kind == "store":
        (world.site / ".cache").mkdir(exist_ok=True)
        (world.site / ".cache/store.sqlite").write_bytes(b"no store")
    elif kind == "list and all":
        shutil.rmtree(world.target, ignore_errors=True)
        world.aliens.clear()
    elif found:
        chosen = rng.choice([path for path in found if path.name != manifest.NAME])
        doomed = [path for path in found if path.parent == chosen.parent] if kind == "folder" else [chosen]
        for path in (path for path in doomed if path.name != manifest.NAME):
            path.unlink()
            world.aliens.pop(path.relative_to(world.target).as_posix(), None)


def meddle(world: World, rng: random.Random) -> None:
    """Somebody edits a page of the output, with or without its size, or lays a file there."""
    if not (world.target / manifest.NAME).exists():
        return
    path = rng.choice([*sorted(tree(world.target)), "theirs.html"])
    place = world.target / path
    data = place.read_bytes() if place.exists() else b""
    place.write_bytes(data[:-1] + b"!" if rng.random() < 0.5 else b"theirs")
    world.aliens[path] = place.read_bytes()


def nothing(_world: World, _rng: random.Random) -> None:
    """Build again."""


def clean_build(world: World) -> Outcome:
    """A copy of the site without its cache, built into an empty folder."""
    folder = world.folder / "clean"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(world.site, folder, symlinks=True, ignore=shutil.ignore_patterns(".cache"))
    return build(folder, folder / "output", world.now)


_compiled = templates._compiled  # noqa: SLF001 — what is spared
_LAST: list[Environment] = []


@cache
def _compiled_once(name: str, source: str, path: str, _dialect: object) -> tuple[object, ...]:
    return _compiled(_LAST[0], name, source, path)


def quicken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare what costs time and decides nothing here: syncs, and compiling the same template again.

    A file that begins with LOCKED cannot be read.
    """
    read = files.read

    def once(environment: Environment, name: str, source: str, path: str) -> tuple[object, ...]:
        _LAST[:] = [environment]
        return _compiled_once(name, source, path, environment.filters["thai_date"](dt.date(2022, 3, 3)))

    def locked(site: Path, path: str, *, patience: float = 5.0) -> bytes:
        data = read(site, path, patience=patience)
        if data.startswith(b"LOCKED"):
            raise ReadingFailed(replace(error("W012", reason="locked"), path=path))
        return data

    monkeypatch.setattr(segments, "LIMIT", 3)  # items of a segment of the search's index
    monkeypatch.setattr(templates, "_compiled", once)
    monkeypatch.setattr(files, "read", locked)
    monkeypatch.setattr(disk, "_flush", lambda _: None)

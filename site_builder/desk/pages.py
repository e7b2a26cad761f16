"""The desk's pages: frames whose forms are made from the reading schema; the scripts fill them in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files as resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from msgspec import Struct

from site_builder.desk.bench import Bench
from site_builder.desk.listing import KINDS, PAGE, all_rows, listed, new_works
from site_builder.desk.words import spoken, words
from site_builder.editing.form import keys
from site_builder.messages import sentence
from site_builder.reading.item import OF_NEWS
from site_builder.reading.schema import Key
from site_builder.thai.dates import MONTHS, MONTHS_ENGLISH, buddhist_year

_YEARS = (-30, 3)  # around this one, in the list of a form; another one that an item has is added to it
_WHEN, _WHERE = ("day", "time"), ("location", "districts", "subdistricts")
_OWN_WORDS = {"slug": "slug", "aliases": "aliases"}  # keys whose Thai name is their English one
# The fields that a pasted release can fill, for confirmation.
TOLD = (
    *("title", "date", "time", "end_date", "location", "district"),
    *("author_unit", "credit", "tags", "visit_counter"),
)


class Field(Struct, frozen=True):
    """A key of the schema as a form asks for it."""

    name: str
    kind: str
    label: str
    example: str


class Choices(Struct, frozen=True):
    """What the lists of a form offer."""

    months: Sequence[str]
    years: Sequence[int]
    districts: Sequence[tuple[str, str]]  # name, label
    subdistricts: Sequence[tuple[str, str, str]]  # name, label, name of the district
    offices: Sequence[str]
    categories: Sequence[str]
    tags: Sequence[str]
    own_office: str


def fields(bench: Bench) -> dict[str, Field]:
    """All fields of a form, by key."""
    return {key.name: _field(key, bench) for key in keys(bench.taxonomies)}


def _field(key: Key, bench: Bench) -> Field:
    if key.name in _OWN_WORDS:
        label = words(bench.language)[_OWN_WORDS[key.name]]
    else:
        label = key.thai if bench.language == "th" and key.thai else key.name.replace("_", " ").capitalize()
    return Field(key.name, key.kind, label, key.example)


def groups(bench: Bench, kind: str) -> dict[str, list[Field]]:
    """The fields in the groups of the page, each in one; those of news alone are left out for a standing page."""
    found: dict[str, list[Field]] = {name: [] for name in ("title", "when", "where", "about", "files", "more")}
    seldom = {key.name for key in keys(()) if key.seldom}
    for name, one in fields(bench).items():
        if kind == "page" and name in (*OF_NEWS, *(key for key, _ in bench.taxonomies)):
            continue
        found[_group(one, seldom)].append(one)
    return found


def _group(one: Field, seldom: Iterable[str]) -> str:
    if one.name in seldom:
        return "more"
    if one.name == "title":
        return "title"
    if one.kind in _WHEN:
        return "when"
    if one.name in _WHERE or one.kind in _WHERE:
        return "where"
    return "files" if one.kind in {"file", "files"} or one.name == "cover_alt" else "about"


def choices(bench: Bench) -> Choices:
    """What the site's own tables offer."""
    desk = bench.opened
    names = {one.code: one.name for one in desk.gazetteer.districts}
    year = buddhist_year(bench.now.date())
    known = [tag.name for tag in desk.settings.tags]
    used = {tag for reading in bench.display.proofs.snapshot.site.stories for tag in reading.item.tags}
    return Choices(
        months=MONTHS if bench.language == "th" else MONTHS_ENGLISH,
        years=range(year + _YEARS[1] - 1, year + _YEARS[0], -1),
        districts=[(one.name, one.label) for one in desk.gazetteer.districts],
        subdistricts=[(one.name, one.label, names[one.district_code]) for one in desk.gazetteer.subdistricts],
        offices=[office.name for office in desk.settings.offices],
        categories=[category.name for category in desk.settings.categories],
        tags=[*known, *sorted(used - set(known))],
        own_office=desk.settings.unit,
    )


@cache
def _environment() -> Environment:
    room = resources("site_builder.desk").joinpath("static")
    loader = FunctionLoader(lambda name: room.joinpath(name).read_text("utf-8"))
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=loader
    )  # of ours alone: no text of an item is a template


def render(name: str, bench: Bench, token: str, **rest: object) -> bytes:
    """A page of the desk."""
    template = _environment().get_template(name)
    shown = {
        "language": bench.language,
        "words": words(bench.language),
        "spoken": json.dumps(spoken(bench.language), ensure_ascii=False),
        "token": token,
        "icon": bench.opened.theme.urls.get("logo", ""),
        "site_title": bench.opened.settings.short_title,
    }
    return template.render(**shown, **rest).encode()


def list_page(bench: Bench, token: str, asked: Mapping[str, str]) -> bytes:
    """The first page: all items."""
    kind = asked.get("show", "all") if asked.get("show") in KINDS else "all"
    number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < len("10000") else 1
    number = max(1, number)
    found = listed(bench, asked.get("q", ""), kind, number)
    return render(
        "list.html",
        bench,
        token,
        here="items",
        listed=found,
        asked=asked.get("q", ""),
        kind=kind,
        kinds=KINDS,
        number=number,
        more=number * PAGE < found.total,
        works=[(work.name, title) for work, title in new_works(bench)],
        total=sentence("E250", bench.language, count=f"{found.total:,}"),
    )


def edit_page(bench: Bench, token: str, path: str) -> bytes:
    """The page of one item, or of a new one."""
    kind = "page" if path.startswith("content/pages/") else "news"
    return render(
        "edit.html",
        bench,
        token,
        here="edit" if path else "new",
        path=path,
        groups=groups(bench, kind),
        choices=choices(bench),
    )


def paste_page(bench: Bench, token: str) -> bytes:
    """“วางข่าว”."""
    known = fields(bench)
    return render(
        "paste.html",
        bench,
        token,
        here="paste",
        fields=[known[name] for name in TOLD],
        choices=choices(bench),
        known=known,
    )


def bin_page(bench: Bench, token: str) -> bytes:
    """What was deleted."""
    return render("bin.html", bench, token, here="bin", thrown=list(bench.shelf.thrown()))


def publish_page(bench: Bench, token: str, path: str, targets: Sequence[str]) -> bytes:
    """What will change on the site, and the button."""
    rows = {row.path: row.title for row in all_rows(bench)}
    new = {work.name: title for work, title in new_works(bench)}
    works = [(work, rows.get(work.item) or new.get(work.name, work.item)) for work in bench.shelf.works()]
    return render("publish.html", bench, token, here="publish", came_from=path, targets=targets, works=works)

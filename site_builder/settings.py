"""content/site.toml, units.toml and tags.toml to frozen values, checked like front matter; reads no file itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from site_builder.problems import Position, Problem, error, is_error, located, place, warning
from site_builder.reading.tables import Key, Row, Rows, Schema, read_tables
from site_builder.showing import ALWAYS, Period, Showing, period, period_problems
from site_builder.thai.text import fold, is_slug, newlines, normalise, slug
from site_builder.thai.units import Office
from site_builder.views import Contact, NavLink

LINKS = ("map_url", "facebook", "line")  # of the contact block: whole addresses, for they become links
CONTACT = ("address", "phone", "fax", "email", "hours", *LINKS)
SITE = {
    "": {
        "title": Key(required=True),
        "short_title": Key(),
        "description": Key(),
        "base_url": Key(required=True),
        "province": Key(required=True),
        "unit": Key(required=True),
        "language": Key("th", choices=("th", "en")),
        "digits": Key("arabic", choices=("arabic", "thai")),
        "links": Key("web", choices=("web", "file")),
        "theme": Key("default"),
        "social_cards": Key("districts", choices=("districts", "items", "none")),
        "search": Key(default=True),
        "avif": Key(default=False),
        "picture_cache": Key(2),
    },
    "mourning": {"from": Key(), "to": Key(), "text": Key()},
    "announcement": {"text": Key(), "url": Key(), "from": Key(), "to": Key()},
    "contact": {key: Key() for key in CONTACT},
    "counter": {"provider": Key("none", choices=("none", "goatcounter", "file")), "url": Key(), "text": Key()},
    "publish.*": {},  # each one's keys are its kind's: see publishing/targets.py
    "[menu]": {
        "text": Key(required=True),
        "url": Key(required=True),
        "place": Key("header", choices=("header", "footer")),
    },
    "[category]": {"name": Key(required=True), "slug": Key(required=True)},
    "[taxonomy]": {"key": Key(required=True), "thai": Key(), "name": Key(required=True)},
}
RESERVED = frozenset(
    [
        "archive",
        "assets",
        "calendar",
        "category",
        "district",
        "feed",
        "fiscal-year",
        "media",
        "news",
        "page",
        "search",
        "social",
        "tag",
        "unit",
    ]  # first parts of URLs
)
KINDS = frozenset(["archive-year", "archive-month"])  # groups that the plan knows by these names
UNITS = {"[unit]": {"name": Key(required=True), "slug": Key(), "aliases": Key(()), "district": Key()}}
TAGS = {"[tag]": {"name": Key(required=True), "slug": Key(), "aliases": Key(())}}
_NO_CONTACT = Contact()
_LINK = re.compile(r"/(?!/)|https?://|mailto:|tel:")
_DATED = ("mourning", "announcement")  # tables with a period


class Named(Struct, frozen=True):
    """A tag or a category: its name, its URL part, and other spellings of it."""

    name: str
    slug: str
    aliases: tuple[str, ...] = ()


class Taxonomy(Struct, frozen=True):
    """A further way to group news, declared in site.toml: its key in front matter, English and Thai, and its name."""

    key: str  # ASCII; also the first part of its pages' URLs
    thai: str
    name: str


class Settings(Struct, frozen=True):
    """All of site.toml, units.toml and tags.toml."""

    title: str
    short_title: str
    description: str
    base_url: str  # absolute, ends with "/"
    province: str
    unit: str
    language: str = "th"
    thai_digits: bool = False
    file_links: bool = False  # links = "file": index.html is written out, for a double click
    theme: str = "default"
    social_cards: str = "districts"  # what a shared page without a picture shows: "districts", "items" or "none"
    mourning: Period | None = None
    mourning_text: str = ""
    announcement: NavLink | None = None  # its url may be ""
    announced: Period = ALWAYS
    search: bool = True
    avif: bool = False  # pictures are made in that format, too: a third smaller, ten times the work
    picture_cache: int = 2 << 30  # bytes of sizes of pictures that may lie in .cache/; in site.toml gigabytes
    contact: Contact = _NO_CONTACT
    counter: str = ""  # address of the service that counts visits, ends with "/"; "" for none
    counter_text: str = ""  # the office's own wording, with {total} and {today}
    visits: bool = False  # the counts of content/visits.json stand in the pages
    header: tuple[NavLink, ...] = ()
    footer: tuple[NavLink, ...] = ()
    categories: tuple[Named, ...] = ()
    taxonomies: tuple[Taxonomy, ...] = ()
    offices: tuple[Office, ...] = ()
    tags: tuple[Named, ...] = ()
    positions: tuple[tuple[str, Position], ...] = ()  # for problems found later: see `at`


def at(settings: Settings, problem: Problem, path: str, key: str) -> Problem:
    """A problem that was found after reading, at its key: "base_url", "contact.phone", "menu./about/", "unit.ก"."""
    return replace(problem, path=path, position=dict(settings.positions).get(key, Position(1, 1, "", 1)))


def showing(settings: Settings, now: dt.datetime) -> Showing:
    """What shows at an instant."""
    return Showing(
        mourning=settings.mourning is not None and settings.mourning.covers(now),
        announcement=settings.announcement is not None and settings.announced.covers(now),
    )


def instants(settings: Settings) -> tuple[dt.datetime, ...]:
    """When that changes."""
    periods = [settings.mourning or ALWAYS, settings.announced if settings.announcement else ALWAYS]
    return tuple(instant for period in periods for instant in (period.start, period.end) if instant)


def read_settings(site: str, units: str, tags: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read the three texts (UTF-8, any line ends; "" for a file that is not there). None where one has an error."""
    rows, problems = _rows("content/site.toml", site, SITE, _site_rules)
    unit_rows, unit_problems = _rows("content/units.toml", units, UNITS, _slug_rule("unit"))
    tag_rows, tag_problems = _rows("content/tags.toml", tags, TAGS, _slug_rule("tag"))
    problems += unit_problems + tag_problems
    if rows is None or unit_rows is None or tag_rows is None or any(map(is_error, problems)):
        return None, problems
    offices = tuple(_office(row) for row in unit_rows["unit"])
    named = tuple(_named(row) for row in tag_rows["tag"])
    positions = (*_positions(site, rows, _SITE_PLACES), *_positions(units, unit_rows, _UNIT_PLACES))
    return replace(_settings(rows), offices=offices, tags=named, positions=positions), problems


Rule = Callable[[Rows], Iterable[Problem]]


def _rows(path: str, text: str, schema: Schema, rule: Rule) -> tuple[Rows | None, tuple[Problem, ...]]:
    text = normalise(newlines(text)).text
    rows, problems = read_tables(text, schema)
    found = [*problems, *(rule(rows) if rows else [])]
    return rows, tuple(located(problem, path, text) for problem in found)


_SITE_PLACES = (("", "base_url"), *(("contact", key) for key in CONTACT), ("menu", "url"), ("announcement", "url"))
_UNIT_PLACES = (("unit", "name"), ("unit", "district"))


def _positions(text: str, rows: Rows, places: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Position]]:
    """Where the values stand that a later stage may have to speak of; a row of a list is told by its value."""
    text = normalise(newlines(text)).text
    for table, key in places:
        for row in rows[table]:
            listed = table in {"menu", "unit"}
            name = f"{table}.{row.text(key)}" if listed else f"{table}.{key}".lstrip(".")
            yield name, place(text, row.span(key))


def _settings(rows: Rows) -> Settings:
    top = rows[""][0]
    menu = [(row.text("place"), NavLink(row.text("text"), row.text("url"))) for row in rows["menu"]]
    contact, counter, mourning, announced = (rows[table][0] for table in ("contact", "counter", *_DATED))
    text = announced.text("text")
    return Settings(
        title=top.text("title"),
        short_title=top.text("short_title") or top.text("title"),
        description=top.text("description"),
        base_url=top.text("base_url").rstrip("/") + "/",
        province=top.text("province"),
        unit=top.text("unit"),
        language=top.text("language"),
        thai_digits=top.text("digits") == "thai",
        file_links=top.text("links") == "file",
        theme=top.text("theme"),
        social_cards=top.text("social_cards"),
        mourning=period(mourning) if mourning.text("from") else None,
        mourning_text=mourning.text("text"),
        announcement=NavLink(text, announced.text("url")) if text else None,
        announced=period(announced),
        search=top.flag("search"),
        avif=top.flag("avif"),
        picture_cache=top.number("picture_cache") << 30,
        contact=Contact(**{key: contact.text(key) for key in CONTACT}),
        counter=counter.text("url").rstrip("/") + "/" if counter.text("provider") == "goatcounter" else "",
        counter_text="" if _is_stale(counter) else counter.text("text"),
        visits=counter.text("provider") == "file",
        header=tuple(link for place, link in menu if place == "header"),
        footer=tuple(link for place, link in menu if place == "footer"),
        categories=tuple(_named(row) for row in rows["category"]),
        taxonomies=tuple(Taxonomy(row.text("key"), row.text("thai"), row.text("name")) for row in rows["taxonomy"]),
    )


def _named(row: Row) -> Named:
    return Named(row.text("name"), row.text("slug") or slug(row.text("name")), row.texts("aliases"))


def _office(row: Row) -> Office:
    name = row.text("name")
    return Office(name, row.text("slug") or slug(name), row.texts("aliases"), row.text("district"))


def address_problems(base_url: str) -> Iterator[Problem]:
    """What is wrong with an address for the site: it must be whole, and should be encrypted."""
    found = re.fullmatch(r"(https?)://([^\s/?#\[\]@]+(?:/[^\s?#]*)?)", base_url)
    if not found:
        yield error("S007", fix='base_url = "https://example.go.th/"')
    elif found[1] == "http":
        yield warning("S008", fix=f'base_url = "https://{found[2]}"')


def _site_rules(rows: Rows) -> Iterator[Problem]:
    top = rows[""][0]
    if top.text("base_url"):
        yield from (replace(one, span=top.span("base_url")) for one in address_problems(top.text("base_url")))
    if top.text("unit") and not slug(top.text("unit")):
        yield error("S019", top.span("unit"), name=top.text("unit"))
    if not re.fullmatch(r"[A-Za-z0-9][\w-]*", top.text("theme"), re.ASCII):
        yield error("S009", top.span("theme"), fix='theme = "default"')
    yield from _link_problems(rows)
    yield from _counter_rules(rows["counter"][0])
    for row in rows["taxonomy"]:
        key = row.text("key")
        if not re.match(r"[a-z]", key) or not key.isascii() or not is_slug(key) or key in RESERVED | KINDS:
            yield error("S011", row.span("key"), key=key, fix='key = "project"')
    yield from _repeated(rows["taxonomy"], "key", lambda row: row.text("key"))
    yield from _slug_rule("category")(rows)
    for table in _DATED:
        yield from period_problems(rows[table][0])


def _link_problems(rows: Rows) -> Iterator[Problem]:
    announcement, contact = rows["announcement"][0], rows["contact"][0]
    for row in (*rows["menu"], *([announcement] if announcement.text("url") else [])):
        if not _LINK.match(row.text("url")):
            yield error("S010", row.span("url"), url=row.text("url"), fix='url = "/about/"')
    for key in LINKS:
        if contact.text(key) and not re.match(r"https?://[^\s/]", contact.text(key)):
            yield error("S020", contact.span(key), key=key, value=contact.text(key), fix=f'{key} = "https://…"')


def _counter_rules(row: Row) -> Iterator[Problem]:
    """The service has an address, and the office's wording a place for the total; another blank would stay one."""
    is_file = row.text("provider") == "file"
    if row.text("provider") == "goatcounter" and not re.fullmatch(r"https?://[^\s/?#\[\]@;,'\"]+/?", row.text("url")):
        yield error("S033", row.span("url"), url=row.text("url"), fix='url = "https://office.goatcounter.com"')
    text = row.text("text")
    blanks = {"{total}", "{today}", "{day}"} if is_file else {"{total}", "{today}"}
    fix = _FILED if is_file else 'text = "(เข้าชม {total} ครั้ง วันนี้ {today} ครั้ง)"'
    if text and ("{total}" not in text or set(re.findall(r"\{[^}]*\}?", text)) - blanks):
        yield error("S034", row.span("text"), blanks=" ".join(sorted(blanks)), fix=fix)
    elif _is_stale(row):
        yield warning("S035", row.span("text"), fix=_FILED)


_FILED = 'text = "(เข้าชม {total} ครั้ง วันที่ {day} เข้าชม {today} ครั้ง)"'


def _is_stale(row: Row) -> bool:
    """Whether the wording says "today" of counts that stand in a page for good: tomorrow it would not be true."""
    text = row.text("text")
    return row.text("provider") == "file" and "{today}" in text and "{day}" not in text


def _slug_rule(table: str) -> Rule:
    """Slugs are URL parts, and neither a slug nor a name stands twice."""

    def rule(rows: Rows) -> Iterator[Problem]:
        for row in rows[table]:
            written = row.text("slug")
            if written and not is_slug(written):
                yield error("S012", row.span("slug"), slug=written, fix=f'slug = "{slug(written)}"')
            elif row.text("name") and not written and not slug(row.text("name")):
                yield error("S019", row.span("name"), name=row.text("name"), fix='slug = "…"')
        yield from _repeated(rows[table], "name", lambda row: fold(row.text("name")))
        yield from _repeated(rows[table], "slug", lambda row: _named(row).slug)

    return rule


def _repeated(rows: Iterable[Row], key: str, value_of: Callable[[Row], str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in rows:
        value = value_of(row)
        if value and value in seen:
            yield error("S013", row.span(key), key=key, value=row.text(key) or value)
        seen.add(value)

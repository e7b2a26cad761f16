"""One source: bytes in, the item or all that is wrong with it out; touches no disk and looks at no other source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from site_builder.model import Counter, Item, Reading
from site_builder.problems import IDENTITY, Position, Problem, Span, error, is_error, located, place, warning
from site_builder.reading import body, fields, frontmatter, schema
from site_builder.reading.composing import Entry
from site_builder.reading.fields import Found
from site_builder.reading.frontmatter import FrontMatter
from site_builder.reading.occasions import correction, event, shown_between, when
from site_builder.reading.schema import Taxonomies
from site_builder.reading.source import decode
from site_builder.reading.whereabouts import places
from site_builder.reading.wholes import heading, names_of, sign_kept, whole_body
from site_builder.thai.personal import identities
from site_builder.thai.places import Gazetteer
from site_builder.thai.text import excerpt, slug

EXCERPT = 160  # characters: what search engines and share cards show

_PAGES = "content/pages/"
OF_NEWS = (  # that a standing page shows nowhere
    *("location", "district", "subdistrict", "category", "tags", "author_unit", "credit"),
    *("event", "visit_counter", "pinned"),
)
_POSITIONED = (
    *("title", "date", "category", "author_unit", "slug"),
    *("aliases", "tags", "cover", "gallery", "attachments"),
)


class Rules(Struct, frozen=True):
    """What of the site bears on reading one source; shipped to worker processes as it is."""

    gazetteer: Gazetteer
    taxonomies: Taxonomies = ()  # (key, Thai key) of the further lists that site.toml declares


def read(path: str, data: bytes, rules: Rules) -> Reading:
    """Read a source; `path` is POSIX from the site's folder. No bytes make it raise: faults are problems."""
    source = decode(data)
    if not source.readable:
        return Reading(None, None, tuple(located(problem, path, source.text) for problem in source.problems))
    names = schema.names(rules.taxonomies)
    front = frontmatter.parse(source.text, lambda written: names.get(schema.folded(written)))
    if not front.whole:
        return _held_back(path, source.text, (*source.problems, *front.problems))
    return _read(path, source.text, front, rules, source.problems)


def _read(path: str, text: str, front: FrontMatter, rules: Rules, before: tuple[Problem, ...]) -> Reading:
    converted = body.convert(text, front.body)
    found: Found = [*before, *front.problems, *converted.problems]
    fields.unknown(front.entries, schema.names(rules.taxonomies), found)
    entries = {entry.name: entry for entry in front.entries}
    item = _item(path, entries, rules, found, (converted.first_paragraph, _positions(entries, rules, text)))
    if item.kind == "page":
        found += [warning("F087", entries[key].span, key=entries[key].written) for key in OF_NEWS if key in entries]
    found += [warning(IDENTITY, Span(one.start, one.end)) for one in identities(text)]  # an error to `check`
    if any(is_error(problem) for problem in found):
        return _held_back(path, text, tuple(found))
    return Reading(item, whole_body(converted.body, names_of(rules.gazetteer)), _located(path, text, found))


def _held_back(path: str, text: str, found: tuple[Problem, ...]) -> Reading:
    return Reading(None, None, _located(path, text, found))


def _located(path: str, text: str, found: Iterable[Problem]) -> tuple[Problem, ...]:
    """In the order of the file, whatever found them."""
    ordered = sorted(found, key=lambda problem: problem.span.start if problem.span else 0)
    return tuple(located(problem, path, text) for problem in ordered)


def _item(
    path: str,
    entries: Mapping[str, Entry],
    rules: Rules,
    found: Found,
    rest: tuple[str, tuple[tuple[str, Position], ...]],
) -> Item:
    """The typed item, `rest` being the first paragraph and the positions; with an error found, it means nothing."""
    kind = "page" if path.startswith(_PAGES) else "news"
    draft = "draft" in entries and fields.switch(entries["draft"], [])
    _required(entries, ("title",) if kind == "page" else ("title",) if draft else ("title", "date"), found)
    districts, subdistricts = places(entries, rules.gazetteer, found)
    publish_on, expire_on = shown_between(entries, found)
    paragraph, positions = rest
    folder = path.rpartition("/")[0] or "."

    def text(key: str) -> str:
        return fields.text(entries[key], found) if key in entries else ""

    def words(key: str) -> tuple[str, ...]:
        return fields.words(entries[key], found) if key in entries else ()

    def files(key: str) -> tuple[str, ...]:
        return fields.files(entries[key], folder, found) if key in entries else ()

    def switch(key: str) -> bool:
        return key in entries and fields.switch(entries[key], found)

    return Item(
        source=path,
        kind=kind,
        slug=_slug(path, entries.get("slug"), found),
        title=(title := text("title")),
        heading=heading(title, names_of(rules.gazetteer)),
        when=when(entries, found),
        event=event(entries["event"], found) if "event" in entries else None,
        category=text("category"),
        location=text("location"),
        districts=districts,
        subdistricts=subdistricts,
        author_unit=text("author_unit"),
        credit=text("credit"),
        tags=words("tags"),
        terms=tuple((key, words(key)) for key, _ in rules.taxonomies if key in entries),
        summary=(summary := text("summary")),
        excerpt=sign_kept(excerpt(summary or paragraph, EXCERPT)),
        cover="".join(files("cover")[:1]),
        cover_alt=text("cover_alt"),
        gallery=files("gallery"),
        attachments=files("attachments"),
        counter=fields.counter(entries["visit_counter"], found) if "visit_counter" in entries else Counter(),
        draft=switch("draft"),
        publish_on=publish_on,
        expire_on=expire_on,
        pinned=switch("pinned"),
        aliases=fields.aliases(entries["aliases"], found) if "aliases" in entries else (),
        correction=correction(entries["correction"], found) if "correction" in entries else None,
        example=switch("example"),
        positions=positions,
    )


def _required(entries: Mapping[str, Entry], keys: tuple[str, ...], found: Found) -> None:
    for name in keys:
        key = schema.BY_NAME[name]
        entry = entries.get(name)
        if entry is None:
            found.append(error("F017", key=name, thai=key.thai, example=key.example))
        elif fields.is_nothing(entry.value):
            found.append(error("F066", entry.span, key=entry.written, fix=f"{entry.written}: {key.example}"))


def _slug(path: str, entry: Entry | None, found: Found) -> str:
    """The typed slug, else one of the file's name, or of its folder's for `index.md`."""
    typed = fields.typed_slug(entry, found) if entry else ""
    folder, _, name = path.rpartition("/")
    named = slug(folder.rpartition("/")[2] if name == "index.md" else name.rpartition(".")[0] or name)
    if not typed and not named:
        found.append(error("F068", name=name))
    return typed or named


def _positions(entries: Mapping[str, Entry], rules: Rules, text: str) -> tuple[tuple[str, Position], ...]:
    keys = (*_POSITIONED, *(key for key, _ in rules.taxonomies))
    return tuple((key, place(text, entries[key].value.span)) for key in keys if key in entries)

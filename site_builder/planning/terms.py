"""Words to groups: an item's office, category, tags and districts as Terms, by the site's tables; never guesses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from site_builder.model import Item, Term
from site_builder.problems import Position, Problem, Severity
from site_builder.settings import Named, Settings
from site_builder.thai.places import District, Gazetteer
from site_builder.thai.text import fold, nearest, slug
from site_builder.thai.units import Offices, find, nearest_office
from site_builder.views import Terms


class Vocabulary(Struct, frozen=True):
    """All that the site's tables say about names, folded for looking up."""

    province: str  # "บุรีรัมย์", however site.toml spells it
    is_bangkok: bool  # its districts are เขต
    districts: Mapping[str, Term]  # DOPA code → term
    categories: Mapping[str, Term]  # folded name → term
    tags: Mapping[str, Term]  # folded name or alias → term, and the slug of each → term
    taxonomies: Mapping[str, str]  # key → name
    offices: Offices
    office_terms: Mapping[str, Term]  # office's name → term
    office_districts: Mapping[str, str]  # office's name → DOPA code of its district
    own: Term  # the office that publishes the site
    subdistricts: tuple[str, ...]  # names


def vocabulary(settings: Settings, gazetteer: Gazetteer) -> Vocabulary:
    """Fold the site's tables once for a whole build."""
    offices = Offices.of(settings.offices)
    terms = {office.name: _term("unit", office.name, office.slug) for office in settings.offices}
    own = find(offices, settings.unit)
    by_name = {district.name: district.code for district in gazetteer.districts}
    return Vocabulary(
        province=gazetteer.province.name,
        is_bangkok=gazetteer.is_bangkok,
        districts={district.code: district_term(district) for district in gazetteer.districts},
        categories={fold(one.name): _term("category", one.name, one.slug) for one in settings.categories},
        tags=_tags(settings.tags),
        taxonomies={taxonomy.key: taxonomy.name for taxonomy in settings.taxonomies},
        offices=offices,
        office_terms=terms,
        office_districts={one.name: by_name[one.district] for one in settings.offices if one.district in by_name},
        own=terms[own.name] if own else _term("unit", settings.unit, slug(settings.unit)),
        subdistricts=tuple(one.name for one in gazetteer.subdistricts),
    )


def district_term(district: District) -> Term:
    """The group of all news of a district."""
    return Term(
        "district", district.name, district.slug, f"/district/{district.slug}/", district.label, district.english
    )


def _term(kind: str, name: str, part: str) -> Term:
    return Term(kind, name, part, f"/{kind}/{part}/", label=name)


def _tags(named: Iterable[Named]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for tag in named:
        term = _term("tag", tag.name, tag.slug)
        terms |= {fold(spelling): term for spelling in (tag.name, tag.slug, *tag.aliases)}
    return terms


def unit_of(item: Item, words: Vocabulary) -> tuple[Term, Problem | None]:
    """The crediting office: the site's own where none is written, and an unknown one by its words, without a page."""
    if not item.author_unit:
        return words.own, None
    office = find(words.offices, item.author_unit)
    if office:
        return words.office_terms[office.name], None
    if not words.office_terms:  # a site without units.toml: every office is as good as another
        return _term("unit", item.author_unit, slug(item.author_unit)), None
    near = nearest_office(words.offices, item.author_unit)
    arguments = {"unit": item.author_unit} | ({"nearest": ", ".join(near)} if near else {})
    problem = at(item, "author_unit", "P005" if near else "P006", Severity.WARNING, arguments)
    return Term("unit", item.author_unit, "", "", item.author_unit), problem


def districts_of(item: Item, words: Vocabulary) -> tuple[Term, ...]:
    """The item's districts; one that says no place at all is of its office's district."""
    if item.districts:
        return tuple(words.districts[district.code] for district in item.districts)
    office = None if item.location else find(words.offices, item.author_unit)
    code = words.office_districts.get(office.name) if office else None
    return (words.districts[code],) if code else ()


def category_of(item: Item, words: Vocabulary) -> tuple[Term | None, Problem | None]:
    """One of the site's categories; another word is an error, since a news item in no list is a lost one."""
    found = words.categories.get(_folded(item.category))
    if found or not item.category:
        return found, None
    names = [term.name for term in words.categories.values()]
    near = nearest(item.category, names) or tuple(names)
    arguments = {"category": item.category, "known": ", ".join(near)}
    return None, at(item, "category", "P007" if names else "P008", Severity.ERROR, arguments)


def tags_of(item: Item, words: Vocabulary) -> tuple[Term, ...]:
    """The item's tags, each once; a tag of tags.toml by any of its spellings, another by its own words."""
    found = [_tag(tag, words.tags) for tag in item.tags]
    return tuple({term.slug: term for term in found if term.slug}.values())


def _tag(word: str, known: Mapping[str, Term]) -> Term:
    return (known and (known.get(_folded(word)) or known.get(_part(word)))) or _own_tag(word)


@lru_cache(maxsize=4_096)
def _own_tag(word: str) -> Term:
    return _term("tag", word, _part(word))


@lru_cache(maxsize=4_096)  # 10,000 items share some sixty tags, and ten categories
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=4_096)
def _part(word: str) -> str:
    return slug(word)


def further_terms(item: Item, words: Vocabulary) -> tuple[Terms, ...]:
    """The item's groups in the taxonomies that site.toml declares, in its order."""
    if not words.taxonomies:
        return ()
    written = dict(item.terms)
    found = (
        (name, {_part(word): _term(key, word, _part(word)) for word in written.get(key, ()) if _part(word)})
        for key, name in words.taxonomies.items()
    )
    return tuple(Terms(name, tuple(terms.values())) for name, terms in found if terms)


def at(item: Item, key: str, code: str, severity: Severity, arguments: Mapping[str, str]) -> Problem:
    """A problem that was found after reading, at the place that reading kept for it."""
    position = dict(item.positions).get(key, Position(1, 1, "", 1))
    return Problem(code, severity, None, tuple(arguments.items()), "", item.source, position)

"""Opening a site's folder: settings, gazetteer, theme and the list of sources, all that stands before reading items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from site_builder.counting import ledger
from site_builder.counting.ledger import read_ledger, visits_of
from site_builder.model import Visits
from site_builder.names import is_safe
from site_builder.planning.terms import Vocabulary, vocabulary
from site_builder.problems import Problem, error, is_error, located, warning
from site_builder.reading import boundaries
from site_builder.reading.boundaries import Boundaries, read_boundaries
from site_builder.reading.item import Rules
from site_builder.reading.source import Source, decode
from site_builder.rendering.theme import Theme, open_theme
from site_builder.settings import Settings, at, read_settings
from site_builder.storing import files
from site_builder.storing.files import Scan, SourceFile
from site_builder.storing.themes import font_paths, theme_files
from site_builder.thai.places import Gazetteer, load, provinces
from site_builder.thai.text import nearest
from site_builder.thai.units import collisions

SETTINGS = ("content/site.toml", "content/units.toml", "content/tags.toml")
TABLES = (*SETTINGS, boundaries.PATH, ledger.PATH)  # what is neither an item nor a file of one
HOMES = ("content/news/", "content/pages/")  # where items live


class Desk(Struct, frozen=True):
    """A site's folder, opened: nothing of its items is read yet. Without sources until `supply` has laid them there."""

    settings: Settings
    gazetteer: Gazetteer
    words: Vocabulary
    rules: Rules
    theme: Theme
    tables: Mapping[str, str]  # path of each table → SHA-256 of the bytes that were read
    boundaries: Boundaries = ()  # of the districts, where the site has them
    counts: Mapping[str, Visits] = field(default_factory=dict)  # of items, by URL, where the site has its own file
    fonts: tuple[str, ...] = ()  # where the theme's fonts for drawing lie
    sources: tuple[SourceFile, ...] = ()  # every file below content/
    scanned: tuple[Problem, ...] = ()  # what was met when they were looked for
    items: tuple[str, ...] = ()  # paths of the Markdown sources
    files: tuple[str, ...] = ()  # paths of all other files that an item may use
    refused: frozenset[str] = frozenset()  # items that a Windows disk could not hold beside another; told already


def open_desk(site: Path) -> tuple[Desk | None, tuple[Problem, ...]]:
    """Open a folder; None where its settings or its theme do not allow a site, with the reasons."""
    desk, problems = furnish(site)
    return supply(desk, files.scan(site / "content"), problems) if desk else (None, problems)


def furnish(site: Path) -> tuple[Desk | None, tuple[Problem, ...]]:
    """A desk with settings, gazetteer and theme, on which no sources lie yet; None where these do not allow a site."""
    if not (site / SETTINGS[0]).is_file():
        return None, (replace(error("S016"), path=SETTINGS[0]),)
    tables = {path: files.read(site, path) for path in SETTINGS if (site / path).is_file()}
    texts, faults = _texts(tables)
    if any(map(is_error, faults)):
        return None, faults
    settings, problems = read_settings(*texts)
    problems = (*faults, *problems)
    if settings is None:
        return None, problems
    gazetteer = load(settings.province)
    if gazetteer is None:
        names = [province.name for province in provinces()]
        near = ", ".join(nearest(settings.province, names) or names)
        return None, (*problems, replace(error("S014", name=settings.province, nearest=near), path=SETTINGS[0]))
    theme, faults = _theme(site, settings)
    if theme is None:
        return None, (*problems, *faults)
    words = vocabulary(settings, gazetteer)
    drawn, unusable = _boundaries(site, gazetteer, tables)
    counts, uncounted = _counts(site, tables) if settings.visits else ({}, ())
    digests = {path: sha256(data).hexdigest() for path, data in tables.items()}
    rules = Rules(gazetteer, tuple((one.key, one.thai) for one in settings.taxonomies))
    fonts = font_paths(site, settings.theme, (name for name, _ in theme.fonts))
    return Desk(settings, gazetteer, words, rules, theme, digests, drawn, counts, fonts), (
        *problems,
        *unusable,
        *uncounted,
        *_office_faults(settings, words, gazetteer),
    )


def _theme(site: Path, settings: Settings) -> tuple[Theme | None, tuple[Problem, ...]]:
    lent = theme_files(site, settings.theme)
    if lent is None:
        return None, (replace(error("S015", name=settings.theme), path=SETTINGS[0]),)
    theme, faults = open_theme(lent, settings.language)
    names = [url.rpartition("/")[2] for url in theme.assets if not is_safe(url[1:])] if theme else []
    unsafe = tuple(replace(error("T005", name=name), path="themes") for name in names)
    return None if unsafe else theme, (*faults, *unsafe)


def supply(desk: Desk, found: Scan, problems: tuple[Problem, ...] = ()) -> tuple[Desk | None, tuple[Problem, ...]]:
    """The desk with these sources on it, and the problems up to here; None where a folder cannot be read."""
    if any(problem.code == "W012" and is_error(problem) for problem in found.problems):
        return None, (*problems, *found.problems)  # else its pages would go for that
    sources = [source.path for source in found.sources if source.path not in TABLES]
    items = tuple(path for path in sources if is_item(path))
    refused = frozenset(problem.path for problem in found.problems if is_error(problem))
    others = tuple(path for path in sources if not path.lower().endswith(".md") and path not in refused)
    desk = replace(
        desk,
        sources=found.sources,
        scanned=found.problems,
        items=items,
        files=others,
        refused=refused.intersection(items),
    )
    return desk, (*problems, *found.problems, *_homeless(sources))


def _boundaries(site: Path, gazetteer: Gazetteer, tables: dict[str, bytes]) -> tuple[Boundaries, tuple[Problem, ...]]:
    """What the site's own map says, laid to the tables; one that cannot be used is told, and ours stands."""
    if not (site / boundaries.PATH).is_file():
        return (), ()
    tables[boundaries.PATH] = files.read(site, boundaries.PATH)
    found, problems = read_boundaries(tables[boundaries.PATH], gazetteer)
    return found, tuple(replace(problem, path=boundaries.PATH) for problem in problems)


def _counts(site: Path, tables: dict[str, bytes]) -> tuple[Mapping[str, Visits], tuple[Problem, ...]]:
    """What the site's own file says of visits; one that is not there, or cannot be used, is told."""
    if not (site / ledger.PATH).is_file():
        return {}, (replace(warning("A006"), path=ledger.PATH),)
    tables[ledger.PATH] = files.read(site, ledger.PATH)
    found, problem = read_ledger(tables[ledger.PATH])
    return visits_of(found) if found else {}, (replace(problem, path=ledger.PATH),) if problem else ()


def is_item(path: str) -> bool:
    """Whether a source is an item: Markdown below content/news/ or content/pages/."""
    return path.startswith(HOMES) and path.lower().endswith(".md")


def _texts(tables: Mapping[str, bytes]) -> tuple[list[str], tuple[Problem, ...]]:
    """The three tables, read as news is: an old Thai encoding is told, one that cannot be read is an error."""
    found = [decode(tables[path]) if path in tables else Source("") for path in SETTINGS]
    problems = (
        located(problem, path, source.text)
        for path, source in zip(SETTINGS, found, strict=True)
        for problem in source.problems
        if problem.code not in {"F001", "F007"}  # an empty table is no mistake, and mended Thai need not be told
    )
    return [source.text for source in found], tuple(problems)


def _homeless(sources: list[str]) -> Iterator[Problem]:
    """Markdown that stands where no items are read is named: nothing is lost in silence."""
    for path in sources:
        if path.lower().endswith(".md") and not is_item(path):
            yield located(warning("P016"), path, "")


def _office_faults(settings: Settings, words: Vocabulary, gazetteer: Gazetteer) -> Iterator[Problem]:
    names = {district.name for district in gazetteer.districts}
    for office in settings.offices:
        if office.district and office.district not in names:
            problem = warning("S017", name=office.name, district=office.district)
            yield at(settings, problem, SETTINGS[1], f"unit.{office.district}")
    for one in collisions(words.offices):
        if not one.derived:
            problem = warning("S018", names=", ".join(one.offices), spelling=one.spelling)
            yield at(settings, problem, SETTINGS[1], f"unit.{one.offices[0]}")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file and line; the errors of a file before its warnings where they share a line."""
    return tuple(
        sorted(
            problems,
            key=lambda one: (one.path, one.position.line if one.position else 0, not is_error(one), one.code),
        )
    )

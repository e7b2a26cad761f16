"""Foreign files to items of a site: reads them, imports their texts, writes what came of them; the flow of `import`."""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from site_builder.importing.draft import Draft
from site_builder.importing.item import Home, foreign, item_path, item_text
from site_builder.importing.papers import Papers, papers
from site_builder.importing.release import read_foreign
from site_builder.importing.wordpress import top_ten
from site_builder.messages import hint, message, sentence
from site_builder.names import is_safe
from site_builder.opening import SETTINGS, furnish
from site_builder.problems import Problem, error, is_error, located, warning
from site_builder.reading.source import decode
from site_builder.report import Report
from site_builder.storing.starts import write_beside, write_item
from site_builder.thai.text import slug
from site_builder.thai.units import Offices

PASTED = Path("-")
_SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")  # WordPress writes a picture's size behind its name
_BELOW = re.compile(r".*?/(?:uploads|files)/")


class Luggage(Struct, frozen=True):
    """What comes with the files: a folder of uploads, the counts of visits, and whether anything may be written."""

    uploads: Path | None = None
    counts: Path | None = None
    dry_run: bool = False


Files = Mapping[str, Path | bytes]  # name beside the item → where it comes from


def take_in(site: Path, files: Sequence[Path], luggage: Luggage, report: Report) -> tuple[Problem, ...]:
    """Import each file; the problems of those that could not be read, and of the site. Questions are no problems."""
    home, faults = _home(site)
    if home is None and (any(map(is_error, faults)) or not (luggage.dry_run or report.json_only)):
        report.problems(faults or (replace(error("S016"), path=SETTINGS[0]),))
        return faults or (error("S016"),)
    counts = top_ten(decode(luggage.counts.read_bytes()).text) if luggage.counts else {}
    found: list[Problem] = []
    imported = asked = 0
    for file in files:
        problems, drafts = _taken(site, home, file, (luggage, counts, report))
        found += problems
        imported += len(drafts)
        asked += sum(1 for draft in drafts if draft.questions)
    report.say("I204", count=imported, asked=asked)
    if luggage.dry_run:
        report.say("I205")
    return tuple(found)


def _home(site: Path) -> tuple[Home | None, tuple[Problem, ...]]:
    """The site that the items go to; None without a problem where the folder is none."""
    if not (site / SETTINGS[0]).is_file():
        return None, ()
    desk, problems = furnish(site)
    if desk is None:
        return None, tuple(problems)
    names = tuple(category.name for category in desk.settings.categories)
    return Home(desk.gazetteer, Offices.of(desk.settings.offices), names), ()


def _taken(
    site: Path, home: Home | None, file: Path, means: tuple[Luggage, Mapping[str, int], Report]
) -> tuple[tuple[Problem, ...], list[Draft]]:
    luggage, counts, report = means
    name = file.as_posix()
    try:
        data = sys.stdin.buffer.read() if file == PASTED else file.read_bytes()
    except OSError as fault:
        unread = replace(error("I304", reason=fault.strerror or str(fault)), path=name)
        report.problems([unread])
        return (unread,), []
    found = papers(name, data, counts)
    problems = tuple(located(problem, name, "") for problem in found.problems)
    report.problems(problems)
    drafts: list[Draft] = []
    for text in found.texts:
        draft = read_foreign(text)
        drafts.append(draft)
        _shown(name, draft, home, report)
        if home and not luggage.dry_run:
            beside, missing = _files(draft, found, file, luggage)
            report.problems(replace(one, path=name) for one in missing)
            report.say("I202", path=site / _written(site, draft, home, report.language, beside))
    return problems, drafts


def _questions(draft: Draft, home: Home | None) -> tuple[Problem, ...]:
    return (*draft.questions, *(foreign(draft, home) if home else ()))


def _shown(name: str, draft: Draft, home: Home | None, report: Report) -> None:
    report.imported(draft)
    if not report.json_only:
        report.problems(located(problem, name, draft.text) for problem in _questions(draft, home))


def _written(site: Path, draft: Draft, home: Home, language: str, files: Files) -> str:
    """Write the item, in a folder of its own where files lie beside it; its path."""
    remarks = [line for one in _questions(draft, home) for line in _remark(one, language)]
    text = item_text(draft, home, remarks, tuple(files))

    def path(number: int) -> str:
        flat = item_path(draft, home, number)
        return f"{flat.removesuffix('.md')}/index.md" if files else flat

    written = write_item(site, path, text)
    write_beside(site / posixpath.dirname(written), files)
    return written


def _remark(problem: Problem, language: str) -> Iterator[str]:
    yield f"{sentence('I201', language)}: {message(problem, language)}"
    if advice := hint(problem, language):
        yield advice


def _files(draft: Draft, found: Papers, file: Path, luggage: Luggage) -> tuple[Files, list[Problem]]:
    """The files that the text uses, by the names that they get; and what was not found."""
    inside = dict(found.pictures)
    taken: dict[str, Path | bytes] = {}
    missing: list[str] = []
    for address in draft.given.pictures:
        source = inside.get(address) or _upload(address, file, luggage)
        if source is None:
            missing.append(address)
        elif source not in taken.values():
            taken[_name(address, taken)] = source
    problems = [warning("I016", count=len(missing), name=missing[0])] if missing else []
    return taken, problems


def _upload(address: str, file: Path, luggage: Luggage) -> Path | None:
    """Where a file lies: below the folder of uploads, the original before its small copies, or beside the page."""
    path = unquote(urlsplit(address).path)
    below = _BELOW.sub("", path).lstrip("/")
    tries = (
        [(luggage.uploads, one) for one in (_SIZE.sub("", below), below, posixpath.basename(below))]
        if luggage.uploads
        else []
    )
    if file != PASTED and not urlsplit(address).scheme:
        tries.append((file.parent, path.removeprefix("./")))
    for folder, one in tries:
        if folder and one and is_safe(one) and (folder / one).is_file():
            return folder / one
    return None


def _name(address: str, taken: Mapping[str, object]) -> str:
    """A name beside the item that every system takes, and that no other file has."""
    name = _SIZE.sub("", posixpath.basename(unquote(urlsplit(address).path)))
    stem, dot, ending = name.rpartition(".")
    plain = name if is_safe(name) and len(name.encode()) < 120 else f"{slug(stem) or 'file'}{dot}{ending.lower()}"  # noqa: PLR2004
    number = 2
    while plain.casefold() in {one.casefold() for one in taken}:
        plain = f"{slug(stem) or 'file'}-{number}{dot}{ending.lower()}"
        number += 1
    return plain

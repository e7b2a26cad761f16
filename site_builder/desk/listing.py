"""The list of all items: title, day, what holds each back, what is wrong with it, and whose work is not saved."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from site_builder.desk.bench import Bench
from site_builder.messages import sentence
from site_builder.model import Held, Item
from site_builder.planning.addresses import address_of
from site_builder.preview.snapshot import Snapshot
from site_builder.problems import is_error
from site_builder.storing.shelf import Work
from site_builder.texts import moment
from site_builder.thai.dates import short, short_english
from site_builder.thai.seeking import sought

PAGE = 50  # items on one page of the list
KINDS = ("all", "unsaved", "draft", "scheduled", "expired", "error", "published", "page")
_WHY = {"published": "E100", "draft": "V014", "scheduled": "V015", "expired": "V016", "error": "V017"}


class Row(Struct, frozen=True):
    """One item of the list."""

    path: str
    title: str
    day: str
    place: str
    status: str  # of KINDS
    why: str  # the same in words
    problems: int = 0
    errors: int = 0
    unsaved: bool = False
    is_page: bool = False
    url: str = ""


class Listed(Struct, frozen=True):
    """One page of the list."""

    rows: Sequence[Row]
    total: int
    counts: dict[str, int]  # of each kind, whatever is sought


def listed(bench: Bench, asked: str, kind: str, page: int) -> Listed:
    """The items that are asked for, the newest first."""
    rows = all_rows(bench)
    counts = {name: sum(_is_of(row, name) for row in rows) for name in KINDS}
    terms = [sought(word) for word in asked.split()]
    found = [row for row in rows if _is_of(row, kind) and all(term in _form(row) for term in terms if term)]
    first = (page - 1) * PAGE
    return Listed(found[first : first + PAGE], len(found), counts)


def _is_of(row: Row, kind: str) -> bool:
    match kind:
        case "all":
            return True
        case "unsaved":
            return row.unsaved
        case "page":
            return row.is_page
    return row.status == kind


def _form(row: Row) -> str:
    return _sought(f"{row.title}\n{row.place}\n{row.path}")


_sought = lru_cache(20_000)(sought)  # as many as a large site has items


def all_rows(bench: Bench) -> list[Row]:
    """Every item of the site."""
    snapshot = bench.display.proofs.snapshot
    unsaved = {work.item: work for work in bench.shelf.works()}
    problems = Counter(problem.path for problem in snapshot.outcome.problems)
    errors = Counter(problem.path for problem in snapshot.outcome.problems if is_error(problem))
    held = {one.path: one for one in snapshot.outcome.held}
    rows = [
        (_order(item), _row(bench, path, item, held.get(path), (problems[path], errors[path], path in unsaved)))
        for path, item in _items(snapshot)
    ]
    rows.sort(key=lambda pair: pair[0], reverse=True)
    return [row for _, row in rows]


def _items(snapshot: Snapshot) -> list[tuple[str, Item | None]]:
    found = []
    for path in snapshot.sources.desk.items if snapshot.sources.desk else ():
        reading = snapshot.sources.readings.get(path)
        last = reading if reading and reading.item else snapshot.sources.good.get(path)
        found.append((path, last.item if last else None))
    return found


def _order(item: Item | None) -> tuple[bool, dt.date, str]:
    """What has no day yet stands first: somebody is at work on it."""
    if item is None or (item.when is None and item.kind == "news"):
        return True, dt.date.max, item.source if item else ""
    return item.kind == "news", item.when.start if item.when else dt.date.min, item.source


def _row(bench: Bench, path: str, item: Item | None, held: Held | None, marks: tuple[int, int, bool]) -> Row:
    language = bench.language
    status = held.why if held else "published"
    when = item.when if item else None
    day = "" if when is None else short(when) if language == "th" else short_english(when)
    return Row(
        path=path,
        title=item.title if item else path.rpartition("/")[2],
        day=day,
        place=", ".join(one.name for one in item.districts) if item else "",
        status=status,
        why=sentence(_WHY[status], language, until=moment(held, language) if held else ""),
        problems=marks[0],
        errors=marks[1],
        unsaved=marks[2],
        is_page=path.startswith("content/pages/"),
        url=address_of(item) if item and status != "error" else "",
    )


def new_works(bench: Bench) -> list[tuple[Work, str]]:
    """Unsaved works that are no item of the site yet, or whose item is gone, with a title to show."""
    known = {path for path, _ in _items(bench.display.proofs.snapshot)}
    return [
        (work, work.values.get("title", "") or work.prose[:60] or sentence("E101", bench.language))
        for work in bench.shelf.works()
        if work.item not in known and bench.place(work.item or "-") not in known
    ]

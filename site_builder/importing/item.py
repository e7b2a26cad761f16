"""A draft as an item's file: front matter that our reader takes without a word, its questions as comments, the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from site_builder.importing.draft import Draft
from site_builder.problems import Problem, warning
from site_builder.reading.lines import written
from site_builder.reading.writing import line, row
from site_builder.thai import dates
from site_builder.thai.dates import When, buddhist_year
from site_builder.thai.gazetteer import District, Gazetteer
from site_builder.thai.locations import resolve
from site_builder.thai.text import fold, slug
from site_builder.thai.units import Offices, find


class Home(Struct, frozen=True):
    """What an item must know of the site that it goes to."""

    gazetteer: Gazetteer
    offices: Offices
    categories: tuple[str, ...] = ()


def item_path(draft: Draft, home: Home, number: int = 1) -> str:
    """Where the item is written, by day and district: "content/news/2565/2565-03-03-khaen-dong.md"; or undated."""
    which = f"-{number}" if number > 1 else ""
    places = _districts(draft, home)
    place = places[0].slug if places else "news"
    if draft.date is None:
        return f"content/news/drafts/{place}{which}.md"
    year = buddhist_year(draft.date.value)
    return f"content/news/{year}/{year}-{draft.date.value:%m-%d}-{place}{which}.md"


def item_text(draft: Draft, home: Home, remarks: Sequence[str] = (), files: Sequence[str] = ()) -> str:
    """The item's text; `remarks` are the questions in words, `files` the pictures and documents that lie beside it."""
    head = [line("title", _single(draft.title.value if draft.title else draft.working_title or "-"))]
    head += _when(draft)
    head += _where(draft, home)
    head += _who(draft, home)
    head += _lists(draft, home, files)
    if draft.questions or foreign(draft, home) or draft.given.draft:
        head.append("draft: true")
    head += [f"# {_single(remark)}" for remark in remarks]
    return "\n".join(["---", *head, "---", "", draft.body])


def foreign(draft: Draft, home: Home) -> tuple[Problem, ...]:
    """The question about news of another province than the site's."""
    province = draft.province
    if province is None or province.value == home.gazetteer.province.name:
        return ()
    return (warning("I015", province.span, province=province.value),)


def _single(text: str) -> str:
    return " ".join(text.split())


def _when(draft: Draft) -> Iterator[str]:
    if draft.date:
        end = draft.end_date.value if draft.end_date else None
        yield f"date: {dates.long(When(draft.date.value, end, draft.time.value if draft.time else None))}"
    elif draft.time:
        yield f"time: {draft.time.value:%H.%M} น."


def _where(draft: Draft, home: Home) -> Iterator[str]:
    """The location with as much of its address as our reader understands without a doubt; else the keys say it."""
    ours = _districts(draft, home)
    location = draft.address or (draft.location.value if draft.location else "")
    if location:
        yield line("location", _single(location))
    heard = resolve(home.gazetteer, _single(location)) if location else None
    if ours and (heard is None or heard.districts != ours or heard.faults):
        names = [one.name for one in ours]
        yield written("district", names[0]) if len(names) == 1 else f"district: [{', '.join(names)}]"
    elif heard and heard.faults and not ours:
        yield "district: []"
    if (
        ours
        and draft.subdistrict
        and (heard is None or draft.subdistrict.value not in [one.name for one in heard.subdistricts])
    ):
        codes = {one.code for one in ours}
        inside = [
            one
            for one in home.gazetteer.subdistricts_by_name.get(draft.subdistrict.value, ())
            if one.district_code in codes
        ]
        if len(inside) == 1:
            yield written("subdistrict", draft.subdistrict.value)


def _districts(draft: Draft, home: Home) -> tuple[District, ...]:
    """The site's own among the districts."""
    if foreign(draft, home):
        return ()
    found = (home.gazetteer.district_by_name.get(one.value) for one in draft.districts)
    return tuple(one for one in found if one)


def _who(draft: Draft, home: Home) -> Iterator[str]:
    author = draft.given.author
    office = draft.author_unit.value if draft.author_unit else ""
    known = find(home.offices, office or author)
    if office or known:
        yield line("author_unit", known.name if known else _single(office))
    person = draft.credit.value if draft.credit else "" if known or office else author
    if person:
        yield line("credit", _single(person))


def _lists(draft: Draft, home: Home, files: Sequence[str]) -> Iterator[str]:
    named = {fold(name): name for name in home.categories}
    category = next((named[fold(one)] for one in draft.given.categories if fold(one) in named), "")
    others = [one for one in draft.given.categories if fold(one) not in named and fold(one) != "uncategorized"]
    tags = tuple(dict.fromkeys(tag for one in (*draft.tags, *others) if slug(tag := _single(one))))
    pictures = [name for name in files if re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", name, re.IGNORECASE)]
    if category:
        yield written("category", category)
    yield from _row("tags", tags)
    yield from _row("gallery", pictures)
    yield from _row("attachments", [name for name in files if name not in pictures])
    yield from _row("aliases", draft.given.aliases)
    yield from _counter(draft)


def _counter(draft: Draft) -> Iterator[str]:
    total = draft.given.visits if draft.given.visits is not None else draft.visits.value if draft.visits else None
    if total is not None:
        today = f", today: {draft.visits_today}" if draft.visits_today is not None else ""
        yield f"visit_counter: {{total: {total}{today}}}"


def _row(key: str, values: Iterable[str]) -> Iterator[str]:
    words = tuple(values)
    if words:
        yield f"{key}: {row(words)}"

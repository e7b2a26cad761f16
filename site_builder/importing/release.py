"""A foreign text to a draft: every line becomes a field, the body or a removal, and what is not clear a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from site_builder.importing.days import Days, days
from site_builder.importing.draft import NOTHING_GIVEN, Draft, Foreign, Given, Told
from site_builder.importing.headlines import is_day
from site_builder.importing.lines import Line, beginnings
from site_builder.importing.privacy import personal
from site_builder.importing.prose import markdown
from site_builder.importing.sorting import Sorted, removals, sort_out
from site_builder.importing.venues import Venue, venues
from site_builder.importing.whereabouts import Whereabouts, whereabouts
from site_builder.problems import Problem, Span, warning
from site_builder.reading.source import CONTROL
from site_builder.thai.text import arabic_digits, excerpt, newlines, normalise
from site_builder.thai.when import fiscal_year

_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# A span of days over a line's end: its newline becomes a blank, so that all offsets stay.
_CUT_RANGE = re.compile(r"(?<=[-–—]) *\n *(?=[\d๐-๙]{1,2}\s*[ก-๎])")
_FISCAL = re.compile(r"ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>(?:25|๒๕)[\d๐-๙]{2})")
_OWN, _NEXT, _FIRST, _HEADLINE = 4, 3, 2, -4  # what the line of a place is worth, by where the day stands
_TITLE = 100  # characters of a working title


def read(text: str, given: Given = NOTHING_GIVEN) -> Draft:
    """Read a text that was pasted; no text makes it raise."""
    return read_foreign(Foreign(text, given))


def read_foreign(foreign: Foreign) -> Draft:
    """Read one text out of a file."""
    text = _plain(foreign.text)
    found = sort_out(text, foreign.given.title)
    story, top = beginnings(found.story), beginnings(found.top)
    when = days(text, story, top, dated=any(map(is_day, found.head.above)))
    venue = _venue(text, story, top, when)
    where = whereabouts(text, venue, story, [*top, *found.signed.lines])
    return _posted(_asked(_draft(text, foreign, found, (when, venue, where)), when, where), when)


def _plain(text: str) -> str:
    """The text mended: Word's line breaks are line ends, controls are blanks, a span of days is in one line."""
    mended = normalise(CONTROL.sub(" ", _BREAK.sub("\n", newlines(text)))).text
    return _CUT_RANGE.sub(lambda found: " " * len(found[0]), mended)


def _draft(text: str, foreign: Foreign, found: Sorted, told: tuple[Days, Venue | None, Whereabouts]) -> Draft:
    when, venue, where = told
    title = _title(found, foreign.given)
    counter = next(((line, piece) for line, piece in found.furniture if piece.visits is not None), None)
    return Draft(
        text=text,
        title=title,
        date=when.date,
        end_date=when.end_date,
        time=when.time,
        province=where.province,
        districts=where.districts,
        subdistrict=where.subdistrict,
        village=where.village,
        location=Told(venue.text, venue.span) if venue else None,
        address=" ".join(venue.address.split()) if venue else "",
        author_unit=found.signed.office,
        credit=found.signed.person,
        visits=Told(counter[1].visits or 0, counter[0].span) if counter else None,
        visits_today=counter[1].today if counter else None,
        fiscal_year=_fiscal(text, when),
        posted=next((Told(piece.posted, line.span) for line, piece in found.furniture if piece.posted), None),
        tags=tuple(dict.fromkeys((*foreign.given.tags, *found.tags))),
        body=markdown(found.prose),
        removals=removals(found, foreign),
        given=foreign.given,
        working_title=title.value if title else excerpt(found.story[0].text, _TITLE) if found.story else "",
    )


def _title(found: Sorted, given: Given) -> Told[str] | None:
    if given.title:
        return Told(given.title)
    return Told(found.head.line.text, found.head.line.span) if found.head.line else None


def _venue(text: str, story: Sequence[Line], top: Sequence[Line], when: Days) -> Venue | None:
    """The likeliest phrase: in the paragraph of the day before the next one, the first ones and the headline."""
    day = [span for span in (when.at, when.clock) if span]
    own = next((at for at, line in enumerate(story) if when.at and line.start <= when.at.start < line.end), None)
    worth = {own: _OWN, own + 1: _NEXT} if own is not None else {}
    parts = [(line, worth.get(at, max(0, _FIRST - at))) for at, line in enumerate(story)]
    likely = venues(text, [*parts, *((line, _HEADLINE) for line in top)], day)
    return likely[0] if likely else None


def _fiscal(text: str, when: Days) -> Told[int] | None:
    """The fiscal year that the text states, if it states one that can be; else the one in which the day lies."""
    stated = {int(arabic_digits(found["year"])): Span(*found.span("year")) for found in _FISCAL.finditer(text)}
    derived = fiscal_year(when.date.value) if when.date else None
    if len(stated) == 1:
        year, span = next(iter(stated.items()))
        if derived is None or abs(year - derived) <= 1:
            return Told(year, span)
    return Told(derived) if derived else None


def _asked(draft: Draft, when: Days, where: Whereabouts) -> Draft:
    """The draft with its questions, in the order of the text."""
    found = [*when.questions, *where.questions, *personal(draft.text), *_lacks(draft)]
    return replace(draft, questions=tuple(sorted(found, key=lambda one: one.span.start if one.span else -1)))


def _lacks(draft: Draft) -> Iterator[Problem]:
    if draft.title is None:
        yield warning("I001", offered=draft.working_title or "-")
    if not draft.body.strip():
        yield warning("I011")


def _posted(draft: Draft, when: Days) -> Draft:
    """A blog's post that tells no day is of the day on which it was published; a text that was pasted has none."""
    day = draft.given.posted
    if day is None or [one.code for one in when.questions] != ["I002"]:
        return draft
    questions = tuple(one for one in draft.questions if one.code != "I002")
    return replace(draft, date=Told(day), fiscal_year=Told(fiscal_year(day)), questions=questions)

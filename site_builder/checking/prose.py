"""What an editor should look at in the words of an item: blanks, days, places, spelling; one function a rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from site_builder.checking.findings import Edit, Finding
from site_builder.checking.places import misspelt_places
from site_builder.problems import Span, warning
from site_builder.thai import dates
from site_builder.thai.date_search import Sighting, sightings
from site_builder.thai.places import Gazetteer
from site_builder.thai.spelling import slips
from site_builder.thai.when import WEEKDAYS, When

_BLANK = re.compile(
    r"(?P<village>หมู่(?:ที่)?|(?<![ก-๎.])ม\.)[ \t]+(?=ตำบล|ต\.|อำเภอ|อ\.|จังหวัด|จ\.)"
    r"|(?P<subdistrict>ตำบล|(?<![ก-๎.])ต\.)[ \t]+(?=อำเภอ|อ\.|จังหวัด|จ\.)"
    r"|(?P<district>อำเภอ|(?<![ก-๎.])อ\.)[ \t]+(?=จังหวัด|จ\.)"
)
_FIGURE = re.compile(r"\d")
_TO_FILL_IN = re.compile("【[^】\n]*】?")
_DISTRICT = re.compile(r"(?:อำเภอ|อ\.)[ \t]*(\S+)")


def blank_places(text: str, gazetteer: Gazetteer) -> Iterator[Finding]:
    """The number or the name was never filled in: หมู่ที่ ตำบล อำเภอแคนดง."""
    for found in _BLANK.finditer(text):
        word = found[0].strip()
        following = _DISTRICT.search(text, found.end(), found.end() + 60)
        district = gazetteer.district_by_name.get(following[1]) if following else None
        names = [one.name for one in gazetteer.subdistricts if district and one.district_code == district.code]
        span = Span(found.start(), found.start() + len(word))
        if found["subdistrict"] and names:
            told = warning("C002", span, word=word, district=following[1] if following else "", names=", ".join(names))
            yield Finding(told)
        else:
            yield Finding(warning("C001", span, word=word))


def unfinished(text: str, _: Gazetteer) -> Iterator[Finding]:
    """【…】 stands where a new site's pages wait for the office's own words."""
    for found in _TO_FILL_IN.finditer(text):
        yield Finding(warning("C003", Span(found.start(), found.end()), what=found[0].strip("【】")))


def wrong_days(text: str, _: Gazetteer) -> Iterator[Finding]:
    """A weekday that is not that of its date, and a day that no year has; which of the two is wrong is not known."""
    at = 0
    for line in text.split("\n"):
        for one in sightings(line) if _FIGURE.search(line) else ():
            span = Span(at + one.start, at + one.end)
            if one.disagrees:
                yield Finding(warning("C023", span, text=one.text, **_weekdays(one)))
            elif one.impossible and not one.stamp:
                yield Finding(warning("C024", span, text=one.text))
        at += len(line) + 1


def _weekdays(one: Sighting) -> dict[str, str]:
    """The day whose weekday is wrong, the weekday that it is, and the nearest date that would fit what is written."""
    first_is_wrong = one.day is not None and one.weekday not in (None, one.day.weekday())
    day, written = (one.day, one.weekday) if first_is_wrong else (one.last, one.last_weekday)
    if day is None or written is None:
        raise AssertionError(one)  # nothing would disagree
    apart = (written - day.weekday() + 3) % 7 - 3
    near = day + dt.timedelta(days=apart)
    return {
        "weekday": WEEKDAYS[written],
        "right": WEEKDAYS[day.weekday()],
        "near": dates.long(When(near)),
    }


def misspelt(text: str, _: Gazetteer) -> Iterator[Finding]:
    """Words of the table of slips, Thai and English."""
    for one in slips(text):
        span = Span(one.start, one.end)
        told = warning("C035", span, written=text[one.start : one.end], right=one.right)
        yield Finding(told, (Edit(span, one.right),))


PROSE_RULES: Sequence[Callable[[str, Gazetteer], Iterator[Finding]]] = (
    blank_places,
    unfinished,
    wrong_days,
    misspelt_places,
    misspelt,
)

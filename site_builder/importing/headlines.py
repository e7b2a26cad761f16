"""The headline of a release: which line it is, which lines only repeat it, and whether there is one at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from site_builder.importing.credits import is_office
from site_builder.importing.lines import PERSON, Line, bare, letters
from site_builder.thai.date_search import hours, sightings

_LONGEST = 260  # characters of a headline; the longest of 118 has 190
_TIMED = 100  # from which a line that tells an hour is the lead, and one that tells a day
_LONGER = 170
_LONG = 120  # from which a line that begins with a person is the lead
_NEAR = 7  # lines at the beginning among which a headline is repeated
_LEAD_WORD = re.compile(r"[\W]*(?:วันนี้|นนี้|เมื่อ(?:วาน(?:นี้)?|เช้า|เวลา|วันที่)?|ณ\s|เวลา\s?[\d๐-๙])")
_SAYS = re.compile(r"พร้อมด้วย|กล่าวว่า|เปิดเผยว่า|เป็นประธาน|มอบหมาย")
_QUOTED = re.compile(r"[\"“”‘'][^\"“”]{2,70}[\"“”’']")
_GREETING = re.compile(r"\W*(?:(?:สวัสดี|เรียน\s|กราบเรียน)\S{0,40}|สวัสดี(?:ครับ|ค่ะ|คะ|ตอน|ยาม)[^\n]{0,45})\W*")
_PLACE = re.compile(r"(?:ตำบล|อำเภอ|จังหวัด)[ก-๎]{2,20}(?:\s+(?:อำเภอ|จังหวัด)\s?[ก-๎]{2,20})*")  # whose page it is
_BEGINNING = 10  # characters within which a lead has its date
_REAL = 20  # letters from which a line can be a headline that another one repeats
# A site and its section, or a section alone, before a headline.
_BEFORE = re.compile(r".+[-–|»:].*[-–|»:]\s*|.*[|»]\s*|(?:ข่าว|กิจกรรม|ประชาสัมพันธ์)[ก-๎]{0,20}\s*[/:–-]\s*")
_BEHIND = re.compile(r"\s*(?:[|»]|\s[-–]\s).*")  # or the site behind it


class Headline(Struct, frozen=True):
    """The headline, and the lines around it that are no text of their own."""

    line: Line | None
    repeats: tuple[Line, ...] = ()
    variants: tuple[Line, ...] = ()  # longer wordings of the headline: they stay in the body
    above: tuple[Line, ...] = ()  # slogan, greeting


def headline(content: Sequence[Line], given: str = "") -> Headline:
    """Find the headline among the lines of the news; `given` is the title that the file itself has."""
    if given:
        return Headline(None, *_echoes(letters(given), content[:_NEAR], None))
    above: list[Line] = []
    for at, line in enumerate(content[:_NEAR]):
        following = content[at + 1] if at + 1 < len(content) else None
        if following and _stands_above(line, following, content[at + 1 : at + 6]):
            above.append(line)
            continue
        if following is None or is_lead(line) or len(line.text) > _LONGEST:
            return Headline(None, above=tuple(above))
        own = _without_site(line, content[at + 1 : _NEAR])
        if own is None:
            return Headline(line, *_echoes(letters(line.text), content[:_NEAR], line), above=tuple(above))
        rest = [one for one in content[:_NEAR] if one is not line]
        repeats, variants = _echoes(letters(own.text), rest, own)
        return Headline(own, (line, *repeats), variants, tuple(above))
    return Headline(None, above=tuple(above))


def _without_site(line: Line, rest: Sequence[Line]) -> Line | None:
    """The line below that is the headline alone, where the first one is a browser's title: the site's name is in it.

    A place before the headline is its dateline and stays: one mark parts it, and a site has its section beside it.
    """
    for one in rest:
        if len(letters(one.text)) < _REAL or one.text not in line.text:
            continue
        before, _, behind = line.text.partition(one.text)
        if (_BEFORE.fullmatch(before) and not behind.strip()) or (not before.strip() and _BEHIND.fullmatch(behind)):
            return one
    return None


def _stands_above(line: Line, following: Line, rest: Sequence[Line]) -> bool:
    """A greeting, a slogan, the office or the place whose page it is, the page's clock: the headline comes below."""
    return bool(
        _GREETING.fullmatch(line.text)
        or _is_slogan(line, following)
        or (is_office(bare(line.text)) and not is_lead(following))
        or (_PLACE.fullmatch(line.text) and not is_lead(following))
        or _is_clock(line, rest)
    )


def _is_clock(line: Line, rest: Sequence[Line]) -> bool:
    """A line that is only a day, above a headline that comes twice, or one and a lead with its own day."""
    if not is_day(line):
        return False
    if rest and is_day(rest[0]):  # the day in words, and again in figures
        rest = rest[1:]
    if len(rest) < 2 or is_lead(rest[0]) or re.match(PERSON, rest[0].text) or len(rest[0].text) > _LONGEST:  # noqa: PLR2004
        return False
    return _comes_again(letters(rest[0].text), rest[1:]) or any(
        is_lead(one) and sightings(one.text) for one in rest[1:]
    )


def is_day(line: Line) -> bool:
    """Whether a line is a day and nothing else."""
    dates = sightings(line.text)
    return len(dates) == 1 and not letters(line.text[: dates[0].start]) and not letters(line.text[dates[0].end :])


def _comes_again(wanted: str, rest: Sequence[Line]) -> bool:
    """Whether a line below is a headline once more, or a part of it, or begins with it."""
    found = [letters(one.text) for one in rest]
    return any(
        min(len(wanted), len(own)) > _REAL and (own.startswith(wanted) or wanted.startswith(own)) for own in found
    )


def is_lead(line: Line) -> bool:
    """Whether a line tells the news itself: it begins with its day, its hour or its hero."""
    text = bare(line.text[:_LONGEST])
    dates = sightings(text)
    if _LEAD_WORD.match(text) or (dates and dates[0].start <= _BEGINNING and not letters(text[: dates[0].start])):
        return True
    if re.match(PERSON, text) and len(text) > _LONG and _SAYS.search(text):
        return True
    timed = any(one.marked for one in hours(text))
    return (timed and len(text) > _TIMED) or (bool(dates) and len(text) > _LONGER)


def _is_slogan(line: Line, following: Line) -> bool:
    return bool(_QUOTED.fullmatch(line.text)) and not is_lead(following) and len(following.text) <= _LONGEST


def _echoes(wanted: str, content: Sequence[Line], line: Line | None) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines that repeat the headline, one by one or two together, and its longer wordings."""
    repeats: list[Line] = []
    variants: list[Line] = []
    rest = [one for one in content if one is not line]
    for one, following in zip(rest, [*rest[1:], None], strict=False):
        own = letters(one.text)
        if own == wanted or (len(own) > _REAL and wanted.startswith(own)):
            repeats.append(one)
        elif following and letters(one.text + following.text) == wanted and one not in repeats:
            repeats += [one, following]
        elif one not in repeats and _is_variant(wanted, own):
            variants.append(one)
    return tuple(repeats), tuple(variants)


def _is_variant(wanted: str, own: str) -> bool:
    common = next(
        (at for at, (a, b) in enumerate(zip(wanted, own, strict=False)) if a != b), min(len(wanted), len(own))
    )
    return common >= max(20, len(wanted) * 6 // 10)

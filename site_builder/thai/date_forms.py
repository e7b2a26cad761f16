"""The shapes that Thai dates are written in: patterns of names, numbers and times; judges nothing that it finds."""

from __future__ import annotations

import re

from site_builder.thai.when import MONTHS, MONTHS_ENGLISH, MONTHS_SHORT, WEEKDAYS, WEEKDAYS_ENGLISH, WEEKDAYS_SHORT

# The patterns read a copy of the text made with PLAIN, which has the same length: an offset into it is one into the
# text. They know each month and weekday by name; a word that they do not know is reported, not guessed.

PLAIN = str.maketrans(
    "๐๑๒๓๔๕๖๗๘๙\u00a0\u202f\u2002\u2003\u2007\u2009\u3000\t\n\r‐‑‒–—―−“”„‟‘’‚‛",
    "0123456789" + " " * 10 + "-" * 7 + '"' * 4 + "'" * 4,
)


def bare(name: str) -> str:
    """The spelling under which MONTH_NUMBERS and WEEKDAY_NUMBERS know a name: "มี. ค." → "มีค"."""
    return name.replace(".", "").replace(" ", "").lower()


def _known(*spellings: tuple[str, ...]) -> dict[str, int]:
    """Number the names, from 0, under their spellings without dots, blanks and capitals."""
    return {bare(name): number for names in spellings for number, name in enumerate(names)}


def _any_of(*spellings: tuple[str, ...]) -> str:
    """Match any of the names, longer ones first; dots may be missing or have a blank behind them ("มีค", "มี. ค.")."""
    names = sorted({name.rstrip(".") for names in spellings for name in names}, key=len, reverse=True)
    return "|".join(r"\.?\s?".join(name.split(".")) for name in names)


# Months without their ending and กรกฏาคม (with the other ฎ) are typed a lot and can mean one month only.
_MONTH_SPELLINGS = (
    *(MONTHS, MONTHS_SHORT, MONTHS_ENGLISH, tuple(name[:3] for name in MONTHS_ENGLISH)),
    tuple(re.sub("(คม|ยน|พันธ์)$", "", name) for name in MONTHS),
    tuple(name.replace("ฎ", "ฏ") for name in MONTHS),
)
_WEEKDAY_SPELLINGS = (
    *(WEEKDAYS, WEEKDAYS_SHORT, WEEKDAYS_ENGLISH, tuple(name[:3] for name in WEEKDAYS_ENGLISH)),
    tuple(name.replace("พฤหัสบดี", "พฤหัส") for name in WEEKDAYS),
)
MONTH_NUMBERS = _known(*_MONTH_SPELLINGS)
WEEKDAY_NUMBERS = _known(*_WEEKDAY_SPELLINGS)

# ASCII, so that no capital folds to a letter outside the names ("ſ" to "s"); Thai digits are ASCII in the copy.
_FLAGS = re.VERBOSE | re.IGNORECASE | re.ASCII
OPEN = re.compile(r"[\s\"'(]*", re.ASCII)
CLOSE = re.compile(r"\s*(?:เป็นต้นไป)?[\s\"').,]*", re.ASCII)  # "เวลา 09.00 น. เป็นต้นไป" ends most invitations
TO = re.compile(r"\s*(?:--?|ถึง|/|~)\s*", re.ASCII)
_ERA = r"(?P<era>พุทธศักราช|คริสต์ศักราช|(?:ปี\s?)?พ\.?\s?ศ\.?|(?:ปี\s?)?ค\.?\s?ศ\.?|ปี)"
LEAD = re.compile(
    rf"""(?:(?:ระหว่าง|ตั้งแต่|เมื่อ)\s*)?
    (?:(?:วัน\s?)?(?P<weekday>{_any_of(*_WEEKDAY_SPELLINGS)})\.?ฯ?[\s,]*(?:(?:วัน)?ที่)?
      |(?:วัน)?ที่
      |วัน(?P<stranger>[ก-๎.\s]{{1,20}}?)ที่)?\s*(?=\d)""",
    _FLAGS,
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4,})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)(?P<era>)", re.ASCII
)
_NUMBERS = re.compile(
    r"(?P<day>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<year>\d++)(?P<era>)", re.ASCII
)
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?!\d)(?P<year>)(?P<era>)", re.ASCII)
_WORDS = re.compile(
    rf"""(?P<day>\d{{1,2}})(?!\d)
    (?:\s*(?:เดือน\s*)?(?P<month>{_any_of(*_MONTH_SPELLINGS)})\.?
      (?:[\s,]*(?:{_ERA}\s*)?(?P<year>\d++)(?![.:]\d))?)?""",
    _FLAGS,
)
MACHINE = re.compile(r"(?P<year>\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(?P<second>\d\d)\+07:00)?", re.ASCII)
SHAPES = (_YEAR_FIRST, _NUMBERS, _DAY_MONTH, _WORDS)
UNKNOWN_MONTH = re.compile(
    rf"\d{{1,2}}\s*(?:เดือน\s*)?(?P<month>[a-zก-๎][a-zก-๎.\ ]{{0,24}}?)[\s,]*(?:{_ERA}\s*)?(?=\d|-|ถึง)", _FLAGS
)
# A dot before minutes is what offices write, "08.30"; seconds come from machines only and have a colon.
_HOUR = r"""(?P<hour>\d{1,2})
    (?:[.:](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?!\d|[.:]\d)|(?=\s?(?:น\.|นาฬิกา)))"""
_UNIT = r"\s*(?:น\.|นาฬิกา|น(?![ก-๎]))?"
TIME = re.compile(rf"[\s,]*(?:เวลา(?:ประมาณ)?\s*|(?P<t>T))?{_HOUR}", _FLAGS)
OFFSET = re.compile(r"\s?(?:Z|(?P<sign>[-+])(?P<hours>0\d|1[0-4]):?(?P<minutes>[0-5]\d))(?![\d.:])", _FLAGS)
LATE = re.compile(rf"{_UNIT}\s*(?:--?|ถึง|~)\s*(?:เวลา\s*)?{_HOUR}", _FLAGS)
TIME_UNIT = re.compile(_UNIT, _FLAGS)

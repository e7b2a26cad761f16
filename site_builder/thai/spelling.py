"""Words that are surely misspelt, Thai and English, with the one right form; a table of ours, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct


class Slip(Struct, frozen=True):
    """A misspelt word: offsets [start, end) into the text, and what it should be."""

    start: int
    end: int
    right: str


@cache
def table() -> dict[str, dict[str, str]]:
    """The table: "thai" and "english", each wrong → right; a Thai word stands for all words that hold it."""
    return {key: _table()[key] for key in ("thai", "english")}


def slips(text: str) -> tuple[Slip, ...]:
    """All misspelt words in the order of the text; asking for each word of the table is quicker than one pattern."""
    found = [
        Slip(*one.span(), right)
        for wrong, right in table()["thai"].items()
        if wrong in text
        for one in _pattern(wrong).finditer(text)
        if not _NAMED.search(text, max(0, one.start() - _NAME), one.start())
    ]
    longest: list[Slip] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not longest or one.end > longest[-1].end:
            longest.append(one)
    return tuple(sorted((*longest, *_english(text)), key=lambda one: one.start))


def _english(text: str) -> list[Slip]:
    """Words of Latin letters, with the case in which they are written."""
    rights = {wrong.lower(): right for wrong, right in table()["english"].items()}
    words = ((one, rights.get(one[0].lower())) for one in _LATIN.finditer(text))
    return [Slip(*one.span(), _cased(right, one[0])) for one, right in words if right]


def _cased(right: str, written: str) -> str:
    if written.isupper():
        return right.upper()
    return right if written[0].isupper() else right.lower()


_LATIN = re.compile(r"(?<![A-Za-z0-9_.@/-])[A-Za-z]{6,}(?![A-Za-z0-9_@/]|[.-][A-Za-z0-9])")


_NAME = 45  # characters of a title and a first name
# Behind a title a word is somebody's name, however it is spelt: นายดำรง โอกาศ.
_NAMED = re.compile(
    r"(?:(?:(?<![ก-๎])|(?<=และ)|(?<=กับ)|(?<=โดย))(?:นาย(?!อำเภอ|ก|ทะเบียน|จ้าง)|นาง(?:สาว)?|เด็กชาย|เด็กหญิง)|น\.ส\.|ด\.[ชญ]\.|ดร\.)"
    r"\s?(?:[ก-๎]{2,20}\s{1,3})?[ก-๎]{0,12}$"
)


@cache
def _pattern(wrong: str) -> re.Pattern[str]:
    """The word where its first and last letters have no further vowel or mark of their own."""
    after = "".join(f"(?<!{one})" for one in _guards("not_after", wrong))
    before = "".join(f"(?!{one})" for one in _guards("not_before", wrong))
    return re.compile(f"(?<![เ-ไ]){after}{wrong}{before}(?![ะ-ฺๅ็-๎])")


def _guards(side: str, wrong: str) -> tuple[str, ...]:
    guards = _table()[side].get(wrong, ())
    return tuple(guards)


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("data/spelling.toml").read_text("utf-8"))

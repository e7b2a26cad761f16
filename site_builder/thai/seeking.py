"""The one form in which text is looked for: what people spell, space and dot in several ways is the same in it.

The theme's search.js does the same to what a reader types; tests run both on the same cases.
"""

from __future__ import annotations

import re
import unicodedata

from site_builder.thai.mending import normalise
from site_builder.thai.text import arabic_digits

_LETTERS = "a-z\u00c0-\u02ff\u0370-\u0dff\u0e80-\u1fff\u2c00-\u2dff\u3040-\ud7ff"  # of scripts that part their words
_RUN = re.compile(f"[\u0e01-\u0e3a\u0e40-\u0e4e]+|[0-9]+(?:,[0-9]{{3}}(?![0-9]))*|[{_LETTERS}]+|\n")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")
_SELDOM = re.compile("[๐-๙\u00ad\u200b-\u200d\u2060\ufeff]")
_FOLDED = bytes(range(0xE7, 0xEF))  # ็ ่ ้ ๊ ๋ ์ ํ ๎ in cp874


def sought(text: str) -> str:
    """The form of a text: runs of Thai, of letters and of digits, in lower case, and a blank between two of them.

    Nothing stands between two Thai runs of a line, since writers put blanks and dots there as they like (พ.ศ., แม่ ของ
    แผ่นดิน); lines are parted by two blanks, which no question has.
    """
    parts: list[str] = []
    was_thai = is_line = False
    for run in _RUN.findall(_plain(text).lower()):  # some eighty in an item: a call for each would take as long as all
        if run == "\n":
            if parts and not is_line:
                parts.append(" ")
            is_line = True
            continue
        is_thai = "\u0e00" < run[0] < "\u0e7f"
        if is_line or not (is_thai and was_thai):
            parts.append(" ")
        parts.append(run.replace(",", "") if "," in run else run)
        was_thai, is_line = is_thai, False
    return "".join(parts).strip(" ")


def _plain(text: str) -> str:
    """Mended, composed, with Arabic digits; each step is taken where it has something to do."""
    mended = normalise(text).text
    if not unicodedata.is_normalized("NFC", mended):
        mended = unicodedata.normalize("NFC", mended)
    if _SELDOM.search(mended):
        mended = arabic_digits(_INVISIBLE.sub("", mended))
    return mended


def letters(form: str) -> bytes:
    """A form, one byte a character: cp874, in which letters that are neither Thai nor of ASCII are one, "?"."""
    return form.encode("cp874", "replace")


def folded(data: bytes) -> bytes:
    """`letters` without tone marks, ็ and ์, for those who leave them out or mistake them."""
    return data.translate(None, _FOLDED)

"""Thai text as names, URL parts, excerpts and columns, by Unicode category; never splits a mark from its letter."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

from site_builder.thai.mending import Fix, Normalised, Suspect, is_usual, newlines, normalise
from site_builder.thai.nearest import nearest

__all__ = [
    "Fix",
    "Normalised",
    "Suspect",
    "anchor",
    "arabic_digits",
    "cells",
    "excerpt",
    "fold",
    "is_slug",
    "is_usual",
    "nearest",
    "newlines",
    "normalise",
    "slug",
    "sort_key",
    "thai_digits",
]

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_THAI_DIGIT = re.compile("[๐-๙]")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def thai_digits(text: str) -> str:
    """Write 0–9 as ๐–๙."""
    return text.translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """Write ๐–๙ as 0–9; a text without them, as most are, is told by a look that takes a fifteenth of the time."""
    return text.translate(_TO_ARABIC) if _THAI_DIGIT.search(text) else text


def fold(text: str) -> str:
    """The key under which two spellings of a name are one: mended, composed, lower-case, single blanks."""
    before = None
    while text != before:  # composing may bring a tone beside a vowel, mending may bring letter and accent together
        before = text
        text = unicodedata.normalize("NFC", " ".join(normalise(text).text.split()).lower())
    return text


_LEADING = re.compile("([เ-ไ])([ก-ฮ])")
_NOT_SORTED = re.compile(r"[^\wัิ-ฺ็-๎\u0300-\u036f]|[_ฯๆ]")  # `\w` knows neither the vowels above and below nor the marks
_MARKS = "็่้๊๋์๎\u0300-\u036f"
_RANKS = {ord(mark): chr(rank) for rank, mark in enumerate("๎์็่้๊๋", 2)}
# ํ stands before ะ and ฺ behind ไ, so they borrow the places of ฯ and ๆ, which count as punctuation; ำ is า with ํ.
_LETTERS = str.maketrans("๐๑๒๓๔๕๖๗๘๙ๅํฺ", "0123456789าฯๆ") | {ord("ำ"): "าฯ"}


def sort_key(text: str) -> tuple[str, str, str]:
    """Order names as a Thai dictionary does: digits first, then Latin, then Thai.

    A vowel written before its consonant counts after it; tone marks count only where all else is equal, and
    punctuation, ฯ, ๆ and blanks only after those. Within Thai the order is ICU's, whose own puts Latin last.
    """
    letters = unicodedata.normalize("NFD", text.replace("ํา", "ำ"))
    swapped = _LEADING.sub(r"\2\1", _NOT_SORTED.sub("", letters)).translate(_LETTERS)
    first = _MARK.sub("", swapped).lower()
    second = _LETTER.sub("\x01", swapped).translate(_RANKS) if len(first) != len(swapped) else "\x01" * len(first)
    return first, second, text


_MARK = re.compile(f"[{_MARKS}]")
_LETTER = re.compile(f"[^{_MARKS}]")


_BETWEEN = re.compile("[^0-9a-z]+")
_MARK_KINDS = ("Mn", "Mc")
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)))
)
_UNSEEN = re.compile("[\u034f\u115f\u1160\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def slug(text: str, limit: int = 120) -> str:
    """Make one part of a URL: lower-case letters of any script with their marks, digits, "-"; at most `limit` bytes.

    A longer one is cut where no mark loses its letter and ends with eight hex digits of the whole's digest; a name that
    Windows keeps for devices gets a "-". "" for a text without letter or digit. `slug(slug(x)) == slug(x)`.
    """
    name = _kebab(text)
    if len(name.encode()) > limit:
        digest = sha256(name.encode()).hexdigest()[:8]
        return f"{_head(name, limit - 9)}-{digest}".lstrip("-")
    return f"{name}-" if name in _RESERVED else name


def is_slug(text: str) -> bool:
    """Whether a text can stand in a URL as it is."""
    return bool(text) and slug(text) == text


@lru_cache(maxsize=1_024)  # กำหนดการ, ผลการดำเนินงาน: releases have the same headings again and again
def anchor(text: str) -> str:
    """Make the id of a heading, by the same rule; the caller's prefix keeps it apart from the theme's own ids."""
    return slug(text)


def _kebab(text: str) -> str:
    """Letters, the marks on them and decimal digits of the folded text; whatever lies between becomes one "-"."""
    if text.isascii():
        return _BETWEEN.sub("-", text.lower()).strip("-")
    kept: list[str] = []
    for character in arabic_digits(_UNSEEN.sub("", fold(text))):
        kind = unicodedata.category(character)
        if kind[0] == "L" or kind == "Nd" or (kind in _MARK_KINDS and kept and kept[-1] != "-"):
            kept.append(character)
        elif kept and kept[-1] != "-":
            kept.append("-")
    return unicodedata.normalize("NFC", "".join(kept).strip("-"))


def _head(name: str, size: int) -> str:
    """The longest beginning of at most `size` bytes that ends at a boundary."""
    head = name.encode()[: max(size, 0)].decode(errors="ignore")
    return name[: boundary(name, len(head))].rstrip("-")


def excerpt(text: str, limit: int = 160) -> str:
    """Cut plain text to `limit` characters, "…" included: at a blank in the last 40 %, else at a `boundary`."""
    plain = " ".join(text.split())
    if len(plain) <= limit:
        return plain
    blank = plain.rfind(" ", limit * 3 // 5, limit)
    cut = blank if blank > 0 else boundary(plain, max(limit - 1, 0))
    return plain[:cut].rstrip(" ,;:·-–—(“‘\"'") + "…"


def boundary(text: str, cut: int) -> int:
    """The last place at or before `cut` where text may be parted.

    Never before a mark, a following vowel, ๆ or ฯ, never behind a leading vowel, never in a Latin word, a number or an
    emoji of several characters. 0 if there is no such place.
    """
    cut = min(cut, len(text))
    while 0 < cut < len(text) and _clings(text[cut - 1], text[cut]):
        cut -= 1
    return cut


def _clings(left: str, right: str) -> bool:
    if right in "ะาำๅๆฯ\u200d" or left in "เแโใไ\u200d" or unicodedata.category(right)[0] == "M":
        return True
    return _is_word(left) and _is_word(right)


def _is_word(character: str) -> bool:
    """Whether it belongs to a script that parts words by blanks, or to a number."""
    return character.isalnum() and (character < "\u0e00" or character.isdigit())


def cells(text: str) -> int:
    """Columns that a terminal gives a text: 0 for marks and format characters, 2 for wide ones, else 1 (tabs too)."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1

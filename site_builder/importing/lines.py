"""The lines of a foreign text with their offsets, and what two lines have in common; changes nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder.problems import Span
from site_builder.thai.text import arabic_digits, fold


def any_of(words: str) -> str:
    """A pattern of any of these words, which blanks part; "_" is a blank that may be missing."""
    return "|".join(word.replace("_", r"\s?") for word in words.split())


# The start of a person's name: a title before it. นาง- begins นางรอง, and นาย- the garden นาย่า.
_TITLES = r"""
    นางสาว นาง(?!รอง|เลิ้ง) นาย(?![่-๋]) น\.ส\. เด็กชาย เด็กหญิง ด\.[ชญ]\. ดร\. ว่าที่_ร้อย ว่าที่_ร\. ร้อย(?:ตรี|โท|เอก)
    พัน(?:ตรี|โท|เอก) พล(?:ตรี|โท|เอก|เรือ|ตำรวจ) พล\. [พรจส]\.?[ตทอส]\. พ\.อ\.อ\. จ\.ส\. ม\.ร\.ว\. ม\.ล\. หม่อม
    คุณ(?=[ก-ฮเ-ไ]\S+\s) พระครู พระราช(?=\S+\s) เจ้าคณะ พระมหา พระเดชพระคุณ
    ด\.ต\. (?:นพ|พญ|ทพ|ทพญ|ภก|ภญ)\. แพทย์หญิง [รผ]?ศ\.(?=_[ก-ฮ]|_ดร)
"""
PERSON = f"(?:{any_of(_TITLES)})"


# The longest of 3,500 real paragraphs has 2,400 characters; a bound keeps every text quick.
_TELLING, _LINES = 3_000, 300


class Line(Struct, frozen=True):
    """A line that is not blank, without the blanks around it."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Its offsets."""
        return Span(self.start, self.end)


def beginnings(several: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in which a release tells what it is of, each cut to where a long paragraph would have told it."""
    return tuple(
        line if len(line.text) <= _TELLING else Line(line.start, line.start + _TELLING, line.text[:_TELLING])
        for line in several[:_LINES]
    )


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped)
            yield Line(start, start + len(stripped), stripped)
        at += len(raw) + 1


def letters(text: str) -> str:
    """The letters, marks and figures of a text: what is left of a line when its ornaments are forgotten."""
    return "".join(
        sign
        for sign in arabic_digits(fold(text))
        if unicodedata.category(sign)[0] in "LMN" and sign not in _EMOJI_MARKS
    )


_EMOJI_MARKS = frozenset("\ufe0e\ufe0f\u20e3")  # count as marks of letters, and stand behind emoji


def bullet(text: str) -> str:
    """The emoji and other pictures that a line begins with, "" for none."""
    end = 0
    while end < len(text) and (_is_picture(text[end]) or (end and text[end] == " ")):
        end += 1
    return text[:end].rstrip() if end else ""


def bare(text: str) -> str:
    """A line without the pictures around it."""
    text = text[len(bullet(text)) :].strip()
    while text and (_is_picture(text[-1]) or text[-1] == " "):
        text = text[:-1]
    return text


def _is_picture(sign: str) -> bool:
    """Symbols, the signs that colour or join emoji, and ^, of which offices make paragraph marks."""
    tones = "\U0001f3fb" <= sign <= "\U0001f3ff"
    return tones or sign in "^\u200d\ufe0e\ufe0f\u20e3" or unicodedata.category(sign) == "So"

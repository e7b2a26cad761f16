"""Figures, quotation marks and letters that do not belong together: rules over the prose of one item."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from site_builder.checking.findings import Edit, Finding
from site_builder.checking.zones import Zones
from site_builder.problems import Span, notice, warning
from site_builder.thai.text import arabic_digits, thai_digits

_NUMBER = re.compile(r"[0-9๐-๙][0-9๐-๙oO]*(?:[.,/:][0-9๐-๙oO]+)*")
_THAI, _ARABIC = re.compile("[๐-๙]"), re.compile("[0-9]")
_MARKER = re.compile(r"^[ ]*(?:[0-9]+|[๐-๙]+)[.)](?=\D)", re.MULTILINE)
_STRANGER = re.compile(r"(?<=[ก-ฮะ-ฺเ-์])[a-z](?=[ก-ฮะ-ฺเ-์])")
_HIGH_OR_LOW = "ขฃคฅฆงชซฌญฐฑฒณถทธนผฝพฟภมยศษสหฬฮ"
_TONE = re.compile(f"[{_HIGH_OR_LOW}][ัิ-ฺ]?[๊๋]|(?<=[{_HIGH_OR_LOW}])[รลว][ัิ-ฺ]?[๊๋]")
_PAIRS = {"“": "”", "‘": "’", "(": ")", "[": "]", "«": "»", "{": "}"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_SIGNS = re.compile("[“”‘’()\\[\\]«»{}]")
_STRAIGHT = re.compile(r'(?<!\d)"')  # behind a figure it tells inches
_COUNTED = re.compile(r"(?:^|[\s(])(?:[0-9๐-๙]{1,3}(?:\.[0-9๐-๙]{1,2})*|[ก-ฮ]|[a-z]|[ivx]{2,4})$")  # 1) ๑) 1.1) ก) a)
_FACE = re.compile(r"(?<!\w)[:;=8][-^]?[()]+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")


def mixed_number(zones: Zones) -> Iterator[Finding]:
    """Thai and Arabic figures in one number, or the letter o for a Thai nought: ๒5, ๑,ooo; most figures decide."""
    for found in _NUMBER.finditer(zones.prose):
        number = found[0].rstrip("oO") if not _THAI.search(found[0]) else found[0]
        thai, arabic = len(_THAI.findall(number)), len(_ARABIC.findall(number))
        letters = "o" in number.lower()
        if thai and (arabic or letters):
            plain = arabic_digits(re.sub("[oO]", "0", number))
            right = plain if arabic > thai else thai_digits(plain)
            span = Span(found.start(), found.start() + len(number))
            yield Finding(warning("C026", span, text=number, right=right), (Edit(span, right),))


def both_figures(zones: Zones) -> Iterator[Finding]:
    """One text with figures of both kinds, told once, at the first of the fewer; a list's own numbers do not count."""
    body = _MARKER.sub(lambda found: " " * len(found[0]), zones.body)
    whole = [found for found in _NUMBER.finditer(body) if not (_THAI.search(found[0]) and _ARABIC.search(found[0]))]
    thai = [found for found in whole if _THAI.search(found[0])]
    arabic = [found for found in whole if _ARABIC.search(found[0])]
    if thai and arabic:
        first = min(thai, arabic, key=len)[0]
        span = Span(*first.span())
        yield Finding(notice("C027", span, thai=len(thai), arabic=len(arabic)))


def stranger(zones: Zones) -> Iterator[Finding]:
    """A Latin letter inside a Thai word: ผูhบริหาร."""
    for found in _STRANGER.finditer(zones.prose):
        span = Span(*found.span())
        yield Finding(warning("C028", span, letter=found[0], word=_around(zones.prose, span)))


def tone(zones: Zones) -> Iterator[Finding]:
    """Mai tri and mai chattawa stand on letters of the middle class alone: โน๊ต, ค๊ะ."""
    for found in _TONE.finditer(zones.prose):
        span = Span(*found.span())
        yield Finding(warning("C029", span, word=_around(zones.prose, span)))


def unbalanced(zones: Zones) -> Iterator[Finding]:
    """Quotation marks and brackets of a paragraph that nothing closes or opens; the first of a paragraph is told."""
    at = 0
    for paragraph in (*_PARAGRAPH.split(zones.prose),):
        start = zones.prose.index(paragraph, at)
        at = start + len(paragraph)
        place = _unbalanced(_FACE.sub(_blank, paragraph))
        if place is not None:
            span = Span(start + place, start + place + 1)
            yield Finding(warning("C037", span, sign=paragraph[place]))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _unbalanced(text: str) -> int | None:
    """Where the first sign without its counterpart stands; straight marks have no direction and are counted."""
    waiting: list[tuple[str, int]] = []
    for found in _SIGNS.finditer(text):
        at, sign = found.start(), found[0]
        if sign in _PAIRS:
            waiting.append((sign, at))
        elif sign in _CLOSING:
            if sign == "’" and (not waiting or waiting[-1][0] != "‘"):
                continue  # an apostrophe
            if sign == ")" and not any(opening == "(" for opening, _ in waiting):
                if _COUNTED.search(text[max(0, at - 8) : at]):
                    continue
                return at
            if not waiting or waiting[-1][0] != _CLOSING[sign]:
                return waiting[-1][1] if waiting else at
            waiting.pop()
    if waiting:
        return waiting[0][1]
    straight = [found.start() for found in _STRAIGHT.finditer(text)]
    return straight[-1] if len(straight) % 2 else None


def _around(text: str, span: Span) -> str:
    """The run of letters in which a span stands, at most 12 on either side."""
    before = re.search(r"[ก-๎a-z]{0,12}$", text[max(0, span.start - 12) : span.start])
    after = re.compile(r"[ก-๎a-z]{0,12}").match(text, span.end)
    return f"{before[0] if before else ''}{text[span.start : span.end]}{after[0] if after else ''}"


SIGN_RULES: Sequence[Callable[[Zones], Iterator[Finding]]] = (mixed_number, both_figures, stranger, tone, unbalanced)

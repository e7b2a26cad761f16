"""Thai that was typed or pasted wrongly, mended by rule and accounted for; keeps every line, never guesses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from msgspec import Struct


class Fix(Struct, frozen=True):
    """What one rule mended in one line.

    Rules: "invisible" (BOM, zero-width characters, soft hyphen, word joiner), "no-break-space", "private-use" (glyphs
    of old fonts), "double-e" (เเ), "sara-am" (ํา), "tone-after-am" (ำ้), "tone-before-vowel" (้ี), "repeated-mark" (้้).
    """

    rule: str
    line: int  # from 1
    count: int


class Suspect(Struct, frozen=True):
    """What looks wrong but has no one meaning: "mark-after-space" or "lost-character" (U+FFFD)."""

    rule: str
    start: int  # offsets [start, end) into the mended text
    end: int


class Normalised(Struct, frozen=True):
    """A mended text, which has as many lines as it had before."""

    text: str
    fixes: tuple[Fix, ...] = ()
    suspects: tuple[Suspect, ...] = ()


def normalise(text: str) -> Normalised:
    """Mend a text; what is clean already costs about 10 ns a character."""
    if _is_clean(text):
        return Normalised(text)
    lines = text.split("\n")
    fixes: list[Fix] = []
    for number, line in enumerate(lines, 1):
        if not _is_clean(line):
            lines[number - 1], counts = _mended(line)
            fixes += (Fix(rule, number, count) for rule, count in counts.items())
    mended = "\n".join(lines)
    return Normalised(mended, tuple(fixes), _suspects(mended))


class Mend(Struct, frozen=True):
    """One place of a text as it was written, and what `normalise` makes of it; no-break spaces are not told."""

    rule: str  # of `Fix`
    start: int  # offsets [start, end) into the text as it was written
    end: int
    by: str


def mends(text: str) -> tuple[Mend, ...]:
    """Each place that `normalise` mends: its rules act on rows of marks alone, so that each row is mended by itself."""
    if _is_clean(text.replace("\u00a0", " ")):
        return ()
    found = (_mend(text, *row.span()) for row in _ROW.finditer(text) if not _is_clean(row[0]))
    return tuple(one for one in found if one)


def _mend(text: str, start: int, end: int) -> Mend | None:
    """What becomes of a row; its neighbours say whether a joiner in it joins an emoji, and are not touched."""
    before, after = text[max(0, start - 1) : start].strip("\n"), text[end : end + 1].strip("\n")
    mended, counts = _mended(f"{before}{text[start:end]}{after}")
    by = mended[len(before) : len(mended) - len(after)]
    row = text[start:end]
    if by == row:
        return None
    lead = _alike(row, by)
    tail = _alike(row[lead:][::-1], by[lead:][::-1])
    rule = next(rule for rule in (*_TELLING, *counts) if rule in counts)
    return Mend(rule, start + lead, end - tail, by[lead : len(by) - tail])


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def newlines(text: str) -> str:
    r"""End every line with "\n": the ends of Windows and of old Macs are replaced, others are left alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_TONES = "\u0e48-\u0e4b"
_VOWELS = "\u0e31\u0e34-\u0e3a"  # above and below the line
_KILLER = "\u0e4c"  # thanthakhat: พันธ์ุ is typed for พันธุ์
_MARKS = f"{_VOWELS}\u0e47-\u0e4e"

# A joiner between two characters that are neither Thai nor Latin makes an emoji (🧑‍🌾) or an Indic ligature: it stays.
_PLAIN = "\u0000-\u024f\u0e00-\u0e7f\u2000-\u206f\uf700-\uf71a\ufeff"
_INVISIBLE = re.compile(f"[\u00ad\u200b\u2060\ufeff]+|(?<![^{_PLAIN}])[\u200c\u200d]|[\u200c\u200d](?![^{_PLAIN}])")

# Glyphs that old Windows fonts keep in the private-use area: marks moved left or down, ญ and ฐ without their foot.
_PRIVATE = dict(
    zip(
        range(0xF700, 0xF71B),
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e0d"
        "\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
        strict=True,
    )
)

_ROW = re.compile(f"[\u00ad\u200b-\u200d\u2060\ufeff\uf700-\uf71aเำาํ{_MARKS}]+")
_TELLING = ("double-e", "private-use")  # rules that name a row in which others have found something too

_RULES: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("invisible", _INVISIBLE, ""),
    ("no-break-space", re.compile("\u00a0"), " "),
    ("private-use", re.compile("[\uf700-\uf71a]"), lambda found: _PRIVATE[ord(found[0])]),
    ("double-e", re.compile("\u0e40\u0e40"), "\u0e41"),
    ("sara-am", re.compile(f"\u0e4d([{_TONES}]*)\u0e32"), "\\1\u0e33"),
    ("tone-after-am", re.compile(f"\u0e33([{_TONES}]+)"), "\\1\u0e33"),
    ("tone-before-vowel", re.compile(f"(?<![{_TONES}{_KILLER}])([{_TONES}{_KILLER}]+)([{_VOWELS}]+)"), r"\2\1"),
    ("repeated-mark", re.compile(f"([{_MARKS}])\\1+"), r"\1"),
)

_SUSPECT = re.compile(f"(?P<mark> [{_MARKS}\u0e33])|\ufffd+")


def _mended(line: str) -> tuple[str, Counter[str]]:
    """Apply the rules until none finds anything: one may bring out what another mends (เ, zero width, เ)."""
    counts: Counter[str] = Counter()
    before = ""
    while before != line:
        before = line
        for rule, pattern, by in _RULES:
            line, count = pattern.subn(by, line)
            if count:
                counts[rule] += count
                if _is_clean(line):  # most dirty lines have no-break spaces only
                    return line, counts
    return line, counts


def _suspects(text: str) -> tuple[Suspect, ...]:
    return tuple(
        Suspect("mark-after-space" if found["mark"] else "lost-character", found.start(), found.end())
        for found in _SUSPECT.finditer(text)
    )


# Whether a text is clean is asked of every file and of each line of a dirty one. One pattern over the text ran at 27 M
# characters/s, because it stops at each of the many marks. cp874 has one byte for each Thai character, so the text is
# encoded and each byte replaced by the letter of its class, where patterns that begin with one literal byte are quick.

_RARE = "\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffd\u0e4d"
# What 234 of 240 releases consist of: no control, no glyph of the private-use area, nothing of `_RARE`.
_USUAL = re.compile("[\t\n -~\u0e01-\u0e3a\u0e3f-\u0e4c\u0e4e-\u0e5b“”‘’–—…•]*+")


def _classes() -> bytes:
    table = bytearray(b"." * 256)
    for letter, thai in {"t": "่้๊๋์", "v": "ัิีึืฺุู็", "a": "ำ", "e": "เ", "s": " "}.items():
        for byte in thai.encode("cp874"):
            table[byte] = ord(letter)
    return bytes(table)


_CLASSES = _classes()
_BAD_PAIRS = tuple(re.compile(pair) for pair in (b"t[tv]", b"vv", b"s[tva]", b"a[t]", b"e[e]"))


def is_usual(text: str) -> bool:
    """Whether there are but the signs of any keyboard, so that no control is to be looked for; a doubt counts as no."""
    return _USUAL.fullmatch(text) is not None


def _is_clean(text: str) -> bool:
    """Whether no rule can find anything; a doubt counts as no."""
    if text.isascii():
        return True
    if any(character in text for character in _RARE) or b"\xf7" in text.encode("utf-16-le", "surrogatepass"):
        return False
    shape = text.encode("cp874", "replace").translate(_CLASSES)
    return not any(pair.search(shape) for pair in _BAD_PAIRS)

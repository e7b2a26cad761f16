"""Bytes of a source into normalised text: finds out the encoding, mends line ends and Thai, and never drops a word."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from site_builder.problems import Problem, Span, error, notice, warning
from site_builder.thai.text import Suspect, is_usual, newlines, normalise


class Source(Struct, frozen=True):
    """The text of a file as all spans count it; the line structure is the file's own."""

    text: str
    problems: tuple[Problem, ...] = ()
    readable: bool = True  # False: not a text, or an empty one; there is nothing more to look for


# Files that an office renames to .md or drops into the folder, by how they begin; each kind has words of its own.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "F082"),
    (b"{\\rtf", "F083"),
    (b"\xd0\xcf\x11\xe0", "F084"),
    (b"\x89PNG", "F085"),
    (b"\xff\xd8\xff", "F085"),
    (b"GIF87a", "F085"),
    (b"GIF89a", "F085"),
    (b"Rar!", "F086"),
    (b"7z\xbc\xaf", "F086"),
)
_ZIP = b"PK\x03\x04"
_PACKED: tuple[tuple[bytes, str], ...] = (  # what a ZIP archive holds tells which program wrote it
    (b"word/", "F081"),
    (b"xl/", "F084"),
    (b"ppt/", "F084"),
    (b"opendocument", "F081"),
)
_FOREIGN = (_ZIP, *(start for start, _ in _SIGNATURES))

# UTF-32 stands first: its little-endian mark begins with that of UTF-16.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# C0 and C1 controls and the noncharacters, which YAML and HTML both refuse; tab and line feed are text.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PASTED_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")  # Word's and PDF's line and page breaks inside a line
_SILENT = frozenset({"no-break-space"})  # in half of all texts that come from Word: to tell it would bury the rest
_HIGH = re.compile(rb"[\x80-\xff]")
_THAI_PAIR = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")  # a Thai letter in UTF-8
_THAI = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e5b]")
_THAI_RUN = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e5b]{2,}")
_STRAY_MARK = re.compile("(?<![\u0e01-\u0e2e\u0e30-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def decode(data: bytes) -> Source:
    """Read a file's bytes; the text of one that is not `readable` is only good for quoting."""
    foreign = _signature(data)
    if foreign:
        return Source("", (error(foreign),), readable=False)
    text, found = _text(data)
    text = newlines(text).rstrip("\x1a")  # DOS ended a text with Ctrl-Z
    if found is not None and found.code != "F004":
        return Source(text, (found,), readable=False)
    problems = [found] if found else []
    return _mended(text, problems)


class Typed(Struct, frozen=True):
    """The text of a file as it was typed, line ends and all, from which its very bytes can be made again."""

    text: str
    mark: bytes = b""  # the byte order mark
    encoding: str = "utf-8"

    def data(self, text: str) -> bytes | None:
        """Another text as a file of the same kind; None where its encoding lacks a sign of it."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            return None


def typed(data: bytes) -> Typed | None:
    """The text as it was typed, of which `decode` mends a copy; None for a file that is no whole text."""
    found = None if _signature(data) else _text(data)[1]
    if _signature(data) or (found is not None and found.code != "F004"):
        return None
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", ""))
    encoding = "cp874" if found else encoding or _unmarked_utf16(data) or "utf-8"
    return Typed(data[len(mark) :].decode(encoding), mark, encoding)


def _mended(text: str, problems: list[Problem]) -> Source:
    usual = is_usual(text)
    controls = [] if usual else list(CONTROL.finditer(text))
    if controls:
        first = controls[0]
        number = f"U+{ord(first[0]):04X}"
        problems.append(error("F005", Span(*first.span()), character=number, count=len(controls)))
        text = CONTROL.sub(" ", text)  # named once; YAML would refuse the rest of the file for it
    breaks = None if usual else _PASTED_BREAK.search(text)
    mended = normalise(_PASTED_BREAK.sub(" ", text) if breaks else text)
    if not mended.text.strip():  # also one of zero-width characters alone
        return Source(mended.text, (*problems, error("F001")), readable=False)
    fixes = [fix for fix in mended.fixes if fix.rule not in _SILENT]
    count = sum(fix.count for fix in fixes) + (len(_PASTED_BREAK.findall(text)) if breaks else 0)
    if count:
        lines = [fix.line for fix in fixes] + ([text.count("\n", 0, breaks.start()) + 1] if breaks else [])
        problems.append(notice("F007", _line(mended.text, min(lines)), count=count))
    return Source(mended.text, (*problems, *_suspects(mended.suspects)))


def _line(text: str, number: int) -> Span:
    start = 0
    for _ in range(number - 1):
        start = text.index("\n", start) + 1
    end = text.find("\n", start)
    return Span(start, len(text) if end < 0 else end)


def _suspects(suspects: Iterable[Suspect]) -> Iterator[Problem]:
    """One problem for each kind, at its first place: the second is mended by the hand that mends the first."""
    kinds = (("lost-character", "F008", error), ("mark-after-space", "F009", warning))
    for rule, code, problem in kinds:
        places = [suspect for suspect in suspects if suspect.rule == rule]
        if places:
            yield problem(code, Span(places[0].start, places[0].end), count=len(places))


def _signature(data: bytes) -> str:
    """The code of a file that is no text by its first bytes, "" for one that may be."""
    if not data.startswith(_FOREIGN):
        return ""
    if data.startswith(_ZIP):
        return next((code for inside, code in _PACKED if inside in data), "F086")
    return next((code for start, code in _SIGNATURES if data.startswith(start)), "")


def _text(data: bytes) -> tuple[str, Problem | None]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    wide = _unmarked_utf16(data)
    if wide:
        return _marked(data, wide)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as fault:
        return _not_utf8(data, fault.start)


def _marked(data: bytes, encoding: str) -> tuple[str, Problem | None]:
    """Decode what a byte order mark promised; a damaged place is named."""
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as fault:
        return _damaged(data, encoding, fault.start)


def _damaged(data: bytes, encoding: str, start: int) -> tuple[str, Problem]:
    before = newlines(data[:start].decode(encoding, "replace"))
    text = data.decode(encoding, "replace")
    return text, error("F003", Span(len(before), len(before) + 1), encoding=encoding.upper())


def _unmarked_utf16(data: bytes) -> str:
    """Tell UTF-16 without a mark by its high bytes, 00 (Latin) or 0E (Thai); "" where it is not obvious.

    No other encoding of Thai has a NUL, so nine in ten on one side of the pairs leave no doubt.
    """
    sample = data[:4000]
    if len(data) % 2 or b"\0" not in sample:
        return ""
    pairs = len(sample) // 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        side = sample[first::2]
        if (side.count(0) + side.count(0x0E)) * 10 >= pairs * 9 and sample[1 - first :: 2].count(0) == 0:
            return encoding
    return ""


def _not_utf8(data: bytes, start: int) -> tuple[str, Problem]:
    """Tell damaged UTF-8 from Windows-874 (a superset of TIS-620) and both from rubbish."""
    high = len(_HIGH.findall(data))
    if len(_THAI_PAIR.findall(data)) * 3 * 2 >= high:
        return _damaged(data, "utf-8", start)
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError:
        text = ""
    if not text or not _reads_as_thai(text):
        return "", error("F002")
    return text, notice("F004")


def _reads_as_thai(text: str) -> bool:
    """Whether this decoding makes words: Thai letters stand side by side, and their marks stand on letters.

    In the accented letters of Western encodings neither is so: "café" would be caf้, "Ångström" ลngstr๖m.
    """
    thai = len(_THAI.findall(text))
    together = sum(len(run) for run in _THAI_RUN.findall(text))
    return thai > 0 and together * 2 >= thai and len(_STRAY_MARK.findall(text)) * 10 <= thai

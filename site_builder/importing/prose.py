"""The lines of the news as Markdown that our reader shows as they were meant: lists, programmes, hashtags, bullets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from site_builder.importing.lines import Line, bullet
from site_builder.reading.office_lists import mark
from site_builder.thai.date_search import sightings
from site_builder.thai.text import arabic_digits

_BRACKETED = re.compile(r"\(\s*(?P<number>[\d๐-๙]{1,2})\s*\)\s*(?P<text>\S.*)")
_LOOSE = re.compile(r"(?P<number>[\d๐-๙]{1,2})(?P<point>[.)])\s*(?P<text>[^\s\d๐-๙.)\-–/].*)")
_DASH = re.compile(r"(?:[-–—*•●▪◦·+✓√]|\*\*|\^\^|o(?=\s))\s*(?P<text>[^\s\d๐-๙*\-–>].*|(?<=\s)\S.*)")
_PART = re.compile(r"(?P<part>\((?:ภาค|ช่วง)?(?:เช้า|บ่าย|ค่ำ|เย็น|กลางวัน|กลางคืน)\))\s*(?P<text>\S.*)")
HASHTAG = re.compile(r"(?<![^\s#(])#(?P<tag>[\w฀-๿.]*[\w฀-๿])")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_LIVE = re.compile(r"[\\`*_\[\]{}]|<|&(?=#?\w{1,32};)|~(?=~~)|!(?=\[)")
_HEAD = re.compile(r"(?:#{1,6}(?=[\s#])|##|>|\+(?=\s)|={3,}|:(?=\s))")


class _Block(Struct, frozen=True):
    """A line's Markdown, and how it stands to the one before: "item" of a list, "wrap", "head" or "text"."""

    kind: str
    text: str


def markdown(lines: Sequence[Line]) -> str:
    """The body: paragraphs parted by blank lines, items of one list directly below each other."""
    blocks = _blocks(lines)
    parts: list[str] = []
    previous = ""
    for block in blocks:
        if block.kind == "wrap" and parts:
            parts[-1] += f" {block.text}"
            continue
        joint = "\n" if block.kind == previous == "item" or block.kind == previous == "number" else "\n\n"
        parts.append((joint if parts else "") + block.text)
        previous = block.kind
    return "".join(parts) + "\n" if parts else ""


def hashtags(text: str) -> tuple[str, ...]:
    """The words of a line's hashtags; figures alone are none: "#1"."""
    return tuple(found["tag"].strip("#") for found in HASHTAG.finditer(text) if not found["tag"].isdecimal())


def is_hashtags(text: str) -> bool:
    """Whether a line is nothing but hashtags."""
    return bool(hashtags(text)) and not HASHTAG.sub("", text).strip(" #,.|")


def escaped(text: str) -> str:
    """Text in which nothing is Markdown; addresses stay whole."""
    out: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        out += [_LIVE.sub(_escape, text[at : found.start()]), found[0]]
        at = found.end()
    whole = "".join([*out, _LIVE.sub(_escape, text[at:])])
    return f"\\{whole}" if _HEAD.match(whole) else whole


def _escape(found: re.Match[str]) -> str:
    """The reader knows no backslash before these three."""
    return {"<": "&lt;", "&": "&amp;", "~": "&#126;"}.get(found[0], f"\\{found[0]}")


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    signs = [bullet(line.text) for line in lines]
    blocks: list[_Block] = []
    in_part = False
    for at, line in enumerate(lines):
        sign = signs[at]
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        block = _block(line, sign, repeated=bool(sign) and signs.count(sign) > 1)
        if block.kind == "text" and _PART.match(following) and sightings(line.text) and len(line.text) < 60:  # noqa: PLR2004
            block = _Block("head", f"## {block.text}")
        elif block.kind == "text" and in_part and _goes_on(lines, at):
            block = _Block("wrap", block.text)
        in_part = bool(_PART.match(line.text)) or (block.kind == "wrap" and in_part)
        blocks.append(block)
    return blocks


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the rest of a programme's entry: it stands directly below, and another entry or day comes."""
    if lines[at].start - lines[at - 1].end > 1 or sightings(lines[at].text):
        return False
    rest = lines[at + 1 : at + 4]
    return any(_PART.match(one.text) or sightings(one.text)[:1] for one in rest) or not rest or len(lines[at].text) > 60  # noqa: PLR2004


def _block(line: Line, sign: str, *, repeated: bool) -> _Block:
    text = line.text
    part = _PART.fullmatch(text)
    if part:
        return _Block("item", f"- {escaped(part[0])}")
    numbered = _BRACKETED.fullmatch(text) or _numbered(text)
    if numbered:
        return _Block("number", f"{int(arabic_digits(numbered['number']))}. {escaped(numbered['text'])}")
    dashed = _DASH.fullmatch(text)
    if dashed:
        return _Block("item", f"- {escaped(dashed['text'])}")
    if sign:
        rest = escaped(text[len(sign) :].lstrip())
        return _Block("item", f"- {rest}") if repeated and rest else _Block("text", rest)
    return _Block("text", escaped(text))


def _numbered(text: str) -> re.Match[str] | None:
    return _LOOSE.fullmatch(text) if mark(text) else None

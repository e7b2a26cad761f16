"""Words for pictures into `photos.yml`: a picture's own lines are written anew, all others stay; proves each edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from site_builder.editing.cutting import is_remark, lines_of, newline_of
from site_builder.editing.edit import Refused, cleaned
from site_builder.pictures import CAPTIONS, Caption
from site_builder.reading import writing
from site_builder.reading.captions import KEYS, Captions, read_captions
from site_builder.reading.composing import Entry, Fault, Scalar, Table, compose
from site_builder.reading.fields import parts
from site_builder.reading.source import decode

_OURS = ("caption", "alt")  # what the desk asks for; a focus, and what we do not know, stays


class _Place(Struct, frozen=True):
    """The lines `[start, end)` of a key, without blank lines and remarks behind it."""

    entry: Entry
    start: int
    end: int


def captioned(text: str, said: Mapping[str, Caption]) -> str:
    """The text with these captions and alt texts, by name of the picture; raises Refused where it cannot be edited."""
    for name, words in said.items():
        text = _with(text, name, Caption(str(cleaned(words.caption)), str(cleaned(words.alt))))
    return text


def _with(text: str, name: str, words: Caption) -> str:
    lines, source = list(lines_of(text)), _composed(text)
    newline = newline_of(lines) if lines else "\n"
    place = next((one for one in _places(source, *_entries(source)) if one.entry.written == name), None)
    if place is None:
        if lines and not lines[-1].endswith(("\r", "\n")):
            lines[-1] += newline
        start = end = len(lines)
        new = _new(name, words, [])
    else:
        start, end = place.start, place.end
        new = _rewritten(source, place, [line.rstrip("\r\n") for line in lines[start:end]], words)
    lines[start:end] = [f"{line}{newline}" for line in new]
    after = "".join(lines)
    _prove(text, after, name, words)
    return after


def _composed(text: str) -> str:
    if not text.strip():
        return ""
    source = decode(text.encode())
    if not source.readable:
        raise Refused
    return source.text


def _entries(source: str) -> tuple[Sequence[Entry], int]:
    """(The keys of a whole file, the number of its lines)."""
    found = compose(source, 0)
    if isinstance(found, Fault) or not isinstance(found.value, Table):
        raise Refused
    return found.value.entries, len(lines_of(source))


def _places(source: str, entries: Sequence[Entry], last: int) -> list[_Place]:
    """Where each key's lines stand; Refused where two share one."""
    lines = lines_of(source)
    starts = [source.count("\n", 0, one.span.start) for one in entries]
    if len({*starts}) < len(starts):
        raise Refused
    ends = [*starts[1:], last][: len(starts)]
    found = []
    for entry, start, end in zip(entries, starts, ends, strict=True):
        while end - 1 > start and is_remark(lines[end - 1].rstrip("\r\n")):
            end -= 1  # noqa: PLW2901 — what stands behind a key is not its own
        found.append(_Place(entry, start, end))
    return found


def _new(name: str, words: Caption, rest: Sequence[str]) -> list[str]:
    """The lines of a picture: one where it has a caption alone; none where nothing is said."""
    written = writing.word(name)
    if words.caption and not words.alt and not rest:
        return [f"{written}: {writing.scalar(words.caption)}"]
    told = [*_told(words), *rest]
    return [f"{written}:", *(f"  {line}" for line in told)] if told else []


def _told(words: Caption) -> list[str]:
    texts = {"caption": words.caption, "alt": words.alt}
    return [f"{thai}: {writing.scalar(texts[name])}" for name, thai in KEYS if texts.get(name)]


def _rewritten(source: str, place: _Place, lines: Sequence[str], words: Caption) -> list[str]:
    """The lines of a picture that was there: in a table of its own, each key by itself; else all of them anew."""
    value = place.entry.value
    if not isinstance(value, Table):
        return _new(place.entry.written, words, [])
    below = [source.count("\n", 0, one.span.start) - place.start for one in value.entries]
    if 0 in below or len({*below}) < len(below):  # in braces
        return _new(place.entry.written, words, _others(place.entry, value))
    return _each(place.entry, list(zip(value.entries, below, [*below[1:], len(lines)], strict=True)), lines, words)


def _others(entry: Entry, value: Table) -> list[str]:
    """What a table in braces says besides."""
    ours = {part.span for name, part in parts(entry, KEYS, []).items() if name in _OURS}
    others = [one for one in value.entries if one.span not in ours]
    if not all(isinstance(one.value, Scalar) for one in others):
        raise Refused(entry.written)
    return [
        f"{writing.word(one.written)}: {writing.scalar(one.value.text)}"
        for one in others
        if isinstance(one.value, Scalar)
    ]


def _each(table: Entry, keys: Sequence[tuple[Entry, int, int]], lines: Sequence[str], words: Caption) -> list[str]:
    """A table with lines of its own for each key: [start, end) among those of the table."""
    known = {part.span: name for name, part in parts(table, KEYS, []).items()}
    texts = {"caption": words.caption, "alt": words.alt}
    first = keys[0][1]
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    kept: list[str] = []
    for one, start, end in keys:
        name = known.get(one.span, "")
        text = texts.pop(name, None)
        is_same = isinstance(one.value, Scalar) and one.value.text == text
        if name not in _OURS or is_same:
            kept += lines[start:end]
        elif text:
            kept.append(f"{indent}{one.written}: {writing.scalar(text)}")
    kept += [f"{indent}{thai}: {writing.scalar(texts[name])}" for name, thai in KEYS if texts.get(name)]
    return [*lines[:first], *kept] if any(not is_remark(line) for line in kept) else []


def _prove(before: str, after: str, name: str, words: Caption) -> None:
    """Refused where the reader would take another picture's words otherwise, or this one's not as they were meant."""
    was, now = (_read(text, name) for text in (before, after))
    former = dict(was.captions)
    wanted = replace(former.get(name, Caption()), caption=words.caption, alt=words.alt)
    there = {**former, name: wanted} if name in dict(now.captions) or wanted != Caption() else former
    if wanted == Caption():
        there = {one: text for one, text in there.items() if one != name}
    codes = [Counter(one.code for one in found.problems) for found in (was, now)]
    if there != dict(now.captions) or codes[1] - codes[0]:
        raise Refused(name)


def _read(text: str, name: str) -> Captions:
    entries, _ = _entries(_composed(text))
    return read_captions(CAPTIONS, text.encode(), {name, *(one.written for one in entries)})

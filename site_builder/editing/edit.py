"""Other values into a text: a key's own lines are written anew, all others stay to the byte; never trusts itself.

What was written is read back with the reader's own eyes. Where another key, the body or the value itself would come
back otherwise, the edit is refused, and the text is the editor's to mend as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from site_builder.editing.cutting import Cut, Place, cut, newline_of, trimmed, within_line
from site_builder.reading import schema, writing
from site_builder.reading.composing import Entry, Listing, Scalar, Table, Value
from site_builder.reading.fields import is_nothing
from site_builder.reading.lines import quoted
from site_builder.reading.schema import Taxonomies
from site_builder.reading.source import CONTROL
from site_builder.thai.text import normalise

Wanted = str | tuple[str, ...] | Mapping[str, str] | None  # None: the key goes
EMPTY = "---\n---\n\n"  # what a new item begins with
_KEY = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^:'\"])[^:]*:[ \t]*")
_DASH = re.compile(r"([ \t]*-[ \t]+)(.*?)[ \t]*(?:\r\n|\r|\n)?")


class Refused(Exception):  # noqa: N818 — what became of the edit
    """A text that cannot be edited key by key; `key` is "" for the whole of it."""

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.key = key


def edited(text: str, changes: Mapping[str, Wanted], prose: str | None, taxonomies: Taxonomies) -> str:
    """The text with these values, by English name, and this body (None: as it is); raises Refused."""
    found = cut(text, taxonomies)
    if found is None:
        raise Refused
    clean = {key: cleaned(value) for key, value in changes.items()}
    for key, value in clean.items():
        found = _with_key(found, key, value, taxonomies)
    lines = [*found.lines]
    if prose is not None and prose != found.prose:
        lines[found.body :] = _body(found, prose)
        if found.body and prose and not found.lines[found.body - 1].endswith(("\r", "\n")):
            lines[found.body - 1] += found.newline
    after = "".join(lines)
    _prove((text, after), clean, prose, taxonomies)
    return after


def cleaned(value: Wanted) -> Wanted:
    """A value as the reader will give it back: mended, in one line, without controls."""
    if isinstance(value, str):
        return " ".join(normalise(CONTROL.sub(" ", value)).text.split())
    if isinstance(value, tuple):
        return tuple(word for one in value if (word := str(cleaned(one))))
    if isinstance(value, Mapping):
        return {key: str(cleaned(one)) for key, one in value.items()}
    return None


def _with_key(found: Cut, key: str, value: Wanted, taxonomies: Taxonomies) -> Cut:
    place, newline = found.places.get(key), found.newline
    if place:
        new = [] if value is None else [f"{line}{newline}" for line in _rewritten(found, place, value)]
        start, end = place.start, place.end
    else:
        name = _name(found, key, taxonomies)
        new = [] if value is None else [f"{name}: {_plain(value)}".rstrip() + newline]
        start = end = _position(found, key)
    after = cut("".join([*found.lines[:start], *new, *found.lines[end:]]), taxonomies)
    if after is None:
        raise Refused(key)
    return after


def _name(found: Cut, key: str, taxonomies: Taxonomies) -> str:
    """The key as this author spells keys."""
    thai = schema.BY_NAME[key].thai if key in schema.BY_NAME else dict(taxonomies).get(key, "")
    return thai if found.is_thai and thai else key


def _position(found: Cut, key: str) -> int:
    """The line before which a new key stands: behind the nearest one that comes before it in the schema's order."""
    names = [one.name for one in schema.KEYS]
    before = names[: names.index(key)] if key in names else names
    ends = [found.places[name].end for name in before if name in found.places]
    return max(ends[-1:], default=min((one.start for one in found.places.values()), default=found.close))


def _plain(value: str | tuple[str, ...] | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return writing.scalar(value)
    return writing.row(value) if isinstance(value, tuple) else writing.table(value)


def _rewritten(found: Cut, place: Place, value: str | tuple[str, ...] | Mapping[str, str]) -> list[str]:
    """The lines of a key that was there: its spelling, its quotes, its kind of list and a remark behind it stay."""
    first = found.lines[place.start].rstrip("\r\n")
    head = _KEY.match(first)
    if head is None:
        raise Refused(place.entry.name)
    old = place.entry.value
    if isinstance(value, tuple) and isinstance(old, Listing) and not old.flow and value:
        return [first, *_dashed(found, place, value)]
    remark = _remark(place, first)
    text = _plain(value)
    if isinstance(value, str) and first[head.end() :].startswith(("'", '"')) and value:
        is_double = first[head.end()] == '"' and not set(value) & {'"', "\\"}
        text = f'"{value}"' if is_double else quoted(value)
    elif isinstance(value, str) and remark:
        text = quoted(value)
    lead = head[0] if head[0][-1:] in " \t" or not text else f"{head[0]} "
    return [f"{lead}{text}".rstrip() + remark]


def _remark(place: Place, line: str) -> str:
    """The remark behind a value in quotes or brackets, with the blanks before it; in all others `#` is text."""
    value = place.entry.value
    is_closed = (isinstance(value, Scalar) and value.quoted) or (
        isinstance(value, Listing | Table) and place.end - place.start == 1
    )
    rest = place.line[within_line(place, value.span)[1] :] if is_closed and place.end - place.start == 1 else ""
    return rest if rest.lstrip().startswith("#") and line.endswith(rest) else ""


def _dashed(found: Cut, place: Place, words: tuple[str, ...]) -> list[str]:
    """A list with a dash before each word: the line of a word that stays is left as it is."""
    lines = [line.rstrip("\r\n") for line in found.lines[place.start + 1 : place.end]]
    value = place.entry.value
    items = value.items if isinstance(value, Listing) else ()
    dashes = [line for line in lines if line.lstrip().startswith("-")]
    plain = len(dashes) == len(items)
    kept = {item.text: line for item, line in zip(items, dashes, strict=False) if isinstance(item, Scalar) and plain}
    indent = next((dash[1] for line in dashes if (dash := _DASH.fullmatch(line))), "  - ")
    return [kept.get(word) or f"{indent}{writing.word(word)}" for word in words]


def _body(found: Cut, prose: str) -> list[str]:
    """The body's lines: those before and behind what was changed stay as they are."""
    old = list(found.lines[found.body :])
    newline = newline_of(old) if len(old) > 1 else found.newline
    tail = found.tail or newline
    new = [f"{line}{newline}" for line in prose.split("\n")]
    new[-1] = new[-1].removesuffix(newline) + tail if prose else ""
    same = _same([line.rstrip("\r\n") for line in old], [line.rstrip("\r\n") for line in new])
    back = _same([line.rstrip("\r\n") for line in old[same:]][::-1], [line.rstrip("\r\n") for line in new[same:]][::-1])
    rest = old[len(old) - back :] if back else []
    first = old[:same]
    if first and not first[-1].endswith(("\r", "\n")):
        first[-1] += newline
    return [*first, *new[same : len(new) - back], *rest]


def _same(one: list[str], other: list[str]) -> int:
    pairs = list(zip(one, other, strict=False))
    return next((place for place, (left, right) in enumerate(pairs) if left != right), len(pairs))


def _prove(texts: tuple[str, str], changes: Mapping[str, Wanted], prose: str | None, taxonomies: Taxonomies) -> None:
    """Read back: every key says what it should, the others what they said."""
    before, after = (cut(text, taxonomies) for text in texts)
    if before is None or after is None:
        raise Refused
    for key in {*before.places, *after.places, *changes}:
        was, now = (one.places[key].entry if key in one.places else None for one in (before, after))
        if key in changes:
            is_right = (
                now is None if changes[key] is None else now is not None and meant(now.value) == _as_read(changes[key])
            )
        else:
            is_right = (was and meant(was.value)) == (now and meant(now.value))
        if not is_right:
            raise Refused(key)
    if after.prose != (before.prose if prose is None else trimmed(prose)):
        raise Refused


def meant(value: Value) -> object:
    """What a value says, however it is written."""
    if isinstance(value, Scalar):
        return "" if is_nothing(value) else " ".join(value.text.split())
    if isinstance(value, Listing):
        return [meant(item) for item in value.items]
    if isinstance(value, Table):
        return {entry.written: meant(entry.value) for entry in value.entries}
    return None


def _as_read(value: Wanted) -> object:
    return list(value) if isinstance(value, tuple) else value


def entries_of(found: Cut) -> dict[str, Entry]:
    """The keys by English name."""
    return {name: place.entry for name, place in found.places.items()}

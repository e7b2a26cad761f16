"""TOML text to checked tables: every key typed, every mistake with its line; it knows no setting by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from site_builder.problems import Problem, Span, error
from site_builder.thai.text import nearest

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_BELOW = ".*"  # the end of a name whose tables have names of their own
_DECODE_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")

Value = str | int | bool | tuple[str, ...]


class Key(Struct, frozen=True):
    """What a key takes: its type by example ("" text, 0 number, False yes/no, () texts), and whether it must be."""

    default: Value = ""
    required: bool = False
    choices: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """One table of the file as checked values, and where each key stands."""

    values: Mapping[str, Value]
    spans: Mapping[str, Span]  # of the keys that are written; "" is the table's header

    def text(self, key: str) -> str:
        """The text of a key; "" where the table has no such key."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a key; none where the table has no such key."""
        value = self.values.get(key)
        return value if isinstance(value, tuple) else ()

    def number(self, key: str) -> int:
        """The number of a key; 0 where the table has no such key."""
        value = self.values.get(key)
        return value if isinstance(value, int) else 0

    def flag(self, key: str) -> bool:
        """Whether a key says yes."""
        return self.values.get(key) is True

    def span(self, key: str) -> Span:
        """Where the key stands, else where its table begins."""
        return self.spans.get(key) or self.spans[""]


Schema = Mapping[str, Mapping[str, Key]]
Rows = Mapping[str, tuple[Row, ...]]


def read_tables(text: str, schema: Schema) -> tuple[Rows | None, tuple[Problem, ...]]:
    """Read a file whose tables are `schema`: "" is the top level, "contact" one table, "[menu]" a list of tables.

    The tables of "publish.*" are left to `read_below`, since each one's keys are its own. Returns each table's rows
    (one for a plain table, written or not), or None where the text is not TOML.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return None, (_not_toml(text, str(fault)),)
    spans = _spans(text)
    top = {key: value for key, value in data.items() if not _is_table(value)}
    problems = [*_unknown_tables(data, schema, spans)]
    rows: dict[str, tuple[Row, ...]] = {}
    for table, keys in schema.items():
        if table.endswith(_BELOW):
            continue
        name = table.strip("[]")
        raw = [top] if not name else _listed(data.get(name, [] if table != name else {}))
        read = [_row(values, keys, spans.get((name, index), {"": Span(0, 0)})) for index, values in enumerate(raw)]
        rows[name] = tuple(row for row, _ in read)
        problems += [problem for _, found in read for problem in found]
    return rows, tuple(problems)


def read_below(
    text: str, parent: str, keys_of: Callable[[Mapping[str, object]], Mapping[str, Key]]
) -> Iterator[tuple[str, Row, tuple[Problem, ...]]]:
    """Each table `[parent.name]` of a text that is TOML: its name, its values by the keys that it takes, and problems.

    A key that stands in `[parent]` itself belongs to no table, and is told as a table without a name.
    """
    tables = tomllib.loads(text).get(parent, {})
    spans = _spans(text)
    for name, values in tables.items() if isinstance(tables, dict) else ():
        own = spans.get((f"{parent}.{name}", 0)) or spans.get((parent, 0)) or {"": Span(0, 0)}
        if isinstance(values, dict):
            row, problems = _row(values, keys_of(values), own)
            yield name, row, tuple(problems)
        else:
            known = f"[{parent}.{name}]"
            yield "", Row({}, own), (error("S002", own.get(name, own[""]), name=name, known=known),)


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    )


def _listed(value: object) -> list[dict[str, object]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _unknown_tables(
    data: Mapping[str, object], schema: Schema, spans: Mapping[tuple[str, int], Mapping[str, Span]]
) -> Iterable[Problem]:
    known = [table.strip("[]").removesuffix(_BELOW) for table in schema if table]
    for name, value in data.items():
        if _is_table(value) and name not in known:
            span = spans.get((name, 0), {}).get("")
            yield error("S002", span, name=name, known=", ".join(nearest(name, known) or known))


def _row(values: Mapping[str, object], keys: Mapping[str, Key], spans: Mapping[str, Span]) -> tuple[Row, list[Problem]]:
    problems = [
        error("S003", spans.get(key, spans[""]), key=key, known=", ".join(nearest(key, keys) or sorted(keys)))
        for key in values
        if key not in keys
    ]
    checked: dict[str, Value] = {}
    for name, key in keys.items():
        checked[name] = key.default
        if name in values:
            value = _typed(values[name], key)
            if value is None:
                problems.append(_wrong(name, key, spans.get(name, spans[""])))
            else:
                checked[name] = value
        if key.required and values.get(name, "") == "":
            problems.append(error("S004", spans[""], key=name, fix=f'{name} = "…"'))
    return Row(checked, spans), problems


def _typed(value: object, key: Key) -> Value | None:
    if isinstance(key.default, tuple):
        return tuple(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
    if key.choices and value not in key.choices:
        return None
    if isinstance(value, str) and isinstance(key.default, str):
        return value.strip()
    if isinstance(value, int) and type(value) is type(key.default):
        return value
    return None


def _wrong(name: str, key: Key, span: Span) -> Problem:
    if key.choices:
        return error("S005", span, key=name, choices=", ".join(key.choices), fix=f'{name} = "{key.choices[0]}"')
    example = {"str": '"…"', "int": "1", "bool": "true", "tuple": '["…", "…"]'}[type(key.default).__name__]
    return error("S006", span, key=name, fix=f"{name} = {example}")


def _not_toml(text: str, fault: str) -> Problem:
    found = _DECODE_PLACE.search(fault)
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    start = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
    offset = start + (int(found[2]) - 1 if found and found[2] else 0)
    return error("S001", Span(min(offset, len(text)), len(text)), reason=_DECODE_PLACE.sub("", fault).strip())


def _spans(text: str) -> dict[tuple[str, int], dict[str, Span]]:
    """(table, which of its name) → key → place: tomllib keeps no places, so the lines are looked through once more."""
    places: dict[tuple[str, int], dict[str, Span]] = {("", 0): {"": Span(0, 0)}}
    table, seen, offset = places["", 0], dict[str, int](), 0
    for line in text.split("\n"):
        header = _HEADER.match(line)
        key = re.match(r"\s*(?:\"([^\"]+)\"|([\w-]+))\s*=", line)
        if header:
            name = header[2].replace('"', "")
            seen[name] = seen.get(name, -1) + 1
            table = places[name, seen[name]] = {"": Span(offset, offset + len(line))}
        elif key:
            table.setdefault(key[1] or key[2], Span(offset + key.start(key.lastindex or 0), offset + len(line)))
        offset += len(line) + 1
    return places

"""Tables of `content/data/`, CSV as Excel writes it in Thailand or TOML, for `::: ตาราง`."""

from __future__ import annotations

import csv
import io
import re
import tomllib

from msgspec.structs import replace

from site_builder.pictures import Sheet
from site_builder.problems import Problem, Severity, located, warning
from site_builder.reading.source import decode

MOST = 2_000  # rows of a table; more is no page
_NUMBER = re.compile(r"[-+]?[\d๐-๙][\d๐-๙,]*(?:\.[\d๐-๙]+)?\s*%?")


def read_sheet(path: str, data: bytes) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """The table of a file, UTF-8 or Windows-874, comma, semicolon or tab between; None where it is none."""
    source = decode(data)
    told = [replace(one, severity=Severity.WARNING) for one in source.problems if one.code != "F007"]
    if not source.readable:
        return None, tuple(located(one, path, source.text) for one in told)
    rows = _of_toml(source.text) if path.endswith(".toml") else _of_csv(source.text)
    if not rows or len(rows) > MOST:
        problem = warning("G013", most=f"{MOST:,}")
        return None, (*(located(one, path, source.text) for one in told), located(problem, path, ""))
    width = max(map(len, rows))
    head, *others = [(*row, *[""] * (width - len(row))) for row in rows]
    numbers = tuple(_are_numbers(column) for column in zip(*others, strict=True)) if others else (False,) * width
    return Sheet(tuple(head), tuple(map(tuple, others)), numbers), tuple(
        located(one, path, source.text) for one in told
    )


def _of_csv(text: str) -> list[list[str]]:
    first = text.lstrip("\n").partition("\n")[0]
    sign = max(",;\t", key=first.count)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=sign)]
    except csv.Error:
        return []
    return [row for row in rows if any(row)]


def _of_toml(text: str) -> list[list[str]]:
    """`[[row]]` tables: the keys of the first are the head."""
    try:
        found = next((value for value in tomllib.loads(text).values() if isinstance(value, list)), [])
    except tomllib.TOMLDecodeError:
        return []
    tables = [one for one in found if isinstance(one, dict)]
    head = list(dict.fromkeys(key for one in tables for key in one))
    return [head, *([str(one.get(key, "")) for key in head] for one in tables)] if head else []


def _are_numbers(cells: tuple[str, ...]) -> bool:
    written = [cell for cell in cells if cell]
    return bool(written) and all(_NUMBER.fullmatch(cell) for cell in written)

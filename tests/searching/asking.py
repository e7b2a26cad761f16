"""A reader's question answered from the files of an output, as the script does it in its first and strictest way."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from site_builder.searching.files import DIGITS, LIST
from site_builder.searching.grams import _pairs, _windows
from site_builder.searching.segments import Place
from site_builder.searching.shards import _read, key_of, shard_of
from site_builder.thai.seeking import letters, sought


@lru_cache(maxsize=4096)  # the outputs of tests have paths of their own
def _text(path: Path, _when: int) -> str:
    return path.read_text("utf-8")


def value(output: Path, path: str) -> object:
    """What a file of the index hands to the script."""
    found = re.fullmatch(r"siteSearch\((.*)\);\n", _text(output / path, (output / path).stat().st_mtime_ns), re.DOTALL)
    assert found, path
    return json.loads(found[1])


def asked(output: Path, question: str) -> list[str]:
    """The titles of the items that hold all terms of a question, titles first and then the newest."""
    terms = [sought(word) for word in question.split()]
    rows: list[tuple[bool, str, int, str]] = []
    for name, digest in value(output, LIST):  # type: ignore[attr-defined]
        whole = value(output, f"search/{name}.{digest}.js")
        tables = [_holding(output, name, whole[2], term) for term in terms]  # type: ignore[index]
        for number in set.intersection(*map(set, tables)):
            text = value(output, Place(name, number).url[1:])
            form = f" {sought(chr(10).join([text[1], text[5], text[6]]))} "  # type: ignore[index]
            if all(_spaced(term) in form for term in terms):
                titled = all(table[number] for table in tables)
                rows.append((titled, text[2], number, text[1]))  # type: ignore[index]
    return [row[-1] for row in sorted(rows, reverse=True)]


def _spaced(term: str) -> str:
    return f" {term} " if term.replace(" ", "").isdigit() else term


def _holding(output: Path, name: str, shards: str, term: str) -> dict[int, bool]:
    """Number of an item → whether its title holds the term."""
    bits = (len(shards) // DIGITS).bit_length() - 1
    data = letters(_spaced(term))
    found: list[dict[int, bool]] = []
    for gram in _windows(data) or _pairs(data):
        shard = shard_of(gram, bits)
        text = str(value(output, f"search/{name}/{shard}.{shards[shard * DIGITS :][:DIGITS]}.js"))
        at = text.find(key_of(gram))
        entry = re.match("[^~`^]*", text[at + len(key_of(gram)) :]) if at >= 0 else None
        numbers = _read(entry[0]) if entry else []
        found.append({number // 2: number % 2 == 1 for number in numbers})
    numbers_ = set.intersection(*map(set, found))
    return {number: all(table[number] for table in found) for number in numbers_}

"""Postings to text and back: which items of a segment hold a trigram, a few hundred trigrams a shard.

A shard is one text of entries in order. An entry is a sign for its kind ("~" a trigram, "`" one without tone marks, "^"
a pair of a title), the key, and its numbers, each as one or two signs for its distance from the one before. A number is
twice that of the item, and one more where the title holds the key. A reader's script looks a key up by `indexOf`.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import sub

from site_builder.searching.grams import FOLDED, Grams

_SPREAD = 0x9E3779B1  # 2³² divided by the golden ratio (Knuth): neighbours among the trigrams go to different shards
_KINDS = "~`^"
# Signs that need no escape in a JSON string and are no kind: 48 that end a number, and 41 that begin one of two.
_SIGNS = "".join(chr(code) for code in range(32, 127) if chr(code) not in _KINDS + '"\\<')
LOW, HIGH = _SIGNS[:48], _SIGNS[48:]
_TOKENS = ("", *LOW, *(high + low for high in HIGH for low in LOW))  # by distance, 1 to 2,016
_DISTANCES = {token: distance for distance, token in enumerate(_TOKENS)}
_TOKEN = re.compile(f"[{re.escape(HIGH)}]?.", re.DOTALL)
_ENTRY = re.compile(f"([~`]...|\\^..)([^{_KINDS}]+)")


def bits_of(items: int) -> int:
    """How many bits of a trigram's digest name its shard: a power of two of shards, so that few items move them.

    1,024 for a thousand items, 1 kB gz each, of which a question takes about ten. With 512 a question took 8 kB more.
    """
    return max(0, (items - 1).bit_length())


def shard_of(gram: int, bits: int) -> int:
    """The number of a trigram's shard; one of a text without tone marks lies with the one of the same signs."""
    return ((gram & (FOLDED - 1)) * _SPREAD & 0xFFFFFFFF) >> (32 - bits)


def shards(items: Iterable[Grams], bits: int) -> list[str]:
    """All shards of a segment, from the trigrams of its items in their order."""
    postings: defaultdict[int, list[int]] = defaultdict(list)
    for number, grams in enumerate(items):
        for found, code in ((grams.title, 2 * number + 1), (grams.rest, 2 * number)):
            lists = map(postings.__getitem__, found)
            deque(
                map(list.append, lists, repeat(code)), maxlen=0
            )  # a loop over 1,300 trigrams takes four times as long
    entries: list[list[str]] = [[] for _ in range(1 << bits)]
    for gram, numbers in postings.items():
        entries[shard_of(gram, bits)].append(key_of(gram) + _written(numbers))
    return ["".join(sorted(one)) for one in entries]


def patched(shard: str, gained: Iterable[int], lost: Iterable[int], number: int) -> str:
    """A shard in which an item has other trigrams than before; ValueError where it does not hold the lost ones."""
    table: dict[str, str] = dict(_ENTRY.findall(shard))
    if "".join(chain.from_iterable(table.items())) != shard:
        raise ValueError(shard)
    for gram in lost:
        numbers = _read(table.pop(key_of(gram), ""))
        numbers.remove(2 * number)
        if numbers:
            table[key_of(gram)] = _written(numbers)
    for gram in gained:
        numbers = _read(table.get(key_of(gram), ""))
        table[key_of(gram)] = _written(sorted([*numbers, 2 * number]))
    return "".join(sorted(map("".join, table.items())))


def by_shard(grams: Iterable[int], bits: int) -> Mapping[int, Sequence[int]]:
    """Trigrams by the number of their shard."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for gram in grams:
        found[shard_of(gram, bits)].append(gram)
    return found


def key_of(gram: int) -> str:
    """A trigram's kind and characters."""
    length = 3 if gram >> 16 else 2
    kind = "`" if gram & FOLDED else "~" if length == 3 else "^"  # noqa: PLR2004 — a pair or a trigram
    return kind + (gram & (FOLDED - 1)).to_bytes(3, "little")[:length].decode("cp874")


def _written(numbers: Sequence[int]) -> str:
    return "".join(map(_TOKENS.__getitem__, map(sub, numbers, chain((-1,), numbers))))


def _read(text: str) -> list[int]:
    numbers: list[int] = []
    before = -1
    for token in _TOKEN.findall(text):
        before += _DISTANCES[token]
        numbers.append(before)
    return numbers

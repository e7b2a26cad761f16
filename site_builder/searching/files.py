"""The files of the index as bytes: shards, the list of a segment, the list of all; each one calls the page's script.

Scripts, since a page that was opened by a double click may load nothing else. What may change has the digest of its
bytes in its name, and the lists say which names count: a reader never puts a new list to an old shard.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from site_builder.machine_views import TextView
from site_builder.searching.grams import Grams
from site_builder.searching.segments import newest_first
from site_builder.searching.shards import bits_of, by_shard, patched, shards

LIST = "search/index.js"  # of the segments
WORDS = "/search/words.js"  # that a mistyped one may mean
DIGITS = 6  # hex, of the SHA-256 in a name: of 16 million edits of a file one keeps its name
_CALL, _END = "siteSearch(", ");\n"


class SegmentList(Struct, frozen=True):
    """What a reader must know of a segment before its shards: their names, how many items there are."""

    name: str
    shards: tuple[str, ...]  # the digest in each one's name
    facets: str  # the digest in the name of what a filter asks for
    count: int  # items

    def path(self, number: int) -> str:
        """Where a shard lies in the output."""
        return f"search/{self.name}/{number}.{self.shards[number]}.js"

    @property
    def paths(self) -> list[str]:
        """Where all that this list names lies in the output, and itself."""
        facets = f"search/{self.name}/f.{self.facets}.js"
        return [*(self.path(number) for number in range(len(self.shards))), facets, self.own[0]]

    @property
    def own(self) -> tuple[str, bytes]:
        """Its own path and bytes."""
        data = script([self.count, self.facets, "".join(self.shards)])
        return f"search/{self.name}.{digest(data)}.js", data

    @property
    def digest(self) -> str:
        """What its own name holds."""
        return digest(self.own[1])


def script(value: object) -> bytes:
    """A value as a script that hands it to the page's."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")  # ends of lines in scripts before ES2019
    return f"{_CALL}{safe}{_END}".encode()


def value_of(data: bytes) -> object:
    """The value again; ValueError where there is none."""
    text = data.decode()
    if not text.startswith(_CALL) or not text.endswith(_END):
        raise ValueError(text[:40])
    return json.loads(text[len(_CALL) : -len(_END)])


def digest(data: bytes) -> str:
    """What a name holds of the bytes under it."""
    return sha256(data).hexdigest()[:DIGITS]


def is_index(path: str) -> bool:
    """Whether a file of the output is of the index, and no page."""
    return path.startswith("search/") and path.endswith(".js")


def segment(name: str, views: Sequence[TextView], grams: Iterable[Grams]) -> tuple[SegmentList, dict[str, bytes]]:
    """A segment's list, and all its files by their paths; the trigrams are those of title and body, in their order."""
    found = (one.further(view.lines) for view, one in zip(views, grams, strict=True))
    data = [script(one) for one in shards(found, bits_of(len(views)))]
    facets = _facets(views)
    whole = SegmentList(name, tuple(map(digest, data)), digest(facets), len(views))
    return whole, dict(zip(whole.paths, [*data, facets, whole.own[1]], strict=True))


def _facets(views: Sequence[TextView]) -> bytes:
    """By what items can be filtered: the URLs of groups, and by item its year of the common era and which of these."""
    terms = sorted({term for view in views for term in view.terms})
    index = {term: number for number, term in enumerate(terms)}
    years = [view.when.start.year if view.when else 0 for view in views]
    return script([terms, years, [[index[term] for term in view.terms] for view in views]])


def edited(
    before: SegmentList, read: Mapping[str, bytes], view: TextView, number: int, grams: tuple[Grams, Grams]
) -> tuple[SegmentList, dict[str, bytes]]:
    """A segment in which one item's body has changed: its list, and the shards that are other ones now.

    `read` are the shards of `touched` by path, `grams` those of before and after. ValueError where they do not agree.
    """
    old, new = (one.further(view.lines).rest for one in grams)
    bits = len(before.shards).bit_length() - 1
    gained, lost = by_shard(new - old, bits), by_shard(old - new, bits)
    names = list(before.shards)
    files: dict[int, bytes] = {}
    for shard in sorted(gained.keys() | lost.keys()):
        text = str(value_of(read[before.path(shard)]))
        files[shard] = script(patched(text, gained.get(shard, ()), lost.get(shard, ()), number))
        names[shard] = digest(files[shard])
    after = replace(before, shards=tuple(names))
    return after, {after.path(shard): data for shard, data in files.items()}


def touched(before: SegmentList, view: TextView, grams: tuple[Grams, Grams]) -> list[str]:
    """The paths of the shards that `edited` reads."""
    old, new = (one.further(view.lines).rest for one in grams)
    return [before.path(shard) for shard in by_shard(old ^ new, len(before.shards).bit_length() - 1)]


def listed(segments: Mapping[str, str]) -> bytes:
    """The list of all segments, newest first; each with the digest in its list's name."""
    return script([[name, segments[name]] for name in newest_first(segments)])

"""The search's index as the last build left it, in notes of the store: a note a segment, and one that names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import DecodeError, Struct, msgpack

from site_builder.searching.files import SegmentList
from site_builder.searching.segments import Place, segment_of
from site_builder.storing.store import Spoilt, Store

_ALL = "segments"
T = TypeVar("T")


class Indexed(Struct, frozen=True):
    """A segment as it was made."""

    list: SegmentList
    sources: tuple[str, ...]  # of its items, in their order
    prints: bytes  # `digest` of each one's view


def known(store: Store) -> dict[str, str]:
    """All segments, each with the digest in its list's name."""
    data = store.note(_ALL)
    return _decoded(data, dict[str, str]) if data else {}


def indexed(store: Store, name: str) -> Indexed | None:
    """A segment."""
    data = store.note(_name(name))
    return _decoded(data, Indexed) if data else None


def place_of(store: Store, key: int, source: str) -> Place | None:
    """Where an item stands that has the same key as in the last build; None for one that was not there."""
    found = indexed(store, segment_of(key, known(store)))
    return Place(found.list.name, found.sources.index(source)) if found and source in found.sources else None


def notes(made: Iterable[Indexed], segments: Mapping[str, str], former: Iterable[str]) -> dict[str, bytes]:
    """What to keep: the segments that were made, and which ones there are now; `former` are those of before."""
    gone = {_name(name): b"" for name in former if name not in segments}
    return gone | {_name(one.list.name): msgpack.encode(one) for one in made} | {_ALL: msgpack.encode(segments)}


def _name(segment: str) -> str:
    return f"segment {segment}"


def _decoded(data: bytes, kind: type[T]) -> T:
    try:
        return msgpack.decode(data, type=kind)
    except DecodeError as fault:
        raise Spoilt(_ALL) from fault

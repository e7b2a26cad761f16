"""Values to fingerprints: what a page shows, field by field, as a few bytes that differ when it does; keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from msgspec import Struct
from msgspec.msgpack import Encoder

from site_builder.details import Row
from site_builder.model import Card, Prose
from site_builder.views import View

SIZE = 8  # bytes of a fingerprint: two of ten million values are alike once in 370,000 sites
_ENCODER = Encoder(order="deterministic")  # sets and mappings in the order of their keys


def digest(value: object) -> bytes:
    """The fingerprint of a value of ours: text, numbers, days, tuples, mappings and values of such.

    TypeError for a type that has no one canonical form of bytes, so that none slips in unseen.
    """
    return _short(_ENCODER.encode(value))


def _short(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()


class Printed(Struct, frozen=True):
    """A page as it was rendered last."""

    url: str
    template: str
    size: int  # bytes
    digest: str  # SHA-256 of its bytes, hex
    prints: bytes  # of its template's closure, then of each field of its view
    near: str = ""  # sources of the other items that an item's page shows or links to, one a line


class Prints:
    """The fingerprints of one build; each card's and row's is counted once, however many lists show it."""

    def __init__(self) -> None:
        self._cards: dict[
            int, tuple[Card | Row, bytes]
        ] = {}  # by identity; the card is held, so that none takes its place
        self._plain: dict[tuple[type, object], bytes] = {}  # "", None, (), a year: the same on thousands of pages

    def of(self, view: View) -> bytes:
        """A fingerprint for each field of a view, in the order of `names`."""
        return b"".join(self._field(getattr(view, name)) for name in names(view))

    def _field(self, value: object) -> bytes:
        match value:
            case Card():
                return self._card(value)
            case (Card() | Row(), *_):
                return _short(b"".join(self._card(card) for card in value))
            case Prose():
                return value.digest
            case None | str() | int() | ():
                return self._same(value)
            case _:
                return digest(value)

    def _same(self, value: object) -> bytes:
        key = (type(value), value)
        known = self._plain.get(key)
        if known is None:
            known = self._plain[key] = digest(value)
        return known

    def _card(self, card: object) -> bytes:
        if not isinstance(card, Card | Row):
            raise TypeError(card)
        known = self._cards.get(id(card))
        if known is None:
            known = self._cards[id(card)] = (card, digest(card))
        return known[1]


def names(view: View) -> tuple[str, ...]:
    """The fields of a view."""
    return tuple(type(view).__struct_fields__)


def differing(names_: Iterable[str], prints: bytes, former: bytes) -> tuple[str, ...]:
    """The names whose fingerprints differ between two rows of them; all where the rows are of other lengths."""
    named = tuple(names_)
    if len(prints) != len(former):
        return named
    places = range(0, len(prints), SIZE)
    return tuple(
        name for name, at in zip(named, places, strict=True) if prints[at : at + SIZE] != former[at : at + SIZE]
    )


def differing_parts(parts: Mapping[str, str], former: Mapping[str, str]) -> tuple[str, ...]:
    """The names that two tables of fingerprints do not agree on."""
    return tuple(sorted(name for name in {*parts, *former} if parts.get(name) != former.get(name)))

"""Places that are surely misspelt in running text: the nearest of the province is offered, or nothing is said."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.findings import Edit, Finding
from site_builder.problems import Span, warning
from site_builder.thai.locations import PlaceFault, resolve
from site_builder.thai.mentions import Level
from site_builder.thai.nearest import distance
from site_builder.thai.places import Gazetteer

_CLOSE = 5  # weight of what differs: one letter, or two marks
_SAFE = 3  # a mark, a look-alike, two letters that changed places
_LONG = 4  # letters of a name of which one may be wrong
_WORDS = {Level.DISTRICT: "อำเภอ", Level.SUBDISTRICT: "ตำบล", Level.PROVINCE: "จังหวัด"}


def misspelt_places(text: str, gazetteer: Gazetteer) -> Iterator[Finding]:
    """Each line is read like a location: a name that no place bears, and that one of ours nearly does, is told."""
    at = 0
    for line in text.split("\n"):
        if any(word in line for word in ("อำเภอ", "ตำบล", "อ.", "ต.", "จังหวัด", "จ.", "เขต", "แขวง")):
            yield from (one for fault in resolve(gazetteer, line).faults if (one := _slip(fault, at)))
        at += len(line) + 1


def _slip(fault: PlaceFault, at: int) -> Finding | None:
    if fault.code != "unknown" or not fault.nearest or len(fault.name) < _LONG:
        return None
    near = fault.nearest[0]
    far = distance(fault.name, near)
    if far > _CLOSE or any(distance(fault.name, other) <= far for other in fault.nearest[1:]):
        return None
    span = Span(at + fault.start, at + fault.end)
    told = warning("C025", span, name=fault.name, right=near, word=_WORDS[fault.level])
    return Finding(told, (Edit(span, near),) if far <= _SAFE else ())

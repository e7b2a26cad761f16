"""Provinces, districts and subdistricts over the gazetteer of `geothai`: resolves, never guesses between two.

This is the door of three modules: `gazetteer` holds the places, `mentions` finds their names in a text, `locations`
says which place each name is. Here stand the answers for a single name, as the keys `district` and `subdistrict` give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from site_builder.thai.gazetteer import (
    District,
    Gazetteer,
    Province,
    Subdistrict,
    district_provinces,
    fold_english,
    load,
    provinces,
    subdistrict_provinces,
)
from site_builder.thai.locations import PlaceFault, Resolution, district_labels, province_labels, resolve
from site_builder.thai.mentions import Level
from site_builder.thai.text import nearest, normalise

__all__ = [
    "District",
    "Gazetteer",
    "Level",
    "PlaceFault",
    "Province",
    "Resolution",
    "Subdistrict",
    "load",
    "named_district",
    "named_subdistrict",
    "provinces",
    "resolve",
]

_DISTRICT_WORD = re.compile(r"^(?:(?:กิ่ง)?อำเภอ|เขต|อ\.|(?:amphoe|khet)\b)\s*|\s*\bdistrict$", re.IGNORECASE)
_SUBDISTRICT_WORD = re.compile(r"^(?:ตำบล|แขวง|ต\.|(?:tambon|khwaeng)\b)\s*|\s*\bsub-?district$", re.IGNORECASE)
_Place = TypeVar("_Place", District, Subdistrict)
_THAI_NUMERALS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def named_district(gazetteer: Gazetteer, name: str) -> District | PlaceFault:
    """The district of this Thai or English name, slug or DOPA code, with or without อำเภอ, อ. or เขต.

    The fault is "unknown", "elsewhere" or "ambiguous"; its offsets are those of `name`.
    """
    bare = _bare(name, _DISTRICT_WORD)
    known = gazetteer.district_by_name.get(re.sub(" ?[ฯๆ]$", "", bare))
    found = (known,) if known else _same(gazetteer.districts, bare)
    if len(found) == 1:
        return found[0]
    if found:
        return _fault("ambiguous", Level.DISTRICT, name, bare, places=tuple(one.label for one in found))
    if where := district_provinces(bare):
        return _fault("elsewhere", Level.DISTRICT, name, bare, places=province_labels(gazetteer, where))
    return _fault("unknown", Level.DISTRICT, name, bare, near=_nearest(bare, gazetteer.districts))


def named_subdistrict(gazetteer: Gazetteer, name: str, districts: Sequence[District] = ()) -> Subdistrict | PlaceFault:
    """The subdistrict of this name, slug or DOPA code in these districts; without any, in the whole province.

    The fault is "unknown", "elsewhere", "ambiguous", or "mismatch" where only other districts of the province have it.
    """
    bare = _bare(name, _SUBDISTRICT_WORD)
    inside = {district.code for district in districts}
    everywhere = _same(gazetteer.subdistricts, bare)
    found = [one for one in everywhere if not inside or one.district_code in inside]
    if len(found) == 1:
        return found[0]
    if everywhere:
        given = ", ".join(district.label for district in districts)
        code, places = ("ambiguous", found) if found else ("mismatch", everywhere)
        return _fault(code, Level.SUBDISTRICT, name, bare, places=district_labels(gazetteer, places), given=given)
    if where := subdistrict_provinces(bare):
        return _fault("elsewhere", Level.SUBDISTRICT, name, bare, places=province_labels(gazetteer, where))
    candidates = [one for one in gazetteer.subdistricts if not inside or one.district_code in inside]
    return _fault("unknown", Level.SUBDISTRICT, name, bare, near=_nearest(bare, candidates))


@lru_cache(maxsize=1_024)  # a site names the same districts again and again
def _bare(name: str, word: re.Pattern[str]) -> str:
    return word.sub("", normalise(name).text.strip()).strip()


def _same(places: Iterable[_Place], name: str) -> list[_Place]:
    """Those that bear this name, in Thai or English, or this slug or code."""
    code, folded = name.translate(_THAI_NUMERALS), fold_english(name)
    return [
        place
        for place in places
        if name == place.name or code == place.code or folded in (fold_english(place.english), fold_english(place.slug))
    ]


def _nearest(name: str, places: Iterable[District | Subdistrict]) -> tuple[str, ...]:
    """Names of the script that was written, the nearest first."""
    return nearest(name, [place.english if name.isascii() else place.name for place in places])


def _fault(
    code: str,
    level: Level,
    written: str,
    name: str,
    *,
    places: Iterable[str] = (),
    given: str = "",
    near: tuple[str, ...] = (),
) -> PlaceFault:
    return PlaceFault(code, level, 0, len(written), name, tuple(places), given, near)

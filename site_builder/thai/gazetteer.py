"""The provinces of Thailand as `geothai` lists them, made into values; reads that package's tables and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.thai.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geothai.types import District as Row

BANGKOK = "10"

# What people write for a province besides its name; the keys are folded (see `_folded`).
_PROVINCE_NICKNAMES = {"กทม": BANGKOK, "กรุงเทพ": BANGKOK, "อยุธยา": "14", "โคราช": "30"}
_PROVINCE_WORD = re.compile(r"^(?:จังหวัด|จว?\.|changwat\b)\s*", re.IGNORECASE)
_UNHEARD = re.compile(r"[\s.ฯ'’-]+")


class Province(Struct, frozen=True):
    """A province, by its DOPA code ("31")."""

    code: str
    name: str  # "บุรีรัมย์"
    english: str  # RTGS: "Buri Ram"
    slug: str  # "buri-ram"


class District(Struct, frozen=True):
    """A district (อำเภอ) or, in Bangkok, a เขต, by its DOPA code ("3122")."""

    code: str
    name: str  # "แคนดง", without the word for district
    english: str  # RTGS: "Khaen Dong"
    slug: str  # "khaen-dong", unique in its province
    label: str  # as a sentence says it: "อำเภอแคนดง", "อำเภอเมืองบุรีรัมย์", "เขตบางรัก"


class Subdistrict(Struct, frozen=True):
    """A subdistrict (ตำบล) or, in Bangkok, a แขวง, by its DOPA code ("312203")."""

    code: str
    name: str
    english: str
    slug: str  # unique in its district
    label: str  # "ตำบลสระบัว", "แขวงสีลม"
    district_code: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """One province with all that reading a location needs: a value, shipped to worker processes as it is (60 kB).

    The dictionaries are built once by `load` and never changed; two gazetteers are equal when their places are.
    """

    province: Province
    districts: tuple[District, ...]  # in Thai dictionary order
    subdistricts: tuple[Subdistrict, ...]  # in Thai dictionary order
    district_by_name: dict[str, District] = field(repr=False, compare=False)  # also "เมือง": the capital district
    subdistricts_by_name: dict[str, tuple[Subdistrict, ...]] = field(repr=False, compare=False)
    district_by_code: dict[str, District] = field(repr=False, compare=False)
    province_codes: dict[str, str] = field(repr=False, compare=False)  # name or nickname → code, all 77
    province_names: dict[str, str] = field(repr=False, compare=False)  # code → name, all 77
    districts_of_country: dict[str, tuple[str, ...]] = field(repr=False, compare=False)  # name → codes of provinces

    def __hash__(self) -> int:
        """Of the province alone: a gazetteer stands in the keys of caches, and of its places there are thousands."""
        return hash(self.province)

    @property
    def is_bangkok(self) -> bool:
        """Whether districts are เขต and subdistricts แขวง here."""
        return self.province.code == BANGKOK


@cache
def provinces() -> tuple[Province, ...]:
    """All 77 provinces, in Thai dictionary order; source: `geothai`."""
    import geothai  # noqa: PLC0415 - costs 0.13 s, which `--help` and shell completion must not pay

    found = (Province(row.code, row.name_th, row.name_en, _slug(row.name_en)) for row in geothai.provinces())
    return tuple(sorted(found, key=lambda province: sort_key(province.name)))


def load(province: str) -> Gazetteer | None:
    """The gazetteer of a province given by name (Thai or English, with or without จังหวัด or จ.), slug or DOPA code.

    None when there is no such province. It is built once in a process: 0.1 s, most of it the import of `geothai`.
    """
    code = _code_by_spelling().get(_folded(province))
    return None if code is None else _gazetteer(code)


@lru_cache(maxsize=1024)  # the names are people's words, without end
def subdistrict_provinces(name: str) -> tuple[str, ...]:
    """Codes of the provinces that have a subdistrict of this Thai or English name: asked only to explain a mistake."""
    import geothai  # noqa: PLC0415 - see `provinces`

    return tuple(dict.fromkeys(found.subdistrict.province_code for found in geothai.match(name)))


def district_provinces(name: str) -> tuple[str, ...]:
    """Codes of the provinces that have a district of this Thai or English name: asked only to explain a mistake."""
    return _districts_of_country().get(name) or _districts_of_country().get(fold_english(name)) or ()


def fold_english(name: str) -> str:
    """An English name or slug without case, spaces and hyphens, which nobody writes alike: "Khaen Dong" → khaendong."""
    return _UNHEARD.sub("", name).lower()


def _slug(english: str) -> str:
    """RTGS has only letters, spaces and hyphens ("Phang-nga")."""
    return english.lower().replace(" ", "-")


def _folded(name: str) -> str:
    return _UNHEARD.sub("", _PROVINCE_WORD.sub("", name.strip())).lower()


@cache
def _code_by_spelling() -> dict[str, str]:
    spellings = dict(_PROVINCE_NICKNAMES)
    for province in provinces():
        spellings |= {_folded(word): province.code for word in (province.name, province.english, province.code)}
    return spellings


@cache
def _districts_of_country() -> dict[str, tuple[str, ...]]:
    """Thai names, and English ones folded, of all 928 districts; "เมือง" stands for every capital district."""
    import geothai  # noqa: PLC0415 - see `provinces`

    codes: dict[str, list[str]] = {}
    for province in provinces():
        for row in geothai.districts(province.code):
            for name in _district_spellings(row):
                codes.setdefault(name, []).append(province.code)
    return {name: tuple(dict.fromkeys(where)) for name, where in codes.items()}


def _thai_name(row: Row) -> str:
    """The name alone: geothai writes Bangkok's districts as เขตบางรัก, all others without the word."""
    return row.name_th.removeprefix("เขต")


def _district_spellings(row: Row) -> tuple[str, ...]:
    names = (_thai_name(row), fold_english(row.name_en))
    return (*names, "เมือง") if _is_capital(row.code) else names


def _is_capital(code: str) -> bool:
    """The capital district has the number 01; Bangkok has none (1001 is Phra Nakhon)."""
    return code.endswith("01") and not code.startswith(BANGKOK)


@cache
def _gazetteer(code: str) -> Gazetteer:
    import geothai  # noqa: PLC0415 - see `provinces`

    by_code = {province.code: province for province in provinces()}
    rows = geothai.districts(code)
    districts = _districts(rows)
    subdistricts = tuple(
        sorted((s for row in rows for s in _subdistricts(row.code)), key=lambda s: (sort_key(s.name), s.code))
    )
    capital = [("เมือง", district) for district in districts if _is_capital(district.code)]
    return Gazetteer(
        province=by_code[code],
        districts=districts,
        subdistricts=subdistricts,
        district_by_name=dict(capital + [(district.name, district) for district in districts]),
        subdistricts_by_name=_grouped(subdistricts),
        district_by_code={district.code: district for district in districts},
        province_codes={province.name: province.code for province in provinces()} | _PROVINCE_NICKNAMES,
        province_names={province.code: province.name for province in provinces()},
        districts_of_country={name: where for name, where in _districts_of_country().items() if not name.isascii()},
    )


def _districts(rows: Iterable[Row]) -> tuple[District, ...]:
    """The districts of a province; where two have one English name (Bang Sai in Ayutthaya) the slug takes the code."""
    rows = tuple(rows)
    taken = Counter(_slug(row.name_en) for row in rows)
    word = "เขต" if rows[0].province_code == BANGKOK else "อำเภอ"
    districts = (
        District(row.code, name, row.name_en, _unique(row.name_en, row.code, taken), word + name)
        for row in rows
        for name in [_thai_name(row)]
    )
    return tuple(sorted(districts, key=lambda district: sort_key(district.name)))


def _subdistricts(district_code: str) -> tuple[Subdistrict, ...]:
    import geothai  # noqa: PLC0415 - see `provinces`

    rows = geothai.subdistricts(district_code)
    taken = Counter(_slug(row.name_en) for row in rows)
    word = "แขวง" if district_code.startswith(BANGKOK) else "ตำบล"
    return tuple(
        Subdistrict(
            row.code, row.name_th, row.name_en, _unique(row.name_en, row.code, taken), word + row.name_th, district_code
        )
        for row in rows
    )


def _unique(english: str, code: str, taken: Counter[str]) -> str:
    slug = _slug(english)
    return slug if taken[slug] == 1 else f"{slug}-{code}"


def _grouped(subdistricts: Iterable[Subdistrict]) -> dict[str, tuple[Subdistrict, ...]]:
    """By name; "ปอภาร (ปอพาน)", the only one with two, also by each."""
    by_name: dict[str, list[Subdistrict]] = {}
    for subdistrict in subdistricts:
        for name in {subdistrict.name, *re.split(r" *[()]", subdistrict.name)} - {""}:
            by_name.setdefault(name, []).append(subdistrict)
    return {name: tuple(found) for name, found in by_name.items()}

"""Provinces, districts and subdistricts over the gazetteer of `geothai`: resolves, never guesses between two."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Province:
    """A province, by its DOPA code ("31")."""

    code: str
    name: str  # "บุรีรัมย์"
    english: str  # RTGS: "Buri Ram"
    slug: str  # "buri-ram"


@dataclass(frozen=True, slots=True)
class District:
    """A district (อำเภอ) or, in Bangkok, a เขต, by its DOPA code ("3122")."""

    code: str
    name: str  # "แคนดง", without the word for district
    english: str  # RTGS: "Khaen Dong"
    slug: str  # "khaen-dong", unique in its province
    label: str  # as a sentence says it: "อำเภอแคนดง", "อำเภอเมืองบุรีรัมย์", "เขตบางรัก"


@dataclass(frozen=True, slots=True)
class Subdistrict:
    """A subdistrict (ตำบล) or, in Bangkok, a แขวง, by its DOPA code ("312203")."""

    code: str
    name: str
    english: str
    slug: str
    label: str  # "ตำบลสระบัว", "แขวงสีลม"
    district_code: str

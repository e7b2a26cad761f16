"""Districts and subdistricts of an item: named outright by their keys, else found in its location; never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.problems import Problem, Severity, Span
from site_builder.reading.composing import Entry, Scalar
from site_builder.reading.fields import Found, scalars, text, within
from site_builder.reading.lines import written
from site_builder.thai.places import (
    District,
    Gazetteer,
    Level,
    PlaceFault,
    Subdistrict,
    named_district,
    named_subdistrict,
    resolve,
)

# By what the name is said to be of, and what is wrong; a key must be right, a free text may be.
_CODES = {
    (Level.DISTRICT, "unknown"): "L001",
    (Level.DISTRICT, "elsewhere"): "L003",
    (Level.DISTRICT, "ambiguous"): "L004",
    (Level.DISTRICT, "mismatch"): "L005",
    (Level.SUBDISTRICT, "unknown"): "L006",
    (Level.SUBDISTRICT, "elsewhere"): "L008",
    (Level.SUBDISTRICT, "ambiguous"): "L009",
    (Level.SUBDISTRICT, "mismatch"): "L010",
    (Level.PROVINCE, "unknown"): "L011",
}
_NEAREST = {"L001": "L002", "L006": "L007", "L011": "L012"}  # there is a name to offer


def places(
    entries: Mapping[str, Entry], gazetteer: Gazetteer, found: Found
) -> tuple[tuple[District, ...], tuple[Subdistrict, ...]]:
    """The districts and subdistricts; `district` and `subdistrict` each override what the location says of theirs."""
    heard = _heard(entries.get("location"), gazetteer, found, told="district" in entries or "subdistrict" in entries)
    districts, subdistricts = heard
    if "district" in entries:
        districts = _districts(entries["district"], gazetteer, found)
        inside = {district.code for district in districts}
        subdistricts = tuple(one for one in subdistricts if one.district_code in inside)
    if "subdistrict" in entries:
        subdistricts = _subdistricts(entries["subdistrict"], gazetteer, districts, found)
    codes = dict.fromkeys((*(one.code for one in districts), *(one.district_code for one in subdistricts)))
    return tuple(gazetteer.district_by_code[code] for code in codes), subdistricts


def _heard(
    entry: Entry | None, gazetteer: Gazetteer, found: Found, *, told: bool
) -> tuple[tuple[District, ...], tuple[Subdistrict, ...]]:
    """What the location says; its doubts are told only where no key settles them."""
    if entry is None or not isinstance(entry.value, Scalar):
        return (), ()
    location = text(entry, found)
    resolution = resolve(gazetteer, location)
    if not told:
        for fault in resolution.faults:
            span = within(entry.value, fault.start, fault.end) if location == entry.value.text else entry.value.span
            found.append(_problem(fault, Severity.WARNING, span, gazetteer, _renamed(entry, location, fault)))
    return resolution.districts, resolution.subdistricts


def _renamed(entry: Entry, location: str, fault: PlaceFault) -> str:
    """The location with the nearest name in the place of an unknown one."""
    if not fault.nearest:
        return ""
    return written(entry.written, location[: fault.start] + fault.nearest[0] + location[fault.end :])


def _districts(entry: Entry, gazetteer: Gazetteer, found: Found) -> tuple[District, ...]:
    taken: list[District] = []
    for item in scalars(entry, found):
        place = named_district(gazetteer, item.text)
        if isinstance(place, PlaceFault):
            found.append(_named(place, entry, item, gazetteer))
        else:
            taken.append(place)
    return tuple(dict.fromkeys(taken))


def _subdistricts(
    entry: Entry, gazetteer: Gazetteer, districts: tuple[District, ...], found: Found
) -> tuple[Subdistrict, ...]:
    taken: list[Subdistrict] = []
    for item in scalars(entry, found):
        place = named_subdistrict(gazetteer, item.text, districts)
        if isinstance(place, PlaceFault):
            found.append(_named(place, entry, item, gazetteer))
        else:
            taken.append(place)
    return tuple(dict.fromkeys(taken))


def _named(fault: PlaceFault, entry: Entry, item: Scalar, gazetteer: Gazetteer) -> Problem:
    fix = ""
    if fault.nearest and isinstance(entry.value, Scalar):
        fix = written(entry.written, entry.value.text.replace(item.text, fault.nearest[0]))
    return _problem(fault, Severity.ERROR, item.span, gazetteer, fix)


def _problem(fault: PlaceFault, severity: Severity, span: Span, gazetteer: Gazetteer, fix: str = "") -> Problem:
    """A fault with the words that this province has for its parts: อำเภอ and ตำบล, in Bangkok เขต and แขวง."""
    plain = _CODES[(fault.level, fault.code)]
    district, subdistrict = gazetteer.districts[0], gazetteer.subdistricts[0]
    here = (
        ("province", gazetteer.province.name if gazetteer.is_bangkok else f"จังหวัด{gazetteer.province.name}"),
        ("province_english", gazetteer.province.english),
        ("district_word", district.label.removesuffix(district.name)),
        ("subdistrict_word", subdistrict.label.removesuffix(subdistrict.name)),
    )
    code = _NEAREST.get(plain, plain) if fault.nearest else plain
    return Problem(code, severity, span, (*fault.arguments, *here), fix)

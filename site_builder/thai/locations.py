"""Which districts and subdistricts a location names: reads free text over one gazetteer, never guesses between two."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from msgspec import Struct

from site_builder.thai import mentions
from site_builder.thai.gazetteer import District, Gazetteer, Subdistrict, subdistrict_provinces
from site_builder.thai.mentions import Level, Mention
from site_builder.thai.text import nearest


class PlaceFault(Struct, frozen=True):
    """A name that resolves to nothing, and why; the caller says it in words.

    `code` is one of: "unknown" (no such place, `nearest` may help), "elsewhere" (only in the provinces `places`),
    "ambiguous" (in each of `places`), "mismatch" (not in `given`, which was named with it, but in `places`).
    """

    code: str
    level: Level
    start: int  # of the name in the text that was read, in characters
    end: int
    name: str  # as written, without its marker
    places: tuple[str, ...] = ()  # labels: "อำเภอสตึก", "จังหวัดนครราชสีมา"
    given: str = ""
    nearest: tuple[str, ...] = ()  # names of this province, the nearest first

    @property
    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The parts that a message may need, each as one text."""
        parts = (self.name, self.given, ", ".join(self.places), ", ".join(self.nearest))
        return tuple(zip(("name", "given", "places", "nearest"), parts, strict=True))


class Resolution(Struct, frozen=True):
    """What a location names in the gazetteer's province, each place once, in order of mention."""

    districts: tuple[District, ...] = ()
    subdistricts: tuple[Subdistrict, ...] = ()
    faults: tuple[PlaceFault, ...] = ()


class _Settled(NamedTuple):
    """What a mention turned out to be; both parts None: a place elsewhere, or one that is left open."""

    place: District | Subdistrict | None = None
    fault: PlaceFault | None = None


_OPEN = _Settled()
_CUT_OFF = 3  # letters from which the beginning of a name tells which it is


class _Text(NamedTuple):
    """A location being resolved: its mentions by level, and what its districts turned out to be."""

    gazetteer: Gazetteer
    text: str
    provinces: Sequence[Mention]
    districts: Sequence[Mention]
    subdistricts: Sequence[Mention]
    settled: dict[Mention, _Settled]


@lru_cache(maxsize=1_024)  # offices meet in the same halls again and again
def resolve(gazetteer: Gazetteer, location: str) -> Resolution:
    """Find the province's own districts and subdistricts in a free text (normalised), and what is doubtful about it.

    A name is of the province that the text names nearest to it, else of the gazetteer's; a place of another province is
    passed over in silence. A subdistrict is of the district named nearest to it, else its name must be the only one in
    the province, and then it gives its district.
    """
    found = mentions.find(gazetteer, location)
    if not found:
        return Resolution()
    provinces_, districts, subdistricts = (
        tuple(mention for mention in found if mention.level is level)
        for level in (Level.PROVINCE, Level.DISTRICT, Level.SUBDISTRICT)
    )
    settled = {
        mention: _unknown(mention, gazetteer.province_names.values()) for mention in provinces_ if not mention.known
    }
    provinces_ = tuple(mention for mention in provinces_ if settled.get(mention) is not _OPEN)
    text = _Text(gazetteer, location, provinces_, districts, subdistricts, settled)
    for mention, following in zip_longest(districts, districts[1:]):
        settled[mention] = _bare_doubt(text, mention, following) or _district(text, mention)
    for mention in subdistricts:
        settled[mention] = _subdistrict(text, mention)
    return _resolution(gazetteer, [settled[mention] for mention in found if mention in settled])


def _resolution(gazetteer: Gazetteer, settled: Iterable[_Settled]) -> Resolution:
    districts: dict[str, District] = {}
    subdistricts: dict[str, Subdistrict] = {}
    faults: list[PlaceFault] = []
    for place, fault in settled:
        if isinstance(place, Subdistrict):
            subdistricts[place.code] = place
            districts[place.district_code] = gazetteer.district_by_code[place.district_code]
        elif place:
            districts[place.code] = place
        if fault:
            faults.append(fault)
    return Resolution(tuple(districts.values()), tuple(subdistricts.values()), tuple(faults))


def _bare_doubt(text: _Text, mention: Mention, following: Mention | None) -> _Settled | None:
    """A bare name before another district may be a village or a subdistrict of it: "กระสัง เมืองบุรีรัมย์"."""
    other = text.gazetteer.district_by_name.get(following.name) if following else None
    if mention.marked or not following or not other or other.name == mention.name:
        return None
    smaller = any(one.district_code == other.code for one in text.gazetteer.subdistricts_by_name.get(mention.name, ()))
    if not (smaller or mention.name.startswith("บ้าน")) or not mentions.adjoin(text.text, mention, following):
        return None
    places = (text.gazetteer.district_by_name[mention.name].label, other.label)
    return _Settled(fault=_fault("ambiguous", mention, places=places))


def _district(text: _Text, mention: Mention) -> _Settled:
    """One of ours, by its name and by the province that is named with it."""
    where = text.gazetteer.districts_of_country.get(mention.name, ())
    home = text.gazetteer.province.code

    def fits(province: Mention) -> bool:
        return _code(text, province) in (None, *where)

    rulers = _rulers(text.text, mention, text.districts, text.provinces, fits)
    codes = {_code(text, ruler) for ruler in rulers}
    if not mention.known:
        return _OPEN if codes - {home, None} else _unknown(mention, [one.name for one in text.gazetteer.districts])
    if not codes or (None in codes and where == (home,)):
        codes = {home}
    if None in codes:  # a misspelt province: whose อำเภอเมือง this is, is not known
        return _OPEN
    if len(codes) > 1:
        return _ambiguous_province(text, mention, codes)
    if not codes & set(where):
        return _wrong_province(text, mention, where, rulers) if rulers else _OPEN
    return _Settled(text.gazetteer.district_by_name.get(mention.name)) if home in codes else _OPEN


def _code(text: _Text, province: Mention) -> str | None:
    return text.gazetteer.province_codes.get(province.name)


def _ambiguous_province(text: _Text, mention: Mention, codes: set[str | None]) -> _Settled:
    if text.gazetteer.province.code not in codes or not mention.marked:
        return _OPEN
    places = tuple(province_labels(text.gazetteer, sorted(code for code in codes if code)))
    return _Settled(fault=_fault("ambiguous", mention, places=places))


def _wrong_province(text: _Text, mention: Mention, where: tuple[str, ...], named: Sequence[Mention]) -> _Settled:
    """A district directly beside a province that does not have it: a mistake if either of the two is ours."""
    home = text.gazetteer.province.code
    if not mention.marked or (home not in where and home != _code(text, named[0])):
        return _OPEN
    places = tuple(province_labels(text.gazetteer, where))
    given = " ".join(province_labels(text.gazetteer, filter(None, [_code(text, named[0])])))
    return _Settled(fault=_fault("mismatch", mention, places=places, given=given))


def _subdistrict(text: _Text, mention: Mention) -> _Settled:
    """One of ours, by its name and by the district, else the province, that is named with it."""
    namesakes = text.gazetteer.subdistricts_by_name.get(mention.name, ())

    def fits(district: Mention) -> bool:
        ours = text.settled[district].place
        return ours is None or any(one.district_code == ours.code for one in namesakes)

    rulers = _rulers(text.text, mention, text.subdistricts, text.districts, fits)
    settled = _in_district(text, mention, rulers, namesakes) if rulers else _in_province(text, mention, namesakes)
    return _OPEN if mention.office and settled.fault else settled


def _in_district(
    text: _Text, mention: Mention, rulers: Sequence[Mention], namesakes: Sequence[Subdistrict]
) -> _Settled:
    ours = [place for ruler in rulers if isinstance(place := text.settled[ruler].place, District)]
    if len(ours) < len(rulers):  # a district elsewhere, or one that is itself in doubt
        return _OPEN
    inside = [one for one in namesakes for district in ours if one.district_code == district.code]
    if len(inside) == 1:
        return _Settled(inside[0])
    if inside:
        return _Settled(fault=_fault("ambiguous", mention, places=district_labels(text.gazetteer, inside)))
    if not namesakes:
        near = [one.name for one in text.gazetteer.subdistricts if one.district_code == ours[0].code]
        return _unknown(mention, near, text.gazetteer.subdistricts_by_name)
    places = district_labels(text.gazetteer, namesakes)
    return _Settled(fault=_fault("mismatch", mention, places=places, given=ours[0].label))


def _in_province(text: _Text, mention: Mention, namesakes: Sequence[Subdistrict]) -> _Settled:
    named = _rulers(text.text, mention, text.subdistricts, text.provinces, lambda _: True)
    if any(_code(text, province) != text.gazetteer.province.code for province in named):
        return _OPEN
    if len(namesakes) == 1:
        return _Settled(namesakes[0])
    if namesakes:
        return _Settled(fault=_fault("ambiguous", mention, places=district_labels(text.gazetteer, namesakes)))
    elsewhere = () if named or not mention.sure else subdistrict_provinces(mention.name)
    if elsewhere:
        places = tuple(province_labels(text.gazetteer, elsewhere))
        return _Settled(fault=_fault("elsewhere", mention, places=places))
    return _unknown(mention, text.gazetteer.subdistricts_by_name)


def _rulers(
    text: str,
    mention: Mention,
    smaller: Sequence[Mention],
    larger: Sequence[Mention],
    fits: Callable[[Mention], bool],
) -> tuple[Mention, ...]:
    """The larger places that a mention is said to be in: none, one, or two that differ and are equally near.

    Of the nearest before and after it, one that adjoins it rules, whether it fits or not (the caller sees a mismatch);
    one further off rules only if it fits. A text whose first place is a small one ("ต.ชุมแสง อ.นางรอง ต.ชุมแสง อ.สตึก")
    names the larger after the smaller throughout.
    """
    at = bisect_left(larger, mention.start, key=lambda one: one.start)
    after, before = larger[at : at + 1], larger[max(0, at - 1) : at]
    tight = [one for one in after if mentions.adjoin(text, mention, one)]
    tight += [one for one in before if mentions.adjoin(text, one, mention)]
    fitting = [one for one in (tight or (*after, *before)) if fits(one)]
    if len(tight) > 1 and fitting == tight and smaller[0].start < larger[0].start:
        return tuple(fitting[:1])
    ruling = {one.name: one for one in (fitting or tight[:1])}
    return tuple(ruling.values())


def _unknown(mention: Mention, *candidates: Iterable[str]) -> _Settled:
    """A slip for one of these names, or no name at all: จังหวัดเคลื่อนที่, ปลัดอำเภอฝ่ายความมั่นคง."""
    near = next((found for names in candidates if (found := _like(mention.name, tuple(names)))), ())
    return _Settled(fault=_fault("unknown", mention, nearest=near)) if near or mention.sure else _OPEN


def _like(word: str, names: Sequence[str]) -> tuple[str, ...]:
    """The nearest names; else one that the word begins with (a word run on) or that begins with the word (cut off)."""
    return nearest(word, names) or tuple(
        name for name in names if word.startswith(name) or (len(word) >= _CUT_OFF and name.startswith(word))
    )


def _fault(
    code: str, mention: Mention, *, places: tuple[str, ...] = (), given: str = "", nearest: tuple[str, ...] = ()
) -> PlaceFault:
    return PlaceFault(code, mention.level, mention.name_start, mention.end, mention.name, places, given, nearest)


def province_labels(gazetteer: Gazetteer, codes: Iterable[str]) -> Iterable[str]:
    """Labels of the provinces of these codes: "จังหวัดนครราชสีมา"."""
    names = (gazetteer.province_names[code] for code in codes)
    return (name if name == "กรุงเทพมหานคร" else f"จังหวัด{name}" for name in names)


def district_labels(gazetteer: Gazetteer, subdistricts: Iterable[Subdistrict]) -> tuple[str, ...]:
    """Labels of their districts in Thai dictionary order."""
    codes = {one.district_code for one in subdistricts}
    return tuple(district.label for district in gazetteer.districts if district.code in codes)

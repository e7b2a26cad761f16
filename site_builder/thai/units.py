"""Offices and the many ways in which people write them: unites spellings by rule, and neither of two that claim one.

สำนักงานพัฒนาชุมชนอำเภอแคนดง is also พัฒนาชุมชนอำเภอแคนดง, สพอ.แคนดง, พช.แคนดง and พช.อ.แคนดง. From each name or alias of
the form "(สำนักงาน) work (อำเภอ|จังหวัด|เขต) place" the other forms are derived, for any work; a table below adds the
abbreviations. พช.บุรีรัมย์ is the province's office and พช.เมืองบุรีรัมย์ the capital district's: their places differ.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from site_builder.thai.text import fold, nearest


class Office(Struct, frozen=True):
    """An office that news may be credited to, as the site's table of offices gives it."""

    name: str  # "สำนักงานพัฒนาชุมชนอำเภอแคนดง"
    slug: str  # "cdd-khaen-dong"
    aliases: tuple[str, ...] = ()
    district: str = ""  # Thai name of the district in which it stands; "": of the whole province


class Collision(Struct, frozen=True):
    """A spelling that more than one office claims, so that it names none of them."""

    spelling: str  # folded: "สพอเมือง"
    offices: tuple[str, ...]  # their names, in the order of the table
    derived: bool = False  # only by our rules: nobody wrote it, and it matters only where news uses it


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of a site, indexed by every spelling; build it with `Offices.of`, once."""

    offices: tuple[Office, ...]
    collisions: tuple[Collision, ...]
    by_spelling: dict[str, Office] = field(repr=False, compare=False)  # folded spelling → office
    provinces: frozenset[str] = field(repr=False, compare=False)  # that have an office here, folded

    @classmethod
    def of(cls, offices: Iterable[Office]) -> Offices:
        """Index offices. What the table itself says goes before what the rules derive."""
        table = tuple(offices)
        written = _claims((office, spelling) for office in table for spelling in _written(office))
        forms = [form for spelling in written if (form := _form(spelling))]
        provinces = frozenset(form.place for form in forms if form.level == "จังหวัด")
        derived = _claims((office, spelling) for office in table for spelling in _derived(office, provinces))
        claims = derived | written
        single = {spelling: claimants[0] for spelling, claimants in claims.items() if len(claimants) == 1}
        by_rule = (replace(one, derived=True) for one in _shared(derived, but=written))
        return cls(table, (*_shared(written), *by_rule), single, provinces)


def find(offices: Offices, text: str) -> Office | None:
    """The one office that a text spells, as written or followed by its province (… อำเภอแคนดง จังหวัดบุรีรัมย์), or None."""
    spelling = _spelling(text)
    found = offices.by_spelling.get(spelling)
    if found:
        return found
    rest, _, province = spelling.rpartition("จังหวัด")
    return offices.by_spelling.get(rest) if province in offices.provinces else None


def collisions(offices: Offices) -> tuple[Collision, ...]:
    """The spellings that name no office because several claim them."""
    return offices.collisions


def nearest_office(offices: Offices, text: str) -> tuple[str, ...]:
    """Names of the offices, three at most, whose spellings are nearest to a text that names none."""
    near = nearest(_spelling(text), offices.by_spelling, count=18)  # an office has about eighteen spellings
    return tuple(dict.fromkeys(offices.by_spelling[spelling].name for spelling in near))[:3]


_Claims = dict[str, list[Office]]  # folded spelling → the offices that claim it


class _Form(NamedTuple):
    work: str  # "พัฒนาชุมชน"
    level: str  # "อำเภอ", "จังหวัด" or "เขต"
    place: str  # "แคนดง"


# Abbreviations of offices that write news in every province: those that say the level, and those that do not.
_LEVELLED = {
    ("พัฒนาชุมชน", "อำเภอ"): ("สพอ",),
    ("พัฒนาชุมชน", "จังหวัด"): ("สพจ",),
    ("สาธารณสุข", "อำเภอ"): ("สสอ",),
    ("สาธารณสุข", "จังหวัด"): ("สสจ",),
}
_BRIEF = {"พัฒนาชุมชน": ("พช", "สพช"), "ประชาสัมพันธ์": ("สปชส", "ปชส")}
_ABBREVIATIONS = {short: key for key, shorts in _LEVELLED.items() for short in shorts}

_EXPANDED = (  # before the dots go: an อ with a dot is a word, without it a letter
    (re.compile(r"สนง\.?"), "สำนักงาน"),
    (re.compile(r"(?<![ก-๎])อ\."), "อำเภอ"),
    (re.compile(r"(?<![ก-๎])จว?\."), "จังหวัด"),
)
_UNHEARD = re.compile(r"[\s.,ฯๆ'\"“”()\-–/\u200b]+")
_LONG = re.compile(r"(?:สำนักงาน)?(?P<work>.+?)(?P<level>อำเภอ|จังหวัด|เขต)(?P<place>.+)")
_SHORT = re.compile(rf"(?P<short>{'|'.join(_ABBREVIATIONS)})(?:อำเภอ|จังหวัด)?(?P<place>.+)")


@lru_cache(maxsize=4_096)  # ten thousand items credit some thirty offices
def _spelling(text: str) -> str:
    """A text as it is compared: folded, with อ., จ. and สนง. written out, without spaces, dots and quotes."""
    folded = fold(text)
    for pattern, word in _EXPANDED:
        folded = pattern.sub(word, folded)
    return _UNHEARD.sub("", folded)


def _written(office: Office) -> Iterator[str]:
    """What the table says: name, aliases and slug."""
    return filter(None, map(_spelling, (office.name, *office.aliases, office.slug)))


def _derived(office: Office, provinces: frozenset[str]) -> Iterator[str]:
    """What follows from the forms of the name and the aliases."""
    for form in {form for spelling in _written(office) if (form := _form(spelling))}:
        places = (form.place, "เมือง") if _is_capital(form, provinces) else (form.place,)
        works = (form.work, *_BRIEF.get(form.work, ()), *_LEVELLED.get((form.work, form.level), ()))
        heads = (*works, *(f"สำนักงาน{work}" for work in works))
        yield from (head + level + place for head in heads for level in (form.level, "") for place in places)


def _is_capital(form: _Form, provinces: frozenset[str]) -> bool:
    """Whether its district may be called เมือง for short: อำเภอเมืองยาง of Nakhon Ratchasima may not."""
    rest = form.place.removeprefix("เมือง")
    return form.level == "อำเภอ" and rest not in {"", form.place} and (not provinces or rest in provinces)


def _form(spelling: str) -> _Form | None:
    if short := _SHORT.fullmatch(spelling):
        return _Form(*_ABBREVIATIONS[short["short"]], short["place"])
    long = _LONG.fullmatch(spelling)
    return _Form(long["work"], long["level"], long["place"]) if long else None


def _shared(claims: _Claims, but: Container[str] = ()) -> Iterator[Collision]:
    """One collision for each group of offices, by the first spelling that they share: its others follow from it."""
    told = set()
    for spelling, claimants in claims.items():
        names = tuple(office.name for office in claimants)
        if len(names) > 1 and names not in told and spelling not in but:
            told.add(names)
            yield Collision(spelling, names)


def _claims(pairs: Iterable[tuple[Office, str]]) -> _Claims:
    """Who claims each spelling; an office that claims it twice stands once."""
    claims: _Claims = {}
    for office, spelling in pairs:
        claimants = claims.setdefault(spelling, [])
        if office not in claimants:
            claimants.append(office)
    return claims

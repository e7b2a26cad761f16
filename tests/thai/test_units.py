"""Offices: one office by every spelling, and none where two claim it."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.thai.units import Office, Offices, collisions, find, nearest_office

PROVINCE = Office("สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์", "cdd-buri-ram")
KHAEN_DONG = Office("สำนักงานพัฒนาชุมชนอำเภอแคนดง", "cdd-khaen-dong", district="แคนดง")
CAPITAL = Office("สำนักงานพัฒนาชุมชนอำเภอเมืองบุรีรัมย์", "cdd-mueang-buri-ram", district="เมืองบุรีรัมย์")
PHRA_KIAT = Office("สำนักงานพัฒนาชุมชนอำเภอเฉลิมพระเกียรติ", "cdd-chaloem-phra-kiat", district="เฉลิมพระเกียรติ")
FARMING = Office("สำนักงานเกษตรจังหวัดบุรีรัมย์", "doae-buri-ram", ("เกษตรบุรีรัมย์",))
SCHOOL = Office("วิทยาลัยเทคนิคบุรีรัมย์", "technic", ("วท.บุรีรัมย์",))
OFFICES = Offices.of([PROVINCE, KHAEN_DONG, CAPITAL, PHRA_KIAT, FARMING, SCHOOL])


@pytest.mark.parametrize(
    ("office", "spellings"),
    [
        (
            KHAEN_DONG,
            (
                "สำนักงานพัฒนาชุมชนอำเภอแคนดง|สพอ.แคนดง|สพอ. แคนดง|สพอแคนดง|พช.แคนดง|พช. แคนดง|พช.อ.แคนดง|พช.อำเภอแคนดง"
                "|พัฒนาชุมชนอำเภอแคนดง|พัฒนาชุมชนแคนดง|สนง.พัฒนาชุมชนอำเภอแคนดง|สนง.พัฒนาชุมชน อ.แคนดง"
                "|สำนักงานพัฒนาชุมชนอำเภอแคนดง จังหวัดบุรีรัมย์|สพอ.แคนดง จ.บุรีรัมย์|สำนักงาน พัฒนาชุมชน อำเภอ แคนดง"
                "|สพอ.เเคนดง|พช.\u200bแคนดง|cdd-khaen-dong"
            ),
        ),
        (
            PROVINCE,
            (
                "สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์|สพจ.บุรีรัมย์|พช.บุรีรัมย์|พช.จ.บุรีรัมย์|พช.จังหวัดบุรีรัมย์"
                "|พัฒนาชุมชนจังหวัดบุรีรัมย์|พัฒนาชุมชนบุรีรัมย์|สนง.พัฒนาชุมชนจังหวัดบุรีรัมย์|สนง.พช.จ.บุรีรัมย์"
            ),
        ),
        (CAPITAL, "พช.เมืองบุรีรัมย์|สพอ.เมืองบุรีรัมย์|สพอ.เมือง|สพอ.เมืองฯ|พช.อ.เมือง จ.บุรีรัมย์|พช.เมือง"),
        (FARMING, "สำนักงานเกษตร จ.บุรีรัมย์|เกษตรจังหวัดบุรีรัมย์|เกษตรบุรีรัมย์"),
        (SCHOOL, "วิทยาลัยเทคนิคบุรีรัมย์|วท.บุรีรัมย์|วท. บุรีรัมย์"),
    ],
)
def test_one_office_by_every_spelling(office: Office, spellings: str) -> None:
    """Names, aliases, abbreviations, spaces, dots and slips of the keyboard lead to one office."""
    assert dict.fromkeys(spellings.split("|"), office) == {one: find(OFFICES, one) for one in spellings.split("|")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "พช.",
        "พช.สุรินทร์",
        "สพอ.สตึก",
        "สพอ.เมือง จ.สุรินทร์",
        "สพอ.เฉลิมพระเกียรติ จ.น่าน",
        "บุรีรัมย์",
        "แคนดง",
        "จังหวัดบุรีรัมย์",
        "สำนักงานพัฒนาชุมชน",
        "สพจ.แคนดง",
        "สพอ.บุรีรัมย์",
        "ประชาสัมพันธ์จังหวัดบุรีรัมย์",
    ],
)
def test_what_names_no_office(text: str) -> None:
    """Another province's office, a place, or an office at the wrong level is none of ours."""
    assert find(OFFICES, text) is None


def test_two_offices_that_claim_a_spelling() -> None:
    """A spelling of two offices names neither, and is reported once for both; their own names still work."""
    one = Office("ที่ทำการปกครองอำเภอสตึก", "a", ("ปค.สตึก",))
    two = Office("ปกครองสตึก", "b", ("ปค.สตึก",))
    offices = Offices.of([one, two])
    assert find(offices, "ปค.สตึก") is None
    assert (one, two) == (find(offices, one.name), find(offices, two.name))
    assert [("ปคสตึก", (one.name, two.name))] == [(each.spelling, each.offices) for each in collisions(offices)]


def test_derived_spellings_collide_and_an_alias_settles_it() -> None:
    """Ayutthaya's province and district have one name: พช.พระนครศรีอยุธยา is neither's, until the table says whose."""
    province = Office("สำนักงานพัฒนาชุมชนจังหวัดพระนครศรีอยุธยา", "a")
    district = Office("สำนักงานพัฒนาชุมชนอำเภอพระนครศรีอยุธยา", "b")
    offices = Offices.of([province, district])
    assert find(offices, "พช.พระนครศรีอยุธยา") is None
    assert (province, district) == (find(offices, "สพจ.พระนครศรีอยุธยา"), find(offices, "สพอ.พระนครศรีอยุธยา"))
    assert [(province.name, district.name)] == [each.offices for each in collisions(offices)]
    told = Offices.of([Office(province.name, "a", ("พช.พระนครศรีอยุธยา",)), district])
    assert told.offices[0] == find(told, "พช.พระนครศรีอยุธยา")


def test_no_collision_in_an_ordinary_table() -> None:
    """A province's office and its districts' share no spelling."""
    assert () == collisions(OFFICES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("สพอ.แคนดล", KHAEN_DONG.name),
        ("พช.บุรีรัม", PROVINCE.name),
        ("สำนักงานพัฒนาชุมชนอำเภอแคนดล", KHAEN_DONG.name),
    ],
)
def test_the_nearest_office(text: str, expected: str) -> None:
    """A slip in any spelling finds its office first, by its full name, each office once and three at most."""
    near = nearest_office(OFFICES, text)
    assert expected == near[0]
    assert len(near) == len(set(near)) <= 3


def test_nothing_near() -> None:
    """A text that resembles no office has no nearest one."""
    assert () == nearest_office(OFFICES, "Zebra")
    assert () == nearest_office(Offices.of([]), "พช.แคนดง")


def test_offices_travel() -> None:
    """The index goes to another process as it is."""
    assert OFFICES == pickle.loads(pickle.dumps(OFFICES))  # noqa: S301 - our own bytes


@given(st.text(max_size=40))
def test_any_text_is_looked_up(text: str) -> None:
    """No text raises, and what is found is one of the table's."""
    assert find(OFFICES, text) in (None, *OFFICES.offices)
    assert set(nearest_office(OFFICES, text)) <= {office.name for office in OFFICES.offices}


@given(st.lists(st.text(alphabet="กขคสพอจช. เอำเภอจังหวัดสำนักงาน", max_size=20), max_size=6))
def test_any_table_is_indexed(names: list[str]) -> None:
    """Whatever the table holds, an office is found by its name, or the name is reported as another's too."""
    offices = Offices.of(Office(name, f"slug{index}") for index, name in enumerate(names))
    shared = {name for each in collisions(offices) for name in each.offices}
    for office in offices.offices:
        found = find(offices, office.name)
        assert found == office or (found is None and (office.name in shared or not office.name.strip(" .")))


def test_only_the_capital_is_called_mueang_for_short() -> None:
    """อำเภอเมืองยาง begins like the capital's district and is none: สพอ.เมือง names the capital's office alone."""
    names = ("จังหวัดนครราชสีมา", "อำเภอเมืองนครราชสีมา", "อำเภอเมืองยาง")
    table = [Office(f"สำนักงานพัฒนาชุมชน{name}", f"office-{number}") for number, name in enumerate(names)]
    offices = Offices.of(table)
    assert table[1] == find(offices, "สพอ.เมือง")
    assert table[2] == find(offices, "สพอ.เมืองยาง")
    assert () == collisions(offices)

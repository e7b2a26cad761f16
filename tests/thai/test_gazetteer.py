"""The gazetteer: the provinces' places with their slugs, and single names looked up in it."""

from __future__ import annotations

import pickle

import pytest

from site_builder.thai.places import (
    Gazetteer,
    Level,
    PlaceFault,
    Subdistrict,
    load,
    named_district,
    named_subdistrict,
    provinces,
    resolve,
)

# Dictionary order as the Royal Institute's dictionary has it: leading vowels follow their consonant, marks come last.
DISTRICTS = """
กระสัง krasang 3103 | คูเมือง khu-mueang 3102 | แคนดง khaen-dong 3122 | เฉลิมพระเกียรติ chaloem-phra-kiat 3123 |
ชำนิ chamni 3118 | นางรอง nang-rong 3104 | นาโพธิ์ na-pho 3113 | โนนดินแดง non-din-daeng 3120 |
โนนสุวรรณ non-suwan 3117 | บ้านกรวด ban-kruat 3108 | บ้านด่าน ban-dan 3121 |
บ้านใหม่ไชยพจน์ ban-mai-chaiyaphot 3119 | ประโคนชัย prakhon-chai 3107 | ปะคำ pakham 3112 |
พลับพลาชัย phlapphla-chai 3115 | พุทไธสง phutthaisong 3109 | เมืองบุรีรัมย์ mueang-buri-ram 3101 |
ละหานทราย lahan-sai 3106 | ลำปลายมาศ lam-plai-mat 3110 | สตึก satuek 3111 | หนองกี่ nong-ki 3105 |
หนองหงส์ nong-hong 3114 | ห้วยราช huai-rat 3116
"""
BURIRAM = [tuple(row.split()) for row in DISTRICTS.split("|")]


def province(name: str) -> Gazetteer:
    """The gazetteer of a province that exists."""
    gazetteer = load(name)
    assert gazetteer is not None
    return gazetteer


@pytest.fixture(scope="module")
def buriram() -> Gazetteer:
    """The gazetteer of the first site's province."""
    return province("บุรีรัมย์")


def test_districts_of_buriram_in_dictionary_order(buriram: Gazetteer) -> None:
    """The 23 districts come in Thai dictionary order with their slugs and DOPA codes."""
    assert BURIRAM == [(district.name, district.slug, district.code) for district in buriram.districts]
    assert 189 == len(buriram.subdistricts)


def test_labels_say_the_word_for_the_place(buriram: Gazetteer) -> None:
    """A label is what a sentence says: อำเภอ and ตำบล, in Bangkok เขต and แขวง, the capital by its whole name."""
    bangkok = province("กรุงเทพมหานคร")
    assert "อำเภอแคนดง" == buriram.district_by_code["3122"].label
    assert "อำเภอเมืองบุรีรัมย์" == buriram.district_by_code["3101"].label
    assert "ตำบลสระบัว" == next(one.label for one in buriram.subdistricts if one.code == "312203")
    assert ("บางรัก", "เขตบางรัก", "bang-rak") == next(
        (one.name, one.label, one.slug) for one in bangkok.districts if one.code == "1004"
    )
    assert "แขวงสีลม" == next(one.label for one in bangkok.subdistricts if one.name == "สีลม")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("บุรีรัมย์", "31"),
        ("จังหวัดบุรีรัมย์", "31"),
        ("จ.บุรีรัมย์", "31"),
        ("จ. บุรีรัมย์ ", "31"),
        ("Buri Ram", "31"),
        ("buriram", "31"),
        ("buri-ram", "31"),
        ("31", "31"),
        ("กทม", "10"),
        ("กทม.", "10"),
        ("กรุงเทพฯ", "10"),
        ("กรุงเทพมหานคร", "10"),
        ("Bangkok", "10"),
        ("Phang Nga", "82"),
    ],
)
def test_a_province_by_every_way_to_write_it(written: str, code: str) -> None:
    """A province is found by its Thai or English name, slug or code, with or without จังหวัด."""
    assert code == province(written).province.code


@pytest.mark.parametrize("written", ["", "จังหวัด", "99", "แคนดง", "Atlantis"])
def test_no_such_province(written: str) -> None:
    """What is no province gives none."""
    assert load(written) is None


def test_every_province_of_the_country() -> None:
    """All 77 load: districts there, slugs unique and fit for a URL, shipped to another process as they are."""
    listed = provinces()
    assert 77 == len(listed)
    assert ("กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี") == tuple(one.name for one in listed[:3])
    assert 77 == len({one.slug for one in listed})
    names = [one.name for one in listed]
    assert [] == [(one, other) for one in names for other in names if one != other and other.startswith(one)]
    count = 0
    for one in listed:
        gazetteer = province(one.name)
        slugs = [district.slug for district in gazetteer.districts]
        assert slugs
        assert len(slugs) == len(set(slugs))
        assert all(slug.replace("-", "").isalnum() and slug.isascii() and slug == slug.lower() for slug in slugs)
        within = [(subdistrict.district_code, subdistrict.slug) for subdistrict in gazetteer.subdistricts]
        assert len(within) == len(set(within))
        copy = pickle.loads(pickle.dumps(gazetteer))  # noqa: S301 - our own bytes
        assert gazetteer == copy
        assert slugs[:1] == [district.slug for district in resolve(copy, gazetteer.districts[0].label).districts]
        count += len(slugs)
    assert 928 == count


def test_two_districts_of_one_english_name() -> None:
    """Ayutthaya has two Bang Sai: their slugs carry their codes, and the English name alone is ambiguous."""
    ayutthaya = province("พระนครศรีอยุธยา")
    slugs = [district.slug for district in ayutthaya.districts if district.english == "Bang Sai"]
    assert ["bang-sai-1413", "bang-sai-1404"] == slugs
    fault = named_district(ayutthaya, "Bang Sai")
    assert isinstance(fault, PlaceFault)
    assert ("ambiguous", ("อำเภอบางซ้าย", "อำเภอบางไทร")) == (fault.code, fault.places)
    assert ayutthaya.district_by_code["1404"] == named_district(ayutthaya, "bang-sai-1404")


@pytest.mark.parametrize(
    "written",
    [
        "แคนดง",
        "อำเภอแคนดง",
        "อ.แคนดง",
        "อ. แคนดง",
        " เเคนดง ",
        "Khaen Dong",
        "khaen-dong",
        "Khaen Dong District",
        "3122",
        "๓๑๒๒",
    ],
)
def test_a_named_district(buriram: Gazetteer, written: str) -> None:
    """The key `district` takes the Thai or English name, slug or code, with or without the word, and mends เเ."""
    assert buriram.district_by_code["3122"] == named_district(buriram, written)


@pytest.mark.parametrize("written", ["เมือง", "เมืองฯ", "อ.เมือง", "อำเภอเมืองบุรีรัมย์", "Mueang Buri Ram"])
def test_the_named_capital_district(buriram: Gazetteer, written: str) -> None:
    """The capital district by its short name, too."""
    assert buriram.district_by_code["3101"] == named_district(buriram, written)


@pytest.mark.parametrize(
    ("written", "code", "places", "nearest"),
    [
        ("แคนดล", "unknown", (), ("แคนดง",)),
        ("อำเภอ แคนดล", "unknown", (), ("แคนดง",)),
        ("Khaen Don", "unknown", (), ("Khaen Dong",)),
        ("ปากช่อง", "elsewhere", ("จังหวัดนครราชสีมา",), ()),
        ("Pak Chong", "elsewhere", ("จังหวัดนครราชสีมา",), ()),
        ("เมืองสุรินทร์", "elsewhere", ("จังหวัดสุรินทร์",), ()),
    ],
)
def test_a_named_district_that_is_none(
    buriram: Gazetteer, written: str, code: str, places: tuple[str, ...], nearest: tuple[str, ...]
) -> None:
    """A wrong name is unknown, with the nearest, or elsewhere, with its provinces; the fault spans what was written."""
    fault = named_district(buriram, written)
    assert isinstance(fault, PlaceFault)
    assert (code, Level.DISTRICT, places) == (fault.code, fault.level, fault.places)
    assert nearest == fault.nearest[: len(nearest) or None]
    assert (0, len(written)) == (fault.start, fault.end)


def test_a_fault_gives_messages_their_parts(buriram: Gazetteer) -> None:
    """The arguments are texts, under the names that messages use."""
    fault = named_subdistrict(buriram, "ต.สระบัว", [buriram.district_by_code["3111"]])
    assert isinstance(fault, PlaceFault)
    expected = (("name", "สระบัว"), ("given", "อำเภอสตึก"), ("places", "อำเภอแคนดง"), ("nearest", ""))
    assert expected == fault.arguments


@pytest.mark.parametrize("written", ["สระบัว", "ตำบลสระบัว", "ต.สระบัว", "ต. สระบัว", "Sa Bua", "sa-bua", "312203"])
def test_a_named_subdistrict(buriram: Gazetteer, written: str) -> None:
    """The key `subdistrict` takes every form of the name, with or without a district beside it."""
    khaen_dong = buriram.district_by_code["3122"]
    for inside in ([], [khaen_dong], [buriram.district_by_code["3111"], khaen_dong]):
        found = named_subdistrict(buriram, written, inside)
        assert isinstance(found, Subdistrict)
        assert "312203" == found.code


@pytest.mark.parametrize(
    ("written", "inside", "code", "offered"),
    [
        ("กระสัง", [], "ambiguous", ("อำเภอกระสัง", "อำเภอเมืองบุรีรัมย์", "อำเภอสตึก")),
        ("กระสัง", ["3103", "3111"], "ambiguous", ("อำเภอกระสัง", "อำเภอสตึก")),
        ("สระบัว", ["3111"], "mismatch", ("อำเภอแคนดง",)),
        ("หมูสี", [], "elsewhere", ("จังหวัดนครราชสีมา",)),
        ("สระบวย", ["3122"], "unknown", ("สระบัว",)),
        ("ฮฮฮฮฮฮ", [], "unknown", ()),
    ],
)
def test_a_named_subdistrict_that_is_none(
    buriram: Gazetteer, written: str, inside: list[str], code: str, offered: tuple[str, ...]
) -> None:
    """A wrong or doubtful name is a fault that says where it is, or what is near."""
    fault = named_subdistrict(buriram, written, [buriram.district_by_code[one] for one in inside])
    assert isinstance(fault, PlaceFault)
    assert (code, offered) == (fault.code, fault.places or fault.nearest)


def test_each_subdistrict_by_its_code_and_within_its_district(buriram: Gazetteer) -> None:
    """Every subdistrict is found by its code alone, and by its name beside its district."""
    for one in buriram.subdistricts:
        assert one == named_subdistrict(buriram, one.code)
        assert one == named_subdistrict(buriram, one.name, [buriram.district_by_code[one.district_code]])

"""Locations: every district by every form, and every trap of Thai place names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.thai.places import (
    District,
    Gazetteer,
    PlaceFault,
    Subdistrict,
    load,
    named_district,
    named_subdistrict,
    resolve,
)

NAMES = """
กระสัง คูเมือง แคนดง เฉลิมพระเกียรติ ชำนิ นางรอง นาโพธิ์ โนนดินแดง โนนสุวรรณ บ้านกรวด บ้านด่าน บ้านใหม่ไชยพจน์ ประโคนชัย ปะคำ
พลับพลาชัย พุทไธสง เมืองบุรีรัมย์ ละหานทราย ลำปลายมาศ สตึก หนองกี่ หนองหงส์ ห้วยราช
""".split()


def province(name: str) -> Gazetteer:
    """The gazetteer of a province that exists."""
    gazetteer = load(name)
    assert gazetteer is not None
    return gazetteer


@pytest.fixture(scope="module")
def buriram() -> Gazetteer:
    """The gazetteer of the first site's province."""
    return province("บุรีรัมย์")


def districts(gazetteer: Gazetteer, location: str) -> list[str]:
    """Names of the districts that a location gives."""
    return [district.name for district in resolve(gazetteer, location).districts]


def doubts(gazetteer: Gazetteer, location: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Code, the words it is about, and the places or names it offers."""
    faults = resolve(gazetteer, location).faults
    return [(fault.code, location[fault.start : fault.end], fault.places or fault.nearest) for fault in faults]


@pytest.mark.parametrize("name", NAMES)
def test_each_district_by_every_form(buriram: Gazetteer, name: str) -> None:
    """A district is found by อำเภอ, อ., bare, with and without its province, and inside longer phrases."""
    forms = (
        "อำเภอ{}",
        "อ.{}",
        "อ. {}",
        "กิ่งอำเภอ{}",
        "{}",
        "{} บุรีรัมย์",
        "อำเภอ{} จังหวัดบุรีรัมย์",
        "อ.{} จ.บุรีรัมย์",
        "อ.{}จ.บุรีรัมย์",
        "อำเภอ{}จังหวัดบุรีรัมย์",
        "จังหวัดบุรีรัมย์ อำเภอ{}",
        "ณ หอประชุมที่ว่าการอำเภอ{} ชั้น 2",
        "(อ.{})",
        "พื้นที่อำเภอ{}และบริเวณใกล้เคียง",
    )
    for form in forms:
        location = form.format(name)
        resolution = resolve(buriram, location)
        assert ([name], ()) == ([one.name for one in resolution.districts], resolution.faults), location


def test_every_subdistrict_with_its_district(buriram: Gazetteer) -> None:
    """A whole address is exactly that subdistrict: abbreviated, written out, run together, from large to small."""
    for one in buriram.subdistricts:
        district = buriram.district_by_code[one.district_code]
        for location in (
            f"ต.{one.name} อ.{district.name} จ.บุรีรัมย์",
            f"ตำบล{one.name} อำเภอ{district.name} จังหวัดบุรีรัมย์",
            f"ต.{one.name}อ.{district.name}จ.บุรีรัมย์",
            f"จังหวัดบุรีรัมย์ อำเภอ{district.name} ตำบล{one.name}",
            f"ศาลาประชาคม หมู่ที่ 4 ต.{one.name}, อ.{district.name} 31000",
        ):
            resolution = resolve(buriram, location)
            assert ((district,), (one,), ()) == (
                resolution.districts,
                resolution.subdistricts,
                resolution.faults,
            ), location


@pytest.mark.parametrize("name", [name for name in NAMES if name != "เฉลิมพระเกียรติ"])
def test_each_district_bare_in_a_phrase(buriram: Gazetteer, name: str) -> None:
    """A bare district ends an address, or follows a word that leads to it; it may stand in a list."""
    forms = (
        "หอประชุม{}",
        "โรงพยาบาล{} ชั้น 2",
        "รพ.{} ชั้น 2",
        "ประชุม ณ {}",
        "บ้านโคก {} 31150",
        "บ้านโคก, {}, บุรีรัมย์",
        "สวนนาย่าการ์เด้น บ้านโคก {} บุรีรัมย์",
    )
    for form in forms:
        location = form.format(name)
        assert ([name], []) == (districts(buriram, location), doubts(buriram, location)), location


@pytest.mark.parametrize(
    "location",
    ["อ.เมือง", "อำเภอเมือง", "อ.เมืองฯ", "เมืองฯ", "เมือง ๆ", "อ.เมือง จ.บุรีรัมย์", "อำเภอเมือง บุรีรัมย์", "ศาลากลาง อ.เมือง"],
)
def test_the_capital_district_by_its_short_name(buriram: Gazetteer, location: str) -> None:
    """อำเภอเมือง is this province's capital district, unless another province is named."""
    assert ["เมืองบุรีรัมย์"] == districts(buriram, location)


@pytest.mark.parametrize(
    "location",
    [
        "อ.เมือง จ.สุรินทร์",
        "อ.เมือง สุรินทร์",
        "อำเภอเมืองสุรินทร์",
        "จังหวัดสุรินทร์ อำเภอเมือง",
        "อ.เฉลิมพระเกียรติ จ.น่าน",
        "เฉลิมพระเกียรติ นครราชสีมา",
        "อ.ปากช่อง",
        "ต.หมูสี อ.ปากช่อง จ.นครราชสีมา",
        "จ.นครราชสีมา",
        "เขตบางรัก กรุงเทพฯ",
        "ต.สระบัว จ.สุรินทร์",
        "คูเมือง เชียงใหม่",
        "อ.เมือง จวนผู้ว่าราชการจังหวัดพังงาหลังเก่า",
        "อ.คูมือง จ.สุรินทร์",
    ],
)
def test_a_place_of_another_province(buriram: Gazetteer, location: str) -> None:
    """Another province's place is none of ours and no mistake."""
    resolution = resolve(buriram, location)
    assert ((), (), ()) == (resolution.districts, resolution.subdistricts, resolution.faults)


@pytest.mark.parametrize(
    "location", ["เฉลิมพระเกียรติ", "อ.เฉลิมพระเกียรติ", "หอประชุมอำเภอเฉลิมพระเกียรติ", "ต.ตาเป๊ก เฉลิมพระเกียรติ บุรีรัมย์"]
)
def test_a_district_of_five_provinces_is_ours(buriram: Gazetteer, location: str) -> None:
    """เฉลิมพระเกียรติ is in five provinces: it is this one's unless another is named."""
    assert ["เฉลิมพระเกียรติ"] == districts(buriram, location)


@pytest.mark.parametrize(
    "location",
    [
        "บ้านสระบัว",
        "เมือง",
        "ในเมือง",
        "หนองกี่พิทยาคม",
        "โรงเรียนแคนดงพิทยาคม",
        "โรงเรียน แคนดง",
        "โรงเรียนสตึก",
        "รร.สตึก",
        "วัด สตึก",
        "ถ.นางรอง",
        "ถนนแคนดง-สตึก",
        "บริเวณคูเมืองรอบเมือง",
        "ชำนิชำนาญ",
        "เขื่อนลำนางรอง",
        "บ้านแคนดง",
        "บ้าน แคนดง",
        "บ้านด่าน หมู่ที่ 3",
        "ห้องประชุม นางรอง",
        "สระบัว",
        "รพ.สต.สระบัว",
        "โรงพยาบาลส่งเสริมสุขภาพตำบลสระบัว",
        "เทศบาลตำบลกระสัง",
        "เทศบาลตำบลพนมรุ้ง",
        "ศาลากลางจังหวัดบุรีรัมย์",
        "23 อำเภอ บุรีรัมย์",
        "7 อำเภอ 31 ตำบล",
        "ทุกอำเภอและตำบลละ 2 คน",
        "3 ต.ค. 65",
        "จ.ส.อ.สมชาย พ.อ.สมศักดิ์",
        "จังหวัดเคลื่อนที่",
        "แขวงทางหลวงบุรีรัมย์",
        "ปลัดอำเภอฝ่ายความมั่นคง",
        "หอประชุมเฉลิมพระเกียรติ",
        "หอประชุม เฉลิมพระเกียรติ บุรีรัมย์",
        "พิธี เฉลิมพระเกียรติ และการบริจาค",
        "เฉลิมพระเกียรติ พระบาทสมเด็จพระเจ้าอยู่หัว",
        "นางรอง รีสอร์ท",
        "",
    ],
)
def test_words_that_only_hold_a_name(buriram: Gazetteer, location: str) -> None:
    """A name inside a longer word, or of a village, school, road, room or office, is no district and no mistake."""
    resolution = resolve(buriram, location)
    assert ((), (), ()) == (resolution.districts, resolution.subdistricts, resolution.faults)


def test_a_subdistrict_is_no_district(buriram: Gazetteer) -> None:
    """ต.กระสัง is not อ.กระสัง: in three districts, it is none until one is named."""
    where = ("อำเภอกระสัง", "อำเภอเมืองบุรีรัมย์", "อำเภอสตึก")
    assert [] == districts(buriram, "ต.กระสัง")
    assert [("ambiguous", "กระสัง", where)] == doubts(buriram, "ต.กระสัง")
    assert ["สตึก"] == districts(buriram, "ต.กระสัง อ.สตึก")


def test_a_subdistrict_alone_in_the_province_gives_its_district(buriram: Gazetteer) -> None:
    """ต.สระบัว is in แคนดง only; so is the hall of its administration, อบต.สระบัว."""
    assert ["แคนดง"] == districts(buriram, "ต.สระบัว")
    assert ["แคนดง"] == districts(buriram, "หมู่ที่ 5 ตำบล สระบัว")
    assert ["แคนดง"] == districts(buriram, "ที่ทำการ อบต.สระบัว")
    assert [] == doubts(buriram, "ต.สระบัว")


def test_empty_slots_of_an_address(buriram: Gazetteer) -> None:
    """A form's slots that were left empty are passed over: "หมู่ที่ ตำบล อำเภอแคนดง"."""
    location = "ศูนย์จิตอาสาบ้านสระบัว หมู่ที่ ตำบล อำเภอแคนดง จังหวัดบุรีรัมย์"
    assert ["แคนดง"] == districts(buriram, location)
    assert [] == doubts(buriram, location)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("อ.สตึก และ อ.แคนดง", ["สตึก", "แคนดง"]),
        ("อำเภอแคนดง คูเมือง และสตึก จังหวัดบุรีรัมย์", ["แคนดง", "คูเมือง", "สตึก"]),
        ("อำเภอสตึกและอำเภอแคนดง", ["สตึก", "แคนดง"]),
        ("นางรอง, หนองกี่", ["นางรอง", "หนองกี่"]),
        ("อ.สตึก อ.แคนดง อ.สตึก", ["สตึก", "แคนดง"]),
        ("อ.แคนดง จ.บุรีรัมย์ และ อ.เมือง จ.สุรินทร์", ["แคนดง"]),
        ("อ.เมือง จ.สุรินทร์ และ อ.เมือง จ.บุรีรัมย์", ["เมืองบุรีรัมย์"]),
        ("อ.แคนดง ร่วมกับจังหวัดสุรินทร์", ["แคนดง"]),
        ("บ้านด่าน ต.สระบัว อ.แคนดง", ["แคนดง"]),
    ],
)
def test_several_places_in_one_location(buriram: Gazetteer, location: str, expected: list[str]) -> None:
    """All districts are given once, in order of mention, each judged by the province named with it."""
    assert expected == districts(buriram, location)
    assert [] == doubts(buriram, location)


def test_several_subdistricts(buriram: Gazetteer) -> None:
    """Subdistricts share the district that follows, and namesakes are told apart by their own."""
    shared = resolve(buriram, "ต.สระบัว และ ต.หัวฝาย อ.แคนดง")
    assert ["สระบัว", "หัวฝาย"] == [one.name for one in shared.subdistricts]
    apart = resolve(buriram, "ต.ชุมแสง อ.นางรอง, ต.ชุมแสง อ.สตึก")
    assert [("310405", "3104"), ("311110", "3111")] == [(one.code, one.district_code) for one in apart.subdistricts]
    assert () == shared.faults + apart.faults


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("หอประชุม อ.คูมือง", ("unknown", "คูมือง", ("คูเมือง",))),
        ("อำเภอแคนดล จังหวัดบุรีรัมย์", ("unknown", "แคนดล", ("แคนดง",))),
        ("อ.พลับพลาขัย", ("unknown", "พลับพลาขัย", ("พลับพลาชัย",))),
        ("จ.บุรีรัมญ์", ("unknown", "บุรีรัมญ์", ("บุรีรัมย์",))),
        ("อ.เมือง จ.สุริน", ("unknown", "สุริน", ("สุรินทร์",))),
        ("ต.สระบวย อ.แคนดง", ("unknown", "สระบวย", ("สระบัว",))),
        ("อำเภอชำนิชำนาญ", ("unknown", "ชำนิชำนาญ", ("ชำนิ",))),
        ("ต.หมูสี", ("elsewhere", "หมูสี", ("จังหวัดนครราชสีมา",))),
        ("ต.สระบัว อ.สตึก", ("mismatch", "สระบัว", ("อำเภอแคนดง",))),
        ("อ.แคนดง จ.สุรินทร์", ("mismatch", "แคนดง", ("จังหวัดบุรีรัมย์",))),
        ("อ.ปากช่อง จ.บุรีรัมย์", ("mismatch", "ปากช่อง", ("จังหวัดนครราชสีมา",))),
        ("กระสัง เมืองบุรีรัมย์", ("ambiguous", "กระสัง", ("อำเภอกระสัง", "อำเภอเมืองบุรีรัมย์"))),
        ("บ้านด่าน แคนดง", ("ambiguous", "บ้านด่าน", ("อำเภอบ้านด่าน", "อำเภอแคนดง"))),
    ],
)
def test_doubts_are_named_with_what_may_be_meant(
    buriram: Gazetteer, location: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    """A slip, a contradiction or two possible readings is one fault at the name, with the way out."""
    assert [expected] == doubts(buriram, location)


def test_a_contradiction_keeps_what_was_said_outright(buriram: Gazetteer) -> None:
    """With ต.สระบัว อ.สตึก the district stands, since it was named; the subdistrict, which is not in it, does not."""
    resolution = resolve(buriram, "ต.สระบัว อ.สตึก")
    assert (["สตึก"], ()) == ([one.name for one in resolution.districts], resolution.subdistricts)
    assert ["อำเภอสตึก"] == [fault.given for fault in resolution.faults]


def test_a_misspelt_province_leaves_its_capital_open(buriram: Gazetteer) -> None:
    """อ.เมือง จ.สุริน is not Buriram's, nor is it known whose; แคนดง is nobody else's."""
    assert [] == districts(buriram, "อ.เมือง จ.สุริน")
    assert ["แคนดง"] == districts(buriram, "อ.แคนดง จ.บุรีรัมญ์")


def test_bangkok_has_khet_and_khwaeng() -> None:
    """In Bangkok เขต and แขวง lead to a place, and the other uses of the words are no mistakes."""
    bangkok = province("กทม")
    resolution = resolve(bangkok, "ศาลาวัด แขวงสีลม เขตบางรัก กรุงเทพฯ")
    assert ["เขตบางรัก"] == [one.label for one in resolution.districts]
    assert ["แขวงสีลม"] == [one.label for one in resolution.subdistricts]
    assert ["บางรัก"] == districts(bangkok, "สำนักงานเขตบางรัก")
    assert ["บางรัก"] == districts(bangkok, "บางรัก กทม.")
    for location in ("เขตเทศบาล", "แขวงทางหลวง", "อ.เมือง จ.บุรีรัมย์"):
        assert ([], []) == (districts(bangkok, location), doubts(bangkok, location))


PIECES = st.sampled_from(
    [
        *"อตจม. ,-–/()๑๒3ฯๆ\n\u00a0\u0e31\u0e4d",
        *"อำเภอ ตำบล จังหวัด อ. ต. จ. อบต. เขต แขวง และ หมู่ที่".split(),
        *"เมือง กระสัง สระบัว แคนดง บ้านด่าน เฉลิมพระเกียรติ บุรีรัมย์ สุรินทร์ ปากช่อง กรุงเทพ คูมือง".split(),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join)))
def test_any_text_resolves(location: str) -> None:
    """No text raises; what comes out is of the province, each once, and each fault lies in the text."""
    for gazetteer in (province("บุรีรัมย์"), province("กทม")):
        resolution = resolve(gazetteer, location)
        assert len(resolution.districts) == len(set(resolution.districts))
        assert set(resolution.districts) <= set(gazetteer.districts)
        assert {one.district_code for one in resolution.subdistricts} <= {one.code for one in resolution.districts}
        assert all(location[fault.start :].startswith(fault.name) for fault in resolution.faults)
        assert isinstance(named_district(gazetteer, location), District | PlaceFault)
        assert isinstance(named_subdistrict(gazetteer, location), Subdistrict | PlaceFault)


@pytest.mark.parametrize(
    "piece", ["แคนดง ", "อ.เมือง ", "ต.กระสัง 1 ", "1 ", "อ.แคนดง 1  2  ", "ก", "อำเภอ", "จ.สุรินทร์ และ "]
)
def test_a_long_text_takes_time_in_proportion(buriram: Gazetteer, piece: str) -> None:
    """Eight times the text takes about eight times as long: no pattern and no search grows faster."""

    def seconds(text: str) -> float:
        before = time.process_time()
        resolve(buriram, text)
        return time.process_time() - before

    short, long = piece * (2_000 // len(piece)), piece * (16_000 // len(piece))
    base = min(seconds(short) for _ in range(3))
    assert min(seconds(long) for _ in range(2)) < max(24 * base, 0.05)

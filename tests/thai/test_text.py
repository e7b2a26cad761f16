"""Text: mended without guessing, ordered as in a dictionary, cut and measured by letters with their marks."""

from __future__ import annotations

import random
import unicodedata

import geothai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.thai.mending import mends
from site_builder.thai.text import (
    Fix,
    Normalised,
    Suspect,
    anchor,
    arabic_digits,
    cells,
    excerpt,
    fold,
    is_slug,
    nearest,
    newlines,
    normalise,
    slug,
    sort_key,
    thai_digits,
)

# Letters and marks that the rules meet, with what they must leave alone, so that hypothesis finds their collisions.
TRAPS = st.text(
    "กญเแโะาำๅิีุูั็่้๊๋์ํฺๆฯ \u200b\u200c\u200d\u2060\u00a0\u00ad\ufeff\ufffd\uf70a\uf711\uf710\n\r-a1é🧑🌾\u0915\u094d\u0301",
    max_size=16,
)
TEXTS = TRAPS | st.text(max_size=30)


# --- mending ---


@pytest.mark.parametrize(
    ("rule", "written", "meant"),
    [
        ("invisible", "\ufeffบุรี\u200bรัมย์", "บุรีรัมย์"),
        ("invisible", "แคน\u00adดง\u2060", "แคนดง"),
        ("invisible", "ก\u200dข", "กข"),
        ("invisible", "a\u200cb", "ab"),
        ("invisible", "ท้าย\u200d", "ท้าย"),
        ("no-break-space", "ต่าง\u00a0ๆ", "ต่าง ๆ"),
        ("private-use", "ที\uf70a", "ที่"),
        ("private-use", "ป\uf710น", "ปัน"),
        ("double-e", "เเคนดง", "แคนดง"),
        ("sara-am", "นํา", "นำ"),
        ("sara-am", "นํ้า", "น้ำ"),
        ("sara-am", "น้ํา", "น้ำ"),
        ("tone-after-am", "นำ้", "น้ำ"),
        ("tone-before-vowel", "ท\u0e48\u0e35", "ที่"),
        ("tone-before-vowel", "ผ\u0e49\u0e39", "ผู้"),
        ("tone-before-vowel", "พันธ์ุ", "พันธุ์"),
        ("repeated-mark", "ที่่", "ที่"),
        ("repeated-mark", "ดีี", "ดี"),
    ],
)
def test_each_rule_mends_its_own_mistake(rule: str, written: str, meant: str) -> None:
    """What has one meaning only is written so, and the fix names the rule."""
    mended = normalise(written)
    assert meant == mended.text
    assert {rule} == {fix.rule for fix in mended.fixes}


def test_every_glyph_of_the_old_fonts_has_its_letter() -> None:
    """All 27 private-use glyphs become the Thai letter or mark that they show."""
    glyphs = "".join(map(chr, range(0xF700, 0xF71B)))
    letters = [normalise(f"ก{glyph}").text[1] for glyph in glyphs]
    assert "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู" == "".join(letters)


def test_fixes_are_counted_by_line() -> None:
    """A text keeps its lines, and each fix tells its rule, its line and how often."""
    mended = normalise("ดี\nต่าง\u00a0ๆ\u00a0นํา\n\nเเละ\n")
    assert "ดี\nต่าง ๆ นำ\n\nและ\n" == mended.text
    assert (Fix("no-break-space", 2, 2), Fix("sara-am", 2, 1), Fix("double-e", 4, 1)) == mended.fixes


@given(TEXTS)
def test_each_mended_place_is_known(text: str) -> None:
    """The places that are mended, put in one by one, make the mended text; no-break spaces alone are not among them."""
    pieces, at = list[str](), 0
    for mend in mends(text):
        assert at <= mend.start
        assert text[mend.start : mend.end] != mend.by
        pieces += (text[at : mend.start], mend.by)
        at = mend.end
    assert normalise(text).text == "".join((*pieces, text[at:])).replace("\u00a0", " ")


def test_what_has_no_one_meaning_is_reported_and_kept() -> None:
    """A mark behind a blank and a lost character stand as they are, with their place in the mended text."""
    written = "\u200bพื ้นที่ \ufffd\ufffd"
    assert Normalised(
        "พื ้นที่ \ufffd\ufffd",
        (Fix("invisible", 1, 1),),
        (Suspect("mark-after-space", 2, 4), Suspect("lost-character", 9, 11)),
    ) == normalise(written)


@pytest.mark.parametrize(
    "text", ["🧑\u200d🌾 ชาวนา", "🖌\ufe0f\u200d🌾", "क्\u200dष", "พุทธํ สรณํ", "ก็ ที่ น้ำ เมื่อ พันธุ์", "\r\x0b\u2028"]
)
def test_what_is_right_stays(text: str) -> None:
    """Joiners in emoji and in Indic script, Pali's nikhahit and well-ordered marks are no mistakes."""
    assert Normalised(text) == normalise(text)


@given(TEXTS)
def test_mending_is_done_once_and_keeps_the_lines(text: str) -> None:
    """A mended text has the same number of lines and nothing left to mend; the fixes tell whether it changed."""
    mended = normalise(text)
    assert text.count("\n") == mended.text.count("\n")
    assert Normalised(mended.text, (), mended.suspects) == normalise(mended.text)
    assert bool(mended.fixes) == (mended.text != text)
    assert all(1 <= fix.line <= text.count("\n") + 1 and fix.count for fix in mended.fixes)


@given(TEXTS, TEXTS)
def test_lines_are_mended_apart(first: str, second: str) -> None:
    """No rule looks past a line's end: a line is mended in a text as it is alone."""
    assert f"{normalise(first).text}\n{normalise(second).text}" == normalise(f"{first}\n{second}").text


def test_line_ends() -> None:
    """CRLF and a lone CR end a line like LF; other separators are characters."""
    assert "ก\nข\n\nค\u0085\u2028" == newlines("ก\r\nข\r\rค\u0085\u2028")


def test_digits() -> None:
    """Digits change their script, nothing else changes."""
    assert "ปี ๒๕๖๕" == thai_digits("ปี 2565")
    assert "ปี 2565" == arabic_digits("ปี ๒๕๖๕")


# --- names ---


@pytest.mark.parametrize(
    ("one", "other"),
    [("OTOP", "otop"), ("นํ้าดื่ม", "น้ำดื่ม"), (" กลุ่ม  สตรี\u00a0", "กลุ่ม สตรี"), ("เเคนดง", "แคนดง"), ("Cafe\u0301", "café")],
)
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    """Case, blanks, composition and mistakes of typing make no second name."""
    assert fold(one) == fold(other)


def test_words_that_differ_in_a_mark_do_not_fold_together() -> None:
    """ข่าว, ข้าว and ขาว are three words."""
    assert 3 == len({fold("ข่าว"), fold("ข้าว"), fold("ขาว")})


@given(TEXTS)
def test_folding_is_done_once(text: str) -> None:
    """The key of a key is the key."""
    assert fold(text) == fold(fold(text))


# --- order ---

DISTRICTS = (
    "กระสัง คูเมือง แคนดง เฉลิมพระเกียรติ ชำนิ นางรอง นาโพธิ์ โนนดินแดง โนนสุวรรณ บ้านกรวด บ้านด่าน บ้านใหม่ไชยพจน์ ประโคนชัย "
    "ปะคำ พลับพลาชัย พุทไธสง เมืองบุรีรัมย์ ละหานทราย ลำปลายมาศ สตึก หนองกี่ หนองหงส์ ห้วยราช"
).split()

# Each entry stands before the next in a Thai dictionary; ICU agrees on the Thai ones. Leading vowels, tone marks alone,
# ำ, ฤ, ์ and blanks each have a pair here that the order of code points gets wrong.
GOLDEN = [
    *("", "1", "๑", "10", "2", "๒", "A", "a", "B", "OTOP", "otop"),
    *("ก", "กก", "กกแก้ว", "กฎ", "กฎี", "กรม", "กรมการ", "กรรม", "กระ", "กระเบื้อง", "กระเบื้องใหญ่", "กระสัง", "กรุง"),
    *(
        "กะ",
        "กัน",
        "กั้น",
        "กา",
        "ก่า",
        "ก้า",
        "กาก",
        "กาง",
        "ก่าง",
        "กำ",
        "ก่ำ",
        "กำนัน",
        "กิน",
        "กี่",
        "กุด",
        "เกาะ",
        "เกิด",
        "แก",
        "แก่",
        "แก้",
        "แก้ว",
    ),
    *("โกน", "ใกล้", "ไก", "ไก่", "ขาว", "ข่าว", "ข้าว", "ข้าวเปลือก", "คน", "ชุมชน", "ชุมแสง", "เด็ก", "ต่าง", "ต่าง ๆ", "ต่างๆ"),
    *(
        "พฤกษ์",
        "พัน",
        "พันธ์",
        "พันธุ์",
        "รัก",
        "เรือ",
        "ฤดู",
        "ลม",
        "ศาลา",
        "สะเดา",
        "สัตว์",
        "หนองกี่",
        "หนองหงส์",
        "โหน",
        "อำเภอ",
        "ฮา",
    ),
]


def test_the_golden_order() -> None:
    """Shuffled, the golden list comes back as it stands; so do the 23 districts of Buriram."""
    for expected in (GOLDEN, DISTRICTS):
        shuffled = random.Random(2565).sample(expected, len(expected))  # noqa: S311
        assert expected == sorted(shuffled, key=sort_key)


def place_names() -> set[str]:
    """Names of the country's 928 districts and 7,436 subdistricts."""
    districts = [one for province in geothai.provinces() for one in geothai.districts(province.code)]
    subdistricts = [one for district in districts for one in geothai.subdistricts(district.code)]
    assert (928, 7_436) == (len(districts), len(subdistricts))
    return {one.name_th for one in districts} | {one.name_th for one in subdistricts}


@pytest.mark.group_icu
def test_icu_orders_all_places_alike() -> None:
    """ICU's Thai collator finds no two neighbours in the wrong order."""
    import icu  # noqa: PLC0415 — an extra that needs a compiler

    collator = icu.Collator.createInstance(icu.Locale("th"))
    names = sorted(place_names(), key=sort_key)
    keys = [collator.getSortKey(name) for name in names]
    assert [] == [names[place] for place in range(1, len(names)) if keys[place - 1] > keys[place]]


@given(TEXTS, TEXTS)
def test_order_is_total(one: str, other: str) -> None:
    """Two texts have one key only if they are one text."""
    assert (one == other) == (sort_key(one) == sort_key(other))


# --- parts of a URL ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ประกาศเจตนารมณ์ เราทำความดีด้วยหัวใจ", "ประกาศเจตนารมณ์-เราทำความดีด้วยหัวใจ"),
        ("พช.บุรีรัมย์ (ครั้งที่ ๒/๒๕๖๕)", "พช-บุรีรัมย์-ครั้งที่-2-2565"),
        ("  --OTOP & Café!  ", "otop-café"),
        ("เเคนดง นํ้า", "แคนดง-น้ำ"),
        ("ต่าง ๆ", "ต่าง-ๆ"),
        ("🖌️ งานศิลป์ ❤️", "งานศิลป์"),
        ("1️⃣ ข้อหนึ่ง", "1-ข้อหนึ่ง"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b:c*d?e\x00f", "a-b-c-d-e-f"),
        ("CON", "con-"),
        ("com1", "com1-"),
        ("console", "console"),
        ("ำ่", "ำ"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_slug_keeps_letters_with_their_marks(text: str, expected: str) -> None:
    """Thai words stay whole; what is no letter or digit parts them; nothing names a device or another folder."""
    assert expected == slug(text)


def test_a_long_slug_is_cut_at_a_mark_boundary_and_stays_unique() -> None:
    """The seed's title fits into 120 bytes; another title with the same beginning gets another slug."""
    title = "จังหวัดบุรีรัมย์ -พช.บุรีรัมย์ ลุยพื้นที่ขับเคลื่อนกิจกรรมเสริมสร้างและพัฒนาผู้นำการเปลี่ยนแปลง"
    assert "จังหวัดบุรีรัมย์-พช-บุรีรัมย์-ลุยพื้น-" == slug(title)[:-8]
    assert 111 + 8 >= len(slug(title).encode()) - 8
    assert slug(title)[:-8] == slug(title + " 2")[:-8]
    assert slug(title) != slug(title + " 2")


@given(TEXTS, st.integers(24, 60))
def test_slugs_are_safe(text: str, limit: int) -> None:
    """Any text gives a slug of allowed characters within the limit, with no mark at its head, which is its own slug."""
    name = slug(text * 5, limit)
    assert limit >= len(name.encode())
    assert name == slug(name, limit)
    assert name == unicodedata.normalize("NFC", name).lower()
    assert {"L", "M", "N", "-"} >= {"-" if letter == "-" else unicodedata.category(letter)[0] for letter in name}
    assert not name or unicodedata.category(name[0])[0] in "LN"
    assert bool(slug(text)) == is_slug(slug(text))


def test_a_typed_slug_is_checked() -> None:
    """Capitals, blanks, dots, edges and decomposed letters are not what stands in a URL."""
    assert is_slug("2565-03-03-khaen-dong")
    assert is_slug("ข่าวเด่น")
    assert not any(map(is_slug, ("", "Khaen", "a b", "a.b", "-a", "a-", "a--b", "น้ํา", "con", "ก" * 41)))


def test_heading_ids_keep_their_marks() -> None:
    """Headings that differ in a tone mark have different ids."""
    assert "ผลการดำเนินงาน" == anchor("ผลการดำเนินงาน")
    assert anchor("ข่าว") != anchor("ข้าว")


# --- cutting and measuring ---


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("สั้น  พอดี", 20, "สั้น พอดี"),
        ("ประชุม คณะทำงานจังหวัด ครั้งที่", 26, "ประชุม คณะทำงานจังหวัด…"),
        ("พื้นที่ขับเคลื่อนกิจกรรม", 7, "พื้น…"),
        ("การเปลี่ยนแปลง", 5, "การ…"),
        ("กระเบื้องใหญ่", 11, "กระเบื้อง…"),
        ("ผู้นำ", 4, "ผู้…"),
        ("บ้านabcdef", 8, "บ้าน…"),
        ("งบ 1234567 บาท", 9, "งบ…"),
        ("ทำนา 🧑‍🌾🧑‍🌾", 8, "ทำนา…"),
        ("งาน(ระยะที่ 2)", 5, "งาน…"),
    ],
)
def test_an_excerpt_parts_no_letter(text: str, limit: int, expected: str) -> None:
    """It ends at a blank near its end, else before a whole letter, and says with "…" that more follows."""
    assert expected == excerpt(text, limit)


@given(TEXTS, st.integers(2, 40))
def test_an_excerpt_fits(text: str, limit: int) -> None:
    """It is never longer than asked, never begins what follows with a mark, and is the whole text where that fits."""
    plain = " ".join(text.split())
    short = excerpt(text, limit)
    assert limit >= len(short)
    if len(plain) > limit:
        head = short.removesuffix("…")
        assert plain.startswith(head)
        following = plain[len(head)]
        assert not head or unicodedata.category(following)[0] != "M"
    else:
        assert plain == short


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("ที่", 1), ("น้ำ", 2), ("บุรีรัมย์", 5), ("日本", 4), ("ก\u200bข", 2), ("🌾", 2), ("e\u0301", 1)],
)
def test_columns_of_a_terminal(text: str, width: int) -> None:
    """Marks stand on their letter and take no column; wide letters take two."""
    assert width == cells(text)


# --- typos ---


@pytest.mark.parametrize(
    ("typed", "candidates", "expected"),
    [
        ("แคนดล", DISTRICTS, ("แคนดง",)),
        ("คูมือง", DISTRICTS, ("คูเมือง",)),
        ("ลำปลายมาส", DISTRICTS, ("ลำปลายมาศ",)),
        ("พุทไทสง", DISTRICTS, ("พุทไธสง",)),
        ("นางรอง", DISTRICTS, ("นางรอง",)),
        ("distict", ("title", "district", "subdistrict", "date"), ("district",)),
        ("tilte", ("title", "tags", "time"), ("title",)),
        ("Title", ("title",), ("title",)),
        ("มีนาคน", ("มกราคม", "มีนาคม", "มิถุนายน"), ("มีนาคม",)),
        ("กรุงเทพ", DISTRICTS, ()),
        ("", DISTRICTS, ()),
        ("x", (), ()),
    ],
)
def test_a_typo_finds_the_name_that_was_meant(
    typed: str, candidates: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """One wrong, missing or needless letter in four to six is near; another word is not."""
    assert expected == nearest(typed, candidates)


def test_a_mark_weighs_less_than_a_letter() -> None:
    """A wrong or missing tone is nearer than a wrong letter, and no more come than are asked for."""
    names = ("จ่าวสาร", "ข้าวสาร", "ขาวสาร")
    assert ("ขาวสาร", "ข้าวสาร", "จ่าวสาร") == nearest("ข่าวสาร", names)
    assert ("ขาวสาร", "ข้าวสาร") == nearest("ข่าวสาร", names, 2)


def test_each_name_finds_itself_among_all_places() -> None:
    """In 6,170 names of districts and subdistricts each of Buriram's is its own nearest."""
    names = sorted(place_names())
    assert [[name] for name in DISTRICTS if name in names] == [
        list(nearest(name, names, 1)) for name in DISTRICTS if name in names
    ]


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=6))
def test_nearest_offers_only_what_there_is(word: str, names: list[str]) -> None:
    """At most three of the candidates, each once, and the word itself where it is one of them."""
    found = nearest(word, names)
    assert len(found) == len(set(found)) <= 3
    assert set(found) <= set(names)
    assert word not in names or any(word.casefold() == name.casefold() for name in found[:3])

"""Front matter into types: every key in both languages, every form of a value, and what comes of them together."""

from __future__ import annotations

import datetime as dt
import inspect
import re

import pytest

from site_builder.messages import catalogue
from site_builder.model import Correction, Counter, Event, Item
from site_builder.reading import (
    composing,
    fences,
    fields,
    frontmatter,
    item,
    lines,
    occasions,
    schema,
    source,
    whereabouts,
)
from site_builder.reading.item import Rules, read
from site_builder.thai.places import load
from site_builder.thai.when import When

BANGKOK = dt.timezone(dt.timedelta(hours=7))
THIRD = dt.date(2022, 3, 3)
PATH = "content/news/2565/2565-03-03-khaen-dong.md"


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of Buriram, with one taxonomy of its own."""
    gazetteer = load("บุรีรัมย์")
    assert gazetteer is not None
    return Rules(gazetteer, (("project", "โครงการ"),))


def item_of(rules: Rules, *lines: str, date: str = "date: 3 มีนาคม 2565") -> Item:
    """The item of a title, a date and these lines; it must have no error."""
    front = "\n".join(("title: ข่าว", date, *lines))
    reading = read(PATH, f"---\n{front}\n---\n\nเนื้อข่าว\n".encode(), rules)
    assert reading.item is not None, reading.problems
    return reading.item


def codes(rules: Rules, *lines: str, date: str = "date: 3 มีนาคม 2565") -> list[str]:
    """The codes of what was found in the same."""
    front = "\n".join(("title: ข่าว", date, *lines))
    return [problem.code for problem in read(PATH, f"---\n{front}\n---\n\nเนื้อข่าว\n".encode(), rules).problems]


@pytest.mark.parametrize("key", schema.KEYS, ids=lambda key: key.name)
def test_every_key_has_a_thai_name_and_a_right_example(rules: Rules, key: schema.Key) -> None:
    """The example that a message offers for a key is read without a problem, under either name."""
    start = {"title": "date: 3 มีนาคม 2565", "date": "title: ข่าว"}.get(key.name, "title: ข่าว\ndate: 3 มีนาคม 2565")
    for name in (key.name, key.thai):
        source = f"---\n{start}\n{name}: {key.example}\n---\n\nเนื้อข่าว\n"
        assert () == read(PATH, source.encode(), rules).problems


@pytest.mark.parametrize("name", ["Author Unit", "author-unit", "AUTHOR_UNIT", "author  unit"])
def test_a_key_is_known_in_any_case_and_with_any_joint(rules: Rules, name: str) -> None:
    """Capitals, hyphens and spaces are habits, not mistakes."""
    assert "สพอ.แคนดง" == item_of(rules, f"{name}: สพอ.แคนดง").author_unit


@pytest.mark.parametrize("word", ["true", "True", "yes", "1", "ใช่", "จริง", "on"])
def test_yes_in_every_word(rules: Rules, word: str) -> None:
    """An editor may answer in Thai, English or digits."""
    assert item_of(rules, f"draft: {word}").draft


@pytest.mark.parametrize("word", ["false", "No", "0", "ไม่", "ไม่ใช่", "off", ""])
def test_no_in_every_word(rules: Rules, word: str) -> None:
    """The same for no; nothing is no."""
    assert not item_of(rules, f"draft: {word}").draft


@pytest.mark.parametrize(
    "lines",
    [
        "tags: [ก, ข ค, ก]",
        "tags: ก, ข ค",
        "tags: ก,ข ค,",
        "tags:\n  - ก\n  - ข ค",
        "tags:\n- ก\n- ข ค",
        "tags: '#ก #ข ค'",
        "tags: #ก #ข ค",
        "ป้ายกำกับ: [“ก”, ข  ค]",
    ],
)
def test_tags_in_every_form(rules: Rules, lines: str) -> None:
    """A list, a text with commas or hashtags: the same words, each once, in their order."""
    assert ("ก", "ข ค") == item_of(rules, lines).tags


@pytest.mark.parametrize(
    ("value", "counter"),
    [
        ("true", Counter()),
        ("ไม่", Counter(shown=False)),
        ("{total: 1523, today: 4}", Counter(total=1523, today=4)),
        ("{ทั้งหมด: ๑๕๒๓ ครั้ง}", Counter(total=1523)),
        ("\n  total: 1,523\n  วันนี้: 0", Counter(total=1523, today=0)),
        ("{total: 1, today: }", Counter(total=1)),
    ],
)
def test_the_counter_in_every_form(rules: Rules, value: str, counter: Counter) -> None:
    """On, off, or what the former site had counted, with Thai digits, separators and units."""
    assert counter == item_of(rules, f"visit_counter: {value}").counter


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        ("date: 3 มีนาคม 2565\ntime: 08.30 น.", When(THIRD, time=dt.time(8, 30))),
        ("date: 3 มีนาคม 2565 เวลา 08.30 น.\ntime: 08:30", When(THIRD, time=dt.time(8, 30))),
        ("date: 3 มีนาคม 2565\ntime: 08.30-16.00 น.", When(THIRD, time=dt.time(8, 30), end_time=dt.time(16))),
        ("date: 3 มีนาคม 2565\nend_date: 5 มี.ค. 65", When(THIRD, dt.date(2022, 3, 5))),
        ("date: 3 มีนาคม 2565\nถึงวันที่: 3 มี.ค. 65", When(THIRD)),
        ("date: 3-4 มีนาคม 2565", When(THIRD, dt.date(2022, 3, 4))),
        ("date: 3-4 มีนาคม 2565\nend_date: 4 มีนาคม 2565", When(THIRD, dt.date(2022, 3, 4))),
        ('date: "3 มีนาคม 2565"', When(THIRD)),
    ],
)
def test_date_time_and_last_day_complete_each_other(rules: Rules, lines: str, when: When) -> None:
    """What is said twice must agree; what is said once is enough."""
    assert when == item_of(rules, date=lines).when


@pytest.mark.parametrize(
    ("value", "event"),
    [
        ("10 มีนาคม 2565", Event(When(dt.date(2022, 3, 10)))),
        (
            "{วันที่: 10 มี.ค. 65, เวลา: 09.00 น., สถานที่: หอประชุม}",
            Event(When(dt.date(2022, 3, 10), time=dt.time(9)), "หอประชุม"),
        ),
        ("\n  date: 10-11 มีนาคม 2565", Event(When(dt.date(2022, 3, 10), dt.date(2022, 3, 11)))),
    ],
)
def test_an_event_in_every_form(rules: Rules, value: str, event: Event) -> None:
    """A date alone, or date, time and place in either language."""
    assert event == item_of(rules, f"event: {value}").event


@pytest.mark.parametrize(
    ("value", "correction"),
    [
        ("5 มีนาคม 2565", Correction(dt.date(2022, 3, 5))),
        ("{วันที่: 5 มีนาคม 2565, หมายเหตุ: แก้ชื่อ}", Correction(dt.date(2022, 3, 5), "แก้ชื่อ")),
    ],
)
def test_a_correction_in_every_form(rules: Rules, value: str, correction: Correction) -> None:
    """Its day, and its note where there is one."""
    assert correction == item_of(rules, f"แก้ไข: {value}").correction


@pytest.mark.parametrize(
    ("key", "value", "moment"),
    [
        ("publish_on", "10 มีนาคม 2565", dt.datetime(2022, 3, 10, tzinfo=BANGKOK)),
        ("publish_on", "10 มีนาคม 2565 เวลา 08.30 น.", dt.datetime(2022, 3, 10, 8, 30, tzinfo=BANGKOK)),
        ("publish_on", "2022-03-10T01:30:00Z", dt.datetime(2022, 3, 10, 8, 30, tzinfo=BANGKOK)),
        ("expire_on", "31 มีนาคม 2565", dt.datetime(2022, 4, 1, tzinfo=BANGKOK)),
        ("expire_on", "31 มีนาคม 2565 เวลา 16.30 น.", dt.datetime(2022, 3, 31, 16, 30, tzinfo=BANGKOK)),
    ],
)
def test_an_instant_is_of_bangkok_and_expiry_includes_its_day(
    rules: Rules, key: str, value: str, moment: dt.datetime
) -> None:
    """A day alone begins at midnight; as the last day it ends at the next one."""
    assert moment == getattr(item_of(rules, f"{key}: {value}"), key)


@pytest.mark.parametrize(
    ("lines", "districts", "subdistricts"),
    [
        (("location: บ้านใหม่ ต.สระบัว อ.แคนดง จ.บุรีรัมย์",), ("แคนดง",), ("สระบัว",)),
        (("location: ต.กระสัง จ.บุรีรัมย์",), (), ()),
        (("location: อ.แคนดง จ.บุรีรัมย์", "district: สตึก"), ("สตึก",), ()),
        (("location: ต.กระสัง จ.บุรีรัมย์", "อำเภอ: สตึก", "ตำบล: กระสัง"), ("สตึก",), ("กระสัง",)),
        (("subdistrict: สระบัว",), ("แคนดง",), ("สระบัว",)),
        (("district: [อ.แคนดง, satuek, 3104]",), ("แคนดง", "สตึก", "นางรอง"), ()),
        (("location: ห้องประชุมกรมการพัฒนาชุมชน",), (), ()),
    ],
)
def test_places_are_named_by_keys_or_found_in_the_location(
    rules: Rules, lines: tuple[str, ...], districts: tuple[str, ...], subdistricts: tuple[str, ...]
) -> None:
    """A key overrides the location; what is doubtful in a location is left out, never guessed."""
    item = item_of(rules, *lines)

    assert districts == tuple(district.name for district in item.districts)
    assert subdistricts == tuple(subdistrict.name for subdistrict in item.subdistricts)


def test_a_doubt_in_the_location_is_told_unless_a_key_settles_it(rules: Rules) -> None:
    """An editor who has named the district need not read that its subdistrict is ambiguous."""
    assert ["L009"] == codes(rules, "location: ต.กระสัง จ.บุรีรัมย์")
    assert [] == codes(rules, "location: ต.กระสัง จ.บุรีรัมย์", "district: สตึก")


@pytest.mark.parametrize(
    ("typed", "aliases"),
    [
        ("/2022/03/03/x/", ("/2022/03/03/x/",)),
        ("2022/03/03/x", ("/2022/03/03/x",)),
        ("[/a/, /a/, /b]", ("/a/", "/b")),
        ("/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7/", ("/ข่าว/",)),
        ("/ข่าว/", ("/ข่าว/",)),
    ],
)
def test_aliases_are_paths_of_this_site(rules: Rules, typed: str, aliases: tuple[str, ...]) -> None:
    """Percent signs are decoded, a missing first slash is added, doubles go."""
    assert aliases == item_of(rules, f"aliases: {typed}").aliases


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("https://old.example.go.th/a/", "F059"),
        ("//old.example.go.th/a/", "F059"),
        ("javascript:alert(1)", "F059"),
        ("/a/../b", "F060"),
        ("/a/%2e%2e/b", "F060"),
        ("/a//b", "F060"),
        ("/%00", "F060"),
        ("/%ff", "F060"),
        (r"'C:\a'", "F060"),
        ("/", "F060"),
        ("/x?p=12", "F061"),
        ("/?p=1&q=2", "F061"),
        ("/" + "ก" * 86, "F062"),
        ("'http://[x'", "F060"),
    ],
)
def test_an_alias_that_is_no_path_of_this_site_is_refused(rules: Rules, typed: str, code: str) -> None:
    """No host, no way out, nothing that a disk or a host cannot hold."""
    assert [code] == codes(rules, f"aliases: {typed}")


@pytest.mark.parametrize("name", ["ภาพ.jpg", "ภาพ/ก ข.jpg", "../ภาพ.jpg", "../../pictures/a.jpg", "./a.jpg"])
def test_files_lie_beside_the_item_or_elsewhere_in_content(rules: Rules, name: str) -> None:
    """From content/news/2565 two steps up is still inside; folders of Windows are taken with their backslash."""
    item = item_of(rules, f"gallery: [{name}]", f"cover: {name}".replace("/", "\\"))

    assert ((name,), name) == (item.gallery, item.cover)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("https://example.go.th/a.jpg", "F056"),
        ("//example.go.th/a.jpg", "F056"),
        ("data:image/png;base64,AA", "F056"),
        ("/a.jpg", "F057"),
        (r"C:\a.jpg", "F057"),
        ("c:a.jpg", "F057"),
        (r"\\server\share\a.jpg", "F056"),
        ("../../../a.jpg", "F058"),
        ("../../../content/a.jpg", "F058"),
        ("..", "F058"),
    ],
)
def test_a_file_outside_the_content_is_refused(rules: Rules, name: str, code: str) -> None:
    """Absolute, with a drive, on a share, on the internet or above the content folder: nobody else has it."""
    assert code in codes(rules, f"cover: '{name}'")


def test_words_of_a_taxonomy_of_the_site(rules: Rules) -> None:
    """site.toml may declare further lists, with a Thai key each."""
    assert (("project", ("โคกหนองนา", "สัมมาชีพ")),) == item_of(rules, "โครงการ: [โคกหนองนา, สัมมาชีพ]").terms


def test_a_text_may_be_a_block_of_lines(rules: Rules) -> None:
    """Lines of a folded or literal block are one text."""
    assert "บรรทัดแรก บรรทัดที่สอง" == item_of(rules, "summary: |", "  บรรทัดแรก", "  บรรทัดที่สอง").summary


def test_empty_values_are_missing_ones(rules: Rules) -> None:
    """A template's blank keys are no mistakes, but for the two that are required."""
    blank = [f"{key.name}:" for key in schema.KEYS if key.name not in {"title", "date"}]

    assert [] == codes(rules, *blank)
    assert ["F066"] == codes(rules, date="date:")
    assert ["F066"] == codes(rules, date="date: ' '")


def test_every_code_has_words_and_every_word_a_code() -> None:
    """No problem of front matter is without its sentence in both languages, and no sentence is left over."""
    modules = (composing, fences, fields, frontmatter, item, lines, occasions, source, whereabouts)
    used = {code for module in modules for code in re.findall(r"\"([FDL]\d{3})\"", inspect.getsource(module))}
    told = {code: words for code, words in catalogue().items() if code[0] in "FDL"}

    assert used == set(told)
    assert all({"th", "en"} <= set(words) and ("hint_th" in words) == ("hint_en" in words) for words in told.values())

"""Front matter edited by a form: nothing but the lines of the key that was changed becomes other than it was."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.editing.cutting import Cut, cut, trimmed
from site_builder.editing.edit import EMPTY, Refused, edited, entries_of
from site_builder.editing.form import keys, values_of
from site_builder.editing.moving import moved
from site_builder.editing.wanted import asked
from site_builder.reading.item import Rules, read
from site_builder.reading.source import decode, typed
from site_builder.thai.places import load

EXAMPLES = int(os.environ.get("EDITING_EXAMPLES", "60"))
OWN = (("project", "โครงการ"),)
GAZETTEER = load("บุรีรัมย์")
assert GAZETTEER
RULES = Rules(GAZETTEER, OWN)


def pieces(text: str) -> Cut:
    """A text that can be cut."""
    found = cut(text, OWN)
    assert found
    return found


def saved(text: str, prose: str | None = None, **values: str) -> str:
    """A text after a form with these values was saved; `__` stands for the dot of a field's name."""
    found = pieces(text)
    named = {name.replace("__", "."): value for name, value in values.items()}
    wanted = asked(named, entries_of(found), OWN, is_thai=found.is_thai)
    assert () == wanted.problems
    return edited(text, wanted.changes, prose, OWN)


def lines(*rows: str, body: str = "เนื้อข่าว\n") -> str:
    """A text with this front matter."""
    return "\n".join(["---", *rows, "---", "", body])


# Every style in which a key may be written, as lines; the blank is a text without signs of YAML.
_TEXT = st.text("กขคงจนมยรวสอัิี่้าะ เabc09.", min_size=1, max_size=12).map(str.strip).filter(lambda text: text.strip(". "))
_REMARK = st.sampled_from(["", "  # หมายเหตุ", " # x"])
_PLAIN = st.builds("{}: {}".format, st.just("{key}"), _TEXT)
_QUOTED = st.builds("{}:  '{}'{}".format, st.just("{key}"), _TEXT, _REMARK)
_DOUBLE = st.builds('{}: "{}"{}'.format, st.just("{key}"), _TEXT, _REMARK)
_FLOW = st.builds("{}: [{}, {}]{}".format, st.just("{key}"), _TEXT, _TEXT, _REMARK)
_BLOCK = st.builds("{}:\n  - {}\n  - '{}'  # ข้อสอง\n# ระหว่าง".format, st.just("{key}"), _TEXT, _TEXT)
_FOLDED = st.builds("{}: >-\n  {}\n  {}".format, st.just("{key}"), _TEXT, _TEXT)
_TEXTS = ("title", "ชื่อเรื่อง", "location", "credit", "summary", "cover_alt", "ไม่รู้จัก", "category")
_LISTS = ("tags", "ป้ายกำกับ", "project", "gallery")
_WHENS = [
    "date: 3 มีนาคม 2565",
    "date: วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.",
    "วันที่: 2022-03-03\ntime: '08.30'  # เช้า",
    "date: 3-4 มี.ค. 65",
    "date: ไม่ทราบ",
    "date: 3/3/2565\nend_date: 4/3/2565",
]
_OTHERS = [
    "# หมายเหตุ\n",
    "event: {date: 10 มีนาคม 2565, place: หอประชุม}  # งาน",
    "visit_counter: {total: 1523, today: 4}",
    "draft: ใช่",
    "publish_on: 10 มีนาคม 2565 เวลา 08.30 น.",
    "pinned: no",
    "aliases: [/2022/03/03/a/]",
    "correction: {date: 5 มีนาคม 2565, note: แก้ชื่อ}",
    "visit_counter: ไม่",
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A source with any keys in any order and style, any line ends, and any body."""
    names = draw(st.lists(st.sampled_from(_TEXTS), unique=True, max_size=5))
    lists = draw(st.lists(st.sampled_from(_LISTS), unique=True, max_size=2))
    rows = [draw(st.one_of(_PLAIN, _QUOTED, _DOUBLE, _FOLDED)).replace("{key}", name) for name in names]
    rows += [draw(st.one_of(_FLOW, _BLOCK, _PLAIN)).replace("{key}", name) for name in lists]
    rows += [draw(st.sampled_from(_WHENS)), *draw(st.lists(st.sampled_from(_OTHERS), unique=True, max_size=4))]
    body = draw(st.text("กขัี้ a\n\u00a0\u200b#*-1.[]()เ", max_size=60))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return lines(*draw(st.permutations(rows)), body=body).replace("\n", newline)


@given(texts(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp874"]))
@settings(max_examples=EXAMPLES)
def test_a_save_without_a_change_is_the_same_to_the_byte(text: str, encoding: str) -> None:
    """Keys, remarks, quotes, line ends, mark and encoding: what the form shows, saved again, changes nothing."""
    data = text.encode(encoding, "replace")
    file = typed(data)
    if file is None:  # marks without letters: no Thai, for the reader neither
        assert not decode(data).readable
        return
    found = cut(file.text, OWN)
    if found is None:  # a body of blanks and a key that nobody closed: one piece, which no form touches
        return
    entries = entries_of(found)
    wanted = asked(values_of(entries, OWN), entries, OWN, is_thai=found.is_thai)
    assert ({}, ()) == (wanted.changes, wanted.problems)
    assert data == file.data(edited(file.text, wanted.changes, found.prose, OWN))


CHANGES = {
    "title": {"title": "ชื่อใหม่: 'แรก' # หนึ่ง"},
    "location": {"location": "บ้านสระบัว"},
    "tags": {"tags": "หนึ่ง\nสอง: สาม\nOTOP"},
    "project": {"project": "โคก หนอง นา"},
    "summary": {"summary": "“สรุป” ใหม่"},
    "credit": {"credit": ""},
    "pinned": {"pinned": "true"},
    "event": {"event.date": "11/3/2565", "event.time": "09.00", "event.place": "ศาลา: ใหม่"},
    "visit_counter": {"visit_counter.total": "7", "visit_counter.hidden": ""},
    "publish_on": {"publish_on.date": "12/3/2565", "publish_on.time": ""},
    "correction": {"correction.date": "6/3/2565", "correction.note": "อื่น"},
    "gallery": {"gallery": "ก.jpg\nข ค.jpg"},
}


@given(texts(), st.sampled_from(sorted(CHANGES)))
@settings(max_examples=EXAMPLES * 2)
def test_a_changed_key_changes_its_own_lines_alone(text: str, key: str) -> None:
    """All others are as they were, to the byte, and the key says what the form says."""
    found = cut(text, OWN)
    if found is None:
        return
    entries = entries_of(found)
    wanted = asked(CHANGES[key], entries, OWN, is_thai=found.is_thai)
    assert () == wanted.problems
    assert set(wanted.changes) <= {key}
    try:
        after = pieces(edited(text, wanted.changes, None, OWN))
    except Refused:  # a key that stands twice: only its author knows which one is meant
        pytest.fail("nothing here is beyond an edit")
    assert _others(found, key) == _others(after, key)
    held = values_of(entries_of(after), OWN)
    assert {name: " ".join(value.split(" ")) for name, value in CHANGES[key].items()} == {
        name: held[name] for name in CHANGES[key]
    }


def _others(found: Cut, key: str) -> list[str]:
    place = found.places.get(key)
    return [*found.lines] if place is None else [*found.lines[: place.start], *found.lines[place.end :]]


@given(texts(), st.text("กขัี้ a\n*-1.", max_size=40))
@settings(max_examples=EXAMPLES)
def test_another_body_leaves_the_head_alone(text: str, prose: str) -> None:
    """And the lines of the body that stay, which may hold signs that are mended when they are read."""
    found = cut(text, OWN)
    if found is None:
        return
    after = pieces(edited(text, {}, prose, OWN))
    assert found.lines[: found.close + 1] == after.lines[: found.close + 1]
    assert trimmed(prose) == after.prose


def test_untouched_lines_of_a_body_keep_their_signs() -> None:
    """A blank of Word's and a zero-width one stay in the paragraphs around the one that was mended."""
    text = lines("title: ก", "date: 2565-03-01", body="หนึ่ง\u00a0ก\u200b\r\n\r\nสอง\r\n\r\nสาม\u00a0\r\n")
    assert text.replace("สอง", "แก้") == edited(text, {}, "หนึ่ง\u00a0ก\u200b\n\nแก้\n\nสาม\u00a0", OWN)


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        ("title: ก", {"title": "ข"}, "title: ข"),
        ("title: ก", {"title": "ข: ค"}, "title: 'ข: ค'"),
        ("title:   'ก'   # หัว", {"title": "it's"}, "title:   'it''s'   # หัว"),
        ('title: "ก" # หัว', {"title": 'ข"ค'}, "title: 'ข\"ค' # หัว"),
        ("ชื่อเรื่อง: ก", {"location": "บ้าน"}, "ชื่อเรื่อง: ก\nสถานที่: บ้าน"),
        ("tags:\n- 'ก' # หนึ่ง\n-   ข", {"tags": "ข\nก\nค"}, "tags:\n-   ข\n- 'ก' # หนึ่ง\n- ค"),
        ("tags: [ก, 'ข'] # สอง", {"tags": "ข"}, "tags: [ข] # สอง"),
        ("tags: ก", {"tags": "ข"}, "tags: ข"),
        ("tags: ก, ข", {"tags": ""}, "tags: []"),
        ("title: |\n  ก\n  ข\n# ท้าย", {"title": "ค"}, "title: ค\n# ท้าย"),
        ("date: 3/3/2565", {"time": "8.30"}, "date: วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น."),
        ("date: 3/3/2565\ntime: 8.30", {"time": "09.15–10.00"}, "date: 3/3/2565\ntime: 09.15–10.00 น."),
        ("date: 3/3/2565\ntime: 8.30", {"date": "4/3/2565"}, "date: วันศุกร์ที่ 4 มีนาคม 2565\ntime: 8.30"),
        ("date: 3/3/2565", {"end_date": "4/3/2565"}, "date: 3–4 มีนาคม 2565"),
        (
            "date: 3/3/2565\nend_date: 4/3/2565",
            {"end_date": "5/3/2565"},
            "date: 3/3/2565\nend_date: วันเสาร์ที่ 5 มีนาคม 2565",
        ),
        ("date: 3/3/2565\nend_date: 4/3/2565", {"end_date": ""}, "date: 3/3/2565"),
        ("title: ก\ndraft: true", {"draft": ""}, "title: ก"),
        ("ร่าง: ใช่\ntitle: ก", {"pinned": "true"}, "ร่าง: ใช่\npinned: true\ntitle: ก"),
        ("visit_counter: {total: 1, today: 2}", {"visit_counter.total": "3"}, "visit_counter: {total: 3, today: 2}"),
        ("ตัวนับ: {ทั้งหมด: 1}", {"visit_counter.total": "3"}, "ตัวนับ: {ทั้งหมด: 3}"),
        ("title: ก", {"visit_counter.hidden": "true"}, "title: ก\nvisit_counter: no"),
    ],
)
def test_a_value_is_written_as_its_neighbours_are(before: str, values: dict[str, str], after: str) -> None:
    """Spelling, quotes, kind of list and the remark behind it stay; a new key has its place and language."""
    found = pieces(lines(before))
    wanted = asked(values, entries_of(found), OWN, is_thai=found.is_thai)
    assert () == wanted.problems
    assert lines(after) == edited(lines(before), wanted.changes, None, OWN)


def test_a_new_item_begins_with_nothing() -> None:
    """Keys come in the schema's order, and the reader takes all without a word."""
    values = {
        "title": "ข่าว: หนึ่ง",
        "date": "3/3/2565",
        "time": "08.30",
        "location": "บ้านสระบัว อำเภอแคนดง",
        "tags": "ผู้นำ\nOTOP",
        "event__date": "10/3/2565",
        "event__place": "หอประชุม",
        "publish_on__date": "4/3/2565",
        "draft": "true",
    }
    text = saved(EMPTY, "เนื้อข่าว", **dict(reversed(values.items())))
    head = (
        "title: 'ข่าว: หนึ่ง'",
        "date: วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.",
        "event: {date: วันพฤหัสบดีที่ 10 มีนาคม 2565, place: หอประชุม}",
        "location: บ้านสระบัว อำเภอแคนดง",
        "tags: [ผู้นำ, OTOP]",
        "draft: true",
        "publish_on: วันศุกร์ที่ 4 มีนาคม 2565",
    )
    assert lines(*head) == text
    found = read("content/news/a.md", text.encode(), RULES)
    assert () == found.problems
    assert found.item


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"date": "3//2565"}, "date", "E010"),
        ({"date": "30/2/2565"}, "date", "E011"),
        ({"date": "3/3/2565", "time": "เช้า"}, "time", "E012"),
        ({"event.place": "หอประชุม"}, "event.date", "E013"),
        ({"date": "3/3/2565", "end_date": "2/3/2565"}, "end_date", "E014"),
        ({"visit_counter.total": "มาก"}, "visit_counter.total", "E015"),
    ],
)
def test_what_cannot_be_said_is_told_at_its_field(values: dict[str, str], field: str, code: str) -> None:
    """And the key stays as it is in the file."""
    wanted = asked(values, {}, OWN)
    assert [(field, code)] == [(name, problem.code) for name, problem in wanted.problems]
    assert {} == wanted.changes


def test_every_key_of_the_schema_has_a_field() -> None:
    """The form is made from the schema: the example of each key, read, fills a field."""
    for key in keys(()):
        found = pieces(lines(f"{key.name}: {key.example}"))
        assert any(values_of(entries_of(found), ()).values()), key.name


def test_a_text_in_one_piece_is_no_form() -> None:
    """Without fences, with mistyped ones, or where one was forgotten, nobody can tell head from body."""
    for text in ("", "เนื้อข่าว", "---\ntitle: ก\n\nเนื้อ", "- - -\ntitle: ก\n---\n", "title: ก\n---\nเนื้อ"):
        assert cut(text, OWN) is None


def test_a_key_that_stands_twice_is_left_to_its_author() -> None:
    """An edit that would let the other one speak is refused."""
    text = lines("tags: [ก]", "title: ก", "tags: [ข]")
    with pytest.raises(Refused):
        edited(text, {"tags": None}, None, OWN)


def test_links_lead_on_from_the_items_own_folder() -> None:
    """One step up before every file beside the item and every other item; addresses and anchors stay."""
    body = "![ก](ภาพ 1.jpg) [ข](b.md#x) [ค](/news/) [ง](https://a.th/b.md)\n\n[จ](../2564/c.md) และ b.md [ฉ](b.md)\n"
    text = lines("title: ก", "date: 2565-03-01", body=body.replace("ภาพ 1", "ภาพ%201"))
    found = read("content/news/a.md", text.encode(), RULES)
    assert found.body
    there = "![ก](../ภาพ%201.jpg) [ข](../b.md#x) [ค](/news/) [ง](https://a.th/b.md)\n\n"
    there += "[จ](../../2564/c.md) และ b.md [ฉ](../b.md)"
    assert there == moved(pieces(text).prose, found.body.links)

"""Trigrams, segments and shards by themselves."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.machine_views import TextView
from site_builder.model import Prose
from site_builder.searching.files import edited, script, segment, touched, value_of
from site_builder.searching.grams import FOLDED, Grams, grams, plain
from site_builder.searching.segments import LIMIT, Place, key_of, newest_first, places, segment_of
from site_builder.searching.shards import bits_of, shards
from site_builder.thai.dates import When

LETTERS = st.text(st.sampled_from("กขคง่้า 12a\n"), max_size=30)
DAY = dt.date(2022, 3, 3).toordinal()


def view(title: str, number: int = 0) -> TextView:
    """An item as the search knows it."""
    when = When(dt.date(2022, 3, 3) + dt.timedelta(days=number))
    return TextView(f"/{number}/", title, when, "", Prose(), ("อำเภอแคนดง",), ("/district/khaen-dong/",))


def test_the_words_of_a_body_are_its_lines() -> None:
    """A paragraph, an item of a list and a cell end a line; a bold word does not, and entities are signs."""
    html = "<p>ก<strong>ข</strong> ค<br>ง</p>\n<ul><li>จ</li></ul><table><tr><td>ฉ</td><td>1 &lt; 2</td></tr></table>"
    assert "กข ค\nง\nจ\nฉ\n1 < 2" == plain(Prose((html,)))


def test_a_link_that_was_cut_is_still_a_tag() -> None:
    """The parts of a body are parted in the middle of an address."""
    assert "ไป ที่นี่" == plain(Prose(('<p>ไป <a href="', '">ที่นี่</a></p>')))


def test_grams_come_back_from_the_store() -> None:
    """Packing keeps title and rest apart."""
    found = grams("ข้าว", "ข่าวดี 12")
    assert found == Grams.unpacked(found.packed())
    assert found.title
    assert not found.title & found.rest
    assert any(gram & FOLDED for gram in found.rest)


def test_few_items_are_one_segment() -> None:
    """Standing pages too."""
    assert [Place("0-0", 0), Place("0-0", 1)] == places([key_of(0, "/about/"), key_of(DAY, "/a/")])


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(DAY, DAY + 4000), st.integers(0, 10**6)), min_size=1, max_size=60, unique=True))
def test_a_segment_is_found_by_its_items_keys(rows: list[tuple[int, int]]) -> None:
    """Whatever the days are, each item is in the one segment that its key leads to, numbered in order."""
    keys = [key_of(day, f"/{number}/") for day, number in rows]
    keys += [key_of(DAY, f"/many/{number}/") for number in range(LIMIT)]  # a day with more than a segment holds
    found = places(keys)
    names = {place.segment for place in found}
    assert [segment_of(key, names) for key in keys] == [place.segment for place in found]
    for name in names:
        numbers = [place.number for place in found if place.segment == name]
        assert list(range(len(numbers))) == numbers
        assert len(numbers) <= LIMIT


def test_an_item_more_moves_no_segment_but_its_own() -> None:
    """Neither a new one of today nor one that is dated back touches the blocks of other days."""
    keys = [key_of(DAY + number, f"/{number}/") for number in range(3 * LIMIT)]
    before = dict(zip(keys, places(keys), strict=True))
    late, early = key_of(DAY + 3 * LIMIT, "/late/"), key_of(DAY + 7, "/early/")
    keys = sorted([*keys, late, early])
    after = dict(zip(keys, places(keys), strict=True))
    moved = {after[key].segment for key, place in before.items() if after[key] != place}
    assert moved <= {after[early].segment}


def test_the_newest_segment_is_searched_first() -> None:
    """In the order of days, whatever the names are."""
    keys = [key_of(DAY + number, f"/{number}/") for number in range(3 * LIMIT)]
    names = [place.segment for place in places(keys)]
    assert list(dict.fromkeys(reversed(names))) == newest_first({*names})


@given(st.lists(LETTERS, min_size=1, max_size=9), LETTERS, st.integers(0, 8))
def test_an_edited_segment_is_one_made_anew(texts: list[str], new: str, number: int) -> None:
    """Patching the shards of gained and lost trigrams gives the bytes of a segment that is made of all texts."""
    number %= len(texts)
    views = [view("ข้าว ข่าว", one) for one in range(len(texts))]
    old, after = (
        [grams("ข้าว ข่าว", one) for one in some] for some in (texts, [*texts[:number], new, *texts[number + 1 :]])
    )
    before, files = segment("0-0", views, old)
    both = old[number], after[number]
    read = {path: files[path] for path in touched(before, views[number], both)}
    found, changed = edited(before, read, views[number], number, both)
    expected, whole = segment("0-0", views, after)
    assert expected == found
    assert {path: data for path, data in whole.items() if files.get(path) != data} == dict(
        [expected.own]
    ) | changed or (expected == before and not changed)


def test_a_shard_is_a_script_without_an_escape() -> None:
    """Its signs need none, so that a lookup is a search in the text; two of a thousand items are told apart."""
    many = [grams(f"ข่าวที่ {number}", "ข้าว" if number % 3 else "") for number in range(1000)]
    found = shards(many, bits_of(1000))
    assert 1024 == len(found)
    assert all(script(one) == f'siteSearch("{one}");\n'.encode() for one in found)


def test_the_ends_of_lines_of_old_scripts_are_written_out() -> None:
    """U+2028 ends a line in scripts before ES2019, in a string too."""
    assert b"\xe2\x80\xa8" not in script("ก\u2028ข")
    assert "ก\u2028ข" == value_of(script("ก\u2028ข"))

"""Fingerprints: alike for like values in every process, different for any difference that a page could show."""

from __future__ import annotations

import datetime as dt
import gc
import os
import subprocess
import sys
import types
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from site_builder import digest as module
from site_builder.digest import SIZE, Prints, differing, differing_parts, digest, names
from site_builder.machine_views import FeedView
from site_builder.model import Card, Prose, Term
from site_builder.thai.dates import When
from site_builder.views import HomeView, ListView, StandingView, View

VIEWS = get_args(View)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SIMPLE: dict[object, st.SearchStrategy[object]] = {
    str: TEXT,
    int: st.integers(-(2**63), 2**63),
    bool: st.booleans(),
    type(None): st.none(),
    dt.date: st.dates(),
    dt.time: st.times(),
    Prose: st.builds(Prose.of, st.lists(TEXT, min_size=1, max_size=3).map(tuple)),
}


@cache
def some(kind: object) -> st.SearchStrategy[object]:
    """Values of a type, as the annotations of our values have them."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    kinds = get_args(kind)
    if get_origin(kind) is Literal:
        return st.sampled_from(kinds)
    if get_origin(kind) in {types.UnionType, Union}:
        return st.one_of([some(one) for one in kinds])
    if get_origin(kind) is tuple:
        if kinds[-1] is Ellipsis:
            return st.lists(some(kinds[0]), max_size=2).map(tuple)
        return st.tuples(*map(some, kinds))
    assert isinstance(kind, type)
    assert issubclass(kind, Struct), kind
    return st.builds(kind, **{name: some(hint) for name, hint in get_type_hints(kind).items()})


class Strange(Struct, frozen=True):
    """A value whose field can be anything."""

    value: object


def generator() -> Iterator[int]:
    """Yield one number."""
    yield 1


@pytest.mark.parametrize(
    "value",
    [object(), digest, lambda: None, generator(), type, Ellipsis, iter([1]), range(3), memoryview, open, 1j, sys],
)
def test_a_type_without_one_form_is_refused(value: object) -> None:
    """What has no canonical bytes is a TypeError, however deep it stands: never an address or a `repr`."""
    for one in (value, [value], {"a": value}, Strange(value), Strange((Strange(value),))):
        with pytest.raises(TypeError):
            digest(one)
        with pytest.raises(TypeError):
            Prints().of(FeedView("", "", (one,)))  # type: ignore[arg-type]


def test_a_list_of_cards_holds_cards_alone() -> None:
    """What comes among cards and is none is refused."""
    with pytest.raises(TypeError):
        Prints().of(FeedView("", "", (card(1), "x")))  # type: ignore[arg-type]


CODE = """if True:
    import datetime as dt
    from site_builder.digest import digest
    from site_builder.settings import Settings
    from site_builder.model import Term
    words = {f"word{n}" for n in range(100)}
    table = {word: Term("tag", word, "", "") for word in words}
    print(digest((words, frozenset(words), table, dt.date(2022, 3, 3), dt.time(8, 30), 1, 1.5, None, True, b"x")).hex())
"""


def test_it_is_the_same_in_every_process() -> None:
    """Sets and mappings come in no order of their own: neither the seed of hashes nor insertion decides."""
    answers = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2", "random")
    }
    assert 1 == len(answers)
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


@given(st.lists(some(str), max_size=3), st.lists(some(str), max_size=3))
def test_texts_are_told_apart_where_they_end(one: list[object], other: list[object]) -> None:
    """Neighbouring texts never run together: equal fingerprints mean equal values."""
    assert (one == other) == (digest(one) == digest(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0, False),
        (1, True),
        (1, 1.0),
        (1, "1"),
        ("", None),
        ((), None),
        ((), ""),
        (b"x", "x"),
        ("é", "e\u0301"),
        ("น้ำ", "น้ํา"),
        (dt.date(2022, 3, 3), dt.date(2022, 3, 4)),
        (dt.time(8, 30), dt.time(8, 30, 1)),
        (Decimal("1.0"), Decimal("1.00")),
        (("a", ("b",)), (("a",), "b")),
        (2**63, -(2**63)),
    ],
)
def test_likes_are_told_apart(one: object, other: object) -> None:
    """What a page would show otherwise has another fingerprint, even where Python calls it equal."""
    assert digest(one) != digest(other)


@pytest.mark.parametrize("kind", VIEWS)
@given(data=st.data())
def test_any_field_of_any_view_counts(kind: type[Struct], data: st.DataObject) -> None:
    """A change of one field changes the fingerprint of that field, and of no other."""
    view = data.draw(some(kind))
    name = data.draw(st.sampled_from(kind.__struct_fields__))
    value = data.draw(some(get_type_hints(kind)[name]))
    assume(value != getattr(view, name))
    other = replace(view, **{name: value})  # type: ignore[type-var]
    one, two = Prints().of(view), Prints().of(other)  # type: ignore[arg-type]
    assert (name,) == differing(names(view), two, one)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", VIEWS)
@given(data=st.data())
def test_equal_views_are_alike(kind: type[Struct], data: st.DataObject) -> None:
    """A view made anew from equal parts has the same fingerprints, one of a fixed size for each field."""
    view = data.draw(some(kind))
    prints = Prints()
    row = prints.of(view)  # type: ignore[arg-type]
    assert row == prints.of(view) == Prints().of(replace(view))  # type: ignore[arg-type,type-var]
    assert SIZE * len(names(view)) == len(row)  # type: ignore[arg-type]
    assert kind.__struct_fields__ == names(view)  # type: ignore[arg-type]


@given(some(Card), st.data())
def test_any_field_of_a_card_counts_in_a_list(one: Card, data: st.DataObject) -> None:
    """A list is out of date when any field of any of its cards differs, or their order or number."""
    name = data.draw(st.sampled_from(Card.__struct_fields__))
    value = data.draw(some(get_type_hints(Card)[name]))
    assume(value != getattr(one, name))
    other = replace(one, **{name: value})
    rows = {Prints().of(FeedView("", "", cards)) for cards in [(), (one,), (other,), (one, other), (other, one)]}
    assert 5 == len(rows)


def test_prose_counts_by_its_parts_even_while_they_rest() -> None:
    """A body's fingerprint is the same with its parts and without them, and another for other cuts of one text."""
    whole = Prose.of(("a", "b"))
    assert whole == replace(whole, parts=()).lent(whole.packed())
    resting = replace(whole, parts=())
    view = StandingView(
        "ก", (), whole, (), "", None, example=False, cover=None, gallery=(), attachments=(), correction=None
    )
    assert Prints().of(view) == Prints().of(replace(view, body=resting))
    assert 4 == len({Prose.of(parts).digest for parts in [("a", "b"), ("ab",), ("", "ab"), ("a", "", "b")]})


def card(number: int) -> Card:
    """A small card."""
    term = Term("unit", "สำนักงาน", "office", "/unit/office/")
    return Card(f"{number}.md", f"/{number}/", f"ข่าว {number}", When(dt.date(2022, 3, 3)), "", "", term)


def test_a_card_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lists show a card, its fingerprint is made once in a build."""
    counted: list[object] = []

    def count(value: object) -> bytes:
        counted.extend([value] if isinstance(value, Card) else [])
        return digest(value)

    monkeypatch.setattr(module, "digest", count)
    cards = tuple(card(number) for number in range(20))
    prints = Prints()
    home = HomeView(cards[:2], cards, (), (), (), None)
    for _ in range(3):
        for number in range(20):
            prints.of(FeedView("", "", cards[number:]))
        prints.of(home)
        prints.of(ListView("news", "", "", "", (), cards, None, "", "", None))
    assert list(cards) == sorted(counted, key=cards.index)


def test_a_card_that_is_gone_lends_its_place_to_none() -> None:
    """Cards that are thrown away and come to lie where others lay have fingerprints of their own."""
    prints, seen = Prints(), set()
    for number in range(2000):
        row = prints.of(FeedView("", "", (card(number),)))
        assert Prints().of(FeedView("", "", (card(number),))) == row
        seen.add(row)
        if number % 500 == 0:
            gc.collect()
    assert 2000 == len(seen)


def test_what_differs_is_named() -> None:
    """The names of differing fields, all of them where there is no row to compare with."""
    one, two = Prints().of(FeedView("a", "b", ())), Prints().of(FeedView("a", "c", (card(1),)))
    assert () == differing(names(FeedView("", "", ())), one, one)
    assert ("home", "cards") == differing(names(FeedView("", "", ())), one, two)
    assert ("title", "home", "cards") == differing(names(FeedView("", "", ())), one, b"")
    assert ("a", "c") == differing_parts({"a": "1", "b": "2"}, {"b": "2", "c": "3"})

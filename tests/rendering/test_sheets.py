"""Style sheets made short: what a browser reads stays the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.rendering.sheets import Token, addresses, short, tokens

PIECES = st.sampled_from(
    [*"{}()[];:,>+~*!@#.\"'\\ \n\t/", *("a", "--x", "1px", "url(", "/*", "*/", "/*!", "@import ", "ก", "é", "<!--")]
)


def made(sheet: str) -> str:
    """A sheet made short, its addresses as they were."""
    data = sheet.encode()
    return short(data, tokens(data), lambda address: address).decode()


def meaning(found: list[Token]) -> list[object]:
    """The tokens without blanks and comments, block within block."""
    inner = {"function": "arguments", "{} block": "content", "() block": "content", "[] block": "content"}
    return [
        (token.type, meaning(getattr(token, inner[token.type]))) if token.type in inner else token.serialize()
        for token in found
        if token.type not in {"whitespace", "comment"} and not (token.type == "literal" and token.value == ";")
    ]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("a { b : c ; }\n\n d , e { f: g }", "a{b : c}d,e{f: g}"),
        ("a :hover > b { }", "a :hover > b{}"),
        ("/* x */ a{b:c}/*! MIT */ d{}", "a{b:c}/*! MIT */d{}"),
        ("a{height:100vh;height:100dvh}", "a{height:100vh;height:100dvh}"),
        ("a{width:calc( 1px + 2px )}", "a{width:calc(1px + 2px)}"),
        ("a{--x: ;b:c}", "a{--x: ;b:c}"),
        ('a{content:"a  /* b */"}', 'a{content:"a  /* b */"}'),
        ("a/**/b{}", "a/**/b{}"),
        ("a { b : url(x y) }", "a { b : url(x y) }"),
        ("a{b:url('data:x,<svg a=1  b=2>')}", 'a{b:url("data:x,<svg a=1  b=2>")}'),
    ],
)
def test_only_what_means_nothing_goes(sheet: str, expected: str) -> None:
    """Comments and needless blanks go; licences, strings, fallbacks and the blanks of selectors and sums stay."""
    assert expected == made(sheet)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_sheet_means_something_else_afterwards(sheet: str) -> None:
    """Whatever was written, the short sheet has the same tokens, and is as short as it gets; or stays as it was."""
    once = made(sheet)
    assert meaning(tokens(sheet.encode())) == meaning(tokens(once.encode()))
    assert once == made(once)


def test_every_kind_of_address_is_found() -> None:
    """`url` with and without quotes, image sets, both imports; not the strings beside them."""
    sheet = b"""@import "a.css"; @import url(b.css) screen; @charset "no";
    x{y:image-set("c.png" 1x, url(d.png) 2x);z:url("e.png");content:"no";w:format("no")}"""
    assert ["a.css", "b.css", "c.png", "d.png", "e.png"] == list(addresses(tokens(sheet)))


def test_a_sheet_in_an_old_encoding_keeps_its_bytes() -> None:
    """Bytes that are no UTF-8 come out as they went in."""
    sheet = b'a { content : "\xa1\xa2" }'
    assert b'a{content : "\xa1\xa2"}' == short(sheet, tokens(sheet), lambda address: address)

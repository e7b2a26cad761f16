"""A style sheet by its tokens: which files it names, and the same rules under other names, without comments and blanks.

Only blanks and comments go, where CSS Syntax 3 says that they mean nothing. lightningcss was rejected: it drops
`height: 100vh` before `100dvh`, the old browsers' fallback; rcssmin has no wheel for Windows and takes the blanks out
of a picture that is written into an address; tdewolff brings Go's threads, with which no process should fork.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

Token: TypeAlias = Any  # tinycss2 has no types

_ADDRESSED = frozenset({"url", "src", "image-set", "-webkit-image-set"})  # functions whose strings are addresses
_BLOCKS = frozenset({"{} block", "() block", "[] block"})
_EMPTY = frozenset({"whitespace", "comment"})
_TIGHT = frozenset({",", ";"})  # blanks beside these mean nothing


def tokens(sheet: bytes) -> list[Token]:
    """The tokens of a style sheet. One that is no UTF-8 is taken byte by byte, and comes out so."""
    from tinycss2 import parse_component_value_list  # noqa: PLC0415 — a build without change only looks at a theme

    return list(parse_component_value_list(sheet.decode(_encoding(sheet))))


def addresses(found: Iterable[Token]) -> Iterator[str]:
    """Every address that it names: in `url(x)`, `url("x")`, `image-set("x" 1x)` and `@import "x"`."""
    return (token.value for token in _addressing(found))


def short(sheet: bytes, found: Iterable[Token], renamed: Callable[[str], str]) -> bytes:
    """The style sheet of these tokens with other addresses, as short as it may be; licences (`/*! … */`) stay.

    As it was written where a string or an address does not end: no tokens say what a browser makes of that.
    """
    from tinycss2 import serialize  # noqa: PLC0415

    found = list(found)
    if not _is_whole(found):
        return sheet
    for token in _addressing(found):
        written = renamed(token.value)
        if written != token.value:
            token.value, token.representation = written, _quoted(token, written)
    return str(serialize(_dense(found))).encode(_encoding(sheet))


def _encoding(sheet: bytes) -> str:
    try:
        sheet.decode()
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _addressing(found: Iterable[Token], *, inside: bool = False) -> Iterator[Token]:
    """The tokens that hold an address; `inside` a function that takes addresses, or behind `@import`, strings do."""
    imported = False
    for token in found:
        if token.type == "url" or (token.type == "string" and (inside or imported)):
            yield token
        else:
            is_addressed = token.type == "function" and token.lower_name in _ADDRESSED
            yield from _addressing(_within(token), inside=is_addressed)
        if token.type not in _EMPTY:
            imported = token.type == "at-keyword" and token.lower_value == "import"


def _is_whole(found: Iterable[Token]) -> bool:
    return all(token.type != "error" and _is_whole(_within(token)) for token in found)


def _within(token: Token) -> list[Token]:
    """What stands in a block, or between the brackets of a function."""
    found: list[Token] = []
    if token.type in _BLOCKS:
        found = token.content
    elif token.type == "function":
        found = token.arguments
    return found


def _quoted(token: Token, address: str) -> str:
    """An address as CSS writes it: percent-encoded by its maker, so that a quote cannot stand in it."""
    return f'url("{address}")' if token.type == "url" else f'"{address}"'


def _dense(found: Iterable[Token], *, rules: bool = True) -> list[Token]:
    """The tokens that mean something, one blank where blanks part two of them; `rules`: not within ( ) or [ ]."""
    kept: list[Token] = []
    blank: Token | None = None
    for token in found:
        if token.type in _EMPTY and not _is_licence(token):
            blank = token if token.type == "whitespace" else blank
            continue
        if blank and kept and not _is_needless(kept[-1], token, rules=rules):
            blank.value = " "
            kept.append(blank)
        blank = None
        kept.append(_inner(token))
    while rules and kept and kept[-1] == ";":
        kept.pop()
    return kept


def _inner(token: Token) -> Token:
    if token.type in _BLOCKS:
        token.content = _dense(token.content, rules=token.type == "{} block")
    elif token.type == "function":
        token.arguments = _dense(token.arguments, rules=False)
    return token


def _is_licence(token: Token) -> bool:
    return bool(token.type == "comment" and token.value.startswith("!"))


def _is_needless(before: Token, after: Token, *, rules: bool) -> bool:
    """Whether a blank between these means nothing; `--x: ;` keeps its own, without which old Safari drops the line."""
    return before != ":" and (_is_tight(before, rules=rules) or _is_tight(after, rules=rules))


def _is_tight(token: Token, *, rules: bool) -> bool:
    if token.type == "literal":
        return str(token.value) in _TIGHT
    return rules and (str(token.type) == "{} block" or _is_licence(token))

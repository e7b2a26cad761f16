"""What kind of file was given, and the texts in it; its name is asked only where its bytes do not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from site_builder.importing.draft import Foreign
from site_builder.importing.feeds import feed
from site_builder.importing.pages import page
from site_builder.importing.word import paper
from site_builder.importing.wordpress import export
from site_builder.importing.xml import tree
from site_builder.problems import Problem, notice
from site_builder.reading.source import decode

_HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_BEGINNING = 2_000  # bytes in which a file says what it is


class Papers(Struct, frozen=True):
    """The texts of one file, the pictures that lie in it, and what there is to say about it."""

    texts: tuple[Foreign, ...] = ()
    pictures: tuple[tuple[str, bytes], ...] = ()
    problems: tuple[Problem, ...] = ()


def papers(name: str, data: bytes, counts: Mapping[str, int]) -> Papers:
    """Take a file apart; no bytes make it raise."""
    if data[:4] == b"PK\x03\x04" and b"word/" in data:
        found = paper(data)
        return Papers(problems=(found,)) if isinstance(found, Problem) else Papers((found.foreign,), found.pictures)
    head = data[:_BEGINNING]
    if _FEED.search(head):
        return _feed(data, counts)
    source = decode(data)
    if not source.readable:
        return Papers(problems=source.problems)
    if name.lower().endswith((".html", ".htm")) or _HTML.match(source.text):
        return Papers((page(source.text),))
    return Papers((Foreign(source.text),))


def _feed(data: bytes, counts: Mapping[str, int]) -> Papers:
    root = tree(data)
    if isinstance(root, Problem):
        return Papers(problems=(root,))
    if b"wordpress.org/export" not in data[: _BEGINNING * 4]:
        return Papers(feed(root))
    found = export(root, counts)
    others = ", ".join(f"{kind} {count}" for kind, count in found.others)
    return Papers(found.posts, problems=(notice("I303", others=others),) if others else ())

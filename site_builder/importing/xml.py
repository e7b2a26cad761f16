"""XML of strangers to a tree, by `defusedxml`: no entity and no file of ours can be drawn in; finds parts by name."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from site_builder.problems import Problem, error


def tree(data: bytes) -> Element | Problem:
    """The root; a Problem where the bytes are no XML, or an attack."""
    try:
        found = fromstring(data.strip())
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        return error("I302", reason=str(fault) or type(fault).__name__)
    assert isinstance(found, Element)  # noqa: S101 — the library has no types
    return found


def parts(element: Element, name: str) -> Iterator[Element]:
    """Children of this name in any namespace: WordPress changes its own with each version."""
    return (child for child in element if child.tag.rpartition("}")[2] == name)


def text(element: Element, name: str, space: str = "") -> str:
    """The text of the first child of this name, "" for none; `space` is a word of its namespace."""
    found = (child for child in parts(element, name) if space in child.tag)
    return (next(found, Element("")).text or "").strip()

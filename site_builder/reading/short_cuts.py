"""The Markdown of an office without those steps that can change nothing in a given text: known by its signs alone.

A release is prose. The library tries each of its patterns on each text and walks the whole tree at each of its steps,
and in nine texts of ten finds nothing. A step is left out here where the sign that it begins with does not occur, and
runs as it is where it does; `office_text.markdown` is the same without short cuts, and the tests compare the two.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import TypeVar

from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import Pattern, ReferenceInlineProcessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import AtomicString, Registry

from site_builder.reading.office_text import FencePreprocessor, OfficeMarkdown, RawHtmlPreprocessor, markdown

Signs = tuple[str, ...]
_Part = TypeVar("_Part")
_ALWAYS: Signs = ("",)  # occurs in each text: what is not known here is never left out

# What each text holds that a pattern takes something out of. What patterns put into a text has none of it: letters,
# digits and ":" between U+0002 and U+0003.
PATTERNS: Mapping[str, Signs] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "html": ("<",),
    "bare_address": ("://",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
# What each block holds that a processor takes, but a blank one, which `office_blocks` never makes.
BLOCKS: Mapping[str, Signs] = {
    "empty": (),
    "table": ("|",),
    "quote": (">",),
    "footnote": ("[",),
    "reference": ("[",),
    "paragraph": (),
}
_REFERRING = (ReferenceInlineProcessor,)  # and its kin: nothing in a body that defines no reference
_ESCAPED: Signs = ("&", "<", ">", "{")  # that the serializer escapes, or "{": attributes that we do not know


def short_markdown() -> OfficeMarkdown:
    """Make the instance that converts bodies, like `markdown()`: reuse it with `reset()`, but not after it raised."""
    made = markdown()
    shorten(made)
    return made


def shorten(made: OfficeMarkdown) -> None:
    """Put short cuts in the place of the steps that an instance has, for the patterns and processors registered now."""
    made.parser.signs = tuple(sign for _, signs in _known(made.parser.blockprocessors, BLOCKS) for sign in signs)
    made.preprocessors.register(_Fences(made), "fenced_code", 25)
    made.preprocessors.register(_RawHtml(made), "html_block", 20)
    made.treeprocessors.register(_Inline(made), "inline", 20)
    made.treeprocessors.register(_AttributeLists(made), "attr_list", 12)
    made.treeprocessors.register(_Unescape(made), "unescape", 0)
    made.serializer = _serializer(made, made.serializer)


def _known(parts: Registry[_Part], known: Mapping[str, Signs]) -> list[tuple[_Part, Signs]]:
    """Each part in its order, with its signs."""
    signs = {id(parts[name]): found for name, found in known.items() if name in parts}
    return [(part, signs.get(id(part), _ALWAYS)) for part in parts]


def _holds(text: str, signs: Iterable[str]) -> bool:
    for sign in signs:  # noqa: SIM110 - `any` makes a generator, which costs more than the search
        if sign in text:
            return True
    return False


class _Fences(FencePreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Take code out where there are fences."""
        return super().run(lines) if any("```" in line or "~~~" in line for line in lines) else lines


class _RawHtml(RawHtmlPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Take raw HTML out where there is a tag or an entity."""
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class _AttributeLists(AttrListTreeprocessor):
    md: OfficeMarkdown

    def run(self, doc: ET.Element) -> None:
        """Read attribute lists where there is the sign that begins them."""
        if "{" in self.md.parser.text:
            super().run(doc)


class _Unescape(UnescapeTreeprocessor):
    md: OfficeMarkdown

    def run(self, root: ET.Element) -> None:
        """Write the escaped signs again where any was escaped."""
        if "\\" in self.md.parser.text:
            super().run(root)


class _Inline(InlineProcessor):
    """The library's inline processor, with those patterns and over those texts alone that hold one of their signs."""

    md: OfficeMarkdown

    def __init__(self, md: OfficeMarkdown) -> None:
        super().__init__(md)
        self.known = _known(md.inlinePatterns, PATTERNS)
        self.signs = tuple(dict.fromkeys(sign for _, signs in self.known for sign in signs))
        self.stashed_nodes = {}
        self.chosen: dict[tuple[Signs, bool], Registry[Pattern]] = {}  # at most 2 to the power of the signs and one

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        """Apply the patterns. AtomicString is the library's word for a text that they leave alone."""
        self.stashed_nodes = {}
        text = self.md.parser.text
        signs = tuple([sign for sign in self.signs if sign in text])
        if not signs:
            return tree
        key = (signs, bool(self.md.references))
        if key not in self.chosen:
            self.chosen[key] = self._chosen(*key)
        self.inlinePatterns = self.chosen[key]  # type: ignore[assignment] # the stubs narrow what they also build
        rich = [child for child in tree if child.tail or _holds("".join(child.itertext()), signs)]
        if any(child.tail for child in rich):  # the library puts elements behind it, into the tree
            rich = [tree]
        for element in chain.from_iterable(map(ET.Element.iter, rich)):
            if element.text and not _holds(element.text, signs):
                element.text = AtomicString(element.text)
            if element.tail and not _holds(element.tail, signs):
                element.tail = AtomicString(element.tail)
        part = tree
        if rich != [tree]:
            part = ET.Element(tree.tag)
            part.extend(rich)
        super().run(part, ancestors)
        return tree

    def _chosen(self, signs: Signs, referred: bool) -> Registry[Pattern]:  # noqa: FBT001 - half of a key
        chosen: Registry[Pattern] = Registry()
        for place, (pattern, begins) in enumerate(self.known):
            if any(sign in signs for sign in begins) and (referred or not isinstance(pattern, _REFERRING)):
                chosen.register(pattern, str(place), -place)
        return chosen


def _serializer(md: OfficeMarkdown, whole: Callable[[ET.Element], str]) -> Callable[[ET.Element], str]:
    """The library's serializer, but in a body without signs that are escaped: there a tree is written as it is."""

    def serialize(element: ET.Element) -> str:
        if _holds(md.parser.text, _ESCAPED):
            return whole(element)
        written: list[str] = []
        try:
            _write(element, written.append)
        except RecursionError:  # the library's own takes one step after the other
            return whole(element)
        return "".join(written)

    return serialize


def _write(element: ET.Element, write: Callable[[str], None]) -> None:
    tag = element.tag
    write(f"<{tag}{_attributes(element)}>" if element.keys() else f"<{tag}>")
    if element.text:
        write(element.text)
    for child in element:
        _write(child, write)
    if tag not in ET.HTML_EMPTY:
        write(f"</{tag}>")
    if element.tail:
        write(element.tail)


def _attributes(element: ET.Element) -> str:
    return "".join([f' {name}="{value.replace(chr(34), "&quot;")}"' for name, value in sorted(element.items())])

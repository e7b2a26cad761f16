"""Python-Markdown as an office needs it: `markdown()` makes the instance that reads a release as it was typed.

What differs from the stock dialect, beside lists (`office_lists`) and cutting (`office_blocks`):
- a single newline is a line break; indents are nothing but indents, code stands between ``` lines;
- `[หมายเหตุ]: ข้อความ` is text: a reference needs something that looks like an address, or the words would vanish;
- `<Enter>` is text: raw HTML are the names that HTML knows, or the word would vanish.
Nothing here is safe to publish before `sanitise` has seen it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Self

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    EmptyBlockProcessor,
    ReferenceProcessor,
)
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.htmlparser import HTMLExtractor
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import BLOCK_LEVEL_ELEMENTS, AtomicString, code_escape

from site_builder.reading.office_blocks import BARE_ADDRESS, STRUCTURED, TAB, Block, Heading, Piece, pieces
from site_builder.reading.office_lists import Item, OfficeList
from site_builder.reading.sanitise import words

_IN_ITEM = "item"  # the parser's state while an item's text is parsed, out of which its lists have been taken
_FENCE = re.compile(r" *(?P<fence>`{3,}|~{3,}) *(?P<name>[^`]*?) *")
_WORD_TAG = re.compile(r"(?:o|w|v|m|x|st1):")  # `<o:p>` of a paste from Word
_BLOCK_LEVEL = frozenset(BLOCK_LEVEL_ELEMENTS)
_TAG_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")

# Names of HTML elements that people write or paste; what is not among them is not taken for a tag. `o:p` is Word's.
_ELEMENTS = words(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote "
    "body br button canvas caption center cite code col colgroup command data datalist dd del details dfn dialog "
    "dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hgroup hr html i iframe image img input ins isindex kbd keygen label layer legend li link listing "
    "main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup option "
    "output p param picture plaintext pre progress q rb rp rt ruby s samp script section select slot small source "
    "span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr "
    "track tt u ul var video wbr xml xmp"
)


def markdown() -> OfficeMarkdown:
    """Make the instance that converts bodies: reuse it with `reset()`; a conversion that raised leaves it unusable."""
    footnotes = FootnoteExtension(BACKLINK_TITLE="↑ {}", BACKLINK_TEXT="↩", SUPERSCRIPT_TEXT="{}")
    tables = TableExtension(use_align_attribute=True)
    made = OfficeMarkdown(extensions=[tables, footnotes, AttrListExtension()], output_format="html", tab_length=TAB)
    # An attribute list is known by the newline before it, so it is read before the newlines become breaks.
    made.treeprocessors.register(made.treeprocessors["attr_list"], "attr_list", 12)
    return made


class OfficeMarkdown(Markdown):
    """Markdown whose parts were exchanged for those below, before its extensions are registered."""

    parser: OfficeParser

    def build_parser(self) -> Self:
        """Build the stock parts, then put ours in their places."""
        super().build_parser()
        self.parser = OfficeParser(self)
        self.preprocessors.register(RawHtmlPreprocessor(self), "html_block", 20)
        self.preprocessors.register(FencePreprocessor(self), "fenced_code", 25)
        self.inlinePatterns.deregister("linebreak")
        self.inlinePatterns.register(KnownHtmlProcessor(HTML_RE, self), "html", 90)
        self.inlinePatterns.register(BareAddressProcessor(BARE_ADDRESS, self), "bare_address", 85)
        self.treeprocessors.register(LineBreakTreeprocessor(self), "line_breaks", 11)
        return self

    def is_block_level(self, tag: object) -> bool:
        """Whether a tag is a block's; the library goes through the list of them, fifty times a body."""
        return tag in _BLOCK_LEVEL or super().is_block_level(tag)


class OfficeParser(BlockParser):
    """Parses the pieces that `office_blocks` cuts; blocks go on to the library's processors and to extensions'."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.text = ""  # the whole body, as the preprocessors left it
        self.signs: tuple[str, ...] = ("",)  # a block without any of them is a paragraph
        self.blockprocessors.register(EmptyBlockProcessor(self), "empty", 100)
        self.blockprocessors.register(BlockQuoteProcessor(self), "quote", 20)
        self.blockprocessors.register(AddressReferenceProcessor(self), "reference", 15)
        self.blockprocessors.register(LinesProcessor(self), "paragraph", 10)

    def parseDocument(self, lines: Iterable[str]) -> ET.ElementTree:  # noqa: N802 - the library's name
        """Parse a body."""
        self.text = "\n".join(lines)
        return super().parseDocument(self.text.split("\n"))

    def parseChunk(self, parent: ET.Element, text: str) -> None:  # noqa: N802 - the library's name
        """Put a text's pieces under an element."""
        waiting: list[str] = []  # one block and the indented ones below it, which may be its footnote's
        for piece in pieces(text, lists=not self.state.isstate(_IN_ITEM)):
            if waiting and not (isinstance(piece, Block) and piece.text.startswith("    ")):
                self.parseBlocks(parent, waiting)
                waiting = []
            if isinstance(piece, Block):
                if waiting or any(sign in piece.text for sign in self.signs):
                    waiting.append(piece.text)
                else:
                    put_paragraph(parent, piece.text)
            else:
                self._build(parent, piece)
        self.parseBlocks(parent, waiting)

    def _build(self, parent: ET.Element, piece: Piece) -> None:
        if isinstance(piece, OfficeList):
            self._build_list(parent, piece)
        elif isinstance(piece, Heading):
            ET.SubElement(parent, f"h{piece.level}").text = piece.text
        else:
            ET.SubElement(parent, "hr")

    def _build_list(self, parent: ET.Element, one: OfficeList) -> None:
        element = ET.SubElement(parent, "ol" if one.ordered else "ul")
        if one.ordered and one.start != 1:
            element.set("start", str(one.start))
        for item in one.items:
            self._build_item(ET.SubElement(element, "li"), item)

    def _build_item(self, element: ET.Element, item: Item) -> None:
        if item.value is not None:
            element.set("value", str(item.value))
        for piece in item.content:
            if isinstance(piece, OfficeList):
                self._build_list(element, piece)
            elif len(element) or STRUCTURED.search(piece):
                self.state.set(_IN_ITEM)
                self.parseChunk(element, piece)
                self.state.reset()
            else:
                element.text = piece


class LinesProcessor(BlockProcessor):
    """Makes a paragraph of what no other processor took; the lines keep their ends and lose their indents."""

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002 - the interface's
        """Take everything."""
        return True

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Put the paragraph under the parent; nothing for a blank block."""
        put_paragraph(parent, blocks.pop(0))


def put_paragraph(parent: ET.Element, block: str) -> None:
    """Put a block's lines under the parent, without their indents; nothing for a blank block."""
    text = "\n".join([line.strip() for line in block.strip().split("\n")])
    if text:
        ET.SubElement(parent, "p").text = text


class AddressReferenceProcessor(ReferenceProcessor):
    """Reads `[name]: address`, where the address looks like one."""

    RE = re.compile(
        r"^[ ]{0,3}\[([^\[\]\n]*)\]:[ ]*"
        r"(<[^<>\n]*>|[A-Za-z][A-Za-z0-9+.-]{1,9}:[^\s]+|[./#][^\s]*|[^\s]*[^\s.]\.[A-Za-z0-9]{2,5}(?:\#[^\s]*)?)"
        r"""[ ]*((["'])([^\n]*)\4[ ]*|\(([^\n]*)\)[ ]*)?$""",
        re.MULTILINE,
    )


class FencePreprocessor(Preprocessor):
    """Takes code between ``` or ~~~ lines out; the library's own searches to the text's end at each opening."""

    def run(self, lines: list[str]) -> list[str]:
        """Put a stash's mark in the place of each closed block; an opening without an end stays text."""
        closings = _closings(lines)
        taken: list[str] = []
        at = 0
        while at < len(lines):
            end = closings.get(at)
            if end is None:
                taken.append(lines[at])
            else:
                indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
                code = "\n".join(line.removeprefix(indent) for line in lines[at + 1 : end])
                taken += ["", indent + self.md.htmlStash.store(f"<pre><code>{code_escape(code)}\n</code></pre>"), ""]
                at = end
            at += 1
        return taken


class RawHtmlPreprocessor(Preprocessor):
    """Takes blocks of raw HTML out of the text."""

    def run(self, lines: list[str]) -> list[str]:
        """Put a stash's mark in the place of each."""
        extractor = RawHtmlExtractor(self.md)
        extractor.feed("\n".join(lines))
        extractor.close()
        return "".join(extractor.cleandoc).split("\n")


class RawHtmlExtractor(HTMLExtractor):
    """The library's, but an entity behind a block, on its line, stays there instead of going to the document's end."""

    def handle_empty_tag(self, data: str, is_block: bool) -> None:  # noqa: FBT001 - the library's signature
        """Keep what is no block where it stands."""
        if self.intail and not self.inraw and not is_block:
            self.cleandoc.append(data)
        else:
            super().handle_empty_tag(data, is_block)

    def inline_close_follows(self, text: str) -> bool:  # noqa: ARG002 - the library's signature
        """Whether a comment stands in inline text; the library reads on to the paragraph's end for each open tag."""
        return bool(self.inline_stack)


def _closings(lines: list[str]) -> dict[int, int]:
    """Index of each opening fence → index of the next line that is the same fence and nothing else."""
    fences = [(at, match) for at, line in enumerate(lines) if (match := _FENCE.fullmatch(line))]
    ends: dict[str, list[int]] = {}
    for at, match in reversed(fences):
        if not match["name"]:
            ends.setdefault(match["fence"], []).append(at)
    found: dict[int, int] = {}
    closed = -1
    for at, match in fences:
        candidates = ends.get(match["fence"], [])
        while candidates and candidates[-1] <= at:
            candidates.pop()
        if at > closed and candidates:
            found[at] = closed = candidates[-1]
    return found


class KnownHtmlProcessor(HtmlInlineProcessor):
    """Takes a tag out of the text where HTML knows its name."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str | None, int | None, int | None]:
        """Leave other tags to be shown as they were typed."""
        name = _TAG_NAME.match(m.group(1))
        if name and name[1].lower() not in _ELEMENTS and not _WORD_TAG.match(name[1]):
            return None, None, None
        return super().handleMatch(m, data)


class BareAddressProcessor(InlineProcessor):
    """Makes a link of an address that stands in the text as releases have it: "อ่านต่อ https://…"."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the interface's
    ) -> tuple[ET.Element, int, int]:
        """Link the address, less the sign that ends the sentence."""
        element = ET.Element("a", {"href": m[0]})
        element.text = AtomicString(m[0])
        return element, m.start(), m.end()


class LineBreakTreeprocessor(Treeprocessor):
    """Makes a break of every newline in a text. An inline pattern would copy the paragraph once a line."""

    def run(self, root: ET.Element) -> None:
        """Change the tree; code keeps its newlines."""
        if "\n" not in "".join(root.itertext()):
            return
        for element in list(root.iter()):
            if element.tag not in {"code", "pre"}:
                _break_lines(element)


def _break_lines(element: ET.Element) -> None:
    children = list(element)
    if "\n" not in (element.text or "") and not any("\n" in (child.tail or "") for child in children):
        return
    broken: list[ET.Element] = []
    element.text = _broken(element.text, broken)
    for child in children:
        broken.append(child)
        child.tail = _broken(child.tail, broken)
    element[:] = broken


def _broken(text: str | None, broken: list[ET.Element]) -> str | None:
    """Append a break for each newline, with the line after it as its tail; the first line comes back."""
    if not text or "\n" not in text:
        return text
    first, *others = text.split("\n")
    for line in others:
        broken.append(ET.Element("br"))
        broken[-1].tail = line
    return first

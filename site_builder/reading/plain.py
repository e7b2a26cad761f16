"""The body of most releases straight into its final HTML: None for what is not certainly plain.

Plain are paragraphs, headings, rules, office lists, tables, quotations of one level, `**bold**`, and links and pictures
with simple addresses, in signs that no other step changes. The structure is `office_blocks`' as always; what is left
out are the tree, the patterns, the sanitiser and the search for links. Nothing that was not written here can come out:
no sign that begins a tag, an entity or an attribute is let in. The tests compare every result with the whole way's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from msgspec import Struct

from site_builder.reading.fenced import may_hold
from site_builder.reading.limits import QUOTES
from site_builder.reading.linking import PREFIX, TABLE, free_id, text_of
from site_builder.reading.office_blocks import BARE_ADDRESS, STRUCTURED, TAB, Block, Heading, pieces
from site_builder.reading.office_lists import Item, OfficeList
from site_builder.thai.text import anchor

# Characters of a body. With `limits.QUOTES`, such a body passes no limit: the square is below `limits.LINE`, the number
# below `BRACKETS`, `LINES` and half of `CELLS`, half of it below `RUNS` and `LINKS`.
LARGEST = 16_000
PICTURES = 11  # an excerpt is looked for in one paragraph more; beyond them `body` takes it from where it can

# The signs of a keyboard and Thai, but those of code, raw HTML, entities, escapes, attributes and footnotes: <&{}`\^~.
_SIGNS = re.compile("[\t\n -%'-;=-\\[\\]_a-z|\u0e01-\u0e3a\u0e3f-\u0e4c\u0e4e-\u0e5b“”‘’–—…•]*+")
_TELLING = ("[", "]", "://", "*", "_", ">")  # a text without any of them is written as it is

# Addresses that every parser of addresses takes as they are: a name that ends in letters, no port, no user.
_SURE = r"https?://(?:(?!-)[A-Za-z0-9-]{1,60}+(?<!-)\.){1,8}+[A-Za-z]{2,20}+(?:/[A-Za-z0-9._~/?#=%+;:@,-]*+)?"
_SURE_ADDRESS = re.compile(_SURE)
_OWN = r"(?!//)[A-Za-z0-9ก-ฺเ-๎๐-๙._/-]+"  # `(?!//)`: what is another host's
_TOKEN = re.compile(rf"(!?)\[([^\[\]\n*_>/\"]+)\]\(({_SURE}|{_OWN})\)|({BARE_ADDRESS})|(\*\*)")
_STARS = re.compile(r"\*+")
_LEFT = re.compile(r"[\[\]_]")
_TIGHT = re.compile(r"(?:[^*]*?\*\*(?!\s)[^*]+(?<!\s)\*\*)+[^*]*")
_ALIGN = {(False, False): "", (True, False): ' class="align-left"', (False, True): ' class="align-right"'}
_CENTRE = ' class="align-center"'
_DELIMITER = re.compile(r" *:?-+:? *")
_BLANKS = re.compile(r"(?<=\n) +\n")
_CUT = "\0"  # which no source holds


class Target(NamedTuple):
    """The address of a link or a picture."""

    address: str
    own: bool  # of ours; else it leaves the site
    image: bool


class Plain(Struct, frozen=True):
    """Finished HTML, with at least one paragraph that says something."""

    parts: tuple[str, ...]  # cut where the addresses stand that are of ours
    addresses: tuple[Target, ...]  # in their order
    anchors: tuple[str, ...]  # ids of the headings, prefixed


class _NotPlainError(Exception):
    """The body goes the whole way."""


@dataclass(slots=True)
class _Page:
    """What is written so far."""

    signs: tuple[str, ...]  # those of `_TELLING` that the body holds
    parts: list[str] = field(default_factory=list)
    addresses: list[Target] = field(default_factory=list)
    headings: list[tuple[int, int, str]] = field(default_factory=list)  # index of its part, level as typed, HTML


def plain(source: str) -> Plain | None:
    """Convert a body, with newlines and Thai normalised, if it is plain; None is no judgement on it."""
    if len(source) > LARGEST or not _SIGNS.fullmatch(source) or source.count(">") > QUOTES or may_hold(source):
        return None
    text = (source.expandtabs(TAB) if "\t" in source else source) + "\n\n"
    page = _Page(tuple([sign for sign in _TELLING if sign in text]))
    try:
        _chunk(page, _BLANKS.sub("\n", text) if " \n" in text else text)
    except _NotPlainError:
        return None
    if sum([target.image for target in page.addresses]) > PICTURES or not any(map(_is_worded, page.parts)):
        return None
    anchors = _name_headings(page) if page.headings else ()
    html = "".join(page.parts).strip()
    return Plain(tuple(html.split(_CUT)), tuple(page.addresses), anchors)


def _is_worded(part: str) -> bool:
    """Whether it is a paragraph that begins with a word."""
    return part.startswith("<p>") and part[3] not in "<&"


def _chunk(page: _Page, text: str, *, lists: bool = True) -> None:
    for piece in pieces(text, lists=lists):
        if isinstance(piece, Block):
            _block(page, piece.text)
        elif isinstance(piece, OfficeList):
            _list(page, piece)
        elif isinstance(piece, Heading):
            page.headings.append((len(page.parts), piece.level, _inline(page, piece.text)))
            page.parts.append("")
        else:
            page.parts.append("<hr>\n")


def _block(page: _Page, text: str) -> None:
    if "\n" not in text:
        text = text.strip()
        if text[0] == ">":
            _quote(page, [text])
        else:
            page.parts.append(f"<p>{_inline(page, text)}</p>\n")
        return
    lines = [line.strip() for line in text.split("\n")]
    if lines[0][0] == ">":
        _quote(page, lines)
    elif "|" in text:
        _table(page, lines)
    else:
        page.parts.append(f"<p>{_inline(page, chr(10).join(lines))}</p>\n")


def _quote(page: _Page, lines: Sequence[str]) -> None:
    """Lines that begin with ">" each; a quotation in one, or right below one, is not plain."""
    inner = [line[1:].removeprefix(" ") for line in lines]
    if any(line.lstrip()[:1] == ">" for line in inner) or not any(map(str.strip, inner)):
        raise _NotPlainError
    if page.parts and page.parts[-1] == "</blockquote>\n":
        raise _NotPlainError
    page.parts.append("<blockquote>\n")
    _chunk(page, "\n".join(inner))
    page.parts.append("</blockquote>\n")


def _table(page: _Page, lines: Sequence[str]) -> None:
    """A table whose every line has its pipes at both ends, and at least two columns and one row below the header."""
    if len(lines) < 3 or not all(len(line) > 1 and line[0] == line[-1] == "|" for line in lines):  # noqa: PLR2004
        raise _NotPlainError
    header, delimiters, *rows = [line[1:-1].split("|") for line in lines]
    if not 1 < len(header) == len(delimiters) or not all(map(_DELIMITER.fullmatch, delimiters)):
        raise _NotPlainError
    aligns = [_align(one.strip(" ")) for one in delimiters]
    page.parts.append(f"{TABLE}>\n<thead>\n")
    _row(page, header, aligns, "th")
    page.parts.append("</thead>\n<tbody>\n")
    for row in rows:
        _row(page, row, aligns, "td")
    page.parts.append("</tbody>\n</table></div>\n")


def _align(delimiter: str) -> str:
    left, right = delimiter[0] == ":", delimiter[-1] == ":"
    return _CENTRE if left and right else _ALIGN[left, right]


def _row(page: _Page, cells: Sequence[str], aligns: Sequence[str], tag: str) -> None:
    page.parts.append("<tr>\n")
    for at, align in enumerate(aligns):
        text = _inline(page, cells[at].strip(" ")) if at < len(cells) else ""
        page.parts.append(f"<{tag}{align}>{text}</{tag}>\n")
    page.parts.append("</tr>\n")


def _list(page: _Page, one: OfficeList) -> None:
    tag = "ol" if one.ordered else "ul"
    page.parts.append(f'<ol start="{one.start}">\n' if one.ordered and one.start != 1 else f"<{tag}>\n")
    for item in one.items:
        _item(page, item)
    page.parts.append(f"</{tag}>\n")


def _item(page: _Page, item: Item) -> None:
    begin = "<li>" if item.value is None else f'<li value="{item.value}">'
    first = item.content[0]
    if isinstance(first, str) and not STRUCTURED.search(first):
        page.parts.append(begin + _inline(page, first))
        rest = item.content[1:]
    else:
        page.parts.append(f"{begin}\n")
        rest = item.content
    for piece in rest:
        if isinstance(piece, OfficeList):
            _list(page, piece)
        else:
            _chunk(page, piece, lists=False)
    page.parts.append("</li>\n")


def _inline(page: _Page, text: str) -> str:
    for sign in page.signs:
        if sign in text:
            text = _marked(page, text)
            break
    return text.replace("\n", "<br>\n") if "\n" in text else text


def _marked(page: _Page, text: str) -> str:
    bold = _is_bold(text) if "*" in text else False
    written: list[str] = []
    last, opened = 0, False
    for match in _TOKEN.finditer(text):
        picture, label, url, bare, stars = match.groups()
        if stars and not bold:
            continue
        written.append(_between(text[last : match.start()]))
        last = match.end()
        if stars:
            written.append("</strong>" if opened else "<strong>")
            opened = not opened
        else:
            written.append(_link(page, url or bare, label or bare, image=picture == "!"))
    written.append(_between(text[last:]))
    return "".join(written)


def _is_bold(text: str) -> bool:
    """Whether the stars are pairs that stand around words; a single run of stars is text; all else is not plain."""
    if len(_STARS.findall(text)) == 1:
        return False
    if not _TIGHT.fullmatch(text):
        raise _NotPlainError
    return True


def _between(text: str) -> str:
    if _LEFT.search(text):
        raise _NotPlainError
    return text.replace(">", "&gt;")


def _link(page: _Page, url: str, words: str, *, image: bool) -> str:
    own = not url.startswith(("http://", "https://"))
    if not words.strip() or (not own and (not _SURE_ADDRESS.fullmatch(url) or "--" in url)):
        raise _NotPlainError
    page.addresses.append(Target(url, own, image))
    written = _CUT if own else url
    if image:
        return f'<img src="{written}" alt="{words}" loading="lazy">'
    return f'<a href="{written}">{words}</a>' if own else f'<a href="{written}" rel="noopener">{words}</a>'


def _name_headings(page: _Page) -> tuple[str, ...]:
    """Write the headings, now that the highest is known, each with an id of its own."""
    highest = min(level for _, level, _ in page.headings)
    taken: Counter[str] = Counter()
    anchors: list[str] = []
    for at, level, html in page.headings:
        words = text_of(html) if "<" in html or "&" in html else " ".join(html.split())
        anchors.append(free_id(PREFIX + (anchor(words) or "section"), taken))
        tag = f"h{min(6, level - highest + 2)}"
        page.parts[at] = f'<{tag} id="{escape(anchors[-1])}">{html}</{tag}>\n'
    return tuple(anchors)

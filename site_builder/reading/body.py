"""The Markdown body of an item into safe HTML that is cut at each link of ours; touches no disk and follows no link.

source text → `limits` → `office_text` (Python-Markdown) → `sanitise` (nh3) → `linking` (ids, classes, cuts) → Body;
nineteen bodies of twenty are so simple that `plain` writes the same in a third of the time.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.model import Body, Link, Prose
from site_builder.problems import Problem, Span, error, is_error, notice, warning
from site_builder.reading import limits
from site_builder.reading.fenced import LOST, MARK, Fenced, cut, fenced
from site_builder.reading.linking import Address, link, text_of
from site_builder.reading.plain import Plain, plain
from site_builder.reading.sanitise import Removal, clean, removals, unclosed
from site_builder.reading.sought import Sought
from site_builder.thai.text import is_usual, nearest

if TYPE_CHECKING:
    from site_builder.reading.office_text import OfficeMarkdown

SHOWN = 20  # problems of one code; a file with more has one cause
_COMPARED = 200  # ids that a mistyped anchor is compared with, 30 µs each
_LOOKED_AT = 12  # paragraphs that are looked at for an excerpt
_TASTE = 4_000  # characters of HTML that stand in for a paragraph where there is none
_LONG_ENOUGH = 40  # characters that make a paragraph fit for an excerpt; a date or a place alone is shorter

# C0 and C1 but tab and newline, and lone surrogates. U+0002 and U+0003 are also how Markdown marks what it took out.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD = re.compile(r">[^\s<&]")  # in clean HTML `>` ends a tag, and what follows is the author's
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_REFERENCE = re.compile(
    r'<sup(?: [^>]*)?><a(?: [^>]*)? class="footnote-ref"[^>]*>.*?</sup>|<a(?: [^>]*)?footnote-backref.*?</a>'
)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]*)\]:", re.MULTILINE)
_NOTE_REFERENCE = re.compile(r"(?<![\\`])\[\^([^\]\n]+)\](?!:)")
_NOTE_ID = re.compile(r"fn(?:ref[0-9]*)?:")
_FAILURES = (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError)
_PER_THREAD = threading.local()


class Converted(Struct, frozen=True):
    """What came of a body; where a problem is an error the body is empty."""

    body: Body
    problems: tuple[Problem, ...] = ()
    first_paragraph: str = ""  # plain text, on one line, for the excerpt


def convert(text: str, start: int) -> Converted:
    """Convert `text[start:]`; spans are offsets into `text`, a whole source with newlines and Thai normalised."""
    plainly = plain(text[start:])
    return convert_fully(text, start) if plainly is None else _of_plain(text, start, plainly)


def convert_fully(text: str, start: int) -> Converted:
    """Convert by all the steps, those too that `plain` leaves out; the result is the same."""
    refused = (*_control_problems(text, start), *limits.check(text, start))
    if refused:
        return Converted(Body(), refused)
    if not text[start:].strip():
        return Converted(Body(), (warning("B001", Span(start, start)),))
    found = fenced(text, start)
    try:
        html = _html(found.text)
    except _FAILURES as failure:
        return Converted(Body(), (_failure(text, start, failure),))
    return _converted(text, start, html, found)


def _of_plain(text: str, start: int, plainly: Plain) -> Converted:
    sought = Sought(text, start)
    links: list[Link] = []
    external: list[Link] = []
    for target in plainly.addresses:
        found = Link(target.address, sought.position(sought.span(target.address)), target.image)
        (links if target.own else external).append(found)
    body = Body(Prose.of(plainly.parts), tuple(links), plainly.anchors, tuple(external))
    return Converted(body, (), first_paragraph("".join(plainly.parts)))


def _html(source: str) -> str:
    """Convert with the thread's own instance, made once; one that raised is not used again."""
    kept: OfficeMarkdown | None = getattr(_PER_THREAD, "instance", None)
    _PER_THREAD.instance = None
    if kept is None:
        from site_builder.reading.short_cuts import short_markdown  # noqa: PLC0415 — 45 ms that plain bodies spare

    instance = kept or short_markdown()
    instance.reset()
    html = instance.convert(source)
    _PER_THREAD.instance = instance
    return html


def _converted(text: str, start: int, html: str, found: Fenced) -> Converted:
    sought = Sought(text, start)
    problems = [*found.problems, *_removal_problems(html, sought), *_note_problems(text, start)]
    cleaned = clean(html)
    linked = link(cleaned)
    links: list[Link] = []
    external: list[Link] = []
    for address in linked.addresses:
        span = sought.span(address.target)
        compared = linked.names[:_COMPARED] if len(problems) < SHOWN else ()
        problems += _address_problems(address, span, compared, sought)
        if address.kind in {"own", "backslash"}:
            links.append(Link(address.target, sought.position(span), address.image))
        elif address.kind == "external":
            external.append(Link(address.target, sought.position(span), address.image))
    if not found.fences and "<img" not in cleaned and not (_WORD.search(cleaned) or text_of(cleaned)):
        problems.append(warning("B001", Span(start, start)))
    if any(map(is_error, problems)):
        return Converted(Body(), _shown(problems))
    parts: Sequence[str] = linked.parts
    if found.fences:
        problems += _swallowed(linked.parts, found)
        parts, links = _at_fences(linked.parts, links, found, sought)
    body = Body(Prose.of(tuple(parts)), tuple(links), linked.anchors, tuple(external))
    return Converted(body, _shown(problems), first_paragraph(LOST.sub("", cleaned) if found.fences else cleaned))


def _swallowed(parts: Sequence[str], found: Fenced) -> Iterator[Problem]:
    """A fence inside raw HTML or a table, where no block can be."""
    seen = {int(mark[1]) for part in parts for mark in MARK.finditer(part)}
    for number, fence in enumerate(found.fences):
        if number not in seen:
            yield warning("B063", fence.span)


def _at_fences(
    parts: Sequence[str], links: Sequence[Link], found: Fenced, sought: Sought
) -> tuple[list[str], list[Link]]:
    """The parts cut at blocks, too; where a fence was swallowed, all of them are left out, and what they held stays."""
    if next(_swallowed(parts, found), None):
        return [LOST.sub("", MARK.sub("", part)) for part in parts], list(links)
    fences = [
        Link(one.title, sought.position(one.span), fence=one.name, ends=one.kind == "close") for one in found.fences
    ]
    return cut(parts, links, fences)


def first_paragraph(html: str) -> str:
    """The words of the first paragraph that says something, else of the first there is, else of all there is."""
    plain = _REFERENCE.sub("", html) if "footnote" in html else html
    first = ""
    for match in islice(_PARAGRAPH.finditer(plain), _LOOKED_AT):
        text = text_of(match[1])
        if len(text) >= _LONG_ENOUGH:
            return text
        first = first or text
    return first or text_of(plain[:_TASTE])


def _control_problems(text: str, start: int) -> tuple[Problem, ...]:
    """One problem a line, for the first sign in it."""
    if is_usual(text):
        return ()
    problems: list[Problem] = []
    end = start
    while len(problems) < SHOWN and (match := _CONTROL.search(text, end)):
        sign = f"U+{ord(match[0]):04X}"
        problems.append(error("B002", Span(*match.span()), sign=sign))
        end = text.find("\n", match.end())
        if end < 0:
            break
    return tuple(problems)


def _failure(text: str, start: int, failure: Exception) -> Problem:
    """Markdown gave up: an unforeseen shape of text, for which its own file answers and no other."""
    first = len(text) - len(text[start:].lstrip())
    end = text.find("\n", first)
    return error("B003", Span(first, len(text) if end < 0 else end), reason=type(failure).__name__)


REMOVED = {"element": "B010", "event": "B011", "scheme": "B012", "file": "B013", "picture": "B014", "unclosed": "B015"}


def _removal_problems(html: str, sought: Sought) -> Iterator[Problem]:
    """One problem for each thing taken out, however often it occurs; formatting is told of once."""
    found: dict[tuple[str, str], Removal] = {}
    for removal in chain(unclosed(html), removals(html)):
        found.setdefault((removal.kind, "" if removal.kind == "style" else removal.name), removal)
    for removal in found.values():
        span = sought.spelling(removal.spelling)
        if removal.kind in {"file", "picture", "unclosed"}:
            yield error(REMOVED[removal.kind], span, name=removal.name)
        elif removal.kind == "style":
            yield notice("B016", span)
        else:
            yield notice(REMOVED[removal.kind], span, name=removal.name)


def _address_problems(address: Address, span: Span, names: Sequence[str], sought: Sought) -> Iterator[Problem]:
    if address.kind == "backslash":
        fix = sought.line(span).replace(address.target.replace("/", "\\"), address.target)
        yield warning("B020", span, target=address.target.replace("/", "\\"), fix=fix)
    if address.kind == "empty":
        yield warning("B022" if address.image else "B021", span)
    elif not address.described:
        yield warning("B023", span, target=address.target)
    if address.kind == "lost" and not _NOTE_ID.match(address.target):
        near = ", ".join(nearest(address.target, names))
        yield warning("B024" if near else "B025", span, anchor=address.target, nearest=near)


def _note_problems(text: str, start: int) -> Iterator[Problem]:
    """Footnotes that nothing refers to, and references without a footnote."""
    if "[^" not in text:
        return
    notes = {match[1]: Span(*match.span()) for match in _NOTE.finditer(text, start)}
    references = {match[1]: Span(*match.span()) for match in _NOTE_REFERENCE.finditer(text, start)}
    yield from (warning("B026", span, name=name) for name, span in notes.items() if name not in references)
    yield from (warning("B027", span, name=name) for name, span in references.items() if name not in notes)


def _shown(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first of each code; the others have the same cause, and a file of thousands would hide all else."""
    seen: Counter[str] = Counter()
    kept: list[Problem] = []
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= SHOWN:
            kept.append(problem)
    return (
        *kept,
        *(notice("B030", None, count=number - SHOWN, kind=code) for code, number in seen.items() if number > SHOWN),
    )

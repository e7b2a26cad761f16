"""Proofing: the text of one item, saved or not, to all that a good proof-reader would mark; pure, and needs no disk."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from site_builder.checking.findings import Change, Edit, Finding, apart, changes, edited
from site_builder.checking.privacy import PRIVACY_RULES
from site_builder.checking.prose import PROSE_RULES
from site_builder.checking.signs import SIGN_RULES
from site_builder.checking.zones import zones
from site_builder.problems import Problem, Span, notice
from site_builder.reading.schema import Taxonomies
from site_builder.settings import Settings
from site_builder.thai.mending import Mend, mends, newlines, normalise
from site_builder.thai.places import Gazetteer

ROUNDS = 20  # of edits until none is left: one may bring out another
MENDED = frozenset({"C020", "C021", "C022"})  # codes of what reading mends by itself
MISSPELT_PLACE = "C025"
_END = re.compile("\r\n|\r|\n")
_KINDS = {"double-e": "C020", "invisible": "C022"}  # rules of mending; all others are C021


class House(Struct, frozen=True):
    """What of the site bears on proofing: its places, its own telephones, its further lists."""

    gazetteer: Gazetteer
    phones: tuple[str, ...] = ()  # as settings write them
    taxonomies: Taxonomies = ()

    @classmethod
    def of(cls, settings: Settings, gazetteer: Gazetteer) -> House:
        """The house of a site's settings."""
        phones = tuple(phone for phone in (settings.contact.phone, settings.contact.fax) if phone)
        return cls(gazetteer, phones, tuple((one.key, one.thai) for one in settings.taxonomies))


def proof(text: str, house: House) -> tuple[Finding, ...]:
    """Proof the source of an item, front matter and all, with lines that end in a line feed.

    Spans count in `text` as it is. The order is that of the text; what `reading` says of its keys is not repeated here.
    """
    found = mends(text)
    mended = normalise(text).text
    seen = zones(mended, house.taxonomies)
    findings = [one for rule in PRIVACY_RULES for one in rule(mended, house.phones)]
    findings += (one for rule in SIGN_RULES for one in rule(seen))
    findings += (one for rule in PROSE_RULES for one in rule(seen.prose, house.gazetteer))
    origin = _Origin(found)
    moved = (_moved(one, origin) for one in findings) if found else findings
    return tuple(sorted((*_mended(found), *moved), key=lambda one: _start(one.problem)))


def fixed(text: str, house: House) -> tuple[str, tuple[Change, ...]]:
    """The text with every safe edit, and what they did; a second time there is none. All line ends stay."""
    ends = (*_END.findall(text), "")
    plain = newlines(text)
    done: list[Change] = []
    for _ in range(ROUNDS):
        edits = apart(edit for finding in proof(plain, house) for edit in finding.edits)
        if not edits:
            break
        done += changes(plain, edits)
        plain = edited(plain, edits)
    mended = "".join(chain.from_iterable(zip(plain.split("\n"), ends, strict=True)))
    return mended, tuple(sorted(done, key=lambda one: one.line))


def _mended(found: Sequence[Mend]) -> Iterator[Finding]:
    """What reading mends by itself, of each kind one finding with all its places."""
    kinds: dict[str, list[Mend]] = {}
    for one in found:
        kinds.setdefault(_KINDS.get(one.rule, "C021"), []).append(one)
    for code, places in kinds.items():
        edits = tuple(Edit(Span(one.start, one.end), one.by) for one in places)
        yield Finding(notice(code, edits[0].span, count=len(edits)), edits)


class _Origin:
    """Offsets of the mended text to those of the text as it was written."""

    def __init__(self, found: Sequence[Mend]) -> None:
        self.found = found
        self.begins: list[int] = []  # of each mended place in the mended text
        shift = 0
        for one in found:
            self.begins.append(one.start + shift)
            shift += len(one.by) - (one.end - one.start)

    def of(self, offset: int, *, ends: bool) -> int:
        """Where an offset was; one inside a mended place is its first or, of what ends there, its last."""
        at = bisect_right(self.begins, offset - ends) - 1
        if at < 0:
            return offset
        mend, past = self.found[at], offset - self.begins[at]
        if past >= len(mend.by):
            return mend.end + past - len(mend.by)
        return mend.end if ends else mend.start

    def span(self, span: Span) -> Span:
        """Where a span was."""
        return Span(self.of(span.start, ends=False), self.of(span.end, ends=span.end > span.start))


def _moved(finding: Finding, origin: _Origin) -> Finding:
    span = finding.problem.span
    problem = replace(finding.problem, span=origin.span(span)) if span else finding.problem
    return Finding(problem, tuple(Edit(origin.span(one.span), one.text) for one in finding.edits))


def _start(problem: Problem) -> int:
    return problem.span.start if problem.span else 0

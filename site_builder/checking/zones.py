"""Which parts of an item's source are prose that people read: copies of the text in which all else is masked."""

from __future__ import annotations

import re

from msgspec import Struct

from site_builder.reading import frontmatter, schema
from site_builder.reading.composing import Entry, Scalar, Table
from site_builder.reading.schema import Taxonomies

MASK = "\ufffc"  # stands for what no rule may read: no letter, figure or blank of any language
_READ = frozenset({"title", "location", "summary", "cover_alt", "credit", "event.place", "correction.note"})
_MACHINES = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>```+|~~~+)[^\n]*\n(?:.*?\n)??[ ]{0,3}(?P=fence)[^\n]*$    # code
    | `[^`\n]+`
    | </?[A-Za-z][^>\n]{0,500}>  # a tag
    | \{:[^}\n]{0,200}\}  # an attribute list
    | (?:https?|mailto|tel|ftp):[^\s<>"”)\]]+ | www\.[^\s<>"”)\]]+              # an address
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}
    | (?<=\]\()(?!\#)[^)\n]{0,500}(?=\))  # where a link leads
    | ^[ ]{0,3}\[[^\]\n]+\]:[ ]\S+
    | \[\^[^\]\n]{1,80}\]
    | [^\s()"“”]{1,120}\.(?:jpe?g|png|gif|webp|avif|svg|pdf|docx?|xlsx?|pptx?|csv|zip|mp[34]|md|html?|php)\b  # a file
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL | re.ASCII,
)


class Zones(Struct, frozen=True):
    """Copies of a source of its own length: `prose` shows what a reader will see, `body` that of the body alone."""

    prose: str
    body: str
    whole: bool  # False: the front matter cannot be told from the body, and both copies are masked throughout


def zones(text: str, taxonomies: Taxonomies = ()) -> Zones:
    """Mask a normalised source; lines stay."""
    if not text.strip():
        return Zones(text, text, whole=False)
    names = schema.names(taxonomies)
    front = frontmatter.parse(text, lambda written: names.get(schema.folded(written)))
    if not front.whole:
        return Zones(_masked(text), _masked(text), whole=False)
    body = _masked(text[: front.body]) + _MACHINES.sub(lambda found: _masked(found[0]), text[front.body :])
    head = list(_masked(text[: front.body]))
    for entry in front.entries:
        for start, end in _spans(entry):
            head[start:end] = text[start:end]
    return Zones("".join(head) + body[front.body :], body, whole=True)


def _masked(text: str) -> str:
    return re.sub(r"[^\n]", MASK, text)


def _spans(entry: Entry, outer: str = "") -> list[tuple[int, int]]:
    """Where the words of a key stand, one line each: an edit in a folded text could change how it is read."""
    value = entry.value
    if isinstance(value, Scalar):
        return [(value.span.start, value.span.end)] if f"{outer}{_name(entry, outer)}" in _READ else []
    if isinstance(value, Table) and not outer:
        return [span for one in value.entries for span in _spans(one, f"{entry.name}.")]
    return []


def _name(entry: Entry, outer: str) -> str:
    """The English name of a key, also of one inside another."""
    keys = {"event.": schema.EVENT, "correction.": schema.CORRECTION}.get(outer, ())
    return schema.inner(entry.written, keys) or entry.name

"""All readings to one Site: what is published, in which order, under which URL; what is held back, and why."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from site_builder.model import Body, Card, Held, Item, Reading
from site_builder.names import is_question
from site_builder.planning.addresses import address_of, former, is_own, is_writable
from site_builder.planning.terms import (
    Vocabulary,
    at,
    category_of,
    districts_of,
    further_terms,
    tags_of,
    unit_of,
)
from site_builder.problems import Problem, Severity, is_error
from site_builder.views import Terms


class Story(Struct, frozen=True):
    """A published news item."""

    item: Item
    body: Body
    card: Card
    taxonomies: tuple[Terms, ...] = ()


class Standing(Struct, frozen=True):
    """A published standing page."""

    item: Item
    body: Body
    url: str


class Site(Struct, frozen=True):
    """The assembled site; stories newest first, everything else in the order of its source's path."""

    stories: tuple[Story, ...] = ()
    standings: tuple[Standing, ...] = ()
    held: tuple[Held, ...] = ()


def assemble(
    readings: Sequence[tuple[str, Reading]], words: Vocabulary, now: dt.datetime
) -> tuple[Site, tuple[Problem, ...]]:
    """Place every source, each in exactly one state: published, draft, scheduled, expired or with errors.

    `readings` are (path, reading) in the order of the paths; `now` is aware. The problems are those found here only.
    """
    held = [Held(path, "error") for path, reading in readings if not (reading.item and reading.body)]
    problems: list[Problem] = []
    placed: list[Story | Standing] = []
    for _, reading in readings:
        if not reading.item or not reading.body:
            continue
        found, faults = _placed(reading.item, reading.body, words)
        problems += faults
        state = Held(reading.item.source, "error") if any(map(is_error, faults)) else _state(reading.item, now)
        if state:
            held.append(state)
        else:
            placed.append(found)
    collisions = _collisions(placed, words)
    lost = {problem.path for problem in collisions}
    held += [Held(path, "error") for path in sorted(lost)]
    kept = [one for one in placed if one.item.source not in lost]
    return _site(kept, held), (*problems, *collisions)


def _site(kept: Iterable[Story | Standing], held: Iterable[Held]) -> Site:
    kept = tuple(kept)
    return Site(
        tuple(sorted((one for one in kept if isinstance(one, Story)), key=newest_last, reverse=True)),
        tuple(one for one in kept if isinstance(one, Standing)),
        tuple(sorted(held, key=lambda one: one.path)),
    )


def newest_last(story: Story) -> tuple[dt.date, dt.time, str]:
    """By what news is ordered: day, time, and the address, which no two share."""
    return story.card.when.start, story.card.when.time or dt.time.min, story.card.url


def _state(item: Item, now: dt.datetime) -> Held | None:
    if item.draft:
        return Held(item.source, "draft")
    if item.expire_on and item.expire_on <= now:
        return Held(item.source, "expired", item.expire_on)
    if item.publish_on and item.publish_on > now:
        return Held(item.source, "scheduled", item.publish_on)
    return None


def _placed(item: Item, body: Body, words: Vocabulary) -> tuple[Story | Standing, list[Problem]]:
    if item.kind == "page" or item.when is None:
        return Standing(item, body, address_of(item)), []
    unit, unit_fault = unit_of(item, words)
    category, category_fault = category_of(item, words)
    card = Card(
        source=item.source,
        url=address_of(item),
        title=item.title,
        when=item.when,
        excerpt=item.excerpt,
        location=item.location,
        unit=unit,
        districts=districts_of(item, words),
        category=category,
        tags=tags_of(item, words),
        pinned=item.pinned,
        example=item.example,
        updated=item.correction.date if item.correction else None,
        heading=item.heading,
    )
    return Story(item, body, card, further_terms(item, words)), [one for one in (unit_fault, category_fault) if one]


def url_of(one: Story | Standing) -> str:
    """The URL of what is placed."""
    return one.card.url if isinstance(one, Story) else one.url


def redirects(one: Story | Standing) -> tuple[str, ...]:
    """The former addresses of a page, each once, whatever its case, and without the page's own."""
    if not one.item.aliases:
        return ()
    aliases = [alias for alias in reversed(one.item.aliases) if not is_question(alias)]
    found = {former(alias).casefold(): former(alias) for alias in aliases}
    found.pop(url_of(one).casefold(), None)
    return tuple(found.values())


def questions(one: Story | Standing) -> tuple[str, ...]:
    """The former addresses of a page that were questions to the first one: "?p=123", each once."""
    return tuple(dict.fromkeys(alias[alias.index("?") :] for alias in one.item.aliases if is_question(alias)))


def _collisions(placed: Sequence[Story | Standing], words: Vocabulary) -> list[Problem]:
    """Two sources that want one URL are both held back and named; compared without case, as Windows does."""
    wanted: defaultdict[str, dict[str, tuple[Item, str]]] = defaultdict(dict)
    for one in placed:
        wanted[url_of(one).casefold()][one.item.source] = (one.item, "slug")
        for address in _former(one):
            wanted[address.casefold()].setdefault(one.item.source, (one.item, "aliases"))
    problems = [
        at(item, key, "P001", Severity.ERROR, {"url": url, "others": ", ".join(sorted(set(claims) - {source}))})
        for url, claims in wanted.items()
        if len(claims) > 1
        for source, (item, key) in claims.items()
    ]
    return problems + [
        at(item, key, "P002" if is_writable(url) else "P019", Severity.ERROR, {"url": url})
        for url, claims in wanted.items()
        for item, key in claims.values()
        if (key == "aliases" or item.kind == "page") and not is_question(url)
        if is_own(url, words.taxonomies) or not is_writable(url)
    ]


def _former(one: Story | Standing) -> Iterator[str]:
    yield from (f"/{question}" for question in questions(one))
    yield from redirects(one)

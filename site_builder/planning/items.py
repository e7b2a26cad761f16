"""The pages that hold a body: news items and standing pages, each with what its links lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from msgspec.structs import replace

from site_builder.model import Card, Item, Visits
from site_builder.planning.assemble import Standing, Story, redirects
from site_builder.planning.beside import Beside
from site_builder.planning.social import item_picture
from site_builder.settings import Settings
from site_builder.thai.dates import fiscal_year
from site_builder.views import Crumb, ItemView, NavLink, Page, StandingView

HOME = Crumb("/", word="home")


def item_pages(
    stories: Sequence[Story],
    besides: Mapping[str, Beside],
    related: Mapping[str, tuple[Card, ...]],
    settings: Settings,
    counts: Mapping[str, Visits],
) -> Iterator[Page]:
    """A page for each story, newest first; `besides` by source, `related` and `counts` by URL."""
    for newer, story, older in zip((None, *stories), stories, (*stories[1:], None), strict=False):
        view = _item_view(
            story, besides[story.item.source], related[story.card.url], (_link(newer), _link(older)), settings
        )
        visits = _visits(story, counts) if counts else None
        yield Page(story.card.url, "item.html", replace(view, visits=visits) if visits else view)


def _visits(story: Story, counts: Mapping[str, Visits]) -> Visits | None:
    """The visits of a page under all its addresses, with those that the former site had counted."""
    found = [counts[url] for url in (story.card.url, *redirects(story)) if url in counts]
    if not found or not story.item.counter.shown:
        return None
    day = max((one.day for one in found if one.day), default=None)
    total = sum(one.total for one in found) + (story.item.counter.total or 0)
    return Visits(total, day, sum(one.today for one in found if one.day == day))


def _link(story: Story | None) -> NavLink | None:
    return NavLink(story.card.title, story.card.url) if story else None


def _item_view(
    story: Story,
    beside: Beside,
    related: tuple[Card, ...],
    neighbours: tuple[NavLink | None, NavLink | None],
    settings: Settings,
) -> ItemView:
    item, card = story.item, story.card
    return ItemView(
        card=card,
        crumbs=(HOME, _step(card), Crumb("", item.title)),
        body=story.body.prose,
        links=beside.links,
        event=item.event,
        subdistricts=tuple(subdistrict.label for subdistrict in item.subdistricts),
        credit=item.credit,
        taxonomies=story.taxonomies,
        inline=beside.inline,
        cover=beside.cover,
        gallery=beside.gallery,
        attachments=beside.attachments,
        counter=item.counter,
        counter_key=counter_key(item, card.url),
        correction=item.correction,
        fiscal_year=fiscal_year(card.when.start),
        newer=neighbours[0],
        older=neighbours[1],
        related=related,
        calendar=calendar_file(card.url) if item.event else "",
        share=item_picture(card, settings),
    )


def calendar_file(url: str) -> str:
    """Where an item's event stands as a file for calendars."""
    return f"{url}event.ics"


def _step(card: Card) -> Crumb:
    """The list above an item: its first district's, else all news."""
    return Crumb(card.districts[0].url, card.districts[0].label) if card.districts else Crumb("/news/", word="news")


def counter_key(item: Item, url: str) -> str:
    """The page's stable ASCII name for a counting service: its slug, else its C.E. date and a digest of its URL."""
    if item.slug.isascii() or item.when is None:
        return item.slug
    return f"{item.when.start.isoformat()}-{sha256(url.encode()).hexdigest()[:8]}"


def standing_pages(standings: Iterable[Standing], besides: Mapping[str, Beside]) -> Iterator[Page]:
    """A page for each standing page of the site."""
    for one in standings:
        beside = besides[one.item.source]
        view = StandingView(
            title=one.item.title,
            crumbs=(HOME, Crumb("", one.item.title)),
            body=one.body.prose,
            links=beside.links,
            excerpt=one.item.excerpt,
            when=one.item.when,
            example=one.item.example,
            inline=beside.inline,
            cover=beside.cover,
            gallery=beside.gallery,
            attachments=beside.attachments,
            correction=one.item.correction,
        )
        yield Page(one.url, "standing.html", view)

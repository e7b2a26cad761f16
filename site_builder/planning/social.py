"""What a shared page shows in LINE and Facebook: its own picture, else a card of the item, its district or the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.machine_views import CardView
from site_builder.model import Card, Term
from site_builder.planning.groups import Groups
from site_builder.settings import Settings
from site_builder.views import Page

NONE, ITEMS = "none", "items"  # values of `social_cards`
SITE_CARD = "/social/site.png"


def site_picture(settings: Settings) -> str:
    """The picture of all pages that have none of their own; "" where no cards are drawn."""
    return "" if settings.social_cards == NONE else SITE_CARD


def list_picture(term: Term, settings: Settings) -> str:
    """The picture of a district's list; "" for all others."""
    return "" if settings.social_cards == NONE or term.kind != "district" else f"/social/district/{term.slug}.png"


def item_picture(card: Card, settings: Settings) -> str:
    """The picture of an item: its cover, else as the settings have it; "" where the site's will do."""
    if card.cover:
        return card.cover.url
    if settings.social_cards == ITEMS:
        return f"/social{card.url.rstrip('/')}.png"
    return list_picture(card.districts[0], settings) if card.districts else ""


def card_pages(cards: Sequence[Card], found: Groups, settings: Settings) -> Iterator[Page]:
    """Every card that is to be drawn: the site's, its districts', and the items' where each has one."""
    if settings.social_cards == NONE:
        return
    yield Page(SITE_CARD, "card", CardView(settings.title))
    for group in found.get("district", ()):
        term = group.term
        yield Page(list_picture(term, settings), "card", _of_district(term))
    for card in cards if settings.social_cards == ITEMS else ():
        if not card.cover:
            place = card.districts[0].label if card.districts else ""
            names = tuple(term.name for term in card.districts)
            yield Page(item_picture(card, settings), "card", CardView(card.title, "", card.when, place, names))


def _of_district(term: Term) -> CardView:
    return CardView(term.label or term.name, term.english, names=(term.name,))

"""Long lists in pages: the root shows the newest, numbered pages count from the oldest and stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from site_builder.model import Card

PER_PAGE = 20


class Window(Struct, frozen=True):
    """What one page of a list shows: its number (None: the root), its cards, its neighbours' URLs."""

    url: str
    number: int | None
    cards: tuple[Card, ...]
    newer: str
    older: str


def windows(root: str, cards: tuple[Card, ...]) -> Iterator[Window]:
    """Cut a list, newest first, at 20: the root shows the open page and the last full one, 20–39 cards.

    Page k holds the cards 20(k-1) … 20k-1 counted from the oldest, so a new item changes the root alone until a page
    is full. (Counting from the newest, as others do, moves every item of every page with each addition.)
    """
    full = len(cards) // PER_PAGE
    first = max(0, full - 1) * PER_PAGE
    yield Window(root, None, cards[: len(cards) - first], "", numbered(root, full - 1))
    for number in range(full - 1, 0, -1):
        newest = len(cards) - number * PER_PAGE
        newer = numbered(root, number + 1) if number + 1 < full else root
        shown = cards[newest : newest + PER_PAGE]
        yield Window(numbered(root, number), number, shown, newer, numbered(root, number - 1))


def numbered(root: str, number: int) -> str:
    """The URL of page `number`; "" for the page before the first."""
    return f"{root}page/{number}/" if number > 0 else ""

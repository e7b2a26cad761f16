"""The covers of the demonstration's news."""

from __future__ import annotations

import pytest
from demo.draw_covers import COVERS, LARGEST, NEWS, Cover, drawing, drawn, place


def test_a_third_of_the_news_has_a_cover() -> None:
    """At least, and not all of it: pages are judged with pictures and without."""
    assert 1 / 3 <= len(COVERS) / len(list(NEWS.rglob("*.md"))) <= 1 / 2


@pytest.mark.parametrize("cover", COVERS, ids=[cover.name for cover in COVERS])
def test_a_cover_lies_beside_its_item_which_says_what_it_shows(cover: Cover) -> None:
    """Light enough for a slow phone; named by the item, with words for those who cannot see it."""
    text = place(cover).with_suffix(".md").read_text("utf-8")
    assert place(cover).stat().st_size <= LARGEST
    assert f"cover: {place(cover).name}\ncover_alt: " in text


def test_drawing_again_gives_the_same_picture() -> None:
    """The bytes hang on nothing but the list; the drawing differs from cover to cover."""
    assert drawn(COVERS[0]) == drawn(COVERS[0])
    assert len(COVERS) == len({drawing(cover) for cover in COVERS})

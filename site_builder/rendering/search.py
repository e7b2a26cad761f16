"""What a reader's search shows of an item, and the words it offers, as files of the index."""

from __future__ import annotations

from site_builder.machine_views import TextView, WordsView
from site_builder.searching.files import script
from site_builder.searching.grams import plain


def text(view: TextView, href: str, day: str) -> bytes:
    """An item's text; `href` leads there from the search page, `day` is its date in words."""
    iso = view.when.start.isoformat() if view.when else ""
    return script([href, view.title, iso, day, view.place, plain(view.body), "\n".join(view.lines)])


def words(view: WordsView) -> bytes:
    """The words of a site."""
    return script(list(view.words))

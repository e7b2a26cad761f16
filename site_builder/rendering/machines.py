"""Our own templates, for machines: which function makes the bytes of a view that no theme shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_builder.rendering import calendars, feeds, tables
from site_builder.views import EventsView, FeedView, Page, RobotsView, SiteInfo, SitemapView, TableView

Absolute = Callable[[str], str]


def machine(page: Page, site: SiteInfo, words: Mapping[str, str], absolute: Absolute) -> bytes | None:
    """The bytes of a page of ours; None of one that the theme makes."""
    match page.view:
        case FeedView() if page.template == "atom":
            return feeds.atom(page.view, page.url, site, absolute)
        case FeedView():
            return feeds.json_feed(page.view, page.url, site, absolute)
        case TableView() if page.template == "table-csv":
            return tables.table_csv(page.view, words, absolute)
        case TableView():
            return tables.table_json(page.view, page.url, site.unit, absolute)
        case EventsView():
            return calendars.ics(page.view, absolute)
        case SitemapView():
            return feeds.sitemap(page.view, absolute)
        case RobotsView():
            return feeds.robots(page.view, absolute)
        case _:
            return None

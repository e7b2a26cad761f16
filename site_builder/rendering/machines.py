"""Our own templates, for machines: which function makes the bytes of a view that no theme shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_builder.machine_views import (
    AddressesView,
    EventsView,
    FeedView,
    HostView,
    RobotsView,
    SitemapIndexView,
    SitemapView,
    TableView,
)
from site_builder.rendering import calendars, feeds, hosts, sitemaps, tables, web_config
from site_builder.views import Page, SiteInfo

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
        case _:
            return _for_hosts(page, site, absolute)


def _for_hosts(page: Page, site: SiteInfo, absolute: Absolute) -> bytes | None:
    match page.view:
        case SitemapView():
            return sitemaps.sitemap(page.view, absolute)
        case SitemapIndexView():
            return sitemaps.sitemap_index(page.view, absolute)
        case AddressesView():
            return sitemaps.addresses(page.view)
        case HostView():
            return _orders(page.template, page.view, site, absolute)
        case RobotsView():
            return feeds.robots(page.view, absolute)
        case _:
            return None


def _orders(template: str, view: HostView, site: SiteInfo, absolute: Absolute) -> bytes:
    match template:
        case "apache":
            return hosts.apache(view, site, absolute)
        case "nginx":
            return hosts.nginx(view, site, absolute)
        case "iis":
            return web_config.iis(view, site, absolute)
        case "headers":
            return hosts.headers(view, site)
        case _:
            return hosts.redirects(view, site, absolute)

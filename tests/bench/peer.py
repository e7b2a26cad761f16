"""Our own command line with the peer's page set: no offices, categories, years, standing pages, and one feed."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from site_builder.cli import main
from site_builder.machine_views import SitemapView
from site_builder.planning import plan as planning
from site_builder.planning.plan import Plan
from site_builder.views import Page

SINGLE = frozenset({"/", "/feed.xml", "/sitemap.xml"})
LISTS = ("/news/", "/district/", "/tag/")


def is_shared(url: str) -> bool:
    """Whether the peer has such a page too."""
    return url in SINGLE or url.startswith("/sitemap-") or (url.startswith(LISTS) and url.endswith("/"))


def narrowed(planned: Callable[..., Plan]) -> Callable[..., Plan]:
    """The plan, less the pages that the peer does not make."""

    def narrow(*arguments: object, **named: object) -> Plan:
        whole = planned(*arguments, **named)
        return replace(whole, pages=tuple(_listed(page) for page in whole.pages if is_shared(page.url)))

    return narrow


def _listed(page: Page) -> Page:
    if not isinstance(page.view, SitemapView):
        return page
    return replace(page, view=SitemapView(tuple(row for row in page.view.urls if is_shared(row.url))))


if __name__ == "__main__":
    vars(planning)["plan"] = narrowed(planning.plan)  # before the flow, which the command line imports late, takes it
    main()

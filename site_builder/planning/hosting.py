"""What a host and a crawler are told: sitemaps by year, orders for servers, and where former addresses lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from site_builder.details import Listed
from site_builder.machine_views import AddressesView, HostView, RobotsView, SitemapIndexView, SitemapView
from site_builder.planning.assemble import Site, Standing, Story, questions, url_of
from site_builder.views import ItemView, NotFoundView, Page, RedirectView, SearchView, StandingView

ADDRESSES = "/addresses.json"
FILES = {
    "/.htaccess": "apache",
    "/nginx-site.conf": "nginx",
    "/web.config": "iis",
    "/_headers": "headers",
    "/_redirects": "redirects",
}  # where orders lie → our own template of each
# Everything is ours; the JSON-LD in our pages is data, which no policy forbids.
_POLICY = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "object-src": "'none'",
}


def policy(origins: Sequence[str] = (), films: Sequence[str] = ()) -> str:
    """The Content-Security-Policy; `origins` are those that a script of ours may ask, `films` those shown in frames."""
    asked = {"connect-src": " ".join(("'self'", *origins))} if origins else {}
    framed = {"frame-src": " ".join(films)} if films else {}
    return "; ".join(f"{name} {value}" for name, value in {**_POLICY, **asked, **framed}.items())


def asked_of(site: Site) -> tuple[tuple[str, str], ...]:
    """The former site's questions and where they lead, sorted."""
    placed: tuple[Story | Standing, ...] = (*site.stories, *site.standings)
    return tuple(sorted((question, url_of(one)) for one in placed for question in questions(one)))


def host_pages(site: Site, pages: Sequence[Page], rules: str) -> Iterator[Page]:
    """Sitemaps, robots.txt, orders for hosts, and the tables of the page for lost addresses; `pages` are all others."""
    asked = asked_of(site)
    redirects = tuple(sorted((page.url, page.view.target) for page in pages if isinstance(page.view, RedirectView)))
    orders = HostView(redirects, asked, rules)
    for url, template in FILES.items():
        yield Page(url, template, HostView((), (), rules) if template == "headers" else orders)
    if asked:
        yield Page(ADDRESSES, "addresses", AddressesView(asked, ()))
    per_year = _per_year(page.url for page in pages if isinstance(page.view, ItemView))
    for year, urls in per_year.items():
        yield Page(f"/addresses-{year}.json", "addresses", AddressesView((), tuple(sorted(urls))))
    yield from _sitemaps(pages)
    yield Page("/robots.txt", "robots", RobotsView("/sitemap.xml"))


def _per_year(urls: Iterable[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        found[url.split("/")[2]].append(url)
    return found


def _sitemaps(pages: Sequence[Page]) -> Iterator[Page]:
    """One for each year's news, one for all other pages, and their index, which a new item does not change."""
    per_name: defaultdict[str, list[Listed]] = defaultdict(list)
    for page in pages:
        if page.template.endswith(".html") and not isinstance(page.view, RedirectView | NotFoundView | SearchView):
            per_name[page.url.split("/")[2] if isinstance(page.view, ItemView) else "pages"].append(_listed(page))
    for name, listed in per_name.items():
        yield Page(f"/sitemap-{name}.xml", "sitemap", SitemapView(tuple(sorted(listed, key=lambda one: one.url))))
    index = SitemapIndexView(tuple(f"/sitemap-{name}.xml" for name in sorted(per_name)))
    yield Page("/sitemap.xml", "sitemap-index", index)


def _listed(page: Page) -> Listed:
    view = page.view
    if not isinstance(view, ItemView | StandingView):
        return Listed(page.url, "")
    pictures = (*((view.cover,) if view.cover else ()), *view.gallery)
    images = tuple(dict.fromkeys(picture.url for picture in pictures))
    if isinstance(view, StandingView):
        return Listed(page.url, "", images)
    return Listed(page.url, (view.card.updated or view.card.when.start).isoformat(), images)

"""Page to bytes: one renderer for a build; a template that fails gives a Problem with its file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import quote, urlsplit

from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from site_builder.problems import Position, Problem, Severity
from site_builder.rendering import feeds, linked_data
from site_builder.rendering.sandbox import Sandbox, Words
from site_builder.rendering.theme import Theme
from site_builder.thai import dates
from site_builder.thai.dates import When
from site_builder.thai.text import nearest, thai_digits
from site_builder.views import (
    Crumb,
    FeedView,
    ItemView,
    NotFoundView,
    Page,
    RobotsView,
    SiteInfo,
    SitemapView,
    StandingView,
)


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What a template may know of its own page."""

    url: str  # from the site's root
    canonical: str  # the whole address


class Renderer:
    """A theme made ready once: compiles each template at its first use, and then renders any page."""

    def __init__(self, theme: Theme, site: SiteInfo, *, file_links: bool = False) -> None:
        self._theme = theme
        self._site = site
        self._file_links = file_links
        self._sandbox = _sandbox(theme, site)
        self._fixed = {"site": site, "words": Words(theme.words)}

    def render(self, page: Page) -> bytes | Problem:
        """The page's bytes, UTF-8; a FileView has none here: storing copies it."""
        view = page.view
        match view:
            case FeedView() if page.template == "atom":
                return feeds.atom(view, page.url, self._site, self.absolute)
            case FeedView():
                return feeds.json_feed(view, page.url, self._site, self.absolute)
            case SitemapView():
                return feeds.sitemap(view, self.absolute)
            case RobotsView():
                return feeds.robots(view, self.absolute)
            case _:
                return self._template(page)

    def absolute(self, url: str) -> str:
        """The whole address of a URL from the root; other addresses as they are."""
        return self._site.base_url + encoded(url[1:]) if url.startswith("/") else url

    def _template(self, page: Page) -> bytes | Problem:
        try:
            return self._sandbox.get_template(page.template).render(self._fixed | self._of(page)).encode()
        except TemplateSyntaxError as fault:
            return self._fault("T001", fault.name or page.template, fault.lineno, fault.message or "")
        except Exception as fault:  # noqa: BLE001 — a template may raise anything, and the theme's author must see where
            name, line = _innermost(fault.__traceback__, self._theme.templates, page.template)
            return self._fault("T001", name, line, _reason(fault))

    def _fault(self, code: str, name: str, line: int, reason: str) -> Problem:
        source, path = self._theme.templates.get(name, ("", f"templates/{name}"))
        lines = source.split("\n")
        quote_ = lines[line - 1] if 0 < line <= len(lines) else ""
        position = Position(line, len(quote_) - len(quote_.lstrip()) + 1, quote_, max(1, len(quote_.strip())))
        return Problem(code, Severity.ERROR, None, (("reason", reason),), "", path, position)

    def _of(self, page: Page) -> dict[str, object]:
        """What changes from page to page: the view, and the functions that know where the page stands."""
        href = self._href(page)

        def asset(name: str) -> str:
            if name not in self._theme.urls:
                raise LookupError(_no_such("static/", name, self._theme.urls))
            return href(self._theme.urls[name])

        def body(view: ItemView | StandingView) -> Markup:
            return joined(view, href)

        def article_data(view: ItemView) -> Markup:
            return linked_data.article(view, self._site, self.absolute)

        def breadcrumb_data(crumbs: tuple[Crumb, ...]) -> Markup:
            return linked_data.breadcrumb(crumbs, self._theme.words, page.url, self.absolute)

        return {
            "view": page.view,
            "page": PageInfo(page.url, self.absolute(page.url)),
            "href": href,
            "asset": asset,
            "absolute": self.absolute,
            "body": body,
            "article_data": article_data,
            "breadcrumb_data": breadcrumb_data,
        }

    def _href(self, page: Page) -> Callable[[str], str]:
        """Page-relative addresses: the site works at any root, and with `file_links` from a double click.

        The page for lost addresses is served at any depth, so its links begin at the host's root.
        """
        lost = isinstance(page.view, NotFoundView)
        root = urlsplit(self._site.base_url).path if lost else "../" * (page.url.count("/") - 1)
        index = "index.html" if self._file_links and not lost else ""

        def href(url: str) -> str:
            if not url.startswith("/"):
                return url
            path, rest = _cut(encoded(url[1:]))
            whole = root + path + (index if not path or path.endswith("/") else "")
            return (whole or "./") + rest

        return href


def encoded(url: str) -> str:
    """Thai letters and spaces percent-encoded; what is encoded already is left alone."""
    return url if url.isascii() and " " not in url else quote(url, safe="/#?&=%:@!$'()*+,;~")


def _cut(url: str) -> tuple[str, str]:
    """The path of an address, and what stands from its "?" or "#" on."""
    end = min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))
    return url[:end], url[end:]


def joined(view: ItemView | StandingView, href: Callable[[str], str]) -> Markup:
    """The body's HTML, with the addresses of its links as this page sees them."""
    pieces = [view.body[0]]
    for url, part in zip(view.links, view.body[1:], strict=True):
        pieces += [str(Markup.escape(href(url))), part]
    return Markup("".join(pieces))  # noqa: S704 — the body passed the sanitiser in reading


def _sandbox(theme: Theme, site: SiteInfo) -> Sandbox:
    def load(name: str) -> tuple[str, str, None] | None:
        found = theme.templates.get(name)
        return (found[0], found[1], None) if found else None

    sandbox = Sandbox(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
    )
    sandbox.filters |= _filters(site)
    return sandbox


def _filters(site: SiteInfo) -> dict[str, Callable[..., object]]:
    """Pure functions with the site's language and digits bound in."""

    def whole(value: When | dt.date) -> When:
        return value if isinstance(value, When) else When(value)

    def thai_date(value: When | dt.date) -> str:
        if site.language == "en":
            return dates.long_english(whole(value))
        return dates.long(whole(value), thai_digits=site.thai_digits)

    def short_date(value: When | dt.date) -> str:
        if site.language == "en":
            return dates.short_english(whole(value))
        return dates.short(whole(value), thai_digits=site.thai_digits)

    def digits(value: object) -> str:
        return thai_digits(str(value)) if site.thai_digits else str(value)

    def number(value: int) -> str:
        return digits(f"{value:,}")

    def fill(text: object, **values: object) -> str:
        return str(text).format_map({key: str(value) for key, value in values.items()})

    return {
        "thai_date": thai_date,
        "short_date": short_date,
        "iso": lambda value: dates.iso(whole(value)),
        "digits": digits,
        "number": number,
        "fill": fill,
    }


def _reason(fault: Exception) -> str:
    if isinstance(fault, TemplateNotFound):
        return f"no templates/{fault.message}"
    return str(fault) or type(fault).__name__


def _no_such(folder: str, name: str, known: Iterable[str]) -> str:
    near = ", ".join(folder + one for one in nearest(name, known))
    return f"no {folder}{name}" + (f"; near it: {near}" if near else "")


def _innermost(trace: TracebackType | None, templates: Mapping[str, tuple[str, str]], page: str) -> tuple[str, int]:
    """The deepest line of a template in a traceback: (template's name, line)."""
    names = {path: name for name, (_, path) in templates.items()}
    found = (page, 1)
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if path in names:
            found = (names[path], trace.tb_lineno)
        trace = trace.tb_next
    return found

"""Page to bytes: one renderer for a build; a template that fails gives a Problem with its file and line."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from urllib.parse import quote, urlsplit

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup, escape
from msgspec import Struct

from site_builder.machine_views import CardView, TextView, WordsView
from site_builder.model import Term
from site_builder.pictures import Block, PhotoView, PictureSet
from site_builder.problems import Position, Problem, Severity
from site_builder.rendering import linked_data, search
from site_builder.rendering.bodies import joined, srcset
from site_builder.rendering.cards import card
from site_builder.rendering.closure import closure
from site_builder.rendering.machines import machine
from site_builder.rendering.sandbox import Sandbox, Words
from site_builder.rendering.templates import Loader, keeping
from site_builder.rendering.theme import BLOCKS, Theme
from site_builder.thai import dates
from site_builder.thai.dates import When
from site_builder.thai.text import nearest, thai_digits
from site_builder.thai.whole import pieces, spanned
from site_builder.views import Crumb, ItemView, NavLink, NotFoundView, Page, SiteInfo, StandingView

_DATES = 8192  # kept in pieces: a page says its own date twice, and other pages of its day say it again


class PageInfo(Struct, frozen=True):
    """What a template may know of its own page."""

    url: str  # from the site's root
    canonical: str  # the whole address


def _undeveloped(view: PhotoView) -> bytes:
    raise LookupError(view.source)  # who renders pictures hands in what makes them


class Renderer:
    """A theme made ready once: compiles each template at its first use, and then renders any page."""

    def __init__(
        self,
        theme: Theme,
        site: SiteInfo,
        *,
        file_links: bool = False,
        compiled: Mapping[str, bytes] | None = None,
        draw: Callable[[str], bytes] = str.encode,
        develop: Callable[[PhotoView], bytes | Problem] = _undeveloped,
    ) -> None:
        """`compiled` is what `compiled()` gave an earlier renderer; of it only what fits is used.

        `draw` makes a picture of an SVG; without it the SVG itself is what a card gives. `develop` makes a size of a
        picture of a file.
        """
        self._draw, self._develop = draw, develop
        self._theme = theme
        self._site = site
        self._file_links = file_links
        self._loader = Loader(theme.templates, compiled or {}, f"{site.language} {site.thai_digits}")
        self._sandbox = _sandbox(self._loader, site)
        self._short_date: Callable[..., object] = self._sandbox.filters["short_date"]
        self._once = keeping(self._loader.lasting)
        self._words = Words(theme.words)
        self._places: dict[tuple[str, str], dict[str, object]] = {}

    def compiled(self) -> dict[str, bytes]:
        """What should be handed in next time: templates as code, by name; nobody else can read it."""
        return dict(self._loader.entries)

    def closure(self, template: str) -> dict[str, object]:
        """What a page of this template can show beside its view: name → value (see closure.py)."""
        facts_of = functools.partial(self._loader.facts, self._sandbox)
        return closure(self._theme, self._site, template, facts_of, file_links=self._file_links)

    def render(self, page: Page) -> bytes | Problem:
        """The page's bytes, UTF-8; a FileView has none here: storing copies it."""
        match page.view:
            case CardView() as view:
                return self._card(view)
            case PhotoView() as view:
                return self._develop(view)
            case TextView() as view:
                return self._text(view)
            case WordsView() as view:
                return search.words(view)
        ours = machine(page, self._site, self._theme.words, self.absolute)
        return self._template(page) if ours is None else ours

    def absolute(self, url: str) -> str:
        """The whole address of a URL from the root; other addresses as they are."""
        return self._site.base_url + encoded(url[1:]) if url.startswith("/") else url

    def _card(self, view: CardView) -> bytes | Problem:
        try:
            return self._draw(card(view, self._site, self._theme, self._sandbox.filters["short_date"]))
        except ValueError as fault:  # an emblem that is no picture
            return Problem("T027", Severity.ERROR, None, (("reason", str(fault)),), "", "themes")

    def _text(self, view: TextView) -> bytes:
        href = _href("../", "index.html" if self._file_links else "")
        return search.text(view, href(view.url), str(self._short_date(view.when)) if view.when else "")

    def _template(self, page: Page) -> bytes | Problem:
        try:
            return self._sandbox.get_template(page.template).render(self._place(page) | self._of(page)).encode()
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
        """What changes from page to page: the view, and the functions that know the page's own URL."""
        url = page.url

        def breadcrumb_data(crumbs: tuple[Crumb, ...]) -> Markup:
            return linked_data.breadcrumb(crumbs, self._theme.words, url, self.absolute)

        def here(links: Iterable[NavLink]) -> tuple[str, ...]:
            return tuple([_state(link.url, url) for link in links])

        return {
            "view": page.view,
            "page": PageInfo(url, self.absolute(url)),
            "breadcrumb_data": breadcrumb_data,
            "here": here,
        }

    def _place(self, page: Page) -> dict[str, object]:
        """What all pages of one depth share: the site, its words, and the functions that know where they stand.

        The page for lost addresses is served at any depth, so its links begin at the host's root.
        """
        lost = isinstance(page.view, NotFoundView)
        root = urlsplit(self._site.base_url).path if lost else "../" * (page.url.count("/") - 1)
        index = "index.html" if self._file_links and not lost else ""
        if (root, index) not in self._places:
            self._places[root, index] = self._standing(_href(root, index))
        return self._places[root, index]

    def _standing(self, href: Callable[[str], str]) -> dict[str, object]:
        def asset(name: str) -> str:
            if name not in self._theme.urls:
                raise LookupError(_no_such("static/", name, self._theme.urls))
            return href(self._theme.urls[name])

        def absolute(url: str) -> str:
            return self.absolute(url)

        def shown(one: Block, inner: Markup) -> Markup:
            template = self._sandbox.get_template(f"{BLOCKS}{one.name}.html")
            return Markup(template.render({**found, "block": one, "inner": inner}))  # noqa: S704 — a template's

        def body(view: ItemView | StandingView) -> Markup:
            return joined(view, href, shown)

        def sizes_of(one: PictureSet) -> Markup:
            return srcset(one, href)

        def article_data(view: ItemView) -> Markup:
            return linked_data.article(view, self._site, self.absolute)

        found = self._sandbox.globals | {
            "site": self._site,
            "theme": self._theme.look,
            "words": self._words,
            "href": href,
            "asset": asset,
            "absolute": absolute,
            "body": body,
            "srcset": sizes_of,
            "article_data": article_data,
            "once": self._once,
        }
        return found


def _href(root: str, index: str) -> Callable[[str], str]:
    """Page-relative addresses: the site works at any root, and with an index from a double click."""

    def href(url: str) -> str:
        if not url.startswith("/"):
            return url
        path, rest = _cut(encoded(url[1:]))
        whole = root + path + (index if not path or path.endswith("/") else "")
        return (whole or "./") + rest

    return href


def _state(link: str, url: str) -> str:
    """What `aria-current` says of a link on the page of a URL: "page", "true" where the page lies below it, or ""."""
    return "page" if link == url else "true" if link != "/" and url.startswith(link) else ""


def encoded(url: str) -> str:
    """Thai letters and spaces percent-encoded; what is encoded already is left alone."""
    return url if url.isascii() and " " not in url else _quoted(url)


@functools.lru_cache(maxsize=4096)  # of a Thai tag 12 µs, and a page names the same ones as its neighbour
def _quoted(url: str) -> str:
    return quote(url, safe="/#?&=%:@!$'()*+,;~")


def _cut(url: str) -> tuple[str, str]:
    """The path of an address, and what stands from its "?" or "#" on."""
    if "?" not in url and "#" not in url:
        return url, ""
    end = min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))
    return url[:end], url[end:]


def _sandbox(loader: Loader, site: SiteInfo) -> Sandbox:
    sandbox = Sandbox(
        loader=loader,
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

    def when(value: When | dt.date) -> When:
        return value if isinstance(value, When) else When(value)

    def thai_date(value: When | dt.date) -> str:
        if site.language == "en":
            return dates.long_english(when(value))
        return dates.long(when(value), thai_digits=site.thai_digits)

    def short_date(value: When | dt.date) -> str:
        if site.language == "en":
            return dates.short_english(when(value))
        return dates.short(when(value), thai_digits=site.thai_digits)

    def iso(value: When | dt.date) -> str:
        return dates.iso(when(value))

    def digits(value: object) -> str:
        return thai_digits(str(value)) if site.thai_digits else str(value)

    def number(value: int) -> str:
        return digits(f"{value:,}")

    def fill(text: object, **values: object) -> str:
        return str(text).format_map({key: str(value) for key, value in values.items()})

    return {
        "thai_date": thai_date,
        "short_date": short_date,
        "whole": _whole,
        "iso": iso,
        "digits": digits,
        "number": number,
        "fill": fill,
    }


def _whole(text: str, places: tuple[Term, ...] = (), province: str = "") -> Markup:
    """A date or a place in words, of which no line breaks the day and month, the time, or the names of these places."""
    if not province:
        return Markup(_spanned_date(text))  # noqa: S704 — escaped
    return Markup(_spanned(text, frozenset([province, *(place.name for place in places)])))  # noqa: S704 — escaped


def _spanned(text: str, names: frozenset[str]) -> str:
    html = str(escape(text))
    return spanned(html, pieces(html, names))


@functools.lru_cache(maxsize=_DATES)
def _spanned_date(text: str) -> str:
    return _spanned(text, frozenset())


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

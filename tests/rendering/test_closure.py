"""What a page can show beside its view: never too little, and not needlessly much."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from rendering.desk import PAGES, SITE, packaged, theme

from site_builder.model import Term
from site_builder.problems import Problem
from site_builder.rendering.render import Renderer
from site_builder.rendering.theme import Theme
from site_builder.views import Contact, Feeds, NavLink, SiteInfo

THEME = theme()
OTHER: dict[str, object] = {
    "title": "ข", "short_title": "ข", "description": "ข", "language": "en", "base_url": "https://y.go.th/z/",
    "province": "ข", "bangkok": True, "unit": "ข", "contact": Contact(phone="1"), "header": (NavLink("ข", "/y/"),),
    "footer": (), "categories": (Term("category", "ข", "y", "/category/y/"),), "feeds": Feeds("/y.xml", "/y.json"),
    "counter": "https://z.example/", "counter_text": "{total}",
    "search": False, "thai_digits": True, "mourning": False, "mourning_text": "", "announcement": NavLink("ข", ""),
    "share": "",
}  # fmt: skip


COMPILED: dict[str, bytes] = {}  # of the packaged theme, so that each test compiles only what it changes


def _all(renderer: Renderer) -> dict[str, bytes]:
    for page in PAGES:
        renderer.render(page)
    return renderer.compiled()


def _shown(theme: Theme, site: SiteInfo = SITE, *, file_links: bool = False) -> list[tuple[dict[str, object], object]]:
    """(Closure, bytes or the fault) of every page."""
    renderer = Renderer(theme, site, file_links=file_links, compiled=COMPILED)
    COMPILED.update({} if COMPILED else _all(renderer))
    return [(renderer.closure(page.template), renderer.render(page)) for page in PAGES]


BEFORE = _shown(THEME)


def _changed(after: list[tuple[dict[str, object], object]]) -> tuple[set[str], set[str]]:
    """(URLs of pages whose closure changed, URLs of pages whose bytes changed)."""
    pairs = list(zip(PAGES, BEFORE, after, strict=True))
    told = {page.url for page, (closure, _), (other, _) in pairs if closure != other}
    return told, {page.url for page, (_, data), (_, other) in pairs if data != other}


def test_the_pages_of_the_test_show_the_whole_theme() -> None:
    """Every page renders, and all templates of the theme take part."""
    assert [] == [answer for _, answer in BEFORE if isinstance(answer, Problem)]
    reached = {name for closure, _ in BEFORE for name in closure if name.startswith("templates/")}
    assert {f"templates/{name}" for name in THEME.templates} == reached
    assert set(SITE.__struct_fields__) == OTHER.keys()


@pytest.mark.parametrize("name", OTHER)
def test_a_changed_setting_is_in_the_closure_of_every_page_that_shows_it(name: str) -> None:
    """For each field of SiteInfo: pages with other bytes have another closure."""
    told, changed = _changed(_shown(THEME, replace(SITE, **{name: OTHER[name]})))
    assert changed <= told


@pytest.mark.parametrize("name", ["blocks", "frame"])
def test_what_theme_toml_declares_is_in_the_closure_of_every_page_that_shows_it(name: str) -> None:
    """The blocks of the first page are its own affair, the colour of the browser's bar is everyone's."""
    look = replace(THEME.look, **{name: {"blocks": ("newest",), "frame": "#000000"}[name]})
    told, changed = _changed(_shown(replace(THEME, look=look)))
    assert changed == told
    assert ({"/"} if name == "blocks" else told) == told
    assert told


def test_colours_and_fonts_are_in_the_closure_of_cards_alone() -> None:
    """Pages have them by the address of the style sheet."""
    colours = {**THEME.colours, "light": {**THEME.colours["light"], "frame": "#000000"}}
    assert ({"/social/site.png"},) * 2 == _changed(_shown(replace(THEME, colours=colours)))
    assert {"/social/site.png"} == _changed(_shown(replace(THEME, fonts=())))[0]


def test_file_links_are_in_the_closure_of_every_page_with_links() -> None:
    """Links to index.html change every page but those whose links are absolute."""
    told, changed = _changed(_shown(THEME, file_links=True))
    assert changed <= told
    assert told.isdisjoint({"/feed.xml", "/sitemap.xml", "/robots.txt"})


def test_a_changed_word_is_in_the_closure_of_every_page_that_shows_it() -> None:
    """For each word, changed and removed: pages with other bytes have another closure."""
    for word in THEME.words:
        for words in ({**THEME.words, word: "ใหม่"}, {key: one for key, one in THEME.words.items() if key != word}):
            told, changed = _changed(_shown(replace(THEME, words=words)))
            assert changed <= told, word


def test_a_changed_file_is_in_the_closure_of_every_page_that_names_it() -> None:
    """For each static file, under a new address and removed."""
    for file in THEME.urls:
        for urls in ({**THEME.urls, file: "/assets/new"}, {key: one for key, one in THEME.urls.items() if key != file}):
            told, changed = _changed(_shown(replace(THEME, urls=urls)))
            assert changed <= told, file


@pytest.mark.parametrize("name", THEME.templates)
def test_a_changed_template_is_in_the_closure_of_every_page_made_by_it(name: str) -> None:
    """For each template: new text at its end and within its first macro or block, and a mistake."""
    source, path = THEME.templates[name]
    marked = source.replace(" %}\n", " %}\nx", 3)
    for text in (marked, source + "{% if %}"):
        told, changed = _changed(_shown(replace(THEME, templates={**THEME.templates, name: (text, path)})))
        assert changed <= told


@pytest.mark.parametrize(
    "source",
    [
        "{{ site }}",
        "{% set s = site %}{{ s.title }}{{ s.unit }}",
        "{{ site | attr('title') }}",
        "{{ [site] | map(attribute='province') | join }}",
        "{{ site['title'] }}{{ page['canonical'] }}",
        "{{ theme['frame'] }}{{ theme | attr('blocks') | join }}",
        "{% set p = page %}{{ p.canonical }}",
        "{% set w = words %}{{ w.home }}",
        "{{ words[view.updated and 'home' or 'news'] }}",
        "{{ words['ho' ~ 'me'] }}{{ words['list_' ~ 'tag'] }}{{ 'map' in words }}",
        "{% set a = asset %}{{ a('css/site.css') }}",
        "{{ asset('css/' ~ 'site.css') }}",
        "{% set h = href %}{{ h('/news/') }}",
        "{{ ['1'] | map('digits') | join }}{{ [view.updated] | map('thai' ~ '_date') | join }}",
        "{% filter digits %}2565{% endfilter %}",
        "{% include ['nix.html', 'red' ~ 'irect.html'] ignore missing %}",
        "{% import '_mac' ~ 'ros.html' as part with context %}{{ part.card(view.newest[0]) }}",
        "{% from '_macros.html' import card with context %}{{ once(card, view.newest[0]) }}",
        "{% macro m(site) %}{{ site.title }}{% endmacro %}{{ m(site) }}",
        "{% for word in [words] %}{{ word.home }}{{ word['news'] }}{% endfor %}",
    ],
)
def test_no_way_of_writing_a_template_hides_what_it_reads(source: str) -> None:
    """Names in other names, computed keys, filters by name: each change of anything that shows is told."""
    home = PAGES[0]
    own = theme(home=source, redirect="{{ site.title }}{{ words.home }}")

    def both(theme: Theme, site: SiteInfo = SITE, *, links: bool = False) -> tuple[dict[str, object], object]:
        renderer = Renderer(theme, site, file_links=links, compiled=compiled)
        answer = renderer.closure("home.html"), renderer.render(home)
        compiled.update(renderer.compiled() if theme is own and site is SITE else {})
        return answer

    compiled: dict[str, bytes] = {}
    closure, data = both(own)
    others = [both(own, replace(SITE, **{name: value})) for name, value in OTHER.items()]
    others += [both(own, links=True), both(replace(own, look=replace(own.look, blocks=(), frame="#000000")))]
    others += [both(replace(own, words={**own.words, word: "ใหม่"})) for word in own.words]
    others += [
        both(replace(own, words={key: one for key, one in own.words.items() if key != word})) for word in own.words
    ]
    others += [both(replace(own, urls={**own.urls, file: "/assets/n"})) for file in own.urls]
    for name, (old, path) in own.templates.items():
        others.append(both(replace(own, templates={**own.templates, name: (old + "x", path)})))
    assert not isinstance(data, Problem), data
    assert [] == [other for told, other in others if other != data and told == closure]


def test_an_edit_of_one_template_is_told_of_its_own_pages_alone() -> None:
    """item.html is of items, _macros.html of all that have a frame; feeds know no template."""
    items = {page.url for page in PAGES if page.template == "item.html"}
    framed = {page.url for page in PAGES if page.template.endswith(".html") and page.template != "redirect.html"}
    for name, expected in [("item.html", items), ("_macros.html", framed), ("_frame.html", framed)]:
        source, path = THEME.templates[name]
        templates = {**THEME.templates, name: (source + "\n{# new #}", path)}
        assert expected == _changed(_shown(replace(THEME, templates=templates)))[0]


def test_what_no_template_names_is_in_no_closure() -> None:
    """A static file that nobody asks for, and a word that cannot be a crumb's, change no page."""
    assert set() == _changed(_shown(replace(THEME, urls={**THEME.urls, "fonts/OFL.txt": "/assets/new"})))[0]
    assert set() == _changed(_shown(replace(THEME, urls={**THEME.urls, "new.png": "/assets/new"})))[0]
    told, _ = _changed(_shown(replace(THEME, words={**THEME.words, "home": "บ้าน"})))
    assert told.isdisjoint({"/old/", "/feed.xml", "/feed.json", "/sitemap.xml", "/robots.txt"})


def test_a_phone_number_is_told_of_the_pages_that_have_the_foot() -> None:
    """A redirect, a feed and a list for machines show no telephone."""
    told, changed = _changed(_shown(THEME, replace(SITE, contact=replace(SITE.contact, phone="044 000 000"))))
    assert changed == told
    assert {page.url for page in PAGES if page.template.endswith(".html")} - {"/old/"} == told


def test_a_part_is_known_by_its_name() -> None:
    """The names that a person is told: what a redirect can show."""
    expected = {"templates/redirect.html", "site.language", "site.base_url", "words.redirect", "words.redirect_link"}
    closure = Renderer(THEME, SITE).closure("redirect.html")
    assert expected | {"static/css/site.css", "links"} == closure.keys()
    assert packaged()["templates/redirect.html"].data.decode() == closure["templates/redirect.html"]

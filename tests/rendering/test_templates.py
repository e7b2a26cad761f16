"""Templates compiled and shared: another run, another page, and never another text."""

from __future__ import annotations

import pytest
from jinja2.runtime import Macro
from msgspec.structs import replace
from rendering.desk import CARD, PAGES, SITE, TAG, text, theme

from site_builder.problems import Problem
from site_builder.rendering import templates
from site_builder.rendering.render import Renderer
from site_builder.views import Page, RedirectView

THEME = theme()


def test_compiled_templates_give_the_same_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one renderer compiled the next one uses: it compiles nothing, and hands on the same."""
    first = Renderer(THEME, SITE)
    expected = [first.render(page) for page in PAGES]
    monkeypatch.setattr(templates, "_compiled", None)  # calling it would fail
    second = Renderer(THEME, SITE, compiled=first.compiled())
    assert expected == [second.render(page) for page in PAGES]
    assert first.closure("item.html") == second.closure("item.html")
    assert first.compiled() == second.compiled()


def test_compiled_templates_of_another_source_or_language_are_not_used() -> None:
    """An entry holds its own key: of another text, another site's digits (Jinja folds constants) or none of ours."""
    made = Renderer(theme(home="{{ '1' | digits }}"), SITE)
    assert "1" == text(made)
    assert "2" == text(Renderer(theme(home="2"), SITE, compiled=made.compiled()))
    thai = Renderer(theme(home="{{ '1' | digits }}"), replace(SITE, thai_digits=True), compiled=made.compiled())
    assert "๑" == text(thai)
    broken = {name: entry[:40] for name, entry in thai.compiled().items() if name != "home.html"}
    assert "2" == text(Renderer(theme(home="2"), SITE, compiled={"home.html": b"x", **broken}))


def test_compiled_templates_keep_a_faults_line() -> None:
    """A mistake is told at its file and line by a renderer that compiled nothing itself."""
    broken = theme(home="x\n{{ view.nix }}")
    first = Renderer(broken, SITE)
    expected = first.render(PAGES[0])
    assert isinstance(expected, Problem)
    assert expected.position
    assert ("themes/default/templates/home.html", 2) == (expected.path, expected.position.line)
    assert expected == Renderer(broken, SITE, compiled=first.compiled()).render(PAGES[0])


@pytest.mark.parametrize(
    "macro",
    [
        "{% macro m(card) %}{{ href(card.url) }}{{ title }}{% endmacro %}",
        "{% macro m(card) %}{{ page.url }}{% endmacro %}",
        "{% macro m(card) %}{{ view.target }}{% endmacro %}",
        "{% macro m(card) %}{{ here(site.header) | join }}{% endmacro %}",
        "{% set n = namespace(i=0) %}{% macro m(card) %}{% set n.i = n.i + 1 %}{{ n.i }}{% endmacro %}",
        "{% import '_inner.html' as inner with context %}{% macro m(card) %}{{ inner.p() }}{% endmacro %}",
        "{% macro m(card) %}{{ href(card.url) }}{{ words.home }}{{ asset('css/site.css') }}{% endmacro %}",
    ],
)
def test_once_shows_what_the_macro_itself_shows(macro: str) -> None:
    """Two pages of one depth, one of another: a kept text is of the same values and place, else it is made anew."""
    inner = "{% macro p() %}{{ page.url }}{% endmacro %}"
    head = "{% set title = view.target %}{% import '_m.html' as part with context %}"
    pages = [Page(f"{url}/", "redirect.html", RedirectView(url)) for url in ("/news", "/b", "/b/c", "/news")]
    shown = []
    for call in ("once(part.m, site.categories[0])", "part.m(site.categories[0])"):
        own = theme(redirect=f"{head}{{{{ {call} }}}}|{{{{ {call} }}}}", _m=macro, _inner=inner)
        renderer = Renderer(own, SITE)
        shown.append([text(renderer, page) for page in pages])
    assert shown[0] == shown[1]


def test_once_makes_a_text_once_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same card on a second page of the same depth is not made again; on another depth it is."""
    made = []
    real = Macro.__call__

    def counting(self: Macro, *args: object, **kwargs: object) -> str:
        made.append(self.name)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Macro, "__call__", counting)
    head = "{% import '_macros.html' as part with context %}"
    renderer = Renderer(theme(redirect=head + "{{ once(part.chip, view.target) }}"), SITE)
    for url in ("/a/", "/b/", "/a/b/"):
        renderer.render(Page(url, "redirect.html", RedirectView(TAG)))  # type: ignore[arg-type]
    assert 2 == made.count("chip")


def test_once_tells_values_apart_that_are_equal() -> None:
    """1, True and "1" are three; a text that is HTML and one that is not are two; a list is never kept."""
    macro = "{% macro m(value) %}{{ value }}{% endmacro %}"
    calls = ["1", "true", "'1'", "'<'", "'<' | safe", "[1]", "none", "('a', 'b')"]
    body = "|".join(f"{{{{ once(part.m, {call}) }}}}" for call in calls)
    own = theme(home="{% import '_m.html' as part with context %}" + body, _m=macro)
    expected = "1|True|1|&lt;|<|[1]|None|(&#39;a&#39;, &#39;b&#39;)"
    assert [expected] * 2 == [text(renderer) for renderer in [Renderer(own, SITE)] for _ in range(2)]


def test_kept_texts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """When more was kept than is allowed, the elder half is let go, and every text is still right."""
    monkeypatch.setattr(templates, "TEXTS", 2)
    cards = tuple(replace(CARD, title=f"ข่าวที่ {number}") for number in range(9))
    home = replace(PAGES[0].view, newest=cards)  # it is the HomeView
    shown = text(Renderer(THEME, SITE), replace(PAGES[0], view=home))
    assert [] == [card.title for card in cards if card.title not in shown]


@pytest.mark.parametrize(
    "source",
    [
        "{{ ([1] | map('string')).gi_frame.f_builtins }}",
        "{{ ([1] | map('string')).gi_code.co_filename }}",
        "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
        "{{ href.__code__ }}",
        "{{ once.__closure__ }}",
        "{{ once(href.__globals__) }}",
        "{{ view.updated.today() }}",
        "{{ view.updated['today']() }}",
        "{{ view.updated | attr('today') }}",
        "{{ ''.format.__self__ }}",
        "{{ '{0.__class__}'.format(site) }}",
        "{{ 'x'['for' ~ 'mat_map']({'x': 1}).__class__ }}",
        "{{ words._words }}",
        "{{ words.copy() }}",
        "{{ words.update }}",
        "{% import '_macros.html' as part with context %}{{ part._body_stream }}",
        "{% import '_macros.html' as part with context %}{{ part.card._environment }}",
        "{% set x = site.categories.append(1) %}",
    ],
)
def test_a_hostile_template_reaches_nothing(source: str) -> None:
    """Frames of generators, globals of functions, the clock of a date: a problem, and not a byte."""
    answer = Renderer(theme(home=source), SITE).render(PAGES[0])
    assert isinstance(answer, Problem)
    assert "T001" == answer.code


def test_a_menu_knows_where_its_page_stands() -> None:
    """`here` says for each link what aria-current is to say."""
    own = theme(redirect="{{ here(site.header) | join(',') }}")
    pages = [Page(url, "redirect.html", RedirectView("/")) for url in ("/news/", "/news/2565/", "/", "/about/")]
    assert ["page,", "true,", ",page", ","] == [text(Renderer(own, SITE), page) for page in pages]

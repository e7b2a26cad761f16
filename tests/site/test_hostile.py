"""What clumsy and hostile sites may not do: bury a page, lose one, or bring the program down."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from stories import SETTINGS, built, codes, item, page, shot, stands, tell

from site_builder.model import Body, Item, Link, Prose
from site_builder.planning.addresses import former, is_own, is_writable
from site_builder.planning.assemble import Site
from site_builder.planning.beside import beside
from site_builder.planning.links import targets
from site_builder.problems import Position
from site_builder.rendering.assets import fingerprint

ONE = f"-- content/news/a.md --\n{item('ก', '2565-01-01')}"


def test_a_former_address_without_an_ending_is_a_folder() -> None:
    """A file named "old" would be offered for download; a name with an ending stays the file that it was."""
    written = ["/old", "/old/", "/old/index.html", "/about.html", "/index.html"]
    assert ["/old/", "/old/", "/old/", "/about.html", "/"] == [former(alias) for alias in written]


@pytest.mark.parametrize("address", ["/con/", "/a:b/", "/x.", "/x /", "/.htaccess", "/a/nul.html", "/.well-known/x/"])
def test_no_former_address_is_written_that_a_system_cannot_hold_or_a_host_obeys(address: str) -> None:
    """Windows' devices and signs, and names that begin with a dot, are refused by name."""
    assert not is_writable(address)


def test_the_site_keeps_its_own_addresses_and_no_more() -> None:
    """Lists, feeds and declared taxonomies are the site's; /about.html of a former site is free."""
    own = ["/", "/news/", "/tag/x/", "/feed.xml", "/feed.xml/", "/404.html", "/project/x/"]
    assert [True] * 7 == [is_own(address, {"project"}) for address in own]
    assert [False] * 3 == [is_own(address, {"project"}) for address in ["/about.html", "/news/2565/", "/projects/"]]


@pytest.mark.parametrize(
    ("alias", "found"),
    [
        ("/con/", ["P019"]),
        ("/news", ["P002"]),
        ("/news/2565/", []),
        ("[/old, /old/x/]", []),
        ("[/Old/, /old/]", []),
        ("/about.html", []),
        ("/news/2565/01/a/index.html", ["P001", "P001"]),
    ],
)
def test_a_clumsy_alias_is_named(site: Path, alias: str, found: list[str]) -> None:
    """An alias never brings a build down, and never takes a page's place."""
    outcome = built(site, f"{ONE}-- content/news/b.md --\n{item('ข', '2565-01-02', f'aliases: {alias}')}")
    assert found == codes(outcome)
    assert outcome.built
    assert "P001" in found or stands(site, "/news/2565/01/a/")


def test_a_standing_page_cannot_bury_a_taxonomy(site: Path) -> None:
    """`content/pages/project.md` and a taxonomy `project` want one address; the page is held back."""
    tell(site, f'-- content/site.toml --\n{SETTINGS}\n[[taxonomy]]\nkey = "project"\nname = "โครงการ"\n')
    outcome = built(site, f"{ONE}-- content/pages/project.md --\n{item('ข', '2565-01-02')}")
    assert (["P002"], True) == (codes(outcome), outcome.built)


def test_an_unreadable_folder_costs_no_page(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that the system will not list stops the build: its pages stand as they were."""
    built(site, ONE)
    real = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "news":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    outcome = built(site)
    assert (["W012"], False) == (codes(outcome), outcome.built)
    assert stands(site, "/news/2565/01/a/")


def test_settings_in_an_old_encoding_are_read_and_told(site: Path) -> None:
    """Notepad's ANSI on a Thai Windows is Windows-874: the title is Thai all the same."""
    tell(site, ONE)
    (site / "content/site.toml").write_bytes(SETTINGS.encode("cp874"))
    outcome = built(site)
    assert ["F004"] == codes(outcome)
    assert "<h1>พช.บุรีรัมย์</h1>" in page(site, "/")


def test_links_keep_their_question_and_find_odd_names(site: Path) -> None:
    """A "?" or "#" part stays behind the file; %23 is a # of a name; .MD is .md; names may be decomposed (macOS)."""
    decomposed = unicodedata.normalize("NFD", "café.jpg")
    body = "[n](/district/satuek) [s](/district/satuek/?p=2#z) [p](doc.pdf#page=2) [m](B.MD) ![h](ภาพ%231.jpg) "
    body += "![c](café.jpg)"
    tell(site, f'-- content/site.toml --\nlinks = "file"\n{SETTINGS}-- content/news/B.MD --\n{item("ข", "2565-01-02")}')
    (site / "content/news/doc.pdf").write_bytes(b"%PDF x")
    for name in ("ภาพ#1.jpg", decomposed):
        (site / "content/news" / name).write_bytes(shot(name))
    outcome = built(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', body=body)}")
    text = page(site, "/news/2565/01/a/")
    expected = [
        "district/satuek/index.html",
        "district/satuek/index.html?p=2#z",
        "media/news/doc.pdf#page=2",
        "news/2565/01/b/index.html",
    ]
    assert [] == codes(outcome)
    assert [] == [url for url in expected if f'href="../../../../{url}"' not in text]
    media = sorted(path.name for path in (site / "output/media/news").iterdir())
    assert ["café-60", "café-60", "doc"] == [name.partition(".")[0] for name in media[:3]]
    assert all(name.startswith("ภาพ-1-") for name in media[3:])


def test_a_thousand_dead_links_are_told_within_seconds() -> None:
    """Suggestions come from the link's own folder: all files of a site for each of its dead links took minutes."""
    paths = [f"content/news/{folder}/photo-{number}.jpg" for folder in range(100) for number in range(30)]
    known = targets(Site(), paths)
    one = Item("content/news/1/a.md", "news", "a", "ก", None)
    body = Body(
        Prose.of(("",) * 1001), tuple(Link(f"foto-{number}.jpg", Position(1, 1, "", 1)) for number in range(1000))
    )
    started = time.process_time()
    found = beside(one, body, known).problems
    assert 1000 == len(found)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        ("x\n{{ asset('css/sit.css') }}", 2, "no static/css/sit.css; near it: static/css/site.css"),
        ('x\n{% include "nix.html" %}', 2, "no templates/nix.html"),
        (
            "{% macro f() %}\n{{ view.nix }}{% endmacro %}\n{{ f() }}",
            2,
            "'site_builder.views.HomeView object' has no attribute 'nix'",
        ),
    ],
)
def test_a_templates_fault_is_told_at_its_line(site: Path, template: str, line: int, reason: str) -> None:
    """A missing file, a missing template and a wrong name in a macro are found where they stand."""
    fault = built(site, f"-- themes/default/templates/home.html --\n{template}\n").problems[0]
    assert ("T001", line, (("reason", reason),)) == (
        fault.code,
        fault.position and fault.position.line,
        fault.arguments,
    )


@pytest.mark.parametrize(
    "template",
    [
        r'{{ "\ud800" }}',
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ href.__globals__ }}",
        "{% include 'home.html' %}",
    ],
)
def test_no_template_brings_the_program_down(site: Path, template: str) -> None:
    """Half a character, an endless loop, a way out of the sandbox, a template within itself: one problem each."""
    outcome = built(site, f"-- themes/default/templates/home.html --\n{template}\n")
    assert (["T001"], False) == (codes(outcome), outcome.built)


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [("strings.toml", "th = 5", "T004"), ("strings.toml", "[th", "T004"), ("static/a:b.png", "x", "T005")],
)
def test_a_wrong_theme_file_is_a_problem(site: Path, path: str, text: str, code: str) -> None:
    """Words that are no table, and a name that Windows cannot hold, are told before anything is written."""
    if sys.platform == "win32" and ":" in path:
        pytest.skip("the name cannot be made here")
    tell(site, f"-- themes/default/{path} --\n{text}\n")
    outcome = built(site)
    assert ([code], False) == (codes(outcome), outcome.built)


def test_a_stylesheet_finds_its_files_under_their_new_names() -> None:
    """Parts after # and ?, percent-encoded names and imported sheets are followed; a damaged name is left alone."""
    urls, made = fingerprint(
        {
            "css/a.css": b'@import url(z.css); b{c:url(i.svg#p);d:url("x%20y.png?1");e:url("\xff.png")}',
            "css/i.svg": b"<svg/>",
            "css/x y.png": b"x",
            "css/z.css": b"z{}",
        }
    )
    text = made[urls["css/a.css"]]
    names = [
        urls[name].rpartition("/")[2].replace(" ", "%20").encode() for name in ("css/z.css", "css/i.svg", "css/x y.png")
    ]
    assert [b'@import url("%s");b{c:url("%s#p");d:url("%s?1");e:url("\xff.png")}' % tuple(names)] == [text]


def test_a_control_character_costs_no_reader_the_feed(site: Path) -> None:
    """What XML forbids can come by an escape: of YAML it is an error, of TOML or HTML the feed leaves it out."""
    tell(site, "-- content/site.toml --\n" + SETTINGS.replace("พช.บุรีรัมย์", r"ก\u0001"))
    title = r'"ข\x07ค"'
    outcome = built(
        site,
        f"-- content/news/a.md --\n{item(title, '2565-01-01')}"
        f"-- content/news/b.md --\n{item('ค', '2565-01-01', body='ง&#7;จ')}",
    )
    feed = ET.fromstring(page(site, "/feed.xml"))  # noqa: S314 — our own output
    assert [("F005", 2)] == [(one.code, one.position.line) for one in outcome.problems if one.position]
    assert ["ก", "ค"] == [title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")]


def test_help_is_shown_where_thai_cannot_be(site: Path) -> None:
    """A console of another country shows "?" for Thai, and no Python fault."""
    command = [sys.executable, "-X", "utf8=0", "-m", "site_builder", "build", "--help"]
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=site, env={"PYTHONIOENCODING": "cp1252", **_environment()}
    )
    assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize("now", ["2565-06-01", "0001-01-01", "now"])
def test_a_moment_that_cannot_be_meant_is_refused(site: Path, now: str) -> None:
    """`--now 2565-…` would be five centuries ahead: every dated notice would have expired."""
    tell(site, ONE)
    command = [sys.executable, "-m", "site_builder", "build", "--site", str(site), "--now", now]
    done = subprocess.run(command, capture_output=True, check=False, env=_environment())
    assert (2, True) == (done.returncode, b"U010" in done.stderr)


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONIOENCODING"}

"""Orders for hosts and lists for crawlers, as texts; real servers judge them in tests/hosts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from stories import SETTINGS, built, codes, item, media, page, stands

PHUKET = SETTINGS.replace("บุรีรัมย์", "ภูเก็ต")
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
BASE = "https://news.example.go.th"

pytestmark = pytest.mark.usefixtures("quick")


def _news(name: str, date: str, *lines: str, title: str = "ข่าว", body: str = "เนื้อข่าว") -> str:
    return f"-- content/news/{name}.md --\n{item(title, date, *lines, body=body)}\n"


FORMER = "aliases: [/เก่า/, /old.html, '/?p=12', '/?page_id=7']"
SITE = "".join(
    [
        f"-- content/site.toml --\n{PHUKET}\n-- content/news/a.jpg --\na\n-- content/news/b.jpg --\nb\n",
        _news("a", "2565-01-01", FORMER, "cover: a.jpg", "gallery: [b.jpg, a.jpg]"),
        _news("b", "2564-12-31"),
        _news("c", "2565-02-01", "correction: {date: 2565-05-05, note: แก้}"),
    ]
)


def _locations(site: Path, url: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(page(site, url)).iter(f"{_SITEMAP}loc")]  # noqa: S314 — ours


def test_sitemaps_are_split_by_year_and_name_pictures(site: Path) -> None:
    """The index leads to one for each year and one for all other pages; a picture stands once."""
    assert ["G007"] == codes(built(site, SITE))
    assert [f"{BASE}/sitemap-{name}.xml" for name in ("2564", "2565", "pages")] == _locations(site, "/sitemap.xml")
    assert [f"{BASE}/news/2565/01/a/", f"{BASE}/news/2565/02/c/"] == _locations(site, "/sitemap-2565.xml")
    pages = _locations(site, "/sitemap-pages.xml")
    assert {f"{BASE}/", f"{BASE}/calendar/", f"{BASE}/district/thalang/"} < set(pages)
    assert not any("404" in one or "/news/25" in one or one.endswith("/old.html") for one in pages)
    year = ET.fromstring(page(site, "/sitemap-2565.xml"))  # noqa: S314 — ours
    assert [BASE + media(site, "news/a"), BASE + media(site, "news/b")] == [
        one.text for one in year.iter(f"{_IMAGE}loc")
    ]
    assert ["2022-01-01", "2022-05-05"] == [one.text for one in year.iter(f"{_SITEMAP}lastmod")]


def test_former_addresses_lead_on_in_either_case(site: Path) -> None:
    """`_redirects` has both percent forms, with and without the last slash; web.config is XML and says the same."""
    built(site, SITE)
    lines = [line.split()[0] for line in page(site, "/_redirects").splitlines()[1:]]
    upper, lower = "/%E0%B9%80%E0%B8%81%E0%B9%88%E0%B8%B2", "/%e0%b9%80%e0%b8%81%e0%b9%88%e0%b8%b2"
    assert sorted(["/old.html", f"{upper}/", upper, f"{lower}/", lower]) == sorted(lines)
    root = ET.fromstring(page(site, "/web.config").encode())  # noqa: S314 — ours
    found = {one.get("path"): one.find(".//httpRedirect") for one in root.iter("location")}
    assert {"เก่า", "old.html"} == found.keys()
    assert {f"{BASE}/news/2565/01/a/"} == {one.get("destination") for one in found.values() if one is not None}


def test_orders_stand_whole_and_are_ours(site: Path) -> None:
    """Five files, the dot-file among them, are written, listed as ours, and say one policy."""
    built(site, SITE)
    ours = json.loads(page(site, "/.site-builder.json"))["files"]
    names = (".htaccess", "nginx-site.conf", "web.config", "_headers")
    assert {*names, "_redirects"} < ours.keys()
    policies = {re.search(r"default-src[^\"\n]*", page(site, f"/{name}").replace("&#x27;", "'")) for name in names}
    assert {"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"} == {
        found[0] for found in policies if found
    }


def test_a_site_that_is_not_encrypted_promises_nothing(site: Path) -> None:
    """Strict-Transport-Security stands only where base_url is https."""
    built(site, f"-- content/site.toml --\n{PHUKET.replace('https:', 'http:')}")
    assert not any("Strict-Transport" in page(site, f"/{name}") for name in (".htaccess", "_headers", "web.config"))


def test_a_question_of_the_former_site_is_an_alias(site: Path) -> None:
    """`/?p=12` is no file: it stands in a small table, which the first page and the one for lost addresses ask."""
    built(site, SITE)
    assert {"?p=12": "/news/2565/01/a/", "?page_id=7": "/news/2565/01/a/"} == json.loads(page(site, "/addresses.json"))
    assert 'data-questions="addresses.json"' in page(site, "/")
    assert 'data-questions="/addresses.json"' in page(site, "/404.html")
    twice = built(site, _news("b", "2564-12-31", "aliases: ['/?p=12']"))
    assert {("P001", "content/news/a.md"), ("P001", "content/news/b.md")} == {
        (one.code, one.path) for one in twice.problems if one.code == "P001"
    }


def test_a_site_without_questions_has_no_table(site: Path) -> None:
    """Nothing is asked for that is not there."""
    built(site, f"-- content/site.toml --\n{PHUKET}\n{_news('a', '2565-01-01')}")
    assert not stands(site, "/addresses.json")
    assert "data-questions" not in page(site, "/")
    assert ["/news/2565/01/a/"] == json.loads(page(site, "/addresses-2565.json"))


def test_an_edit_touches_the_lists_that_show_it(site: Path) -> None:
    """A body changes none, not even with its excerpt; a correction the sitemap of its year; an alias the orders."""
    built(site, SITE)
    machines = ("sitemap", "addresses", "robots", "_", ".htaccess", "web.config", "nginx-site")

    def touched(*lines: str, body: str = "เนื้อข่าว") -> set[str]:
        outcome = built(site, _news("b", "2564-12-31", *lines, body=body))
        return {one.url for one in outcome.reasons if one.url.rpartition("/")[2].startswith(machines)}

    assert set() == touched(body="ย่อหน้าแรกใหม่")
    assert {"/sitemap-2564.xml"} == touched("correction: {date: 2565-05-05, note: แก้}")
    orders = {"/.htaccess", "/nginx-site.conf", "/web.config", "/_redirects"}
    assert orders == touched("correction: {date: 2565-05-05, note: แก้}", "aliases: [/former/]")

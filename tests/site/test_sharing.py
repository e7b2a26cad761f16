"""What a shared page shows: its cover, else a card of its district, its own, or the site's."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from stories import NOW, SETTINGS, built, item, media, page, stands, tell

from site_builder.build import build
from site_builder.job import Means
from site_builder.storing.executors import Crew

BASE = "https://news.example.go.th"
PROVINCE = ('province = "บุรีรัมย์"', 'province = "ภูเก็ต"')  # three districts: a card takes 0.1 s
LONG = "ประชุมเชิงปฏิบัติการเสริมสร้างและพัฒนาผู้นำการเปลี่ยนแปลงอำเภอถลาง " * 3
STORY = f"""
-- content/news/a.md --
{item(LONG, "2565-03-03", "district: ถลาง")}
-- content/news/b.md --
{item("ข่าวมีภาพ", "2565-03-04", "cover: p.png", "cover_alt: คนยืนหน้าศาลา", "district: กะทู้")}
-- content/news/p.png --
x
-- content/news/c.md --
{item("ข่าวภาพลายเส้น", "2565-03-05", "cover: q.svg", "location: ไม่ระบุที่ใด")}
-- content/news/q.svg --
(broken)
"""
PICTURE = re.compile(r'<meta property="og:image" content="([^"]*)">')


def _told(site: Path, cards: str) -> Path:
    tell(site, STORY + "\n-- content/site.toml --\n" + SETTINGS.replace("none", cards).replace(*PROVINCE))
    return site


def _picture(site: Path, url: str) -> str:
    found = PICTURE.findall(page(site, url))
    return found[0].removeprefix(BASE) if found else ""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a card for each item."""
    site = _told(tmp_path_factory.mktemp("site"), "items")
    assert build(site, site / "output", NOW).built
    return site


def test_an_item_is_shared_with_its_cover_or_a_card_that_is_there(drawn: Path) -> None:
    """A cover that is no SVG comes first; each address that a page names is a file of the site."""
    pages = ["/news/2565/03/a/", "/news/2565/03/b/", "/news/2565/03/c/", "/district/kathu/", "/", "/tag/"]
    expected = [
        *("/social/news/2565/03/a.png", media(drawn, "news/p"), "/social/news/2565/03/c.png"),
        *("/social/district/kathu.png", "/social/site.png", "/social/site.png"),
    ]
    assert expected == [_picture(drawn, url) for url in pages]
    assert all(stands(drawn, url) for url in expected)
    assert not stands(drawn, "/social/news/2565/03/b.png")


def test_a_card_is_as_large_as_the_apps_ask_and_light(drawn: Path) -> None:
    """1200 by 630, at most 60 kB, also with a title of three full lines."""
    for path in (drawn / "output/social").rglob("*.png"):
        data = path.read_bytes()
        assert (1200, 630) == struct.unpack(">II", data[16:24])
        assert len(data) <= 60_000, path


def test_every_district_has_its_card(drawn: Path) -> None:
    """With or without news."""
    assert 3 == len(list((drawn / "output/social/district").iterdir()))


def test_a_card_is_drawn_again_when_what_it_shows_has_changed(drawn: Path) -> None:
    """Another body draws nothing; another title draws one card; another colour of the theme all of them."""
    tell(drawn, f"-- content/news/a.md --\n{item(LONG, '2565-03-03', 'district: ถลาง', body='ใหม่')}")
    assert [] == [one.url for one in build(drawn, drawn / "output", NOW).reasons if one.url.startswith("/social/")]
    tell(drawn, f"-- content/news/a.md --\n{item('สั้น', '2565-03-03', 'district: ถลาง', body='ใหม่')}")
    found = {one.url: one.names for one in build(drawn, drawn / "output", NOW).reasons}
    assert {"/social/news/2565/03/a.png": ("view.lead",)} == {
        url: names for url, names in found.items() if url.startswith("/social/")
    }
    tell(drawn, '-- themes/default/theme.toml --\n[colours.light]\nframe = "#123a2a"\n')
    found = {one.url: one.names for one in build(drawn, drawn / "output", NOW).reasons}
    assert ("theme.colours",) == found["/social/site.png"]


def test_without_cards_of_items_the_district_serves(site: Path) -> None:
    """`districts`: the item's own district; one without a district is shared with the site's."""
    built(_told(site, "districts"))
    expected = ["/social/district/thalang.png", media(site, "news/p"), "/social/site.png"]
    assert expected == [_picture(site, f"/news/2565/03/{name}/") for name in "abc"]
    assert not (site / "output/social/news").exists()


def test_none_draws_nothing(site: Path) -> None:
    """And names no picture but the covers that there are."""
    built(_told(site, "none"))
    assert ["", media(site, "news/p"), ""] == [_picture(site, f"/news/2565/03/{name}/") for name in "abc"]
    assert not (site / "output/social").exists()


def test_two_processes_draw_the_same(site: Path, drawn: Path) -> None:
    """The bytes of a card depend on nothing but what it shows."""
    tell(drawn, "-- themes/default/theme.toml --\n\n")
    build(drawn, drawn / "output", NOW)
    build(_told(site, "districts"), site / "output", NOW, Means(Crew(2)))
    for path in (site / "output/social").rglob("*.png"):
        assert path.read_bytes() == (drawn / "output" / path.relative_to(site / "output")).read_bytes()


def test_a_cover_is_described(drawn: Path) -> None:
    """By what `cover_alt` says."""
    assert 'alt="คนยืนหน้าศาลา"' in page(drawn, "/news/2565/03/b/")


def test_the_links_for_sharing_work_without_a_script(drawn: Path) -> None:
    """LINE and Facebook get the page's whole address, percent-encoded; the other ways wait for the script."""
    text = page(drawn, "/news/2565/03/a/")
    address = "https%3A%2F%2Fnews.example.go.th%2Fnews%2F2565%2F03%2Fa%2F"
    assert f'href="https://social-plugins.line.me/lineit/share?url={address}"' in text
    assert f'href="https://www.facebook.com/sharer/sharer.php?u={address}"' in text
    assert text.count('class="scripted"') == 2

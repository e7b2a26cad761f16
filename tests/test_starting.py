"""New sites and new items."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from stories import NOW, codes, page

from site_builder.build import build
from site_builder.checks import check
from site_builder.starting.item import item_path, item_text
from site_builder.starting.site import new_site
from site_builder.storing.starts import write_item, write_new
from site_builder.thai.places import District, load, named_district

DAY = dt.date(2022, 3, 3)


def start(site: Path, province: str, unit: str, cards: str = "none") -> None:
    """Write a new site into a folder; cards for sharing take 0.1 s each, and are drawn where they are asked for."""
    gazetteer = load(province)
    assert gazetteer is not None
    assert write_new(site, new_site(gazetteer, f"ข่าว{province}", unit, "https://news.example.go.th", DAY)) is None
    settings = site / "content/site.toml"
    assert '"districts"' in settings.read_text("utf-8")
    settings.write_text(settings.read_text("utf-8").replace('"districts"', f'"{cards}"'), "utf-8")


@pytest.mark.parametrize("province", ["บุรีรัมย์", "กรุงเทพมหานคร", "ภูเก็ต", "นครราชสีมา"])
def test_a_new_site_builds_without_a_word(site: Path, province: str) -> None:
    """A new site has its first item, its pages, and a page for every district, เขต in Bangkok."""
    cards = "districts" if province == "ภูเก็ต" else "none"
    start(site, province, f"สำนักงานพัฒนาชุมชนจังหวัด{province}", cards)
    outcome = build(site, site / "output", NOW)
    gazetteer = load(province)
    assert gazetteer is not None
    assert [] == codes(outcome)
    assert len(gazetteer.districts) == len(list((site / "output/district").glob("*/index.html")))
    assert gazetteer.districts[0].label in page(site, f"/district/{gazetteer.districts[0].slug}/")
    assert len(gazetteer.districts) + 1 == len(list((site / "output/unit").glob("*/index.html")))


def test_bangkok_has_khet_in_every_place(site: Path) -> None:
    """However site.toml spells it, Bangkok's lists are of เขต, for readers and in the data for search engines."""
    start(site, "กรุงเทพมหานคร", "สำนักงานตัวอย่าง")
    settings = site / "content/site.toml"
    settings.write_text(settings.read_text("utf-8").replace('"กรุงเทพมหานคร"', '"กทม."'), "utf-8")
    build(site, site / "output", NOW)
    text = page(site, "/district/bang-rak/")
    assert 2 == text.count("ข่าวรายเขต")
    assert "ข่าวรายอำเภอ" not in text


def test_what_is_still_to_be_written_is_named(site: Path) -> None:
    """`check` names every blank of a new site's standing pages, and the empty contact block."""
    start(site, "บุรีรัมย์", "ที่ว่าการอำเภอแคนดง")
    found = codes(check(site, NOW))
    assert {"C003", "C004"} == set(found)
    assert 3 == found.count("C004")


def test_nothing_is_written_over(site: Path) -> None:
    """`init` into a folder that has a site changes no byte, and says which file is in the way."""
    start(site, "บุรีรัมย์", "ก")
    (site / "content/site.toml").write_text("ของเดิม", "utf-8")
    gazetteer = load("บุรีรัมย์")
    assert gazetteer is not None
    taken = write_new(site, new_site(gazetteer, "ใหม่", "ใหม่", "https://x.go.th", DAY))
    assert taken is not None
    assert "U012" == taken.code
    assert "ของเดิม" == (site / "content/site.toml").read_text("utf-8")


def test_a_new_item_is_named_by_date_and_district(site: Path) -> None:
    """`new` writes 2565-03-03-khaen-dong.md, a second one beside it, and both are items without a mistake."""
    start(site, "บุรีรัมย์", "สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์")
    gazetteer = load("บุรีรัมย์")
    assert gazetteer is not None
    district = named_district(gazetteer, "แคนดง")
    assert isinstance(district, District)
    text = item_text("ข่าวด่วน: 'ประชุม' #1", DAY, district, "สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์")
    paths = [write_item(site, lambda number: item_path(DAY, district, number), text) for _ in range(2)]
    outcome = build(site, site / "output", NOW)
    assert ["content/news/2565/2565-03-03-khaen-dong.md", "content/news/2565/2565-03-03-khaen-dong-2.md"] == paths
    assert [] == codes(outcome)
    assert "<h1>ข่าวด่วน: &#39;ประชุม&#39; #1</h1>" in page(site, "/news/2565/03/2565-03-03-khaen-dong/")
    assert "2565-03-03-khaen-dong-2/" in page(site, "/district/khaen-dong/")

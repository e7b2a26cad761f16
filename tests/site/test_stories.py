"""Whole sites, each told in one string."""

from __future__ import annotations

import datetime as dt
import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from stories import NOW, SETTINGS, built, codes, item, media, page, shot, stands, tell, tree, unbroken

from site_builder.model import Held

BANGKOK = dt.timezone(dt.timedelta(hours=7))
OPENING = """
-- content/news/2565/2565-03-03-khaen-dong.md --
---
title: ประชุมผู้นำชุมชน
date: วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.
location: บ้านสระบัว อำเภอแคนดง จังหวัดบุรีรัมย์
category: ข่าวกิจกรรม
tags: [ผู้นำชุมชน]
visit_counter: {total: 1, today: 1}
---

มีวัตถุประสงค์คือ
1.เพื่อเพิ่มขีดความสามารถ
2.เพื่อสร้างพลังชุมชน
"""


def test_release_becomes_a_page(site: Path) -> None:
    """A release has a page with its Thai date, its ISO date, its district, its list and the former site's count."""
    outcome = built(site, OPENING)
    text = page(site, "/news/2565/03/2565-03-03-khaen-dong/")
    assert (1, 1, ()) == (outcome.read, outcome.published, outcome.problems)
    assert '<time datetime="2022-03-03T08:30:00+07:00">วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.</time>' in unbroken(text)
    assert 'href="../../../../district/khaen-dong/"' in text
    assert "<li>เพื่อเพิ่มขีดความสามารถ</li>\n<li>เพื่อสร้างพลังชุมชน</li>\n</ol>" in text
    assert "ยอดเข้าชมจากเว็บไซต์เดิม 1 ครั้ง" in text
    assert "ข่าวโดย : สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์" in text


def test_item_stands_in_every_list_of_its_groups(site: Path) -> None:
    """An item is listed at home, in the news, by district, tag, office, category, year, month and fiscal year."""
    built(site, OPENING)
    lists = [
        "/",
        "/news/",
        "/district/khaen-dong/",
        "/tag/ผู้นำชุมชน/",
        "/unit/สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์/",
        "/category/activity/",
        "/archive/2565/",
        "/archive/2565/03/",
        "/fiscal-year/2565/",
        "/feed.xml",
        "/feed.json",
        "/district/khaen-dong/feed.xml",
        "/tag/ผู้นำชุมชน/feed.json",
        "/category/activity/feed.xml",
        "/sitemap-2565.xml",
    ]
    missing = [url for url in lists if "2565-03-03-khaen-dong/" not in page(site, url)]
    assert [] == missing


def test_every_district_has_a_page(site: Path) -> None:
    """All 23 districts of Buriram stand in the index and have a page; one without news says so in both."""
    built(site, OPENING)
    index = page(site, "/district/")
    pages = sorted(path.parent.name for path in (site / "output/district").glob("*/index.html"))
    assert 23 == len(pages)
    assert [] == [name for name in pages if f'href="../district/{name}/"' not in index]
    assert 22 == index.count('<span class="index-empty">ยังไม่มีข่าว</span>')
    assert 22 == index.count('map-level-0"')
    assert "ยังไม่มีข่าวของอำเภอสตึก" in page(site, "/district/satuek/")


def test_every_source_ends_in_one_state(site: Path) -> None:
    """Read = published + draft + scheduled + expired + errors, and each held-back source is named with its reason."""
    outcome = built(
        site,
        f"""
-- content/news/a.md --
{item("เผยแพร่", "2565-01-01")}
-- content/news/b.md --
{item("ร่าง", "2565-01-01", "draft: ใช่")}
-- content/news/c.md --
{item("รอ", "2565-01-01", "publish_on: 2 มิถุนายน 2565 เวลา 08.30 น.")}
-- content/news/d.md --
{item("หมด", "2565-01-01", "expire_on: 31 พฤษภาคม 2565")}
-- content/news/e.md --
{item("ผิด", "2568-02-29")}
-- content/pages/about.md --
{item("เกี่ยวกับเรา", "2565-01-01")}
""",
    )
    assert (6, 2) == (outcome.read, outcome.published)
    assert (
        Held("content/news/b.md", "draft"),
        Held("content/news/c.md", "scheduled", dt.datetime(2022, 6, 2, 8, 30, tzinfo=BANGKOK)),
        Held("content/news/d.md", "expired", dt.datetime(2022, 6, 1, tzinfo=BANGKOK)),
        Held("content/news/e.md", "error"),
    ) == outcome.held
    assert ["a"] == [path.name for path in (site / "output/news/2565/01").iterdir()]


def test_an_expiry_without_a_time_includes_its_day(site: Path) -> None:
    """`expire_on: 31 พฤษภาคม` shows the item until midnight, and a scheduled item appears at its very minute."""
    tell(
        site,
        f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'expire_on: 31 พฤษภาคม 2565')}"
        f"-- content/news/b.md --\n{item('ข', '2565-01-01', 'publish_on: 1 มิถุนายน 2565 เวลา 12.00 น.')}",
    )
    last = dt.datetime(2022, 5, 31, 23, 59, tzinfo=BANGKOK)
    assert ["content/news/b.md"] == [one.path for one in built(site, now=last).held]
    assert ["content/news/a.md"] == [one.path for one in built(site, now=NOW).held]


def test_two_sources_of_one_address_are_both_held_back(site: Path) -> None:
    """Neither wins in silence: both are named with each other, and the rest builds."""
    outcome = built(
        site,
        f"""
-- content/news/one/meeting.md --
{item("ก", "2565-01-01")}
-- content/news/two/Meeting.md --
{item("ข", "2565-01-02")}
-- content/news/three/other.md --
{item("ค", "2565-01-03")}
""",
    )
    assert ["P001", "P001"] == codes(outcome)
    assert ["content/news/one/meeting.md", "content/news/two/Meeting.md"] == [one.path for one in outcome.held]
    assert not stands(site, "/news/2565/01/meeting/")
    assert stands(site, "/news/2565/01/other/")


def test_names_that_differ_in_case_alone_are_both_held_back(site: Path) -> None:
    """On Windows the two are one file: neither is published, and each names the other."""
    first, second = item("ก", "2565-01-01"), item("ข", "2565-02-01")
    outcome = built(site, f"-- content/news/meeting.md --\n{first}-- content/news/Meeting.md --\n{second}")
    assert ["W014", "W014"] == codes(outcome)
    assert (2, 0, 2) == (outcome.read, outcome.published, outcome.count("error"))


def test_a_standing_page_cannot_take_an_address_of_the_site(site: Path) -> None:
    """`content/pages/news.md` would bury the list of news."""
    outcome = built(site, f"-- content/pages/news.md --\n{item('ข่าว', '2565-01-01')}")
    assert ["P002"] == codes(outcome)
    assert 1 == outcome.count("error")


def test_a_former_address_leads_to_the_page(site: Path) -> None:
    """Each alias is a page that leads on, and search engines are told the new address."""
    built(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'aliases: [/2022/01/01/old/]')}")
    text = page(site, "/2022/01/01/old/")
    assert '<meta http-equiv="refresh" content="0; url=../../../../news/2565/01/a/">' in text
    assert '<link rel="canonical" href="https://news.example.go.th/news/2565/01/a/">' in text
    assert "2022/01/01" not in page(site, "/sitemap-pages.xml")


def test_links_between_sources_become_addresses(site: Path) -> None:
    """A link to another item's file leads to its page and its heading; a picture beside the item is copied."""
    tell(site, f"-- content/news/b.md --\n{item('ข', '2565-02-01', body='# ผลการประชุม' + chr(10))}")
    (site / "content/news/รูป ที่1.JPG").write_bytes(shot("ก"))
    body = "[ข่าวก่อน](b.md#ผลการประชุม) ![ภาพ](<รูป ที่1.JPG>) [อำเภอ](/district/satuek/)"
    outcome = built(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', body=body)}")
    text = page(site, "/news/2565/01/a/")
    assert [] == codes(outcome)
    assert 'href="../../../../news/2565/02/b/#h-' in text
    assert 'href="../../../../district/satuek/"' in text
    assert ["jpg", "webp"] == sorted(one.suffix[1:] for one in (site / "output/media/news").glob("รูป-ที่1-*"))
    assert '<picture><source type="image/webp" srcset="../../../../media/news/%E0%B8%A3' in text
    assert 'alt="ภาพ" loading="lazy"></picture>' in text


def test_a_cover_stands_on_the_page_and_the_card(site: Path) -> None:
    """A picture, an album and a document beside an item are shown and copied; a missing one is named."""
    folder = site / "content/news/fair"
    folder.mkdir(parents=True)
    for name in ("cover.jpg", "one.png", "form.PDF"):
        (folder / name).write_bytes(b"%PDF form" if name == "form.PDF" else shot(name, name[-4:]))
    front = ("cover: cover.jpg", "gallery: [one.png, two.png]", "attachments: [form.PDF]")
    outcome = built(site, f"-- content/news/fair/index.md --\n{item('งาน', '2565-01-01', *front)}")
    assert [("P010", 5)] == [
        (one.code, one.position.line) for one in outcome.problems if one.position and one.code != "G007"
    ]
    text = page(site, "/news/2565/01/fair/")
    cover, one = media(site, "news/fair/cover"), media(site, "news/fair/one")
    assert f'class="cover" src="../../../..{cover}"' in text
    assert f'<a href="../../../..{one}">' in text
    assert 'alt="ภาพที่ 1"' in text
    assert 'href="../../../../media/news/fair/form.pdf"' in text
    assert f'src="{cover[1:]}"' in page(site, "/")
    assert b"%PDF form" == (site / "output/media/news/fair/form.pdf").read_bytes()


def test_a_file_that_cannot_be_read_costs_itself_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that another program holds is an error with its path; its former copy stays, and the rest is built."""
    (site / "content/news").mkdir(parents=True)
    (site / "content/news/a.txt").write_bytes(b"former")
    built(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'attachments: [a.txt]')}")
    real = Path.stat

    def held(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name == "a.txt" and path.parent.name == "news" and "media" not in path.parts:
            raise PermissionError(13, "held")
        return real(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", held)
    outcome = built(site, f"-- content/news/b.md --\n{item('ข', '2565-01-02')}")
    assert [("W015", "content/news/a.txt")] == [(one.code, one.path) for one in outcome.problems]
    assert stands(site, "/news/2565/01/b/")
    assert b"former" == (site / "output/media/news/a.txt").read_bytes()


def test_files_that_share_an_address_are_told_apart(site: Path) -> None:
    """Two names that are one in an address keep their own bytes, whichever came first."""
    (site / "content/news").mkdir(parents=True)
    for name in ("a b.pdf", "A-B.pdf"):
        (site / "content/news" / name).write_bytes(b"%PDF " + name.encode())
    built(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'attachments: [a b.pdf, A-B.pdf]')}")
    found = sorted((site / "output/media/news").iterdir())
    assert [b"%PDF a b.pdf", b"%PDF A-B.pdf"] == [path.read_bytes() for path in found]
    assert ["a-b-c8687a08.pdf", "a-b.pdf"] == [path.name for path in found]


def test_a_standing_page_shows_what_lies_beside_it(site: Path) -> None:
    """A cover, documents and a correction stand on a standing page too; what only news has is named."""
    (site / "content/pages").mkdir(parents=True)
    for name in ("map.png", "form.pdf"):
        (site / "content/pages" / name).write_bytes(shot("ก", ".png") if name == "map.png" else b"%PDF 1")
    front = (
        "cover: map.png",
        "attachments: [form.pdf]",
        "correction: {date: 3 มีนาคม 2565, note: แก้เบอร์โทร}",
        "tags: [ก]",
    )
    outcome = built(site, f"-- content/pages/contact.md --\n{item('ติดต่อ', '2565-01-01', *front)}")
    text = page(site, "/contact/")
    assert ["F087"] == codes(outcome)
    assert f'src="..{media(site, "pages/map")}"' in text
    assert 'href="../media/pages/form.pdf"' in text
    assert "แก้เบอร์โทร" in text


def test_a_link_to_nowhere_names_the_nearest(site: Path) -> None:
    """A missing item, heading, file or page is a warning at its line; the item is published all the same."""
    body = "[ก](bb.md)\n[ข](b.md#ผลการประชุน)\n![ค](photo.jpg)\n[ง](/district/satuk/)"
    outcome = built(
        site,
        f"-- content/news/a.md --\n{item('ก', '2565-01-01', body=body)}"
        f"-- content/news/b.md --\n{item('ข', '2565-02-01', body='# ผลการประชุม' + chr(10))}",
    )
    found = [
        (one.code, one.position.line, dict(one.arguments).get("nearest")) for one in outcome.problems if one.position
    ]
    assert [
        ("P009", 6, "b.md"),
        ("P014", 7, "h-ผลการประชุม"),
        ("P010", 8, ""),
        ("P009", 9, "/district/satuek/"),
    ] == found
    assert 2 == outcome.published


def test_a_file_that_nobody_names_is_told(site: Path) -> None:
    """An item saved as .txt, or outside news and pages, must not vanish in silence."""
    outcome = built(site, "-- content/news/a.txt --\nข่าว\n-- content/notes.md --\nบันทึก\n")
    assert [("P017", "content/news/a.txt"), ("P016", "content/notes.md")] == [
        (one.code, one.path) for one in outcome.problems
    ]


def test_many_unused_files_of_a_folder_are_told_at_once(site: Path) -> None:
    """Thirty photos that no item names are one notice, and not thirty."""
    tell(site, "".join(f"-- content/news/fair/{number:02}.jpg --\nภาพ\n" for number in range(30)))
    found = [(one.code, one.path, dict(one.arguments)["count"]) for one in built(site).problems]
    assert [("P020", "content/news/fair", "30")] == found


def test_names_of_one_thing_share_a_page(site: Path) -> None:
    """Aliases of tags and offices, and slips of the keyboard, lead to one page, not to two."""
    outcome = built(
        site,
        f"""
-- content/tags.toml --
[[tag]]
name = "ผู้นำชุมชน"
slug = "leaders"
aliases = ["ผู้นำ"]
-- content/units.toml --
[[unit]]
name = "สำนักงานพัฒนาชุมชนอำเภอแคนดง"
slug = "cdd-khaen-dong"
district = "แคนดง"
-- content/news/a.md --
{item("ก", "2565-01-01", "tags: [ผู้นํา]", "author_unit: สพอ.แคนดง")}
-- content/news/b.md --
{item("ข", "2565-01-02", "tags: [ผู้นำชุมชน, leaders]", "author_unit: สพอ. เเคนดง")}
""",
    )
    assert [] == [code for code in codes(outcome) if code.startswith("P")]
    assert ["leaders"] == [path.name for path in (site / "output/tag").iterdir() if path.is_dir()]
    assert [True, True] == [f"/01/{name}/" in page(site, "/unit/cdd-khaen-dong/") for name in "ab"]
    assert [True, True] == [f"/01/{name}/" in page(site, "/district/khaen-dong/") for name in "ab"]


def test_an_unknown_office_is_shown_and_named(site: Path) -> None:
    """An office that units.toml does not know is a warning with the nearest; its name stands without a link."""
    outcome = built(
        site,
        f"""
-- content/units.toml --
[[unit]]
name = "สำนักงานพัฒนาชุมชนอำเภอแคนดง"
-- content/news/a.md --
{item("ก", "2565-01-01", "author_unit: สำนักงานพัฒนาชุมชนอำเภอแคนดล")}
""",
    )
    assert ["P005"] == codes(outcome)
    assert "<dd>สำนักงานพัฒนาชุมชนอำเภอแคนดล</dd>" in page(site, "/news/2565/01/a/")


def test_an_unknown_category_holds_the_item_back(site: Path) -> None:
    """A category that the site has not would lose the item from every list."""
    outcome = built(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'หมวด: ข่าวกิจกรม')}")
    assert ["P007"] == codes(outcome)
    assert (("category", "ข่าวกิจกรม"), ("known", "ข่าวกิจกรรม")) == outcome.problems[0].arguments


def test_a_declared_taxonomy_has_pages(site: Path) -> None:
    """site.toml may declare a further way to group news, with a Thai key of its own."""
    tell(
        site,
        f'-- content/site.toml --\n{SETTINGS}\n[[taxonomy]]\nkey = "project"\nthai = "โครงการ"\nname = "โครงการ"\n',
    )
    outcome = built(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01', 'โครงการ: [โคก หนอง นา]')}")
    assert [] == codes(outcome)
    assert "/01/a/" in page(site, "/project/โคก-หนอง-นา/")
    assert "โคก หนอง นา" in page(site, "/project/")


def many(count: int) -> str:
    """A story of `count` items, one a day."""
    days = (dt.date(2021, 1, 1) + dt.timedelta(number) for number in range(count))
    return "".join(f"-- content/news/n{day:%Y%m%d}.md --\n{item(f'ข่าว {day}', day.isoformat())}" for day in days)


def test_a_long_list_keeps_its_pages(site: Path) -> None:
    """The root shows the newest 20–39, numbered pages count from the oldest and are not written again."""
    built(site, many(59))
    before = tree(site / "output")
    outcome = built(site, many(60))
    after = tree(site / "output")
    changed = {path for path in after if path.startswith("news/page") and after[path] != before.get(path)}
    assert 20 == after["news/index.html"].count(b'class="card"')
    assert 20 == after["news/page/1/index.html"].count(b'class="card"')
    assert {"news/page/1/index.html", "news/page/2/index.html"} == changed
    assert 39 == before["news/index.html"].count(b'class="card"')
    assert [] == codes(outcome)


def test_an_edited_body_changes_one_page(site: Path) -> None:
    """An edit behind the first paragraph is known to the item's own page alone."""
    built(site, many(30))
    text = item("ข่าว 2021-01-05", "2021-01-05", body="เนื้อข่าว\n\nย่อหน้าใหม่")
    outcome = built(site, f"-- content/news/n20210105.md --\n{text}")
    assert (1, 0) == (outcome.written, outcome.removed)


def test_feeds_are_what_they_claim(site: Path) -> None:
    """Atom and JSON feeds parse, hold absolute addresses and ISO dates of the Christian era with +07:00."""
    built(site, OPENING)
    atom = ET.fromstring(page(site, "/feed.xml"))  # noqa: S314 — our own output
    data = json.loads(page(site, "/feed.json"))
    space = "{http://www.w3.org/2005/Atom}"
    url = "https://news.example.go.th/news/2565/03/2565-03-03-khaen-dong/"
    assert [url] == [entry.findtext(f"{space}id") for entry in atom.iter(f"{space}entry")]
    assert "2022-03-03T08:30:00+07:00" == atom.findtext(f"{space}updated")
    assert [(url, "2022-03-03T08:30:00+07:00")] == [(one["url"], one["date_published"]) for one in data["items"]]


def test_a_failing_template_switches_nothing(site: Path) -> None:
    """A wrong name in a template is a problem with file and line, and the former site stands to the byte."""
    built(site, OPENING)
    before = tree(site / "output")
    wrong = "<!DOCTYPE html>\n<title>{{ view.title }}</title>\n<p>{{ view.autor }}</p>\n"
    outcome = built(
        site,
        f"-- themes/default/templates/standing.html --\n{wrong}-- content/pages/about.md --\n{item('ก', '2565-01-01')}",
    )
    fault = outcome.problems[0]
    assert ("T001", "themes/default/templates/standing.html") == (fault.code, fault.path)
    assert 3 == (fault.position.line if fault.position else 0)
    assert not outcome.built
    assert before == tree(site / "output")


def test_a_site_theme_lies_over_the_packaged_one(site: Path) -> None:
    """One template and one word of the site's own, all else from the package."""
    built(
        site,
        OPENING
        + '-- themes/default/strings.toml --\n[th]\nnot_found = "หาไม่เจอ"\n'
        + "-- themes/default/templates/standing.html --\nOWN {{ view.title }} {{ words.home }}\n"
        + f"-- content/pages/about.md --\n{item('เกี่ยวกับเรา', '2565-01-01')}",
    )
    assert "OWN เกี่ยวกับเรา หน้าแรก\n" == page(site, "/about/")
    assert "<h1>หาไม่เจอ</h1>" in page(site, "/404.html")


def test_thai_digits_by_setting(site: Path) -> None:
    """`digits = "thai"` writes dates in Thai digits for people, and never for machines."""
    tell(site, '-- content/site.toml --\ndigits = "thai"' + SETTINGS)
    built(site, OPENING)
    text = page(site, "/news/2565/03/2565-03-03-khaen-dong/")
    assert '<time datetime="2022-03-03T08:30:00+07:00">วันพฤหัสบดีที่ ๓ มีนาคม ๒๕๖๕ เวลา ๐๘.๓๐ น.</time>' in unbroken(text)


def test_english_frame_by_setting(site: Path) -> None:
    """`language = "en"` gives an English frame around the Thai news."""
    tell(site, '-- content/site.toml --\nlanguage = "en"' + SETTINGS)
    built(site, OPENING)
    text = page(site, "/news/2565/03/2565-03-03-khaen-dong/")
    assert '<html lang="en">' in text
    assert "Thursday 3 March 2022" in text
    assert "Khaen Dong" in page(site, "/district/khaen-dong/")

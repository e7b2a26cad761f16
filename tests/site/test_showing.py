"""Mourning and announcements: switched on by settings alone, and by date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from stories import SETTINGS, built, codes, item, page, tell, tree

from site_builder.checks import check
from site_builder.unchanged import unchanged

ZONE = dt.timezone(dt.timedelta(hours=7))
BEFORE, FIRST = dt.datetime(2022, 10, 12, 23, 59, tzinfo=ZONE), dt.datetime(2022, 10, 13, tzinfo=ZONE)
LAST, AFTER = dt.datetime(2022, 10, 15, 23, 59, 59, tzinfo=ZONE), dt.datetime(2022, 10, 16, tzinfo=ZONE)
MOURNING = '\n[mourning]\nfrom = "13 ตุลาคม 2565"\nto = "15 ต.ค. 65"\ntext = "น้อมรำลึก"\n'
ANNOUNCED = (
    '\n[announcement]\ntext = "งดให้บริการ"\nurl = "/news/"\nfrom = "13 ตุลาคม 2565 เวลา 08.30 น."\nto = "2565-10-15"\n'
)
STORY = f"-- content/news/a.md --\n{item('ข่าว', '2565-03-03')}\n-- content/site.toml --\n{SETTINGS}"
pytestmark = pytest.mark.usefixtures("quick")


def _is_in_mourning(site: Path) -> bool:
    text = page(site, "/news/2565/03/a/")
    assert ('class="mourning"' in text) == ("น้อมรำลึก" in text) == ("ribbon" in text)
    return 'class="mourning"' in text


def test_mourning_lasts_from_its_first_day_to_the_end_of_its_last(site: Path) -> None:
    """On every page, grey and with a ribbon; time alone brings it and takes it away, and no byte of it stays."""
    plain = tree(site / "output") if built(site, STORY + MOURNING, now=BEFORE).built else {}
    found = []
    for now in (FIRST, LAST, AFTER):
        built(site, now=now)
        found.append(_is_in_mourning(site))
    assert [True, True, False] == found
    assert plain == tree(site / "output")


def test_a_build_without_change_knows_that_mourning_has_begun(site: Path) -> None:
    """The quick look answers up to the instant, and leaves it to a build from there on."""
    built(site, STORY + MOURNING, now=BEFORE)
    assert unchanged(site, site / "output", BEFORE + dt.timedelta(seconds=59)) is not None
    assert unchanged(site, site / "output", FIRST) is None
    outcome = built(site, now=FIRST)
    assert ("site.mourning", "site.mourning_text") == outcome.reasons[0].names
    assert unchanged(site, site / "output", LAST) is not None
    assert unchanged(site, site / "output", AFTER) is None


def test_an_edited_body_is_rendered_in_mourning(site: Path) -> None:
    """The short way around an edit is not taken past the instant, and shows the ribbon after it."""
    built(site, STORY + MOURNING, now=BEFORE)
    built(site, f"-- content/news/a.md --\n{item('ข่าว', '2565-03-03', body='ใหม่')}", now=FIRST)
    assert _is_in_mourning(site)
    built(site, f"-- content/news/a.md --\n{item('ข่าว', '2565-03-03', body='อีกครั้ง')}", now=LAST)
    assert _is_in_mourning(site)
    assert 'class="mourning"' in page(site, "/")


def test_an_announcement_has_its_hours(site: Path) -> None:
    """Above every page, with its link; a time in `from` counts."""
    tell(site, STORY + ANNOUNCED)
    found = []
    for now in (FIRST, FIRST + dt.timedelta(hours=8, minutes=30), AFTER):
        built(site, now=now)
        found.append('<a href="../../../../news/">งดให้บริการ</a>' in page(site, "/news/2565/03/a/"))
    assert [False, True, False] == found


def test_an_announcement_without_days_stands_until_it_is_taken_out(site: Path) -> None:
    """And without an address it is plain text."""
    built(site, STORY + '\n[announcement]\ntext = "ระวังมิจฉาชีพ"\n')
    assert "ระวังมิจฉาชีพ" in page(site, "/")
    tell(site, STORY)
    built(site)
    assert "announcement" not in page(site, "/")


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('[mourning]\nfrom = "สักวัน"\n', "S031"),
        ('[mourning]\nfrom = "13 ตุลาคม 2565"\nto = "12 ตุลาคม 2565"\n', "S032"),
        ('[announcement]\ntext = "ก"\nurl = "about"\n', "S010"),
    ],
)
def test_a_mistake_is_an_error_at_its_line(site: Path, table: str, code: str) -> None:
    """A day that cannot be read, a period that ends before it begins, a link to nowhere."""
    tell(site, STORY + "\n" + table)
    assert [code] == codes(check(site, FIRST))


def test_a_link_to_a_page_that_is_not_there_is_told(site: Path) -> None:
    """As a menu's is, at the line of the address."""
    tell(site, STORY + '\n[announcement]\ntext = "ก"\nurl = "/nix/"\n')
    found = [one for one in check(site, FIRST).problems if one.code == "P018"]
    assert [('url = "/nix/"', "content/site.toml")] == [(one.position.quote, one.path) for one in found if one.position]

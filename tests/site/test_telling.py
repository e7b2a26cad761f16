"""What a site hands to its people: text to paste, a template to change, the guide for authors of themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from stories import NOW, built, item, page, tell

from site_builder.cli import main
from site_builder.model import Prose
from site_builder.rendering.guide import guide
from site_builder.rendering.sharing import excerpt_by_lines, plain
from site_builder.storing.themes import guide_sources
from site_builder.telling import eject, share_texts

ROOT = Path(__file__).parent.parent.parent
FIRST = item(
    "ข่าว อ.แคนดง",
    "3 มีนาคม 2565 เวลา 08.30 น.",
    "location: หอประชุมอำเภอแคนดง",
    "tags: [ผู้นำ ชุมชน, OTOP]",
    body="ย่อหน้าหนึ่ง & [ลิงก์](https://x.go.th/)\n\n1.ข้อหนึ่ง\n2.ข้อสอง",
)
STORY = f"""
-- content/news/a.md --
{FIRST}
-- content/news/b.md --
{item("ร่าง", "2565-03-03", "draft: ใช่")}
-- content/pages/c.md --
---
title: เกี่ยวกับ
---
ก
"""
pytestmark = pytest.mark.usefixtures("quick")


def test_an_item_is_told_for_line_and_for_facebook(site: Path) -> None:
    """Title, day, place and address in both; the excerpt in one, the whole text and the tags in the other."""
    tell(site, STORY)
    texts, _ = share_texts(site, "content/news/a.md", NOW)
    head = "ข่าว อ.แคนดง\n\nวันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น.\nหอประชุมอำเภอแคนดง\n\n"
    address = "https://news.example.go.th/news/2565/03/a/"
    short = f"{head}ย่อหน้าหนึ่ง & ลิงก์\n\n{address}\n"
    whole = f"{head}ย่อหน้าหนึ่ง & ลิงก์\n\n• ข้อหนึ่ง\n• ข้อสอง\n\n{address}\n\n#ผู้นำชุมชน #OTOP\n"
    assert (short, whole) == texts


@pytest.mark.parametrize("file", ["news/a.md", "content/news/nix.md", "content/pages/c.md", "content/news/b.md"])
def test_what_is_no_published_item_is_named(site: Path, file: str) -> None:
    """Another path, a file that is not there, a standing page, a draft: one error each, and no text."""
    tell(site, STORY)
    texts, problems = share_texts(site, file, NOW)
    assert texts is None
    assert ["U021" if file in {"content/pages/c.md", "content/news/b.md"} else "U020"] == [one.code for one in problems]


def test_a_long_text_ends_at_a_line() -> None:
    """What does not fit is left out whole; a single long line is cut at a word."""
    assert "หนึ่ง\n…" == excerpt_by_lines("หนึ่ง\nสองสองสอง", 10)
    assert excerpt_by_lines("ก" * 50, 10).endswith("…")
    assert "ก\nข\n\n• ค" == plain(Prose.of(("<p>ก<br>\nข</p>\n<ul>\n<li>ค</li>\n</ul>",)))


def test_the_command_prints_what_can_be_pasted(site: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """To the standard output, in UTF-8, from a path as the shell completes it; exit code 0."""
    tell(site, STORY)
    with pytest.raises(SystemExit) as stopped:
        main(["share", str(site / "content/news/a.md"), "--site", str(site), "--today", "2565-06-01"])
    printed = capsysbinary.readouterr().out.decode()
    assert stopped.value.code == 0
    assert "— ข้อความสำหรับไลน์ —\nข่าว อ.แคนดง\n" in printed


def test_one_template_is_copied_and_overrides(site: Path) -> None:
    """`theme eject` copies it into the site; changed, it is what pages are made with; twice it refuses."""
    built(site, STORY)
    path, problems = eject(site, "item.html")
    assert ("themes/default/templates/item.html", ()) == (path, problems)
    template = site / path
    assert (ROOT / path).read_bytes() == template.read_bytes()
    template.write_text(template.read_text("utf-8").replace("<h1>", '<h1 class="own">'), "utf-8")
    built(site)
    assert '<h1 class="own">' in page(site, "/news/2565/03/a/")
    assert '<h1 class="own">' not in page(site, "/news/")
    assert ["U012"] == [one.code for one in eject(site, "templates/item.html")[1]]


def test_any_file_of_the_theme_can_be_copied_and_no_other(site: Path) -> None:
    """A picture as it is; a name that is not there is answered with the nearest."""
    tell(site, STORY)
    path, _ = eject(site, "icons/favicon.svg")
    assert (ROOT / "themes/default/static/icons/favicon.svg").read_bytes() == (site / path).read_bytes()
    _, problems = eject(site, "itm.html")
    assert [("U022", (("nearest", "item.html, film.html"),))] == [(one.code, one.arguments) for one in problems]


def test_the_guide_is_what_the_views_say_now() -> None:
    """themes/README.md is what `site-builder theme guide` prints: every view, and every value that it holds."""
    written = guide(*guide_sources())
    assert written == (ROOT / "themes/README.md").read_text("utf-8")
    for name in ("ItemView", "HomeView", "Card", "Term", "SiteInfo", "When", "NavLink"):
        assert name in written

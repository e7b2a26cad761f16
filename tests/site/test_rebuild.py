"""What was touched is rendered again and nothing else, each page for the reason told; the site is a clean build's."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace
from stories import NOW, SETTINGS, built, codes, item, media, page, shot, stands, tell, tree

from site_builder.build import build
from site_builder.outcome import Outcome
from site_builder.problems import error
from site_builder.searching.files import is_index
from site_builder.storing import files, manifest, themes
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.last import recall
from site_builder.storing.store import Store

PHUKET = SETTINGS.replace("บุรีรัมย์", "ภูเก็ต")  # three districts: a small site
THALANG, KATHU = "location: อำเภอถลาง", "location: อำเภอกะทู้"
PROSE = "ย่อหน้าแรก\n\nย่อหน้าสอง"
DAY = dt.timedelta(days=1)
ITEM = "/news/2565/01/n{}/"


def news(number: int, *lines: str, title: str = "", date: str = "", where: str = "", body: str = PROSE) -> str:
    """An item as part of a story: odd ones are of ถลาง and tagged ก, even ones of กะทู้ and tagged ข."""
    tag, place = ("ก", THALANG) if number % 2 else ("ข", KATHU)
    lines = lines if any(line.startswith("tags") for line in lines) else (f"tags: [{tag}]", *lines)
    text = item(title or f"ข่าวที่ {number}", date or f"2565-01-1{number}", *lines, where or place, body=body)
    return f"-- content/news/n{number}.md --\n{text}\n"


def settings(*lines: str, text: str = PHUKET) -> str:
    """site.toml with further tables at its end."""
    return f"-- content/site.toml --\n{text}\n" + "\n".join([*lines, ""])


def gone(path: str) -> str:
    """A file less."""
    return f"-- {path} --\n(gone)\n"


SITE = settings() + "".join(map(news, range(1, 7)))


pytestmark = pytest.mark.usefixtures("quick")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A build after an edit, and what it did to the files."""

    outcome: Outcome
    changed: set[str]  # URLs of pages with other bytes than before, and of new ones
    lost: set[str]

    @property
    def reasons(self) -> dict[str, tuple[str, ...]]:
        """Why each page was rendered."""
        return {one.url: one.names for one in self.outcome.reasons}


def url_of(path: str) -> str:
    """The URL of a file of the output."""
    return "/" + path.removesuffix("index.html")


def rebuilt(site: Path, story: str = "", *, now: dt.datetime = NOW) -> Rebuilt:
    """Tell a story and build; the result is a clean build's, and its figures are true."""
    before = tree(site / "output")
    outcome = built(site, story, now=now)
    after = tree(site / "output")
    clean = clean_build(site, now)
    assert tree(site.parent / "clean/output") == after
    assert clean.problems == outcome.problems
    assert (clean.read, clean.published, clean.held, clean.pages) == (
        *(outcome.read, outcome.published, outcome.held, outcome.pages),
    )
    differing = {path for path in after if after[path] != before.get(path)}
    changed = {url_of(path) for path in differing if not is_index(path)}
    lost = {url_of(path) for path in before.keys() - after.keys() if not is_index(path)}
    assert (len(outcome.reasons), len(changed), len(lost)) == (outcome.rendered, outcome.written, outcome.removed)
    assert sum(map(is_index, differing)) == outcome.index_written
    return Rebuilt(outcome, changed, lost)


def clean_build(site: Path, now: dt.datetime = NOW) -> Outcome:
    """A copy of the site without its cache, built into an empty folder."""
    clean = site.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(site, clean, symlinks=True, ignore=shutil.ignore_patterns(".cache", "output*"))
    return build(clean, clean / "output", now)


def showing(site: Path, text: str) -> set[str]:
    """The pages on which a text stands."""
    return {
        url_of(path) for path, data in tree(site / "output").items() if text.encode() in data and not is_index(path)
    }


def test_without_a_change_nothing_is_done(site: Path) -> None:
    """The first build renders every page, the second none."""
    first = rebuilt(site, SITE)
    assert (first.outcome.pages, {()}) == (first.outcome.rendered, set(first.reasons.values()))
    assert Rebuilt(
        replace(first.outcome, rendered=0, written=0, index_written=0, reasons=(), profile=None), set(), set()
    ) == Rebuilt(replace(built(site), profile=None), set(), set())


def test_an_edited_body_is_one_page(site: Path) -> None:
    """A paragraph that no list shows is rendered on its own page alone."""
    built(site, SITE)
    assert {ITEM.format(3): ("view.body",)} == rebuilt(site, news(3, body=f"{PROSE}\n\nย่อหน้าใหม่")).reasons
    assert {ITEM.format(3): ("view.body",)} == rebuilt(site, news(3, body=PROSE)).reasons
    assert {} == rebuilt(site).reasons


def test_an_edited_title_is_the_pages_that_show_it(site: Path) -> None:
    """Its own page, its neighbours', those that have it as related, its lists and feeds, and the first page."""
    built(site, SITE)
    before = showing(site, "ข่าวที่ 3")
    found = rebuilt(site, news(3, title="เรื่องใหม่"))
    assert before == showing(site, "เรื่องใหม่") == found.changed == set(found.reasons)
    assert {"/", "/news/", "/feed.xml", "/district/thalang/", "/tag/ก/feed.json", "/archive/2565/01/"} < before
    assert {
        ITEM.format(2): ("view.newer",),
        ITEM.format(3): ("view.card", "view.crumbs"),
        ITEM.format(4): ("view.older",),
        ITEM.format(5): ("view.related",),
    } == {url: names for url, names in found.reasons.items() if url.startswith("/news/2")}
    assert {
        "/tag/ข/",
        "/district/kathu/",
        ITEM.format(1),
        "/404.html",
        "/sitemap.xml",
        "/sitemap-2565.xml",
        "/_redirects",
    }.isdisjoint(found.reasons)


@pytest.mark.parametrize(
    ("edit", "own"),
    [
        (news(3, "tags: [ข]"), ("view.card", "view.related")),
        (news(3, "tags: [ก, ใหม่]"), ("view.card",)),
        (news(3, where=KATHU), ("view.card", "view.crumbs", "view.related")),
        (news(3, "category: ข่าวกิจกรรม"), ("view.card",)),
        (news(3, "pinned: ใช่"), ("view.card",)),
        (news(3, "credit: ผู้รายงาน"), ("view.credit",)),
        (news(3, "correction: {date: 2565-02-01, note: แก้}"), ("view.card", "view.correction")),
        (news(3, "summary: สรุป"), ("view.card",)),
        (news(3, "time: 08.30 น."), ("view.card",)),
    ],
)
def test_an_edit_of_the_head_is_the_pages_that_differ(site: Path, edit: str, own: tuple[str, ...]) -> None:
    """A card is one value: where any of it differs, the pages that show the card are rendered, and no other."""
    built(site, SITE)
    found = rebuilt(site, edit)
    assert own == found.reasons[ITEM.format(3)]
    assert found.changed <= set(found.reasons) <= found.changed | showing(site, "ข่าวที่ 3")
    back = rebuilt(site, news(3))
    assert found.changed - back.changed == back.lost
    assert found.lost == back.changed - found.changed


def test_a_new_item_touches_what_shows_it(site: Path) -> None:
    """Its page has no other reason than being new; of the older items only its neighbour differs."""
    built(site, SITE)
    found = rebuilt(site, news(7))
    assert () == found.reasons[ITEM.format(7)]
    assert {ITEM.format(6): ("view.newer",), ITEM.format(7): ()} == {
        url: names for url, names in found.reasons.items() if url.startswith("/news/2")
    }
    assert (found.changed, set()) == (set(found.reasons), found.lost)


def test_an_item_that_goes_takes_its_page_along(site: Path) -> None:
    """So do the lists that held it alone."""
    built(site, SITE + news(7, "tags: [เดียว]"))
    found = rebuilt(site, gone("content/news/n7.md"))
    assert {ITEM.format(7), "/tag/เดียว/", "/tag/เดียว/feed.xml", "/tag/เดียว/feed.json"} == found.lost
    assert found.changed == set(found.reasons)
    assert [ITEM.format(6)] == [url for url in found.reasons if url.startswith("/news/2")]


def test_another_day_moves_the_page(site: Path) -> None:
    """Former and new neighbours, months and years are rendered again."""
    built(site, SITE)
    found = rebuilt(site, news(3, date="2564-12-30"))
    assert {ITEM.format(3)} == found.lost
    assert () == found.reasons["/news/2564/12/n3/"]
    assert {"/archive/2564/12/", "/archive/2565/01/", ITEM.format(2), ITEM.format(4), ITEM.format(1)} < set(
        found.reasons
    )
    assert found.changed == set(found.reasons)


def test_a_renamed_file_moves_its_page_and_no_source_is_lost(site: Path) -> None:
    """The address follows the file's name."""
    built(site, SITE)
    (site / "content/news/n3.md").rename(site / "content/news/n9.md")
    found = rebuilt(site)
    assert ({ITEM.format(3)}, ()) == (found.lost, found.reasons[ITEM.format(9)])
    assert found.changed == set(found.reasons)
    assert 6 == found.outcome.published


def test_a_link_follows_its_item(site: Path) -> None:
    """Of the items that link to one with another address each is rendered; without the item the link is told."""
    built(site, SITE + news(1, body=f"{PROSE}\n\n[ไป](n5.md)") + news(2, body=f"{PROSE}\n\n[ไป](n6.md)"))
    found = rebuilt(site, news(5, "slug: elsewhere"))
    assert ("view.links",) == found.reasons[ITEM.format(1)]
    assert ITEM.format(2) not in found.reasons
    (site / "content/news/n5.md").rename(site / "content/news/n8.md")
    assert ["P010"] == [code.replace("P009", "P010") for code in codes(rebuilt(site).outcome)]
    found = rebuilt(site, news(1, body=f"{PROSE}\n\n[ไป](n8.md)"))
    assert {ITEM.format(1): ("view.links",)} == found.reasons


def test_a_link_is_kept_when_its_page_is_edited(site: Path) -> None:
    """A body with links is planned among the items that it links to."""
    links = "[ไป](n6.md) [ป้าย](/tag/ข/) [หาย](n77.md) [นอก](https://example.org)"
    built(site, SITE + news(2, body=f"{PROSE}\n\n{links}"))
    found = rebuilt(site, news(2, body=f"{PROSE}\n\n{links} อื่น"))
    assert {ITEM.format(2): ("view.body",)} == found.reasons
    assert ["P010"] == [code.replace("P009", "P010") for code in codes(found.outcome)]
    assert 'href="../../../../news/2565/01/n6/"' in page(site, ITEM.format(2))


def test_an_anchor_that_goes_is_told_at_the_link(site: Path) -> None:
    """A heading renamed in one item is a dead end in another, whose text nobody touched."""
    built(site, SITE + news(2, body="## หัวข้อ\n\nก") + news(3, body="[ไป](n2.md#หัวข้อ)"))
    found = rebuilt(site, news(2, body="## อื่น\n\nก"))
    assert ["P014"] == codes(found.outcome)
    assert ("view.links",) == found.reasons[ITEM.format(3)]


def test_a_tag_with_another_slug_moves_its_list(site: Path) -> None:
    """tags.toml is a matter of planning: the pages that show the tag are rendered, and no other."""
    built(site, SITE)
    found = rebuilt(site, '-- content/tags.toml --\n[[tag]]\nname = "ก"\nslug = "ko"\n')
    assert {"/tag/ก/", "/tag/ก/feed.xml", "/tag/ก/feed.json"} == found.lost
    assert () == found.reasons["/tag/ko/"]
    shown = {url for number in (1, 3, 5) for url in showing(site, f"ข่าวที่ {number}")}
    assert found.changed <= set(found.reasons) <= found.changed | shown
    assert {ITEM.format(number) for number in (1, 3, 5)} == {url for url in found.reasons if url.startswith("/news/2")}
    assert found.changed >= rebuilt(site, gone("content/tags.toml")).changed - found.lost


def test_an_office_that_becomes_known_has_a_list(site: Path) -> None:
    """units.toml likewise."""
    office = "สำนักงานพัฒนาชุมชนอำเภอถลาง"
    built(site, SITE + news(3, f"author_unit: {office}"))
    found = rebuilt(
        site, f'-- content/units.toml --\n[[unit]]\nname = "{office}"\nslug = "thalang"\ndistrict = "ถลาง"\n'
    )
    assert () == found.reasons["/unit/thalang/"]
    assert ITEM.format(3) in found.changed <= set(found.reasons) <= found.changed | showing(site, "ข่าวที่ 3")


def test_the_phone_is_on_every_page_of_the_frame(site: Path) -> None:
    """Feeds, sitemap and redirects do not show it and stay."""
    built(site, SITE + news(2, "aliases: [/old/]"))
    found = rebuilt(site, settings('[contact]\nphone = "0 7600 0000"'))
    assert {("site.contact",)} == set(found.reasons.values())
    assert showing(site, "0 7600 0000") == found.changed == set(found.reasons)
    assert {"/feed.xml", "/sitemap.xml", "/sitemap-2565.xml", "/robots.txt", "/old/"}.isdisjoint(found.reasons)


def test_the_sites_title_is_where_it_shows(site: Path) -> None:
    """A part of the settings is a part of those templates that read it."""
    built(site, SITE)
    found = rebuilt(site, settings(text=PHUKET.replace("พช.ภูเก็ต", "สพจ.ภูเก็ต")))
    assert found.changed >= showing(site, "สพจ.ภูเก็ต")
    assert set(found.reasons) >= found.changed
    assert {ITEM.format(number) for number in range(1, 7)} < found.changed
    assert "/robots.txt" not in found.reasons


def test_a_new_category_has_a_list(site: Path) -> None:
    """The items that were refused for it appear."""
    built(site, SITE + news(3, "category: ประกาศ"))
    found = rebuilt(site, settings('[[category]]\nname = "ประกาศ"\nslug = "announcement"'))
    assert ((), ()) == (found.reasons["/category/announcement/"], found.reasons[ITEM.format(3)])
    assert set(found.reasons) >= found.changed
    assert () == found.outcome.problems


@pytest.mark.parametrize(("line", "part"), [('links = "file"', "links"), ('digits = "thai"', "site.thai_digits")])
def test_a_switch_of_the_site_is_a_reason_by_its_name(site: Path, line: str, part: str) -> None:
    """Each page tells the setting that it was rendered for, and feeds stay as they were."""
    built(site, SITE)
    found = rebuilt(site, settings(text=f"{line}\n{PHUKET}"))
    assert set(found.reasons) >= found.changed >= {"/news/", ITEM.format(3)}
    assert {part} == {name for names in found.reasons.values() for name in names if not name.startswith("view.")}
    assert "/feed.xml" not in found.reasons


def test_a_template_of_the_sites_own_is_its_pages(site: Path) -> None:
    """item.html over the packaged one renders the items alone; taken away again, too."""
    built(site, SITE)
    own = (themes.PACKAGED / "default/templates/item.html").read_text("utf-8")
    expected = {ITEM.format(number): ("templates/item.html",) for number in range(1, 7)}
    found = rebuilt(site, f"-- themes/default/templates/item.html --\n{own.replace('</article>', '<hr></article>')}")
    assert (expected, 6) == (found.reasons, found.outcome.written)
    found = rebuilt(site, f"-- themes/default/templates/item.html --\n{own}{{# อื่น #}}\n")
    assert (expected, 6) == (found.reasons, found.outcome.written)
    found = rebuilt(site, gone("themes/default/templates/item.html"))
    assert (expected, 0) == (found.reasons, found.outcome.written)


def test_a_stylesheet_is_the_pages_that_name_it(site: Path) -> None:
    """Its address says what is in it; a file that no page names is one file."""
    built(site, SITE)
    found = rebuilt(site, "-- themes/default/static/css/site.css --\nbody { color: red }\n")
    assert {("static/css/site.css",)} == set(found.reasons.values())
    assert (1, 1) == (len(found.lost), len(found.changed - set(found.reasons)))
    assert set(found.reasons) < found.changed
    assert "/feed.xml" not in found.reasons
    found = rebuilt(site, "-- themes/default/static/more.css --\na {}\n")
    assert ({}, 1, 0) == (found.reasons, found.outcome.written, found.outcome.removed)
    found = rebuilt(site, "-- themes/default/static/more.css --\nb {}\n")
    assert ({}, 1, 1) == (found.reasons, found.outcome.written, found.outcome.removed)
    found = rebuilt(site, gone("themes/default/static/more.css"))
    assert ({}, 0, 1) == (found.reasons, found.outcome.written, found.outcome.removed)


def test_a_word_is_where_it_may_stand(site: Path) -> None:
    """A word of strings.toml renders the pages whose template names it."""
    built(site, SITE)
    found = rebuilt(site, '-- themes/default/strings.toml --\n[th]\nrelated = "เรื่องใกล้เคียง"\n')
    assert showing(site, "เรื่องใกล้เคียง") == found.changed
    assert ("words.related",) == found.reasons[ITEM.format(3)]
    assert {("words.related",)} == set(found.reasons.values())
    assert {"/feed.xml", "/sitemap-2565.xml"}.isdisjoint(found.reasons)
    assert found.changed == rebuilt(site, gone("themes/default/strings.toml")).changed


def test_a_file_beside_an_item_is_copied_and_renders_nothing(site: Path) -> None:
    """Replaced, it is written; named, its page is rendered; no longer named, it goes."""
    (site / "content/news").mkdir(parents=True)
    document, picture = site / "content/news/f.pdf", site / "content/news/a.jpg"
    document.write_bytes(b"%PDF one")
    built(site, SITE + news(3, "attachments: [f.pdf]"))
    document.write_bytes(b"%PDF two")
    found = rebuilt(site)
    assert ({}, {"/media/news/f.pdf"}) == (found.reasons, found.changed)
    picture.write_bytes(shot("picture"))
    assert {} == rebuilt(site).reasons
    found = rebuilt(site, news(3, "attachments: [f.pdf, a.jpg]"))
    sizes = {media(site, "news/a"), media(site, "news/a").replace(".jpg", ".webp")}
    assert {ITEM.format(3): ("view.attachments",), **dict.fromkeys(sizes, ())} == found.reasons
    assert {ITEM.format(3), *sizes} == found.changed
    found = rebuilt(site, news(3, "attachments: [a.jpg]"))
    assert ({"/media/news/f.pdf"}, {ITEM.format(3)}) == (found.lost, found.changed)
    picture.unlink()
    found = rebuilt(site)
    assert (sizes, {ITEM.format(3): ("view.attachments",)}) == (found.lost, found.reasons)


def test_time_alone_brings_and_takes_items(site: Path) -> None:
    """What is scheduled appears when it is due, what expires goes, and a clock set back undoes both."""
    built(site, SITE + news(7, "publish_on: 2565-06-03") + news(8, "expire_on: 2565-06-05"))
    with Store(site / ".cache") as store:
        last = recall(store, store.digests())
    assert last is not None
    assert dt.datetime(2022, 6, 3, tzinfo=NOW.tzinfo) == last.next_due
    assert {} == rebuilt(site, now=NOW + DAY).reasons
    found = rebuilt(site, now=NOW + 2 * DAY)
    assert ((), found.changed) == (found.reasons[ITEM.format(7)], set(found.reasons))
    found = rebuilt(site, now=NOW + 9 * DAY)
    assert ({ITEM.format(8)}, found.changed) == (found.lost & {ITEM.format(8)}, set(found.reasons))
    back = rebuilt(site, now=NOW)
    assert {ITEM.format(7)} == back.lost
    assert () == back.reasons[ITEM.format(8)]


def test_an_edit_in_the_instant_of_being_due(site: Path) -> None:
    """A body is edited and another item falls due: both show."""
    built(site, SITE + news(7, "publish_on: 2565-06-03"))
    found = rebuilt(site, news(3, body="อื่น"), now=NOW + 3 * DAY)
    assert ("view.body",) == found.reasons[ITEM.format(3)][-1:]
    assert () == found.reasons[ITEM.format(7)]


def test_an_item_with_a_mistake_goes_until_it_is_mended(site: Path) -> None:
    """Its page is taken down and told of, and comes back as it was."""
    built(site, SITE)
    whole = tree(site / "output")
    found = rebuilt(site, news(3, date="2565-13-40"))
    assert ({ITEM.format(3)}, 1) == (found.lost, found.outcome.count("error"))
    again = rebuilt(site, news(5, body=f"{PROSE}\n\nอื่น"))
    assert ({ITEM.format(5)}, found.outcome.problems) == (again.changed, again.outcome.problems)
    assert () == rebuilt(site, news(3) + news(5)).outcome.problems
    assert whole == tree(site / "output")


def test_a_draft_is_off_and_on(site: Path) -> None:
    """A draft leaves no trace; an edit of it renders nothing."""
    built(site, SITE)
    whole = tree(site / "output")
    found = rebuilt(site, news(3, "draft: ใช่"))
    assert ({ITEM.format(3)}, found.changed) == (found.lost, set(found.reasons))
    assert {} == rebuilt(site, news(3, "draft: ใช่", body="อื่น")).reasons
    rebuilt(site, news(3))
    assert whole == tree(site / "output")


def test_two_that_want_one_address(site: Path) -> None:
    """Both are held back; when one goes the other appears, though nobody touched it."""
    built(site, SITE + news(5, "slug: n3"))
    assert not stands(site, ITEM.format(3))
    edited = rebuilt(site, news(5, "slug: n3", body="อื่น"))
    assert (2, {}) == (edited.outcome.count("error"), edited.reasons)
    found = rebuilt(site, gone("content/news/n5.md"))
    assert () == found.reasons[ITEM.format(3)]
    assert found.changed == set(found.reasons)


def test_a_source_that_cannot_be_read_is_told_until_it_can(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locked by another program, its item is held back; unlocked, it is there again without an edit."""
    built(site, SITE)
    whole, read = tree(site / "output"), files.read
    locked = "content/news/n3.md"

    def reads(folder: Path, path: str) -> bytes:
        if path == locked:
            raise ReadingFailed(replace(error("W012", reason="locked"), path=path))
        return read(folder, path)

    with monkeypatch.context() as patch:
        patch.setattr(files, "read", reads)
        found = rebuilt(site, news(3, body="อื่น"))
        assert ({ITEM.format(3)}, ["W012"]) == (found.lost, codes(found.outcome))
        assert ({}, ["W012"]) == (rebuilt(site).reasons, codes(rebuilt(site).outcome))
    assert () == rebuilt(site, news(3)).outcome.problems
    assert whole == tree(site / "output")


def test_a_link_to_nowhere_among_the_sources_is_told(site: Path) -> None:
    """What the scan finds is told by the first build that sees it, though no source differs; so is its mending."""
    built(site, SITE)
    (site / "content/news/n9.md").symlink_to("nowhere.md")
    assert ["W012"] == codes(rebuilt(site).outcome)
    assert ["W012"] == codes(rebuilt(site, news(3, body="อื่น")).outcome)
    (site / "content/news/n9.md").unlink()
    assert [] == codes(rebuilt(site).outcome)


def test_a_disguised_edit_is_noticed(site: Path) -> None:
    """The same size, and the time set back: the digest tells."""
    built(site, SITE)
    place = site / "content/news/n3.md"
    status = place.stat()
    tell(site, news(3, body=PROSE.replace("สอง", "สาม")))
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (status.st_size, status.st_mtime_ns) == (place.stat().st_size, place.stat().st_mtime_ns)
    assert {ITEM.format(3)} == set(rebuilt(site).reasons)


def test_a_touched_source_renders_nothing(site: Path) -> None:
    """Another time with the same bytes is no edit."""
    built(site, SITE)
    os.utime(site / "content/news/n3.md", ns=(1, 1))
    assert {} == rebuilt(site).reasons


@pytest.mark.parametrize("fault", ["{{ 1 // 0 }}", "{% if %}", "{{ view.nothing }}"])
def test_a_failing_template_switches_nothing(site: Path, fault: str) -> None:
    """The output stays; after mending only what its text touches is rendered, and the edits made meanwhile."""
    built(site, SITE)
    before = tree(site / "output")
    own = (themes.PACKAGED / "default/templates/item.html").read_text("utf-8")
    outcome = built(site, f"-- themes/default/templates/item.html --\n{own.replace('</h1>', f'</h1>{fault}')}")
    assert (False, ["T001"], before) == (outcome.built, codes(outcome), tree(site / "output"))
    outcome = built(site, news(3, body="อื่น") + news(4))
    assert (False, ["T001"], before) == (outcome.built, codes(outcome), tree(site / "output"))
    found = rebuilt(site, gone("themes/default/templates/item.html"))
    assert {ITEM.format(3)} <= set(found.reasons) == found.changed


def test_two_outputs_share_one_store(site: Path) -> None:
    """Built into in turn, each is brought to the site of now, and of neither more is written than differs."""
    first, second = site / "output", site.parent / "second"
    built(site, SITE)
    assert (0, 6) == (build(site, second, NOW).removed, build(site, second, NOW).published)
    assert tree(first) == tree(second)
    for number, target, other in [(1, first, second), (2, second, first), (3, first, second)]:
        tell(site, news(number, body=f"อื่น {number}"))
        assert 1 <= build(site, target, NOW).written
        build(site, other, NOW)
        assert tree(first) == tree(second)
        outcome = build(site, target, NOW)
        assert (0, 0) == (outcome.rendered, outcome.written)
    clean_build(site)
    assert tree(site.parent / "clean/output") == tree(first)


def test_an_output_without_its_list_is_somebody_elses(site: Path) -> None:
    """It is left alone; emptied, it is filled again."""
    built(site, SITE)
    (site / "output" / manifest.NAME).unlink()
    before = tree(site / "output")
    tell(site, news(3, title="เรื่องใหม่"))
    outcome = built(site)
    assert (["W006"], False, before) == (codes(outcome), outcome.built, tree(site / "output"))
    shutil.rmtree(site / "output")
    found = rebuilt(site)
    assert (found.outcome.pages, ()) == (len(found.reasons), found.outcome.problems)


@pytest.mark.parametrize("text", ["{}", "no list", '{"files":{},"version":99}'])
def test_a_foreign_list_is_not_relied_on(site: Path, text: str) -> None:
    """Files with our bytes are ours again; one that differs is kept and named."""
    built(site, SITE)
    (site / "output" / manifest.NAME).write_text(text)
    outcome = built(site, news(3, body=f"{PROSE}\n\nอื่น"))
    own = ["news/2565/01/n3/index.html", "search/0-0/t2.js", "search/index.js"]
    assert ["W001", *["W020"] * len(own)] == sorted(codes(outcome))
    clean_build(site)
    expected = tree(site.parent / "clean/output")
    found = tree(site / "output")
    assert own == [path for path in expected if expected[path] != found[path]]
    for path in (*own, *(found.keys() - expected.keys())):  # and the shards of before, whose names say other bytes
        (site / "output" / path).unlink()
    assert {ITEM.format(3)} == rebuilt(site).changed


def test_a_missing_output_is_made_again(site: Path) -> None:
    """Without a file of it every page is rendered, and the sources are not read again."""
    built(site, SITE)
    shutil.rmtree(site / "output")
    found = rebuilt(site)
    assert found.outcome.pages == found.outcome.rendered
    assert {("output",)} == set(found.reasons.values())


def test_a_missing_page_is_restored(site: Path) -> None:
    """It alone, also beside an edit of another one; a missing file of the theme likewise."""
    built(site, SITE)
    (site / "output/news/2565/01/n3/index.html").unlink()
    assert {ITEM.format(3): ("output",)} == rebuilt(site).reasons
    shutil.rmtree(site / "output/tag")
    found = rebuilt(site, news(3, body="อื่น"))
    assert found.changed == set(found.reasons) >= {ITEM.format(3), "/tag/", "/tag/ก/", "/tag/ข/feed.xml"}
    shutil.rmtree(site / "output/assets")
    found = rebuilt(site)
    assert ({}, True) == (found.reasons, 0 < found.outcome.written)


@pytest.mark.parametrize("edit", [b"theirs", b"!"])  # a text of theirs; one byte of ours
@pytest.mark.parametrize("later", ["", news(5, body="อื่น"), news(3, title="เรื่องใหม่")])
def test_a_page_that_somebody_edited_is_kept_and_named(site: Path, edit: bytes, later: str) -> None:
    """In each build anew, with its size kept and within the same second too; removed, it is made again."""
    built(site, SITE)
    place = site / "output/news/2565/01/n3/index.html"
    status, data = place.stat(), place.read_bytes()
    place.write_bytes(edit if len(edit) > 1 else data[:-1] + edit)
    second = status.st_mtime_ns // 10**9 * 10**9
    os.utime(place, ns=(status.st_atime_ns, second + (status.st_mtime_ns + 1) % 10**9))
    theirs = place.read_bytes()
    for story in (later, "", news(4, body="ใหม่")):
        outcome = built(site, story)
        assert (["W020"], theirs) == (codes(outcome), place.read_bytes())
    place.unlink()
    assert {ITEM.format(3)} == rebuilt(site).changed
    assert () == rebuilt(site).outcome.problems


def test_many_edits_at_once_plan_the_whole_site(site: Path) -> None:
    """Edited bodies beside a new item, a deleted one and a lost page are all brought home in one build."""
    built(site, SITE)
    (site / "output/index.html").unlink()
    found = rebuilt(site, news(1, body="อื่น") + news(2, body="อื่น") + news(7) + gone("content/news/n4.md"))
    assert {"/", ITEM.format(1), ITEM.format(2), ITEM.format(7)} < set(found.reasons)
    assert found.changed == set(found.reasons)

"""What the browser is shown equals a published build, whatever was edited, and costs no more than the edit asks for."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
from pathlib import Path

import pytest
from looking import asked, clean, different, display, first, shown, then
from msgspec.structs import replace
from stories import NOW, SETTINGS, codes, item, tell, tree
from worlds import (
    World,
    add,
    begun,
    clean_build,
    delete,
    disguise,
    edit_body,
    edit_field,
    edit_settings,
    edit_tables,
    edit_theme,
    edit_words,
    exchange,
    hang,
    lay_file,
    nothing,
    quicken,
    rename,
    spoil,
    touch,
    wait,
)

from site_builder.job import Means
from site_builder.machine_views import TextView
from site_builder.opening import open_desk
from site_builder.preview import proofs, spare
from site_builder.preview import snapshot as snapshots
from site_builder.preview.snapshot import Snapshot, develop
from site_builder.preview.sources import look_again
from site_builder.preview.spare import early
from site_builder.searching.files import is_index
from site_builder.storing import marks
from site_builder.storing.themes import PACKAGED

FIRST = int(os.environ.get("PREVIEW_SEED", "0"))  # with the next one: more sequences, or one of them again
SEQUENCES = int(os.environ.get("PREVIEW_SEQUENCES", "2"))
LENGTH = 5
EDITS = (
    *(edit_body, edit_body, edit_body, edit_field, edit_field, edit_field, edit_field, add, delete, rename, exchange),
    *(disguise, touch, spoil, spoil, hang, lay_file, lay_file, edit_settings, edit_settings, edit_tables, edit_theme),
    *(edit_words, wait, wait, nothing),
)
BODY = "เรื่องย่อ\n\nเนื้อหา [ก่อน](a.md)"
SITE = f"""
-- content/site.toml --
{SETTINGS}
-- content/news/a.md --
{item("ก", "2565-03-01", "tags: [น้ำ]", "location: อำเภอแคนดง", body="เก่ากว่า")}
-- content/news/b.md --
{item("ข", "2565-03-02", "tags: [น้ำ]", "location: อำเภอแคนดง", "cover: b.jpg", "attachments: [b.pdf]", body=BODY)}
-- content/news/c.md --
{item("ค", "2565-03-03", "tags: [น้ำ, ดิน]", body="ใหม่กว่า")}
-- content/news/b.pdf --
เอกสาร
-- content/news/b.jpg --
ภาพ
-- content/pages/about.md --
---
title: เกี่ยวกับเรา
---
เรา
"""
B = "/news/2565/03/b/"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare what decides nothing here."""
    quicken(monkeypatch)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEQUENCES))
def test_after_any_edits_the_preview_is_a_clean_build(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every URL has the bytes, and every count and problem is that, of a clean build of the same sources."""
    if seed % 2:
        monkeypatch.setattr(marks, "TICK", 0)
    rng = random.Random(seed)  # noqa: S311 — the same edits for the same seed
    world = begun(tmp_path / "world")
    snapshot = first(world.site, now=world.now)
    done: list[str] = []
    for _ in range(LENGTH):
        for edit in rng.choices(EDITS, k=rng.choice([1, 1, 1, 2, 4])):
            edit(world, rng)
            done.append(edit.__name__)
        former = snapshot
        snapshot, _ = then(former, world.site, now=world.now)
        assert "" == difference(world, former, snapshot), (seed, done)


def difference(world: World, former: Snapshot, snapshot: Snapshot) -> str:
    """What a snapshot shows otherwise than a clean build; "" for nothing."""
    outcome = clean_build(world)
    if not snapshot.sources.is_open:  # nor can a build open the site: all is as it was before
        same = not outcome.built and snapshot.pages == former.pages and snapshot.held == former.held
        told = set(outcome.problems) <= set(snapshot.outcome.problems)
        return "" if same and told else f"{outcome.problems} for {snapshot.outcome.problems}"
    for name in ("read", "published", "held", "pages"):
        if getattr(outcome, name) != getattr(snapshot.outcome, name):
            return f"{name}: {getattr(snapshot.outcome, name)} for {getattr(outcome, name)}"
    problems = [one for one in outcome.problems if not (one.code == "T001" and not outcome.built)]
    if problems != list(snapshot.outcome.problems):
        return f"problems: {snapshot.outcome.problems} for {problems}"
    if not outcome.built:
        view = proofs.Proofs(snapshot)
        faults = {found.fault for url in snapshot.pages if (found := view.of(url)) and found.fault}
        return "" if faults == set(outcome.problems) - set(problems) else f"{faults} for {outcome.problems}"
    return " ".join(different(tree(world.folder / "clean/output"), shown(world.site, snapshot)))


def test_an_edited_body_costs_its_page(site: Path) -> None:
    """All other pages are the same values as before, and so is the renderer: nothing is planned."""
    before = first(site, SITE)
    head = ("ข", "2565-03-02", "tags: [น้ำ]", "location: อำเภอแคนดง", "cover: b.jpg", "attachments: [b.pdf]")
    edited = item(*head, body=BODY.replace("เนื้อหา", "ใหม่"))
    after, change = then(before, site, f"-- content/news/b.md --\n{edited}")
    assert {"content/news/b.md"} == change.items
    changed = {url for url in after.pages if after.pages[url] is not before.pages[url]}
    assert {B} == {url for url in changed if not is_index(url[1:])}
    assert [B] == [page.view.url for url in changed if isinstance((page := after.pages[url]).view, TextView)]
    assert (before.renderer, before.site, before.held) == (after.renderer, after.site, after.held)
    assert after.site is before.site
    assert [] == different(clean(site), shown(site, after))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + 4 * SEQUENCES))
def test_the_page_of_an_edited_item_comes_early_and_as_it_stays(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planned among few, it is the same value as among all; no other page differs until all are planned."""
    monkeypatch.setattr(spare, "LARGE", 0)
    rng = random.Random(seed)  # noqa: S311 — the same edits for the same seed
    world = begun(tmp_path / "world")
    former = first(world.site, now=world.now)
    for _ in range(LENGTH):
        edit_field(world, rng)
        sources, change = look_again(former.sources, world.site, Means())
        shown_early = early(former, sources, change)
        after = develop(former, sources, change, world.now)
        pages = shown_early.pages if shown_early else former.pages
        new = {url for url in pages if pages[url] is not former.pages.get(url)}
        kept = {url for url in new if after.owners.get(url) == former.owners[url]}
        assert {url: after.pages[url] for url in kept} == {url: pages[url] for url in kept}, seed
        assert {former.owners[url] for url in new} <= change.items
        former = after


def test_an_edited_theme_plans_nothing(site: Path) -> None:
    """The pages stay the same values; another renderer shows them otherwise."""
    before = first(site, SITE)
    template = (PACKAGED / "default/templates/item.html").read_text("utf-8").replace("</h1>", "!</h1>")
    after, change = then(before, site, f"-- themes/default/templates/item.html --\n{template}")
    assert change.theme
    assert all(after.pages[url] is before.pages[url] for url in before.pages)
    assert before.pages.keys() == after.pages.keys()
    assert b"!</h1>" in asked(site, after, B).data
    assert [] == different(clean(site), shown(site, after))


def test_a_font_of_the_sites_own_is_drawn_with(site: Path) -> None:
    """It lies over the packaged one, as every file of a theme does, as soon as it is there."""
    before = first(site, SITE)
    name = min(path.name for path in (PACKAGED / "default/fonts").glob("*.ttf"))
    place = site / "themes/default/fonts" / name
    place.parent.mkdir(parents=True)
    place.write_bytes((PACKAGED / "default/fonts" / name).read_bytes() + b"\0")
    after, change = then(before, site)
    clean_desk, _ = open_desk(site)
    assert change.theme
    assert after.sources.desk
    assert clean_desk
    assert str(place) in after.sources.desk.fonts
    assert clean_desk.fonts == after.sources.desk.fonts


def test_an_unchanged_site_is_the_same_value(site: Path) -> None:
    """A look that finds nothing, a file that was only touched, and another document of the same size plan nothing."""
    before = first(site, SITE)
    (site / "content/news/a.md").touch()
    same, change = then(before, site)
    assert not change
    assert same is before
    after, change = then(before, site, "-- content/news/b.pdf --\nเอกสาน\n")
    assert (["content/news/b.pdf"], []) == ([*change.files], [*change.items])
    assert all(after.pages[url] is before.pages[url] for url in before.pages)
    assert {"/media/news/b.pdf": 2} == after.written
    assert not then(after, site)[1]


def test_an_item_with_an_error_keeps_its_last_good_page(site: Path) -> None:
    """Lists lose it, as a build's do; at its address stands what could be read last, under a ribbon."""
    before = first(site, SITE)
    after, _ = then(before, site, "-- content/news/b.md --\n---\ntitle: [\n---\n")
    page = asked(site, after, B).data.decode()
    assert "เนื้อหา" in page
    assert (
        '<aside class="site-preview-ribbon" lang="th" data-why="error"><b>มีข้อผิดพลาด</b>'
        "นี่คือหน้าครั้งสุดท้ายที่ยังอ่านได้ เว็บจริงจะไม่มีหน้านี้จนกว่าจะแก้ไข "
        '<a href="/_site/">content/news/b.md</a></aside>'
    ) in page
    assert [] == different(clean(site), shown(site, after))
    body = item("ข", "2565-03-02", "category: ไม่มีหมวดนี้", "draft: ใช่", body="ร่างใหม่")
    unknown, _ = then(after, site, f"-- content/news/b.md --\n{body}")
    assert "ร่างใหม่" in asked(site, unknown, B).data.decode()
    gone, _ = then(unknown, site, "-- content/news/b.md --\n(gone)")
    assert 404 == asked(site, gone, B).status


def test_two_items_of_one_address_are_both_held(site: Path) -> None:
    """The one that had the address keeps it, under a ribbon; mended, both have pages of their own."""
    before = first(site, SITE)
    twin = item("แฝด", "2565-03-02", "slug: b", body="อีกข่าว [ข](b.md)")
    after, _ = then(before, site, f"-- content/news/a-twin.md --\n{twin}")
    assert "เนื้อหา" in asked(site, after, B).data.decode()
    assert {"content/news/b.md": "error", "content/news/a-twin.md": "error"} == {
        one.path: one.why for one in after.outcome.held
    }
    mended, _ = then(after, site, f"-- content/news/a-twin.md --\n{twin.replace('slug: b', 'slug: d')}")
    assert [] == different(clean(site), shown(site, mended))
    assert {} == mended.held


RIBBONS = {
    ("draft", "th"): "<b>ร่าง</b>หน้านี้ยังไม่อยู่บนเว็บ ลบบรรทัด draft (ร่าง) ในหัวข่าวเมื่อพร้อมเผยแพร่ ",
    ("draft", "en"): "<b>Draft</b>This page is not published. Take the line draft out of its head when it is ready. ",
    ("scheduled", "th"): "<b>รอเผยแพร่</b>หน้านี้จะขึ้นเว็บ วันศุกร์ที่ 10 มิถุนายน 2565 เวลา 08.30 น. "
    "ตามบรรทัด publish_on (เผยแพร่เมื่อ) ",
    ("scheduled", "en"): "<b>Scheduled</b>This page will be published on Friday 10 June 2022, 08:30, "
    "as its line publish_on says. ",
    ("expired", "th"): "<b>หมดอายุ</b>หน้านี้อยู่บนเว็บถึง วันพุธที่ 4 พฤษภาคม 2565 ตามบรรทัด expire_on (หมดอายุ) ",
    ("expired", "en"): "<b>Expired</b>This page was published until Wednesday 4 May 2022, as its line expire_on says. ",
}
HOLDS = {
    "draft": "draft: ใช่",
    "scheduled": "publish_on: 10 มิ.ย. 2565 08.30 น.",
    "expired": "expire_on: 2565-05-04",
}


@pytest.mark.parametrize("why", HOLDS)
def test_a_held_item_has_a_page_of_its_own_only(site: Path, why: str) -> None:
    """It is the page that would be published, to the byte, under a ribbon that says why it is not; no list has it."""
    head = ("ร่าง", "2565-03-02", "tags: [น้ำ]", "location: อำเภอแคนดง", "cover: d.jpg", "slug: d")
    text = item(*head, HOLDS[why], body="[ก](a.md) [ข](b.md) [ค](c.md#x) [ไม่มี](x.md) [น้ำ](/tag/น้ำ/)\n\n![](d.jpg)")
    snapshot = first(site, f"{SITE}\n-- content/news/d.md --\n{text}\n-- content/news/d.jpg --\nภาพร่าง")
    for language in ("th", "en"):
        found = asked(site, snapshot, "/news/2565/03/d/", language).data.decode()
        words = f'data-why="{why}">{RIBBONS[why, language]}<a href="/_site/">content/news/d.md</a>'
        assert f'lang="{language}" {words}' in found
    assert [] == different(clean(site), shown(site, snapshot))
    small = re.search(r'class="cover" src="../../../../([^"]+)"', found)
    assert small
    assert b"\xff\xd8\xff" == asked(site, snapshot, f"/{small[1]}").data[:3]
    tell(site, f"-- content/news/d.md --\n{text.replace(HOLDS[why], 'pinned: ไม่')}")
    published = clean(site)["news/2565/03/d/index.html"]
    assert published == proofs.Proofs(snapshot).of("/news/2565/03/d/").data  # type: ignore[union-attr]
    assert "/news/2565/03/d/" not in snapshot.pages


def test_what_falls_due_is_planned_without_an_edit(site: Path) -> None:
    """`next_due` is the first instant at which time alone changes the site; from then on another snapshot shows it."""
    snapshot = first(site, f"{SITE}\n-- content/news/d.md --\n{item('ง', '2565-03-04', HOLDS['scheduled'])}")
    due = dt.datetime(2022, 6, 10, 8, 30, tzinfo=NOW.tzinfo)
    assert due == snapshot.next_due
    assert snapshot is then(snapshot, site, now=due - dt.timedelta(seconds=1))[0]
    later, change = then(snapshot, site, now=due)
    assert not change
    assert (None, {}) == (later.next_due, later.held)
    assert [] == different(clean(site, due), shown(site, later))


def test_broken_settings_leave_all_as_it_was_and_are_told(site: Path) -> None:
    """Each fault is told while it lasts; mended, everything is looked at that was edited meanwhile."""
    before = first(site, SITE)
    broken, _ = then(before, site, "-- content/site.toml --\ntitle = \n")
    assert (before.pages, ["S001"]) == (broken.pages, codes(broken.outcome))
    text = f"-- content/site.toml --\n{SETTINGS}\n-- themes/default/strings.toml --\n[th\n"
    theme, _ = then(broken, site, f"{text}\n-- content/news/c.md --\n{item('ค', '2565-03-03', body='แก้แล้ว')}")
    assert ["T004"] == codes(theme.outcome)
    mended, _ = then(theme, site, "-- themes/default/strings.toml --\n(gone)")
    assert [] == codes(mended.outcome)
    assert [] == different(clean(site), shown(site, mended))


def test_a_site_that_cannot_be_opened_yet_says_why(site: Path) -> None:
    """Without settings there is no page, but every address says what is wrong; with them there is the site."""
    snapshot = first(site, '-- content/site.toml --\nprovince = "ไม่มี"\n')
    found = asked(site, snapshot, "/")
    assert (503, True) == (found.status, "content/site.toml" in found.data.decode())
    tell(site, SITE)
    opened = replace(first(site), number=2)
    assert [] == different(clean(site), shown(site, opened))


def test_a_file_that_cannot_be_read_is_read_as_soon_as_it_can(site: Path) -> None:
    """Its size and times are no others when the program that held it lets it go."""
    locked = item("LOCKED", "2565-03-02")
    before = first(site, SITE)
    (site / "content/news/b.md").write_bytes(b"LOCKED" + locked.encode())
    held, _ = then(before, site)
    assert ["W012"] == [code for code in codes(held.outcome) if code.startswith("W")]
    marks_ = {**held.sources.marks}
    with pytest.MonkeyPatch.context() as patch:
        from site_builder.storing import files  # noqa: PLC0415

        patch.setattr(files, "read", lambda folder, path, **_: (folder / path).read_bytes().removeprefix(b"LOCKED"))
        free, change = then(held, site)
        assert (["content/news/b.md"], marks_) == ([*change.items], {**free.sources.marks})
    assert "content/news/b.md" in free.owners.values()


def test_twins_of_a_windows_disk_come_back_when_one_goes(site: Path) -> None:
    """Two files that differ in case alone are both held; the one that stays is read, though nobody wrote it."""
    before = first(site, SITE)
    after, _ = then(before, site, f"-- content/news/B.md --\n{item('แฝด', '2565-03-05')}")
    assert 2 == codes(after.outcome).count("W014")
    alone, _ = then(after, site, "-- content/news/B.md --\n(gone)")
    assert [] == different(clean(site), shown(site, alone))


def test_former_style_sheets_are_kept_for_a_while_and_no_longer(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is loading asks for the style sheet of its snapshot; a day of edits does not fill the memory."""
    monkeypatch.setattr(snapshots, "FORMER", 3)
    snapshot = first(site, SITE)
    seen = set(snapshot.assets)
    for number in range(6):
        snapshot, _ = then(snapshot, site, f"-- themes/default/static/css/site.css --\na{{width:{number}px}}")
        seen |= set(snapshot.assets)
    assert snapshot.sources.desk
    assert len(snapshot.sources.desk.theme.assets) + 3 == len(snapshot.assets)
    assert len(seen) > len(snapshot.assets)
    assert [] == different(clean(site), shown(site, snapshot))


def test_proofs_are_kept_for_a_while_and_no_longer(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all pages that were ever asked for, the last ones are kept; each is rendered once as long as it is."""
    monkeypatch.setattr(proofs, "MOST", 3)
    view = display(site, first(site, SITE)).proofs
    urls = [url for url in view.snapshot.pages if url != B][:3]
    made = [view.of(url) for url in (*urls, B)]
    assert made[-1] is view.of(B)
    assert made[0] is not view.of(urls[0])
    assert 4 == len(view.seconds)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a callback may swallow a call
def test_a_template_without_end_is_stopped_and_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs its own page so many seconds, names its line, and every other page stays whole."""
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{{ b }}{% endfor %}{% endfor %}"
    template = (PACKAGED / "default/templates/item.html").read_text("utf-8")
    snapshot = first(site, f"{SITE}\n-- themes/default/templates/item.html --\n{loop}\n{template}")
    view = proofs.Proofs(snapshot)
    home = view.of("/")
    monkeypatch.setattr(proofs, "LONGEST", 0.2)
    found = view.of(B)
    assert found
    assert found.fault
    assert ("T006", "themes/default/templates/item.html") == (found.fault.code, found.fault.path)
    assert found.fault.position
    assert 1 == found.fault.position.line
    assert found is view.of(B)
    assert home
    assert clean_home(site) == home.data


def clean_home(site: Path) -> bytes:
    """The first page of a clean build without that template."""
    (site / "themes/default/templates/item.html").unlink()
    return clean(site)["index.html"]

"""Real folders, real events, and what is shown soon after: events are hints, and half of them may be lost."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from looking import clean, different, live, shown, until
from stories import SETTINGS, item, tell

from site_builder.preview import watch
from site_builder.preview.live import Live, Wishes
from site_builder.preview.watch import Watch

ROUNDS = int(os.environ.get("PREVIEW_ROUNDS", "2"))
WRITES = 7_000  # each is told by three events or more
SOON = 2.0  # seconds after the last writing
NEWS = "content/news"
SITE = "\n".join(
    [
        f"-- content/site.toml --\n{SETTINGS}",
        *(f"-- {NEWS}/n{n}.md --\n{item(f'ข่าว {n}', f'2565-01-1{n}', 'tags: [น้ำ]')}" for n in range(6)),
    ]
)
pytestmark = pytest.mark.usefixtures("quick")


def first_body(preview: Live, url: str = "/news/2565/01/n1/") -> str:
    """The text of a page as it is shown now, without asking for anything anew."""
    found = preview.shown().proofs.of(url)
    return found.data.decode() if found else ""


def replaced(place: Path, text: str) -> None:
    """As an editor saves: a new file beside it, put in its place."""
    beside = place.with_name(f".{place.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(place)


def backed_up(place: Path, text: str) -> None:
    """As Vim saves: the former file becomes a backup, then a new one is written."""
    place.rename(place.with_name(f"{place.name}~"))
    place.write_text(text, "utf-8")


def moved_in(place: Path, text: str) -> None:
    """From another folder that nobody watches."""
    outside = place.parents[3] / "outside.md"
    outside.write_text(text, "utf-8")
    outside.replace(place)


def written(place: Path, text: str) -> None:
    """In place."""
    place.write_text(text, "utf-8")


@pytest.mark.parametrize("poll", [False, True])
def test_every_way_of_saving_is_seen(site: Path, *, poll: bool) -> None:
    """By rename, with a backup, moved in from outside, in place; a folder comes with its files, and goes."""
    tell(site, SITE)
    with live(site, Wishes(poll=poll)) as preview:
        assert preview.watch
        assert poll == preview.watch.is_polling
        for number, save in enumerate([replaced, backed_up, moved_in, written]):
            save(site / f"{NEWS}/n1.md", item("ข่าว 1", "2565-01-11", body=f"บันทึก {number}"))
            until(lambda sign=f"บันทึก {number}": sign in first_body(preview), SOON + 3)  # type: ignore[misc]
        (site / "beside/deep").mkdir(parents=True)
        tell(site, f"-- beside/deep/new.md --\n{item('ใหม่', '2565-01-20')}")
        (site / "beside").rename(site / f"{NEWS}/in")
        until(lambda: "ใหม่" in first_body(preview, "/news/2565/01/new/"), SOON + 3)
        shutil.rmtree(site / f"{NEWS}/in")
        (site / f"{NEWS}/n2.md").unlink()
        until(lambda: not first_body(preview, "/news/2565/01/n2/"), SOON + 3)
        until(lambda: not different(clean(site), shown(site, preview.shown().proofs.snapshot)), SOON + 3)


def test_all_that_a_page_comes_from_leads_to_it(site: Path) -> None:
    """Theme, words, settings, offices, tags, pictures: the folders of some of them come while we look."""
    tell(site, SITE)
    edits = {
        "content/site.toml": f'{SETTINGS}\n[[menu]]\ntext = "ลิงก์ใหม่"\nurl = "/about/"\n',
        "content/units.toml": '[[unit]]\nname = "กองอื่น"\n',
        "content/tags.toml": '[[tag]]\nname = "น้ำ"\nslug = "water"\n',
        f"{NEWS}/n3.md": item("ข่าว 3", "2565-01-13", "cover: p.jpg"),
        f"{NEWS}/p.jpg": "ภาพ",
        "themes/default/strings.toml": '[th]\nhome = "บ้านเรา"\n',
        "themes/default/static/css/site.css": "a{color:red}",
        "content/pages/about.md": "---\ntitle: เรา\n---\nหน้า\n",
    }
    with live(site) as preview:
        for path, text in edits.items():
            tell(site, f"-- {path} --\n{text}")
            time.sleep(0.05)
        until(lambda: not different(clean(site), shown(site, preview.shown().proofs.snapshot)), SOON + 5)


def test_a_system_without_events_is_looked_at_all_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder may be watched, or the thread that listens has died, the preview looks by itself."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    tell(site, SITE)
    monkeypatch.setattr("watchdog.observers.api.BaseObserver.start", refused)
    with live(site) as preview:
        assert preview.watch
        assert preview.watch.is_polling
        replaced(site / f"{NEWS}/n1.md", item("ข่าว 1", "2565-01-11", body="โดยไม่มีใครบอก"))
        until(lambda: "โดยไม่มีใครบอก" in first_body(preview), SOON + 2)


def test_a_change_without_any_event_is_found_in_time(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All events are lost: a small site is looked at so often that nobody waits for long."""
    tell(site, SITE)
    monkeypatch.setattr(watch._Handler, "dispatch", lambda *_: None)  # noqa: SLF001 — the loss is what we test
    with live(site) as preview:
        replaced(site / f"{NEWS}/n1.md", item("ข่าว 1", "2565-01-11", body="โดยไม่มีใครบอก"))
        until(lambda: "โดยไม่มีใครบอก" in first_body(preview), SOON + 2)


def storm(site: Path, rng: random.Random, writes: int) -> None:
    """So many random writings in one go: saved, renamed, moved away and back, deleted, with their folders."""
    news = site / NEWS
    for count in range(writes):
        place = news / rng.choice(["", "", "in", "in/deep"]) / f"n{rng.randrange(12)}.md"
        kind = rng.random()
        if kind < 0.01:
            shutil.rmtree(news / "in", ignore_errors=True)
        elif kind < 0.15:
            place.unlink(missing_ok=True)
        elif kind < 0.3 and place.exists():
            place.replace(news / f"n{rng.randrange(12)}.md")
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            head = (
                f"ข่าว {rng.randrange(9)}",
                f"2565-01-{rng.randrange(10, 30)}",
                rng.choice(["draft: ใช่", "tags: [ก]"]),
            )
            replaced(place, item(*head, body=f"ครั้งที่ {count}")) if kind < 0.6 else written(place, item(*head))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_storm_with_half_of_its_events_lost_ends_as_a_clean_build(
    site: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two seconds after the last of 20,000 events every page is that of a clean build."""
    rng = random.Random(seed)  # noqa: S311 — the same storm for the same seed
    told, heard = [0], Watch.wake

    def lossy(one: Watch) -> None:
        told[0] += 1
        if rng.random() < 0.5:
            heard(one)

    monkeypatch.setattr(Watch, "wake", lossy)
    tell(site, SITE)
    with live(site) as preview:
        storm(site, random.Random(seed), WRITES)  # noqa: S311
        time.sleep(SOON)
        snapshot = preview.shown().proofs.snapshot
        assert [] == different(clean(site), shown(site, snapshot))
        until(lambda: told[0] >= 20_000, 20)

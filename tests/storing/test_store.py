"""The store may be spoilt in any way: the next build says so at most, and gives what a clean one gives."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from stories import NOW, SETTINGS, built, codes, item, tell, tree

from site_builder.build import build
from site_builder.digest import Printed
from site_builder.job import Means
from site_builder.outcome import Outcome
from site_builder.storing import disk, store
from site_builder.storing.files import SourceFile
from site_builder.storing.last import notes, recall
from site_builder.storing.marks import TICK, Marks, is_settled, marks
from site_builder.storing.store import NAME, ReadingRow, Spoilt, Store

SEQUENCES = int(os.environ.get("STORE_SEQUENCES", "60"))
LINK = "ย่อหน้าแรก\n\n[ไป](n2.md)"


def news(number: int, title: str = "ข่าว", body: str = LINK) -> str:
    """The text of one of the site's items, as part of a story."""
    text = item(f"{title} {number}", f"2565-01-1{number}", "tags: [ก]", "location: อำเภอถลาง", body=body)
    return f"-- content/news/n{number}.md --\n{text}\n"


SITE = f"-- content/site.toml --\n{SETTINGS.replace('บุรีรัมย์', 'ภูเก็ต')}\n" + "".join(map(news, range(6)))
EDITS = {
    "body": news(3, body=f"{LINK}\n\nย่อหน้าใหม่"),
    "title": news(3, "ข่าวใหม่"),
    "gone": "-- content/news/n3.md --\n(gone)\n",
    "new": news(8),
    "mended": news(1),
    "nothing": "",
}


@dataclass(frozen=True, slots=True)
class Settled:
    """A site after two builds, and what clean builds give after each edit."""

    site: Path
    saved: Path  # a copy of all of it
    old: bytes  # the store after the first build
    clean: dict[str, tuple[dict[str, bytes], list[str]]]  # edit → files, codes of the problems


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """Built once for all tests of this file."""
    folder = tmp_path_factory.mktemp("settled")
    site, saved, clean = folder / "site", folder / "saved", {}
    site.mkdir()
    built(site, SITE)
    old = (site / ".cache" / NAME).read_bytes()
    built(site, news(1, "ข่าวเดิม", "อื่น") + news(3, body=f"{LINK}\n\nเดิม") + news(5, body=f"{LINK}\n\nเดิม"))
    shutil.copytree(site, saved)
    for name, edit in EDITS.items():
        fresh = folder / name
        shutil.copytree(site, fresh, ignore=shutil.ignore_patterns(".cache", "output"))
        outcome = built(fresh, edit)
        clean[name] = tree(fresh / "output"), codes(outcome)
    return Settled(site, saved, old, clean)


Spoiling = Callable[[Path, random.Random, Settled], None]


def flipped(path: Path, rng: random.Random, _: Settled) -> None:
    """A few bits of it are other ones."""
    data = bytearray(path.read_bytes())
    for _number in range(rng.choice([1, 1, 5, 100])):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def cut_short(path: Path, rng: random.Random, _: Settled) -> None:
    """Its end is gone."""
    os.truncate(path, rng.randrange(path.stat().st_size))


def zeroed(path: Path, rng: random.Random, _: Settled) -> None:
    """A page of it was never written."""
    data = bytearray(path.read_bytes())
    first = rng.randrange(len(data) // 4096) * 4096
    data[first : first + 4096] = bytes(4096)
    path.write_bytes(data)


def grown_old(path: Path, rng: random.Random, settled: Settled) -> None:
    """A page of it is as it was before."""
    data, places = bytearray(path.read_bytes()), min(len(settled.old), path.stat().st_size) // 4096
    first = rng.randrange(places) * 4096
    data[first : first + 4096] = settled.old[first : first + 4096]
    path.write_bytes(data)


def another(path: Path, _: random.Random, __: Settled) -> None:
    """It is some other program's."""
    path.unlink()
    with closing(sqlite3.connect(path)) as base:
        base.executescript("CREATE TABLE notes (id INTEGER, text TEXT); INSERT INTO notes VALUES (1, 'ซื้อนม');")


def text(path: Path, _: random.Random, __: Settled) -> None:
    """It is no database."""
    path.write_text("บันทึก\n" * 500, "utf-8")


def empty(path: Path, _: random.Random, __: Settled) -> None:
    """It is empty."""
    path.write_bytes(b"")


def put_back(path: Path, _: random.Random, settled: Settled) -> None:
    """It is an old copy."""
    path.write_bytes(settled.old)


def altered(path: Path, rng: random.Random, _: Settled) -> None:
    """Somebody set a cell with a tool."""
    cells = {
        "notes": ["name", "content", "seal"],
        "readings": ["path", "digest", "content", "seal"],
        "prose": ["path", "html", "seal"],
        "pages": ["url", "template", "size", "digest", "prints", "near", "seal"],
    }
    table = rng.choice(sorted(cells))
    cell, value = rng.choice(cells[table]), rng.choice(["x", b"x", 7, 1.5, None, b"\xff\xfe"])
    with closing(sqlite3.connect(path)) as base, base:
        key = cells[table][0]
        keys = [found for (found,) in base.execute(f"SELECT {key} FROM {table}")]  # noqa: S608 — our tables
        base.execute(f"UPDATE OR IGNORE {table} SET {cell} = ? WHERE {key} = ?", (value, rng.choice(keys)))  # noqa: S608


def taken_out(path: Path, rng: random.Random, _: Settled) -> None:
    """Rows of it are gone."""
    table, key = rng.choice([("notes", "name"), ("readings", "path"), ("prose", "path"), ("pages", "url")])
    with closing(sqlite3.connect(path)) as base, base:
        keys = [found for (found,) in base.execute(f"SELECT {key} FROM {table}")]  # noqa: S608 — our tables
        for one in rng.sample(keys, rng.choice([1, len(keys) // 2, len(keys)])):
            base.execute(f"DELETE FROM {table} WHERE {key} = ?", (one,))  # noqa: S608


def dropped(path: Path, rng: random.Random, _: Settled) -> None:
    """A table of it is gone."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(f"DROP TABLE {rng.choice(['notes', 'readings', 'prose', 'pages'])}")


def foreign(path: Path, _: random.Random, __: Settled) -> None:
    """Another version of the program wrote it."""
    with Store(path.parent) as base:
        base.save({"engine": b"another"})


def journalled(path: Path, rng: random.Random, _: Settled) -> None:
    """What lies beside it is none of its own."""
    path.with_name(NAME + rng.choice(["-journal", "-wal", "-shm"])).write_bytes(
        rng.randbytes(rng.choice([0, 40, 9000]))
    )


def read_only(path: Path, _: random.Random, __: Settled) -> None:
    """Nobody may write to it."""
    path.chmod(0o444)


def folder(path: Path, _: random.Random, __: Settled) -> None:
    """A folder has its name."""
    path.unlink()
    path.mkdir()
    (path / "x").write_text("x")


def none(path: Path, _: random.Random, __: Settled) -> None:
    """It is gone."""
    path.unlink()


SPOILINGS: tuple[Spoiling, ...] = (
    *(flipped, cut_short, zeroed, grown_old, altered, taken_out, flipped, zeroed, altered, taken_out),
    *(another, text, empty, put_back, dropped, foreign, journalled, read_only, folder, none),
)


def after(settled: Settled, edit: str) -> Outcome:
    """Build after an edit: no fault of its own, at most one word about the store, and a clean build's bytes."""
    outcome = built(settled.site, EDITS[edit])
    files, expected = settled.clean[edit]
    assert outcome.built
    found = codes(outcome)
    assert found.count("W053") <= 1
    assert expected == [code for code in found if code != "W053"]
    assert files == tree(settled.site / "output")
    return outcome


def restore(settled: Settled) -> Path:
    """The site as it was after two builds: its store."""
    shutil.rmtree(settled.site)
    shutil.copytree(settled.saved, settled.site)
    return settled.site / ".cache" / NAME


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syncs cost time and decide nothing here."""
    monkeypatch.setattr(disk, "_flush", lambda _: None)


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_spoilt_store_costs_time_and_nothing_else(settled: Settled, seed: int) -> None:
    """However the store was spoilt, the builds after it give what a clean build gives, and soon do nothing."""
    rng = random.Random(seed)  # noqa: S311 — the same damage for the same seed
    path = restore(settled)
    spoiling, edit = SPOILINGS[seed % len(SPOILINGS)], rng.choice(["body", "body", *EDITS])
    spoiling(path, rng, settled)
    after(settled, edit)
    if edit != "gone":
        again = after(settled, edit)  # of a store that could not even be written all is made again
        assert (0, 0) == (again.written, again.removed)
        assert 0 == after(settled, edit).rendered


@pytest.mark.parametrize("edit", ["body", "title"])
@pytest.mark.parametrize(("table", "key"), [("pages", "/news/2565/01/n3/"), ("prose", "content/news/n3.md")])
def test_a_row_that_is_gone_is_made_again(settled: Settled, table: str, key: str, edit: str) -> None:
    """A page whose row is gone is planned among its neighbours all the same."""
    with closing(sqlite3.connect(restore(settled))) as base, base:
        base.execute(f"DELETE FROM {table} WHERE {'url' if table == 'pages' else 'path'} = ?", (key,))  # noqa: S608
    after(settled, edit)


@pytest.mark.parametrize("edit", ["body", "title", "mended"])
@pytest.mark.parametrize("table", ["notes", "readings", "prose", "pages"])
def test_old_rows_among_new_ones_give_no_old_page(settled: Settled, table: str, edit: str) -> None:
    """A power cut may leave some of a table as it was one build before, each row whole: no page is made of that."""
    path = restore(settled)
    old = path.with_name("old.sqlite")
    old.write_bytes(settled.old)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("ATTACH ? AS old", (str(old),))
        base.execute(f"INSERT OR REPLACE INTO main.{table} SELECT * FROM old.{table}")  # noqa: S608 — our tables
    if table == "prose":
        (settled.site / "output/news/2565/01/n5/index.html").unlink()  # so that its prose is asked for
    after(settled, edit)


def test_a_store_that_cannot_be_written_is_given_up(settled: Settled, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full or read-only disk the site is built all the same, and the next build does the work again."""
    restore(settled)
    connected = store._connected  # noqa: SLF001

    def closed(path: Path) -> sqlite3.Connection:
        base = connected(path)
        base.execute("PRAGMA query_only = ON")
        return base

    with monkeypatch.context() as patch:
        patch.setattr(store, "_connected", closed)
        after(settled, "body")
    after(settled, "body")


def test_a_new_store_that_cannot_be_written_is_given_up(settled: Settled, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where there was none yet."""
    restore(settled).unlink()
    connected = store._connected  # noqa: SLF001

    def closed(path: Path) -> sqlite3.Connection:
        base = connected(path)
        base.execute("PRAGMA query_only = ON")
        return base

    monkeypatch.setattr(store, "_connected", closed)
    after(settled, "body")


@pytest.mark.parametrize("failing", [0, 1])
def test_a_disk_that_is_full_for_a_moment_leaves_no_old_page(
    settled: Settled, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Where one of a build's savings came to nothing, an edit that is taken back afterwards is seen all the same."""
    restore(settled)
    first = tree(settled.site / "output")
    save, calls = Store.save, []

    def saves(self: Store, *given: object, **named: object) -> None:
        calls.append(self)
        if len(calls) - 1 != failing:
            save(self, *given, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Store, "save", saves)
        after(settled, "title")
    tell(settled.site, news(3, body=f"{LINK}\n\nเดิม"))
    assert build(settled.site, settled.site / "output", NOW).built
    assert first == tree(settled.site / "output")


def begun(folder: Path) -> Store:
    """A new store."""
    base = Store(folder)
    base.renew(b"engine", b"rules")
    return base


def test_the_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    """Notes, readings, prose and pages return as they were, and go when they are said to be gone."""
    row, page = ReadingRow("a.md", "d1", b"reading", b"prose"), Printed("/a/", "item.html", 3, "d2", b"prints", "b.md")
    with begun(tmp_path) as base:
        base.save({"note": b"text"}, [row], [page])
        base.save({}, [ReadingRow("a.md", "d3", b"other")])
    with Store(tmp_path) as base:
        assert base.fits(b"engine", b"rules")
        assert base.fits(b"engine")
        assert not base.fits(b"engine", b"others")
        assert not base.fits(b"other")
        assert (b"text", None) == (base.note("note"), base.note("none"))
        assert [ReadingRow("a.md", "d3", b"other")] == list(base.readings()) == list(base.readings(["a.md", "b.md"]))
        assert {"a.md": "d3"} == base.digests()
        assert b"prose" == base.prose("a.md")
        assert {"/a/": page} == base.pages() == base.pages(["/a/", "/b/"])
        base.save({}, gone=["a.md"], gone_pages=["/a/"])
        assert ([], {}) == (list(base.readings()), base.pages())
        with pytest.raises(Spoilt):
            base.prose("a.md")


def test_nothing_is_kept_before_it_is_saved(tmp_path: Path) -> None:
    """A folder without a store has none after looking."""
    with Store(tmp_path) as base:
        assert not base.fits(b"engine")
    assert [] == list(tmp_path.iterdir())


def test_a_cell_is_not_taken_for_its_like(tmp_path: Path) -> None:
    """A seal tells text from bytes and numbers, and one cell's end from the next one's beginning."""
    with begun(tmp_path) as base:
        base.save({}, [ReadingRow("a.md", "12", b"3")])
    for digest, content in [("1", b"23"), ("12", "3"), (b"12", b"3")]:
        with closing(sqlite3.connect(tmp_path / NAME)) as raw, raw:
            raw.execute("UPDATE readings SET digest = ?, content = ?", (digest, content))
        with Store(tmp_path) as base, pytest.raises(Spoilt):
            list(base.readings())


def test_marks_are_trusted_once_the_clock_has_moved_on() -> None:
    """A file written within two seconds of the look at it is known by its digest alone."""
    old, new = SourceFile("old.md", 1, 5, 6), SourceFile("new.md", 1, 5, 9 + TICK)
    found = marks([old, new], {"old.md": "a", "new.md": "b"}, 2 * TICK)
    assert Marks({old.mark: "a"}, {"new.md": "b"}) == found == Marks.unpacked(found.packed())
    assert Marks() == Marks.unpacked(None)
    assert is_settled(0, 0, TICK + 1)
    assert not is_settled(0, 1, TICK + 1)


def test_the_last_build_is_recalled_as_it_was(settled: Settled) -> None:
    """Outcome, moments and generation come back from the store; after a build that came to nothing there is none."""
    restore(settled)
    outcome = build(settled.site, settled.site / "output", NOW, Means())
    with Store(settled.site / ".cache") as base:
        last = recall(base, base.digests())
        assert last is not None
        assert (outcome.published, NOW, None) == (last.outcome.published, last.now, last.next_due)
        assert last.holds(NOW)
        base.save(notes(None))
        assert recall(base, base.digests()) is None
        base.save({"last": b"{}"})
        with pytest.raises(Spoilt):
            recall(base, base.digests())


def test_another_province_or_taxonomy_reads_all_again(settled: Settled) -> None:
    """What decides how sources are read is part of the store: with other rules it begins anew."""
    restore(settled)
    tell(settled.site, f"-- content/site.toml --\n{SETTINGS}\n")
    outcome = built(settled.site)
    assert outcome.built
    assert "W053" not in codes(outcome)
    assert (settled.site / "output/district/khaen-dong/index.html").is_file()

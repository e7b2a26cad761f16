"""A build without any change does nothing, and imports nothing to do it with; any change at all is seen."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from stories import NOW, SETTINGS, built, codes, item, tell, tree

from site_builder.build import build
from site_builder.model import Held
from site_builder.outcome import Outcome
from site_builder.storing import files, manifest, marks
from site_builder.storing.faults import Occupied
from site_builder.storing.lock import Lock
from site_builder.storing.marks import TICK
from site_builder.unchanged import unchanged

PHUKET = SETTINGS.replace("บุรีรัมย์", "ภูเก็ต")
HEAVY = {"markdown", "jinja2", "frontmatter", "yaml", "nh3", "geothai", "concurrent.futures.process", "rich"}
FURTHER = "ย่อหน้า\n\nอื่น"
DUE = dt.datetime(2022, 6, 3, tzinfo=NOW.tzinfo)
SITE = f"""
-- content/site.toml --
{PHUKET}
-- content/tags.toml --
[[tag]]
name = "ก"
-- content/news/n1.md --
{item("หนึ่ง", "2565-01-11", "tags: [ก]", "attachments: [f.txt]", body="ย่อหน้า")}
-- content/news/n2.md --
{item("สอง", "2565-01-12", body="[หาย](n9.md)")}
-- content/news/n3.md --
{item("สาม", "2565-01-13", "draft: ใช่")}
-- content/news/n4.md --
{item("สี่", "2565-01-14", "publish_on: 2565-06-03")}
-- content/news/n5.md --
{item("ห้า", "2565-13-40")}
-- content/news/f.txt --
แฟ้ม
-- themes/default/static/own.css --
a {{}}
"""


pytestmark = pytest.mark.usefixtures("quick", "trusting")


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times of files are trusted at once, not after two seconds."""
    monkeypatch.setattr(marks, "TICK", 0)


def asked(site: Path, now: dt.datetime = NOW) -> Outcome | None:
    """What is known of a site's output without building."""
    found = unchanged(site, site / "output", now)
    return replace(found, profile=None) if found else None


def test_what_was_found_is_told_again(site: Path) -> None:
    """Held-back items and problems are those of the build, and nothing is rendered or written."""
    first = built(site, SITE)
    assert ["P009", "D002"] == codes(first)
    before = {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*")}
    found = asked(site)
    assert replace(first, rendered=0, written=0, index_written=0, reasons=(), profile=None) == found
    assert found is not None
    held = [("content/news/n3.md", "draft"), ("content/news/n4.md", "scheduled"), ("content/news/n5.md", "error")]
    assert held == [(one.path, one.why) for one in found.held]
    assert Held("content/news/n4.md", "scheduled", DUE) in found.held
    assert found == replace(built(site), profile=None)
    assert before == {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*")}


def edited(name: str, text: str) -> Callable[[Path], None]:
    """An edit that writes a file."""
    return lambda site: tell(site, f"-- {name} --\n{text}\n")


def disguised(site: Path) -> None:
    """The same size, and the time set back."""
    place = site / "content/news/n1.md"
    status = place.stat()
    place.write_bytes(place.read_bytes().replace(b"2565", b"2564"))
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))


def replaced(site: Path) -> None:
    """Another file of the same size and time was moved to its place."""
    place, other = site / "content/news/n1.md", site.parent / "other.md"
    other.write_bytes(place.read_bytes().replace(b"2565", b"2564"))
    shutil.copystat(place, other)
    other.replace(place)


def another_byte(site: Path) -> None:
    """A page of the output was edited: the same size."""
    place = site / "output/index.html"
    place.write_bytes(place.read_bytes()[:-1] + b"!")


def linked(site: Path) -> None:
    """A page of the output is a link to what it was."""
    place = site / "output/index.html"
    place.rename(site / "output/theirs.html")
    place.symlink_to("theirs.html")


def moved(site: Path) -> None:
    """A folder of the output is a link to what it was."""
    (site / "output/tag").rename(site / "theirs")
    (site / "output/tag").symlink_to(site / "theirs")


def stacked(site: Path) -> None:
    """A folder has the name of a page."""
    place = site / "output/robots.txt"
    place.unlink()
    place.mkdir()


def listed(site: Path) -> None:
    """The output's list is another one."""
    place = site / "output" / manifest.NAME
    table = json.loads(place.read_bytes())["files"]
    table.pop("robots.txt")
    place.write_bytes(manifest.write(manifest.Manifest({path: tuple(entry) for path, entry in table.items()})))


CHANGES: dict[str, Callable[[Path], object]] = {
    "body": edited("content/news/n1.md", item("หนึ่ง", "2565-01-11", body="อื่น")),
    "disguised": disguised,
    "replaced": replaced,
    "held item": edited("content/news/n3.md", item("สาม", "2565-01-13", "draft: ใช่", body="อื่น")),
    "mended": edited("content/news/n5.md", item("ห้า", "2565-01-15")),
    "new": edited("content/news/n6.md", item("หก", "2565-01-16")),
    "gone": lambda site: (site / "content/news/n1.md").unlink(),
    "renamed": lambda site: (site / "content/news/n1.md").rename(site / "content/news/n7.md"),
    "touched": lambda site: os.utime(site / "content/news/n1.md", ns=(1, 1)),
    "attachment": edited("content/news/f.txt", "แฟ้มอื่น"),
    "attachment gone": lambda site: (site / "content/news/f.txt").unlink(),
    "file": edited("content/news/g.txt", "ไม่มีใครเรียก"),
    "homeless": edited("content/n.md", "ไม่มีหัว"),
    "dangling": lambda site: (site / "content/news/n8.md").symlink_to("nowhere"),
    "settings": edited("content/site.toml", f'{PHUKET}\n[contact]\nphone = "0 7600 0000"'),
    "settings gone": lambda site: (site / "content/site.toml").unlink(),
    "tags": edited("content/tags.toml", '[[tag]]\nname = "ข"'),
    "tags gone": lambda site: (site / "content/tags.toml").unlink(),
    "units": edited("content/units.toml", '[[unit]]\nname = "กอง"'),
    "theme": edited("themes/default/static/own.css", "b {}"),
    "theme gone": lambda site: (site / "themes/default/static/own.css").unlink(),
    "template": edited("themes/default/templates/more.html", "x"),
    "words": edited("themes/default/strings.toml", '[th]\nhome = "บ้าน"'),
    "page gone": lambda site: (site / "output/index.html").unlink(),
    "page edited": another_byte,
    "page linked": linked,
    "folder linked": moved,
    "page a folder": stacked,
    "page touched": lambda site: os.utime(site / "output/index.html", ns=(1, 1)),
    "list gone": lambda site: (site / "output" / manifest.NAME).unlink(),
    "list foreign": listed,
    "list broken": lambda site: (site / "output" / manifest.NAME).write_text("{"),
    "output gone": lambda site: shutil.rmtree(site / "output"),
    "cache gone": lambda site: shutil.rmtree(site / ".cache"),
    "store spoilt": lambda site: (site / ".cache/store.sqlite").write_bytes(b"x" * 5000),
    "store empty": lambda site: (site / ".cache/store.sqlite").write_bytes(b""),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(site: Path, change: str) -> None:
    """Whatever was written, moved or taken away: the quick look leaves it to a build."""
    built(site, SITE)
    assert asked(site) is not None
    CHANGES[change](site)
    assert asked(site) is None


def test_time_alone_is_a_change(site: Path) -> None:
    """Until something falls due the site is the same; then, and before the last build's moment, it is not."""
    built(site, SITE)
    assert asked(site, DUE - dt.timedelta(seconds=1)) is not None
    assert asked(site, DUE) is None
    assert asked(site, NOW - dt.timedelta(seconds=1)) is None
    built(site, now=DUE)
    assert asked(site, DUE + dt.timedelta(days=900)) is not None


def test_another_output_is_a_change(site: Path) -> None:
    """Each output is known for itself."""
    built(site, SITE)
    second = site.parent / "second"
    assert unchanged(site, second, NOW) is None
    build(site, second, NOW)
    assert unchanged(site, second, NOW) is not None
    assert asked(site) is not None
    built(site, edited_story())
    assert unchanged(site, second, NOW) is None


def edited_story() -> str:
    """Another body of the first item."""
    return f"-- content/news/n1.md --\n{item('หนึ่ง', '2565-01-11', 'tags: [ก]', 'attachments: [f.txt]', body=FURTHER)}\n"


def test_another_engine_is_a_change(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an update of the program or of a library nothing that it kept is relied on."""
    built(site, SITE)
    monkeypatch.setattr(sys, "version", "4.0")
    assert asked(site) is None
    assert () != built(site).reasons


def test_a_build_that_came_to_nothing_is_not_the_last_one(site: Path) -> None:
    """After a failing template, and with a page of somebody's, the next build looks again."""
    built(site, SITE)
    tell(site, "-- themes/default/templates/item.html --\n{{ 1 // 0 }}\n")
    assert not built(site).built
    assert asked(site) is None
    tell(site, "-- themes/default/templates/item.html --\n(gone)\n")
    (site / "output/index.html").write_text("theirs")
    for _ in range(2):
        assert "W020" in codes(built(site))
        assert asked(site) is None


def test_a_site_that_was_never_built_is_not_locked_or_written_to(site: Path) -> None:
    """Without a store nothing is made, not even the cache."""
    tell(site, SITE)
    assert asked(site) is None
    assert not (site / ".cache").exists()
    assert not (site / "output").exists()


def test_fresh_files_are_compared_by_their_bytes(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written just before the last build is known by its digest, since its time tells nothing."""
    monkeypatch.setattr(marks, "TICK", 10**18)
    story = SITE.partition("-- themes/")[0]
    built(site, story)
    monkeypatch.setattr("site_builder.unchanged.theme_marks", lambda *_: "theme")
    monkeypatch.setattr("site_builder.keeping.lasting_marks", lambda *_: "theme")
    (site / "output/index.html").unlink()
    built(site)
    assert asked(site) is not None
    disguised(site)
    assert asked(site) is None


SCRIPT = """
import sys
from site_builder.cli import main
try:
    main(sys.argv[2:])
finally:
    heavy = sorted(set(sys.modules) & set(sys.argv[1].split(",")))
    sys.stdout.flush()
    print("HEAVY", *heavy)
"""


def run(site: Path, *arguments: str) -> tuple[dict[str, object], list[str]]:
    """A build by a process of its own: (what it reports, the heavy modules that it imported)."""
    flags = ["build", "--site", str(site), "--json", "--now", NOW.isoformat(), *arguments]
    command = [sys.executable, "-c", SCRIPT, ",".join(sorted(HEAVY)), *flags]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr, done.stderr
    report, heavy = done.stdout.rsplit("HEAVY", 1)
    return json.loads(report), heavy.split()


def aged(site: Path) -> None:
    """Wait until no source's time can be taken for a later one's."""
    newest = max(path.stat().st_ctime_ns for path in (*(site / "content").rglob("*"), *(site / "themes").rglob("*")))
    while marks.clock() <= newest + TICK:
        time.sleep(0.05)


def test_the_program_imports_nothing_to_do_nothing(site: Path) -> None:
    """A second `build` of a process of its own reports the same, writes nothing, and has no Markdown and no Jinja."""
    tell(site, SITE)
    aged(site)
    first, heavy = run(site)
    assert {"markdown", "jinja2"} < set(heavy)
    before = tree(site / "output")
    second, heavy = run(site)
    assert [] == heavy
    assert {"rendered": 0, "written": 0, "removed": 0} == {
        key: second[key] for key in ("rendered", "written", "removed")
    }
    assert {key: first[key] for key in ("read", "published", "pages", "held", "problems")} == {
        key: second[key] for key in ("read", "published", "pages", "held", "problems")
    }
    assert before == tree(site / "output")
    tell(site, edited_story())
    third, heavy = run(site)
    assert (1, True) == (third["rendered"], "jinja2" in heavy)


def test_a_quick_look_waits_for_a_build_that_is_under_way(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the lock as a build does, and says so when it cannot have it."""
    built(site, SITE)
    monkeypatch.setattr("site_builder.unchanged.Lock", functools.partial(Lock, seconds=0.2))
    with Lock(site / ".cache"), pytest.raises(Occupied):
        asked(site)


@pytest.mark.parametrize("name", ["content/site.toml", "content/tags.toml", "content/news/n1.md", "content/news/f.txt"])
def test_what_is_written_during_a_build_is_seen_by_the_next(
    site: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A file that is saved between being read and being looked for, or the other way round, is not taken for known."""
    texts = {
        "content/site.toml": f'{PHUKET}\n[contact]\nphone = "0 7600 0000"\n',
        "content/tags.toml": '[[tag]]\nname = "ก"\nslug = "ko"\n',
        "content/news/n1.md": item("หนึ่ง", "2565-01-11", "attachments: [f.txt]", body="อื่น"),
        "content/news/f.txt": "แฟ้มอื่น",
    }
    tell(site, SITE)
    scan = files.scan

    def late(content: Path) -> files.Scan:
        found = scan(content)
        tell(site, f"-- {name} --\n{texts[name]}")
        return found

    def early(content: Path) -> files.Scan:
        tell(site, f"-- {name} --\n{texts[name]}")
        return scan(content)

    for scanning in (late, early):
        tell(site, SITE)
        with monkeypatch.context() as patch:
            patch.setattr(files, "scan", scanning)
            built(site)
        if asked(site) is None:
            built(site)
        clean = site.parent / scanning.__name__
        shutil.copytree(site, clean, ignore=shutil.ignore_patterns(".cache", "output"))
        built(clean)
        assert tree(clean / "output") == tree(site / "output")

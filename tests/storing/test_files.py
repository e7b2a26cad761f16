from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.messages import hint, message
from site_builder.problems import Problem, Severity
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.files import read, scan


def lay(site: Path, *paths: str) -> Path:
    """Lay down files that hold their own names; the site's content folder."""
    for path in paths:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(path.encode())
    return site / "content"


def found(content: Path) -> list[str]:
    """The paths of a scan."""
    return [source.path for source in scan(content).sources]


def told(problems: tuple[Problem, ...]) -> list[str]:
    """What a reader is told: path, message and hint."""
    return [f"{one.path}: {message(one, 'th')}|{hint(one, 'th')}" for one in problems]


def test_scan(tmp_path: Path) -> None:
    """Every regular file below content/ is found, with its size and time, by its path from the site's folder."""
    content = lay(tmp_path, "content/news/ข่าว.md", "content/site.toml", "output/x.md")
    os.utime(content / "site.toml", ns=(1, 1_234_567_890_123_456_789))
    sources = scan(content).sources
    assert ["content/news/ข่าว.md", "content/site.toml"] == [source.path for source in sources]
    assert ("content/site.toml", 17, 1_234_567_890_123_456_789) == (
        sources[1].path,
        sources[1].size,
        sources[1].mtime_ns,
    )


def test_order_does_not_hang_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the file system lists a folder, sources come by their paths."""
    content = lay(tmp_path, *(f"content/{name}" for name in ("b.md", "a/z.md", "a.md", "ก.md", "B.txt")))
    forwards = found(content)
    real = os.scandir

    class Backwards:
        def __init__(self, folder: Path) -> None:
            with real(folder) as entries:
                self.entries = reversed(list(entries))

        def __enter__(self) -> object:
            return self.entries

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(os, "scandir", Backwards)
    assert forwards == found(content) == sorted(forwards)


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        ".hidden.md",
        ".git/config",
        "~$report.docx",
        "~WRL0001.tmp",
        "Thumbs.db",
        "THUMBS.DB",
        "ehthumbs.db",
        "desktop.ini",
        "Desktop.ini",
        "news.md~",
        "#news.md#",
        "news.md.swp",
        "news.md.bak",
        "photo.jpg.crdownload",
        "__MACOSX/news.md",
        ".~lock.news.odt#",
    ],
)
def test_left_out(tmp_path: Path, name: str) -> None:
    """What programs leave beside a source is no source."""
    assert ["content/news.md"] == found(lay(tmp_path, "content/news.md", f"content/{name}"))


@pytest.mark.parametrize("name", ["~news.md", "thumbs.md", "a.b.md", "news (1).md", "a#b.md", "$x.md", "backup.md"])
def test_not_left_out(tmp_path: Path, name: str) -> None:
    """A name that only resembles these is a source."""
    assert [f"content/{name}"] == found(lay(tmp_path, f"content/{name}"))


@pytest.mark.parametrize(
    "make",
    [
        lambda site, away: (site / "content/x.md").symlink_to(away / "secret.md"),
        lambda site, away: (site / "content/x.md").symlink_to(os.path.relpath(away / "secret.md", site / "content")),
        lambda site, away: (site / "content/x").symlink_to(away),
        lambda site, _: (site / "content/x").symlink_to(".."),
        lambda site, _: (site / "content/x").symlink_to(site),
        lambda site, _: (site / "content/x").symlink_to("/"),
        lambda site, _: (site / "content/x").symlink_to("x"),
        lambda site, _: (site / "content/x").symlink_to("nowhere"),
        lambda site, _: (site / "content/x").symlink_to(site / "content"),
    ],
)
def test_link_out_of_the_site(tmp_path: Path, make: Callable[[Path, Path], None]) -> None:
    """A link that leads out of the site, back up, in a circle or nowhere is not followed, and is named."""
    site, away = tmp_path / "site", tmp_path / "site-evil"
    content = lay(site, "content/news.md")
    away.mkdir()
    (away / "secret.md").write_bytes(b"secret")
    make(site, away)
    scanned = scan(content)
    assert ["content/news.md"] == [source.path for source in scanned.sources]
    assert {one.path.partition("/x")[0] for one in scanned.problems} == {"content"}
    assert {Severity.WARNING} == {one.severity for one in scanned.problems}


def test_link_within_the_site(tmp_path: Path) -> None:
    """A link to a file or folder of the site is followed; one met behind another is not."""
    content = lay(tmp_path, "content/news.md", "photos/a.jpg")
    (content / "pictures").symlink_to(tmp_path / "photos")
    (content / "copy.md").symlink_to("news.md")
    (tmp_path / "photos/loop").symlink_to(content)
    scanned = scan(content)
    assert ["content/copy.md", "content/news.md", "content/pictures/a.jpg"] == [one.path for one in scanned.sources]
    assert [
        "content/pictures/loop: ไม่ได้อ่านทางลัดนี้ เพราะชี้ออกนอกโฟลเดอร์ของเว็บไซต์ หรือชี้วนกลับมาที่เดิม|คัดลอกไฟล์จริงมาวางแทนทางลัด"
    ] == told(scanned.problems)


def test_many_links_to_each_other(tmp_path: Path) -> None:
    """Folders that link to each other in every direction are walked in a time that does not explode."""
    content = lay(tmp_path, *(f"content/{one}/x.md" for one in range(12)))
    for one in range(12):
        for other in range(12):
            (content / f"{one}/to-{other}").symlink_to(content / str(other))
    assert 12 + 12 * 11 == len(found(content))


def test_special_files_are_no_sources(tmp_path: Path) -> None:
    """A pipe is not opened: a build must not wait for it."""
    content = lay(tmp_path, "content/news.md")
    os.mkfifo(content / "pipe.md")
    assert ["content/news.md"] == found(content)


def test_content_missing_or_elsewhere(tmp_path: Path) -> None:
    """Without a folder content/ of its own a site has no sources, and hears so."""
    (tmp_path / "site").mkdir()
    (tmp_path / "away").mkdir()
    expected = (
        "content: ไม่พบโฟลเดอร์ต้นฉบับ “content” ในโฟลเดอร์ของเว็บไซต์"
        "|ตรวจว่าเปิดโฟลเดอร์ของเว็บไซต์ถูกที่ หรือเริ่มเว็บไซต์ใหม่ด้วยคำสั่ง init"
    )
    assert [expected] == told(scan(tmp_path / "site/content").problems)
    (tmp_path / "site/content").symlink_to(tmp_path / "away")
    assert [expected] == told(scan(tmp_path / "site/content").problems)


def test_names_that_are_one_on_windows(tmp_path: Path) -> None:
    """Two names that differ in case or Unicode form alone are both named, each with the other."""
    content = lay(tmp_path, "content/News.md", "content/news.md", "content/caf\u00e9.md", "content/cafe\u0301.md")
    scanned = scan(content)
    assert ["content/News.md", "content/caf\u00e9.md", "content/news.md"] == [one.path for one in scanned.sources]
    assert [
        ("content/News.md", Severity.ERROR),
        ("content/caf\u00e9.md", Severity.ERROR),
        ("content/caf\u00e9.md", Severity.ERROR),
        ("content/news.md", Severity.ERROR),
    ] == [(one.path, one.severity) for one in scanned.problems]
    assert (
        "content/News.md: ชื่อไฟล์นี้ต่างจาก “news.md” เพียงตัวพิมพ์เล็กใหญ่หรือรูปแบบรหัสอักษร "
        "บน Windows จะเป็นไฟล์เดียวกันและหายไปหนึ่งไฟล์|เปลี่ยนชื่อไฟล์ใดไฟล์หนึ่ง" == told(scanned.problems)[0]
    )


def test_folders_that_are_one_on_windows(tmp_path: Path) -> None:
    """The same for files in two folders that are one there."""
    content = lay(tmp_path, "content/A/x.md", "content/a/x.md", "content/a/y.md")
    assert ["content/A/x.md", "content/a/x.md"] == [one.path for one in scan(content).problems]


def test_read(tmp_path: Path) -> None:
    """A source is read by its path; one whose name on disk is in another Unicode form is found."""
    lay(tmp_path, "content/ข่าว.md", "content/e\u0301/cafe\u0301.md")
    assert "content/ข่าว.md".encode() == read(tmp_path, "content/ข่าว.md")
    assert "content/e\u0301/cafe\u0301.md".encode() == read(tmp_path, "content/\u00e9/caf\u00e9.md")


def test_read_what_is_gone(tmp_path: Path) -> None:
    """A source that is gone costs nothing but itself."""
    lay(tmp_path, "content/a.md")
    for path in ("content/b.md", "content/ข.md", "none/ข.md"):
        with pytest.raises(ReadingFailed) as caught:
            read(tmp_path, path)
        assert [f"{path}: อ่านไม่ได้: No such file or directory|ตรวจว่าไฟล์ยังอยู่ และบัญชีผู้ใช้นี้มีสิทธิ์เปิด"] == told(
            (caught.value.problem,)
        )


@pytest.mark.parametrize("times", [0, 1, 6, 7, 8, 100])
def test_read_what_word_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """A source that another program holds is waited for, five seconds in all; then its problem says so."""
    lay(tmp_path, "content/a.md")
    left, paused = [times], list[float]()
    real = Path.read_bytes

    def held(path: Path) -> bytes:
        if left[0]:
            left[0] -= 1
            refused = PermissionError(13, "The process cannot access the file", str(path))
            refused.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise refused
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    if times <= 7:
        assert b"content/a.md" == read(tmp_path, "content/a.md", pause=paused.append)
        assert times == len(paused)
    else:
        with pytest.raises(ReadingFailed) as caught:
            read(tmp_path, "content/a.md", pause=paused.append)
        assert ["content/a.md: อ่านไม่ได้ เพราะโปรแกรมอื่นเปิดไฟล์นี้ค้างอยู่|ปิดไฟล์ในโปรแกรมนั้น แล้วสั่งใหม่อีกครั้ง"] == told(
            (caught.value.problem,)
        )
        assert 5 == pytest.approx(sum(paused))


def test_folder_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be listed is named: no source is lost in silence."""
    content = lay(tmp_path, "content/a.md", "content/closed/b.md")
    real = os.scandir

    def closed(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr(os, "scandir", closed)
    scanned = scan(content)
    assert ["content/a.md"] == [one.path for one in scanned.sources]
    assert ["content/closed: อ่านไม่ได้: Permission denied|ตรวจว่าไฟล์ยังอยู่ และบัญชีผู้ใช้นี้มีสิทธิ์เปิด"] == told(scanned.problems)

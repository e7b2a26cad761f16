from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from storing.writing_sites import build, tree

from site_builder.messages import message
from site_builder.problems import Problem
from site_builder.storing import manifest
from site_builder.storing.output import lexical_refusal, refusal

HOME, ROOT, SITE, SOURCE, STRANGE, NO_FOLDER = "W002", "W003", "W004", "W005", "W006", "W007"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a site in it, strangers' folders beside it, and links to all of them."""
    for folder in (
        "home/site/content/news",
        "home/site/themes/default",
        "home/site/.git/refs",
        "home/site/.cache",
        "home/full/deep",
        "home/empty",
        "home/kept",
        "home/.git/x",
        "data/content",
        "links",
    ):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "home/full/thesis.docx").write_bytes(b"years of work")
    (tmp_path / "home/kept/.gitkeep").write_bytes(b"")
    (tmp_path / "home/kept/.gitignore").write_bytes(b"*")
    (tmp_path / "home/kept/desktop.ini").write_bytes(b"")
    (tmp_path / "home/file").write_bytes(b"file")
    for name, target in {
        "home": tmp_path / "home",
        "root": Path("/"),
        "site": tmp_path / "home/site",
        "content": tmp_path / "home/site/content",
        "full": tmp_path / "home/full",
        "empty": tmp_path / "home/empty",
        "file": tmp_path / "home/file",
        "loop": Path("loop"),
        "nowhere": tmp_path / "home/not-yet",
    }.items():
        (tmp_path / "links" / name).symlink_to(target)
    (tmp_path / "home/linked-site").mkdir()
    (tmp_path / "home/linked-site/content").symlink_to(tmp_path / "data/content")
    build(tmp_path / "home/ours", {"index.html": b"page"})
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


PLACES = [
    ("/", ROOT),
    ("//", ROOT),
    ("/..", ROOT),
    ("/tmp/../", ROOT),  # noqa: S108
    ("home", HOME),
    ("home/.", HOME),
    ("home/site/..", HOME),
    ("HOME", HOME),
    ("home.", HOME),
    (".", HOME),
    ("..", HOME),
    ("home/site", SITE),
    ("home/site/", SITE),
    ("home/site/output/..", SITE),
    ("home/Site", SITE),
    ("home/site. .", SITE),
    ("home/site/content", SOURCE),
    ("home/site/CONTENT", SOURCE),
    ("home/site/content.", SOURCE),
    ("home/site/content ", SOURCE),
    ("home/site/content/news", SOURCE),
    ("home/site/content/new/folder", SOURCE),
    ("home/site/output/../content/x", SOURCE),
    ("home/site/themes", SOURCE),
    ("home/site/themes/default/static", SOURCE),
    ("home/site/.git", SOURCE),
    ("home/site/.GIT/refs", SOURCE),
    ("home/site/.cache/x", SOURCE),
    ("home/.git/x", SOURCE),
    ("home/full", STRANGE),
    ("home/full/../full", STRANGE),
    ("home/file", NO_FOLDER),
    ("home/file/output", NO_FOLDER),
    ("home/full/thesis.docx", NO_FOLDER),
    ("links/home", HOME),
    ("links/root", ROOT),
    ("links/site", SITE),
    ("links/site/content/x", SOURCE),
    ("links/content", SOURCE),
    ("links/full", STRANGE),
    ("links/file", NO_FOLDER),
    ("links/loop", NO_FOLDER),
    ("home/a\0b", NO_FOLDER),
    ("home/site/output", ""),
    ("home/site/public/th", ""),
    ("home/site/contents", ""),
    ("home/site/content-output", ""),
    ("home/empty", ""),
    ("home/kept", ""),
    ("home/full/deep", ""),
    ("home/ours/output", ""),
    ("links/empty", ""),
    ("links/nowhere", ""),
    ("home/site-output", ""),
]


def code(problem: Problem | None) -> str:
    """The refusal's code, "" for none."""
    return problem.code if problem else ""


@pytest.mark.parametrize(("place", "expected"), PLACES)
def test_places(town: Path, place: str, expected: str) -> None:
    """Where a build could cost somebody work is refused, however the place is written; looking changes nothing."""
    before = tree(town)
    output = Path(place) if place.startswith("/") else Path(f"{town}/{place}")
    assert expected == code(refusal(output, town / "home/site"))
    assert before == tree(town)


def test_relative_place(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place without a root counts from the folder that the command was given in."""
    monkeypatch.chdir(town / "home/site/content")
    assert [SOURCE, SOURCE, SITE, HOME, ""] == [
        code(refusal(Path(place), town / "home/site")) for place in (".", "x", "..", "../..", "../output")
    ]


def test_site_behind_a_link(town: Path) -> None:
    """A site that is reached by a link, or whose sources are links, is protected where it really lies."""
    for place in ("home/site", "links/site"):
        assert SITE == code(refusal(town / place, town / "links/site"))
        assert SOURCE == code(refusal(town / place / "content/x", town / "links/site"))
    for place in ("data/content", "data/content/x", "data"):
        assert SOURCE == code(refusal(town / place, town / "home/linked-site"))


def test_folder_with_a_spoilt_list(town: Path) -> None:
    """A folder whose list cannot be read was ours: the build goes on, and takes nothing that it cannot prove."""
    (town / "home/ours/output" / manifest.NAME).write_bytes(b"{")
    assert "" == code(refusal(town / "home/ours/output", town / "home/site"))


def test_folder_that_cannot_be_looked_into(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be listed is refused, with the system's reason."""

    def closed(_: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", closed)
    refused = refusal(town / "home/empty", town / "home/site")
    assert "W008" == code(refused)


WINDOWS = [
    ("C:\\", ROOT),
    ("d:\\", ROOT),
    ("\\\\server\\share\\", ROOT),
    ("\\\\?\\C:\\", ROOT),
    ("C:\\Users", HOME),
    ("C:\\Users\\Somchai", HOME),
    ("c:\\users\\SOMCHAI", HOME),
    ("C:\\Users\\Somchai\\Documents\\web", SITE),
    ("C:\\Users\\Somchai\\Documents", SITE),
    ("C:/Users/Somchai/documents/WEB.", SITE),
    ("C:\\Users\\Somchai\\Documents\\web\\Content", SOURCE),
    ("C:\\Users\\Somchai\\Documents\\web\\content .\\x", SOURCE),
    ("C:\\Users\\Somchai\\Documents\\web\\themes\\default", SOURCE),
    ("C:\\Users\\Somchai\\Documents\\web\\.git\\hooks", SOURCE),
    ("C:\\Users\\Somchai\\Documents\\web\\output", ""),
    ("C:\\Users\\Somchai\\Documents\\webs", ""),
    ("D:\\Users\\Somchai", ""),
    ("\\\\server\\share\\site", ""),
]


@pytest.mark.parametrize(("place", "expected"), WINDOWS)
def test_windows_places(place: str, expected: str) -> None:
    """The names alone tell the same on Windows: drives, shares, case, a dot at the end."""
    site = PureWindowsPath("C:\\Users\\Somchai\\Documents\\web")
    assert expected == lexical_refusal(PureWindowsPath(place), site, PureWindowsPath("C:\\Users\\Somchai"))


@pytest.mark.parametrize(
    ("place", "site"),
    [("/srv/CAFE\u0301", "/srv/caf\u00e9"), ("/srv/web/Straße", "/srv/web/STRASSE")],
)
def test_unicode_forms(place: str, site: str) -> None:
    """A name in another Unicode form is the same place."""
    home: PurePath = PurePosixPath("/home/x")
    assert SITE == lexical_refusal(PurePosixPath(place), PurePosixPath(site), home)


def test_words(town: Path) -> None:
    """Each refusal is one Thai sentence that names the folder and says what to do."""
    site = town / "home/site"
    told = [
        message(problem, "th").replace(str(town), "…")
        for place in (site.parent, Path("/"), site, site / "content", town / "home/full", town / "home/file")
        if (problem := refusal(place, site))
    ]
    assert [
        "สร้างเว็บไซต์ลงใน “…/home” ไม่ได้ เพราะเป็นโฟลเดอร์ส่วนตัวของผู้ใช้เครื่อง โปรดเลือกโฟลเดอร์ย่อยที่ว่าง",
        "สร้างเว็บไซต์ลงใน “/” ไม่ได้ เพราะเป็นรากของไดรฟ์ โปรดเลือกโฟลเดอร์ย่อยที่ว่าง",
        "สร้างเว็บไซต์ลงใน “…/home/site” ไม่ได้ เพราะเป็นโฟลเดอร์ที่เก็บต้นฉบับของเว็บไซต์นี้ โปรดใช้โฟลเดอร์ย่อย เช่น output",
        (
            "สร้างเว็บไซต์ลงใน “…/home/site/content” ไม่ได้ เพราะเป็นที่เก็บข่าว แม่แบบ หรือข้อมูลภายในของเว็บไซต์ "
            "โปรดใช้โฟลเดอร์อื่น เช่น output"
        ),
        (
            "สร้างเว็บไซต์ลงใน “…/home/full” ไม่ได้ เพราะมีไฟล์อื่นอยู่แล้ว เช่น “deep” และไม่มีบัญชีไฟล์ของโปรแกรมนี้ "
            "โปรดย้ายไฟล์ออกหรือเลือกโฟลเดอร์ที่ว่าง"
        ),
        "สร้างเว็บไซต์ลงใน “…/home/file” ไม่ได้ เพราะชื่อนั้นไม่ใช่โฟลเดอร์ หรือมีไฟล์ชื่อเดียวกันขวางอยู่ โปรดเลือกชื่ออื่น",
    ] == told


def test_home_need_not_exist(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine account whose home is nowhere may build."""
    monkeypatch.setenv("HOME", str(town / "none"))
    assert "" == code(refusal(town / "home/empty", town / "home/site"))

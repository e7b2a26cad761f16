"""The desk over real sockets: who may write, where to, and that no word is lost when two write at once."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from asking import Asker
from looking import live
from stories import SETTINGS, item, tell, tree

from site_builder.picturing import opening
from site_builder.preview.guard import MOST
from site_builder.preview.live import Wishes
from site_builder.storing import shelf
from site_builder.storing.shelf import FOLDER
from site_builder.storing.swap import swap

A = "content/news/a.md"
TAGS = '[[tag]]\nname = "ผู้นำชุมชน"\nslug = "leaders"\n'
SITE = f"""
-- content/site.toml --
{SETTINGS}
-- content/tags.toml --
{TAGS}
-- content/news/a.md --
{item("ข่าวหนึ่ง", "2565-03-01", "# หมายเหตุ", "location: อำเภอแคนดง", body="ย่อหน้าแรก [ข](b.md)")}
-- content/news/b.md --
{item("ข่าวสอง", "2565-03-02", "draft: ใช่")}
-- content/news/c.md --
{item("ข่าวสาม", "2565-03-04", "district: แคนดล")}
-- content/pages/about.md --
{item("เกี่ยวกับเรา", "2565-03-01")}
-- outside.md --
{item("นอกเว็บ", "2565-03-01")}
"""
pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def desk(site: Path) -> Iterator[Asker]:
    """A preview with its desk."""
    tell(site, SITE)
    with live(site) as preview:
        yield Asker(preview)


def untouched(site: Path) -> str:
    """What stands in content/ and beside it."""
    found = {path: data for path, data in tree(site).items() if not path.startswith((".cache/", f"{FOLDER}/"))}
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()


# ---- who may write

WRITES = ["work", "save", "compare", "keep", "drop", "file", "unfile", "import", "fix", "delete", "restore"]
WRONG = [
    ("Origin", None, 403),
    ("Origin", "http://example.org", 403),
    ("Origin", "null", 403),
    ("Origin", "https://127.0.0.1:{port}", 403),
    ("Host", "example.org", 421),
    ("Host", "127.0.0.1.nip.io:{port}", 421),
    ("Sec-Fetch-Site", "cross-site", 403),
    ("Sec-Fetch-Site", "same-site", 403),
    ("Sec-Fetch-Site", "none", 403),
    ("X-Desk-Token", None, 403),
    ("X-Desk-Token", "another", 403),
    ("Content-Type", "text/plain", 415),
    ("Content-Type", "application/x-www-form-urlencoded", 415),
    ("Content-Type", "multipart/form-data", 415),
    ("Content-Length", str(MOST + 1), 413),
    ("Content-Length", "-1", 411),
    ("Transfer-Encoding", "chunked", 411),
]


@pytest.mark.parametrize("deed", WRITES)
def test_every_write_is_looked_at_first(desk: Asker, site: Path, deed: str) -> None:
    """Host, Origin, Sec-Fetch-Site, the token, the kind and the length: one wrong and nothing is done."""
    sent = json.dumps(desk.work(A, title="อื่น", name="work01")).encode()
    before = untouched(site)
    for name, value, status in WRONG:
        headers = desk.headers() | {"Content-Length": str(len(sent))}
        headers.pop(name, None)
        if value is not None:
            headers[name] = value.format(port=desk.port)
        if name == "Transfer-Encoding":
            headers.pop("Content-Length")
        assert status == raw(desk, deed, headers, sent), (name, value)
    assert before == untouched(site)
    assert not (site / FOLDER).exists()


def raw(desk: Asker, deed: str, headers: dict[str, str], data: bytes) -> int:
    """The status for exactly these headers."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=20)
    connection.putrequest("POST", f"/_desk/{deed}", skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    with suppress(OSError):  # refused before it was read: the answer is there all the same
        connection.send(data)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_no_other_method_does_anything(desk: Asker, method: str) -> None:
    """And a POST elsewhere is refused as before; a page's own address takes none."""
    assert 405 == desk.ask(method, "/_desk/save", b"{}", desk.headers())[0]
    assert 405 == desk.ask("POST", "/", b"{}", desk.headers())[0]
    assert 405 == desk.ask("POST", "/_site/", b"{}", desk.headers())[0]
    assert 404 == desk.ask("POST", "/_desk/", b"{}", desk.headers())[0]


def test_a_network_has_no_desk(site: Path) -> None:
    """With --lan nobody can write, from this machine neither, and the page says why."""
    tell(site, SITE)
    with live(site, Wishes(names=("127.0.0.1",))) as preview:
        asker = Asker(preview)
        status, data = asker.get("")
        assert 404 == status
        assert "--lan" in data.decode()
        headers = {"Origin": f"http://127.0.0.1:{asker.port}", "Content-Type": "application/json"}
        assert 405 == asker.ask("POST", "/_desk/save", b"{}", headers)[0]


PATHS = [
    *("outside.md", "content/site.toml", "content/../outside.md", "/etc/passwd", "content/news/../../outside.md"),
    *("content/news/a.txt", "content/news/.a.md", "content/news/a.md/../../../outside.md", "themes/a.md", "a.md"),
    *(
        "content\\news\\a.md",
        "content/news/con.md",
        "content/news/a.md\0",
        "C:/a.md",
        "content/other/a.md",
        ".desk/a.md",
    ),
]


@pytest.mark.parametrize("path", PATHS)
def test_only_items_are_written(desk: Asker, site: Path, path: str) -> None:
    """No path leads out of the folders of items."""
    before = untouched(site)
    for deed in ("work", "save", "compare", "keep", "delete"):
        sent = {"work": "work01", "item": path, "digest": "", "values": {"title": "อื่น"}, "prose": "อื่น"}
        assert 400 == desk.do(deed, **sent)[0]
    assert 400 == desk.ask("POST", f"/_desk/file?work=work01&item={quote(path)}", b"x", desk.headers())[0]
    assert before == untouched(site)


def test_a_link_out_of_the_site_is_no_item(desk: Asker, site: Path) -> None:
    """What a source became meanwhile is looked at when it is written."""
    work = desk.work(A, title="อื่น")
    outside = site.parent / "beside.md"
    outside.write_bytes((site / A).read_bytes())
    (site / A).unlink()
    (site / A).symlink_to(outside)
    before = outside.read_bytes()
    assert 409 == desk.do("save", **work)[0]
    assert before == outside.read_bytes()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        b'{"work": "x"}',
        b'{"work": 1}',
        b'{"work": "work01", "item": "", "values": [1]}',
        b"[" * 9000,
    ],
)
def test_nonsense_is_refused(desk: Asker, sent: bytes) -> None:
    """What no page of ours sends does nothing, and the desk goes on."""
    for deed in ("work", "save", "import", "fix", "delete", "restore"):
        assert desk.ask("POST", f"/_desk/{deed}", sent, desk.headers())[0] in {400, 409}
    assert 200 == desk.get("")[0]


def test_pages_run_our_own_files_alone(desk: Asker) -> None:
    """No script and no style stands in a page of the desk, and its policy forbids any."""
    for path in ("", "edit/", f"edit/?item={A}", "paste/", "bin/"):
        status, data = desk.get(path)
        text = data.decode()
        assert 200 == status
        assert "<style" not in text
        assert " style=" not in text
        assert " on" not in [part[:3] for part in text.split('="')]
        assert text.count("<script") == text.count('<script type="module" src="/_desk/static/')
    connection = http.client.HTTPConnection("127.0.0.1", desk.port)
    connection.request("GET", "/_desk/")
    policy = connection.getresponse().headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy
    connection.close()


# ---- saving


def test_a_save_changes_the_lines_of_its_keys(desk: Asker, site: Path) -> None:
    """And the page shows it at once; the former text is among the versions."""
    before = (site / A).read_text("utf-8")
    status, after = desk.do("save", **desk.work(A, title="ชื่อใหม่", prose="ย่อหน้าใหม่"))
    assert (200, "ชื่อใหม่") == (status, dict(after["values"])["title"])  # type: ignore[call-overload]
    there = before.replace("ข่าวหนึ่ง", "ชื่อใหม่").replace("ย่อหน้าแรก [ข](b.md)", "ย่อหน้าใหม่")
    assert there == (site / A).read_text("utf-8")
    assert "ย่อหน้าใหม่" in desk.ask("GET", "/news/2565/03/a/")[1].decode()
    versions = json.loads(desk.get(f"versions?item={A}")[1])["versions"]
    former = json.loads(desk.get(f"version?item={A}&name={versions[0]['name']}")[1])
    assert ("ข่าวหนึ่ง", 1) == (former["values"]["title"], len(versions))


def test_a_save_without_a_change_writes_nothing(desk: Asker, site: Path) -> None:
    """Neither the file nor a version."""
    before = (site / A).stat().st_mtime_ns
    assert 200 == desk.do("save", **desk.work(A))[0]
    assert before == (site / A).stat().st_mtime_ns
    assert {"versions": []} == json.loads(desk.get(f"versions?item={A}")[1])


def test_unfinished_work_lies_outside_of_the_content(desk: Asker, site: Path) -> None:
    """It outlives the preview, and is told in the list; saving it forgets it."""
    before = untouched(site)
    status, told = desk.do("work", **desk.work(A, title="กำลังเขียน"))
    assert (200, False) == (status, told["changed"])
    assert before == untouched(site)
    assert "*\n" == (site / FOLDER / ".gitignore").read_text()
    assert "มีงานที่ยังไม่บันทึก" in desk.get("?show=unsaved")[1].decode()
    with live(site) as again:
        later = Asker(again)
        found = json.loads(later.get(f"state?item={A}&work=work01")[1])
        assert ("กำลังเขียน", ["work01"]) == (found["kept"]["values"]["title"], [one["name"] for one in found["works"]])
        assert 200 == later.do("save", **later.work(A, title="กำลังเขียน"))[0]
        assert [] == json.loads(later.get(f"state?item={A}")[1])["works"]


def test_a_work_shows_as_a_page_and_with_its_problems(desk: Asker, site: Path) -> None:
    """In the real theme, beside the others, and nothing is written."""
    before = untouched(site)
    _, told = desk.do("work", **desk.work(A, title="ชื่อที่ยังไม่บันทึก", prose="ถึง หมู่ที่ ตำบล อำเภอแคนดง [ก](x.md)"))
    problems = told["problems"]
    assert isinstance(problems, list)
    assert {("C001", 0), ("C002", 0), ("P009", 0)} <= {(one["code"], one["line"]) for one in problems}
    page = desk.ask("GET", f"/_desk/page/work01{told['url']}")[1].decode()
    assert "ชื่อที่ยังไม่บันทึก" in page
    assert "/_site/preview.js" not in page
    assert 200 == desk.ask("GET", "/_desk/page/work01/")[0]
    assert before == untouched(site)
    _, told = desk.do("work", **desk.work(A, district="แคนดล"))
    problems = told["problems"]
    assert isinstance(problems, list)
    assert ("L002", "district", "district: แคนดง") == next(
        (one["code"], one["field"], one["fix"]) for one in problems if one["severity"] == "error"
    )
    _, fixed = desk.do("fix", **desk.work(A, district="แคนดล"), field="district", fix="district: แคนดง", mend="")
    assert "แคนดง" == dict(fixed["values"])["district"]  # type: ignore[call-overload]


def test_a_new_item_is_written_where_new_ones_are(desk: Asker, site: Path) -> None:
    """By day and district; a second one beside it."""
    values = {"title": "ข่าวใหม่", "date": "3/3/2565", "location": "บ้านสระบัว อำเภอแคนดง"}
    for number in ("", "-2"):
        status, after = desk.do("save", **desk.work("", prose="เนื้อข่าว", **values))
        path = f"content/news/2565/2565-03-03-khaen-dong{number}.md"
        assert (200, path) == (status, after["item"])
        assert "---\ntitle: ข่าวใหม่\n" in (site / path).read_text("utf-8")


# ---- two at once


def test_a_file_that_changed_meanwhile_is_not_written_over(desk: Asker, site: Path) -> None:
    """Both versions are shown; the one that is given up stays among the former ones."""
    work = desk.work(A, prose="ฉบับของฉัน")
    (site / A).write_text((site / A).read_text("utf-8").replace("ย่อหน้าแรก", "ฉบับในไฟล์"), "utf-8")
    there = (site / A).read_bytes()
    assert (409, {"changed": True}) == desk.do("save", **work)
    assert there == (site / A).read_bytes()
    assert desk.do("work", **work)[1]["changed"]
    _, both = desk.do("compare", **work)
    assert ["~", "ฉบับในไฟล์ [ข](b.md)", "ฉบับของฉัน"] in both["rows"]  # type: ignore[operator]
    assert 200 == desk.do("keep", **work)[0]
    assert 200 == desk.do("save", **(work | {"digest": both["digest"]}))[0]
    assert "ฉบับของฉัน" in (site / A).read_text("utf-8")
    texts = [one.read_text("utf-8") for one in sorted((site / FOLDER / "history" / A).iterdir())]
    assert ["ฉบับของฉัน" in text for text in texts] == [True, False]
    assert "ฉบับในไฟล์" in texts[1]


def test_a_second_tab_is_another_editor(desk: Asker) -> None:
    """The one that saves later is told; each keeps its own work."""
    one, other = desk.work(A, "tab001", prose="แท็บหนึ่ง"), desk.work(A, "tab002", prose="แท็บสอง")
    assert 200 == desk.do("work", **one)[0] == desk.do("work", **other)[0]
    assert 200 == desk.do("save", **one)[0]
    assert 409 == desk.do("save", **other)[0]
    works = json.loads(desk.get(f"state?item={A}&work=tab002")[1])
    assert ("แท็บสอง", ["tab002"]) == (works["kept"]["prose"], [one["name"] for one in works["works"]])


def test_a_file_that_is_gone_takes_no_word_along(desk: Asker, site: Path) -> None:
    """The work stays, is told as such, and can be saved as a new item."""
    work = desk.work(A, prose="ยังเขียนอยู่")
    desk.do("work", **work)
    (site / A).unlink()
    assert 409 == desk.do("save", **work)[0]
    assert desk.do("compare", **work)[1]["gone"]
    status, after = desk.do("save", **(work | {"item": "", "digest": ""}))
    assert 200 == status
    assert "ยังเขียนอยู่" in (site / str(after["item"])).read_text("utf-8")


RACES = int(os.environ.get("DESK_RACES", "150"))


@pytest.mark.parametrize("way", ["replaces", "writes into it"])
def test_another_program_that_writes_at_the_same_instant_loses_nothing(
    site: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the two fall together: every text of the other one is in the file now, or among the former ones."""
    monkeypatch.setattr(shelf, "KEPT", 10_000)
    tell(site, SITE)
    ours, place = shelf.Shelf(site), site / A
    written: list[bytes] = []
    replaced: set[bytes] = set()  # what the other program itself wrote over, and would answer for
    is_over = threading.Event()

    def other() -> None:
        while not is_over.is_set():
            if not place.read_bytes().startswith(b"ours"):
                continue
            data = f"other {len(written)}".encode()
            written.append(data)
            if way == "replaces":
                beside = place.with_name("editor.tmp")
                beside.write_bytes(data)
                swap(beside, place, aside := place.with_name("editor.bak"))
                replaced.add(aside.read_bytes())
                aside.unlink()
            else:
                with place.open("r+b") as file:
                    replaced.add(file.read())
                    file.seek(0)
                    file.write(data)
                    file.truncate()

    thread = threading.Thread(target=other)
    thread.start()
    refused = 0
    for number in range(RACES):
        try:
            ours.save(A, shelf.digest(place.read_bytes()), f"ours {number}".encode())
        except shelf.Changed:
            refused += 1
    is_over.set()
    thread.join()
    found = {one.read_bytes() for one in (site / FOLDER / "history" / A).iterdir()} | {place.read_bytes()} | replaced
    assert [] == [data for data in written if data not in found]
    assert len(written) > 1
    assert refused < RACES
    assert [] == [one.name for one in place.parent.iterdir() if ".desk-" in one.name]


# ---- files


def photo(width: int = 3000, height: int = 2000, **more: object) -> bytes:
    """A photograph with a position, taken on its side."""
    from PIL import Image  # noqa: PLC0415

    picture = Image.effect_noise((width // 10, height // 10), 80).resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "ยี่ห้อกล้อง"
    exif.get_ifd(0x8825)[2] = (15.0, 20.0, 30.0)
    sink = io.BytesIO()
    picture.save(sink, "JPEG", exif=exif.tobytes(), **more)
    return sink.getvalue()


def test_a_photo_gives_the_item_a_folder_of_its_own(desk: Asker, site: Path) -> None:
    """Upright, smaller, without a position; links lead on, nothing is written until it is saved."""
    from PIL import Image  # noqa: PLC0415

    before = untouched(site)
    status, brought = desk.bring("ภาพ 1.JPG", photo(), path=A)
    assert (200, "ภาพ-1.jpg", True) == (status, brought["name"], brought["is_picture"])
    work = desk.work(A, cover="ภาพ-1.jpg", cover_alt="ผู้นำชุมชน")
    _, told = desk.do("work", **work)
    page = desk.ask("GET", f"/_desk/page/work01{told['url']}")[1].decode()
    assert 'alt="ผู้นำชุมชน"' in page
    assert before == untouched(site)
    status, after = desk.do("save", **work)
    assert (200, "content/news/a/index.md") == (status, after["item"])
    assert not (site / A).exists()
    text = (site / "content/news/a/index.md").read_text("utf-8")
    assert "cover: ภาพ-1.jpg\ncover_alt: ผู้นำชุมชน\n" in text
    assert "ย่อหน้าแรก [ข](../b.md)" in text
    with Image.open(site / "content/news/a/ภาพ-1.jpg") as kept:
        assert ((1600, 2400), {}) == (kept.size, dict(kept.getexif()))
        assert "icc_profile" not in kept.info
    assert 200 == desk.ask("GET", "/news/2565/03/a/")[0]
    assert "ภาพ-1.jpg" in after["files"]  # type: ignore[operator]


def test_what_is_said_of_an_album_lies_beside_its_pictures(desk: Asker, site: Path) -> None:
    """In photos.yml, which the page shows before it is saved; the form has it again afterwards."""
    for name in ("ก.jpg", "ข.jpg"):
        desk.bring(name, photo(40, 30), path=A)
    said = {"ก.jpg": {"alt": "หญิงสองคนทอผ้า", "caption": "ทอผ้า: รุ่นแรก"}}
    work = {**desk.work(A, gallery="ก.jpg\nข.jpg"), "said": said}
    before = untouched(site)
    _, told = desk.do("work", **work)
    page = desk.ask("GET", f"/_desk/page/work01{told['url']}")[1].decode()
    assert 'alt="หญิงสองคนทอผ้า"' in page
    assert "<figcaption>ทอผ้า: รุ่นแรก</figcaption>" in page
    assert ["G007"] == [one["code"] for one in told["problems"] if "ข.jpg" in one["message"]]  # type: ignore[attr-defined]
    assert before == untouched(site)
    status, after = desk.do("save", **work)
    assert 200 == status
    kept = site / "content/news/a/photos.yml"
    assert "ก.jpg:\n  คำบรรยาย: 'ทอผ้า: รุ่นแรก'\n  ข้อความแทน: หญิงสองคนทอผ้า\n" == kept.read_text("utf-8")
    assert [("ก.jpg", "หญิงสองคนทอผ้า", "ทอผ้า: รุ่นแรก"), ("ข.jpg", "", "")] == [
        (one["name"], one["alt"], one["caption"])
        for one in after["album"]  # type: ignore[attr-defined]
    ]
    assert 'alt="หญิงสองคนทอผ้า"' in desk.ask("GET", "/news/2565/03/a/")[1].decode()


def album_of_two(desk: Asker, site: Path, words: str) -> tuple[str, Path]:
    """An item with an album, and what somebody has written of it by hand: (its path, that file)."""
    for name in ("ก.jpg", "ข.jpg"):
        desk.bring(name, photo(40, 30), path=A)
    assert 200 == desk.do("save", **desk.work(A, gallery="ก.jpg\nข.jpg"))[0]
    kept = site / "content/news/a/photos.yml"
    kept.write_text(words, "utf-8")
    return "content/news/a/index.md", kept


def test_what_others_have_said_of_an_album_stays(desk: Asker, site: Path) -> None:
    """Remarks, the order and what the desk does not know; and nothing is written where nothing was said anew."""
    path, kept = album_of_two(desk, site, "# ของเรา\nข.jpg: {caption: ตลาด, focus: 10 90}\nก.jpg: ทอผ้า  # จริง\n")
    before = kept.read_bytes()
    assert 200 == desk.do("save", **desk.work(path, title="ชื่อใหม่"))[0]
    assert before == kept.read_bytes()
    said = {"content/news/a/ก.jpg": {"alt": "หญิง", "caption": "ทอผ้าไหม"}}
    assert 200 == desk.do("save", **desk.work(path), said=said)[0]
    assert (
        "# ของเรา\nข.jpg: {caption: ตลาด, focus: 10 90}\nก.jpg:\n  คำบรรยาย: ทอผ้าไหม\n  ข้อความแทน: หญิง\n"
        == kept.read_text("utf-8")
    )


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_of_the_site_takes_nobody_s_place(
    site: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    """Also on a disk where a file has one name alone, as on a memory stick."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    tell(site, SITE)
    ours, place = shelf.Shelf(site), site / "content/news/photos.yml"
    ours.lay("content/news/photos.yml", b"first")
    with pytest.raises(shelf.Changed):
        ours.lay("content/news/photos.yml", b"second")
    assert b"first" == place.read_bytes()
    assert [] == [one.name for one in place.parent.iterdir() if ".desk-" in one.name]


def test_a_spoilt_file_of_captions_is_somebody_s(desk: Asker, site: Path) -> None:
    """Told by its name with what to do; neither it nor the item is written, and the work is kept."""
    path, _ = album_of_two(desk, site, "ก.jpg: [\n")
    before = untouched(site)
    said = {"content/news/a/ก.jpg": {"alt": "หญิง", "caption": ""}}
    status, told = desk.do("save", **desk.work(path, title="ชื่อใหม่"), said=said)
    problem = told["problem"]
    assert isinstance(problem, dict)
    assert (422, "E021") == (status, problem["code"])
    assert (
        "เขียนคำบรรยายของภาพ “ก.jpg” ลงไฟล์ content/news/a/photos.yml ไม่ได้ เพราะไฟล์นั้นเขียนผิดรูปแบบ จึงยังไม่ได้บันทึก "
        "ข้อความที่พิมพ์ยังเก็บไว้ครบ" == problem["message"]
    )
    assert before == untouched(site)


@pytest.mark.parametrize(
    "said",
    [
        {"../ก.jpg": {"alt": "x"}},
        {"content/../outside/ก.jpg": {"alt": "x"}},
        {"themes/ก.jpg": {"alt": "x"}},
        {"content/news/a.md": {"alt": "x"}},
        {"ก.jpg": "x"},
        {"ก.jpg": {"alt": 1}},
        ["ก.jpg"],
    ],
)
def test_nothing_is_said_of_files_elsewhere(desk: Asker, site: Path, said: object) -> None:
    """Only of pictures below content/."""
    before = untouched(site)
    assert 400 == desk.do("save", **desk.work(A), said=said)[0]
    assert before == untouched(site)


def test_a_tab_that_did_not_see_the_move_is_told(desk: Asker, site: Path) -> None:
    """Its item is found in its folder; what it saves is compared with what stands there."""
    late = desk.work(A, "tab002", prose="แท็บสอง")
    desk.bring("x.jpg", photo(40, 30), "tab001", A)
    assert 200 == desk.do("save", **desk.work(A, "tab001", cover="x.jpg"))[0]
    assert 409 == desk.do("save", **late)[0]
    _, both = desk.do("compare", **late)
    assert not both["gone"]
    assert 200 == desk.do("save", **(late | {"digest": both["digest"]}))[0]
    assert "แท็บสอง" in (site / "content/news/a/index.md").read_text("utf-8")


def test_a_move_that_was_cut_short_is_finished_by_the_next_save(
    desk: Asker, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The item stands in its folder, with its old text: the same save goes through then."""
    desk.bring("x.jpg", photo(40, 30), path=A)
    work = desk.work(A, cover="x.jpg")

    def cut(*_: object) -> None:
        raise OSError(5, "cut")

    with monkeypatch.context() as broken:
        broken.setattr(shelf.Shelf, "save", cut)
        assert 507 == desk.do("save", **work)[0]
    assert (site / "content/news/a/index.md").exists()
    assert 200 == desk.do("save", **work)[0]
    assert "[ข](../b.md)" in (site / "content/news/a/index.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.html", b"<script>", "E020"),
        ("a.jpg", b"<?php", "E020"),
        ("a.exe", b"MZ", "E020"),
        ("a.zip", b"PK\x03\x04", "E020"),
        ("a.svg", b"<svg>", "E020"),
        ("ภาพ.jpg", b"\xff\xd8\xff\xe0 cut", "G001"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "G001"),
        ("ว่าง.jpg", b"", "E022"),
        ("iphone.heic", b"\x00\x00\x00\x18ftypheic" + bytes(90), "G001"),
    ],
)
def test_other_files_are_refused_by_name(desk: Asker, site: Path, name: str, data: bytes, code: str) -> None:
    """In words, and nothing of them is kept."""
    status, told = desk.bring(name, data)
    problem = told["problem"]
    assert isinstance(problem, dict)
    assert (415, code) == (status, problem["code"])
    assert name in problem["message"]
    assert not (site / FOLDER / "work").exists()


def test_a_picture_that_was_cut_short_is_told_when_it_comes(desk: Asker) -> None:
    """What is kept of it is whole, so no build could say so later."""
    whole = photo(400, 300)
    status, brought = desk.bring("ครึ่ง.jpg", whole[: len(whole) // 2], path=A)
    doubt = brought["doubt"]
    assert isinstance(doubt, dict)
    assert (200, "G004", "ภาพ “ครึ่ง.jpg” ส่งมาไม่ครบ จึงแสดงเท่าที่มี") == (status, doubt["code"], doubt["message"])
    assert desk.bring("เต็ม.jpg", whole, path=A)[1]["doubt"] is None


def test_an_iphone_s_picture_without_its_reader_is_told(desk: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, with what to install."""
    monkeypatch.setattr(opening, "reads_heic", lambda: False)
    status, told = desk.bring("iphone.heic", b"\x00\x00\x00\x18ftypheic" + bytes(90))
    problem = told["problem"]
    assert isinstance(problem, dict)
    assert (415, "G003") == (status, problem["code"])
    assert "iphone.heic" in problem["message"]
    assert 'pip install "site-builder[heic]"' in problem["hint"]


def test_documents_are_kept_as_they_are(desk: Asker, site: Path) -> None:
    """A second one of the same name beside the first; one that is not wanted goes."""
    names = [desk.bring("คำสั่ง ที่ 1.pdf", b"%PDF-1.7")[1]["name"] for _ in range(2)]
    assert ["คำสั่ง-ที่-1.pdf", "คำสั่ง-ที่-1-2.pdf"] == names
    assert b"%PDF-1.7" == desk.get(f"file/work01/{names[0]}")[1]
    desk.do("unfile", work="work01", name=names[0])
    assert 404 == desk.get(f"file/work01/{names[0]}")[0]
    assert 404 == desk.get("file/work01/../../../outside.md")[0]
    assert (site / FOLDER / "work/work01" / str(names[1])).exists()


# ---- the bin


def test_a_deleted_item_can_be_put_back(desk: Asker, site: Path) -> None:
    """With its folder; a file that changed meanwhile is not deleted."""
    desk.bring("x.jpg", photo(40, 30), path=A)
    desk.do("save", **desk.work(A, cover="x.jpg"))
    path = "content/news/a/index.md"
    before = untouched(site)
    assert 409 == desk.do("delete", item=path, digest="0" * 64, work="work01")[0]
    status, gone = desk.do("delete", item=path, digest=desk.state(path)["digest"], work="work01")
    assert (200, False) == (status, (site / "content/news/a").exists())
    assert 404 == desk.ask("GET", "/news/2565/03/a/")[0]
    assert "ข่าวหนึ่ง" in desk.get("bin/")[1].decode()
    assert (200, {"item": path}) == desk.do("restore", name=gone["name"])
    assert before == untouched(site)
    assert 409 == desk.do("restore", name=gone["name"])[0]


def test_what_is_put_back_writes_over_nothing(desk: Asker, site: Path) -> None:
    """It stands beside the one that came meanwhile."""
    gone = desk.do("delete", item=A, digest=desk.state(A)["digest"], work="work01")[1]
    tell(site, f"-- {A} --\n{item('ใหม่', '2565-03-01')}")
    assert {"item": "content/news/a-2.md"} == desk.do("restore", name=gone["name"])[1]
    assert "ใหม่" in (site / A).read_text("utf-8")


# ---- the list, and releases


def test_the_list_finds_titles_and_tells_what_is_wrong(desk: Asker) -> None:
    """As people spell, whatever stands between; by status."""
    found = desk.get("?q=ข่าว หนึ่ง")[1].decode()
    assert "ข่าวหนึ่ง" in found
    assert "ข่าวสอง" not in found
    assert "ข่าวสอง" in desk.get("?show=draft")[1].decode()
    wrong = desk.get("?show=error")[1].decode()
    assert "c.md" in wrong
    assert "สิ่งที่พบ 1" in wrong
    assert "ข่าวหนึ่ง" not in wrong
    assert "เกี่ยวกับเรา" in desk.get("?show=page")[1].decode()


RELEASE = """พช.แคนดง ประชุมผู้นำชุมชน

วันพฤหัสบดีที่ 3 มีนาคม 2565 เวลา 08.30 น. นายอำเภอเป็นประธานเปิดการประชุม ณ ศาลาประชาคมบ้านสระบัว อำเภอแคนดง จังหวัดบุรีรัมย์ 😀
ณ ศูนย์เรียนรู้ หมู่ที่ ตำบล อำเภอแคนดง จังหวัดบุรีรัมย์
(Visited 1 times, 1 visits today)
"""


def test_a_release_becomes_a_form_with_its_places(desk: Asker, site: Path) -> None:
    """Every piece of the text is shown, each field where it was found, and nothing is written."""
    before = untouched(site)
    status, found = desk.do("import", text=RELEASE)
    assert 200 == status
    segments = found["segments"]
    assert isinstance(segments, list)
    assert RELEASE.strip() == "".join(text for text, _ in segments).strip()
    assert {"title", "date", "time", "location"} <= {name for _, name in segments}
    values = dict(found["values"])  # type: ignore[call-overload]
    assert ("3/3/2565", "08.30", "1") == (values["date"], values["time"], values["visit_counter.total"])
    assert found["questions"]
    assert before == untouched(site)
    sent = {
        "work": "paste1",
        "item": "",
        "digest": "",
        "values": values,
        "prose": found["prose"],
        "start": found["start"],
    }
    status, after = desk.do("save", **sent)
    assert (200, "content/news/2565/2565-03-03-khaen-dong.md") == (status, after["item"])
    assert found["start"] == (site / str(after["item"])).read_text("utf-8")

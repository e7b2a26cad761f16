"""Pictures in a whole site: made once, named by their bytes, told by name where they are broken."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from picturing.shots import bomb, jpeg, lossless, scene, words
from stories import NOW, SETTINGS, built, codes, item, media, page, shot, stands, tell, tree

from site_builder.build import build
from site_builder.checks import check
from site_builder.job import Means
from site_builder.pictures import PhotoView
from site_builder.picturing import developing
from site_builder.problems import error
from site_builder.storing import darkroom, files
from site_builder.storing.darkroom import Darkroom, tidy
from site_builder.storing.executors import Crew
from site_builder.storing.faults import ReadingFailed
from site_builder.texts import lines

HOME = "content/news/a"


def album(site: Path, *lines_: str, shots: dict[str, bytes], body: str = "เนื้อข่าว") -> str:
    """An item in a folder of its own, its pictures laid beside it."""
    (site / HOME).mkdir(parents=True, exist_ok=True)
    for name, data in shots.items():
        (site / HOME / name).write_bytes(data)
    return f"-- {HOME}/index.md --\n{item('ก', '2565-01-01', *lines_, body=body)}"


@pytest.fixture
def developed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Widths of what was developed, in this process."""
    found: list[int] = []
    real = developing.develop

    def counting(data: bytes, *rest: object) -> object:
        found.append(len(data))
        return real(data, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(darkroom, "develop", counting)
    return found


def test_an_unchanged_picture_is_never_decoded_again(site: Path, developed: list[int]) -> None:
    """Not by a second build, nor where the output is lost or another one is made, nor where the item moves."""
    story = album(site, "gallery: [1.jpg, 2.jpg]", shots={"1.jpg": shot("ก"), "2.jpg": shot("ข")})
    outcome = built(site, story)
    assert (2, 4) == (len(developed), sum(path.startswith("media/") for path in tree(site / "output")))
    assert 0 == built(site).written
    first = tree(site / "output")
    shutil.rmtree(site / "output")
    built(site)
    assert first == tree(site / "output")
    build(site, site / "other", NOW)
    assert first == tree(site / "other")
    (site / HOME).rename(site / "content/news/b")
    built(site)
    assert 2 == len(developed)
    assert outcome.built


def test_one_picture_more_is_made_alone(site: Path, developed: list[int]) -> None:
    """The page that shows it is rendered, and the others stay; a replaced one has another address."""
    story = album(site, "gallery: [1.jpg, 2.jpg]", shots={"1.jpg": shot("ก"), "2.jpg": shot("ข")})
    built(site, story + f"\n-- content/news/c.md --\n{item('ค', '2565-03-01')}")
    story = album(site, "gallery: [1.jpg, 2.jpg, 3.jpg]", shots={"3.jpg": shot("ค")})
    built(site, story)
    assert 3 == len(developed)
    before = media(site, "news/a/1")
    (site / HOME / "1.jpg").write_bytes(shot("ง"))
    outcome = built(site)
    assert 4 == len(developed)
    assert before != media(site, "news/a/1")
    assert not stands(site, before)
    assert media(site, "news/a/1")[1:] in page(site, "/news/2565/01/a/")
    assert {"/news/2565/01/a/"} <= {one.url for one in outcome.reasons}
    assert "/news/2565/03/c/" not in {one.url for one in outcome.reasons}


def test_the_original_is_never_published(site: Path) -> None:
    """However it is named: as cover, in an album, in the text, as a link, as a document."""
    data = jpeg(scene(), words())
    shots = {f"{number}.jpg": data + bytes([number]) for number in range(5)}
    body = "![ก](2.jpg) [ข](3.jpg)"
    story = album(site, "cover: 0.jpg", "gallery: [1.jpg]", "attachments: [4.jpg]", shots=shots, body=body)
    built(site, story)
    made = tree(site / "output")
    assert 5 * 6 == sum(path.startswith("media/") for path in made)
    assert not {*shots.values()} & {*made.values()}
    text = page(site, "/news/2565/01/a/")
    assert all(re.search(rf'href="[^"]*/media/news/a/{number}-1600\.\w{{10}}\.jpg"', text) for number in (1, 3, 4))
    assert 'width="1600" height="1067"' in text
    assert "960w" in text
    assert not any(b"SERIAL-4711" in one or b"Telephone" in one for one in made.values())


@pytest.mark.group_hosts
def test_exiftool_finds_nothing(site: Path) -> None:
    """No position, no serial number, no thumbnail in the whole output; credit and copyright are there."""
    shots = {f"{kind}.jpg": jpeg(scene(), words(kind, artist="พช.บุรีรัมย์")) for kind in range(1, 9)}
    built(site, album(site, "gallery: all", shots=shots))
    command = ["exiftool", "-json", "-r", "-a", "-G1", "-ext", "jpg", "-ext", "webp", str(site / "output")]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert 48 == len(told)
    for one in told:
        groups = {key.partition(":")[0] for key in one}
        assert not groups & {"GPS", "XMP", "IPTC", "ExifIFD", "IFD1", "MakerNotes", "Photoshop", "ICC_Profile"}, one
        assert {"IFD0:Artist", "IFD0:Copyright"} <= {key for key in one if key.startswith("IFD0:")}
        assert "SERIAL" not in json.dumps(one)


def test_broken_files_are_told_by_name_and_cost_only_themselves(site: Path) -> None:
    """The others of the album stand; each has its sentence."""
    shots = {"ดี.jpg": shot("ดี"), "ว่าง.jpg": b"", "ระเบิด.png": bomb(), "หน้า.webp": b"<html>", "ครึ่ง.jpg": b""}
    shots["ครึ่ง.jpg"] = (whole := jpeg(scene()))[: len(whole) // 2]
    outcome = built(site, album(site, "gallery: all", "cover: ว่าง.jpg", shots=shots))
    assert outcome.published
    assert ["G001", "G001", "G001", "G002", "G004", "G007"] == sorted(codes(outcome))
    text = page(site, "/news/2565/01/a/")
    assert 2 == text.count("<li>\n    <figure>")
    assert 'class="cover"' not in text
    said = [one for one in outcome.problems if one.code == "G001"][-1]
    told = "\n".join(lines(said, "th")).split("\n")
    assert "content/news/a/index.md:5:8 คำเตือน G001" == told[0]
    assert "  เปิดภาพ “ว่าง.jpg” ไม่ได้ ไฟล์อาจเสีย ว่างเปล่า หรือไม่ใช่ภาพ จึงไม่แสดง" == told[1]
    assert "5 | cover: ว่าง.jpg" == told[2].strip()
    assert "  วิธีแก้: ขอไฟล์ใหม่จากผู้ถ่าย หรือเปิดในโปรแกรมดูภาพแล้วบันทึกใหม่เป็น JPEG" == told[-1]
    outcome = built(site, album(site, "gallery: [ระเบิด.png, หน้า.webp]", shots={}))
    assert ["G001", "G002"] == sorted({*codes(outcome)} - {"P020", "G007"})


@pytest.mark.parametrize("name", ["ภาพ ที่ 1 (สำเนา).jpg", "ภ" * 82 + ".jpg", "a" * 246 + ".jpg", "#1 100%.jpg"])
@pytest.mark.parametrize("data", [b"", "ข่าว".encode(), jpeg(scene())[:500]], ids=["empty", "text", "head"])
def test_a_broken_file_is_told_whatever_its_name(site: Path, name: str, data: bytes) -> None:
    """By that name, at its line; the item is published."""
    outcome = built(site, album(site, f"cover: '{name}'", shots={name: data}))
    (told,) = outcome.problems
    assert ("G001", {"name": name}, 1) == (told.code, dict(told.arguments), outcome.published)
    assert (f"{HOME}/index.md", 4) == (told.path, told.position and told.position.line)


def test_a_long_thai_name_with_spaces_becomes_an_address(site: Path) -> None:
    """Of 250 bytes."""
    name = ("ภาพ กิจกรรม " * 9)[:80] + ".jpg"
    assert 200 < len(name.encode()) < 255
    built(site, album(site, f"cover: {name}", shots={name: shot("ก")}))
    found = [path for path in tree(site / "output") if path.startswith("media/")]
    assert 2 == len(found)
    assert all(len(part.encode()) <= 160 for path in found for part in path.split("/"))


def test_captions_come_from_photos_yml(site: Path) -> None:
    """Thai keys or English ones; what stands there is on the page, and an edit of it renders that page alone."""
    shots = {"1.jpg": shot("ก"), "2.jpg": shot("ข")}
    said = "1.jpg: ผู้นำชุมชน & เยาวชน\n2.jpg:\n  คำบรรยาย: ตลาดนัด\n  ข้อความแทน: แผงผักสามแถว\n  จุดสนใจ: 30 80\n"
    outcome = built(site, album(site, "gallery: all", shots=shots) + f"\n-- {HOME}/photos.yml --\n{said}")
    text = page(site, "/news/2565/01/a/")
    assert [] == codes(outcome)
    assert "<figcaption>ผู้นำชุมชน &amp; เยาวชน</figcaption>" in text
    assert 'class="focus-x-30 focus-y-80"' in text
    assert 'alt="แผงผักสามแถว"' in text
    assert not any("photos" in path for path in tree(site / "output"))
    outcome = built(site, f"-- {HOME}/photos.yml --\n{said.replace('สามแถว', 'สี่แถว')}")
    assert "แผงผักสี่แถว" in page(site, "/news/2565/01/a/")
    assert "/news/2565/01/a/" in [one.url for one in outcome.reasons]
    assert not any("media" in one.url for one in outcome.reasons)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("1.jpgg: ก", "G009"),
        ("- 1.jpg", "G008"),
        ("1.jpg: [ก]", "G008"),
        ("1.jpg: {จุดสนใจ: 130 20}", "G010"),
        ("1.jpg: {คำบรรยา: ก}", "F015"),
        ("1.jpg: {จุดสนใจ: [", "F0"),
    ],
)
def test_a_mistake_in_photos_yml_is_told_and_the_pictures_stay(site: Path, said: str, code: str) -> None:
    """With its line; a warning, since the news is worth more than its captions."""
    story = album(site, "gallery: [1.jpg]", shots={"1.jpg": shot("ก")})
    outcome = built(site, story + f"\n-- {HOME}/photos.yml --\n{said}\n")
    found = [one for one in outcome.problems if one.path.endswith("photos.yml")]
    assert [True] == [one.code.startswith(code) and one.severity == "warning" and bool(one.position) for one in found]
    assert 1 == page(site, "/news/2565/01/a/").count("<figure>")


def test_pictures_without_words_are_told_once_an_item(site: Path) -> None:
    """None, the name of a file, and the same words on three are no description."""
    shots = {f"{number}.jpg": shot(str(number)) for number in range(6)}
    said = "0.jpg: IMG_1234\n1.jpg: ประชุม\n2.jpg: ประชุม\n3.jpg: ประชุม\n4.jpg: ผู้นำชุมชนล้อมโต๊ะ\n"
    outcome = built(site, album(site, "gallery: all", shots=shots) + f"\n-- {HOME}/photos.yml --\n{said}")
    (told,) = outcome.problems
    assert ("G007", {"count": "5", "names": "0.jpg, 1.jpg, 2.jpg, 3.jpg, 5.jpg"}) == (told.code, dict(told.arguments))


def test_check_names_pictures_that_say_where_they_were_taken(site: Path) -> None:
    """Once a folder."""
    shots = {"บ้าน.jpg": jpeg(scene(400, 300), words()), "อื่น.jpg": jpeg(scene(400, 300))}
    tell(site, album(site, "gallery: all", shots=shots))
    told = [one for one in check(site, NOW).problems if one.code == "G005"]
    assert [("content/news/a", {"count": "1", "names": "บ้าน.jpg"})] == [(one.path, dict(one.arguments)) for one in told]


def test_a_card_shows_the_first_picture_of_an_album(site: Path) -> None:
    """Where the item has no cover; in its smaller sizes."""
    built(site, album(site, "gallery: [1.jpg]", shots={"1.jpg": jpeg(scene())}))
    text = page(site, "/")
    assert "news/a/1-480." in text
    assert "sizes=" in text


def test_avif_is_made_when_asked_for(site: Path) -> None:
    """As the first choice of a browser."""
    tell(site, f"-- content/site.toml --\navif = true\n{SETTINGS}")
    built(site, album(site, "cover: 1.jpg", shots={"1.jpg": shot("ก")}))
    text = page(site, "/news/2565/01/a/")
    assert text.index("image/avif") < text.index("image/webp")
    assert any(path.endswith(".avif") for path in tree(site / "output"))


def test_a_picture_that_changes_while_it_is_built_stops_the_switch(site: Path) -> None:
    """Its name would tell of other bytes."""
    (site / HOME).mkdir(parents=True)
    (site / HOME / "1.jpg").write_bytes(shot("ก"))
    view = PhotoView(f"{HOME}/1.jpg", "0" * 64, "photo", 60, 40, "jpeg", (60,), ("jpeg",))
    answer = Darkroom(site, site / ".cache").of(view)
    assert "G006" == getattr(answer, "code", "")


@pytest.mark.parametrize("crew", [Crew(1), Crew(2)], ids=["alone", "two"])
def test_what_only_decoding_finds_costs_the_picture_alone(site: Path, crew: Crew) -> None:
    """The site is switched to, the page is whole without it; it is told each time, until the file is another."""
    shots = {"1.jpg": lossless(scene()), "2.jpg": shot("ข"), "3.jpg": lossless(scene())}
    means = Means(crew)
    tell(site, album(site, "cover: 1.jpg", "gallery: [2.jpg, 3.jpg]", shots=shots, body="![ก](1.jpg)"))
    outcome = build(site, site / "output", NOW, means)
    assert (True, 1) == (outcome.built, outcome.published)
    assert ["1.jpg", "3.jpg"] == sorted({dict(one.arguments)["name"] for one in outcome.problems if one.code == "G001"})
    text = page(site, "/news/2565/01/a/")
    assert 'class="cover"' not in text
    assert re.findall(r"media/news/a/(\d)-", text) == ["2"] * text.count("media/news/a/")
    shutil.copytree(site, site.parent / "clean", ignore=shutil.ignore_patterns(".cache", "output"))
    clean = build(site.parent / "clean", site.parent / "clean/output", NOW, means)
    assert (clean.problems, tree(site.parent / "clean/output")) == (outcome.problems, tree(site / "output"))
    again = build(site, site / "output", NOW, means)
    assert (outcome.problems, 0, 0) == (again.problems, again.written, again.rendered)
    outcome = built(site, album(site, "cover: 1.jpg", shots={"1.jpg": shot("ค"), "3.jpg": shot("ง")}))
    assert "G001" not in codes(outcome)
    assert 'class="cover"' in page(site, "/news/2565/01/a/")


def test_a_picture_that_cannot_be_read_while_it_is_made_costs_itself(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program holds it: the next build shows it."""
    story = album(site, "cover: 1.jpg", shots={"1.jpg": shot("ก")})
    with monkeypatch.context() as held:
        held.setattr(files, "read", _locked(files.read))
        outcome = built(site, story)
    assert (True, ["W012"]) == (outcome.built, [one for one in codes(outcome) if one != "P017"])
    assert 'class="cover"' not in page(site, "/news/2565/01/a/")
    assert [] == codes(built(site))
    assert 'class="cover"' in page(site, "/news/2565/01/a/")


def _locked(read: Callable[..., bytes]) -> Callable[..., bytes]:
    """A disk that gives a picture once, and then no more."""
    given: list[str] = []

    def once(site: Path, path: str, **more: float) -> bytes:
        if path in given:
            raise ReadingFailed(replace(error("W012", reason="locked"), path=path))
        given.extend([path] if path.endswith(".jpg") else [])
        return read(site, path, **more)

    return once


def test_the_cache_has_an_end(site: Path) -> None:
    """The eldest go first; what was spoilt there is made again."""
    shots = {f"{number}.jpg": shot(str(number)) for number in range(3)}
    built(site, album(site, "gallery: all", shots=shots))
    kept = [path for path in (site / ".cache/pictures").rglob("*") if path.is_file()]
    assert 6 == len(kept)
    first = tree(site / "output")
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    shutil.rmtree(site / "output")
    built(site)
    assert first == tree(site / "output")
    tidy(site / ".cache", room=kept[0].stat().st_size * 2)
    assert len([path for path in (site / ".cache/pictures").rglob("*") if path.is_file()]) < 6


def test_what_was_asked_for_last_stays_in_the_cache(site: Path) -> None:
    """Though it was made first; a build that asks for nothing touches no file there."""
    built(site, album(site, "gallery: all", shots={"1.jpg": shot("ก"), "2.jpg": shot("ข")}))
    kept = [path for path in (site / ".cache/pictures").rglob("*") if path.is_file()]
    for path in kept:
        os.utime(path, (10**9, 10**9))
    built(site)
    built(site, f"-- {HOME}/index.md --\n{item('ก', '2565-01-01', 'gallery: all', body='อื่น')}")
    assert {10**9} == {path.stat().st_mtime for path in kept}
    (site / "output" / media(site, "news/a/2")[1:]).unlink()
    built(site)
    (asked,) = [path for path in kept if path.stat().st_mtime > 10**9]
    tidy(site / ".cache", room=asked.stat().st_size)
    assert [asked] == [path for path in kept if path.exists()]


def test_the_size_of_the_cache_is_a_setting(site: Path) -> None:
    """In gigabytes; with 0 nothing is kept."""
    tell(site, f"-- content/site.toml --\npicture_cache = 0\n{SETTINGS}")
    assert built(site, album(site, "cover: 1.jpg", shots={"1.jpg": shot("ก")})).built
    assert [] == [path for path in (site / ".cache/pictures").rglob("*") if path.is_file()]

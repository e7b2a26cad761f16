"""Edits of pictures and of what is said of them, for worlds: see worlds.py."""

from __future__ import annotations

import os
import random
from pathlib import Path

from picturing.shots import jpeg, lossless, words
from PIL import Image
from stories import shot
from worlds import NEWS, World, one_of, write

from site_builder.planning.pictures import is_picture

SHOTS = ("a.jpg", "b.jpg", "ค ง.png", "p/1.jpg", "p/2.webp", "p/10.jpg")
PHOTOS = (
    *(shot("one"), shot("two"), shot("three", ".png"), b"", b"text", shot("one")[:-10]),
    lossless(Image.new("RGB", (60, 40), "red")),
    jpeg(Image.new("RGB", (600, 400), "teal"), words(6)),
)
ALBUMS = ("::: อัลบั้ม p\n:::", "::: อัลบั้ม\n", "![ภาพ](p/1.jpg) [ใหญ่](p/2.webp)", "![ภาพ](a.jpg)\n\n![ภาพ](b.jpg)")
CAPTIONS = (
    *("a.jpg: ชาวบ้านปลูกป่า", "b.jpg: {คำบรรยาย: ตลาด, จุดสนใจ: 30 80}", "1.jpg: {ข้อความแทน: แผงผัก}", "10.jpg: ตลาด"),
    *("none.jpg: ก", "a.jpg: [", "- ก"),
)


def replace_photo(world: World, rng: random.Random) -> None:
    """A picture under the same name: another, of another size, broken, broken inside, or with its former time."""
    place = _photo(world, rng)
    status = place.stat()
    place.write_bytes(rng.choice(PHOTOS))
    if rng.random() < 0.3:
        os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))


def add_photo(world: World, rng: random.Random) -> None:
    """A picture more, in the folder of all or in one that albums name."""
    place = world.site / NEWS / rng.choice(SHOTS)
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(rng.choice(PHOTOS))


def delete_photo(world: World, rng: random.Random) -> None:
    """A picture less."""
    _photo(world, rng).unlink()


def rename_photo(world: World, rng: random.Random) -> None:
    """A picture under another name, perhaps another's, or both exchanged."""
    place, new = _photo(world, rng), world.site / NEWS / rng.choice(SHOTS)
    new.parent.mkdir(exist_ok=True)
    former = new.read_bytes() if new.exists() and rng.random() < 0.5 else None
    place.rename(new)
    if former is not None:
        place.write_bytes(former)


def edit_captions(world: World, rng: random.Random) -> None:
    """Other words for pictures, a mistake in them, or none."""
    place = world.site / NEWS / rng.choice(["photos.yml", "p/photos.yml"])
    if place.exists() and rng.random() < 0.3:
        place.unlink()
        return
    place.parent.mkdir(exist_ok=True)
    place.write_text("\n".join(rng.choices(CAPTIONS, k=rng.randint(1, 3))) + "\n", "utf-8")


def swap_cover(world: World, rng: random.Random) -> None:
    """Another cover, another album, or another picture in the text."""
    path = one_of(world, rng)
    key = rng.choice(["cover", "cover", "gallery", ""])
    values = {"gallery": ("all", "p", "[p, a.jpg]", "[b.jpg, a.jpg]"), "": ALBUMS}
    world.items[path][key] = rng.choice(values.get(key, SHOTS))
    write(world, path)


def _photo(world: World, rng: random.Random) -> Path:
    found = sorted(one for one in (world.site / NEWS).rglob("*") if is_picture(one.name) and not one.is_symlink())
    if not found:
        add_photo(world, rng)
        return _photo(world, rng)
    return rng.choice(found)

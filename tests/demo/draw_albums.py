"""Draws the albums and documents of the demonstration into content/ (PYTHONPATH=tests:. python -m demo.draw_albums).

As the covers, they stand in for photographs and papers that a real office has.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from demo.scenes import DAYS, SCENES, SILKS
from PIL import Image

from site_builder.storing.drawing import FAMILY, draw

ROOT = Path(__file__).resolve().parent.parent.parent
NEWS = ROOT / "content/news"
FONTS = [str(ROOT / f"themes/default/fonts/sarabun-{script}-700.ttf") for script in ("latin", "thai")]
LARGEST = 100_000  # bytes of a picture or a document
SHOWN = {"silk": "ผ้าไหมมัดหมี่ลาย", "rice": "ทุ่งนา", "temple": "ปราสาทหิน", "river": "ลำน้ำมูล", "hills": "ทิวเขา"}
AT = {
    "red": "ครั่งแดง",
    "indigo": "คราม",
    "gold": "ดอกคูน",
    "earth": "เปลือกไม้",
    "violet": "ลูกหว้า",
    "morning": "ยามเช้า",
    "noon": "ยามเที่ยง",
    "harvest": "ฤดูเกี่ยวข้าว",
    "laterite": "หน้าแล้ง",
    "dusk": "ยามเย็น",
    "rain": "ต้นฤดูฝน",
}


class Shot(NamedTuple):
    """One picture of an album: what it shows, in which colours."""

    scene: str
    colours: str

    @property
    def caption(self) -> str:
        """What stands below it."""
        return f"{SHOWN[self.scene]}{AT[self.colours]}"

    @property
    def name(self) -> str:
        """Of its file."""
        return f"{self.scene}-{self.colours}.png"


def _of(scenes: Sequence[str], colours: Sequence[str]) -> tuple[Shot, ...]:
    return tuple(Shot(scene, one) for one in colours for scene in scenes)


ALBUMS = {
    "2569/2569-03-14-mueang-buri-ram": (
        *_of(("rice", "temple", "river"), tuple(DAYS)),
        *_of(("silk",), ("red", "gold")),
    ),
    "2569/2569-01-22-na-pho": _of(("silk",), tuple(SILKS)),
    "2568/2568-12-18-non-din-daeng": _of(("hills",), tuple(DAYS)),
}  # folder of the item → its album: 20, 5 and 6 pictures
PAPERS = {
    "2568/2568-09-04-krasang": {
        "ประกาศรับสมัครอบรม.pdf": ("ประกาศรับสมัครอบรม", 2),
        "คู่มือผู้เข้าอบรม.pdf": ("คู่มือผู้เข้าอบรม", 4),
    }
}  # folder of the item → name → (title, pages)
LINES = ("เอกสารนี้เป็นตัวอย่างของเว็บไซต์สาธิต", "ไม่ใช่เอกสารของทางราชการ", "เขียนขึ้นเพื่อแสดงรายการเอกสารแนบ")


def drawn(album: str, shot: Shot) -> bytes:
    """A picture as PNG; where things stand hangs on its place in the album."""
    palette = (SILKS if shot.scene == "silk" else DAYS)[shot.colours]
    return draw(SCENES[shot.scene](palette, 100 + 7 * ALBUMS[album].index(shot)))


def written(title: str, pages: int) -> bytes:
    """A document as PDF: pages of black and white, as an office's scanner makes them."""
    sheets = [_sheet(title, number, pages) for number in range(1, pages + 1)]
    sink = io.BytesIO()
    sheets[0].save(sink, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    return sink.getvalue()


def _sheet(title: str, number: int, pages: int) -> Image.Image:
    texts = [(title, 64), *((line, 40) for line in LINES), (f"หน้า {number} จาก {pages}", 40)]
    rows = "".join(
        f'<text x="120" y="{240 + 110 * place}" font-size="{size}" font-family="{FAMILY}">{text}</text>'
        for place, (text, size) in enumerate(texts)
    )
    paper = '<path fill="#fff" d="M0 0h1240v1754H0z"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="1754">{paper}{rows}</svg>'
    return Image.open(io.BytesIO(draw(svg, FONTS))).convert("1", dither=Image.Dither.NONE)


def files() -> Iterator[tuple[Path, bytes]]:
    """Everything that is drawn, with its place."""
    for album, shots in ALBUMS.items():
        yield from ((NEWS / album / shot.name, drawn(album, shot)) for shot in shots)
    for folder, papers in PAPERS.items():
        yield from ((NEWS / folder / name, written(*paper)) for name, paper in papers.items())


if __name__ == "__main__":
    for place, data in files():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        print(f"{len(data):6} {place.relative_to(NEWS)}")  # noqa: T201 — this is its report

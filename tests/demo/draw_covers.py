"""Draws the covers of the demonstration's news into content/ (PYTHONPATH=tests:. python -m demo.draw_covers).

They stand among the tests because they serve to judge pages by, and are no part of the program: a site has photographs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from demo.scenes import DAYS, SCENES, SILKS

from site_builder.storing.drawing import draw

NEWS = Path(__file__).resolve().parent.parent.parent / "content" / "news"
LARGEST = 60_000  # bytes: what a reader on 3G waits a third of a second for


class Cover(NamedTuple):
    """One picture: the item's name, what it shows, in which colours."""

    name: str  # of the Markdown file, without its ending
    scene: str
    colours: str


COVERS = (
    Cover("2565-02-15-chaloem-phra-kiat", "silk", "earth"),
    Cover("2565-03-03-khaen-dong", "rice", "noon"),
    Cover("2565-05-14-ban-kruat", "temple", "laterite"),
    Cover("2565-08-09-pakham", "rice", "rain"),
    Cover("2565-10-20-satuek", "river", "dusk"),
    Cover("2565-12-13-phutthaisong", "silk", "red"),
    Cover("2566-01-19-khaen-dong", "rice", "harvest"),
    Cover("2566-02-28-na-pho", "silk", "gold"),
    Cover("2566-05-27-non-din-daeng", "hills", "noon"),
    Cover("2566-09-14-satuek", "river", "morning"),
    Cover("2566-11-21-huai-rat", "silk", "violet"),
    Cover("2567-02-20-khaen-dong", "rice", "morning"),
    Cover("2567-12-03-ban-kruat", "temple", "dusk"),
    Cover("2568-03-19-chaloem-phra-kiat", "hills", "laterite"),
    Cover("2568-07-15-prakhon-chai", "rice", "harvest"),
    Cover("2568-11-06-phutthaisong", "silk", "indigo"),
    Cover("2569-02-10-na-pho", "rice", "dusk"),
)


def drawing(cover: Cover) -> str:
    """The picture as SVG; the number of its item decides where things stand."""
    palette = (SILKS if cover.scene == "silk" else DAYS)[cover.colours]
    return SCENES[cover.scene](palette, COVERS.index(cover))


def drawn(cover: Cover) -> bytes:
    """The picture as PNG."""
    return draw(drawing(cover))


def place(cover: Cover) -> Path:
    """Where it lies: beside its item."""
    return NEWS / cover.name[:4] / f"{cover.name}.png"


if __name__ == "__main__":
    for one in COVERS:
        size = place(one).write_bytes(drawn(one))
        print(f"{size:6} {place(one).name}")  # noqa: T201 — this is its report
        if size > LARGEST:
            sys.exit(f"{one.name}: more than {LARGEST} bytes")

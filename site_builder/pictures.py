"""Pictures as values: what a file holds (Negative), what is made of it (PhotoView), what a page shows (Picture)."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final, Literal

from msgspec import Struct, field

from site_builder.problems import Problem

Format = Literal["avif", "webp", "jpeg", "png"]
Kind = Literal["photo", "drawing", "film"]  # all covered; something shines through; it moves

CAPTIONS: Final = "photos.yml"  # speaks of the pictures beside it, and is never published
UNREAD: Final = "?"  # the fault of a negative whose file could not be read, which is told already
BLOCKS: Final = {
    "กำหนดการ": "programme",
    "ประกาศ": "notice",
    "ติดต่อ": "contact",
    "ตาราง": "table",
    "อัลบั้ม": "album",
    "วิดีโอ": "film",
}  # how blocks of bodies are called in Thai → the name of the theme's template
RECIPE = 2  # of all that is made: to be counted up where the same file would give other bytes
WIDTHS: Final = (480, 960, 1600)  # pixels; the last is the largest that is made of anything
FILM_WIDTH = 960  # of what moves: each of its pictures weighs
SIDES: Final[dict[Format, int]] = {"avif": 16_383, "webp": 16_383, "jpeg": 65_500, "png": 65_500}  # pixels, at most
ENDINGS: Final[dict[Format, str]] = {"avif": ".avif", "webp": ".webp", "jpeg": ".jpg", "png": ".png"}
MEDIA_TYPES: Final[dict[Format, str]] = {name: f"image/{name}" for name in ENDINGS}


class Negative(Struct, frozen=True):
    """What the file of a picture holds: enough to plan all that is made of it, without a pixel."""

    digest: str  # SHA-256 of the file, hex
    width: int = 0  # pixels, upright
    height: int = 0
    kind: Kind = "photo"
    fault: str = ""  # code of the Problem for which nothing can be made of it
    flaw: str = ""  # code of a Problem in spite of which it is shown
    located: bool = False  # it says where it was taken


class Caption(Struct, frozen=True):
    """What `photos.yml` says of the picture beside it."""

    caption: str = ""
    alt: str = ""  # what it shows, for those who cannot see it
    focus: tuple[int, int] = (50, 50)  # see Picture


class Sheet(Struct, frozen=True):
    """A table of content/data/: its head, its rows, and which columns are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[bool, ...] = ()  # for each column


class Paper(Struct, frozen=True):
    """What is known of a document: its size, and where it is a PDF that can be opened, its pages."""

    size: int  # bytes
    pages: int = 0  # 0 where they are not known
    fault: str = ""  # code of the Problem for which it is not offered


class Album(Struct, frozen=True):
    """All that lies beside the items of a site, at a glance, by path: pictures and what is said of them, documents."""

    negatives: Mapping[str, Negative] = field(default_factory=dict)
    captions: Mapping[str, Caption] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)  # documents
    sheets: Mapping[str, Sheet] = field(default_factory=dict)  # tables of content/data/
    problems: tuple[Problem, ...] = ()  # of files that were read: captions, tables, pictures that could not be

    def usable(self, path: str) -> Negative | None:
        """The negative of a picture of which something can be made."""
        negative = self.negatives.get(path)
        return negative if negative and not negative.fault else None


class PhotoView(Struct, frozen=True):
    """One size of a picture in one format: a file of the output, made of the source's bytes alone."""

    source: str  # POSIX path from the site's folder
    digest: str  # of its bytes
    kind: Kind
    width: int
    height: int
    format: Format
    widths: tuple[int, ...]  # of all that is made of this source, ascending: they are made together
    formats: tuple[Format, ...]
    recipe: int = RECIPE


class Rendition(Struct, frozen=True):
    """A file of the output that shows a picture."""

    url: str
    width: int  # pixels


class PictureSet(Struct, frozen=True):
    """The sizes of a picture in one format, the smallest first."""

    media_type: str  # "image/webp"
    renditions: tuple[Rendition, ...]


class Picture(Struct, frozen=True):
    """A picture beside an item, in every size and format that was made of it."""

    url: str  # the largest size in the format that everything can show: for links, feeds and shared pages
    alt: str  # what it shows, for those who cannot see it
    width: int = 0  # of the largest size, pixels
    height: int = 0
    sets: tuple[PictureSet, ...] = ()  # the best format first; the last is the one that everything can show
    caption: str = ""  # "" for none
    focus: tuple[int, int] = (50, 50)  # what must stay in sight where it is cut, per cent from the left and the top


def widths_of(negative: Negative) -> tuple[int, ...]:
    """The widths that are made of a picture, ascending: none larger than it is, or than the last format holds."""
    tallest = SIDES["webp" if negative.kind == "film" else "jpeg"]
    largest = min(
        negative.width,
        FILM_WIDTH if negative.kind == "film" else WIDTHS[-1],
        max(1, tallest * negative.width // max(1, negative.height)),
    )
    return (*(width for width in WIDTHS if width < largest), largest)


def height_of(negative: Negative, width: int) -> int:
    """The height of a size, pixels."""
    return scaled(width, (negative.width, negative.height))


def scaled(width: int, size: tuple[int, int]) -> int:
    """The height of a picture of this size where it is made this wide, pixels; of a mere line what a format holds."""
    return min(max(1, round(width * size[1] / size[0])), SIDES["jpeg"])


def formats_of(negative: Negative, *, avif: bool = False) -> tuple[Format, ...]:
    """The formats that are made of a picture, the best first; the last is the one that everything can show.

    A plan or a chat that is taller than WebP holds is made in the last one alone: in both, browsers would choose the
    smaller, which nobody can read.
    """
    plain: Format = "jpeg" if negative.kind == "photo" else "png"
    tallest = height_of(negative, widths_of(negative)[-1])
    better: tuple[Format, ...] = ("avif", "webp") if avif and negative.kind != "film" else ("webp",)
    return (*(form for form in better if tallest <= SIDES[form]), plain)


def mark_of(negative: Negative) -> str:
    """What stands in the name of all that is made of a picture, so that other bytes have other names: 10 hex digits."""
    return sha256(f"{negative.digest} {RECIPE}".encode()).hexdigest()[:10]


class Block(Struct, frozen=True):
    """Where a block of a body begins, with all that its template (`blocks/<name>.html`) shows; or where it ends."""

    name: str = ""  # "" of an end, and of a block that the theme does not have: what it holds stays
    title: str = ""  # behind its name; of a film its title
    ends: bool = False
    pictures: tuple[Picture, ...] = ()  # of an album
    sheet: Sheet | None = None  # of a table
    url: str = ""  # of a film: its page
    embed: str = ""  # of a film: what is loaded when a reader wants it

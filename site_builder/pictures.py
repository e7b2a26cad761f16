"""Pictures as values: what a file holds (Negative), what is made of it (PhotoView), what a page shows (Picture)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Literal

from site_builder.problems import Problem

Format = Literal["avif", "webp", "jpeg", "png"]
Kind = Literal["photo", "drawing", "film"]  # all covered; something shines through; it moves

CAPTIONS: Final = "photos.yml"  # speaks of the pictures beside it, and is never published
UNREAD: Final = "?"  # the fault of a negative whose file could not be read, which is told already
RECIPE = 1  # of all that is made: to be counted up where the same file would give other bytes
WIDTHS: Final = (480, 960, 1600)  # pixels; the last is the largest that is made of anything
FILM_WIDTH = 960  # of what moves: each of its pictures weighs
ENDINGS: Final[dict[Format, str]] = {"avif": ".avif", "webp": ".webp", "jpeg": ".jpg", "png": ".png"}
MEDIA_TYPES: Final[dict[Format, str]] = {name: f"image/{name}" for name in ENDINGS}


@dataclass(frozen=True, slots=True)
class Negative:
    """What the file of a picture holds: enough to plan all that is made of it, without a pixel."""

    digest: str  # SHA-256 of the file, hex
    width: int = 0  # pixels, upright
    height: int = 0
    kind: Kind = "photo"
    fault: str = ""  # code of the Problem for which nothing can be made of it
    flaw: str = ""  # code of a Problem in spite of which it is shown
    located: bool = False  # it says where it was taken


@dataclass(frozen=True, slots=True)
class Caption:
    """What `photos.yml` says of the picture beside it."""

    caption: str = ""
    alt: str = ""  # what it shows, for those who cannot see it
    focus: tuple[int, int] = (50, 50)  # see Picture


@dataclass(frozen=True, slots=True)
class Album:
    """All pictures of a site at a glance, and what is said of them, by path."""

    negatives: Mapping[str, Negative] = field(default_factory=dict)
    captions: Mapping[str, Caption] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()  # of the files with captions

    def usable(self, path: str) -> Negative | None:
        """The negative of a picture of which something can be made."""
        negative = self.negatives.get(path)
        return negative if negative and not negative.fault else None


@dataclass(frozen=True, slots=True)
class PhotoView:
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


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file of the output that shows a picture."""

    url: str
    width: int  # pixels


@dataclass(frozen=True, slots=True)
class PictureSet:
    """The sizes of a picture in one format, the smallest first."""

    media_type: str  # "image/webp"
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside an item, in every size and format that was made of it."""

    url: str  # the largest size in the format that everything can show: for links, feeds and shared pages
    alt: str  # what it shows, for those who cannot see it
    width: int = 0  # of the largest size, pixels
    height: int = 0
    sets: tuple[PictureSet, ...] = ()  # the best format first; the last is the one that everything can show
    caption: str = ""  # "" for none
    focus: tuple[int, int] = (50, 50)  # what must stay in sight where it is cut, per cent from the left and the top


def widths_of(negative: Negative) -> tuple[int, ...]:
    """The widths that are made of a picture, ascending: none larger than it is."""
    largest = min(negative.width, FILM_WIDTH if negative.kind == "film" else WIDTHS[-1])
    return (*(width for width in WIDTHS if width < largest), largest)


def height_of(negative: Negative, width: int) -> int:
    """The height of a size, pixels."""
    return max(1, round(width * negative.height / negative.width))


def formats_of(negative: Negative, *, avif: bool = False) -> tuple[Format, ...]:
    """The formats that are made of a picture, the best first; the last is the one that everything can show."""
    plain: Format = "jpeg" if negative.kind == "photo" else "png"
    return ("avif", "webp", plain) if avif and negative.kind != "film" else ("webp", plain)


def mark_of(negative: Negative) -> str:
    """What stands in the name of all that is made of a picture, so that other bytes have other names: 10 hex digits."""
    return sha256(f"{negative.digest} {RECIPE}".encode()).hexdigest()[:10]

"""Negatives to what pages show of them, and to the files that are made for that."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from site_builder.pictures import (
    ENDINGS,
    MEDIA_TYPES,
    Format,
    Negative,
    PhotoView,
    Picture,
    PictureSet,
    Rendition,
    formats_of,
    height_of,
    mark_of,
    widths_of,
)
from site_builder.planning.addresses import media_part
from site_builder.views import Page

PICTURES = frozenset(["jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "heic", "heif", "bmp", "tif", "tiff", "svg"])


def is_picture(path: str) -> bool:
    """Whether a file is one by its name; what it really holds, its negative tells."""
    return posixpath.splitext(path)[1].lower().lstrip(".") in PICTURES


def picture_url(path: str, negative: Negative, form: Format, width: int) -> str:
    """Where a size of a picture stands: by its own path and bytes, so that no newcomer can move another's."""
    *folders, name = PurePosixPath(path).relative_to("content").parts
    stem = media_part(posixpath.splitext(name)[0])
    return "/".join(["/media", *map(media_part, folders), f"{stem}-{width}.{mark_of(negative)}{ENDINGS[form]}"])


def largest_url(path: str, negative: Negative) -> str:
    """Where the largest size stands that everything can show."""
    return picture_url(path, negative, formats_of(negative)[-1], widths_of(negative)[-1])


def picture(path: str, negative: Negative, alt: str, *, avif: bool = False) -> Picture:
    """What a page shows of a picture."""
    widths = widths_of(negative)
    sets = [
        PictureSet(
            MEDIA_TYPES[form],
            tuple(Rendition(picture_url(path, negative, form, one), one) for one in _of(negative, form)),
        )
        for form in formats_of(negative, avif=avif)
    ]
    return Picture(largest_url(path, negative), alt, widths[-1], height_of(negative, widths[-1]), tuple(sets))


def _of(negative: Negative, form: Format) -> tuple[int, ...]:
    """The widths of one format; a film moves in its largest size alone, so that no reader's choice stops it."""
    widths = widths_of(negative)
    return widths[-1:] if negative.kind == "film" and form == "webp" else widths


def photo_pages(paths: Iterable[str], negatives: Mapping[str, Negative], *, avif: bool = False) -> Iterator[Page]:
    """Every file that is made of these pictures; those of one picture follow each other."""
    for path in paths:
        negative = negatives[path]
        widths, formats = widths_of(negative), formats_of(negative, avif=avif)
        for form in formats:
            for width in _of(negative, form):
                view = PhotoView(
                    path, negative.digest, negative.kind, width, height_of(negative, width), form, widths, formats
                )
                yield Page(picture_url(path, negative, form, width), "photo", view)


def in_order(names: Iterable[str]) -> list[str]:
    """As a folder shows them: 2.jpg before 10.jpg."""
    return sorted(names, key=lambda name: ([int(one) if one.isdecimal() else one for one in _parts(name)], name))


def _parts(name: str) -> list[str]:
    return re.split(r"(\d+)", name.lower())


_NAMELIKE = re.compile(
    r"(?:img|image|dsc|dscn|dscf|pxl|photo|picture|pic|line|line_album|s|screenshot|whatsapp image|received|fb_img"
    r"|ภาพ|รูป|ภาพที่|รูปที่|รูปภาพ)?[\s_.\-–()]*[\d\s_.\-–()]*(?:at[\d\s.]+(?:am|pm)?)?(?:\.\w{3,4})?",
    re.IGNORECASE,
)
_MANY = 3  # pictures of one text: it describes none of them


def silent(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Of (name of a picture, its text) the names whose text says nothing: none, a file's name, the same as others."""
    often = Counter(text for _, text in texts)
    return [name for name, text in texts if _NAMELIKE.fullmatch(text.strip()) or often[text] >= _MANY]

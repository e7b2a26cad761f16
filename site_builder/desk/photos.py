"""Files that an editor brings along: photographs upright, smaller and without a word of where they were taken."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from site_builder.problems import Problem, error
from site_builder.reading.source import decode
from site_builder.thai.text import slug

if TYPE_CHECKING:
    from PIL.Image import Image

EDGE = 2400  # pixels of the longer side: what the largest variant of a page needs, and half as much again
QUALITY = 88
PIXELS = 120_000_000  # of a picture that is opened at all; the largest phones make 108 million
_SIGNS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"GIF87a": "gif", b"GIF89a": "gif"}
_DOCUMENTS = {b"%PDF": ("pdf",), b"PK\x03\x04": ("docx", "xlsx", "pptx", "odt", "ods", "odp")}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1")


def prepared(name: str, data: bytes) -> tuple[str, bytes] | Problem:
    """(A name that every system takes, the bytes to keep) of a picture or a document; a Problem for all else."""
    stem, _, ending = name.rpartition(".")
    plain = slug(stem or ending)[:60].strip("-") or "file"
    kind = _kind(data)
    if kind:
        return _picture(plain, kind, data, name)
    written = ending.lower()
    if any(data.startswith(sign) and written in endings for sign, endings in _DOCUMENTS.items()):
        return f"{plain}.{written}", data
    if data.startswith(_OLD_OFFICE) and written in {"doc", "xls", "ppt"}:
        return f"{plain}.{written}", data
    if written in {"csv", "txt"} and decode(data).readable:
        return f"{plain}.{written}", data
    return error("E020", name=name)


def _kind(data: bytes) -> str:
    """What sort of picture these bytes are, by how they begin; "" for none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in _BRANDS:
        return "heic"
    if data[4:12] == b"ftypavif":
        return "avif"
    return next((kind for sign, kind in _SIGNS.items() if data.startswith(sign)), "")


def _picture(plain: str, kind: str, data: bytes, name: str) -> tuple[str, bytes] | Problem:
    from PIL import Image, ImageOps  # noqa: PLC0415 — 60 ms, with the first picture

    if kind == "heic" and not _reads_heic():
        return error("E021", name=name)
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > PIXELS:
                return error("E022", name=name, millions=opened.width * opened.height // 1_000_000)
            opened.draft("RGB", (EDGE, EDGE))  # a JPEG is decoded at a half or a quarter of its size
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((EDGE, EDGE))
            return _packed(plain, kind, _in_srgb(upright, opened.info.get("icc_profile")))
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        MemoryError,
    ):  # what Pillow says of a broken file
        return error("E023", name=name)


def _packed(plain: str, kind: str, picture: Image) -> tuple[str, bytes]:
    """A PNG where something shines through or a drawing has few colours, else a JPEG; made of pixels alone."""
    sink = io.BytesIO()
    if picture.mode == "RGBA" or (kind in {"png", "gif"} and picture.getcolors(256) is not None):
        picture.save(sink, "PNG", optimize=True, exif=b"", icc_profile=None)
        return f"{plain}.png", sink.getvalue()
    picture.convert("RGB").save(
        sink, "JPEG", quality=QUALITY, optimize=True, progressive=True, exif=b"", icc_profile=None
    )
    return f"{plain}.jpg", sink.getvalue()


def _in_srgb(picture: Image, profile: bytes | None) -> Image:
    """In the colours that browsers take for granted, whatever profile the camera wrote."""
    from PIL import Image as Images  # noqa: PLC0415
    from PIL import ImageCms  # noqa: PLC0415

    shines = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    found = picture
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            found = made or picture
        except (ImageCms.PyCMSError, OSError):  # a profile that is none
            found = picture
    clean = Images.new("RGBA" if shines else "RGB", found.size)
    clean.paste(found.convert(clean.mode))
    return clean


def _reads_heic() -> bool:
    """Whether iPhones' pictures can be read here: they take a package that not everybody has."""
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415
    except ImportError:
        return False
    register_heif_opener()
    return True

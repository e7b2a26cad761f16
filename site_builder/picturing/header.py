"""What a picture's bytes hold: size, kind, position; a JPEG's pixels are not decoded for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.pictures import SIDES, Kind, Negative
from site_builder.picturing.faults import BROKEN, CUT, Unreadable
from site_builder.picturing.opening import is_blank, opened

if TYPE_CHECKING:
    from PIL.Image import Image

_ORIENTATION, _GPS = 0x0112, 0x8825  # EXIF tags
_TURNED = range(5, 9)  # orientations that lie on their side
_GLANCE = (160, 160)  # pixels at which a JPEG is decoded where only its faults are looked for
_FRAMES = 100_000_000  # pixels of all pictures of a film together; a longer one stands still


def look(data: bytes, digest: str) -> Negative:
    """What can be made of these bytes (`digest`: their SHA-256, hex); raises nothing: a fault is in the answer."""
    try:
        return _seen(data, digest, whole=True)
    except Unreadable as fault:
        if fault.code != BROKEN:
            return Negative(digest, fault=fault.code)
    try:
        return replace(_seen(data, digest, whole=False), flaw=CUT)
    except Unreadable as fault:
        return Negative(digest, fault=fault.code)


def _seen(data: bytes, digest: str, *, whole: bool) -> Negative:
    with opened(data, whole=whole) as picture:
        is_jpeg = picture.format in {"JPEG", "MPO"}
        exif = picture.getexif()
        located = bool(exif.get_ifd(_GPS)) or b"GPSLatitude" in _as_bytes(picture.info.get("xmp"))
        kind = _kind(picture, is_jpeg=is_jpeg)
        size = picture.size[::-1] if exif.get(_ORIENTATION) in _TURNED else picture.size
        cut = is_jpeg and is_cut(data)
        if cut or not is_jpeg:
            _decode(picture, whole=whole and not cut)
        return Negative(digest, *size, kind, flaw=CUT if cut else "", located=located)


def _decode(picture: Image, *, whole: bool) -> None:
    """What is broken inside is known now, and no build meets it later; raises Unreadable where nothing came of it."""
    picture.draft("RGB", _GLANCE)
    picture.load()
    if not whole and is_blank(picture):
        raise Unreadable(BROKEN)


def is_cut(data: bytes) -> bool:
    """Whether a JPEG breaks off: no end of image comes after something of its first scan (a thumbnail has its own)."""
    at = 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        marker = data[at + 1]
        if marker == 0xDA:  # noqa: PLR2004 — start of scan
            begin = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            return data.find(b"\xff\xd9", at) <= begin
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")  # noqa: PLR2004 — a fill byte
    return True


def _kind(picture: Image, *, is_jpeg: bool) -> Kind:
    if is_jpeg:
        return "photo"
    frames = getattr(picture, "n_frames", 1)
    is_held = picture.height <= picture.width * SIDES["webp"]
    if frames > 1 and is_held and frames * picture.width * picture.height <= _FRAMES:
        return "film"
    return "drawing" if picture.mode in {"RGBA", "LA", "PA", "P", "1"} or "transparency" in picture.info else "photo"


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value or "").encode()

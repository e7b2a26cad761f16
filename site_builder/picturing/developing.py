"""A picture's bytes to all sizes and formats that readers get: upright, in sRGB, without a word of who and where."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from site_builder.pictures import Format, Kind, scaled
from site_builder.picturing.faults import BROKEN, Unreadable
from site_builder.picturing.opening import is_blank, opened

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

Developed = Mapping[tuple[Format, int], bytes]  # by format and width
_KEPT = (0x013B, 0x8298)  # EXIF: artist and copyright, the only words that go along
_ORIENTATION = 0x0112
_QUALITY: Mapping[Format, Mapping[str, object]] = {
    "avif": {"quality": 65, "speed": 8},
    "webp": {"quality": 82, "method": 4},
    "jpeg": {"quality": 84, "progressive": True, "optimize": True},
    "png": {"compress_level": 9},
}

_WHOLE: Mapping[str, object] = {"lossless": True, "quality": 50, "method": 3}


def develop(data: bytes, kind: Kind, widths: Sequence[int], formats: Sequence[Format]) -> Developed:
    """Every size in every format, decoded once; raises Unreadable.

    A file that breaks off is decoded once more, for what has come of it: asked at once, Pillow would hide every fault.
    """
    try:
        return _developed(data, kind, widths, formats, whole=True)
    except Unreadable as fault:
        if fault.code != BROKEN:
            raise
    return _developed(data, kind, widths, formats, whole=False)


def _developed(data: bytes, kind: Kind, widths: Sequence[int], formats: Sequence[Format], *, whole: bool) -> Developed:
    made: dict[tuple[Format, int], bytes] = {}
    with opened(data, whole=whole) as picture:
        credit, is_flat = _credit(picture), kind == "drawing" and picture.mode in {"P", "1"}
        if kind == "film":
            made = {("webp", widths[-1]): _moving(picture, widths[-1])}
            picture.seek(0)
            formats = formats[1:]
        for width, one in _sizes(picture, kind, widths):
            if not whole and not made and is_blank(one):
                raise Unreadable(BROKEN)
            wanted = [name for name in formats if (name, width) not in made]
            flat = _flat(one).convert(one.mode) if is_flat and "webp" in wanted else one
            made |= {(name, width): _packed(flat, name, credit, is_flat=is_flat) for name in wanted}
    return made


def _sizes(picture: Image, kind: Kind, widths: Sequence[int]) -> Iterator[tuple[int, Image]]:
    """Each size, the largest first, each made of the one before: an eighth of the time, and no eye can tell."""
    from PIL import Image as Images  # noqa: PLC0415
    from PIL import ImageOps  # noqa: PLC0415

    is_turned = picture.getexif().get(_ORIENTATION, 1) in range(5, 9)
    across, down = picture.size[::-1] if is_turned else picture.size
    largest = (widths[-1], scaled(widths[-1], (across, down)))
    picture.draft("RGB", largest[::-1] if is_turned else largest)  # a JPEG comes at a half or a quarter of its size
    one = in_srgb(ImageOps.exif_transpose(picture), picture.info.get("icc_profile"), shines=kind != "photo")
    for width in reversed(widths):
        size = (width, scaled(width, (across, down)))
        if one.size != size:
            one = one.resize(size, Images.Resampling.LANCZOS, reducing_gap=2.0)
        yield width, one


def in_srgb(picture: Image, profile: bytes | None, *, shines: bool) -> Image:
    """In the colours that browsers take for granted, whatever profile the camera wrote; made of pixels alone."""
    from PIL import ImageCms  # noqa: PLC0415

    found = _eight_bits(picture)
    if profile and found.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                target = ImageCms.createProfile("sRGB")
                found = ImageCms.profileToProfile(found, source, target, outputMode="RGB") or found
        except (ImageCms.PyCMSError, OSError):  # a profile that is none
            pass
    has_holes = "A" in found.getbands() or "transparency" in found.info
    mode = "RGBA" if shines and has_holes else "RGB"
    if mode == "RGB" and has_holes:
        return _on_white(found)
    return found if found.mode == mode else found.convert(mode)


def _eight_bits(picture: Image) -> Image:
    """Scans of sixteen bits a colour, which Pillow would cut at 255 instead of dividing."""
    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = picture.getextrema()
        top = 65535 if picture.mode.startswith("I;16") or float(str(high)) > 255 else 255  # noqa: PLR2004
        return (
            picture.convert("I").point(lambda value: value * (255 / top)).convert("L")
            if high != low
            else picture.convert("L")
        )
    return picture


def _on_white(picture: Image) -> Image:
    from PIL import Image as Images  # noqa: PLC0415

    above = picture.convert("RGBA")
    ground = Images.new("RGB", above.size, "white")
    ground.paste(above, mask=above.getchannel("A"))
    return ground


def _packed(picture: Image, name: Format, credit: Exif | None, *, is_flat: bool) -> bytes:
    """The bytes of a format. Of a drawing in few colours WebP without loss is smaller, and made in half the time."""
    sink = io.BytesIO()
    words = {"exif": credit.tobytes()} if credit else {}
    plain = _plain(picture, name)
    plain.info = {}  # a profile or a comment of the source would go along
    how = _WHOLE if is_flat and name == "webp" else _QUALITY[name]
    plain.save(sink, name.upper(), **how, **words)
    return sink.getvalue()


def _flat(picture: Image) -> Image:
    """In 256 colours, without dots; of Pillow's ways the only one that keeps what shines through."""
    from PIL import Image as Images  # noqa: PLC0415

    return picture.quantize(256, method=Images.Quantize.FASTOCTREE, dither=Images.Dither.NONE)


def _plain(picture: Image, name: Format) -> Image:
    """As a format holds it; a PNG has 256 colours, since it is for those few who can show nothing else."""
    if name == "png":
        return _flat(picture)
    return picture.convert("RGB") if name == "jpeg" and picture.mode != "RGB" else picture


def _moving(picture: Image, width: int) -> bytes:
    """A film as WebP that moves, with its own times."""
    from PIL import ImageSequence  # noqa: PLC0415

    size = (width, scaled(width, picture.size))
    frames, times = [], []
    for one in ImageSequence.Iterator(picture):
        times.append(max(20, int(one.info.get("duration", 100) or 100)))
        frame = one.convert("RGBA")
        frames.append(frame if frame.size == size else frame.resize(size))
    sink = io.BytesIO()
    frames[0].save(sink, "WEBP", save_all=True, append_images=frames[1:], duration=times, loop=0, quality=75, method=2)
    return sink.getvalue()


def _credit(picture: Image) -> Exif | None:
    """Whose picture it is, where it says so: what the law lets nobody cut off."""
    from PIL import Image as Images  # noqa: PLC0415

    said = picture.getexif()
    kept = {tag: said[tag] for tag in _KEPT if str(said.get(tag) or "").strip("\0 ")}
    if not kept:
        return None
    words = Images.Exif()
    for tag, value in kept.items():
        words[tag] = value
    return words

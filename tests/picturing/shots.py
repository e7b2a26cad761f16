"""Pictures as cameras and scanners make them, for tests: with all that they say of people."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, ImageCms, ImageDraw, ImageFilter, ImageMath

_ORIENTATION, _MAKE, _SERIAL, _GPS = 0x0112, 0x010F, 0xA431, 0x8825
_ARTIST, _COPYRIGHT = 0x013B, 0x8298
POSITION = {1: "N", 2: (15.0, 24.0, 3.6), 3: "E", 4: (103.0, 6.0, 12.5)}


def scene(width: int = 1800, height: int = 1200) -> Image.Image:
    """Smooth tones and sharp edges, told apart in all four corners."""
    tones = Image.merge(
        "RGB",
        [
            Image.linear_gradient("L").resize((width, height)),
            Image.radial_gradient("L").resize((width, height)),
            Image.linear_gradient("L").rotate(90).resize((width, height)),
        ],
    )
    pen = ImageDraw.Draw(tones)
    for number, colour in enumerate(("red", "lime", "blue", "white")):
        x, y = (number % 2) * width * 3 // 4, (number // 2) * height * 3 // 4
        pen.rectangle((x + 40, y + 40, x + width // 5, y + height // 5), fill=colour, outline="black", width=9)
    return tones


def market(width: int = 2400, height: int = 1600) -> Image.Image:
    """As much of a photograph as can be drawn: a sky, walls, leaves in a third of it, edges, letters, a sensor's noise.

    It is as hard as a real one: a photograph of 720 by 477 pixels has a likeness of .984 as WebP and .982 as JPEG.
    Coloured leaves all over have .971 as WebP, which would take a quality of 88 and 40 per cent more bytes for .98.
    """
    chance = random.Random(4711)  # noqa: S311 — the same picture each time
    ground = scene(width, height)
    leaves = ground.crop((0, height * 2 // 3, width, height))
    for grain, weight in ((64, 0.35), (16, 0.25), (4, 0.15)):
        size = (width // grain, height // 3 // grain)
        grains = Image.frombytes("L", size, chance.randbytes(size[0] * size[1])).convert("RGB")
        leaves = Image.blend(leaves, grains.resize(leaves.size, Image.Resampling.BICUBIC), weight)
    ground.paste(leaves, (0, height - leaves.height))
    pen = ImageDraw.Draw(ground)
    for number in range(60):
        x, y = chance.randrange(width), chance.randrange(height)
        pen.ellipse(
            (x, y, x + 30 + number * 3, y + 30 + number * 4), fill=("navy", "tan", "olive", "maroon")[number % 4]
        )
        pen.text((x, y), "OTOP 2565", fill="white", font_size=18 + number)
    noise = Image.frombytes("L", (width, height), chance.randbytes(width * height)).convert("RGB")
    return Image.blend(ground.filter(ImageFilter.GaussianBlur(0.8)), noise, 0.015)


def likeness(one: Image.Image, other: Image.Image) -> float:
    """SSIM of two pictures' brightness by blocks of 8 by 8 pixels: 1 for the same (Wang et al. 2004)."""
    x, y = (each.convert("L").convert("F") for each in (one, other))
    light, contrast = (0.01 * 255) ** 2, (0.03 * 255) ** 2

    def of(formula: Callable[[Mapping[str, Any]], Any], **pictures: Image.Image) -> Image.Image:
        made = ImageMath.lambda_eval(formula, **pictures)
        assert isinstance(made, Image.Image)
        return made

    blocks = {
        "mx": x.reduce(8),
        "my": y.reduce(8),
        "squares": of(lambda at: at["x"] * at["x"] + at["y"] * at["y"], x=x, y=y).reduce(8),
        "product": of(lambda at: at["x"] * at["y"], x=x, y=y).reduce(8),
    }
    found = of(
        lambda at: (
            (2 * at["mx"] * at["my"] + light)
            * (2 * (at["product"] - at["mx"] * at["my"]) + contrast)
            / (at["mx"] * at["mx"] + at["my"] * at["my"] + light)
            / (at["squares"] - at["mx"] * at["mx"] - at["my"] * at["my"] + contrast)
        ),
        **blocks,
    )
    return float(str(found.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))))


def words(orientation: int = 1, *, artist: str = "", position: bool = True) -> Image.Exif:
    """What a telephone writes: how it was held, whose it is, where it was."""
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKE] = orientation, "Telephone 9"
    exif[_SERIAL] = "SERIAL-4711"
    if artist:
        exif[_ARTIST] = exif[_COPYRIGHT] = artist
    if position:
        exif.get_ifd(_GPS).update(POSITION)
    return exif


def jpeg(picture: Image.Image, exif: Image.Exif | None = None, **more: object) -> bytes:
    """A JPEG of it."""
    sink = io.BytesIO()
    said = exif.tobytes() if exif else b""
    picture.save(sink, "JPEG", quality=92, exif=said, **more)
    return sink.getvalue()


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    """Another format of it."""
    sink = io.BytesIO()
    picture.save(sink, kind, **more)
    return sink.getvalue()


def lying(orientation: int) -> bytes:
    """A JPEG whose pixels lie as a telephone held that way stores them: upright, it is `scene()`."""
    turns: dict[int, Callable[[Image.Image], Image.Image]] = {
        1: lambda one: one,
        2: lambda one: one.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: lambda one: one.transpose(Image.Transpose.ROTATE_180),
        4: lambda one: one.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: lambda one: one.transpose(Image.Transpose.TRANSPOSE),
        6: lambda one: one.transpose(Image.Transpose.ROTATE_90),
        7: lambda one: one.transpose(Image.Transpose.TRANSVERSE),
        8: lambda one: one.transpose(Image.Transpose.ROTATE_270),
    }
    return jpeg(turns[orientation](scene()), words(orientation))


def lossless(picture: Image.Image) -> bytes:
    """A JPEG of a kind that no browser shows: its head is sound, and Pillow would make black of it."""
    return jpeg(picture).replace(b"\xff\xc0\x00\x11", b"\xff\xc3\x00\x11")


def bomb() -> bytes:
    """A PNG that says it is 300 million pixels, and weighs nothing."""
    head = struct.pack(">IIBBBBB", 20_000, 15_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"x") + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    from zlib import crc32  # noqa: PLC0415

    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def film() -> bytes:
    """A GIF of three pictures."""
    frames = [Image.new("RGB", (80, 60), colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)


def profile() -> bytes:
    """A colour profile that is not sRGB's."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

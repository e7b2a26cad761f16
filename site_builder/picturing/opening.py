"""Opening a picture's bytes, whatever they are: the one place that knows Pillow's own dangers."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from site_builder.picturing.faults import BROKEN, DAMAGES, HEIC, HUGE, OTHERS, PIXELS, Unreadable
from site_builder.picturing.svg import drawn, is_svg

if TYPE_CHECKING:
    from PIL.Image import Image

_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1", b"ftypheim")
_NOISE = 2  # of tones, 0 to 255: a decoder ends an empty scan in greys that are not quite alike


def is_heic(data: bytes) -> bool:
    """Whether these bytes are an iPhone's."""
    return data[4:12] in _BRANDS


@contextmanager
def opened(data: bytes, *, whole: bool = False) -> Iterator[Image]:
    """The picture of these bytes, its pixels not decoded yet; raises Unreadable.

    What Pillow raises inside the block while it decodes is Unreadable, too. One that was cut short shows what has come
    of it, unless it must be `whole`.
    """
    from PIL import Image, ImageFile  # noqa: PLC0415 — 60 ms, with the first picture

    Image.MAX_IMAGE_PIXELS = PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = not whole
    if not data:
        raise Unreadable(BROKEN)
    if is_svg(data):
        data = drawn(data)
    if is_heic(data) and not reads_heic():
        raise Unreadable(HEIC)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                if picture.format not in {"JPEG", "MPO"} and picture.width * picture.height > OTHERS:
                    raise Unreadable(HUGE)
                yield picture
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as fault:
        raise Unreadable(HUGE) from fault
    except DAMAGES as fault:
        raise Unreadable(BROKEN) from fault


def reads_heic() -> bool:
    """Whether iPhones' pictures can be read here: they take a package that not everybody has."""
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415
    except ImportError:
        return False
    register_heif_opener()
    return True


def is_blank(picture: Image) -> bool:
    """Whether there is nothing to see: what is left of a file that breaks off before its first line, grey or black."""
    from PIL import ImageStat  # noqa: PLC0415

    return max(ImageStat.Stat(picture.convert("RGB")).stddev) < _NOISE

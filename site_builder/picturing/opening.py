"""Opening a picture's bytes, whatever they are: the one place that knows Pillow's own dangers."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 120_000_000  # of a JPEG, which is decoded smaller at once; the largest phones make 108 million
OTHERS = 50_000_000  # of all else, which stands in memory whole: 200 MB
BROKEN, HUGE, HEIC, CUT = "G001", "G002", "G003", "G004"  # codes of Problems
SVG_WIDTH = 1600  # pixels that a drawing of lines is drawn at
_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1", b"ftypheim")
_SVG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]", re.DOTALL)
_LEADING = re.compile(r"""\s(?:xlink:)?href\s*=\s*(["'])(?!#|data:image/(?:png|jpeg|webp|gif)).*?\1""", re.DOTALL)


class Unreadable(Exception):  # noqa: N818 — a state of the bytes
    """No picture can be made of these bytes; `code` is the Problem that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_heic(data: bytes) -> bool:
    """Whether these bytes are an iPhone's."""
    return data[4:12] in _BRANDS


def is_svg(data: bytes) -> bool:
    """Whether these bytes are a drawing of lines, as text."""
    return bool(_SVG.match(data[:4096]))


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
        data = _drawn(data)
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
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, OverflowError) as fault:
        raise Unreadable(BROKEN) from fault  # what Pillow's readers raise at bytes that are no picture


def reads_heic() -> bool:
    """Whether iPhones' pictures can be read here: they take a package that not everybody has."""
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415
    except ImportError:
        return False
    register_heif_opener()
    return True


def _drawn(data: bytes) -> bytes:
    """A drawing of lines as PNG: what readers get runs nothing and leads nowhere."""
    import resvg_py  # noqa: PLC0415

    try:
        text = _LEADING.sub("", data.decode("utf-8-sig"))
        return bytes(resvg_py.svg_to_bytes(svg_string=text, width=SVG_WIDTH, skip_system_fonts=False))
    except (ValueError, UnicodeDecodeError) as fault:
        raise Unreadable(BROKEN) from fault

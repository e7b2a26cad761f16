"""A Word file (.docx) to the lines of a release: `mammoth` reads it, and what it makes is read as HTML is."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile

from msgspec import Struct
from msgspec.structs import replace

from site_builder.importing.draft import Foreign
from site_builder.importing.pages import page
from site_builder.problems import Problem, error


class Paper(Struct, frozen=True):
    """A Word file: its text, and its pictures by name."""

    foreign: Foreign
    pictures: tuple[tuple[str, bytes], ...]


def paper(data: bytes) -> Paper | Problem:
    """Read a .docx; a Problem where it is none."""
    import mammoth  # noqa: PLC0415 — 0.2 s, which a pasted text need not pay

    pictures: list[tuple[str, bytes]] = []

    def picture(image: mammoth.documents.Image) -> dict[str, str]:
        with image.open() as file:
            kind = str(image.content_type).partition("/")[2].replace("jpeg", "jpg") or "png"
            name = f"picture-{len(pictures) + 1}.{kind}"
            pictures.append((name, file.read()))
        return {"src": name}

    try:
        made = mammoth.convert_to_html(BytesIO(data), convert_image=mammoth.images.img_element(picture))
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError) as fault:  # expat's fault is no subclass of these
        return error("I301", reason=str(fault) or type(fault).__name__)
    foreign = page(made.value)
    return Paper(
        replace(foreign, given=replace(foreign.given, pictures=tuple(name for name, _ in pictures))), tuple(pictures)
    )

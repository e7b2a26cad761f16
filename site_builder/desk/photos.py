"""Files that an editor brings along: photographs upright, smaller and without a word of where they were taken."""

from __future__ import annotations

from msgspec import Struct

from site_builder.pictures import ENDINGS, Format
from site_builder.picturing.developing import develop
from site_builder.picturing.faults import Unreadable
from site_builder.picturing.header import look
from site_builder.picturing.opening import is_heic, opened
from site_builder.problems import Problem, error
from site_builder.reading.source import decode
from site_builder.thai.text import slug

EDGE = 2400  # pixels of the longer side: what the largest variant of a page needs, and half as much again
_SIGNS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"GIF87a": "gif", b"GIF89a": "gif"}
_DOCUMENTS = {b"%PDF": ("pdf",), b"PK\x03\x04": ("docx", "xlsx", "pptx", "odt", "ods", "odp")}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Prepared(Struct, frozen=True):
    """A file as it is kept."""

    name: str  # that every system takes
    data: bytes
    doubt: Problem | None = None  # what the editor should know of it all the same


def prepared(name: str, data: bytes) -> Prepared | Problem:
    """What is kept of a picture or a document; a Problem for all else."""
    if not data:
        return error("E022", name=name)
    stem, _, ending = name.rpartition(".")
    plain = slug(stem or ending)[:60].strip("-") or "file"
    kind = _kind(data)
    if kind:
        return _picture(plain, kind, data, name)
    written = ending.lower()
    if any(data.startswith(sign) and written in endings for sign, endings in _DOCUMENTS.items()):
        return Prepared(f"{plain}.{written}", data)
    if data.startswith(_OLD_OFFICE) and written in {"doc", "xls", "ppt"}:
        return Prepared(f"{plain}.{written}", data)
    if written in {"csv", "txt"} and decode(data).readable:
        return Prepared(f"{plain}.{written}", data)
    return error("E020", name=name)


def _kind(data: bytes) -> str:
    """What sort of picture these bytes are, by how they begin; "" for none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if is_heic(data):
        return "heic"
    if data[4:12] == b"ftypavif":
        return "avif"
    return next((kind for sign, kind in _SIGNS.items() if data.startswith(sign)), "")


def _picture(plain: str, kind: str, data: bytes, name: str) -> Prepared | Problem:
    seen = look(data, "")
    if seen.fault:
        return error(seen.fault, name=name)
    width = max(1, min(seen.width, EDGE * seen.width // max(seen.width, seen.height)))
    form: Format = "png" if seen.kind != "photo" or (kind in {"png", "gif"} and _has_few_colours(data)) else "jpeg"
    try:
        made = develop(data, "photo" if form == "jpeg" else "drawing", (width,), (form,))
    except Unreadable as fault:
        return error(fault.code, name=name)
    # What is kept is whole again, so that no build can tell that the file was cut short: it is told now or never.
    return Prepared(f"{plain}{ENDINGS[form]}", made[form, width], error(seen.flaw, name=name) if seen.flaw else None)


def _has_few_colours(data: bytes) -> bool:
    """Whether it is a drawing, which a JPEG would make larger and worse."""
    with opened(data) as picture:
        return picture.convert("RGB").getcolors(256) is not None

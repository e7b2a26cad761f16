"""`photos.yml` beside pictures: what each one shows, its caption, and what of it must stay in sight."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from site_builder.pictures import Caption
from site_builder.problems import Problem, Severity, Span, error, located, warning
from site_builder.reading.composing import Entry, Fault, Scalar, Table, compose
from site_builder.reading.fields import Found, parts, text
from site_builder.reading.lines import DEEPEST
from site_builder.reading.source import decode
from site_builder.thai.text import nearest

KEYS = (("caption", "คำบรรยาย"), ("alt", "ข้อความแทน"), ("focus", "จุดสนใจ"))
_FOCUS = re.compile(r"(\d{1,3})\s*%?[\s,]+(\d{1,3})\s*%?")
_WHOLE = 100


class Captions(Struct, frozen=True):
    """What one such file says, by path of the picture."""

    captions: tuple[tuple[str, Caption], ...] = ()
    problems: tuple[Problem, ...] = ()  # located; each a warning, since the pictures are shown all the same


def read_captions(path: str, data: bytes, beside: Collection[str]) -> Captions:
    """Read the file at a path; `beside` are the names of the files in its folder."""
    source = decode(data)
    found: Found = [one for one in source.problems if one.code != "F007"]
    table = _table(source.text, found) if source.readable else None
    captions = tuple(_each(table, posixpath.dirname(path), beside, found)) if table else ()
    problems = (replace(one, severity=min(one.severity, Severity.WARNING, key=_weight)) for one in found)
    return Captions(captions, tuple(located(one, path, source.text) for one in problems))


def _weight(severity: Severity) -> int:
    return [Severity.NOTICE, Severity.WARNING, Severity.ERROR].index(severity)


def _table(source: str, found: Found) -> Table | None:
    composed = compose(source, 0)
    if isinstance(composed, Fault):
        span = Span(composed.place, composed.place + 1)
        found.append(error(composed.code, span, start=composed.start, limit=DEEPEST))
        return None
    found.extend(composed.notices)
    if isinstance(composed.value, Table):
        return composed.value
    found.append(warning("G008", composed.value.span, fix=_EXAMPLE))
    return None


def _each(table: Table, folder: str, beside: Collection[str], found: Found) -> Iterator[tuple[str, Caption]]:
    for entry in table.entries:
        if entry.written not in beside:
            near = "".join(nearest(entry.written, beside)[:1]) or ", ".join(sorted(beside)[:3])
            found.append(warning("G009", entry.span, name=entry.written, nearest=near))
        elif isinstance(entry.value, Scalar):
            yield posixpath.join(folder, entry.written), Caption(text(entry, found))
        elif isinstance(entry.value, Table):
            yield posixpath.join(folder, entry.written), _caption(entry, found)
        else:
            found.append(warning("G008", entry.value.span, fix=_EXAMPLE))


def _caption(entry: Entry, found: Found) -> Caption:
    said = parts(entry, KEYS, found)
    texts = {name: text(one, found) for name, one in said.items()}
    focus = (50, 50)
    if texts.get("focus"):
        match = _FOCUS.fullmatch(texts["focus"])
        if match and int(match[1]) <= _WHOLE and int(match[2]) <= _WHOLE:
            focus = int(match[1]), int(match[2])
        else:
            found.append(warning("G010", said["focus"].value.span, fix=f"{said['focus'].written}: 50 20"))
    return Caption(texts.get("caption", ""), texts.get("alt", ""), focus)


_EXAMPLE = """ภาพที่1.jpg:
  คำบรรยาย: ผู้นำชุมชนร่วมประชุม
  ข้อความแทน: ผู้นำชุมชนสิบคนนั่งล้อมโต๊ะในหอประชุม"""

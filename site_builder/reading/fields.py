"""Values of front matter into their types: text, lists, yes and no, numbers, paths; knows no file and no place on disk.

Each function adds what is wrong to the list that it is given, and returns then what a missing key would mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from site_builder.model import Counter
from site_builder.names import is_question
from site_builder.problems import Problem, Span, error
from site_builder.reading import schema
from site_builder.reading.composing import Entry, Listing, Scalar, Spoilt, Table, Value
from site_builder.reading.lines import quoted, written
from site_builder.thai.text import nearest, normalise, slug

Found = list[Problem]

YES = frozenset({"true", "yes", "y", "on", "1", "ใช่", "จริง", "เปิด"})
NO = frozenset({"false", "no", "n", "off", "0", "ไม่", "ไม่ใช่", "เท็จ", "ปิด"})
_NOTHING = frozenset({"~", "null"})
_COMMA = re.compile(r"[,，、]")
_HASHTAG = re.compile(r"\s+(?=#)")
_COUNT = re.compile(r"(\d{1,3}(?:[, ]\d{3})*|\d{1,12})(?:\s*ครั้ง)?")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_DRIVE = re.compile(r"[A-Za-z]:")
_PART = 255  # bytes that a file system takes for one name


def is_nothing(value: Value) -> bool:
    """Whether nothing was written after the colon."""
    if not isinstance(value, Scalar):
        return False
    return not value.text.strip() or (not value.quoted and value.text in _NOTHING)


def unknown(entries: Iterable[Entry], known: Mapping[str, str], found: Found) -> None:
    """Name each key that does not exist, with the nearest that does."""
    for entry in entries:
        if entry.name in schema.BY_NAME or entry.written != entry.name or entry.name in known.values():
            continue
        if not isinstance(entry.value, Spoilt):
            found.append(_unknown(entry, known))


def _unknown(entry: Entry, known: Collection[str]) -> Problem:
    meant = schema.MEANT.get(schema.folded(entry.written), "")
    near = (meant,) if meant in known else nearest(schema.folded(entry.written), known)
    if not near:
        return error("F016", entry.span, key=entry.written)
    fix = written(near[0], entry.value.text) if isinstance(entry.value, Scalar) and "\n" not in entry.value.text else ""
    return error("F015", entry.span, fix=fix, key=entry.written, nearest=near[0])


def wrong(entry: Entry, found: Found, code: str = "F050") -> None:
    """Say that a value has not the form of its key, with a right line."""
    span = entry.value.span if not is_nothing(entry.value) else entry.span
    found.append(error(code, span, fix=schema.line(entry.written, entry.name), key=entry.written))


def text(entry: Entry, found: Found) -> str:
    """One text; lines of a block are joined."""
    if isinstance(entry.value, Scalar):
        return "" if is_nothing(entry.value) else " ".join(entry.value.text.split())
    if not isinstance(entry.value, Spoilt):
        wrong(entry, found)
    return ""


def scalars(entry: Entry, found: Found, *, split: bool = True) -> tuple[Scalar, ...]:
    """The words of a list, or of one text cut at its commas or before its hashtags, each with its place."""
    if isinstance(entry.value, Scalar):
        return _told(_split(entry.value) if split else (entry.value,))
    if isinstance(entry.value, Listing):
        for item in entry.value.items:
            if not isinstance(item, Scalar):
                found.append(_nested(entry, item, flow=entry.value.flow))
        return _told(item for item in entry.value.items if isinstance(item, Scalar))
    if not isinstance(entry.value, Spoilt):
        wrong(entry, found, "F051")
    return ()


def _told(items: Iterable[Scalar]) -> tuple[Scalar, ...]:
    return tuple(item for item in items if not is_nothing(item) and item.text.strip())


def _split(value: Scalar) -> Iterable[Scalar]:
    at = 0
    for piece in (_HASHTAG if value.text.startswith("#") else _COMMA).split(value.text):
        begin = value.text.index(piece, at)
        at = begin + len(piece)
        word = piece.strip()
        start = begin + len(piece) - len(piece.lstrip())
        if word:
            yield Scalar(word, within(value, start, start + len(word)), value.quoted)


def _nested(entry: Entry, item: Value, *, flow: bool) -> Problem:
    """A list's word that YAML took apart, mostly for its colon: "- โครงการ: ระยะที่ 2"."""
    if isinstance(item, Table) and len(item.entries) == 1 and isinstance(item.entries[0].value, Scalar):
        inner = item.entries[0]
        whole = quoted(f"{inner.written}: {item.entries[0].value.text}")
        return error(
            "F052", inner.span, fix=f"{entry.written}: [{whole}]" if flow else f"  - {whole}", key=entry.written
        )
    return error("F051", item.span, fix=schema.line(entry.written, entry.name), key=entry.written)


def within(value: Scalar, start: int, end: int) -> Span:
    """The place of a part of a value; the whole value where quotes or folding moved its letters."""
    shift = (value.span.end - value.span.start - len(value.text)) // 2 if value.quoted else 0
    if value.span.end - value.span.start != len(value.text) + 2 * shift or shift > 1:
        return value.span
    return Span(value.span.start + shift + start, value.span.start + shift + end)


def words(entry: Entry, found: Found) -> tuple[str, ...]:
    """The words of a list, each once, in the order written."""
    return tuple(
        dict.fromkeys(
            " ".join(item.text.lstrip("#").split()) for item in scalars(entry, found) if item.text.strip("# ")
        )
    )


def switch(entry: Entry, found: Found) -> bool:
    """Yes or no, in Thai, English or digits."""
    if isinstance(entry.value, Scalar) and entry.value.text.lower() in YES:
        return True
    known = isinstance(entry.value, Scalar) and (is_nothing(entry.value) or entry.value.text.lower() in NO)
    if not known and not isinstance(entry.value, Spoilt):
        wrong(entry, found, "F053")
    return False


def parts(entry: Entry, keys: tuple[tuple[str, str], ...], found: Found) -> dict[str, Entry]:
    """The keys inside a value, by English name; unknown and doubled ones are named."""
    if not isinstance(entry.value, Table):
        return {}
    taken: dict[str, Entry] = {}
    for part in entry.value.entries:
        name = schema.inner(part.written, keys)
        if name is None:
            found.append(_unknown(part, tuple(spelling for pair in keys for spelling in pair)))
        elif name in taken:
            found.append(error("F018", part.span, key=part.written))
        else:
            taken[name] = Entry(entry.name, part.written, part.span, part.value)
    return taken


def counter(entry: Entry, found: Found) -> Counter:
    """Whether the visit counter stands on the page, and what the former site had counted."""
    if isinstance(entry.value, Table):
        counts = parts(entry, schema.COUNTER, found)
        return Counter(total=_count(counts.get("total"), found), today=_count(counts.get("today"), found))
    if isinstance(entry.value, Scalar):
        word = entry.value.text.lower()
        if word in YES or word in NO or is_nothing(entry.value):
            return Counter(shown=word not in NO)
    if not isinstance(entry.value, Spoilt):
        wrong(entry, found, "F054")
    return Counter()


def _count(entry: Entry | None, found: Found) -> int | None:
    if entry is None or is_nothing(entry.value):
        return None
    shown = entry.value.text.strip().translate(_THAI_DIGITS) if isinstance(entry.value, Scalar) else ""
    number = _COUNT.fullmatch(shown)
    if number:
        return int(number[1].replace(",", "").replace(" ", ""))
    found.append(error("F055", entry.value.span, key=entry.written))
    return None


def files(entry: Entry, folder: str, found: Found) -> tuple[str, ...]:
    """Names of files beside the item, with `/` between folders; `folder` is the item's own, from the site's folder."""
    taken: list[str] = []
    for item in scalars(entry, found):
        name = item.text.strip().replace("\\", "/")
        code = _file_fault(name, folder)
        if code:
            found.append(error(code, item.span, name=item.text, fix=_beside(entry, name)))
        else:
            taken.append(name)
    return tuple(dict.fromkeys(taken))


def _beside(entry: Entry, name: str) -> str:
    """The line with the bare file name, where the value is one file alone."""
    return written(entry.written, PurePosixPath(name).name) if isinstance(entry.value, Scalar) else ""


def _file_fault(name: str, folder: str) -> str:
    if "://" in name or name.startswith("//") or name.lower().startswith(("data:", "javascript:")):
        return "F056"
    if name.startswith("/") or _DRIVE.match(name):
        return "F057"
    depth = len(PurePosixPath(folder).parts) - 1  # folders below content/
    for part in name.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return "F058"
    return "F058" if name.rstrip("/").endswith("..") else ""


def aliases(entry: Entry, found: Found) -> tuple[str, ...]:
    """Former paths of the page on this site, percent-decoded, each beginning with `/`."""
    taken: list[str] = []
    for item in scalars(entry, found, split=False):
        path, code = _alias(item.text.strip())
        if code:
            fix = written(entry.written, path) if path and isinstance(entry.value, Scalar) else ""
            found.append(error(code, item.span, alias=item.text, fix=fix))
        else:
            taken.append(path)
    return tuple(dict.fromkeys(taken))


def _alias(given: str) -> tuple[str, str]:
    """The path, and the code of what is wrong with it; "" for a path that cannot be mended."""
    if is_question(given):
        return given, ""
    try:
        split = urlsplit(given)
        path = normalise(unquote(split.path, errors="strict")).text
    except (ValueError, UnicodeDecodeError):
        return "", "F060"
    path = "/" + path.lstrip("/")
    if split.query or split.fragment:
        return "", "F061"
    pieces = path.strip("/").split("/")
    if ".." in pieces or "" in pieces or "." in pieces or re.search(r'[\x00-\x1f\x7f\\<>"?#]', path):
        return "", "F060"
    if split.scheme or split.netloc:
        return path, "F059"
    return path, "F062" if any(len(piece.encode()) > _PART for piece in pieces) else ""


def typed_slug(entry: Entry, found: Found) -> str:
    """The last part of the page's URL as the editor wants it; only a form that needs no change is taken."""
    typed = text(entry, found)
    good = slug(typed) if typed else ""
    if typed and typed != good:
        found.append(
            error(
                "F063" if good else "F064", entry.value.span, slug=typed, fix=f"{entry.written}: {good}" if good else ""
            )
        )
    return good

"""What a browser sends of an item, and the text that it stands for: the file's own with the form's values in it."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from site_builder.editing.cutting import Cut, cut
from site_builder.editing.edit import EMPTY, Refused, edited, entries_of
from site_builder.editing.form import values_of
from site_builder.editing.wanted import asked
from site_builder.names import is_safe
from site_builder.opening import HOMES
from site_builder.planning.pictures import is_picture
from site_builder.problems import Problem
from site_builder.reading.schema import Taxonomies
from site_builder.reading.source import Typed, typed
from site_builder.storing.shelf import Work, is_name


class Nonsense(ValueError):  # noqa: N818 — what was sent
    """What no page of ours sends."""


class Text(Struct, frozen=True):
    """A file's text, or that of a new item."""

    data: bytes
    typed: Typed
    text: str
    cut: Cut | None  # None: it can be edited as one piece alone

    @classmethod
    def of(cls, data: bytes, taxonomies: Taxonomies) -> Text | None:
        """None for bytes that are no text."""
        file = typed(data)
        if file is None or file.data(file.text) != data:
            return None
        return cls(data, file, file.text, cut(file.text, taxonomies))

    def written(self, text: str) -> bytes:
        """Another text as this file is written; one that its encoding lacks a sign for (an emoji) becomes UTF-8."""
        found = self.typed.data(text)
        return text.encode() if found is None else found


def work_of(data: bytes) -> Work:
    """The work that a browser sent; Nonsense where it is none."""
    sent = json_of(data)
    work, item, values = (sent.get(name) for name in ("work", "item", "values"))
    texts = [sent.get(name, "") for name in ("digest", "prose", "start")]
    if not (isinstance(work, str) and is_name(work) and isinstance(item, str) and isinstance(values, dict)):
        raise Nonsense
    if not all(isinstance(one, str) for one in (*texts, *values, *values.values())):
        raise Nonsense
    if item and not is_item_path(item):
        raise Nonsense
    digest, prose, start = (sound(str(one)) for one in texts)
    held = {str(name): sound(str(value)) for name, value in values.items()}
    return Work(work, item, digest, held, prose, start, _said(sent.get("said", {})), whole=sent.get("whole") is True)


def _said(sent: object) -> Mapping[str, Mapping[str, str]]:
    """What shall be said of pictures: of files of the site by their path, of those that come along by their name."""
    if not isinstance(sent, dict) or not all(isinstance(one, dict) for one in sent.values()):
        raise Nonsense
    if not all(isinstance(text, str) for one in sent.values() for text in one.values()):
        raise Nonsense
    if not all(is_picture(name) and is_safe(name) for name in sent):
        raise Nonsense
    if not all(name.startswith("content/") for name in sent if "/" in name):
        raise Nonsense
    return {name: {part: sound(text) for part, text in one.items()} for name, one in sent.items()}


def json_of(data: bytes) -> Mapping[str, object]:
    """An object that was sent."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise Nonsense from fault
    if not isinstance(found, dict):
        raise Nonsense
    return found


def text_in(sent: Mapping[str, object], name: str) -> str:
    """A text of an object that was sent."""
    found = sent.get(name)
    if not isinstance(found, str):
        raise Nonsense
    return sound(found)


def sound(text: str) -> str:
    """A text without halves of signs, which a browser can send and no file can hold."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def is_item_path(path: str) -> bool:
    """Whether a path can be an item's: Markdown below the folders of items, and nowhere else, on any system."""
    return path.startswith(HOMES) and path.lower().endswith(".md") and is_safe(path) and "/." not in path


class Composed(Struct, frozen=True):
    """The text that a work stands for, and what of the form could not be put into it, by field."""

    text: str
    problems: tuple[tuple[str, Problem], ...] = ()
    refused: str | None = None  # the key that cannot be edited


def composed(work: Work, base: Text | None, taxonomies: Taxonomies) -> Composed:
    """The base with the work's values and prose; a whole text, or one without a base that can be cut, is its own."""
    if work.whole:
        return Composed(_lines(work.prose, base))
    found = base.cut if base else cut(work.start or EMPTY, taxonomies)
    text = base.text if base and base.cut else work.start or EMPTY
    found = found or cut(text, taxonomies)
    if found is None:
        return Composed(text, refused="")
    wanted = asked(work.values, entries_of(found), taxonomies, is_thai=found.is_thai)
    try:
        return Composed(edited(text, wanted.changes, work.prose, taxonomies), wanted.problems)
    except Refused as refused:
        return Composed(text, wanted.problems, refused.key)


def _lines(prose: str, base: Text | None) -> str:
    """A whole text with the line ends that the file has; the file's own text where it is the same."""
    if base is None:
        return prose
    if shown(base.text) == prose:
        return base.text
    newline = "\r\n" if base.text.count("\r\n") * 2 > base.text.count("\n") else "\n"
    return prose.replace("\n", newline)


def shown(text: str) -> str:
    """A whole text as a text field holds it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def held(text: Text, taxonomies: Taxonomies) -> tuple[dict[str, str], str, bool]:
    """(What the form holds of a text, its body, whether it is one piece)."""
    if text.cut is None:
        return {}, shown(text.text), True
    return values_of(entries_of(text.cut), taxonomies), text.cut.prose, False


def with_files(work: Work, names: Mapping[str, object]) -> list[str]:
    """Where a work's new files will lie: in the item's own folder."""
    folder = posixpath.dirname(work.item) if work.item.endswith("/index.md") else work.item.removesuffix(".md")
    return [f"{folder}/{name}" for name in names]


def in_folder(work: Work) -> Work:
    """The work of an item that is about to get its own folder."""
    return replace(work, item=f"{work.item.removesuffix('.md')}/index.md")

"""What is said of the pictures of albums: asked for on the desk, kept with a work, written into their photos.yml."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from site_builder.editing.captions import captioned
from site_builder.editing.edit import Refused
from site_builder.pictures import CAPTIONS, Caption
from site_builder.problems import Problem, error
from site_builder.reading.source import typed
from site_builder.storing import files
from site_builder.storing.shelf import Changed, Shelf, Work, digest

_TRIES = 3  # where another program writes the same file in that very instant


class CannotBeWritten(Exception):  # noqa: N818 — what became of the save
    """Something could not be edited without touching what is not ours; nothing was written."""

    def __init__(self, problem: Problem, field: str = "") -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.field = field


def shown_album(
    item: str, paths: Iterable[str], new: Collection[str], captions: Mapping[str, Caption]
) -> list[dict[str, str]]:
    """An album's pictures as the form names them: with what is said of each, and by what name it is to be said."""
    folder = posixpath.dirname(item)
    return [_shown(path, folder, new, captions.get(path, Caption())) for path in paths]


def _shown(path: str, folder: str, new: Collection[str], said: Caption) -> dict[str, str]:
    base = posixpath.basename(path)
    key = base if base in new else path
    name = base if base in new else posixpath.relpath(path, folder or ".")
    return {"key": key, "name": name, "alt": said.alt, "caption": said.caption}


def meant(work: Work, new: Collection[str], there: Mapping[str, Caption]) -> dict[str, Caption]:
    """What a settled work says of pictures, by their paths."""
    found = {}
    for key, said in work.said.items():
        path = _path(work, key, new)
        if path:
            focus = there.get(path, Caption()).focus
            found[path] = Caption(said.get("caption", ""), said.get("alt", ""), focus)
    return found


def _path(work: Work, key: str, new: Collection[str]) -> str:
    """Where a picture lies, or will; "" for a file that was taken away again."""
    if "/" in key:
        return key
    folder = posixpath.dirname(work.item) if work.item.endswith("/index.md") else work.item.removesuffix(".md")
    return posixpath.join(folder, key) if key in new else ""


def captions_in(site: Path, work: Work, new: Collection[str]) -> list[tuple[str, bytes | None, bytes]]:
    """(Path, bytes, bytes to be) of every photos.yml that a settled work changes; CannotBeWritten where one cannot be.

    None for bytes: there is no such file yet.
    """
    by_folder: defaultdict[str, dict[str, Caption]] = defaultdict(dict)
    for path, said in meant(work, new, {}).items():
        folder, name = posixpath.split(path)
        if name in new or (site / path).is_file():
            by_folder[folder][name] = said
    written = [_edited(site, f"{folder}/{CAPTIONS}", said) for folder, said in by_folder.items()]
    return [one for one in written if one[1] != one[2]]


def _edited(site: Path, path: str, said: Mapping[str, Caption]) -> tuple[str, bytes | None, bytes]:
    place = files.on_disk(site, path)
    name = next(iter(said))
    if not place.resolve().is_relative_to(site.resolve() / "content"):
        raise CannotBeWritten(error("E021", name=name, path=path), "gallery")
    data = files.read(site, path, patience=1.0) if place.exists() else None
    file = typed(data) if data is not None else None
    if data is not None and file is None:
        raise CannotBeWritten(error("E021", name=name, path=path), "gallery")
    try:
        text = captioned(file.text if file else "", said)
    except Refused as refused:
        problem = error("E021", name=refused.key or name, path=path)
        raise CannotBeWritten(problem, "gallery") from refused
    after = file.data(text) if file else text.encode()
    if data is None and not text:
        return path, b"", b""
    return path, data, text.encode() if after is None else after


def write_captions(shelf: Shelf, work: Work, new: Collection[str]) -> None:
    """Write what a settled work says of pictures; what another program writes meanwhile is kept."""
    for number in range(_TRIES):
        try:
            for path, before, after in captions_in(shelf.site, work, new):
                if before is None:
                    shelf.lay(path, after)
                else:
                    shelf.save(path, digest(before), after)
        except Changed:
            if number == _TRIES - 1:
                raise
        else:
            return

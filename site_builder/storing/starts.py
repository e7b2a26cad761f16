"""New files for an editor: written only where nothing stands, so that no work is ever written over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path
from shutil import copyfile

from msgspec.structs import replace

from site_builder.problems import Problem, error
from site_builder.starting.launchers import MARK, Launcher
from site_builder.storing.faults import writing


def write_new(folder: Path, texts: Mapping[str, str | bytes]) -> Problem | None:
    """Write new files (texts as UTF-8); a Problem, and nothing written, where one of them is there already."""
    for path in texts:
        if (folder / path).exists():
            return replace(error("U012", file=path), path=str(folder))
    with writing(lambda: 0):
        for path, text in texts.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return None


def write_item(site: Path, path_of: Callable[[int], str], text: str) -> str:
    """Write a new item at the first free of `path_of(1)`, `path_of(2)` …; returns its path from the site's folder."""
    with writing(lambda: 0):
        for number in count(1):
            path = path_of(number)
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            try:
                with (site / path).open("x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            except FileExistsError:
                continue
            return path
    raise AssertionError  # `count` has no end


def write_ours(folder: Path, launchers: Iterable[Launcher]) -> Problem | None:
    """Write launchers, over former ones; a Problem, and nothing written, where somebody else's file is there."""
    files = tuple(launchers)
    for one in files:
        place = folder / one.name
        if place.exists() and MARK not in place.read_bytes():
            return replace(error("U012", file=one.name), path=str(folder))
    with writing(lambda: 0):
        for one in files:
            (folder / one.name).write_bytes(one.data)
            if one.is_program:
                (folder / one.name).chmod(0o755)
    return None


def write_beside(folder: Path, files: Mapping[str, Path | bytes]) -> None:
    """Put files beside an item that was just written into a folder of its own: copies, or the bytes themselves."""
    with writing(lambda: 0):
        for name, source in files.items():
            if isinstance(source, bytes):
                (folder / name).write_bytes(source)
            else:
                copyfile(source, folder / name)

"""A theme's files from disk: the packaged default, with a site's own theme lying over it file by file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from site_builder.rendering.theme import ThemeFile
from site_builder.storing.marks import is_settled

_PACKAGE = Path(__file__).resolve().parent.parent
PACKAGED = next((home for home in (_PACKAGE / "themes", _PACKAGE.parent / "themes") if home.is_dir()), _PACKAGE)


def theme_files(site: Path, name: str) -> dict[str, ThemeFile] | None:
    """All files of a theme by their name in it ("templates/item.html"); None where the site has no such theme.

    The packaged tables stand beside a site's own as "packaged/strings.toml" and "packaged/theme.toml": a theme need
    not repeat them.
    """
    own, packaged = site / "themes" / name, PACKAGED / "default"
    if name != "default" and not own.is_dir():
        return None
    files = _files(packaged, "themes/default")
    if own.is_dir() and own.resolve() != packaged.resolve():
        files |= {f"packaged/{name}": files.pop(name) for name in ("strings.toml", "theme.toml")}
        files |= _files(own, f"themes/{name}")
    return files


def packaged_files() -> dict[str, bytes]:
    """All files of the packaged theme, by their names in it."""
    return {name: file.data for name, file in _files(PACKAGED / "default", "").items()}


def guide_sources() -> tuple[str, list[str]]:
    """What the guide is written from: its introduction, and our modules that hold what templates receive."""
    modules = ("views.py", "details.py", "model.py", "thai/when.py")
    texts = [(_PACKAGE / name).read_text("utf-8") for name in ("messages/theme-guide.md", *modules)]
    return texts[0], texts[1:]


def font_paths(site: Path, name: str, fonts: Iterable[str]) -> tuple[str, ...]:
    """Where the fonts of a theme lie, by their names in it: a site's own before the packaged ones."""
    homes = (site / "themes" / name, PACKAGED / "default")
    return tuple(str(next(home / font for home in homes if (home / font).is_file())) for font in fonts)


def _files(folder: Path, shown: str) -> dict[str, ThemeFile]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    names = [path.relative_to(folder).as_posix() for path in found]
    return {name: ThemeFile(f"{shown}/{name}", path.read_bytes()) for name, path in zip(names, found, strict=True)}


def theme_marks(site: Path, name: str) -> str:
    """What stays the same while nobody writes a file of the theme: sizes and times, one file a line."""
    return "\n".join(mark for _, mark in _marked(site, name))


def lasting_marks(site: Path, name: str, started_ns: int) -> str:
    """The marks, where a later writing would show in them; "" where a file was written just before `started_ns`."""
    found = _marked(site, name)
    return "\n".join(mark for _, mark in found) if all(is_settled(time, time, started_ns) for time, _ in found) else ""


def _marked(site: Path, name: str) -> list[tuple[int, str]]:
    """(Latest time in ns, mark) of each file."""
    found: list[tuple[int, str]] = []
    waiting = [folder for folder in (PACKAGED / "default", site / "themes" / name) if folder.is_dir()]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append(Path(entry.path))
                    continue
                status = entry.stat()
                mark = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {entry.path}"
                found.append((max(status.st_mtime_ns, status.st_ctime_ns), mark))
    return sorted(found, key=lambda one: one[1])

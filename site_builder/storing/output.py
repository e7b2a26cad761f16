"""Where the output may lie: every folder in which a build could cost somebody work is refused, in one sentence."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePath

from site_builder.problems import Problem, error
from site_builder.storing import manifest

SOURCES = ("content", "themes", ".git", ".cache")  # of the site's folder: nothing is built into these
# What Git, Explorer and Finder put into a folder, and a copy that was cut short: none makes it somebody else's.
_HARMLESS = frozenset(
    {".gitkeep", ".gitignore", "desktop.ini", "Thumbs.db", ".DS_Store", manifest.TEMPORARY, manifest.LOCK}
)


def refusal(output: Path, site: Path, home: Path | None = None) -> Problem | None:
    """Why nothing may be written to `output`; None if it may. Looks, and changes nothing.

    The folder is judged as it is named and as it really lies (links, `..`, short names of Windows), and a name that
    differs only in case or in a dot at its end counts as the same, on every system: sites move between them.
    """
    try:
        return _refusal(output, site, home or Path.home())
    except (ValueError, RuntimeError):  # a NUL in the name; links that lead in a circle; no home
        return error("W007", folder=str(output).replace("\0", "␀"))
    except OSError as fault:
        return error("W008", folder=output, reason=fault.strerror or str(fault))


def _refusal(output: Path, site: Path, home: Path) -> Problem | None:
    named, real = Path(os.path.abspath(output)), Path(os.path.realpath(output))  # noqa: PTH100  (`..` as the shell cuts it)
    for place in (named, real):
        for folder in (Path(os.path.abspath(site)), Path(os.path.realpath(site))):  # noqa: PTH100
            if code := lexical_refusal(place, folder, home):
                return error(code, folder=output)
    if real.is_symlink():  # only a link that leads in a circle is left after resolving
        return error("W007", folder=output)
    return _same_refusal(real, site, home, output) or _content_refusal(real, output)


def lexical_refusal(output: PurePath, site: PurePath, home: PurePath) -> str:
    """The code of the refusal that the names alone ask for, "" for none. Absolute paths of any one system."""
    place, root, house = _key(output), _key(site), _key(home)
    if len(place) == 1:
        return "W003"
    if _is_in(house, place):
        return "W002"
    if _is_in(root, place):
        return "W004"
    if ".git" in place or any(_is_in(place, (*root, name)) for name in SOURCES):
        return "W005"
    return ""


def _same_refusal(real: Path, site: Path, home: Path, output: Path) -> Problem | None:
    """The same by what the file system says is one folder, whatever it is called; sources may be links themselves."""
    sources = [Path(os.path.realpath(site / name)) for name in SOURCES]
    if any(_is_same(real, folder) for folder in (home, *home.parents)):
        return error("W002", folder=output)
    if any(_is_same(real, folder) for folder in (site, *Path(os.path.realpath(site)).parents)):
        return error("W004", folder=output)
    for source in sources:
        above, below = (source, *source.parents), (real, *real.parents)
        if any(_is_same(real, folder) for folder in above) or any(_is_same(folder, source) for folder in below):
            return error("W005", folder=output)
    return None


def _content_refusal(real: Path, output: Path) -> Problem | None:
    """A folder that holds files but no list of ours is somebody else's."""
    if any(place.exists() and not place.is_dir() for place in (real, *real.parents)):
        return error("W007", folder=output)
    if not real.exists():
        return None
    found = sorted({entry.name for entry in real.iterdir()} - _HARMLESS)
    if found and manifest.NAME not in found:
        return error("W006", folder=output, example=found[0])
    return None


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _is_in(place: tuple[str, ...], folder: tuple[str, ...]) -> bool:
    """Whether a place is a folder or lies below it."""
    return place[: len(folder)] == folder


def _key(path: PurePath) -> tuple[str, ...]:
    parts = (unicodedata.normalize("NFC", part.casefold()) for part in path.parts)
    anchor = path.anchor.casefold()
    return tuple(part if part == anchor else part.rstrip(". ") for part in parts)

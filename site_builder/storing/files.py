"""Finding and reading the sources below content/, the same on every system; never writes, and never leaves the site."""

from __future__ import annotations

import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder import names
from site_builder.problems import Problem, error, warning
from site_builder.storing import disk
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.patience import is_shared, waiter

# What programs leave beside a source: locks of Word, records of Explorer and Finder, editors' backups, part downloads.
_LEFT_OUT = re.compile(
    r"\..* | ~\$.* | ~wrl.*\.tmp | .*~ | \#.*\# | .*\.(?:sw[op]|bak|tmp|orig|part|crdownload)"
    r"| (?:eh)?thumbs\.db | desktop\.ini | icon\r | __macosx",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


class SourceFile(Struct, frozen=True):
    """A file below content/; size and time only hint at a change, its digest is the truth."""

    path: str  # POSIX, from the site's folder, in NFC: "content/news/2565/2565-03-03-khaen-dong.md"
    size: int  # bytes
    mtime_ns: int
    ctime_ns: int  # of the file's record, which no program can set (Linux, macOS); when it was made (Windows)

    @property
    def mark(self) -> str:
        """What stays the same while nobody writes the file."""
        return f"{self.size} {self.mtime_ns} {self.ctime_ns} {self.path}"


class Scan(Struct, frozen=True):
    """All sources, in the order of their paths, and what was met on the way."""

    sources: tuple[SourceFile, ...]
    problems: tuple[Problem, ...] = ()  # each with its path; an error means that this path cannot be published


class _Folder(Struct, frozen=True):
    """A folder to walk through."""

    place: Path
    path: str  # as SourceFile.path
    real: str  # where it really lies
    linked: bool = False  # reached through a link: a link in it is not followed, which ends every loop


def scan(content: Path) -> Scan:
    """List the sources of a site. Links that lead out of the site's folder, or back up, are not followed but named."""
    site, real = Path(os.path.realpath(content.parent)), os.path.realpath(content)
    if not content.is_dir() or not Path(real).is_relative_to(site):
        return Scan((), (replace(error("W010", folder=content.name), path=content.name),))
    sources: list[SourceFile] = []
    problems: list[Problem] = []
    waiting = [_Folder(content, _nfc(content.name), real)]
    while waiting:
        for found in _below(waiting.pop(), site):
            match found:
                case SourceFile():
                    sources.append(found)
                case Problem():
                    problems.append(found)
                case _Folder():
                    waiting.append(found)
    problems += _twins(sources)
    unique = {source.path: source for source in sources}
    return Scan(
        tuple(unique[path] for path in sorted(unique)), tuple(sorted(problems, key=lambda one: (one.path, one.code)))
    )


def read(site: Path, path: str, *, patience: float = 5.0, pause: Callable[[float], object] = time.sleep) -> bytes:
    """The bytes of a source. One that Word or a virus scanner holds is waited for, `patience` seconds at most."""
    wait = waiter(patience, pause)
    while True:
        try:
            return on_disk(site, path).read_bytes()
        except OSError as fault:
            if not is_shared(fault) or not wait():
                code = "W013" if is_shared(fault) else "W012"
                reason = fault.strerror or str(fault)
                raise ReadingFailed(replace(error(code, reason=reason), path=path)) from fault


def _below(folder: _Folder, site: Path) -> Iterator[SourceFile | _Folder | Problem]:
    try:
        with os.scandir(folder.place) as entries:
            here = [entry for entry in entries if not _LEFT_OUT.fullmatch(entry.name)]
    except OSError as fault:
        yield replace(error("W012", reason=fault.strerror or str(fault)), path=folder.path)
        return
    for entry in here:
        path = f"{folder.path}/{_nfc(entry.name)}"
        try:
            yield from _met(entry, path, folder, site)
        except OSError as fault:  # a broken link, a file gone in this instant
            yield replace(warning("W012", reason=fault.strerror or str(fault)), path=path)


def _met(entry: os.DirEntry[str], path: str, folder: _Folder, site: Path) -> Iterator[SourceFile | _Folder | Problem]:
    status = entry.stat(follow_symlinks=False)
    linked = disk.is_link(status)
    real = os.path.realpath(entry.path) if linked else os.path.join(folder.real, entry.name)  # noqa: PTH118  (text)
    if linked:
        if folder.linked or not Path(real).is_relative_to(site) or Path(folder.real).is_relative_to(real):
            yield replace(warning("W011"), path=path)
            return
        status = Path(real).stat()
    if stat.S_ISDIR(status.st_mode):
        yield _Folder(Path(entry.path), path, real, linked or folder.linked)
    elif stat.S_ISREG(status.st_mode):
        yield SourceFile(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _twins(sources: list[SourceFile]) -> Iterator[Problem]:
    """Two sources that a Windows or macOS disk can only hold one of: each names the other."""
    if len({names.fold(source.path) for source in sources}) == len(sources):
        return
    for _, group in groupby(sorted(sources, key=_by_fold), key=lambda source: names.fold(source.path)):
        twins = tuple(group)
        for index, source in enumerate(twins if len(twins) > 1 else ()):
            yield replace(error("W014", other=twins[index - 1].path.rpartition("/")[2]), path=source.path)


def _by_fold(source: SourceFile) -> tuple[str, str]:
    return names.fold(source.path), source.path


def on_disk(site: Path, path: str) -> Path:
    """The file of a path: as it is written, else the name that has the same NFC (macOS and archives keep NFD)."""
    place = site / path
    if path.isascii() or place.exists():
        return place
    place = site
    for name in path.split("/"):
        alike = sorted(other.name for other in place.iterdir() if _nfc(other.name) == name)
        place /= alike[0] if alike else name
    return place


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)

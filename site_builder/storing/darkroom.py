"""Sizes of pictures as files under the cache, by what they are made of: none is made twice, whatever was lost."""

from __future__ import annotations

import os
import posixpath
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from site_builder.pictures import PhotoView
from site_builder.picturing.developing import develop
from site_builder.picturing.faults import Unreadable
from site_builder.problems import Problem, error, located
from site_builder.storing import disk, files
from site_builder.storing.faults import ReadingFailed

FOLDER = "pictures"
CHANGED = "G006"  # code of the Problem: the file is not the one that was planned with
_DAY = 86_400  # seconds: a use is noted no more often than that


class Darkroom:
    """The kept sizes of a site's pictures."""

    def __init__(self, site: Path, cache: Path) -> None:
        self._site, self._folder = site, cache / FOLDER
        self._last: dict[str, bytes] = {}  # of the source that was developed last

    def of(self, view: PhotoView, data: bytes | None = None) -> bytes | Problem:
        """One size, as it was kept, or made with all others of its source; a Problem where that is another file now.

        `data` are its bytes where they do not lie in the site yet.
        """
        name = _name(view, view.format, view.width)
        kept = self._last.get(name) or self._kept(name)
        if kept is not None:
            return kept
        try:
            data = files.read(self._site, view.source) if data is None else data
            if sha256(data).hexdigest() != view.digest:
                return located(error(CHANGED), view.source, "")
            made = develop(data, view.kind, view.widths, view.formats)
        except ReadingFailed as fault:
            return fault.problem
        except Unreadable as fault:
            return located(error(fault.code, name=posixpath.basename(view.source)), view.source, "")
        self._last = {_name(view, *key): one for key, one in made.items()}
        for key, one in self._last.items():
            self._keep(key, one)
        return self._last[name]

    def _kept(self, name: str) -> bytes | None:
        place = self._folder / name[:2] / name
        try:
            data = place.read_bytes()
        except OSError:
            return None
        digest, data = data[:32], data[32:]
        if sha256(data).digest() != digest:
            return None
        _note_use(place)
        return data

    def _keep(self, name: str, data: bytes) -> None:
        """Beside the others; a full disk only means that it is made again some day."""
        place = self._folder / name[:2] / name
        try:
            disk.make_folders(place.parent)
            new = place.with_name(f"{name}.{os.getpid()}.new")
            new.write_bytes(sha256(data).digest() + data)
            new.replace(place)
        except OSError:
            return


def _name(view: PhotoView, form: str, width: int) -> str:
    return f"{view.digest[:32]}-{view.recipe}-{width}-{form}"


def _note_use(place: Path) -> None:
    """Say that a size was asked for, by the time of its file.

    What stands in the output is never asked for, so that a build without a change touches none of these files.
    """
    with suppress(OSError):
        if time.time() - place.stat().st_mtime > _DAY:
            os.utime(place)


def tidy(cache: Path, room: int) -> None:
    """Let go of what was asked for longest ago, until what is left fits into so many bytes.

    Looked at where pictures were made alone: 30,000 files take 0.1 s.
    """
    found = sorted(_all(cache / FOLDER))
    size = sum(one.size for one in found)
    for one in found:
        if size <= room:
            return
        with suppress(OSError):  # another build was first, or a preview reads it
            Path(one.place).unlink()
        size -= one.size


class _Kept(NamedTuple):
    used: int  # ns
    place: str
    size: int  # bytes


def _all(folder: Path) -> Iterator[_Kept]:
    with suppress(OSError), os.scandir(folder) as parts:
        for part in parts:
            with suppress(OSError), os.scandir(part) as files_:
                for one in files_:
                    status = one.stat()
                    yield _Kept(status.st_mtime_ns, one.path, status.st_size)

"""The news desk's own folder, `.desk/`: unfinished work, former versions, what was thrown away; and saving over a file.

It does not lie in `.cache/`, which may be thrown away at any time. Git is told to leave it alone by a file in it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import asdict

from site_builder.storing import disk, files
from site_builder.storing.faults import ReadingFailed, writing
from site_builder.storing.marks import clock
from site_builder.storing.swap import swap

FOLDER = ".desk"
_NAME = re.compile(r"[a-z0-9]{6,40}")
_STAMP = re.compile(r"\d{20}(?:-\d+)?")
KEPT = 50  # former versions of an item


class Work(Struct, frozen=True):
    """An item as somebody is writing it, not saved yet: what the form holds, and which file it began with."""

    name: str  # of the work: a tab has one, and a new one for each item
    item: str = ""  # path of the source; "" for a new item
    digest: str = ""  # SHA-256 of the bytes that were opened
    values: Mapping[str, str] = field(default_factory=dict)
    prose: str = ""
    start: str = ""  # the text that a new item begins with
    # Of an album's pictures, by path or by the name of a file that comes along: "alt", "caption".
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    whole: bool = False  # `prose` is the whole text, head and all
    at: int = 0  # when it was kept, in ns


class Version(Struct, frozen=True):
    """A former text of an item."""

    name: str
    at: int  # when it was replaced, in ns
    size: int  # bytes


class Thrown(Struct, frozen=True):
    """An item in the bin: its former path, and whether its folder went with it."""

    name: str
    path: str
    title: str
    at: int


class Changed(Exception):  # noqa: N818 — what became of the file
    """The file is not what was opened any more: nothing was written over."""


def digest(data: bytes) -> str:
    """The name of these bytes."""
    return sha256(data).hexdigest()


def is_name(text: str) -> bool:
    """Whether a text may name a work."""
    return bool(_NAME.fullmatch(text))


class Shelf:
    """The desk's folder of one site."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.home = site / FOLDER

    def _room(self, *parts: str) -> Path:
        """A folder on the shelf, made where it is missing."""
        place = self.home.joinpath(*parts)
        with writing(lambda: 0, place):
            if not self.home.exists():
                self.home.mkdir(parents=True, exist_ok=True)
                (self.home / ".gitignore").write_text("*\n", "utf-8")
            place.mkdir(parents=True, exist_ok=True)
        return place

    # ---- unfinished work

    def keep(self, work: Work) -> Work:
        """Keep a work, in the place of what was kept of it before."""
        kept = Work(**{**asdict(work), "at": clock()})
        place = self._room("work") / f"{work.name}.json"
        _write_over(place, json.dumps(asdict(kept), ensure_ascii=False).encode("utf-8", "replace"))
        return kept

    def work(self, name: str) -> Work | None:
        """A work by its name."""
        place = self.home / "work" / f"{name}.json"
        try:
            return Work(**json.loads(place.read_bytes())) if is_name(name) else None
        except (OSError, ValueError, TypeError):
            return None

    def works(self) -> tuple[Work, ...]:
        """All of them, the latest first."""
        names = [one.stem for one in self._listed("work") if one.suffix == ".json"]
        found = [work for name in names if (work := self.work(name))]
        return tuple(sorted(found, key=lambda one: -one.at))

    def finish(self, name: str) -> None:
        """Forget a work: it was saved, or is not wanted."""
        if is_name(name):
            disk.remove(self.home / "work" / f"{name}.json")
            disk.throw_away(self.home / "work" / name)

    def put(self, name: str, file: str, data: bytes) -> str:
        """Lay a file beside a work, under the first free name like this one."""
        folder = self._room("work", name)
        stem, dot, ending = file.rpartition(".")
        for number in count(1):
            free = file if number == 1 else f"{stem}-{number}{dot}{ending}"
            if not (folder / free).exists():
                with writing(lambda: len(data), folder):
                    disk.write(folder / free, data)
                return free
        raise AssertionError  # `count` has no end

    def files(self, name: str) -> dict[str, Path]:
        """The files beside a work, by name."""
        return {one.name: one for one in self._listed("work", name) if one.is_file()} if is_name(name) else {}

    def _listed(self, *parts: str) -> list[Path]:
        try:
            return sorted(self.home.joinpath(*parts).iterdir())
        except OSError:
            return []

    # ---- saving

    def save(self, path: str, opened: str, data: bytes) -> None:
        """Put other bytes in an item's file; Changed, and nothing written, where it is not the file that was opened.

        The file is compared once more in the instant in which it has been replaced: what another program has put there
        since the first look goes back to its place.
        """
        place = files.on_disk(self.site, path)
        self._look(path, opened)
        new, aside, out = (_beside(place, part) for part in ("new", "old", "out"))
        with writing(lambda: 2 * len(data), place):
            try:
                disk.write(new, data)
                os.chmod(new, place.stat().st_mode)  # noqa: PTH101
                disk.settle([new])
                swap(new, place, aside)
                if digest(aside.read_bytes()) != opened:
                    swap(aside, place, out)
                    self._archive(path, out)  # ours, unless a third program came in that very instant
                    raise Changed
                self._archive(path, aside)
                disk.settle([place.parent])
            finally:
                for one in (new, aside, out):
                    disk.remove(one)

    def lay(self, path: str, data: bytes) -> None:
        """A new file of the site, whole at once; Changed where one stands there already."""
        place = files.on_disk(self.site, path)
        new = _beside(place, "new")
        with writing(lambda: len(data), place):
            try:
                disk.write(new, data)
                disk.settle([new])
                try:
                    os.link(new, place)
                except FileExistsError:
                    raise
                except OSError:  # a memory stick knows no second name for a file: there it may be met half written
                    disk.write(place, data)
            except FileExistsError as fault:
                raise Changed from fault
            finally:
                disk.remove(new)

    def _look(self, path: str, opened: str) -> None:
        try:
            is_same = digest(files.read(self.site, path, patience=1.0)) == opened
        except ReadingFailed as fault:
            raise Changed from fault
        if not is_same:
            raise Changed

    def into_folder(self, path: str) -> str:
        """Give an item a folder of its own, "a.md" → "a/index.md", by one rename; its path afterwards."""
        place = files.on_disk(self.site, path)
        folder, moved = place.with_suffix(""), f"{path.removesuffix('.md')}/index.md"
        with writing(lambda: 0, folder):
            if folder.is_dir() and (folder / "index.md").exists():
                raise Changed
            disk.make_folder(folder)
            os.rename(place, folder / "index.md")  # noqa: PTH104
            former = self.home / "history" / path
            if former.is_dir():
                os.renames(former, self.home / "history" / moved)
        return moved

    # ---- former versions

    def _archive(self, path: str, file: Path) -> None:
        folder = self._room("history", *path.split("/"))
        disk.move(file, folder / f"{_free(folder, '.md')}.md", folder / "on-its-way.tmp")
        for old in sorted(folder.glob("*.md"))[:-KEPT]:
            disk.remove(old)

    def record(self, path: str, data: bytes) -> None:
        """Keep a text among the former versions of an item that never stood in its file."""
        folder = self._room("history", *path.split("/"))
        with writing(lambda: len(data), folder):
            disk.write(folder / f"{_free(folder, '.md')}.md", data)

    def versions(self, path: str) -> tuple[Version, ...]:
        """The former texts of an item, the latest first."""
        found = [one for one in self._listed("history", *path.split("/")) if _STAMP.fullmatch(one.stem)]
        return tuple(Version(one.stem, int(one.stem[:20]), one.stat().st_size) for one in reversed(found))

    def version(self, path: str, name: str) -> bytes | None:
        """A former text."""
        place = self.home.joinpath("history", *path.split("/")) / f"{name}.md"
        return place.read_bytes() if _STAMP.fullmatch(name) and place.is_file() else None

    # ---- the bin

    def throw(self, path: str, opened: str, title: str) -> str:
        """Move an item to the bin, with its folder where it is alone in it; its name there. Changed as for `save`."""
        self._look(path, opened)
        place, trash = files.on_disk(self.site, path), self._room("trash")
        name = _free(trash, "")
        folder = place.parent
        is_alone = place.name == "index.md" and not any(one != place for one in folder.rglob("*.md"))
        source = folder if is_alone else place
        gone = path.rpartition("/")[0] if is_alone else path
        record = {"path": gone, "title": title}
        with writing(lambda: 0, place):
            (trash / name).mkdir()
            (trash / name / "record.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
            os.rename(source, trash / name / "item")  # noqa: PTH104
        there = trash / name / "item"
        if digest((there / place.name if is_alone else there).read_bytes()) != opened:
            self.take_back(name)
            raise Changed
        return name

    def thrown(self) -> Iterator[Thrown]:
        """What lies in the bin, the latest first."""
        for one in reversed(self._listed("trash")):
            with suppress(OSError, ValueError, KeyError):
                record = json.loads((one / "record.json").read_bytes())
                if (one / "item").exists():
                    yield Thrown(one.name, str(record["path"]), str(record["title"]), int(one.name[:20]))

    def take_back(self, name: str) -> str:
        """Put an item back where it was; beside what stands there now, if something does. Its path."""
        thrown = next((one for one in self.thrown() if one.name == name), None)
        if thrown is None:
            raise Changed
        stem, dot, ending = thrown.path.rpartition(".md") if thrown.path.endswith(".md") else (thrown.path, "", "")
        with writing(lambda: 0, self.site):
            for number in count(1):
                path = thrown.path if number == 1 else f"{stem}-{number}{dot}{ending}"
                target = self.site / path
                if not target.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    os.rename(self.home / "trash" / name / "item", target)  # noqa: PTH104
                    disk.throw_away(self.home / "trash" / name)
                    return path if dot else f"{path}/index.md"
        raise AssertionError  # `count` has no end


def _beside(place: Path, part: str) -> Path:
    """A file of ours in the same folder, that no look at the sources sees."""
    return place.with_name(f".desk-{os.getpid()}-{clock()}.{part}.tmp")


def _free(folder: Path, ending: str) -> str:
    """A name by the machine's time, that nothing there has."""
    stamp = f"{clock():020d}"
    names = (stamp if number == 0 else f"{stamp}-{number}" for number in count())
    return next(name for name in names if not (folder / f"{name}{ending}").exists())


def _write_over(place: Path, data: bytes) -> None:
    new = _beside(place, "new")
    with writing(lambda: len(data), place):
        try:
            disk.write(new, data)
            os.replace(new, place)  # noqa: PTH105
        finally:
            disk.remove(new)

"""What every part of the desk works with: the site as it is shown now, the shelf, and how a work becomes a text."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.desk.captions import meant, shown_album
from site_builder.desk.looking import Look, in_albums, look
from site_builder.desk.publishing import Publisher
from site_builder.desk.state import Composed, Nonsense, Text, composed, held, is_item_path, with_files
from site_builder.desk.told import Told, at_fields, told
from site_builder.editing.cutting import cut
from site_builder.editing.moving import moved, up
from site_builder.opening import SETTINGS, Desk
from site_builder.pictures import Negative
from site_builder.picturing import header
from site_builder.planning.pictures import is_picture
from site_builder.preview.answers import Display
from site_builder.preview.spare import Carried
from site_builder.problems import error
from site_builder.reading.item import read
from site_builder.reading.source import decode
from site_builder.starting.item import item_path
from site_builder.storing import files
from site_builder.storing.faults import ReadingFailed
from site_builder.storing.shelf import Shelf, Work, digest
from site_builder.thai.dates import parse
from site_builder.thai.places import District, named_district, resolve

_FILES = ("cover", "gallery", "attachments")


class Bench(Struct, frozen=True):
    """The desk's means for one request."""

    site: Path
    shelf: Shelf
    display: Display
    now: dt.datetime
    token: str  # of this run, for pages that may ask for writing
    looks: dict[str, tuple[Work, Look]]  # how works looked last, by name: kept from request to request
    publisher: Publisher
    follow: Callable[[], Display]  # waits until the preview has seen what was just written

    @property
    def opened(self) -> Desk:
        """The site's settings and tables; Nonsense while they cannot be opened: no page of the desk is shown then."""
        found = self.display.proofs.snapshot.sources.desk
        if found is None:
            raise Nonsense
        return found

    @property
    def language(self) -> str:
        """Of all words."""
        return self.display.language

    @property
    def taxonomies(self) -> tuple[tuple[str, str], ...]:
        """The site's own lists."""
        return self.opened.rules.taxonomies

    def base(self, path: str) -> Text | None:
        """An item's file as it is now; None where it is gone, no text, or no file of the site."""
        if not is_item_path(path):
            return None
        try:
            place = files.on_disk(self.site, path)
            if not place.resolve().is_relative_to(self.site.resolve() / "content"):
                return None
            return Text.of(files.read(self.site, path, patience=1.0), self.taxonomies)
        except (ReadingFailed, OSError):
            return None

    def site_toml(self) -> str:
        """The settings as they are written."""
        return decode(files.read(self.site, SETTINGS[0], patience=1.0)).text

    def place(self, path: str) -> str:
        """Where an item is now: in a folder of its own, if it got its first file meanwhile."""
        moved_to = f"{path.removesuffix('.md')}/index.md"
        is_moved = not (self.site / path).exists() and is_item_path(moved_to) and (self.site / moved_to).is_file()
        return moved_to if is_moved else path

    # ---- a work as a text

    def settled(self, work: Work, base: Text | None) -> Work:
        """The work at the path where it will stand: a new one by its day and district, one with files in a folder."""
        if not work.item:
            work = replace(work, item=self.new_path(work, 1))
        if self.place(work.item) != work.item:
            return self._in_folder(work, base)
        if not self.shelf.files(work.name) or work.item.endswith("/index.md"):
            return work
        return self._in_folder(work, base)

    def new_path(self, work: Work, number: int) -> str:
        """The path of a new item; the second of a day and district ends in -2."""
        written = parse(work.values.get("date", "")).when
        return item_path(written.start if written else self.now.date(), self._district(work), number)

    def _district(self, work: Work) -> District | None:
        gazetteer = self.opened.gazetteer
        named = work.values.get("district", "").partition("\n")[0]
        place = named_district(gazetteer, named) if named else None
        heard = resolve(gazetteer, work.values.get("location", "")).districts
        return place if isinstance(place, District) else next(iter(heard), None)

    def _in_folder(self, work: Work, base: Text | None) -> Work:
        """What the item names beside it lies one step up then, but for the files that come with it."""
        new = self.shelf.files(work.name)
        reading = read(work.item, composed(work, base, self.taxonomies).text.encode(), self.opened.rules)
        links = reading.body.links if reading.body else ()
        names = {
            key: "\n".join(name if name in new else up(name) for name in work.values[key].split("\n") if name)
            for key in _FILES
            if work.values.get(key)
        }
        prose = moved(work.prose, (link for link in links if link.target not in new)) if base else work.prose
        path = f"{work.item.removesuffix('.md')}/index.md"
        return replace(work, item=path, values={**work.values, **names}, prose=prose)

    def compose(self, work: Work, base: Text | None) -> tuple[Composed, bytes]:
        """(The text of a settled work, its bytes as the file is written)."""
        found = composed(work, base, self.taxonomies)
        return found, base.written(found.text) if base else found.text.encode()

    def look(self, work: Work, base: Text | None) -> tuple[Look, list[Told]]:
        """How a work looks, and all that is wrong with it, each at its field or line."""
        placed = self.settled(work, base)
        found, data = self.compose(placed, base)
        new = self.shelf.files(work.name)
        paths = dict(zip(with_files(placed, new), new.values(), strict=True))
        negatives = {path: _seen(place, place.stat().st_mtime_ns) for path, place in paths.items() if is_picture(path)}
        captions = meant(placed, new, self.display.proofs.snapshot.sources.album.captions)
        carried = Carried(tuple(paths), negatives, captions)
        seen = look(self.display, placed.item, data, carried, instead_of=work.item)
        pieces = None if work.whole else cut(found.text, self.taxonomies)
        problems = at_fields(seen.problems, seen.mends, pieces, self.language)
        own = [told(problem, self.language, name) for name, problem in found.problems]
        if found.refused is not None:
            own.append(told(error("E016"), self.language, found.refused))
        silent = {name for name, _ in found.problems}
        return seen, [*own, *(one for one in problems if not (one["code"] == "F017" and one["field"] in silent))]

    # ---- what a page begins with

    def state(self, path: str, text: Text | None) -> dict[str, object]:
        """An item as its page opens it."""
        values, prose, whole = held(text, self.taxonomies) if text else ({}, "", False)
        return {
            "item": path,
            "digest": digest(text.data) if text else "",
            "values": values,
            "prose": prose,
            "whole": whole,
            "files": self.beside(path),
            "album": self.album(path, in_albums(self.display, path, text.data), {}) if text else [],
        }

    def album(self, path: str, pictures: Iterable[str], new: Mapping[str, Path]) -> list[dict[str, str]]:
        """The pictures of an item's albums with what is said of them, as its form names them."""
        return shown_album(path, pictures, new, self.display.proofs.snapshot.sources.album.captions)

    def beside(self, path: str) -> list[str]:
        """The files in an item's own folder."""
        folder = posixpath.dirname(path)
        if not path.endswith("/index.md"):
            return []
        return [one.rpartition("/")[2] for one in self.opened.files if posixpath.dirname(one) == folder]


@lru_cache(maxsize=256)
def _seen(place: Path, _mtime_ns: int) -> Negative:
    """What a file on the desk holds; looked at once, and not at every letter that is typed."""
    data = place.read_bytes()
    return header.look(data, sha256(data).hexdigest())

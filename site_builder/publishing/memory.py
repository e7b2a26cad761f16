"""What this machine remembers of a target: its own runs there, and what has not been seen live yet. All may be lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from site_builder.publishing import journal
from site_builder.publishing.journal import Record
from site_builder.storing import disk
from site_builder.storing.faults import writing
from site_builder.storing.manifest import Entry

Expected = Mapping[str, tuple[Entry | None, Entry | None]]  # what readers should get now, None for gone; what they got


class Memory(Struct, frozen=True):
    """The folder of a target below `.cache/publish`."""

    folder: Path

    @property
    def journal(self) -> Path:
        """Where a run writes down what it does."""
        return self.folder / "journal"

    @property
    def record(self) -> Record:
        """What the last run wrote, where it did not come to its end."""
        return journal.read(self.journal)

    def sign(self, token: str) -> frozenset[str]:
        """Remember the token of a run that begins; those of former ones, which are dead."""
        path = self.folder / "token"
        former = {self.record.token, path.read_text("utf-8") if path.is_file() else ""}
        self._write("token", token)
        return frozenset(former - {""})

    def expect(self, changes: Expected) -> None:
        """What is to be seen live, beside what still is."""
        self._write("expected", json.dumps({**self.expected(), **changes}))

    def expected(self) -> Expected:
        """All that was changed and not seen live since."""
        with suppress(FileNotFoundError, ValueError):
            rows = json.loads((self.folder / "expected").read_text("utf-8"))
            return {path: (_entry(now), _entry(former)) for path, (now, former) in rows.items()}
        return {}

    def forget(self) -> None:
        """All was seen."""
        disk.remove(self.folder / "expected")

    def settle(self, undone: str, time: str) -> None:
        """A run came to its end; `undone` is the generation that it went back from, "" for a run forward."""
        disk.remove(self.journal)
        if undone:
            self._write("undone", json.dumps([undone, time]))
        else:
            disk.remove(self.folder / "undone")

    def undone(self, generation: str) -> str:
        """When somebody went back from this very site; "" for never."""
        with suppress(FileNotFoundError, ValueError):
            former, time = json.loads((self.folder / "undone").read_text("utf-8"))
            return str(time) if former == generation else ""
        return ""

    def _write(self, name: str, text: str) -> None:
        with writing(lambda: len(text), self.folder):
            disk.make_folders(self.folder)
            (self.folder / "new").write_text(text, "utf-8")
            (self.folder / "new").replace(self.folder / name)


def _entry(row: object) -> Entry | None:
    match row:
        case [int(size), str(digest)]:
            return size, digest
    return None

"""The last build in a few notes of the store: what it found, what came of it, and until when that holds."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Never

from msgspec import DecodeError, Struct, json, msgpack

from site_builder.digest import digest
from site_builder.outcome import Outcome
from site_builder.problems import Problem
from site_builder.storing.manifest import Entry
from site_builder.storing.store import Spoilt, Store

_NOTE = "last"
_COMPILED = "compiled"
_NONE: Mapping[str, Never] = MappingProxyType({})


class Last(Struct, frozen=True):
    """A build that switched its output to the new site."""

    outcome: Outcome  # without reasons and profile
    now: dt.datetime
    next_due: dt.datetime | None
    frame: bytes  # fingerprint of settings, theme and the list of sources
    parts: dict[str, dict[str, str]]  # see `memo.Parts`
    theme: str  # its name
    themes: str  # marks of the themes' files; "" where they were too fresh to be told from later ones
    readings: bytes  # fingerprint of the digests of all readings that were kept for it
    scanned: tuple[Problem, ...]  # what was met when the files were looked for
    generation: str  # of the output's list

    def holds(self, now: dt.datetime) -> bool:
        """Whether the same items are published at this instant."""
        return self.now <= now and (self.next_due is None or now < self.next_due)


def recall(store: Store, digests: Mapping[str, str]) -> Last | None:
    """The last build; None where there was none, it came to nothing, or the readings of another one were kept.

    `digests` are the store's, of all readings.
    """
    data = store.note(_NOTE)
    try:
        last = json.decode(data, type=Last) if data else None
    except DecodeError as fault:
        raise Spoilt(_NOTE) from fault
    return last if last and last.readings == digest(digests) else None


def notes(
    last: Last | None,
    output: str = "",
    seen: Mapping[str, int] = _NONE,
    files: Mapping[str, Entry] = _NONE,
    compiled: Mapping[str, bytes] = _NONE,
) -> dict[str, bytes]:
    """What to keep of a build; without `last` the next one plans the whole site. `seen` is of `Switch.commit`."""
    if last is None:
        return {_NOTE: b""}
    times = array("q", (seen.get(path, -1) for path in sorted(files)))
    return {_NOTE: json.encode(last), _place(output): times.tobytes(), _COMPILED: msgpack.encode(compiled)}


def seen(store: Store, output: str, files: Iterable[str]) -> dict[str, int]:
    """Path → time in ns at which a file of the output was known to hold the bytes of its list; {} for another list."""
    times, paths = array("q", store.note(_place(output)) or b""), sorted(files)
    return dict(zip(paths, times, strict=True)) if len(times) == len(paths) else {}


def compiled(store: Store) -> dict[str, bytes]:
    """The templates as code."""
    data = store.note(_COMPILED)
    return msgpack.decode(data, type=dict[str, bytes]) if data else {}


def _place(output: str) -> str:
    return f"seen {output}"

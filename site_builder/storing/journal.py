"""The redo journal of a switch: what is to be replaced and removed, played to its end now or by the next command.

It lies in the cache beside the staged files and begins with the digest of the rest, so a torn one is no journal. Each
step looks at the file that stands there: what is neither ours nor new is left alone, so playing twice does no harm.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from site_builder import names
from site_builder.problems import error
from site_builder.storing import disk, manifest
from site_builder.storing.faults import WritingFailed
from site_builder.storing.patience import is_held

NAME = "journal.json"
STAGE = "stage"
DURING, AFTER = "during", "after"  # staged manifests: with the former state while the switch lasts, and the last one
TORN = "journal.tmp"


@dataclass(frozen=True, slots=True)
class Step:
    """One file of the output: replaced by a staged one, or removed."""

    path: str  # POSIX, from the output
    staged: str  # name below the stage; "" to remove
    digest: str  # SHA-256 of the staged file; "" to remove
    ours: tuple[str, ...]  # digests under which the file that stands there may go
    spelled: bool = False  # to remove only where the disk spells it so: its new name differs in case alone


@dataclass(frozen=True, slots=True)
class Journal:
    """A whole switch. Each phase is done before the next begins."""

    output: str  # absolute
    stage: str  # name below cache/stage
    before: str  # generation of the manifest that was there, "" for none
    after: str
    phases: tuple[tuple[Step, ...], ...]


class Outcome(Enum):
    """What became of a step."""

    SAME = auto()  # it was done already
    WRITTEN = auto()
    REMOVED = auto()
    KEPT = auto()  # somebody's: left alone
    HELD = auto()  # another program has it open
    LOST = auto()  # the staged file is gone or spoilt, and the former one stands there or nothing


def save(journal: Journal, cache: Path) -> None:
    """Write the journal so that it is there whole, even after a power cut, or not at all."""
    phases = [
        [[step.path, step.staged, step.digest, step.ours, step.spelled] for step in phase] for phase in journal.phases
    ]
    content = [journal.output, journal.stage, journal.before, journal.after, phases]
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    torn = cache / STAGE / TORN  # goes with the stage if it stays torn
    disk.write(torn, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    disk.settle((torn,))
    disk.move(torn, cache / NAME, torn)
    disk.settle((cache,))


def load(cache: Path) -> Journal | None:
    """The journal that waits in a cache; None for none, a torn or an altered one."""
    try:
        digest, _, body = (cache / NAME).read_bytes().partition(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    try:
        return _journal(json.loads(body))
    except (TypeError, ValueError):  # of another version
        return None


def drop(cache: Path) -> None:
    """Forget the switch that is over."""
    disk.remove(cache / NAME)
    disk.settle((cache,))


def clear(cache: Path) -> None:
    """Leave nothing of any switch in the cache."""
    if disk.look(cache / NAME):
        drop(cache)
    disk.throw_away(cache / STAGE)


def weed(journal: Journal, cache: Path) -> None:
    """Remove from the stage what is not as the journal says: a cache is copied, cut short and spoilt."""
    stage = cache / STAGE / journal.stage
    for step in (step for phase in journal.phases for step in phase if step.staged):
        if disk.fingerprint(stage / step.staged) not in {None, step.digest}:
            disk.remove(stage / step.staged)
    for name in (DURING, AFTER):
        if disk.look(stage / name) and manifest.generation_of((stage / name).read_bytes()) != journal.after:
            disk.remove(stage / name)


def play(journal: Journal, cache: Path, wait: Callable[[], bool]) -> dict[str, Outcome]:
    """Do every step that is not done yet, between the two manifests; `wait` is called while files are held.

    When a staged file was lost the last manifest is not written: the one that knows both states stays, and the next
    build mends the output by it.
    """
    output, stage = Path(journal.output), cache / STAGE / journal.stage
    disk.make_folders(output)
    _list(stage / DURING, output, wait)
    disk.settle((output,))
    outcomes: dict[str, Outcome] = {}
    for phase in journal.phases:
        _play_phase(phase, output, stage, outcomes, wait)
    _settle(output, stage, outcomes)
    if Outcome.LOST not in outcomes.values():
        _list(stage / AFTER, output, wait)
    disk.remove(output / manifest.TEMPORARY)
    disk.settle((output / manifest.NAME, output))
    return outcomes


def _list(staged: Path, output: Path, wait: Callable[[], bool]) -> None:
    """Put a staged manifest in its place, if it is not there already."""
    try:
        _replace(staged, output, manifest.NAME)
    except PermissionError as fault:
        if not is_held(fault):
            raise
        if not wait():
            raise WritingFailed(error("W036", file=manifest.NAME, count=1)) from fault
        _list(staged, output, wait)


def _play_phase(
    phase: tuple[Step, ...], output: Path, stage: Path, outcomes: dict[str, Outcome], wait: Callable[[], bool]
) -> None:
    """All steps of a phase; those that are held are tried again and again, after the others are done."""
    real: set[str] = set()
    rest = phase
    while rest:
        outcomes.update((step.path, _take(step, output, stage, real)) for step in rest)
        rest = tuple(step for step in rest if outcomes[step.path] is Outcome.HELD)
        if rest and not wait():
            raise WritingFailed(error("W036", file=rest[0].path, count=len(rest)))


def _take(step: Step, output: Path, stage: Path, real: set[str]) -> Outcome:
    try:
        return _write(step, output, stage, real) if step.staged else _remove(step, output)
    except PermissionError as fault:
        if is_held(fault):
            return Outcome.HELD
        raise


def _write(step: Step, output: Path, stage: Path, real: set[str]) -> Outcome:
    current = disk.fingerprint(output / step.path)
    if current == step.digest:
        return Outcome.SAME
    if current == disk.HELD:
        return Outcome.HELD
    if current == disk.FOREIGN and disk.is_hollow(output / step.path):
        disk.remove_hollow(output / step.path)
    elif current is not None and current not in step.ours:
        return Outcome.KEPT
    if not _make_way(step.path, output, real):
        return Outcome.KEPT
    return Outcome.WRITTEN if _replace(stage / step.staged, output, step.path) else Outcome.LOST


def _remove(step: Step, output: Path) -> Outcome:
    current = None if blocker(output, step.path) else disk.fingerprint(output / step.path)
    if current == disk.FOREIGN:
        return Outcome.SAME  # our file is gone, and a folder of the new site may stand there already
    if current == disk.HELD:
        return Outcome.HELD
    if current is not None and current not in step.ours:
        return Outcome.KEPT
    is_there = current is not None and (not step.spelled or disk.is_spelled(output, step.path))
    if is_there:
        disk.remove(output / step.path)
    _remove_empty(output, step.path)
    return Outcome.REMOVED if is_there else Outcome.SAME


def _remove_empty(output: Path, path: str) -> None:
    """Remove the folders that a file of ours was the last in."""
    for folder in reversed(names.folders(path)):
        if not disk.remove_folder(output / folder):
            return


def blocker(output: Path, path: str) -> str:
    """What stands in the way of a file's folder: the path of a link or a file above it, "" for nothing."""
    for folder in names.folders(path):
        status = disk.look(output / folder)
        if status is None:
            return ""
        if not disk.is_folder(status):
            return folder
    return ""


def _make_way(path: str, output: Path, real: set[str]) -> bool:
    """Make the folders of a file, never through a link; `real` remembers those that were seen in this phase."""
    for folder in names.folders(path):
        if folder in real:
            continue
        status = disk.look(output / folder)
        if status is None:
            disk.make_folder(output / folder)
        elif not disk.is_folder(status):
            return False
        real.add(folder)
    return True


def _replace(staged: Path, output: Path, path: str) -> bool:
    """Move a staged file to its place; False if it is not in the stage any more."""
    if disk.look(staged) is None:
        return False
    disk.move(staged, output / path, output / manifest.TEMPORARY)
    return True


def _settle(output: Path, stage: Path, outcomes: dict[str, Outcome]) -> None:
    """Make the renames last; on another file system than the stage's the files themselves were copied, too."""
    written = [path for path, outcome in outcomes.items() if outcome is Outcome.WRITTEN]
    changed = [*written, *(path for path, outcome in outcomes.items() if outcome is Outcome.REMOVED)]
    folders = {output / folder for path in changed for folder in ("", *names.folders(path))}
    there = [folder for folder in sorted(folders) if disk.look(folder)]
    copied = _device(stage) != _device(output)
    disk.settle((*there, *(output / path for path in written if copied)))


def _device(folder: Path) -> int:
    status = disk.look(folder)
    return status.st_dev if status else 0


def _journal(content: object) -> Journal:
    match content:
        case [str(output), str(stage), str(before), str(after), [*phases]]:
            steps = tuple(_phase(phase) for phase in phases)
            if os.path.isabs(output) and names.is_safe(stage) and "/" not in stage:  # noqa: PTH117  (it is text)
                return Journal(output, stage, before, after, steps)
    raise ValueError


def _phase(content: object) -> tuple[Step, ...]:
    if not isinstance(content, list):
        raise TypeError
    return tuple(_step(step) for step in content)


def _step(content: object) -> Step:
    match content:
        case [str(path), str(staged), str(digest), [*ours], bool(spelled)]:
            if names.is_safe(path) and (not staged or (names.is_safe(staged) and "/" not in staged)):
                return Step(path, staged, digest, tuple(str(one) for one in ours), spelled)
    raise ValueError

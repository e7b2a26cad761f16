"""The redo journal of a switch: what is to be replaced and removed, played to its end now or by the next command.

It lies in the cache beside the staged files and begins with the digest of the rest, so a torn one is no journal. Each
step looks at the file that stands there: what is neither ours nor new is left alone, so playing twice does no harm.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from msgspec import Struct

from site_builder import names
from site_builder.problems import error
from site_builder.storing import disk, manifest
from site_builder.storing.faults import WritingFailed
from site_builder.storing.patience import is_held
from site_builder.storing.staging import TREE

NAME = "journal.json"
STAGE = "stage"
DURING, AFTER = "during", "after"  # staged manifests: with the former state while the switch lasts, and the last one
TORN = "journal.tmp"


class Step(Struct, frozen=True):
    """One file of the output: replaced by a staged one, or removed."""

    path: str  # POSIX, from the output
    staged: str  # name below the stage: one word, or this path in its tree; "" to remove
    digest: str  # SHA-256 of the staged file; "" to remove
    ours: tuple[str, ...]  # digests under which the file that stands there may go
    spelled: bool = False  # to remove only where the disk spells it so: its new name differs in case alone


class Journal(Struct, frozen=True):
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
    COPIED = auto()  # written, from another file system: it has a time of its own
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


def is_expected(journal: Journal) -> bool:
    """Whether its output is as this very switch found it, or is to leave it."""
    found, _ = manifest.read(Path(journal.output))
    return found is not None and found.generation in {journal.before, journal.after}


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


@dataclass(slots=True)
class _Ground:
    """Where a switch is played, and what is known of it by now."""

    output: str  # with a separator at the end, as `stage`
    stage: str
    has_trees: bool  # whether folders of the stage may still be moved whole
    real: set[str] = field(default_factory=set)  # folders of the output that were seen in this phase
    moved: set[str] = field(default_factory=set)  # that came whole from the stage
    come: set[str] = field(default_factory=set)  # folders of files below those

    @classmethod
    def of(cls, output: Path, stage: Path, *, has_trees: bool) -> _Ground:
        return cls(os.path.join(output, ""), os.path.join(stage, ""), has_trees)  # noqa: PTH118  (see disk.Place)


def play(journal: Journal, cache: Path, wait: Callable[[], bool], *, is_fresh: bool = False) -> dict[str, Outcome]:
    """Do every step that is not done yet, between the two manifests; `wait` is called while files are held.

    `is_fresh`: the stage is of this very run, whole and without anything else, so that its folders may be moved as they
    are; a stage that was found is taken file by file. When a staged file was lost the last manifest is not written: the
    one that knows both states stays, and the next build mends the output by it.
    """
    output, stage = Path(journal.output), cache / STAGE / journal.stage
    ground = _Ground.of(output, stage, has_trees=is_fresh)
    disk.make_folders(output)
    _list(stage / DURING, output, wait)
    disk.settle((output,))
    outcomes: dict[str, Outcome] = {}
    for phase in journal.phases:
        ground.real.clear()
        _play_phase(phase, ground, outcomes, wait)
    disk.settle(_touched(ground, outcomes))
    if Outcome.LOST not in outcomes.values():
        _list(stage / AFTER, output, wait)
    disk.remove(output / manifest.TEMPORARY)
    disk.settle((output / manifest.NAME, output))
    return outcomes


def _list(staged: Path, output: Path, wait: Callable[[], bool]) -> None:
    """Put a staged manifest in its place, if it is not there already."""
    if disk.look(staged) is None:
        return
    try:
        disk.move(staged, output / manifest.NAME, output / manifest.TEMPORARY)
    except PermissionError as fault:
        if not is_held(fault):
            raise
        if not wait():
            raise WritingFailed(error("W036", file=manifest.NAME, count=1)) from fault
        _list(staged, output, wait)


def _play_phase(
    phase: tuple[Step, ...], ground: _Ground, outcomes: dict[str, Outcome], wait: Callable[[], bool]
) -> None:
    """All steps of a phase; those that are held are tried again and again, after the others are done."""
    rest = phase
    while rest:
        for step in rest:
            outcomes[step.path] = Outcome.WRITTEN if _has_come(step, ground) else _take(step, ground)
        rest = tuple(step for step in rest if outcomes[step.path] is Outcome.HELD)
        if rest and not wait():
            raise WritingFailed(error("W036", file=rest[0].path, count=len(rest)))


def _has_come(step: Step, ground: _Ground) -> bool:
    """Whether the file came with its folder: one that stands nowhere in the output is moved whole from the stage.

    The journal need not know. Where the folder stands by then, each file in it is a step like any other.
    """
    if not ground.has_trees or not step.staged.startswith(TREE + "/"):
        return False
    folder = step.path.rpartition("/")[0]
    if folder in ground.come:
        return True
    for one in names.folders(step.path):
        if one in ground.moved or (one not in ground.real and _moves(one, ground)):
            ground.moved.add(one)
            ground.come.add(folder)
            return True
        if one not in ground.real:
            return False
    return False


def _moves(folder: str, ground: _Ground) -> bool:
    """Move a folder whole if nothing stands in its place; else see whether it is real."""
    status = disk.look(ground.output + folder)
    if status is None:
        return disk.move_folder(f"{ground.stage}{TREE}/{folder}", ground.output + folder)
    if disk.is_folder(status):
        ground.real.add(folder)
    return False


def _take(step: Step, ground: _Ground) -> Outcome:
    try:
        return _write(step, ground) if step.staged else _remove(step, ground.output)
    except PermissionError as fault:
        if is_held(fault):
            return Outcome.HELD
        raise


def _write(step: Step, ground: _Ground) -> Outcome:
    place = ground.output + step.path
    current = disk.fingerprint(place)
    if current == step.digest:
        return Outcome.SAME
    if current == disk.HELD:
        return Outcome.HELD
    if current == disk.FOREIGN and disk.is_hollow(place):
        disk.remove_hollow(place)
    elif current is not None and current not in step.ours:
        return Outcome.KEPT
    if not _make_way(step.path, ground):
        return Outcome.KEPT
    if disk.look(ground.stage + step.staged) is None:
        return Outcome.LOST
    is_copy = disk.move(ground.stage + step.staged, place, ground.output + manifest.TEMPORARY)
    if is_copy:
        ground.has_trees = False  # no folder moves to another file system
    return Outcome.COPIED if is_copy else Outcome.WRITTEN


def _remove(step: Step, output: str) -> Outcome:
    current = None if blocker(output, step.path) else disk.fingerprint(output + step.path)
    if current == disk.FOREIGN:
        return Outcome.SAME  # our file is gone, and a folder of the new site may stand there already
    if current == disk.HELD:
        return Outcome.HELD
    if current is not None and current not in step.ours:
        return Outcome.KEPT
    is_there = current is not None and (not step.spelled or disk.is_spelled(output, step.path))
    if is_there:
        disk.remove(output + step.path)
    _remove_empty(output, step.path)
    return Outcome.REMOVED if is_there else Outcome.SAME


def _remove_empty(output: str, path: str) -> None:
    """Remove the folders that a file of ours was the last in."""
    for folder in reversed(names.folders(path)):
        if not disk.remove_folder(output + folder):
            return


def blocker(output: str, path: str) -> str:
    """What stands in the way of a file's folder: the path of a link or a file above it, "" for nothing."""
    for folder in names.folders(path):
        status = disk.look(output + folder)
        if status is None:
            return ""
        if not disk.is_folder(status):
            return folder
    return ""


def _make_way(path: str, ground: _Ground) -> bool:
    """Make the folders of a file, never through a link."""
    for folder in names.folders(path):
        if folder in ground.real:
            continue
        status = disk.look(ground.output + folder)
        if status is None:
            disk.make_folder(ground.output + folder)
        elif not disk.is_folder(status):
            return False
        ground.real.add(folder)
    return True


def _touched(ground: _Ground, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    """The folders in which something was renamed or removed, and the files that were copied: these must be synced.

    What came in a whole folder lies safe since the stage was synced, and the folder above that one is all that changed.
    """
    changed = {Outcome.WRITTEN, Outcome.COPIED, Outcome.REMOVED}
    nearest = {path.rpartition("/")[0] for path, outcome in outcomes.items() if outcome in changed} - ground.come
    nearest |= {folder.rpartition("/")[0] for folder in ground.moved}
    folders = sorted({"", *nearest}.union(*map(names.folders, nearest))) if nearest else []
    yield from (ground.output + folder for folder in folders if disk.look(ground.output + folder))
    yield from (ground.output + path for path, outcome in outcomes.items() if outcome is Outcome.COPIED)


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
            if names.is_safe(path) and (
                staged in {"", f"{TREE}/{path}"} or (names.is_safe(staged) and "/" not in staged)
            ):
                return Step(path, staged, digest, tuple(str(one) for one in ours), spelled)
    raise ValueError

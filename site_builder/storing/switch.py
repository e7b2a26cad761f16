"""Writing a site so that every page is whole at every instant: stage what changed, sync once, journal, replace, prune.

A Switch is opened while holding the lock of the cache; `recover` takes it by itself. What is somebody's is never
replaced, removed or followed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from site_builder import names
from site_builder.problems import Problem, error, warning
from site_builder.storing import disk, journal, manifest
from site_builder.storing.faults import Occupied, ReadingFailed, writing
from site_builder.storing.journal import Journal, Outcome, Step
from site_builder.storing.lock import Lock
from site_builder.storing.manifest import Entry, Manifest
from site_builder.storing.patience import waiter

PATIENCE = 60.0  # seconds that all held files of one switch are waited for


@dataclass(frozen=True, slots=True)
class Written:
    """What a switch did. Paths are POSIX, from the output, sorted; the manifest is not counted."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()  # somebody edited or put them there, so they were neither replaced nor removed
    problems: tuple[Problem, ...] = ()


class Switch:
    """The output on its way from one site to the next.

    Hand in every file of the new site, in any order, by `put`, `copy` or `keep`; then `commit`. What was not handed in
    goes, if we made it. Leaving without `commit` throws the stage away, and the output is as it was.
    """

    def __init__(
        self, output: Path, cache: Path, *, patience: float = PATIENCE, pause: Callable[[float], object] = time.sleep
    ) -> None:
        self._output = Path(os.path.realpath(output))
        self._cache = cache
        self._patience, self._pause = patience, pause
        self._former = Manifest({})
        self._is_known = False  # whether there was a list to be relied on
        self._files: dict[str, Entry] = {}
        self._staged: dict[str, str] = {}  # path → name in the stage
        self._bytes = 0  # staged so far
        self._kept: set[str] = set()
        self._problems: list[Problem] = []
        self._claims: dict[str, str] = {}  # folded path → path
        self._folders: dict[str, str] = {}  # folded folder → a path below it
        self._blockers: dict[str, str] = {}  # folder → what stands in its way

    def __enter__(self) -> Self:
        """Finish a switch that was cut short, then read what we made last time."""
        _recover(self._cache, self._patience, self._pause)
        with writing(lambda: 0, self._output):
            former, problem = manifest.read(self._output)
        self._is_known = former is not None
        self._former = former or Manifest({})
        self._problems += [problem] if problem else []
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw the stage away, unless a journal waits for it."""
        if not (self._cache / journal.NAME).exists():
            disk.throw_away(self._cache / journal.STAGE)

    def put(self, path: str, data: bytes) -> None:
        """A file of the new site. Staged at once if it differs from what stands there; else it keeps its mtime."""
        digest = hashlib.sha256(data).hexdigest()
        with writing(lambda: self._bytes + len(data), path):
            if self._claim(path) and self._is_new(path, (len(data), digest)):
                disk.write(self._stage / self._name(path), data)
                self._bytes += len(data)

    def copy(self, path: str, source: Path) -> None:
        """A file of the new site that lies on disk already, of any size. ReadingFailed if it cannot be read."""
        try:
            size, digest = source.stat().st_size, disk.digest(source)
        except OSError as fault:
            raise ReadingFailed(error("W015", file=source.name, reason=fault.strerror or str(fault))) from fault
        with writing(lambda: self._bytes + size, path):
            if self._claim(path) and self._is_new(path, (size, digest)):
                self._files[path] = disk.copy(source, self._stage / self._name(path))
                self._bytes += size

    def keep(self, path: str) -> bool:
        """A file that is to stay as it was made last time. False if it is missing or edited: then `put` it.

        Its size is compared and not its bytes: an edit that keeps the size is found when the page changes, and until
        then nothing touches it. After a switch whose journal was lost the bytes are compared too.
        """
        entry = self._former.files.get(path)
        if entry is None:
            return False
        with writing(lambda: self._bytes, path):
            status = None if self._blocker(path) else disk.look(self._output / path)
            if status is None or not disk.is_file(status) or status.st_size != entry[0]:
                return False
            if self._former.former and disk.fingerprint(self._output / path) != entry[1]:
                return False
        if self._claim(path):
            self._files[path] = entry
        return True

    def commit(self) -> Written:
        """Bring the output to the new site, or raise WritingFailed: either nothing changed, or `recover` ends it."""
        with writing(lambda: self._bytes, self._output):
            early, late = self._removals()
            replaced = tuple(self._replacement(path) for path in sorted(self._staged, key=_assets_first))
            phases = (early, replaced, late)
            if not any(phases) and self._is_known and self._former == Manifest(self._files):
                return self._written({})
            waiting = self._seal(phases)
            outcomes = journal.play(waiting, self._cache, waiter(self._patience, self._pause))
            journal.drop(self._cache)
        return self._written(outcomes)

    def _seal(self, phases: tuple[tuple[Step, ...], ...]) -> Journal:
        """Make the stage last, then the journal: from here on the switch will be ended."""
        ours = {step.path: step.ours for phase in phases for step in phase if step.ours}
        disk.write(self._stage / journal.DURING, manifest.write(Manifest(self._files, ours)))
        disk.write(self._stage / journal.AFTER, manifest.write(Manifest(self._files)))
        staged = (*self._staged.values(), journal.DURING, journal.AFTER)
        disk.settle((*(self._stage / name for name in staged), self._stage))
        before = manifest.generation(self._former.files) if self._is_known else ""
        after = manifest.generation(self._files)
        sealed = Journal(str(self._output), self._stage.name, before, after, phases)
        journal.save(sealed, self._cache)
        return sealed

    @cached_property
    def _stage(self) -> Path:
        disk.make_folders(self._cache / journal.STAGE)
        return Path(tempfile.mkdtemp(dir=self._cache / journal.STAGE))

    def _name(self, path: str) -> str:
        """A short name in the stage: the site's own would make Windows' 260 characters too few."""
        self._staged[path] = str(len(self._staged))
        return self._staged[path]

    def _claim(self, path: str) -> bool:
        """Whether the path is free; two that are one file on Windows are a problem, and the first one stays."""
        key = names.fold(path)
        if not names.is_safe(path) or key in manifest.OUR_NAMES or self._claims.get(key) == path:
            raise ValueError(path)
        above = names.folders(key)
        clash = (self._claims.get(key), self._folders.get(key), *(self._claims.get(folder) for folder in above))
        other = next((one for one in clash if one), "")
        if other:
            self._problems.append(error("W021", file=path, other=other))
            return False
        self._claims[key] = path
        for folder in above:
            self._folders.setdefault(folder, path)
        return True

    def _is_new(self, path: str, entry: Entry) -> bool:
        """Whether the file must be staged; it need not if it is there already, and may not if somebody's is."""
        self._files[path] = entry
        standing = self._blocker(path)
        if standing:
            self._kept.add(standing)
            return False
        current = disk.fingerprint(self._output / path)
        twin = self._twin(path) if current else ""
        if current == entry[1] and not twin:
            return False
        if current in {None, disk.HELD, *self._former.ours(twin or path)}:
            return True
        if current == disk.FOREIGN and self._is_yielding(path):
            return True
        self._kept.add(path)
        return False

    def _is_yielding(self, path: str) -> bool:
        """Whether what stands there is a folder that holds nothing, or may once our former files are gone."""
        return names.fold(path) in self._former_folders or disk.is_hollow(self._output / path)

    def _blocker(self, path: str) -> str:
        """The link or file in the way of a path's folder, "" for nothing; one look a folder, not one a file."""
        folder = path.rpartition("/")[0]
        if folder and folder not in self._blockers:
            self._blockers[folder] = self._blocker(folder) or self._obstacle(folder)
        return self._blockers.get(folder, "")

    def _obstacle(self, folder: str) -> str:
        status = disk.look(self._output / folder)
        if status is None or disk.is_folder(status):
            return ""
        ours = self._former.ours(self._twin(folder) or folder)
        return "" if disk.fingerprint(self._output / folder) in ours else folder  # a former file of ours goes first

    def _twin(self, path: str) -> str:
        """Our former path of the file that stands there, if it differs in case or Unicode form alone; "" for none."""
        twin = self._former_folds.get(names.fold(path), path)
        return "" if twin == path or disk.is_spelled(self._output, path) else twin

    @cached_property
    def _former_folds(self) -> Mapping[str, str]:
        return {names.fold(path): path for path in self._former.paths()}

    @cached_property
    def _former_folders(self) -> frozenset[str]:
        return frozenset(folder for path in self._former_folds for folder in names.folders(path))

    def _replacement(self, path: str) -> Step:
        return Step(path, self._staged[path], self._files[path][1], self._former.ours(path))

    def _removals(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """What goes before anything is replaced, because it stands in the way, and what goes after."""
        early: list[Step] = []
        late: list[Step] = []
        for path in sorted(self._former.paths() - self._files.keys()):
            current = None if self._blocker(path) else disk.fingerprint(self._output / path)
            ours = self._former.ours(path)
            key = names.fold(path)
            if current in {disk.HELD, *ours}:
                is_early = key in self._folders or any(one in self._claims for one in (key, *names.folders(key)))
                (early if is_early else late).append(Step(path, "", "", ours, key in self._claims))
            elif current is not None and key not in self._folders:
                self._kept.add(path)
        return tuple(early), tuple(late)

    def _written(self, outcomes: Mapping[str, Outcome]) -> Written:
        return _written(outcomes, self._kept, self._problems)


def recover(
    cache: Path, *, patience: float = PATIENCE, pause: Callable[[float], object] = time.sleep
) -> Written | None:
    """End the switch that was cut short, if there is one, and throw away a stage that was not complete.

    For the start of every command: it takes the lock itself, and leaves all to a build that holds it. None where
    nothing was to be done. A journal is played only where its output carries the manifest from before, during or after
    this very switch: an output that has vanished, moved or become another's is left alone.
    """
    if disk.look(cache / journal.NAME) is None and disk.look(cache / journal.STAGE) is None:
        return None
    try:
        with Lock(cache, seconds=0):
            return _recover(cache, patience, pause)
    except Occupied:
        return None


def _recover(cache: Path, patience: float, pause: Callable[[float], object]) -> Written | None:
    with writing(lambda: 0, cache):
        waiting, written = journal.load(cache), None
        if waiting and _is_expected(waiting):
            journal.weed(waiting, cache)
            outcomes = journal.play(waiting, cache, waiter(patience, pause))
            written = _written(outcomes, (), ())
        journal.clear(cache)
    return written


def _is_expected(waiting: Journal) -> bool:
    found, _ = manifest.read(Path(waiting.output))
    return found is not None and manifest.generation(found.files) in {waiting.before, waiting.after}


def _written(
    outcomes: Mapping[str, Outcome], kept: set[str] | tuple[()], problems: list[Problem] | tuple[()]
) -> Written:
    def having(outcome: Outcome) -> list[str]:
        return sorted(path for path, one in outcomes.items() if one is outcome)

    stayed = sorted({*kept, *having(Outcome.KEPT)})
    lost = having(Outcome.LOST)
    return Written(
        tuple(having(Outcome.WRITTEN)),
        tuple(having(Outcome.REMOVED)),
        tuple(stayed),
        (
            *problems,
            *(warning("W020", file=path) for path in stayed),
            *((warning("W022", file=lost[0], count=len(lost)),) if lost else ()),
        ),
    )


def _assets_first(path: str) -> tuple[bool, str]:
    """Styles and pictures before the pages that name them."""
    return path.endswith(".html"), path

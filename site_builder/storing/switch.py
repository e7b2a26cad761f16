"""Writing a site so that every page is whole at every instant: stage what changed, sync once, journal, replace, prune.

A Switch is opened while holding the lock of the cache; `recover` takes it by itself. What is somebody's is never
replaced, removed or followed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from site_builder import names
from site_builder.problems import Problem, error
from site_builder.storing import disk, journal, manifest
from site_builder.storing.claims import Claims
from site_builder.storing.faults import Occupied, ReadingFailed, writing
from site_builder.storing.journal import Journal, Outcome, Step
from site_builder.storing.lock import Lock
from site_builder.storing.manifest import Entry, Manifest
from site_builder.storing.patience import waiter
from site_builder.storing.staging import Stage, Staged
from site_builder.storing.standing import Standing, above
from site_builder.storing.written import Written, written

PATIENCE = 60.0  # seconds that all held files of one switch are waited for
EARLY = 1 << 26  # bytes: of a site of 400 MB, some 0.3 s of 0.45 at the end


class Switch:
    """The output on its way from one site to the next.

    Hand in every file of the new site, in any order, by `put`, `copy`, `adopt`, `keep` or `keep_all`; then `commit`.
    What was not handed in goes, if we made it. Leaving without `commit` throws the stage away, and the output is as it
    was.
    """

    def __init__(
        self, output: Path, cache: Path, *, patience: float = PATIENCE, pause: Callable[[float], object] = time.sleep
    ) -> None:
        self._output = Path(os.path.realpath(output))
        self._cache = cache
        self._patience, self._pause = patience, pause
        self._root = os.path.join(self._output, "")  # noqa: PTH118  (see disk.Place)
        self._former = Manifest({})
        self._is_known = False  # whether there was a list to be relied on
        self._files: dict[str, Entry] = {}
        self._seen: dict[str, int] = {}  # path → mtime_ns, as it stands in the output or in the stage
        self._staged: dict[str, str] = {}  # path → name in the stage
        self._refused: list[str] = []  # names of what was staged in vain
        self._bytes = 0  # staged so far
        self._kept: set[str] = set()
        self._problems: list[Problem] = []
        self._claims = Claims()
        self._standing = Standing(self._output, self._former)

    def __enter__(self) -> Self:
        """Finish a switch that was cut short, then read what we made last time."""
        _recover(self._cache, self._patience, self._pause)
        with writing(lambda: 0, self._output):
            former, problem = manifest.read(self._output)
        self._is_known = former is not None
        self._former = former or Manifest({})
        self._standing = Standing(self._output, self._former)
        self._problems += [problem] if problem else []
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw the stage away, unless a journal waits for it."""
        if not (self._cache / journal.NAME).exists():
            disk.throw_away(self._cache / journal.STAGE)

    @property
    def former(self) -> Mapping[str, Entry]:
        """What we made last time: path → (bytes, SHA-256)."""
        return self._former.files

    @property
    def generation(self) -> str:
        """A digest of what we made last time."""
        return self._former.generation

    @cached_property
    def stage(self) -> Path:
        """The folder in which changed files wait, for `staging.stage`; made when it is asked for."""
        disk.make_folders(self._cache / journal.STAGE)
        return Path(tempfile.mkdtemp(dir=self._cache / journal.STAGE))

    def put(self, path: str, data: bytes) -> None:
        """A file of the new site. Staged at once if it differs from what stands there; else it keeps its mtime."""
        entry = (len(data), hashlib.sha256(data).hexdigest())
        with writing(lambda: self._bytes + len(data), path):
            if self._is_new(path, entry):
                name, mtime_ns = self._shelf.lay(path, lambda place: disk.write(place, data))
                self._await(Staged(path, *entry, name, mtime_ns))

    def copy(self, path: str, source: Path) -> str:
        """A file of the new site that lies on disk already, of any size: its SHA-256. ReadingFailed if unreadable."""
        try:
            entry = source.stat().st_size, disk.digest(source)
        except OSError as fault:
            raise ReadingFailed(error("W015", file=source.name, reason=fault.strerror or str(fault))) from fault
        with writing(lambda: self._bytes + entry[0], path):
            if self._is_new(path, entry):
                name, copied = self._shelf.lay(path, lambda place: disk.copy(source, place))
                self._await(Staged(path, *copied, name, disk.mtime(self.stage / name)))
                return copied[1]
        return entry[1]

    def adopt(self, staged: Iterable[Staged], seen: Mapping[str, int] | None = None) -> list[str]:
        """Files of the new site that `staging.stage` has compared with `former` and staged in `stage`.

        The paths of those that should stand in the output and are missing or edited are returned: `put` them. `seen` is
        that of `keep_all`; without it their bytes are compared.
        """
        kept: list[str] = []
        for one in staged:
            if not one.name:
                kept.append(one.path)
                continue
            with writing(lambda: self._bytes, one.path):
                if self._is_new(one.path, (one.size, one.digest)):
                    self._await(one)
                else:
                    self._refused.append(one.name)
        return self.keep_all(kept, seen or {})

    def keep(self, path: str) -> bool:
        """A file that is to stay as it was made last time. False if it is missing or edited: then `put` it.

        Its size is compared and not its bytes: an edit that keeps the size is found when the page changes, and until
        then nothing touches it. After a switch whose journal was lost the bytes are compared too.
        """
        with writing(lambda: self._bytes, path):
            return self._keep(path, None, is_read=False)

    def keep_all(self, paths: Iterable[str], seen: Mapping[str, int]) -> list[str]:
        """`keep` for thousands: the paths that are missing or edited are returned, those you `put`.

        `seen`: path → mtime_ns under which the file was known to hold the bytes of the list. A file with another mtime
        than that is read. After a switch whose journal was lost all are.
        """
        wanted = tuple(paths)
        with writing(lambda: self._bytes, self._output):
            untouched = self._standing.untouched(wanted, seen)
            for path in wanted:
                if path in untouched:
                    self._take_over(path, seen[path])
            return [path for path in wanted if path not in untouched and not self._keep(path, seen.get(path))]

    def commit(self) -> Written:
        """Bring the output to the new site, or raise WritingFailed: either nothing changed, or `recover` ends it."""
        with writing(lambda: self._bytes, self._output):
            early, late = self._removals()
            replaced = tuple(self._replacement(path) for path in sorted(self._staged, key=_assets_first))
            phases = (early, replaced, late)
            if not any(phases) and self._is_known and self._former == Manifest(self._files):
                return self._written({}, self.generation)
            waiting = self._seal(phases)
            outcomes = journal.play(waiting, self._cache, waiter(self._patience, self._pause), is_fresh=True)
            journal.drop(self._cache)
            self._look_again(outcomes)
        return self._written(outcomes, waiting.after)

    def _seal(self, phases: tuple[tuple[Step, ...], ...]) -> Journal:
        """Make the stage last, then the journal: from here on the switch will be ended."""
        ours = {step.path: step.ours for phase in phases for step in phase if step.ours}
        self._throw_out()
        during, last, after = manifest.write_both(Manifest(self._files, ours))
        disk.write(self.stage / journal.DURING, during)
        disk.write(self.stage / journal.AFTER, last)
        disk.settle(self._to_settle())
        before = self.generation if self._is_known else ""
        sealed = Journal(str(self._output), self.stage.name, before, after, phases)
        journal.save(sealed, self._cache)
        return sealed

    def _throw_out(self) -> None:
        """Remove what was staged in vain, since a folder of the stage may be moved with all that is in it."""
        for name in self._refused:
            disk.remove(self.stage / name)
            for folder in reversed(names.folders(name)):
                if not disk.remove_folder(self.stage / folder):
                    break

    def _to_settle(self) -> Iterator[str]:
        root = os.path.join(self.stage, "")  # noqa: PTH118  (see disk.Place)
        yield from (root + name for name in (*self._staged.values(), journal.DURING, journal.AFTER))
        yield from (root + folder for folder in above(self._staged.values()))
        yield root

    @cached_property
    def _shelf(self) -> Stage:
        return Stage(self.stage, "", is_tree=not self._former.files)

    def _await(self, staged: Staged) -> None:
        """A staged file takes part in the switch."""
        self._files[staged.path] = (staged.size, staged.digest)
        self._staged[staged.path] = staged.name
        self._seen[staged.path] = staged.mtime_ns
        before, self._bytes = self._bytes, self._bytes + staged.size
        if before // EARLY < self._bytes // EARLY:
            disk.hasten()

    def _claim(self, path: str, *, is_listed: bool = False) -> bool:
        """Whether the path is free; two that are one file on Windows are a problem, and the first one stays."""
        other = self._claims.take(path, is_listed=is_listed)
        if other:
            self._problems.append(error("W021", file=path, other=other))
        return not other

    def _keep(self, path: str, seen: int | None, *, is_read: bool = True) -> bool:
        """Whether our former file stands there; with `is_read` its bytes count where its mtime is not `seen`."""
        entry = self._former.files.get(path)
        if entry is None or self._standing.blocker(path):
            return False
        status = self._standing.look(path)
        if status is None or not disk.is_file(status) or status.st_size != entry[0]:
            return False
        is_trusted = not self._former.former and (not is_read or status.st_mtime_ns == seen)
        if not is_trusted and disk.fingerprint(self._root + path) != entry[1]:
            return False
        self._take_over(path, status.st_mtime_ns if is_read else None)
        return True

    def _take_over(self, path: str, mtime_ns: int | None) -> None:
        """A former file stays."""
        if self._claim(path, is_listed=True):
            self._files[path] = self._former.files[path]
            if mtime_ns is not None:
                self._seen[path] = mtime_ns

    def _is_new(self, path: str, entry: Entry) -> bool:
        """Whether the file must be staged; it need not if it is there already, and may not if somebody's is."""
        if not self._claim(path):
            return False
        self._files[path] = entry
        blocker = self._standing.blocker(path)
        if blocker:
            self._kept.add(blocker)
            return False
        status = self._standing.look(path)
        current = disk.fingerprint(self._root + path) if status else None
        twin = self._standing.twin(path) if status else ""
        if status and current == entry[1] and not twin:
            self._seen[path] = status.st_mtime_ns
            return False
        if current in {None, disk.HELD, *self._former.ours(twin or path)}:
            return True
        if current == disk.FOREIGN and self._standing.is_yielding(path):
            return True
        self._kept.add(path)
        return False

    def _replacement(self, path: str) -> Step:
        return Step(path, self._staged[path], self._files[path][1], self._former.ours(path))

    def _removals(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """What goes before anything is replaced, because it stands in the way, and what goes after."""
        early: list[Step] = []
        late: list[Step] = []
        for path in sorted(self._former.paths() - self._files.keys()):
            current = None if self._standing.blocker(path) else disk.fingerprint(self._root + path)
            ours = self._former.ours(path)
            key = names.fold(path)
            if current in {disk.HELD, *ours}:
                phase = early if self._claims.is_in_the_way(key) else late
                phase.append(Step(path, "", "", ours, self._claims.is_taken(key)))
            elif current is not None and not self._claims.is_folder(key):
                self._kept.add(path)
        return tuple(early), tuple(late)

    def _look_again(self, outcomes: Mapping[str, Outcome]) -> None:
        """Put right the times of what was not renamed from the stage, and forget those of what is not ours."""
        for path in self._staged:
            if outcomes[path] is not Outcome.WRITTEN:
                self._seen.pop(path)
                if outcomes[path] in {Outcome.COPIED, Outcome.SAME}:
                    self._seen[path] = disk.mtime(self._root + path)

    def _written(self, outcomes: Mapping[str, Outcome], generation: str) -> Written:
        done = written(outcomes, self._kept, self._problems)
        return replace(done, seen=self._seen, files=self._files, generation=generation)


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
        waiting, ended = journal.load(cache), None
        if waiting and journal.is_expected(waiting):
            journal.weed(waiting, cache)
            outcomes = journal.play(waiting, cache, waiter(patience, pause))
            ended = written(outcomes, (), ())
        journal.clear(cache)
    return ended


def _assets_first(path: str) -> tuple[bool, str]:
    """Styles and pictures before the pages that name them."""
    return path.endswith(".html"), path

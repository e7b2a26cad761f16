"""When the machine stands in the way: an exception that carries a Problem, made from the system's error number."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from site_builder.problems import Problem, error

_MEGABYTE = 1_000_000
_CODES = {
    errno.ENOSPC: "W030",
    errno.EDQUOT: "W031",
    errno.EROFS: "W032",
    errno.EIO: "W033",
    errno.EACCES: "W034",
    errno.EPERM: "W034",
}


class StoringFailed(Exception):  # noqa: N818  (a sentence's predicate: "writing failed")
    """The machine cannot go on; `problem` says why in words. The command ends with exit code 3."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, *problem.arguments)
        self.problem = problem

    def __reduce__(self) -> tuple[type[Self], tuple[Problem]]:
        """The way home from a worker process."""
        return type(self), (self.problem,)


class WritingFailed(StoringFailed):
    """A file could not be written. The former site is whole, or a journal waits for the next command."""


class Occupied(WritingFailed):
    """Another build holds the site; the problem says which."""


class ReadingFailed(StoringFailed):
    """A source could not be read; the others can."""


class Undeveloped(Exception):  # noqa: N818  (a state of pictures)
    """Nothing came of the pictures that these problems name, when they were to be made; a site without them can be."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(*problems)
        self.problems = problems


@contextmanager
def writing(needed: Callable[[], int], file: object = "") -> Iterator[None]:
    """Turn the system's error into WritingFailed; `needed` says how many bytes of room the work asks for at least.

    `file` is named where the system names none, as when a disk is full in the middle of a file.
    """
    try:
        yield
    except OSError as fault:
        raise WritingFailed(_problem(fault, needed(), file)) from fault


def _problem(fault: OSError, needed: int, file: object) -> Problem:
    code = _CODES.get(fault.errno or 0, "W035")
    megabytes = max(1, -(-needed // _MEGABYTE))
    return error(code, file=fault.filename or file, megabytes=megabytes, reason=fault.strerror or str(fault))

"""A disk that fails at its Nth change, once or for ever: every crash point of a switch, without leaving the process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from site_builder.storing import disk

CHANGES = (
    "write",
    "copy",
    "move",
    "move_folder",
    "remove",
    "make_folder",
    "make_folders",
    "remove_folder",
    "remove_hollow",
    "throw_away",
    "settle",
)
NEVER_RAISE = ("remove_folder", "throw_away")  # what they leave is cleared away later


class Killed(BaseException):
    """The process is gone; nothing that follows reaches the disk."""


@contextmanager
def failing_at(number: int, fault: Callable[[], BaseException], *, torn: bool = True) -> Iterator[Callable[[], bool]]:
    """Let the Nth change of the disk fail; yields a function that says whether it came to that.

    After Killed every later change fails too. `torn`: a file whose writing fails is left half written.
    """
    count = 0

    def broken(name: str, change: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401  (stands for nine functions)
        nonlocal count
        count += 1
        error = fault()
        if count < number or (count > number and not isinstance(error, Killed)):
            return change(*arguments)
        if torn and count == number and name == "write":
            Path(arguments[0]).write_bytes(arguments[1][: len(arguments[1]) // 2])
        if name in NEVER_RAISE and not isinstance(error, Killed):
            return False
        raise error

    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(disk, name, partial(broken, name, getattr(disk, name)))
        yield lambda: count >= number

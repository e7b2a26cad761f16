"""A disk that ignores case and Unicode form, as Windows and macOS have it, over one that does not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from site_builder import names
from site_builder.storing import disk

ASKED = (
    "look",
    "fingerprint",
    "digest",
    "write",
    "copy",
    "move",
    "move_folder",
    "remove",
    "make_folder",
    "make_folders",
    "remove_folder",
    "is_hollow",
    "remove_hollow",
)


def spelled(path: Path, root: Path) -> Path:
    """The path as the disk spells it: each name that is there in another case is taken for the one asked for."""
    if not path.is_relative_to(root):
        return path
    place = root
    for name in path.relative_to(root).parts:
        there = os.listdir(place) if place.is_dir() else []  # noqa: PTH208
        alike = [other for other in there if names.fold(other) == names.fold(name)]
        place /= name if name in there or not alike else alike[0]
    return place


def _placed(argument: object, root: Path) -> object:
    """Text that is absolute is a place, too."""
    is_place = isinstance(argument, str) and argument.startswith("/")
    return spelled(Path(argument), root) if isinstance(argument, Path) or is_place else argument  # type: ignore[arg-type]


@contextmanager
def folding(root: Path) -> Iterator[None]:
    """Let all that `storing` does below `root` find files under every spelling."""

    def translated(act: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401  (stands for ten functions)
        return act(*(_placed(one, root) for one in arguments))

    with pytest.MonkeyPatch.context() as patch:
        for name in ASKED:
            patch.setattr(disk, name, partial(translated, getattr(disk, name)))
        yield

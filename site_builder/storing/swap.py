"""A file put in another's place so that whatever stood there at that very instant is kept, and can be looked at."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2, Linux 3.15


def swap(new: Path, place: Path, aside: Path) -> None:
    """`new` stands at `place`, and what stood there at `aside`, where nothing may be; all three lie in one folder.

    Comparing first and replacing then leaves an instant in which another program's work would be lost. Linux exchanges
    two names at once, Windows has a call for it. Elsewhere the former file gets a second name before it is replaced:
    only a program that replaces it in between, and does not write into it, could go unseen (some 20 µs).
    """
    if sys.platform == "win32":
        _replace(new, place, aside)
    elif not _exchanged(new, place):
        os.link(place, aside)
        os.replace(new, place)  # noqa: PTH105 — as all of storing writes it
    else:
        os.rename(new, aside)  # noqa: PTH104


if sys.platform == "win32":

    def _replace(new: Path, place: Path, aside: Path) -> None:
        """ReplaceFileW with a backup: one call, and it keeps the former file's rights."""
        if not ctypes.windll.kernel32.ReplaceFileW(str(place), str(new), str(aside), 0, None, None):
            raise ctypes.WinError()


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names at one instant; False where the system or the file system cannot."""
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)  # glibc 2.28, musl 1.2.6
    if call is None:
        return False
    return bool(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)

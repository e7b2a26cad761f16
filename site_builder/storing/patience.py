"""Waiting for a file that another program holds: Windows lets go when Word, a virus scanner or OneDrive is done."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

_FIRST, _LONGEST = 0.05, 5.0  # seconds
_HELD = frozenset(
    {5, 32, 33}
)  # ERROR_ACCESS_DENIED (also while a delete is pending), _SHARING_VIOLATION, _LOCK_VIOLATION


def pauses(limit: float) -> Iterator[float]:
    """Pauses that double, 0.05 to 5 s, and make `limit` seconds in all."""
    pause, left = _FIRST, limit
    while left > 0:
        yield min(pause, left)
        left -= pause
        pause = min(2 * pause, _LONGEST)


def waiter(limit: float, pause: Callable[[float], object]) -> Callable[[], bool]:
    """A function that waits a little longer at each call, and says False once `limit` seconds are used up."""
    waits = pauses(limit)

    def wait() -> bool:
        seconds = next(waits, None)
        if seconds is None:
            return False
        pause(seconds)
        return True

    return wait


def is_shared(fault: OSError) -> bool:
    """Whether Windows refuses because another program has the file open, or only just had."""
    return getattr(fault, "winerror", None) in _HELD


def is_held(fault: PermissionError) -> bool:
    """Whether replacing or removing may succeed later: refused although the folder may be written (network drives)."""
    return is_shared(fault) or os.access(Path(fault.filename or "").parent, os.W_OK)

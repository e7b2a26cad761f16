"""A time limit for work in a thread, which no signal reaches: the interpreter raises Late at its next line."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Late(Exception):  # noqa: N818 — what became of the work, and not its fault
    """The work took too long."""

    def __str__(self) -> str:
        """As a template's fault it is told with its line."""
        return "endless"


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise Late in the block after so many seconds; work that one call in C does is not cut short."""
    thread, turn = ctypes.c_ulong(threading.get_ident()), threading.Lock()
    is_over = False

    def stop() -> None:
        with turn:
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(Late))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with turn:
            is_over = True
        timer.cancel()

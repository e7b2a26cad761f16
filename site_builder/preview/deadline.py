"""A time limit for work in a thread, which no signal reaches: the interpreter raises Late at its next line."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = 0.2  # seconds until it is raised once more: a generator that is being closed swallows an exception


class Late(Exception):  # noqa: N818 — what became of the work, and not its fault
    """The work took too long."""

    def __str__(self) -> str:
        """As a template's fault it is told with its line."""
        return "endless"


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise Late in the block after so many seconds, until it ends; work that one call in C does is not cut short."""
    thread, turn, ended = threading.get_ident(), threading.Lock(), threading.Event()

    def watch() -> None:
        pause = seconds
        while not ended.wait(pause):
            pause = AGAIN
            with turn:
                if not ended.is_set():
                    _raise(thread, Late)

    threading.Thread(target=watch, daemon=True, name="deadline").start()
    try:
        yield
    finally:
        while not ended.is_set():
            try:
                with turn:
                    ended.set()
                    _raise(thread, None)  # what was raised and has not come yet
            except Late:
                continue


def _raise(thread: int, kind: type[Late] | None) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), kind and ctypes.py_object(kind))

"""Why no picture comes of a file's bytes, and how many pixels one may have."""

from __future__ import annotations

from typing import Final

BROKEN, HUGE, HEIC, CUT = "G001", "G002", "G003", "G004"  # codes of Problems
FAULTS: Final = frozenset({BROKEN, HUGE, HEIC})  # those for which nothing can be made
PIXELS: Final = 120_000_000  # of a JPEG, which is decoded smaller at once; the largest phones make 108 million
OTHERS: Final = 50_000_000  # of all else, which stands in memory whole: 200 MB
DAMAGES: Final = (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, OverflowError)
# what Pillow's readers raise at bytes that are no picture


class Unreadable(Exception):  # noqa: N818 — a state of the bytes
    """No picture can be made of these bytes; `code` is the Problem that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

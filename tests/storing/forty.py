"""Run by the strace tests: builds the forty files of one generation; exits 3, as the program does, if writing fails."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from storing.writing_sites import build, forty_files

from site_builder.storing.faults import WritingFailed


def _begin() -> None:
    """Say that the interpreter has started: a fault until here is none of ours. Unbuffered: it would be said again."""
    try:
        os.write(sys.stdout.fileno(), b"begun")
    except OSError:
        sys.exit(4)


if __name__ == "__main__":
    generation, root = sys.argv[1:]
    try:
        if generation != "idle":
            _begin()
            build(Path(root), forty_files(generation))
    except WritingFailed:
        sys.exit(3)

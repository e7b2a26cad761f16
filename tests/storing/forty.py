"""Run by the strace tests: builds the forty files of one generation; exits 3, as the program does, if writing fails."""

from __future__ import annotations

import sys
from pathlib import Path

from storing.writing_sites import build, forty_files

from site_builder.storing.faults import WritingFailed

if __name__ == "__main__":
    generation, root = sys.argv[1:]
    try:
        if generation != "idle":
            print("begun", flush=True)  # noqa: T201  (a fault before this is the interpreter's)
            build(Path(root), forty_files(generation))
    except WritingFailed:
        sys.exit(3)

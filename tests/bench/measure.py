"""One command's own cost: it runs the command it is given and prints CPU, wall and peak memory as one line of JSON.

It is a process for itself and imports next to nothing: a child's peak begins at that of the process it was forked from.
"""

from __future__ import annotations

import json
import os
import sys
import time

MIB = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss counts bytes there and KiB elsewhere


def run(sink: str, command: list[str]) -> dict[str, float]:
    """Run a command to its end, its standard output into a file: seconds, MiB and the exit code."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    opened = [(os.POSIX_SPAWN_OPEN, 1, sink, flags, 0o644), (os.POSIX_SPAWN_OPEN, 2, f"{sink}.err", flags, 0o644)]
    started = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=opened)
    _, status, usage = os.wait4(child, 0)  # of the child and of all that it has waited for itself
    return {
        "wall": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "system": usage.ru_stime,
        "peak": usage.ru_maxrss / MIB,  # of its largest process
        "code": os.waitstatus_to_exitcode(status),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(sys.argv[1], sys.argv[2:])) + "\n")

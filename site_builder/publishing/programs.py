"""Running the system's programs that speak to a host (git, ssh, rsync): one that says nothing for long is ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import IO

from msgspec import Struct

from site_builder.problems import error
from site_builder.publishing.host import HostFailed

SILENCE = 50.0  # seconds without a byte
_STEP = 0.02


class Answer(Struct, frozen=True):
    """What a program said, and its exit code."""

    code: int
    text: bytes
    complaint: str

    @property
    def reason(self) -> str:
        """Its last words."""
        lines = [line.strip() for line in self.complaint.replace("\r", "\n").split("\n") if line.strip()]
        return lines[-1].removeprefix("fatal: ") if lines else str(self.code)


def run(
    command: Sequence[str], place: str, *, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> Answer:
    """Run a program to its end; HostFailed where it is not installed or falls silent. `place` is for the sentence."""
    program = shutil.which(command[0])
    if program is None:
        raise HostFailed(error("N050", program=command[0]))
    pipe = subprocess.PIPE
    whole = {**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})}
    with subprocess.Popen([program, *command[1:]], stdin=pipe, stdout=pipe, stderr=pipe, env=whole) as process:  # noqa: S603
        heard = _Heard(process)
        try:
            heard.give(given)
            while heard.goes_on():
                if heard.silence() > SILENCE:
                    raise HostFailed(error("N051", place=place, seconds=int(SILENCE)))
                time.sleep(_STEP)
        finally:
            if process.poll() is None:
                process.kill()
        return heard.answer()


class _Heard:
    """Listens to a program by threads of its own, so that none of its pipes fills up."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._last = time.monotonic()
        self._parts: tuple[list[bytes], list[bytes]] = ([], [])
        streams = zip((process.stdout, process.stderr), self._parts, strict=True)
        self._threads = [threading.Thread(target=self._listen, args=pair, daemon=True) for pair in streams]
        for thread in self._threads:
            thread.start()

    def give(self, data: bytes) -> None:
        """Its input, by a thread too."""
        thread = threading.Thread(target=self._give, args=(data,), daemon=True)
        thread.start()
        self._threads.append(thread)

    def goes_on(self) -> bool:
        """Whether it has not come to its end."""
        return self._process.poll() is None

    def silence(self) -> float:
        """For how long nothing was heard."""
        return time.monotonic() - self._last

    def answer(self) -> Answer:
        """All that was heard."""
        for thread in self._threads:
            thread.join(1)
        text, complaint = (b"".join(parts) for parts in self._parts)
        return Answer(self._process.returncode, text, complaint.decode("utf-8", "replace"))

    def _listen(self, stream: IO[bytes], parts: list[bytes]) -> None:
        while data := os.read(stream.fileno(), 1 << 16):
            parts.append(data)
            self._last = time.monotonic()

    def _give(self, data: bytes) -> None:
        if self._process.stdin is None:
            raise AssertionError(self._process)
        try:
            with self._process.stdin as stream:
                stream.write(data)
        except BrokenPipeError:
            return  # it has ended, and its exit code says why

"""An event loop in a thread of its own, for hosts whose library is asynchronous and whose contract is not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Coroutine
from typing import TypeVar

T = TypeVar("T")


class Loop:
    """Runs coroutines for any thread; ends a wait in which nothing at all was heard for `patience` seconds."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._heard = 0.0
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _context: None)  # what matters is raised where it is waited for
        self._thread = threading.Thread(target=self._loop.run_forever, name="publishing", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[object, object, T]) -> T:
        """The result of a coroutine; raises what it raises."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def heard(self, answer: Awaitable[T]) -> T:
        """An answer of the host; TimeoutError where neither it nor any other has come for too long."""
        task = asyncio.ensure_future(answer)
        started = self._loop.time()
        try:
            while True:
                done, _ = await asyncio.wait({task}, timeout=self._patience / 4)
                now = self._loop.time()
                if done:
                    self._heard = now
                    return task.result()
                if now - max(started, self._heard) >= self._patience:
                    raise TimeoutError
        finally:
            task.cancel()

    def close(self, last: Coroutine[object, object, None], seconds: float) -> None:
        """Do one last thing, for so many seconds at most, then end the thread."""
        try:
            asyncio.run_coroutine_threadsafe(asyncio.wait_for(last, seconds), self._loop).result(seconds)
        except (OSError, TimeoutError):
            pass  # what is left open ends with the loop
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(1)
            if not self._thread.is_alive():
                self._loop.close()

"""A Dask cluster as an executor: the one place that knows of `distributed`, which the extra [dask] brings."""

from __future__ import annotations

from distributed import Client
from distributed.cfexecutor import ClientExecutor

PATIENCE = 10  # seconds until a scheduler must have answered


class Cluster(ClientExecutor):
    """The workers behind a scheduler's address ("tcp://host:port"); OSError where nobody answers."""

    def __init__(self, address: str) -> None:
        self._own = Client(address, timeout=PATIENCE, set_as_default=False)
        super().__init__(self._own, pure=False)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 — Executor's
        """Let go of the cluster, which lives on."""
        super().shutdown(wait=wait and not cancel_futures)
        self._own.close()

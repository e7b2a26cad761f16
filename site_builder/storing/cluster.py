"""A Dask cluster as an executor: the one place that knows of `distributed`, which the extra [dask] brings."""

from __future__ import annotations

from distributed import Client
from distributed.cfexecutor import ClientExecutor

from site_builder import __version__

# Of the package, once what it does there can be imported: a call that cannot be unpickled is waited for without end.
_VERSION = "__import__('site_builder.storing.work') and __import__('site_builder').__version__"
PATIENCE = 10  # seconds until a scheduler must have answered


class Cluster(ClientExecutor):
    """The workers behind a scheduler's address ("tcp://host:port"); OSError where nobody answers, or others than we."""

    def __init__(self, address: str) -> None:
        self._own = Client(address, timeout=PATIENCE, set_as_default=False)
        try:
            self._own.wait_for_workers(1, timeout=PATIENCE)
            versions = self._own.run(eval, _VERSION)
        except Exception as fault:  # the package is not there, or whatever its workers say in its place
            self._own.close()
            raise OSError(str(fault)) from fault
        if {*versions.values()} != {__version__}:
            self._own.close()
            raise OSError(", ".join(f"{worker}: {version}" for worker, version in versions.items()))
        super().__init__(self._own, pure=False)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 — Executor's
        """Let go of the cluster, which lives on."""
        super().shutdown(wait=wait and not cancel_futures)
        self._own.close()

"""Pools of worker processes for work that is cut into tasks: the reports of a watchlist, the parts of an archive.

Whatever goes through here is a function of a module with a task that can be pickled, so that any
`concurrent.futures.Executor` will do.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any, TypeVar

from verifier.console import quiet_libraries
from verifier.stopping import keep_helpers, leave_to_parent, start_deaf

T = TypeVar("T")


def process_pool(workers: int) -> Executor:
    """The usual pool: processes started afresh, which end with the process that started them, however it ends."""
    keep_helpers()
    context = multiprocessing.get_context("spawn")
    return _Pool(workers, mp_context=context, initializer=_end_with_parent)


class _Pool(ProcessPoolExecutor):
    """A pool whose processes, started as work is submitted, hear no interrupt before they can leave it to us."""

    def submit(self, function: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        with start_deaf("SIGINT"):
            return super().submit(function, *args, **kwargs)


def executor_for(workers: int, scheduler: str | None = None) -> Executor:
    """`process_pool` of so many workers; or, with the address of a Dask scheduler, that cluster and all its workers.

    Raises UsageError where Dask is not installed or no scheduler answers.
    """
    if scheduler is None:
        return process_pool(workers)
    from verifier.reports.clusters import ClusterExecutor

    return ClusterExecutor(scheduler)


def _end_with_parent() -> None:
    leave_to_parent()
    quiet_libraries()
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            multiprocessing.connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

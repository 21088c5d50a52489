"""A pool that makes several reports, or the notebooks of one, at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from verifier.reports.executors import process_pool
from verifier.reports.kernels.forked import ForkServer, can_fork, current

T = TypeVar("T")
# From two notebooks on, a fork server is quicker, its own start counted (benchmarks/reports.py --few).
WORTH_A_SERVER = 2


def usual_workers() -> int:
    """How many reports to make at a time: two a core with forked kernels, since a thread mostly waits; else one."""
    return (os.cpu_count() or 1) * (2 if can_fork() else 1)


class ReportPool(Executor):
    """Runs functions that make reports, several at a time: `with ReportPool(4) as pool: pool.map(make, documents)`.

    Where kernels can be forked, the functions run in threads, and their notebooks in kernels forked from one preloaded
    process. Elsewhere (Windows, macOS; or forked=False) they run in a pool of processes that start kernels as usual;
    what is submitted must then be a function of a module, with arguments that can be pickled. workers defaults to
    `usual_workers`. If the process that forks kernels ends, the work that needed it fails with BrokenExecutor, and the
    pool cannot be used any more.
    """

    def __init__(self, workers: int | None = None, *, forked: bool | None = None) -> None:
        count = workers or usual_workers()
        self._server = ForkServer() if (can_fork() if forked is None else forked) else None
        self._executor: Executor = ThreadPoolExecutor(count) if self._server else process_pool(count)

    @property
    def server(self) -> ForkServer | None:
        """The fork server, None where kernels are started as usual."""
        return self._server

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def submit(self, function: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run the function soon; the future holds what it returns or raises."""
        if self._server is None:
            return self._executor.submit(function, *args, **kwargs)
        return self._executor.submit(on_server, self._server, function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what was submitted (with cancel_futures: for what has begun), then end the kernels and the server.

        With wait=False what has begun on forked kernels fails, as they end at once.
        """
        self._executor.shutdown(wait=wait, cancel_futures=cancel_futures)
        if self._server:
            self._server.close()


_standing: list[ForkServer] = []
_standing_lock = threading.Lock()


def standing_server() -> ForkServer | None:
    """The one fork server of this process, started when first asked for and ending with it; None where none can be."""
    if not can_fork():
        return None
    with _standing_lock:
        if _standing and _standing[0].ended:
            _standing.pop().close()
        if not _standing:
            _standing.append(ForkServer())
        return _standing[0]


def each(function: Callable[[Any], T], items: list[Any]) -> list[T]:
    """Call the function, which runs a notebook, for each item; several at a time where that is quicker.

    A single notebook is done before a fork server has loaded, and within a pool's thread the pool's kernels serve.
    Where kernels cannot be forked the items are done one by one.
    """
    if not together(len(items)):
        return [function(item) for item in items]
    with ReportPool(min(len(items), usual_workers())) as pool:
        return list(pool.map(function, items))


def together(count: int) -> bool:
    """Whether `each` would run this many notebooks on forked kernels of its own."""
    return count >= WORTH_A_SERVER and can_fork() and current() is None


def on_server(server: ForkServer, function: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """Call the function with this server in use, or with kernels as usual where the server cannot fork.

    Raises BrokenExecutor where the server ended, before or meanwhile: what then failed may not be to blame.
    """
    if not server.ready():
        if server.has_served:
            raise BrokenExecutor("the process that forks kernels has ended")
        return function(*args, **kwargs)
    try:
        with server.used():
            return function(*args, **kwargs)
    except Exception as error:
        if server.ready():
            raise
        raise BrokenExecutor("the process that forks kernels has ended") from error

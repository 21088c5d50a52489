"""A pool that makes several reports, or the notebooks of one, at a time."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any, TypeVar

from verifier.reports.kernels.forked import ForkServer, can_fork, current

T = TypeVar("T")
# From two notebooks on, a fork server is quicker, its own start counted (benchmarks/reports.py --few).
WORTH_A_SERVER = 2


class ReportPool:
    """Runs functions that make reports, several at a time: `with ReportPool(4) as pool: pool.map(make, documents)`.

    Where kernels can be forked, the functions run in threads, and the notebooks they run on kernels forked from one
    preloaded process, each a process of its own. Elsewhere (Windows, macOS; or forked=False) they run in a pool of
    processes that start kernels as usual, so that what is submitted must be a function of a module and its arguments
    picklable. workers: default two a core with forked kernels, since a thread mostly waits; one a core with processes.
    """

    def __init__(self, workers: int | None = None, *, forked: bool | None = None) -> None:
        cores = os.cpu_count() or 1
        self._server = ForkServer() if (can_fork() if forked is None else forked) else None
        self._executor: Executor
        if self._server:
            self._executor = ThreadPoolExecutor(workers or 2 * cores)
        else:
            self._executor = ProcessPoolExecutor(workers or cores, mp_context=multiprocessing.get_context("spawn"))

    @property
    def forked(self) -> bool:
        """Whether this pool's kernels are forked."""
        return self._server is not None

    @property
    def server(self) -> ForkServer | None:
        """The fork server, None where kernels are started as usual."""
        return self._server

    def __enter__(self) -> ReportPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(cancel=kind is not None)

    def submit(self, function: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run the function soon; the future holds what it returns or raises."""
        if self._server is None:
            return self._executor.submit(function, *args, **kwargs)
        return self._executor.submit(_on, self._server, function, args, kwargs)

    def map(self, function: Callable[..., T], /, *iterables: Iterable[Any]) -> Iterator[T]:
        """What the function returns for each, in the order given; the first that raises ends it."""
        futures = [self.submit(function, *args) for args in zip(*iterables, strict=True)]
        return (future.result() for future in futures)

    def close(self, *, cancel: bool = False) -> None:
        """Wait for what was submitted (with cancel: for what has begun), then end the kernels and the server."""
        self._executor.shutdown(wait=True, cancel_futures=cancel)
        if self._server:
            self._server.close()


def each(function: Callable[[Any], T], items: list[Any]) -> list[T]:
    """Call the function, which runs a notebook, for each item; several at a time where that is quicker.

    A single notebook is done before a fork server has loaded, and within a pool's thread the pool's kernels serve.
    Where kernels cannot be forked the items are done one by one.
    """
    if not together(len(items)):
        return [function(item) for item in items]
    with ReportPool(min(len(items), 2 * (os.cpu_count() or 1)), forked=True) as pool:
        return list(pool.map(function, items))


def together(count: int) -> bool:
    """Whether `each` would run this many notebooks on forked kernels of its own."""
    return count >= WORTH_A_SERVER and can_fork() and current() is None


def _on(server: ForkServer, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    """In a thread: call the function with this server in use, or with kernels as usual where it cannot fork."""
    if not server.ready():
        return function(*args, **kwargs)
    with server.used():
        return function(*args, **kwargs)

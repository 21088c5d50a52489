"""Handing reports to an executor, a few at a time; a worker that dies takes nobody else's report with it."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait

from verifier.errors import VerifierError
from verifier.reports.watchlists.rendering import Rendered, Task

AHEAD = 2  # reports handed out for each worker: one in hand, one waiting


def make_all(
    tasks: Sequence[Task], renderer: Callable[[Task], Rendered], pool: Callable[[int], Executor], workers: int
) -> Iterator[tuple[Task, Rendered | BaseException]]:
    """Each task with its report, or with what went wrong, as they are done.

    When a worker process dies the pool is gone: those in hand are then tried again one by one, so that the one at
    fault is found and the others are made.
    """
    waiting, suspects = deque(tasks), deque[Task]()
    while waiting or suspects:
        batch, alone = (deque([suspects.popleft()]), True) if suspects else (waiting, False)
        if alone:
            shutil.rmtree(batch[0].folder, ignore_errors=True)  # what the worker that died had begun
        executor = pool(1 if alone else max(1, min(workers, len(batch))))
        try:
            for task, made in _with(executor, batch, renderer, AHEAD * workers):
                if not isinstance(made, BrokenExecutor):
                    yield task, made
                elif alone:
                    yield task, VerifierError("its worker process died, as when the machine runs out of memory")
                else:
                    suspects.append(task)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def _with(
    executor: Executor, batch: deque[Task], renderer: Callable[[Task], Rendered], most: int
) -> Iterator[tuple[Task, Rendered | BaseException]]:
    running: dict[Future[Rendered], Task] = {}
    broken = False
    while running or (batch and not broken):
        while batch and len(running) < most and not broken:
            try:
                running[executor.submit(renderer, batch[0])] = batch[0]
                batch.popleft()
            except BrokenExecutor:
                broken = True
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            error = future.exception()
            broken = broken or isinstance(error, BrokenExecutor)
            yield running.pop(future), error or future.result()

"""Handing reports to an executor, a few at a time; a worker that dies takes nobody else's report with it."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Any

from verifier.errors import VerifierError
from verifier.reports.clusters import LOST
from verifier.reports.watchlists.rendering import Rendered, Task

AHEAD = 2  # reports handed out for each worker: one in hand, one waiting


@dataclass(frozen=True)
class Crew:
    """Who makes reports: `pool` makes the executor for a number of workers, `work` is the function it calls.

    send turns a task into what `work` is called with, receive what it returns into the report.
    """

    pool: Callable[[int], Executor]
    work: Callable[[Any], Any]
    send: Callable[[Task], Any] = lambda task: task
    receive: Callable[[Task, Any], Rendered] = lambda _, made: made


def make_all(tasks: Sequence[Task], crew: Crew, workers: int) -> Iterator[tuple[Task, Rendered | BaseException]]:
    """Each task with its report, or with what went wrong, as they are done.

    When a worker process dies, a local pool is gone, and a cluster gives what was in its hands to others until it calls
    them lost: those are then tried again one by one, so that the one at fault is found and the others are made.
    """
    waiting, suspects = deque(tasks), deque[Task]()
    while waiting or suspects:
        batch, alone = (deque([suspects.popleft()]), True) if suspects else (waiting, False)
        if alone:
            shutil.rmtree(batch[0].folder, ignore_errors=True)  # what the worker that died had begun
        executor = crew.pool(1 if alone else max(1, min(workers, len(batch))))
        try:
            for task, made in _with(executor, batch, crew, AHEAD * workers):
                if not isinstance(made, LOST):
                    yield task, made
                elif alone:
                    yield task, VerifierError("its worker process died, as when the machine runs out of memory")
                else:
                    suspects.append(task)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def _with(
    executor: Executor, batch: deque[Task], crew: Crew, most: int
) -> Iterator[tuple[Task, Rendered | BaseException]]:
    running: dict[Future[Any], Task] = {}
    broken = False
    while running or (batch and not broken):
        while batch and len(running) < most and not broken:
            try:
                running[executor.submit(crew.work, crew.send(batch[0]))] = batch[0]
                batch.popleft()
            except BrokenExecutor:
                broken = True
            except (VerifierError, OSError) as error:  # it cannot be sent
                yield batch.popleft(), error
        if running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                made = _made(running.pop(future), future, crew)
                broken = broken or isinstance(made[1], BrokenExecutor)
                yield made


def _made(task: Task, future: Future[Any], crew: Crew) -> tuple[Task, Rendered | BaseException]:
    error = future.exception()
    if error is not None:
        return task, error
    try:
        return task, crew.receive(task, future.result())
    except (VerifierError, OSError) as error_here:  # it cannot be kept
        return task, error_here

"""Handing the parts of an archive to an executor, a few at a time; a document that kills workers is found, left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import replace

from verifier.errors import VerifierError
from verifier.reports.archives.documents import Record
from verifier.reports.archives.scanning import Part, Task
from verifier.reports.clusters import LOST

AHEAD = 2  # parts handed out for each worker: one in hand, one waiting
DIED = "the process that read it died, as when the machine runs out of memory"

Scanner = Callable[[Task], Part]
Pool = Callable[[int], Executor]


def make_all(tasks: Iterator[Task], scanner: Scanner, pool: Pool, workers: int) -> Iterator[tuple[Task, Part]]:
    """Each task with its part, as they are done; tasks are drawn when there is room for them.

    When a worker process dies the pool is gone: the tasks in hand are made again one by one, and in the one at fault
    the document at fault is looked for. Raises what a scanner, or drawing a task, raises when all in hand are done.
    """
    more = True
    failure: BaseException | None = None
    while more:
        suspects: list[Task] = []
        running: dict[Future[Part], Task] = {}
        executor = pool(workers)
        try:
            while more or running:
                while more and not suspects and len(running) < AHEAD * workers:
                    try:
                        task = next(tasks, None)
                    except VerifierError as broken:  # the archive breaks off
                        failure, task = failure or broken, None
                    if task is None:
                        more = False
                    elif (future := _submitted(executor, scanner, task)) is None:
                        suspects.append(task)
                    else:
                        running[future] = task
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    task, error = running.pop(future), future.exception()
                    if error is None:
                        yield task, future.result()
                    elif isinstance(error, LOST):
                        suspects.append(task)
                    else:
                        failure, more = failure or error, False  # what is in hand is still made and kept
        finally:
            for future in running:
                future.cancel()
            executor.shutdown(wait=True)  # no more than this: not every executor knows cancel_futures
        if failure is not None:
            raise failure
        for task in sorted(suspects, key=lambda one: one.number):
            yield task, _alone(task, scanner, pool)


def _submitted(executor: Executor, scanner: Scanner, task: Task) -> Future[Part] | None:
    try:
        return executor.submit(scanner, task)
    except BrokenExecutor:
        return None


def _alone(task: Task, scanner: Scanner, pool: Pool) -> Part:
    """The part of a task whose worker may have died of it."""
    made = _tried(task, scanner, pool)
    if made is None:
        deadly = {record.row for record in _deadly(task, task.records, scanner, pool)}
        records = tuple(replace(one, problem=DIED) if one.row in deadly else one for one in task.records)
        made = _tried(replace(task, records=records), scanner, pool)
    if made is None:
        raise VerifierError(
            f"a worker process died over the documents after row {task.first} up to row {task.last}, and none of them "
            "does it alone: use fewer --workers, or more memory. What was done is kept for the next scan"
        )
    return made


def _deadly(task: Task, records: tuple[Record, ...], scanner: Scanner, pool: Pool) -> Iterator[Record]:
    """The records, among those at which a process died, that do it alone."""
    if len(records) == 1:
        yield records[0]
        return
    half = len(records) // 2
    for some in (records[:half], records[half:]):
        if _tried(replace(task, records=some), scanner, pool) is None:
            yield from _deadly(task, some, scanner, pool)


def _tried(task: Task, scanner: Scanner, pool: Pool) -> Part | None:
    """The part of a task made in a process of its own; None where that died."""
    executor = pool(1)
    try:
        return executor.submit(scanner, task).result()
    except LOST:
        return None
    finally:
        executor.shutdown(wait=True)

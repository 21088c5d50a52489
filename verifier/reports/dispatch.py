"""Handing tasks to an executor, a few at a time; a worker that dies takes nobody else's task with it.

Any `concurrent.futures.Executor` will do: processes and threads here, or the workers of a Dask scheduler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from verifier.errors import VerifierError
from verifier.reports.executors import LOST

PATIENCE = 5  # seconds that a worker has to end
AHEAD = 2  # tasks handed out for each worker: one in hand, one waiting

Task = TypeVar("Task")
Done = TypeVar("Done")


class DiedError(VerifierError):
    """The worker of a task died, and again when the task was alone with it."""


class Dispatcher(Generic[Task, Done]):
    """Hands tasks to the executor that `pool` makes for a number of workers.

    Workers call `work` with what `send` makes of a task; `again` clears away what a dead worker had begun of it.
    """

    def __init__(
        self,
        work: Callable[[Any], Done],
        pool: Callable[[int], Executor],
        *,
        send: Callable[[Task], Any] = lambda task: task,
        again: Callable[[Task], None] = lambda _: None,
    ) -> None:
        self._work, self._pool, self._send, self._again = work, pool, send, again

    def all(self, tasks: Iterable[Task], workers: int) -> Iterator[tuple[Task, Done | BaseException]]:
        """Each task with what was made of it or what went wrong, as they are done; drawn when there is room for them.

        When a worker dies, a local pool breaks, and a cluster passes the worker's tasks to others until it gives them
        up. Those tasks are then retried one by one, so that the one at fault is found (DiedError) and the others are
        made.
        """
        waiting = iter(tasks)
        more = True
        while more:
            suspects: list[Task] = []
            running: dict[Future[Done], Task] = {}
            others = set(active_children())
            executor = self._pool(workers)
            all_done = False
            try:
                while more or running:
                    while more and not suspects and len(running) < AHEAD * workers:
                        try:
                            task = next(waiting)
                        except StopIteration:
                            more = False
                            break
                        try:
                            running[executor.submit(self._work, self._send(task))] = task
                        except BrokenExecutor:
                            suspects.append(task)
                        except (VerifierError, OSError) as refused:  # it cannot be sent
                            yield task, refused
                    if not running:
                        break
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        task, error = running.pop(future), future.exception()
                        if isinstance(error, LOST):
                            suspects.append(task)
                        else:
                            yield task, future.result() if error is None else error
                all_done = not suspects
            finally:
                for future in running:
                    future.cancel()
                if not (all_done or suspects):  # stopped
                    _let_go(executor)
                    _end(one for one in active_children() if one not in others)
                executor.shutdown(wait=True)  # no more than this: not every executor knows cancel_futures
            for task in suspects:
                yield task, self.alone(task)

    def alone(self, task: Task) -> Done | BaseException:
        """What is made of a task with a worker of its own, or what went wrong."""
        self._again(task)
        executor = self._pool(1)
        try:
            return executor.submit(self._work, self._send(task)).result()
        except LOST:
            return DiedError("its worker process died, as when the machine runs out of memory")
        except Exception as error:  # noqa: BLE001  (whoever asked decides what it means, as for all the others)
            return error
        finally:
            executor.shutdown(wait=True)


def _let_go(executor: Executor) -> None:
    """Close our end of what is queued for the workers of a local pool: once they have died, a thread that still writes
    to them would wait for ever on Python before 3.11.5 (https://github.com/python/cpython/issues/94777).
    """
    reader = getattr(getattr(executor, "_call_queue", None), "_reader", None)
    if reader is not None and not reader.closed:
        reader.close()


def _end(workers: Iterable[BaseProcess]) -> None:
    """End the workers of a pool that is stopped: one that was just starting never heard of it."""
    some = list(workers)
    for one in some:
        one.terminate()
    for one in some:
        one.join(PATIENCE)
        if one.is_alive():
            one.kill()

"""Making the report of one claim in a worker: `render_report` is the one function through which every report goes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.errors import VerifierError
from verifier.reports.dispatch import Dispatcher
from verifier.reports.notebook import CELL_SECONDS
from verifier.reports.report import write_report
from verifier.reports.watchlists.inputs import Inputs


@dataclass(frozen=True)
class ReportTask:
    """One report to make: the text, the number of the claim in it, the notebook's parameters and an empty folder.

    newsroom names the ratings and corrections to keep; seconds is how long a cell may take; inputs are the hashes of
    what the report is made from.
    """

    id: str
    document: Path
    number: int
    parameters: dict[str, Any]
    folder: Path
    newsroom: dict[str, Path]
    seconds: int = CELL_SECONDS
    inputs: Inputs | None = None


@dataclass(frozen=True)
class Rendered:
    """A report that was made: its folder, and the check as data."""

    folder: Path
    result: dict[str, Any]


@dataclass(frozen=True)
class ReportWorkers:
    """Who makes reports: `pool` makes the executor for a number of workers, `work` is the function it calls.

    send turns a task into what `work` is called with, receive what it returns into the report.
    """

    pool: Callable[[int], Executor]
    work: Callable[[Any], Any]
    send: Callable[[ReportTask], Any] = lambda task: task
    receive: Callable[[ReportTask, Any], Rendered] = lambda _, made: made

    def make_all(
        self, tasks: Sequence[ReportTask], workers: int
    ) -> Iterator[tuple[ReportTask, Rendered | BaseException]]:
        """Each task with its report, or with what went wrong, as they are done."""
        dispatcher: Dispatcher[ReportTask, Any] = Dispatcher(self.work, self.pool, send=self.send, again=_cleared)
        for task, made in dispatcher.all(tasks, max(1, min(workers, len(tasks)))):
            yield task, made if isinstance(made, BaseException) else self._received(task, made)

    def _received(self, task: ReportTask, made: Any) -> Rendered | BaseException:
        try:
            return self.receive(task, made)
        except (VerifierError, OSError) as error:  # it cannot be kept
            return error


def _cleared(task: ReportTask) -> None:
    shutil.rmtree(task.folder, ignore_errors=True)


def render_report(task: ReportTask) -> Rendered:
    """Make a claim's report with `write_report`; raises the package's errors."""
    made = write_report(
        task.document,
        task.folder,
        task.parameters,
        [task.number],
        ratings=task.newsroom.get("ratings.yml"),
        corrections=task.newsroom.get("corrections.yml"),
        seconds=task.seconds,
    )
    return Rendered(made.folder, made.results[0])

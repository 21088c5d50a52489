"""The parts of an archive, made by the workers; a document that kills workers is found and left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace

from verifier.errors import VerifierError
from verifier.reports.archives.documents import Record
from verifier.reports.archives.scanning import PartTask, ScannedPart
from verifier.reports.dispatch import DiedError, Dispatcher

DIED = "the process that read it died, as when the machine runs out of memory"


def make_all(
    tasks: Iterator[PartTask], scanner: Callable[[PartTask], ScannedPart], pool: Callable[[int], Executor], workers: int
) -> Iterator[tuple[PartTask, ScannedPart]]:
    """Each task with its part, as they are done. Raises what a scanner, or drawing a task, raises when all in hand are
    done.
    """
    dispatcher: Dispatcher[PartTask, ScannedPart] = Dispatcher(scanner, pool)
    failures: list[BaseException] = []

    def drawn() -> Iterator[PartTask]:
        try:
            for task in tasks:
                yield task
                if failures:  # what is in hand is still made and kept
                    return
        except VerifierError as error:  # the archive breaks off
            failures.append(error)

    for task, made in dispatcher.all(drawn(), workers):
        if isinstance(made, DiedError):
            yield task, _without_the_deadly(task, dispatcher)
        elif isinstance(made, BaseException):
            failures.append(made)
        else:
            yield task, made
    if failures:
        raise failures[0]


def _without_the_deadly(task: PartTask, dispatcher: Dispatcher[PartTask, ScannedPart]) -> ScannedPart:
    """The part of a task that killed its worker, made without the documents that did it."""
    deadly = {record.row for record in _deadly(task, task.records, dispatcher)}
    records = tuple(replace(one, problem=DIED) if one.row in deadly else one for one in task.records)
    made = dispatcher.alone(replace(task, records=records))
    if isinstance(made, DiedError):
        raise VerifierError(
            f"a worker process died over the documents after row {task.first} up to row {task.last}, and none of them "
            "does it alone: use fewer --workers, or more memory. What was done is kept for the next scan"
        )
    if isinstance(made, BaseException):
        raise made
    return made


def _deadly(
    task: PartTask, records: tuple[Record, ...], dispatcher: Dispatcher[PartTask, ScannedPart]
) -> Iterator[Record]:
    """The records, among those at which a process died, that do it alone."""
    if len(records) == 1:
        yield records[0]
        return
    half = len(records) // 2
    for some in (records[:half], records[half:]):
        made = dispatcher.alone(replace(task, records=some))
        if isinstance(made, DiedError):
            yield from _deadly(task, some, dispatcher)
        elif isinstance(made, BaseException):
            raise made

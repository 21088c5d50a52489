"""The parts of an archive, each read, checked and written by a worker through `scan_part`, in any executor.

A document that kills workers is found and left out."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from verifier import __version__
from verifier.claims.document import Document
from verifier.claims.reader import ClaimsRead, read_claims
from verifier.deadline import USUAL, seconds_for, within
from verifier.errors import VerifierError, in_a_line
from verifier.findings.many import Asked, verdicts
from verifier.findings.verdict import Verdict
from verifier.reports.archives.claims_table import rows_to_parquet
from verifier.reports.archives.columns import claim_fields, document_fields, verdict_fields
from verifier.reports.archives.documents import Record, document_of, name_of
from verifier.reports.archives.scan_parts import Problem
from verifier.reports.archives.settings import Settings, same_here
from verifier.reports.dispatch import DiedError, Dispatcher

Given = TypeVar("Given")
DIED = "the process that read it died, as when the machine runs out of memory"


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part to make: the records after row `first` up to `last`, how much of the archive they are, their digest."""

    number: int
    first: int
    last: int
    passed: int
    records: tuple[Record, ...]
    settings: Settings
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ScannedPart:
    """A part that was made: its rows as a Parquet file, what was wrong, and the CPU seconds by step."""

    documents: int
    claims: int
    table: bytes
    problems: list[Problem]
    seconds: dict[str, float] = field(default_factory=dict)


def scan_part(task: PartTask) -> ScannedPart:
    """Read and check the documents of a part. What is wrong with one of them is a problem of its own.

    Raises VerifierError where this process has other data than the scan was begun with, or cannot write.
    """
    same_here(task.settings)
    problems: list[Problem] = []
    seconds: dict[str, float] = {}
    rows, claims = _timed(seconds, "reading", lambda: _read(task, problems))
    found = _timed(seconds, "checking", lambda: _checked(claims, rows, task.settings, problems))
    package = __version__
    whole = ({**row, **verdict_fields(one), "package": package} for row, one in zip(rows, found, strict=True))
    table = _timed(seconds, "writing", lambda: rows_to_parquet(whole))
    return ScannedPart(len(task.records), len(rows), table, problems, seconds)


def _timed(seconds: dict[str, float], name: str, work: Callable[[], Given]) -> Given:
    begun = time.process_time()
    done = work()
    seconds[name] = time.process_time() - begun
    return done


def _read(task: PartTask, problems: list[Problem]) -> tuple[list[dict[str, Any]], list[Asked]]:
    """The rows of all claims, without what is found about them, and the claims to check."""
    rows: list[dict[str, Any]] = []
    claims: list[Asked] = []
    for record in task.records:
        try:
            name, document, read = within(seconds_for(record.size), "reading it", partial(_claims_of, record, task))
        except Exception as error:  # noqa: BLE001  (one document that breaks us must not take the others down)
            name = name_of(record, task.settings.columns)
            problems.append(Problem(name, record.row, None, in_a_line(error)))
            continue
        about = document_fields(name, record.row, document)
        for number, claim in enumerate(read.claims, start=1):
            mentions = 1 + len(read.repeats.get(claim.id, ()))
            rows.append(about | claim_fields(name, number, claim, mentions))
            claims.append(Asked(claim, document.published))
    return rows, claims


def _claims_of(record: Record, task: PartTask) -> tuple[str, Document, ClaimsRead]:
    name, document = document_of(record, task.settings.columns, task.settings.country)
    return name, document, read_claims(document)


def _checked(
    claims: list[Asked], rows: list[dict[str, Any]], given: Settings, problems: list[Problem]
) -> list[Verdict | None]:
    """What is found about each claim, all checked together; None for one whose check fails."""
    with _own_set(given) as specifications:

        def check(some: list[Asked]) -> list[Verdict]:
            return verdicts(
                some,
                given.datasets or None,
                place=given.place,
                known_on=given.known_on,
                specifications=specifications,
            )

        try:
            return within(USUAL + len(claims), "checking the claims", lambda: list(check(claims)))
        except Exception:  # noqa: BLE001  (the claim at fault is found below, and told)
            return list(_one_by_one(check, claims, rows, problems))


def _one_by_one(
    check: Callable[[list[Asked]], list[Verdict]],
    claims: list[Asked],
    rows: list[dict[str, Any]],
    problems: list[Problem],
) -> Iterator[Verdict | None]:
    for one, row in zip(claims, rows, strict=True):
        try:
            yield from within(USUAL, "checking it", partial(check, [one]))
        except Exception as error:  # noqa: BLE001  (one claim that breaks us must not take the others down)
            problems.append(Problem(row["document"], row["row"], row["claim"], in_a_line(error)))
            yield None


@contextmanager
def _own_set(given: Settings) -> Iterator[str]:
    """The specification set as `verdicts` takes it: one of the user's own is a file while the part is made."""
    if not given.own_set:
        yield given.specifications
        return
    with tempfile.TemporaryDirectory(prefix="verifier-") as folder:
        file = Path(folder) / "own.toml"
        file.write_text(given.own_set, encoding="utf-8")
        yield str(file)


def make_all(
    tasks: Iterator[PartTask], scanner: Callable[[PartTask], ScannedPart], pool: Callable[[int], Executor], workers: int
) -> Iterator[tuple[PartTask, ScannedPart]]:
    """Each task with its part, as they are done. Raises what goes wrong when all in hand are done."""
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

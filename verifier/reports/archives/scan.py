"""A scan: an archive cut into parts, each read and checked by a worker, and put together to one table in its order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import astuple, dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any
from zlib import crc32

from verifier.errors import InputError, UsageError
from verifier.files import cannot_write
from verifier.incidents.fetching.progress import bar
from verifier.reports.archives import claims_table
from verifier.reports.archives import scan_parts as kept
from verifier.reports.archives.documents import ArchiveSource, Record
from verifier.reports.archives.open_archive import open_archive
from verifier.reports.archives.scan_parts import EarlierTable, Note, Parts, Problem, parts_record, records_digest
from verifier.reports.archives.scanning import PartTask, ScannedPart, make_all, scan_part
from verifier.reports.archives.settings import Settings, described_datasets, same_here
from verifier.reports.escaping import write_csv
from verifier.reports.executors import executor_for, process_pool

ENDINGS = (".parquet", ".csv")
CUT = 1024  # a part of a folder ends, once in so many names, by the name: a file that comes moves no other parts
FAILED = 1
KINDS = 8  # of files that were left out
ON_CLUSTER = 16  # workers kept busy without --workers; each has two parts of an archive in our memory


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an archive a part takes: so many documents, or what first reaches so many bytes."""

    documents: int = 4000
    bytes: int = 32_000_000


@dataclass
class Scan:
    """What a scan made: the table, the file of problems (None where there is none), and counts.

    - resumed: documents that an interrupted scan had already done.
    - known: unchanged documents, whose rows were taken from the table before.
    - left_out: files that are not documents, by kind.
    - seconds: CPU seconds by step.
    """

    table: Path
    problems_file: Path | None = None
    documents: int = 0
    claims: int = 0
    problems: int = 0
    resumed: int = 0
    known: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def scan_archive(
    archive: Path,
    table: Path,
    given: Settings,
    *,
    workers: int = 1,
    again: bool = False,
    limits: Limits = Limits(),
    pool: Callable[[int], Executor] = process_pool,
    scanner: Callable[[PartTask], ScannedPart] = scan_part,
) -> Scan:
    """Read and check all claims of an archive, and write one table of them: Parquet or, where its name says so, CSV.

    An interrupted scan resumes after the parts that it finished. Unchanged parts are taken from the table before, where
    that was made with the same parameters, data and package; again starts from scratch. The table has the same bytes
    however often the scan was stopped and for any number of workers, which come from pool.

    Raises InputError for an archive that cannot be read, and BusyError where another scan is at work on the table.
    Raises UsageError for a table that cannot be written or is that of another archive, and for parts of another scan.
    """
    if table.suffix.lower() not in ENDINGS:
        raise UsageError(f"{table}: name a table that ends in {' or '.join(ENDINGS)}")
    if not table.parent.is_dir():
        raise UsageError(f"there is no folder {table.parent} to write {table.name} to: make it first")
    if archive.exists() and any(place.exists() and place.samefile(archive) for place in (table, _beside(table))):
        raise UsageError(f"{archive} is the archive: write the table to another place")
    if not again:
        _not_of_another(table, archive)
    done = Scan(table)
    with open_archive(archive, given.columns) as source:
        stamp = source.stamp()
        with kept.open_parts(table) as parts:
            limit = {"documents": limits.documents, "bytes": limits.bytes}
            made_with = {**given.identity(), "parts": limit}
            parts.belong_to({"archive": [archive.name, stamp], **made_with}, again=again)
            earlier = EarlierTable(table) if again else EarlierTable.of(table, made_with)
            held = [note for number in parts.numbers() if (note := parts.note(number))]
            done.resumed = sum(note.documents for note in held)
            with bar(archive.name, source.extent(), sum(note.passed for note in held), source.unit) as progress:
                todo = _tasks(source, parts, given, limits, done, earlier)
                for task, part in make_all(todo, scanner, pool, workers):
                    parts.keep(_note(task, part), part.table)
                    progress.update(task.passed)
                    for name, spent in part.seconds.items():
                        done.seconds[name] = done.seconds.get(name, 0.0) + spent
            same_here(given)
            with open_archive(archive, given.columns) as now:
                if now.stamp() != stamp:
                    raise InputError(f"{archive} was changed while it was read: scan it again, with --again")
            done.left_out = source.left_out()
            _finish(done, parts, source, given, made_with)
    return done


def _tasks(
    source: ArchiveSource, parts: Parts, given: Settings, limits: Limits, done: Scan, earlier: EarlierTable
) -> Iterator[PartTask]:
    """The parts that are not there yet, in the order of the archive; those of an earlier table are put in place."""
    number = 0
    while True:
        number += 1
        first, begun = source.at, source.passed()
        note = parts.note(number)
        if note is not None and note.first == first:
            source.skip_to(note.last)
            continue
        records: list[Record] = []
        size = 0
        while len(records) < limits.documents and size < limits.bytes and (record := source.read()) is not None:
            records.append(record)
            size += record.size
            if record.name and crc32(record.name.encode()) % CUT == 0:
                break
        if not records:
            return
        digest, passed = records_digest(records), source.passed() - begun
        if known := earlier.take(digest, number, first, passed):
            parts.keep(*known)
            done.known += len(records)
        else:
            yield PartTask(number, first, source.at, passed, tuple(records), given, digest)


def _note(task: PartTask, part: ScannedPart) -> Note:
    return Note(
        number=task.number,
        first=task.first,
        last=task.last,
        passed=task.passed,
        documents=part.documents,
        claims=part.claims,
        size=len(part.table),
        problems=part.problems,
        digest=task.digest,
    )


def _finish(done: Scan, parts: Parts, source: ArchiveSource, given: Settings, made_with: dict[str, Any]) -> None:
    """Put the table and the problems together beside the parts, and then in their places."""
    numbers = parts.numbers()
    if not numbers:
        raise InputError(f"{source.path} holds no document")
    files = [parts.table(number) for number in numbers]
    bad = parts.folder / ".problems.partial"
    _write_problems(bad, _problems(done, parts, files))
    made = parts.folder / ".table.partial"
    if done.table.suffix.lower() == ".csv":
        claims_table.join_parts_csv(files, made)
    else:
        notes = (note for number in numbers if (note := parts.note(number)))
        claims_table.join_parts(files, made, _about(done, source, given), parts_record(notes, made_with))
    place = _beside(done.table)
    try:
        if done.problems:
            done.problems_file = bad.replace(place)
        else:
            place.unlink(missing_ok=True)
        made.replace(done.table)
    except OSError as error:
        raise cannot_write(done.table, error) from error


def _not_of_another(table: Path, archive: Path) -> None:
    """Raise UsageError where a finished table there is known to be that of another archive."""
    try:
        about = claims_table.table_description(table) if table.is_file() and table.suffix.lower() != ".csv" else None
    except InputError:
        return  # no table of a scan: as any other file of that name, it is replaced
    if about and about["archive"] != archive.name:
        raise UsageError(
            f"{table} holds the {about['claims']:,} claims of another archive, {about['archive']}: name another table, "
            "or say --again to put this one in its place"
        )


def _beside(table: Path) -> Path:
    """The file of the problems of a table."""
    return table.with_name(f"{table.name}.problems.csv")


def _about(done: Scan, source: ArchiveSource, given: Settings) -> dict[str, Any]:
    """What the table says about itself."""
    return {
        "archive": source.path.name,
        "kind": source.kind,
        "documents": done.documents,
        "claims": done.claims,
        "problems": done.problems,
        "left out": done.left_out,
        "parameters": given.shown(),
        "own specification set": given.own_set,
        "datasets": described_datasets(given),
        "data": given.data,
        "package": given.package,
    }


def _problems(done: Scan, parts: Parts, files: list[Path]) -> Iterator[Problem]:
    """What is wrong with the archive, in its order; what is counted on the way goes to `done`."""
    for number in parts.numbers():
        note = parts.note(number)
        if note is not None:
            done.documents += note.documents
            done.claims += note.claims
            done.problems += len(note.problems)
            yield from note.problems
    for name, count, first, last in claims_table.repeated_ids(files):
        done.problems += 1
        yield Problem(name, first, None, f"{count} documents have this id, the last of them in row {last}")


def _write_problems(path: Path, problems: Iterator[Problem]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            write_csv(file, [one.name for one in fields(Problem)], map(astuple, problems))
    except OSError as error:
        raise cannot_write(path, error) from error


def scan_and_tell(
    archive: Path,
    table: Path,
    given: Settings,
    *,
    workers: int | None,
    scheduler: str | None = None,
    fail_on: Sequence[str],
    again: bool,
    tell: Callable[[str], None],
) -> int:
    """Scan an archive, report the result in a line or two, and return the exit code.

    The exit code is 0, or 1 where a document had a problem and fail_on holds "error". scheduler is the address of a
    Dask scheduler, whose workers then do the work. Raises as scan_archive does, and UsageError where no scheduler
    answers.
    """
    most = workers or (ON_CLUSTER if scheduler else os.cpu_count() or 1)
    pool = partial(executor_for, scheduler=scheduler)
    done = scan_archive(archive, table, given, workers=most, again=again, pool=pool)
    for line in scan_summary(done):
        tell(line)
    return FAILED if "error" in fail_on and done.problems else 0


def scan_summary(done: Scan) -> list[str]:
    """What a scan did, in numbers, and where to look."""
    lines = []
    if done.resumed:
        lines.append(f"Resumed where it was stopped: {_counted(done.resumed, 'document')} had been read before.")
    if done.known:
        lines.append(f"{_counted(done.known, 'document')} unchanged since the table before; the others were read.")
    if done.left_out:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in list(done.left_out.items())[:KINDS])
        rest = sum(list(done.left_out.values())[KINDS:])
        lines.append(f"Left out because they are not texts: {kinds}{f' and {rest:,} of other kinds' if rest else ''}.")
    if done.problems_file:
        lines.append(f"{_counted(done.problems, 'problem')} with documents or claims: {done.problems_file}")
    lines.append(f"{_counted(done.documents, 'document')}, {_counted(done.claims, 'claim')}. The table: {done.table}")
    return lines


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

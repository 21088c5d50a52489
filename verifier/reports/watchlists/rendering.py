"""Making the report of one claim in a worker: `render_report` is the one function through which every report goes.

On a machine that shares no folder with ours, what it needs travels there, and the report back. The worker must have the
same package, libraries, notebook and counts, so that its numbers are ours; else it refuses.
"""

from __future__ import annotations

import io
import platform
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from verifier.claims.document import read_document
from verifier.claims.reader import read_claims
from verifier.errors import VerifierError
from verifier.reports.dispatch import Dispatcher
from verifier.reports.executors import executor_for
from verifier.reports.kernels.pool import on_server, standing_server
from verifier.reports.opened import CELL_SECONDS, pick
from verifier.reports.provenance import software
from verifier.reports.watchlists.inputs import Inputs, inputs_of, reasons

MOST_BYTES, MOST_FILES = 1 << 30, 100  # of a report that comes back; one has a few megabytes in a dozen files
ON_CLUSTER = 500  # as many workers are kept at work; the scheduler holds what waits
HERE = "⟨folder⟩"  # replaces the worker's folder in its messages


@dataclass(frozen=True)
class ReportTask:
    """One report to make: the text, the number of the claim in it, the notebook's parameters and an empty folder.

    newsroom: ratings and corrections to keep; seconds: how long a cell may take; inputs: hashes of what it is made of.
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


def make_reports(
    tasks: Sequence[ReportTask],
    workers: int,
    *,
    pool: Callable[[int], Executor],
    work: Callable[[Any], Any],
    send: Callable[[ReportTask], Any] = lambda task: task,
    receive: Callable[[ReportTask, Any], Rendered] = lambda _, made: made,
) -> Iterator[tuple[ReportTask, Rendered | BaseException]]:
    """Each task with its report, or with what went wrong, as they are done.

    pool makes the executor for a number of workers, work is the function it calls with what send makes of a task, and
    receive turns what that returns into the report.
    """

    def clear(task: ReportTask) -> None:
        shutil.rmtree(task.folder, ignore_errors=True)

    dispatcher: Dispatcher[ReportTask, Any] = Dispatcher(work, pool, send=send, again=clear)
    for task, made in dispatcher.all(tasks, max(1, min(workers, len(tasks)))):
        if not isinstance(made, BaseException):
            try:
                made = receive(task, made)
            except (VerifierError, OSError) as error:  # it cannot be kept
                made = error
        yield task, made


def render_report(task: ReportTask) -> Rendered:
    """Make a claim's report with `write_report`; raises the package's errors."""
    from verifier.reports.report import write_report  # a second to load: only by who makes a report

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


@dataclass(frozen=True)
class Packet:
    """A task with the bytes of every file it names."""

    task: ReportTask
    files: dict[str, bytes]
    software: dict[str, str]
    renderer: Callable[[ReportTask], Rendered]


@dataclass(frozen=True)
class Packed:
    """A report as a zip of its files and the check as data; or what went wrong, with the half-run notebook."""

    report: bytes
    result: dict[str, Any] | None
    why: str = ""


def on_cluster(
    tasks: Sequence[ReportTask], workers: int, *, scheduler: str, renderer: Callable[[ReportTask], Rendered]
) -> Iterator[tuple[ReportTask, Rendered | BaseException]]:
    """`make_reports` by the workers of a Dask scheduler."""
    pool, send = partial(executor_for, scheduler=scheduler), partial(packed, renderer=renderer)
    return make_reports(tasks, workers, pool=pool, work=render_packet, send=send, receive=unpacked)


def render_there(task: ReportTask) -> Rendered:
    """Make a claim's report on a worker, with kernels of the worker's own fork server where it can have one."""
    server = standing_server()
    return on_server(server, render_report, task) if server else render_report(task)


def packed(task: ReportTask, renderer: Callable[[ReportTask], Rendered]) -> Packet:
    """A task as it is sent to a worker. Raises OSError for a file that cannot be read."""
    files = {f"text/{task.document.name}": task.document.read_bytes()}
    files |= {f"newsroom/{name}": path.read_bytes() for name, path in task.newsroom.items()}
    own = Path(str(task.parameters.get("specifications", "")))
    files |= {f"sets/{own.name}": own.read_bytes()} if own.is_file() else {}
    return Packet(task, files, software(), renderer)


def render_packet(packet: Packet) -> Packed:
    """On a worker: make the report in a folder that vanishes.

    Raises VerifierError where this worker has other software or other counts than the machine that asks.
    """
    with tempfile.TemporaryDirectory(prefix="verifier-report-") as name:
        place = Path(name)
        task = _unpacked_task(packet, place)
        _same(packet, task)
        try:
            made = packet.renderer(task)
        except VerifierError as error:
            return Packed(_zipped(task.folder), None, str(error).replace(str(task.folder), HERE))
        return Packed(_zipped(made.folder), made.result)


def unpacked(task: ReportTask, packed: Packed) -> Rendered:
    """Write what came back to the task's folder. Raises VerifierError for a failed task, or files no report has."""
    folder = task.folder if packed.result is None else task.folder / "report"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(packed.report)) as archive:
        members = archive.infolist()
        if len(members) > MOST_FILES or sum(one.file_size for one in members) > MOST_BYTES:
            raise VerifierError("a worker sent back more than a report can be")
        for one in members:
            if one.filename != Path(one.filename).name or "\\" in one.filename or one.filename in ("", ".", ".."):
                raise VerifierError(f"a worker sent back {one.filename!r}, which is not a file of a report")
            (folder / one.filename).write_bytes(archive.read(one))
    if packed.result is None:
        raise VerifierError(packed.why.replace(HERE, str(task.folder)))
    return Rendered(folder, packed.result)


def _unpacked_task(packet: Packet, place: Path) -> ReportTask:
    for name, content in packet.files.items():
        path = place / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    task = packet.task
    own = [str(place / name) for name in packet.files if name.startswith("sets/")]
    return replace(
        task,
        document=place / "text" / task.document.name,
        folder=place / "made",
        newsroom={name: place / "newsroom" / name for name in task.newsroom},
        parameters={**task.parameters, **({"specifications": own[0]} if own else {})},
    )


def _same(packet: Packet, task: ReportTask) -> None:
    """Refuse work whose numbers would not be those of the machine that asks."""
    here = software()
    other = [f"{name} {here[name]}, not {wanted}" for name, wanted in packet.software.items() if here[name] != wanted]
    given = task.parameters
    document = read_document(
        task.document, published=given.get("published") or None, country=given.get("country") or None
    )
    claim = pick(read_claims(document), task.number)
    other = other or reasons(task.inputs, inputs_of(document.text, claim, task.number, given, task.newsroom))
    if other:
        raise VerifierError(
            f"the worker on {platform.node()} has other software or data than this machine: {'; '.join(other)}; "
            "install the same there, or take it out of the cluster"
        )


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.is_file():
                archive.write(path, path.name)
    return buffer.getvalue()

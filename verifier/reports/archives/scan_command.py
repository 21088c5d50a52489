"""`verifier scan`: an archive's scan, what it tells, and the exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from verifier.reports.archives.scan import Scan, scan_archive
from verifier.reports.archives.settings import Settings
from verifier.reports.executors import executor_for

FAILED = 1
KINDS = 8  # of files that were left out
ON_CLUSTER = 16  # workers kept busy without --workers; each has two parts of an archive in our memory


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

"""Making the report of one claim in a worker: `render` is the one function through which every report goes.

Any `concurrent.futures.Executor` will do for a pool, as long as it can call `render` with a `Task`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifier.reports.notebook import CELL_SECONDS
from verifier.reports.report import write_report


@dataclass(frozen=True)
class Task:
    """One report to make: of which claim of which text, with which notebook parameters, in which empty folder.

    newsroom names the ratings and corrections to keep; seconds is how long a cell may take; inputs are the hashes of
    what the report is to be made from.
    """

    id: str
    document: Path
    number: int
    parameters: dict[str, Any]
    folder: Path
    newsroom: dict[str, Path]
    seconds: int = CELL_SECONDS
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    """A report that was made: its folder, and the check as data."""

    folder: Path
    result: dict[str, Any]


def render(task: Task) -> Rendered:
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

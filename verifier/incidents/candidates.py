"""Monthly candidate files of UCDP as one: each event once, as the latest file that has it tells it.

A vintage holds the months before it too, as far as their files were brought in without a gap. Their events are kept in
the store beside the tables, with the columns that are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd

from verifier.errors import UsageError
from verifier.files import write_whole
from verifier.incidents import engine
from verifier.incidents.engine import Rows
from verifier.incidents.layouts import Layout
from verifier.incidents.opening import csv_part
from verifier.incidents.problems import Problems
from verifier.incidents.sources.ucdp_candidate import CANDIDATE, release
from verifier.incidents.sql import quoted_name
from verifier.window import Window

KEPT = ".events"  # in the folder of the dataset


def merged(rows: Rows, version: str, folder: Path) -> tuple[Rows, Window, list[str]]:
    """The rows of a release and of those kept before it that it continues; the days of all; the names of these.

    An event (by its id) that a later file has too counts as that one tells it.
    """
    whole = _days(version)
    before: list[str] = []
    for name, days in sorted(_kept(folder), key=lambda each: each[1].end, reverse=True):
        if days.end < _days(version).end and days.start < whole.start <= days.end + timedelta(days=1):
            whole, before = Window(days.start, whole.end), [name, *before]
    columns = ", ".join(quoted_name(name) for name in CANDIDATE.names)
    parts = [replace(part, source=f"(SELECT {columns} FROM {part.source})") for part in rows.parts]
    parts = [*(csv_part(folder / KEPT / f"{name}.csv", CANDIDATE.names) for name in before), *parts]
    told = []
    for at, part in enumerate(parts):
        later = " UNION ALL ".join(f"SELECT trim(id) FROM {other.source}" for other in parts[at + 1 :])
        gone = f" WHERE trim(id) NOT IN ({later})" if later and at < len(before) else ""
        told.append(replace(part, source=f"(SELECT * FROM {part.source}{gone})"))
    return replace(rows, parts=tuple(told), header=list(CANDIDATE.names)), whole, before


def events(rows: Rows, layout: Layout) -> pd.DataFrame:
    """The events of a file, with the columns that are read, as texts."""
    columns = ", ".join(quoted_name(name) for name in layout.names)
    return rows.database.execute(f"SELECT {columns} FROM {rows.source} WHERE {engine.is_event(layout)}").df()


def check_months(found: pd.DataFrame, version: str, problems: Problems) -> None:
    """Most events of a release are of its own months; the others are those that it corrects."""
    days = _days(version)
    inside = found["date_start"].str.strip().str[:10].between(str(days.start), str(days.end))
    if 2 * int(inside.sum()) <= len(found):
        other = f"{found['date_start'].min()[:10]}..{found['date_start'].max()[:10]}"
        problems.say(
            f"the events are of {other}, which reaches outside {days}, the coverage of {version}: is that the right "
            "release?"
        )


def keep_events(found: pd.DataFrame, version: str, folder: Path) -> None:
    """Keep the events of a release for those that continue it."""
    (folder / KEPT).mkdir(parents=True, exist_ok=True)
    write_whole(folder / KEPT / f"{version}.csv", found.to_csv(index=False).encode())


def continued(version: str, folder: Path) -> list[str]:
    """The releases kept that come after one and continue it, the earliest first: they are to be made again with it."""
    own = _days(version)
    later = sorted((days.end, name, days) for name, days in _kept(folder) if days.end > own.end)
    found, end = [], own.end
    for _, name, days in later:
        if days.start <= end + timedelta(days=1):
            found.append(name)
            end = days.end
    return found


def _kept(folder: Path) -> Iterator[tuple[str, Window]]:
    for file in (folder / KEPT).glob("*.csv"):
        try:
            yield file.stem, _days(file.stem)
        except UsageError:  # none of ours
            continue


def _days(version: str) -> Window:
    made = release(Path(version), version, Window.parse("2000"))
    assert made.coverage is not None  # noqa: S101  (a numbered release has days)
    return made.coverage

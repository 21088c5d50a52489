"""What changed between two vintages, as lines for a terminal and rows for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from verifier.errors import DataError, UsageError
from verifier.files import write_whole
from verifier.findings.wording import MINUS
from verifier.incidents.cells import Cells
from verifier.incidents.dataset import Dataset
from verifier.incidents.restatements import (
    ADDED,
    DROPPED,
    RESTATED,
    UNCHANGED,
    days_changed,
    headline,
    pair,
    period,
    restatements,
)
from verifier.places.names import country_name

MOST = 24  # rows of one kind before the rest is summed up in a line
HEADINGS = {"year": "year", "month": "month", "span": "period"}


@dataclass(frozen=True, eq=False)
class Changes:
    """The two series that were compared, the older first (None where there is only one), and what to print."""

    series: tuple[Cells, Cells] | None
    lines: list[str]


def changes(
    dataset: Dataset, place: str | None = None, definition: str | None = None, between: tuple[str, str] | None = None
) -> Changes:
    """What changed between two vintages of a dataset, by default its latest two that share a place.

    Raises DataError for a place, definition or vintage that is not there, and for two vintages without a shared place.
    """
    found = pair(dataset, place, between)
    chosen = dataset.definition(definition) if definition else dataset.definitions[0]
    if found is None:
        where = f" for {place}" if place else ", for any place"
        return Changes(None, [f"what changed: there are no two vintages{where}, so nothing to compare"])
    where, old, new = found
    series = (dataset.cells(chosen.id, where, vintage=old), dataset.cells(chosen.id, where, vintage=new))
    first = f"what changed between vintage {old} and vintage {new}: {chosen.label}, {country_name(where)}"
    return Changes(series, [first, *(f"  {line}" for line in lines(restatements(*series), old, new))])


def write_chart(dataset: Dataset, told: Changes, path: Path) -> None:
    """Write the chart of two vintages as PNG or SVG, by the ending of the path.

    Raises UsageError for another ending, DataError where there is only one vintage.
    """
    from verifier.charts.vintages import vintages_chart  # drawing takes a while to load, and most never draw

    if path.suffix.casefold() not in {".png", ".svg"}:
        raise UsageError(f"--chart {path}: the name must end in .png or .svg")
    if told.series is None:
        raise DataError(f"dataset {dataset.id!r}: {told.lines[0]}; there is no chart to draw")
    chart = vintages_chart(*told.series, dataset.title)
    write_whole(path, chart.png() if path.suffix.casefold() == ".png" else chart.svg())


def lines(table: pd.DataFrame, old: str, new: str) -> list[str]:
    """The restatements of two vintages (see `restatements`): what changed row by row, what did not in one line."""
    found = [f"{headline(table)}."]
    for by, heading in HEADINGS.items():
        rows = table[(table["by"] == by) & (table["change"] != UNCHANGED)]
        if by == "month":  # the years say already which stretches were added or dropped
            rows = rows[rows["change"] == RESTATED]
        if len(rows):
            size = rows["difference"].abs().fillna(rows["old"].fillna(0) + rows["new"].fillna(0)).astype("int64")
            largest = size.sort_values(ascending=False, kind="stable").index[:MOST].sort_values()
            cells = [(heading, old, new, "difference")]
            for row in rows.loc[largest].to_dict("records"):
                then, now = ("unknown" if pd.isna(row[side]) else f"{row[side]:,}" for side in ("old", "new"))
                cells.append((period(row), then, now, difference(row)))
            found += _aligned(cells)
            found += [f"and {len(rows) - MOST} more {heading}s, each with a smaller difference"] * (len(rows) > MOST)
        if by != "month" and (words := unchanged(table, by)):
            found.append(words)
    words = days_changed(table)
    return [*found, *([f"{words}."] if words else [])]


def unchanged(table: pd.DataFrame, by: str) -> str:
    """The periods with the same count in both vintages, in one line; empty where there is none."""
    rows = table[(table["by"] == by) & (table["change"] == UNCHANGED)]
    if rows.empty:
        return ""
    names = [period(row) for row in rows.to_dict("records")]
    listed = ", ".join(_runs(names) if by == "year" else names[:MOST])
    more = f" and {len(names) - MOST} more" if by != "year" and len(names) > MOST else ""
    return f"unchanged: {listed}{more}"


def difference(row: Mapping[Any, Any]) -> str:
    """The difference of a row with its sign, or that it was added or dropped."""
    if row["change"] in (ADDED, DROPPED):
        return str(row["change"])
    number = int(row["difference"])
    return f"{'+' if number > 0 else MINUS if number < 0 else ''}{abs(number):,}"


def _aligned(rows: list[tuple[str, str, str, str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        "  ".join([f"{row[0]:<{widths[0]}}", *(f"{row[at]:>{widths[at]}}" for at in range(1, 4))]).rstrip()
        for row in rows
    ]


def _runs(names: list[str]) -> list[str]:
    """Consecutive years as 1989–2014; anything else unchanged."""
    runs: list[list[str]] = []
    for name in names:
        if runs and name.isdigit() and runs[-1][-1].isdigit() and int(name) == int(runs[-1][-1]) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]

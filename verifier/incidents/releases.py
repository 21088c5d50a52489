"""What a file is as a release of its source: the vintage it becomes, when it was published, which days it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from verifier.errors import UsageError
from verifier.incidents.layouts import Layout
from verifier.incidents.problems import Problems
from verifier.window import Window


@dataclass(frozen=True, slots=True)
class Release:
    """One dated release of a source.

    id names the vintage; published is the day (or month, "2025-06") on which it came out, empty where nothing tells;
    coverage the days it says something about, None where only the rows tell; note what a reader should know of it.
    For files of totals, `same` holds the
    values of keys that the file name tells and that are those of every row: {"measure": "fatalities"}. spill is the
    reason why a few events may begin outside the coverage and are then left out; without one they are an error.
    """

    id: str
    published: str = ""
    coverage: Window | None = None
    note: str = ""
    spill: str = ""
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Derived:
    """What a file became: the tables as they are kept, and the days that each covers in each place.

    coverage is table -> place -> [first day, last day], ISO; left_out is reason -> rows; gaps are the spans in the
    coverage of which nothing is known, as a data package holds them. spans tells tables of totals,
    of which several may make up one vintage, from tables of events, where a country has one.
    """

    dataset: str
    release: Release
    tables: dict[str, pd.DataFrame]
    coverage: dict[str, dict[str, list[str]]]
    left_out: dict[str, int]
    spans: bool = False
    gaps: tuple[dict[str, Any], ...] = ()


def publication(published: date | str | None) -> tuple[date, str, str]:
    """The day of publication, how precisely it is known ("day" or "month"), and the note for one that is not known.

    A text is a day (2022-03-15) or a month (2022-03), of which the last day is taken. Without any, today stands for it
    and the note says so. Raises UsageError for any other text.
    """
    if not published:
        today = datetime.now(tz=UTC).date()
        return today, "day", "The day of publication was not given; the day of import stands for it."
    if isinstance(published, date):
        return published, "day", ""
    window = Window.parse(published)
    if window.days > 31:
        raise UsageError(f"published: {published!r} is neither a day (2022-03-15) nor a month (2022-03)")
    return window.end, "day" if window.days == 1 else "month", ""


def derive_totals(counts: pd.DataFrame, layout: Layout, release: Release, whole: Window, problems: Problems) -> Derived:
    """One table of all places, with columns start, end, place, the keys, the counts; `whole` ends when the data end.

    The span in which the data end is cut there, since it holds no more than that. Spans after it are left out when
    they count nothing (a source may write out the year to its end); counts after it are a problem.
    """
    late = counts[counts["start"] > str(whole.end)]
    counted = late[late[list(layout.counts)].sum(axis=1) > 0]
    for row in counted.head(5).to_dict("records"):
        problems.say(f"{row['place']} has counts for {row['start']}, which is after {whole.end}, when the data end")
    early = counts[counts["start"] < str(whole.start)]
    if len(early):
        problems.say(f"the totals begin on {early['start'].min()}, which is before {whole.start}")
    problems.stop()
    table = counts.drop(late.index)
    note = release.note
    cut = table["end"] > str(whole.end)
    if cut.any():
        table = table.assign(end=table["end"].where(~cut, str(whole.end)))
        note += f" The data end on {whole.end}, so the last span is counted up to that day only."
    for key, value in release.same.items():
        table.insert(3, key, value)
    covered = {str(place): [str(rows["start"].min()), str(rows["end"].max())] for place, rows in table.groupby("place")}
    return Derived(
        dataset=layout.dataset,
        release=replace(release, coverage=whole, note=note.strip()),
        tables={layout.id: table.sort_values(["place", "start", "end"], kind="stable", ignore_index=True)},
        coverage={layout.id: covered},
        left_out={"a span after the day on which the data end, with nothing counted": len(late)},
        spans=True,
    )

"""Totals of spans (a country's events by month or year) to what is kept: spans cut at the day the data run to."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from verifier.incidents.layouts import Layout
from verifier.incidents.problems import Problems
from verifier.incidents.releases import Derived, Release
from verifier.window import Window


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

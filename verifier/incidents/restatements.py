"""What changed between two vintages of a series: counts restated, days and spans that came or went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from verifier.errors import DataError
from verifier.incidents.cells import WORLD, Cells
from verifier.incidents.dataset import Dataset, suggestion
from verifier.incidents.profile import days
from verifier.window import Window

COLUMNS = ["by", "start", "end", "old", "new", "difference", "change"]
SEVERAL, KEPT, FEW = 10, 0.8, 60  # counts and the share of them that must be kept; places that are compared
UNCHANGED, RESTATED, ADDED, DROPPED = "unchanged", "restated", "added", "dropped"


def restatements(old: Cells, new: Cells) -> pd.DataFrame:
    """The counts of two vintages of one dataset, definition and place, side by side.

    Columns: by, start, end (both days included), old, new (whole numbers, missing where the vintage says nothing),
    difference (new less old), change ("unchanged", "restated", "added": only the new vintage has it, "dropped": only
    the old one has it). by is "span" for published figures and totals, one row for every span that either vintage has.
    For day-by-day data it is "year" and "month": calendar periods, cut where a vintage's coverage begins or ends so
    that both counts are of the same days; and "day" for the days covered by both whose count differs.

    Raises DataError for cells of different datasets, definitions or places.
    """
    for name, one, other in (
        ("dataset", old.dataset, new.dataset),
        ("definition", old.definition.id, new.definition.id),
        ("place", old.place, new.place),
    ):
        if one != other:
            raise DataError(f"two vintages are compared within one {name}, not {one!r} with {other!r}")
    rows = _daily(old, new) if old.dense and new.dense else _spans(old, new)
    table = pd.DataFrame(rows, columns=["by", "start", "end", "old", "new"])
    for column in ("start", "end"):
        table[column] = pd.to_datetime(table[column])
    table["old"], table["new"] = table["old"].astype("Int64"), table["new"].astype("Int64")
    table["difference"] = table["new"] - table["old"]
    table["change"] = np.select(
        [table["old"].isna(), table["new"].isna(), (table["difference"] != 0).fillna(value=False)],
        [ADDED, DROPPED, RESTATED],
        UNCHANGED,
    )
    return table[COLUMNS]


def pair(
    dataset: Dataset, place: str | None = None, between: tuple[str, str] | None = None
) -> tuple[str, str, str] | None:
    """The place and the two vintages to compare, the older first: (place, old, new).

    Without `between` the latest two vintages that share a place; without a place the whole world where both have it,
    else the first that they share. None where no two vintages share a place. Raises DataError for a vintage or place
    that the dataset has not, and for two vintages without a shared place.
    """
    if place is not None and place not in dataset.places():
        raise DataError(f"dataset {dataset.id!r} does not cover {place!r}" + suggestion(place, dataset.places()))
    known = {vintage.id: vintage for vintage in dataset.vintages(place)}
    if between is not None:
        for wanted in between:
            if wanted not in known:
                where = f" for {place}" if place else ""
                raise DataError(
                    f"dataset {dataset.id!r} has no such vintage{where}: {wanted!r}" + suggestion(wanted, known)
                )
    order = list(known)
    chosen = sorted(between, key=order.index) if between else order
    places = {name: {code for spans in known[name].tables.values() for code in spans} for name in chosen}
    # The later of the two counts first, then the earlier: the latest release is what a reader has in hand.
    for later in range(len(chosen) - 1, 0, -1):
        for earlier in range(later - 1, -1, -1):
            shared = places[chosen[later]] & places[chosen[earlier]]
            if shared:
                return WORLD if WORLD in shared else min(shared), chosen[earlier], chosen[later]
    if between is not None:
        raise DataError(f"the vintages {between[0]} and {between[1]} of {dataset.id!r} share no place")
    return None


def fallen(dataset: Dataset, vintage: str) -> list[str]:
    """A sentence where a vintage has far fewer in the days of the one before: a part of a file looks just so."""
    before = [one.id for one in dataset.vintages()]
    if before.index(vintage) == 0:
        return []
    older, definition = before[before.index(vintage) - 1], dataset.definitions[0]
    shared = set(dataset.places(older)) & set(dataset.places(vintage))
    then, now = 0, 0
    for place in [WORLD] if WORLD in shared else sorted(shared)[:FEW]:
        try:
            table = restatements(*(dataset.cells(definition.id, place, vintage=each) for each in (older, vintage)))
        except DataError:
            continue
        rows = table[table["by"].isin(["span", "year"]) & table["change"].isin([UNCHANGED, RESTATED])]
        then, now = then + int(rows["old"].sum()), now + int(rows["new"].sum())
    if then < SEVERAL or now >= KEPT * then:
        return []
    words = f"{definition.label} fall from {then:,} in vintage {older} to {now:,} in {vintage}"
    undo = f"`verifier data remove {dataset.id} --vintage {vintage}` takes it out again"
    return [f"In the days that both cover, {words}: is the new file whole? {undo}."]


def period(row: Mapping[Any, Any]) -> str:
    """A row's span as messages write it: 2022, 2022-03, 2022-03-05, or START..END."""
    start, end = pd.Timestamp(row["start"]).date(), pd.Timestamp(row["end"]).date()
    for text in (f"{start.year:04d}", f"{start.year:04d}-{start.month:02d}"):
        if Window(start, end) == Window.parse(text):
            return text
    return str(start) if start == end else f"{start}..{end}"


def headline(table: pd.DataFrame) -> str:
    """What changed, in a sentence that the table bears out: how many periods were restated, added and dropped."""
    rows = table[table["by"].isin(["span", "year"])]
    noun = "total" if (rows["by"] == "span").all() else "year"
    number = rows["change"].value_counts()
    both = int(number.get(UNCHANGED, 0) + number.get(RESTATED, 0))
    if not len(rows):
        return "Neither release has a count"
    if both and RESTATED in number:
        words = f"{number[RESTATED]} of {_many(both, noun)} in both releases restated"
    elif both:
        words = f"{_many(both, noun)} in both releases unchanged"
    else:
        words = f"No {noun} is in both releases"
    shared = rows[rows["change"].isin([UNCHANGED, RESTATED])]
    if noun == "year" and both:  # totals may overlap, so that adding them up would count some twice
        then, now = int(shared["old"].sum()), int(shared["new"].sum())
        words += f", {then:,} became {now:,} in the days both cover" if then != now else f", {now:,} in both"
    for change in (ADDED, DROPPED):
        words += f"; {number[change]} {change}" if change in number else ""
    return words


def days_changed(table: pd.DataFrame) -> str:
    """For day-by-day data, how many days of both vintages have another count; empty where none has."""
    days = table[table["by"] == "day"]
    if days.empty:
        return ""
    more, fewer = int((days["difference"] > 0).sum()), int((days["difference"] < 0).sum())
    fresh, gone = int((days["old"] == 0).sum()), int((days["new"] == 0).sum())
    return (
        f"{_many(len(days), 'day')} that both cover {'has' if len(days) == 1 else 'have'} another count: "
        f"{more:,} more ({fresh:,} had none before), {fewer:,} fewer ({gone:,} have none now)"
    )


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _spans(old: Cells, new: Cells) -> list[tuple[object, ...]]:
    tables = [cells.table.set_index(["start", "end"])["count"].groupby(level=[0, 1]).sum() for cells in (old, new)]
    index = tables[0].index.union(tables[1].index).sort_values()
    sides = [table.reindex(index).astype("Int64") for table in tables]
    return [("span", *span, then, now) for span, then, now in zip(index, *sides, strict=True)]


def _daily(old: Cells, new: Cells) -> list[tuple[object, ...]]:
    both = pd.concat([days(old), days(new)], axis=1, keys=["old", "new"], sort=True).astype("Int64")
    covered = both.notna()
    stretch = (covered != covered.shift()).any(axis=1).cumsum()  # days that the same coverages hold
    rows: list[tuple[object, ...]] = []
    for by in ("year", "month"):
        parts = both.groupby([stretch, pd.DatetimeIndex(both.index).to_period(by[0].upper())])
        spans = both.index.to_series().groupby(parts.ngroup()).agg(["min", "max"])
        sums = parts.sum(min_count=1).itertuples(index=False)
        rows += [(by, *span, *counts) for span, counts in zip(spans.itertuples(index=False), sums, strict=True)]
    differing = both[covered.all(axis=1) & (both["old"] != both["new"]).fillna(value=False)]
    return rows + [("day", day, day, *counts) for day, *counts in differing.itertuples()]

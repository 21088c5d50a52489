"""A few rows of the table: the most sensible ones of those asked for, with their intervals, as plain values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from verifier.arrays import Bools, Ints
from verifier.comparisons.pairs import Pairs
from verifier.findings import doubts
from verifier.findings.comparison_table import COLUMNS, codes_of
from verifier.findings.sources import Source
from verifier.findings.weights import ROUNDED
from verifier.window import Window

# What tells one row from another.
IDENTITY = ("dataset", "vintage", "definition", "after_start", "after_end", "before_start", "before_end")


def same(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows are one comparison (rows themselves differ from their like where a value is missing, as NaN)."""
    return all(row[name] == other[name] for name in IDENTITY)


def most_sensible(
    rows: pd.DataFrame, sources: list[Source], number: int, chosen: Bools | None = None
) -> list[dict[str, Any]]:
    """The most sensible so many of the chosen rows that have a vote; ties go to the windows closest together."""
    return _first(rows, sources, number, "sensibility", chosen)


def heaviest(rows: pd.DataFrame, sources: list[Source], chosen: Bools | None = None) -> dict[str, Any] | None:
    """The comparison with the most weight, which is the one that was said where there is one, or the chosen one with
    the most; None without any.
    """
    found = _first(rows, sources, 1, "weight", chosen)
    return found[0] if found else None


def _first(
    rows: pd.DataFrame, sources: list[Source], number: int, by: str, chosen: Bools | None = None
) -> list[dict[str, Any]]:
    votes = rows["weight"].to_numpy(dtype=np.float64) > 0
    some = np.flatnonzero(votes if chosen is None else chosen & votes)
    if not len(some):
        return []
    weight = np.round(rows[by].to_numpy(dtype=np.float64)[some], ROUNDED)
    if len(some) > number:
        heavy = weight >= np.partition(weight, -number)[-number]
        some, weight = some[heavy], weight[heavy]
    # Column by column: taking rows of a large table touches every value of it.
    apart = (rows["after_start"].to_numpy()[some] - rows["before_end"].to_numpy()[some]).astype(np.int64)
    dataset = codes_of(rows["dataset"])[some].astype(np.int64)
    order = np.lexsort((dataset, apart, -weight))
    return picked_rows(rows, some[order[:number]], sources)


def picked_rows(table: pd.DataFrame, chosen: Ints, sources: list[Source]) -> list[dict[str, Any]]:
    """A few rows, with their intervals, as dicts of plain values: days as dates, texts as str."""
    columns = {str(name): _plain(table[name], chosen) for name in table.columns}
    found = []
    for at in range(len(chosen)):
        row = {name: values[at] for name, values in columns.items()}
        source = next(each for each in sources if each.key == (row["dataset"], row["vintage"], row["definition"]))
        if "interval_low" not in row:
            after, before = (Window(row[f"{side}_start"], row[f"{side}_end"]) for side in ("after", "before"))
            pair = Pairs.one(after, before, row["after_count"], row["before_count"])
            low, high, method = doubts.bounds(source, pair)
            row |= {"interval_low": float(low[0]), "interval_high": float(high[0])}
            row["interval_method"] = doubts.METHODS[int(method[0])]
        found.append({name: row[name] for name in COLUMNS})
    return found


def _plain(column: pd.Series[Any], chosen: Ints) -> list[Any]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        names = column.dtype.categories
        return [str(names[code]) if code >= 0 else None for code in codes_of(column)[chosen]]
    values = column.to_numpy()[chosen]
    return (values.astype("datetime64[D]") if values.dtype.kind == "M" else values).tolist()

"""The table of specifications: every declared comparison of one question, one row each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.arrays import Bools
from verifier.comparisons.intervals import exposures
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.spans import Days, Spans, dates, ordinals
from verifier.findings import doubts
from verifier.findings.batch import Batch
from verifier.findings.outcome_shares import Judged
from verifier.findings.outcomes import Outcome, labelled
from verifier.findings.sources import Source

COLUMNS = [
    "dataset", "vintage", "definition", "match", "place", "after_start", "after_end", "before_start", "before_end",
    "after_count", "before_count", "ratio", "change_percent", "statistic", "value", "among", "tied", "interval_low",
    "interval_high", "interval_method", "outcome", "compatible", "weight", "uniform_weight", "sensibility",
    "after_option", "before_option",
]  # fmt: skip


# The last days of windows that are not there.
_NO_DAY = np.datetime64("NaT", "s")


def comparison_table(made: Batch, found: Judged) -> pd.DataFrame:
    """The comparisons of one question as they were judged, heaviest first: COLUMNS, for a ratio without the interval.

    Weights sum to 1, the same total for every dataset. The columns are arrays beside each other, so that taking one
    costs nothing.
    """
    first = int(found.row[0]) if len(found.row) else 0
    rows = slice(first, first + len(found.row))  # those of one question follow on each other: views, not copies
    declared, statistic = made.declared, made.declared.statistic
    source = made.source[rows]
    after, before = made.rows.after.take(rows), made.rows.before.take(rows)
    later, earlier = made.rows.after_count[rows], made.rows.before_count[rows]
    has_before = ~np.isnan(earlier).any()
    ratio = np.full(len(later), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if statistic.kind.ratio_of == "rates":
            days, base = exposures(after.days, before.days)
            ratio = (later * base) / (earlier * days)
        elif statistic.kind.ratio_of == "counts":
            ratio = later / earlier
    columns = {
        **{name: _named(made, source, of) for name, of in _TEXTS.items()},
        "after_start": dates(after.starts),
        "after_end": dates(after.ends),
        "before_start": np.where(before.starts > 0, dates(before.starts), _NO_DAY),
        "before_end": np.where(before.starts > 0, dates(before.ends), _NO_DAY),
        "after_count": later.astype(np.int64),
        "before_count": earlier.astype(np.int64) if has_before else earlier,
        "ratio": ratio,
        "change_percent": 100 * (ratio - 1) if statistic.kind.percent else np.full(len(later), np.nan),
        "statistic": labelled(np.zeros(len(later), dtype=np.int16), [statistic.value]),
        "value": made.rows.value[rows],
        "among": made.rows.among[rows],
        "tied": made.rows.tied[rows],
        "interval_low": made.rows.low[rows],
        "interval_high": made.rows.high[rows],
        "interval_method": labelled(made.rows.method[rows], list(made.rows.methods)),
        "outcome": labelled(found.outcome, [str(name) for name in Outcome]),
        "compatible": found.compatible,
        "weight": made.weight[rows],
        "uniform_weight": made.uniform_weight[rows],
        "sensibility": made.rows.weight[rows],
        "after_option": labelled(made.rows.after_option[rows], declared.ids("after")),
        "before_option": labelled(made.rows.before_option[rows], declared.ids("before") or ["none"]),
    }
    kept = COLUMNS if made.rows.spread is None else [name for name in COLUMNS if not name.startswith("interval_")]
    return pd.DataFrame({name: columns[name] for name in kept}, copy=False)


@cache
def no_comparisons() -> pd.DataFrame:
    """A table without rows; callers must not change it."""
    empty = pd.DataFrame(columns=COLUMNS)
    return empty.astype({name: "datetime64[s]" for name in COLUMNS if name.endswith(("_start", "_end"))})


# The columns of texts that hang on the source alone.
_TEXTS: dict[str, Callable[[Source], str]] = {
    "dataset": lambda source: source.key[0],
    "vintage": lambda source: source.key[1],
    "definition": lambda source: source.key[2],
    "match": lambda source: source.match,
    "place": lambda source: source.series.cells.place,
}


def _named(made: Batch, source: Days, of: Callable[[Source], str]) -> pd.Categorical[Any]:
    """A text of the source of each row; the categories are those that occur, sorted."""
    present = np.flatnonzero(np.bincount(source, minlength=len(made.panel.sources))).tolist()
    said = {at: of(made.panel.sources[at]) for at in present}
    names = sorted(set(said.values()))
    codes = np.zeros(len(made.panel.sources), dtype=np.int16)
    codes[present] = [names.index(said[at]) for at in present]
    return labelled(codes[source], names)


def with_intervals(table: pd.DataFrame, sources: list[Source]) -> pd.DataFrame:
    """The table with the interval of every row: COLUMNS."""
    if "interval_low" in table.columns:
        return table[COLUMNS]
    low, high = np.full(len(table), np.nan), np.full(len(table), np.nan)
    method = np.zeros(len(table), dtype=np.int64)
    for source in sources:
        rows = np.flatnonzero(rows_of(table, source))
        low[rows], high[rows], method[rows] = doubts.bounds(source, _pairs_of(table, rows))
    methods = labelled(method, list(doubts.METHODS))
    return table.assign(interval_low=low, interval_high=high, interval_method=methods)[COLUMNS]


def rows_of(table: pd.DataFrame, source: Source) -> Bools:
    """Which rows were counted in a series."""
    dataset, vintage, definition = source.key
    return (table["dataset"] == dataset).to_numpy() & (
        (table["vintage"] == vintage).to_numpy() & (table["definition"] == definition).to_numpy()
    )


def spans_of(table: pd.DataFrame, side: str) -> Spans:
    """The windows of a side, "after" or "before", of every row."""
    return Spans(ordinals(table[f"{side}_start"]), ordinals(table[f"{side}_end"]))


def codes_of(column: pd.Series[Any]) -> npt.NDArray[np.integer[Any]]:
    """A column of texts as the small numbers that it holds."""
    return pd.Categorical(column.array).codes


def _pairs_of(table: pd.DataFrame, rows: Days) -> Pairs:
    after, before = (spans_of(table, side).take(rows) for side in ("after", "before"))
    later, earlier = (table[f"{side}_count"].to_numpy(dtype=np.int64)[rows] for side in ("after", "before"))
    one, other = (codes_of(table[f"{side}_option"])[rows].astype(np.int64) for side in ("after", "before"))
    weight = table["sensibility"].to_numpy(dtype=np.float64)[rows]
    return Pairs(after, before, later, earlier, one, other, weight)

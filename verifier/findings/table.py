"""The table of specifications: every declared comparison that a dataset can make, one row each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.readings import TargetReading
from verifier.comparisons import bounded
from verifier.comparisons.pairs import Pairs, pairs
from verifier.comparisons.rules import Anchors, later_month
from verifier.comparisons.series import DAY
from verifier.comparisons.spans import Days, Spans, dates, ordinals
from verifier.comparisons.specifications import SpecificationSet
from verifier.findings.outcomes import labelled, outcomes
from verifier.findings.sources import Source
from verifier.window import Window

COLUMNS = [
    "dataset",
    "vintage",
    "definition",
    "match",
    "place",
    "after_start",
    "after_end",
    "before_start",
    "before_end",
    "after_count",
    "before_count",
    "ratio",
    "change_percent",
    "statistic",
    "value",
    "among",
    "tied",
    "interval_low",
    "interval_high",
    "interval_method",
    "outcome",
    "compatible",
    "weight",
    "uniform_weight",
    "sensibility",
    "after_option",
    "before_option",
]


def anchors_for(claim: Claim, said: date | None, source: Source) -> tuple[Anchors, list[str]]:
    """What the claim's windows hang on in one series, and what had to be assumed, in words.

    Without a period the last 12 months up to the day it was said are taken; without that day, to the end of the data.
    """
    assumed = []
    coverage = source.series.coverage
    latest = source.published - timedelta(days=source.dataset.reporting_lag_days)
    if coverage is not None:
        latest = min(latest, coverage.end)
    if said is not None:
        latest = min(latest, said)
    period = claim.resolved.period
    if period is None:
        end = said or latest
        period = Window(later_month(end + DAY, -12), end)
        assumed.append("the text gives no period: the last 12 months are taken")
    if said is None:
        assumed.append("the day it was said is unknown: everything the data hold is used")
    return Anchors(period, claim.resolved.baseline, latest), assumed


def rows_for(source: Source, anchors: Anchors, declared: SpecificationSet, target: TargetReading) -> pd.DataFrame:
    """One row a specification that this series can make: COLUMNS without the interval; weights not normalised yet."""
    made = pairs(declared, anchors, source.series)
    ratio = bounded.rate_ratios(made)
    enough = made.after_count + made.before_count >= declared.smallest_total
    weight = made.weight * declared.definition_weight(source.match)
    dataset, vintage, definition = source.key
    fixed = {
        "dataset": dataset,
        "vintage": vintage,
        "definition": definition,
        "match": source.match,
        "place": source.series.cells.place,
        "statistic": declared.statistic,
    }
    return pd.DataFrame(
        {
            **{name: labelled(np.zeros(len(made), dtype=np.int16), [text]) for name, text in fixed.items()},
            "after_start": dates(made.after.starts),
            "after_end": dates(made.after.ends),
            "before_start": dates(made.before.starts),
            "before_end": dates(made.before.ends),
            "after_count": made.after_count,
            "before_count": made.before_count,
            "ratio": ratio,
            "change_percent": 100 * (ratio - 1),
            "value": ratio,
            "among": np.nan,
            "tied": np.nan,
            "outcome": outcomes(ratio, target, enough),
            "compatible": bounded.meets(source.series, made, (target.low, target.high)),
            "weight": weight,
            "uniform_weight": 1.0,
            "sensibility": weight,
            "after_option": labelled(made.after_option, declared.ids("after")),
            "before_option": labelled(made.before_option, declared.ids("before")),
        }
    )


def specification_table(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all series as one table, heaviest first; weights sum to 1, the same total for every dataset."""
    if not parts:
        empty = pd.DataFrame(columns=COLUMNS)
        return empty.astype({name: "datetime64[s]" for name in COLUMNS if name.endswith(("_start", "_end"))})
    for name in ("dataset", "vintage", "definition", "match", "place", "statistic", "interval_method"):
        if name not in parts[0]:
            continue
        every = sorted({part[name].cat.categories[0] for part in parts})
        for part in parts:
            part[name] = part[name].cat.set_categories(every)
    table = pd.concat(parts, ignore_index=True)
    for column in ("weight", "uniform_weight"):
        by_dataset = table.groupby("dataset", observed=True)[column].transform("sum")
        table[column] = table[column] / by_dataset / table["dataset"].nunique()
    order = ["weight", "dataset", "definition", "after_start", "after_end", "before_start", "before_end"]
    return table.sort_values(order, ascending=[False] + [True] * 6, ignore_index=True)


def with_intervals(table: pd.DataFrame, sources: list[Source]) -> pd.DataFrame:
    """The table with the interval of every row: COLUMNS."""
    if "interval_low" in table.columns:
        return table[COLUMNS]
    low, high = np.full(len(table), np.nan), np.full(len(table), np.nan)
    quasi = np.zeros(len(table), dtype=bool)
    for source in sources:
        rows = rows_of(table, source)
        chosen = table[rows]
        low[rows], high[rows], quasi[rows] = bounded.bounds(source.series, _pairs_of(chosen))
    methods = labelled(quasi.astype(np.int16), list(bounded.METHODS))
    return table.assign(interval_low=low, interval_high=high, interval_method=methods)[COLUMNS]


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts of plain values: days as dates, texts as str."""
    texts = [name for name in table.columns if isinstance(table[name].dtype, pd.CategoricalDtype)]
    days = {
        name: table[name].dt.date.astype("object").where(table[name].notna(), None)
        for name in table.columns
        if name.endswith(("_start", "_end"))
    }
    plain = table.astype(dict.fromkeys(texts, "object")).assign(**days)
    for name in texts:
        plain[name] = plain[name].where(plain[name].notna(), None)
    return [{str(name): row[name] for name in COLUMNS} for row in plain.to_dict("records")]


def rows_of(table: pd.DataFrame, source: Source) -> npt.NDArray[np.bool_]:
    """Which rows were counted in a series."""
    dataset, vintage, definition = source.key
    mask: npt.NDArray[np.bool_] = (
        (table["dataset"] == dataset) & (table["vintage"] == vintage) & (table["definition"] == definition)
    ).to_numpy()
    return mask


def _pairs_of(rows: pd.DataFrame) -> Pairs:
    return Pairs(
        Spans(ordinals(rows["after_start"]), ordinals(rows["after_end"])),
        Spans(ordinals(rows["before_start"]), ordinals(rows["before_end"])),
        rows["after_count"].to_numpy(dtype=np.int64),
        rows["before_count"].to_numpy(dtype=np.int64),
        _codes(rows["after_option"]),
        _codes(rows["before_option"]),
        rows["sensibility"].to_numpy(dtype=np.float64),
    )


def _codes(column: pd.Series[Any]) -> Days:
    codes: Days = column.cat.codes.to_numpy().astype(np.int64)
    return codes

"""Rows of the specification table for every statistic but the ratio of two windows (which table.py makes)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from verifier.claims.readings import TargetReading
from verifier.comparisons.rules import Anchors, ManyAnchors
from verifier.comparisons.spans import dates
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.measured import Asked
from verifier.comparisons.statistics.table import STATISTICS
from verifier.findings.outcomes import labelled, outcomes
from verifier.findings.panel import Panel
from verifier.findings.sources import Source


def measured_rows(source: Source, anchors: Anchors, declared: SpecificationSet, target: TargetReading) -> pd.DataFrame:
    """One row a specification, its interval included; before_* and ratio are missing where there are none."""
    panel = Panel([source], estimated=declared.statistic == "count", dated=False)
    many = ManyAnchors.of([anchors], int(panel.own[0]))
    made = STATISTICS[declared.statistic](Asked(panel.series, declared, many, [target], panel.other, panel.estimates))
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
    none, size = np.full(len(made), np.nan), len(made)
    missing = np.full(size, np.datetime64("NaT"), dtype="datetime64[s]")
    ratio = none if made.ratio is None else made.ratio
    met = (made.low < target.high) & (made.high >= target.low)
    before_options = declared.ids("before")
    codes = np.full(size, -1, dtype=np.int64) if made.before_option is None else made.before_option
    return pd.DataFrame(
        {
            **{name: labelled(np.zeros(size, dtype=np.int16), [text]) for name, text in fixed.items()},
            "after_start": dates(made.after.starts),
            "after_end": dates(made.after.ends),
            "before_start": missing if made.before is None else dates(made.before.starts),
            "before_end": missing if made.before is None else dates(made.before.ends),
            "after_count": made.after_count,
            "before_count": none if made.before_count is None else made.before_count,
            "ratio": ratio,
            "change_percent": none if _groups(declared) else 100 * (ratio - 1),
            "value": made.value,
            "among": made.among if len(made.among) == size else none,
            "tied": made.tied if len(made.tied) == size else none,
            "interval_low": made.low,
            "interval_high": made.high,
            "interval_method": labelled(np.zeros(size, dtype=np.int16), [made.method]),
            "outcome": outcomes(made.value, target, made.enough, made.opposite),
            "compatible": met,
            "weight": weight,
            "uniform_weight": 1.0,
            "sensibility": weight,
            "after_option": labelled(made.after_option, declared.ids("after")),
            "before_option": labelled(codes, before_options or ["none"]),
        }
    )


def _groups(declared: SpecificationSet) -> bool:
    return declared.statistic == "sides"


def joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all series as one table, heaviest first; weights sum to 1, the same total for every dataset."""
    for name in ("dataset", "vintage", "definition", "match", "place", "statistic", "interval_method"):
        every = sorted({part[name].cat.categories[0] for part in parts})
        for part in parts:
            part[name] = part[name].cat.set_categories(every)
    table = pd.concat(parts, ignore_index=True)
    dataset = table["dataset"].cat.codes.to_numpy(dtype=np.int64)
    for column in ("weight", "uniform_weight"):
        own = table[column].to_numpy(dtype=np.float64)
        # One after the other, as many claims at once are added too: the sums of pandas hang on what else is summed.
        by_dataset = np.bincount(dataset, weights=own)
        table[column] = own / by_dataset[dataset] / len(np.unique(dataset))
    order = ["weight", "dataset", "definition", "after_start", "after_end", "before_start", "before_end"]
    return table.sort_values(order, ascending=[False] + [True] * 6, ignore_index=True)

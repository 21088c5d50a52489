"""The table of specifications: every declared comparison that a dataset can make, one row each."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.readings import TargetReading
from verifier.comparisons.compare import compare_windows
from verifier.comparisons.rules import Anchors, add_months
from verifier.comparisons.series import DAY
from verifier.comparisons.specifications import SpecificationSet
from verifier.findings.outcomes import compatible, outcome
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
        period = Window(add_months(end + DAY, -12), end)
        assumed.append("the text gives no period: the last 12 months are taken")
    if said is None:
        assumed.append("the day it was said is unknown: everything the data hold is used")
    return Anchors(period, claim.resolved.baseline, latest), assumed


def rows_for(
    source: Source, anchors: Anchors, specifications: SpecificationSet, target: TargetReading
) -> list[dict[str, object]]:
    """One dict a specification that this series can make; weights are not normalised yet."""
    rows = []
    dataset, vintage, definition = source.key
    for pair in specifications.pairs(anchors, source.series):
        comparison = compare_windows(source.series, pair.after, pair.before, source.match)
        total = comparison.after.count + comparison.before.count
        low, high = comparison.interval.low, comparison.interval.high
        rows.append(
            {
                "dataset": dataset,
                "vintage": vintage,
                "definition": definition,
                "match": source.match,
                "place": source.series.cells.place,
                "after_start": pair.after.start,
                "after_end": pair.after.end,
                "before_start": pair.before.start,
                "before_end": pair.before.end,
                "after_count": comparison.after.count,
                "before_count": comparison.before.count,
                "ratio": comparison.ratio,
                "change_percent": comparison.change_percent,
                "interval_low": low,
                "interval_high": high,
                "interval_method": comparison.interval.method,
                "outcome": str(
                    outcome(comparison.ratio, target, enough=total >= specifications.smallest_total),
                ),
                "compatible": compatible(low, high, target),
                "weight": pair.weight * specifications.definition_weight(source.match),
                "sensibility": pair.weight * specifications.definition_weight(source.match),
                "uniform_weight": 1.0,
                "after_option": pair.after_option,
                "before_option": pair.before_option,
            }
        )
    return rows


def specification_table(rows: list[dict[str, object]]) -> pd.DataFrame:
    """The rows as a table, heaviest first, weights summing to 1 with every dataset given the same total."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    if table.empty:
        return table
    for column in ("weight", "uniform_weight"):
        by_dataset = table.groupby("dataset")[column].transform("sum")
        table[column] = table[column] / by_dataset / table["dataset"].nunique()
    order = ["weight", "dataset", "definition", "after_start", "after_end", "before_start", "before_end"]
    return table.sort_values(order, ascending=[False] + [True] * 6, ignore_index=True)

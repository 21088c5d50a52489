"""What a reader should know beside the finding: chance in the counts shown, an unusual baseline, shared data.

Diagnostics never decide a finding. Those about chance take incidents as independent and say so.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from verifier.comparisons.compare import finite
from verifier.comparisons.history import Standing, overlap, standing
from verifier.comparisons.poisson import e_test
from verifier.comparisons.series import Series
from verifier.comparisons.statistics.limits import garwood
from verifier.findings import wording

UNUSUAL = 10.0  # percent: a baseline in the lowest or the highest tenth of its history is flagged


def diagnostics(row: dict[str, Any], series: Series, other: dict[str, Any] | None) -> dict[str, Any]:
    """The JSON form of everything below for one comparison (a row of the table); other is its best counter-comparison.

    chance: a 95% interval for each count and the E-test of no change, null for deaths and the injured, which come
    several at a time; baseline: where the earlier window stands in its history, null where that is too short;
    shared_with_counter: the days, and in one daily series the incidents, that the two comparisons share.
    """
    after, before = wording.row_windows(row)
    found = standing(series, after, before)
    shared = None
    if other is not None:
        same = all(row[name] == other[name] for name in ("dataset", "vintage", "definition"))
        common = overlap((after, before), wording.row_windows(other), series if same else None)
        shared = {"days": round(common.days, 4), "counts": None if common.counts is None else round(common.counts, 4)}
    return {
        "chance": _chance(row) if series.cells.definition.unit == "incidents" else None,
        "baseline": None if found is None else _baseline(found),
        "shared_with_counter": shared,
    }


def _chance(row: dict[str, Any]) -> dict[str, Any]:
    after, before = wording.row_windows(row)
    statistic, p_value = e_test(row["after_count"], row["before_count"], after.days, before.days)
    low, high = garwood(np.array([row["after_count"], row["before_count"]]))
    bounds = zip(low.tolist(), high.tolist(), strict=True)
    return {
        "assumes": "independent incidents: where attacks set off others, chance reaches further",
        **{f"{side}_interval_95": [round(bound, 2) for bound in next(bounds)] for side in ("after", "before")},
        "e_test": {"statistic": None if math.isnan(statistic) else round(statistic, 4), "p": float(f"{p_value:.4g}")},
    }


def is_unusual(percentile: float) -> bool:
    """Whether a baseline at that percentile of its history is among the lowest or the highest."""
    return not UNUSUAL < percentile < 100 - UNUSUAL


def _baseline(found: Standing) -> dict[str, Any]:
    return {
        "percentile": round(found.percentile, 2),
        "windows": found.windows,
        "usual_count": found.usual,
        "ratio_of_a_return": finite(float(f"{found.expected_ratio:.6g}")),
    }

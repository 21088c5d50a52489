"""Single counts and pairs of counts, taken as independent incidents: intervals and tests with published references."""

from __future__ import annotations

import math

from scipy import stats

from verifier.comparisons.intervals import LEVEL


def garwood_interval(count: int, level: float = LEVEL) -> tuple[float, float]:
    """Exact interval for the expected number behind one count, by chi-square quantiles (Garwood, Biometrika 28, 1936).

    It assumes that incidents are independent, and it is conservative.
    """
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(stats.chi2.ppf(tail, 2 * count)) / 2
    return low, float(stats.chi2.ppf(1 - tail, 2 * count + 2)) / 2


def e_test(after: int, before: int, after_days: int, before_days: int) -> tuple[float, float]:
    """Statistic and two-sided p-value of equal rates (E-test: Krishnamoorthy & Thomson, Journal of Statistical Planning
    and Inference 119(1), 2004); NaN and 1 from none to none. More powerful than the exact conditional test where counts
    are small; like it, for independent incidents.
    """
    if after + before == 0:
        return math.nan, 1.0
    found = stats.poisson_means_test(after, after_days, before, before_days)
    return float(found.statistic), float(found.pvalue)

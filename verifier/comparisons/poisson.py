"""Single counts and pairs of counts, taken as independent incidents: intervals and tests with published references."""

from __future__ import annotations

import math

from scipy import special

from verifier.comparisons.intervals import LEVEL

# From this many incidents on, the E-test takes its normal limit: scipy builds a table of about 15·√n by 15·√n numbers,
# 250 MB at 10⁵ and 2 GB at 10⁶. At this size the two p-values differ by less than 0.0001.
MANY = 20_000


def garwood_interval(count: int, level: float = LEVEL) -> tuple[float, float]:
    """Exact interval for the expected number behind one count, by chi-square quantiles (Garwood, Biometrika 28, 1936).

    It assumes that incidents are independent, and it is conservative.
    """
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(special.gammaincinv(count, tail))
    return low, float(special.gammaincinv(count + 1, 1 - tail))


def e_test(after: int, before: int, after_days: int, before_days: int) -> tuple[float, float]:
    """Statistic and two-sided p-value of equal rates (E-test: Krishnamoorthy & Thomson, Journal of Statistical Planning
    and Inference 119(1), 2004); NaN and 1 from none to none. More powerful than the exact conditional test where counts
    are small; like it, for independent incidents. Large counts take the limit of the statistic, a normal distribution.
    """
    if after + before == 0:
        return math.nan, 1.0
    if after + before >= MANY:
        spread = math.sqrt(after / after_days**2 + before / before_days**2)
        statistic = (after / after_days - before / before_days) / spread
        return statistic, float(2 * special.ndtr(-abs(statistic)))
    from scipy import stats  # which takes a second to load

    found = stats.poisson_means_test(after, after_days, before, before_days)
    return float(found.statistic), float(found.pvalue)

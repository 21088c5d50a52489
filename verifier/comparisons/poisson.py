"""Whether two counts of independent incidents differ by more than chance."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from verifier.arrays import Floats

# From this many incidents on, the E-test takes its normal limit: its table has about 15·√n by 15·√n numbers, 250 MB at
# 10⁵ and 2 GB at 10⁶. At this size the two p-values differ by less than 0.0001.
MANY = 20_000
TAILS = (1e-10, 1 - 1e-16)  # what is less likely than that is left out of the table


def e_test(after: int, before: int, after_days: int, before_days: int) -> tuple[float, float]:
    """Statistic and two-sided p-value of equal rates (E-test: Krishnamoorthy & Thomson, Journal of Statistical Planning
    and Inference 119(1), 2004); NaN and 1 from none to none. More powerful than the exact conditional test where counts
    are small; like it, for independent incidents. Large counts take the limit of the statistic, a normal distribution.
    """
    if after + before == 0:
        return math.nan, 1.0
    statistic = (after / after_days - before / before_days) / math.sqrt(after / after_days**2 + before / before_days**2)
    if after + before >= MANY:
        return statistic, float(2 * special.ndtr(-abs(statistic)))
    # As scipy.stats.poisson_means_test has it, which takes a second to load.
    mean = (after + before) / (after_days + before_days)
    (later, chance), (earlier, other) = _likely(mean * after_days), _likely(mean * before_days)
    later, earlier = later / after_days, earlier[:, None] / before_days
    with np.errstate(invalid="ignore"):  # from none to none
        apart = np.abs((later - earlier) / np.sqrt(later / after_days + earlier / before_days))
    return statistic, float((chance * other[:, None])[apart >= abs(statistic)].sum())


def _likely(mean: float) -> tuple[Floats, Floats]:
    """The counts that a Poisson distribution can be taken to give, and how likely each is."""
    ends = np.ceil(special.pdtrik(TAILS, mean))
    less = np.maximum(ends - 1, 0)
    first, last = np.where(special.pdtr(less, mean) >= TAILS, less, ends)
    counts = np.arange(first, last + 1)
    return counts, np.exp(special.xlogy(counts, mean) - special.gammaln(counts + 1) - mean)

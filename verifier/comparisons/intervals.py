"""How far two counts pin down a ratio of rates: intervals for (after per day) / (before per day)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

LEVEL = 0.95
BIN_DAYS = 28
# Below this count in either window the normal approximation of the quasi-Poisson interval is not to be trusted.
SMALL_COUNT = 20
# Fewer bins than this in either window say too little about dispersion.
FEWEST_BINS = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds on a ratio; `method` is "exact" or "quasi-poisson", dispersion is 1 for the former."""

    low: float
    high: float
    method: str
    dispersion: float = 1.0


def rate_ratio(after: int, before: int, after_days: int, before_days: int) -> float:
    """Incidents a day after over incidents a day before; infinity from none to some, NaN from none to none."""
    if before == 0:
        return math.nan if after == 0 else math.inf
    return (after / after_days) / (before / before_days)


def exact_interval(after: int, before: int, after_days: int, before_days: int, level: float = LEVEL) -> Interval:
    """Exact conditional interval for a ratio of two Poisson rates.

    Given the total, the count after is binomial with share p = r·d1 / (r·d1 + d0); the Clopper-Pearson bounds on p
    (Biometrika 26, 1934) give those on r (Przyborowski & Wilenski, Biometrika 31, 1940). It assumes that incidents are
    independent, and it is conservative. From none to none every ratio fits: 0 to infinity.
    """
    tail = (1 - level) / 2
    low = 0.0 if after == 0 else float(stats.beta.ppf(tail, after, before + 1))
    high = 1.0 if before == 0 else float(stats.beta.ppf(1 - tail, after + 1, before))
    exposure = before_days / after_days
    return Interval(
        low=low / (1 - low) * exposure,
        high=math.inf if high == 1.0 else high / (1 - high) * exposure,
        method="exact",
    )


def exact_p_value(after: int, before: int, after_days: int, before_days: int) -> float:
    """Two-sided exact conditional p-value of equal rates (Przyborowski & Wilenski, Biometrika 31, 1940)."""
    if after + before == 0:
        return 1.0
    share = after_days / (after_days + before_days)
    return float(stats.binomtest(after, after + before, share).pvalue)


def dispersion(after_bins: npt.NDArray[np.int64], before_bins: npt.NDArray[np.int64]) -> tuple[float, int]:
    """Pearson dispersion of binned counts around each window's own mean, and its degrees of freedom; never below 1."""
    freedom = len(after_bins) + len(before_bins) - 2
    total = 0.0
    for bins in (after_bins, before_bins):
        mean = bins.mean()
        if mean > 0:
            total += float(((bins - mean) ** 2).sum() / mean)
    return max(1.0, total / freedom), freedom


def quasi_poisson_interval(
    after: int,
    before: int,
    after_days: int,
    before_days: int,
    after_bins: npt.NDArray[np.int64],
    before_bins: npt.NDArray[np.int64],
    level: float = LEVEL,
) -> Interval:
    """Interval that widens with clustering: log ratio ± t · sqrt(φ · (1/a + 1/b)), φ the dispersion of the bins.

    Quasi-likelihood after Wedderburn (Biometrika 61, 1974) and McCullagh & Nelder (Generalized Linear Models, 1989,
    §4.5); attacks cluster, so that φ = 1 is too narrow (Porter & White, Annals of Applied Statistics 6(1), 2012).
    Both counts must be above zero.
    """
    phi, freedom = dispersion(after_bins, before_bins)
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * math.sqrt(phi * (1 / after + 1 / before))
    centre = math.log(rate_ratio(after, before, after_days, before_days))
    return Interval(math.exp(centre - half), math.exp(centre + half), "quasi-poisson", phi)


def interval(
    after: int,
    before: int,
    after_days: int,
    before_days: int,
    after_bins: npt.NDArray[np.int64] | None = None,
    before_bins: npt.NDArray[np.int64] | None = None,
) -> Interval:
    """The interval to show: quasi-Poisson where the daily data show the clustering, exact where counts are small.

    Published totals have no days to look into, so theirs is exact, and too narrow where attacks cluster.
    """
    if (
        after_bins is None
        or before_bins is None
        or min(after, before) < SMALL_COUNT
        or min(len(after_bins), len(before_bins)) < FEWEST_BINS
    ):
        return exact_interval(after, before, after_days, before_days)
    return quasi_poisson_interval(after, before, after_days, before_days, after_bins, before_bins)

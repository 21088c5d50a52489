"""Intervals one at a time, as their formulas are written down: what the package works out for many at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from verifier.comparisons.intervals import (
    ALIKE,
    BIN_DAYS,
    FEWEST_BINS,
    LEVEL,
    LONGEST,
    MORE_THAN_CHANCE,
    NO_CLUSTERING,
    PARTS,
    SMALL_COUNT,
)  # fmt: skip

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds on a ratio; `method` is "exact" for independent incidents, "quasi-poisson" where clustering widens it.

    dispersion is 1 for the former.
    """

    low: float
    high: float
    method: str
    dispersion: float = 1.0


def rate_ratio(after: int, before: int, after_days: int, before_days: int) -> float:
    """Incidents after over incidents before, a day where the windows differ by more than ALIKE; infinity from none to
    some, NaN from none to none.

    Rounded once, so that what is three times as many in as many days is 3.
    """
    if before == 0:
        return math.nan if after == 0 else math.inf
    if abs(after_days - before_days) <= ALIKE:
        return after / before
    return (after * before_days) / (before * after_days)


def exact_interval(after: float, before: float, after_days: int, before_days: int, level: float = LEVEL) -> Interval:
    """Exact conditional interval for a ratio of two Poisson rates.

    Given the total, the count after is binomial with share p = r·d1 / (r·d1 + d0); the Clopper-Pearson bounds on p
    (Biometrika 26, 1934) give those on r (Przyborowski & Wilenski, Biometrika 31, 1940). It assumes that incidents are
    independent, and it is conservative. From none to none every ratio fits: 0 to infinity.
    """
    tail = (1 - level) / 2
    low = 0.0 if after == 0 else float(special.betaincinv(after, before + 1, tail))
    high = 1.0 if before == 0 else float(special.betaincinv(after + 1, before, 1 - tail))
    exposure = 1.0 if abs(after_days - before_days) <= ALIKE else before_days / after_days
    return Interval(
        low=low / (1 - low) * exposure,
        high=math.inf if high == 1.0 else high / (1 - high) * exposure,
        method="exact",
    )


def dispersion(after_bins: Ints, before_bins: Ints) -> tuple[float, int]:
    """Pearson dispersion of binned counts around each window's own mean, and its degrees of freedom; never below 1."""
    freedom = len(after_bins) + len(before_bins) - 2
    total = 0.0
    for bins in (after_bins, before_bins):
        mean = bins.mean()
        if mean > 0:
            total += float(((bins - mean) ** 2).sum() / mean)
    return max(1.0, total / freedom), freedom


def clustering(after_daily: Ints, before_daily: Ints) -> tuple[float, float]:
    """How much more the counts of two windows vary than chance lets them, and the degrees of freedom of that number.

    Taken from bins of BIN_DAYS. Bins that short miss attacks that set off further attacks for weeks: where they vary
    more than chance would in MORE_THAN_CHANCE of all cases, longer bins are used, at every possible start, because
    overlapping bins waste no data (overlapping batch means: Meketon & Schmeiser, Winter Simulation Conference 1984;
    degrees of freedom 1.5 times those of separate bins). benchmarks/interval_coverage.py says what this gives.
    """
    phi, freedom = dispersion(binned(after_daily, BIN_DAYS), binned(before_daily, BIN_DAYS))
    length = BIN_DAYS * min(LONGEST, min(len(after_daily), len(before_daily)) // (PARTS * BIN_DAYS))
    if length <= BIN_DAYS or phi <= stats.chi2.ppf(MORE_THAN_CHANCE, freedom) / freedom:
        return phi, freedom
    freedoms = [1.5 * (len(daily) / length - 1) for daily in (after_daily, before_daily)]
    variances = [overlapping(daily, length) for daily in (after_daily, before_daily)]
    return max(phi, float(np.average(variances, weights=freedoms))), sum(freedoms)


def binned(daily: Ints, length: int) -> Ints:
    """Counts of consecutive bins of `length` days, whole bins only."""
    whole = len(daily) // length
    bins: Ints = daily[: whole * length].reshape(whole, length).sum(axis=1)
    return bins


def overlapping(daily: Ints, length: int) -> float:
    """Variance over mean of all overlapping bins of a window, free of bias where days are independent."""
    mean = length * float(daily.mean())
    if mean == 0:
        return 0.0
    sums = np.convolve(daily, np.ones(length, dtype=np.int64), mode="valid")
    return float(((sums - mean) ** 2).mean()) / mean / (1 - length / len(daily))


def quasi_poisson_interval(
    after: int,
    before: int,
    after_days: int,
    before_days: int,
    after_daily: Ints,
    before_daily: Ints,
    level: float = LEVEL,
) -> Interval:
    """Interval that widens with clustering: log ratio ± t · sqrt(φ · (1/a + 1/b)), φ the `clustering` of daily counts.

    Quasi-likelihood after Wedderburn (Biometrika 61, 1974) and McCullagh & Nelder (Generalized Linear Models, 1989,
    §4.5); attacks cluster, so that φ = 1 is too narrow (Porter & White, Annals of Applied Statistics 6(1), 2012).
    Both counts must be above zero.
    """
    phi, freedom = clustering(after_daily, before_daily)
    half = float(special.stdtrit(freedom, (1 + level) / 2)) * math.sqrt(phi * (1 / after + 1 / before))
    centre = math.log(rate_ratio(after, before, after_days, before_days))
    return Interval(math.exp(centre - half), math.exp(centre + half), "quasi-poisson", phi)


def effective_interval(
    after: int, before: int, after_days: int, before_days: int, phi: float, level: float = LEVEL
) -> Interval:
    """Interval for small counts that cluster: the exact one of the counts divided by their dispersion φ.

    Twenty attacks of which each set off three say no more than five (effective counts: Rao & Scott, Biometrics 48,
    1992). Unlike `quasi_poisson_interval` it needs no normal approximation, and counts may be zero.
    """
    found = exact_interval(after / phi, before / phi, after_days, before_days, level)
    return Interval(found.low, found.high, "quasi-poisson", phi)


def interval(
    after: int,
    before: int,
    after_days: int,
    before_days: int,
    after_daily: Ints | None = None,
    before_daily: Ints | None = None,
) -> Interval:
    """The interval to show: widened by the clustering that daily data show, exact where they show none.

    after_daily and before_daily are the counts of each day of the windows. Published totals have no days to look into,
    so theirs is exact, and too narrow where attacks cluster.
    """
    if after_daily is None or before_daily is None or min(len(after_daily), len(before_daily)) < FEWEST_BINS * BIN_DAYS:
        return exact_interval(after, before, after_days, before_days)
    if min(after, before) >= SMALL_COUNT:
        return quasi_poisson_interval(after, before, after_days, before_days, after_daily, before_daily)
    phi, _ = clustering(after_daily, before_daily)
    if phi <= NO_CLUSTERING:
        return exact_interval(after, before, after_days, before_days)
    return effective_interval(after, before, after_days, before_days, phi)

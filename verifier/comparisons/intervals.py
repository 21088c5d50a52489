"""How far two counts pin down a ratio of rates: intervals for (after per day) / (before per day)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from verifier.arrays import Bools, Floats, Ints

LEVEL = 0.95
BIN_DAYS = 28
# Below this count in either window the normal approximation of the quasi-Poisson interval is not to be trusted.
SMALL_COUNT = 20
# Fewer bins than this in either window say too little about dispersion.
FEWEST_BINS = 3
# Clustering that outlasts a bin is measured over longer ones: up to this many bins of BIN_DAYS in one …
LONGEST = 6
# … but no more than this share of the shorter window.
PARTS = 3
# The longer bins are looked at where the shorter ones vary more than this share of chance would let them.
MORE_THAN_CHANCE = 0.8
# Windows that differ by no more days than a February and a January are compared by their totals.
ALIKE = 3
# So few comparisons are quicker worked out than looked at for equal ones.
FEW = 500
# A dispersion of one, but for the last bits.
NO_CLUSTERING = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds on a ratio; `method` is "exact" for independent incidents, "quasi-poisson" where clustering widens it.

    dispersion is 1 for the former.
    """

    low: float
    high: float
    method: str
    dispersion: float = 1.0


def exposures(after_days: Any, before_days: Any) -> tuple[Any, Any]:
    """The days by which two counts are divided (numbers or arrays): those of the later one for both where they differ
    by ALIKE or less, so that a change follows from the two counts that are shown.
    """
    return after_days, np.where(np.abs(after_days - before_days) <= ALIKE, after_days, before_days)


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
    length = int(longer_bins(np.array([len(after_daily)]), np.array([len(before_daily)]))[0])
    if length <= BIN_DAYS or phi <= beyond_chance(np.array([freedom]))[0]:
        return phi, freedom
    freedoms, variances = [], []
    for daily in (after_daily, before_daily):
        freedoms.append(overlapping_freedom(len(daily), length))
        variances.append(_overlapping(daily, length))
    return max(phi, float(np.average(variances, weights=freedoms))), sum(freedoms)


def binned(daily: Ints, length: int) -> Ints:
    """Counts of consecutive bins of `length` days, whole bins only."""
    whole = len(daily) // length
    bins: Ints = daily[: whole * length].reshape(whole, length).sum(axis=1)
    return bins


def longer_bins(after_days: Ints, before_days: Ints) -> Ints:
    """The length of the longer bins for each pair of windows; BIN_DAYS or less where they are too short for any."""
    length: Ints = BIN_DAYS * np.minimum(LONGEST, np.minimum(after_days, before_days) // (PARTS * BIN_DAYS))
    return length


def beyond_chance(freedom: Ints) -> Floats:
    """The dispersion that counts without clustering stay below in MORE_THAN_CHANCE of all cases (chi-square)."""
    return by_value(freedom, lambda free: special.chdtri(free, 1 - MORE_THAN_CHANCE) / free)


def t_quantiles(freedom: Floats, level: float = LEVEL) -> Floats:
    """How many standard errors the interval reaches to either side, for each number of degrees of freedom."""
    quantiles: Floats = special.stdtrit(freedom, (1 + level) / 2)
    return quantiles


def by_value(numbers: Ints, function: Callable[[Floats], Floats]) -> Floats:
    """A function of whole numbers above zero, worked out once for each that occurs."""
    table = np.zeros(int(numbers.max(initial=0)) + 1)
    table[numbers] = 1.0
    occurring = np.flatnonzero(table)
    table[occurring] = function(occurring.astype(np.float64))
    found: Floats = table[numbers]
    return found


def overlapping_freedom(days: Any, length: Any) -> Any:
    """Degrees of freedom of the variance of overlapping bins in a window (numbers or arrays)."""
    return 1.5 * (days / length - 1)


def _overlapping(daily: Ints, length: int) -> float:
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


def exact_bounds(
    after: Ints | Floats, before: Ints | Floats, after_days: Ints, before_days: Ints, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """The bounds of `exact_interval` for many comparisons at once; of very many each different one once."""
    tail = (1 - level) / 2
    key = np.column_stack([after, before, after_days, before_days])
    few = len(key) <= FEW
    unique, back = (key, np.arange(len(key))) if few else np.unique(key, axis=0, return_inverse=True)
    a, b = unique[:, 0].astype(np.float64), unique[:, 1].astype(np.float64)
    later, earlier = exposures(unique[:, 2], unique[:, 3])
    exposure = earlier / later
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a == 0, 0.0, special.betaincinv(np.where(a == 0, 1, a), b + 1, tail))
        high = np.where(b == 0, 1.0, special.betaincinv(a + 1, np.where(b == 0, 1, b), 1 - tail))
        bounds = low / (1 - low) * exposure, np.where(high == 1.0, np.inf, high / (1 - high) * exposure)
    return bounds[0][back.ravel()], bounds[1][back.ravel()]


def exact_meets(
    counts: tuple[Ints | Floats, Ints | Floats],
    days: tuple[Ints, Ints],
    target: tuple[float | Floats, float | Floats],
    level: float = LEVEL,
) -> Bools:
    """Whether the exact interval meets a target [low, high), one for all or one for each, without working out its
    bounds.

    The interval lies above a ratio r just when so many after, or more, are less likely than the tail at r; below it
    just when so few are (Clopper & Pearson, Biometrika 26, 1934). counts and days are (after, before).
    """
    tail = (1 - level) / 2
    after, before = (each.astype(np.float64) for each in counts)
    later, earlier = exposures(*days)
    exposure = later / earlier
    above = _surely(after, before, _share(target[1], exposure), tail, lower=False)
    below = _surely(before, after, 1 - _share(target[0], exposure), tail, lower=True)
    met: Bools = ~above & ~below
    return met


def _share(ratio: float | Floats, exposure: Floats) -> Floats:
    """The share of all incidents that a ratio of rates puts into the after-window."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(ratio), ratio * exposure / (ratio * exposure + 1), 1.0)


def _surely(many: Floats, few: Floats, share: Floats, tail: float, *, lower: bool) -> Bools:
    """Whether `many` of many + few, or more, is less likely than the tail when each has the given share.

    Most cases are settled by n·KL(observed share, share): the tail is at most its exp(-), and at least that over
    sqrt(8·n·q·(1 - q)) (Chernoff, Annals of Mathematical Statistics 23, 1952; Ash, Information Theory, 1965, lemma
    4.7.2). Counts divided by their dispersion need not be whole: the first bound holds for all, the second from one of
    each upwards, as Stirling's remainder is convex. The others are worked out. At the tail itself the upper bound still
    counts as reached, the lower not.
    """
    limit = -math.log(tail)
    # At the mean or below it, the tail is at least one half.
    rows = np.flatnonzero((many > 0) & (many > (many + few) * share))
    sure = np.zeros(len(many), dtype=bool)
    many, few, share = many[rows], few[rows], share[rows]
    total = many + few
    distance = special.rel_entr(many, total * share) + special.rel_entr(few, total * (1 - share))
    sure[rows] = distance > limit + 1e-6
    bounded = (few == 0) | (np.minimum(many, few) >= 1)
    room = np.where(bounded, 0.5 * np.log(np.maximum(8 * many * few / total, 1)), np.inf)
    near = (distance <= limit + 1e-6) & (distance + room >= limit - 1e-6)
    many, few, share = many[near], few[near], share[near]
    chance = special.betainc(many, few + 1, share)
    sure[rows[near]] = chance < tail if lower else chance <= tail
    return sure


def quasi_poisson_halves(after: Ints, before: Ints, phi: Floats, quantiles: Floats) -> Floats:
    """Half the width of `quasi_poisson_interval` on the log scale, for many comparisons at once."""
    half: Floats = quantiles * np.sqrt(phi * (1 / after + 1 / before))
    return half


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

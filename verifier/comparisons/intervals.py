"""How far two counts pin down a ratio of rates: intervals for (after per day) / (before per day)."""

from __future__ import annotations

import math
from collections.abc import Callable
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


def exposures(after_days: Any, before_days: Any) -> tuple[Any, Any]:
    """The days by which two counts are divided: those of the later one for both where they differ
    by ALIKE or less, so that a change follows from the two counts that are shown.
    """
    return after_days, np.where(np.abs(after_days - before_days) <= ALIKE, after_days, before_days)


def longer_bins(after_days: Ints, before_days: Ints) -> Ints:
    """The length of the longer bins for each pair of windows; BIN_DAYS or less where they are too short for any."""
    return BIN_DAYS * np.minimum(LONGEST, np.minimum(after_days, before_days) // (PARTS * BIN_DAYS))


def beyond_chance(freedom: Ints) -> Floats:
    """The dispersion that counts without clustering stay below in MORE_THAN_CHANCE of all cases (chi-square)."""
    return by_value(freedom, lambda free: special.chdtri(free, 1 - MORE_THAN_CHANCE) / free)


def t_quantiles(freedom: Floats, level: float = LEVEL) -> Floats:
    """How many standard errors the interval reaches to either side, for each number of degrees of freedom."""
    return special.stdtrit(freedom, (1 + level) / 2)


def by_value(numbers: Ints, function: Callable[[Floats], Floats]) -> Floats:
    """A function of whole numbers above zero, worked out once for each that occurs."""
    table = np.zeros(int(numbers.max(initial=0)) + 1)
    table[numbers] = 1.0
    occurring = np.flatnonzero(table)
    table[occurring] = function(occurring.astype(np.float64))
    return table[numbers]


def overlapping_freedom(days: Ints, length: int) -> Floats:
    """Degrees of freedom of the variance of overlapping bins in each window."""
    return 1.5 * (days / length - 1)


def exact_bounds(
    after: Ints | Floats, before: Ints | Floats, after_days: Ints, before_days: Ints, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Exact conditional intervals for ratios of two Poisson rates; of very many each different one once.

    Given the total, the count after is binomial with share p = r·d1 / (r·d1 + d0); the Clopper-Pearson bounds on p
    (Biometrika 26, 1934) give those on r (Przyborowski & Wilenski, Biometrika 31, 1940). It assumes that incidents are
    independent, and it is conservative. From none to none every ratio fits: 0 to infinity.

    Counts that cluster are given divided by their dispersion: twenty attacks of which each set off three say no more
    than five (effective counts: Rao & Scott, Biometrics 48, 1992).
    """
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
    return ~above & ~below


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
    """Half the width, on the log scale, of intervals that widen with clustering: t · sqrt(φ · (1/a + 1/b)).

    Quasi-likelihood after Wedderburn (Biometrika 61, 1974) and McCullagh & Nelder (Generalized Linear Models, 1989,
    §4.5); attacks cluster, so that φ = 1 is too narrow (Porter & White, Annals of Applied Statistics 6(1), 2012).
    """
    return quantiles * np.sqrt(phi * (1 / after + 1 / before))

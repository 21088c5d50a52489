"""Intervals for many comparisons of one series at once, and whether each meets a target.

The same numbers as `intervals.interval` gives one at a time: quasi-Poisson where the daily data show the clustering and
the counts are not small, exact otherwise.
"""

from __future__ import annotations

import numpy as np

from verifier.comparisons.intervals import (
    BIN_DAYS,
    FEWEST_BINS,
    SMALL_COUNT,
    Bools,
    Floats,
    beyond_chance,
    exact_bounds,
    exact_meets,
    longer_bins,
    overlapping_freedom,
    quasi_poisson_halves,
)
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days

METHODS = ("exact", "quasi-poisson")


def rate_ratios(pairs: Pairs) -> Floats:
    """Incidents a day after over incidents a day before; infinity from none to some, NaN from none to none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Floats = (pairs.after_count / pairs.after.days) / (pairs.before_count / pairs.before.days)
    return ratio


def bounds(series: Series, pairs: Pairs) -> tuple[Floats, Floats, Bools]:
    """The lower and upper bound of each ratio, and whether they are quasi-Poisson rather than exact."""
    quasi, half = _quasi(series, pairs)
    exact = pairs.take(~quasi)
    low, high = np.empty(len(pairs)), np.empty(len(pairs))
    low[~quasi], high[~quasi] = exact_bounds(exact.after_count, exact.before_count, exact.after.days, exact.before.days)
    centre = rate_ratios(pairs.take(quasi))
    low[quasi], high[quasi] = centre * np.exp(-half), centre * np.exp(half)
    return low, high, quasi


def meets(series: Series, pairs: Pairs, target: tuple[float, float]) -> Bools:
    """Whether the interval of each comparison meets the target [low, high).

    An interval holds its own ratio, so a ratio inside the target needs no looking at; exact bounds are not worked out.
    """
    ratio = rate_ratios(pairs)
    met: Bools = (ratio >= target[0]) & (ratio < target[1])
    quasi, half = _quasi(series, pairs)
    met[quasi] = (ratio[quasi] * np.exp(-half) < target[1]) & (ratio[quasi] * np.exp(half) >= target[0])
    open_yet = ~quasi & ~met
    rest = pairs.take(open_yet)
    met[open_yet] = exact_meets((rest.after_count, rest.before_count), (rest.after.days, rest.before.days), target)
    return met


def _quasi(series: Series, pairs: Pairs) -> tuple[Bools, Floats]:
    """Which comparisons get a quasi-Poisson interval, and for those half its width on the log scale."""
    if not series.dense:
        return np.zeros(len(pairs), dtype=bool), np.zeros(0)
    quasi: Bools = (
        (np.minimum(pairs.after_count, pairs.before_count) >= SMALL_COUNT)
        & (pairs.after.days >= FEWEST_BINS * BIN_DAYS)
        & (pairs.before.days >= FEWEST_BINS * BIN_DAYS)
    )
    chosen = pairs.take(quasi)
    spread_after, bins_after = series.pearson(chosen.after, BIN_DAYS)
    spread_before, bins_before = series.pearson(chosen.before, BIN_DAYS)
    freedom = bins_after + bins_before - 2
    phi = np.maximum(1.0, (spread_after + spread_before) / freedom)
    phi, freedoms = _with_longer_bins(series, chosen, phi, freedom)
    return quasi, quasi_poisson_halves(chosen.after_count, chosen.before_count, phi, freedoms)


def _with_longer_bins(series: Series, chosen: Pairs, phi: Floats, freedom: Days) -> tuple[Floats, Floats]:
    """The dispersion and its degrees of freedom, from longer bins where the shorter ones vary more than chance."""
    phi, freedoms = phi.copy(), freedom.astype(np.float64)
    lengths = longer_bins(chosen.after.days, chosen.before.days)
    clustered = (lengths > BIN_DAYS) & (phi > beyond_chance(freedom))
    for length in np.unique(lengths[clustered]):
        rows = np.flatnonzero(clustered & (lengths == length))
        sides = chosen.after.take(rows), chosen.before.take(rows)
        free = [overlapping_freedom(side.days, length) for side in sides]
        found = [series.overlapping(side, int(length)) for side in sides]
        freedoms[rows] = free[0] + free[1]
        phi[rows] = np.maximum(phi[rows], (free[0] * found[0] + free[1] * found[1]) / freedoms[rows])
    return phi, freedoms

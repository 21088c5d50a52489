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
    exact_bounds,
    exact_meets,
    quasi_poisson_halves,
)
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.series import Series

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


def meets(series: Series, pairs: Pairs, target: tuple[float, float], ratio: Floats | None = None) -> Bools:
    """Whether the interval of each comparison meets the target [low, high).

    An interval holds its own ratio, so a ratio inside the target needs no looking at; exact bounds are not worked out.
    ratio: what `rate_ratios` gives, where it is known already.
    """
    ratio = rate_ratios(pairs) if ratio is None else ratio
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
    return quasi, quasi_poisson_halves(chosen.after_count, chosen.before_count, phi, freedom)

"""Intervals for many comparisons of one series at once, and whether each meets a target.

The same numbers as `intervals.interval` gives one at a time: widened by the clustering that daily data show, exact
otherwise.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from verifier.comparisons.intervals import (
    BIN_DAYS,
    FEWEST_BINS,
    LONGEST,
    NO_CLUSTERING,
    SMALL_COUNT,
    Bools,
    Floats,
    beyond_chance,
    by_value,
    exact_bounds,
    exact_meets,
    longer_bins,
    overlapping_freedom,
    quasi_poisson_halves,
    t_quantiles,
)
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days

METHODS = ("exact", "quasi-poisson")


def rate_ratios(pairs: Pairs) -> Floats:
    """Incidents a day after over incidents a day before; infinity from none to some, NaN from none to none.

    Products of whole numbers, rounded once, as `intervals.rate_ratio` gives it.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Floats = (pairs.after_count * pairs.before.days) / (pairs.before_count * pairs.after.days)
    return ratio


def bounds(series: Series, pairs: Pairs) -> tuple[Floats, Floats, Bools]:
    """The lower and upper bound of each ratio, and whether they are quasi-Poisson rather than exact."""
    wald, half, phi = _widened(series, pairs)
    exact, divided = pairs.take(~wald), phi[~wald]
    low, high = np.empty(len(pairs)), np.empty(len(pairs))
    counts = exact.after_count / divided, exact.before_count / divided
    low[~wald], high[~wald] = exact_bounds(*counts, exact.after.days, exact.before.days)
    centre = rate_ratios(pairs.take(wald))
    low[wald], high[wald] = centre * np.exp(-half), centre * np.exp(half)
    return low, high, wald | (phi > 1)


def meets(series: Series, pairs: Pairs, target: tuple[float, float], ratio: Floats | None = None) -> Bools:
    """Whether the interval of each comparison meets the target [low, high).

    An interval holds its own ratio, so a ratio inside the target needs no looking at; exact bounds are not worked out.
    ratio: what `rate_ratios` gives, where it is known already.
    """
    ratio = rate_ratios(pairs) if ratio is None else ratio
    met: Bools = (ratio >= target[0]) & (ratio < target[1])
    wald, half, phi = _widened(series, pairs)
    met[wald] = (ratio[wald] * np.exp(-half) < target[1]) & (ratio[wald] * np.exp(half) >= target[0])
    open_yet = ~wald & ~met
    rest, divided = pairs.take(open_yet), phi[open_yet]
    counts = rest.after_count / divided, rest.before_count / divided
    met[open_yet] = exact_meets(counts, (rest.after.days, rest.before.days), target)
    return met


def _widened(series: Series, pairs: Pairs) -> tuple[Bools, Floats, Floats]:
    """Which comparisons have counts and days enough for `quasi_poisson_interval`, half its width on the log scale for
    those, and for all of them the dispersion, 1 where none is seen.
    """
    wald, phi = np.zeros(len(pairs), dtype=bool), np.ones(len(pairs))
    if not series.dense:
        return wald, np.zeros(0), phi
    fewest = FEWEST_BINS * BIN_DAYS
    rows = np.flatnonzero((pairs.after.days >= fewest) & (pairs.before.days >= fewest))
    chosen = pairs.take(rows)
    spread_after, bins_after = series.pearson(chosen.after, BIN_DAYS)
    spread_before, bins_before = series.pearson(chosen.before, BIN_DAYS)
    freedom = bins_after + bins_before - 2
    short = np.maximum(1.0, (spread_after + spread_before) / freedom)
    found, quantiles = _with_longer_bins(series, chosen, short, freedom)
    phi[rows] = np.where(found > NO_CLUSTERING, found, 1.0)
    large = np.minimum(chosen.after_count, chosen.before_count) >= SMALL_COUNT
    wald[rows[large]] = True
    half = quasi_poisson_halves(chosen.after_count[large], chosen.before_count[large], found[large], quantiles[large])
    return wald, half, phi


def _with_longer_bins(series: Series, chosen: Pairs, phi: Floats, freedom: Days) -> tuple[Floats, Floats]:
    """The dispersion and its quantiles, from longer bins where the shorter ones vary more than chance."""
    phi, quantiles = phi.copy(), by_value(freedom, t_quantiles)
    after_days, before_days = chosen.after.days, chosen.before.days
    lengths = longer_bins(after_days, before_days)
    clustered = (lengths > BIN_DAYS) & (phi > beyond_chance(freedom))
    for length in range(2 * BIN_DAYS, LONGEST * BIN_DAYS + 1, BIN_DAYS):
        rows = np.flatnonzero(clustered & (lengths == length))
        if not len(rows):
            continue
        both = after_days[rows] + before_days[rows]
        after, before = (overlapping_freedom(days[rows], length) for days in (after_days, before_days))
        longer = after * series.overlapping(chosen.after.take(rows), length)
        longer += before * series.overlapping(chosen.before.take(rows), length)
        phi[rows] = np.maximum(phi[rows], longer / (after + before))
        quantiles[rows] = by_value(both, partial(_quantiles_of_days, length))
    return phi, quantiles


def _quantiles_of_days(length: int, both: Floats) -> Floats:
    """The quantiles for two windows by their days taken together."""
    return t_quantiles(1.5 * (both / length - 2))

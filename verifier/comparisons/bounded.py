"""The interval of each comparison, and whether it meets a target: widened by the clustering that daily data show, exact
where they show none, and for published totals, which have no days to look into.

Clustering is taken from bins of BIN_DAYS. Bins that short miss attacks that set off further attacks for weeks: where
they vary more than chance would in MORE_THAN_CHANCE of all cases, longer bins are used, at every possible start, since
overlapping bins waste no data (overlapping batch means: Meketon & Schmeiser, Winter Simulation Conference 1984; degrees
of freedom 1.5 times those of separate bins). benchmarks/interval_coverage.py says what this gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from verifier.arrays import Bools, Columns, Floats
from verifier.comparisons.intervals import (
    BIN_DAYS,
    FEWEST_BINS,
    LEVEL,
    LONGEST,
    NO_CLUSTERING,
    SMALL_COUNT,
    beyond_chance,
    by_value,
    exact_bounds,
    exact_meets,
    exposures,
    longer_bins,
    overlapping_freedom,
    quasi_poisson_halves,
    t_quantiles,
)
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days

METHODS = ("exact", "quasi-poisson")
# The level at which an interval must leave a number out for a finding against it to be firm.
FIRM_LEVEL = 0.8


def rate_ratios(pairs: Pairs) -> Floats:
    """Incidents after over incidents before; a day where the windows differ by more than ALIKE days. Infinity from none
    to some, NaN from none to none.

    Products of whole numbers, rounded once, so that what is three times as many in as many days is 3.
    """
    after, before = exposures(pairs.after.days, pairs.before.days)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Floats = (pairs.after_count * before) / (pairs.before_count * after)
    return ratio


def bounds(series: Series, pairs: Pairs, dispersion: float = 1.0) -> tuple[Floats, Floats, Bools]:
    """The lower and upper bound of each ratio, and whether they are quasi-Poisson rather than exact; dispersion is what
    is taken for published totals.
    """
    alone = np.zeros(len(pairs), dtype=np.int64)
    spread = widened(ManySeries([series]), alone, pairs, np.full(len(pairs), dispersion))
    wald, phi = spread.wald, spread.phi
    half = spread.half[wald]
    exact, divided = pairs.take(~wald), phi[~wald]
    low, high = np.empty(len(pairs)), np.empty(len(pairs))
    counts = exact.after_count / divided, exact.before_count / divided
    low[~wald], high[~wald] = exact_bounds(*counts, exact.after.days, exact.before.days)
    centre = rate_ratios(pairs.take(wald))
    low[wald], high[wald] = centre * np.exp(-half), centre * np.exp(half)
    return low, high, wald | (phi > 1)


@dataclass(frozen=True, eq=False)
class Widened(Columns):
    """How clustering widens the interval of each comparison, whatever target it is held against.

    wald: which have counts and days enough for an interval that clustering widens; half: half its width on the log
    scale, and firm the same at FIRM_LEVEL; phi: the dispersion of all of them, 1 where none is seen.
    """

    wald: Bools
    half: Floats
    firm: Floats
    phi: Floats

    def meets(
        self,
        counts: tuple[Days | Floats, Days | Floats],
        days: tuple[Days, Days],
        ratio: Floats,
        low: Floats,
        high: Floats,
        level: float = LEVEL,
    ) -> Bools:
        """Whether each interval meets its target [low, high), one for each comparison or one for all, without working
        out exact bounds; an interval holds its own ratio.

        counts and days are (after, before); ratio is what `rate_ratios` gives; level is LEVEL or FIRM_LEVEL.
        """
        low, high = np.broadcast_to(low, ratio.shape), np.broadcast_to(high, ratio.shape)
        met: Bools = (ratio >= low) & (ratio < high)
        wald = self.wald
        half = (self.firm if level == FIRM_LEVEL else self.half)[wald]
        met[wald] = (ratio[wald] * np.exp(-half) < high[wald]) & (ratio[wald] * np.exp(half) >= low[wald])
        rest = np.flatnonzero(~wald & ~met)
        divided = counts[0][rest] / self.phi[rest], counts[1][rest] / self.phi[rest]
        met[rest] = exact_meets(divided, (days[0][rest], days[1][rest]), (low[rest], high[rest]), level)
        return met


def widened(several: ManySeries, which: Days, pairs: Pairs, dispersion: Floats | None = None) -> Widened:
    """How the clustering that its series shows widens the interval of each pair; which says what series that is, and
    dispersion what is taken for each pair of published totals (none where it is not given).
    """
    phi = np.ones(len(pairs)) if dispersion is None else np.where(several.dense[which], 1.0, dispersion)
    found = Widened(np.zeros(len(pairs), dtype=bool), np.zeros(len(pairs)), np.zeros(len(pairs)), phi)
    fewest = FEWEST_BINS * BIN_DAYS
    rows = np.flatnonzero(several.dense[which] & (pairs.after.days >= fewest) & (pairs.before.days >= fewest))
    if not len(rows):
        return found
    chosen, which = pairs.take(rows), which[rows]
    spread = np.zeros(len(rows))
    for series, own in several.by_series(which):
        after, before = chosen.after.take(own), chosen.before.take(own)
        spread[own] = series.pearson(after, BIN_DAYS) + series.pearson(before, BIN_DAYS)
    freedom = chosen.after.days // BIN_DAYS + chosen.before.days // BIN_DAYS - 2
    short = np.maximum(1.0, spread / freedom)
    phi, quantiles, firm = _with_longer_bins(several, which, chosen, short, freedom)
    found.phi[rows] = np.where(phi > NO_CLUSTERING, phi, 1.0)
    large = np.minimum(chosen.after_count, chosen.before_count) >= SMALL_COUNT
    found.wald[rows[large]] = True
    for into, times in (found.half, quantiles), (found.firm, firm):
        into[rows[large]] = quasi_poisson_halves(
            chosen.after_count[large], chosen.before_count[large], phi[large], times[large]
        )
    return found


def _with_longer_bins(
    several: ManySeries, which: Days, chosen: Pairs, phi: Floats, freedom: Days
) -> tuple[Floats, Floats, Floats]:
    """The dispersion and its quantiles at LEVEL and at FIRM_LEVEL, from longer bins where the shorter ones vary more
    than chance.
    """
    narrow = partial(t_quantiles, level=FIRM_LEVEL)
    phi, quantiles, firm = phi.copy(), by_value(freedom, t_quantiles), by_value(freedom, narrow)
    after_days, before_days = chosen.after.days, chosen.before.days
    lengths = longer_bins(after_days, before_days)
    clustered = (lengths > BIN_DAYS) & (phi > beyond_chance(freedom))
    for length in range(2 * BIN_DAYS, LONGEST * BIN_DAYS + 1, BIN_DAYS):
        rows = np.flatnonzero(clustered & (lengths == length))
        if not len(rows):
            continue
        both = after_days[rows] + before_days[rows]
        after, before = (overlapping_freedom(days[rows], length) for days in (after_days, before_days))
        for series, own in several.by_series(which[rows]):
            mine = rows[own]
            longer = after[own] * series.overlapping(chosen.after.take(mine), length)
            longer += before[own] * series.overlapping(chosen.before.take(mine), length)
            phi[mine] = np.maximum(phi[mine], longer / (after[own] + before[own]))
        quantiles[rows] = by_value(both, partial(_quantiles_of_days, length, LEVEL))
        firm[rows] = by_value(both, partial(_quantiles_of_days, length, FIRM_LEVEL))
    return phi, quantiles, firm


def _quantiles_of_days(length: int, level: float, both: Floats) -> Floats:
    """The quantiles for two windows by their days taken together."""
    return t_quantiles(1.5 * (both / length - 2), level)

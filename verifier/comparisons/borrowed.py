"""How much published totals vary beyond chance, which totals themselves do not show."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from verifier.arrays import Floats, Ints
from verifier.comparisons.intervals import BIN_DAYS
from verifier.comparisons.series import Series

# What totals are taken to vary by where no series of the same place and unit shows it: about the middle of what the
# shipped daily and monthly series of incidents, and of deaths, show within a year.
INCIDENTS = 3.0
PEOPLE = 60.0
BINS_A_YEAR = 13
MONTHS_A_YEAR = 12
_KEPT: WeakKeyDictionary[Series, float | None] = WeakKeyDictionary()
FEWEST = 10  # incidents in a year, below which its months say nothing of how they cluster


def dispersions(several: Sequence[Series]) -> Floats:
    """The dispersion to take for the totals of each series: 1 for a daily one, which shows its own; its own months';
    that of a daily or monthly one of the same place and unit among them; or the declared one of its unit.
    """
    known: dict[tuple[str, str], list[float]] = {}
    for one in several:
        if (shown := within_years(one)) is not None:
            known.setdefault(_key(one), []).append(shown)
    found = []
    for one in several:
        own = None if one.dense else within_years(one)
        if one.dense:
            found.append(1.0)
        elif own is not None:
            found.append(own)
        elif _key(one) in known:
            found.append(float(np.median(known[_key(one)])))
        else:
            found.append(INCIDENTS if one.cells.definition.unit == "incidents" else PEOPLE)
    return np.array(found, dtype=np.float64)


def within_years(series: Series) -> float | None:
    """Pearson dispersion of a series' bins of 28 days, or its months, around the mean of their year, in the middle one
    of its years; None where it has neither, or too few incidents to say.

    In the year in which a war breaks out the months differ because their level does, and not by chance: the mean of all
    years would be made by that one.
    """
    if series not in _KEPT:
        _KEPT[series] = _within_years(series)
    return _KEPT[series]


def _within_years(series: Series) -> float | None:
    bins = _daily_bins(series) if series.dense else _months(series)
    if not len(bins):
        return None
    mean = bins.mean(axis=1)
    told = mean * bins.shape[1] >= FEWEST
    if not told.any():
        return None
    spread = ((bins - mean[:, None]) ** 2).sum(axis=1)[told] / mean[told] / (bins.shape[1] - 1)
    return max(1.0, float(np.median(spread)))


def _daily_bins(series: Series) -> Ints:
    year = BINS_A_YEAR * BIN_DAYS
    if series.coverage is None:
        return np.zeros((0, BINS_A_YEAR), dtype=np.int64)
    years = len(series.daily) // year
    return series.daily[: years * year].reshape(years, BINS_A_YEAR, BIN_DAYS).sum(axis=2)


def _months(series: Series) -> Ints:
    spans = series.published_spans
    monthly = np.flatnonzero((spans.days >= BIN_DAYS) & (spans.days <= BIN_DAYS + 3))
    counts = series.counts(spans.take(monthly))[0]
    years = len(counts) // MONTHS_A_YEAR
    return counts[: years * MONTHS_A_YEAR].reshape(years, MONTHS_A_YEAR)


def _key(series: Series) -> tuple[str, str]:
    return series.cells.place, series.cells.definition.unit

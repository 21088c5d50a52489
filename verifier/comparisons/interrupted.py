"""Interrupted series: whether the level of a series changed at an event, beside its trend and its seasons.

A diagnostic, never what a finding rests on. Needs statsmodels: `pip install claims-verifier[stats]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from verifier.comparisons.series import Series
from verifier.comparisons.spans import Spans, add_months
from verifier.errors import UsageError

FEWEST_PERIODS = 12  # before the event, and half as many from it on
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interruption:
    """The ratio of the level from the event on to that before, with a 95% interval, trend and seasons allowed for.

    dispersion is Pearson's (1 for a plain Poisson model); trend the ratio of one period to the one before it.
    """

    ratio: float
    low: float
    high: float
    dispersion: float
    trend: float


def interruption(
    counts: npt.ArrayLike,
    event: int,
    exposure: npt.ArrayLike | None = None,
    *,
    harmonics: int = 0,
    periods_a_year: int = 12,
    quasi: bool = True,
) -> Interruption:
    """Segmented Poisson regression of counts in equal periods on a step at period `event`, a trend and the seasons.

    log expected count = log exposure + level + step + trend + `harmonics` pairs of sine and cosine a year (Bernal,
    Cummins & Gasparrini, International Journal of Epidemiology 46(1), 2017). quasi widens the interval by Pearson's
    dispersion. Raises UsageError where statsmodels is missing, or where there is nothing before or after the event.
    """
    try:
        import statsmodels.api as sm
    except ImportError as error:
        raise UsageError("an interrupted series needs statsmodels: pip install 'claims-verifier[stats]'") from error
    values = np.asarray(counts, dtype=np.float64)
    if not 0 < event < len(values):
        raise UsageError(f"the event must lie inside the series: period {event} of {len(values)}")
    time = np.arange(1, len(values) + 1, dtype=np.float64)
    columns = [np.ones_like(time), (np.arange(len(values)) >= event).astype(np.float64), time]
    for order in range(1, harmonics + 1):
        angle = 2 * np.pi * order * time / periods_a_year
        columns += [np.sin(angle), np.cos(angle)]
    offset = None if exposure is None else np.log(np.asarray(exposure, dtype=np.float64))
    model = sm.GLM(values, np.column_stack(columns), family=sm.families.Poisson(), offset=offset)
    fitted = model.fit(scale="X2" if quasi else None)
    low, high = np.exp(fitted.conf_int()[1])
    return Interruption(
        float(np.exp(fitted.params[1])), float(low), float(high), float(fitted.scale), float(np.exp(fitted.params[2]))
    )


def interrupted_series(series: Series, event: date, *, harmonics: int = 2) -> Interruption | None:
    """The interruption of a daily series at a day, by months from that day of the month, their days as exposure.

    None for published figures, and where there is less than a year of months before or half of one from the event on.
    """
    if not series.dense or series.coverage is None:
        return None
    span = series.coverage.days // 28
    edges = add_months(np.full(2 * span + 1, event.toordinal(), dtype=np.int64), np.arange(-span, span + 1))
    months = Spans(edges[:-1], edges[1:] - 1)
    counts, known = series.counts(months)
    at = int((~known[:span]).sum())
    first, last = at, len(known) - int((~known[span:]).sum())
    if span - first < FEWEST_PERIODS or last - span < FEWEST_PERIODS // 2:
        return None
    chosen = slice(first, last)
    return interruption(counts[chosen], span - first, months.days[chosen], harmonics=harmonics)

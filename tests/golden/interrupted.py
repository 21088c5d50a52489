"""Interrupted series: whether the level of a series changed at an event, beside its trend and its seasons.

A published analysis, made again: no part of the program.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import statsmodels.api as sm

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
    dispersion.
    """
    values = np.asarray(counts, dtype=np.float64)
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

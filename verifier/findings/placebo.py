"""Placebo dates: the same comparison made at other times, to see how unusual its result is among them.

After placebo tests in time (Abadie, Diamond and Hainmueller, American Journal of Political Science 59(2), 2015). The
windows are moved by whole years, so that they stay calendar units and keep their season, and so far apart that no two
placebos share a day: counts that share days are no second opinion.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import numpy as np

from verifier.comparisons.intervals import exposures
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Spans
from verifier.window import Window

# Fewer other dates than this say nothing.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Placebo:
    """At how many other dates the comparison could be made, and at how many it gives less, and more."""

    dates: int
    below: int
    above: int

    @property
    def percentile(self) -> float:
        """Where the comparison stands among the other dates, from 0 to 100: 100 means that none gives as much."""
        return 100 * self.below / self.dates


def placebo(series: Series, after: Window, before: Window | None) -> Placebo | None:
    """The ratio of two windows, or the count of one, among the same at other dates; None where fewer than LEAST can be
    counted, or the ratio has nothing below it. Dates whose earlier window holds nothing are left out.
    """
    whole = Window(before.start if before else after.start, after.end)
    coverage = series.coverage
    if coverage is None:
        return None
    step = next(years for years in count(1) if whole.years_earlier(years).end < whole.start)
    back = (whole.start.year - coverage.start.year) // step
    on = (coverage.end.year - whole.end.year) // step
    years = step * np.array([0, *range(-on, 0), *range(1, back + 1)])
    values, known = series.counts(Spans.of([after] * len(years)).years_earlier(years))
    if before is not None:
        later = Spans.of([after] * len(years)).years_earlier(years)
        earlier = Spans.of([before] * len(years)).years_earlier(years)
        base, also = series.counts(earlier)
        known = known & also & (base > 0)
        after_days, before_days = exposures(later.days, earlier.days)
        values = values * before_days / (np.where(known, base, 1) * after_days)
    others = values[1:][known[1:]]
    if not known[0] or len(others) < LEAST:
        return None
    return Placebo(len(others), int((others < values[0]).sum()), int((others > values[0]).sum()))

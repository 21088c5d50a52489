"""Placebo dates: the same comparison made at every other day the data allow."""

from __future__ import annotations

import numpy as np

from verifier.comparisons.series import Series
from verifier.window import Window


def placebo_percentile(series: Series, after: Window, before: Window) -> float | None:
    """Where the comparison stands among the same one moved to every other admissible day, from 0 to 100.

    Both windows keep their lengths and their distance; days for which either would leave the coverage or touch a gap,
    or the before window would hold nothing, are left out. 100 means that no other day gives as high a ratio. None for
    published figures, and where fewer than 30 other days are left. (Placebo tests in time: Abadie, Diamond &
    Hainmueller, American Journal of Political Science 59(2), 2015.)
    """
    if not series.dense or series.coverage is None or not series.coverage.contains(Window(before.start, after.end)):
        return None
    prefix = series.prefix
    offset = (after.start - before.start).days
    last = series.coverage.days - max(offset + after.days, before.days)
    starts = np.arange(last + 1)
    later = prefix[starts + offset + after.days] - prefix[starts + offset]
    earlier = prefix[starts + before.days] - prefix[starts]
    own = (before.start - series.coverage.start).days
    known = series.known_days
    whole = (known[starts + offset + after.days] - known[starts + offset] == after.days) & (
        known[starts + before.days] - known[starts] == before.days
    )
    usable = (earlier > 0) & (starts != own) & whole
    if earlier[own] == 0 or usable.sum() < 30:
        return None
    ratios = later[usable] / earlier[usable]
    return float(100 * (ratios < later[own] / earlier[own]).mean())

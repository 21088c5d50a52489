"""How many more or fewer: the count after minus the count before, over windows of one length."""

from __future__ import annotations

import numpy as np

from verifier.comparisons.bounded import widened
from verifier.comparisons.intervals import ALIKE
from verifier.comparisons.pairs import many_pairs
from verifier.comparisons.statistics.limits import garwood, of_difference
from verifier.comparisons.statistics.measured import Asked, Measured, of_pairs


def difference(asked: Asked) -> Measured:
    """After minus before where the two windows are equally long, as years and months are; bounds from Garwood's of
    each, widened by the clustering that the series shows, or by what is taken for its totals.

    A difference of counts depends on the length of the windows, so unlike a ratio it cannot be had from unequal ones.
    Both counts are shown beside it, so that few say as much as many.
    """
    owner, made = many_pairs(asked.declared, asked.anchors, asked.series)
    alike = np.abs(made.after.days - made.before.days) <= ALIKE
    owner, made = owner[alike], made.take(alike)
    after, before = made.after_count.astype(np.float64), made.before_count.astype(np.float64)
    low, high = of_difference(after, before, garwood(made.after_count), garwood(made.before_count))
    totals = np.ones(len(made)) if asked.dispersion is None else asked.dispersion[owner]
    wider = np.sqrt(widened(asked.series, asked.anchors.series[owner], made, totals).phi)
    value, enough = after - before, np.ones(len(made), dtype=bool)
    low, high = value - wider * (value - low), value + wider * (high - value)
    return of_pairs(owner, made, value, (low, high), enough, ("garwood, differenced",))

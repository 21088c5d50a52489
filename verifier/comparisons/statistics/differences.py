"""How many more or fewer: the count after minus the count before, over windows of one length."""

from __future__ import annotations

import numpy as np

from verifier.comparisons.pairs import many_pairs
from verifier.comparisons.statistics.limits import garwood, of_difference
from verifier.comparisons.statistics.measured import Asked, Measured, of_pairs


def difference(asked: Asked) -> Measured:
    """After minus before where the two windows are equally long (a leap day apart), bounds from Garwood's of each.

    A difference of counts depends on the length of the windows, so unlike a ratio it cannot be had from unequal ones.
    """
    owner, made = many_pairs(asked.declared, asked.anchors, asked.series)
    alike = np.abs(made.after.days - made.before.days) <= 1
    owner, made = owner[alike], made.take(alike)
    after, before = made.after_count.astype(np.float64), made.before_count.astype(np.float64)
    low, high = of_difference(after, before, garwood(made.after_count), garwood(made.before_count))
    enough = made.after_count + made.before_count >= asked.declared.smallest_total
    return of_pairs(owner, made, after - before, (low, high), enough, ("garwood, differenced",))

"""How many times as many: the rate after over the rate before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from verifier.comparisons import bounded
from verifier.comparisons.intervals import ALIKE
from verifier.comparisons.pairs import many_pairs
from verifier.comparisons.statistics.measured import Asked, Measured, of_pairs


def ratio(asked: Asked) -> Measured:
    """The ratio of the daily rates; the bounds are left to be made from their spread, since few are ever asked for.

    Stocks (refugees at the end of a year) have no rate a day: their windows are compared where they are equally long.
    """
    owner, made = many_pairs(asked.declared, asked.anchors, asked.series)
    alike = np.abs(made.after.days - made.before.days) <= ALIKE
    kept = alike | ~asked.series.stocks[asked.anchors.series[owner]]
    if not kept.all():
        owner, made = owner[kept], made.take(kept)
    enough = made.after_count + made.before_count >= asked.declared.smallest_total
    none = np.full(len(owner), np.nan)
    found = of_pairs(owner, made, bounded.rate_ratios(made), (none, none), enough, bounded.METHODS)
    totals = None if asked.dispersion is None else asked.dispersion[owner]
    return replace(found, spread=bounded.widened(asked.series, asked.anchors.series[owner], made, totals))

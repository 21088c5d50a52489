"""The count of a window, and the count in a unit of time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.comparisons.singles import Singles, singles
from verifier.comparisons.statistics.limits import garwood
from verifier.comparisons.statistics.measured import Asked, Measured, of_windows


def count(asked: Asked) -> Measured:
    """The count itself.

    A count is no sample, so its bounds are the source's own doubt alone: its low and high estimates and what its other
    releases gave for the window, or the count itself where it has none. A window that holds less than `least_covered`
    of the period is only a lower bound: it says something when it reaches the target, and nothing when it does not.
    """
    found = singles(asked.declared, asked.anchors, asked.series)
    value = found.after_count.astype(np.float64)
    least, most = value.copy(), value.copy()
    for which in asked.estimates:
        rows = np.flatnonzero(which[found.owner] >= 0)
        counts, known = asked.series.counts(which[found.owner[rows]], found.after.take(rows))
        told = np.where(known, counts, value[rows])
        least[rows], most[rows] = np.minimum(least[rows], told), np.maximum(most[rows], told)
    enough = _whole(asked, found) | (value >= asked.target_low(found.owner))
    made = of_windows(found, value, (least, most), enough, ("count", "source's own range"))
    return replace(made, method=(least < most).astype(np.int64))


def rate(asked: Asked) -> Measured:
    """The count in so many days (`per_days` of the target), with Garwood's bounds. Stocks have none."""
    found = singles(asked.declared, asked.anchors, asked.series)
    flows = ~asked.series.stocks[asked.anchors.series[found.owner]]
    found = found if flows.all() else found.take(flows)
    per_days = np.array([target.per_days for target in asked.targets], dtype=np.float64)
    scale: Floats = per_days[found.owner] / found.after.days
    low, high = garwood(found.after_count)
    enough = found.after_count >= asked.declared.smallest_total
    value = found.after_count * scale
    # Fewer than the smallest total over a window that would hold many at the claimed rate is an answer, not a gap.
    enough |= asked.target_low(found.owner) / scale >= 2 * asked.declared.smallest_total
    return of_windows(found, value, (low * scale, high * scale), enough, ("garwood",))


def _whole(asked: Asked, found: Singles) -> Bools:
    """Which windows hold nearly all of the period up to the day it was said."""
    anchors, least = asked.anchors, float(asked.declared.content["outcome"]["least_covered"])
    said = np.where(anchors.said > 0, anchors.said, anchors.end)
    days = np.minimum(anchors.end, said) - anchors.start
    return found.after.days >= least * days[found.owner]

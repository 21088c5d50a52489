"""Where a place stands among others in the same window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from verifier.comparisons.singles import singles
from verifier.comparisons.statistics.measured import Asked, Measured, of_windows

FEWEST = 3  # places, the ranked one included, below which a rank says nothing


def rank(asked: Asked) -> Measured:
    """The rank of the count among those of the other places, 1 for the highest (or the lowest); ties do not count
    against it. By counts: what is counted is no sample, so the bounds are the rank itself. before_count is the count at
    the claimed place of the others. The lower half of the ranking is the opposite. Every place must have a count, but
    where those that have one are ahead of the claimed place already.
    """
    found = singles(asked.declared, asked.anchors, asked.series)
    counts = np.full((len(found), len(asked.rivals)), np.nan)
    there = np.zeros(len(found))
    for at, which in enumerate(asked.rivals):
        rows = np.flatnonzero(which[found.owner] >= 0)
        told, known = asked.series.counts(which[found.owner[rows]], found.after.take(rows))
        counts[rows, at] = np.where(known, told, np.nan)
        there[rows] += 1
    own = found.after_count.astype(np.float64)
    down = np.array([target.down for target in asked.targets], dtype=bool)[found.owner]
    sign = np.where(down, -1.0, 1.0)
    value = 1.0 + (counts * sign[:, None] > (own * sign)[:, None]).sum(axis=1)
    among = 1.0 + (~np.isnan(counts)).sum(axis=1)
    said = np.array([one.high for one in asked.targets], dtype=np.float64)[found.owner]
    enough = (among >= FEWEST) & ((among - 1 == there) | (value >= said))
    made = of_windows(found, value, (value, value), enough, ("by counts",), _rival(asked, found.owner, counts, sign))
    tied = (counts == own[:, None]).sum(axis=1).astype(np.float64)
    return replace(made, among=among, tied=tied, opposite=value > (there + 2) / 2)


def _rival(asked: Asked, owner: np.ndarray, counts: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """The count to beat: the one at the claimed place among the others, NaN where there are not so many."""
    if not counts.shape[1]:
        return np.full(len(owner), np.nan)
    ordered = np.sort(-counts * sign[:, None], axis=1)  # NaN comes last
    place = np.array([max(1, int(one.low)) for one in asked.targets], dtype=np.int64)[owner]
    at = np.minimum(place, counts.shape[1]) - 1
    return -ordered[np.arange(len(owner)), at] * sign

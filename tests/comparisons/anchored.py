"""The anchors of claims, given as dates, in the arrays that the rules take."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from verifier.comparisons.rules import Anchors, ManyAnchors


def at_once(several: Iterable[Anchors], said: date | None = None) -> ManyAnchors:
    """Those of a list, in its order, all of them of one series, said on one day and about years."""
    rows = []
    for one in several:
        first, last = (one.baseline.start, one.baseline.end) if one.baseline else (None, None)
        days = [one.period.start, one.period.end, one.latest, first, last, said]
        rows.append([*(day.toordinal() if day else 0 for day in days), 12, 0, 0, int(one.meant), 0])
    return ManyAnchors(*np.ascontiguousarray(np.array(rows, dtype=np.int64).reshape(-1, 11).T))

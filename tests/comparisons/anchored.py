"""The anchors of claims, given as dates, in the arrays that the rules take."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from verifier.comparisons.rules import GRAIN_MONTHS, Anchors, ManyAnchors


def at_once(several: Iterable[Anchors]) -> ManyAnchors:
    """Those of a list, in its order, all of them of one series."""
    rows = []
    for one in several:
        first, last = (one.baseline.start, one.baseline.end) if one.baseline else (None, None)
        days = [one.period.start, one.period.end, one.latest, first, last, one.said]
        numbers = [GRAIN_MONTHS[one.grain], one.years_back, 0, int(one.meant), _ordinal(one.event)]
        rows.append([*map(_ordinal, days), *numbers])
    return ManyAnchors(*np.ascontiguousarray(np.array(rows, dtype=np.int64).reshape(-1, 11).T))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0

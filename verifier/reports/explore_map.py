"""Every window length and every distance of the baseline, with the later window ending on one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from verifier.comparisons.compare import SMALL_BASE
from verifier.comparisons.series import Series
from verifier.errors import NotCoveredError

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class VerdictMap:
    """Pairs whose later window ends on one day, a row a length and a column an offset, both in days.

    ratio is infinite from none to some and NaN where there is nothing to compare; known says which cells lie in the
    coverage, touch no gap, and have windows that share no day; the counts are 0 elsewhere. small_base marks earlier
    counts below ten.
    """

    end: date
    lengths: Array
    offsets: Array
    after: Array
    before: Array
    ratio: Array
    known: Array
    small_base: Array


def verdict_map(series: Series, end: date, lengths: Sequence[int], offsets: Sequence[int]) -> VerdictMap:
    """Every length and offset with the later window ending on that day.

    Raises TypeError for published figures, NotCoveredError where the series does not cover that day.
    """
    prefix, days_known, coverage = series.prefix, series.known_days, series.coverage
    if coverage is None or not coverage.start <= end <= coverage.end:
        raise NotCoveredError(f"{series.name} does not cover {end}: it covers {coverage or 'nothing'}")
    stop = (end - coverage.start).days + 1
    days, distances = np.array(lengths, dtype=np.int64), np.array(offsets, dtype=np.int64)
    first = stop - days[:, None] - distances[None, :]
    known = (first >= 0) & (distances[None, :] >= days[:, None])
    later, earlier = np.maximum(stop - days, 0)[:, None], np.maximum(first, 0)
    last = np.minimum(earlier + days[:, None], stop)
    known &= (days_known[stop] - days_known[later] == days[:, None]) & (
        days_known[last] - days_known[earlier] == days[:, None]
    )
    after = np.where(known, prefix[stop] - prefix[later], 0)
    before = np.where(known, prefix[last] - prefix[earlier], 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = after / before
    return VerdictMap(end, days, distances, after, before, ratio, known, known & (before < SMALL_BASE))

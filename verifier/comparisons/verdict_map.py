"""Every window length and every distance of the baseline at once, for one last day: the numbers of a verdict map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from verifier.arrays import Bools, Floats, Ints
from verifier.comparisons.compare import SMALL_BASE
from verifier.comparisons.series import Series
from verifier.errors import NotCoveredError


@dataclass(frozen=True, eq=False)
class VerdictMap:
    """Pairs whose after-window ends on one day, a row a length and a column an offset, all in days.

    ratio is infinite from none to some and NaN where there is nothing to compare; known says which cells lie in the
    coverage, outside gaps, with windows that share no day; the counts are 0 elsewhere. small_base marks earlier counts
    below ten.
    """

    end: date
    lengths: Ints
    offsets: Ints
    after: Ints
    before: Ints
    ratio: Floats
    known: Bools
    small_base: Bools


def verdict_map(series: Series, end: date, lengths: Sequence[int] | Ints, offsets: Sequence[int] | Ints) -> VerdictMap:
    """Every length and offset with the after-window ending on one day; the baseline begins `offset` days earlier.

    Raises TypeError for published figures, NotCoveredError where the series does not cover that day.
    """
    prefix, coverage = series.prefix, series.coverage
    if coverage is None or not coverage.start <= end <= coverage.end:
        raise NotCoveredError(f"{series.name} does not cover {end}: it covers {coverage or 'nothing'}")
    stop = (end - coverage.start).days + 1
    days = np.asarray(lengths, dtype=np.int64)[:, None]
    distance = np.asarray(offsets, dtype=np.int64)[None, :]
    later = np.maximum(stop - days, 0) + np.zeros_like(distance)
    earlier = np.maximum(stop - days - distance, 0)
    until = np.minimum(earlier + days, stop)
    known = (stop - days - distance >= 0) & (distance >= days)
    for start, last in ((later, np.full_like(later, stop)), (earlier, until)):
        known &= series.known_days[last] - series.known_days[start] == last - start
    after = np.where(known, prefix[stop] - prefix[later], 0)
    before = np.where(known, prefix[until] - prefix[earlier], 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = after / before
    return VerdictMap(end, days[:, 0], distance[0], after, before, ratio, known, known & (before < SMALL_BASE))

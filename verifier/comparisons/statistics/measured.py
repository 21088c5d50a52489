"""What every statistic is asked and gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from verifier.arrays import Bools, Columns, Floats
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.bounded import Widened
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.rules import ManyAnchors
from verifier.comparisons.singles import Singles
from verifier.comparisons.spans import Days, Spans
from verifier.comparisons.specifications import SpecificationSet

Bounds = tuple[Floats, Floats]


@dataclass(frozen=True, eq=False)
class Asked:
    """Series under a set, for many claims: the anchors of each say which of the series it is asked of.

    targets has one for each of the anchors; so has other, the place of the series that its own is held against (the
    whole of a part, the other side), None where there is none; and so has each of the estimates, the places of other
    counts of the same thing by the same source (its low and high estimates, its earlier releases), and of
    the rivals, the places of the other countries that its own is ranked among, -1 for no such one. dispersion is what
    the totals of the series of each are taken to vary by.
    """

    series: ManySeries
    declared: SpecificationSet
    anchors: ManyAnchors
    targets: Sequence[TargetReading]
    other: Days | None = None
    estimates: tuple[Days, ...] = ()
    rivals: tuple[Days, ...] = ()
    dispersion: Floats | None = None

    def other_counts(self, owner: Days, spans: Spans) -> tuple[Days, Bools]:
        """The count of each window in the other series, and whether it has one."""
        if self.other is None:
            return np.zeros(len(spans), dtype=np.int64), np.zeros(len(spans), dtype=bool)
        return self.series.counts(self.other[owner], spans)

    def target_low(self, owner: Days) -> Floats:
        """The lower end of the target of each row's claim."""
        return np.array([one.low for one in self.targets], dtype=np.float64)[owner]


@dataclass(frozen=True, eq=False)
class Measured(Columns):
    """Comparisons in parallel arrays: windows, counts, the value held against the target, and its 95% bounds.

    owner is the index of the question or the claim that each belongs to, upwards; the most sensible of one come first,
    those that weigh the same by their windows. Where there is no baseline the days of before are 0, before_option is -1
    and before_count, if not NaN, the count of the other series. weight is how sensible each is; enough says whether the
    counts say anything; opposite which values go the other way altogether, where there is no value of no change. method
    says how the bounds were worked out, as a place among methods; spread, where given, is what they are made from when
    asked for. among and tied are those of a rank: how many windows were ranked, how many are level with it.
    """

    owner: Days
    after: Spans
    before: Spans
    after_count: Floats
    before_count: Floats
    after_option: Days
    before_option: Days
    weight: Floats
    value: Floats
    enough: Bools
    opposite: Bools
    low: Floats
    high: Floats
    method: Days
    among: Floats
    tied: Floats
    methods: tuple[str, ...]
    spread: Widened | None = None

    def __len__(self) -> int:
        return len(self.weight)


def of_windows(
    found: Singles, value: Floats, bounds: Bounds, enough: Bools, methods: tuple[str, ...], other: Days | None = None
) -> Measured:
    """What single windows give; other are the counts of the other series in them."""
    size = len(found)
    no_days, nothing = np.zeros(size, dtype=np.int64), np.full(size, np.nan)
    return Measured(
        found.owner, found.after, Spans(no_days, no_days), found.after_count.astype(np.float64),
        nothing if other is None else other.astype(np.float64), found.after_option, no_days - 1, found.weight, value,
        enough, np.zeros(size, dtype=bool), *bounds, no_days, nothing, nothing, methods,
    )  # fmt: skip


def of_pairs(
    owner: Days, made: Pairs, value: Floats, bounds: Bounds, enough: Bools, methods: tuple[str, ...]
) -> Measured:
    """What pairs of windows give."""
    size = len(made)
    nothing = np.full(size, np.nan)
    return Measured(
        owner, made.after, made.before, made.after_count.astype(np.float64), made.before_count.astype(np.float64),
        made.after_option, made.before_option, made.weight, value, enough, np.zeros(size, dtype=bool), *bounds,
        np.zeros(size, dtype=np.int64), nothing, nothing, methods,
    )  # fmt: skip

"""What every statistic is asked and gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from verifier.claims.readings import TargetReading
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.rules import ManyAnchors
from verifier.comparisons.spans import Days, Spans
from verifier.comparisons.specifications import SpecificationSet

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Asked:
    """Series under a set, for many claims: the anchors of each say which of the series it is asked of.

    targets has one for each of the anchors; so has other, the place of the series that its own is held against (the
    whole of a part, the other side), None where there is none; and so has each of the estimates, the places of other
    counts of the same thing by the same source (its low and high estimates, its earlier releases), -1 for no such one.
    """

    series: ManySeries
    declared: SpecificationSet
    anchors: ManyAnchors
    targets: Sequence[TargetReading]
    other: Days | None = None
    estimates: tuple[Days, ...] = ()

    def other_counts(self, owner: Days, spans: Spans) -> tuple[Days, Bools]:
        """The count of each window in the other series, and whether it has one."""
        if self.other is None:
            return np.zeros(len(spans), dtype=np.int64), np.zeros(len(spans), dtype=bool)
        return self.series.counts(self.other[owner], spans)

    def target_low(self, owner: Days) -> Floats:
        """The lower end of the target of each row's claim."""
        found: Floats = np.array([one.low for one in self.targets], dtype=np.float64)[owner]
        return found


@dataclass(frozen=True, eq=False)
class Measured:
    """Specifications in parallel arrays: windows, counts, the value held against the target, and its 95% bounds.

    owner is the index of the claim that each belongs to, upwards; the most sensible of a claim come first. before,
    before_count and before_option are absent where there is no baseline; before_count without windows is the count of
    the other series. method says how the bounds were worked out, as a place among methods (absent: the first). enough
    says whether the counts say anything; opposite, where given, which values go the other way altogether. among and
    tied are those of a rank: how many windows were ranked, how many are level with it.
    """

    owner: Days
    after: Spans
    after_count: Days
    after_option: Days
    weight: Floats
    value: Floats
    low: Floats
    high: Floats
    methods: tuple[str, ...]
    enough: Bools
    before: Spans | None = None
    before_count: Days | None = None
    before_option: Days | None = None
    method: Days | None = None
    opposite: Bools | None = None
    among: Floats = field(default_factory=lambda: np.zeros(0))
    tied: Floats = field(default_factory=lambda: np.zeros(0))

    def __len__(self) -> int:
        return len(self.weight)

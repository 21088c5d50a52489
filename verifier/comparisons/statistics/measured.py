"""What every statistic is asked and gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from verifier.claims.readings import TargetReading
from verifier.comparisons.rules import Anchors
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days, Spans
from verifier.comparisons.specifications import SpecificationSet

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Asked:
    """One series (or two: a part and its `other`, the whole; one side and the other) under a set, for one target.

    estimates are other counts of the same thing by the same source: its low and high estimates, its earlier releases.
    """

    series: Series
    declared: SpecificationSet
    anchors: Anchors
    target: TargetReading
    other: Series | None = None
    estimates: tuple[Series, ...] = ()


@dataclass(frozen=True, eq=False)
class Measured:
    """Specifications in parallel arrays: windows, counts, the value held against the target, and its 95% bounds.

    before, before_count and before_option are absent where there is no baseline; before_count without windows is the
    count of the other series. enough says whether the counts say anything; opposite, where given, which values go the
    other way altogether. among and tied are those of a rank: how many windows were ranked, how many are level with it.
    """

    after: Spans
    after_count: Days
    after_option: Days
    weight: Floats
    value: Floats
    low: Floats
    high: Floats
    method: str
    enough: Bools
    before: Spans | None = None
    before_count: Days | None = None
    before_option: Days | None = None
    ratio: Floats | None = None
    opposite: Bools | None = None
    among: Floats = field(default_factory=lambda: np.zeros(0))
    tied: Floats = field(default_factory=lambda: np.zeros(0))

    def __len__(self) -> int:
        return len(self.weight)

"""What every statistic is asked and gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from verifier.claims.readings import TargetReading
from verifier.comparisons.rules import ManyAnchors
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days, Spans
from verifier.comparisons.specifications import SpecificationSet

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Asked:
    """One series (or two: a part and its `other`, the whole; one side and the other) under a set, for many claims.

    targets has one for each of the anchors. estimates are other counts of the same thing by the same source: its low
    and high estimates, its earlier releases.
    """

    series: Series
    declared: SpecificationSet
    anchors: ManyAnchors
    targets: Sequence[TargetReading]
    other: Series | None = None
    estimates: tuple[Series, ...] = ()

    def target_low(self, owner: Days) -> Floats:
        """The lower end of the target of each row's claim."""
        found: Floats = np.array([one.low for one in self.targets], dtype=np.float64)[owner]
        return found


@dataclass(frozen=True, eq=False)
class Measured:
    """Specifications in parallel arrays: windows, counts, the value held against the target, and its 95% bounds.

    owner is the index of the claim that each belongs to, upwards; the most sensible of a claim come first. before,
    before_count and before_option are absent where there is no baseline; before_count without windows is the count of
    the other series. enough says whether the counts say anything; opposite, where given, which values go the other way
    altogether. among and tied are those of a rank: how many windows were ranked, how many are level with it.
    """

    owner: Days
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

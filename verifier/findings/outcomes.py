"""What one specification says about a claim, its ratio held against the target interval; and the names of findings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.claims.readings import TargetReading
from verifier.comparisons.statistics.statistic import Kind, Statistic


class Outcome(StrEnum):
    """What one comparison says: too little to say, as claimed, more than claimed, less than claimed, the other way."""

    INSUFFICIENT = "insufficient"
    MATCHES = "matches"
    STRONGER = "stronger"
    WEAKER = "weaker"
    OPPOSITE = "opposite"


class Finding(StrEnum):
    """What the program issues; the rating is the journalist's."""

    NOT_CHECKABLE = "Not checkable"
    HOLDS_UP = "Holds up"
    UNDERSTATED = "Understated"
    CONTRADICTED = "Contradicted"
    EXAGGERATED = "Exaggerated"
    WITHIN_NOISE = "Within the noise"
    DEPENDS = "Depends on the choice"


def kind_of(on: str) -> Kind:
    """What is known of the statistic that a target is about."""
    return Statistic(on).kind


def claimed_direction(target: TargetReading) -> int:
    """+1 when the target lies above no change, -1 when below, 0 when it includes it (a claim of no change).

    Where there is no such value (a level, a rate, a share, a rank, a run), the way in which more is claimed: -1 for a
    rank, of which 1 is the strongest, +1 for the others.
    """
    kind = kind_of(target.on)
    neutral = kind.neutral
    if neutral is None:
        return -1 if kind.lowest_first else 1
    if target.low >= neutral:
        return 1
    return -1 if target.high <= neutral else 0


def claimed_value(target: TargetReading) -> float:
    """One number for the target on its own scale: the middle (geometric where values are compared by how many times
    one is the other), or the finite bound of an open interval.
    """
    kind = kind_of(target.on)
    if kind.lowest_first:
        return target.low
    if not kind.linear:
        return claimed_ratio(target)
    if math.isinf(target.high):
        return target.low
    return target.high if math.isinf(target.low) else (target.low + target.high) / 2


def claimed_ratio(target: TargetReading) -> float:
    """One number for the target: the geometric middle, or the finite bound of an open interval."""
    if math.isinf(target.high):
        return target.low
    return target.high if target.low <= 0 else math.sqrt(target.low * target.high)


def outcome(ratio: float, target: TargetReading, *, enough: bool) -> Outcome:
    """Hold a ratio against a target interval [low, high); `enough` is whether the counts are enough to say anything."""
    if not enough or math.isnan(ratio):
        return Outcome.INSUFFICIENT
    if target.low <= ratio < target.high:
        return Outcome.MATCHES
    direction = claimed_direction(target)
    if direction == 0:
        return Outcome.OPPOSITE
    if (ratio - 1) * direction < 0:
        return Outcome.OPPOSITE
    beyond = ratio >= target.high if direction > 0 else ratio < target.low
    return Outcome.STRONGER if beyond else Outcome.WEAKER


def labelled(codes: npt.NDArray[np.integer[Any]], names: list[str]) -> pd.Categorical[Any]:
    """A column of texts held as small numbers: the position of each in `names`."""
    return pd.Categorical.from_codes(codes.astype(np.int16), pd.Index(names))


@dataclass(frozen=True, eq=False)
class Targets:
    """Many targets about one thing in parallel arrays, one of them for each value, or one for all."""

    on: str
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    direction: npt.NDArray[np.int64]
    claimed: npt.NDArray[np.float64]

    @classmethod
    def of(cls, several: Sequence[TargetReading]) -> Targets:
        """The targets of a list; all must be about what the first is about."""
        low, high, claimed = (
            np.array(numbers, dtype=np.float64)
            for numbers in (
                [one.low for one in several], [one.high for one in several], [claimed_value(one) for one in several]
            )
        )  # fmt: skip
        return cls(several[0].on, low, high, np.array([claimed_direction(one) for one in several]), claimed)

    def take(self, chosen: npt.NDArray[np.integer[Any]]) -> Targets:
        """The targets at an index array."""
        return Targets(
            self.on, self.low[chosen], self.high[chosen], self.direction[chosen], self.claimed[chosen]
        )  # fmt: skip


def outcomes(
    ratio: npt.NDArray[np.float64],
    target: TargetReading,
    enough: npt.NDArray[np.bool_],
    opposite: npt.NDArray[np.bool_] | None = None,
) -> pd.Categorical[Any]:
    """`outcome` of many values at once; the categories are those of Outcome, in its order.

    opposite says which values go the other way, for what has no value of no change; None there: none of them.
    """
    return labelled(outcome_codes(ratio, Targets.of([target]), enough, opposite), [str(name) for name in Outcome])


def outcome_codes(
    ratio: npt.NDArray[np.float64],
    targets: Targets,
    enough: npt.NDArray[np.bool_],
    opposite: npt.NDArray[np.bool_] | None = None,
) -> npt.NDArray[np.int8]:
    """The outcome of many values at once, as positions in Outcome."""
    direction, neutral = targets.direction, kind_of(targets.on).neutral
    names = list(Outcome)
    with np.errstate(invalid="ignore"):
        beyond = np.where(direction > 0, ratio >= targets.high, ratio < targets.low)
        codes = np.full(len(ratio), names.index(Outcome.WEAKER), dtype=np.int8)
        codes[beyond] = names.index(Outcome.STRONGER)
        if neutral is not None:
            codes[((ratio - neutral) * direction < 0) | (direction == 0)] = names.index(Outcome.OPPOSITE)
        elif opposite is not None:
            codes[opposite] = names.index(Outcome.OPPOSITE)
        codes[(ratio >= targets.low) & (ratio < targets.high)] = names.index(Outcome.MATCHES)
        codes[~enough | np.isnan(ratio)] = names.index(Outcome.INSUFFICIENT)
    return codes


def compatible(low: float, high: float, target: TargetReading) -> bool:
    """Whether an interval for the ratio meets the target."""
    return low < target.high and high >= target.low


def same_direction(ratio: npt.NDArray[np.float64], targets: Targets) -> npt.NDArray[np.bool_]:
    """Which ratios lie on the claimed side of no change (for a claim of no change: inside the target)."""
    direction, neutral = targets.direction, kind_of(targets.on).neutral or 0.0
    inside = (ratio >= targets.low) & (ratio < targets.high)
    with np.errstate(invalid="ignore"):
        found: npt.NDArray[np.bool_] = np.where(direction == 0, inside, (ratio - neutral) * direction > 0)
    return found

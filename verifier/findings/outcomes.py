"""What one specification says about a claim, its ratio held against the target interval; and the names of findings."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.claims.readings import TargetReading


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


def claimed_direction(target: TargetReading) -> int:
    """+1 when the target lies above no change, -1 when below, 0 when it includes it (a claim of no change)."""
    if target.low >= 1:
        return 1
    return -1 if target.high <= 1 else 0


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


def outcomes(
    ratio: npt.NDArray[np.float64], target: TargetReading, enough: npt.NDArray[np.bool_]
) -> pd.Categorical[Any]:
    """`outcome` of many ratios at once; the categories are those of Outcome, in its order."""
    return labelled(outcome_codes(ratio, target, enough), [str(name) for name in Outcome])


def outcome_codes(
    ratio: npt.NDArray[np.float64], target: TargetReading, enough: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    """The outcome of many ratios at once, as positions in Outcome."""
    direction = claimed_direction(target)
    names = list(Outcome)
    with np.errstate(invalid="ignore"):
        beyond = ratio >= target.high if direction > 0 else ratio < target.low
        codes = np.full(len(ratio), names.index(Outcome.WEAKER), dtype=np.int8)
        codes[beyond] = names.index(Outcome.STRONGER)
        codes[(ratio - 1) * direction < 0 if direction else slice(None)] = names.index(Outcome.OPPOSITE)
        codes[(ratio >= target.low) & (ratio < target.high)] = names.index(Outcome.MATCHES)
        codes[~enough | np.isnan(ratio)] = names.index(Outcome.INSUFFICIENT)
    return codes


def compatible(low: float, high: float, target: TargetReading) -> bool:
    """Whether an interval for the ratio meets the target."""
    return low < target.high and high >= target.low


def same_direction(ratio: npt.NDArray[np.float64], target: TargetReading) -> npt.NDArray[np.bool_]:
    """Which ratios lie on the claimed side of no change (for a claim of no change: inside the target)."""
    direction = claimed_direction(target)
    inside: npt.NDArray[np.bool_] = (ratio >= target.low) & (ratio < target.high)
    return inside if direction == 0 else (ratio - 1) * direction > 0

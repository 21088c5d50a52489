"""How near a count or a change comes to the number that was said, where it does not match it."""

from __future__ import annotations

import math

from verifier.claims.readings.targets import CLOSE, NOUGHT, TargetReading, about_the_change

# What one incident more or less would make match is close from two thirds of the claimed change to half as much again.
CLOSE_BY_ONE = (2 / 3, 1.5)
# A level, a rate or a share within a tenth of the number is close to it.
TENTH = 0.1
Within = tuple[float, float]


def close_band(target: TargetReading, within: Within = CLOSE) -> tuple[float, float]:
    """The values that are close to a target, the target itself among them: both ends included. within is the least and
    the most of a claimed change that is.

    Of a change it is the change that is held against the one claimed ("up 60 percent" is close from +48% to +75%); of a
    multiple ("five times as many") and of a fall by more than a half it is the factor. Ranks and runs have no band:
    they are as said or not.
    """
    low, high = target.low, target.high
    if target.on in ("rank", "run"):
        return low, math.nextafter(high, low)
    # A range that was said is measured from its own ends.
    first, last = (target.number, target.number) if target.number is not None else (low, high)
    bands = {"ratio": _of_factor, "difference": _of_difference, "points": _of_difference}
    least, most = bands.get(target.on, _of_level)(target, first, last, within)
    return min(least, low), max(most, math.nextafter(high, low) if math.isfinite(high) else high)


def is_nought(target: TargetReading) -> bool:
    """Whether a nought was said, to which no count above it is close."""
    return target.number == 0 and target.high <= NOUGHT


def _of_factor(target: TargetReading, first: float, last: float, within: Within) -> tuple[float, float]:
    if target.low < 1 < target.high:  # no change was claimed
        return target.low, target.low
    if target.low >= 1 and target.factor:
        return within[0] * first, within[1] * last
    return about_the_change(first, *within)[0], about_the_change(last, *within)[1]


def _of_difference(_target: TargetReading, first: float, last: float, within: Within) -> tuple[float, float]:
    ends = sorted(each * one for each in within for one in (first, last))
    return ends[0], ends[-1]


def _of_level(_target: TargetReading, first: float, last: float, _within: Within) -> tuple[float, float]:
    return (1 - TENTH) * first, (1 + TENTH) * last if math.isfinite(last) else last

"""What one comparison says about a claim, its value held against the target interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.arrays import Bools, Columns, Floats, Ints
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.statistics.statistic import Kind, Statistic
from verifier.findings.closeness import CLOSE_BY_ONE, close_band, is_nought


class Outcome(StrEnum):
    """What one comparison says: too little to say, as claimed, nearly so (and a little more, or a little less, than
    claimed), more than claimed, less than claimed, the other way.
    """

    INSUFFICIENT = "insufficient"
    MATCHES = "matches"
    CLOSE_ABOVE = "close above"
    CLOSE_BELOW = "close below"
    STRONGER = "stronger"
    WEAKER = "weaker"
    OPPOSITE = "opposite"


# What gives about as much as was said, or more.
REACHING = (Outcome.MATCHES, Outcome.CLOSE_ABOVE, Outcome.CLOSE_BELOW, Outcome.STRONGER)
CODES = {name: at for at, name in enumerate(Outcome)}
CLOSE = (CODES[Outcome.CLOSE_ABOVE], CODES[Outcome.CLOSE_BELOW])
# A change that prints as 0 percent is none.
PRINTS_AS_NOTHING = 0.005
# Both counts from which on one incident is a small part of what was counted.
MANY = 10


@cache
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
    one is the other), or the finite bound of an open interval; the number itself where one was said.
    """
    kind = kind_of(target.on)
    if kind.lowest_first:
        return target.low
    if target.number is not None and target.number != 0:
        return target.number
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


def labelled(codes: npt.NDArray[np.integer[Any]], names: list[str]) -> pd.Categorical[Any]:
    """A column of texts held as small numbers: the position of each in `names`."""
    return pd.Categorical.from_codes(codes.astype(np.int16), pd.Index(names))


@dataclass(frozen=True, eq=False)
class Targets(Columns):
    """Many targets about one thing in parallel arrays, one of them for each value, or one for all.

    close_low and close_high are the band of what is close, one_low and one_high of what is close where one incident
    would make it match; number_low and number_high are the number as said (the interval where a range was said). mild
    says which allow a count to be one incident off.
    """

    on: str
    low: Floats
    high: Floats
    direction: Ints
    claimed: Floats
    close_low: Floats
    close_high: Floats
    one_low: Floats
    one_high: Floats
    number_low: Floats
    number_high: Floats
    mild: Bools

    @classmethod
    def of(cls, several: Sequence[TargetReading]) -> Targets:
        """The targets of a list; all must be about what the first is about."""
        rows = [_columns(one) for one in several]
        low, high, claimed, close_low, close_high, one_low, one_high, number_low, number_high = (
            np.array(column, dtype=np.float64) for column in zip(*(row[0] for row in rows), strict=True)
        )
        return cls(
            several[0].on, low, high, np.array([row[1] for row in rows], dtype=np.int64), claimed, close_low,
            close_high, one_low, one_high, number_low, number_high, np.array([row[2] for row in rows], dtype=bool),
        )  # fmt: skip

    def take(self, chosen: npt.NDArray[np.generic] | slice) -> Self:
        """The targets at an index array; one for all values stays the one for all."""
        return self if len(self.low) == 1 else super().take(chosen)


def _columns(target: TargetReading) -> tuple[tuple[float, ...], int, bool]:
    said = target.number
    number = (target.low, target.high) if said is None else (said, math.nextafter(said, math.inf))
    # A comparison in words ("more than the other") and a nought are met or not, however near a count comes.
    is_number = said is not None or (math.isfinite(target.high) and target.low > 0)
    mild = not is_nought(target) and kind_of(target.on).neutral is not None and is_number
    direction = claimed_direction(target)
    by_one = close_band(target, CLOSE_BY_ONE) if direction else (-math.inf, math.inf)
    numbers = (target.low, target.high, claimed_value(target), *close_band(target), *by_one, *number)
    return numbers, direction, mild


@dataclass(frozen=True, eq=False)
class Counted(Columns):
    """The two counts behind each value of a change: after, before, and what their quotient is multiplied by (the days
    before over the days after, where rates are compared).
    """

    after: Floats
    before: Floats
    scale: Floats

    def within(self, incidents: int, on: str) -> tuple[Floats, Floats]:
        """The least and the most that they give with so many incidents more or less: a difference, or a ratio."""
        after, before = self.after, self.before
        if on == "difference":
            return after - before - incidents, after - before + incidents
        with np.errstate(divide="ignore", invalid="ignore"):
            least = np.fmin(np.maximum(after - incidents, 0) / before, after / (before + incidents))
            most = np.fmax((after + incidents) / before, after / np.maximum(before - incidents, 0))
            return least * self.scale, most * self.scale


def outcome_codes(
    value: Floats, targets: Targets, enough: Bools, opposite: Bools | None = None, counted: Counted | None = None
) -> npt.NDArray[np.int8]:
    """The outcome of many values at once, as positions in Outcome.

    Equal counts, or a change that prints as 0 percent, are no change: the opposite of a claimed one, as any change is
    of none. What one incident more or less in either count would make match, or take past it, is close where it is not
    far off.
    """
    direction, neutral = targets.direction, kind_of(targets.on).neutral
    with np.errstate(invalid="ignore"):
        inside = (value >= targets.low) & (value < targets.high)
        beyond = np.where(direction > 0, value >= targets.high, value < targets.low)
        codes = np.where(beyond, CODES[Outcome.STRONGER], CODES[Outcome.WEAKER]).astype(np.int8)
        close = (value >= targets.close_low) & (value <= targets.close_high) & ~inside
        if counted is not None and targets.mild.any():
            near = (value >= targets.one_low) & (value <= targets.one_high) & targets.mild
            close |= ~inside & near & _meets(counted.within(1, targets.on), targets.low, targets.high)
        codes[close] = np.where(beyond, CODES[Outcome.CLOSE_ABOVE], CODES[Outcome.CLOSE_BELOW])[close]
        codes[inside] = CODES[Outcome.MATCHES]
        if neutral is not None:
            codes[(value - neutral) * direction < 0] = CODES[Outcome.OPPOSITE]
            codes[(direction == 0) & ~inside & ~close] = CODES[Outcome.OPPOSITE]
            codes[(direction != 0) & _no_change(value, targets, neutral)] = CODES[Outcome.OPPOSITE]
        elif opposite is not None:
            codes[opposite & ~inside] = CODES[Outcome.OPPOSITE]
        if targets.on == "rank":  # another place in the same half is less than was said, on whichever side
            codes[codes == CODES[Outcome.STRONGER]] = CODES[Outcome.WEAKER]
        codes[~enough | np.isnan(value)] = CODES[Outcome.INSUFFICIENT]
    return codes


def _no_change(value: Floats, targets: Targets, neutral: float) -> Bools:
    """Which values are no change, unless the claimed change is itself as small."""
    least = PRINTS_AS_NOTHING if targets.on == "ratio" else 0.0
    nothing: Bools = np.abs(value - neutral) <= least
    as_small = targets.mild & (np.abs(targets.claimed - neutral) <= least)
    return nothing & ~as_small


def decided_by_few(
    value: Floats, codes: npt.NDArray[np.int8], targets: Targets, counted: Counted
) -> tuple[Bools, Bools]:
    """Which comparisons one incident more or less decides, and which two do, where both counts are of MANY or more.

    One decides what is close to the number and would not be with it, and what is not close and would give the number
    with two. So no single incident takes a comparison from right to wrong, or from there to surely wrong.
    """
    one, two = np.zeros(len(value), dtype=bool), np.zeros(len(value), dtype=bool)
    many = (counted.after >= MANY) & (counted.before >= MANY) & targets.mild
    rows = np.flatnonzero(many & (codes > CODES[Outcome.MATCHES]))
    some, each = targets.take(rows), counted.take(rows)
    widest = np.minimum(some.close_low, some.one_low), np.maximum(some.close_high, some.one_high)
    at = np.flatnonzero(_meets(each.within(3, targets.on), *widest))  # the others are far from the number
    if not len(at):
        return one, two
    rows, some, each = rows[at], some.take(at), each.take(at)
    within = {number: each.within(number, targets.on) for number in (1, 2, 3)}
    inside = {number: _meets(within[number], some.low, some.high) for number in within}
    near = {number: _meets(within[number], some.one_low, some.one_high) for number in (1, 2)}
    band = np.minimum(some.close_low, some.low), np.maximum(some.close_high, some.high)
    leaves = (within[1][0] < band[0]) | (within[1][1] > band[1])
    close = np.isin(codes[rows], CLOSE) & ~inside[1]
    wrong = codes[rows] >= CODES[Outcome.STRONGER]
    one[rows] = np.where(wrong, inside[2] & near[1], close & leaves)
    two[rows] = wrong & (_meets(within[1], *band) | (inside[3] & near[2]))
    return one, two


def _meets(band: tuple[Floats, Floats], low: Floats, high: Floats) -> Bools:
    return (band[0] <= high) & (band[1] >= low)


def same_direction(ratio: Floats, targets: Targets) -> Bools:
    """Which ratios lie on the claimed side of no change (for a claim of no change: inside the target)."""
    direction, neutral = targets.direction, kind_of(targets.on).neutral or 0.0
    inside = (ratio >= targets.low) & (ratio < targets.high)
    with np.errstate(invalid="ignore"):
        found: Bools = np.where(direction == 0, inside, (ratio - neutral) * direction > 0)
    return found

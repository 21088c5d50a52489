"""The whole surface of a daily series: every window length, every distance of the baseline, every day; reduced at once.

A pair is an after-window of L days and a before-window as long that starts d >= L days earlier. Twenty years hold more
than a thousand million of them, so none is kept: each is counted into an outcome, a histogram and the mean of its cell
(L, d). All of it is done in whole numbers, so that numpy and numba give the same to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from verifier.claims.readings import TargetReading
from verifier.comparisons.series import Series
from verifier.errors import UsageError

# Logarithms are held as whole numbers of 2**-20, and a bin of the histogram is 2**-4 of the natural log wide.
UNIT, BIN = 1 << 20, 1 << 16
# What stands for the log of no incidents: farther from any other than two of those are from each other.
NONE = -(1 << 25)
# Bins from exp(-REACH / 16) to exp(REACH / 16): wide enough for any two counts below 2**31.
REACH = 344
OUTCOMES = ("insufficient", "matches", "stronger", "weaker", "opposite")

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Surface:
    """What all pairs of a series give.

    outcomes counts the pairs by name (OUTCOMES); from_none and to_none are those among the sufficient ones whose
    earlier, or later, count is zero: their ratio is infinite, or zero, and they are in outcomes too. histogram counts
    the sufficient pairs with two counts above zero by natural log of their ratio, between `edges`. By length and
    offset, mean_log is the mean of that log (NaN without such a pair) and pairs the number of those pairs. engine is
    "numpy" or "numba".
    """

    lengths: Ints
    offsets: Ints
    outcomes: dict[str, int]
    from_none: int
    to_none: int
    histogram: Ints
    edges: Floats
    mean_log: Floats
    pairs: Ints
    engine: str

    @property
    def total(self) -> int:
        """How many pairs there are in all."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, eq=False)
class Windows:
    """Every window of one length: its count, the log of that, and the least later count that reaches each bound.

    A later count a reaches a bound r of the ratio when a / before >= r, in the same arithmetic as single comparisons.
    """

    count: Small
    log: Small
    low: Small
    high: Small


def surface(
    series: Series,
    lengths: Sequence[int],
    offsets: Sequence[int],
    target: TargetReading,
    *,
    smallest_total: int = 5,
    fast: bool | None = None,
) -> Surface:
    """Every pair of windows of a daily series, of these lengths (days) and offsets (days), held against a target.

    An offset shorter than the length would make the windows share days: that cell is empty. smallest_total is the sum
    of both counts below which a pair is insufficient. fast asks for numba (installed with the extra `fast`) or
    refuses it; None takes it where it is there. Memory: 16 bytes a cell and some hundred bytes a day of the series,
    however many pairs there are. Raises TypeError for published figures, UsageError for a length or offset below 1, a
    smallest_total below 1, or fast=True without numba.
    """
    if min(*lengths, *offsets, smallest_total) < 1:
        raise UsageError("lengths, offsets and the smallest total must be whole numbers of 1 or more")
    if fast and not has_numba():
        raise UsageError("numba is not installed: install the extra `fast`, or leave fast out")
    use_numba = has_numba() if fast is None else fast
    shape = len(lengths), len(offsets)
    totals = np.zeros(5, dtype=np.int64)
    histogram = np.zeros(2 * (REACH + (-NONE // BIN)) + 2, dtype=np.int64)
    sums, pairs = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    direction = 1 if target.low >= 1 else -1 if target.high <= 1 else 0
    distances = np.array(offsets, dtype=np.int64)
    kernel: Callable[..., None] = _one_length
    if use_numba:
        from verifier.comparisons.surface_numba import one_length as kernel
    for at, length in enumerate(lengths):
        made = windows(series.prefix, length, target)
        usable = np.flatnonzero((distances >= length) & (distances < len(made.count)))
        kernel(
            made.count,
            made.log,
            made.low,
            made.high,
            distances,
            usable,
            direction,
            smallest_total,
            totals,
            histogram,
            sums[at],
            pairs[at],
        )
    middle = len(histogram) // 2
    with np.errstate(invalid="ignore"):
        mean = sums / UNIT / np.where(pairs > 0, pairs, np.nan)
    return Surface(
        lengths=np.array(lengths, dtype=np.int64),
        offsets=distances,
        outcomes=dict(zip(OUTCOMES, totals.tolist(), strict=True)),
        from_none=int(histogram[middle + REACH :].sum()),
        to_none=int(histogram[: middle - REACH].sum()),
        histogram=histogram[middle - REACH : middle + REACH],
        edges=np.arange(-REACH, REACH + 1, dtype=np.float64) * (BIN / UNIT),
        mean_log=mean,
        pairs=pairs,
        engine="numba" if use_numba else "numpy",
    )


def has_numba() -> bool:
    """Whether the extra `fast` is installed."""
    return find_spec("numba") is not None


def windows(prefix: Ints, length: int, target: TargetReading) -> Windows:
    """Every window of a length in a series with these running sums."""
    count = (prefix[length:] - prefix[:-length]) if length < len(prefix) else np.zeros(0, dtype=np.int64)
    if count.max(initial=0) >= 2**31:
        raise UsageError("counts of 2,147,483,648 and more in a window are too many for a surface")
    every, place = np.unique(count, return_inverse=True)
    logs = np.where(every > 0, np.round(np.log(np.maximum(every, 1)) * UNIT), NONE).astype(np.int32)
    low, high = (_least(every, bound).astype(np.int32) for bound in (target.low, target.high))
    return Windows(count.astype(np.int32), logs[place], low[place], high[place])


def _least(before: Ints, bound: float) -> Ints:
    """The least later count whose ratio to an earlier one reaches a bound; from none to some is infinite."""
    most = 2**31 - 1
    if math.isinf(bound):
        return np.where(before > 0, most, 1)
    guess = np.ceil(before * bound)
    safe = np.maximum(before, 1)
    guess = np.where((guess - 1) / safe >= bound, guess - 1, guess)
    guess = np.where(guess / safe < bound, guess + 1, guess)
    return np.where(before > 0, np.clip(guess, 0, most), 1).astype(np.int64)


def _one_length(
    count: Small,
    log: Small,
    low: Small,
    high: Small,
    offsets: Ints,
    usable: Ints,
    direction: int,
    smallest_total: int,
    totals: Ints,
    histogram: Ints,
    sums: Ints,
    pairs: Ints,
) -> None:
    """Add the pairs of one length to the totals: numpy, one offset after another."""
    middle = len(histogram) // 2
    all_enough = bool(count.min(initial=0) * 2 >= smallest_total) if len(count) else True
    none = count == 0
    running = np.concatenate([[0], np.cumsum(log, dtype=np.int64)])
    buffer, place = np.empty(len(count), dtype=np.int32), np.empty(len(count), dtype=np.int64)
    for cell in usable.tolist():
        offset = int(offsets[cell])
        size = len(count) - offset
        after, before = count[offset:], count[:size]
        difference = np.subtract(log[offset:], log[:size], out=buffer[:size])
        reaches, beyond = after >= low[:size], after >= high[:size]
        other_way = _other_way(after, before, direction)
        if all_enough:
            insufficient = 0
        else:
            enough = after + before >= smallest_total
            insufficient = size - int(np.count_nonzero(enough))
            reaches, beyond, other_way = reaches & enough, beyond & enough, other_way & enough
            difference = difference[enough]
        bins = np.right_shift(difference, 16, out=place[: len(difference)], casting="unsafe")
        bins += middle
        found = np.bincount(bins)
        histogram[: len(found)] += found
        said = size - insufficient
        matches = int(np.count_nonzero(reaches)) - int(np.count_nonzero(beyond))
        opposite = said - matches if direction == 0 else int(np.count_nonzero(other_way))
        above = int(np.count_nonzero(beyond))
        stronger = 0 if direction == 0 else above if direction > 0 else said - above - matches
        totals += (insufficient, matches, stronger, said - matches - stronger - opposite, opposite)
        if all_enough:
            sums[cell] = running[-1] - running[offset] - running[size]
            pairs[cell] = said
        else:
            both = ~(none[offset:] | none[:size])[enough]
            sums[cell] = difference[both].sum(dtype=np.int64)
            pairs[cell] = np.count_nonzero(both)


def _other_way(after: Small, before: Small, direction: int) -> npt.NDArray[np.bool_]:
    """Which pairs go against the claimed direction."""
    against: npt.NDArray[np.bool_] = after < before if direction > 0 else after > before
    return against

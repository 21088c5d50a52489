"""The most sensible pair of each outcome on a whole surface, without looking at all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from verifier.claims.readings import TargetReading
from verifier.comparisons.series import Series
from verifier.comparisons.surface import OUTCOMES, Windows, windows
from verifier.errors import NotCoveredError
from verifier.window import Window

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Best:
    """A pair of windows, their counts, and its weight."""

    after: Window
    before: Window
    after_count: int
    before_count: int
    weight: float


def best_pairs(
    series: Series,
    lengths: Sequence[int],
    offsets: Sequence[int],
    target: TargetReading,
    weights: tuple[Floats, Floats, Floats],
    *,
    smallest_total: int = 5,
) -> dict[str, Best]:
    """The heaviest pair of each outcome that occurs; the later after-window on a tie within a cell.

    weights are those of the lengths, of the offsets and of the last day of the after-window (one for each day of the
    coverage, in order), none below zero; a pair weighs their product. Cells are looked at from the heaviest down, until
    none can hold a heavier pair. Raises TypeError for published figures, NotCoveredError for an empty series.
    """
    prefix, coverage = series.prefix, series.coverage
    if coverage is None:
        raise NotCoveredError(f"{series.name} covers nothing")
    by_length, by_offset, by_day = weights
    cell_weight = by_length[:, None] * by_offset[None, :]
    heaviest = float(by_day.max(initial=0.0))
    direction = 1 if target.low >= 1 else -1 if target.high <= 1 else 0
    made: dict[int, Windows] = {}
    best: dict[str, Best] = {}
    for cell in np.argsort(-cell_weight, axis=None, kind="stable").tolist():
        row, column = divmod(cell, len(offsets))
        weight, length, offset = float(cell_weight[row, column]), int(lengths[row]), int(offsets[column])
        if len(best) == len(OUTCOMES) and weight * heaviest <= min(one.weight for one in best.values()):
            break
        if offset < length or coverage.days < length + offset:
            continue
        if length not in made:
            made[length] = windows(prefix, length, target)
        names = _outcomes(made[length], offset, direction, smallest_total)
        of_days = by_day[length + offset - 1 :]
        for number, name in enumerate(OUTCOMES):
            at = len(of_days) - 1 - int(np.argmax(np.where(names == number, of_days, -1.0)[::-1]))
            found = weight * float(of_days[at])
            if names[at] == number and (name not in best or found > best[name].weight):
                first = coverage.start + timedelta(days=at)
                after, before = (
                    Window(start, start + timedelta(days=length - 1))
                    for start in (first + timedelta(days=offset), first)
                )
                later, earlier = (int(made[length].count[place]) for place in (offset + at, at))
                best[name] = Best(after, before, later, earlier, found)
    return best


def _outcomes(made: Windows, offset: int, direction: int, smallest_total: int) -> npt.NDArray[np.int64]:
    """The outcome of every pair of one cell, as a position in OUTCOMES."""
    size = len(made.count) - offset
    after, before = made.count[offset:], made.count[:size]
    reaches, beyond = after >= made.low[:size], after >= made.high[:size]
    stronger = beyond if direction > 0 else ~reaches
    opposite = (after - before) * direction < 0 if direction else np.ones(size, dtype=bool)
    names = np.select([reaches & ~beyond, opposite, stronger], [1, 4, 2], 3)
    return np.where(after + before >= smallest_total, names, 0)

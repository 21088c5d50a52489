"""Many claims held against the comparisons of their questions: outcomes and their shares, as `scores.shares` gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verifier.comparisons.spans import Days, ranges
from verifier.findings.batch import Batch, Bools, Floats
from verifier.findings.outcomes import NEUTRAL, Outcome, Targets, outcome_codes, same_direction
from verifier.findings.scores import Shares

# Rows looked at in one go: their arrays take some tens of megabytes.
MOST_ROWS = 200_000
_NAMES = list(Outcome)
_OPPOSITE = _NAMES.index(Outcome.OPPOSITE)
_SUFFICIENT = [at for at, name in enumerate(_NAMES) if name != Outcome.INSUFFICIENT]


@dataclass(frozen=True, slots=True)
class Held:
    """The shares of one claim under the weights of the set, and with every comparison of a dataset counted alike."""

    shares: Shares
    uniform: Shares


def held(made: Batch, question: Days, targets: Targets) -> Iterator[Held]:
    """Each target held against the comparisons of its question, in their order; every question must have some."""
    sizes = made.sizes[question]
    ends = np.cumsum(sizes)
    start = 0
    while start < len(question):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + MOST_ROWS, side="right")))
        yield from _some(made, question[start:stop], targets.take(np.arange(start, stop)))
        start = stop


def _some(made: Batch, question: Days, targets: Targets) -> Iterator[Held]:
    sizes = made.sizes[question]
    owner, rows = ranges(made.first[question], sizes)
    each = targets.take(owner)
    value = made.value[rows]
    codes = outcome_codes(value, each, made.enough[rows], made.opposite[rows])
    if made.spread is None:
        compatible = (made.low[rows] < each.high) & (made.high[rows] >= each.low)
    else:
        after, before = made.after.take(rows), made.before.take(rows)
        counts = made.after_count[rows], made.before_count[rows]
        compatible = made.spread.take(rows).meets(counts, (after.days, before.days), value, each.low, each.high)
    way = codes != _OPPOSITE if each.on not in NEUTRAL else same_direction(value, each)
    key = owner * (4 * len(_NAMES)) + codes * 4 + compatible * 2 + way
    size = len(question)
    weighted = _shares(key, made.weight[rows], size)
    for shares, uniform in zip(weighted, _shares(key, made.uniform_weight[rows], size), strict=True):
        yield Held(shares, uniform)


def _shares(key: Days, weights: Floats, size: int) -> list[Shares]:
    """Step by step the sums of `scores.shares`, in its order."""
    flat: Floats = np.bincount(key, weights, size * 4 * len(_NAMES)).astype(np.float64, copy=False)
    sums = flat.reshape(size, len(_NAMES), 4)
    by = {_NAMES[at]: sums[:, at] for at in _SUFFICIENT}
    total = _added(sum(by.values(), np.zeros((size, 4))))
    anything: Bools = total > 0
    divisor = np.where(anything, total, 1.0)

    def share(part: Floats) -> list[float]:
        found: list[float] = np.where(anything, part / divisor, 0.0).tolist()
        return found

    columns = {str(name): share(_added(each)) for name, each in by.items()}
    columns["sufficient"] = (total / sums.reshape(size, -1).sum(axis=1)).tolist()
    columns["compatible"] = share(sum((each[:, 2] + each[:, 3] for each in by.values()), np.zeros(size)))
    columns["direction"] = share(sum((each[:, 1] + each[:, 3] for each in by.values()), np.zeros(size)))
    return [Shares(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _added(parts: Floats) -> Floats:
    """The four parts of each claim added one after the other, as numpy adds so few."""
    found: Floats = parts[:, 0] + parts[:, 1] + parts[:, 2] + parts[:, 3]
    return found

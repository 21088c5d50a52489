"""Targets held against the comparisons of their questions, for one claim or many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verifier.comparisons.spans import Days, ranges
from verifier.comparisons.statistics.measured import Bools
from verifier.findings.batch import Batch
from verifier.findings.outcomes import Targets, outcome_codes
from verifier.findings.shares import Codes, Shares, same_way, weighted_shares

# Rows looked at in one go: their arrays take some tens of megabytes.
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class BothShares:
    """The shares of one claim under the weights of the set, and with every comparison of a dataset counted alike."""

    shares: Shares
    uniform: Shares


@dataclass(frozen=True, eq=False)
class Judged:
    """The rows of some questions held against one target each: the place of the question among those asked, the row in
    the batch, the outcome (a place in Outcome), whether the interval meets the target, and whether it goes its way.
    """

    owner: Days
    row: Days
    outcome: Codes
    compatible: Bools
    same_way: Bools


def judged(made: Batch, question: Days, targets: Targets) -> Judged:
    """Every comparison of each question held against the target that stands beside it."""
    owner, rows = ranges(made.first[question], made.sizes[question])
    each = targets.take(owner)
    value = made.rows.value[rows]
    codes = outcome_codes(value, each, made.rows.enough[rows], made.rows.opposite[rows])
    if made.rows.spread is None:
        compatible = (made.rows.low[rows] < each.high) & (made.rows.high[rows] >= each.low)
    else:
        after, before = made.rows.after.take(rows), made.rows.before.take(rows)
        counts = made.rows.after_count[rows], made.rows.before_count[rows]
        compatible = made.rows.spread.take(rows).meets(counts, (after.days, before.days), value, each.low, each.high)
    return Judged(owner, rows, codes, compatible, same_way(value, codes, each))


def many_shares(made: Batch, question: Days, targets: Targets) -> Iterator[BothShares]:
    """The shares of each target under the comparisons of its question, which must have some; in their order."""
    ends = np.cumsum(made.sizes[question])
    start = 0
    while start < len(question):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + MOST_ROWS, side="right")))
        found = judged(made, question[start:stop], targets.take(np.arange(start, stop)))
        several = (
            weighted_shares(
                found.outcome, found.compatible, found.same_way, weights[found.row], found.owner, stop - start
            )
            for weights in (made.weight, made.uniform_weight)
        )
        yield from map(BothShares, *several)
        start = stop

"""The comparisons of one claim or of many under one set, in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.spans import Days, firsts, key_of
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.measured import Asked, Measured
from verifier.comparisons.statistics.statistic import Statistic
from verifier.comparisons.statistics.table import WORKED_OUT
from verifier.findings.doubts import METHODS, own_range
from verifier.findings.panel import Panel
from verifier.findings.standing import Asks, standing
from verifier.findings.weights import ROUNDED, Weighable


@dataclass(frozen=True, eq=False)
class Batch:
    """Comparisons: all of the first question, heaviest first, then all of the next.

    first says where each question's rows begin, with the end of the last; rows are the comparisons with the question of
    each as their owner and how sensible they are as their weight; source is the place of the series in the panel;
    weight and uniform_weight sum to 1 in each question, and what has no vote has none. The bounds of a ratio are those
    of the source's own estimates, NaN where it has none. literal says which comparisons are the one that was said,
    beside which is the one shown of a family without a vote, proxies which questions rest on proxies alone.
    unordered is what weights are made from, in another order; order says where each row is there.
    """

    panel: Panel
    declared: SpecificationSet
    first: Days
    rows: Measured
    source: Days
    weight: Floats
    uniform_weight: Floats
    literal: Bools
    beside: Bools
    proxies: Bools
    unordered: Weighable
    order: Days

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def question(self) -> Days:
        """The question of each row."""
        return self.rows.owner

    def weighable(self, rows: Days) -> Weighable:
        """What the weight of some rows is made from."""
        return self.unordered.take(self.order[rows])

    @property
    def present(self) -> Days:
        """The sources that made any comparison, by their places in the panel."""
        return np.flatnonzero(np.bincount(self.source, minlength=len(self.panel.sources)))

    @cached_property
    def sizes(self) -> Days:
        """How many comparisons each question has."""
        return np.diff(self.first)


def batch(panel: Panel, asks: Asks, declared: SpecificationSet, targets: Sequence[TargetReading]) -> Batch:
    """Every comparison for many questions; targets has one a question, which is not looked at for a ratio."""
    other = None if panel.other is None else panel.other[asks.source]
    estimates = tuple(places[asks.source] for places in panel.estimates)
    wanted = [targets[at] for at in asks.question.tolist()]
    rivals = tuple(places[asks.source] for places in panel.rivals)
    totals = panel.dispersion[asks.source]
    asked = Asked(panel.series, declared, asks.anchors, wanted, other, estimates, rivals, totals)
    made = _once(panel, asks, WORKED_OUT[declared.statistic](asked))
    source = asks.source[made.owner]
    if declared.statistic == Statistic.RATIO:
        low, high = own_range(
            panel.series, (panel.low[source], panel.high[source]), made.after, made.before, made.value
        )
        made = replace(made, low=low, high=high, methods=METHODS)
    fit = np.array([declared.definition_weight(one.match) for one in panel.sources])
    return _ordered(panel, asks, declared, replace(made, weight=made.weight * fit[source]), len(targets))


def weightiest(made: Batch, rows: Days, owner: Days) -> Days:
    """The places of the most sensible row of each owner; ties go to the windows that lie closest together."""
    before = made.rows.before.starts[rows] > 0
    apart = np.where(before, made.rows.after.starts[rows] - made.rows.before.ends[rows], 0)
    weight = np.round(made.weight[rows], ROUNDED)
    return firsts(owner, -weight, apart, made.panel.keys[0][made.source[rows]])


def _once(panel: Panel, asks: Asks, made: Measured) -> Measured:
    """Without the rows of a series that has answered a question already: of one part of two wholes, the better fitting
    one was asked first.
    """
    answered = np.flatnonzero(np.bincount(made.owner, minlength=len(asks.source)))
    key = asks.question[answered] * len(panel.sources) + panel.same[asks.source[answered]]
    different, first = np.unique(key, return_index=True)
    if len(different) == len(answered):
        return made
    kept = np.zeros(len(asks.source), dtype=bool)
    kept[answered[first]] = True
    return made.take(kept[made.owner])


def _ordered(panel: Panel, asks: Asks, declared: SpecificationSet, made: Measured, size: int) -> Batch:
    """The rows of a question together, heaviest first, with their weights."""
    datasets, _, definitions = panel.keys
    question, source = asks.question[made.owner], asks.source[made.owner]
    found = standing(panel, asks, made, declared, size)
    # Of equal weights the series are in the order of their names, and their comparisons in that of their windows.
    named = datasets * (int(definitions.max(initial=0)) + 1) + definitions
    order = np.argsort(key_of(made.after, made.before), kind="stable")
    keys = named[source], -np.round(found.weight, ROUNDED), question
    order = order[np.lexsort([key[order] for key in keys])]
    return Batch(
        panel=panel,
        declared=declared,
        first=np.concatenate([[0], np.cumsum(np.bincount(question, minlength=size))]),
        rows=replace(made.take(order), owner=question[order]),
        source=source[order],
        weight=found.weight[order],
        uniform_weight=found.uniform[order],
        literal=found.weighable.literal[order],
        beside=found.beside[order],
        proxies=found.proxies,
        unordered=found.weighable,
        order=order,
    )

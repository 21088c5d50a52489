"""The comparisons of one claim or of many under one set, in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from verifier.claims.readings import TargetReading
from verifier.comparisons.rules import ManyAnchors
from verifier.comparisons.spans import Days
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.measured import Asked, Measured
from verifier.comparisons.statistics.table import WORKED_OUT
from verifier.findings.panel import Panel


@dataclass(frozen=True, eq=False)
class Asks:
    """Questions put to series: question and source (places in a panel) of each, with what its windows hang on there.

    Those of a question lie together, in the order in which its sources were found.
    """

    question: Days
    source: Days
    anchors: ManyAnchors


@dataclass(frozen=True, eq=False)
class Batch:
    """Comparisons: all of the first question, heaviest first, then all of the next.

    first says where each question's rows begin, with the end of the last; rows are the comparisons with the question of
    each as their owner and how sensible they are as their weight; source is the place of the series in the panel;
    weight and uniform_weight sum to 1 in each question, the same total for every dataset.
    """

    panel: Panel
    declared: SpecificationSet
    first: Days
    rows: Measured
    source: Days
    weight: npt.NDArray[np.float64]
    uniform_weight: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def question(self) -> Days:
        """The question of each row."""
        return self.rows.owner

    @property
    def present(self) -> Days:
        """The sources that made any comparison, by their places in the panel."""
        found: Days = np.flatnonzero(np.bincount(self.source, minlength=len(self.panel.sources)))
        return found

    @property
    def sizes(self) -> Days:
        """How many comparisons each question has."""
        found: Days = np.diff(self.first)
        return found


def batch(panel: Panel, asks: Asks, declared: SpecificationSet, targets: Sequence[TargetReading]) -> Batch:
    """Every comparison for many questions; targets has one a question, which is not looked at for a ratio."""
    other = None if panel.other is None else panel.other[asks.source]
    estimates = tuple(places[asks.source] for places in panel.estimates)
    wanted = [targets[at] for at in asks.question.tolist()]
    rivals = tuple(places[asks.source] for places in panel.rivals)
    asked = Asked(panel.series, declared, asks.anchors, wanted, other, estimates, rivals)
    made = _once(panel, asks, WORKED_OUT[declared.statistic](asked))
    source = asks.source[made.owner]
    fit = np.array([declared.definition_weight(one.match) for one in panel.sources])
    return _ordered(
        panel, declared, replace(made, owner=asks.question[made.owner], weight=made.weight * fit[source]), source,
        len(targets),
    )  # fmt: skip


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


def _ordered(panel: Panel, declared: SpecificationSet, made: Measured, source: Days, size: int) -> Batch:
    """The rows of a question together, heaviest first, and their weights normalised."""
    datasets, _, definitions = panel.keys
    many = int(datasets.max(initial=0)) + 1
    group = made.owner * many + datasets[source]
    rows = np.bincount(group, minlength=size * many)
    shared = (rows.reshape(size, many) > 0).sum(axis=1)[made.owner]
    weight = made.weight / np.bincount(group, weights=made.weight)[group] / shared
    # Of equal weights the series are in the order of their names, and their comparisons in that of their windows.
    named = datasets * (int(definitions.max(initial=0)) + 1) + definitions
    order = np.lexsort((named[source], -weight, made.owner))
    return Batch(
        panel=panel,
        declared=declared,
        first=np.concatenate([[0], np.cumsum(rows.reshape(size, many).sum(axis=1))]),
        rows=made.take(order),
        source=source[order],
        weight=weight[order],
        uniform_weight=(1.0 / rows[group] / shared)[order],
    )

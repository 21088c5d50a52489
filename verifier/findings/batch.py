"""The comparisons of one claim or of many under one set, in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from verifier.claims.readings import TargetReading
from verifier.comparisons import bounded
from verifier.comparisons.bounded import Widened
from verifier.comparisons.pairs import many_pairs
from verifier.comparisons.rules import ManyAnchors
from verifier.comparisons.spans import Days, Spans, sums
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.measured import Asked
from verifier.comparisons.statistics.table import STATISTICS
from verifier.findings.panel import Panel

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


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
    """Comparisons in parallel arrays: all of the first question, heaviest first, then all of the next.

    first says where each question's rows begin, with the end of the last; source is the place in the panel; days are
    ordinals, 0 where there is no earlier window. enough: the counts say something. low and high are the bounds of
    what is no ratio, method says how each was worked out (a place in methods), spread what those of a ratio are made
    from.
    """

    panel: Panel
    declared: SpecificationSet
    first: Days
    question: Days
    source: Days
    after: Spans
    before: Spans
    after_count: Floats
    before_count: Floats
    after_option: Days
    before_option: Days
    value: Floats
    enough: Bools
    opposite: Bools
    among: Floats
    tied: Floats
    sensibility: Floats
    weight: Floats
    uniform_weight: Floats
    low: Floats
    high: Floats
    method: Days
    methods: tuple[str, ...]
    spread: Widened | None

    def __len__(self) -> int:
        return len(self.first) - 1

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


@dataclass(frozen=True, eq=False)
class _Part:
    """What is asked of series gives, the rows of an ask together and in their order; weight is not normalised."""

    owner: Days
    after: Spans
    before: Spans
    after_count: Floats
    before_count: Floats
    after_option: Days
    before_option: Days
    value: Floats
    enough: Bools
    opposite: Bools
    among: Floats
    tied: Floats
    weight: Floats
    low: Floats
    high: Floats
    method: Days
    spread: Widened
    methods: tuple[str, ...]

    def take(self, chosen: npt.NDArray[np.generic]) -> _Part:
        """The rows at an index array, or where a mask holds."""
        spans = {name: getattr(self, name).take(chosen) for name in ("after", "before", "spread")}
        return replace(self, **spans, **{name: getattr(self, name)[chosen] for name in _PLAIN})


# The columns of a part that are plain arrays.
_PLAIN = tuple(name for name in _Part.__dataclass_fields__ if name not in ("after", "before", "spread", "methods"))


def batch(panel: Panel, asks: Asks, declared: SpecificationSet, targets: Sequence[TargetReading]) -> Batch:
    """Every comparison for many questions. targets has one a question, which is not looked at where ratios are
    compared.
    """
    weights = np.array([declared.definition_weight(source.match) for source in panel.sources])[asks.source]
    if declared.statistic == "ratio":
        part = _ratios(panel, asks, declared, weights)
    else:
        part = _measured(panel, asks, declared, weights, [targets[at] for at in asks.question.tolist()])
    return _ordered(panel, asks, declared, _once(panel, asks, part), len(targets))


def _ratios(panel: Panel, asks: Asks, declared: SpecificationSet, weights: Floats) -> _Part:
    owner, pairs = many_pairs(declared, asks.anchors, panel.series)
    none, nothing = np.zeros(len(owner)), np.full(len(owner), np.nan)
    return _Part(
        owner,
        pairs.after,
        pairs.before,
        pairs.after_count.astype(np.float64),
        pairs.before_count.astype(np.float64),
        pairs.after_option,
        pairs.before_option,
        bounded.rate_ratios(pairs),
        pairs.after_count + pairs.before_count >= declared.smallest_total,
        np.zeros(len(owner), dtype=bool),
        nothing,
        nothing,
        pairs.weight * weights[owner],
        none,
        none,
        np.zeros(len(owner), dtype=np.int64),
        bounded.widened(panel.series, asks.anchors.series[owner], pairs),
        bounded.METHODS,
    )


def _measured(
    panel: Panel, asks: Asks, declared: SpecificationSet, weights: Floats, targets: Sequence[TargetReading]
) -> _Part:
    other = None if panel.other is None else panel.other[asks.source]
    estimates = tuple(places[asks.source] for places in panel.estimates)
    made = STATISTICS[declared.statistic](Asked(panel.series, declared, asks.anchors, targets, other, estimates))
    size = len(made)
    none, nothing = np.zeros(size), np.full(size, np.nan)
    no_days = np.zeros(size, dtype=np.int64)
    return _Part(
        made.owner,
        made.after,
        Spans(no_days, no_days) if made.before is None else made.before,
        made.after_count.astype(np.float64),
        nothing if made.before_count is None else made.before_count.astype(np.float64),
        made.after_option,
        no_days - 1 if made.before_option is None else made.before_option,
        made.value,
        made.enough,
        np.zeros(size, dtype=bool) if made.opposite is None else made.opposite,
        made.among if len(made.among) == size else nothing,
        made.tied if len(made.tied) == size else nothing,
        made.weight * weights[made.owner],
        made.low,
        made.high,
        no_days if made.method is None else made.method,
        Widened(np.zeros(size, dtype=bool), none, none),
        made.methods,
    )


def _once(panel: Panel, asks: Asks, part: _Part) -> _Part:
    """Without the rows of a series that has answered a question already: of one part of two wholes, the better fitting
    one was asked first.
    """
    answered = np.flatnonzero(np.bincount(part.owner, minlength=len(asks.source)))
    key = asks.question[answered] * len(panel.sources) + panel.same[asks.source[answered]]
    different, first = np.unique(key, return_index=True)
    if len(different) == len(answered):
        return part
    kept = np.zeros(len(asks.source), dtype=bool)
    kept[answered[first]] = True
    return part.take(kept[part.owner])


def _ordered(panel: Panel, asks: Asks, declared: SpecificationSet, part: _Part, size: int) -> Batch:
    """The rows of a question together, heaviest first, and their weights normalised."""
    ratios = declared.statistic == "ratio"
    datasets, _, definitions = panel.keys
    owner, source, weight = asks.question[part.owner], asks.source[part.owner], part.weight
    dataset = datasets[source]
    many = int(datasets.max()) + 1
    group = owner * many + dataset
    rows = np.bincount(group, minlength=size * many).reshape(size, many)
    # Series in the order of their names, in which those of a ratio are added and ordered.
    named = datasets * (int(definitions.max()) + 1) + definitions
    if ratios:
        sizes = np.bincount(part.owner, minlength=len(asks.source))
        whole = sums(weight, np.cumsum(sizes) - sizes, sizes)
        turn = np.argsort(named[asks.source], kind="stable")
        whose = asks.question * many + datasets[asks.source]
        by_dataset = np.bincount(whose[turn], weights=whole[turn], minlength=size * many)[group]
    else:
        by_dataset = np.bincount(group, weights=weight)[group]
    shared = (rows > 0).sum(axis=1)[owner]
    normalised = weight / by_dataset / shared
    uniform = 1.0 / rows.ravel()[group] / shared
    after, before = part.after, part.before
    if ratios:
        order = np.lexsort((named[source], -normalised, owner))
    else:
        keys = before.ends, before.starts, after.ends, after.starts, definitions[source], dataset, -normalised, owner
        order = np.lexsort(keys)
    taken = part.take(order)
    return Batch(
        panel=panel,
        declared=declared,
        first=np.concatenate([[0], np.cumsum(rows.sum(axis=1))]),
        question=owner[order],
        source=source[order],
        after=taken.after,
        before=taken.before,
        sensibility=taken.weight,
        weight=normalised[order],
        uniform_weight=uniform[order],
        spread=taken.spread if ratios else None,
        **{
            name: getattr(taken, name)
            for name in (
                "after_count", "before_count", "after_option", "before_option", "value", "enough", "opposite",
                "among", "tied", "low", "high", "method", "methods",
            )
        },
    )  # fmt: skip

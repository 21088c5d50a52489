"""The comparisons of many claims about the same series under one set, in arrays: what `specification_table` and
`measured_rows` make of one claim, without a table for each. Sums are made in the same order, so that they are equal.
"""

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
from verifier.comparisons.spans import Days, Spans
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.measured import Asked
from verifier.comparisons.statistics.table import STATISTICS
from verifier.findings.measured_rows import estimates
from verifier.findings.sources import Source

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Batch:
    """Comparisons in parallel arrays: all of the first question, heaviest first, then all of the next.

    first says where each question's rows begin, with the end of the last; source is the index of the series; days are
    ordinals, 0 where there is no earlier window. enough: the counts say something. low and high are the bounds of
    what is no ratio, spread what those of a ratio are made from.
    """

    sources: list[Source]
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
    tied: Floats
    sensibility: Floats
    weight: Floats
    uniform_weight: Floats
    low: Floats
    high: Floats
    spread: Widened | None

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def sizes(self) -> Days:
        """How many comparisons each question has."""
        found: Days = np.diff(self.first)
        return found


@dataclass(frozen=True, eq=False)
class _Part:
    """What one series gives, the rows of a question together and in their order; weight is not normalised."""

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
    tied: Floats
    weight: Floats
    low: Floats
    high: Floats
    spread: Widened

    def take(self, chosen: npt.NDArray[np.generic]) -> _Part:
        """The rows at an index array, or where a mask holds."""
        spans = {name: getattr(self, name).take(chosen) for name in ("after", "before", "spread")}
        return replace(self, **spans, **{name: getattr(self, name)[chosen] for name in _PLAIN})


# The columns of a part that are plain arrays.
_PLAIN = tuple(name for name in _Part.__dataclass_fields__ if name not in ("after", "before", "spread"))


def batch(
    sources: list[Source],
    anchors: Sequence[ManyAnchors],
    declared: SpecificationSet,
    targets: Sequence[TargetReading],
) -> Batch:
    """Every comparison for many questions; anchors has what they hang on in each series. targets has one a question,
    which are not looked at where ratios are compared.
    """
    size = len(targets)
    made: list[tuple[int, _Part]] = []
    answered: dict[tuple[str, str, str], Bools] = {}
    for at, (source, many) in enumerate(zip(sources, anchors, strict=True)):
        part = _ratios(source, many, declared) if declared.statistic == "ratio" else _measured(
            source, many, declared, targets
        )  # fmt: skip
        before = answered.setdefault(source.key, np.zeros(size, dtype=bool))
        if before.any():  # one part of two wholes: the better fitting one was asked first
            part = part.take(~before[part.owner])
        before[part.owner] = True
        made.append((at, part))
    return _ordered(sources, declared, made, size)


def _ratios(source: Source, anchors: ManyAnchors, declared: SpecificationSet) -> _Part:
    owner, pairs = many_pairs(declared, anchors, source.series)
    none = np.zeros(len(owner))
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
        none,
        pairs.weight * declared.definition_weight(source.match),
        none,
        none,
        bounded.widened(source.series, pairs),
    )


def _measured(
    source: Source, anchors: ManyAnchors, declared: SpecificationSet, targets: Sequence[TargetReading]
) -> _Part:
    others = estimates(source) if declared.statistic == "count" else ()
    made = STATISTICS[declared.statistic](Asked(source.series, declared, anchors, targets, source.other, others))
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
        made.tied if len(made.tied) == size else nothing,
        made.weight * declared.definition_weight(source.match),
        made.low,
        made.high,
        Widened(np.zeros(size, dtype=bool), none, none),
    )


def _ordered(sources: list[Source], declared: SpecificationSet, made: list[tuple[int, _Part]], size: int) -> Batch:
    """All parts with the rows of a question together, heaviest first, and their weights normalised."""
    ratios = declared.statistic == "ratio"
    if ratios:  # as `specification_table` does: series in the order of their names
        made = sorted(made, key=lambda one: (sources[one[0]].key[0], sources[one[0]].key[2]))
    parts = [part for _, part in made]
    source = np.repeat([at for at, _ in made], [len(part.owner) for part in parts])
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _PLAIN}
    datasets = ranked([one.key[0] for one in sources])
    definitions = ranked([one.key[2] for one in sources])
    owner, weight = columns["owner"], columns["weight"]
    dataset = datasets[source]
    many = int(datasets.max()) + 1
    group = owner * many + dataset
    rows = np.bincount(group, minlength=size * many).reshape(size, many)
    if ratios:
        total = np.zeros((size, many))
        for at, part in made:
            sizes = np.bincount(part.owner, minlength=size)
            total[:, datasets[at]] += sums(part.weight, np.cumsum(sizes) - sizes, sizes)
        by_dataset = total.ravel()[group]
    else:
        by_dataset = np.bincount(group, weights=weight)[group]
    shared = (rows > 0).sum(axis=1)[owner]
    normalised = weight / by_dataset / shared
    uniform = 1.0 / rows.ravel()[group] / shared
    after, before = (
        Spans(
            np.concatenate([getattr(part, side).starts for part in parts]),
            np.concatenate([getattr(part, side).ends for part in parts]),
        )
        for side in ("after", "before")
    )
    if ratios:
        order = np.lexsort((-normalised, owner))
    else:
        keys = before.ends, before.starts, after.ends, after.starts, definitions[source], dataset, -normalised, owner
        order = np.lexsort(keys)
    taken = {name: column[order] for name, column in columns.items()}
    spread = Widened(
        *(np.concatenate([getattr(part.spread, name) for part in parts])[order] for name in ("wald", "half", "phi"))
    )
    return Batch(
        sources=sources,
        declared=declared,
        first=np.concatenate([[0], np.cumsum(rows.sum(axis=1))]),
        question=taken["owner"],
        source=source[order],
        after=after.take(order),
        before=before.take(order),
        sensibility=taken["weight"],
        weight=normalised[order],
        uniform_weight=uniform[order],
        spread=spread if ratios else None,
        **{
            name: taken[name]
            for name in (
                "after_count", "before_count", "after_option", "before_option", "value", "enough", "opposite", "tied",
                "low", "high",
            )
        },
    )  # fmt: skip


def ranked(names: list[str]) -> Days:
    """The position of each name among the different ones, sorted."""
    different = sorted(set(names))
    return np.array([different.index(name) for name in names], dtype=np.int64)


def sums(values: Floats, first: Days, sizes: Days) -> Floats:
    """The sum of each run of values, equal to the last bit to numpy's sum of the run: runs of one length at once."""
    found = np.zeros(len(sizes))
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
        if size:
            runs = np.flatnonzero(sizes == size)
            found[runs] = values[first[runs][:, None] + np.arange(size)].sum(axis=1)
    return found

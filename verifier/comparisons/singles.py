"""Every admissible window of a claim that has no baseline (a level, a rate, a share), and how sensible each is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from verifier.arrays import Columns, Floats
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.rules import AFTER_RULES, ManyAnchors
from verifier.comparisons.spans import Days, Spans, begins
from verifier.comparisons.specifications import SpecificationSet


@dataclass(frozen=True, eq=False)
class Singles(Columns):
    """Windows in parallel arrays: the index of the claim that each belongs to, upwards, their counts, the index of the
    option that made each, and how sensible each is.
    """

    owner: Days
    after: Spans
    after_count: Days
    after_option: Days
    weight: Floats

    def __len__(self) -> int:
        return len(self.weight)


def singles(declared: SpecificationSet, anchors: ManyAnchors, several: ManySeries) -> Singles:
    """Every window of the set's options that its series can count, each once, the most sensible of a claim first.

    Weight is naturalness times relevance (Wu et al., PVLDB 7(7), 2014, section 2): a bell curve over how much of the
    claim's period a window leaves out and over how much longer or shorter it is. The part of the period that lies after
    the latest day is not held against a window.
    """
    found = countable(declared, anchors, several)
    weight = declared.naturalness("after")[found.after_option] * relevance(declared, anchors, found.owner, found.after)
    found = replace(found, weight=np.round(weight, 12))
    found = found.take(found.weight >= declared.content["relevance"]["least"])
    found = found.take(np.lexsort((found.after.ends, found.after.starts, -found.weight, found.owner)))
    columns = found.owner, found.after.starts, found.after.ends
    same = np.lexsort(columns[::-1])  # stable: of equal windows the most sensible comes first
    return found.take(np.sort(same[begins(*(column[same] for column in columns))]))


def countable(declared: SpecificationSet, anchors: ManyAnchors, several: ManySeries) -> Singles:
    """The after-windows of all options that its series can count; the weights are zero."""
    found = after_windows(declared, anchors, several)
    counts, known = several.counts(anchors.series[found.owner], found.after)
    return replace(found, after_count=counts).take(known)


def after_windows(declared: SpecificationSet, anchors: ManyAnchors, several: ManySeries) -> Singles:
    """The after-windows of all options that end by the latest day, in the order in which the options make them; counts
    and weights are zero.
    """
    parts = []
    for number, option in enumerate(declared.content["after"]):
        owner, after = AFTER_RULES[option["rule"]](anchors, several, option)
        none = np.zeros(len(owner), dtype=np.int64)
        parts.append(Singles(owner, after, none, none + number, none.astype(np.float64)))
    found = Singles.joined(parts)
    return found.take(found.after.ends <= anchors.latest[found.owner])


def relevance(declared: SpecificationSet, anchors: ManyAnchors, owner: Days, after: Spans) -> Floats:
    """How near each window is to its claim's period, as far as that could be known on the latest day."""
    widths = declared.content["relevance"]
    start = anchors.start[owner]
    end = np.maximum(start, np.minimum(anchors.end, anchors.latest)[owner])
    length = end - start + 1
    shared = np.maximum(np.minimum(after.ends, end) - np.maximum(after.starts, start) + 1, 0)
    distance = ((length - shared) / length / widths["uncovered"]) ** 2
    distance = distance + (np.log(after.days / length) / widths["length_log"]) ** 2
    return np.exp(-0.5 * distance)

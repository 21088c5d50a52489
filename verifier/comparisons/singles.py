"""Every admissible window of a claim that has no baseline (a level, a rate, a share), and how sensible each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verifier.comparisons.rules import AFTER_RULES, Anchors
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days, Spans, join
from verifier.comparisons.specifications import SpecificationSet

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Singles:
    """Windows in parallel arrays: their counts, the index of the option that made each, and how sensible each is."""

    after: Spans
    after_count: Days
    after_option: Days
    weight: Floats

    def __len__(self) -> int:
        return len(self.weight)

    def take(self, chosen: npt.NDArray[np.generic]) -> Singles:
        """The windows at an index array, or where a mask holds."""
        return Singles(
            self.after.take(chosen), self.after_count[chosen], self.after_option[chosen], self.weight[chosen]
        )


def singles(declared: SpecificationSet, anchors: Anchors, series: Series) -> Singles:
    """Every window of the set's options that the series can count, each once, the most sensible first.

    Weight is naturalness times relevance (Wu et al., PVLDB 7(7), 2014, section 2): a bell curve over how much of the
    claim's period a window leaves out and over how much longer or shorter it is. The part of the period that lies after
    the latest day is not held against a window.
    """
    spans, options = [], []
    for number, option in enumerate(declared.content["after"]):
        made = AFTER_RULES[option["rule"]](anchors, series, option)
        spans.append(made)
        options.append(np.full(len(made), number, dtype=np.int64))
    after, option_of = join(spans), np.concatenate(options)
    counts, known = series.counts(after)
    usable = known & (after.ends <= anchors.latest.toordinal())
    found = Singles(after.take(usable), counts[usable], option_of[usable], np.zeros(int(usable.sum())))
    weight = declared.naturalness("after")[found.after_option] * relevance(declared, anchors, found.after)
    found = Singles(found.after, found.after_count, found.after_option, np.round(weight, 12))
    found = found.take(found.weight >= declared.content["relevance"]["least"])
    found = found.take(np.lexsort((found.after.ends, found.after.starts, -found.weight)))
    _, first = np.unique(np.column_stack([found.after.starts, found.after.ends]), axis=0, return_index=True)
    return found.take(np.sort(first))


def relevance(declared: SpecificationSet, anchors: Anchors, after: Spans) -> Floats:
    """How near each window is to the claim's period, as far as that could be known on the latest day."""
    widths = declared.content["relevance"]
    start, end = anchors.period.start.toordinal(), anchors.period.end.toordinal()
    end = max(start, min(end, anchors.latest.toordinal()))
    length = end - start + 1
    shared = np.maximum(np.minimum(after.ends, end) - np.maximum(after.starts, start) + 1, 0)
    distance = ((length - shared) / length / widths["uncovered"]) ** 2
    distance = distance + (np.log(after.days / length) / widths["length_log"]) ** 2
    found: Floats = np.exp(-0.5 * distance)
    return found

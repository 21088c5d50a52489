"""Where a number may come from: pairs of windows beyond the declared options, by how sensible they are.

Reverse engineering after Wu, Agarwal, Li, Yang & Yu ("Toward computational fact-checking", PVLDB 7(7), 2014, sections 2
and 3.4): the length w of the claim's windows, the end t of the later one and the distance d of the earlier one are
parameters of a query, and every setting of them is tried, in whole months from the first of a month and from the day on
which the claim's period starts; with published figures also every pair of spans that the source gave totals for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from verifier.arrays import Floats, Ints
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.rules import Anchors
from verifier.comparisons.series import DAY, Series
from verifier.comparisons.spans import Days, Spans, add_months
from verifier.comparisons.specifications import SpecificationSet

MONTH = 365.25 / 12
SHORTEST_SPAN = 28  # days of a published span that may stand as a window


@dataclass(frozen=True)
class Parameter:
    """One parameter of a claim in months: the values it may take, upwards, the one the claim uses, and what makes a
    value sensible (Wu et al., section 2).

    levels are (worth, step): a value that is a multiple of the step is worth that much, the highest that applies.
    Relevance is exp(-((value - stated) / width)² / 2), 1 at the claim's own value.
    """

    values: Sequence[int]
    stated: int
    width: float
    levels: Sequence[tuple[float, int]] = ((1.0, 1),)

    def naturalness(self, values: Ints) -> Floats:
        """How natural each value is; 0 for one that is a multiple of no step."""
        worth = np.zeros(len(values))
        for level, step in self.levels:
            worth = np.where(values % step == 0, np.maximum(worth, level), worth)
        return worth

    def relevance(self, values: Ints | Floats) -> Floats:
        """How near each value is to the claim's own: a bell curve, 1 at the top."""
        return np.exp(-0.5 * ((values - self.stated) / self.width) ** 2)


Space = tuple[Parameter, Parameter, Parameter]  # of the length, the end and the distance


def searched(declared: SpecificationSet, anchors: Anchors, series: Series) -> Pairs:
    """Every pair of windows tried that the series can count and that ends by the latest day; weight is sensibility, up
    to 1. Windows share no day. The option numbers of the pairs are -1: no declared option made them.
    """
    space = parameters(declared.search, anchors)
    found = [_months(space, anchors, series, day) for day in sorted({1, anchors.period.start.day})]
    found.append(_published(space, declared.content["relevance"]["length_log"], anchors, series))
    made = Pairs.joined(found)
    return made.take(made.after.ends <= anchors.latest.toordinal())


def parameters(search: dict[str, Any], anchors: Anchors) -> Space:
    """Length, end and distance of a claim in months, around what it says: end 0 is that of its period or of the data.

    Without a stated baseline the claim is taken to compare with as long a time just before; "since 2015", the last 12
    months with that year.
    """
    levels = tuple((float(worth), int(step)) for worth, step in search["levels"])
    named, last = anchors.named_year, min(anchors.period.end, anchors.latest)
    own = 12 if named else max(1, round(anchors.period.days / MONTH))
    stated = named or anchors.baseline
    distance = own if stated is None else max(1, round((last - stated.end).days / MONTH))
    ends, distances = int(search["ends_months"]), int(search["distances_months"])
    return (
        Parameter(sorted({*search["lengths_months"], own}), own, search["length_width"], levels),
        Parameter(range(-ends, ends + 1), 0, search["end_width"]),
        Parameter(range(1, distances + 1), distance, search["distance_width"], levels),
    )


def _months(space: Space, anchors: Anchors, series: Series, day: int) -> Pairs:
    """Windows of whole months that end the day before a given day of the month, as long one as the other."""
    following = min(anchors.period.end, anchors.latest) + DAY
    # No month is without a 28th: windows from the 29th on are tried from there.
    base = date(following.year, following.month, min(day, 28)).toordinal()
    if base > following.toordinal():
        base = int(add_months(np.array([base]), -1)[0])
    w, t, d = (np.array(each.values, dtype=np.int64) for each in space)
    # Every window that any setting asks for, by its length and by the month it ends in, each counted once.
    first = int(t[0] - d[-1])
    length, month = np.meshgrid(w, np.arange(first, int(t[-1]) + 1), indexing="ij")
    own = np.array([base], dtype=np.int64)
    windows = Spans(add_months(own, (month - length).ravel()), add_months(own, month.ravel()) - 1)
    counts, known = series.counts(windows)
    covered = known.reshape(length.shape)
    later, earlier = t - first, t[:, None] - d - first
    usable = covered[:, later][:, :, None] & covered[:, earlier] & (d >= w[:, None])[:, None, :]
    at_w, at_t, at_d = np.nonzero(usable)
    after, before = (at_w * length.shape[1] + each for each in (later[at_t], earlier[at_t, at_d]))
    worth = [each.naturalness(values) * each.relevance(values) for each, values in zip(space, (w, t, d), strict=True)]
    sensible = worth[0][at_w] * worth[1][at_t] * worth[2][at_d]
    return _pairs(windows, counts, after, before, sensible)


def _published(space: Space, length_log: float, anchors: Anchors, series: Series) -> Pairs:
    """Every two spans that the source gave totals for, the earlier one over before the later one starts."""
    spans = Spans.of(span for span in series.own_spans if span.days >= SHORTEST_SPAN)
    counts, known = series.counts(spans)
    apart = spans.ends < spans.starts[:, None]
    later, earlier = np.nonzero(apart & known[:, None] & known)
    after, before = spans.take(later), spans.take(earlier)
    last = min(anchors.period.end, anchors.latest).toordinal()
    measured = after.days / MONTH, (after.ends - last) / MONTH, (after.ends - before.ends) / MONTH
    sensible: Floats = np.exp(-0.5 * (np.log(after.days / before.days) / length_log) ** 2)
    for parameter, values in zip(space, measured, strict=True):
        whole = np.rint(values).astype(np.int64)
        # A span of odd length is as natural as one of a single month: its publisher chose it, not the calendar.
        close = np.where(np.abs(values - whole) < 0.1, whole, 1)
        sensible = sensible * parameter.naturalness(close) * parameter.relevance(values)
    return _pairs(spans, counts, later, earlier, sensible)


def _pairs(windows: Spans, counts: Days, after: Days, before: Days, weight: Floats) -> Pairs:
    """Pairs of some windows, by their places among them."""
    none = np.full(len(weight), -1, dtype=np.int64)
    return Pairs(windows.take(after), windows.take(before), counts[after], counts[before], none, none, weight)

"""Where a number may come from: pairs of windows beyond the declared options, by how sensible they are.

Reverse engineering after Wu et al. (PVLDB 7(7), 2014, section 3.4): the claim's length, end and distance are parameters
of a query, and every setting of them is tried, in whole months from the first of a month and from the day on which the
claim's period starts; with published figures also every pair of spans that the source gave totals for.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.perturbation import Parameter, Space
from verifier.comparisons.rules import Anchors
from verifier.comparisons.series import DAY, Series
from verifier.comparisons.spans import Days, Spans, add_months, join
from verifier.comparisons.specifications import SpecificationSet

MONTH = 365.25 / 12
SHORTEST_SPAN = 28  # days of a published span that may stand as a window


def searched(declared: SpecificationSet, anchors: Anchors, series: Series) -> Pairs:
    """Every pair of windows tried that the series can count and that ends by the latest day; weight is sensibility, up
    to 1. Windows share no day. The option numbers of the pairs are -1: no declared option made them.
    """
    space = parameters(declared.search, anchors)
    found = [_months(space, anchors, series, day) for day in sorted({1, anchors.period.start.day})]
    found.append(_published(space, declared.content["relevance"]["length_log"], anchors, series))
    weight = np.concatenate([each[0] for each in found])
    after, before = join([each[1] for each in found]), join([each[2] for each in found])
    (after_count, known), (before_count, also) = series.counts(after), series.counts(before)
    usable = known & also & (after.ends <= anchors.latest.toordinal())
    none = np.full(len(weight), -1, dtype=np.int64)
    return Pairs(after, before, after_count, before_count, none, none, weight).take(usable)


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
    ends = int(search["ends_months"])
    return Space(
        (
            Parameter("w", sorted({*search["lengths_months"], own}), own, search["length_width"], levels),
            Parameter("t", range(-ends, ends + 1), 0, search["end_width"]),
            Parameter("d", range(1, int(search["distances_months"]) + 1), distance, search["distance_width"], levels),
        )
    )


def _months(space: Space, anchors: Anchors, series: Series, day: int) -> tuple[Floats, Spans, Spans]:
    """Windows of whole months that end the day before a given day of the month, as long one as the other."""
    coverage = series.coverage
    if coverage is None:
        return np.zeros(0), Spans.of([]), Spans.of([])
    following = min(anchors.period.end, anchors.latest) + DAY
    # No month is without a 28th: windows from the 29th on are tried from there.
    base = date(following.year, following.month, min(day, 28)).toordinal()
    if base > following.toordinal():
        base = int(add_months(np.array([base]), -1)[0])
    settings = space.settings
    fits = np.flatnonzero(settings["d"] >= settings["w"])
    w, t, d = (settings[name][fits] for name in ("w", "t", "d"))
    counted = np.flatnonzero(_counted(series, base, w, t, d))
    w, t, d = w[counted], t[counted], d[counted]
    if not len(w):
        return np.zeros(0), Spans.of([]), Spans.of([])
    later, earlier = Spans(*_edges(base, t, w)), Spans(*_edges(base, t - d, w))
    return space.sensibility({"w": w, "t": t, "d": d}), later, earlier


def _counted(series: Series, base: int, w: Days, t: Days, d: Days) -> Bools:
    """Which settings the series can count: each different window is asked for once, and there are few of them."""
    lengths, first = np.flatnonzero(np.bincount(w)), int((t - d).min())
    length, month = np.meshgrid(lengths, np.arange(first, int(t.max()) + 1), indexing="ij")
    _, known = series.counts(Spans(*_edges(base, month.ravel(), length.ravel())))
    known, which = known.reshape(length.shape), np.searchsorted(lengths, w)
    counted: Bools = known[which, t - first] & known[which, t - d - first]
    return counted


def _edges(base: int, month: Days, length: Days) -> tuple[Days, Days]:
    """First and last day of windows that end so many months after the day before `base`."""
    first, last = int((month - length).min()), int(month.max())
    calendar = add_months(np.full(last - first + 1, base, dtype=np.int64), np.arange(first, last + 1))
    return calendar[month - length - first], calendar[month - first] - 1


def _published(space: Space, length_log: float, anchors: Anchors, series: Series) -> tuple[Floats, Spans, Spans]:
    """Every two spans that the source gave totals for, the earlier one over before the later one starts."""
    spans = Spans.of(span for span in series.own_spans if span.days >= SHORTEST_SPAN)
    later, earlier = (axis.ravel() for axis in np.meshgrid(np.arange(len(spans)), np.arange(len(spans)), indexing="ij"))
    apart = spans.ends[earlier] < spans.starts[later]
    after, before = spans.take(later[apart]), spans.take(earlier[apart])
    measured = {
        "w": after.days / MONTH,
        "t": (after.ends - min(anchors.period.end, anchors.latest).toordinal()) / MONTH,
        "d": (after.ends - before.ends) / MONTH,
    }
    sensible: Floats = np.exp(-0.5 * (np.log(after.days / before.days) / length_log) ** 2)
    for parameter in space.parameters:
        values = measured[parameter.name]
        whole = np.rint(values).astype(np.int64)
        # A span of odd length is as natural as one of a single month: its publisher chose it, not the calendar.
        close = np.where(np.abs(values - whole) < 0.1, whole, 1)
        sensible = sensible * parameter.naturalness(close) * parameter.relevance(values)
    return sensible, after, before

"""The share of a part in its whole, and the change of such a share in percentage points."""

from __future__ import annotations

import numpy as np

from verifier.comparisons.pairs import many_pairs
from verifier.comparisons.singles import Floats, singles
from verifier.comparisons.spans import Days
from verifier.comparisons.statistics.limits import clopper_pearson, of_difference
from verifier.comparisons.statistics.measured import Asked, Bools, Measured


def share(asked: Asked) -> Measured:
    """Part over whole in one window of one dataset, with Clopper-Pearson bounds; before_count is the whole.

    A window in which the part is more than the whole shows that the one is no part of the other, and says nothing.
    """
    found = singles(asked.declared, asked.anchors, asked.series)
    whole, known = asked.other_counts(found.owner, found.after)
    found, whole = found.take(known), whole[known]
    value, enough = _share(found.after_count, whole, asked.declared.smallest_total)
    low, high = clopper_pearson(found.after_count, whole)
    return Measured(
        found.owner, found.after, found.after_count, found.after_option, found.weight, value, low, high,
        ("clopper-pearson",), enough, before_count=whole,
    )  # fmt: skip


def points(asked: Asked) -> Measured:
    """Share after minus share before, times 100; the counts are those of the part."""
    owner, made = many_pairs(asked.declared, asked.anchors, asked.series)
    later, known = asked.other_counts(owner, made.after)
    earlier, also = asked.other_counts(owner, made.before)
    both = known & also
    owner, made, later, earlier = owner[both], made.take(both), later[both], earlier[both]
    after, enough = _share(made.after_count, later, asked.declared.smallest_total)
    before, enough_before = _share(made.before_count, earlier, asked.declared.smallest_total)
    bounds = clopper_pearson(made.after_count, later), clopper_pearson(made.before_count, earlier)
    low, high = of_difference(after, before, *bounds)
    return Measured(
        owner, made.after, made.after_count, made.after_option, made.weight, 100 * (after - before), 100 * low,
        100 * high, ("clopper-pearson, differenced",), enough & enough_before, before=made.before,
        before_count=made.before_count, before_option=made.before_option,
    )  # fmt: skip


def _share(part: Days, whole: Days, smallest: int) -> tuple[Floats, Bools]:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = part / whole
    enough: Bools = (whole >= smallest) & (part <= whole)
    return value, enough

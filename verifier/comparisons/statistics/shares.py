"""The share of a part in its whole, and the change of such a share in percentage points."""

from __future__ import annotations

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.comparisons.pairs import many_pairs
from verifier.comparisons.singles import singles
from verifier.comparisons.spans import Days
from verifier.comparisons.statistics.limits import clopper_pearson, of_difference
from verifier.comparisons.statistics.measured import Asked, Measured, of_pairs, of_windows


def share(asked: Asked) -> Measured:
    """Part over whole in one window of one dataset, with Clopper-Pearson bounds; before_count is the whole.

    A window in which the part is more than the whole shows that the one is no part of the other, and says nothing.
    """
    found = singles(asked.declared, asked.anchors, asked.series)
    whole, known = asked.other_counts(found.owner, found.after)
    found, whole = found.take(known), whole[known]
    value, enough = _share(found.after_count, whole, asked.declared.smallest_total)
    return of_windows(found, value, clopper_pearson(found.after_count, whole), enough, ("clopper-pearson",), whole)


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
    return of_pairs(
        owner, made, 100 * (after - before), (100 * low, 100 * high), enough & enough_before,
        ("clopper-pearson, differenced",),
    )  # fmt: skip


def _share(part: Days, whole: Days, smallest: int) -> tuple[Floats, Bools]:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = part / whole
    enough: Bools = (whole >= smallest) & (part <= whole)
    return value, enough

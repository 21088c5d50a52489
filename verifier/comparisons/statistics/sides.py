"""One group's count over another's in the same window: two places, or two measures."""

from __future__ import annotations

import numpy as np

from verifier.comparisons.intervals import exact_bounds
from verifier.comparisons.singles import singles
from verifier.comparisons.statistics.measured import Asked, Measured, of_windows


def sides(asked: Asked) -> Measured:
    """The ratio of the two counts with its exact conditional bounds; before_count is the other side's."""
    found = singles(asked.declared, asked.anchors, asked.series)
    others, known = asked.other_counts(found.owner, found.after)
    found, others = found.take(known), others[known]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = found.after_count / others
    bounds = exact_bounds(found.after_count, others, found.after.days, found.after.days)
    enough = found.after_count + others >= asked.declared.smallest_total
    return of_windows(found, value, bounds, enough, ("exact",), others)

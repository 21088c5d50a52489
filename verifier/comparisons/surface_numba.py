"""The surface kernel compiled by numba, an optional extra: the same whole numbers as the numpy one."""

from __future__ import annotations

from typing import Any

import numba  # type: ignore[import-not-found, unused-ignore]
import numpy as np


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator, unused-ignore]
def one_length(
    count: Any,
    log: Any,
    low: Any,
    high: Any,
    offsets: Any,
    usable: Any,
    direction: int,
    smallest_total: int,
    totals: Any,
    histogram: Any,
    sums: Any,
    pairs: Any,
) -> None:
    """Add the pairs of one length to the totals; see `surface` for what each is."""
    middle = len(histogram) // 2
    for cell in usable:
        offset = offsets[cell]
        size = len(count) - offset
        said = reached = above = more = less = both = total = np.int64(0)
        # Two plain loops: the compiler turns the first into vector instructions, the second it cannot.
        for at in range(size):
            after, before = count[offset + at], count[at]
            enough = np.int64(after + before >= smallest_total)
            said += enough
            reached += enough & np.int64(after >= low[at])
            above += enough & np.int64(after >= high[at])
            more += enough & np.int64(after > before)
            less += enough & np.int64(after < before)
            finite = enough & np.int64(after > 0) & np.int64(before > 0)
            both += finite
            total += finite * (log[offset + at] - log[at])
        for at in range(size):
            if count[offset + at] + count[at] >= smallest_total:
                histogram[middle + ((log[offset + at] - log[at]) >> 16)] += 1
        matches = reached - above
        opposite = said - matches if direction == 0 else (less if direction > 0 else more)
        stronger = 0 if direction == 0 else (above if direction > 0 else said - reached)
        totals[0] += size - said
        totals[1] += matches
        totals[2] += stronger
        totals[3] += said - matches - stronger - opposite
        totals[4] += opposite
        sums[cell] = total
        pairs[cell] = both

"""Placebo dates: the same comparison made at every other day the data allow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from verifier.comparisons.series import Series
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.findings.comparison_table import rows_of
from verifier.findings.sources import Source
from verifier.findings.top_rows import most_sensible
from verifier.window import Window


def percentile_among_dates(rows: pd.DataFrame, sources: list[Source], statistic: Statistic) -> float | None:
    """Where the most sensible day-by-day comparison stands among all other dates, from 0 to 100; None for statistics
    of which that cannot be told.
    """
    if statistic.kind.placebo is None:
        return None
    chosen = np.zeros(len(rows), dtype=bool)
    for source in sources:
        if source.series.dense:
            chosen |= rows_of(rows, source)
    best = most_sensible(rows, sources, 1, chosen)
    if not best:
        return None
    key = (best[0]["dataset"], best[0]["vintage"], best[0]["definition"])
    series = next(source.series for source in sources if source.key == key)
    if statistic.kind.placebo == "window":
        return count_percentile(series, Window(best[0]["after_start"], best[0]["after_end"]))
    return placebo_percentile(series, *wording.row_windows(best[0]))


def placebo_percentile(series: Series, after: Window, before: Window) -> float | None:
    """Where the comparison stands among the same one moved to every other admissible day, from 0 to 100.

    Both windows keep their lengths and their distance; days for which either would leave the coverage or touch a gap,
    or the before window would hold nothing, are left out. 100 means that no other day gives as high a ratio. None for
    published figures, and where fewer than 30 other days are left. (Placebo tests in time: Abadie, Diamond &
    Hainmueller, American Journal of Political Science 59(2), 2015.)
    """
    if not series.dense or series.coverage is None or not series.coverage.contains(Window(before.start, after.end)):
        return None
    prefix = series.prefix
    offset = (after.start - before.start).days
    last = series.coverage.days - max(offset + after.days, before.days)
    starts = np.arange(last + 1)
    later = prefix[starts + offset + after.days] - prefix[starts + offset]
    earlier = prefix[starts + before.days] - prefix[starts]
    own = (before.start - series.coverage.start).days
    known = series.known_days
    whole = (known[starts + offset + after.days] - known[starts + offset] == after.days) & (
        known[starts + before.days] - known[starts] == before.days
    )
    usable = (earlier > 0) & (starts != own) & whole
    if earlier[own] == 0 or usable.sum() < 30:
        return None
    ratios = later[usable] / earlier[usable]
    return float(100 * (ratios < later[own] / earlier[own]).mean())


def count_percentile(series: Series, window: Window) -> float | None:
    """Where the count of a window stands among those of all other windows of its length, from 0 to 100; None for
    published figures, and where fewer than 30 other windows are left.
    """
    if not series.dense or series.coverage is None or not series.coverage.contains(window):
        return None
    counts = series.prefix[window.days :] - series.prefix[: -window.days]
    own = (window.start - series.coverage.start).days
    others = np.delete(counts, own)
    return float(100 * (others < counts[own]).mean()) if len(others) >= 30 else None

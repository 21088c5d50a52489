"""What windows are ranked among: the windows of their length that tile a stretch of the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np

from verifier.arrays import Bools
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.rules import GRAIN_MONTHS, ManyAnchors, Option
from verifier.comparisons.spans import Days, Spans, add_months, first_days, join, months_of, parts, ranges, years_of
from verifier.window import Window

# From the claim that each window belongs to and the windows: the first day of a stretch of history for each, NEVER
# where the option says nothing for the claim.
HistoryRule = Callable[[ManyAnchors, ManySeries, Days, Spans, Option], Days]
NEVER = int(np.iinfo(np.int64).max)
MOST_TILES = 20_000  # days of half a century
# Tiles looked at in one go, so that memory stays bounded however many windows there are.
AT_ONCE = 50_000
SECOND_YEAR = date(2, 1, 1).toordinal()


def _months(windows: Spans, grain_months: Days) -> Days:
    """How many months lie between each window and the next; 0 where its own length in days does, as where the grain
    has no months.
    """
    starts, ends = windows.starts, windows.ends
    found = np.where(ends < add_months(starts, grain_months), grain_months, 0)
    for months in sorted(GRAIN_MONTHS.values()):
        whole = starts == first_days(*months_of(starts, months))
        found[whole & (add_months(starts, months) - 1 == ends)] = months
    return found


def tilings(windows: Spans, first: Days, grain_months: Days) -> Iterator[tuple[Days, Spans]]:
    """Windows like each of these, from it backwards, that begin on its first day or later; the window itself comes
    first. Part by part: the index of the window that each tile belongs to, upwards, and the tiles.

    Whole months, quarters and years step by the calendar. A window that is no longer than the grain steps by the grain
    (the first half of each year); a longer one by its own length.
    """
    months = _months(windows, grain_months)
    first = np.maximum(first, SECOND_YEAR)
    shortest = np.where(months > 0, 28 * months, windows.days)
    many = np.clip((windows.starts - first) // shortest + 1, 0, MOST_TILES)
    if not len(many):
        yield many, windows
    for part in parts(many, AT_ONCE):
        index, steps = ranges(np.zeros(part.stop - part.start, dtype=np.int64), many[part])
        index += part.start
        back = -months[index] * steps
        whole, days = months[index] > 0, windows.days[index] * steps
        own = windows.take(index)
        calendar = own.months_later(back)
        found = Spans(
            np.where(whole, calendar.starts, own.starts - days), np.where(whole, calendar.ends, own.ends - days)
        )
        kept = found.starts >= first[index]
        yield index[kept], found.take(kept)


def tiles(window: Window, first: date, grain: str = "year") -> Spans:
    """The tiles of one window."""
    days = np.array([first.toordinal()], dtype=np.int64)
    return join(found for _, found in tilings(Spans.of([window]), days, np.array([GRAIN_MONTHS[grain]])))


def _named_or(anchors: ManyAnchors, owner: Days, stated: Days, named: Days) -> Days:
    """A day for the claims that state a baseline, another for those that name a year."""
    return np.select([anchors.stated[owner], anchors.named[owner]], [stated[owner], named[owner]], NEVER)


def _after_stated(anchors: ManyAnchors, _several: ManySeries, owner: Days, _windows: Spans, _option: Option) -> Days:
    """ "Since 2014": from the day after the year (or month) that is named."""
    start = anchors.base_start
    whole = (start == first_days(years_of(start))) & (anchors.base_end - start + 1 > 364)
    return _named_or(anchors, owner, np.where(whole, add_months(start, 12), start), first_days(anchors.year + 1))


def _with_stated(anchors: ManyAnchors, _several: ManySeries, owner: Days, _windows: Spans, _option: Option) -> Days:
    return _named_or(anchors, owner, anchors.base_start, first_days(anchors.year))


def _last_years(_anchors: ManyAnchors, _several: ManySeries, _owner: Days, windows: Spans, option: Option) -> Days:
    return add_months(windows.ends + 1, -12 * option["years"])


def _whole_history(anchors: ManyAnchors, several: ManySeries, owner: Days, _windows: Spans, _option: Option) -> Days:
    first = several.covered[0][anchors.series[owner]]
    return np.where(first > 0, first, NEVER)


def _said_years(anchors: ManyAnchors, _several: ManySeries, owner: Days, windows: Spans, _option: Option) -> Days:
    """ "In a decade": the ten years up to the end of the window."""
    years = anchors.years_back[owner]
    return np.where(years > 0, add_months(windows.ends + 1, -12 * years), NEVER)


HISTORY_RULES: dict[str, HistoryRule] = {
    "after_stated": _after_stated,
    "with_stated": _with_stated,
    "said_years": _said_years,
    "last_years": _last_years,
    "whole_history": _whole_history,
}


def stated_history(anchors: ManyAnchors) -> Bools:
    """Which claims say what they rank among."""
    return anchors.stated | anchors.named | (anchors.years_back > 0)


def ranks(counts: Days, run: Days, first: Days, down: Bools) -> tuple[Days, Days]:
    """The rank of the first count of each run among all of it (1: none is higher, or lower where down), and how many
    others have the same count. run says to which run each count belongs, upwards; first where each begins.
    """
    own, mine = counts[first][run], down[run]
    better = np.where(mine, counts < own, counts > own)
    size = len(first)
    return 1 + np.bincount(run[better], minlength=size), np.bincount(run[counts == own], minlength=size) - 1

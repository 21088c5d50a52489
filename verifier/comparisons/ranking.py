"""What a window is ranked among: the windows of its length that tile a stretch of the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from verifier.comparisons.rules import GRAIN_MONTHS, Anchors, Option, later_month
from verifier.comparisons.series import DAY, Series
from verifier.comparisons.spans import Days, Spans, add_months
from verifier.window import Window

# The first day of a stretch of history for a window, or None where the option says nothing for this claim.
HistoryRule = Callable[[Anchors, Series, Window, Option], date | None]
MOST_TILES = 5000
SECOND_YEAR = date(2, 1, 1).toordinal()


def _months(window: Window, grain: str) -> int:
    """How many months lie between one window and the next; 0 where its own length in days does."""
    for months in GRAIN_MONTHS.values():
        first = window.start.day == 1 and (window.start.month - 1) % months == 0
        if first and later_month(window.start, months) - DAY == window.end:
            return months
    step = GRAIN_MONTHS[grain]
    return step if window.end < later_month(window.start, step) else 0


def tiles(window: Window, first: date, grain: str = "year") -> Spans:
    """Windows like this one, from it backwards, that begin on the first day or later; the window itself comes first.

    Whole months, quarters and years step by the calendar. A window that is no longer than the grain steps by the grain
    (the first half of each year); a longer one by its own length.
    """
    months = _months(window, grain)
    start, end = window.start.toordinal(), window.end.toordinal()
    first_day = max(first.toordinal(), SECOND_YEAR)
    shortest = 28 * months if months else window.days
    steps = np.arange(min(MOST_TILES, max(0, (start - first_day) // shortest + 1)), dtype=np.int64)
    if months:
        found = Spans(
            add_months(np.full(len(steps), start), -months * steps),
            add_months(np.full(len(steps), end + 1), -months * steps) - 1,
        )
    else:
        found = Spans(start - window.days * steps, end - window.days * steps)
    return found.take(found.starts >= first_day)


def _after_stated(anchors: Anchors, _series: Series, _window: Window, _option: Option) -> date | None:
    """ "Since 2014": from the day after the year (or month) that is named."""
    stated = anchors.baseline
    if stated is not None:
        step = 12 if stated.start.month == 1 and stated.start.day == 1 and stated.days > 364 else 0
        return later_month(stated.start, step) if step else stated.start
    return None if anchors.named_year is None else anchors.named_year.end + DAY


def _with_stated(anchors: Anchors, _series: Series, _window: Window, _option: Option) -> date | None:
    if anchors.baseline is not None:
        return anchors.baseline.start
    return None if anchors.named_year is None else anchors.named_year.start


def _last_years(_anchors: Anchors, _series: Series, window: Window, option: Option) -> date | None:
    return later_month(window.end + DAY, -12 * option["years"])


def _whole_history(_anchors: Anchors, series: Series, _window: Window, _option: Option) -> date | None:
    return series.coverage.start if series.coverage else None


def _said_years(anchors: Anchors, _series: Series, window: Window, _option: Option) -> date | None:
    """ "In a decade": the ten years up to the end of the window."""
    return later_month(window.end + DAY, -12 * anchors.years_back) if anchors.years_back else None


HISTORY_RULES: dict[str, HistoryRule] = {
    "after_stated": _after_stated,
    "with_stated": _with_stated,
    "said_years": _said_years,
    "last_years": _last_years,
    "whole_history": _whole_history,
}


def stated_history(anchors: Anchors) -> bool:
    """Whether the claim says what it ranks among."""
    return anchors.baseline is not None or anchors.named_year is not None or anchors.years_back > 0


def ranks(counts: Days, *, down: bool) -> tuple[int, int]:
    """The rank of the first count among all (1: none is higher, or lower), and how many others have the same count."""
    better = counts[1:] < counts[0] if down else counts[1:] > counts[0]
    return 1 + int(better.sum()), int((counts[1:] == counts[0]).sum())

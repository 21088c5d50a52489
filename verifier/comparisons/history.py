"""Where a baseline stands in its own series: regression to the mean, and the data that two comparisons share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from verifier.arrays import Ints
from verifier.comparisons.series import Series
from verifier.window import Window

FEWEST_WINDOWS = 8  # published totals of one length
FEWEST_LENGTHS = 3  # a history shorter than so many times the window says nothing about what is usual


@dataclass(frozen=True, slots=True)
class Standing:
    """A baseline among earlier windows of its length.

    percentile: the share, in percent, of those windows that hold less (ties count half); usual: their median count;
    windows: how many there are; expected_ratio: what a return to the usual level would give alone, infinite from none.
    """

    percentile: float
    usual: float
    windows: int
    expected_ratio: float


def standing(series: Series, after: Window, before: Window) -> Standing | None:
    """Where the baseline stands among all windows of its length that end before the later window starts.

    What is compared with an unusually low (high) stretch rises (falls) by chance alone: regression to the mean (Galton,
    Journal of the Anthropological Institute 15, 1886; Barnett, van der Pols & Dobson, International Journal of
    Epidemiology 34(1), 2005). Daily series use windows that start on every day; published figures, the totals for spans
    of that length, to within two days. None where there are too few.
    """
    counts = _counts_of_length(series, before.days, after.start.toordinal())
    if counts is None:
        return None
    own = series.count(before).count
    usual = float(np.median(counts))
    ratio = usual / own if own else (np.inf if usual else np.nan)
    return Standing(_percentile(counts, own), usual, len(counts), float(ratio))


def standing_percentile(series: Series, after_start: int, before_days: int, own: int) -> float | None:
    """The percentile of `standing` alone: after_start is an ordinal, own the count of the baseline."""
    counts = _counts_of_length(series, before_days, after_start)
    return None if counts is None else _percentile(counts, own)


def _percentile(counts: np.ndarray, own: int) -> float:
    less, same = np.count_nonzero(counts < own), np.count_nonzero(counts == own)
    return 100 * (less / len(counts) + same / len(counts) / 2)


def _counts_of_length(series: Series, days: int, before_day: int) -> np.ndarray | None:
    if series.dense:
        if series.coverage is None:
            return None
        known = min(before_day - series.coverage.start.toordinal(), series.coverage.days)
        if known < FEWEST_LENGTHS * days:
            return None
        prefix = series.prefix[: known + 1]
        return prefix[days:] - prefix[:-days]
    spans = series.published_spans
    alike = (np.abs(spans.days - days) <= 2) & (spans.ends < before_day)
    return series.published_counts[alike] if alike.sum() >= FEWEST_WINDOWS else None


@dataclass(frozen=True, slots=True)
class Overlap:
    """The data that two comparisons share, as shares (0 to 1) of the days, and of the incidents, of either of them."""

    days: float
    counts: float | None


def overlap(one: tuple[Window, Window], other: tuple[Window, Window], series: Series | None = None) -> Overlap:
    """How far two comparisons (later and earlier window each) rest on the same days, and on the same counts.

    Two comparisons that share most of their data are one piece of evidence, not two. The share is that of Jaccard
    (Bulletin de la Société vaudoise des sciences naturelles 37, 1901): days in both over days in either. counts needs
    the series that both were counted in, day by day, which covers them; None without.
    """
    first, second = (np.concatenate([_days(window) for window in pair]) for pair in (one, other))
    both, either = np.intersect1d(first, second), np.union1d(first, second)
    counts = None
    if series is not None and series.dense and series.coverage is not None:
        shared, held = (int(series.daily[days - series.coverage.start.toordinal()].sum()) for days in (both, either))
        counts = shared / held if held else None
    return Overlap(len(both) / len(either), counts)


def _days(window: Window) -> Ints:
    return np.arange(window.start.toordinal(), window.end.toordinal() + 1)

"""The rules a specification set may name: from the claim's period to after-windows, from those to baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from verifier.comparisons.series import DAY, Series, yearly_spans
from verifier.comparisons.spans import Days, Spans, add_months, join
from verifier.window import Window


@dataclass(frozen=True, slots=True)
class Anchors:
    """What the windows of a claim hang on.

    period is what the claim speaks of; baseline what it compares with, where it says so; latest the last day a window
    may reach (the day it was said, or the end of what the source could report by then). For ranks and runs, grain is
    the length of time that is ranked (year, quarter, month), years_back the "decade" of "the deadliest in a decade".
    """

    period: Window
    baseline: Window | None
    latest: date
    said: date | None = None
    grain: str = "year"
    years_back: int = 0

    @property
    def named_year(self) -> Window | None:
        """The year of "since 2015", which may also be the year compared with; None for any other period."""
        year = Window.parse(f"{self.period.start.year:04d}")
        if self.baseline is None and self.period.start == year.start and self.period.end > year.end:
            return year
        return None


GRAIN_MONTHS = {"year": 12, "quarter": 3, "month": 1}
Option = dict[str, Any]
# A baseline for some of the after-windows: the index of the after-window that each belongs to, and the baselines.
Baselines = tuple[Days, Spans]
AfterRule = Callable[[Anchors, Series, Option], Spans]
BeforeRule = Callable[[Anchors, Spans, Option], Baselines]


def _spans(windows: Iterable[Window]) -> Spans:
    return Spans.of(windows)


def _stated(anchors: Anchors, _series: Series, _option: Option) -> Spans:
    return _spans([anchors.period])


def _covered(anchors: Anchors, series: Series, _option: Option) -> Spans:
    end = min(anchors.period.end, anchors.latest, series.coverage.end if series.coverage else anchors.latest)
    inside = anchors.period.start < end < anchors.period.end
    return _spans([Window(anchors.period.start, end)] if inside else [])


def _first_months(anchors: Anchors, _series: Series, option: Option) -> Spans:
    end = later_month(anchors.period.start, option["months"]) - DAY
    return _spans([Window(anchors.period.start, end)] if end < anchors.period.end else [])


def _last_months(anchors: Anchors, _series: Series, option: Option) -> Spans:
    start = later_month(anchors.period.end + DAY, -option["months"])
    return _spans([Window(start, anchors.period.end)] if start > anchors.period.start else [])


def _calendar_years(anchors: Anchors, _series: Series, _option: Option) -> Spans:
    return _spans(yearly_spans(anchors.period))


def _year_to_date(anchors: Anchors, _series: Series, _option: Option) -> Spans:
    start = date(anchors.period.end.year, 1, 1)
    inside = anchors.period.start < start < anchors.period.end
    return _spans([Window(start, anchors.period.end)] if inside else [])


def _months_to_date(anchors: Anchors, _series: Series, option: Option) -> Spans:
    """So many months up to the day it was said, where that is not the end of the period anyhow."""
    start = later_month(anchors.latest + DAY, -option["months"])
    return _spans([Window(start, anchors.latest)] if anchors.latest < anchors.period.end else [])


def _whole_year(anchors: Anchors, _series: Series, _option: Option) -> Spans:
    """The calendar year that holds the middle of the period."""
    middle = anchors.period.start + timedelta(days=anchors.period.days // 2)
    return _spans([Window.parse(f"{middle.year:04d}")])


def _stated_unit(anchors: Anchors, _series: Series, _option: Option) -> Spans:
    """The period, unless the claim only counts from it ("the highest since 2014")."""
    since = anchors.named_year is not None or (anchors.baseline is None and anchors.period.days > 366)
    return _spans([] if since else [anchors.period])


def _latest_whole(anchors: Anchors, _series: Series, _option: Option) -> Spans:
    """The latest whole calendar year, quarter or month of the period."""
    months = GRAIN_MONTHS[anchors.grain]
    day = min(anchors.latest, anchors.period.end) + DAY
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    found = Window(later_month(start, -months), start - DAY)
    return _spans([found] if _mostly_in(anchors.period, found) else [])


def _rolling(anchors: Anchors, _series: Series, _option: Option) -> Spans:
    """As long as a year, quarter or month, up to the end of the period or the day it was said."""
    end = min(anchors.latest, anchors.period.end)
    found = Window(later_month(end + DAY, -GRAIN_MONTHS[anchors.grain]), end)
    return _spans([found] if _mostly_in(anchors.period, found) else [])


def _mostly_in(period: Window, window: Window) -> bool:
    """Whether at least half of a window lies in the period."""
    shared = (min(period.end, window.end) - max(period.start, window.start)).days + 1
    return 2 * shared >= window.days


def _published_spans(anchors: Anchors, series: Series, option: Option) -> Spans:
    return _spans(
        span for span in series.own_spans if anchors.period.contains(span) and span.days >= option["shortest_days"]
    )


def _shifted(anchors: Anchors, _series: Series, option: Option) -> Spans:
    if anchors.baseline is None:
        return _spans([])
    return _spans(
        Window(later_month(anchors.period.start, months), later_month(anchors.period.end + DAY, months) - DAY)
        for months in option["months"]
    )


def _inside(anchors: Anchors, _series: Series, option: Option) -> Spans:
    """Every window of the given lengths, a step of days apart, that lies in the period or reaches past its ends by no
    more than `beyond_days`; the step grows where one length would give more than `most` windows.
    """
    first = anchors.period.start.toordinal() - option["beyond_days"]
    last = min(anchors.period.end.toordinal() + option["beyond_days"], anchors.latest.toordinal())
    parts = []
    for length in option["days"]:
        room = last - length + 2 - first
        step = max(option["step_days"], -(-room // option["most"]))
        starts = np.arange(first, first + room, step, dtype=np.int64)
        parts.append(Spans(starts, starts + length - 1))
    return join(parts)


AFTER_RULES: dict[str, AfterRule] = {
    "stated": _stated,
    "covered": _covered,
    "first_months": _first_months,
    "last_months": _last_months,
    "calendar_years": _calendar_years,
    "year_to_date": _year_to_date,
    "months_to_date": _months_to_date,
    "stated_unit": _stated_unit,
    "latest_whole": _latest_whole,
    "rolling": _rolling,
    "whole_year": _whole_year,
    "published_spans": _published_spans,
    "shifted": _shifted,
    "inside": _inside,
}


def _for_all(after: Spans, windows: list[Window]) -> Baselines:
    """The same baselines for every after-window."""
    once = Spans.of(windows)
    index = np.repeat(np.arange(len(after), dtype=np.int64), len(once))
    return index, Spans(np.tile(once.starts, len(after)), np.tile(once.ends, len(after)))


def _for_each(baselines: Spans) -> Baselines:
    """One baseline for each after-window, in their order."""
    return np.arange(len(baselines), dtype=np.int64), baselines


def _stated_baseline(anchors: Anchors, after: Spans, _option: Option) -> Baselines:
    return _for_all(after, [anchors.baseline] if anchors.baseline else [])


def _same_length_before(anchors: Anchors, after: Spans, _option: Option) -> Baselines:
    last = np.full(len(after), anchors.period.start.toordinal() - 1, dtype=np.int64)
    return _for_each(Spans(last - after.days + 1, last))


def _months_before(anchors: Anchors, after: Spans, option: Option) -> Baselines:
    start = later_month(anchors.period.start, -option["months"])
    return _for_all(after, [Window(start, anchors.period.start - DAY)])


def _calendar_years_before(anchors: Anchors, after: Spans, option: Option) -> Baselines:
    years = [anchors.period.start.year - years for years in option["years"]]
    return _for_all(after, [Window(date(year, 1, 1), date(year, 12, 31)) for year in years if year >= 1])


def _same_season_before(anchors: Anchors, after: Spans, option: Option) -> Baselines:
    """The latest so many years in which the same days lie before the period."""
    if not len(after):
        return _for_each(after)
    start = anchors.period.start.toordinal()
    longest = date.fromordinal(int(after.ends.max())).year - anchors.period.start.year + option["years"] + 1
    wanted = np.full(len(after), option["years"], dtype=np.int64)
    index, found = [], []
    for years in range(1, longest + 1):
        earlier = after.years_earlier(years)
        fits = (earlier.ends < start) & (wanted > 0)
        wanted -= fits
        index.append(np.flatnonzero(fits))
        found.append(earlier.take(fits))
    return np.concatenate(index), join(found)


def _year_on_year(_anchors: Anchors, after: Spans, _option: Option) -> Baselines:
    return _for_each(after.years_earlier(1))


def _named_year(anchors: Anchors, after: Spans, _option: Option) -> Baselines:
    return _for_all(after, [anchors.named_year] if anchors.named_year else [])


def _years_mean(anchors: Anchors, after: Spans, option: Option) -> Baselines:
    first = anchors.period.start.year
    if first - option["years"] < 1:
        return _for_all(after, [])
    return _for_all(after, [Window(date(first - option["years"], 1, 1), date(first - 1, 12, 31))])


def _every_offset(_anchors: Anchors, after: Spans, option: Option) -> Baselines:
    """Baselines as long as the after-window (or `days` long), that start each of the given numbers of days earlier."""
    offsets = np.arange(option["from_days"], option["to_days"] + 1, option["step_days"], dtype=np.int64)[::-1]
    index = np.repeat(np.arange(len(after), dtype=np.int64), len(offsets))
    starts = np.repeat(after.starts, len(offsets)) - np.tile(offsets, len(after))
    return index, Spans(starts, starts + np.repeat(after.days, len(offsets)) - 1)


BEFORE_RULES: dict[str, BeforeRule] = {
    "stated": _stated_baseline,
    "same_length_before": _same_length_before,
    "months_before": _months_before,
    "calendar_years_before": _calendar_years_before,
    "same_season_before": _same_season_before,
    "named_year": _named_year,
    "year_on_year": _year_on_year,
    "years_mean": _years_mean,
    "every_offset": _every_offset,
}

# What a rule needs beside id, label and naturalness: the name and the type of each parameter.
PARAMETERS: dict[str, dict[str, type]] = {
    "first_months": {"months": int},
    "last_months": {"months": int},
    "months_to_date": {"months": int},
    "last_years": {"years": int},
    "published_spans": {"shortest_days": int},
    "shifted": {"months": list},
    "inside": {"days": list, "step_days": int, "most": int, "beyond_days": int},
    "months_before": {"months": int},
    "calendar_years_before": {"years": list},
    "same_season_before": {"years": int},
    "years_mean": {"years": int},
    "every_offset": {"from_days": int, "to_days": int, "step_days": int},
}


def later_month(day: date, months: int) -> date:
    """The same day of another month; the last day of the month where that has fewer days."""
    return date.fromordinal(int(add_months(np.array([day.toordinal()]), months)[0]))


def years_between(earlier: date, later: date) -> float:
    """The distance in years of 365.25 days; negative where `later` is the earlier one."""
    return (later - earlier) / timedelta(days=365.25)

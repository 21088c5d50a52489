"""The rules a specification set may name: from the claim's period to after-windows, from those to baselines."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from verifier.comparisons.series import DAY, Series, yearly_spans
from verifier.window import Window


@dataclass(frozen=True, slots=True)
class Anchors:
    """What the windows of a claim hang on.

    period is what the claim speaks of; baseline what it compares with, where it says so; latest the last day a window
    may reach (the day it was said, or the end of what the source could report by then).
    """

    period: Window
    baseline: Window | None
    latest: date

    @property
    def named_year(self) -> Window | None:
        """The year of "since 2015", which may also be the year compared with; None for any other period."""
        year = Window.parse(f"{self.period.start.year:04d}")
        if self.baseline is None and self.period.start == year.start and self.period.end > year.end:
            return year
        return None


Option = dict[str, Any]
AfterRule = Callable[[Anchors, Series, Option], list[Window]]
BeforeRule = Callable[[Anchors, Window, Option], list[Window]]


def _stated(anchors: Anchors, _series: Series, _option: Option) -> list[Window]:
    return [anchors.period]


def _covered(anchors: Anchors, series: Series, _option: Option) -> list[Window]:
    end = min(anchors.period.end, anchors.latest, series.coverage.end if series.coverage else anchors.latest)
    return [Window(anchors.period.start, end)] if anchors.period.start < end < anchors.period.end else []


def _first_months(anchors: Anchors, _series: Series, option: Option) -> list[Window]:
    end = add_months(anchors.period.start, option["months"]) - DAY
    return [Window(anchors.period.start, end)] if end < anchors.period.end else []


def _last_months(anchors: Anchors, _series: Series, option: Option) -> list[Window]:
    start = add_months(anchors.period.end + DAY, -option["months"])
    return [Window(start, anchors.period.end)] if start > anchors.period.start else []


def _calendar_years(anchors: Anchors, _series: Series, _option: Option) -> list[Window]:
    return yearly_spans(anchors.period)


def _year_to_date(anchors: Anchors, _series: Series, _option: Option) -> list[Window]:
    start = date(anchors.period.end.year, 1, 1)
    return [Window(start, anchors.period.end)] if anchors.period.start < start < anchors.period.end else []


def _published_spans(anchors: Anchors, series: Series, option: Option) -> list[Window]:
    return [span for span in series.own_spans if anchors.period.contains(span) and span.days >= option["shortest_days"]]


def _shifted(anchors: Anchors, _series: Series, option: Option) -> list[Window]:
    if anchors.baseline is None:
        return []
    return [
        Window(add_months(anchors.period.start, months), add_months(anchors.period.end + DAY, months) - DAY)
        for months in option["months"]
    ]


AFTER_RULES: dict[str, AfterRule] = {
    "stated": _stated,
    "covered": _covered,
    "first_months": _first_months,
    "last_months": _last_months,
    "calendar_years": _calendar_years,
    "year_to_date": _year_to_date,
    "published_spans": _published_spans,
    "shifted": _shifted,
}


def _stated_baseline(anchors: Anchors, _after: Window, _option: Option) -> list[Window]:
    return [anchors.baseline] if anchors.baseline else []


def _same_length_before(anchors: Anchors, after: Window, _option: Option) -> list[Window]:
    return [anchors.period.before(after.days)]


def _months_before(anchors: Anchors, _after: Window, option: Option) -> list[Window]:
    return [Window(add_months(anchors.period.start, -option["months"]), anchors.period.start - DAY)]


def _calendar_years_before(anchors: Anchors, _after: Window, option: Option) -> list[Window]:
    years = [anchors.period.start.year - years for years in option["years"]]
    return [Window(date(year, 1, 1), date(year, 12, 31)) for year in years if year >= 1]


def _same_season_before(anchors: Anchors, after: Window, option: Option) -> list[Window]:
    found: list[Window] = []
    for years in range(1, after.end.year - anchors.period.start.year + option["years"] + 2):
        earlier = after.years_earlier(years)
        if earlier.end < anchors.period.start and len(found) < option["years"]:
            found.append(earlier)
    return found


def _year_on_year(_anchors: Anchors, after: Window, _option: Option) -> list[Window]:
    return [after.years_earlier(1)]


def _named_year(anchors: Anchors, _after: Window, _option: Option) -> list[Window]:
    return [anchors.named_year] if anchors.named_year else []


def _years_mean(anchors: Anchors, _after: Window, option: Option) -> list[Window]:
    first = anchors.period.start.year
    if first - option["years"] < 1:
        return []
    return [Window(date(first - option["years"], 1, 1), date(first - 1, 12, 31))]


BEFORE_RULES: dict[str, BeforeRule] = {
    "stated": _stated_baseline,
    "same_length_before": _same_length_before,
    "months_before": _months_before,
    "calendar_years_before": _calendar_years_before,
    "same_season_before": _same_season_before,
    "named_year": _named_year,
    "year_on_year": _year_on_year,
    "years_mean": _years_mean,
}

# What a rule needs beside id, label and naturalness: the name and the type of each parameter.
PARAMETERS: dict[str, dict[str, type]] = {
    "first_months": {"months": int},
    "last_months": {"months": int},
    "published_spans": {"shortest_days": int},
    "shifted": {"months": list},
    "months_before": {"months": int},
    "calendar_years_before": {"years": list},
    "same_season_before": {"years": int},
    "years_mean": {"years": int},
}


def add_months(day: date, months: int) -> date:
    """The same day of another month; the last day of the month where that has fewer days."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_between(earlier: date, later: date) -> float:
    """The distance in years of 365.25 days; negative where `later` is the earlier one."""
    return (later - earlier) / timedelta(days=365.25)

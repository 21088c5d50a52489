"""The rules a specification set may name: from the claim's period to after-windows, from those to baselines.

Every rule works for many claims at once: what comes out says to which of them each window belongs.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from verifier.arrays import Bools, Columns
from verifier.comparisons.intervals import ALIKE
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.spans import (
    Days,
    Spans,
    add_months,
    first_days,
    join,
    months_of,
    ranges,
    years_of,
)
from verifier.window import Window


@dataclass(frozen=True, slots=True)
class Anchors:
    """What the windows of a claim hang on.

    period is what the claim speaks of; baseline what it compares with, where it says so, or means so without saying it
    (meant: "in 2018" is on 2017); latest the last day a window may reach (the day it was said, or the end of what the
    source could report by then).
    """

    period: Window
    baseline: Window | None
    latest: date
    meant: bool = False

    @property
    def named_year(self) -> Window | None:
        """The year of "since 2015", which may also be the year compared with; None for any other period."""
        year = Window.parse(f"{self.period.start.year:04d}")
        if self.baseline is None and self.period.start == year.start and self.period.end > year.end:
            return year
        return None


GRAIN_MONTHS = {"year": 12, "quarter": 3, "month": 1}
Option = dict[str, Any]


@dataclass(frozen=True, eq=False)
class ManyAnchors(Columns):
    """The anchors of many claims in parallel arrays of ordinals; said and base_* are 0 where there is no such day.

    For ranks and runs, grain_months is the length of time that is ranked, years_back the "decade" of "the deadliest in
    a decade". series is where the series that each is asked of is in a list of several; meant is 1 where the baseline
    is not said; event is the day from which a period runs that begins with the first whole month after it, 0 for
    others.
    """

    start: Days
    end: Days
    latest: Days
    base_start: Days
    base_end: Days
    said: Days
    grain_months: Days
    years_back: Days
    series: Days
    meant: Days
    event: Days

    def __len__(self) -> int:
        return len(self.start)

    def one(self, at: int) -> Anchors:
        """The anchors of one claim."""
        baseline = Spans(self.base_start, self.base_end).window(at) if self.base_start[at] else None
        latest = date.fromordinal(int(self.latest[at]))
        return Anchors(Spans(self.start, self.end).window(at), baseline, latest, bool(self.meant[at]))

    @cached_property
    def last_before(self) -> Days:
        """The last day before each period; where an event lies in a month that belongs to neither side, before that."""
        month = first_days(*months_of(np.maximum(self.event, 1), 1))
        return np.where(self.event > 0, month, self.start) - 1

    @cached_property
    def stated(self) -> Bools:
        """Which claims name or mean a baseline."""
        return self.base_start > 0

    @property
    def days(self) -> Days:
        """The length of each period in days."""
        return self.end - self.start + 1

    @cached_property
    def year(self) -> Days:
        """The calendar year in which each period starts."""
        return years_of(self.start)

    @cached_property
    def named(self) -> Bools:
        """Which claims name a year that may also be the year compared with (see `Anchors.named_year`)."""
        return ~self.stated & (self.start == first_days(self.year)) & (self.end >= first_days(self.year + 1))


# Windows of some claims: the index of the claim that each belongs to, upwards, and the windows.
Owned = tuple[Days, Spans]
# A baseline for some of the after-windows: the index of the after-window that each belongs to, and the baselines.
Baselines = tuple[Days, Spans]
AfterRule = Callable[[ManyAnchors, ManySeries, Option], Owned]
# The second argument says to which claim each after-window belongs.
BeforeRule = Callable[[ManyAnchors, Days, Spans, Option], Baselines]


def _where(chosen: Bools, starts: Days, ends: Days) -> Owned:
    """The windows of the claims that are chosen. Raises UsageError for a window that ends before it starts."""
    index = np.flatnonzero(chosen)
    return index, _forwards(Spans(starts[index], ends[index]))


def _forwards(spans: Spans) -> Spans:
    if (spans.ends < spans.starts).any():
        spans.window(int(np.argmax(spans.ends < spans.starts)))  # raises the error that names it
    return spans


def _stated(anchors: ManyAnchors, _several: ManySeries, _option: Option) -> Owned:
    return np.arange(len(anchors), dtype=np.int64), Spans(anchors.start, anchors.end)


def _covered(anchors: ManyAnchors, several: ManySeries, _option: Option) -> Owned:
    end = np.minimum(np.minimum(anchors.end, anchors.latest), several.covered[1][anchors.series])
    return _where((anchors.start < end) & (end < anchors.end), anchors.start, end)


def _first_months(anchors: ManyAnchors, _several: ManySeries, option: Option) -> Owned:
    end = add_months(anchors.start, option["months"]) - 1
    return _where(end < anchors.end, anchors.start, end)


def _last_months(anchors: ManyAnchors, _several: ManySeries, option: Option) -> Owned:
    start = add_months(anchors.end + 1, -option["months"])
    return _where(start > anchors.start, start, anchors.end)


def _calendar_years(anchors: ManyAnchors, _several: ManySeries, _option: Option) -> Owned:
    """The whole calendar years inside the period."""
    first = anchors.year + (anchors.start > first_days(anchors.year))
    last = years_of(anchors.end + 1) - 1
    many = np.maximum(last - first + 1, 0)
    index, years = ranges(first, many)
    return index, _years(years)


def _year_to_date(anchors: ManyAnchors, _several: ManySeries, _option: Option) -> Owned:
    start = first_days(years_of(anchors.end))
    return _where((anchors.start < start) & (start < anchors.end), start, anchors.end)


def _months_to_date(anchors: ManyAnchors, _several: ManySeries, option: Option) -> Owned:
    """So many months up to the day it was said, where that is not the end of the period anyhow."""
    start = add_months(anchors.latest + 1, -option["months"])
    return _where(anchors.latest < anchors.end, start, anchors.latest)


def _whole_year(anchors: ManyAnchors, _several: ManySeries, _option: Option) -> Owned:
    """The calendar year that holds the middle of the period."""
    return np.arange(len(anchors), dtype=np.int64), _years(years_of(anchors.start + anchors.days // 2))


def _stated_unit(anchors: ManyAnchors, _several: ManySeries, _option: Option) -> Owned:
    """The period, unless the claim only counts from it ("the highest since 2014")."""
    since = anchors.named | (~anchors.stated & (anchors.days > 366))
    return _where(~since, anchors.start, anchors.end)


def _latest_whole(anchors: ManyAnchors, _several: ManySeries, _option: Option) -> Owned:
    """The latest whole calendar year, quarter or month of the period."""
    months = anchors.grain_months
    following = first_days(*months_of(np.minimum(anchors.latest, anchors.end) + 1, months))
    return _mostly_in(anchors, add_months(following, -months), following - 1)


def _last_unit(anchors: ManyAnchors, _several: ManySeries, _option: Option) -> Owned:
    """The period where it is as long as a year, quarter or month; else the last whole one in it."""
    months = anchors.grain_months
    alone = np.abs(add_months(anchors.start, months) - 1 - anchors.end) <= ALIKE
    following = first_days(*months_of(anchors.end + 1, months))
    starts, ends = add_months(following, -months), following - 1
    return _where(
        alone | (ends >= anchors.start), np.where(alone, anchors.start, starts), np.where(alone, anchors.end, ends)
    )


def _rolling(anchors: ManyAnchors, _several: ManySeries, _option: Option) -> Owned:
    """As long as a year, quarter or month, up to the end of the period or the day it was said."""
    end = np.minimum(anchors.latest, anchors.end)
    return _mostly_in(anchors, add_months(end + 1, -anchors.grain_months), end)


def _mostly_in(anchors: ManyAnchors, starts: Days, ends: Days) -> Owned:
    """Those of one window a claim of which at least half lies in the period."""
    shared = np.minimum(anchors.end, ends) - np.maximum(anchors.start, starts) + 1
    return _where(2 * shared >= ends - starts + 1, starts, ends)


def _published_spans(anchors: ManyAnchors, several: ManySeries, option: Option) -> Owned:
    begin, many, spans = several.published
    index, which = ranges(begin[anchors.series], many[anchors.series])
    chosen = spans.take(which)
    inside = (anchors.start[index] <= chosen.starts) & (chosen.ends <= anchors.end[index])
    inside &= chosen.days >= option["shortest_days"]
    return index[inside], chosen.take(inside)


def _shifted(anchors: ManyAnchors, _several: ManySeries, option: Option) -> Owned:
    said = anchors.stated & (anchors.meant == 0)
    index = np.repeat(np.flatnonzero(said), len(option["months"]))
    months = np.tile(np.array(option["months"], dtype=np.int64), int(said.sum()))
    return index, Spans(anchors.start, anchors.end).take(index).months_later(months)


def _inside(anchors: ManyAnchors, _several: ManySeries, option: Option) -> Owned:
    """Every window of the given lengths, a step of days apart, that lies in the period or reaches past its ends by no
    more than `beyond_days`; the step grows where one length would give more than `most` windows.
    """
    index, parts = [], []
    firsts = (anchors.start - option["beyond_days"]).tolist()
    lasts = np.minimum(anchors.end + option["beyond_days"], anchors.latest).tolist()
    for at, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        for length in option["days"]:
            room = last - length + 2 - first
            step = max(option["step_days"], -(-room // option["most"]))
            starts = np.arange(first, first + room, step, dtype=np.int64)
            parts.append(Spans(starts, starts + length - 1))
            index.append(np.full(len(starts), at, dtype=np.int64))
    return np.concatenate([np.zeros(0, dtype=np.int64), *index]), join(parts)


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
    "last_unit": _last_unit,
    "rolling": _rolling,
    "whole_year": _whole_year,
    "published_spans": _published_spans,
    "shifted": _shifted,
    "inside": _inside,
}


def reach(option: Option) -> tuple[int, int]:
    """How many days after the end of the period an after-option may end at most: without and with a baseline in the
    claim. Every rule not named here keeps within the period, whatever day is the latest.
    """
    if option["rule"] == "shifted":
        return 0, 31 * max(option["months"])
    days = {"inside": option.get("beyond_days", 0), "whole_year": 366}.get(option["rule"], 0)
    return days, days


def _years(years: Days) -> Spans:
    """Whole calendar years."""
    return Spans(first_days(years), first_days(years + 1) - 1)


def _for_each(baselines: Spans) -> Baselines:
    """One baseline for each after-window, in their order."""
    return np.arange(len(baselines), dtype=np.int64), baselines


def _stated_baseline(anchors: ManyAnchors, owner: Days, _after: Spans, _option: Option) -> Baselines:
    said = anchors.stated & (anchors.meant == 0)  # what is meant is an option of its own, called what it is
    return _where(said[owner], anchors.base_start[owner], anchors.base_end[owner])


def _same_length_before(anchors: ManyAnchors, owner: Days, after: Spans, _option: Option) -> Baselines:
    last = anchors.last_before[owner]
    whole = np.where(anchors.event[owner] > 0, _months(after), 0)
    first = np.where(whole > 0, add_months(last + 1, -whole), last - after.days + 1)
    return _for_each(Spans(first, last))


def _months(spans: Spans) -> Days:
    """How many calendar months make up each window; 0 where it is no whole months."""
    years, months = months_of(spans.starts, 1)
    later_years, later_months = months_of(spans.ends + 1, 1)
    whole = (first_days(years, months) == spans.starts) & (first_days(later_years, later_months) == spans.ends + 1)
    return np.where(whole, 12 * (later_years - years) + later_months - months, 0)


def _months_before(anchors: ManyAnchors, owner: Days, _after: Spans, option: Option) -> Baselines:
    start = add_months(anchors.last_before + 1, -option["months"])
    return _for_each(_forwards(Spans(start[owner], anchors.last_before[owner])))


def _calendar_years_before(anchors: ManyAnchors, owner: Days, _after: Spans, option: Option) -> Baselines:
    years = anchors.year[owner][:, None] - np.array(option["years"], dtype=np.int64)
    index, _ = np.nonzero(years >= 1)
    return index, _years(years[years >= 1])


def _same_season_before(anchors: ManyAnchors, owner: Days, after: Spans, option: Option) -> Baselines:
    """The latest so many years in which the same days lie before the period."""
    if not len(after):
        return _for_each(after)
    start = anchors.start[owner]
    longest = int((years_of(after.ends) - anchors.year[owner]).max()) + option["years"] + 1
    wanted = np.full(len(after), option["years"], dtype=np.int64)
    index, found = [], []
    for years in range(1, longest + 1):
        earlier = after.years_earlier(years)
        fits = (earlier.ends < start) & (wanted > 0)
        wanted -= fits
        index.append(np.flatnonzero(fits))
        found.append(earlier.take(fits))
        if not wanted.any():
            break
    return np.concatenate([np.zeros(0, dtype=np.int64), *index]), join(found)


def _year_on_year(_anchors: ManyAnchors, _owner: Days, after: Spans, _option: Option) -> Baselines:
    return _for_each(after.years_earlier(1))


def _named_year(anchors: ManyAnchors, owner: Days, _after: Spans, _option: Option) -> Baselines:
    years = _years(anchors.year)
    return _where(anchors.named[owner], years.starts[owner], years.ends[owner])


def _years_mean(anchors: ManyAnchors, owner: Days, _after: Spans, option: Option) -> Baselines:
    first, last = first_days(anchors.year - option["years"]), first_days(anchors.year) - 1
    return _where(anchors.year[owner] - option["years"] >= 1, first[owner], last[owner])


def _every_offset(_anchors: ManyAnchors, _owner: Days, after: Spans, option: Option) -> Baselines:
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
    """The same day of another month; the last day of the month where that has fewer days.

    Raises ValueError where that lies before the year 1 or after 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1] if 1 <= year <= 9999 else 31))

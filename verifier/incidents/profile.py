"""What a series is like, in numbers: by year, gaps, seasons, weekdays, dispersion, how precisely days are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from verifier.incidents.cells import Cells
from verifier.window import Window

DAY = timedelta(days=1)
BIN = 28  # days: four whole weeks, so that weekdays weigh alike in every bin
MONTH = 30  # days, for rates that do not depend on a month's length
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def by_year(cells: Cells) -> pd.DataFrame:
    """The count of each calendar year from the first to the last with anything known: columns year, count, whole.

    count is missing where nothing is known of the year as a whole. Of day-by-day data a year that the coverage cuts has
    the count of its covered days and whole is False. Totals give a year its own figure where there is one, else the sum
    of totals that tile it without gap or overlap. Nothing is pro-rated.
    """
    if cells.coverage is None:
        return pd.DataFrame({"year": [], "count": pd.array([], dtype="Int64"), "whole": []})
    rows: list[tuple[int, int | None, bool]] = []
    daily = days(cells) if cells.dense else None
    for year in range(cells.coverage.start.year, cells.coverage.end.year + 1):
        window = Window.parse(f"{year:04d}")
        if daily is None:
            count = _tiled(cells.table, window)
            rows.append((year, count, count is not None))
        else:
            part = daily[str(max(window.start, cells.coverage.start)) : str(min(window.end, cells.coverage.end))]
            rows.append((year, int(part.sum()), len(part) == window.days))
    table = pd.DataFrame(rows, columns=["year", "count", "whole"])
    return table.astype({"count": "Int64"})


def days(cells: Cells) -> pd.Series[int]:
    """The count of every day of the coverage, by day; for day-by-day data, where a day without a row is a zero."""
    if cells.coverage is None:
        return pd.Series(0, index=pd.DatetimeIndex([]), dtype="int64")
    index = pd.date_range(cells.coverage.start, cells.coverage.end, freq="D")
    counts = cells.table.groupby("start")["count"].sum()
    return counts.reindex(index, fill_value=0).astype("int64")


def known(cells: Cells) -> list[Window]:
    """The stretches of days about which the series says something, in order, none touching the next.

    A total says something about its span, not about the parts of it.
    """
    if cells.dense:
        return [cells.coverage] if cells.coverage else []
    found: list[Window] = []
    for start, end in _spans(cells.table):
        if found and start <= found[-1].end + DAY:
            found[-1] = Window(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Window(start, end))
    return found


def gaps(cells: Cells) -> list[Window]:
    """The stretches between the first and the last known day about which nothing is known."""
    stretches = known(cells)
    return [Window(one.end + DAY, other.start - DAY) for one, other in pairwise(stretches)]


def longest_quiet(cells: Cells) -> Window | None:
    """Of day-by-day data, the longest run of days with a count of zero: perhaps peace, perhaps nobody recording."""
    if not cells.dense or cells.coverage is None:
        return None
    busy = [stamp.date() for stamp in cells.table["start"]]
    edges = [cells.coverage.start - DAY, *busy, cells.coverage.end + DAY]
    runs = [(following - one, one) for one, following in pairwise(edges)]
    length, before = max(runs, key=lambda run: run[0])
    return Window(before + DAY, before + length - DAY) if length > DAY else None


def seasons(cells: Cells) -> pd.DataFrame:
    """Mean count by month of the year: columns month (1–12), mean (in MONTH days), years, above.

    Only whole calendar years of day-by-day data count. above is the number of years in which the month's daily rate
    was higher than that of its own year. Empty where no whole year is covered.
    """
    daily = _whole_years(cells)
    if daily.empty:
        return pd.DataFrame({"month": [], "mean": [], "years": [], "above": []})
    stamps = pd.DatetimeIndex(daily.index)
    rates = daily.groupby([stamps.year, stamps.month]).mean().unstack()
    own = daily.groupby(stamps.year).mean()
    return pd.DataFrame(
        {
            "month": range(1, 13),
            "mean": (rates.mean() * MONTH).to_numpy(),
            "years": len(rates),
            "above": rates.gt(own, axis=0).sum().to_numpy(),
        }
    )


def weekdays(cells: Cells) -> pd.DataFrame:
    """The share of each weekday in the counts of day-by-day data: columns weekday, count, share, even.

    even is the share of a weekday in the covered days. Empty without any count.
    """
    daily = days(cells) if cells.dense else pd.Series(dtype="int64")
    if not len(daily) or not daily.sum():
        return pd.DataFrame({"weekday": [], "count": [], "share": [], "even": []})
    at = pd.DatetimeIndex(daily.index).day_of_week
    counts = np.bincount(at, weights=daily.to_numpy(), minlength=7).astype(np.int64)
    even = np.bincount(at, minlength=7) / len(daily)
    return pd.DataFrame({"weekday": WEEKDAYS, "count": counts, "share": counts / counts.sum(), "even": even})


def dispersion(cells: Cells) -> pd.DataFrame:
    """Variance by mean of the counts of the thirteen 28-day bins of each whole year: columns year, mean, ratio.

    1 is what independent incidents at a steady rate give; more says that they cluster, or that the rate changed within
    the year. The ratio is missing for a year without any count. Empty for totals: it cannot be told from them.
    """
    daily = _whole_years(cells)
    rows = []
    for year, counts in daily.groupby(pd.DatetimeIndex(daily.index).year):
        whole = len(counts) // BIN
        bins = np.asarray(counts, dtype=np.int64)[: whole * BIN].reshape(whole, BIN).sum(axis=1)
        mean = float(bins.mean())
        rows.append((year, mean, float(bins.var(ddof=1)) / mean if mean else float("nan")))
    return pd.DataFrame(rows, columns=["year", "mean", "ratio"])


def first_of_month(cells: Cells) -> tuple[int, int, float]:
    """How many of the counts stand on the first day of a month, of how many, and the share of such days in all.

    A source that knows only the month of an incident often writes its first day.
    """
    daily = days(cells)
    first = pd.DatetimeIndex(daily.index).day == 1
    return int(daily[first].sum()), int(daily.sum()), float(first.mean()) if len(first) else 0.0


def span_lengths(cells: Cells) -> dict[str, int]:
    """Of totals, how many are about a whole year, a whole month, a single day, another span."""
    found = {"a year": 0, "a month": 0, "a day": 0, "another span": 0}
    for start, end in _spans(cells.table):
        if Window(start, end) == Window.parse(f"{start.year:04d}"):
            found["a year"] += 1
        elif Window(start, end) == Window.parse(f"{start.year:04d}-{start.month:02d}"):
            found["a month"] += 1
        else:
            found["a day" if start == end else "another span"] += 1
    return {name: number for name, number in found.items() if number}


def extremes(table: pd.DataFrame, column: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row with the highest and the row with the lowest value of a column, the first of several."""
    values = table[column].to_numpy(dtype=np.float64)
    rows = (table.iloc[int(at)] for at in (values.argmax(), values.argmin()))
    most, least = ({str(name): value for name, value in row.items()} for row in rows)
    return most, least


def _whole_years(cells: Cells) -> pd.Series[int]:
    if not cells.dense or cells.coverage is None:
        return pd.Series(0, index=pd.DatetimeIndex([]), dtype="int64")
    first = cells.coverage.start.year + (cells.coverage.start != date(cells.coverage.start.year, 1, 1))
    last = cells.coverage.end.year - (cells.coverage.end != date(cells.coverage.end.year, 12, 31))
    daily = days(cells)
    return daily[(pd.DatetimeIndex(daily.index).year >= first) & (pd.DatetimeIndex(daily.index).year <= last)]


def _spans(table: pd.DataFrame) -> Iterator[tuple[date, date]]:
    ordered = table.sort_values(["start", "end"])
    for start, end in zip(ordered["start"], ordered["end"], strict=True):
        yield start.date(), end.date()


def _tiled(table: pd.DataFrame, window: Window) -> int | None:
    """The count of a window from the fewest spans that tile it, None where none do."""
    inside = table[(table["start"] >= pd.Timestamp(window.start)) & (table["end"] <= pd.Timestamp(window.end))]
    best: dict[date, tuple[int, int]] = {window.start: (0, 0)}
    for start, end, count in inside.sort_values(["start", "end"])[["start", "end", "count"]].itertuples(index=False):
        if start.date() in best:
            used, total = best[start.date()]
            following = end.date() + DAY
            if following not in best or used + 1 < best[following][0]:
                best[following] = (used + 1, total + int(count))
    return best[window.end + DAY][1] if window.end + DAY in best else None

"""Many windows at once: their first and last days in two arrays, and the calendar steps the rules take with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.arrays import Bools, Columns, Ints
from verifier.window import Window

Days = Ints
_EPOCH = date(1970, 1, 1).toordinal()
# Above the ordinal of the last day of the year 9999, so that a day and another number fit into one.
BEYOND_DAYS = 2**22
_DAY, _MONTH, _YEAR = (np.dtype(f"datetime64[{unit}]") for unit in "DMY")


@dataclass(frozen=True, eq=False)
class Spans(Columns):
    """Windows as arrays: `starts` and `ends` hold proleptic ordinals (date.toordinal), both days included."""

    starts: Days
    ends: Days

    @classmethod
    def of(cls, windows: Iterable[Window]) -> Spans:
        """The windows of a list, in its order."""
        pairs = [(window.start.toordinal(), window.end.toordinal()) for window in windows]
        table = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
        return cls(table[:, 0].copy(), table[:, 1].copy())

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def days(self) -> Days:
        """The length of each window, both ends counted."""
        return self.ends - self.starts + 1

    def window(self, at: int) -> Window:
        """One window."""
        return Window(date.fromordinal(int(self.starts[at])), date.fromordinal(int(self.ends[at])))

    def windows(self) -> list[Window]:
        """All of them."""
        return [self.window(at) for at in range(len(self))]

    def years_earlier(self, years: Days | int) -> Spans:
        """The same calendar spans a number of years earlier (29 February becomes 28 February)."""
        months = -12 * np.asarray(years, dtype=np.int64)
        return Spans(add_months(self.starts, months), add_months(self.ends, months))

    def months_later(self, months: Days | int) -> Spans:
        """The same calendar spans a number of months later: whole months stay whole, and a day at the end of a month
        that has no such day becomes its last one.
        """
        starts = add_months(self.starts, months)
        return Spans(starts, np.maximum(starts, add_months(self.ends + 1, months) - 1))


def join(parts: Iterable[Spans]) -> Spans:
    """Several lists of windows as one."""
    return Spans.joined([*parts] or [Spans.of([])])


def ranges(first: Days, many: Days) -> tuple[Days, Days]:
    """Numbers upwards from each first, so many of each: to which range each number belongs, and the numbers."""
    index = np.repeat(np.arange(len(many), dtype=np.int64), many)
    return index, np.repeat(first - (np.cumsum(many) - many), many) + np.arange(len(index), dtype=np.int64)


def parts(sizes: Days, most: int) -> Iterator[slice]:
    """A list cut into stretches of so much at most by the sizes of its entries; an entry that is larger is alone."""
    ends, start = np.cumsum(sizes), 0
    while start < len(sizes):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + most, side="right")))
        yield slice(start, stop)
        start = stop


def begins(*columns: Days) -> Bools:
    """Where a row differs from the one before it in any column; the first does."""
    new = np.ones(len(columns[0]), dtype=bool)
    new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return new


def key_of(*several: Spans) -> Days:
    """One number for each row of windows, ordered as they are, the first window before the second: a rank where their
    days do not fit in one number.
    """
    columns = [column for each in several for column in (each.starts, each.ends)]
    if not len(columns[0]):
        return np.zeros(0, dtype=np.int64)
    least = [int(column.min()) for column in columns]
    many = [int(column.max()) - first + 1 for column, first in zip(columns, least, strict=True)]
    if math.prod(many) >= 2**63:
        return np.unique(np.column_stack(columns), axis=0, return_inverse=True)[1].astype(np.int64).ravel()
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column, first, different in zip(columns, least, many, strict=True):
        key = key * different + (column - first)
    return key


def firsts(group: Days, *keys: npt.NDArray[Any]) -> Days:
    """The row of each group (upwards) that the keys put first, the most important key first; of equals the first."""
    rows = np.arange(len(group), dtype=np.int64)
    for key in keys:
        own, some = group[rows], key[rows].astype(np.float64)
        least = np.full(int(own.max(initial=-1)) + 1, np.inf)
        np.minimum.at(least, own, some)
        rows = rows[some == least[own]]
    _, first = np.unique(group[rows], return_index=True)
    return rows[first]


def add_months(days: Days, months: Days | int) -> Days:
    """The same day of another month; the last day of the month where that has fewer days."""
    since = np.asarray(days, dtype=np.int64) - _EPOCH
    month = since.view(_DAY).astype(_MONTH).view(np.int64)
    moved = month + months
    first = _month_starts(moved)
    return first + np.minimum(since - _month_starts(month), _month_starts(moved + 1) - first - 1) + _EPOCH


def _month_starts(months: Days) -> Days:
    """The first day of each month since 1970, in days since then."""
    return months.view(_MONTH).astype(_DAY).view(np.int64)


def years_of(days: Days) -> Days:
    """The calendar year of each day."""
    return (days - _EPOCH).view(_DAY).astype(_YEAR).view(np.int64) + 1970


def first_days(years: Days, months: Days | int = 0) -> Days:
    """The first day of each year, or of the month that comes so many months after its January."""
    month = (np.asarray(years, dtype=np.int64) - 1970) * 12 + months
    return _month_starts(month) + _EPOCH


def months_of(days: Days, step: Days | int) -> tuple[Days, Days]:
    """The year of each day, and how many months after January its stretch of `step` months begins."""
    months = (days - _EPOCH).view(_DAY).astype(_MONTH).view(np.int64)
    in_year = months % 12
    return months // 12 + 1970, in_year // step * step


def dates(days: Days) -> npt.NDArray[np.datetime64]:
    """Ordinals as numpy dates (datetime64[s], the coarsest that pandas holds)."""
    return (days - _EPOCH).astype("datetime64[D]").astype("datetime64[s]")


def ordinals(stamps: pd.Series[Any]) -> Days:
    """The days of a column of dates as ordinals."""
    return stamps.to_numpy().astype("datetime64[D]").astype(np.int64) + _EPOCH

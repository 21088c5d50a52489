"""A series opened for `explore_baseline.ipynb`: its parameters, checked, and every pair of windows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from verifier.comparisons.compare import SMALL_BASE, Comparison, compare_windows, find_definition
from verifier.comparisons.series import Series
from verifier.comparisons.verdict_map import VerdictMap, verdict_map
from verifier.errors import DataError, NotCoveredError, UsageError
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import Dataset
from verifier.places.names import place_code
from verifier.reports.opened import day_of, given_by_papermill, refuse_odd_text, refuse_unknown
from verifier.window import Window, add_years

MONTH = 365.25 / 12  # days
YEAR, DAY = 12, timedelta(days=1)  # months; a day
LONGEST, FARTHEST = 36, 120  # months: what the map shows and the sliders reach
MOST = {"length": LONGEST, "offset": FARTHEST}


@dataclass(frozen=True)
class ExploreParameters:
    """What `explore_baseline.ipynb` may be given.

    dataset: the id of a dataset; of published totals whole years are compared. place: a country's name or code, or
    WLD. measure: the id of a definition or words for what is counted; empty for the first. end: the last day of the
    later window, YYYY-MM-DD; empty for the last day that is known. length: months in each window. offset: how many
    months before the later window the earlier one begins. claimed: a change in percent to look for, such as 60 or -30.
    """

    dataset: str = "ucdp-ged"
    place: str = "PAK"
    measure: str = ""
    vintage: str = ""
    end: str = ""
    length: int = 12
    offset: int = 12
    claimed: float = 60

    @classmethod
    def checked(cls, given: Mapping[str, Any]) -> ExploreParameters:
        """Take the given values. Raises UsageError naming the parameter, what it was given and what it takes."""
        refuse_unknown(given, (one.name for one in fields(cls)))
        for name, value in given.items():
            if name in MOST:
                if type(value) is not int or not 1 <= value <= MOST[name]:
                    raise UsageError(f"parameter {name}: {value!r} is not a whole number of months, 1 to {MOST[name]}")
            elif name == "claimed":
                number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
                if not number or value <= -100 or value == 0:
                    raise UsageError(f"parameter claimed: {value!r} is not a change in percent, such as 60 or -30")
            else:
                refuse_odd_text(name, value)
        parameters = cls(**given)
        if parameters.offset < parameters.length:
            raise UsageError(
                f"parameter offset: {parameters.offset} is less than length {parameters.length}, so the windows would "
                "share days; give a larger offset or a shorter length"
            )
        parameters.last_day()
        return parameters

    def last_day(self) -> date | None:
        """The day in `end`, None where it is empty."""
        return day_of("end", self.end)


@dataclass(frozen=True, eq=False)
class Explored:
    """A series of daily counts, and the two windows and the change that are being looked at.

    length and offset are in months of 30.4 days, so that twelve are a year.
    """

    dataset: Dataset
    series: Series
    coverage: Window
    match: str
    end: date
    length: int
    offset: int
    claimed: float

    @property
    def target(self) -> float:
        """The claimed change as a ratio of the later count to the earlier one."""
        return 1 + self.claimed / 100

    @property
    def after(self) -> Window:
        """The later window: so many years up to the last day, or days for other numbers of months."""
        if self.length % YEAR == 0:
            return Window(add_years(self.end + DAY, -self.length // YEAR), self.end)
        return Window(self.end - timedelta(days=in_days(self.length) - 1), self.end)

    @property
    def before(self) -> Window:
        """The earlier window: as long, `offset` months earlier."""
        if self.length % YEAR == 0 and self.offset % YEAR == 0:
            back = -self.offset // YEAR
            return Window(add_years(self.after.start, back), add_years(self.end + DAY, back) - DAY)
        shift = timedelta(days=in_days(self.offset))
        return Window(self.after.start - shift, self.after.end - shift)

    @property
    def comparison(self) -> Comparison:
        """The two windows compared. Raises NotCoveredError where one cannot be counted."""
        return compare_windows(self.series, self.after, self.before, self.match)

    @cached_property
    def map(self) -> VerdictMap:
        """Every length and offset of the grid, with the later window ending on the same day."""
        return verdict_map(self.series, self.end, grid(LONGEST), grid(FARTHEST))

    @cached_property
    def pairs(self) -> dict[str, int]:
        """How many of the map's pairs are known, rise, fall, and reach the claimed change."""
        ratio = self.map.ratio[self.map.known & ~np.isnan(self.map.ratio)]
        reach = ratio >= self.target if self.claimed > 0 else ratio <= self.target
        several = {"rise": ratio > 1, "fall": ratio < 1, "reach": reach}
        return {"known": len(ratio), **{name: int(some.sum()) for name, some in several.items()}}

    def moved(self, end: date, length: int, offset: int) -> Explored:
        """The same series with other windows; an offset that is too short becomes the length."""
        return replace(self, end=end, length=length, offset=max(offset, length))


class ExploredYears(Explored):
    """A series of published totals: its windows are whole calendar years, and so are the map's rows and columns."""

    @property
    def after(self) -> Window:
        """The later window: the whole years that end with the last day."""
        return _years(self.end.year, -(-self.length // YEAR))

    @property
    def before(self) -> Window:
        """The earlier window: as many years, the offset's years earlier."""
        return _years(self.end.year - -(-self.offset // YEAR), -(-self.length // YEAR))

    @cached_property
    def map(self) -> VerdictMap:
        """Every number of years up to the longest, against every earlier one up to the farthest."""
        lengths, offsets = range(1, LONGEST // YEAR + 1), range(1, FARTHEST // YEAR + 1)
        after, before = np.zeros((2, len(lengths), len(offsets)), dtype=np.int64)
        known = np.zeros(after.shape, dtype=bool)
        for row, length in enumerate(lengths):
            for column, offset in enumerate(offsets):
                windows = _years(self.end.year, length), _years(self.end.year - offset, length)
                known[row, column] = offset >= length and all(map(self.series.covers, windows))
                if known[row, column]:
                    after[row, column], before[row, column] = (self.series.count(one).count for one in windows)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(known, after / before, np.nan)
        rows, columns = (
            np.array([in_days(YEAR * number) for number in each], dtype=np.int64) for each in (lengths, offsets)
        )
        return VerdictMap(self.end, rows, columns, after, before, ratio, known, known & (before < SMALL_BASE))


def _years(last: int, number: int) -> Window:
    """So many whole calendar years up to one."""
    return Window(date(last - number + 1, 1, 1), date(last, 12, 31))


def in_days(months: int) -> int:
    """Months as days: 12 are 365, 24 are 730."""
    return round(months * MONTH)


def grid(most: int) -> list[int]:
    """The days of the map's rows or columns, a month apart, up to `most` months."""
    return [in_days(months) for months in range(1, most + 1)]


def open_explored(**given: Any) -> Explored:
    """Open the series that the parameters name (see ExploreParameters).

    Raises UsageError for parameters it cannot take, DataError for a dataset, place or measure that is not here or
    has no counts of days, NotCoveredError for a day outside the coverage.
    """
    refuse_unknown(given_by_papermill(), (one.name for one in fields(ExploreParameters)))
    parameters = ExploreParameters.checked(given)
    dataset = load(parameters.dataset)
    words = parameters.measure
    definition, match = find_definition(dataset, words) if words else (dataset.definitions[0], "exact")
    cells = dataset.cells(definition.id, place_code(parameters.place), vintage=parameters.vintage or None)
    series = Series(cells)
    if series.coverage is None or (not series.dense and not _whole_years(series)):
        raise DataError(f"dataset {dataset.id!r} has neither counts of days nor totals of whole years for this place")
    asked, kind, coverage = parameters.last_day(), Explored, series.coverage
    end = asked or coverage.end
    if not series.dense:  # published totals have windows of whole years
        years = _whole_years(series)
        year = asked.year if asked else years[-1]
        if year not in years:
            told = f"{years[0]} to {years[-1]}"
            raise NotCoveredError(f"parameter end: {series.name} has no total for {year}; it has years from {told}")
        coverage = Window(date(years[0], 1, 1), date(years[-1], 12, 31))
        kind, end = ExploredYears, date(year, 12, 31)
    elif not coverage.start <= end <= coverage.end:
        raise NotCoveredError(f"parameter end: {series.name} does not cover {end}; it covers {coverage}")
    length, offset, claimed = parameters.length, parameters.offset, float(parameters.claimed)
    return kind(dataset, series, coverage, match, end, length, offset, claimed)


def _whole_years(series: Series) -> list[int]:
    """The calendar years that published totals cover whole."""
    spans = series.own_spans
    if not spans:
        return []
    several = range(min(one.start.year for one in spans), max(one.end.year for one in spans) + 1)
    return [year for year in several if series.covers(_years(year, 1))]

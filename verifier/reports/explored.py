"""A daily series opened for `explore_baseline.ipynb`: its parameters, checked, and every pair of windows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from verifier.comparisons.compare import Comparison, compare_windows, find_definition
from verifier.comparisons.series import Series
from verifier.comparisons.verdict_map import VerdictMap, verdict_map
from verifier.errors import DataError, NotCoveredError, UsageError
from verifier.incidents.catalogue import datasets, load
from verifier.incidents.dataset import Dataset
from verifier.places.names import place_code
from verifier.reports.parameters import given_by_papermill, refuse_unknown
from verifier.window import Window

MONTH = 365.25 / 12  # days
LONGEST, FARTHEST = 36, 120  # months: what the map shows and the sliders reach
MOST = {"length": LONGEST, "offset": FARTHEST}


@dataclass(frozen=True)
class ExploreParameters:
    """What `explore_baseline.ipynb` may be given.

    dataset: the id of a dataset with counts of days. place: a country's name or code, or WLD. measure: the id of a
    definition or words for what is counted; empty for the first. end: the last day of the later window, YYYY-MM-DD;
    empty for the last day that is known. length: months in each window. offset: how many months before the later
    window the earlier one begins. claimed: a change in percent to look for, such as 60 or -30.
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
            elif not isinstance(value, str):
                raise UsageError(f"parameter {name}: {value!r} is not a text")
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
        try:
            return date.fromisoformat(self.end) if self.end else None
        except ValueError as error:
            raise UsageError(f"parameter end: {self.end!r} is not a day written YYYY-MM-DD") from error


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
        """The later window."""
        return Window(self.end - timedelta(days=in_days(self.length) - 1), self.end)

    @property
    def before(self) -> Window:
        """The earlier window: as long, `offset` months earlier."""
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

    def reaches(self, ratio: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Where a change is as large as claimed, in the claimed direction."""
        return ratio >= self.target if self.claimed > 0 else ratio <= self.target

    def moved(self, end: date, length: int, offset: int) -> Explored:
        """The same series with other windows; an offset that is too short becomes the length."""
        return replace(self, end=end, length=length, offset=max(offset, length))


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
    if not series.dense or series.coverage is None:
        daily = ", ".join(one.id for one in datasets() if _has_days(one))
        raise DataError(
            f"dataset {dataset.id!r} publishes totals of months or years, not counts of days, so its windows cannot be "
            f"moved freely; datasets with counts of days: {daily}"
        )
    end = parameters.last_day() or series.coverage.end
    if not series.coverage.start <= end <= series.coverage.end:
        raise NotCoveredError(f"parameter end: {series.name} does not cover {end}; it covers {series.coverage}")
    return Explored(
        dataset, series, series.coverage, match, end, parameters.length, parameters.offset, float(parameters.claimed)
    )


def _has_days(dataset: Dataset) -> bool:
    places = dataset.places()
    return bool(places) and dataset.cells(dataset.definitions[0].id, places[0]).dense

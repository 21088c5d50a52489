"""One comparison: an after-window against a before-window of one series."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from verifier.comparisons import bounded
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.series import Count, Series
from verifier.errors import DataError
from verifier.incidents import regions
from verifier.incidents.catalogue import load
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.dataset import Dataset
from verifier.places.names import place_code, places_named
from verifier.places.tree import country_of, in_words, names_of
from verifier.questions.asked_place import AskedPlace, nothing_there
from verifier.window import Window

SMALL_BASE = 10
NOT_MEANINGFUL = 5


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds on a ratio; `method` is "exact" for independent incidents, "quasi-poisson" where clustering widens it."""

    low: float
    high: float
    method: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two counts of one series and what they say about the change.

    - after, before: the counts of the later and the earlier window, in the unit of the definition.
    - ratio: the ratio of their rates per day, so that windows of different length can be compared. It is infinite from
      none to some, and NaN from none to none.
    - interval: the 95% interval of the ratio, with the method that gave it.
    - match: how well the definition fits the measure: exact, near or proxy.
    """

    series: Series
    match: str
    after: Count
    before: Count
    ratio: float
    interval: Interval

    @property
    def change_percent(self) -> float:
        """The change of the daily rate in percent."""
        return 100 * (self.ratio - 1)

    @property
    def flags(self) -> list[str]:
        """What a reader must know beside the numbers, in words."""
        found = []
        if self.before.count == 0:
            found.append(f"small base: from none to {self.after.count}, no percentage")
        elif self.before.count < NOT_MEANINGFUL:
            found.append(f"small base: {self.before.count} before, percentage not meaningful")
        elif self.before.count < SMALL_BASE:
            found.append(f"small base: {self.before.count} before, read the counts first")
        if self.after.window.overlaps(self.before.window):
            found.append("overlap: the two windows share days")
        if abs(self.after.window.days - self.before.window.days) > 1:
            found.append("unequal windows: rates a day are compared")
        if self.match != "exact":
            why = self.series.cells.definition.why.get(self.match, "")
            found.append(f"definition: {self.match}" + (f": {why}" if why else ""))
        if self.interval.method == "exact":
            unit = self.series.cells.definition.unit
            what = (
                "independent incidents; clustering" if unit == "incidents" else f"single {unit}; several in one attack"
            )
            found.append(f"interval: exact for {what} would widen it")
        return found

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; a ratio or bound that is infinite or undefined is null."""
        cells = self.series.cells
        return {
            "dataset": cells.dataset,
            "vintage": cells.vintage,
            "definition": cells.definition.id,
            "definition_label": cells.definition.label,
            "unit": cells.definition.unit,
            "match": self.match,
            "place": cells.place,
            "after": _count(self.after),
            "before": _count(self.before),
            "ratio": finite(self.ratio),
            "change_percent": finite(self.change_percent),
            "interval_95": [finite(self.interval.low), finite(self.interval.high)],
            "interval_method": self.interval.method,
            "flags": self.flags,
        }


def compare_windows(series: Series, after: Window, before: Window, match: str = "exact") -> Comparison:
    """Compare two windows of a series. Raises NotCoveredError where one cannot be counted."""
    later, earlier = series.count(after), series.count(before)
    pair = Pairs.one(after, before, later.count, earlier.count)
    (low,), (high,), (widened,) = bounded.bounds(series, pair)
    interval = Interval(float(low), float(high), bounded.METHODS[int(widened)])
    return Comparison(series, match, later, earlier, float(bounded.rate_ratios(pair)[0]), interval)


def compare(
    dataset: str,
    measure: str,
    place: str,
    after: Window | str,
    before: Window | str,
    vintage: str | None = None,
    known_on: date | None = None,
) -> Comparison:
    """Compare two windows of one dataset: `compare("pips", "terror attacks", "PAK", "2022", "2020")`.

    - measure: words for what is counted, or the id of a definition.
    - place: a name or a code of the tree of places, or a region as the dataset writes it.
    - after, before: a Window, or text for one: "2022", "2022-03", "2021-08-15..2022-08-14" (both ends included).
    - vintage: the id of a release; by default the newest.
    - known_on: the newest release published by that day.

    Returns both counts, the ratio of their rates per day, and its 95% interval. Raises UsageError for windows and
    places that cannot be understood, DataError for what the dataset does not have, and NotCoveredError if its figures
    do not add up to a window.
    """
    source = load(dataset)
    definition, match = find_definition(source, measure)
    cells = cells_in(source, definition, place, vintage, known_on)
    windows = [Window.parse(window) if isinstance(window, str) else window for window in (after, before)]
    return compare_windows(Series(cells), windows[0], windows[1], match)


def find_definition(dataset: Dataset, measure: str) -> tuple[Definition, str]:
    """The definition with that id, or the best answer to the words; DataError with what there is otherwise."""
    for definition in dataset.definitions:
        if definition.id == measure:
            return definition, "exact"
    answers = dataset.answers(measure)
    if not answers:
        known = ", ".join(definition.id for definition in dataset.definitions)
        why = dataset.abstention(measure)
        raise DataError(f"dataset {dataset.id!r} abstains from {measure!r}: {why} Its definitions are: {known}")
    return answers[0].definition, answers[0].match


def cells_in(
    dataset: Dataset, definition: Definition, place: str, vintage: str | None = None, known_on: date | None = None
) -> Cells:
    """The cells of a definition in a place given by name or code: a country, a sum of several, or a region that the
    dataset tells apart. Raises UsageError for a place that is not known, DataError for one that it has nothing on.
    """
    found = places_named(place)
    if len(found) == 1 and dataset.vintages(found[0], definition):
        return dataset.cells(definition.id, found[0], vintage=vintage, known_on=known_on)
    around = [code for code in map(country_of, found) if code] if found else dataset.places()
    said = (place, *(name for code in found for name in names_of(code)))
    regional = (_region(dataset, definition, code, said, vintage, known_on) for code in dict.fromkeys(around))
    inside = [cells for cells in regional if cells]
    if len(inside) == 1:
        return inside[0]
    code = place_code(place)
    if dataset.vintages(code):
        return dataset.cells(definition.id, code, vintage=vintage, known_on=known_on)  # says which table is missing
    why = nothing_there(dataset, AskedPlace(code, in_words(code), country_of(code), "given"))
    raise DataError(f"dataset {dataset.id!r} has nothing for {place!r}. {why}")


def _region(
    dataset: Dataset,
    definition: Definition,
    country: str,
    said: tuple[str, ...],
    vintage: str | None,
    known_on: date | None,
) -> Cells | None:
    """The cells of a region of a country that the dataset tells apart, else None."""
    known = [
        one.id
        for one in dataset.vintages(country, definition)
        if (vintage is None or one.id == vintage) and (known_on is None or one.published <= known_on)
    ]
    name = regions.find(dataset, definition, country, known[-1], said[0], said[1:]) if known else None
    return regions.cells(dataset, definition, country, known[-1], name) if name else None


def finite(number: float) -> float | None:
    """The number, or None where JSON has no word for it (infinite, undefined)."""
    return number if math.isfinite(number) else None


def _count(count: Count) -> dict[str, Any]:
    return {
        "start": str(count.window.start),
        "end": str(count.window.end),
        "days": count.window.days,
        "count": count.count,
        "documents": list(count.documents),
    }

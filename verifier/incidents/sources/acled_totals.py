"""ACLED's aggregated files: totals of a country by month or by year, as workbooks (or CSV saved from them).

Names of 2023 to 2026, such as number_of_political_violence_events_by_country-month-year_as-of-24Mar2023.xlsx and
number_of_reported_fatalities_by_country-year_as-of-31Jul2026.xlsx. Columns Country, Month, Year, Events (or
Fatalities); some releases write them in capitals. Only the file name says what is counted and up to which day.
"""

from __future__ import annotations

import calendar
import re
from pathlib import Path

from verifier.errors import UsageError
from verifier.incidents.layouts import Column, Layout
from verifier.incidents.releases import Release
from verifier.incidents.sources.acled import COUNTRIES, NO_CODE
from verifier.incidents.sources.dated import taken_on
from verifier.window import Window

# What a file name calls the thing counted, to the value of the column measure.
MEASURES = {
    "political violence events": "political-violence-events",
    "demonstration events": "demonstration-events",
    "events targeting civilians": "events-targeting-civilians",
    "reported civilian fatalities": "civilian-fatalities",
    "reported fatalities": "fatalities",
}
_NAMES = tuple(name for month in calendar.month_name[1:] for name in (month, month.upper(), month.lower()))
_MONTH = "CAST(try_strptime(concat('1 ', trim(\"month\"), ' ', whole_year), '%d %B %Y') AS DATE)"
_YEAR = "make_date(whole_year, 1, 1)"


def _layout(span: str, counted: str) -> Layout:
    monthly = span == "month"
    month = (Column("month", "code", allowed=_NAMES),) if monthly else ()
    return Layout(
        id=f"{counted}-by-{span}",
        dataset="acled-monthly" if monthly else "acled-yearly",
        words=f"ACLED {counted} by country and {span}",
        columns=(
            Column("country"),
            *month,
            Column("year", "whole", least=1997, most=2100),
            Column(counted, "whole", least=0),
        ),
        day=_MONTH if monthly else _YEAR,
        end=f"last_day({_MONTH})" if monthly else "make_date(whole_year, 12, 31)",
        country="trim(country)",
        keys={},
        counts={"count": f"whole_{counted}"},
        unique=("country", "month", "year") if monthly else ("country", "year"),
        repeated=f"a country has one total for a {span}",
        where=f"coalesce(trim(country), '') <> '{NO_CODE}'",
        left_out=f"a row of {NO_CODE}, which has no ISO 3166 code",
        countries=COUNTRIES,
        world_from=1000,
        alone=True,
    )


MONTHLY = (_layout("month", "events"), _layout("month", "fatalities"))
YEARLY = (_layout("year", "events"), _layout("year", "fatalities"))


def release(path: Path, version: str | None, days: Window) -> Release:
    """What a file counts and the day it runs to, by its name (or version). Raises UsageError where none says."""
    words = re.sub(r"[-_\s]+", " ", path.name.casefold())
    measure = next((value for said, value in MEASURES.items() if said in words), None)
    if measure is None:
        raise UsageError(
            f"{path} has the columns of ACLED's totals by country, and only the file name says what they count: keep "
            "the name ACLED gives it (number_of_political_violence_events_by_country-month-year_as-of-24Mar2023.xlsx). "
            "If it is not from ACLED, import it with a mapping of its columns (--map …)"
        )
    day = taken_on(path, version, days, "up to which day it counts (as-of-24Mar2023 in ACLED's own file name)")
    note = "ACLED adds to and corrects past years every week; compare counts of one vintage only."
    return Release(str(day), str(day), Window(days.start, day), note, same={"measure": measure})

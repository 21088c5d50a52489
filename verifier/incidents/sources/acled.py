"""ACLED event files: the export tool, curated regional files and the API, in the columns of 2019 and of 2023.

Columns, codes and what they mean: ACLED Codebook (acleddata.com/knowledge-base/codebook, 25 sub-event types). On
20 March 2023 ACLED dropped data_id, event_id_no_cnty and iso3 and added disorder_type, civilian_targeting and tags
(acleddata.com/knowledge-base/guide-to-2023-acled-column-changes). Regional workbooks write the header in capitals and
leave out the timestamp. Dates are written 2021-08-15, 15 August 2021 or 15-August-2021.

The aggregated files are totals of a country by month or by year, as workbooks (or CSV saved from them), with names of
2023 to 2026 such as number_of_political_violence_events_by_country-month-year_as-of-24Mar2023.xlsx. Columns Country,
Month, Year, Events (or Fatalities); some releases write them in capitals. Only the file name says what is counted and
up to which day.
"""

from __future__ import annotations

import calendar
import re
from pathlib import Path

from verifier.errors import UsageError
from verifier.incidents.layouts import Column, Layout, Rule
from verifier.incidents.releases import Release
from verifier.incidents.sources.dated import range_in, taken_on
from verifier.window import Window

FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y", "%Y-%m-%d %H:%M:%S")
COUNTRIES = {
    "Aland Islands": "ALA",
    "Bailiwick of Guernsey": "GGY",
    "Bailiwick of Jersey": "JEY",
    "Caribbean Netherlands": "BES",
    "Curacao": "CUW",
    "Falkland Islands": "FLK",
    "French Southern and Antarctic Lands": "ATF",
    "Macau": "MAC",
    "Micronesia": "FSM",
    "Republic of Congo": "COG",
    "Reunion": "REU",
    "Saint-Barthelemy": "BLM",
    "Saint-Martin": "MAF",
    "Sint Maarten": "SXM",
    "US Virgin Islands": "VIR",
}
NO_CODE = "Akrotiri and Dhekelia"  # British bases on Cyprus: ISO 3166 has no code for them
SUB_EVENTS = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Air/drone strike",
        "Chemical weapon",
        "Grenade",
        "Remote explosive/landmine/IED",
        "Shelling/artillery/missile attack",
        "Suicide bomb",
    ),
    "Violence against civilians": ("Abduction/forced disappearance", "Attack", "Sexual violence"),
    "Protests": (
        "Excessive force against protesters",
        "Excessive force against protestors",
        "Peaceful protest",
        "Protest with intervention",
    ),
    "Riots": ("Mob violence", "Violent demonstration"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
_OLDER = {"Strategic development": "Strategic developments"}  # the name until 2020
_KNOWN = {**SUB_EVENTS, **{old: SUB_EVENTS[new] for old, new in _OLDER.items()}}
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


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


_PAIR = " OR ".join(
    f"trim(event_type) = '{name}' AND trim(sub_event_type) IN ({_listed(subs)})" for name, subs in _KNOWN.items()
)


_SUBS = tuple(dict.fromkeys(sub for subs in SUB_EVENTS.values() for sub in subs))


_COLUMNS = (
    Column("event_id_cnty"),
    Column("event_date", "day", formats=FORMATS),
    Column("year", "whole", least=1997, most=2100),
    Column("time_precision", "code", allowed=("1", "2", "3")),
    Column("event_type", "code", allowed=tuple(_KNOWN)),
    Column("sub_event_type", "code", allowed=_SUBS),
    Column("iso", "whole", least=0, most=999),
    Column("country"),
    Column("admin1", empty=True),
    Column("geo_precision", "code", allowed=("1", "2", "3")),
    Column("fatalities", "whole", least=0),
)


_CURRENT = (Column("disorder_type"), Column("civilian_targeting", empty=True))


_STAMP = (Column("timestamp", empty=True),)


# Seconds since 1970 (UTC), or a day with a time.
_CHANGED = (
    "coalesce(CAST(make_timestamp(CASE WHEN regexp_full_match(trim(timestamp), '[0-9]{9,10}(\\.0+)?') "
    "THEN CAST(CAST(trim(timestamp) AS DOUBLE) AS BIGINT) * 1000000 END) AS DATE), "
    "CAST(try_strptime(trim(timestamp), ['%Y-%m-%d', '%Y-%m-%d %H:%M:%S']) AS DATE))"
)


def _layout(*, current: bool, stamped: bool) -> Layout:
    targeting = "CASE WHEN coalesce(trim(civilian_targeting), '') = '' THEN 'no' ELSE 'yes' END" if current else "''"
    return Layout(
        id=f"acled{'' if current else '-2019'}{'' if stamped else '-no-timestamp'}",
        dataset="acled",
        words="ACLED events",
        columns=(*_COLUMNS, *(_CURRENT if current else ()), *(_STAMP if stamped else ())),
        day="day_event_date",
        country="trim(country)",
        keys={
            "region": "coalesce(trim(admin1), '')",
            "event_type": "regexp_replace(trim(event_type), 'development$', 'developments')",
            "sub_event_type": "replace(trim(sub_event_type), 'protestors', 'protesters')",
            "civilian_targeting": targeting,
        },
        counts={
            "events": "1",
            "fatalities": "whole_fatalities",
            "vague_date": "CAST(trim(time_precision) <> '1' AS INTEGER)",
        },
        unique="event_id_cnty",
        repeated="each event has its own; is this the export with a row per actor (monadic)? Take the dyadic one",
        where=f"coalesce(trim(country), '') <> '{NO_CODE}'",
        left_out=f"a row of HXL tags, or of {NO_CODE}, which has no ISO 3166 code",
        rules=(
            Rule("whole_year <> year(day_event_date)", "year", "is not the year of event_date"),
            Rule(
                f"trim(event_type) IN ({_listed(tuple(_KNOWN))}) AND trim(sub_event_type) IN ({_listed(_SUBS)}) "
                f"AND NOT ({_PAIR})",
                "sub_event_type",
                "does not belong to the event_type of its row",
            ),
        ),
        countries=COUNTRIES,
        # No sum over the world: ACLED came to cover countries one after the other, so its total rises with that.
        world_from=1000,
        changed=_CHANGED if stamped else "",
        number="iso",
        expected={"event_type": tuple(name for name in SUB_EVENTS if name != "Strategic developments")},
    )


LAYOUTS = tuple(_layout(current=current, stamped=stamped) for current in (True, False) for stamped in (True, False))


def release(path: Path, version: str | None, days: Window) -> Release:
    """The state of the living dataset that a file holds, named after the day it was taken.

    The day is the version, which is that of the newest change where the rows have timestamps, else that in the file
    name ("ACLED Data_2024-02-02.csv"). A name with two days tells the coverage. Raises UsageError where the day is not
    told, or lies before the last event.
    """
    day = taken_on(path, version, days, "on which day it was exported")
    if day < days.end:
        raise UsageError(f"{path} has events up to {days.end}, after {day}, its release: which day is right?")
    asked = range_in(path.name)
    coverage = None
    if asked and asked.contains(days):
        coverage = Window(asked.start, max(days.end, min(asked.end, day)))
    note = "ACLED adds to and corrects past years every week; compare counts of one vintage only."
    return Release(str(day), str(day), coverage, note)


def _totals_layout(span: str, counted: str) -> Layout:
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


MONTHLY = (_totals_layout("month", "events"), _totals_layout("month", "fatalities"))


YEARLY = (_totals_layout("year", "events"), _totals_layout("year", "fatalities"))


def totals_release(path: Path, version: str | None, days: Window) -> Release:
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

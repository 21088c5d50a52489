"""ACLED event files: the export tool, curated regional files and the API, in the columns of 2019 and of 2023.

Columns, codes and what they mean: ACLED Codebook (acleddata.com/knowledge-base/codebook, 25 sub-event types). On
20 March 2023 ACLED dropped data_id, event_id_no_cnty and iso3 and added disorder_type, civilian_targeting and tags
(acleddata.com/knowledge-base/guide-to-2023-acled-column-changes). Regional workbooks write the header in capitals and
leave out the timestamp. Dates are written 2021-08-15, 15 August 2021 or 15-August-2021.
"""

from __future__ import annotations

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

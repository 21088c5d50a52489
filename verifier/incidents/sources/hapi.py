"""HDX HAPI conflict events: ACLED's counts by month and place, as the Humanitarian Data Exchange publishes them.

Columns and how they are made: hdx-hapi.readthedocs.io (Coordination & Context, Conflict Events) and the collector
OCHA-DAP/hdx-scraper-acled. Countries with a response plan stand at level 2 (second-level regions), others at level 0.
The copies have a byte order mark; older ones a second row of HXL tags, newer ones columns warning and error.
"""

from __future__ import annotations

from pathlib import Path

from verifier.incidents.layouts import Column, Layout, Rule
from verifier.incidents.releases import Release
from verifier.incidents.sources.dated import taken_on
from verifier.window import Window

_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S+00:00")
_TYPES = ("civilian_targeting", "demonstration", "political_violence")
_COLUMNS = (
    Column("location_code"),
    Column("admin_level", "code", allowed=("0", "1", "2")),
    Column("event_type", "code", allowed=_TYPES),
    Column("events", "whole", least=0),
    Column("fatalities", "whole", empty=True, least=0),
    Column("reference_period_start", "day", formats=_FORMATS),
    Column("reference_period_end", "day", formats=_FORMATS),
)


def _layout(*, checked: bool) -> Layout:
    return Layout(
        id="hdx-hapi-conflict-event" if checked else "hdx-hapi-conflict-event-2024",
        dataset="hdx-hapi-conflict-event",
        words="HDX HAPI conflict events",
        columns=(*_COLUMNS, Column("error", empty=True)) if checked else _COLUMNS,
        day="day_reference_period_start",
        end="day_reference_period_end",
        country="trim(location_code)",
        keys={"event_type": "trim(event_type)"},
        # Deaths are not given for demonstrations; the definitions ask for those of the other types only.
        counts={"events": "whole_events", "fatalities": "coalesce(whole_fatalities, 0)"},
        # HAPI does not serve rows with an error either; an unknown place code does not touch a country's total.
        where="coalesce(trim(error), '') IN ('', 'Non matching p-code')" if checked else "true",
        left_out="a row of HXL tags, or one that HAPI marks as an error (a duplicate)",
        rules=(
            Rule(
                "day_reference_period_end < day_reference_period_start",
                "reference_period_end",
                "lies before reference_period_start",
            ),
            Rule(
                "trim(event_type) <> 'demonstration' AND coalesce(trim(fatalities), '') = ''",
                "fatalities",
                "is missing, and unknown is not 0",
            ),
        ),
        world_from=1000,
        level="admin_level",
    )


LAYOUTS = (_layout(checked=True), _layout(checked=False))


def release(path: Path, version: str | None, days: Window) -> Release:
    """The state of the data that a file holds, named after the day up to which they run.

    The file does not say that day: it must be named. Several files make up one vintage. Raises UsageError without it.
    """
    day = taken_on(path, version, days, "up to which day it counts (the end of the time period on its page on HDX)")
    note = "ACLED adds to and corrects past years every week; compare counts of one vintage only."
    return Release(str(day), str(day), Window(days.start, day), note)

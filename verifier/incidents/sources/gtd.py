"""Global Terrorism Database (START, University of Maryland): one layout of 135 columns, as workbook or CSV.

Layout and codes: Global Terrorism Database Codebook (START, August 2021). A file holds 1970 to the end of a year, but
for 2021, of which START published January to June apart. Names such as globalterrorismdb_0522dist.xlsx give the month
and year of distribution.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

from verifier.errors import UsageError
from verifier.incidents.layouts import Column, Layout, Rule
from verifier.incidents.releases import Release
from verifier.window import Window

FIRST_YEAR = 1970
LAST_DAY = date(2021, 6, 30)  # nothing later was published
# The names that GTD has for countries and the codes they stand for here; the reasons stand in the file.
_NAMES = tomllib.loads(files("verifier.incidents.sources").joinpath("gtd.toml").read_text(encoding="utf-8"))


_COLUMNS = (
    Column("eventid", "whole", most=10**15),
    Column("iyear", "whole", least=FIRST_YEAR, most=LAST_DAY.year),
    Column("imonth", "whole", least=0, most=12),
    Column("iday", "whole", least=0, most=31),
    Column("extended", "whole", least=0, most=1),
    Column("country_txt"),
    Column("doubtterr", "whole", empty=True, least=-9, most=1),
    Column("success", "whole", least=0, most=1),
    Column("suicide", "whole", least=0, most=1),
    Column("attacktype1", "whole", least=1, most=9),
    Column("nkill", "number", empty=True, least=0),
    Column("nkillter", "number", empty=True, least=0),
    Column("nwound", "number", empty=True, least=0),
)
# iday or imonth 0 is unknown: the event then stands on the first day of its month or its year.
_MONTH = "greatest(whole_imonth, 1)"
_DAY = "CASE WHEN whole_imonth = 0 THEN 1 ELSE greatest(whole_iday, 1) END"
_DATE = f"try_cast(printf('%04d-%02d-%02d', whole_iyear, {_MONTH}, {_DAY}) AS DATE)"
_FRACTION = "CAST(coalesce({0} <> floor({0}), false) AS INTEGER)"
LAYOUTS = (
    Layout(
        id="gtd",
        dataset="gtd",
        words="the Global Terrorism Database",
        columns=_COLUMNS,
        day=_DATE,
        country="trim(country_txt)",
        keys={
            "attack_type": "whole_attacktype1",
            "suicide": "whole_suicide",
            "success": "whole_success",
            "doubt": "coalesce(whole_doubtterr, -9)",
        },
        counts={
            "events": "1",
            # What is unknown adds nothing to a sum, and is counted beside it.
            "deaths": "coalesce(number_nkill, 0)",
            "deaths_perpetrators": "coalesce(number_nkillter, 0)",
            "injured": "coalesce(number_nwound, 0)",
            "deaths_unknown": "CAST(number_nkill IS NULL AS INTEGER)",
            "perpetrators_unknown": "CAST(number_nkillter IS NULL AS INTEGER)",
            "injured_unknown": "CAST(number_nwound IS NULL AS INTEGER)",
            "deaths_shared": _FRACTION.format("number_nkill"),
            "injured_shared": _FRACTION.format("number_nwound"),
            "multi_day": "whole_extended",
            "vague_date": "CAST(whole_imonth = 0 OR whole_iday = 0 AS INTEGER)",
        },
        unique="eventid",
        rules=(
            Rule(f"whole_iyear IS NOT NULL AND whole_imonth BETWEEN 0 AND 12 AND {_DATE} IS NULL", "iday", "is no day"),
            Rule("whole_iyear = 1993", "iyear", "is the year whose records GTD lost: leave its rows out"),
            Rule("whole_doubtterr NOT IN (-9, 0, 1)", "doubtterr", "is none of the codes -9, 0, 1"),
        ),
        countries={name: code for part in _NAMES.values() for name, code in part.items()},
    ),
)


def release(path: Path, version: str | None, days: Window) -> Release:
    """The release that a file is: named by its month of distribution ("2022-05"), else by its last year.

    It covers its first year, 1970 in START's own file, to the end of its last (for 2021, to 30 June): an extract says
    nothing about the years it leaves out. Raises UsageError for a version that is no month.
    """
    match = re.search(r"(\d{2})(\d{2})dist", path.name, re.I)
    named = version or (f"20{match[2]}-{match[1]}" if match else None)
    if named and not re.fullmatch(r"20\d{2}-(0[1-9]|1[0-2])", named):
        raise UsageError(f"{named!r} is no release of GTD: name the month it was distributed, such as 2022-05")
    first = date(days.start.year, 1, 1)
    last = min(date(days.end.year, 12, 31), LAST_DAY)
    note = "Of the day of publication only the month is known."
    if named is None:
        named = f"to-{last}"
        note = f"The file does not name its release (START's file names do): it is called after {last}, its last day."
    elif first.year == LAST_DAY.year:
        note += " It holds January to June 2021 alone: compare it with the file to 2020 only with care."
    elif first.year > FIRST_YEAR:
        note += f" START's own file begins with 1970, this one with {first.year}: it is an extract."
    return Release(named, named if named[0] == "2" else "", Window(first, last), note)

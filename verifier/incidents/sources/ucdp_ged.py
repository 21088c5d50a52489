"""UCDP Georeferenced Event Dataset: yearly releases since v17, copies per country on HDX, candidate files, the API.

Layouts: UCDP GED Codebook (Högbladh, yearly), UCDP Candidate Events Codebook (Hegre et al. 2020). A release numbered
22.1 covers whole years up to 31 December 2021.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from verifier.errors import UsageError
from verifier.incidents.layouts import Column, Layout, Rule
from verifier.incidents.releases import Release
from verifier.window import Window

FIRST_DAY = date(1989, 1, 1)
COUNTRIES = {
    "Myanmar (Burma)": "MMR",
    "DR Congo (Zaire)": "COD",
    "Yemen (North Yemen)": "YEM",
    "Russia (Soviet Union)": "RUS",
    "Serbia (Yugoslavia)": "SRB",
    "Bosnia-Herzegovina": "BIH",
    "Ivory Coast": "CIV",
    "Cambodia (Kampuchea)": "KHM",
    "Zimbabwe (Rhodesia)": "ZWE",
    "Kingdom of eSwatini (Swaziland)": "SWZ",
    "Macedonia, FYR": "MKD",
    "Madagascar (Malagasy)": "MDG",
}
_DEATHS = tuple(
    Column(name, "whole", least=0)
    for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")
)
_COLUMNS = (
    Column("id", "whole"),
    Column("year", "whole", least=1989, most=2100),
    Column("type_of_violence", "code", allowed=("1", "2", "3")),
    Column("adm_1", empty=True),
    Column("country"),
    Column("date_prec", "code", allowed=("1", "2", "3", "4", "5")),
    Column("where_prec", "code", allowed=("1", "2", "3", "4", "5", "6", "7")),
    Column("event_clarity", "code", allowed=("1", "2"), empty=True),
    Column("date_start", "day"),
    Column("date_end", "day"),
    Column("gwnoa", empty=True),
    Column("gwnob", empty=True),
    *_DEATHS,
)
_COUNTS = {
    "events": "1",
    "best": "whole_best",
    "low": "whole_low",
    "high": "whole_high",
    "civilians": "whole_deaths_civilians",
    "multi_day": "CAST(day_date_end > day_date_start AS INTEGER)",
    "vague_date": "CAST(trim(date_prec) IN ('3', '4', '5') AS INTEGER)",
}
_KEYS = {
    "region": "coalesce(trim(adm_1), '')",
    "type_of_violence": "CAST(type_of_violence AS INTEGER)",
    "interstate": (
        "CAST(trim(type_of_violence) = '1' AND coalesce(trim(gwnoa), '') <> '' AND coalesce(trim(gwnob), '') <> '' "
        "AS INTEGER)"
    ),
}
_RULES = (
    Rule("day_date_end < day_date_start", "date_end", "lies before date_start"),
    Rule("year(day_date_start) < 1989", "date_start", "lies before 1989, where the dataset begins"),
)
# The columns of a candidate file, which comes without a header in some months.
_HEADLESS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id
conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id
side_b_new_id side_b number_of_sources source_article source_office source_date source_headline
source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude
geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a
deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
"""
LAYOUTS = (
    Layout(
        id="ucdp-ged",
        dataset="ucdp-ged",
        words="UCDP GED events",
        columns=_COLUMNS,
        day="day_date_start",
        country="trim(country)",
        keys=_KEYS,
        counts=_COUNTS,
        unique="id",
        rules=_RULES,
        countries=COUNTRIES,
        headless=tuple(_HEADLESS.split()),
        hints=("code_status", "iso3"),
    ),
)


def release(path: Path, version: str | None, days: Window) -> Release:
    """The yearly release that a file is: 25.1 came out about June 2025 and covers 1989 to 2024.

    The version is the one named, else that of the file name (GEDEvent_v25_1.csv, ged251-csv.zip), else it follows from
    the last year in the file, which the note then says. Raises UsageError for a version that is none, and for a
    candidate release, whose events must not be added to a yearly one of the same year.
    """
    named = version or version_in(path.name)
    number = named or f"{days.end.year - 1999}.1"
    match = re.fullmatch(r"(\d{2})\.(\d)", number)
    if not match:
        raise UsageError(
            f"{number!r} is no yearly release of UCDP GED: name one such as 25.1; candidate events (25.0.9) have a "
            "dataset of their own and are not added to a yearly release"
        )
    year = 2000 + int(match[1])
    note = "Yearly releases come out about June; the day is not known."
    if not named:
        note += f" The file does not name its release: {number} is inferred from the last year it covers."
    return Release(number, f"{year}-06", Window(FIRST_DAY, date(year - 1, 12, 31)), note)


def version_in(name: str) -> str | None:
    """The yearly release that a file name or an address of the API names, None where it names none."""
    match = (
        re.search(r"v(\d{2})_(\d)(?!\d|_\d)", name, re.I)
        or re.search(r"ged(\d{2})(\d)(?!\d)", name, re.I)
        or re.search(r"gedevents/(\d{2})\.(\d)(?![\d.])", name, re.I)
    )
    return f"{match[1]}.{match[2]}" if match else None

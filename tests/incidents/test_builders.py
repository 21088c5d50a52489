"""A source of the world that no longer holds what its builder relies on stops the build, by file and value."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

from verifier.errors import InputError
from verifier.resources import shipped

FBI = (
    "year,state_abbr,state_name,population,violent_crime,homicide,rape_legacy,rape_revised,robbery,aggravated_assault,"
)
FBI += "property_crime,burglary,larceny,motor_vehicle_theft,caveats\n"
MONTHS = "iso3,period,conflict_events_total,conflict_state_based_events,conflict_non_state_events,"
MONTHS += "conflict_one_sided_events,conflict_fatalities_best,conflict_fatalities_low,conflict_fatalities_high\n"
KEV = "cveID,vendorProject,product,dateAdded,knownRansomwareCampaignUse\n"
CANADA = "year,homicides,sgc_code\n"


def day(on: str, killed: int) -> dict[str, object]:
    """A day's report as the compilers write it."""
    return {"report_date": on, "ext_killed_cum": killed, "ext_injured_cum": 0, "killed_cum": killed, "injured_cum": 0}


def reports(*days: dict[str, object]) -> str:
    return json.dumps(list(days))


@pytest.mark.parametrize(
    ("dataset_id", "files", "message"),
    [
        (
            "ucdp-ged-monthly",
            {"ucdp_ged_country_monthly_v251.csv": MONTHS + "AFG,1989-01,3,1,1,0,5,5,5\n"},
            "the three types of violence do not add up",
        ),
        (
            "ucdp-ged-monthly",
            {"ucdp_ged_country_monthly_v251.csv": MONTHS + "AFG,1989-01,2,1,1,0,5,5,5\n"},
            "deaths differ from the country-year table",
        ),
        (
            "fbi-estimated-crimes",
            {"estimated_crimes_1979_2019.csv": FBI + "1979,TX,Texas,1,2,3,4,,6,7,8,9,10,many,\n"},
            "column motor_vehicle_theft: 'many' is no whole number",
        ),
        (
            "fbi-estimated-crimes",
            {"estimated_crimes_1979_2019.csv": FBI + "1979,TX,Texas,1,2,3,4,,6,7,8,9,10,11,\n" * 2},
            "US-TX has two rows for 1979",
        ),
        (
            "fbi-estimated-crimes",
            {"estimated_crimes_1979_2019.csv": FBI + "1979,ZZ,Atlantis,1,2,3,4,,6,7,8,9,10,11,\n"},
            "no state is known as 'ZZ'",
        ),
        (
            "eurostat-police-recorded",
            {"estat_crim_off_cat.tsv": "freq,iccs,unit,geo\\TIME_PERIOD\t2008 \nA,ICCS9,NR,AT\t5 \n"},
            "unknown offences .*ICCS9",
        ),
        (
            "palestine-casualties",
            {
                "casualties_daily.json": reports(day("2023-10-07", 9), day("2023-10-08", 8)),
                "west_bank_daily.json": reports(day("2023-10-07", 1)),
            },
            "ext_killed_cum falls on 2023-10-08",
        ),
        (
            "palestine-casualties",
            {
                "casualties_daily.json": reports(day("2023-10-07", 9), day("2023-10-09", 10)),
                "west_bank_daily.json": reports(day("2023-10-07", 1)),
            },
            "a day is missing or stands twice",
        ),
        ("canada-homicides", {"homicides.csv": CANADA + "2010,5,99\n"}, "unknown provinces"),
        ("canada-homicides", {"homicides.csv": CANADA + "2010,5,61\n"}, "a province has no row for some year"),
        ("exploited-vulnerabilities", {"kev.csv": KEV + "CVE-1,A,B,2024-01-01,Known\n" * 2}, "stands twice"),
        ("exploited-vulnerabilities", {"kev.csv": KEV + "CVE-1,A,B,2031-01-01,Known\n"}, "its days reach outside"),
    ],
)
def test_a_source_that_changed_stops_the_build(
    tmp_path: Path, dataset_id: str, files: dict[str, str], message: str
) -> None:
    """The message names what is wrong, and nothing is written."""
    if str(shipped("datasets")) not in sys.path:
        sys.path.insert(0, str(shipped("datasets")))
    source = tmp_path / "source"
    source.mkdir()
    for name, text in files.items():
        (source / name).write_text(text, encoding="utf-8")
    inputs = importlib.import_module("builders.inputs").Inputs([source], checked=False)
    with pytest.raises(InputError, match=message):
        importlib.import_module("build").build([dataset_id], inputs, tmp_path / "out")
    assert not (tmp_path / "out").exists()

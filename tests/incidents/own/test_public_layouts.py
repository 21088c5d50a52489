"""Files in the layouts of public ones, made up small: counts are those of a pandas script, after two tries at most."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from verifier.errors import InputError
from verifier.incidents.own.importing import import_own

START = date(2019, 12, 28)
STATES = ["Texas", "Ohio", "Maine", "Iowa"]
Expected = dict[tuple[str, str, int], int]  # definition, place, year -> count


def days(number: int, seed: int) -> list[date]:
    """Days of three years, the same each time."""
    draw = random.Random(seed)  # noqa: S311
    return sorted(START + timedelta(days=draw.randrange(800)) for _ in range(number))


def text(header: str, rows: list[list[Any]], *, quoted: bool = False, end: str = "\n") -> str:
    """A CSV file with a header of these names (commas between them)."""
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator=end).writerow
    write(next(csv.reader([header])))
    names = next(csv.reader([header]))
    for row in rows:
        write([*row, *[""] * (len(names) - len(row))])
    return out.getvalue()


def record(header: str, **values: Any) -> list[Any]:
    """A row of that header with these values; spaces in names are written as __."""
    known = {name.replace("__", " "): value for name, value in values.items()}
    names = next(csv.reader([header]))
    assert set(known) <= set(names)
    return [known.get(name, "") for name in names]


def by_year(
    frame: pd.DataFrame, day: pd.Series[Any], definition: str, place: Any, value: str | None = None
) -> Expected:
    """Counts by year and place, as a pandas script makes them."""
    keys = [day.dt.year.rename("year"), place if isinstance(place, pd.Series) else pd.Series(place, frame.index)]
    sizes = frame.groupby(keys).size() if value is None else pd.to_numeric(frame[value]).fillna(0).groupby(keys).sum()
    return {(definition, str(where), int(when)): int(count) for (when, where), count in sizes.items() if count}


FARS = (
    "STATE,STATENAME,ST_CASE,PEDS,PERSONS,COUNTY,COUNTYNAME,CITY,CITYNAME,MONTH,MONTHNAME,DAY,DAYNAME,YEAR,HOUR,FATALS"
)


def fars() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """NHTSA, Fatality Analysis Reporting System, accident.csv: the day in three columns, a row per crash."""
    rows = [
        record(FARS, STATENAME=STATES[at % 4], ST_CASE=10000 + at, MONTH=day.month, DAY=day.day, YEAR=day.year,
               MONTHNAME=f"{day:%B}", CITYNAME="NOT APPLICABLE", FATALS=1 + at % 3)
        for at, day in enumerate(days(120, 1))
    ]  # fmt: skip
    said = {
        "country": "USA", "measures": {"fatal crashes": "(rows)", "people killed": "FATALS"},
        "map": {"year": "YEAR", "month": "MONTH", "day": "DAY", "region": "STATENAME"},
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        day = pd.to_datetime(frame[["YEAR", "MONTH", "DAY"]].astype(str).agg("-".join, axis=1))
        killed = by_year(frame, day, "people-killed", "USA", "FATALS")
        return by_year(frame, day, "fatal-crashes", "USA") | killed

    return text(FARS, rows), said, counted


STATS19 = (
    "accident_index,accident_year,accident_reference,location_easting_osgr,location_northing_osgr,longitude,latitude,"
    "police_force,accident_severity,number_of_vehicles,number_of_casualties,date,day_of_week,time,"
    "local_authority_district,road_type,lsoa_of_accident_location"
)


def stats19() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """Department for Transport, road collisions: days as 28/12/2019, casualties per collision."""
    rows = [
        record(STATS19, accident_index=f"20{at}", accident_year=day.year, police_force=1 + at % 40,
               accident_severity=1 + at % 3, number_of_casualties=1 + at % 4, date=f"{day:%d/%m/%Y}", time="17:42")
        for at, day in enumerate(days(150, 2))
    ]  # fmt: skip
    said = {
        "country": "GBR", "measures": {"road collisions": "(rows)", "road casualties": "number_of_casualties"},
        "map": {"date": "date"},
        "definitions": [{"id": "fatal", "label": "fatal collisions", "filter": {"accident_severity": "1"}}],
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        day = pd.to_datetime(frame["date"], dayfirst=True)
        fatal = frame[frame["accident_severity"] == "1"]
        return (
            by_year(frame, day, "road-collisions", "GBR")
            | by_year(frame, day, "road-casualties", "GBR", "number_of_casualties")
            | by_year(fatal, day[fatal.index], "fatal", "GBR")
        )

    return text(STATS19, rows), said, counted


USGS = (
    "time,latitude,longitude,depth,mag,magType,nst,gap,dmin,rms,net,id,updated,place,type,horizontalError,depthError,"
    "magError,magNst,status,locationSource,magSource"
)


def usgs() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """US Geological Survey, earthquake catalogue: instants in UTC, no country; quarry blasts among the quakes."""
    rows = [
        record(USGS, time=f"{day}T18:45:11.000Z", mag=4.5, id=f"us{at}", place="54km S of Redoubt Volcano, Alaska",
               type="quarry blast" if at % 9 == 0 else "earthquake", updated="2023-01-01T00:00:00.000Z")
        for at, day in enumerate(days(90, 3))
    ]  # fmt: skip
    said = {"country": "WLD", "measure": "earthquakes", "map": {"date": "time"}, "only": {"type": "earthquake"}}

    def counted(frame: pd.DataFrame) -> Expected:
        frame = frame[frame["type"] == "earthquake"]
        return by_year(frame, pd.to_datetime(frame["time"]), "earthquakes", "WLD")

    return text(USGS, rows), said, counted


WHO = "Date_reported,Country_code,Country,WHO_region,New_cases,Cumulative_cases,New_deaths,Cumulative_deaths"


def who() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """World Health Organization, Covid-19: NA is Namibia, a ship among the countries, numbers that are missing."""
    rows = [
        [day, code, name, "EUR", "" if (at + day.day) % 11 == 0 else at + day.day, 1, at % 2, 1]
        for day in (START + timedelta(days=each) for each in range(0, 90, 7))
        for at, (code, name) in enumerate(
            [("FR", "France"), ("NA", "Namibia"), ("XK", "Kosovo"), ("", "International conveyance"), ("TR", "Türkiye")]
        )
    ]
    said = {
        "measures": {"infections": "New_cases", "deaths": "New_deaths"}, "unknown": ["empty"],
        "map": {"date": "Date_reported", "country": "Country_code"}, "leave_out": {"country": "(no country)"},
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        place = frame["Country_code"].map({"FR": "FRA", "NA": "NAM", "XK": "XKX", "TR": "TUR"})
        kept = frame[place.notna()]
        day = pd.to_datetime(kept["Date_reported"])
        return by_year(kept, day, "infections", place[kept.index], "New_cases") | by_year(
            kept, day, "deaths", place[kept.index], "New_deaths"
        )

    return "\ufeff" + text(WHO, rows), said, counted


ECDC = "dateRep,day,month,year,cases,deaths,countriesAndTerritories,geoId,countryterritoryCode,popData2019,continentExp"


def ecdc() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """European Centre for Disease Prevention and Control: names with underscores, a correction below zero, N/A."""
    rows = [
        [f"{day:%d/%m/%Y}", day.day, day.month, day.year, -9 if (at, day.day) == (1, 4) else at + 2, at,
         name.replace(" ", "_"), code[:2], code, "", "Europe"]
        for day in (START + timedelta(days=each) for each in range(40))
        for at, (name, code) in enumerate([("United Kingdom", "GBR"), ("Kosovo", "XKX"), ("Japan ship", "N/A")])
    ]  # fmt: skip
    said = {
        "measures": {"infections": "cases", "deaths": "deaths"}, "unknown": ["-*"],
        "map": {"date": "dateRep", "country": "countryterritoryCode"}, "leave_out": {"country": "N/A"},
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        frame = frame[frame["countryterritoryCode"] != "N/A"]
        day = pd.to_datetime(frame["dateRep"], dayfirst=True)
        known = frame.assign(cases=pd.to_numeric(frame["cases"]).clip(lower=0))
        return by_year(known, day, "infections", frame["countryterritoryCode"], "cases") | by_year(
            frame, day, "deaths", frame["countryterritoryCode"], "deaths"
        )

    return text(ECDC, rows), said, counted


NOAA = (
    "BEGIN_YEARMONTH,BEGIN_DAY,BEGIN_TIME,END_YEARMONTH,END_DAY,END_TIME,EPISODE_ID,EVENT_ID,STATE,STATE_FIPS,YEAR,"
    "MONTH_NAME,EVENT_TYPE,CZ_TYPE,CZ_FIPS,CZ_NAME,WFO,BEGIN_DATE_TIME,CZ_TIMEZONE,END_DATE_TIME,INJURIES_DIRECT,"
    "INJURIES_INDIRECT,DEATHS_DIRECT,DEATHS_INDIRECT,DAMAGE_PROPERTY,EVENT_NARRATIVE,DATA_SOURCE"
)


def noaa() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """NOAA, Storm Events: days as 28-APR-20 15:03:00, states in capitals, damage as 120.00K."""
    rows = [
        record(NOAA, EVENT_ID=at, STATE=STATES[at % 4].upper(), YEAR=day.year,
               EVENT_TYPE="Tornado" if at % 3 else "Hail",
               BEGIN_DATE_TIME=f"{day:%d-%b-%y} 15:03:00".upper(), DEATHS_DIRECT=at % 2, DAMAGE_PROPERTY="120.00K",
               EVENT_NARRATIVE='A line,\n"quoted", with a break')
        for at, day in enumerate(days(80, 6))
    ]  # fmt: skip
    said = {
        "country": "USA", "measures": {"storm events": "(rows)", "people killed": "DEATHS_DIRECT"}, "century": "2000",
        "map": {"date": "BEGIN_DATE_TIME", "region": "STATE", "category": "EVENT_TYPE"},
        "definitions": [{"id": "tornadoes", "label": "tornadoes", "filter": {"category": "Tornado"}}],
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        day = pd.to_datetime(frame["BEGIN_DATE_TIME"], format="%d-%b-%y %H:%M:%S")
        tornado = frame[frame["EVENT_TYPE"] == "Tornado"]
        return (
            by_year(frame, day, "storm-events", "USA")
            | by_year(frame, day, "people-killed", "USA", "DEATHS_DIRECT")
            | by_year(tornado, day[tornado.index], "tornadoes", "USA")
        )

    return text(NOAA, rows), said, counted


FEMA = (
    "femaDeclarationString,disasterNumber,state,declarationType,declarationDate,fyDeclared,incidentType,"
    "declarationTitle,incidentBeginDate,incidentEndDate,fipsStateCode,fipsCountyCode,placeCode,designatedArea,hash,id"
)


def fema() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """FEMA, disaster declarations: a row per county, one disaster under one number."""
    rows = [
        record(FEMA, disasterNumber=4000 + at, state=["TX", "OH", "ME"][at % 3], declarationDate=f"{day}T00:00:00.000Z",
               incidentType="Flood" if at % 2 else "Fire", designatedArea=f"County {county}", id=f"{at}-{county}")
        for at, day in enumerate(days(60, 7))
        for county in range(1 + at % 4)
    ]  # fmt: skip
    said = {
        "country": "USA", "measure": "disaster declarations",
        "map": {"date": "declarationDate", "region": "state", "category": "incidentType", "id": "disasterNumber"},
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        frame = frame.drop_duplicates("disasterNumber")
        return by_year(frame, pd.to_datetime(frame["declarationDate"]), "disaster-declarations", "USA")

    return text(FEMA, rows), said, counted


STATCAN = (
    "REF_DATE,GEO,DGUID,Violations,Statistics,UOM,UOM_ID,SCALAR_FACTOR,SCALAR_ID,VECTOR,COORDINATE,VALUE,STATUS,SYMBOL,"
    "TERMINATED,DECIMALS"
)


def statcan() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """Statistics Canada, crime: Canada beside its provinces, totals beside offences, rates beside counts."""
    rows = []
    for year in (2019, 2020, 2021):
        for place, factor in (("Canada", 5), ("Ontario", 3), ("Quebec", 2)):
            for offence, number in (("Total, all violations [0]", 30), ("Homicide [110]", 10), ("Robbery [160]", 20)):
                for statistic, value in (
                    ("Actual incidents", number * factor + 0),
                    ("Rate per 100,000 population", 1.37),
                ):
                    rows.append(record(STATCAN, REF_DATE=year, GEO=place, Violations=offence, Statistics=statistic,
                                       VALUE=value, UOM="Number"))  # fmt: skip
    said = {
        "country": "CAN", "measure": "crimes", "only": {"Statistics": "Actual incidents"},
        "map": {"period": "REF_DATE", "region": "GEO", "category": "Violations", "count": "VALUE"},
        "leave_out": {"GEO": "Canada", "Violations": "Total*"},
        "definitions": [{"id": "homicides", "label": "homicides", "filter": {"category": "Homicide [110]"}}],
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        kept = frame[(frame["Statistics"] == "Actual incidents") & (frame["GEO"] != "Canada")]
        kept = kept[~kept["Violations"].str.startswith("Total")]
        day = pd.to_datetime(kept["REF_DATE"], format="%Y")
        homicide = kept[kept["Violations"] == "Homicide [110]"]
        return by_year(kept, day, "crimes", "CAN", "VALUE") | by_year(
            homicide, day[homicide.index], "homicides", "CAN", "VALUE"
        )

    return "\ufeff" + text(STATCAN, rows, quoted=True, end="\r\n"), said, counted


def world_bank() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """World Bank, indicators: a title above the header, a column per year, a comma at the end, groups of countries."""
    names = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2019", "2020", "2021"]
    rows = [
        ["Aruba", "ABW", "Battle-related deaths", "VC.BTL.DETH", "", "3", "4"],
        ["Africa Eastern and Southern", "AFE", "Battle-related deaths", "VC.BTL.DETH", "50", "60", "70"],
        ["Iran, Islamic Rep.", "IRN", "Battle-related deaths", "VC.BTL.DETH", "11", "12", ""],
        ["Arab World", "ARB", "Battle-related deaths", "VC.BTL.DETH", "90", "91", "92"],
        ["Congo, Dem. Rep.", "COD", "Battle-related deaths", "VC.BTL.DETH", "700", "800", "900"],
    ]
    title = '"Data Source","World Development Indicators",\n\n"Last Updated Date","2023-03-01",\n\n'
    body = "".join(",".join(f'"{cell}"' for cell in row) + ",\n" for row in [names, *rows])
    said = {
        "measure": "battle deaths", "header": "5", "map": {"country": "Country Name"}, "unknown": ["empty"],
        "wide": {"period": "2019..2021"}, "leave_out": {"country": "(no country)"},
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        long = frame.melt(["Country Name", "Country Code"], ["2019", "2020", "2021"])
        long = long[long["Country Code"].isin(["ABW", "IRN", "COD"])]
        day = pd.to_datetime(long["variable"], format="%Y")
        return by_year(long, day, "battle-deaths", long["Country Code"], "value")

    return title + body, said, counted


EMDAT = (
    "DisNo.,Historic,Classification Key,Disaster Group,Disaster Subgroup,Disaster Type,Disaster Subtype,Event Name,ISO,"
    "Country,Subregion,Location,Start Year,Start Month,Start Day,End Year,End Month,End Day,Total Deaths,No. Injured"
)


def emdat() -> tuple[str, dict[str, Any], Callable[[pd.DataFrame], Expected]]:
    """EM-DAT, the public table: months, days and deaths that may be missing, states that are gone."""
    rows = [
        [f"2020-{at:04}-X", "No", "nat", "Natural", "", "Flood", "", "", code, "", "", "", day.year,
         "" if at % 7 == 0 else day.month, "" if at % 5 == 0 or at % 7 == 0 else day.day, "", "", "",
         "" if at % 3 == 0 else at, ""]
        for at, (day, code) in enumerate(zip(days(70, 10), ["PAK", "IND", "COD", "SCG", "AZO"] * 14, strict=True))
    ]  # fmt: skip
    said = {
        "measures": {"floods": "(rows)", "deaths in floods": "Total Deaths"}, "unknown": ["empty"],
        "map": {"year": "Start Year", "month": "Start Month", "day": "Start Day", "country": "ISO"},
        "leave_out": {"country": "(no country)"},
    }  # fmt: skip

    def counted(frame: pd.DataFrame) -> Expected:
        frame = frame[frame["ISO"] != "AZO"]
        day = pd.to_datetime(frame["Start Year"], format="%Y")
        return by_year(frame, day, "floods", frame["ISO"]) | by_year(
            frame, day, "deaths-in-floods", frame["ISO"], "Total Deaths"
        )

    return text(EMDAT, rows), said, counted


LAYOUTS = [fars, stats19, usgs, who, ecdc, noaa, fema, statcan, world_bank, emdat]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda each: each.__name__)
def test_the_counts_of_a_public_layout_are_those_of_pandas(
    layout: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By year, place and definition nothing is lost, added or counted twice."""
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))
    content, said, counted = layout()
    path = tmp_path / "file.csv"
    path.write_text(content, encoding="utf-8", newline="")
    done = import_own(path, {"id": "public", "published": "2024-02-01"} | said, alone=True).dataset
    found: Expected = {}
    for definition in done.definitions:
        for place in done.places():
            table = done.cells(definition.id, place).table
            for year, count in table.groupby(table["start"].dt.year)["count"].sum().items():
                if count:
                    found[definition.id, place, int(str(year))] = int(count)
    read = pd.read_csv(path, dtype=str, keep_default_na=False, skiprows=int(said.get("header", 1)) - 1)
    assert found == counted(read)


@pytest.mark.parametrize(
    ("layout", "less", "asked"),
    [
        (statcan, {"leave_out": {}}, r"(?s)'Canada' .*--leave-out 'GEO'='Canada'.*'Total, all violations \[0\]'"),
        (world_bank, {"header": None}, r"Row 5 looks like the header \(Country Name, Country Code"),
        (world_bank, {"leave_out": {}}, r"--leave-out country='\(no country\)'"),
        (who, {"unknown": None}, r"column New_cases.*: '' is missing.*--unknown empty"),
        (noaa, {"century": None}, r"its year has two digits: say which century with --century 2000"),
        (fars, {"measures": None, "measure": "killed", "map": {"date": "YEAR", "count": "FATALS"}}, "--rows incidents"),
    ],
)  # fmt: skip
def test_what_the_first_try_lacks_is_asked_for(
    layout: Callable[[], Any], less: dict[str, Any], asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message holds what to add, so that the second try is enough."""
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))
    content, said, _ = layout()
    path = tmp_path / "file.csv"
    path.write_text(content, encoding="utf-8", newline="")
    said = {key: each for key, each in (said | less).items() if each is not None}
    with pytest.raises(InputError, match=asked):
        import_own(path, {"id": "public", "published": "2024-02-01"} | said, alone=True)

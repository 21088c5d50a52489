"""Charts of Our World in Data, made up small: a CSV file and its metadata become totals by country and year."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verifier.comparisons.series import Series
from verifier.errors import InputError
from verifier.incidents.bringing import bring_file
from verifier.incidents.dataset import Dataset
from verifier.window import Window

SLUG = "terrorist-attacks"
ATTACKS, DEATHS, RATE = "Terrorist attacks", "Terrorism deaths", "Terrorism deaths per 100,000 people"
ROWS = [
    ("Pakistan", "PAK", "2020", "193", "0"),
    ("Pakistan", "PAK", "2021", "", "663"),
    ("Kosovo", "OWID_KOS", "2020", "2", "1"),
    ("World", "OWID_WRL", "2020", "8000", "9000.0"),
    ("Asia", "", "2020", "5000", "6000"),
    ("High-income countries", "OWID_HIC", "2020", "700", "80"),
]


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))


def column(title: str, short: str, unit: str, **more: Any) -> dict[str, Any]:
    """The metadata of an indicator, with the keys that the chart API gives."""
    return {
        "titleShort": title, "titleLong": f"{title} - GTD", "descriptionShort": f"{title} of a year.", "unit": unit,
        "shortUnit": "", "timespan": "1970-2021", "type": "Numeric", "owidVariableId": 1, "shortName": short,
        "lastUpdated": "2023-05-15", "citationShort": "GTD (2022)", "citationLong": "GTD (2022) – processed by OWID.",
        "fullMetadata": "https://api.ourworldindata.org/v1/indicators/1.metadata.json",
    } | more  # fmt: skip


def metadata(*columns: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The metadata of a chart."""
    chart = {
        "title": "Terrorist attacks and deaths", "citation": "GTD (2022)", "selection": ["Pakistan"],
        "originalChartUrl": f"https://ourworldindata.org/grapher/{SLUG}?tab=map",
    }  # fmt: skip
    return {
        "chart": chart,
        "columns": {each["titleLong"]: each for each in columns},
        "dateDownloaded": "2024-01-31",
    } | more


USUAL = (column(ATTACKS, "attacks", "attacks"), column(DEATHS, "deaths", "deaths"))


def write(
    folder: Path,
    rows: list[tuple[str, ...]],
    about: dict[str, Any] | None,
    header: tuple[str, ...] = ("Entity", "Code", "Year", "attacks", "deaths"),
) -> Path:
    """The two files of a chart, as they are downloaded."""
    path = folder / f"{SLUG}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    if about is not None:
        path.with_name(f"{SLUG}.metadata.json").write_text(json.dumps(about), encoding="utf-8")
    return path


def counted(dataset: Dataset, definition: str, place: str) -> dict[str, int]:
    """Year to count, of the cells of a definition and place."""
    table = dataset.cells(definition, place).table
    assert set(table["start"].dt.strftime("%m-%d") + table["end"].dt.strftime("/%m-%d")) == {"01-01/12-31"}
    return dict(zip(table["start"].dt.strftime("%Y"), table["count"].tolist(), strict=True))


@pytest.mark.parametrize("names", ["short", "small", "titles", "zip"])
def test_a_chart_becomes_totals_by_country_and_year(tmp_path: Path, names: str) -> None:
    """In every form the API gives, the chart is a dataset of its own: what is empty is unknown, what is 0 is none."""
    header = {
        "titles": ("Entity", "Code", "Year", f"{ATTACKS} - GTD", f"{DEATHS} - GTD"),
        "small": ("entity", "code", "year", "attacks", "deaths"),
    }.get(names, ("Entity", "Code", "Year", "attacks", "deaths"))
    path = write(tmp_path, ROWS, metadata(*USUAL), header)
    if names == "zip":
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            for each in (f"{SLUG}.csv", f"{SLUG}.metadata.json"):
                archive.write(tmp_path / each, each)
            archive.writestr("readme.md", "# Terrorist attacks")
        path = tmp_path / "x.zip"
    dataset = bring_file(path)
    assert (dataset.id, dataset.places()) == ("owid-terrorist-attacks", ["PAK", "WLD", "XKX"])
    assert counted(dataset, "terrorist-attacks", "PAK") == {"2020": 193}
    assert counted(dataset, "terrorism-deaths", "PAK") == {"2020": 0, "2021": 663}
    series = Series(dataset.cells("terrorist-attacks", "PAK"))
    assert not series.dense
    assert not series.covers(Window.parse("2021"))


def test_the_world_has_its_own_total(tmp_path: Path) -> None:
    """The total of the world is the chart's own, not the sum of the countries and not both."""
    dataset = bring_file(write(tmp_path, ROWS, metadata(*USUAL)))
    assert counted(dataset, "terrorist-attacks", "WLD") == {"2020": 8000}
    assert counted(dataset, "terrorism-deaths", "WLD") == {"2020": 9000}


def test_what_the_chart_says_of_itself_is_kept(tmp_path: Path) -> None:
    """Title, address, citation, definition, unit, measure and the day of the last update come from the metadata."""
    dataset = bring_file(write(tmp_path, ROWS, metadata(*USUAL)))
    (vintage,) = dataset.vintages()
    assert (vintage.id, vintage.published) == ("2023-05-15", date(2023, 5, 15))
    assert dataset.url == f"https://ourworldindata.org/grapher/{SLUG}"
    assert dataset.citation == "GTD (2022) – processed by OWID."
    assert dataset.licence.name.startswith("CC BY 4.0")
    assert dataset.inclusion_rule == f"{ATTACKS} of a year. {DEATHS} of a year."
    assert [each.unit for each in dataset.definitions] == ["incidents", "deaths"]
    assert [(each.definition.id, each.match) for each in dataset.answers("terror attacks")] == [
        ("terrorist-attacks", "exact")
    ]


def test_entities_that_are_no_countries_are_left_out_and_counted(tmp_path: Path) -> None:
    """Continents (no code) and groups of countries (OWID_ codes) are no places here; how many rows is said."""
    dataset = bring_file(write(tmp_path, ROWS, metadata(*USUAL)))
    (left,) = dataset.descriptor["verifier"]["vintages"][0]["left_out"]
    assert left["rows"] == 2
    assert "of no country" in left["reason"]


def test_a_year_that_was_not_over_is_no_total(tmp_path: Path) -> None:
    """The year of the last update, and projections, are left out and counted."""
    rows = [*ROWS, ("Pakistan", "PAK", "2023", "10", "10"), ("Pakistan", "PAK", "2030", "50", "50")]
    dataset = bring_file(write(tmp_path, rows, metadata(*USUAL)))
    assert counted(dataset, "terrorism-deaths", "PAK") == {"2020": 0, "2021": 663}
    reasons = {each["reason"]: each["rows"] for each in dataset.descriptor["verifier"]["vintages"][0]["left_out"]}
    assert reasons["it was not over on 2023-05-15, the day of the release"] == 2


def test_days_are_spans_of_a_day(tmp_path: Path) -> None:
    """A chart with a column Day has a span a day, and a day without a row is unknown."""
    rows = [("Pakistan", "PAK", f"2021-02-0{day}", "5", "") for day in (1, 2, 4)]
    header = ("Entity", "Code", "Day", "attacks", "deaths")
    series = Series(bring_file(write(tmp_path, rows, metadata(*USUAL), header)).cells("terrorist-attacks", "PAK"))
    assert series.count(Window.parse("2021-02-01..2021-02-02")).count == 10
    assert not series.covers(Window.parse("2021-02-01..2021-02-04"))


def test_a_new_release_is_a_vintage_beside_the_old(tmp_path: Path) -> None:
    """The same chart, updated, adds a vintage; the older one keeps its counts."""
    bring_file(write(tmp_path, ROWS, metadata(*USUAL)))
    newer = [column(ATTACKS, "attacks", "attacks", lastUpdated="2024-05-15"), USUAL[1]]
    rows = [("Pakistan", "PAK", "2020", "200", "1")]
    dataset = bring_file(write(tmp_path, rows, metadata(*newer)))
    found = {
        each.id: dataset.cells("terrorist-attacks", "PAK", vintage=each.id).table["count"].tolist()
        for each in dataset.vintages("PAK")
    }
    assert found == {"2023-05-15": [193], "2024-05-15": [200]}


@pytest.mark.parametrize(
    ("title", "unit", "kind"),
    [
        (RATE, "deaths per 100,000", "Numeric"),
        ("Share of deaths from terrorism", "%", "Numeric"),
        ("Terrorism index", "", "Numeric"),
        ("Homicide rate", "", "Numeric"),
        ("Cost of terrorism", "international-$", "Numeric"),
        ("Regime", "", "Categorical"),
    ],
)
def test_a_rate_or_a_share_is_no_count(tmp_path: Path, title: str, unit: str, kind: str) -> None:
    """A chart without a count is refused with the indicator and its unit; beside a count the indicator is left out."""
    rate = column(title, "rate", unit, type=kind)
    rows = [("Pakistan", "PAK", "2020", "193", "3"), ("Pakistan", "PAK", "2021", "194", "")]
    header = ("Entity", "Code", "Year", "attacks", "rate")
    alone = [(*row[:3], row[4]) for row in rows]
    with pytest.raises(InputError, match=r"no indicator of the chart is a count") as refused:
        bring_file(write(tmp_path, alone, metadata(rate), ("Entity", "Code", "Year", "rate")))
    assert title in str(refused.value)
    assert unit in str(refused.value)
    assert not (tmp_path / "store").exists()
    dataset = bring_file(write(tmp_path, rows, metadata(USUAL[0], rate), header))
    assert [each.id for each in dataset.definitions] == ["terrorist-attacks"]
    (left,) = dataset.descriptor["verifier"]["vintages"][0]["left_out"]
    assert (left["rows"], title in left["reason"]) == (1, True)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Pakistan", "PAK", "2019", "193.5", ""), "row 3, column attacks: '193.5' is no whole number"),
        (("Pakistan", "PAK", "2019", "-1", ""), "row 3, column attacks: '-1' is less than 0"),
        (("Pakistan", "PAK", "2019", "many", ""), "row 3, column attacks: 'many' is no whole number"),
        (
            ("Pakistan", "PAK", "2019", "10000000001", ""),
            "row 3, column attacks: '10000000001' is more than 10000000000",
        ),
        (("Pakistan", "PAK", "-500", "1", ""), "row 3, column Year: '-500' is no year"),
        (("Pakistan", "PAK", "2019-20", "1", ""), "row 3, column Year: '2019-20' is no year"),
        (("Pakistan", "PAK", "2020", "1", "1"), "rows 2 and 3: Pakistan has two values for 2020"),
        (("Pakistan", "PAK"), "row 3: 2 values where the header has"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(tmp_path: Path, row: tuple[str, ...], said: str) -> None:
    """Every value that is no count is named, and nothing is kept of the chart."""
    with pytest.raises(InputError) as refused:
        bring_file(write(tmp_path, [ROWS[0], row], metadata(*USUAL)))
    assert said in str(refused.value)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_lies_within_the_years_that_are_kept(tmp_path: Path, day: str) -> None:
    """A day outside them is named, as a year is."""
    header = ("Entity", "Code", "Day", "attacks", "deaths")
    undated = metadata(*(one | {"lastUpdated": ""} for one in USUAL), dateDownloaded="")
    with pytest.raises(InputError, match=f"row 2, column Day: '{day}' is no day from 1700 to 2200"):
        bring_file(write(tmp_path, [("Pakistan", "PAK", day, "1", "")], undated, header))


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (None, r"without its metadata: save https://ourworldindata\.org/grapher/terrorist-attacks\.metadata\.json as"),
        ({"chart": {}}, r"describes no columns|describe no columns"),
        (metadata(), r"do not describe the column 'attacks'"),
        (metadata(*USUAL, note="half \ud800"), r"metadata of .* cannot be read .*surrogates"),
    ],
)
def test_a_chart_needs_its_metadata(tmp_path: Path, about: dict[str, Any] | None, said: str) -> None:
    """Without the metadata nobody knows what is counted: it is asked for, with the address."""
    with pytest.raises(InputError, match=said):
        bring_file(write(tmp_path, ROWS, about))


def test_metadata_that_are_cut_off_are_named(tmp_path: Path) -> None:
    """A half file of metadata is an error that says so."""
    path = write(tmp_path, ROWS, metadata(*USUAL))
    half = path.with_name(f"{SLUG}.metadata.json")
    half.write_text(half.read_text(encoding="utf-8")[:100], encoding="utf-8")
    with pytest.raises(InputError, match=r"the metadata of .* cannot be read"):
        bring_file(path)

"""Files in the layout of the Global Terrorism Database, made up small: unknown days, unknown deaths, the lost year."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from verifier.comparisons.series import Series
from verifier.errors import DataError, InputError, NotCoveredError, UsageError
from verifier.incidents.bringing import about, bring_file
from verifier.incidents.catalogue import load
from verifier.incidents.sources.gtd import LAYOUTS
from verifier.places.names import country_name
from verifier.window import Window

HEADER: list[str] = json.loads((Path(__file__).parents[1] / "layouts.json").read_text(encoding="utf-8"))["gtd"]
USUAL: dict[str, Any] = {
    "extended": 0, "country": 153, "country_txt": "Pakistan", "doubtterr": 0, "success": 1, "suicide": 0,
    "attacktype1": 3, "attacktype1_txt": "Bombing/Explosion", "nkill": 2, "nkillter": 0, "nwound": 5,
}  # fmt: skip
NAME = "globalterrorismdb_0522dist"


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))


def attack(number: int, day: str, **more: Any) -> dict[str, Any]:
    """An attack as GTD writes it: year, month and day apart, 0 for what is unknown."""
    year, month, of_month = (int(part) for part in day.split("-"))
    when = {"eventid": year * 10**8 + number, "iyear": year, "imonth": month, "iday": of_month}
    return USUAL | when | more


def write(path: Path, rows: list[dict[str, Any]], *, header: list[str] = HEADER, encoding: str = "utf-8") -> Path:
    """A file with the columns of GTD, every other value empty; a workbook where the name says so."""
    if path.suffix == ".xlsx":
        pd.DataFrame([[row.get(name) for name in header] for row in rows], columns=header).to_excel(path, index=False)
        return path
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def counts(definition: str, place: str = "PAK") -> list[int]:
    """The daily counts of a definition."""
    return load("gtd").cells(definition, place).table["count"].tolist()


def test_the_layout_has_135_columns() -> None:
    """The columns that are read are all in the layout that START documents."""
    assert len(HEADER) == 135
    assert LAYOUTS[0].missing(HEADER) == []


@pytest.mark.parametrize("name", [f"{NAME}.xlsx", f"{NAME}.csv"])
def test_a_workbook_and_a_csv_file_give_the_same_counts(tmp_path: Path, name: str) -> None:
    """Both forms in which GTD is found give one vintage, named by the month of distribution in the file name."""
    rows = [
        attack(0, "1970-01-01", attacktype1=7, nkill=0, nwound=0),
        attack(1, "2019-03-01"),
        attack(2, "2019-03-01", suicide=1, nkill=7, nkillter=1),
        attack(3, "2019-03-02", attacktype1=6, doubtterr=1, success=0, nkill=0),
        attack(4, "2020-05-05", attacktype1=5, doubtterr=-9),
    ]
    dataset = bring_file(write(tmp_path / name, rows))
    (vintage,) = dataset.vintages()
    assert (vintage.id, vintage.published, vintage.coverage) == (
        "2022-05", date(2022, 5, 31), Window(date(1970, 1, 1), date(2020, 12, 31)),
    )  # fmt: skip
    assert {
        each.id: counts(each.id) for each in dataset.definitions if each.unit == "incidents"
    } == {
        "terrorist-attacks": [1, 2, 1, 1],
        "terrorist-attacks-undoubted": [2],
        "successful-attacks": [1, 2, 1],
        "suicide-attacks": [1],
        "bombings": [2],
        "armed-assaults": [],
        "assassinations": [],
        "kidnappings": [1],
        "hostage-takings": [1, 1],
    }  # fmt: skip
    assert (counts("deaths"), counts("deaths-suicide-attacks")) == ([9, 2], [7])
    assert (counts("deaths-perpetrators"), counts("injured")) == ([1], [10, 5, 5])


def test_an_unknown_day_is_the_first_of_its_month_or_year_and_is_said(tmp_path: Path) -> None:
    """iday 0 counts on the first of the month, imonth 0 on 1 January, and the notes say how many there are."""
    rows = [attack(1, "2019-03-00"), attack(2, "2019-00-00"), attack(3, "2019-00-17"), attack(4, "2019-03-09")]
    cells = bring_file(write(tmp_path / f"{NAME}.csv", rows)).cells("terrorist-attacks", "PAK")
    assert [str(day.date()) for day in cells.table["start"]] == ["2019-01-01", "2019-03-01", "2019-03-09"]
    assert any(note.startswith("3 of 4 events are dated only to a month or a year") for note in cells.notes)


def test_unknown_deaths_are_not_zero_and_are_said_where_deaths_are_counted(tmp_path: Path) -> None:
    """An empty nkill adds nothing to the sum and the count of deaths says so; the count of attacks need not."""
    rows = [attack(1, "2019-03-01", nkill=None), attack(2, "2019-03-01", nkill=3), attack(3, "2019-03-02", nkill=0)]
    dataset = bring_file(write(tmp_path / f"{NAME}.csv", rows))
    deaths, attacks = (dataset.cells(each, "PAK") for each in ("deaths", "terrorist-attacks"))
    assert deaths.table["count"].tolist() == [3]
    assert any(note.startswith("1 of 3 events have an unknown number of deaths") for note in deaths.notes)
    assert not any("deaths" in note for note in attacks.notes)


def test_shares_of_the_deaths_of_linked_attacks_are_added_before_they_are_rounded(tmp_path: Path) -> None:
    """Two attacks that share five deaths make five deaths, and the note says that there are shares."""
    rows = [attack(number, "2019-03-01", nkill=2.5) for number in (1, 2)]
    cells = bring_file(write(tmp_path / f"{NAME}.csv", rows)).cells("deaths", "PAK")
    assert cells.table["count"].tolist() == [5]
    assert any("2 of 2 events have a share of the deaths" in note for note in cells.notes)


def test_the_lost_year_is_a_gap_and_not_zero(tmp_path: Path) -> None:
    """Years on both sides of 1993 have counts; a window with a day of 1993 has none, and the reason is said."""
    rows = [attack(1, "1991-03-01"), attack(2, "1994-03-01"), attack(3, "2020-03-01")]
    series = Series(bring_file(write(tmp_path / f"{NAME}.csv", rows)).cells("terrorist-attacks", "PAK"))
    assert [series.count(Window.parse(year)).count for year in ("1991", "1992", "1994")] == [1, 0, 1]
    assert not series.covers(Window.parse("1990"))  # an extract says nothing about the years it leaves out
    for window in ("1993", "1992-12-01..1993-01-01", "1991-01-01..1999-12-31"):
        assert not series.covers(Window.parse(window))
        with pytest.raises(NotCoveredError, match="lost the records of 1993"):
            series.count(Window.parse(window))


def test_nothing_is_covered_after_june_2021(tmp_path: Path) -> None:
    """A file with attacks of 2021 covers the half-year that was published; the half-year alone covers only itself."""
    whole = bring_file(write(tmp_path / "all.csv", [attack(1, "1970-01-01"), attack(2, "2021-06-30")]))
    assert [str(each.coverage) for each in whole.vintages()] == ["1970-01-01..2021-06-30"]
    name = "globalterrorismdb_2021Jan-June_1222dist.csv"
    half = bring_file(write(tmp_path / name, [attack(1, "2021-02-01")]))
    (alone,) = [each for each in half.vintages() if each.id == "2022-12"]
    assert str(alone.coverage) == "2021-01-01..2021-06-30"
    assert "January to June 2021 alone" in alone.note


def test_states_that_are_gone_are_places_of_their_own(tmp_path: Path) -> None:
    """A state with several successors keeps its withdrawn code, one that was renamed has the code it has now."""
    names = {
        "Soviet Union": "SUN", "Yugoslavia": "YUG", "Czechoslovakia": "CSK", "East Germany (GDR)": "DDR",
        "Serbia-Montenegro": "SCG", "South Yemen": "YMD", "West Germany (FRG)": "DEU", "Zaire": "COD",
        "Rhodesia": "ZWE", "North Yemen": "YEM", "People's Republic of the Congo": "COG",
        "West Bank and Gaza Strip": "PSE", "Bosnia-Herzegovina": "BIH", "Ivory Coast": "CIV", "Vatican City": "VAT",
        "Democratic Republic of the Congo": "COD", "Republic of the Congo": "COG", "Kosovo": "XKX", "Macau": "MAC",
    }  # fmt: skip
    rows = [attack(number, "1991-01-01", country_txt=name) for number, name in enumerate(names)]
    dataset = bring_file(write(tmp_path / f"{NAME}.csv", rows))
    assert dataset.places() == sorted(set(names.values()))
    assert country_name("SUN") == "Soviet Union"
    assert counts("terrorist-attacks", "COD") == [2]


def test_attacks_of_no_country_count_for_the_world_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "International" is no country: in a file of the whole world it is in the world's count and in no other."""
    rows = [attack(1, "2019-01-01"), attack(2, "2019-01-01", country_txt="International")]
    dataset = bring_file(write(tmp_path / f"{NAME}.csv", rows))
    assert dataset.places() == ["PAK"]
    world = pd.read_csv(next((tmp_path / "store" / "gtd" / "data").glob("*no-country*")))
    assert world["events"].tolist() == [1]
    many = ["Iraq", "India", "Iran", "Israel", "Italy", "Japan", "Kenya", "Libya", "Mali", "Nepal", "International"]
    monkeypatch.setattr("verifier.incidents.bringing.LAYOUTS", (_small_world(),))
    rows = [attack(number, "2019-01-01", country_txt=name) for number, name in enumerate(many)]
    bring_file(write(tmp_path / "x_0622dist.csv", rows))
    assert counts("terrorist-attacks", "WLD") == [11]
    assert load("gtd").places("2022-06")[-1] == "WLD"


def _small_world() -> Any:
    from dataclasses import replace

    return replace(LAYOUTS[0], world_from=10)


def test_latin_1_is_read_when_it_is_said(tmp_path: Path) -> None:
    """A copy in latin-1 is refused with the row and the word that helps, and read when the encoding is given."""
    rows = [attack(1, "2019-01-01", city="Bogotá"), attack(2, "2019-01-01", country_txt="Curaçao")]
    file = write(tmp_path / f"{NAME}.csv", rows, encoding="latin-1")
    with pytest.raises(InputError, match=r"row 2: byte 0xe1 is not UTF-8; .*Bogotá.*latin-1"):
        bring_file(file)
    bring_file(file, encoding="latin-1")
    assert counts("terrorist-attacks", "CUW") == [1]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"imonth": 13}, "row 3, column imonth: '13' is more than 12"),
        ({"imonth": 2, "iday": 30}, "row 3, column iday: '30' is no day"),
        ({"iyear": 1993}, "row 3, column iyear: '1993' is the year whose records GTD lost"),
        ({"iyear": 1969}, "row 3, column iyear: '1969' is less than 1970"),
        ({"doubtterr": -5}, "row 3, column doubtterr: '-5' is none of the codes -9, 0, 1"),
        ({"suicide": 2}, "row 3, column suicide: '2' is more than 1"),
        ({"success": None}, "row 3, column success: '' is missing"),
        ({"attacktype1": 10}, "row 3, column attacktype1: '10' is more than 9"),
        ({"nkill": -1}, "row 3, column nkill: '-1' is less than 0"),
        ({"nkill": "nan"}, "row 3, column nkill: 'nan' is no number"),
        ({"nkill": "1_0"}, "row 3, column nkill: '1_0' is no number: leave it empty where it is not known"),
        ({"nkill": "inf"}, "row 3, column nkill: 'inf' is no number"),
        ({"nkill": "1e30"}, "row 3, column nkill: '1e30' is more than 10000000000"),
        ({"nkillter": "9" * 400}, "is more than 10000000000"),
        ({"nwound": "many"}, "row 3, column nwound: 'many' is no number"),
        ({"eventid": "1.97E+11"}, "row 3, column eventid: '1.97E+11' is no whole number"),
        ({"eventid": 2019 * 10**8 + 1}, "column eventid: '201900000001' stands 2 times (rows 2, 3)"),
        ({"eventid": "201900000001.0"}, "column eventid: '201900000001' stands 2 times (rows 2, 3)"),
        ({"country_txt": "Atlantis"}, "'Atlantis' is no country"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    """Every wrong value is refused with its row, and nothing is kept of the file."""
    rows = [attack(1, "2019-01-01"), attack(2, "2019-01-02") | changed]
    with pytest.raises(InputError) as refused:
        bring_file(write(tmp_path / f"{NAME}.csv", rows))
    assert said in str(refused.value)
    assert not (tmp_path / "store").exists()


def test_a_workbook_names_its_rows_too(tmp_path: Path) -> None:
    """A wrong value in a workbook is named with the row that the spreadsheet shows."""
    rows = [attack(1, "2019-01-01"), attack(2, "2019-01-02", imonth=14)]
    with pytest.raises(InputError, match="row 3, column imonth: '14' is more than 12"):
        bring_file(write(tmp_path / f"{NAME}.xlsx", rows))


def test_the_release_is_a_month(tmp_path: Path) -> None:
    """A version that is no month of distribution is refused; one that is names the vintage of any file."""
    file = write(tmp_path / "attacks.csv", [attack(1, "2019-01-01")])
    with pytest.raises(UsageError, match="is no release of GTD"):
        bring_file(file, version="25.1")
    assert [each.id for each in bring_file(file, version="2020-11").vintages()] == ["2020-11"]


def test_gtd_is_described_and_ships_nothing() -> None:
    """Without a file of the user there is no such dataset; its description says how to obtain one and what breaks."""
    with pytest.raises(DataError):
        load("gtd")
    described = about("gtd")
    assert set(described["obtain"]) == {"words", "url"}
    assert list(described["breaks"]) == ["1998-01-01", "2008-04-01", "2012-01-01"]
    assert list(described["gaps"].values()) == [["1993-01-01", "1993-12-31"]]

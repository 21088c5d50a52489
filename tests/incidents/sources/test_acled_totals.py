"""ACLED's totals by country and month or year, made up small, become vintages that stand side by side."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from verifier import parse
from verifier.comparisons.series import Series
from verifier.errors import InputError, NotCoveredError, UsageError
from verifier.findings.sources import ask
from verifier.incidents.bringing import UnknownSourceError, bring_file
from verifier.incidents.catalogue import load
from verifier.questions.asked_place import asked_place
from verifier.window import Window

MONTHLY = "number_of_political_violence_events_by_country-month-year_as-of-{}.xlsx"
YEARLY = "number_of_{}_by_country-year_as-of-{}.xlsx"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MONTHS = pd.date_range("2022-01-01", periods=12, freq="MS").strftime("%B").tolist()


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))


def monthly(counts: list[int], *, country: str = "Pakistan", year: int = 2022) -> pd.DataFrame:
    """A row a month, as ACLED writes them."""
    months = MONTHS[: len(counts)]
    return pd.DataFrame({"Country": country, "Month": months, "Year": year, "Events": counts})


def yearly(counts: dict[int, int], column: str = "Events", country: str = "Pakistan") -> pd.DataFrame:
    """A row a year, as ACLED writes them."""
    return pd.DataFrame({"Country": country, "Year": list(counts), column: list(counts.values())})


def save(path: Path, table: pd.DataFrame, *, capitals: bool = False) -> Path:
    """A workbook of one sheet, in the few parts that a reader needs."""
    header = [name.upper() if capitals else name for name in table.columns]
    cells = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in [header, *table.itertuples(index=False)])
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        book.writestr("_rels/.rels", relation("officeDocument", "xl/workbook.xml"))
        book.writestr("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"))
        sheets = f'<sheets><sheet name="Sheet1" sheetId="1" xmlns:r="{OFFICE}" r:id="rId1"/></sheets>'
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{SHEETS}">{sheets}</workbook>')
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SHEETS}"><sheetData>{cells}</sheetData></worksheet>'
        )
    return path


def relation(kind: str, target: str) -> str:
    """The part of a workbook that says where another part lies."""
    one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


def cell(value: object) -> str:
    """A cell with a text or a number, as workbooks write them."""
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def test_releases_that_restate_a_year_stand_side_by_side(tmp_path: Path) -> None:
    """Three releases, with either case of the header, give three vintages of the same year."""
    for day, first, capitals in (("24Mar2023", 100, False), ("02Feb2024", 109, True), ("06Dec2024", 523, True)):
        table = pd.concat([monthly([first, *[100] * 11]), monthly([7, 8], year=2023), monthly([1], country="Kosovo")])
        bring_file(save(tmp_path / MONTHLY.format(day), table, capitals=capitals))
    dataset = load("acled-monthly")
    assert [str(each.published) for each in dataset.vintages("PAK")] == ["2023-03-24", "2024-02-02", "2024-12-06"]
    cells = [dataset.cells("political-violence-events", "PAK", vintage=each.id) for each in dataset.vintages("PAK")]
    assert [Series(each).count(Window.parse("2022")).count for each in cells] == [1200, 1209, 1623]
    known = dataset.cells("political-violence-events", "PAK", known_on=date(2024, 1, 1))
    assert known.vintage == "2023-03-24"
    assert dataset.places() == ["PAK", "XKX"]


def test_the_month_in_which_the_data_end_is_cut_there(tmp_path: Path) -> None:
    """Of the last month only the days up to the as-of day are known, and a note says so; a missing month is unknown."""
    table = monthly([5, 6, 7, 0, 0], year=2023)
    dataset = bring_file(save(tmp_path / MONTHLY.format("24Mar2023"), table))
    cells = dataset.cells("political-violence-events", "PAK")
    assert cells.table["end"].dt.strftime("%Y-%m-%d").tolist() == ["2023-01-31", "2023-02-28", "2023-03-24"]
    assert any("The data end on 2023-03-24" in note for note in cells.notes)
    series = Series(cells)
    assert series.count(Window.parse("2023-01-01..2023-03-24")).count == 18
    for unknown in ("2023-03", "2023-04", "2022-12"):
        with pytest.raises(NotCoveredError):
            series.count(Window.parse(unknown))


def test_counts_after_the_data_end_are_refused(tmp_path: Path) -> None:
    """A count for a month that begins after the as-of day means that the day is wrong."""
    with pytest.raises(InputError, match=r"PAK has counts for 2023-04-01, which is after 2023-03-24"):
        bring_file(save(tmp_path / MONTHLY.format("24Mar2023"), monthly([5, 6, 7, 8], year=2023)))
    assert not (tmp_path / "store").exists()


def test_yearly_files_of_one_day_make_one_vintage(tmp_path: Path) -> None:
    """Each file of a release counts something else; a definition takes the newest vintage that has its file."""
    files = {
        "political_violence_events": ("Events", 1208), "demonstration_events": ("Events", 900),
        "events_targeting_civilians": ("Events", 300), "reported_fatalities": ("Fatalities", 1800),
        "reported_civilian_fatalities": ("Fatalities", 400),
    }  # fmt: skip
    for name, (column, count) in files.items():
        table = yearly({2021: 10, 2022: count}, column)
        bring_file(save(tmp_path / YEARLY.format(name, "31Jul2026"), table, capitals=name.startswith("reported")))
    path = tmp_path / YEARLY.format("political_violence_events", "07Aug2026_0")
    bring_file(save(path, yearly({2021: 11, 2022: 1617})))
    dataset = load("acled-yearly")
    counts = {
        each.id: Series(dataset.cells(each.id, "PAK")).count(Window.parse("2022")).count for each in dataset.definitions
    }
    assert counts == {
        "political-violence-events": 1617, "demonstration-events": 900, "events-targeting-civilians": 300,
        "fatalities": 1800, "civilian-fatalities": 400,
    }  # fmt: skip
    assert [each.id for each in dataset.vintages()] == ["2026-07-31", "2026-08-07"]
    assert dataset.cells("fatalities", "PAK").vintage == "2026-07-31"
    (claim,) = parse("Conflict deaths in Pakistan rose by 50 percent in 2022.")
    (source,), _ = ask(dataset, claim, asked_place(claim, "PAK"), None)
    assert (source.definition.id, source.published) == ("fatalities", date(2026, 7, 31))


def test_a_mended_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    """The same release again with other counts replaces them; with fewer years it is refused and nothing changes."""
    path = tmp_path / YEARLY.format("reported_fatalities", "31Jul2026")
    bring_file(save(path, yearly({2021: 10, 2022: 20}, "Fatalities")))
    bring_file(save(path, yearly({2021: 10, 2022: 25}, "Fatalities")))
    assert load("acled-yearly").cells("fatalities", "PAK").table["count"].tolist() == [10, 25]
    with pytest.raises(InputError, match="has totals of PAK that overlap"):
        bring_file(save(path, yearly({2022: 26}, "Fatalities")))
    assert load("acled-yearly").cells("fatalities", "PAK").table["count"].tolist() == [10, 25]
    assert len(list((tmp_path / "store" / "acled-yearly" / "data").iterdir())) == 1


def test_the_day_is_asked_for_where_the_name_does_not_tell(tmp_path: Path) -> None:
    """A file without the as-of day needs --release; one whose name does not say what is counted is not guessed at."""
    path = save(tmp_path / "number_of_political_violence_events_by_country-month-year.xlsx", monthly([1, 2]))
    with pytest.raises(UsageError, match=r"up to which day it counts .* add it, as --release 2024-02-02"):
        bring_file(path)
    assert bring_file(path, version="24Mar2023").vintages()[0].id == "2023-03-24"
    with pytest.raises(UsageError, match="only the file name says what they count"):
        bring_file(save(tmp_path / "events.xlsx", monthly([1, 2])), version="2023-03-24")


def test_other_tables_of_countries_and_years_are_not_taken_for_totals(tmp_path: Path) -> None:
    """A table with more columns, whatever they are, is none of ACLED's totals."""
    table = yearly({2022: 3}).assign(source="mine")
    with pytest.raises(UnknownSourceError):
        bring_file(save(tmp_path / "mine.xlsx", table))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Month": "Month"}, "row 3, column month: 'Month' is none of the codes January,"),
        ({"Month": "2"}, "row 3, column month: '2' is none of the codes January,"),
        ({"Year": "1996"}, "row 3, column year: '1996' is less than 1997"),
        ({"Events": ""}, "row 3, column events: '' is missing"),
        ({"Events": "1.5"}, "row 3, column events: '1.5' is no whole number"),
        ({"Country": "Atlantis"}, "'Atlantis' is no country"),
        (
            {"Month": "January"},
            "Pakistan, January, 2022 stand 2 times (rows 2, 3): a country has one total",
        ),
        (
            {"Month": "JANUARY"},
            "PAK (Pakistan in the file) has 2 totals that begin on 2022-01-01: a country has one total",
        ),
        (
            {"Month": "January", "Country": "pak"},
            "PAK (Pakistan and pak in the file) has 2 totals that begin on 2022-01-01: a country has one total",
        ),
        (
            {"Month": "January", "Year": "2022.0"},
            "Pakistan, January, 2022 stand 2 times (rows 2, 3): a country has one total",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_row(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    """Every wrong value is refused, and nothing is kept of the file; CSV saved from the workbook is read too."""
    table = monthly([1, 2]).astype(str)
    table.loc[1, list(changed)] = list(changed.values())
    path = tmp_path / MONTHLY.format("24Mar2023").replace(".xlsx", ".csv")
    table.to_csv(path, index=False, sep=";")
    with pytest.raises(InputError) as refused:
        bring_file(path)
    assert said in str(refused.value)
    assert not (tmp_path / "store").exists()


def test_definitions_answer_the_words_of_claims(tmp_path: Path) -> None:
    """Attacks have a stand-in only, suicide bombings none, and the reason names the dataset that has them."""
    dataset = bring_file(save(tmp_path / MONTHLY.format("24Mar2023"), monthly([1, 2])))
    for phrase in ("terror attacks", "militant attacks"):
        assert [(a.definition.id, a.match) for a in dataset.answers(phrase)] == [("political-violence-events", "proxy")]
    assert dataset.answers("suicide bombings") == []
    assert "its event files do (dataset acled)" in dataset.abstention("suicide bombings")

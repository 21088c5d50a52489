"""Tables as publishers make them: what a mapping can say of each, and what is asked where it says nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.errors import DataError, InputError, UsageError
from verifier.incidents.bringing import Imported
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import Dataset
from verifier.incidents.own.importing import import_own
from verifier.incidents.store import remove

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a file in a folder of the test, with a store beside it."""
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))

    def written(text: str, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def bring(path: Path | list[Path], roles: dict[str, str], **said: Any) -> Imported:
    """Import as the United Kingdom's burglaries, unless something else is said."""
    usual = {"id": "own", "measure": "burglaries", "country": "GBR", "published": "2024-02-01", "map": roles}
    if "measures" in said:
        del usual["measure"]
    if "place" in said:
        del usual["country"]
    return import_own(path, {key: each for key, each in (usual | said).items() if each is not None}, alone=True)


def cells(dataset: Dataset, definition: str = "burglaries", place: str = "GBR") -> dict[str, int]:
    """The counts by span."""
    table = dataset.cells(definition, place).table
    spans = zip(table["start"], table["end"], table["count"], strict=True)
    return {f"{start.date()}..{end.date()}" if start != end else str(start.date()): int(n) for start, end, n in spans}


def year(number: int) -> str:
    """A year as a span."""
    return f"{number}-01-01..{number}-12-31"


PER_INCIDENT = "on,state,dead\n2021-03-01,Kent,2\n2021-03-01,Kent,1\n2021-03-04,Essex,3\n"


def test_numbers_of_incidents_are_added_up_when_the_rows_are_said_to_be_incidents(write: Write) -> None:
    """Two incidents of one day are no contradiction: they are asked about, and summed when that is said."""
    roles = {"date": "on", "region": "state", "count": "dead"}
    with pytest.raises(
        InputError, match=r"(?s)row 3: a second count for GBR, Kent, 2021-03-01.*--rows incidents"
    ) as asked:
        bring(write(PER_INCIDENT), roles, measure="deaths")
    assert "keep one" not in str(asked.value)
    done = bring(write(PER_INCIDENT), roles, measure="deaths", rows="incidents").dataset
    assert cells(done, "deaths") == {"2021-03-01": 3, "2021-03-04": 3}


def test_rows_and_a_column_are_counted_in_one_import(write: Write) -> None:
    """Incidents and their dead come from one file: a measure without a column counts rows."""
    measures = {"shootings": "(rows)", "people killed": "dead"}
    done = bring(write(PER_INCIDENT), {"date": "on", "region": "state"}, measures=measures).dataset
    assert cells(done, "shootings") == {"2021-03-01": 2, "2021-03-04": 1}
    assert cells(done, "people-killed") == {"2021-03-01": 3, "2021-03-04": 3}
    assert done.definition("people-killed").unit == "deaths"


def test_an_incident_without_a_number_adds_nothing_and_is_told(write: Write) -> None:
    """What is declared unknown in a row per incident is said with the cells of that measure alone."""
    text = "on,dead\n2021-03-01,2\n2021-03-01,unclear\n"
    measures = {"shootings": "(rows)", "people killed": "dead"}
    done = bring(write(text), {"date": "on"}, measures=measures, unknown=["unclear"])
    assert cells(done.dataset, "people-killed") == {"2021-03-01": 2}
    assert any("1 of 2 events have no number" in note for note in done.dataset.cells("people-killed", "GBR").notes)
    assert not any("no number" in note for note in done.dataset.cells("shootings", "GBR").notes)


def test_a_row_per_victim_counts_incidents_by_their_id(write: Write) -> None:
    """Rows of one id are one incident; rows without an id are one each; an id of two days is refused."""
    text = "case,on,kind\na1,2021-03-01,knife\na1,2021-03-01,knife\n,2021-03-01,knife\n,2021-03-01,gun\n"
    roles = {"date": "on", "id": "case", "category": "kind"}
    assert cells(bring(write(text), roles).dataset) == {"2021-03-01": 3}
    with pytest.raises(InputError, match=r"column case: 'a1' stands in rows of 2 days"):
        bring(write(text + "a1,2021-03-02,knife\n"), roles)


TOTAL = "Area,Year,N\nNorth,2020,100\nNorth,2021,120\nSouth,2020,80\nSouth,2021,70\n{0},2020,180\n{0},2021,190\n"


@pytest.mark.parametrize("name", ["Total", "All areas", "Grand total", "Midlands"])
def test_a_total_beside_its_parts_is_asked_about_and_never_added(write: Write, name: str) -> None:
    """A total is found by its name, and by being the sum of the others whatever its name."""
    path, roles = write(TOTAL.format(name)), {"period": "Year", "region": "Area", "count": "N"}
    with pytest.raises(InputError, match=f"column Area: '{name}' (is the sum|reads like).*--leave-out 'Area'='{name}'"):
        bring(path, roles)
    done = bring(path, roles, leave_out={"Area": name})
    assert cells(done.dataset) == {year(2020): 180, year(2021): 190}
    assert any("2 rows are left out" in note for note in done.notes)
    assert cells(bring(path, roles, id="whole", only={"Area": name}).dataset) == {year(2020): 180, year(2021): 190}


def test_rows_that_a_column_tells_apart_name_that_column(write: Write) -> None:
    """Where the mapping leaves out what tells two counts apart, the message says which column it is."""
    with pytest.raises(InputError, match=r"They differ in 'Area' \(North and South\)"):
        bring(write(TOTAL.format("Total")), {"period": "Year", "count": "N"})


WHEN = {
    "months by name": ("Jan-15\nFeb-15\n", {}, ["2015-01-01..2015-01-31", "2015-02-01..2015-02-28"]),
    "months in full": ("January 2015\nFebruary 2015\n", {}, ["2015-01-01..2015-01-31", "2015-02-01..2015-02-28"]),
    "months by number": ("01/2015\n02/2015\n", {}, ["2015-01-01..2015-01-31", "2015-02-01..2015-02-28"]),
    "months of an office": ("2014m01\n2014M02\n", {}, ["2014-01-01..2014-01-31", "2014-02-01..2014-02-28"]),
    "quarters": ("2015 Q1\nQ2 2015\n", {}, ["2015-01-01..2015-03-31", "2015-04-01..2015-06-30"]),
    "financial years": (
        "2011/12\n2012-13\n",
        {"year_begins": "04-01"},
        ["2011-04-01..2012-03-31", "2012-04-01..2013-03-31"],
    ),
    "financial quarters": ("2011/12 Q4\n", {"year_begins": "04-01"}, ["2012-01-01..2012-03-31"]),
    "twelve months": ("Year ending March 2015\n", {}, ["2014-04-01..2015-03-31"]),
    "weeks": ("2020-W53\n", {}, ["2020-12-28..2021-01-03"]),
    "days of two-digit years": ("1-Sep-20\n2-Sep-20\n", {"century": "2000"}, ["2020-09-01", "2020-09-02"]),
    "American days": ("8/27/06\n9/1/06\n", {"century": "2000"}, ["2006-08-27", "2006-09-01"]),
    "days of a spreadsheet": ("44197\n44198.5\n", {"dates": "serial"}, ["2021-01-01", "2021-01-02"]),
    "seconds": ("1609459200\n1609545600000\n", {"dates": "unix"}, ["2021-01-01", "2021-01-02"]),
}


@pytest.mark.parametrize("form", WHEN)
def test_ways_to_write_a_span(write: Write, form: str) -> None:
    """Months, quarters, financial years, weeks and days are read as publishers write them."""
    texts, said, spans = WHEN[form]
    text = "when,n\n" + "".join(f'"{each}",{at + 1}\n' for at, each in enumerate(texts.splitlines()))
    done = bring(write(text), {"period": "when", "count": "n"}, **said).dataset
    assert cells(done) == {span: at + 1 for at, span in enumerate(spans)}


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ("2011/12\n2012/13\n", "--year-begins 04-01"),
        ("2009-10\n2010-11\n2011-12\n", "look like years that run over two"),
        ("8/27/06\n", "--century 2000"),
        ("44197\n", "--dates serial"),
        ("1609459200\n", "--dates unix"),
        ("15-Jan\n", "is not a span"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(write: Write, texts: str, said: str) -> None:
    """The message says what to say."""
    text = "when,n\n" + "".join(f"{each},1\n" for each in texts.splitlines())
    with pytest.raises(InputError, match=said):
        bring(write(text), {"period": "when", "count": "n"})


def test_the_day_may_stand_in_three_columns(write: Write) -> None:
    """Of a row that knows only its month or year the count stands on the first day, and is said to."""
    text = "y,m,d\n2021,1,\n2021,March,5\n2021,3,5\n2022,,\n"
    done = bring(write(text), {"year": "y", "month": "m", "day": "d"}, coverage="2021..2022").dataset
    assert cells(done) == {"2021-01-01": 1, "2021-03-05": 2, "2022-01-01": 1}
    notes = done.cells("burglaries", "GBR").notes
    assert any("2 of 4 events are dated only to a longer span than a day" in note for note in notes)
    with pytest.raises(InputError, match=r"row 2, column y and m and d: '2021 13 1' is not a"):
        bring(write("y,m,d\n2021,13,1\n"), {"year": "y", "month": "m", "day": "d"})


def test_incidents_dated_to_their_month_are_counted_by_month(write: Write) -> None:
    """A month without a row inside the coverage is a true zero, for each category too."""
    text = "Month,kind\n2021-01,Burglary\n2021-01,Robbery\n2021-03,Burglary\n"
    one = {"id": "robberies", "label": "robberies", "filter": {"category": "Robbery"}}
    done = bring(write(text), {"date": "Month", "category": "kind"}, definitions=[one]).dataset
    months = ["2021-01-01..2021-01-31", "2021-02-01..2021-02-28", "2021-03-01..2021-03-31"]
    assert list(cells(done).items()) == list(zip(months, [2, 0, 1], strict=True))
    assert list(cells(done, "robberies").values()) == [1, 0, 0]


def test_a_column_a_year(write: Write) -> None:
    """Columns that hold counts are read by the names they have, and a wrong value is named with its own column."""
    path = write("State,2011,2012,Note\nKent,10,12,x\nEssex,1,2,\n")
    done = bring(path, {"region": "State"}, wide={"period": "2011..2012"}).dataset
    assert cells(done) == {year(2011): 11, year(2012): 14}
    with pytest.raises(InputError, match=r"row 3, column 2012: 'few' is not a whole number"):
        bring(write("State,2011,2012\nKent,10,12\nEssex,1,few\n"), {"region": "State"}, wide={"period": "2011..2012"})


def test_a_row_a_year_and_a_column_a_month(write: Write) -> None:
    """The year stands in a column, the months in the names of others, as do quarters; a blank row says nothing."""
    path = write("Year,Jan,Feb,Mar,Total\n2011,10,12,1,23\n2012,1,2,3,6\n,,,,\n")
    done = bring(path, {"year": "Year"}, wide={"month": "Jan..Mar"}).dataset
    assert list(cells(done).values()) == [10, 12, 1, 1, 2, 3]
    assert cells(done)["2012-02-01..2012-02-29"] == 2
    with pytest.raises(InputError, match=r"is a month without its year: .*--wide month=FIRST..LAST"):
        bring(path, {}, wide={"period": "Jan..Mar"})
    done = bring(write("y,Q1,Q2\n2011,10,12\n"), {"year": "y"}, wide={"quarter": "Q1..Q2"}, id="quarters").dataset
    assert cells(done) == {"2011-01-01..2011-03-31": 10, "2011-04-01..2011-06-30": 12}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.csv", ",year,n\n0,2011,5\n1,2012,6\n"),
        ("commas.tsv", "year\tn\ta,b,c,d\n2011\t5\tx\n2012\t6\ty\n"),
        (
            "map.geojson",
            '{"features": [{"properties": {"year": "2011", "n": 5}}, {"properties": {"year": "2012", "n": 6}}]}',
        ),
    ],
)
def test_files_as_programs_write_them(write: Write, name: str, text: str) -> None:
    """Numbers of rows without a name above them (pandas, R), names with commas between tabs (Eurostat), GeoJSON."""
    done = bring(write(text, name), {"year": "year", "count": "n"}).dataset
    assert cells(done) == {year(2011): 5, year(2012): 6}


def test_words_that_do_not_say_what_is_counted(write: Write) -> None:
    """The refusal names the words."""
    with pytest.raises(UsageError, match="the measure 'cases' does not say what is counted"):
        bring(write("y,n\n2011,5\n"), {"year": "y", "count": "n"}, measure="cases")


def test_a_column_an_offence_and_several_measures(write: Write) -> None:
    """Columns may be categories of one measure, or measures of their own."""
    path = write("Year,Assault,Murder\n2011,10,12\n2012,1,2\n")
    both = bring(path, {"period": "Year"}, measures={"assaults": "Assault", "murders": "Murder"}).dataset
    assert cells(both, "assaults") == {year(2011): 10, year(2012): 1}
    assert cells(both, "murders") == {year(2011): 12, year(2012): 2}
    one = {"id": "murders", "label": "murders", "filter": {"category": "Murder"}}
    wide = {"category": ["Assault", "Murder"]}
    done = bring(path, {"period": "Year"}, id="wide", wide=wide, definitions=[one], measure="violent crimes").dataset
    assert cells(done, "violent-crimes") == {year(2011): 22, year(2012): 3}
    assert cells(done, "murders") == {year(2011): 12, year(2012): 2}


def test_a_suppressed_number_leaves_its_sum_unknown(write: Write) -> None:
    """<5 is asked about; said to be unknown, neither it nor a sum that needs it is counted; its siblings are."""
    path = write("Year,area,n\n2011,North,100\n2011,South,7\n2012,North,90\n2012,South,<5\n")
    roles = {"period": "Year", "region": "area", "count": "n"}
    with pytest.raises(InputError, match=r"row 5, column n: '<5' is not a whole number.*--unknown '<5'"):
        bring(path, roles)
    done = bring(path, roles, unknown=["<5"])
    assert cells(done.dataset) == {year(2011): 107}
    assert any("1 number is unknown" in note for note in done.notes)
    assert any("1 span is unknown for the place as a whole" in note for note in done.notes)


def test_a_number_may_stand_for_an_unknown_one(write: Write) -> None:
    """999 that is said to be unknown is not counted, though it could be a number."""
    done = bring(write("Year,n\n2011,100\n2012,999\n"), {"period": "Year", "count": "n"}, unknown=["999"])
    assert cells(done.dataset) == {year(2011): 100}
    assert any("1 number is unknown" in note for note in done.notes)


def test_a_row_that_is_missing_is_unknown_unless_it_is_said_to_be_zero(write: Write) -> None:
    """A sum over regions of which one has no row is not known; `missing: zero` says that there was none."""
    path = write("Year,area,n\n2011,North,100\n2011,South,7\n2012,North,90\n")
    roles = {"period": "Year", "region": "area", "count": "n"}
    assert cells(bring(path, roles).dataset) == {year(2011): 107}
    assert cells(bring(path, roles, id="zero", missing="zero").dataset) == {year(2011): 107, year(2012): 90}


@pytest.mark.parametrize("value", ["-3", "(3)", "2.5", "12.7%", "1e3"])
def test_what_is_no_count_is_refused_by_name(write: Write, value: str) -> None:
    """Negative numbers, rates and fractions are not counted."""
    with pytest.raises(InputError, match=r"row 2, column n: '.*' is not a whole number"):
        bring(write(f'Year,n\n2011,"{value}"\n'), {"period": "Year", "count": "n"})


def test_titles_above_and_notes_below(write: Write) -> None:
    """The header's row is asked for where a title stands above it; notes below are left out by their first value."""
    roles = {"period": "Year", "count": "N"}
    titled = write("Crimes by year\nSource: Police\n\nYear,N\n2020,5\n2021,6\n")
    with pytest.raises(InputError, match=r"row 1 \('Crimes by year'\) is a title.*Row 4 looks like the header"):
        bring(titled, roles)
    assert cells(bring(titled, roles, header="4").dataset) == {year(2020): 5, year(2021): 6}
    noted = write("Year,N\n2020,5\n\n2021,6\n\nNote: without fraud.\n")
    with pytest.raises(InputError, match=r"(?s)row 6: 1 values where the header has 2.*--leave-out 'Year'='Note\*'"):
        bring(noted, roles)
    assert cells(bring(noted, roles, id="noted", leave_out={"Year": "Note*"}).dataset) == {year(2020): 5, year(2021): 6}
    with pytest.raises(InputError, match=r"row 4, column N: 'x' is not a whole number"):  # a blank row above it
        bring(write("Year,N\n2020,5\n\n2021,x\n"), roles)


def test_identical_rows_are_told_and_counted_as_said(write: Write) -> None:
    """Copies of a record count as often as they are there, with a note, or once when that is said."""
    path = write("on,kind,force\n" + "2021-03-01,Burglary,Kent\n" * 3 + "2021-03-01,Robbery,Kent\n")
    done = bring(path, {"date": "on", "category": "kind"}, whole_country="yes")
    assert cells(done.dataset) == {"2021-03-01": 4}
    assert any("2 rows are the same as another one in every column" in note for note in done.notes)
    once = bring(path, {"date": "on", "category": "kind"}, id="once", identical="once", whole_country="yes")
    assert cells(once.dataset) == {"2021-03-01": 2}


def test_a_city_is_never_counted_as_its_country(write: Write) -> None:
    """A file with the columns of a city is asked about; with its place, it does not answer for the country."""
    path, roles = write("on,boro\n2016-01-05,BRONX\n2017-01-05,QUEENS\n"), {"date": "on", "region": "boro"}
    with pytest.raises(InputError, match=r"column boro: its rows are of BRONX, QUEENS.*--place"):
        bring(path, roles, country="USA")
    done = bring(path, roles, place="New York City").dataset
    assert done.places() == ["city:new-york-city"]
    with pytest.raises(DataError, match="does not cover 'USA'"):
        done.cells("burglaries", "USA")
    assert bring(path, roles, id="rio", place="the state of Rio de Janeiro").dataset.places() == ["BR-RJ"]
    assert bring(path, roles, id="all", country="USA", whole_country="yes").dataset.places() == ["USA"]
    states = write("on,state,city\n2016-01-05,TX,Austin\n2017-01-05,OH,Akron\n")
    assert bring(states, {"date": "on", "region": "state"}, id="states", country="USA").dataset.places() == ["USA"]
    with pytest.raises(InputError, match="column Falls within: every row has 'Kent Police'"):
        bring(write("on,Falls within\n2016-01-05,Kent Police\n"), {"date": "on"}, id="force")


def test_names_of_countries(write: Write) -> None:
    """Congo is asked about and never one of the two; old, formal and shortened names are known; others are mapped."""
    roles = {"date": "on", "country": "c"}
    rows = "on,c\n2022-01-05,Congo\n2022-01-06,Democratic Republic of the Congo\n"
    with pytest.raises(InputError, match=r"'Congo' may be .*\(COD\) or .*\(COG\).*--value country:'Congo'="):
        bring(write(rows), roles, country=None)
    done = bring(write(rows), roles, country=None, values={"country": {"Congo": "COG"}}).dataset
    assert done.places() == ["COD", "COG"]
    names = ["Myanmar (Burma)", '"Korea, Rep."', '"Congo, Dem. Rep."', '"Iran, Islamic Rep."', '"Gambia, The"', "Zaire"]
    many = write("on,c\n" + "".join(f"2022-01-05,{name}\n" for name in names))
    assert bring(many, roles, country=None, id="many").dataset.places() == ["COD", "GMB", "IRN", "KOR", "MMR"]
    parts = write("on,c\n2022-01-05,Africa\n2022-01-05,Kenya\n")
    with pytest.raises(InputError, match=r"'Africa' is a part of the world .*--leave-out country='Africa'"):
        bring(parts, roles, country=None)
    assert bring(parts, roles, country=None, id="kenya", leave_out={"country": "Africa"}).dataset.places() == ["KEN"]


def test_a_total_of_the_world_stands_beside_the_countries(write: Write) -> None:
    """One's own total is the world's, not the sum of the countries that have rows."""
    text = "c,y,n\nKenya,2020,5\nUganda,2020,7\nWorld,2020,90\n"
    done = bring(write(text), {"country": "c", "period": "y", "count": "n"}, country=None).dataset
    assert cells(done, place="WLD") == {year(2020): 90}
    assert cells(done, place="KEN") == {year(2020): 5}


def test_long_stretches_without_a_row_are_asked_about(write: Write) -> None:
    """Half a year without a row is a gap, or quiet, or a wrong coverage: the user says which."""
    days = "".join(f"2021-{month:02}-{day:02}\n" for month in range(1, 7) for day in range(1, 29))
    path, roles = write("on\n" + days), {"date": "on"}
    with pytest.raises(InputError, match=r"no row from 2021-06-29 to 2021-12-31, 186 days.*--gap .*--quiet"):
        bring(path, roles, coverage="2021")
    bring(path, roles, coverage="2021", quiet=["2021-07..2021-12"])
    gap = bring(path, roles, id="gap", coverage="2021", gaps=["2021-06-29..2021-12-31"]).dataset
    assert [str(span) for span, _ in gap.cells("burglaries", "GBR").gaps] == ["2021-06-29..2021-12-31"]


def test_several_files_of_months_are_one_import(write: Write) -> None:
    """Files of the same columns are read together; a fault is named with its file; other columns are refused."""
    january, february = write("on\n2021-01-05\n", "jan.csv"), write("on\n2021-02-05\n2021-02-06\n", "feb.csv")
    assert len(cells(bring([january, february], {"date": "on"}).dataset)) == 3
    wrong = write("on\n2021-02-05\nsoon\n", "feb.csv")
    with pytest.raises(InputError, match=r"feb\.csv, row 3, column on: 'soon' is not a day"):
        bring([january, wrong], {"date": "on"})
    with pytest.raises(InputError, match=r"other\.csv has other columns \(day\) than jan\.csv \(on\)"):
        bring([january, write("day\n2021-03-01\n", "other.csv")], {"date": "on"})


def test_a_second_import_replaces_or_adds_and_says_which(write: Write) -> None:
    """The same file with another coverage replaces its vintage; another file adds one; the same changes nothing."""
    path = write("on\n2021-01-05\n")
    first = bring(path, {"date": "on"})
    assert (first.vintage, first.how) == ("2024-02-01", "new")
    corrected = bring(path, {"date": "on"}, coverage="2021-01")
    assert (corrected.vintage, corrected.how) == ("2024-02-01", "replaced")
    assert str(corrected.dataset.cells("burglaries", "GBR").coverage) == "2021-01-01..2021-01-31"
    assert bring(path, {"date": "on"}, coverage="2021-01").how == "unchanged"
    older = bring(write("on\n2020-12-30\n2020-12-31\n"), {"date": "on"}, published="2021-01-01")
    assert (older.vintage, older.how) == ("2021-01-01", "new")
    with pytest.raises(UsageError, match=r"coverage .* runs beyond 2024-02-01, the day of publication"):
        bring(path, {"date": "on"}, coverage="2021..2024")


def test_a_vintage_can_be_removed(write: Write, tmp_path: Path) -> None:
    """What was imported by mistake is taken out, alone or with the dataset; what is not there is named."""
    bring(write("on\n2021-01-05\n"), {"date": "on"}, published="2022-01-01")
    bring(write("on\n2021-01-06\n"), {"date": "on"}, published="2023-01-01")
    store = tmp_path / "store"
    assert remove(store, "own", "2022-01-01") == ["2023-01-01"]
    assert cells(load("own")) == {"2021-01-06": 1}
    assert len(list((store / "own" / "data").iterdir())) == 1
    with pytest.raises(DataError, match="has no vintage '2020' of yours: there is 2023-01-01"):
        remove(store, "own", "2020")
    assert remove(store, "own") == []
    with pytest.raises(DataError, match="there is no dataset 'own' of yours"):
        remove(store, "own")


def test_a_past_that_falls_is_told(write: Write) -> None:
    """A later file with a fraction of the same days is kept, and the user is told how much is gone."""
    many = "on\n" + "2021-01-05\n" * 39 + "2021-02-01\n"
    bring(write(many), {"date": "on"}, coverage="2021-01..2021-02", published="2022-01-01")
    done = bring(write("on\n" + "2021-01-05\n" * 6 + "2021-02-01\n"), {"date": "on"}, coverage="2021-01..2021-02")
    (told,) = [note for note in done.notes if "fall" in note]
    assert "burglaries fall from 40 in vintage 2022-01-01 to 7 in 2024-02-01" in told
    assert "verifier data remove own --vintage 2024-02-01" in told


def test_vintages_of_one_day_are_in_the_order_of_their_numbers(write: Write) -> None:
    """The tenth vintage of a day comes after the ninth, so that the last one is the newest."""
    for number in range(1, 12):
        done = bring(write(f"on\n2021-01-{number:02}\n"), {"date": "on"})
    assert done.vintage == "2024-02-01-11"
    assert load("own").vintages()[-1].id == "2024-02-01-11"
    assert cells(load("own")) == {"2021-01-11": 1}


def test_everything_that_is_missing_is_asked_for_at_once(write: Write) -> None:
    """Id, measure and place are asked for in one message."""
    with pytest.raises(UsageError, match=r"(?s)the id is missing.*the measure is missing.*the place is not known"):
        import_own(write("on\n2021-01-05\n"), {"map": {"date": "on"}}, alone=True)


few = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
numbers = st.lists(
    st.tuples(st.integers(2000, 2004), st.sampled_from("abc"), st.integers(0, 10**6)), max_size=15, min_size=1
)


@few
@given(numbers)
def test_sums_are_those_of_the_rows(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str, int]]) -> None:
    """Added up as incidents, each year has the sum of its numbers, in whatever order the rows come."""
    folder = tmp_path_factory.mktemp("sums")
    path = folder / "file.csv"
    path.write_text("y,k,n\n" + "".join(f"{y},{k},{n}\n" for y, k, n in rows), encoding="utf-8")
    said = {"id": "own", "measures": {"fires": "(rows)", "deaths": "n"}, "country": "GBR", "published": "2024-02-01"}
    roles = {"date": "y", "category": "k"}
    done = import_own(path, said | {"map": roles}, store=folder / "store", alone=True).dataset
    found = {span[:4]: count for span, count in cells(done, "deaths").items()}
    years = range(min(y for y, _, _ in rows), max(y for y, _, _ in rows) + 1)
    assert found == {str(each): sum(n for y, _, n in rows if y == each) for each in years}
    assert sum(cells(done, "fires").values()) == len(rows)


def test_a_year_that_was_a_decimal_number_is_a_year(write):
    """pandas writes whole years beside a missing one as 2020.0: it is the year, and no month."""
    found = bring(write("Year,n\n2020.0,5.0\n2021.0,6.0\n"), {"period": "Year", "count": "n"})
    assert cells(found.dataset) == {year(2020): 5, year(2021): 6}


@pytest.mark.parametrize(
    ("text", "roles", "reason"),
    [
        ("m,n\n2021.09,4\n2021.1,5\n", {"period": "m", "count": "n"}, "'2021.1' may be January, or October"),
        ("m,n\nmayo 2021,4\n", {"period": "m", "count": "n"}, "months are read by their English names"),
        ("y,n\n2021,120*\n", {"period": "y", "count": "n"}, "take the mark behind it away"),
        ("y,n\n2021,120 [b]\n", {"period": "y", "count": "n"}, "take the mark behind it away"),
        ("y,sex,n\n2021,m,1\n2021,f,3\n2021,Persons,5\n", {"period": "y", "category": "sex", "count": "n"}, "total of"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_with_what_to_do(write, text, roles, reason):
    """A month that lost its zero, months in other languages, marks of footnotes, a total by another name."""
    with pytest.raises(InputError, match=reason):
        bring(write(text), roles)


def test_separators_behind_the_last_column_are_passed_over(write):
    """A spreadsheet writes separators for columns that were empty once; none of them is a column without a name."""
    found = bring(write("Year,n,,,\n2020,5,,,\n2021,6,,,\n,,,,\n"), {"period": "Year", "count": "n"})
    assert cells(found.dataset) == {year(2020): 5, year(2021): 6}


def test_greece_as_eurostat_has_it(write):
    """EL is Greece in every table of Eurostat."""
    found = bring(
        write("y,geo,n\n2021,EL,5\n2021,DE,6\n"), {"period": "y", "country": "geo", "count": "n"}, country=None
    )
    assert cells(found.dataset, place="GRC") == {year(2021): 5}


def test_running_totals_are_told(write):
    """Numbers that never fall may be running totals, of which a sum would be wrong: it is said; others are not."""
    months = [f"2021-{month:02},{{}}" for month in range(1, 8)]

    def notes(numbers):
        text = "m,n\n" + "\n".join(row.format(number) for row, number in zip(months, numbers, strict=True))
        return " ".join(bring(write(text), {"period": "m", "count": "n"}).notes)

    assert "No number is less than the one before it, in 7 periods: if they are running totals" in notes(
        range(5, 75, 10)
    )
    assert "running totals" not in notes([5, 15, 25, 24, 45, 55, 65])


def test_many_numbers_that_never_fall_are_asked_about(write: Write) -> None:
    """A running total of each day is not added up, unless it is said to be of its day alone."""
    path = write("d,n\n" + "".join(f"2021-03-{day:02},{day * day}\n" for day in range(1, 31)))
    with pytest.raises(InputError, match=r"in 30 periods: if they are running totals.*say --rows totals"):
        bring(path, {"date": "d", "count": "n"})
    assert cells(bring(path, {"date": "d", "count": "n"}, rows="totals").dataset)["2021-03-02"] == 4


def test_the_number_of_a_whole_incident_in_each_of_its_rows_is_told(write):
    """A row for each victim that holds the deaths of the incident adds them up several times: it is said."""
    text = "case,day,dead\nA,2021-03-01,3\nA,2021-03-01,3\nA,2021-03-01,3\nB,2021-03-02,1\n"
    roles = {"date": "day", "id": "case", "count": "dead"}
    told = bring(write(text), roles, rows="incidents").notes
    assert any("1 of case stand in several rows, each with the same number of dead" in each for each in told)
    differing = bring(write(text.replace("01,3\nB", "01,2\nB")), roles, id="other", rows="incidents").notes
    assert not any("with the same number" in each for each in differing)

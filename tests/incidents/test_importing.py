"""A file of the user's own becomes a dataset, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pandas as pd
import pytest
from frictionless import validate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.errors import InputError, UsageError, VerifierError
from verifier.incidents.catalogue import datasets, load
from verifier.incidents.dataset import Dataset
from verifier.incidents.own.importing import import_file, propose_mapping
from verifier.window import Window

Write = Callable[[str], Path]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of its own for each test."""
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a CSV file and give its path."""

    def written(text: str) -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(text.encode("utf-8"))
        return path

    return written


def bring(path: Path, mapping: dict[str, str], **more: Any) -> Dataset:
    """Import with the usual words."""
    usual: dict[str, Any] = {"dataset_id": "fires", "measure": "house fires", "mapping": mapping, "country": "PAK"}
    return import_file(path, **usual | more)


def pairs(dataset: Dataset, place: str = "PAK", vintage: str | None = None) -> list[tuple[str, str, int]]:
    """Start, end and count of every cell."""
    table = dataset.cells("house-fires", place, vintage=vintage).table
    return [
        (str(start.date()), str(end.date()), int(count))
        for start, end, count in zip(table["start"], table["end"], table["count"], strict=True)
    ]


def test_one_row_per_incident(store: Path, write: Write) -> None:
    """Rows become daily counts; every other day of the coverage is a true zero; country names become codes."""
    path = write("when,where\n2021-05-01,Pakistan\n2021-05-01,pk\n2021-05-04,India\n2021-05-09,PAK\n")
    dataset = bring(path, {"date": "when", "country": "where"}, country=None)
    assert pairs(dataset) == [("2021-05-01", "2021-05-01", 2), ("2021-05-09", "2021-05-09", 1)]
    assert pairs(dataset, "IND") == [("2021-05-04", "2021-05-04", 1)]
    cells = dataset.cells("house-fires", "IND")
    assert cells.dense
    assert cells.coverage == Window(date(2021, 5, 1), date(2021, 5, 9))
    assert any("coverage was not given" in note for note in cells.notes)
    assert load("fires").places() == ["IND", "PAK"]
    assert [each.id for each in datasets() if not each.shipped] == ["fires"]


def test_one_row_per_day(store: Path, write: Write) -> None:
    """Days with a count are known, days without a row are not, unless the file is said to be complete."""
    path = write('day;fires\n2021-05-01;"1,200"\n2021-05-03;0\n')
    cells = bring(path, {"date": "day", "count": "fires"}).cells("house-fires", "PAK")
    assert not cells.dense
    assert cells.table["count"].tolist() == [1200, 0]
    whole = bring(path, {"date": "day", "count": "fires"}, dataset_id="whole", coverage=Window.parse("2021-05"))
    cells = whole.cells("house-fires", "PAK")
    assert cells.dense
    assert cells.coverage == Window.parse("2021-05")
    assert cells.table["count"].tolist() == [1200]


@pytest.mark.parametrize(
    ("text", "mapping"),
    [
        ("from,to,n\n2022-01-01,2022-12-31,7\n2022-03-01,2022-03-31,2\n", {"start": "from", "end": "to", "count": "n"}),
        ("p,n\n2022,7\n2022-03,2\n", {"period": "p", "count": "n"}),
        ("p,n\n2022-01-01..2022-12-31,7\n2022-03..2022-03,2\n", {"period": "p", "count": "n"}),
    ],
)
def test_one_row_per_span(store: Path, write: Write, text: str, mapping: dict[str, str]) -> None:
    """Spans may be written as two days, a year, a month or START..END, and may overlap."""
    dataset = bring(write(text), mapping)
    assert pairs(dataset) == [("2022-01-01", "2022-12-31", 7), ("2022-03-01", "2022-03-31", 2)]
    assert not dataset.cells("house-fires", "PAK").dense


def test_the_same_words_in_other_columns_are_no_second_count(store: Path, write: Write) -> None:
    """A region "North b" with no category is another than the category "b" of the region "North"."""
    path = write("d,n,region,kind\n2021-05-01,3,North b,\n2021-05-01,4,North,b\n")
    dataset = bring(path, {"date": "d", "count": "n", "region": "region", "category": "kind"})
    assert dataset.cells("house-fires", "PAK").table["count"].tolist() == [7]


def test_the_largest_counts_are_added_up(store: Path, write: Write) -> None:
    """What is taken for a count can stand in every row of a large file, and none is lost."""
    path = write("d,n,kind\n" + "".join(f"2021-05-01,{10**10},{kind}\n" for kind in range(2_000)))
    dataset = bring(path, {"date": "d", "count": "n", "category": "kind"})
    assert dataset.cells("house-fires", "PAK").table["count"].tolist() == [2 * 10**13]


def test_a_second_import_is_a_new_vintage(store: Path, write: Write) -> None:
    """The same id again keeps the old counts under their vintage; the same counts of the same day change nothing."""
    mapping = {"period": "p", "count": "n"}
    bring(write("p,n\n2022,7\n"), mapping, published="2023-01-05")
    bring(write("p,n\n2022,9\n"), mapping, published="2024-01")
    dataset = bring(write("p,n\n2022,9\n"), mapping, published="2024-01")
    assert [(each.id, each.published_precision) for each in dataset.vintages()] == [
        ("2023-01-05", "day"),
        ("2024-01-31", "month"),
    ]
    assert pairs(dataset) == [("2022-01-01", "2022-12-31", 9)]
    assert pairs(dataset, vintage="2023-01-05") == [("2022-01-01", "2022-12-31", 7)]
    known = dataset.cells("house-fires", "PAK", known_on=date(2023, 6, 1))
    assert known.table["count"].tolist() == [7]
    corrected = bring(write("p,n\n2022,8\n"), mapping, published="2024-01")
    assert [each.id for each in corrected.vintages()] == ["2023-01-05", "2024-01-31", "2024-01-31-2"]
    assert corrected.cells("house-fires", "PAK").table["count"].tolist() == [8]


def test_imported_package_is_valid(store: Path, write: Write) -> None:
    """What an import writes passes `frictionless validate`."""
    bring(write("p,n\n2022,7\n"), {"period": "p", "count": "n"}, licence="CC0", citation="Fire brigade", title="Fires")
    report = validate(str(store / "fires" / "datapackage.json"))
    assert report.valid, report.flatten(["note"])


@pytest.mark.parametrize(
    ("measure", "unit"), [("house fires", "incidents"), ("people killed", "deaths"), ("wounded", "people injured")]
)
def test_measure_is_answered(store: Path, write: Write, measure: str, unit: str) -> None:
    """The dataset answers the measure it was imported for, exactly, and abstains from others."""
    dataset = bring(write("p,n\n2022,7\n"), {"period": "p", "count": "n"}, measure=measure)
    (answer,) = dataset.answers(f"the number of {measure}")
    assert (answer.match, answer.definition.unit) == ("exact", unit)
    assert dataset.answers("burglaries") == []
    assert measure in dataset.abstention("burglaries")


ENCODED = "when,where\n2021-05-01,Türkiye\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings(store: Path, tmp_path: Path, encoding: str) -> None:
    """UTF-8, with a byte order mark or without, and UTF-16 with one are read."""
    path = tmp_path / "file.csv"
    path.write_bytes(ENCODED.encode(encoding))
    assert bring(path, {"date": "when", "country": "where"}, country=None).places() == ["TUR"]


def test_hxl_tags_are_no_data(store: Path, write: Write) -> None:
    """A second row of HXL tags, as on the Humanitarian Data Exchange, is left out."""
    assert pairs(bring(write("when,id\n#date,\n2021-05-01,7\n"), {"date": "when"})) == [("2021-05-01", "2021-05-01", 1)]


DAYS_OF_AUGUST = ["2021-08-15", "2021-08-16", "2021-08-17"]


@pytest.mark.parametrize(
    ("days", "more", "expected"),
    [
        (["13/02/2021", "03/04/2021"], {}, ["2021-02-13", "2021-04-03"]),
        (["02/13/2021", "03/04/2021"], {}, ["2021-02-13", "2021-03-04"]),
        (["03/04/2021"], {"dayfirst": "true"}, ["2021-04-03"]),
        (["03/04/2021"], {"dayfirst": "false"}, ["2021-03-04"]),
        (["05/05/2021"], {}, ["2021-05-05"]),
        (["15 Aug 2021", "1 September 2021"], {}, ["2021-08-15", "2021-09-01"]),
        (["August 15, 2021"], {}, ["2021-08-15"]),
        (["2021-08-15T23:10:00Z", "20210816", "2021/08/17"], {}, ["2021-08-15", "2021-08-16", "2021-08-17"]),
        (["2021-08-15 9:05 p.m.", "2021-08-16 23:59:60.000", "2021-08-17 00:00:00 GMT+0500"], {}, DAYS_OF_AUGUST),
        (["15/08/2021 09:05:00 AM", "16/08/2021 23:59 UTC", "17/08/2021 00:00:00+05:30"], {}, DAYS_OF_AUGUST),
    ],
)
def test_ways_to_write_a_day(
    store: Path, write: Write, days: list[str], more: dict[str, str], expected: list[str]
) -> None:
    """A day is read when it can mean one thing only, in the file or by what the user said."""
    dataset = bring(write("d\n" + "\n".join(f'"{day}"' for day in days) + "\n"), {"date": "d"} | more)
    assert [start for start, _, _ in pairs(dataset)] == expected


BROKEN = {
    "missing day": ("d,n\n,1\n", r"row 2, column d: '' is missing"),
    "no such day": ("d,n\n2021-02-30,1\n", r"row 2, column d: '2021-02-30' is not a day of the calendar"),
    "thirteenth month": ("d,n\n2021-13-01,1\n", r"not a day of the calendar"),
    "year in two digits": ("d,n\n15/08/21,1\n", r"'15/08/21' is not a day"),
    "spreadsheet serial": ("d,n\n44423,1\n", r"'44423' is not a day"),
    "words": ("d,n\nyesterday,1\n", r"'yesterday' is not a day"),
    "hour 25": ("d,n\n2021-05-01 25:00,1\n", r"'2021-05-01 25:00' is not a day"),
    "midnight as the end of a day": ("d,n\n2021-05-01T24:00:00,1\n", r"'2021-05-01T24:00:00' is not a day"),
    "minute 61": ("d,n\n2021-05-01T12:61:00Z,1\n", r"is not a day"),
    "a span after a time": ("d,n\n2021-05-01 12:00..2021-06-09 12:00,1\n", r"is not a day"),
    "words after a time": ("d,n\n2021-05-01 12:00 and the day before,1\n", r"is not a day"),
    "ambiguous order": ("d,n\n03/04/2021,1\n", r"row 2, column d: '03/04/2021' may be day/month .*--dates day-first"),
    "both orders": (
        "d,n\n13/04/2021,1\n04/13/2021,1\n",
        r"row 2, column d: '13/04/2021' .* day first",
    ),
    "missing count": ("d,n\n2021-05-01,\n", r"row 2, column n: '' is missing, and a missing count is unknown, not 0"),
    "count not available": ("d,n\n2021-05-01,NA\n", r"'NA' is missing"),
    "negative": ("d,n\n2021-05-01,-3\n", r"'-3' is not a whole number"),
    "fraction": ("d,n\n2021-05-01,2.5\n", r"'2.5' is not a whole number"),
    "spreadsheet error": ("d,n\n2021-05-01,#REF!\n", r"'#REF!' is not a whole number"),
    "mixed separators": ('d,n\n2021-05-01,"1,200"\n2021-05-02,1.300\n', r"column n: numbers are grouped"),
    "thousand or one": ("d,n\n2021-05-01,1.000\n", r"does '1.000' mean thousands or a decimal part"),
    "two counts for a day": ("d,n\n2021-05-01,1\n2021-05-01,2\n", r"row 3: a second count for PAK.*row 2"),
    "row too short": ("d,n\n2021-05-01\n", r"row 2: 1 values where the header has 2 columns"),
    "row too long": ("d,n\n2021-05-01,1,200\n", r"row 2: 3 values where the header has 2 columns"),
    "same name twice": ("d,n,n\n2021-05-01,1,2\n", r"2 columns are called 'n'"),
    "no rows": ("d,n\n", r"a header and no row below"),
    "larger than any sum can hold": (f"d,n\n2021-05-01,{10**10 + 1}\n", r"is too large to be a count"),
    "absurdly large": ("d,n\n2021-05-01," + "9" * 30 + "\n", r"is too large to be a count"),
    "year 21": ("d,n\n0021-05-01,1\n", r"row 2, column d: '0021-05-01' lies outside the years 1700 to 2200"),
    "empty": ("", r"is empty"),
    "blank": ("\n \n\n", r"is empty"),
    "cut off in quotes": ('d,n\n2021-05-01,"12', r"row 2: .*cut off"),
    "web page": ("<!DOCTYPE html><html>\n", r"is a web page"),
    "after publication": ("d,n\n2030-05-01,1\n", r"row 2, column d: '2030-05-01' begins after 2023-01-01"),
    "not a text": ("d,n\n2021-05-01,\0\n", r"is not a text file"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_changes_nothing(store: Path, write: Write, case: str) -> None:
    """A file with anything wrong gives a message that names the place and is not imported, not even in part."""
    text, message = BROKEN[case]
    mapping = {"date": "d", "count": "n"}
    bring(write("d,n\n2021-04-01,5\n"), mapping, published="2022-01-01")
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    path = write(text)
    with pytest.raises(InputError, match=f"(?s){message}") as caught:
        bring(path, mapping, published="2023-01-01")
    assert str(path) in str(caught.value)
    assert caught.value.exit_code == 3
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"d,n\n2021-05-01,caf\xe9\n", r"row 2: byte 0xe9 is not UTF-8"),
        ("d,n\n".encode("utf-16-le"), r"not a text file \(or UTF-16 without"),
        (b"PK\x03\x04rest", r"a zip file or workbook that is cut off"),
        (b"%PDF-1.7", r"a PDF"),
        (b"\x1f\x8b\x08", r"a gzip file"),
    ],
)
def test_no_csv_file(store: Path, tmp_path: Path, content: bytes, message: str) -> None:
    """A file in another encoding or of another kind is named for what it is."""
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        bring(path, {"date": "d"})
    assert not store.exists()


def test_missing_file(store: Path, tmp_path: Path) -> None:
    """A file that is not there is an error of input that names it."""
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        bring(tmp_path / "nowhere.csv", {"date": "d"})


def test_all_problems_up_to_a_limit(store: Path, write: Write) -> None:
    """Every problem is listed, row by row, up to twenty; the rest is counted; the documentation is named."""
    with pytest.raises(InputError) as caught:
        bring(write("d\n" + "soon\n" * 50), {"date": "d"})
    lines = str(caught.value).splitlines()
    assert len(lines) == 23
    assert "row 2, column d" in lines[1]
    assert "30 more" in lines[-2]
    assert "docs/reference/datasets.md" in lines[-1]


@pytest.mark.parametrize(
    ("mapping", "more", "message"),
    [
        ({"when": "d"}, {}, r"in the options: unknown field 'when'; it takes date"),
        ({"count": "n"}, {}, r"names count: it takes date=COLUMN"),
        ({}, {}, r"say which column holds what.*--map date=d"),
        ({"date": "d", "period": "d"}, {}, r"it takes"),
        ({"date": "d", "dayfirst": "maybe"}, {}, r"dayfirst=true or dayfirst=false"),
        ({"date": "d"}, {"country": None}, r"the place is not known"),
        ({"date": "d"}, {"country": "Atlantis"}, r"'Atlantis' is no country"),
        ({"date": "d", "country": "c"}, {"country": "PAK"}, r"either as a column"),
        ({"date": "d"}, {"dataset_id": "pips"}, r"'pips' is a shipped dataset"),
        ({"date": "d"}, {"dataset_id": "../x"}, r"cannot be the id"),
        ({"date": "d"}, {"measure": "the people"}, r"does not say what is counted"),
        ({"date": "d"}, {"published": "2021"}, r"neither a day .* nor a month"),
    ],
)
def test_wrong_use(store: Path, write: Write, mapping: dict[str, str], more: dict[str, Any], message: str) -> None:
    """A mapping, id, country or day that cannot be used is an error of use, and nothing is written."""
    with pytest.raises(UsageError, match=message):
        bring(write("d,n,c\n2021-05-01,1,PAK\n"), mapping, **more)
    assert not store.exists()


def test_a_column_that_is_not_there(store: Path, write: Write) -> None:
    """A column that the mapping names and the file lacks is an error of the file, with the columns there are."""
    with pytest.raises(InputError, match=r"no column 'when' \(for date\).*There is: d, n, c"):
        bring(write("d,n,c\n2021-05-01,1,PAK\n"), {"date": "when"})


def test_unknown_country_in_a_column(store: Path, write: Write) -> None:
    """A country that is not known is named with its row."""
    with pytest.raises(InputError, match=r"row 3, column c: 'Atlantis' is no country"):
        bring(write("d,c\n2021-05-01,PAK\n2021-05-01,Atlantis\n"), {"date": "d", "country": "c"}, country=None)


def test_spans_are_checked(store: Path, write: Write) -> None:
    """A span that ends before it starts, and one outside the stated coverage, are named."""
    mapping = {"start": "a", "end": "b", "count": "n"}
    with pytest.raises(InputError, match=r"row 2, column a and b: '2021-05-01 2021-01-01' lies before the start"):
        bring(write("a,b,n\n2021-05-01,2021-01-01,1\n"), mapping)
    with pytest.raises(InputError, match=r"row 2, .* reaches outside the coverage 2020-01-01..2020-12-31"):
        bring(write("a,b,n\n2021-05-01,2021-06-01,1\n"), mapping, coverage=Window.parse("2020"))
    with pytest.raises(InputError, match=r"row 2, column p: 'spring 2021' is not a day or span"):
        bring(write("p,n\nspring 2021,1\n"), {"period": "p", "count": "n"})


def test_another_measure_needs_another_id(store: Path, write: Write) -> None:
    """An id stands for one measure and one way of counting."""
    bring(write("p,n\n2022,7\n"), {"period": "p", "count": "n"})
    with pytest.raises(InputError, match=r"counts 'house fires'"):
        bring(write("p,n\n2022,7\n"), {"period": "p", "count": "n"}, measure="burglaries")
    with pytest.raises(InputError, match=r"holds spans counts and this file would be daily"):
        bring(write("d\n2022-01-01\n"), {"date": "d"})


def test_unwritable_store(write: Write, tmp_path: Path) -> None:
    """A data directory that cannot be written to is an error that names it."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    with pytest.raises(VerifierError, match="blocked"):
        bring(write("d\n2022-01-01\n"), {"date": "d"}, store=blocked)


@pytest.mark.parametrize("known_before", [True, False])
def test_failure_while_writing_changes_nothing(
    store: Path, write: Write, monkeypatch: pytest.MonkeyPatch, known_before: bool
) -> None:
    """A disk that fills up while the data package is written leaves what was there, and nothing beside it."""
    mapping = {"period": "p", "count": "n"}
    if known_before:
        bring(write("p,n\n2021,5\n"), mapping, published="2022-01-05")

    def held() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in store.rglob("*") if path.is_file() and path.name != ".lock"}

    before = held()
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target).name == "datapackage.json":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(VerifierError, match="No space left on device") as caught:
        bring(write("p,n\n2022,7\n"), mapping, published="2023-01-05")
    assert caught.value.exit_code == 1
    assert held() == before


def test_imports_of_one_id_at_once_take_turns(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four imports of one id at the same time leave four vintages, each with its counts."""
    from verifier.incidents import store as own_store

    write_table = own_store.write_table

    def slow(*what: Any, **more: Any) -> Any:
        sleep(0.05)
        return write_table(*what, **more)

    monkeypatch.setattr(own_store, "write_table", slow)
    files = [tmp_path / f"{number}.csv" for number in range(1, 5)]
    for number, file in enumerate(files, 1):
        file.write_text(f"p,n\n2021,{number}\n", encoding="utf-8")
    with ThreadPoolExecutor(4) as pool:
        done = [
            pool.submit(bring, file, {"period": "p", "count": "n"}, published=f"2022-0{file.stem}-05") for file in files
        ]
        for each in done:
            each.result()
    fires = load("fires")
    assert [each.id for each in fires.vintages()] == ["2022-01-05", "2022-02-05", "2022-03-05", "2022-04-05"]
    assert [pairs(fires, vintage=each.id)[0][2] for each in fires.vintages()] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("event_date,country,fatalities\n2021-05-01,Pakistan,3\n", {"date": "event_date", "country": "country"}),
        ("Date,Count\n13/02/2021,4\n", {"date": "Date", "count": "Count"}),
        ("start,end,attacks,note\n2021-01-01,2021-06-30,8,x\n", {"start": "start", "end": "end", "count": "attacks"}),
        ("Year,Iso3,Total\n2021,PAK,8\n", {"period": "Year", "count": "Total", "country": "Iso3"}),
        ("date,year,count\n2021-05-01,2021,4\n", {"date": "date", "count": "count"}),
        ("date,place\nsoon,Pakistan\n", {"country": "place"}),
        ("month,count\n5,4\n", {}),
        (
            "Area,Year,Knife offences\nKent,2021,8\nEssex,2021,..\nLeeds,2021,9\n",
            {"period": "Year", "count": "Knife offences"},
        ),
        ("Year,Murders,Population,Rate\n2021,8,90000,1.2\n", {"period": "Year"}),
        ("a,b\n1,2\n", {}),
    ],
)
def test_proposed_mapping(write: Write, text: str, expected: dict[str, str]) -> None:
    """Columns are proposed by name when what stands in them fits, and not otherwise."""
    assert propose_mapping(write(text)) == expected


unfit = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
fresh = settings(suppress_health_check=unfit, max_examples=12, deadline=None)
some_days = st.lists(st.dates(date(1990, 1, 1), date(2022, 12, 31)), min_size=1, max_size=30)


@fresh
@given(some_days, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%Y-%m-%dT12:00:00"]))
def test_counts_are_those_of_the_rows(tmp_path_factory: pytest.TempPathFactory, days: list[date], form: str) -> None:
    """However the days are written, each day has as many incidents as rows, and no day is added or lost."""
    folder = tmp_path_factory.mktemp("import")
    path = folder / "file.csv"
    path.write_text("d\n" + "".join(f'"{day.strftime(form)}"\n' for day in days), encoding="utf-8")
    table = bring(path, {"date": "d"}, store=folder / "store").cells("house-fires", "PAK").table
    assert Counter(days) == {start.date(): count for start, count in zip(table["start"], table["count"], strict=True)}


@fresh
@given(some_days, st.booleans())
def test_order_of_day_and_month_is_never_guessed(
    tmp_path_factory: pytest.TempPathFactory, days: list[date], day_first: bool
) -> None:
    """Dates with slashes are read right or refused; never read as another day."""
    folder = tmp_path_factory.mktemp("import")
    path = folder / "file.csv"
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    path.write_text("d\n" + "".join(day.strftime(form) + "\n" for day in days), encoding="utf-8")
    settled = any(day.day > 12 for day in days) or all(day.day == day.month for day in days)
    try:
        table = bring(path, {"date": "d"}, store=folder / "store").cells("house-fires", "PAK").table
    except InputError:
        assert not settled
        return
    assert settled
    assert set(table["start"]) == {pd.Timestamp(day) for day in days}


@fresh
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.sampled_from(["", ",", " ", "'", "\u202f"]))
def test_thousands_separators_are_read(tmp_path_factory: pytest.TempPathFactory, counts: list[int], mark: str) -> None:
    """Counts grouped with one kind of mark are read as the numbers they are."""
    folder = tmp_path_factory.mktemp("import")
    path = folder / "file.csv"
    days = [date(2000, 1, 1) + timedelta(days=place) for place in range(len(counts))]
    rows = [f'{day},"{format(count, ",").replace(",", mark)}"\n' for day, count in zip(days, counts, strict=True)]
    path.write_text("d,n\n" + "".join(rows), encoding="utf-8")
    table = bring(path, {"date": "d", "count": "n"}, store=folder / "store").cells("house-fires", "PAK").table
    assert table["count"].tolist() == counts


cell = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2021-05-01", "13/02/2021", "1,200", "1.000", "12", "-1", "", "NA", "Pakistan", '"', "2022", "٣"]),
)


@settings(fresh, max_examples=40)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.lists(st.lists(cell, min_size=3, max_size=3), max_size=6).map(
            lambda rows: "\n".join(",".join(row) for row in [["d", "n", "c"], *rows]).encode("utf-8", "replace")
        ),
    ),
    st.sampled_from(
        [
            {"date": "d"},
            {"date": "d", "count": "n"},
            {"period": "d", "count": "n"},
            {"start": "d", "end": "n", "count": "c"},
        ]
    ),
)
def test_any_bytes_are_imported_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, mapping: dict[str, str]
) -> None:
    """Whatever a file holds, it is imported or refused with an error of ours; a refused one leaves nothing behind."""
    folder = tmp_path_factory.mktemp("import")
    path = folder / "file.csv"
    path.write_bytes(content)
    try:
        dataset = bring(path, mapping, store=folder / "store")
    except VerifierError:
        assert not list(folder.glob("store/*"))
        return
    assert dataset.cells("house-fires", "PAK").table["count"].ge(0).all()


def test_a_long_value_in_the_first_rows_is_no_fault_of_the_header(store: Path, write: Write) -> None:
    """A table whose second row holds more than csv reads at a time is imported as another."""
    path = write(f"day,n,note\n2021-05-01,1,a\n2021-05-02,2,{'x' * 200_000}\n")
    dataset = bring(path, {"date": "day", "count": "n"})
    assert pairs(dataset) == [("2021-05-01", "2021-05-01", 1), ("2021-05-02", "2021-05-02", 2)]

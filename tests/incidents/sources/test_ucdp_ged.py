"""UCDP GED files in the layouts of its releases, made up small, become vintages of one dataset."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from verifier.errors import InputError, UsageError
from verifier.incidents.bringing import bring_file
from verifier.incidents.catalogue import load
from verifier.window import Window

HEADERS: dict[str, list[str]] = json.loads((Path(__file__).parents[1] / "layouts.json").read_text(encoding="utf-8"))
HDX, OLDER, FULL = (
    "ucdp_ged221_pakistan_hdx.csv",
    "ucdp_ged191_hdx_fixture.csv",
    "ucdp_ged231_central_african_republic.csv",
)
USUAL = {
    "type_of_violence": "1", "date_prec": "1", "where_prec": "1", "event_clarity": "1",
    "adm_1": "North", "deaths_a": "0", "deaths_b": "1", "deaths_civilians": "1", "deaths_unknown": "0",
    "best": "2", "low": "1", "high": "4", "gwnoa": "770", "country": "Pakistan",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))


def event(number: int, day: str, **more: str) -> dict[str, str]:
    """An event as UCDP writes it."""
    return USUAL | {"id": str(number), "year": day[:4], "date_start": day, "date_end": day} | more


def write(path: Path, header: list[str], rows: list[dict[str, str]], *, named: bool = True) -> Path:
    """A file with that header, every other value empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        if named:
            writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("layout", [HDX, OLDER, FULL])
def test_every_layout_gives_the_same_counts(tmp_path: Path, layout: str) -> None:
    """The 50-column copy of HDX, the older 42 columns and the full release differ in columns, not in counts."""
    rows = [
        event(1, "2020-01-01 00:00:00.000"),
        event(2, "2020-01-01 00:00:00.000", gwnob="750"),
        event(3, "2020-01-01", date_end="2020-01-09", date_prec="3", type_of_violence="3"),
    ]
    dataset = bring_file(write(tmp_path / "events.csv", HEADERS[layout], rows), version="24.1")
    cells = dataset.cells("violent-events", "PAK", vintage="24.1")
    assert cells.table["count"].tolist() == [3]
    assert dataset.cells("violent-events-non-interstate", "PAK", vintage="24.1").table["count"].tolist() == [2]
    assert cells.coverage == Window(date(1989, 1, 1), date(2023, 12, 31))
    assert any("1 of 3 events last more than one day" in note for note in cells.notes)


def test_tags_of_the_humanitarian_exchange_are_no_event(tmp_path: Path) -> None:
    """The second row of an HDX copy holds HXL tags and is left out."""
    rows = [{"date_start": "#date+start", "country": "#country+name"}, event(1, "2020-05-05")]
    bring_file(write(tmp_path / "e.csv", HEADERS[HDX], rows), version="24.1")
    assert load("ucdp-ged").cells("violent-events", "PAK", vintage="24.1").table["count"].sum() == 1


@pytest.mark.parametrize(
    ("name", "version"),
    [("GEDEvent_v25_1.csv", "25.1"), ("ged241-csv.csv", "24.1"), ("events of ours.csv", "21.1")],
)
def test_the_release_is_told_by_the_file_name_or_inferred(tmp_path: Path, name: str, version: str) -> None:
    """Without a version in the name the last year of the events tells it, and the vintage says so."""
    dataset = bring_file(write(tmp_path / name, HEADERS[FULL], [event(1, "2019-05-05"), event(2, "2020-05-05")]))
    (vintage,) = [each for each in dataset.vintages("PAK") if each.id == version]
    assert vintage.published.year == 2000 + int(version[:2])
    assert ("inferred" in vintage.note) == (version == "21.1")


def test_countries_of_one_release_add_up_and_vintages_stay(tmp_path: Path) -> None:
    """A release brought country by country is one vintage; the shipped vintages stay beside it."""
    shipped = [each.id for each in load("ucdp-ged").vintages()]
    bring_file(write(tmp_path / "a.csv", HEADERS[FULL], [event(1, "2020-05-05")]), version="24.1")
    bring_file(write(tmp_path / "b.csv", HEADERS[FULL], [event(2, "2020-05-05", country="India")]), version="24.1")
    dataset = load("ucdp-ged")
    assert [each.id for each in dataset.vintages()] == [*shipped, "24.1"]
    assert dataset.places("24.1") == ["IND", "PAK"]
    assert dataset.cells("violent-events", "PAK", vintage="22.1").table["count"].sum() > 1000


def test_a_mended_release_replaces_its_tables_and_nothing_else(tmp_path: Path) -> None:
    """Brought again with other rows, a country's table is replaced; brought again the same, nothing changes."""
    file = write(tmp_path / "a.csv", HEADERS[FULL], [event(1, "2020-05-05")])
    bring_file(file, version="24.1")
    before = {path: path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()}
    bring_file(file, version="24.1")
    assert {path: path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()} == before
    write(file, HEADERS[FULL], [event(1, "2020-05-05"), event(2, "2020-06-06")])
    bring_file(file, version="24.1")
    assert load("ucdp-ged").cells("violent-events", "PAK", vintage="24.1").table["count"].sum() == 2
    tables = tmp_path / "store" / "ucdp-ged" / "data"
    assert len(list(tables.iterdir())) == 2, "the replaced table is there for those who were about to read it"
    bring_file(file, version="24.1")
    assert len(list(tables.iterdir())) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"type_of_violence": "4"}, "row 3, column type_of_violence: '4' is none of the codes 1, 2, 3"),
        ({"date_start": "2020-02-30"}, "row 3, column date_start: '2020-02-30' is no day"),
        ({"date_end": "2019-01-01"}, "row 3, column date_end: '2019-01-01' lies before date_start"),
        ({"best": "2.5"}, "row 3, column best: '2.5' is no whole number"),
        ({"best": ""}, "row 3, column best: '' is missing"),
        ({"high": "-1"}, "row 3, column high: '-1' is less than 0"),
        ({"id": "1"}, "column id: '1' stands 2 times (rows 2, 3)"),
        ({"country": "Atlantis"}, "'Atlantis' is no country"),
        ({"date_start": "1988-01-01"}, "lies before 1989"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    """Every wrong value is refused, and nothing is kept of the file."""
    rows = [event(1, "2020-01-01"), event(2, "2020-01-02") | changed]
    with pytest.raises(InputError) as refused:
        bring_file(write(tmp_path / "e.csv", HEADERS[FULL], rows), version="24.1")
    assert said in str(refused.value)
    assert not (tmp_path / "store").exists()


def test_a_changed_layout_is_told_from_a_foreign_file(tmp_path: Path) -> None:
    """A file that lacks a few columns of a known layout says which."""
    header = [name for name in HEADERS[FULL] if name not in ("best", "date_prec")]
    rows = [{key: value for key, value in event(1, "2020-01-01").items() if key in header}]
    with pytest.raises(InputError, match=r"looks like UCDP GED events and lacks date_prec, best"):
        bring_file(write(tmp_path / "e.csv", header, rows))
    with pytest.raises(InputError, match=r"columns of no source known here"):
        bring_file(write(tmp_path / "f.csv", ["a", "b"], [{"a": "1"}]))


@pytest.mark.parametrize("version", ["25", "25.1.2", "newest"])
def test_a_version_that_is_no_yearly_release_is_refused(tmp_path: Path, version: str) -> None:
    """Candidate releases are never mixed into the yearly ones."""
    with pytest.raises(UsageError, match="is no yearly release"):
        bring_file(write(tmp_path / "e.csv", HEADERS[FULL], [event(1, "2020-01-01")]), version=version)

"""HDX HAPI conflict events in the columns of the exchange's files, made up small, become counts by month."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from verifier.comparisons.series import Series
from verifier.errors import InputError, NotCoveredError, UsageError
from verifier.incidents.bringing import bring_file
from verifier.incidents.catalogue import load
from verifier.window import Window

_OLDER = """
location_code has_hrp in_gho provider_admin1_name provider_admin2_name admin1_code admin1_name admin2_code admin2_name
admin_level event_type events fatalities reference_period_start reference_period_end dataset_hdx_id resource_hdx_id
"""
OLDER = _OLDER.split()
CURRENT = [*OLDER, "warning", "error"]
TAGS = {
    "location_code": "#country+code", "has_hrp": "#meta+has_hrp", "admin_level": "#meta+admin_level",
    "event_type": "#event+type", "events": "#event+num", "fatalities": "#event+fatalities+num",
    "reference_period_start": "#date+start", "reference_period_end": "#date+end",
}  # fmt: skip
USUAL = {
    "location_code": "PAK", "has_hrp": "Y", "in_gho": "Y", "admin_level": "2", "event_type": "political_violence",
    "events": "0", "fatalities": "0", "dataset_hdx_id": "d", "resource_hdx_id": "r",
}  # fmt: skip
ENDS = {"01": "31", "02": "28", "03": "31"}


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))


def row(month: str, events: int, **more: str) -> dict[str, str]:
    """The count of a place and month of 2023, as HAPI writes it."""
    span = {"reference_period_start": f"2023-{month}-01", "reference_period_end": f"2023-{month}-{ENDS[month]}"}
    return USUAL | span | {"events": str(events)} | more


ROWS = [
    row("01", 4, admin2_code="PK101", provider_admin2_name="One", fatalities="2"),
    row("01", 3, admin2_code="PK102", provider_admin2_name="Two"),
    row("02", 5, admin2_code="PK101", provider_admin2_name="One", fatalities="9"),
    row("01", 2, event_type="civilian_targeting", fatalities="1"),
    row("01", 8, event_type="demonstration", fatalities=""),
    row("01", 6, location_code="IND", admin_level="0"),
]


def write(path: Path, header: list[str], rows: list[dict[str, str]]) -> Path:
    """A file with that header, every other value empty, and a byte order mark, as the exchange writes it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("header", [CURRENT, OLDER], ids=["current", "older"])
@pytest.mark.parametrize("tagged", [True, False])
def test_every_layout_gives_the_same_counts(tmp_path: Path, header: list[str], tagged: bool) -> None:
    """With and without HXL tags, warnings and errors: regions add up to the country, month by month."""
    rows = [TAGS, *ROWS] if tagged else ROWS
    path = write(tmp_path / "hdx_hapi_conflict_event_global_2020-2024.csv", header, rows)
    dataset = bring_file(path, version="2023-06-02")
    counts = {each.id: dataset.cells(each.id, "PAK").table["count"].tolist() for each in dataset.definitions}
    assert counts == {
        "political-violence-events": [7, 5], "events-targeting-civilians": [2], "demonstration-events": [8],
        "fatalities": [2, 9], "civilian-targeting-fatalities": [1],
    }  # fmt: skip
    assert dataset.cells("political-violence-events", "IND").table["count"].tolist() == [6]
    assert dataset.places() == ["IND", "PAK"]


def test_days_with_a_time_and_rows_marked_as_errors(tmp_path: Path) -> None:
    """A time behind the day is read; a duplicate that HAPI marks is left out, an unknown place code is not."""
    times = {"reference_period_start": "2023-01-01 00:00:00+00:00", "reference_period_end": "2023-01-31T00:00:00"}
    rows = [
        row("01", 4) | times,
        row("01", 9, error="Duplicate row"),
        row("01", 1, location_code="XKX", admin_level="0", error="Non matching p-code"),
    ]
    dataset = bring_file(write(tmp_path / "h.csv", CURRENT, rows), version="2023-06-02")
    assert dataset.cells("political-violence-events", "PAK").table["count"].tolist() == [4]
    assert dataset.cells("political-violence-events", "XKX").table["count"].tolist() == [1]
    assert dataset.descriptor["verifier"]["vintages"][0]["left_out"][0]["rows"] == 1


def test_the_last_month_is_cut_on_the_day_the_data_end(tmp_path: Path) -> None:
    """The period of the last month is written out to its end; known are the days up to the release only."""
    dataset = bring_file(write(tmp_path / "h.csv", CURRENT, [*ROWS, row("03", 2)]), version="2023-03-10")
    series = Series(dataset.cells("political-violence-events", "PAK"))
    assert series.count(Window.parse("2023-01-01..2023-03-10")).count == 14
    with pytest.raises(NotCoveredError):
        series.count(Window.parse("2023-03"))


def test_files_of_other_years_make_up_one_vintage(tmp_path: Path) -> None:
    """HAPI publishes some years a file: those of one release add up, and overlapping ones are refused."""
    early = {"reference_period_start": "2019-12-01", "reference_period_end": "2019-12-31"}
    bring_file(write(tmp_path / "a.csv", CURRENT, ROWS), version="2023-06-02")
    bring_file(write(tmp_path / "b.csv", CURRENT, [row("01", 11) | early]), version="2023-06-02")
    assert load("hdx-hapi-conflict-event").cells("political-violence-events", "PAK").table["count"].tolist() == [
        11,
        7,
        5,
    ]
    with pytest.raises(InputError, match="has totals of PAK or IND that overlap"):
        bring_file(write(tmp_path / "c.csv", CURRENT, ROWS[:3]), version="2023-06-02")


def test_the_day_the_data_run_to_is_asked_for(tmp_path: Path) -> None:
    """Neither the file nor its name tells the day, so it must be given."""
    with pytest.raises(UsageError, match=r"page on HDX\): add it, as --release"):
        bring_file(write(tmp_path / "hdx_hapi_conflict_event_global_2020-2024.csv", CURRENT, ROWS))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"event_type": "riot"}, "row 3, column event_type: 'riot' is none of the codes civilian_targeting,"),
        ({"admin_level": "3"}, "row 3, column admin_level: '3' is none of the codes 0, 1, 2"),
        ({"admin_level": "0"}, "column admin_level: PAK has rows of level 0 and of level 2 for 2023-01-01"),
        ({"events": ""}, "row 3, column events: '' is missing"),
        ({"fatalities": ""}, "row 3, column fatalities: '' is missing, and unknown is not 0"),
        ({"reference_period_end": "2022-12-31"}, "row 3, column reference_period_end: '2022-12-31' lies before"),
        ({"location_code": "ZZZ"}, "'ZZZ' is no country"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    """Every wrong value is refused, and nothing is kept of the file."""
    with pytest.raises(InputError) as refused:
        bring_file(write(tmp_path / "h.csv", CURRENT, [row("01", 1), row("01", 2) | changed]), version="2023-06-02")
    assert said in str(refused.value)
    assert not (tmp_path / "store").exists()


def test_definitions_answer_the_words_of_claims(tmp_path: Path) -> None:
    """Attacks have a stand-in only, suicide bombings none."""
    dataset = bring_file(write(tmp_path / "h.csv", CURRENT, ROWS), version="2023-06-02")
    for phrase in ("terror attacks", "militant attacks"):
        assert [(a.definition.id, a.match) for a in dataset.answers(phrase)] == [("political-violence-events", "proxy")]
    assert dataset.answers("suicide bombings") == []

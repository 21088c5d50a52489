"""ACLED event files in the layouts of its exports, made up small, become vintages of one dataset."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from verifier.comparisons.series import Series
from verifier.errors import InputError, NotCoveredError, UsageError
from verifier.incidents.bringing import bring_file
from verifier.incidents.catalogue import load
from verifier.window import Window

_CURRENT = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude
longitude geo_precision source source_scale notes fatalities tags timestamp
"""
_OLDER = """
data_id iso event_id_cnty event_id_no_cnty event_date year time_precision event_type sub_event_type actor1
assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction region country admin1 admin2 admin3 location latitude
longitude geo_precision source source_scale notes fatalities timestamp iso3
"""
CURRENT, OLDER = _CURRENT.split(), _OLDER.split()
REGIONAL = [name.upper() for name in OLDER if name not in ("data_id", "timestamp", "iso3")]
WHOLE = Window(date(2020, 1, 1), date(2023, 12, 31))
NIGHT = "1706832000"  # 2 February 2024, 00:00 UTC
USUAL = {
    "time_precision": "1", "disorder_type": "Political violence", "event_type": "Battles",
    "sub_event_type": "Armed clash", "iso": "586", "iso3": "PAK", "region": "South Asia", "country": "Pakistan",
    "admin1": "North", "geo_precision": "1", "fatalities": "0", "timestamp": NIGHT,
}  # fmt: skip
SUICIDE = {"event_type": "Explosions/Remote violence", "sub_event_type": "Suicide bomb"}
KILLING = {
    "event_type": "Violence against civilians", "sub_event_type": "Attack", "civilian_targeting": "Civilian targeting"
}  # fmt: skip
MARCH = {"event_type": "Protests", "sub_event_type": "Peaceful protest", "disorder_type": "Demonstrations"}


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))


def event(number: int, day: str, **more: str) -> dict[str, str]:
    """An event as ACLED writes it, on an ISO day."""
    return USUAL | {"event_id_cnty": f"PAK{number}", "event_date": day, "year": day[:4]} | more


def write(
    path: Path, header: list[str], rows: list[dict[str, str]], *, delimiter: str = ",", mark: bool = False
) -> Path:
    """A file with that header, every other value empty."""
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows([[row.get(name.lower(), "") for name in header] for row in rows])
    return path


def spelled(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


ROWS = [
    event(1, "2020-01-05"),
    event(2, "2020-01-05", **SUICIDE, fatalities="12", time_precision="2"),
    event(3, "2021-03-01", **KILLING, fatalities="3", admin1=""),
    event(4, "2021-03-02", **MARCH),
    event(5, "2021-03-02", event_type="Riots", sub_event_type="Mob violence", fatalities="1"),
]
WRITTEN: dict[str, Callable[[date], str]] = {
    "iso": str, "spelled": spelled, "hyphened": lambda day: f"{day.day}-{day:%B}-{day.year}",
}  # fmt: skip


@pytest.mark.parametrize("header", [CURRENT, OLDER, REGIONAL], ids=["2023", "2019", "regional"])
@pytest.mark.parametrize("form", list(WRITTEN))
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_every_layout_gives_the_same_counts(tmp_path: Path, header: list[str], form: str, delimiter: str) -> None:
    """31 columns of 2023, 31 of 2019 and 28 in capitals, three ways to write a day, commas or semicolons."""
    rows = [row | {"event_date": WRITTEN[form](date.fromisoformat(row["event_date"]))} for row in ROWS]
    path = write(tmp_path / "ACLED Data_2024-02-02.csv", header, rows, delimiter=delimiter, mark=True)
    dataset = bring_file(path, coverage=WHOLE)
    totals = {each.id: dataset.cells(each.id, "PAK").table["count"].sum() for each in dataset.definitions}
    expected = {
        "violent-events": 3, "attacks-and-bombings": 2, "political-violence-events": 4, "suicide-attacks": 1,
        "bombings": 1, "battles": 1, "air-strikes": 0, "violence-against-civilians": 1, "abductions": 0,
        "protests": 1, "riots": 1,
        "demonstrations": 1, "fatalities": 15, "attack-fatalities": 15, "political-violence-fatalities": 16,
        "suicide-attack-fatalities": 12,
    }  # fmt: skip
    assert {name: totals[name] for name in expected} == expected
    assert [each.id for each in dataset.vintages()] == ["2024-02-02"]


def test_files_without_a_mark_for_civilians_do_not_count_them(tmp_path: Path) -> None:
    """The layout of 2019 has no column civilian_targeting: its counts are unknown, not none."""
    bring_file(write(tmp_path / "old.csv", OLDER, ROWS), version="2022-05-01", coverage=Window.parse("2020..2021"))
    bring_file(write(tmp_path / "new.csv", CURRENT, ROWS), version="2024-02-02", coverage=WHOLE)
    dataset = load("acled")
    assert dataset.cells("civilian-targeting-events", "PAK").table["count"].tolist() == [1]
    assert dataset.cells("civilian-targeting-fatalities", "PAK").table["count"].tolist() == [3]
    old = dataset.cells("civilian-targeting-events", "PAK", vintage="2022-05-01")
    assert old.table.empty
    assert any("does not record civilian targeting" in note for note in old.notes)
    with pytest.raises(NotCoveredError):
        Series(old).count(Window.parse("2021"))
    none = dataset.cells("air-strikes", "PAK", vintage="2022-05-01")
    assert Series(none).count(Window.parse("2021")).count == 0


def test_the_newest_change_names_the_vintage(tmp_path: Path) -> None:
    """Without a version the day of the newest timestamp names it, and the note says so."""
    rows = [ROWS[0], ROWS[3] | {"timestamp": "1704067200"}]
    dataset = bring_file(write(tmp_path / "2020-01-01-2022-06-30-Pakistan.csv", CURRENT, rows))
    (vintage,) = dataset.vintages("PAK")
    assert vintage.id == "2024-02-02"
    assert vintage.published == date(2024, 2, 2)
    assert vintage.coverage == Window.parse("2020-01-01..2022-06-30")
    assert "the newest change in the file, of 2024-02-02" in vintage.note
    assert "nothing of event type Explosions/Remote violence, Violence against civilians, Riots" in vintage.note


def test_a_file_that_tells_no_day_of_export_is_asked_for_it(tmp_path: Path) -> None:
    """A file without timestamps and without a date in its name needs --release."""
    path = write(tmp_path / "South Asia.csv", REGIONAL, ROWS)
    with pytest.raises(UsageError, match=r"does not say on which day it was exported: add it, as --release"):
        bring_file(path)
    with pytest.raises(UsageError, match="which day is right"):
        bring_file(path, version="2021-01-01")
    with pytest.raises(UsageError, match="'newest' is no day"):
        bring_file(path, version="newest")


def test_a_country_is_covered_from_the_day_acled_begins(tmp_path: Path) -> None:
    """Coverage that is asked from before ACLED covers a country begins with ACLED, not with false zeros."""
    rows = [event(1, "2019-01-01"), event(2, "2021-01-01", country="United States", iso="840")]
    dataset = bring_file(write(tmp_path / "e.csv", CURRENT, rows), coverage=Window.parse("1997-01-01..2024-01-31"))
    starts = {place: dataset.cells("violent-events", place).coverage for place in ("PAK", "USA")}
    assert starts["PAK"] == Window.parse("2010-01-01..2024-01-31")
    assert starts["USA"] == Window.parse("2020-01-01..2024-01-31")
    assert "WLD" not in dataset.places()


def test_vintages_stand_side_by_side(tmp_path: Path) -> None:
    """A later export restates the past and leaves the earlier one as it was; the same export again changes nothing."""
    bring_file(write(tmp_path / "a.csv", CURRENT, ROWS[:2]), version="2023-03-24", coverage=Window.parse("2020"))
    bring_file(write(tmp_path / "b.csv", CURRENT, ROWS), version="02Feb2024", coverage=WHOLE)
    before = {path: path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()}
    bring_file(write(tmp_path / "c.csv", CURRENT, ROWS), version="2024-02-02", coverage=WHOLE)
    assert {path: path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()} == before
    counts = [load("acled").cells("violent-events", "PAK", vintage=each).table["count"].sum() for each in
              ("2023-03-24", "2024-02-02")]  # fmt: skip
    assert counts == [2, 3]


def test_the_answer_of_the_api_is_read(tmp_path: Path) -> None:
    """JSON from the API, an object with a list called data, gives the same counts."""
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"status": 200, "count": len(ROWS), "data": [
        {name: int(row.get(name, "0")) if name in ("year", "iso", "fatalities", "timestamp") else row.get(name, "")
         for name in CURRENT} for row in ROWS
    ]}))  # fmt: skip
    dataset = bring_file(path, coverage=WHOLE)
    assert dataset.cells("suicide-attacks", "PAK", vintage="2024-02-02").table["count"].tolist() == [1]


def test_vague_days_are_said_and_places_without_a_code_left_out(tmp_path: Path) -> None:
    """Events dated to a week or a month are counted and said; Akrotiri and Dhekelia has no ISO code."""
    rows = [*ROWS, event(9, "2021-01-01", country="Akrotiri and Dhekelia", iso="0")]
    dataset = bring_file(write(tmp_path / "e.csv", CURRENT, rows), coverage=WHOLE)
    assert dataset.places() == ["PAK"]
    assert any("1 of 3 events are dated only to a week" in n for n in dataset.cells("violent-events", "PAK").notes)
    (vintage,) = dataset.descriptor["verifier"]["vintages"]
    assert vintage["left_out"][0]["rows"] == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"event_type": "Battle"}, "row 3, column event_type: 'Battle' is none of the codes Battles,"),
        ({"sub_event_type": "Suicide attack"}, "row 3, column sub_event_type: 'Suicide attack' is none of the codes"),
        ({"sub_event_type": "Grenade"}, "row 3, column sub_event_type: 'Grenade' does not belong to the event_type"),
        ({"time_precision": "4"}, "row 3, column time_precision: '4' is none of the codes 1, 2, 3"),
        ({"geo_precision": "0"}, "row 3, column geo_precision: '0' is none of the codes 1, 2, 3"),
        ({"event_date": "31 June 2021"}, "row 3, column event_date: '31 June 2021' is no day"),
        ({"event_date": "03/04/2021"}, "row 3, column event_date: '03/04/2021' is no day"),
        ({"year": "2019"}, "row 3, column year: '2019' is not the year of event_date"),
        ({"iso": "356"}, "row 3, column iso: '356' is not the ISO 3166 number of Pakistan, which is 586"),
        ({"fatalities": ""}, "row 3, column fatalities: '' is missing"),
        ({"fatalities": "-1"}, "row 3, column fatalities: '-1' is less than 0"),
        ({"country": "Atlantis"}, "'Atlantis' is no country"),
        (
            {"event_id_cnty": "PAK1"},
            "'PAK1' stands 2 times (rows 2, 3): each event has its own; is this the export",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_row(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    """Every wrong value is refused, and nothing is kept of the file."""
    rows = [event(1, "2021-01-01"), event(2, "2021-01-02") | changed]
    with pytest.raises(InputError) as refused:
        bring_file(write(tmp_path / "e.csv", CURRENT, rows), version="2024-02-02")
    assert said in str(refused.value)
    assert not (tmp_path / "store").exists()


def test_older_names_and_countries_without_a_number_are_taken(tmp_path: Path) -> None:
    """Names of event types that ACLED has changed, and Kosovo, whose number ACLED writes as 0."""
    rows = [
        event(1, "2021-01-01", event_type="Strategic development", sub_event_type="Arrests"),
        event(2, "2021-01-01", event_type="Protests", sub_event_type="Excessive force against protestors"),
        event(3, "2021-01-01", country="Kosovo", iso="0"),
        event(4, "2021-01-01", country="Republic of Congo", iso="178"),
    ]
    dataset = bring_file(write(tmp_path / "e.csv", OLDER, rows), coverage=WHOLE)
    assert dataset.places() == ["COG", "PAK", "XKX"]
    assert dataset.cells("political-violence-events", "PAK").table["count"].sum() == 1


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("suicide bombings", [("suicide-attacks", "exact")]),
        ("terror attacks", [("violent-events", "proxy"), ("attacks-and-bombings", "proxy")]),
        ("attacks", []),
        ("militant attacks", [("violent-events", "proxy"), ("attacks-and-bombings", "proxy")]),
        ("bomb blasts", [("bombings", "near")]),
        ("events targeting civilians", [("civilian-targeting-events", "exact")]),
        ("people killed in suicide bombings", [("suicide-attack-fatalities", "near")]),
    ],
)
def test_definitions_answer_the_words_of_claims(tmp_path: Path, phrase: str, expected: list[tuple[str, str]]) -> None:
    """A phrase finds its definitions, each with the sentence that says how well it fits."""
    dataset = bring_file(write(tmp_path / "e.csv", CURRENT, ROWS), coverage=WHOLE)
    answers = dataset.answers(phrase)
    assert [(each.definition.id, each.match) for each in answers] == expected
    assert all(each.why.endswith(".") for each in answers)
    assert dataset.answers("people injured in attacks") == []
    assert "no field for people injured" in dataset.abstention("people injured in attacks")

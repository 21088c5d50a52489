"""UCDP candidate files and pages of UCDP's API, made up small: told from yearly releases, and never mixed with them."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_ucdp_ged import FULL, HDX, HEADERS, event, write

from verifier.errors import DataError, InputError, UsageError
from verifier.incidents.bringing import about, bring, bring_file
from verifier.incidents.catalogue import load
from verifier.incidents.packages import read_descriptor
from verifier.incidents.sources.ucdp_ged import LAYOUTS

HEADER = list(LAYOUTS[0].headless)
SEPTEMBER = [event(1, "2025-09-01 00:00:00.000"), event(2, "2025-09-30 00:00:00.000", country="India")]


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))


def test_the_names_of_a_file_without_header_are_those_of_the_full_release() -> None:
    """The columns that stand in for a missing header are the 49 of the codebook, those of full releases among them."""
    assert len(HEADER) == len(set(HEADER)) == 49
    assert set(HEADERS[FULL]) < set(HEADER)
    assert HEADER[:3] == ["id", "relid", "year"]
    assert HEADER[-3:] == ["low", "gwnoa", "gwnob"]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("name", "version", "covered", "published"),
    [
        ("GEDEvent_v25_0_9.csv", "25.0.9", "2025-09-01..2025-09-30", date(2025, 10, 31)),
        ("GEDEvent_v25_01_25_09.csv", "25.01.25.09", "2025-01-01..2025-09-30", date(2025, 10, 31)),
        ("GEDEvent_v25_01_25_12.csv", "25.01.25.12", "2025-01-01..2025-12-31", date(2026, 1, 31)),
    ],
)
def test_a_candidate_file_covers_the_months_in_its_name(
    tmp_path: Path, name: str, version: str, covered: str, published: date, *, named: bool
) -> None:
    """With a header or without, the file is a vintage of the candidate events and says how far they are checked."""
    dataset = bring_file(write(tmp_path / name, HEADER, SEPTEMBER, named=named))
    (vintage,) = dataset.vintages()
    assert (dataset.id, vintage.id, str(vintage.coverage), vintage.published) == (
        "ucdp-candidate", version, covered, published,
    )  # fmt: skip
    assert "checked them less" in vintage.note
    assert dataset.cells("violent-events", "PAK").table["count"].tolist() == [1]


def test_candidate_events_are_never_added_to_a_yearly_release(tmp_path: Path) -> None:
    """Both stand as datasets of their own, and a candidate version of a yearly file is no way around it."""
    bring_file(write(tmp_path / "GEDEvent_v25_1.csv", HEADER, [event(1, "2024-09-01")]))
    bring_file(write(tmp_path / "GEDEvent_v24_0_9.csv", HEADER, [event(9, "2024-09-02")]))
    assert load("ucdp-ged").cells("violent-events", "PAK", vintage="25.1").table["count"].sum() == 1
    assert load("ucdp-candidate").cells("violent-events", "PAK").table["count"].sum() == 1


def test_without_a_name_the_status_of_the_events_tells(tmp_path: Path) -> None:
    """Events that UCDP has still to check stand in candidate files only; the months then name the release."""
    rows = [event(1, "2025-03-02", code_status="Clear"), event(2, "2025-03-09", code_status="Check dyad")]
    dataset = bring_file(write(tmp_path / "events.csv", HEADER, rows))
    (vintage,) = dataset.vintages()
    assert (dataset.id, vintage.id) == ("ucdp-candidate", "25.0.3")
    assert "25.0.3 is inferred" in vintage.note
    rows = [event(1, "2025-01-02", code_status="Check deaths"), event(2, "2025-03-09", code_status="Clear")]
    bring_file(write(tmp_path / "more.csv", HEADER, rows))
    assert load("ucdp-candidate").vintages()[-1].id == "25.01.25.03"


def test_a_file_that_does_not_tell_is_asked_about(tmp_path: Path) -> None:
    """Checked events of one year may be either, so nothing is guessed; a copy of HDX is of a yearly release."""
    rows = [event(1, "2024-09-01", code_status="Clear")]
    with pytest.raises(UsageError, match=r"does not tell .* name the release, 25\.1 .* or 25\.0\.9"):
        bring_file(write(tmp_path / "events.csv", HEADER, rows))
    assert not (tmp_path / "store").exists()
    assert bring_file(tmp_path / "events.csv", version="25.1").id == "ucdp-ged"
    assert bring_file(tmp_path / "events.csv", version="24.0.9").id == "ucdp-candidate"
    assert bring_file(write(tmp_path / "hdx.csv", HEADERS[HDX], rows)).id == "ucdp-ged"


def test_an_event_that_began_before_the_month_is_left_out_and_counted(tmp_path: Path) -> None:
    """A few events of a monthly file begin earlier; a file whose events are mostly of other days is refused."""
    rows = [*SEPTEMBER, event(3, "2025-08-29", date_end="2025-09-02")]
    dataset = bring_file(write(tmp_path / "GEDEvent_v25_0_9.csv", HEADER, rows))
    assert dataset.cells("violent-events", "PAK").table["count"].sum() == 1
    assert {"reason": "it begins outside the months of the release", "rows": 1} in (
        dataset.descriptor["verifier"]["vintages"][0]["left_out"]
    )
    with pytest.raises(InputError, match="reaches outside 2025-10-01"):
        bring_file(write(tmp_path / "GEDEvent_v25_0_10.csv", HEADER, SEPTEMBER))


@pytest.mark.parametrize("version", ["25.0.13", "25.0.0", "24.01.25.09"])
def test_a_month_that_is_none_is_refused(tmp_path: Path, version: str) -> None:
    """A version of no month of a year is no release."""
    with pytest.raises(UsageError, match="is no release of UCDP candidate events"):
        bring_file(write(tmp_path / "e.csv", HEADER, SEPTEMBER), version=version)


def test_the_candidate_events_are_described_and_ship_nothing() -> None:
    """Without a file of the user there is no such dataset; no definition claims more than to come near."""
    with pytest.raises(DataError):
        load("ucdp-candidate")
    described = about("ucdp-candidate")
    assert set(described["obtain"]) == {"words", "url"}
    assert not any("exact" in each for each in described["definitions"])


# --- pages of the API ---------------------------------------------------------------------------------------------


def page(
    rows: list[dict[str, str]], total: int, *, version: str = "25.1", asked: str = "pagesize=2", more: bool = True
) -> dict[str, Any]:
    """A page as the API answers, whole numbers as numbers."""
    records = [
        {name: int(row[name]) if row.get(name, "").isdecimal() else row.get(name) for name in HEADER} for row in rows
    ]
    url = f"https://ucdpapi.pcr.uu.se/api/gedevents/{version}?{asked}&page=1"
    links = {"PreviousPageUrl": "" if more else url, "NextPageUrl": url if more else ""}
    return {"TotalCount": total, "TotalPages": (total + 1) // 2} | links | {"Result": records}


EVENTS = [event(number, f"2024-01-0{number}T00:00:00") for number in (1, 2, 3)]
PAGES = [page(EVENTS[:2], 3), page(EVENTS[2:], 3, more=False)]


def folder_of(path: Path, pages: list[dict[str, Any]]) -> Path:
    """Pages saved one by one in a folder."""
    path.mkdir()
    for at, each in enumerate(pages):
        (path / f"page{at}.json").write_text(json.dumps(each), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["folder", "zip", "list"])
def test_pages_join_to_one_release(tmp_path: Path, form: str) -> None:
    """Pages in a folder, in a zip file or in a list are one release, named by the address they give."""
    path = folder_of(tmp_path / "pages", PAGES)
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
            for each in path.iterdir():
                archive.write(each, each.name)
        path = tmp_path / "pages.zip"
    elif form == "list":
        path = tmp_path / "pages.json"
        path.write_text(json.dumps(PAGES), encoding="utf-8")
    dataset = bring_file(path)
    (vintage,) = [each for each in dataset.vintages("PAK") if each.id == "25.1"]
    assert str(vintage.coverage) == "1989-01-01..2024-12-31"
    assert dataset.cells("violent-events", "PAK", vintage="25.1").table["count"].tolist() == [1, 1, 1]


def test_one_page_that_holds_all_is_enough(tmp_path: Path) -> None:
    """A saved page of a small answer needs no other; without an address the version is asked for."""
    path = tmp_path / "answer.json"
    whole = page(EVENTS, 3) | {"NextPageUrl": "", "PreviousPageUrl": ""}
    path.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(UsageError, match="name the release"):
        bring_file(path)
    assert bring_file(path, version="25.1").cells("violent-events", "PAK", vintage="25.1").table["count"].sum() == 3


def test_candidate_events_of_the_api_are_candidate_events(tmp_path: Path) -> None:
    """The version in the address tells the dataset."""
    pages = [page(SEPTEMBER[:1], 2, version="25.0.9"), page(SEPTEMBER[1:], 2, version="25.0.9", more=False)]
    dataset = bring_file(folder_of(tmp_path / "pages", pages))
    assert (dataset.id, dataset.vintages()[0].id) == ("ucdp-candidate", "25.0.9")


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        (PAGES[:1], r"holds 2 of the 3 events that TotalCount names, in 1 pages: save the missing pages too"),
        ([*PAGES, PAGES[1]], r"holds 4 of the 3 events .* is a page there twice"),
        ([PAGES[0], page(EVENTS[2:], 5)], r"of different requests \(TotalCount 3 and 5\)"),
        ([page(EVENTS[:1], 1, asked="StartDate=2024-01-01")], r"asked for a part of the events \(startdate\)"),
        ([{"message": "no token"}], r"holds no list of records"),
        ([], r"is a folder without JSON files in it"),
    ],
)
def test_pages_that_are_not_all_are_refused(tmp_path: Path, pages: list[dict[str, Any]], said: str) -> None:
    """A page that is missing, there twice or of another request is an error that says so, and nothing is kept."""
    with pytest.raises(InputError, match=said):
        bring_file(folder_of(tmp_path / "pages", pages))
    assert not (tmp_path / "store").exists()


def test_a_country_may_be_asked_for_alone(tmp_path: Path) -> None:
    """All events of one country are complete for that country."""
    pages = [page(EVENTS, 3, asked="pagesize=1000&Country=770")]
    assert bring_file(folder_of(tmp_path / "pages", pages)).places("25.1") == ["PAK"]


def test_monthly_files_are_joined_by_id_and_the_later_wins(tmp_path: Path) -> None:
    """A vintage has the months before it; an event that a later file has again counts as that one tells it.

    The order in which the files are brought in makes no difference.
    """
    august = write(tmp_path / "GEDEvent_v25_0_8.csv", HEADER, [event(1, "2025-08-03"), event(2, "2025-08-09")])
    september = write(
        tmp_path / "GEDEvent_v25_0_9.csv",
        HEADER,
        [event(2, "2025-08-10"), event(3, "2025-09-02"), event(4, "2025-09-03")],
    )
    bring_file(september)
    dataset = bring_file(august)
    assert [(one.id, str(one.coverage)) for one in dataset.vintages()] == [
        ("25.0.8", "2025-08-01..2025-08-31"),
        ("25.0.9", "2025-08-01..2025-09-30"),
    ]
    table = dataset.cells("violent-events", "PAK", vintage="25.0.9").table
    assert [str(day.date()) for day in table["start"]] == ["2025-08-03", "2025-08-10", "2025-09-02", "2025-09-03"]
    assert dataset.cells("violent-events", "PAK", vintage="25.0.8").table["count"].sum() == 2
    assert "Joined with 25.0.8" in dataset.vintages()[-1].note
    done = bring([september, august], store=tmp_path / "other")
    assert done.vintage == "25.0.9"
    descriptors = [read_descriptor(tmp_path / each / "ucdp-candidate") for each in ("store", "other")]
    assert descriptors[0]["verifier"]["vintages"] == descriptors[1]["verifier"]["vintages"]


def test_months_with_a_gap_between_them_are_not_joined(tmp_path: Path) -> None:
    """Of a month that is missing nothing is known, so the months before it stay apart."""
    bring_file(write(tmp_path / "GEDEvent_v25_0_7.csv", HEADER, [event(1, "2025-07-03")]))
    dataset = bring_file(write(tmp_path / "GEDEvent_v25_0_9.csv", HEADER, [event(2, "2025-09-10")]))
    assert str(dataset.vintages()[-1].coverage) == "2025-09-01..2025-09-30"

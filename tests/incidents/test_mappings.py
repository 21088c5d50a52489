"""A mapping kept beside a file says how it is imported; tables of every kind are read by it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from broken import workbook, zipped
from frictionless import validate

from verifier.cli import main
from verifier.errors import InputError, UsageError
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import Dataset
from verifier.incidents.own.importing import import_file
from verifier.incidents.own.importing import import_own as import_with_notes
from verifier.incidents.own.mapping import ROLES, pairs, read_mapping
from verifier.incidents.own.proposing import proposal

CRIMES = """day,kind,district,reports
2022-01-01,Bicycle,North,"1,200"
2022-01-01,Bicycle,South,3
2022-01-02,Arson,North,4
"""
MAPPING = """\
id: crimes
measure: reported crimes
title: Crimes reported
licence: CC0
citation: City police, 2023
country: NO
coverage: 2022-01-01..2022-01-31
published: 2023-02
map:
  date: day
  count: reports
  region: district
  category: kind
definitions:
  - id: bicycle-thefts
    label: bicycle thefts
    filter: {category: Bicycle}
    near: [thefts]
    exact: [bicycle thefts, stolen bicycles]
    why: {near: Only bicycles are counted.}
  - id: northern-arson
    label: arson in the north
    filter: {category: [Arson], region: [North]}
"""


def import_own(path: Path, said: dict[str, Any], roles: Sequence[str] = (), mapping: Path | None = None) -> Dataset:
    """The dataset that a file becomes, with ROLE=COLUMN texts as the command line has them."""
    return import_with_notes(path, said | {"map": pairs(roles, "--map", ROLES)}, mapping).dataset


@pytest.fixture
def crimes(tmp_path: Path) -> Path:
    """A table with two groups and the mapping beside it."""
    (tmp_path / "crimes.csv.mapping.yml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "crimes.csv").write_text(CRIMES, encoding="utf-8")
    return tmp_path / "crimes.csv"


def counts(definition: str, dataset: str = "crimes", place: str = "NOR") -> list[int]:
    """The counts of a definition, day by day."""
    return [int(count) for count in load(dataset).cells(definition, place).table["count"]]


def test_one_file_answers_several_measures(crimes: Path, own_data: Path) -> None:
    """Each definition counts the rows it chooses; region and category are columns of the table; NO is Norway."""
    dataset = import_own(crimes, {})
    assert counts("reported-crimes") == [1203, 4]
    assert counts("bicycle-thefts") == [1203]
    assert counts("northern-arson") == [4]
    assert [answer.match for answer in dataset.answers("stolen bicycles")] == ["exact"]
    (near,) = dataset.answers("thefts")
    assert (near.match, near.why) == ("near", "Only bicycles are counted.")
    assert (dataset.title, dataset.licence.name, dataset.citation) == ("Crimes reported", "CC0", "City police, 2023")
    assert str(dataset.vintages()[0].published) == "2023-02-28"
    assert (
        next((own_data / "crimes" / "data").glob("2023-02-28--*.csv"))
        .read_text(encoding="utf-8")
        .startswith("date,place,region,category,count\n")
    )
    assert validate(str(own_data / "crimes" / "datapackage.json")).valid


def test_the_command_line_uses_the_mapping_beside_the_file(crimes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`data import FILE` needs nothing more; an option goes before what the mapping says."""
    monkeypatch.setattr(sys, "argv", ["verifier", "data", "import", str(crimes), "--id", "others"])
    main()
    assert counts("bicycle-thefts", "others") == [1203]


def test_a_mapping_may_lie_elsewhere_and_two_are_asked_about(crimes: Path, tmp_path: Path) -> None:
    """--mapping names one; of two that lie beside the file none is taken for the other."""
    (tmp_path / "crimes.mapping.yml").write_text(MAPPING.replace("id: crimes", "id: second"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"both crimes.csv.mapping.yml and crimes.mapping.yml"):
        import_own(crimes, {})
    assert import_own(crimes, {}, mapping=tmp_path / "crimes.mapping.yml").id == "second"


def test_options_go_before_the_mapping(crimes: Path) -> None:
    """A country given as an option replaces the column of the mapping, and a column replaces its one country."""
    crimes.write_text(
        CRIMES.replace("district", "land").replace("North", "PAK").replace("South", "IND"), encoding="utf-8"
    )
    beside = crimes.with_name("crimes.csv.mapping.yml")
    beside.write_text(MAPPING.partition("definitions")[0].replace("region: district", "region: land"), encoding="utf-8")
    assert import_own(crimes, {"id": "a"}, ["country=land"]).places() == ["IND", "PAK"]
    beside.write_text(beside.read_text().replace("region:", "country:").replace("country: NO\n", ""), encoding="utf-8")
    assert import_own(crimes, {"id": "b"}).places() == ["IND", "PAK"]
    crimes.write_text(crimes.read_text().replace("IND", "Nowhere").replace("Bicycle,Nowhere", "Other,Nowhere"))
    assert import_own(crimes, {"id": "c", "country": "Norway"}).places() == ["NOR"]


def test_a_later_file_counts_the_same_things(crimes: Path) -> None:
    """Definitions may be added and reworded; they may not be dropped or count something else."""
    path = crimes.with_name("crimes.csv.mapping.yml")
    import_own(crimes, {})
    path.write_text(MAPPING.replace("[Arson]", "[Bicycle]"), encoding="utf-8")
    with pytest.raises(InputError, match=r"northern-arson counted .*give the new definition an id of its own"):
        import_own(crimes, {})
    path.write_text(MAPPING.partition("  - id: northern")[0], encoding="utf-8")
    with pytest.raises(InputError, match=r"counts 'arson in the north'"):
        import_own(crimes, {})
    path.write_text(MAPPING + "  - id: arson\n    label: arson\n    filter: {category: Arson}\n", encoding="utf-8")
    assert import_own(crimes, {}).answers("arson")
    path.write_text(MAPPING.partition("definitions")[0].replace("  region: district\n", ""), encoding="utf-8")
    with pytest.raises(InputError):
        import_own(crimes, {})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("licence:", "license:", r":4:1: unknown field 'license'; did you mean 'licence'\?"),
        ("  date:", "  when:", r":10:3: unknown field 'when'; it takes date"),
        ("title: Crimes", "id: Crimes", r":3:1: 'id' is given twice"),
        ("measure: reported crimes", "measure:", r":2:9: measure is empty"),
        (
            "  - id: bicycle-thefts",
            "  - id: Bicycle Thefts",
            r":15:9: id: 'Bicycle Thefts' is not an id: small letters, digits and hyphens",
        ),
        ("    label: bicycle thefts\n", "", r":15:5: label is missing"),
        ("{category: Bicycle}", "{sort: Bicycle}", r"no column 'sort' \(for a filter\)"),
        ("map:\n", "map: [\n", r":11:8: expected"),
        ("title: Crimes reported", "title: {a: b}", r":3:8: title: .* is not a text"),
        ("country: NO", "country: !!python/object/apply:os.system [id]", r":6:10: tags .* are not taken"),
        ("{category: Bicycle}", "{category: Bycicle}", r"no row has the category 'Bycicle'; did you mean 'Bicycle'\?"),
        ("  category: kind\n", "", r"no column 'category' \(for a filter\)"),
    ],
)
def test_a_wrong_mapping_is_named_with_its_line(crimes: Path, own_data: Path, old: str, new: str, said: str) -> None:
    """What a mapping does not know is refused, with the line and the nearest known key, and nothing is run or kept."""
    assert old in MAPPING
    crimes.with_name("crimes.csv.mapping.yml").write_text(MAPPING.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        import_own(crimes, {})
    assert not list(own_data.iterdir())


@pytest.mark.parametrize(
    "content", [b"", b"- a\n", b"caf\xe9: 1", b"[" * 5000, b"a: &a [*a]", b"x" * 200_000, b"? [a]\n: 1\n"]
)
def test_no_mapping_at_all(tmp_path: Path, content: bytes) -> None:
    """Whatever else a mapping file holds is an error that names it."""
    path = tmp_path / "x.mapping.yml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.mapping\.yml"):
        read_mapping(path)


def test_a_group_that_decides_may_not_be_missing(crimes: Path) -> None:
    """A row without the category that a definition chooses by is unknown, not left out."""
    crimes.write_text(CRIMES + "2022-01-03,,North,1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 5, column kind: '' is missing, and a definition chooses by it"):
        import_own(crimes, {})


HEADER = ["Incident date", "Country"]
TABLES = {
    "a.csv": "Incident date,Country\n2021-05-01,Türkiye\n2021-05-03,TUR\n".encode("latin-1"),
    "a.zip": zipped(**{"folder/a__csv": "Incident date;Country\n2021-05-01;Türkiye\n2021-05-03;TUR\n"}),
    "a.json": json.dumps(
        [dict(zip(HEADER, row, strict=True)) for row in (["2021-05-01", "TUR"], ["2021-05-03", "TUR"])]
    ),
    "a.xlsx": workbook(["Our fires"], [], HEADER, [date(2021, 5, 1), "Türkiye"], ["2021-05-03", "TUR"], []),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_every_kind(tmp_path: Path, name: str) -> None:
    """CSV in latin-1 when that is said, a zip with a CSV, JSON records and a workbook with cells of dates are read."""
    content = TABLES[name]
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    dataset = import_file(
        tmp_path / name, dataset_id="fires", measure="fires", mapping={"date": HEADER[0], "country": HEADER[1]},
        encoding="latin-1" if name == "a.csv" else None,
    )  # fmt: skip
    assert [str(day.date()) for day in dataset.cells("fires", "TUR").table["start"]] == ["2021-05-01", "2021-05-03"]


def test_a_proposal_is_a_mapping_to_be_completed(tmp_path: Path, own_data: Path, capsys: pytest.CaptureFixture[str],
                                                 monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """--propose prints YAML and imports nothing; what it cannot know is left empty and then asked for."""
    path = tmp_path / "Bike thefts.csv"
    path.write_text("Date,Type,Count\n03/04/2021,a,1\n05/06/2021,b,2\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["verifier", "data", "import", str(path), "--propose"])
    main()
    printed = capsys.readouterr().out
    assert printed == proposal(path)
    for line in ('  date: "Date"', '  count: "Count"', "id: bike-thefts", "# true where 03/04/2021 has the day first"):
        assert line in printed
    assert not list(own_data.iterdir())
    mapping = tmp_path / "Bike thefts.csv.mapping.yml"
    mapping.write_text(printed, encoding="utf-8")
    with pytest.raises(InputError, match=r":4:9: measure is empty"):
        import_own(path, {})
    said = {
        "measure:": "measure: thefts",
        "country:": "country: Denmark",
        "dayfirst:": "dayfirst: yes",
        "  # category": "  category",
    }
    for empty, filled in said.items():
        assert empty in printed
        printed = printed.replace(empty, filled, 1)
    mapping.write_text(printed, encoding="utf-8")
    assert str(import_own(path, {}).vintages()[0].coverage) == "2021-04-03..2021-06-05"


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Year,Jan,Feb,Mar,Annual\n2021,1,2,3,6\n", ['wide: {"month": "Jan..Mar"}', '  year: "Year"']),
        ("Offence,2020,2021,Change\nTheft,5,6,20%\n", ['wide: {"period": "2020..2021"}', '  category: "Offence"']),
        ("Year,Killed,Hurt\n2021,1,2\n", ['  period: "Year"', '  count:   # what is counted: one of "Killed", "Hurt"']),
        ("Year,N\n2020/21,5\n", ["#   '2020/21' (not read: is a year that runs over two"]),
        ("When\n8/27/06\n", ["--century 2000"]),
    ],
)
def test_a_table_of_totals_is_proposed_by_its_values(tmp_path: Path, text: str, proposed: list[str]) -> None:
    """Years beside one column of numbers, columns of years or months; what must be said for it is shown."""
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    printed = proposal(path)
    assert all(line in printed for line in proposed), printed
    assert "no column looks like a date" not in printed


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        (["when=d"], r"there is no role 'when'"),
        (["date"], r"write ROLE=COLUMN"),
        (["date=a", "date=b"], r"given twice"),
        ([], r"say which column holds what.*--map date=d"),
        (["date=d"], r"the id is missing"),
    ],
)
def test_what_is_not_said_is_asked_for(tmp_path: Path, roles: list[str], said: str) -> None:
    """Roles, id and measure are asked for, never guessed."""
    (tmp_path / "a.csv").write_text("date,d\n2021-05-01,2021-05-01\n", encoding="utf-8")
    with pytest.raises(UsageError, match=said.replace("date=d", "date=date")):
        import_own(tmp_path / "a.csv", {}, roles)


def test_the_sheet_of_several_is_asked_for(tmp_path: Path) -> None:
    """A workbook with tables in two sheets is read only when it is said which."""
    path = tmp_path / "two.xlsx"
    new = [["day", "n"], ["2021-05-01", 1], ["2021-05-01", 1]]
    path.write_bytes(workbook(["day", "n"], ["2020-01-01", 1], more={"New": new, "About": [["These are fires."]]}))
    said = {"id": "fires", "measure": "fires", "country": "PAK"}
    with pytest.raises(InputError, match=r"the sheets 'Data', 'New' hold tables: say which with --sheet"):
        import_own(path, said, ["date=day"])
    with pytest.raises(InputError, match=r"has no sheet 'Newer': name one that is there: Data, New, About"):
        import_own(path, said | {"sheet": "Newer"}, ["date=day"])
    import_own(path, said | {"sheet": "New"}, ["date=day"])
    assert counts("fires", "fires", "PAK") == [2]


def test_pages_of_an_api_are_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON pages in a folder or in a zip file are read as one; a page that is missing is an error."""
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))
    pages = [{"TotalCount": 2, "Result": [{"day": "2021-05-01", "n": at}]} for at in (1, 2)]
    packed = tmp_path / "pages.zip"
    packed.write_bytes(zipped(**{f"{at}.json": json.dumps(each) for at, each in enumerate(pages)}))
    folder = tmp_path / "pages"
    folder.mkdir()
    said = {"id": "fires", "measure": "fires", "country": "PAK", "published": "2022-01-01"}
    (folder / "1.json").write_text(json.dumps(pages[0]), encoding="utf-8")
    with pytest.raises(InputError, match="holds 1 of the 2 events"):
        import_own(folder, said, ["date=day"])
    (folder / "2.json").write_text(json.dumps(pages[1]), encoding="utf-8")
    for path in (packed, folder):
        found = import_own(path, said, ["date=day"]).cells("fires", "PAK").table
        assert found["count"].tolist() == [2]

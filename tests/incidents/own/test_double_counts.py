"""Tables in which some rows are made up of others: each is asked about, with row, value and answer; others not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from verifier.errors import InputError
from verifier.incidents.bringing import Imported
from verifier.incidents.own.importing import import_own
from verifier.incidents.own.wholes import Hint, wholes

YEARS = range(2018, 2023)
Rows = list[list[Any]]
Bring = Callable[..., Imported]


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bring:
    """Import rows (the first is the header) as burglaries of the United Kingdom, unless something else is said."""
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))
    path = tmp_path / "file.csv"

    def brought(table: Rows, **said: Any) -> Imported:
        path.write_text("".join(",".join(map(str, row)) + "\n" for row in table), encoding="utf-8")
        usual = {"id": "own", "measure": "burglaries", "country": "GBR", "published": "2024-02-01"}
        given = {key: each for key, each in (usual | said).items() if each is not None}
        return import_own(path, given, alone=True)

    return brought


def asked(bring: Bring, table: Rows, **said: Any) -> list[str]:
    """What an import asks about, as the values that it offers to keep."""
    with pytest.raises(InputError) as error:
        bring(table, **said)
    assert re.search(r"row \d+, column .+no_totals: in a mapping", str(error.value))
    return re.findall(r"--no-totals '.+?'='(.+?)' \(", str(error.value))


def drawn(names: list[str], seed: int, least: int = 200, most: int = 9_000) -> dict[str, list[int]]:
    """Numbers of five years for each name: of its own size, going up and down a little."""
    draw = random.Random(seed)  # noqa: S311
    sizes = {name: draw.randrange(least, most) for name in names}
    return {name: [int(size * draw.uniform(0.9, 1.1)) for _ in YEARS] for name, size in sizes.items()}


def added(numbers: dict[str, list[int]], names: list[str]) -> list[int]:
    """The sums of several names, year by year."""
    return [sum(numbers[name][at] for name in names) for at in range(len(YEARS))]


def long(numbers: dict[str, list[Any]], *more: dict[str, Any]) -> Rows:
    """A row for each name and year, with other columns by name."""
    return [
        [name, *(column[name] for column in more), year, of[at]]
        for name, of in numbers.items()
        for at, year in enumerate(YEARS)
    ]


FORCES = {
    "North East": ["Cleveland", "Durham", "Northumbria"],
    "North West": ["Cheshire", "Cumbria", "Greater Manchester", "Lancashire", "Merseyside"],
    "Eastern": ["Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk"],
    "Wales": ["Dyfed-Powys", "Gwent", "North Wales", "South Wales"],
}
ALL_FORCES = [force for several in FORCES.values() for force in several]
ROLES = {"period": "Year", "region": "Area", "count": "N"}
HEADER = ["Area", "Year", "N"]


def police() -> dict[str, list[int]]:
    """Home Office and ONS: the nation, each region with its forces below it."""
    forces = drawn(ALL_FORCES, 1)
    found = {"ENGLAND AND WALES": added(forces, ALL_FORCES)}
    for region, own in FORCES.items():
        found[region] = added(forces, own)
        found |= {force: forces[force] for force in own}
    return found


def test_regions_with_their_forces_below_them(bring: Bring) -> None:
    """Police recorded crime by region and force, a column a year: whatever is a sum is named; the rest comes in."""
    numbers = police()
    rows = [["Area", *YEARS], *([name, *of] for name, of in numbers.items())]
    said: dict[str, Any] = {"map": {"region": "Area"}, "wide": {"period": "2018..2022"}}
    sums = ["ENGLAND AND WALES", *FORCES]
    assert asked(bring, rows, **said) == sums
    said_of_it = (
        r"row 2, column Area: 'ENGLAND AND WALES' is the sum of 'North East', 'North West', 'Eastern' and 1 more"
    )
    with pytest.raises(InputError, match=rf"{said_of_it} .*\n.*row 3, column Area: 'North East' is the sum of 'Clevel"):
        bring(rows, **said)
    with pytest.raises(InputError, match=r"leave_out: \{Area: \[ENGLAND AND WALES, North East, North West, "):
        bring(rows, **said)
    table = bring(rows, leave_out={"Area": sums}, **said).dataset.cells("burglaries", "GBR").table
    assert list(table["count"]) == numbers["ENGLAND AND WALES"]


def test_totals_behind_their_parts(bring: Bring) -> None:
    """The same with each sum below what it adds up."""
    rows = [HEADER, *long(dict(reversed(police().items())))]
    assert asked(bring, rows, map=ROLES) == [*reversed(FORCES), "ENGLAND AND WALES"]


def test_a_nation_among_its_regions_in_alphabetical_order(bring: Bring) -> None:
    """Regions of England with England, Wales and London between them, and nothing that says what lies in what."""
    regions = ["East Midlands", "East", "London", "North East", "North West", "South East", "South West"]
    numbers = drawn([*regions, "Wales", "Scotland"], 2)
    numbers["England"] = added(numbers, regions)
    rows = [HEADER, *long(dict(sorted(numbers.items())))]
    assert asked(bring, rows, map=ROLES) == ["England"]


def test_nations_of_the_united_kingdom(bring: Bring) -> None:
    """The country, Great Britain, and nations named together, beside the nations."""
    numbers = drawn(["England", "Wales", "Scotland", "Northern Ireland"], 3)
    numbers["England and Wales"] = added(numbers, ["England", "Wales"])
    numbers["Great Britain"] = added(numbers, ["England", "Wales", "Scotland"])
    numbers["United Kingdom"] = added(numbers, ["England", "Wales", "Scotland", "Northern Ireland"])
    found = asked(bring, [HEADER, *long(numbers)], map=ROLES)
    assert found == ["England and Wales", "Great Britain", "United Kingdom"]


def test_a_city_beside_the_nation_it_lies_in(bring: Bring) -> None:
    """England beside London is counted twice though nothing else of England is there."""
    rows = [HEADER, ["England", 2020, 9_000], ["London", 2020, 1_234], ["Wales", 2020, 877]]
    assert asked(bring, rows, map=ROLES) == ["England"]
    found = bring(rows, map=ROLES, no_totals={"Area": "England"}).dataset
    assert list(found.cells("burglaries", "GBR").table["count"]) == [11_111]


BOARDS = {
    "North of England": ["ICB Leeds", "ICB Hull", "ICB York", "ICB Kendal"],
    "South of England": ["ICB Dorset", "ICB Devon", "ICB Kent", "ICB Surrey"],
}


@pytest.mark.parametrize("column", ["Geography type", "Unit"])
def test_levels_of_a_health_service(bring: Bring, column: str) -> None:
    """Health regions and boards with a column that tells the level, whatever it is called; small numbers withheld."""
    boards = drawn([board for own in BOARDS.values() for board in own], 4, least=300)
    numbers: dict[str, list[Any]] = {"National": added(boards, list(boards))}
    numbers |= {region: added(boards, own) for region, own in BOARDS.items()} | boards
    level = dict.fromkeys(numbers, "Local authority") | dict.fromkeys(BOARDS, "Region") | {"National": "Country"}
    rows = [["Area", column, "Year", "N"], *long(numbers, level)]
    assert set(asked(bring, rows, map=ROLES)) >= {"Country", "Region"}
    with pytest.raises(InputError, match=f"--only '{column}'='Region'"):
        bring(rows, map=ROLES)
    done = bring(rows, map=ROLES, only={column: "Region"}).dataset
    assert list(done.cells("burglaries", "GBR").table["count"]) == numbers["National"]


def test_counties_of_states_by_their_codes_with_withheld_numbers(bring: Bring) -> None:
    """CDC and the Census: a state has a county code of 000; counts under 10 are withheld, so that no sum is exact."""
    draw = random.Random(5)  # noqa: S311
    rows: Rows = [["Place", "FIPS", "Year", "N"]]
    for state, code in (("Iowa", "19"), ("Maine", "23")):
        counties = [[draw.randrange(3, 60) for _ in YEARS] for _ in range(12)]
        rows += [[state, f"{code}000", year, sum(own[at] for own in counties)] for at, year in enumerate(YEARS)]
        rows += [
            [f"{state} county {number}", f"{code}{2 * number + 1:03}", year, own[at] if own[at] > 9 else "<10"]
            for number, own in enumerate(counties)
            for at, year in enumerate(YEARS)
        ]
    said: dict[str, Any] = {"country": "USA", "map": ROLES | {"region": "Place"}, "unknown": ["<10"]}
    assert asked(bring, rows, **said) == ["Iowa", "Maine"]
    assert bring(rows, only={"FIPS": "*000"}, **said).dataset.places() == ["USA"]


def test_a_total_whose_parts_are_partly_withheld(bring: Bring) -> None:
    """A health department: boroughs with cells under 5 withheld, and their sum under a name of its own."""
    names = ["Ashby", "Barlow", "Corby", "Dunmore", "Exham", "Fairley"]
    numbers: dict[str, list[Any]] = dict(drawn(names, 6, least=3, most=70))
    numbers["Greater Ashby"] = added(numbers, names)
    shown = {name: ["<5" if number < 5 else number for number in of] for name, of in numbers.items()}
    shown["Corby"][1] = shown["Exham"][3] = "<5"
    numbers["Greater Ashby"][1] += 3 - numbers["Corby"][1]
    numbers["Greater Ashby"][3] += 2 - numbers["Exham"][3]
    shown["Greater Ashby"] = numbers["Greater Ashby"]
    rows = [HEADER, *long(shown)]
    assert asked(bring, rows, map=ROLES, unknown=["<5"]) == ["Greater Ashby"]


def test_a_total_of_rounded_numbers(bring: Bring) -> None:
    """Statistics of Scotland, each number rounded to 5 on its own: the sum is off by some."""
    boards = ["Fife", "Grampian", "Lothian", "Tayside", "Borders", "Highland"]
    exact = drawn(boards, 7, least=100, most=900)
    exact["Scotland"] = added(exact, boards)
    rounded = {name: [5 * round(number / 5) for number in of] for name, of in exact.items()}
    assert added(rounded, boards) != rounded["Scotland"]
    assert asked(bring, [HEADER, *long(rounded)], map=ROLES, place="Scotland", country=None) == ["Scotland"]


def test_a_total_with_what_belongs_nowhere(bring: Bring) -> None:
    """A city whose total holds a few that no borough has: nearly the sum of the others."""
    boroughs = ["Camden", "Ealing", "Hackney", "Harrow", "Islington", "Lambeth", "Newham"]
    numbers = drawn(boroughs, 8)
    numbers["MPS"] = [total + 7 for total in added(numbers, boroughs)]
    with pytest.raises(InputError, match="'MPS' is nearly the sum of the others"):
        bring([HEADER, *long(numbers)], map=ROLES, place="London", country=None)


def test_a_total_of_parts_of_which_one_is_withheld_and_large(bring: Bring) -> None:
    """Of the years in which all are known, the total is their sum: the year in which one is not says nothing."""
    parts = ["Leinster", "Munster", "Connacht", "Ulster"]
    numbers: dict[str, Any] = dict(drawn(parts, 3))
    numbers = {"Republic": added(numbers, parts), **numbers}
    numbers |= {"Ulster": [*numbers["Ulster"][:4], ".."], "Mainland": [777, 81, 902, 4_000, 6]}
    assert asked(bring, [HEADER, *long(numbers)], map=ROLES, country="IRL", unknown="..") == ["Republic"]
    numbers["Republic"][0] += 300
    bring([HEADER, *long(numbers)], map=ROLES, country="IRL", unknown="..")


@pytest.mark.parametrize(
    ("place", "labels"),
    [
        ("KEN", ["Alpha", "  Beta", "  Gamma", "Delta", "  Epsilon"]),
        ("KEN", ["ALPHA", "Beta", "Gamma", "DELTA", "Epsilon"]),
        ("USA", ["Texas", "Harris County", "Bexar County", "Ohio", "Franklin County"]),
        ("IRL", ["Dublin", "Dublin North", "Dublin West", "Cork", "Cork City"]),
    ],
    ids=["indented", "capitals", "counties", "names"],
)
def test_some_of_the_parts_of_a_label_beneath_it(bring: Bring, place: str, labels: list[str]) -> None:
    """Not all parts are there, so that no sum tells: how they are written does. The parts go, lest the rest is lost."""
    sizes = dict(zip(labels, ([900] * 5, [400] * 5, [300] * 5, [800] * 5, [500] * 5), strict=True))
    wholes_, parts = [labels[0], labels[3]], [each.strip() for each in labels if each not in (labels[0], labels[3])]
    table = [HEADER, *long(sizes)]
    assert asked(bring, table, map=ROLES, country=place) == wholes_
    with pytest.raises(InputError, match=re.escape(f"leave_out: {{Area: [{', '.join(parts)}]}}")):
        bring(table, map=ROLES, country=place)
    bring(table, map=ROLES, country=place, leave_out={"Area": parts})


def test_british_codes_say_which_level_lies_in_which(bring: Bring) -> None:
    """Regions (E12) beside the boroughs of one of them (E09), of which some numbers are withheld."""
    rows = [["Code", *HEADER]]
    numbers = {
        "E12000007 Alpha": [4_000] * 5,
        "E09000001 Beta": [1_500, "c"] + [1_500] * 3,
        "E12000008 Delta": [50] * 5,
    }
    rows += [[*name.split(), year, each] for name, of in numbers.items() for year, each in zip(YEARS, of, strict=True)]
    assert asked(bring, rows, map=ROLES, place="England", country=None, unknown="c") == ["E12*"]
    with pytest.raises(InputError, match=re.escape('leave_out: {Code: ["E09*"]}')):
        bring(rows, map=ROLES, place="England", country=None, unknown="c")


def test_of_two_that_are_the_same_one_is_to_go(bring: Bring) -> None:
    """To leave out both would leave nothing of them."""
    rows = [HEADER, *long({"Nation": [900] * 5, "Mainland": [900] * 5, "Isles": [4, 5, 6, 3, 2]})]
    assert asked(bring, rows, map=ROLES) == ["Nation"]


def test_codes_that_nest(bring: Bring) -> None:
    """Eurostat: DE, DE1 and DE11 in one column, where only some of the parts are published."""
    numbers = drawn(["DE11", "DE12", "DE21", "DE22"], 9, least=1_000, most=2_000)
    numbers = {"DE": [90_000] * 5, "DE1": [9_000] * 5, "DE2": [7_000] * 5} | numbers
    rows = [HEADER, *long(numbers)]
    assert asked(bring, rows, map=ROLES, country="DEU") == ["DE", "DE1", "DE2"]


def test_british_codes_tell_the_level(bring: Bring) -> None:
    """ONS: the first signs of an area's code tell its level, E92 a nation and E12 a region."""
    regions = drawn(["A", "B", "C", "D"], 10)
    codes = {name: f"E1200000{at}" for at, name in enumerate(regions)}
    districts = {f"{name} {at}": [n // 2 + at * (n % 2) for n in of] for name, of in regions.items() for at in (0, 1)}
    codes |= {name: f"E0700000{at}" for at, name in enumerate(districts)}
    shuffled = dict(sorted((regions | districts).items(), key=lambda each: each[1]))
    rows = [["Area", "Code", "Year", "N"], *long(shuffled, codes)]
    assert set(asked(bring, rows, map=ROLES)) & {"E07*", "E12*"}
    assert bring(rows, map=ROLES, leave_out={"Code": "E07*"}).dataset.places() == ["GBR"]


def test_a_column_that_names_the_region_around(bring: Bring) -> None:
    """Brazil: a row for each large region, its states naming it in a column beside, of which few are published."""
    around = {"Norte": "Brasil", "Sul": "Brasil", "Acre": "Norte", "Amazonas": "Norte", "Parana": "Sul"}
    numbers = {"Norte": [500] * 5, "Sul": [400] * 5, "Acre": [70] * 5, "Amazonas": [80] * 5, "Parana": [90] * 5}
    rows = [["Area", "Regiao", "Year", "N"], *long(numbers, around)]
    assert asked(bring, rows, map=ROLES, country="BRA") == ["Norte", "Sul"]


OFFENCES = {
    "Violence": [900, 950, 990, 1_020, 1_100], "of which: homicide": [11, 12, 9, 14, 10],
    "of which: knife": [201, 188, 170, 166, 205], "Theft": [3_100, 3_050, 2_990, 2_870, 2_900],
}  # fmt: skip


def test_of_which(bring: Bring) -> None:
    """Offences of which some are named below them."""
    rows = [["Offence", "Year", "N"], *long(OFFENCES)]
    roles = {"period": "Year", "category": "Offence", "count": "N"}
    assert asked(bring, rows, map=roles) == ["of which: homicide", "of which: knife"]
    done = bring(rows, map=roles, leave_out={"Offence": "of which*"}).dataset.cells("burglaries", "GBR").table
    assert list(done["count"]) == [4_000, 4_000, 3_980, 3_890, 4_000]


def test_only_what_a_definition_counts_together_is_asked_about(bring: Bring) -> None:
    """Definitions that choose the whole or the parts count nothing twice; one that chooses both does."""
    rows = [["Offence", "Year", "N"], *long(OFFENCES)]
    roles = {"period": "Year", "category": "Offence", "count": "N"}

    def definition(*offences: str) -> dict[str, Any]:
        return {"id": "one", "label": "violent crimes", "filter": {"category": list(offences)}}

    bring(rows, map=roles, measure=None, definitions=[definition("Violence")])
    bring(rows, map=roles, measure=None, id="two", definitions=[definition("of which: knife")])
    both = [definition("Violence", "of which: knife")]
    assert asked(bring, rows, map=roles, measure=None, definitions=both) == ["of which: knife"]


def test_rows_said_to_be_incidents_are_asked_about_too(bring: Bring) -> None:
    """Said to be added up, a table is still asked about in columns that are not mapped."""
    rows = [HEADER, *long(police())]
    roles = {"period": "Year", "count": "N"}
    assert asked(bring, rows, map=roles, rows="incidents") == ["ENGLAND AND WALES", *FORCES]


def test_columns_that_are_sums_of_other_columns(bring: Bring) -> None:
    """Where the columns are regions, the answer is to name the columns without it."""
    numbers = drawn(["London", "Kent", "Essex", "Devon"], 12)
    numbers["Every force"] = added(numbers, list(numbers))
    rows = [["Year", *numbers], *([year, *(of[at] for of in numbers.values())] for at, year in enumerate(YEARS))]
    said: dict[str, Any] = {"map": {"period": "Year"}, "wide": {"region": "London..Every force"}}
    with pytest.raises(InputError, match=r"'Every force' is the sum .*: name the columns of --wide without it"):
        bring(rows, **said)


def test_the_answer_is_heeded(bring: Bring) -> None:
    """What is said to be no total is added; by the role or the column, in full or with a star."""
    counts = {"A": (100, 90), "B": (80, 75), "C": (180, 165)}
    rows: Rows = [HEADER, *([area, 2020 + at, of[at]] for area, of in counts.items() for at in (0, 1))]
    assert asked(bring, rows, map=ROLES) == ["C"]
    for said in ({"Area": "C"}, {"region": ["*"]}):
        table = bring(rows, map=ROLES, no_totals=said).dataset.cells("burglaries", "GBR").table
        assert list(table["count"]) == [360, 330]


CITIES = {"New York": "New York", "Buffalo": "New York", "Albany": "New York", "Austin": "Texas", "Dallas": "Texas"}
INNOCENT: dict[str, tuple[list[str], dict[str, list[Any]], dict[str, str] | None, dict[str, Any]]] = {
    "forces alone": (HEADER, dict(drawn(ALL_FORCES, 20)), None, {}),
    "few and small numbers": (
        HEADER,
        {"Arson": [6, 2, 3, 0, 1], "Fraud": [2, 1, 2, 0, 1], "Theft": [4, 1, 2, 0, 0]},
        None,
        {},
    ),
    "one number throughout": (HEADER, {"A": [7] * 5, "B": [3] * 5, "C": [5] * 5, "D": [2] * 5}, None, {}),
    "a city called as its state": (
        ["Area", "State", "Year", "N"],
        {"New York": [900, 910, 905, 880, 890], "Buffalo": [90, 85, 88, 93, 91], "Albany": [40, 44, 39, 47, 42],
         "Austin": [300, 310, 290, 305, 315], "Dallas": [420, 400, 415, 430, 425]},
        CITIES,
        {"country": "USA"},
    ),
    "numbers as names": (
        ["Area", "Year", "N"],
        {"1": [510, 520, 515, 530, 540], "10": [90, 95, 93, 97, 99], "11": [70, 72, 75, 71, 79]},
        None,
        {},
    ),
    "kinds of agencies": (
        ["Area", "Agency type", "Year", "N"],
        dict(drawn(["P", "Q", "R", "S"], 21)),
        {"P": "City", "Q": "County", "R": "State Police", "S": "City"},
        {},
    ),
    "nations": (HEADER, dict(drawn(["England", "Wales", "Scotland", "Northern Ireland"], 22)), None, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", INNOCENT)
def test_tables_in_which_nothing_is_counted_twice_are_not_asked_about(bring: Bring, name: str) -> None:
    """Names and numbers that happen to be alike raise no question."""
    header, numbers, beside, said = INNOCENT[name]
    done = bring([header, *long(numbers, *([beside] if beside else []))], map=ROLES, **said).dataset
    table = done.cells("burglaries", said.get("country", "GBR")).table
    assert list(table["count"]) == added(numbers, list(numbers))


@pytest.mark.parametrize(("labels", "groups", "most"), [(5, 2, 9_000), (12, 5, 400), (40, 10, 60), (30, 24, 5)])
def test_numbers_drawn_at_random_are_no_sums(labels: int, groups: int, most: int) -> None:
    """Of tables with nothing in them at most one in sixty is asked about."""
    draw = np.random.default_rng(labels)
    names = [str(at) for at in range(labels)]
    sizes = draw.integers(1, most, (60, labels, 1))
    tables = draw.poisson(sizes * draw.uniform(0.8, 1.2, (60, 1, groups))).astype(float)
    assert sum(bool(wholes(names, table)) for table in tables) <= 1


def test_parts_are_found_in_any_order_among_many() -> None:
    """Of 60 rows in any order, four of which are sums of ten each, these four are found, with their parts."""
    draw = np.random.default_rng(0)
    parts = draw.integers(50, 900, (40, 90)).astype(float)
    sums = parts.reshape(4, 10, 90).sum(axis=1)
    order = draw.permutation(44)
    numbers, names = np.vstack([parts, sums])[order], [f"row {at}" for at in order]
    found = wholes(names, numbers)
    assert {each.label for each in found} == {f"row {at}" for at in range(40, 44)}
    for each in found:
        first = 10 * (int(each.label[4:]) - 40)
        assert set(each.parts) == {f"row {at}" for at in range(first, first + 10)}


def test_a_total_that_was_corrected_in_some_years_is_still_one() -> None:
    """A total that misses the sum of its parts by more in a few periods is found by the others; in most, it is none."""
    draw = np.random.default_rng(3)
    parts = draw.integers(400, 900, (6, 12)).astype(float)
    for missed, found in ((3, ["total"]), (6, [])):
        total = parts.sum(axis=0)
        total[:missed] *= 1.08
        numbers = np.vstack([total.round(), parts])
        assert [each.label for each in wholes(["total", *"abcdef"], numbers)] == found


def test_a_hint_that_the_numbers_deny_is_none() -> None:
    """A region cannot hold a part with a larger number."""
    numbers = np.array([[10.0, 12.0], [30.0, 9.0], [700.0, 300.0]])
    assert wholes(["a", "b", "c"], numbers, [Hint("a", ("b",))]) == []

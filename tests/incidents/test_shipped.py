"""The shipped datasets hold the published numbers, and say what they are."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pandas as pd
import pytest

from verifier.errors import DataError
from verifier.incidents.catalogue import datasets, load
from verifier.incidents.cells import Cells
from verifier.incidents.measures import normalise
from verifier.places.tree import is_code
from verifier.resources import shipped
from verifier.window import Window

SHIPPED = sorted(path.parent.name for path in shipped("datasets").glob("*/datapackage.json"))


def count(cells: Cells, window: str) -> int:
    """The count of the one cell that is exactly that window."""
    asked = Window.parse(window)
    table = cells.table
    found = table[(table["start"] == pd.Timestamp(asked.start)) & (table["end"] == pd.Timestamp(asked.end))]
    assert len(found) == 1, f"{window} has {len(found)} cells"
    return int(found["count"].iloc[0])


def total(cells: Cells, window: str) -> int:
    """The sum of the daily cells inside a window."""
    asked = Window.parse(window)
    inside = cells.table["start"].between(pd.Timestamp(asked.start), pd.Timestamp(asked.end))
    return int(cells.table.loc[inside, "count"].sum())


@pytest.mark.parametrize(
    ("dataset_id", "definition", "window", "expected"),
    [
        ("pips", "terrorist-attacks", "2020-08-15..2021-08-14", 165),
        ("pips", "terrorist-attacks", "2021-08-15..2022-08-14", 250),
        ("pips", "terrorist-attacks", "2020", 146),
        ("pips", "terrorist-attacks", "2022", 262),
        ("picss", "suicide-attacks", "2013", 47),
        ("picss", "suicide-attacks", "2021", 4),
        ("picss", "suicide-attacks", "2022", 15),
        ("picss", "suicide-attacks", "2023-01-01..2023-12-25", 29),
        ("gti", "terrorist-attacks", "2023", 517),
        ("crss", "attacks-and-operations", "2022", 512),
        ("satp", "civilian-deaths", "2022", 229),
        ("ucdp-country-year", "deaths", "2020", 409),
        ("ucdp-country-year", "deaths", "2022", 719),
    ],
)
def test_published_number(dataset_id: str, definition: str, window: str, expected: int) -> None:
    """A number that was published stands in the cells, for exactly the days it was published for."""
    assert count(load(dataset_id).cells(definition, "PAK"), window) == expected


def test_partial_year_is_not_the_year() -> None:
    """A figure to 25 December has no cell for the whole year."""
    table = load("picss").cells("suicide-attacks", "PAK").table
    assert not (table["end"] == pd.Timestamp("2023-12-31")).any()


def test_ged_daily_counts() -> None:
    """UCDP GED has a row per day with events, and without fire between states 81 of the 524 events of 2018-21 go."""
    ged = load("ucdp-ged")
    every, intrastate = (ged.cells(each, "PAK") for each in ("violent-events", "violent-events-non-interstate"))
    assert every.dense
    assert every.coverage == Window(date(1989, 1, 1), date(2021, 12, 31))
    assert every.table["start"].is_unique
    assert (every.table["start"] == every.table["end"]).all()
    assert (total(every, "2018-01-01..2021-12-31"), total(intrastate, "2018-01-01..2021-12-31")) == (524, 443)
    assert any("last more than one day" in note for note in every.notes)
    assert any("22.1 is inferred" in note for note in every.notes)


def test_world_is_the_sum_of_all_places() -> None:
    """WLD sums every place, and only datasets that cover the world have it."""
    assert load("pirates").cells("pirate-attacks", "WLD").table["count"].sum() == 7511
    world = load("ucdp-country-year").cells("deaths", "WLD")
    places = [place for place in load("ucdp-country-year").places() if place != "WLD"]
    assert len(places) == 199
    parts = sum(count_or_zero(load("ucdp-country-year").cells("deaths", place), "2022") for place in places)
    assert count(world, "2022") == parts
    for each in datasets():
        assert ("WLD" in each.places()) == about(each.id).get("world", False), each.id


def test_every_place_is_in_the_tree_of_places() -> None:
    """A place that a dataset has counts for has a name, so that a claim and an option can name it."""
    for dataset in datasets():
        assert [place for place in dataset.places() if not is_code(place)] == [], dataset.id


def about(dataset_id: str) -> dict[str, Any]:
    """What was written by hand about a dataset."""
    return tomllib.loads((shipped("datasets") / dataset_id / "about.toml").read_text(encoding="utf-8"))


def count_or_zero(cells: Cells, window: str) -> int:
    """The count of a year, 0 for a state that did not exist then."""
    known = cells.coverage is not None and cells.coverage.contains(Window.parse(window))
    return count(cells, window) if known else 0


def test_kind_of_pirate_attack_is_unknown_before_1994() -> None:
    """Actual attacks are not said to be zero in the year in which the kind was not recorded."""
    cells = load("pirates").cells("actual-attacks", "WLD")
    assert cells.coverage == Window(date(1994, 1, 1), date(2020, 12, 31))
    assert cells.table["start"].min() >= pd.Timestamp("1994-01-01")


def test_change_of_source_is_a_break() -> None:
    """The pirate series is known to change its source at the start of 2015."""
    assert date(2015, 1, 1) in [day for day, _ in load("pirates").breaks]


def test_restatement_depends_on_the_day() -> None:
    """PICSS counted 10 suicide attacks for 2019, and 3 when it looked back: both stand, by the day they were known."""
    picss = load("picss")
    assert count(picss.cells("suicide-attacks", "PAK", known_on=date(2022, 6, 1)), "2019") == 10
    assert count(picss.cells("suicide-attacks", "PAK"), "2019") == 3
    assert count(picss.cells("militant-attacks", "PAK", known_on=date(2023, 6, 1)), "2022") == 376
    assert count(picss.cells("militant-attacks", "PAK"), "2022") == 380


def test_nothing_published_later_is_known() -> None:
    """What was known on a day holds no figure published after it, for any vintage of any dataset."""
    for dataset in datasets():
        for place in dataset.places()[:3]:
            for vintage in dataset.vintages(place):
                for definition in dataset.definitions:
                    cells = dataset.cells(definition.id, place, known_on=vintage.published)
                    assert not (cells.table["published"] > pd.Timestamp(vintage.published)).any()


def test_shipped_datasets_describe_themselves() -> None:
    """Each shipped dataset has a licence, a citation, an inclusion rule, vintages with checksums and definitions."""
    found = {dataset.id: dataset for dataset in datasets() if dataset.shipped}
    assert sorted(found) == SHIPPED
    for dataset in found.values():
        assert dataset.licence.name
        assert dataset.licence.url.startswith("https://")
        assert dataset.citation
        assert dataset.inclusion_rule
        published = [vintage.published for vintage in dataset.vintages()]
        assert published == sorted(published)
        assert all(len(vintage.input_sha256) == 64 for vintage in dataset.vintages())
        assert all(definition.why.keys() >= matches(definition.answers) for definition in dataset.definitions)


def matches(answers: dict[str, list[str]]) -> set[str]:
    """The kinds of match that have a phrase."""
    return {match for match, phrases in answers.items() if phrases}


@pytest.mark.parametrize("dataset_id", SHIPPED)
def test_cells_keep_their_contract(dataset_id: str) -> None:
    """Every definition and place gives days in order, ends not before starts, whole counts, inside the coverage."""
    dataset = load(dataset_id)
    places = dataset.places()
    for place in {*places[:: max(1, len(places) // 12)], places[-1]}:  # a dozen of the many of some
        for definition in dataset.definitions:
            cells = dataset.cells(definition.id, place)
            table = cells.table
            assert list(table.columns) == ["start", "end", "count", "published", "document", "url"]
            assert str(table["count"].dtype) == "int64"
            assert (table["end"] >= table["start"]).all()
            assert table["start"].is_monotonic_increasing
            assert not table.duplicated(["start", "end"]).any()
            assert (table["url"].str.startswith("http")).all()
            if cells.coverage is not None and len(table):
                assert Window(table["start"].min().date(), table["end"].max().date()).days <= cells.coverage.days


def test_figures_have_no_place_outside() -> None:
    """An unknown place, definition, vintage or day of knowledge is an error that names what there is."""
    pips = load("pips")
    with pytest.raises(DataError, match=r"'FRA'.*PAK"):
        pips.cells("terrorist-attacks", "FRA")
    with pytest.raises(DataError, match="did you mean 'terrorist-attacks'"):
        pips.cells("terorist-attacks", "PAK")
    with pytest.raises(DataError, match="2022-10-19"):
        pips.cells("terrorist-attacks", "PAK", vintage="2022")
    with pytest.raises(DataError, match=r"nothing by 1999-01-01.*2015-01-31"):
        pips.cells("terrorist-attacks", "PAK", known_on=date(1999, 1, 1))


def test_unknown_dataset_names_the_nearest() -> None:
    """A mistyped dataset id is answered with the nearest one and the list."""
    with pytest.raises(DataError, match=r"did you mean 'picss'\?.*ucdp-ged") as caught:
        load("picsss")
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("terror attacks", [("terrorist-attacks", "exact")]),
        ("acts of terrorism", [("terrorist-attacks", "exact")]),
        ("suicide bombings", [("suicide-attacks", "exact")]),
        ("people killed", []),
        ("attacks", []),
        ("militant attacks", [("terrorist-attacks", "near")]),
        ("suicide-attacks", [("suicide-attacks", "exact")]),
        ("burglaries", []),
    ],
)
def test_answers_of_pips(measure: str, expected: list[tuple[str, str]]) -> None:
    """A phrase, or the id of a definition, leads to the definitions that may stand for it."""
    assert [(answer.definition.id, answer.match) for answer in load("pips").answers(measure)] == expected


def test_ged_is_a_proxy_for_attacks_and_says_why() -> None:
    """UCDP GED stands for terror attacks only as a proxy, without fire between states."""
    (answer,) = load("ucdp-ged").answers("terror attacks")
    assert (answer.definition.id, answer.match) == ("violent-events-non-interstate", "proxy")
    assert "no field for terrorism" in answer.why


def test_abstentions_say_why() -> None:
    """A dataset that cannot answer says so in a sentence."""
    ged, yearly, pips = load("ucdp-ged"), load("ucdp-country-year"), load("pips")
    assert ged.answers("suicide bombings") == []
    assert "no field that says how an attack was carried out" in ged.abstention("suicide bombings")
    assert ged.answers("people injured") == []
    assert "no field for people injured" in ged.abstention("people injured")
    assert yearly.answers("terror attacks") == []
    assert "counts deaths, not attacks" in yearly.abstention("terror attacks")
    assert "does not name what is counted" in pips.abstention("")
    assert "terrorist attacks as PIPS counts them" in pips.abstention("burglaries")


@pytest.mark.parametrize("dataset_id", SHIPPED)
def test_every_phrase_names_something(dataset_id: str) -> None:
    """No phrase of a definition or an abstention is empty once brought to its words, and none is listed twice."""
    dataset = load(dataset_id)
    for definition in dataset.definitions:
        phrases = [normalise(phrase) for listed in definition.answers.values() for phrase in listed]
        assert frozenset() not in phrases
        assert len(set(phrases)) == len(phrases), f"{definition.id} lists a phrase twice"
    for abstention in dataset.descriptor["verifier"]["abstains"]:
        assert all(normalise(phrase) for phrase in abstention["phrases"])

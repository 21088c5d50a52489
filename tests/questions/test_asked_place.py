"""Where a claim is answered: at the place it names and at no other."""

from __future__ import annotations

from datetime import date

import pytest

from verifier import compare, load, parse
from verifier.errors import DataError, UsageError
from verifier.findings.check import Check, check
from verifier.incidents.catalogue import datasets
from verifier.incidents.dataset import Dataset
from verifier.places.names import places_named
from verifier.places.tree import is_code
from verifier.questions.asked_place import NO_PLACE, asked_place

SAID = date(2024, 7, 1)
COUNTRIES = ["Mali", "Laos", "Côte d'Ivoire", "Sudan", "the DRC", "the Philippines", "Pakistan", "Yemen", "Indonesia"]
SUMS = ["the Sahel", "Africa", "South Asia", "the Horn of Africa", "Latin America", "the Philippines and Malaysia"]
NOWHERE = [
    "Hong Kong", "Western Sahara", "Gaza", "the West Bank", "Texas", "Scotland", "Khyber Pakhtunkhwa", "Kashmir",
    "Karachi", "London", "northern Nigeria", "Wakanda", "the Red Sea", "the Mediterranean", "Kurdistan", "Georgia",
    "Punjab", "the Strait of Malacca", "Iraqi Kurdistan", "the Afghanistan-Pakistan border",
]  # fmt: skip
TEMPLATES = [
    "Conflict deaths in {} rose by 20 percent in 2022.",
    "Conflict deaths rose by 20 percent in {} in 2022 compared with 2021.",
    "In 2022, 3,000 people were killed in armed conflict in {}.",
    "Pirate attacks off {} fell by 20 percent in 2019.",
    "Terrorist attacks in {} doubled in 2022.",
    "{} saw conflict deaths rise by 20 percent in 2022.",
]


def checked(text: str, country: str | None = None, place: str | None = None) -> list[Check]:
    """Every claim of a text, checked."""
    return [check(claim, said=SAID, place=place) for claim in parse(text, published=str(SAID), country=country)]


def counted(found: list[Check]) -> set[str]:
    """The places in which anything was counted."""
    return {source.series.cells.place for one in found for source in (*one.sources, *one.others)}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", [*COUNTRIES, *SUMS])
def test_a_place_is_answered_by_its_own_counts(name: str, template: str) -> None:
    """A country is answered by itself and a region by the sum of its members, whatever the country of publication."""
    text = template.format(name[:1].upper() + name[1:] if template.startswith("{") else name)
    assert counted(checked(text, country="PAK")) <= set(places_named(name))
    assert counted(checked(text, country="PAK")) == counted(checked(text))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", NOWHERE)
@pytest.mark.parametrize("country", [None, "PAK", "GBR"])
def test_a_place_that_no_dataset_has_is_answered_by_none(name: str, template: str, country: str | None) -> None:
    """Territories, parts, cities, seas and unknown places get no finding, from their whole and the world as little."""
    text = template.format(name[:1].upper() + name[1:] if template.startswith("{") else name)
    if (name, country) != ("Punjab", "PAK"):
        assert counted(checked(text, country=country)) == set()


@pytest.mark.parametrize(
    "text", ["Terrorist attacks rose by 60 percent in 2022.", "LONDON, 1 July 2024 – Pirate attacks doubled in 2019."]
)
def test_a_claim_without_a_place_is_answered_by_no_dataset(text: str) -> None:
    """No dataset supplies the place because it has but one, nor the world; the reason says what would answer it."""
    for one in checked(text):
        assert not one.sources
        assert NO_PLACE in [abstained.why for abstained in one.abstained]
    assert counted(checked(text, place="PAK")) <= {"PAK"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Kashmir", "It has nothing for Kashmir"),
        ("Texas", "It counts the United States as a whole, and has nothing for Texas."),
        ("northern Nigeria", "It counts Nigeria as a whole, and has nothing for northern Nigeria."),
        ("Hong Kong", "It counts China as a whole, and has nothing for Hong Kong."),
        ("Wakanda", "It has nothing for Wakanda"),
        ("Gaza", "UCDP files deaths in Gaza and the West Bank under Israel."),
        ("Palestine", "UCDP files deaths in Gaza and the West Bank under Israel."),
    ],
)
def test_abstentions_name_the_place(name: str, why: str) -> None:
    """The reason says which place is meant, and what the dataset has instead or files it under."""
    (one,) = checked(f"Conflict deaths in {name} rose by 20 percent in 2022.", country="PAK")
    reasons = {abstained.dataset: abstained.why for abstained in one.abstained}
    assert reasons["ucdp-country-year"].startswith(why)


def test_a_sum_says_of_what_it_is_one() -> None:
    """The members of a region are listed, with where usage differs, in a flag and in the notes of the counts."""
    (one,) = checked("Conflict deaths in the Sahel rose by 20 percent in 2022.")
    told = [flag.detail for flag in one.flags if flag.flag == "place"]
    words = (
        "The sum for the Sahel (the five states of the former G5 Sahel) is of 5 countries: Burkina Faso, Chad, Mali, "
        "Mauritania and Niger."
    )
    assert told == [words]
    assert all(words in source.series.cells.notes for source in one.sources)


def test_sums_are_those_of_the_members() -> None:
    """A region's counts are its members' added up, year by year; the five continents make up the world."""
    for dataset, definition in (("ucdp-country-year", "deaths"), ("ucdp-ged-monthly", "violent-events")):
        known = load(dataset)

        def by_start(place: str, known=known, definition=definition):
            return known.cells(definition, place).table.set_index("start")["count"]

        members = sum(by_start(code) for code in ("BFA", "TCD", "MLI", "MRT", "NER"))
        assert by_start("region:sahel").equals(members)
        continents = [by_start(f"region:{name}") for name in ("africa", "americas", "asia", "europe", "oceania")]
        total = sum(continents).dropna()
        assert len(total) >= 20
        assert (total == by_start("WLD")[total.index]).all()


def test_pirates_are_summed_along_coasts() -> None:
    """Attacks are filed under the nearest coast: a sea with coasts of its own is their sum, other seas are none."""
    pirates = load("pirates")
    coasts = ("BEN", "CMR", "CIV", "GNQ", "GAB", "GHA", "NGA", "STP", "TGO")
    each = [pirates.cells("pirate-attacks", code).table["count"].sum() for code in coasts if code in pirates.places()]
    assert pirates.cells("pirate-attacks", "sea:gulf-of-guinea").table["count"].sum() == sum(each) > 900
    assert pirates.vintages("sea:red-sea") == pirates.vintages("HKG") == []
    # A state that is not listed has none; UCDP files nothing under a sea.
    assert pirates.vintages("region:western-africa")
    assert load("ucdp-country-year").vintages("sea:gulf-of-guinea") == []


def test_no_sum_where_a_member_is_missing() -> None:
    """A region of which one member is not covered is not summed, and the reason names it."""
    assert load("ucdp-ged").vintages("region:south-asia") == []
    assert {"AFG", "IND"} <= set(load("ucdp-ged").missing("region:south-asia"))
    assert load("pips").vintages("region:south-asia") == []  # published figures are not added up


@pytest.mark.parametrize(
    ("name", "place"),
    [("the Sahel", "region:sahel"), ("PHL+MYS", "PHL+MYS"), ("Congo-Kinshasa", "COD"), ("pak", "PAK")],
)
def test_compare_takes_every_place_of_the_tree(name: str, place: str) -> None:
    """`compare` counts countries under all their names, and sums."""
    found = compare("ucdp-country-year", "deaths", name, "2022", "2021")
    assert found.series.cells.place == place


def test_compare_says_why_it_has_nothing() -> None:
    """A part is not answered by its whole, an unknown name gets the nearest one."""
    with pytest.raises(DataError, match="counts the United States as a whole, and has nothing for California"):
        compare("ucdp-country-year", "deaths", "California", "2022", "2021")
    with pytest.raises(UsageError, match=r"'Punjab' may be Punjab in India \(IN-PB\)"):
        compare("ucdp-country-year", "deaths", "Punjab", "2022", "2021")


def test_compare_reaches_regions(verifier, tmp_path) -> None:
    """A region that a dataset tells apart is counted by `compare`, in words or as the tree has it."""
    rows = [f"2022-{month:02}-03,Pakistan,{region}" for month in range(1, 13) for region in ("Balochistan", "Kotli")]
    rows += [f"2021-{month:02}-03,Pakistan,Balochistan" for month in range(1, 7)]
    (tmp_path / "own.csv").write_text("day,country,area\n" + "\n".join(rows) + "\n", encoding="utf-8")
    columns = [part for role in ("date=day", "country=country", "region=area") for part in ("--map", role)]
    span = ("--coverage", "2021-01-01..2022-12-31")
    done = verifier("data", "import", "own.csv", "--measure", "attacks", "--id", "own", *columns, *span)
    assert done.returncode == 0, done.stderr
    for name in ("Balochistan", "Balochistan, Pakistan", "PK-BA"):
        found = compare("own", "attacks", name, "2022-01-01..2022-06-30", "2021-01-01..2021-06-30")
        assert (found.after.count, found.before.count) == (6, 6)
    assert compare("own", "attacks", "Kotli", "2022", "2021").after.count == 12  # which no list of places holds


def test_a_span_that_one_member_lacks_is_not_summed(verifier, tmp_path) -> None:
    """A year in which a country of the sum has no count is not covered, rather than counted as none."""
    rows = ["2021,Denmark,5", "2022,Denmark,6", "2023,Denmark,7", "2021,Sweden,10", "2023,Sweden,30"]
    (tmp_path / "own.csv").write_text("year,country,n\n" + "\n".join(rows) + "\n", encoding="utf-8")
    columns = [part for role in ("period=year", "country=country", "count=n") for part in ("--map", role)]
    done = verifier("data", "import", "own.csv", "--measure", "bicycle thefts", "--id", "own", *columns)
    assert done.returncode == 0, done.stderr
    found = compare("own", "bicycle thefts", "Denmark and Sweden", "2023", "2021")
    assert (found.after.count, found.before.count) == (37, 15)
    with pytest.raises(DataError):
        compare("own", "bicycle thefts", "Denmark and Sweden", "2023", "2022")


@pytest.mark.parametrize("dataset", datasets(), ids=lambda one: one.id)
def test_datasets_name_places_of_the_tree(dataset: Dataset) -> None:
    """Every place that a shipped dataset counts has a code and a name in the tree."""
    assert [code for code in dataset.places() if not is_code(code)] == []


def test_conflicts_are_not_added_up() -> None:
    """One conflict counts in several countries, so that countries do not add up to a region."""
    assert load("ucdp-prio-conflicts").vintages("region:asia") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A third of all conflict deaths in Africa in 2022 were in Ethiopia.", ("ETH", "region:africa")),
        ("There were more conflict deaths in Ukraine than in Africa in 2023.", ("UKR", "region:africa")),
        ("There were more conflict deaths in Africa than in Europe in 2023.", ("region:africa", "region:europe")),
    ],
)
def test_regions_are_wholes_and_other_sides(text: str, places: tuple[str, str]) -> None:
    """A country is held against a region that it is a share of, or that the claim compares it with."""
    (one,) = checked(text)
    found = {(source.series.cells.place, source.other and source.other.cells.place) for source in one.sources}
    assert found == {places}


def test_a_country_is_ranked_in_its_part_of_the_world() -> None:
    """The most in Africa is the most among the countries of Africa."""
    (one,) = checked("Ethiopia had the most conflict deaths in Africa in 2022.")
    assert one.finding.value == "Holds up"
    (other,) = checked("Mali had the most conflict deaths in Africa in 2022.")
    assert other.finding.value not in ("Holds up", "Not checkable")


def test_a_refusal_says_where_others_file_the_place() -> None:
    """Gaza's own counts begin in October 2023; for 2022 the refusal says that UCDP files it under Israel."""
    (one,) = checked("Conflict deaths in Gaza rose by 20 percent in 2022.")
    assert one.refusal is not None
    assert "UCDP files deaths in Gaza and the West Bank under Israel." in one.refusal.missing


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Texas has a problem. The state saw 1,887 murders in 2023.", "US-TX"),
        ("Texas has a problem. Murders in the state fell by 14 percent in 2024.", "US-TX"),
        ("Illinois has a problem. The city recorded 573 murders in 2024.", None),
        ("Texas has a problem. Murders in the country fell by 15 percent in 2024.", "USA"),
    ],
)
def test_the_state_is_a_state_that_was_named(text, place):
    """ "The state" and "the city" are a place named before that is one; "the country" is the one around it."""
    (claim,) = parse(text, published="2025-10-01")
    assert asked_place(claim).code == place

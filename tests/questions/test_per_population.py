"""A rate per population is held against counts, as the number that it makes of the people who lived there."""

from __future__ import annotations

import pytest

from verifier import check, parse
from verifier.incidents.population import population


def checked(text: str) -> dict[str, object]:
    (claim,) = parse(text, published="2025-09-10")
    return check(claim).to_dict()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("There were 5 murders per 100,000 people in the United States in 2024.", "Holds up"),
        ("The murder rate in the United States fell to 5.0 per 100,000 people in 2024.", "Holds up"),
        ("The US had 3.6 violent crimes per 1,000 people in 2024.", "Holds up"),
        ("Germany recorded 7.3 homicides per million people in 2022.", "Holds up"),
    ],
)
def test_a_true_rate_holds_up(text: str, finding: str) -> None:
    """16,935 murders among 340 million people are 5.0 per 100,000; 614 among 84 million are 7.3 per million."""
    assert checked(text)["finding"] == finding


def test_a_rate_nearly_twice_as_high_does_not_hold_up() -> None:
    """9 per 100,000 would be 30,610 murders; the FBI counts 16,935."""
    found = checked("There were 9 murders per 100,000 people in the United States in 2024.")
    assert found["finding"] in ("Exaggerated", "Overstated")


def test_a_rate_that_is_published_answers_where_the_count_is_not_here() -> None:
    """South Africa's count is not here, UNODC's rate of 43.7 per 100,000 is: rates are answered by rates."""
    found = checked("South Africa's murder rate was 43.7 per 100,000 in 2022.")
    assert found["finding"] == "Holds up"
    assert "43.7 intentional homicides per 100,000 people" in str(found["sentence"])
    assert checked("South Africa's murder rate was 80 per 100,000 in 2022.")["finding"] in ("Exaggerated", "Overstated")


def test_the_change_of_a_rate_is_that_of_the_published_rate() -> None:
    """The FBI's murder rate was 5.9 per 100,000 in 2023 and 5.0 in 2024: it did not rise."""
    assert "Holds up" not in str(checked("The murder rate in the United States rose by 16 percent in 2024.")["finding"])
    table = check(parse("The murder rate in the United States fell by 16 percent in 2024.", published="2025-09-10")[0])
    counts = table.table[["after_count", "before_count"]].drop_duplicates().to_numpy().tolist()
    assert [4979, 5911] in counts


def test_the_year_of_the_population_is_said() -> None:
    """The number of people, their year and who publishes it stand with the finding."""
    (claim,) = parse("There were 5 murders per 100,000 people in the United States in 2024.", published="2025-09-10")
    told = str(check(claim).to_dict())
    assert "340,110,988 people" in told
    assert "the population of 2024 (World Bank)" in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("South Africa's murder rate is 45 per 100,000.", "does not say when"),
        (
            "There were 5 murders per 100,000 people in the United States in the first half of 2024.",
            "is checked for a year",
        ),
        ("There were 5 murders per 100,000 people in Taiwan in 2020.", "No population is known here for Taiwan"),
    ],
)
def test_what_cannot_be_divided_abstains(text: str, why: str) -> None:
    """A rate needs a year and a place whose population is known."""
    found = checked(text)
    assert found["finding"] == "Not checkable"
    assert why in str(found["sentence"])


@pytest.mark.parametrize(
    ("place", "year", "people", "of"),
    [
        ("PAK", 2024, 251_269_164, 2024),
        ("WLD", 2024, 8_142_056_446, 2024),
        ("USA", 2026, 340_110_988, 2024),
        ("US-TX", 2022, 30_029_572, 2022),
        ("MYS+PHL", 2020, 145_970_822, 2020),
    ],
)
def test_population(place: str, year: int, people: int, of: int) -> None:
    """The World Bank's for countries, the FBI's for states; the last year known, up to two years before."""
    found = population(place, year)
    assert found is not None
    assert (found.people, found.year) == (people, of)


@pytest.mark.parametrize(("place", "year"), [("USA", 2027), ("TWN", 2020), ("region:gaza", 2024), ("USA", 1950)])
def test_no_population_is_made_up(place: str, year: int) -> None:
    """A place or a year that is not known has none."""
    assert population(place, year) is None


def test_the_people_of_a_region_are_those_of_its_members():
    """3,862 homicides among the 447 million people of the 27 members are 0.86 per 100,000."""
    people = population("region:european-union@2022-12-31", 2022)
    assert people is not None
    assert 440e6 < people.people < 455e6
    assert checked("There were 0.86 murders per 100,000 people in the EU in 2022.")["finding"] == "Holds up"


@pytest.mark.parametrize(
    ("text", "finding", "counts"),
    [
        ("California had the most robberies per capita of any state in 2024.", "Overstated", (119_050, 123_243)),
        ("Idaho had the fewest robberies per capita of any state in 2024.", "Holds up", (7_044, 7_148)),
        ("Per capita, California had more murders than any other state in 2024.", "Contradicted", (4_519, 10_766)),
        ("California had more murders per resident than Texas in 2024.", "Contradicted", (4_519, 5_164)),
        ("Robberies per capita in California fell by 7 percent in 2024.", "Holds up", (119_050, 127_652)),
    ],
)
def test_what_is_told_per_capita_is_ranked_and_compared_by_rates(text, finding, counts):
    """ "Robberies per capita" are robbery rates: the state with the most robberies has not the highest rate."""
    found = checked(text)
    shown = found["headline"]
    assert found["finding"] == finding
    assert (shown["dataset"], shown["after_count"], shown["before_count"]) == ("fbi-crime-rates", *counts)


def test_what_has_no_rate_here_is_not_answered_by_counts():
    """Refugees per inhabitant are not refugees."""
    found = checked("Chad hosted more refugees per capita than any other country in Africa at the end of 2024.")
    assert found["finding"] == "Not checkable"
    assert "per capita" in str(found["sentence"])

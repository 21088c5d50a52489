"""Which claims cannot be put to any data for want of a time."""

import pytest

from verifier import check, parse
from verifier.questions.time_said import compared_year, years_back
from verifier.window import Window


@pytest.mark.parametrize(
    "text",
    [
        "There were 20 fewer homicides in Germany than in Italy in 2022.",
        "In Germany, 270 people were murdered in 2022, 20 fewer than in Italy.",
        "France had 500 more homicides than Spain in 2022.",
    ],
)
def test_a_difference_from_another_place_is_not_that_from_the_year_before(text):
    """ "20 fewer than in Italy" names Italy, and is refused with that name."""
    found = [check(claim) for claim in parse(text, published="2024-10-20") if claim.kind == "change"]
    assert [one.finding.value for one in found] == ["Not checkable"]
    assert "Italy" in found[0].sentence or "Spain" in found[0].sentence


def test_a_difference_from_another_year_is_checked():
    """ "Fewer than in 2021" names a time."""
    (claim,) = parse("There were 17 fewer homicides in Germany in 2022 than in 2021.", published="2024-10-20")
    assert check(claim, ["eurostat-police-recorded"]).finding == "Holds up"


@pytest.mark.parametrize(
    "text",
    [
        "The death toll in Gaza passed 45,000 in December 2024, according to the health ministry.",
        "In December 2024 the conflict's death toll in Gaza had climbed to 45,000.",
    ],
)
def test_a_toll_that_has_grown_is_no_count_of_one_month(text):
    """It counts from a beginning that the text does not give."""
    (claim,) = parse(text, published="2025-01-10")
    assert "a toll that had grown" in check(claim).sentence


def test_the_number_in_the_world_is_worldwide():
    """ "The number of wars in the world" names the world; "number one in the world" is a rank in it."""
    (claim,) = parse("The number of armed conflicts in the world rose to 61 in 2024.", published="2025-06-15")
    assert claim.resolved.places == ("WLD",)
    assert check(claim).finding == "Holds up"


def test_since_a_month_begins_with_data_that_begin_in_it():
    """The counts for Gaza begin on 7 October 2023: "since October 2023" begins with them, and the sentence says so."""
    text = "At least 18,430 Palestinians have been killed in Gaza since October 2023."
    (claim,) = parse(text, published="2023-12-12")
    found = check(claim, ["palestine-casualties"])
    assert found.finding == "Roughly right"
    assert "from 7 October 2023 to 12 December 2023" in found.sentence
    (earlier,) = parse(text.replace("October 2023", "August 2023"), published="2023-12-12")
    assert check(earlier, ["palestine-casualties"]).finding == "Not checkable"


@pytest.mark.parametrize(
    "text",
    [
        "Murders in the United States fell by 10 percent a year between 2015 and 2020.",
        "Murders in the United States fell by an average of 10 percent a year from 2020 to 2023.",
        "Murders in the United States fell by 10 percent annually from 2020 to 2023.",
    ],
)
def test_a_change_of_each_year_is_not_that_of_the_whole_stretch(text):
    """ "By 10 percent a year" is another number than the change from the first year to the last."""
    for claim in parse(text, published="2025-10-01"):
        assert "average change" in check(claim, ["fbi-estimated-crimes"]).sentence


def test_a_rate_is_not_compared_by_so_many():
    """Its table holds rates per 100 million people, of which a difference would be read as one per 100,000."""
    (claim,) = parse("The murder rate in the United States fell by one per 100,000 in 2023.", published="2025-10-01")
    assert check(claim).finding == "Not checkable"


def test_a_high_of_so_many_years_is_ranked_among_them():
    """A "20-year high" is the highest of the 20 years that end with it, not of all there are."""
    (claim,) = parse("Murders in Texas hit a 20-year high in 2021.", published="2025-10-01")
    found = check(claim, ["fbi-estimated-crimes"])
    assert (found.finding, found.headline["among"]) == ("Holds up", 20)


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("in a decade", 10), ("in two decades", 20), ("in twelve years", 12), ("in fifteen years", 15),
        ("in twenty years", 20), ("in twenty-five years", 25), ("in 30 years", 30), ("in years", 1),
    ],
)  # fmt: skip
def test_the_years_that_a_rank_looks_back_on_are_read_from_any_number(words, years):
    """Words and figures alike; "in twenty-five years" is not in five."""
    (claim,) = parse(f"Murders in Texas were the highest {words} in 2021.", published="2025-10-01")
    assert years_back(claim) == years


def test_a_change_over_fifteen_years_is_measured_from_the_fifteenth_before():
    """ "Over the past fifteen years", said in 2025: 2024 with 2009."""
    (claim,) = parse("Conflict deaths in Mali have doubled over the past fifteen years.", published="2025-06-01")
    assert compared_year(claim) == Window.parse("2009")

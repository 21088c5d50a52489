"""Which release of a dataset answers, where a newer one leaves out years."""

import pytest

from verifier import check, parse


@pytest.mark.parametrize("year", [1995, 2015, 2024])
def test_the_newest_release_answers_for_every_year(year):
    """The FBI's release of 2024 takes the years that it does not restate from the one before."""
    (claim,) = parse(f"Murders in the United States rose by 5 percent in {year}.", published="2025-11-01")
    assert {source.key[1] for source in check(claim, ["fbi-estimated-crimes"]).sources} == {"2024"}


def test_what_was_right_on_its_day_is_said_to_have_been_so_first():
    """The FBI's release of September 2024 has −12% for 2023, the next one −9%: the first is told first."""
    text = "Murders in the United States fell by 11.6 percent in 2023, the FBI said."
    (claim,) = parse(text, published="2024-09-24")
    found = check(claim)
    assert found.sentence.startswith("Right on the day it was said")
    assert "19,252" in found.sentences[0].words
    assert "19,907" in found.sentences[1].words
    (later,) = parse("Murders in the United States fell by 8.6 percent in 2023.", published="2025-10-01")
    assert not check(later).sentence.startswith("Right on the day")


def test_a_change_since_a_year_is_to_the_last_one():
    """Both years are of one release."""
    (claim,) = parse("Murders in the United States have fallen by 21 percent since 2020.", published="2025-11-12")
    row = check(claim, ["fbi-estimated-crimes"]).headline
    assert (row["vintage"], row["after_start"].year, row["before_start"].year) == ("2024", 2024, 2020)


@pytest.mark.parametrize(
    ("text", "finding", "among"),
    [
        ("Murders in the US in 2024 were the fewest since 2019.", "Holds up", 5),
        ("Murders in the US in 2024 were the lowest on record.", "Overstated", 46),
        ("Murders in the United States fell to their lowest level since 1969 in 2024.", "Not checkable", None),
        ("The number of murders in the US in 2021 was the highest since 1994.", "Holds up", 27),
        ("Robberies in the United States were at their lowest level in 40 years in 2022.", "Overstated", 40),
        ("Robberies in the US in 2021 were the lowest on record.", "Holds up", 43),
    ],
)
def test_a_rank_in_time_is_among_all_years_that_are_said(text, finding, among):
    """Counts begin in 1979: a rank since before has no answer."""
    (claim,) = parse(text, published="2025-11-01")
    found = check(claim, ["fbi-estimated-crimes"])
    assert found.finding == finding
    assert (found.headline["among"] if found.headline else None) == among


@pytest.mark.parametrize(
    ("text", "finding", "steps"),
    [
        ("Murders in the US fell for the second straight year in 2024.", "Holds up", 2),
        ("Property crime in the United States fell for the 19th consecutive year in 2021.", "Holds up", 19),
        ("Property crime in the United States fell for the 20th consecutive year in 2022.", "Overstated", 19),
    ],
)
def test_a_run_of_years_is_counted_step_by_step(text, finding, steps):
    """ "For the 20th consecutive year" is twenty falls, and not one; first to last only, it is overstated."""
    (claim,) = parse(text, published="2025-11-01")
    found = check(claim, ["fbi-estimated-crimes"])
    assert found.finding == finding
    assert found.headline["value"] == steps


def test_years_in_a_row_without_a_number_are_not_one_fall():
    """What is said to have gone on and on is more than that the last year was lower."""
    (claim,) = parse("Murders in the United States fell for umpteen years in a row in 2023.", published="2025-11-01")
    assert check(claim).finding == "Not checkable"

"""Which release of a dataset answers, where a newer one leaves out years."""

import pytest

from verifier import check, parse


@pytest.mark.parametrize(("year", "release"), [(1995, "2023"), (2015, "2023"), (2024, "2024")])
def test_the_newest_release_that_covers_both_years_answers(year, release):
    """The FBI's release of 2024 begins with 2022 for the nation: for years before, the one before it is used."""
    (claim,) = parse(f"Murders in the United States rose by 5 percent in {year}.", published="2025-11-01")
    assert {source.key[1] for source in check(claim, ["fbi-estimated-crimes"]).sources} == {release}


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


def test_a_change_since_a_year_takes_a_release_that_has_that_year():
    """The newest release has no 2020: the one before it answers, with the latest year that it has."""
    (claim,) = parse("Murders in the United States have fallen by 20 percent since 2020.", published="2025-03-12")
    row = check(claim, ["fbi-estimated-crimes"]).headline
    assert (row["vintage"], row["after_start"].year, row["before_start"].year) == ("2023", 2023, 2020)


@pytest.mark.parametrize(
    ("text", "since", "lowest"),
    [
        ("Murders in the United States fell to their lowest level since 1969 in 2024.", 1979, "2014: 14,164"),
        ("Murders in the US in 2024 were the lowest on record.", 1979, "2014: 14,164"),
        ("Murders in the US in 2024 were the fewest since 2019.", 2020, "2023: 19,252"),
        ("Property crime in the United States fell for the 40th year in a row in 2024.", 1984, "2021: 6,083,874"),
    ],
)
def test_a_history_that_no_release_holds_is_not_put_together(text, since, lowest):
    """Three years are no record: the answer says what each release has, and what the older one gives there."""
    (claim,) = parse(text, published="2025-11-01")
    found = check(claim, ["fbi-estimated-crimes"])
    assert found.finding == "Not checkable"
    assert "that of 5 August 2025 has 2022 to 2024" in found.reason
    assert f"lowest since {since} in {lowest}" in found.reason


@pytest.mark.parametrize(
    ("text", "finding", "among"),
    [
        ("The number of murders in the US in 2021 was the highest since 1994.", "Holds up", 27),
        ("Robberies in the United States were at their lowest level in 40 years in 2022.", "Overstated", 40),
        ("Robberies in the US in 2021 were the lowest on record.", "Holds up", 43),
    ],
)
def test_a_history_comes_from_the_newest_release_that_holds_it(text, finding, among):
    """The release of 2023 goes back to 1979, and ranks what it has."""
    (claim,) = parse(text, published="2024-11-01")
    found = check(claim, ["fbi-estimated-crimes"])
    assert (found.finding, found.headline["vintage"]) == (finding, "2023")
    assert found.headline["among"] == among


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

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

"""Which release of a dataset answers, where a newer one leaves out years."""

import pytest

from verifier import check, parse


@pytest.mark.parametrize(("year", "release"), [(1995, "2023"), (2015, "2023"), (2024, "2024")])
def test_the_newest_release_that_covers_both_years_answers(year, release):
    """The FBI's release of 2024 begins with 2022 for the nation: for years before, the one before it is used."""
    (claim,) = parse(f"Murders in the United States rose by 5 percent in {year}.", published="2025-11-01")
    assert {source.key[1] for source in check(claim, ["fbi-estimated-crimes"]).sources} == {release}

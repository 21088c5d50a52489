"""Claims of several places: they are summed where the text takes them together, and that is said where it may not."""

import pytest

from verifier import check, parse


def checked(text):
    (claim,) = parse(text, published="2025-10-01")
    return check(claim)


def test_states_are_summed_as_countries_are():
    """The counts are those of both states, and no note explains a sum that the text itself names."""
    found = checked("California and Texas together recorded 3,398 murders in 2024.")
    assert found.headline["after_count"] == 1_782 + 1_616
    assert not [flag for flag in found.flags if flag.flag == "place"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Murders fell in California, Texas and Florida in 2024.", True),
        ("Murders fell by 13 percent in California, Texas and Florida combined in 2024.", False),
        ("Murders fell in California in 2024.", False),
    ],
)
def test_a_change_in_several_places_is_that_of_their_sum(text, told):
    """A fall in three states may be one in each of them: that only their sum is known to have fallen is said."""
    said = [flag.detail for flag in checked(text).flags if flag.flag == "assumed"]
    assert any("taken together, which says nothing of each" in detail for detail in said) == told


def test_a_place_that_is_filed_elsewhere_is_missing_and_not_zero():
    """UCDP files deaths in Gaza and the West Bank under Israel: no sum with Palestine."""
    found = checked("Sudan, Ukraine and Palestine together had 75,000 conflict deaths in 2024.")
    assert found.finding == "Not checkable"
    assert "Palestine" in found.reason

"""Which claims cannot be put to any data for want of a time."""

import pytest

from verifier import check, parse


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

"""Words that look like a time, a place or a change, and narrow what is counted."""

import pytest

from verifier import check, parse


@pytest.mark.parametrize(
    "text",
    [
        "Burglaries at night in Texas rose by 6 percent in 2023.",
        "Burglaries overnight in Texas rose by 6 percent in 2023.",
        "Burglaries during the day in Texas rose by 6 percent in 2023.",
        "Robberies in the evening in Texas rose by 6 percent in 2023.",
        "Murders in the United States outside Chicago rose by 6 percent in 2023.",
        "Seasonally adjusted, murders in the United States fell by 10 percent in 2023.",
        "Excluding Florida, murders in the United States fell by 10 percent in 2023.",
        "Per capita, murders in the United States fell by 10 percent in 2023.",
        "The growth of murders in the United States fell by 10 percent in 2023.",
    ],
)
def test_what_narrows_a_count_is_never_dropped(text):
    """Each is another question than that of the bare measure, and no dataset counts it."""
    for claim in parse(text, published="2025-10-01"):
        assert check(claim, ["fbi-estimated-crimes"]).finding == "Not checkable"


@pytest.mark.parametrize(
    "text",
    [
        "Murders in the United States fell by 9 percent in 2023.",
        "There was a 28 percent increase in murders in the United States in 2020.",
    ],
)
def test_words_of_change_are_no_qualifiers_of_their_own_claim(text):
    """A change of murders is still one of murders."""
    (claim,) = parse(text, published="2025-10-01")
    assert claim.qualifiers == ()

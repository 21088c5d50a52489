"""Shares of the world: the country is the part, and the whole is counted too."""

from datetime import date
from itertools import pairwise

import pytest

from verifier import check, load, parse
from verifier.comparisons.series import Series
from verifier.window import Window


def checked(text, published="2024-02-01"):
    """The check of the one claim of a sentence."""
    (claim,) = parse(text, published=published)
    return check(claim)


def counted(dataset, definition, place, window):
    """What a dataset counts."""
    return Series(load(dataset).cells(definition, place)).count(Window.parse(window)).count


@pytest.mark.parametrize(
    "text",
    [
        "One in four pirate attacks took place off Nigeria in 2019.",
        "Nigeria accounted for a quarter of pirate attacks worldwide in 2019.",
        "Nigeria accounted for a quarter of all pirate attacks in 2019.",
        "A quarter of the world's pirate attacks took place off Nigeria in 2019.",
        "Nigeria saw a quarter of the world's pirate attacks in 2019.",
    ],
)
def test_a_share_of_the_world_is_of_the_world(text):
    """However it is said, the country's count is held against that of the world."""
    found = checked(text)
    part, whole = (counted("pirates", "pirate-attacks", place, "2019") for place in ("NGA", "WLD"))
    assert (found.headline["after_count"], found.headline["before_count"]) == (part, whole)
    assert found.headline["place"] == "NGA"
    assert "off Nigeria in 2019" in found.sentence
    assert "in the world" in found.sentence


def test_a_whole_that_is_not_said_is_told():
    """That the whole is the world is said as an assumption; where it stands in the text it is none."""
    for text, told in (("all pirate attacks", True), ("pirate attacks worldwide", False)):
        found = checked(f"Nigeria accounted for a quarter of {text} in 2019.")
        assert any("all in the world" in flag.detail for flag in found.flags) == told


def test_a_share_of_what_happened_there_is_no_share_of_the_world():
    """ "47 percent of pirate attacks off Nigeria were hijackings" has its part in words."""
    found = checked("47 percent of pirate attacks off Nigeria in 2018 were hijackings.")
    assert found.headline["definition"] == "hijackings"
    assert found.headline["before_count"] == counted("pirates", "pirate-attacks", "NGA", "2018")


@pytest.mark.parametrize(
    "text",
    [
        "Nigeria saw a quarter of pirate attacks in 2019.",
        "Balochistan accounted for 40 percent of terrorist attacks in 2022.",
    ],
)
def test_a_share_of_something_else_is_not_answered(text):
    """Neither the near definition of the measure itself nor a whole country stands in for the part."""
    assert checked(text).headline is None


def test_a_state_is_a_part_of_its_country():
    """ "One in five murders in the United States happened in California": 2,248 of 21,781."""
    found = checked("One in five murders in the United States happened in California in 2022.")
    assert found.finding == "Overstated"
    assert "10.3% of the 21,781 in the United States" in found.sentence


def test_a_dataset_without_the_world_answers_no_share_of_it():
    """PIPS counts Pakistan alone."""
    found = checked("Pakistan accounted for half of the world's terrorist attacks in 2022.")
    assert found.finding == "Not checkable"
    assert any("not for the world" in one.why for one in found.abstained)


def test_many_claims_are_answered_by_their_own_whole():
    """Claims with another wider place are never answered together."""
    from verifier.findings.many import Asked, verdicts

    texts = [
        "Nigeria accounted for a quarter of pirate attacks worldwide in 2019.",
        "47 percent of pirate attacks off Nigeria in 2019 were hijackings.",
        "Nigeria had the second-highest number of pirate attacks in the world in 2019.",
        "Nigeria had the second-highest number of pirate attacks in the world in 2018.",
    ]
    claims = [claim for text in texts for claim in parse(text, published="2024-02-01")]
    found = verdicts([Asked(claim, date(2024, 2, 1)) for claim in claims])
    alone = [verdicts([Asked(claim, date(2024, 2, 1))])[0] for claim in claims]
    assert found == alone
    assert all(one != other for one, other in pairwise(found))

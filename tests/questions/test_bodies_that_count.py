"""A body that is said to have counted is the source of a claim, and no part of what is counted."""

import pytest

from verifier import check, parse


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("PICSS logged 905 militant attacks in Pakistan in 2024.", "PICSS"),
        ("The IMB logged 190 pirate attacks worldwide in 2020.", "the IMB"),
        ("Police in Italy recorded 322 homicides in 2022.", None),
        ("The United States recorded 21,781 murders in 2022.", None),
    ],
)  # fmt: skip
def test_who_counted_is_not_counted(text, source):
    """A known publisher is a stated choice; police and countries only keep the record."""
    (claim,) = parse(text, published="2025-11-01")
    found = check(claim)
    assert found.finding in ("Holds up", "Roughly right"), found.sentence
    assert found.question.source == source


@pytest.mark.parametrize(
    "text",
    [
        "The Bureau of Labor Statistics counted 20 strikes in the United States in 2018.",
        "The Armed Conflict Survey counted 183 conflicts worldwide in 2023.",
        "Militant attacks in Pakistan rose by 17 percent in 2023, according to the Institute of Peace Research.",
    ],
)
def test_a_body_whose_counts_are_not_here_is_named(text):
    """No other body's counts stand in for those of the one that the text cites."""
    (claim,) = parse(text, published="2025-03-01")
    found = check(claim)
    assert found.finding == "Not checkable"
    assert found.question.source in found.refusal.missing


def test_where_a_newspaper_is_printed_is_not_where_it_happened():
    """A paper's country is none of the claim's."""
    (claim,) = parse(
        "A Nigerian newspaper reported that conflict deaths had fallen by 20 percent in 2024.", "2025-07-01"
    )
    assert check(claim).finding == "Not checkable"


def test_a_number_without_a_noun_is_of_the_people_named_before():
    """ "Civilians fared worse: 2,170 were killed": civilians, not everybody."""
    text = "Conflict deaths in Burkina Faso fell. Civilians fared worse: 2,170 were killed in the conflict in 2024."
    claim = next(one for one in parse(text, published="2025-07-20") if one.value == 2170)
    assert claim.counted.startswith("civilians")
    assert check(claim).finding == "Holds up"

"""A source that the text names is a stated choice."""

import pytest

from verifier import check, parse

CLAIM = "Terror attacks in Pakistan rose by 27 percent in 2022 compared with 2021"


@pytest.mark.parametrize("text", [
    f"{CLAIM}, according to PIPS.",
    f"{CLAIM}, the Pak Institute for Peace Studies said.",
    f"PIPS figures show that {CLAIM[0].lower()}{CLAIM[1:]}.",
])  # fmt: skip
def test_the_named_source_alone_makes_the_finding(text):
    """Only the publisher's dataset is asked, the others are told apart, and the question says so."""
    (claim,) = parse(text, published="2023-03-01")
    found = check(claim)
    assert {source.dataset.id for source in found.sources} == {"pips"}
    assert found.question.to_dict()["source"] == {"value": "PIPS", "how": "said"}
    assert found.unnamed is not None
    assert "pips" not in {source.dataset.id for source in found.unnamed.sources}
    assert "other sources" in found.sentence


def test_a_source_that_is_not_here_is_an_abstention_that_names_it():
    """Counts of others do not stand in for those of the source; how to bring it is told."""
    (claim,) = parse(f"{CLAIM}, according to ACLED.", published="2023-03-01")
    found = check(claim)
    assert found.finding == "Not checkable"
    assert "ACLED" in found.refusal.missing
    assert "acleddata.com" in found.refusal.remedy


def test_the_users_choice_of_datasets_overrules_the_text():
    """Where datasets are named by the user, those answer."""
    (claim,) = parse(f"{CLAIM}, according to ACLED.", published="2023-03-01")
    assert check(claim, ["pips"]).sources

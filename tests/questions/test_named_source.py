"""A source that the text names is a stated choice."""

import tomllib
from importlib.resources import files

import pytest

from verifier import check, parse
from verifier.incidents.catalogue import datasets, load
from verifier.questions.named_source import names_apart, publisher_name

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


def test_no_publisher_is_known_by_a_number():
    """Texts are looked through for publishers with every digit made the same, so a name must have none."""
    named = tomllib.loads(files("verifier.questions").joinpath("publishers.toml").read_text(encoding="utf-8"))
    assert [name for each in named["publisher"] for name in each["names"] if any(map(str.isdigit, name))] == []


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


def test_a_publisher_has_one_name_in_findings_and_refusals():
    """A refusal, a finding and the page's lists call whoever counts by the same short name."""
    (silent,) = parse("There were 300 terrorist attacks in Pakistan in 2012.", published="2013-03-01")
    refused = check(silent, ["crss", "pips"])
    assert "CRSS has no counts of terrorist attacks for 2012" in refused.refusal.missing
    (counted,) = parse("There were 262 terrorist attacks in Pakistan in 2022.", published="2023-03-01")
    assert "CRSS" in check(counted, ["pips", "crss"]).sentence
    for dataset in datasets():
        assert publisher_name(dataset)
    assert publisher_name(load("pirates")) == "the IMB"
    assert publisher_name(load("measles-us")) == "Johns Hopkins"


def test_a_publisher_with_several_datasets_is_told_apart():
    """Where they say different things each is called by what it holds, else by the publisher alone."""
    ged, monthly, pips = (load(name) for name in ("ucdp-ged", "ucdp-ged-monthly", "pips"))
    assert names_apart([[ged, monthly], [pips]]) == [["UCDP"], ["PIPS"]]
    assert names_apart([[ged], [monthly, pips]]) == [
        ["UCDP (daily counts for five countries)"], ["UCDP (monthly counts for the world)", "PIPS"]
    ]  # fmt: skip

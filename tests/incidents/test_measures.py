"""Phrases that name the same measure are one measure, and others are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.incidents.catalogue import load
from verifier.incidents.measures import normalise, same

SAME = [
    ["terror attacks", "terrorist attacks", "terrorism attacks", "acts of terrorism", "terrorist incidents"],
    ["terror attacks", "Attacks by terrorists", "the number of terror attacks", "terror-related attacks"],
    ["terror attacks", "terrorists' attacks", "incidents of terror", "terrorist acts", "terrorist bombings"],
    ["suicide bombings", "suicide attacks", "suicide blasts", "suicide bomb attacks", "a suicide bombing"],
    ["killed", "deaths", "fatalities", "people killed", "people were killed", "lives lost", "the death toll", "dead"],
    ["pirate attacks", "piracy incidents", "attacks on ships", "attacks against vessels", "acts of piracy"],
    ["pirate attacks", "pirate attacks on ships", "attacks by pirates", "incidents of piracy", "ships attacked"],
    ["people injured", "injuries", "wounded", "injured people", "persons injured"],
    ["people killed in terrorist attacks", "terror attack deaths", "fatalities in terror attacks"],
    ["militant attacks", "attacks by militants", "militant assaults"],
    ["hijackings of ships", "ships hijacked", "vessel hijackings"],
    ["civilian deaths", "civilians killed", "deaths of civilians"],
    ["security forces killed", "security personnel killed", "security force deaths"],
]
DIFFERENT = [
    ("terror attacks", "suicide attacks"),
    ("terror attacks", "attacks"),
    ("terror attacks", "terror deaths"),
    ("terrorists killed", "deaths in terrorism"),
    ("militants killed", "people killed in militant attacks"),
    ("killed", "injured"),
    ("road deaths", "deaths"),
    ("attacks on churches", "attacks"),
    ("attempted pirate attacks", "pirate attacks"),
    ("suicides", "suicide attacks"),
    ("civilian deaths", "deaths"),
    ("casualties", "deaths"),
    ("counter-terrorism operations", "terrorist attacks"),
    ("", ""),
    ("people", "people"),
]


@pytest.mark.parametrize("phrases", SAME, ids=lambda phrases: phrases[0])
def test_synonyms_are_one_measure(phrases: list[str]) -> None:
    """Every phrase of a group names the same measure as the first."""
    assert [phrase for phrase in phrases if not same(phrase, phrases[0])] == []


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_measures_stay_apart(one: str, other: str) -> None:
    """Phrases that count different things do not match, and phrases that name nothing match nothing."""
    assert not same(one, other)


@pytest.mark.parametrize("first", SAME, ids=lambda phrases: phrases[0])
@pytest.mark.parametrize("second", SAME, ids=lambda phrases: phrases[0])
def test_groups_do_not_run_into_each_other(first: list[str], second: list[str]) -> None:
    """No phrase of one group matches a phrase of another."""
    if first[0] != second[0]:
        assert not any(same(one, other) for one in first for other in second)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Any text gives a set of words without error, and letters in another case the same set."""
    words = normalise(text)
    assert all(words)
    if text.isascii():
        assert normalise(text.upper()) == words


@given(st.lists(st.sampled_from(["burglaries", "fires", "homicides", "arrests", "thefts"]), unique=True, min_size=1))
def test_order_number_and_articles_do_not_matter(words: list[str]) -> None:
    """Order, an article and words such as "total number of" change nothing."""
    assert normalise(" ".join(words)) == normalise("the total number of " + " ".join(reversed(words)))


def test_every_definition_answers_its_own_label_or_id() -> None:
    """The id of a definition always chooses that definition alone."""
    for dataset_id in ("pips", "picss", "ucdp-ged", "ucdp-country-year", "pirates"):
        dataset = load(dataset_id)
        for definition in dataset.definitions:
            assert [answer.definition.id for answer in dataset.answers(definition.id)] == [definition.id]


def test_best_match_comes_first() -> None:
    """Definitions that match exactly come before those that only come near or stand in."""
    order = ["exact", "near", "proxy"]
    for measure in ("terror attacks", "pirate attacks", "deaths", "conflict deaths"):
        for dataset_id in ("crss", "pirates", "ucdp-ged", "ucdp-country-year"):
            found = [order.index(answer.match) for answer in load(dataset_id).answers(measure)]
            assert found == sorted(found)

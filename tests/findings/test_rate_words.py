"""Rates in words that an editor would print: of so many people, and of what is rarer than the unit it was said by."""

import pytest

from verifier import check, parse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The robbery rate in Belgium was 120 per 100,000 people in 2021.",
            "recorded by the police in Belgium in 2021, which is 99.8 per 100,000 people, against 120 claimed.",
        ),
        (
            "The murder rate in the United States fell to 5.0 per 100,000 people in 2024.",
            "in the United States in 2024, which is 4.98 per 100,000 people, as claimed.",
        ),
        (
            "Pakistan had one suicide attack every two weeks in 2022.",
            "14 suicide attacks in Pakistan in 2022, which is one every 3.7 weeks, against 1 in 2 weeks claimed.",
        ),
    ],
)
def test_a_rate_is_answered_on_the_scale_it_was_said_on(text, words):
    """The count and what it is per population, or how long one takes; never "13,903 of them" nor "0.537 in 2 weeks"."""
    (claim,) = parse(text, published="2025-10-10")
    assert words in check(claim).sentence

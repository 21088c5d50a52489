"""A number in a clause that names nothing else is of what the claim before counts; any other noun, and it is not."""

from __future__ import annotations

import pytest

from verifier import parse


@pytest.mark.parametrize(
    ("text", "value", "kind", "place"),
    [
        ("Canada had 874 homicides in 2022. Ontario's 288 were the most since 2010.", 288, "level", "CA-ON"),
        (
            "The United States had 2,286 cases of measles. Texas, the epicentre, has had 803 so far.",
            803,
            "level",
            "US-TX",
        ),
        ("Canada had 874 homicides in 2022. Manitoba's figure grew by 42 per cent.", 42, "change", "CA-MB"),
        ("Canada had 874 homicides in 2022. Yukon, for its part, had none.", 0, "level", "CA-YT"),
        ("In 2020 there were 190 pirate attacks worldwide. Nigeria's coast saw 28 of them.", 28, "level", "NGA"),
    ],
)
def test_a_bare_number_goes_on(text: str, value: float, kind: str, place: str) -> None:
    (told,) = [claim for claim in parse(text) if claim.value == value]
    assert (told.kind, told.resolved.place) == (kind, place)
    assert told.measure_from


@pytest.mark.parametrize(
    "text",
    [
        "Murders fell, and the mayor met voters, with 40 last year.",
        "There were 40 murders. Texas has 254 counties.",
        "There were 40 murders; rents went up, a 12% rise.",
        "Police made 40 arrests at the match, which drew 52,000 fans, a 10% rise.",
        "Canada had 874 homicides in 2022. Smith, 45, of Ontario, was one of the victims.",
        "Canada had 874 homicides in 2022. Prices in Ontario rose by 5 percent.",
        "Canada had 874 homicides in 2022. Ontario beat Quebec by 3 to 2.",
    ],
)
def test_a_number_beside_another_noun_does_not(text: str) -> None:
    assert len(parse(text)) == 1


def test_some_hundred_are_no_number() -> None:
    """ "Several hundred people" is an amount in words, and not a hundred."""
    for text in (
        "Several hundred people were killed.",
        "A few dozen people were killed.",
        "Many thousands were killed.",
    ):
        (told,) = parse(text)
        assert (told.form, told.value) == ("level_vague", None)

"""Refugees, conflicts, cases and disasters of a price are incidents of their own kind."""

from __future__ import annotations

import pytest

from verifier import parse


@pytest.mark.parametrize(
    ("text", "value", "place", "counted"),
    [
        ("Refugees in Pakistan rose by 10 percent in 2023.", 10, "PAK", "Refugees"),
        ("More than 3 million refugees were in Turkey at the end of 2023.", 3e6, "TUR", "refugees"),
        ("Refugees from Syria rose by 10 percent in 2023.", 10, "SYR", "refugees by origin"),
        ("Syrian refugees fell by 10 percent in 2023.", 10, "SYR", "refugees by origin"),
        ("Afghan asylum seekers fell by 30 percent in 2024.", 30, "AFG", "asylum seekers by origin"),
        ("Syrian refugees in Turkey fell by 10 percent in 2023.", 10, "TUR", "refugees from Syria"),
        ("There were 3.2 million refugees from Syria in Turkey.", 3.2e6, "TUR", "refugees from Syria"),
        ("At the end of 2023 it hosted 1.1 million Ukrainian refugees.", 1.1e6, None, "refugees from Ukraine"),
        ("1.1 million Ukrainian refugees were living in Germany.", 1.1e6, "DEU", "refugees living from Ukraine"),
        ("There were 1.2 million refugees from Syria and Iraq in Germany.", 1.2e6, None, "refugees of several origins"),
        ("Palestinian refugees rose by 3 percent in 2023.", 3, None, "Palestinian refugees"),
        ("Asylum applications in Germany fell by 30 percent in 2024.", 30, "DEU", "Asylum applications"),
        ("There were 61 armed conflicts worldwide in 2024.", 61, "WLD", "armed conflicts"),
        ("Measles cases in the United States tripled in 2025.", 3, "USA", "Measles cases"),
        ("There were 27 billion-dollar disasters in the United States in 2024.", 27, "USA", "billion-dollar disasters"),
        ("Billion-dollar disasters in Texas rose by 10 percent.", 10, "US-TX", "Billion-dollar disasters"),
        ("Germany arrested 300 refugees in 2023.", 300, "DEU", "refugees arrested by Germany"),
        ("At least 300 refugees drowned in 2023.", 300, None, "refugees drowned"),
    ],
)
def test_what_is_counted(text: str, value: float, place: str | None, counted: str) -> None:
    """People are counted as they stand where nothing happened to them, and by origin where the words give one."""
    (claim,) = parse(text)
    assert (claim.value, claim.counted) == (value, counted)
    if place is not None:
        assert claim.resolved.place == place


@pytest.mark.parametrize(
    "text", ["Job seekers in Germany fell by 30 percent in 2024.", "The war cost 10 billion dollars."]
)
def test_what_is_no_incident(text: str) -> None:
    """Other seekers are no incidents, and money is not counted by what it was spent on."""
    assert parse(text) == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("There were 68,131,711 internally displaced people worldwide in 2024.", "internally displaced people"),
        ("Sudan has 9 million IDPs.", "IDPs"),
        ("There were 415 stateless people in Turkey in 2023.", "stateless people"),
        ("There were 173 battles in Nigeria in 2015.", "battles"),
    ],
)
def test_displaced_and_stateless_people_stand_too(text: str, counted: str) -> None:
    """What they are called says it; "300 people in Sudan" still needs what happened to them."""
    (claim,) = parse(text)
    assert claim.counted == counted
    assert parse("More than 300 people gathered in Lagos.") == []

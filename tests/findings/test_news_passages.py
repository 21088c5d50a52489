"""Passages as news has them, each with what a fact-checker would find: what is counted, where, when and against what
stands in other words and other sentences than the number.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from verifier import check, parse
from verifier.window import Window

PASSAGES = tomllib.loads(Path(__file__).with_name("news_passages.toml").read_text(encoding="utf-8"))


def finding_of(case: dict[str, Any]) -> str:
    """The finding of the claim with the words of the case."""
    claim = next(one for one in parse(case["passage"], published=case["published"]) if case["claim"] in one.text)
    return str(check(claim).finding)


@pytest.mark.parametrize("case", PASSAGES["answered"], ids=lambda case: case["name"])
def test_a_passage_is_answered_as_a_fact_checker_would(case: dict[str, Any]) -> None:
    """The measure, the place and the times of a claim are found where the passage has them."""
    assert finding_of(case) == case["finding"]


@pytest.mark.parametrize("case", PASSAGES["abstained"], ids=lambda case: case["name"])
def test_a_passage_about_something_else_is_not_answered(case: dict[str, Any]) -> None:
    """What the datasets would answer is another question than the one the passage asks."""
    assert finding_of(case) == "Not checkable"


def test_who_counts_depends_on_where() -> None:
    """Counts of the West Bank are the UN's, and those by nearest coast are not the IMB's own."""
    west_bank, coast = (
        parse("Palestinians killed in the West Bank fell by half in 2025.", published="2026-01-15")[0],
        parse("There were 63 pirate attacks off Indonesia in 2011.", published="2012-02-01")[0],
    )
    assert "the UN's humanitarian office OCHA counted 237" in check(west_bank).sentence
    assert "Crime at Sea (the IMB's records by nearest coast) counted 63" in check(coast).sentence


def test_another_year_between_is_not_the_year_before() -> None:
    """ "The year before" behind another number does not move the year of the count before it."""
    said = (
        "There were 264 pirate attacks worldwide last year. There were just 15 attacks off Ghana; by comparison, it "
        "saw 75 attacks in 2012 and 237 the year before."
    )
    periods = {one.text: one.resolved.period for one in parse(said, published="2014-01-15")}
    assert periods["15 attacks"] == Window.parse("2013")


def test_a_change_whose_counts_are_off_is_not_as_claimed() -> None:
    """Where the two counts said are far off, their change is told against them, however well it fits."""
    told = check(parse("Togo saw pirate attacks rise from five in 2011 to 15 in 2012.", published="2013-03-01")[0])
    assert "against a rise from 5 to 15 claimed" in told.sentence
    assert "as claimed" not in told.sentence


def test_counts_that_end_too_early_are_named() -> None:
    """A stretch that goes on after the last count is refused with the day the counts end."""
    told = check(parse("Conflict in Sudan has killed 40,000 people since April 2023.", published="2025-11-01")[0])
    assert "UCDP's counts end on 31 December 2024" in told.sentence


def test_a_rank_behind_a_rate_is_of_rates() -> None:
    """ "A rate of 1.1 per 100,000, the lowest" ranks the states by their rates."""
    said = "New Hampshire recorded 15 murders in 2024, a rate of 1.1 per 100,000, the lowest in the country."
    rank = next(one for one in parse(said, published="2025-10-01") if one.text == "lowest")
    assert "per 100,000 people in New Hampshire in 2024: the lowest of 50 states" in check(rank).sentence


def test_a_year_is_measured_from_the_year_before_and_no_other() -> None:
    """A publisher that has no figure for the year before does not answer from the one before that."""
    said = "Militant attacks killed 1,177 people in Pakistan in 2024, up by 20 percent, PICSS said."
    change = next(one for one in parse(said, published="2025-05-01") if one.kind == "change")
    told = check(change).sentence
    assert "PICSS has no counts of people killed in militant attacks for 2023, the year before" in told


def test_a_stock_since_an_event_is_told_by_its_days() -> None:
    """How many there were before and after is of two days, and no stretch of time before the event."""
    said = "The number of Sudanese refugees has more than tripled since the fighting began in April 2023."
    told = check(parse(said, published="2026-07-01")[0]).sentence
    assert "2,820,737 refugees from Sudan on 31 December 2025 and 837,188 on 31 December 2022" in told
    assert "Allowing for chance" not in told


@pytest.mark.parametrize(
    ("published", "said", "told"),
    [
        ("2025-01-08", "Suicide bombings in Pakistan fell from 29 to 17 in 2024, PIPS said.",
         "PIPS has no counts of suicide attacks for 2024"),
        ("2021-01-20", "In the Singapore Strait the number of pirate attacks almost doubled, from 12 to 23.",
         "`verifier data show` lists the places that a dataset has"),
        ("2024-05-06", "Sweden's homicide rate was higher than in neighbouring Norway and Denmark in 2022.",
         "per 100,000 people, as Eurostat publishes them, for Sweden and for each of Denmark and Norway"),
        ("2025-07-10", "Last year was the second deadliest of the war in Ukraine.", "ranks it within the war"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_is_lacking(published: str, said: str, told: str) -> None:
    """The definition whose years are lacking, the places where the place is unknown, and what cannot be added up."""
    (found,) = (check(one).sentence for one in parse(said, published=published))
    assert told in found
    assert "100 million" not in found
    assert "--period" not in found


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Violent crime in the United States fell 4.5 percent in 2024.", "down 4.5%, as claimed"),
        ("A violent crime occurred every 25.9 seconds in the United States in 2024.", "one every 25.9 seconds"),
        ("Deaths in conflict in Ukraine rose 50 percent in 2022.", ": 445 times as many, against 50% claimed"),
    ],
)
def test_numbers_are_as_precise_as_the_claim(said: str, told: str) -> None:
    """A decimal said is a decimal told, and nobody reads a rise of some ten thousand percent."""
    assert told in check(parse(said, published="2025-09-15")[0]).sentence

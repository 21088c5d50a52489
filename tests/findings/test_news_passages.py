"""Passages as news has them, each with what a fact-checker would find: what is counted, where, when and against what
stands in other words and other sentences than the number.
"""

from __future__ import annotations

import pytest

from verifier import check, parse
from verifier.window import Window

# The claim by its words, the day it was said, the passage, and the finding.
ANSWERED = {
    "a year told by “when”": (
        "9.1 percent", "2024-09-24",
        "Murder in the United States fell at the fastest pace on record, she said. That eclipses 1996 when murder in the "
        "United States fell by 9.1 percent.", "Holds up",
    ),
    "a report and its data": (
        "70 percent", "2025-01-20",
        "The yearly report of the Pak Institute for Peace Studies (PIPS) came out on Monday. The report says that "
        "terrorist attacks in Pakistan rose 70 percent in 2024.", "Holds up",
    ),
    "the index named before": (
        "45 per cent", "2025-04-02",
        "Pakistan rose to second place on this year's Global Terrorism Index. Deaths from terrorism in the country "
        "increased by 45 per cent in 2024, the index's publisher said.", "Holds up",
    ),
    "a period that the paragraph goes on with": (
        "nearly 9 percent", "2025-08-06",
        "Violent crimes in the United States fell 4.5 percent last year. Murders dropped to 16,935 from 19,907, the "
        "steepest decline in decades, while robberies were down nearly 9 percent and car thefts, which had surged, slid.",
        "Holds up",
    ),
    "the police keep the count": (
        "about a fifth", "2024-12-05",
        "The number of rapes registered by the police in Germany jumped by about a fifth in 2022.", "Holds up",
    ),
    "the rate of the whole country": (
        "more than double", "2025-08-22",
        "New Mexico's murder rate was more than double the national rate in 2024.", "Holds up",
    ),
    "the average of the world": (
        "nearly ten times", "2025-11-12",
        "Jamaica's homicide rate in 2023 was nearly ten times the global average.", "Holds up",
    ),
    "up to a day since a day": (
        "45,541 Palestinians", "2025-01-05",
        "By the end of 2024, 45,541 Palestinians had been killed in Gaza since October 7, 2023.", "Holds up",
    ),
    "a decade earlier": (
        "four times", "2026-07-06",
        "Chad was sheltering 1.5 million refugees at the end of 2025, four times as many as a decade earlier.", "Holds up",
    ),
    "after “between”, where it came to": (
        "45.7", "2025-11-10",
        "Between 2019 and 2023 Ecuador's homicide rate rose more than sixfold, to 45.7 per 100,000 inhabitants, as rival "
        "gangs fought for control of the ports.", "Holds up",
    ),
    "a university is no place": (
        "61 armed conflicts", "2025-06-20",
        "The world is at war. Last year saw 61 armed conflicts in which a state took part, researchers at Uppsala "
        "University say.", "Holds up",
    ),
    "since a peak": (
        "40 percent", "2014-01-15",
        "There were 264 pirate attacks worldwide last year, a drop of 40 percent since attacks peaked in 2011.", "Holds up",
    ),
    "a people that was killed": (
        "half", "2026-01-15",
        "The number of Palestinians killed in the West Bank rose by half in 2025.", "Contradicted",
    ),
    "those who died on the way": (
        "At least 3,155 people", "2026-06-02",
        "At least 3,155 people died or went missing trying to cross the Mediterranean in 2023.", "Holds up",
    ),
    "a route by its name": (
        "more than doubled", "2026-06-03",
        "Deaths and disappearances of migrants on the Atlantic route to the Canary Islands more than doubled in 2024.",
        "Leans overstated",
    ),
}  # fmt: skip

# Passages that another question must not stand for.
ABSTAINED = {
    "a city where “there” points": (
        "30 percent", "2025-03-04",
        "Memphis, long one of the most violent cities in America, had something to celebrate: murders there fell by 30 "
        "percent in 2024.",
    ),
    "two waters": (
        "237", "2013-01-16",
        "Only 75 pirate attacks were reported off Somalia and in the Gulf of Aden last year, down from 237 in 2011.",
    ),
    "by whom": ("14 ships", "2013-01-16", "Somali pirates hijacked 14 ships worldwide last year."),
    "when one of them was": (
        "Four vessels", "2013-01-16",
        "Four vessels were hijacked in Southeast Asia, including a Malaysian tanker that was recaptured in Vietnam in the "
        "last quarter of 2012.",
    ),
    "the think tank has no months": (
        "12 percent", "2024-11-03",
        "The security report was released by the Pakistan Institute for Conflict and Security Studies (PICSS). The data "
        "shows that militant attacks in Pakistan dropped by 12 percent in October 2024.",
    ),
    "filed under other coasts": (
        "160 pirate attacks", "2012-02-01", "There were 160 pirate attacks off the coast of Somalia in 2011.",
    ),
    "the year before the record": (
        "record-setting", "2025-01-14",
        "The United States had 27 billion-dollar disasters in 2024, one fewer than in the record-setting year before.",
    ),
}  # fmt: skip


def finding_of(claim_text: str, published: str, passage: str) -> str:
    """The finding of the claim with these words."""
    claim = next(one for one in parse(passage, published=published) if claim_text in one.text)
    return str(check(claim).finding)


@pytest.mark.parametrize("case", ANSWERED.values(), ids=ANSWERED)
def test_a_passage_is_answered_as_a_fact_checker_would(case: tuple[str, str, str, str]) -> None:
    """The measure, the place and the times of a claim are found where the passage has them."""
    *asked, expected = case
    assert finding_of(*asked) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("case", ABSTAINED.values(), ids=ABSTAINED)
def test_a_passage_about_something_else_is_not_answered(case: tuple[str, str, str]) -> None:
    """What the datasets would answer is another question than the one the passage asks."""
    assert finding_of(*case) == "Not checkable"


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
        "There were 264 pirate attacks worldwide last year. There were just 15 attacks off Ghana; by comparison, it saw 75 "
        "attacks in 2012 and 237 the year before."
    )
    periods = {one.text: one.resolved.period for one in parse(said, published="2014-01-15")}
    assert periods["15 attacks"] == Window.parse("2013")

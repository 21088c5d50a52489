"""Numbers whose measure stands elsewhere take it over from a claim nearby, and say from which."""

from __future__ import annotations

import pytest

from verifier.claims.reader import parse

# text, then of each claim that goes on from another: its number, form, direction, measure, whose measure it is
GOING_ON: list[tuple[str, list[tuple[object, str, str, str, str]]]] = [
    ("In 2022, 229 women died in fires, a 24% rise.", [(24.0, "pct_change", "up", "women", "229 women")]),
    ("Police counted 90 arsons (down 8%).", [(8.0, "pct_change", "down", "arsons", "90 arsons")]),
    (
        "Robberies are up 60% from a year ago and 15% since March.",
        [(15.0, "pct_change", "up", "Robberies", "60%")],
    ),
    (
        "Burglaries rose seven per cent in Leeds, but 10 in Cardiff.",
        [(10.0, "pct_change", "up", "Burglaries", "seven per cent")],
    ),
    (
        "After falling 12 percent in 2019, burglary rose 30 percent.",
        [(12.0, "pct_change", "down", "burglary", "30 percent")],
    ),
    (
        "Police recorded 512 burglaries in 2022. The year before it was 172.",
        [(172.0, "level", "none", "burglaries", "512 burglaries")],
    ),
    (
        "Officials counted 40 kidnappings in 2019. In 2020, that number jumped to 95.",
        [(95.0, "level", "up", "kidnappings", "40 kidnappings")],
    ),
    (
        "There were 40 stabbings in May. This represents a 20 per cent decrease on April.",
        [(20.0, "pct_change", "down", "stabbings", "40 stabbings")],
    ),
    (
        "The highest number of rapes was reported from Kerala (1,210), followed by Goa (870).",
        [(1210.0, "level", "none", "rapes", "highest"), (870.0, "level", "none", "rapes", "highest")],
    ),
    (
        "Burglary is down by 300 offences to 4,100.",
        [(4100.0, "level", "down", "Burglary", "300")],
    ),
    (
        "There were 120 arsons in Kent this year, compared with 80 for the same period in 2019.",
        [(80.0, "level", "none", "arsons", "120 arsons")],
    ),
    ("Fires killed 70 workers, a rate of 0.5 per 100,000.", [(0.5, "rate", "none", "workers", "70 workers")]),
    (
        "Of the 40 killings, 75% (30) were of women.",
        [
            (75.0, "share_percent", "none", "killings", "40 killings"),
            (30.0, "share_count", "none", "killings", "40 killings"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), GOING_ON, ids=[text for text, _ in GOING_ON])
def test_a_number_goes_on_from_a_claim(text: str, expected: list[tuple[object, str, str, str, str]]) -> None:
    """The measure is that of the claim the words point to, and the claim says so in `measure_from`."""
    found = [one for one in parse(text) if one.measure_from]
    assert [(one.value, one.form, one.direction, one.measure, one.measure_from) for one in found] == expected
    assert all(one.to_dict()["measure_from"] for one in found)


def test_members_of_a_list_keep_their_own_places() -> None:
    """Each count of a ranking is of the place it stands beside."""
    text = "The highest number of rapes was reported from Kerala (1,210), followed by Goa (870)."
    assert [(one.value, one.place) for one in parse(text) if one.measure_from] == [(1210, "Kerala"), (870, "Goa")]


def test_the_year_before_is_the_year_before_the_one_just_named() -> None:
    """A number that goes on from the sentence before is of the time its own words give, never of that sentence's."""
    claims = parse("Police recorded 512 burglaries in 2022. The year before it was 172.")
    assert [str(one.resolved.period) for one in claims] == ["2022-01-01..2022-12-31", "2021-01-01..2021-12-31"]


ALONE = [
    "Police arrested 12 people, and the force saw a 10% rise in staff.",
    "Thieves stole 40 cars. The budget fell 10 percent.",
    "Police recorded 40 thefts and 30 robberies. The year before it was 172.",
    "Two men were shot, 30 officers searched the house.",
    "Murders rose and the price of bread is up 30 percent.",
    "There were 40 murders; rents went up, a 12% rise.",
    "The city had 12 killings (2019).",
    "Robberies fell in Leeds, which has 500,000 inhabitants.",
    "Police counted 90 arsons, against the advice of 12 experts.",
    "There were 40 stabbings, according to 3 of 7 hospitals.",
    "Fighters killed 40 people, a third of the budget went to aid.",
    "Police made 40 arrests at the match, which drew 52,000 fans, a 10% rise.",
    "Attacks killed 40 people in Kabul, a city of 4 million.",
    "Crime fell 10%, followed by 5% in Leeds' bond yields.",
    "Homicides rose 12% in Chicago, where rents are up 8%.",
    "In 2019, 40 murders were recorded, in 2020 the budget was 12 million.",
    "Thieves stole 40 cars. The company said its profit was down 12 percent.",
    "Rebels killed 12 soldiers and 40 percent of the crop was lost.",
    "A bomb killed 12 people. That is 40 percent of the village.",
    "There were 90 arrests, followed by drivers (12 minutes) and cyclists (30 minutes).",
    "Robberies fell 5% (95% confidence interval).",
    "There were 40 murders in Leeds, which has a population of 800,000.",
    "Forty people were arrested at the match, which ended 2 to 1.",
    "After the attack that killed 12, the index dropped by 300 to 9,000.",
    "He was jailed for 40 burglaries, and fined 300.",
    "The police said the suspect, who killed 12, is 40.",
    "Murders rose 5% in 2020, while unemployment fell 3%.",
    "Robberies fell 5%, and the police budget by 3%.",
    "Police recorded 40 murders; clear-up rates rose by 12%.",
    "Thefts have dropped in four of the five years since 2014.",
    "There were 60 stabbings, and victims under 18 were few.",
]

# What another clause of the sentence counts is never given to a number by any other rule either.
ONE_CLAIM = [
    "Homicides rose 12% in Chicago, where rents are up 8%.",
    "In 2019, 40 murders were recorded, in 2020 the budget was 12 million.",
    "Attacks killed 40 people in Kabul, a city of 4 million.",
]


@pytest.mark.parametrize("text", ONE_CLAIM)
def test_a_number_of_something_else_is_no_claim(text: str) -> None:
    """Rents, budgets and inhabitants are not counted as what the clause before tells of."""
    assert len(parse(text)) == 1


@pytest.mark.parametrize("text", ALONE)
def test_nothing_is_taken_over_where_the_words_do_not_lead_there(text: str) -> None:
    """A number that counts something else, or may belong to one of several claims, takes over no measure."""
    assert [one.text for one in parse(text) if one.measure_from] == []

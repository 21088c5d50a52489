"""Findings that a fact-checker would sign: sentences about the shipped data, with what the data say."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from said import SEVERITY

from verifier.claims.reader import parse
from verifier.findings.check import check
from verifier.findings.position import Finding

RIGHT = {"Holds up", "Roughly right"}
SHIPPED = ["crss", "gti", "picss", "pips", "pirates", "satp", "ucdp-country-year", "ucdp-ged", "ucdp-ged-monthly"]


def checked(text, said, datasets=None):
    """The check of the first claim of a text, in the datasets that are named or shipped for attacks and war."""
    claims = parse(text, published=said)
    assert claims, text
    return check(claims[0], SHIPPED if datasets is None else datasets, said=date.fromisoformat(said))


CASES = [
    ("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", "2019-02-01", {"Holds up"}, (35, 111)),
    ("There were 111 pirate attacks off Indonesia in 2015.", "2016-02-01", {"Holds up"}, (111, None)),
    ("There were 262 terrorist attacks in Pakistan in 2022, up from 207 in 2021.", "2023-02-01", {"Holds up"}, (262,)),
    ("Militant attacks in Pakistan rose by 56 percent in 2021 compared with 2020.", "2022-02-01", {"Holds up"},
     (294, 188)),
    ("There were 100 pirate attacks in Indonesia in 2010.", "2011-02-01", {"Overstated"}, (72, None)),
    ("Violent events in the Central African Republic rose by 1000 percent in 2013 compared with 2012.", "2014-08-01",
     {"Overstated"}, (186, 31)),
    ("Pirate attacks worldwide fell by 30 percent in 2017 compared with 2016.", "2018-02-01", {"Contradicted"},
     (186, 186)),
    ("Conflict deaths in Mauritania rose from zero in 2022 to 6 in 2023.", "2024-07-01", {"Holds up"}, (6, 0)),
    ("Conflict deaths in Ukraine fell by 10 percent in 2024.", "2025-07-01", {"Holds up"}, (68116, 75393)),
    ("Pirate attacks off Nigeria rose by 37 percent in 2018.", "2019-02-01", {"Holds up"}, (48, 35)),
    ("There were more pirate attacks off Nigeria than off Somalia in 2019.", "2020-02-01", {"Holds up"}, (32, 1)),
    ("Conflict deaths worldwide more than doubled in 2021.", "2022-07-01", {"Holds up"}, None),
    ("Suicide attacks in Pakistan rose to 15 in 2022 from 4 in 2021.", "2023-02-01", RIGHT, (15, 4)),
    ("No pirate attacks were recorded off Somalia in 2020.", "2021-02-01", {"Holds up"}, (0, None)),
    ("Pirate attacks worldwide were unchanged in 2017 compared with 2016.", "2018-02-01", {"Holds up"}, (186, 186)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "findings", "counts"), CASES, ids=[case[0][:60] for case in CASES])
def test_what_the_data_say_of_a_sentence(text, said, findings, counts):
    """True sentences are right and false ones are not, by the two counts that everybody would take."""
    found = checked(text, said)
    assert found.finding in findings, found.sentence
    if counts:
        headline = found.to_dict()["headline"]
        assert (headline["after_count"], headline["before_count"])[: len(counts)] == counts


def test_the_percentage_follows_from_the_counts_that_are_shown():
    """A leap year is as long as the year after it: 188 and 294 are 56 percent more, and not 57."""
    found = checked(
        "Militant attacks in Pakistan rose by 56 percent in 2021 compared with 2020.", "2022-02-01", ["picss"]
    )
    assert (
        "PICSS counted 294 militant attacks in Pakistan in 2021 and 188 in 2020: up 56%, as claimed" in found.sentence
    )
    assert found.headline["change_percent"] == pytest.approx(100 * (294 / 188 - 1))


def test_what_counts_something_else_is_shown_beside():
    """PICSS counts militant attacks: its counts are told, and move nothing."""
    found = checked("Terrorist attacks in Pakistan rose by 27 percent in 2022 compared with 2021.", "2023-02-01")
    by_dataset = {one["dataset"]: one for one in found.to_dict()["answers"]}
    assert by_dataset["pips"]["vote"] > 0
    assert by_dataset["picss"]["vote"] == 0
    assert "PICSS, which counts militant attacks, has 380 and 294" in found.sentence


def test_a_break_of_the_source_is_told():
    """Pirate attacks come from another source from 2015 on: said of 2015 on 2014, and not of 2017 on 2016."""
    broken = checked("Pirate attacks worldwide fell by 27 percent in 2015 compared with 2014.", "2016-02-01")
    assert "break" in {flag.flag for flag in broken.flags}
    assert "from 2015 on" in broken.sentence
    whole = checked("Pirate attacks worldwide fell by 30 percent in 2017 compared with 2016.", "2018-02-01")
    assert "break" not in {flag.flag for flag in whole.flags}


def test_so_far_this_year_is_on_the_same_months_a_year_earlier():
    """Half a year is not compared with the half-year before it."""
    found = checked("Pirate attacks off Nigeria are up 40 percent so far this year.", "2018-07-01")
    row = found.headline
    assert (row["after_start"], row["before_start"]) == (date(2018, 1, 1), date(2017, 1, 1))
    assert row["before_end"] == date(2017, row["after_end"].month, row["after_end"].day)


@pytest.mark.parametrize(
    ("text", "said", "numbers"),
    [
        ("Terrorist attacks in Pakistan rose by {} percent in 2022 compared with 2021.", "2023-02-01",
         [27, 28, 31, 33, 34, 37, 41, 46, 53, 61, 77, 95, 99, 101, 105, 133, 155, 199, 255, 511]),
        ("Pirate attacks in Indonesia fell by {} percent in 2018 compared with 2015.", "2019-02-01",
         [68, 69, 71, 73, 74, 76, 78, 82, 86, 91, 95, 99]),
        ("There were {} pirate attacks off Indonesia in 2015.", "2016-02-01",
         [111, 112, 118, 121, 123, 129, 151, 199, 501]),
        ("Attacks by pirates in Indonesia rose by {} percent since 2016.", "2019-06-01",
         [12, 16, 22, 31, 48, 56, 57, 58, 59, 61, 62, 63, 64, 65, 66, 95, 99, 101, 105, 213]),
    ],
)  # fmt: skip
def test_of_two_numbers_the_larger_never_gets_the_milder_finding(text, said, numbers):
    """Beyond what was counted, a claim of more is never better."""
    findings = [checked(text.format(number), said).finding for number in numbers]
    steps = [SEVERITY[each] for each in findings if each != Finding.NOT_CHECKABLE]
    assert all(earlier <= later for earlier, later in pairwise(steps)), list(zip(numbers, findings, strict=True))


def test_deaths_in_violence_are_the_deaths_and_none_is_a_number():
    """What falls "from A to B" is the deaths, not the violence they were in; "from none" begins at 0."""
    text = "Deaths in organised violence in Ethiopia fell from 165,000 in 2022 to 2,300 in 2023."
    (claim,) = parse(text, published="2024-07-01")
    assert (claim.counted, claim.value) == ("Deaths in organised violence", (165000.0, 2300.0))
    assert check(claim).finding in ("Holds up", "Roughly right")
    (none,) = parse("Conflict deaths in Mauritania rose from none in 2022 to 6 in 2023.", published="2024-07-01")
    assert check(none).finding == "Holds up"


TRENDS = [
    ("Conflict deaths in Pakistan fell each year between 2014 and 2019.", "Holds up",
     "293 deaths in organised violence in Pakistan in 2019 and 3,639 in 2014: down in all 5 years, as claimed"),
    ("Conflict deaths in Pakistan have risen every year since 2020.", "Holds up", "up in all 3 years, as claimed"),
    ("Conflict deaths in Pakistan have been falling since 2014.", "Overstated",
     "down in 5 of 9 years, not in 2020 (409 after 293), 2021 (452 after 409), 2022 (719 after 452) and 1 more"),
    ("Conflict deaths in Pakistan rose for the fifth year in a row in 2023.", "Overstated",
     "up in 4 of 5 years, not in 2019 (293 after 483), against 5 rises in a row claimed"),
    ("Conflict deaths in Pakistan rose for the third straight year in 2018.", "Contradicted", "up in none of 3 years"),
    ("Conflict deaths in Pakistan have fallen every year since 2020.", "Contradicted", "down in none of 3 years"),
    ("Conflict deaths in Pakistan have fallen since 2014.", "Holds up",
     "in 2023 and 3,639 in 2014: down 68%, as claimed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "finding", "words"), TRENDS, ids=[case[0] for case in TRENDS])
def test_a_trend_holds_where_every_step_does(text, finding, words):
    """First to last only is overstated; what is said without a word of every step is held by its two ends."""
    found = checked(text, "2024-03-01", ["ucdp-ged-monthly"])
    assert found.finding == finding
    assert words in found.sentence


def test_a_trend_needs_a_count_of_every_step():
    """Counts to the end of 2020 do not say what went on until 2023, nor those from 1993 what went on since 1990."""
    for text in ("have risen every year since 2014", "rose for the 30th year in a row in 2020"):
        assert checked(f"Pirate attacks off Nigeria {text}.", "2024-03-01", ["pirates"]).finding == "Not checkable"
    (claim,) = parse("Pirate attacks off Nigeria have risen every year since 2014.")
    found = check(claim, ["pirates"])  # with no day of publication, to the end of the data
    assert found.headline["after_start"] == date(2020, 1, 1)


def test_a_trend_without_a_year_is_never_bare():
    """The latest one in the data was taken, and another may be meant."""
    found = checked("Conflict deaths in Pakistan rose five years in a row.", "2024-03-01", ["ucdp-ged-monthly"])
    assert found.finding == "Leans overstated"


@pytest.mark.parametrize(
    ("subject", "counts"), [("Events of organised violence", (655, 288)), ("Deaths in organised violence", (1836, 767))]
)
def test_a_table_of_months_is_asked_for_the_whole_months_on_both_sides_of_a_day(subject, counts):
    """The month that holds the event belongs to neither side, and the sentence names the months."""
    text = f"{subject} in Pakistan have risen by 60 percent since 15 August 2021."
    found = checked(text, "2023-11-08", ["ucdp-ged-monthly"])
    row = found.headline
    assert (row["after_count"], row["before_count"]) == counts
    assert "from September 2021 to October 2023" in found.sentence
    assert "from June 2019 to July 2021" in found.sentence


def test_whole_months_do_not_stand_for_a_count_of_other_days():
    """The deaths of July are not those of 20 June to 10 August, as they may be for a change."""
    text = "There were 120 conflict deaths in Pakistan between 20 June and 10 August 2023."
    assert checked(text, "2023-11-08", ["ucdp-ged-monthly"]).finding == "Not checkable"

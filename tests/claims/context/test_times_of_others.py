"""Words beside a claim that say when something else was, and subjects that say when the claim was."""

from datetime import date

import pytest

from verifier import parse


def one(text, published="2024-06-15"):
    """The first claim of a text."""
    return parse(text, published=published)[0]


@pytest.mark.parametrize("verb", ["saw", "recorded", "registered", "documented"])
def test_a_time_may_be_the_subject(verb):
    """ "The second half of 2022 recorded 228 attacks" says when, whatever the verb."""
    claim = one(f"The second half of 2022 {verb} 228 militant attacks in Pakistan. In 2023 they rose by 3 percent.")
    assert (claim.resolved.period.start, claim.resolved.period.end) == (date(2022, 7, 1), date(2022, 12, 31))


def test_the_year_before_its_number_is_that_year():
    """ "In the year 2023" is dated."""
    assert (
        one("A total of 306 terrorist attacks took place in Pakistan in the year 2023.").resolved.period.start.year
        == 2023
    )


def test_another_statement_after_while_is_no_time():
    """ "While rape decreased by 9.4 percent" does not say when murder fell."""
    for claim in parse("Murder was down an estimated 11.6% while rape decreased by 9.4%.", published="2024-06-15"):
        assert claim.resolved.undated is None


def test_the_nation_in_a_title_is_no_place():
    """ "The annual Crime in the Nation summary" is a report, and no place that nobody knows."""
    claim = one("In its annual Crime in the Nation summary, the FBI said rape decreased by 9.4% in 2023.")
    assert claim.resolved.unknown_place is None


def test_words_that_lead_to_the_size_of_a_change_narrow_nothing():
    """ "…, marking a 17 percent surge in militant attacks" is about militant attacks."""
    text = "Pakistan had 306 incidents in 2023, marking a 17 percent surge in militant attacks compared with 2022."
    (change,) = (claim for claim in parse(text, published="2024-01-04") if claim.kind == "change")
    assert (change.counted, change.qualifiers) == ("militant attacks", ())


def test_the_time_of_a_day_narrows_nothing():
    """In "between October 7 and Saturday evening" the evening is no part of what is counted."""
    (claim,) = parse("Between October 7 and Saturday evening 17,700 people were killed.", published="2023-12-10")
    assert claim.counted == "people were killed"


@pytest.mark.parametrize(
    ("text", "number", "period", "baseline"),
    [
        ("There were 204 arsons in 2022, nearly double the 103 recorded in 2021.", 2, "2022", "2021"),
        ("There were 700 arsons, more than double the 320 of 2019.", 2, None, "2019"),
        ("There were 700 arsons so far, nearly double the 320 seen in 2019.", 700, None, None),
        (
            "Murders in 2022 were 7% lower than the average for the past ten years.",
            7,
            "2022",
            "the average for the past ten years",
        ),
        ("After falling 12 percent from 1990 to 1993, crime dropped 56 percent.", 56, None, None),
        ("Crime fell for the fifth year in a row.", None, "the fifth year in a row", None),
        ("Crime fell for the third straight year in 2021.", None, "2021", None),
        ("Burglaries were at a nine-year low.", 1, None, "nine-year"),
        ("The deaths are a 36% rise from 2015, when just over 3,000 deaths were reported.", 3000, "2015", None),
        ("The toll rose to 111, the minister told parliament on Tuesday.", 111, None, None),
        ("Attacks fell by 32% in 2022 vis-à-vis 2021.", 32, "2022", "2021"),
        ("There have been 15 murders this year, against 30 at this point in 2021.", 30, "2021", None),
        ("Nearly 200 people were arrested in late 2019 and early 2020.", 200, "late 2019 and early 2020", None),
    ],
)
def test_a_time_is_that_of_its_own_number(text, number, period, baseline):
    """The year of a count that another is measured by is that one's, and how long something ran is kept."""
    claim = next(claim for claim in parse(text, published="2024-06-15") if claim.value == number)
    assert (claim.period, claim.baseline) == (period, baseline)

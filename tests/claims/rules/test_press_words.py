"""Turns of the press: what was recorded by whom, who died or went missing, peaks and heights, none at all."""

import pytest

from verifier import parse


def read(text):
    """The one claim of a sentence, beside a record that it tells of."""
    (claim,) = (one for one in parse(text, published="2025-03-01") if one.kind != "rank")
    return claim


@pytest.mark.parametrize(
    ("text", "form", "value", "measure"),
    [
        ("Rapes recorded by the police in France rose by 12 percent in 2022.", "pct_change", 12, "Rapes"),
        ("Burglaries recorded by police in Germany fell by 5 percent in 2022.", "pct_change", 5, "Burglaries"),
        ("Migrants who died or went missing in the Channel rose by 31 percent in 2023.", "pct_change", 31, "Migrants"),
        ("Murders in the US peaked at 24,703 in 1991.", "level", 24703, "Murders"),
        ("Murders in the US reached an all-time high of 24,703 in 1991.", "level", 24703, "Murders"),
        ("Burglaries in Kent hit a record low of 412 in 2022.", "level", 412, "Burglaries"),
        ("There were 102 work stoppages in the United States in 2019.", "level", 102, "work stoppages"),
        ("Work stoppages numbered 5 in Vermont in 2019.", "level", 5, "Work stoppages"),
        ("SATP puts the number of terrorist attacks in Pakistan in 2022 at 629.", "level", 629, "terrorist attacks"),
        (
            "The US suffered 27 billion-dollar weather and climate disasters in 2024.", "level", 27,
            "billion-dollar weather and climate disasters",
        ),
        ("1988 passed without a single terrorist attack in Norway.", "level", 0, "terrorist attack"),
        ("Vermont ended 2022 without a single robbery.", "level", 0, "robbery"),
    ],
)  # fmt: skip
def test_a_turn_of_the_press_is_read(text, form, value, measure):
    """The number, what is counted and how it is meant."""
    claim = read(text)
    assert (claim.form, claim.value, claim.measure) == (form, value, measure)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Murders in the US reached an all-time high of 24,703 in 1991.", "Murders"),
        ("SATP puts the number of terrorist attacks in Pakistan in 2022 at 629.", "terrorist attacks"),
        ("1988 passed without a single terrorist attack in Norway.", "terrorist attack"),
        ("New Mexico has a problem. The state had 495 murders in 2021.", "murders"),
    ],
)
def test_what_narrows_nothing_is_left_out_of_what_is_counted(text, counted):
    """Heights, who puts the number, and the state that was named before narrow nothing."""
    assert read(text).counted == counted


def test_a_height_with_its_number_is_a_record_and_a_level():
    """ "A record low of 412" says two things; the direction of the level is that of the movement to it."""
    claims = parse("Burglaries in Kent fell to a record low of 412 in 2022.", published="2025-03-01")
    assert [(one.kind, one.direction, one.value) for one in claims] == [("rank", "down", 1), ("level", "down", 412)]


def test_up_to_a_year_ends_a_period():
    """ "From 2015 up to 2024" is ten years, and not the last of them."""
    claim = read("From 2015 up to 2024, conflict killed 100,000 people in Somalia.")
    assert [str(day) for day in (claim.resolved.period.start, claim.resolved.period.end)] == [
        "2015-01-01",
        "2024-12-31",
    ]


def test_without_is_no_count_of_none_by_itself():
    """ "Without a single" says none only of what a time or a place went through."""
    assert parse("He was convicted of 12 robberies without a single witness.", published="2025-03-01")[0].value == 12
    assert not parse("Police cannot stop robberies without a single arrest.", published="2025-03-01")


def test_a_change_since_a_year_is_on_that_year():
    """ "Doubled since 2022, reaching 2 million in 2024" is 2024 on 2022, and not on all the years between."""
    text = "Refugees from Sudan have doubled since 2022, reaching 2.1 million in 2024."
    change = next(one for one in parse(text, published="2026-07-01") if one.kind == "change")
    assert (str(change.resolved.period), str(change.resolved.baseline)) == (
        "2024-01-01..2024-12-31", "2022-01-01..2022-12-31",
    )  # fmt: skip


def test_that_year_is_the_year_of_no_other_date():
    """ "The end of June that year" is not the end of June of this one."""
    claim = read("Between the start of 2024 and the end of June that year, 16,000 people were shot in Gaza.")
    assert claim.resolved.period is None


def test_what_narrows_a_count_is_kept_where_another_claim_reads_the_whole_phrase():
    """ "Fatal crashes involving motorcycles reached 6,241, an all-time high": both are of motorcycles."""
    text = "Fatal crashes involving motorcycles reached 6,241 in the United States in 2023, an all-time high."
    claims = parse(text, published="2025-05-01")
    assert len(claims) == 2
    assert all("involving motorcycles" in claim.counted for claim in claims)


def test_police_somewhere_are_the_body_that_counted():
    """ "Police in Finland registered 2,329 robberies": the police count them and narrow nothing."""
    assert read("Police in Finland registered 2,329 robberies in 2022.").counted == "robberies"


def test_what_narrows_a_count_stands_between_its_two_numbers():
    """ "419 robberies with knives in 2022, up from 335": both numbers are of robberies with knives."""
    claim = read("Police recorded 419 robberies with knives in Kent in 2022, up from 335 in 2021.")
    assert (claim.form, claim.counted) == ("from_to", "robberies with knives")


def test_the_biggest_increase_is_no_increase_of_any_size():
    """ "Rose by 27 percent, the biggest increase in the EU" does not say that it rose in the EU."""
    text = "Robberies in Germany rose by 27 percent in 2022, the biggest increase in the EU."
    assert [claim.form for claim in parse(text, published="2025-03-01")] == ["pct_change"]

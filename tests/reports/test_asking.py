"""What a page says after the answer: where the number can be from, what speaks against it, what to ask."""

import pytest

from verifier.charts.specification_curve import specification_curve
from verifier.claims.document import document
from verifier.claims.reader import parse, read_claims
from verifier.findings.check import check
from verifier.reports import asking
from verifier.reports.opened import CheckParameters, Opened, open_check


def opened(text, datasets=None, published="2024-03-01"):
    """A text with one claim, read and checked."""
    own = document(text + "\n", published=published)
    read = read_claims(own)
    return Opened(CheckParameters(), own, read, check(read.claims[0], datasets))


@pytest.fixture(scope="module")
def bombings():
    """The seed's second claim, whose number no comparison gives."""
    return open_check(document="kakar-2023-11-08.md", claim=2)


def test_a_number_that_fits_another_reading_is_traced_to_it(bombings):
    """15 against 3 is 500% of the earlier number: that is said, with the counts, as a way the number came about."""
    block = asking.origins(bombings.check)
    assert block.heading == "How “500 percent” can have come about"
    assert (
        "15 suicide attacks in Pakistan in 2022 and 3 in 2019: 5 times as many, which is 500% of the earlier number."
        in (block.text)
    )


def test_a_small_base_is_asked_about_with_what_one_more_or_fewer_would_give(bombings):
    """From 4 to 15: with 5 before it is three times as many, with 3 five times."""
    block = asking.questions(bombings)
    assert block.heading == "What to ask Kakar"
    assert "It starts from 4 in 2020: with one more then it would be up 200%, with one fewer up 400%." in block.text
    assert "Is a rise of 500% meant, or 500% of the earlier number?" in block.text


def test_a_missing_baseline_and_source_are_asked_for_with_what_hangs_on_them(bombings):
    """Each question says what the sources, or the lowest and highest earlier period, give."""
    lines = asking.questions(bombings).text.splitlines()
    assert lines[0].startswith("Whose count is it? The text names no source, and they differ: PICSS up 275%")
    assert lines[1].endswith("PICSS gives down 68% against 2013 and up 400% against 2019.")


def test_event_statement_and_stretches_are_in_the_order_of_their_days(bombings):
    """A claim counted from a named event has a timeline; the event stands on its own day."""
    assert asking.timeline(bombings).text.splitlines() == [
        "2020: The earlier period compared: 4",
        "15 August 2021: The Taliban's takeover of Afghanistan",
        "2022: The later period compared: 15",
        "8 November 2023: The statement",
    ]


def test_a_claim_that_says_what_it_compares_and_is_right_raises_no_questions():
    """No list of other comparisons, no timeline and no question follows a claim that its own counts bear out."""
    found = opened("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", ["pirates"])
    assert found.check.held.literal
    assert asking.origins(found.check) is None
    assert asking.against(found.check) is None
    assert asking.timeline(found) is None
    questions = asking.questions(found)
    assert questions is None or "Compared with when?" not in questions.text


def test_a_source_that_the_text_names_is_not_asked_for():
    """“PIPS counted …” leaves nobody to ask whose count it is."""
    named = opened("PIPS counted 600 terrorist attacks in Pakistan in 2022, up from 100 in 2021.")
    asked = asking.questions(named)
    assert named.check.question.source
    assert asked is None or "Whose count" not in asked.text


def test_a_claim_that_is_not_borne_out_has_its_nearest_ways_or_says_there_is_none():
    """Where nothing gives the number, that is a sentence and not an empty list."""
    (claim,) = parse("Pirate attacks in Indonesia rose by 6000 percent between 2015 and 2018.", published="2024-03-01")
    assert asking.origins(check(claim, ["pirates"])).text == asking.NO_WAY


def test_comparisons_with_another_time_are_no_help():
    """Against the years before a war nothing fell by a third: nobody is asked why last year is compared with the year
    before, the usual count of none is no starting point, and a rise by 13,000% is no fair comparison.
    """
    war = opened("Civilian deaths in Ukraine fell by a third in 2024, UCDP said.", published="2025-07-10")
    assert any(one["before_count"] < 100 for one in war.check.counter_comparisons)
    assert asking.against(war.check) is None
    assert "Why start" not in asking.questions(war).text
    assert not any(flag.flag == "regression" for flag in war.check.flags)


def test_a_number_that_the_text_dates_is_not_traced_to_other_years():
    """ "Last year" is not 1988 against 1979; where some comparison gives about as much, none is said to be missing."""
    last_year = opened("Murders in Louisiana fell by 25 percent in 2024, the FBI said.", published="2025-09-15")
    assert last_year.check.reverse_engineered
    assert asking.origins(last_year.check) is None
    twice = opened("Sweden recorded 116 homicides in 2022, almost twice as many as in 2012.", published="2024-05-06")
    found = next(each for one in twice.read.claims if (each := check(one)).statistic.kind.two_counts)
    assert found.shares.reached > 0.9
    assert asking.origins(found) is None


def test_a_start_that_the_text_chose_is_asked_about():
    """A year that is low for its history, and not simply the one before, is somebody's choice."""
    chosen = opened("Homicides in Sweden rose by 70 percent between 2012 and 2022.", published="2024-05-06")
    assert "Why start from 2012? 68 is unusually low" in asking.questions(chosen).text


def test_a_page_has_one_figure_for_how_much_reaches_the_claim():
    """The caution on rare comparisons, the curve's title and the sentence round one share alike; pairs that give the
    very number are told apart from those that reach it.
    """
    text = "At least 2,400 migrants died or went missing in the Mediterranean in 2024"
    quarter = opened(f"{text}, down by almost a quarter from 2023, the IOM said.", published="2025-01-14")
    found = next(each for one in quarter.read.claims if (each := check(one)).statistic.kind.two_counts)
    (rare,) = (flag.detail for flag in found.flags if flag.flag == "cherry-picked")
    told = "1 of 100 comparisons by weight reach"
    assert f"only {told} it." in rare
    assert f": {told} the claim" in specification_curve(found).title
    assert "is found, no more and no less, in 526." in asking.origins(found).text

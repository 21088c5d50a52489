"""Places that another sentence names, and when they are no places of a claim."""

from verifier import parse

SUMMED = (
    "Nigeria has reduced pirate attacks from 41 in 2018 to 29 in 2019. Overall, four vessels were hijacked by pirates "
    "in 2019."
)
SEVERAL = (
    "Conflict deaths rose by 10 percent in Ethiopia and by 20 percent in Ukraine in 2022. There were 20,800 conflict "
    "deaths in 2023."
)
ONE = "More than 100,000 people died in the war in Ethiopia in 2022. There were 20,800 conflict deaths in 2023."


def places(text):
    """The places of the last claim."""
    return parse(text, published="2024-06-07")[-1].resolved.places


def test_a_sentence_that_sums_up_is_not_about_the_place_before():
    """ "Overall, four vessels were hijacked" is not about Nigeria."""
    assert places(SUMMED) == ()


def test_of_several_places_none_is_carried_on():
    """Which of two countries the next sentence is about cannot be told."""
    assert places(SEVERAL) == ()


def test_one_place_is_carried_on():
    """A sentence that names no place goes on about that of the claim before it."""
    assert places(ONE) == ("ETH",)


def test_what_a_change_is_measured_from_does_not_move_its_year():
    """ "Compared to the previous year" after a sentence on 2022 is 2022 on 2021."""
    text = (
        "Some 237,000 people died in wars worldwide in 2022. This means an increase of 97 percent compared to the "
        "previous year."
    )
    claim = parse(text, published="2023-06-07")[-1]
    assert (claim.resolved.period.start.year, claim.resolved.baseline.start.year) == (2022, 2021)


def test_whose_journal_reports_a_count_is_not_where_it_was():
    """ "Said a report in British medicine journal The Lancet" does not put the dead in Britain."""
    text = "Some 100,000 Iraqis were killed since March 2003, said a report in British medicine journal The Lancet."
    assert places(text) == ()

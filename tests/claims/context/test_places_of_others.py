"""Places that another sentence names, and when they are no places of a claim."""

import pytest

from verifier import check, parse

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


@pytest.mark.parametrize(
    ("text", "places", "between"),
    [
        # A paragraph that has named two places does not say which of them its next sentence is about.
        ("Germany had 614 homicides. In France there were 948. Robberies rose by 13 percent.", (), ("DEU", "FRA")),
        ("Attacks in Mali rose by 9 percent. Niger saw 40. Deaths fell by 3 percent.", (), ("MLI", "NER")),
        ("Murders in Ohio fell by 9 percent. In Iowa they rose by 2 percent. Robberies fell.", (), ("US-OH", "US-IA")),
        # It does where it points back, or goes on in a paragraph of its own.
        ("Attacks in Mali rose by 9 percent. Niger saw 40 attacks. They killed 90 civilians.", ("NER",), ()),
        ("Attacks in Mali rose by 9 percent.\n\nNiger saw 40 attacks. Deaths fell by 3 percent.", ("NER",), ()),
        # Words for a place of a kind lead to the one of that kind.
        ("Murders in Ohio fell by 9 percent. The national murder rate fell by 15 percent.", ("USA",), ()),
        ("Murders in Ohio fell by 9 percent. Nationally, robberies fell by 15 percent.", ("USA",), ()),
        ("Murders in Akron fell by 9 percent. Murders in Ohio rose. The state had 90 robberies.", ("US-OH",), ()),
        ("Murders in Ohio and Iowa fell. The state had 90 robberies.", (), ("US-OH", "US-IA")),
        ("Murders in Ohio fell. In Iowa they rose. The state had 90 robberies.", ("US-IA",), ()),
    ],
)
def test_a_text_that_moves_between_places_is_asked_about(text, places, between):
    """A claim without a place takes none where its paragraph tells of several and no word says which."""
    resolved = parse(text, published="2025-06-07")[-1].resolved
    assert (resolved.places, resolved.between) == (places, between)


@pytest.mark.parametrize(
    ("text", "places", "between"),
    [
        ("The governor of Ohio spoke.\n\nMurders fell by 9 percent.", ("US-OH",), ()),
        ("The governors of Ohio and Iowa met.\n\nMurders fell by 9 percent.", (), ("US-OH", "US-IA", "USA")),
        ("The governor of Ohio was in the United States.\n\nMurders fell by 9 percent.", ("USA",), ()),
        ("Ministers in Mali met.\n\nMurders fell by 9 percent.", (), ("MLI", "USA")),
    ],
)
def test_the_country_of_publication_does_not_stand_in_for_places_in_the_text(text, places, between):
    """A text that names only a state is about that state, not about the country it was published in."""
    resolved = parse(text, published="2025-06-07", country="USA")[-1].resolved
    assert (resolved.places, resolved.between) == (places, between)


def test_the_refusal_names_the_places_between_which_a_text_moves():
    """The reader is told which places the text tells of, and how to say the one that is meant."""
    text = "Germany had 614 homicides. In France there were 948. Robberies rose by 13 percent in 2022."
    told = check(parse(text, published="2024-06-07")[-1]).to_dict()["sentence"]
    assert "tells of France and Germany" in told
    assert "--place" in told
    assert "FBI" not in told


def test_the_source_of_the_sentence_before_narrows_nothing():
    """In "The FBI says murders fell … In Chicago they fell 8 percent" the FBI is no part of what fell."""
    claim = parse("The FBI says murders fell 15 percent in 2024. In Chicago they fell 8 percent.")[-1]
    assert (claim.counted, claim.qualifiers) == ("murders", ())

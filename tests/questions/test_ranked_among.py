"""Ranks among places: the same year, the same release, every place of the level, by rate where the claim says rate."""

import pytest

from verifier import check, load, parse
from verifier.comparisons.series import Series
from verifier.places.tree import codes, is_state
from verifier.questions.ranked_among import ranked_among
from verifier.window import Window

STATES = [code for code in load("fbi-estimated-crimes").places() if "US-" in code and code != "US-DC"]


def checked(text, published="2025-10-01"):
    """The check of the one claim of a sentence."""
    (claim,) = parse(text, published=published)
    return check(claim)


def counted(dataset, definition, place, window):
    """What a dataset counts."""
    return Series(load(dataset).cells(definition, place)).count(Window.parse(window)).count


def test_a_rank_in_the_world_is_among_countries():
    """Counted are all states in the same year, those without a row as none; its own other years do not matter."""
    states = [code for code in codes() if is_state(code)]
    listed = [code for code in load("pirates").places() if is_state(code)]
    counts = [counted("pirates", "pirate-attacks", place, "2019") for place in listed]
    own = counted("pirates", "pirate-attacks", "NGA", "2019")
    rank = 1 + sum(count > own for count in counts)
    words = {1: "highest", 2: "second-highest", 3: "third-highest"}
    for said, word in words.items():
        found = checked(f"Nigeria had the {word} number of pirate attacks in the world in 2019.")
        assert found.statistic == "place_rank"
        assert (found.headline["value"], found.headline["among"]) == (rank, len(states))
        assert (found.headline["outcome"] == "matches") == (said == rank)
        assert found.headline["interval_low"] == found.headline["interval_high"] == rank


def test_the_lowest_counts_from_the_other_end():
    """Of the fewest in the world the one with the most is the last."""
    found = checked("Indonesia had the fewest pirate attacks in the world in 2015.")
    assert found.headline["value"] == found.headline["among"]
    assert found.headline["outcome"] == "opposite"


def test_the_deadliest_country_for_conflict_has_the_most_deaths():
    """Deaths in conflict are ranked, not conflicts; in 2022 they were most in Ethiopia."""
    assert checked("Ethiopia was the deadliest country in the world for conflict in 2022.").finding == "Holds up"
    found = checked("Ukraine was the deadliest country in the world for conflict in 2022.")
    assert found.headline["value"] == 2
    assert {source.definition.unit for source in found.sources} == {"deaths"}


def test_a_rank_since_a_year_is_among_years():
    """A stretch of history that is named beats the world."""
    found = checked("2022 was the deadliest year for conflict in the world since 1994.")
    assert found.statistic == "rank"


@pytest.mark.parametrize(
    "text",
    [
        "California had more murders than any other state in 2023.",
        "In 2023 more people were murdered in California than in any other state.",
        "No state had more murders than California in 2023.",
        "California led the nation in murders in 2023.",
        "California had the most murders of any state in 2023.",
        "California was No. 1 nationwide in murders in 2023.",
        "California ranked first among the states for murders in 2023.",
    ],
)
def test_more_than_any_other_state_is_the_first_of_the_states(text):
    """However it is worded, the state is ranked among the fifty, by number, and the answer says so."""
    counts = {code: counted("fbi-estimated-crimes", "murders", code, "2023") for code in STATES}
    found = checked(text)
    assert found.statistic == "place_rank"
    assert found.finding == "Holds up"
    first, second = sorted(counts.values(), reverse=True)[:2]
    assert (counts["US-CA"], found.headline["before_count"]) == (first, second)
    assert found.headline["after_count"] == first
    assert "the highest of 50 states" in found.sentence
    assert "plain number" in found.sentence


def test_a_rate_is_ranked_by_rates():
    """The state with the most murders is not the one with the highest rate."""
    rates = {code: counted("fbi-crime-rates", "murder-rate", code, "2023") for code in STATES}
    (highest, *_) = sorted(rates, key=rates.get, reverse=True)
    assert highest == "US-LA"
    found = checked("Louisiana had the highest murder rate of any state in 2023.")
    assert found.finding == "Holds up"
    assert found.headline["dataset"] == "fbi-crime-rates"
    assert "plain number" not in found.sentence
    assert checked("California had the highest murder rate in the country in 2023.").finding == "Contradicted"


def test_a_district_is_ranked_beside_the_states():
    """Washington is no state, and has a higher rate than any of them."""
    found = checked("Washington, D.C., had a higher murder rate than any state in 2023.")
    assert found.finding == "Holds up"
    assert found.headline["among"] == len(STATES) + 1


def test_fewer_than_any_other_member_is_no_comparison_with_the_whole():
    """Malta had 8 murders and Luxembourg 7: it is not the lowest, though the Union has thousands."""
    found = checked("Malta had fewer murders than any other EU country in 2022.")
    assert found.statistic == "place_rank"
    assert found.headline["value"] == 2
    assert found.headline["among"] == 27
    assert found.finding == "Overstated"
    assert any("define and record" in flag.detail for flag in found.flags)


def test_members_are_those_of_the_time():
    """Before it left, the United Kingdom was one of 28, and had the most homicides."""
    for text, among in (("The UK had {} in 2017.", 28), ("France had {} in 2022.", 27)):
        found = checked(text.format("more murders than any other EU country"))
        assert (found.finding, found.headline["among"]) == ("Holds up", among)


def test_who_is_counted_by_another_measure_is_not_ranked():
    """UNHCR's refugees in Colombia leave out those that its headline figures have: no rank with Colombia among them."""
    found = checked("Iran hosted more refugees than any other country at the end of 2024.", "2026-07-05")
    assert found.finding == "Not checkable"
    assert "Argentina" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "Texas had more murders than any other red state in 2023.",
        "Texas had more murders than any other Southern state in 2023.",
        "Germany had more robberies than any other NATO country in 2022.",
        "Jamaica had a higher homicide rate than any other rich country in 2022.",
    ],
)
def test_a_group_that_is_not_listed_is_named_and_not_replaced(text):
    """Neither all states nor all countries stand in for some of them."""
    found = checked(text)
    assert found.finding == "Not checkable"
    assert "is not listed here" in found.reason


def test_every_place_must_be_counted():
    """A rank needs all of them; but where others are known to be ahead, the rest cannot make it right."""
    found = checked("Jamaica had the world's highest homicide rate in 2022.")
    assert found.finding == "Not checkable"
    assert "needs all of them" in found.reason
    found = checked("South Africa had the highest homicide rate in the world in 2022.")
    assert found.finding == "Overstated"
    assert "with figures" in found.sentence


def test_most_are_not_all():
    """ "More than most states" is no rank that can be worked out here."""
    assert checked("Texas had more murders than most states in 2023.").finding == "Not checkable"


def test_a_rank_among_places_needs_a_time():
    """ "Hosts more than any other" does not say when, and no year is taken for it."""
    assert checked("Turkey hosts more refugees than any other country.").reason == "The text does not say when."


def test_its_own_highest_is_among_its_own_years():
    """ "Its highest murder rate" is not about other states."""
    assert checked("Texas had its highest murder rate in 2021.").statistic == "rank"


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Somalia had more conflict deaths than any other African country in 2023.", 53),
        ("Sudan had more conflict deaths than any other country in Africa in 2023.", 53),
        ("Ontario had more homicides than any other province in 2022.", 9),
    ],
)
def test_whose_rank_it_is(text, others):
    """An adjective and a place behind say of which countries; provinces are ranked among provinces."""
    (claim,) = parse(text, published="2025-10-01")
    field, as_rank = ranked_among(claim)
    assert len(field.others(as_rank.resolved.period.end)) == others
    assert (as_rank.kind, as_rank.value) == ("rank", 1.0)


@pytest.mark.parametrize(
    ("text", "finding", "counts"),
    [
        ("Texas had more murders than California in 2023.", "Contradicted", (1887, 1946)),
        ("Texas had more murders than New York in 2023.", "Holds up", (1887, 654)),
        ("The murder rate in Mississippi was double that of New York in 2023.", "Roughly right", (7237, 3314)),
        ("There were more pirate attacks off Nigeria than off Somalia in 2019.", "Holds up", (32, 1)),
        ("Germany had more robberies than the EU average in 2022.", "Not checkable", None),
        ("There were more murders in France than suicides in Germany in 2022.", "Not checkable", None),
        ("France had more robberies than burglaries in 2022.", "Contradicted", (68000, 296218)),
    ],
)
def test_two_places_are_compared_by_the_same_count(text, finding, counts):
    """Two states are compared as two countries are; an average, or another thing counted there, is not the place."""
    found = checked(text)
    assert found.finding == finding
    if counts:
        assert (found.headline["after_count"], found.headline["before_count"]) == counts


@pytest.mark.parametrize(
    ("text", "finding", "among"),
    [
        ("Spain had the EU's highest robbery rate in 2022, according to Eurostat.", "Holds up", 27),
        ("Louisiana had America's highest murder rate in 2023.", "Holds up", 50),
        ("Somalia was Africa's deadliest country for conflict in 2023.", "Overstated", 54),
        ("Hungary had the lowest robbery rate of any EU member state in 2022.", "Holds up", 27),
        ("Louisiana had the highest homicide rate of any state last year.", "Holds up", 50),
        ("Syria had more internally displaced people than any other country at the end of 2024.", "Overstated", 196),
    ],
)
def test_whose_superlative_it_is(text, finding, among):
    """ "The EU's highest" is the highest of the Union; stocks at a year's end are ranked among those of that day."""
    found = checked(text, "2025-12-10" if "displaced" not in text else "2026-07-01")
    assert (found.finding, found.headline["among"]) == (finding, among)


@pytest.mark.parametrize(
    "text",
    [
        "Spain had the highest robbery rate in 2022.",
        "In 2022, Ethiopia saw the most conflict deaths.",
        "The highest number of murders was recorded in Texas in 2022.",
    ],
)
def test_a_superlative_that_says_neither_among_whom_nor_since_when_is_left_open(text):
    """Neither its own years nor the other countries are taken."""
    assert checked(text).reason == "The text does not say among whom, or since when."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Violent crime in Georgia fell by about 10 percent in 2024, according to the FBI.", "US-GA"),
        ("New York had more robberies than Texas in 2024.", "US-NY"),
        ("New York had more robberies than any other state in 2024.", "US-NY"),
        ("Conflict deaths in Georgia fell in 2008, according to UCDP.", "GEO"),
    ],
)
def test_places_of_one_name_are_told_apart_by_what_is_compared_and_cited(text, place):
    """The FBI's Georgia is the state, and a New York that is held against states is one."""
    found = checked(text)
    assert found.question.place == place


def test_a_city_is_no_state_by_itself():
    """New York without a state beside it is the city, which the FBI's table has not."""
    assert checked("New York had 541 murders in 2024.").finding == "Not checkable"


@pytest.mark.parametrize(
    ("text", "published", "finding"),
    [
        ("Utah has had the second-most measles cases of any state this year.", "2026-07-23", "Holds up"),
        ("South Carolina has reported 671 measles cases so far this year.", "2026-07-23", "Holds up"),
        ("South Carolina has reported 671 measles cases so far this year.", "2026-09-23", "Not checkable"),
        ("Measles cases in the US have doubled so far this year.", "2026-07-23", None),
    ],
)
def test_so_far_this_year_is_up_to_date_where_the_data_end_just_before(text, published, finding):
    """A year that is not over ends with data that end a little before the text, and with none that end long before."""
    found = checked(text, published)
    assert found.finding == (finding or found.finding)
    if finding is None:
        row = found.headline
        assert (row["after_start"].year, row["before_start"].year) == (2026, 2025)
        assert (row["after_end"].month, row["after_end"].day) == (row["before_end"].month, row["before_end"].day)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Germany hosted more refugees than all other EU countries combined at the end of 2024.", "2026-07-01"),
        ("California had more robberies than all other states put together in 2024.", "2025-10-01"),
    ],
)
def test_all_others_together_are_not_each_of_them(text, published):
    """To have more than any other is not to have more than all of them combined."""
    assert checked(text, published).finding == "Not checkable"


@pytest.mark.parametrize(
    "text",
    [
        "Los Angeles had the most robberies in the nation in 2021.",
        "Chicago had more murders than any other city in 2023.",
        "Chicago had more murders than any state in 2024.",
    ],
)
def test_a_city_is_ranked_among_cities(text):
    """Neither the nation's own years nor its states stand in for other cities."""
    assert "ranks among “cities”" in checked(text).reason


def test_than_in_any_year_is_a_rank_among_years():
    """ "Fewer than in any year since 2012" compares years, not countries."""
    found = checked("France recorded fewer murders in 2022 than in any year since 2012.")
    assert found.finding == "Contradicted"
    assert "the 9th-lowest of 10 years" in found.sentence

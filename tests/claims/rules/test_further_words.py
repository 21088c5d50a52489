"""Trends, ranks, shares and counts told in words that newspapers use, each with a text in which the words tell none."""

from __future__ import annotations

import pytest

from verifier.claims.reader import parse

READ = [
    ("Police counted 359 rapes in 2017, continuing the upward trend for the third year.", "trend", "up", "rapes"),
    ("The murder rate was continuing a long-term, downward trend.", "trend", "down", "murder rate"),
    ("There were 41 fire deaths in 2014, an increase on the low of 33 the year before.", "trend", "up", "fire deaths"),
    ("Last year saw gun violence at levels not recorded since the late 1990s.", "rank", "up", "gun violence"),
    ("Khost was the most affected province in terms of the incidence of terrorist attacks.", "rank", "up",
     "terrorist attacks"),
    ("We had a 25-year low in crime last year.", "rank", "down", "crime"),
    ("That road was the deadliest of 2016.", "rank", "up", "road"),
    ("This is higher than the 336 deaths recorded in 2015.", "trend", "up", "deaths"),
    ("Incidents of theft have increased at the fastest rate.", "trend", "up", "theft"),
    ("Casualties fell 27 per cent from those of 2018, which was a record.", "rank", "up", "Casualties"),
    ("The FBI reported an increase in violent crime—less than six percent.", "change", "up", "violent crime"),
    ("The number of migrant deaths is diminishing.", "trend", "down", "migrant deaths"),
    ("Apprehensions peaked in 2000 at 1.6 million.", "rank", "up", "Apprehensions"),
    ("Border crossings bottomed out in April 2020 at 17,106.", "rank", "down", "Border crossings"),
    ("There's a massive spike in both truck and car hijacking.", "trend", "up", "truck and car hijacking"),
    ("Deaths from gun violence, after years of calm, have spiked.", "trend", "up", "Deaths from gun violence"),
    ("The number of deaths held fairly steady between 2011 and 2012.", "change", "none", "deaths"),
    ("More murders occurred in 2019 than in any other year.", "rank", "up", "murders"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "direction", "measure"), READ, ids=[case[0][:40] for case in READ])
def test_what_moved_or_stood_out(text: str, kind: str, direction: str, measure: str) -> None:
    """The claim without a number of its own is read with what it is about."""
    found = [(one.kind, one.direction) for one in parse(text) if measure in (one.measure or "")]
    assert (kind, direction) in found


COUNTED = [
    ("Compared to 18 in May, 25 terrorist attacks were recorded in June.", {18: "terrorist attacks"}),
    ("Among those 33 killed in attacks were 10 civilians, and 19 soldiers.", {10: "civilians", 19: "soldiers"}),
    ("The 100 reported fatalities comprised 52 soldiers, 36 civilians, and 12 militants.",
     {52: "soldiers", 36: "civilians", 12: "militants"}),
    ("Some 21,115 cases were recorded in May.", {21115: "cases"}),
    ("Statistics show that there were 543,391 offences recorded by police.", {543391: "offences"}),
    ("The 2012 homicide rate was 1.56 victims for every 100,000 people.", {1.56: "homicide rate"}),
    ("Deaths rose 19 percent over the 52,404 recorded in 2015.", {52404: "Deaths"}),
    ("More than 102,000 people attempted to cross the Mediterranean.", {102000: "people"}),
    ("Apprehensions peaked in 2000 at 1.6 million.", {1600000: "Apprehensions"}),
    ("Some 39,838 family units were apprehended in 2015.", {39838: "family units"}),
    ("They killed 164 civilians and 163 law and security forces officials.",
     {164: "civilians", 163: "law and security forces officials"}),
    ("Some 30,62,579 Indian Penal Code (IPC) crimes were registered.", {3062579: "Indian Penal Code (IPC) crimes"}),
    ("Of the 295 deaths from terrorism since 2005 fully 86% were at the hands of neighbours.",
     {86: "deaths from terrorism"}),
    ("Some 93 per cent of last year's 84 self-inflicted deaths were hangings.", {93: "self-inflicted deaths"}),
    ("Overdoses declined in 14 states, including Rhode Island (minus 7 percent) and Vermont (minus 6 percent).",
     {6: "Overdoses"}),
    ("The blast killed 55 people while over 50 others received injuries.", {50: "others"}),
    ("Robbery (crimes) fell by 27.8% to 213.", {27.8: "Robbery"}),
    ("Between 8,300 and 9,000 people were killed, or about 25 per day.", {25: "people"}),
    ("There were 64.2 million refugees, against 68.1 million twelve months earlier.", {68100000: "refugees"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COUNTED, ids=[case[0][:40] for case in COUNTED])
def test_what_is_counted(text: str, expected: dict[float, str]) -> None:
    """A number is read with what it counts."""
    found = {one.value: one.measure for one in parse(text)}
    assert {value: found.get(value) for value in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Most of the drop in homicides was accounted for by three provinces.",
        "The proportion of homes with a dog ranged from 13% in Leeds to 61% in York.",
        "The team has won at every level since 2010.",
        "Two dogs were brought to the station by three officers in a rise of the road.",
    ],
)
def test_no_size_of_a_change_or_share(text: str) -> None:
    """An agent, a proportion of something else and a level of play are no changes of incidents."""
    assert not [one for one in parse(text) if one.kind in ("change", "share", "rank")]


def test_proportions_that_differ_are_shares() -> None:
    """ "From 13% in one city to 61% in another" is no change."""
    claims = parse("The proportion of women who had suffered violence ranged from 13% in Leeds to 61% in York.")
    assert [(one.kind, one.value, one.measure) for one in claims] == [
        ("share", 13.0, "women who had suffered violence"),
        ("share", 61.0, "women who had suffered violence"),
    ]


@pytest.mark.parametrize(("words", "comparator"), [("just over", "more_than"), ("just under", "less_than")])
def test_just_over_is_more_than(words: str, comparator: str) -> None:
    """ "Just over 2,000 murders" are more than 2,000."""
    (claim,) = parse(f"There were {words} 2,000 murders in 2020.")
    assert claim.comparator == comparator


def test_all_the_same_is_no_claim_of_its_own():
    """ "Halved all the same" tells one change, and not that nothing changed."""
    found = parse("The number of deaths in the war halved all the same in 2023.")
    assert [(one.form, one.text) for one in found if one.kind == "change"] == [("fraction_change", "halved")]


def test_the_size_of_a_trend_in_one_place_leaves_the_trend():
    """ "Declined in 14 states, including Rhode Island (minus 7 percent)" tells of the 14 and of the one."""
    found = parse("Fatal drug overdoses declined in 14 states, including Rhode Island (minus 7 percent).")
    assert [(one.kind, one.place) for one in found] == [("trend", None), ("change", "Rhode Island")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("No one was killed in the raid.", "No one"),
        ("Not a single ship was hijacked off Nigeria in 2019.", "Not a single ship"),
        ("No casualty was reported that year.", "No casualty"),
    ],
)
def test_none_at_all_is_a_count_of_zero(text: str, told: str) -> None:
    """Nobody and nothing is a number."""
    assert [(one.text, one.value) for one in parse(text)] == [(told, 0.0)]


def test_a_share_and_a_count_are_no_two_ends_of_a_change() -> None:
    """ "67 percent of 5,456 deaths, up from 52 percent" did not go from 52 to 5,456."""
    found = parse("Heroin was present in 67 percent of the 5,456 deaths in 2017, up from 52 percent of deaths in 2016.")
    assert {(one.kind, one.value) for one in found} == {("share", 67.0), ("level", 5456.0), ("share", 52.0)}

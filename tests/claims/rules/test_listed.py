"""Numbers in lists and rows take what they count from the head, and keep their own place, time and incidents."""

from __future__ import annotations

from datetime import date

import pytest

from verifier.claims.claim import Claim
from verifier.claims.reader import parse
from verifier.window import Window

PUBLISHED = "2024-05-02"


def read(text: str) -> list[Claim]:
    """The claims of a text."""
    return parse(text, published=PUBLISHED)


# text, then of each number of the list: what it is, its measure in words and its place
LISTS: list[tuple[str, list[tuple[float, str | None, str | None]]]] = [
    (
        "Kenya and Ghana saw 48 and 10 robberies in 2020.",
        [(48, "robberies", "Kenya"), (10, "robberies", "Ghana")],
    ),
    (
        "Robberies in Kenya, Ghana and Mali numbered 48, 36 and 10, respectively.",
        [(48, "Robberies", "Kenya"), (36, "Robberies", "Ghana"), (10, "Robberies", "Mali")],
    ),
    (
        "Ohio led with 845 murders, followed by Iowa with 280 and Utah with 90.",
        [(845, "murders", "Ohio"), (280, "murders", "Iowa"), (90, "murders", "Utah")],
    ),
    (
        "Police counted 9,000 murders in 2022. Ohio had 845, Iowa 280 and Utah 90.",
        [(9000, "murders", None), (845, "murders", "Ohio"), (280, "murders", "Iowa"), (90, "murders", "Utah")],
    ),
    (
        "The murder rate of Ohio was 6.1 per 100,000 people. Iowa's rate was 2.9, Utah's 1.8; in Maine it was 1.1.",
        [(6.1, "murder rate", "Ohio"), (2.9, "murder rate", "Iowa"), (1.8, "murder rate", "Utah"),
         (1.1, "murder rate", "Maine")],
    ),
    (
        "The bureau put the number of murders at 540 and that of rapes at 1,200.",
        [(540, "murders", None), (1200, "rapes", None)],
    ),
    ("Murders stood at 540, rapes at 1,200 and arsons at 77.", [(540, "Murders", None), (1200, "rapes", None),
     (77, "arsons", None)]),
    ("There were 900 murders in Ohio. Killings came to 77 in Utah, which has had 70 a year.", [(900, "murders", "Ohio"),
     (77, "Killings", "Utah")]),
    (
        "Ohio had 300 sexual offences, of which 70 were rapes; Iowa had 320, including 13 rapes, and Utah 170.",
        [(300, "sexual offences", "Ohio"), (70, "rapes", None), (320, "sexual offences", "Iowa"), (13, "rapes", "Iowa"),
         (170, "sexual offences", "Utah")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[text[:40] for text, _ in LISTS])
def test_items_of_a_list(text: str, expected: list[tuple[float, str | None, str | None]]) -> None:
    """Each number is read once, of what the head says, in the place beside it."""
    claims = [one for one in read(text) if one.kind in ("level", "rate", "share") and one.value is not None]
    found = {one.value: one for one in claims}
    for value, measure, place in expected:
        one = found[value]
        assert measure is None or measure in f"{one.measure} {one.counted}"
        assert place is None or one.place == place


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Robberies numbered 33 and 48 in 2017 and 2018 respectively.", {33: "2017", 48: "2018"}),
        ("Police counted 40 murders in 2022. The office logged 51 in 1985 and 68 in 1990.", {51: "1985", 68: "1990"}),
        ("There were 162 robberies in 2019, lower than the 201 of 2018.", {162: "2019", 201: "2018"}),
        ("Down from 445 in 2003, pirates attacked 325 ships in 2004.", {325: "2004"}),
        ("There were 386 murders in 2023, more than the 980 of 2022, and 12 rapes.", {386: "2023", 980: "2022"}),
        ("In Mali 4,251 people were killed in 2023, after 6,122 in 2022.", {4251: "2023", 6122: "2022"}),
    ],
)
def test_times_of_a_row(text: str, times: dict[float, str]) -> None:
    """A number takes the time that stands as far along, or right behind it, and none of another number."""
    found = {one.value: one.resolved.period for one in read(text)}
    assert {value: found[value] for value in times} == {value: Window.parse(year) for value, year in times.items()}


def test_a_row_needs_its_and() -> None:
    """Two numbers beside a comma alone are no row of places."""
    claims = read("Killing 12, 40 houses were burnt in Mali and Niger.")
    assert {one.place for one in claims} == {"Mali and Niger"}


def test_incidents_side_by_side_have_a_number_each() -> None:
    """ "Murder and robbery fell by 11 percent and 3 percent" tells two falls."""
    claims = read("Murder and robbery fell by 11 percent and 3 percent in 2023.")
    assert [(one.value, one.measure) for one in claims] == [(11.0, "Murder"), (3.0, "robbery")]


def test_refugees_of_a_list_may_be_in_a_place_or_from_it() -> None:
    """Only a word of hosting says which, so that the others of the list are left unread."""
    hosts = read("Turkey hosted 3.6 million refugees at the end of 2019, Pakistan 1.4 million and Uganda 1.3 million.")
    assert [one.place for one in hosts] == ["Turkey", "Pakistan", "Uganda"]
    first = read("Syria stood first with 6.6 million refugees in 2019, Sudan with 2.2 million and Mali with 1 million.")
    assert [one.value for one in first] == [6.6e6]


def test_back_to_the_whole_after_a_list() -> None:
    """A claim without a place after a list is of what the list divides."""
    texts = (
        "Police across the country counted 9,000 murders in 2022. Ohio had 845, Iowa 280. Burglaries fell 8 percent."
    )
    last = read(texts)[-1]
    assert (last.value, last.resolved.places, last.resolved.between) == (8.0, (), ())


def test_the_same_weeks_are_the_last_ones_as_long() -> None:
    """ "The same weeks" pass over the one day named between."""
    text = (
        "From 7 October 2023 to 30 October 2023 the army counted 40 raids. On 13 October 2023 there were nine raids. "
        "Twelve raids hit the camps in the same weeks."
    )
    assert read(text)[-1].resolved.period == Window(date(2023, 10, 7), date(2023, 10, 30))


def test_a_flashback_is_no_new_time() -> None:
    """After "in 2022 there had been" the text goes on with the year before it."""
    text = "Ohio counted 59 murders in 2023. In 2022 there had been 56 murders in Ohio. Robberies fell to 154 in Ohio."
    assert read(text)[-1].resolved.period == Window.parse("2023")

"""A time that is named is the question: a dataset without counts for it abstains, and no other window stands in."""

from __future__ import annotations

from datetime import date

import pytest

from verifier import check, parse
from verifier.errors import UsageError
from verifier.findings.many import Asked, verdicts


def claim(text, published="2024-09-01"):
    """The one claim of a sentence."""
    (found,) = parse(text, published=published)
    return found


def why(found, dataset):
    """Why a dataset abstains."""
    return next(one.why for one in found.abstained if one.dataset == dataset)


@pytest.mark.parametrize(
    ("text", "dataset", "reason"),
    [
        (
            "Pirate attacks in Nigeria halved in the first half of 2021 compared with the first half of 2020.",
            "pirates",
            "It has no counts of pirate attacks on ships for January 2021 to June 2021: they are for 1993 to 2020.",
        ),
        (
            "Pirate attacks in Somalia fell by 90 percent in July 2022 compared with July 2020.",
            "pirates",
            "It has no counts of pirate attacks on ships for July 2022",
        ),
        (
            "Pirate attacks in Somalia fell by 90 percent in 1994 compared with 1990.",
            "pirates",
            "It has no counts of pirate attacks on ships for 1990, which the claim compares with",
        ),
        (
            "There were 12 suicide attacks in Pakistan in November 2022.",
            "pips",
            "It has no counts of suicide attacks for November 2022: its figure is for 2022 as a whole.",
        ),
        (
            "There were 120 pirate attacks in Nigeria in 2022.",
            "pirates",
            "It has no counts of pirate attacks on ships for 2022",
        ),
        (
            "Pirate attacks in Nigeria rose by 50 percent since 3 May 2021.",
            "pirates",
            "It has no counts of pirate attacks on ships for 3 May 2021",
        ),
        ("Pirate attacks in Nigeria rose by 50 percent.", "pirates", "The text does not say when"),
    ],
)
def test_a_named_time_without_counts_is_an_abstention_that_names_it(text, dataset, reason):
    """Neither another month nor another year is looked at instead; many claims at once abstain alike."""
    found = check(claim(text), [dataset])
    assert found.finding == "Not checkable"
    assert reason in why(found, dataset)
    assert verdicts([Asked(claim(text), None)], [dataset])[0].finding == "Not checkable"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("During the siege, there were 12 terror attacks in Pakistan.", "does not say when “the siege” was"),
        (
            "Terror attacks in Pakistan rose by 20 percent since the curfew began.",
            "does not say when “the curfew began” was",
        ),
        ("By 2019, 300 pirate attacks had been counted in Nigeria.", "“By 2019” has no beginning"),
        ("Terror attacks in Pakistan doubled after the withdrawal.", "does not say when “the withdrawal” was"),
        ("There were 300 pirate attacks in Nigeria.", "the text does not say when"),
        ("A suicide attack on a mosque killed 31 civilians in Pakistan in 2019.", "the toll of one incident"),
        ("In 2019, 31 civilians were killed in Pakistan when a bomb went off.", "the toll of one incident"),
    ],
)
def test_a_level_without_a_time_and_a_time_without_a_date_are_not_checkable(text, reason):
    """The last twelve months, or the latest year, are no answer to a text that does not say when."""
    found = check(claim(text))
    assert found.finding == "Not checkable"
    assert reason.casefold() in str(found.reason).casefold()


def test_a_change_without_a_period_is_that_of_the_latest_whole_year():
    """Said in May 2019: 2018 against 2017, and the assumption is told."""
    found = check(claim("Pirate attacks in Nigeria rose by 37 percent.", "2019-05-03"), ["pirates"])
    assert (found.headline["after_start"], found.headline["after_end"]) == (date(2018, 1, 1), date(2018, 12, 31))
    assert (found.headline["before_start"], found.headline["before_end"]) == (date(2017, 1, 1), date(2017, 12, 31))
    assert any("latest whole year" in flag.detail for flag in found.flags if flag.flag == "assumed")


def test_so_far_this_year_is_held_against_the_same_days_of_the_year_before():
    """Not against the half-year before it."""
    found = check(claim("Pirate attacks in Nigeria are up 40 percent so far this year.", "2018-07-01"), ["pirates"])
    assert (found.headline["after_start"], found.headline["after_end"]) == (date(2018, 1, 1), date(2018, 7, 1))
    assert (found.headline["before_start"], found.headline["before_end"]) == (date(2017, 1, 1), date(2017, 7, 1))


def test_since_without_a_day_of_publication_runs_to_the_end_of_the_data():
    """Its first day is used, and the open end is told."""
    (read,) = parse("Pirate attacks in Nigeria rose by 40 percent since 3 March 2016.")
    found = check(read, ["pirates"])
    assert found.rows["after_end"].max().date() == date(2020, 12, 31)
    assert found.rows["after_start"].min().date() >= date(2016, 3, 3)
    assert any("runs to the end of the data" in flag.detail for flag in found.flags if flag.flag == "assumed")


def test_a_length_of_time_since_a_month_finds_its_months():
    """ "In the two years since August 2017" is the 24 months from then on."""
    text = "In the two years since August 2017, pirate attacks in Nigeria rose by 40 percent."
    found = check(claim(text, "2020-02-01"), ["pirates"])
    assert (date(2017, 8, 1), date(2019, 7, 31)) in set(
        zip(found.rows["after_start"].dt.date, found.rows["after_end"].dt.date, strict=True)
    )


def test_a_claim_is_checked_as_of_the_day_it_was_parsed_with():
    """Without `said` no window reaches past that day; a day may be given as a text, and nonsense is a usage error."""
    one = claim("Pirate attacks in Nigeria rose by 40 percent since 2016.", "2018-03-01")
    assert one.to_dict()["published"] == "2018-03-01"
    assert check(one, ["pirates"]).rows["after_end"].max().date() <= date(2018, 3, 1)
    assert check(one, ["pirates"], said="2018-03-01").finding == check(one, ["pirates"]).finding
    with pytest.raises(UsageError, match="said: '1 March' is not a date"):
        check(one, ["pirates"], said="1 March")


def test_a_user_dates_what_the_text_does_not():
    """--period overrules a time that cannot be dated, and the question tells where each part is from."""
    siege = claim("During the siege, there were 30 pirate attacks in Nigeria.", "2019-05-01")
    found = check(siege, ["pirates"], period="2018").to_dict()
    assert found["question"]["period"] == {"value": ["2018-01-01", "2018-12-31"], "how": "given"}
    assert found["finding"] != "Not checkable"
    (since,) = parse("Pirate attacks in Nigeria rose by 40 percent since 3 March 2016.")
    asked = check(since, ["pirates"]).to_dict()["question"]
    assert asked["period"] == {"value": ["2016-03-03", None], "how": "assumed"}


WORDINGS = (
    "{m} {moved} to {a} in {y} from {b} in {z}.",
    "{m} {moved} {percent}% from {b} in {z} to {a} in {y}.",
    "{m} {moved} by {percent} percent last year.",
    "{m} {moved} by {percent} percent.",
    "There were {a} {m} in {y}, {way} from {b} in {z}.",
    "In {y}, there were {a} {m} against {b} in {z}, a {noun} of {percent} percent.",
    "There were {a} {m} in {y}, a {percent}% {noun} on {z}.",
    "{m} were {way} {percent} percent on {z} in {y}.",
    "{y} saw a {percent} percent {noun} in {m} over {z}.",
    "LONDON, 15 January {next} – {m} {moved} by {percent} percent in {y}.",
)


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize(
    ("place", "year", "a", "b"), [("Nigeria", 2018, 48, 35), ("Nigeria", 2014, 18, 28), ("India", 2003, 31, 18)]
)
def test_one_change_in_many_words_is_one_claim_of_the_same_two_years(wording, place, year, a, b):
    """Whatever the order of the years and numbers, the later year is held against the earlier one."""
    moved, noun, way = ("rose", "rise", "up") if a > b else ("fell", "fall", "down")
    text = wording.format(
        m=f"Pirate attacks off {place}", a=a, b=b, y=year, z=year - 1, next=year + 1,
        percent=round(100 * abs(a / b - 1)), moved=moved, noun=noun, way=way,
    )  # fmt: skip
    found = check(claim(text.replace(" Pirate", " pirate"), f"{year + 1}-02-01"), ["pirates"])
    assert found.headline["after_start"] == date(year, 1, 1)
    assert found.headline["after_end"] == date(year, 12, 31)
    assert found.headline["before_start"] == date(year - 1, 1, 1)
    assert found.headline["before_end"] == date(year - 1, 12, 31)
    assert (found.headline["after_count"], found.headline["before_count"]) == (a, b)


def test_a_text_without_a_day_may_count_from_a_day_beyond_the_data():
    """The data end before the time begins, and no day of publication ends it either."""
    open_ended = claim("Pirate attacks in Nigeria rose by 60 percent since 3 May 2021.", published=None)
    reason = "It has no counts of pirate attacks on ships for 3 May 2021: they are for 1993 to 2020."
    assert why(check(open_ended, ["pirates"]), "pirates") == reason
    (verdict,) = verdicts([Asked(open_ended, None)], ["pirates"])
    assert verdict.reason.endswith(reason.removeprefix("It "))

"""Countries and days that a claim's words point to, and how each was found."""

from __future__ import annotations

from datetime import date

import pytest

from verifier.claims.claim import Claim
from verifier.claims.reader import parse


def last(text: str, published: str | None = None, country: str | None = None) -> Claim:
    return parse(text, published=published, country=country)[-1]


@pytest.mark.parametrize(
    ("text", "country", "code", "how"),
    [
        # A place of several words leads to its country by any of them.
        ("Murders in the city of Marseille fell by 4 percent.", None, "FRA", "stated"),
        ("Nine people were killed at the Bonga refugee camp in Sudan.", None, "SDN", "stated"),
        ("Ten people were killed in Sunfield, Wisconsin.", None, "USA", "stated"),
        # Names of several countries stay open …
        ("Georgia saw murders rise by 12 percent.", None, None, None),
        ("Robberies in Birmingham rose by 12 percent.", None, None, None),
        ("Robberies in Victoria rose by 12 percent.", None, None, None),
        ("Attacks in Iraq and Syria rose by 12 percent.", None, None, None),
        # … unless the document tells which.
        ("Police in Atlanta made 30 arrests. Thefts in Georgia rose by 3 percent.", None, "USA", "stated"),
        # The country of publication does not tell: its papers write of the other one too.
        ("Robberies in Birmingham rose by 12 percent.", "USA", None, None),
        ("The state of Georgia saw murders rise by 12 percent.", None, "USA", "stated"),
        ("Twelve people were killed in Niger state.", None, "NGA", "stated"),
        ("Twelve people were killed in Niger.", None, "NER", "stated"),
        # Regions of many countries are no country, whatever the front matter says.
        ("Knife attacks in Europe rose by 12 percent.", "GBR", None, None),
        ("Killings in Kashmir rose by 12 percent.", "IND", None, None),
        # A surname is no country.
        ("Jim Jordan said that 12 people were killed.", None, None, None),
        ("Attacks in Jordan rose by 12 percent.", None, "JOR", "stated"),
        # Nor are victims where they are from.
        ("Two Swedes were shot.", None, None, None),
        ("Three Kenyan hostages were killed.", None, None, None),
        # A dateline is where a report was sent from.
        ("SHAHE, China (Reuters) - A mine caved in.\n\nNine miners were killed.", None, None, None),
        ("LAGOS - Gunmen struck again.\n\nTwelve people were killed.", None, None, None),
        ("LAGOS - Gunmen struck again.\n\nTwelve people were killed.", "GHA", "GHA", "front matter"),
    ],
)
def test_country(text: str, country: str | None, code: str | None, how: str | None) -> None:
    found = last(text, country=country).resolved
    assert (found.country, found.how.get("country")) == (code, how)


TAKEOVER = "The rebels took Kuta on 15 August 2021.\n\nMany fled.\n\nPrices rose.\n\n"


def test_a_since_clause_is_dated_by_a_paragraph_far_above() -> None:
    found = last(TAKEOVER + "Since the rebels' takeover, attacks have risen by 60 percent.", "2023-11-08").resolved
    assert found.period is not None
    assert (found.period.start, found.period.end) == (date(2021, 8, 15), date(2023, 11, 8))
    assert found.how["period"] == "document"


def test_two_days_that_fit_equally_well_leave_the_period_open() -> None:
    text = "The curfew was lifted on 3 May 2022. The curfew was lifted again on 9 June 2022.\n\n"
    found = last(text + "Since the curfew was lifted, thefts have risen by 60 percent.", "2023-11-08").resolved
    assert found.period is None
    assert "period" not in found.how


def test_a_dateline_gives_the_day_from_which_relative_periods_count() -> None:
    text = "LAGOS, 3 March 2020 - Gunmen struck again.\n\n"
    found = last(text + "Since the curfew of 1 February 2020, thefts have risen by 60 percent.").resolved
    assert found.period is not None
    assert (found.period.start, found.period.end) == (date(2020, 2, 1), date(2020, 3, 3))


def test_a_length_of_time_counted_from_an_event_is_not_taken_for_the_latest_of_its_kind() -> None:
    found = last("Thefts rose by 60 percent in the decade after the ban expired.", "2023-11-08")
    assert found.period == "the decade after the ban expired"
    assert found.resolved.period is None


def days(text: str) -> tuple[list[str] | None, list[str] | None]:
    found = last(text, "2019-06-01").resolved.to_dict()
    return found["period"], found["baseline"]


def test_a_superlative_with_a_period_of_its_own_looks_back_from_it() -> None:
    found = days("Executions fell to 20 in 2016, the fewest since 1991.")
    assert found == (["2016-01-01", "2016-12-31"], ["1991-01-01", "2015-12-31"])


def test_the_same_period_of_a_named_year_is_as_long_as_the_first() -> None:
    found = days("Deaths in the first six months of 2017 were 12 percent higher than in the same period of 2016.")
    assert found == (["2017-01-01", "2017-06-30"], ["2016-01-01", "2016-06-30"])


@pytest.mark.parametrize("lead", ["Until", "By", "Before", "As of"])
def test_a_period_with_one_end_alone_is_left_open(lead: str) -> None:
    assert days(f"{lead} 2014, 300 people had been killed.") == (None, None)


@pytest.mark.parametrize(
    ("when", "baseline"),
    [
        ("in June 2023 from the month before", "2023-05-01..2023-05-31"),
        ("in March 2024 compared with the previous month", "2024-02-01..2024-02-29"),
        ("from 5 to 20 June 2023, compared with a month earlier", "2023-05-20..2023-06-04"),
    ],
)
def test_the_month_before_a_month_is_a_whole_one(when, baseline):
    """A calendar month is compared with the one before it, whatever their days; another stretch with one as long."""
    (claim,) = parse(f"Conflict deaths in Sudan fell by 20 percent {when}.", published="2024-08-15")
    assert str(claim.resolved.baseline) == baseline

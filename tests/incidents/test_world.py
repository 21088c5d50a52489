"""The datasets of the world hold the totals that their publishers printed, and say what they do not know."""

from __future__ import annotations

import pandas as pd
import pytest

from verifier import check, parse
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Spans
from verifier.errors import DataError, NotCoveredError
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import Dataset
from verifier.window import Window


def total(dataset_id: str, definition: str, place: str, window: str, vintage: str | None = None) -> int:
    """What a definition counts in a window. Raises NotCoveredError where that is not known."""
    cells = load(dataset_id).cells(definition, place, vintage)
    return Series(cells).count(Window.parse(window)).count


@pytest.mark.parametrize(
    ("definition", "place", "window", "expected"),
    [
        ("violent-events", "WLD", "1989-01-01..2024-12-31", 385_918),
        ("deaths", "WLD", "1989-01-01..2024-12-31", 3_957_143),
        ("deaths", "WLD", "2024", 160_900),
        ("violent-events", "PAK", "2019-06-01..2021-07-31", 288),
        ("violent-events", "PAK", "2021-09-01..2023-10-31", 655),
        ("deaths", "PAK", "2019-06-01..2021-07-31", 767),
        ("deaths", "PAK", "2021-09-01..2023-10-31", 1836),
        ("violent-events", "PAK", "2019-07-01..2021-08-31", 308),
        ("deaths", "PAK", "2019-07-01..2021-08-31", 815),
    ],
)
def test_ucdp_by_month(definition: str, place: str, window: str, expected: int) -> None:
    """The monthly table of UCDP adds up to the release, to its own yearly totals and to counts made by others."""
    assert total("ucdp-ged-monthly", definition, place, window) == expected


@pytest.mark.parametrize(
    ("definition", "place", "window", "vintage", "expected"),
    [
        ("murders", "USA", "1991", None, 24_703),
        ("violent-crimes", "USA", "1991", None, 1_911_767),
        ("murders", "USA", "2019", "2019", 16_425),
        ("murders", "USA", "2023", "2023", 19_252),
        ("murders", "USA", "2023", "2024", 19_907),
        ("murders", "USA", "2024", "2024", 16_935),
        ("violent-crimes", "USA", "2024", "2024", 1_221_345),
        ("murders", "USA", "2018", "2023", 16_374),
        ("motor-vehicle-thefts", "USA", "2023", "2024", 1_082_010),
        ("rapes", "USA", "2022", "2023", 140_384),
    ],
)
def test_fbi(definition: str, place: str, window: str, vintage: str | None, expected: int) -> None:
    """The FBI's national totals, each by the release that printed it."""
    vintage = vintage or "2023"
    assert total("fbi-estimated-crimes", definition, place, window, vintage) == expected


def test_states_add_up_to_the_nation() -> None:
    """The states and the District of Columbia make the nation, in every release, for what is defined alike."""
    fbi = load("fbi-estimated-crimes")
    states = [place for place in fbi.places() if place.startswith("US-")]
    assert len(states) == 51
    for vintage, year in (("2019", "2019"), ("2022", "2021"), ("2023", "2023"), ("2024", "2024")):
        for definition in ("murders", "robberies", "burglaries", "violent-crimes"):
            parts = sum(total(fbi.id, definition, state, year, vintage) for state in states)
            assert parts == total(fbi.id, definition, "USA", year, vintage), (vintage, definition)


def test_each_release_of_the_fbi_has_its_day_and_a_mislabelled_state_its_own_row() -> None:
    """What was known on a day is the release of then; North Dakota is not North Carolina in 2022."""
    fbi = load("fbi-estimated-crimes")
    assert [str(each.published) for each in fbi.vintages()] == ["2020-09-28", "2023-10-16", "2024-09-23", "2025-08-05"]
    assert total(fbi.id, "murders", "US-ND", "2022", "2023") == 29
    assert total(fbi.id, "murders", "US-NC", "2022", "2023") == 871
    touched = [str(day) for day, _ in fbi.breaks_in("violent-crimes", "US-TX")]
    assert touched == ["2013-01-01", "2021-01-01"]
    assert [str(day) for day, _ in fbi.breaks_in("murders", "USA")] == ["2021-01-01"]


@pytest.mark.parametrize(
    ("dataset_id", "definition", "place", "window", "expected"),
    [
        ("eurostat-police-recorded", "intentional-homicides", "DEU", "2022", 614),
        ("eurostat-police-recorded", "intentional-homicides", "ITA", "2022", 322),
        ("eurostat-police-recorded", "intentional-homicides", "FRA", "2022", 821),
        ("eurostat-crime-rates", "intentional-homicide-rate", "DEU", "2022", 740),
        ("eurostat-crime-rates", "intentional-homicide-rate", "LVA", "2022", 4050),
        ("eurostat-crime-rates", "robbery-rate", "FRA", "2022", 100_190),
        ("missing-migrants-routes", "dead-and-missing", "sea:mediterranean", "2016", 5095),
        ("missing-migrants-routes", "dead-and-missing", "sea:mediterranean", "2023", 3155),
        ("missing-migrants-routes", "dead-and-missing", "sea:mediterranean", "2024", 2573),
        ("missing-migrants-world", "dead-and-missing", "WLD", "2016", 8078),
        ("palestine-casualties", "killed", "region:gaza", "2023-10-07..2023-12-31", 21_822),
        ("palestine-casualties", "killed", "region:gaza", "2023-10-07..2024-12-31", 45_541),
        ("palestine-casualties", "killed", "region:gaza", "2023-10-07..2026-08-22", 73_419),
        ("palestine-casualties", "killed", "region:west-bank", "2023-10-07..2026-08-22", 1108),
        ("palestine-casualties", "killed", "PSE", "2023-10-07..2026-08-22", 73_419 + 1108),
        ("unhcr", "refugees-in", "WLD", "2024", 30_958_200),
        ("unhcr", "asylum-seekers-in", "WLD", "2024", 8_352_712),
        ("unhcr", "internally-displaced", "WLD", "2024", 68_131_711),
        ("unhcr", "refugees-from", "WLD", "2024", 30_958_200),
        ("unhcr-by-origin", "refugees-from-SYR", "TUR", "2023", 3_214_780),
        ("unhcr-by-origin", "refugees-from-AFG", "IRN", "2023", 3_752_317),
        ("unhcr-by-origin", "refugees-from-UKR", "DEU", "2023", 1_097_503),
        ("unhcr-by-origin", "refugees-from-SYR", "FJI", "2023", None),
        ("ucdp-prio-conflicts", "conflicts", "WLD", "2024", 61),
        ("ucdp-prio-conflicts", "conflicts", "region:africa", "2023", 28),
        ("ucdp-prio-conflicts", "wars", "WLD", "2024", 11),
        ("ucdp-prio-conflicts", "interstate-conflicts", "WLD", "2024", 4),
        ("ucdp-prio-conflicts", "wars", "ISL", "2024", None),
        ("ucdp-ged", "violent-events", "UKR", "2014-01-01..2021-12-31", 2989),
        ("billion-dollar-disasters", "disasters", "USA", "2024", 27),
        ("billion-dollar-disasters", "disasters", "USA", "2023", 28),
        ("billion-dollar-disasters", "disasters", "USA", "1980-01-01..2024-12-31", 403),
        ("canada-homicides", "homicides", "CAN", "2022", 874),
        ("canada-homicides", "homicides", "CAN", "2021", 796),
        ("measles-us", "cases", "USA", "2025", 2286),
        ("measles-us", "cases", "USA", "2026-01-01..2026-07-22", 2299),
        ("work-stoppages-us", "work-stoppages", "USA", "1985", 1196),
        ("work-stoppages-us", "work-stoppages", "USA", "2019", 102),
        ("mass-shootings-us", "mass-shootings", "USA", "1966-01-01..2016-06-26", 335),
        ("mass-shootings-us", "deaths", "USA", "1966-01-01..2016-06-26", 1331),
        ("fatal-crashes-us", "fatal-crashes", "USA", "2014", 30_056),
        ("fatal-crashes-us", "fatal-crashes", "USA", "2021", 39_785),
        ("exploited-vulnerabilities", "added", "WLD", "2024", 186),
        ("homicide-rates", "homicide-rate", "USA", "2021", 6780),
        ("homicide-rates", "homicide-rate", "USA", "2022", 6513),
        ("homicide-rates", "homicide-rate", "USA", "2023", 5763),
        ("fbi-crime-rates", "murder-rate", "USA", "2024", 4979),
        ("fbi-crime-rates", "violent-crime-rate", "USA", "2024", 359_102),
        ("population", "population", "PAK", "2024", 251_269_164),
        ("population", "population", "WLD", "2024", 8_142_056_446),
    ],
)
def test_published_total(dataset_id: str, definition: str, place: str, window: str, expected: int | None) -> None:
    """The totals that the publishers print; None where the dataset does not know the place."""
    if expected is None:
        with pytest.raises(DataError, match="does not cover"):
            total(dataset_id, definition, place, window)
    else:
        assert total(dataset_id, definition, place, window) == expected


def test_stocks_are_never_added_up() -> None:
    """A window of refugees has the number at its end, however long it is; a window that ends within a year has none."""
    at_the_end = total("unhcr", "refugees-in", "PAK", "2023")
    assert at_the_end > 1_000_000
    assert total("unhcr", "refugees-in", "PAK", "2020-01-01..2023-12-31") == at_the_end
    assert total("unhcr", "refugees-in", "PAK", "2023-12-31") == at_the_end
    with pytest.raises(NotCoveredError, match="counts on single days"):
        total("unhcr", "refugees-in", "PAK", "2023-01-01..2023-06-30")
    series = Series(load("unhcr").cells("refugees-in", "PAK"))
    asked = [Window.parse(each) for each in ("2023", "2020-01-01..2023-12-31", "2023-12-31", "2023-06")]
    counts, known = series.counts(Spans.of(asked))
    assert (counts.tolist(), known.tolist()) == ([at_the_end] * 3 + [0], [True] * 3 + [False])


def test_a_year_without_a_conflict_is_a_true_zero() -> None:
    """A country of the list counts none in the years in which it had no conflict; years are not added up."""
    assert total("ucdp-prio-conflicts", "conflicts", "FRA", "2003") == 0
    assert total("ucdp-prio-conflicts", "conflicts", "WLD", "2020-01-01..2024-12-31") == 61


def test_deaths_at_sea_are_those_of_its_routes() -> None:
    """The three routes make the Mediterranean, but for those who died on land on the way."""
    routes = [f"sea:{one}-mediterranean" for one in ("central", "western", "eastern")]
    parts = [total("missing-migrants-routes", "dead-and-missing", route, "2023") for route in routes]
    assert sum(parts) == 3155


def test_ucdp_by_month_equals_ucdp_by_year() -> None:
    """Deaths of every country and year are those of UCDP's yearly table, zeros included."""
    yearly, monthly = load("ucdp-country-year"), load("ucdp-ged-monthly")
    assert monthly.places() == yearly.places()
    for place in yearly.places():
        ours, theirs = Series(monthly.cells("deaths", place)), Series(yearly.cells("deaths", place))
        for span in theirs.own_spans:
            assert ours.count(span).count == theirs.count(span).count, (place, span)


def test_a_month_without_a_row_is_a_true_zero_and_a_state_begins_with_its_first_year() -> None:
    """Countries that never had an event count none; a state has no counts before it existed."""
    assert total("ucdp-ged-monthly", "violent-events", "ISL", "2003-05") == 0
    assert total("ucdp-ged-monthly", "deaths", "SSD", "2011-01") == 0
    with pytest.raises(NotCoveredError):
        total("ucdp-ged-monthly", "deaths", "SSD", "2010-12")


def test_attacks_are_unknown_where_states_fight() -> None:
    """What stands for attacks knows nothing of years in which wars between states had over a fifth of the deaths."""
    assert total("ucdp-ged-monthly", "violent-events-internal", "UKR", "2021-03") > 0
    for place in ("UKR", "WLD"):
        with pytest.raises(NotCoveredError, match="wars between states"):
            total("ucdp-ged-monthly", "violent-events-internal", place, "2022")
    assert total("ucdp-ged-monthly", "violent-events", "UKR", "2022") > 0
    assert total("ucdp-ged-monthly", "violent-events-internal", "PAK", "2022") > 0


def test_the_tables_of_one_source_are_a_family() -> None:
    """UCDP's tables by day, month and year rest on one collection; a dataset that stands alone is its own family."""
    found = {load(each).family for each in ("ucdp-ged", "ucdp-ged-monthly", "ucdp-country-year")}
    assert found == {"ucdp"}
    assert load("pirates").family == "pirates"


def test_stocks_have_no_rate_a_day() -> None:
    """Windows of unequal length are never compared by days, and "so many a day" is no question for a stock."""
    claim, rate = (
        parse(text, published="2025-09-10")[0]
        for text in (
            "Refugees in Pakistan rose by 10 percent in 2023.",
            "There were 5,000 refugees a day in Pakistan in 2023.",
        )
    )
    table = check(claim, ["unhcr"]).table
    after, before = (
        (pd.to_datetime(table[f"{side}_end"]) - pd.to_datetime(table[f"{side}_start"])).dt.days
        for side in ("after", "before")
    )
    assert len(table) > 0
    assert ((after - before).abs() <= 1).all()
    assert check(rate, ["unhcr"]).finding == "Not checkable"


def test_offences_of_two_countries_are_compared_with_a_warning() -> None:
    """Eurostat's counts say little about which country has more, and a finding that compares two says so."""
    (claim,) = parse("France had 20 percent more burglaries than Germany in 2022.", published="2024-12-01")
    told = " ".join(flag.detail for flag in check(claim, ["eurostat-police-recorded"]).flags)
    assert "define and record these offences differently" in told


def test_a_country_is_the_sum_of_the_parts_that_a_table_has() -> None:
    """Gaza and the West Bank make Palestine, England and Wales, Scotland and Northern Ireland the United Kingdom."""
    parts = ("GB-ENG+GB-WLS", "GB-SCT", "GB-NIR")
    counts = [total("eurostat-police-recorded", "robberies", part, "2016") for part in parts]
    assert total("eurostat-police-recorded", "robberies", "GBR", "2016") == sum(counts)
    notes = load("palestine-casualties").cells("killed", "PSE").notes
    assert any("is of 2 parts: Gaza and the West Bank" in note for note in notes)


@pytest.mark.parametrize(("year", "members"), [("2017", 28), ("2022", 27)])
def test_the_union_is_the_sum_of_its_members_of_the_time(year: str, members: int) -> None:
    """Before it left, the United Kingdom is in the sum, part by part; afterwards it is not."""
    eurostat, union = load("eurostat-police-recorded"), f"region:european-union@{year}-12-31"
    own = [place for place in eurostat.parts(union) if "GB-" not in place]
    assert len(own) + (members == 28) == members
    parts = sum(total(eurostat.id, "intentional-homicides", place, year) for place in eurostat.parts(union))
    assert total(eurostat.id, "intentional-homicides", union, year) == parts
    assert ("GB-SCT" in eurostat.parts(union)) == (members == 28)


def test_whoever_is_not_in_a_row_is_none_where_a_dataset_says_so() -> None:
    """UNHCR's table lists all there are: the sum for Africa is of the rows there are."""
    unhcr, year = load("unhcr"), "2024"
    there = [place for place in unhcr.parts("region:africa") if year in spans_of(unhcr, place)]
    parts = sum(total("unhcr", "refugees-in", place, year) for place in there)
    assert total("unhcr", "refugees-in", "region:africa", year) == parts
    assert 0 < len(there) < len(unhcr.parts("region:africa"))


def spans_of(dataset: Dataset, place: str) -> set[str]:
    """The years of which a place has refugees."""
    return {str(span.end.year) for span in Series(dataset.cells("refugees-in", place)).own_spans}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("There were 42.7 million refugees in the world at the end of 2024.", "UNRWA"),
        ("Colombia hosted 2.8 million refugees at the end of 2024.", "Venezuelans"),
        ("Latin America hosted 7 million refugees at the end of 2024.", "Venezuelans"),
        ("There were 6 million refugees from Venezuela at the end of 2024.", "without the status"),
    ],
)
def test_a_plain_word_that_takes_in_more_is_not_answered(text: str, words: str) -> None:
    """UNHCR's headline figures have Palestinians under UNRWA and Venezuelans in them, its counts of refugees do not."""
    (claim,) = parse(text, published="2026-07-05")
    found = check(claim)
    assert found.finding == "Not checkable"
    assert words in str(found.reason)


def test_a_plain_word_is_answered_where_it_is_the_same() -> None:
    """Germany's refugees are those under UNHCR's mandate; and Colombia's were, before 2018."""
    for text in ("Germany hosted 2.7 million refugees at the end of 2024.", "Colombia hosted 241 refugees in 2016."):
        (claim,) = parse(text, published="2026-07-05")
        assert check(claim).finding == "Holds up"


def test_where_refugees_come_from_and_what_a_rate_is_per() -> None:
    """Refugees are counted from a country, and a rate is told per 100,000 people, as everybody does."""
    (claim,) = parse("Refugees from Syria fell to 5.95 million in 2024.", published="2026-07-05")
    assert "refugees from Syria on 31 December 2024" in check(claim).sentence
    (claim,) = parse("The robbery rate in France rose by 5 percent in 2022.", published="2025-02-01")
    assert "counted 100.2 robberies recorded by the police per 100,000 people" in check(claim).sentence

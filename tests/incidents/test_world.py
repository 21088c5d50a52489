"""The datasets of the world hold the totals that their publishers printed, and say what they do not know."""

from __future__ import annotations

import pytest

from verifier.comparisons.series import Series
from verifier.errors import NotCoveredError
from verifier.incidents.catalogue import load
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

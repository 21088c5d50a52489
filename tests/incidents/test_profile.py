"""Numbers of a profile, each against a series whose answer is known."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from verifier.incidents import profile
from verifier.incidents.catalogue import load
from verifier.incidents.cells import Cells, Definition
from verifier.window import Window

THEFTS = Definition("thefts", "thefts", "incidents", "count")


def totals(counts):
    """Totals by span."""
    spans = [Window.parse(text) for text in counts]
    table = pd.DataFrame(
        {
            "start": pd.to_datetime([span.start for span in spans]),
            "end": pd.to_datetime([span.end for span in spans]),
            "count": list(counts.values()),
        }
    )
    whole = Window(min(span.start for span in spans), max(span.end for span in spans))
    return Cells("thefts", "1", THEFTS, "DNK", table, whole, dense=False)


def daily(coverage, counts):
    """Day-by-day counts: a number for each day of the coverage; zeros have no row, as in the tables."""
    window = Window.parse(coverage)
    days = pd.date_range(window.start, window.end)
    values = pd.Series(counts(days), index=days)
    table = values[values != 0].rename("count").rename_axis("start").reset_index()
    return Cells("thefts", "1", THEFTS, "DNK", table.assign(end=table["start"]), window, dense=True)


def test_a_year_has_its_own_total_or_one_that_tiles_it_or_none():
    """The published year beats the sum of halves; halves make a year; a hole or an overlap makes it unknown."""
    cells = totals(
        {
            "2018": 100,
            "2018-01-01..2018-06-30": 40,
            "2018-07-01..2018-12-31": 50,
            "2019-01-01..2019-06-30": 7,
            "2019-07-01..2019-12-31": 8,
            "2020-01": 1,
            "2021-01-01..2021-08-31": 5,
            "2021-08-01..2021-12-31": 5,
        }
    )
    table = profile.by_year(cells)
    assert table["count"].fillna(-1).tolist() == [100, 15, -1, -1]
    assert table["whole"].tolist() == [True, True, False, False]


def test_a_year_cut_by_the_coverage_is_not_whole():
    """Days outside the coverage are unknown: the year counts what is covered and says so."""
    table = profile.by_year(daily("2019-12-01..2020-12-31", lambda days: np.ones(len(days), dtype=int)))
    assert table["count"].tolist() == [31, 366]
    assert table["whole"].tolist() == [False, True]


def test_gaps_lie_between_what_is_known():
    """Totals that touch or overlap make one stretch; what no total is about is a gap."""
    cells = totals({"2018": 1, "2019-01": 1, "2018-11-01..2019-02-28": 1, "2020": 1})
    assert profile.known(cells) == [Window(date(2018, 1, 1), date(2019, 2, 28)), Window.parse("2020")]
    assert profile.gaps(cells) == [Window(date(2019, 3, 1), date(2019, 12, 31))]


def test_the_longest_quiet_run_reaches_to_the_ends_of_the_coverage():
    """Days before the first and after the last incident count too; without a quiet day there is none."""
    cells = daily("2020", lambda days: (days == "2020-01-11").astype(int))
    assert profile.longest_quiet(cells) == Window(date(2020, 1, 12), date(2020, 12, 31))
    assert profile.longest_quiet(daily("2020", lambda days: np.ones(len(days), dtype=int))) is None
    assert profile.longest_quiet(totals({"2020": 1})) is None


def test_seasons_are_rates_so_that_a_short_month_is_not_a_quiet_one():
    """Two a day all year and four in June: every month 60 in 30 days, June 120, in each of the whole years."""
    cells = daily("2018-02-01..2021-03-31", lambda days: np.where(days.month == 6, 4, 2))
    table = profile.seasons(cells).set_index("month")
    assert table["mean"].round(9).to_dict() == {month: 120 if month == 6 else 60 for month in range(1, 13)}
    assert set(table["years"]) == {2}
    assert table["above"].to_dict() == {month: 2 if month == 6 else 0 for month in range(1, 13)}


def test_weekdays_have_their_shares():
    """All on Fridays: the whole share, of which a seventh would be even."""
    table = profile.weekdays(daily("2018..2021", lambda days: (days.day_of_week == 4).astype(int))).set_index("weekday")
    assert table["share"].to_dict() == {day: float(day == "Friday") for day in profile.WEEKDAYS}
    assert table["even"].sum() == pytest.approx(1)


def test_independent_incidents_have_a_dispersion_of_about_one_and_clusters_more():
    """Poisson counts give one; the same counts in bursts of ten give about ten; no count gives nothing."""
    generator = np.random.default_rng(4)
    even = profile.dispersion(daily("1990..2019", lambda days: generator.poisson(1.0, len(days))))
    assert len(even) == 30
    assert even["ratio"].mean() == pytest.approx(1, abs=0.25)
    bursts = profile.dispersion(daily("1990..2019", lambda days: 10 * generator.poisson(0.1, len(days))))
    assert bursts["ratio"].mean() == pytest.approx(10, rel=0.25)
    assert profile.dispersion(daily("2020", lambda days: np.zeros(len(days), dtype=int)))["ratio"].isna().all()


def test_what_days_alone_can_tell_is_not_told_of_totals():
    """Seasons, weekdays and dispersion of totals are empty."""
    cells = totals({"2019": 5, "2020": 9})
    assert profile.seasons(cells).empty
    assert profile.weekdays(cells).empty
    assert profile.dispersion(cells).empty
    assert profile.span_lengths(cells) == {"a year": 2}


def test_the_first_of_the_month_is_counted():
    """All on first days of months, which are 12 of the 365 days."""
    on_first, total, share = profile.first_of_month(daily("2019", lambda days: (days.day == 1).astype(int)))
    assert (on_first, total) == (12, 12)
    assert share == pytest.approx(12 / 365)


@pytest.mark.parametrize(
    ("dataset", "definition", "place"), [("ucdp-ged", "deaths", "PAK"), ("pirates", "boardings", "IDN")]
)
def test_the_years_of_shipped_data_add_up_to_their_cells(dataset, definition, place):
    """No day is lost or counted twice between the table and the years."""
    cells = load(dataset).cells(definition, place)
    assert profile.by_year(cells)["count"].sum() == cells.table["count"].sum() == profile.days(cells).sum()

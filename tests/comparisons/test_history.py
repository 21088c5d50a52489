"""Baselines in their own history, and the data that two comparisons share."""

import math
from datetime import timedelta

import numpy as np
import pytest
from anchored import at_once
from hypothesis import given
from hypothesis import strategies as st
from test_series import FIRST, dense, series

from verifier.comparisons.history import overlap, standing
from verifier.comparisons.rules import BEFORE_RULES, Anchors
from verifier.comparisons.spans import Spans
from verifier.window import Window


def window(at, length):
    """`length` days from day `at` of a made-up series."""
    return Window(FIRST + timedelta(days=at), FIRST + timedelta(days=at + length - 1))


@given(st.lists(st.integers(0, 5), min_size=90, max_size=150), st.integers(1, 20), st.data())
def test_the_standing_of_a_baseline_is_counted_out(counts, length, data):
    """Among all windows of its length that end before the later one starts; ties count half."""
    event = data.draw(st.integers(3 * length, len(counts) - 1))
    at = data.draw(st.integers(0, event - length))
    found = standing(dense([*counts, 1]), window(event, 1), window(at, length))
    sums = [sum(counts[first : first + length]) for first in range(event - length + 1)]
    own = sum(counts[at : at + length])
    wanted = 100 * np.mean([1.0 if each < own else 0.5 if each == own else 0.0 for each in sums])
    assert found.percentile == pytest.approx(wanted)
    assert found.windows == len(sums)
    assert found.usual == np.median(sums)


def test_an_unusually_low_baseline_rises_by_itself():
    """Ten a month for years, then two: a return to the usual is a rise by four fifths of five times."""
    counts = [10] * 40 + [2] + [10]
    found = standing(dense(counts), window(41, 1), window(40, 1))
    assert found.percentile < 10
    assert (found.usual, found.expected_ratio) == (10, 5)


def test_a_short_history_says_nothing():
    """Less than three windows of days, or fewer than eight published totals."""
    assert standing(dense([1] * 100), window(60, 40), window(20, 40)) is None
    yearly = [(f"{year}-01-01", f"{year}-12-31", year - 2000) for year in range(2010, 2021)]
    years = [Window.parse(str(year)) for year in (2020, 2019, 2016)]
    found = standing(series(yearly), years[0], years[1])
    assert (found.windows, found.usual) == (10, 14.5)
    assert standing(series(yearly), years[1], years[2]).windows == 9
    assert standing(series(yearly), Window.parse("2015"), years[2]) is None


def test_from_none_the_expected_ratio_is_infinite():
    """A baseline of none in a series that usually has some."""
    found = standing(dense([3] * 20 + [0, 3]), window(21, 1), window(20, 1))
    assert math.isinf(found.expected_ratio)


windows = st.builds(window, st.integers(0, 60), st.integers(1, 40))


@given(st.lists(st.integers(0, 4), min_size=100, max_size=100), windows, windows, windows, windows)
def test_shared_data_are_counted_out(counts, one, two, three, four):
    """Days, and incidents on them, in both comparisons over those in either."""
    made = dense([*counts, 1])
    found = overlap((one, two), (three, four), made)

    def days(*several):
        return {at for each in several for at in range((each.start - FIRST).days, (each.end - FIRST).days + 1)}

    both, either = days(one, two) & days(three, four), days(one, two) | days(three, four)
    assert found.days == pytest.approx(len(both) / len(either))
    held = sum(counts[at] for at in either)
    assert found.counts == (pytest.approx(sum(counts[at] for at in both) / held) if held else None)
    assert overlap((one, two), (three, four)).counts is None


@pytest.mark.parametrize("rule", ["same_season_before", "year_on_year"])
def test_matched_seasons_cancel(rule):
    """A series with a strong season and no change: windows of the same days of another year give no change.

    As many days just before are another season, and give one.
    """
    days = np.arange(4 * 365)
    counts = (10 + 8 * np.sin(2 * np.pi * days / 365.25)).round().astype(int).tolist()
    made = dense(counts)
    period = window(3 * 365 + 20, 120)
    anchors = Anchors(period, None, period.end)
    after = Spans.of([period])

    def ratio(name):
        _, before = BEFORE_RULES[name](at_once([anchors]), np.zeros(1, dtype=np.int64), after, {"years": 1})
        return made.count(period).count / made.count(before.window(0)).count

    assert ratio(rule) == pytest.approx(1, abs=0.02)
    assert ratio("same_length_before") > 2

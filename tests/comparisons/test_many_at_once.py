"""What is worked out for many windows at once equals what is worked out for each alone."""

import calendar
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_interval import exact_interval, interval, rate_ratio
from said import outcomes
from test_series import FIRST, dense, series

from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons import bounded
from verifier.comparisons.compare import compare_windows
from verifier.comparisons.intervals import exact_meets
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.spans import Spans, add_months
from verifier.errors import NotCoveredError
from verifier.window import Window, add_years

days = st.dates(date(1700, 1, 1), date(2200, 1, 1))
windows = st.builds(lambda start, length: Window(start, start + timedelta(days=length)), days, st.integers(0, 900))


@given(days, st.integers(-3000, 3000))
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day, months):
    """31 January and a month is the last of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    moved = add_months(np.array([day.toordinal()]), months)[0]
    assert date.fromordinal(int(moved)) == date(year, month + 1, min(day.day, last))


@given(st.lists(windows, max_size=5), st.integers(1, 60))
def test_years_earlier_is_the_same_calendar_span(several, years):
    """Arrays of windows move as single windows do."""
    moved = Spans.of(several).years_earlier(years).windows()
    assert moved == [Window(add_years(each.start, -years), add_years(each.end, -years)) for each in several]


@given(st.lists(windows, max_size=20), st.integers(-60, 60))
def test_no_window_moved_by_months_ends_before_it_begins(several, months):
    """30 January and three months is 30 April, though the 31st that would follow it is not in April."""
    moved = Spans.of(several).months_later(months)
    assert (moved.ends >= moved.starts).all()
    day = Spans.of([Window(date(2000, 1, 30), date(2000, 1, 30)), Window.parse("2000-01")]).months_later(3)
    assert day.windows() == [Window(date(2000, 4, 30), date(2000, 4, 30)), Window.parse("2000-04")]


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=400), st.data())
def test_counts_of_a_daily_series(counts, data):
    """Every window of a daily series is counted as the slow way counts it; outside the coverage there is no count."""
    made = dense(counts)
    inside = st.integers(-20, len(counts) + 20)
    pairs = data.draw(st.lists(st.tuples(inside, st.integers(0, 300)), min_size=1, max_size=20))
    several = [Window(FIRST + timedelta(days=at), FIRST + timedelta(days=at + length)) for at, length in pairs]
    found, known = made.counts(Spans.of(several))
    for (at, length), count, is_known in zip(pairs, found, known, strict=True):
        assert is_known == (at >= 0 and at + length < len(counts))
        assert count == (sum(counts[at : at + length + 1]) if is_known else 0)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.integers(0, 99)), min_size=1, max_size=12), st.data()
)
def test_counts_of_published_figures(cells, data):
    """A window has a count just when single look-ups give it one, and the same."""
    rows = [(FIRST + timedelta(days=at), FIRST + timedelta(days=at + length), n) for at, length, n in cells]
    made = series(rows)
    starts = data.draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), min_size=1, max_size=20))
    several = [Window(FIRST + timedelta(days=at), FIRST + timedelta(days=at + length)) for at, length in starts]
    found, known = made.counts(Spans.of(several))
    for window, count, is_known in zip(several, found, known, strict=True):
        if is_known:
            assert made.count(window).count == count
        else:
            with pytest.raises(NotCoveredError):
                made.count(window)


def slowly(counts, window):
    """The count of a window and those of its days."""
    first = (window.start - FIRST).days
    return sum(counts[first : first + window.days]), np.array(counts[first : first + window.days])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from([0, 0, 1, 2, 3, 9, 40]), min_size=300, max_size=900),
    st.data(),
    st.floats(0, 4),
    st.floats(0.01, 3),
)
def test_intervals_and_outcomes(counts, data, low, width):
    """Bounds, methods, compatibility and outcomes of many comparisons are those of each, written out."""
    made = dense(counts)
    half = len(counts) // 2
    spot = st.tuples(st.integers(0, half), st.integers(0, half - 1))
    drawn = data.draw(st.lists(st.tuples(spot, spot), min_size=1, max_size=12))

    def window(at, length):
        return Window(FIRST + timedelta(days=at), FIRST + timedelta(days=at + length))

    after, before = [window(*one) for one, _ in drawn], [window(*one) for _, one in drawn]
    spans = Spans.of(after), Spans.of(before)
    zeros = np.zeros(len(drawn), dtype=np.int64)
    pairs = Pairs(*spans, made.counts(spans[0])[0], made.counts(spans[1])[0], zeros, zeros, zeros.astype(float))
    target = TargetReading("made up", low, low + width, "made up")
    bottoms, tops, quasi = bounded.bounds(made, pairs)
    ratio, sides = (
        bounded.rate_ratios(pairs),
        [(pairs.after_count, pairs.before_count), (pairs.after.days, pairs.before.days)],
    )
    spread = bounded.widened(ManySeries([made]), zeros, pairs)
    met = spread.meets(*sides, ratio, np.array([target.low]), np.array([target.high]))
    said = outcomes(ratio, target, pairs.after_count + pairs.before_count >= 5)
    for place in range(len(drawn)):
        count, daily = zip(*(slowly(counts, each[place]) for each in (after, before)), strict=True)
        one = rate_ratio(*count, after[place].days, before[place].days)
        alone = interval(*count, after[place].days, before[place].days, *daily)
        assert ratio[place] == pytest.approx(one, rel=1e-12, nan_ok=True)
        assert bottoms[place] == pytest.approx(alone.low, rel=1e-9)
        assert tops[place] == pytest.approx(alone.high, rel=1e-9)
        assert bounded.METHODS[int(quasi[place])] == alone.method
        assert said[place] == outcomes(np.array([one]), target, np.array([sum(count) >= 5]))[0]
        edges = (alone.low - target.high, alone.high - target.low)
        if min(map(abs, edges)) > 1e-9:  # at the very edge the last bits decide
            inside = target.low <= one < target.high
            assert met[place] == (inside or (alone.low < target.high and alone.high >= target.low))
        assert compare_windows(made, after[place], before[place]).interval.low == pytest.approx(alone.low, rel=1e-9)


@given(
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(1, 900),
    st.integers(1, 900),
    st.floats(0, 5),
    st.floats(0.01, 9),
    st.just(1.0) | st.floats(1, 60),
)
def test_exact_intervals_meet_a_target_as_their_bounds_do(after, before, after_days, before_days, low, width, phi):
    """The tail probabilities at the target's ends tell the same as the bounds, of counts that are not whole too."""
    after, before = after / phi, before / phi
    alone = exact_interval(after, before, after_days, before_days)
    if min(abs(alone.low - low - width), abs(alone.high - low)) > 1e-9:
        counts = (np.array([after]), np.array([before]))
        lengths = (np.array([after_days]), np.array([before_days]))
        assert exact_meets(counts, lengths, (low, low + width))[0] == (alone.low < low + width and alone.high >= low)


def test_the_interval_of_published_totals_is_exact():
    """Without days there is no clustering to see."""
    totals = series([("2021-08-15", "2022-08-14", 250), ("2020-08-15", "2021-08-14", 165)])
    windows = Window.parse("2021-08-15..2022-08-14"), Window.parse("2020-08-15..2021-08-14")
    assert compare_windows(totals, *windows).interval.method == interval(250, 165, 365, 365).method == "exact"

"""Intervals for ratios of rates: exact against independent oracles, wider where attacks cluster."""

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_interval import (
    Interval,
    binned,
    clustering,
    dispersion,
    exact_interval,
    interval,
    overlapping,
    quasi_poisson_interval,
    rate_ratio,
)
from scipy import optimize, stats
from test_series import FIRST, dense

from verifier.comparisons.intervals import BIN_DAYS, exact_bounds
from verifier.comparisons.spans import Spans
from verifier.window import Window

counts = st.integers(0, 400)
days = st.integers(1, 1000)


def exact(*given):
    """The bounds that the package works out of one pair of counts and their days."""
    low, high = exact_bounds(*(np.array([each]) for each in given))
    return Interval(float(low[0]), float(high[0]), "exact")


@given(after=counts, before=counts, after_days=days, before_days=days)
def test_the_bounds_hold_the_ratio_and_swap_with_the_windows(after, before, after_days, before_days):
    """The ratio lies inside; with the windows swapped the bounds are the inverses, in the other order."""
    found = exact(after, before, after_days, before_days)
    ratio = rate_ratio(after, before, after_days, before_days)
    if not math.isnan(ratio):
        assert found.low <= ratio <= found.high
    swapped = exact(before, after, before_days, after_days)
    assert swapped.low == pytest.approx(0 if math.isinf(found.high) else 1 / found.high)
    assert swapped.high == (math.inf if found.low == 0 else pytest.approx(1 / found.low))


@pytest.mark.parametrize(
    ("after", "before", "d1", "d0"), [(250, 165, 365, 365), (6, 1, 30, 90), (15, 4, 365, 366), (3, 40, 10, 7)]
)
def test_the_bounds_are_where_a_one_sided_test_turns(after, before, d1, d0):
    """At each bound the binomial tail probability is 2.5%: found by root search, without the beta quantiles."""
    found = exact(after, before, d1, d0)
    d0 = d1 if abs(d1 - d0) <= 3 else d0  # a leap year is as long as any

    def share(ratio):
        return ratio * d1 / (ratio * d1 + d0)

    low = optimize.brentq(lambda r: stats.binom.sf(after - 1, after + before, share(r)) - 0.025, 1e-9, 1e6)
    high = optimize.brentq(lambda r: stats.binom.cdf(after, after + before, share(r)) - 0.025, 1e-9, 1e6)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-6)


@pytest.mark.parametrize(("rate", "ratio"), [(2, 1), (5, 1.6), (8, 0.5), (3, 6)])
def test_the_exact_interval_covers_at_least_as_often_as_it_says(rate, ratio):
    """Adding up all pairs of Poisson counts, the true ratio is covered with probability 95% or more."""
    chances = np.outer(stats.poisson.pmf(range(120), rate * ratio), stats.poisson.pmf(range(60), rate))
    covered = 0.0
    for (after, before), chance in np.ndenumerate(chances):
        found = exact(after, before, 1, 1)
        if found.low <= ratio <= found.high:
            covered += chance
    assert covered >= 0.95


def test_none_to_none_says_nothing():
    """From none to none every ratio fits, and there is no ratio."""
    found = exact(0, 0, 365, 365)
    assert (found.low, found.high) == (0, math.inf)
    assert math.isnan(rate_ratio(0, 0, 365, 365))


def test_from_none_has_no_upper_bound():
    """From none to some the ratio is infinite, with a lower bound."""
    found = exact(5, 0, 365, 365)
    assert rate_ratio(5, 0, 365, 365) == math.inf
    assert 0 < found.low < math.inf == found.high


def test_unequal_windows_compare_rates_a_day():
    """Twice the count in twice the days is no change."""
    assert rate_ratio(20, 10, 200, 100) == 1
    assert exact(20, 10, 200, 100).low < 1 < exact(20, 10, 200, 100).high


def test_dispersion_of_even_bins_is_never_below_one():
    """Counts more even than chance do not narrow the interval."""
    phi, freedom = dispersion(np.array([5, 5, 5]), np.array([4, 4, 4, 4]))
    assert (phi, freedom) == (1.0, 5)


def test_clustering_widens_the_interval():
    """The same totals in fits and starts give a wider interval than spread out."""
    even, bursts = np.tile([1, 0, 1, 0, 0, 1, 0], 52), np.repeat([0, 3], [312, 52])
    calm = quasi_poisson_interval(156, 156, 364, 364, even, even)
    wild = quasi_poisson_interval(156, 156, 364, 364, bursts, bursts)
    assert wild.low < calm.low < 1 < calm.high < wild.high
    assert calm.dispersion == 1


def test_small_counts_that_cluster_count_for_less():
    """Nineteen attacks in one week against none: the interval is that of nineteen divided by their dispersion."""
    bursts, none = np.repeat([0, 2, 1, 0], [200, 9, 1, 155]), np.zeros(365, dtype=np.int64)
    found = interval(19, 0, 365, 365, bursts, none)
    assert found.dispersion > 3
    assert found.high == math.inf
    alone = exact_interval(19, 0, 365, 365)
    assert 0 < found.low < alone.low
    assert found.low == exact_interval(19 / found.dispersion, 0, 365, 365).low


def test_clusters_longer_than_a_bin_are_seen():
    """Attacks that keep up for months: the longer bins find more clustering than those of 28 days."""
    waves = np.repeat([3, 0], 400)
    short, _ = dispersion(binned(waves, BIN_DAYS), binned(waves, BIN_DAYS))
    found, freedom = clustering(waves, waves)
    assert found > 1.5 * short
    assert 0 < freedom < len(waves) // BIN_DAYS


def test_independent_days_get_the_short_bins_most_of_the_time():
    """Without clustering the longer bins are looked at about one time in five, and change little."""
    generator = np.random.default_rng(5)
    found = [clustering(generator.poisson(2.0, 365), generator.poisson(2.0, 365)) for _ in range(300)]
    assert 0.1 < np.mean([freedom != 24 for _, freedom in found]) < 0.3
    assert np.median([phi for phi, _ in found]) < 1.1


@given(st.lists(st.integers(0, 9), min_size=60, max_size=200), st.integers(2, 50))
def test_the_variance_of_overlapping_bins_is_the_sum_written_out(counts, length):
    """As the slow way adds it up, and without bias for independent days: divided by 1 - length / days."""
    days = np.array(counts)
    made = dense([*counts, 1])
    span = Spans.of([Window(FIRST, FIRST + timedelta(days=len(counts) - 1))])
    sums = [sum(counts[at : at + length]) for at in range(len(counts) - length + 1)]
    mean = length * sum(counts) / len(counts)
    wanted = sum((each - mean) ** 2 for each in sums) / len(sums) / mean / (1 - length / len(counts)) if mean else 0.0
    assert overlapping(days, length) == pytest.approx(wanted, abs=1e-9)
    assert made.overlapping(span, length)[0] == pytest.approx(wanted, rel=1e-9, abs=1e-8)


def test_the_method_follows_the_counts():
    """Exact for published totals and small counts, quasi-Poisson for daily data with enough of both."""
    daily = np.array([1] * 364)
    assert interval(130, 130, 364, 364).method == "exact"
    assert interval(130, 130, 364, 364, daily, daily).method == "quasi-poisson"
    assert interval(19, 130, 364, 364, daily, daily).method == "exact"
    bursts = np.repeat([0, 1, 0], [200, 19, 145])
    assert interval(19, 130, 364, 364, bursts, daily).method == "quasi-poisson"
    assert interval(130, 130, 83, 83, daily[:83], daily[:83]).method == "exact"

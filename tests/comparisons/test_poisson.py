"""Tests and intervals for counts of independent incidents, against published values and other ways to get them."""

import math
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from verifier.comparisons.poisson import e_test
from verifier.comparisons.statistics.limits import garwood


def slow_e_test(after, before, after_days, before_days):
    """The sum of the paper written out: all pairs of counts at least as far apart, under one rate."""
    rate = (after + before) / (after_days + before_days)
    own = abs(after / after_days - before / before_days) / math.sqrt(after / after_days**2 + before / before_days**2)
    total = 0.0
    for one in range(80):
        for two in range(80):
            spread = one / after_days**2 + two / before_days**2
            apart = abs(one / after_days - two / before_days) / math.sqrt(spread) if spread else 0.0
            if apart >= own - 1e-12:
                total += stats.poisson.pmf(one, after_days * rate) * stats.poisson.pmf(two, before_days * rate)
    return total


def test_dodder_seeds():
    """The paper's example: 0 and 3 dodder seeds in two samples of 100 give 0.0884.

    Krishnamoorthy & Thomson (2004) print four digits. Reference values differ in the tenth: SciPy's before it summed
    far enough is 0.08837900929; the whole sum is 0.08837900945.
    """
    statistic, p_value = e_test(0, 3, 100, 100)
    assert statistic == pytest.approx(-math.sqrt(3))
    assert p_value == pytest.approx(0.08837900945, abs=1e-10)
    assert p_value == pytest.approx(slow_e_test(0, 3, 100, 100), abs=1e-10)
    assert p_value == pytest.approx(0.08837900929, abs=1e-9)


@pytest.mark.parametrize("counts", [(6, 1, 30, 90), (15, 4, 12, 12), (3, 9, 10, 7), (5, 0, 1, 2)])
def test_the_e_test_is_the_sum_written_out(counts):
    """Unequal windows and small counts."""
    assert e_test(*counts)[1] == pytest.approx(slow_e_test(*counts), abs=1e-9)


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([1, 31, 365]), st.sampled_from([1, 30, 366]))
def test_the_e_test_is_that_of_scipy(after, before, after_days, before_days):
    """Statistic and p-value are those of scipy.stats.poisson_means_test, down to the smallest p-values."""
    if after + before:
        found = e_test(after, before, after_days, before_days)
        theirs = stats.poisson_means_test(after, after_days, before, before_days)
        assert found == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-9)


def test_the_e_test_is_less_conservative_than_the_exact_one():
    """29 against 15 suicide attacks: smaller than the exact p-value of 0.0488."""
    assert e_test(29, 15, 365, 365)[1] < stats.binomtest(29, 29 + 15, 0.5).pvalue


def test_none_and_none_are_no_evidence():
    """From none to none the p-value is 1."""
    statistic, p_value = e_test(0, 0, 365, 365)
    assert math.isnan(statistic)
    assert p_value == 1


@given(st.integers(0, 500))
def test_the_interval_of_one_count_is_where_one_sided_tests_turn(count):
    """Garwood's bounds have Poisson tails of 2.5%, found by root search; zero starts at zero."""
    low, high = map(float, garwood(np.array(count)))
    assert low <= count <= high
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025, rel=1e-6)
    if count:
        assert low == pytest.approx(optimize.brentq(lambda mean: stats.poisson.sf(count - 1, mean) - 0.025, 1e-9, 600))
    else:
        assert (low, high) == (0, pytest.approx(-math.log(0.025)))


def test_a_published_interval_of_one_count():
    """10 incidents: 4.80 to 18.39 (tables of the Poisson distribution; Garwood 1936)."""
    assert garwood(np.array(10)) == pytest.approx((4.795, 18.390), abs=1e-3)


def test_a_hundred_million_incidents_need_neither_time_nor_memory() -> None:
    """Large counts take the normal limit: no table of √n by √n numbers is built."""
    tracemalloc.start()
    began = time.process_time()
    statistic, p_value = e_test(100_000_000, 100_020_000, 366, 366)
    low, high = garwood(np.array(100_000_000))
    took, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (took < 1, most < 5_000_000) == (True, True)
    assert statistic == pytest.approx(-1.41414, abs=1e-4)
    assert p_value == pytest.approx(0.15732, abs=1e-4)
    assert (low, high) == pytest.approx((99_980_401, 100_019_602), abs=2)


@pytest.mark.parametrize("counts", [(10_100, 9_900, 365, 365), (10_000, 9_999, 366, 365), (1_700, 18_300, 30, 335)])
def test_the_e_test_has_no_step_where_it_takes_its_limit(counts: tuple[int, int, int, int]) -> None:
    """Just above the size at which the limit is taken, the p-value is that of the sum to the fourth decimal."""
    exact = stats.poisson_means_test(counts[0], counts[2], counts[1], counts[3]).pvalue
    assert e_test(*counts)[1] == pytest.approx(exact, abs=1e-4)

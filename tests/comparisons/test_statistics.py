"""Statistics of windows against slow and obvious computations."""

import itertools
import math
from datetime import date

import numpy as np
import pytest
from anchored import at_once
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from test_series import dense

from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.ranking import ranks, tiles
from verifier.comparisons.rules import Anchors
from verifier.comparisons.specifications import SETS, load_set
from verifier.comparisons.statistics import limits
from verifier.comparisons.statistics.measured import Asked
from verifier.comparisons.statistics.table import WORKED_OUT
from verifier.errors import InputError
from verifier.window import Window

SIX_YEARS = dense([day % 5 for day in range(2192)])
PERIOD = Window.parse("2023")


def asked(name, low, high, period=PERIOD, series=SIX_YEARS, **more):
    """What a statistic is asked about a made-up series of the years 2020 to 2025."""
    target = TargetReading("made up", low, high, "", more.pop("on", name), **more)
    baseline = Window.parse(f"{period.start.year - 1}") if name in ("difference", "points") else None
    found = {load_set(path.stem).statistic: path.stem for path in SETS.glob("*.toml")}
    anchors = at_once([Anchors(period, baseline, date(2025, 12, 31))], said=date(2025, 12, 31))
    return Asked(ManySeries([series]), load_set(found[name]), anchors, [target], np.zeros(1, dtype=int))


def obvious(window, series=SIX_YEARS):
    """The count of a window, day by day."""
    first = (window.start - series.coverage.start).days
    return int(series.daily[first : first + window.days].sum())


@given(st.integers(0, 500))
def test_garwood_is_the_interval_by_chi_squared(count):
    """The bounds are quantiles of chi-squared distributions, as textbooks write them."""
    low, high = limits.garwood(np.array([count]))
    assert low[0] == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0)
    assert high[0] == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_of_a_share_is_that_of_statsmodels(part, rest):
    """Clopper-Pearson against statsmodels; a part larger than the whole has no interval."""
    whole = part + rest
    low, high = limits.clopper_pearson(np.array([part]), np.array([whole]))
    wanted = proportion_confint(part, whole, method="beta")
    assert (low[0], high[0]) == pytest.approx(wanted)
    assert all(np.isnan(limits.clopper_pearson(np.array([whole]), np.array([part]))))


def test_the_interval_of_a_difference_of_shares_is_the_published_one():
    """Newcombe's method 10 is this with score intervals: 56/70 less 48/80 is 0.2, within 0.0524 to 0.3339."""
    after, before = (proportion_confint(a, n, method="wilson") for a, n in ((56, 70), (48, 80)))
    low, high = limits.of_difference(
        np.array([0.8]), np.array([0.6]), tuple(map(np.array, zip(after))), tuple(map(np.array, zip(before)))
    )
    assert (low[0], high[0]) == pytest.approx((0.0524, 0.3339), abs=1e-4)


@pytest.mark.parametrize("name", sorted(WORKED_OUT))
def test_every_statistic_gives_the_counts_of_its_windows(name):
    """Counts are those of the days, whatever the statistic; weights lie above 0 and up to 1, the heaviest first."""
    grain = {"grain": "year"} if name in ("rank", "run") else {}
    low = 2.0 if name == "run" else 1.0
    made = WORKED_OUT[name](asked(name, low, 3.0, on="ratio" if name == "sides" else name, **grain))
    assert len(made)
    for window, count in zip(made.after.windows(), made.after_count, strict=True):
        assert obvious(window) == count
    if made.before.starts.all():
        for window, count in zip(made.before.windows(), made.before_count, strict=True):
            assert obvious(window) == count
    assert (made.weight > 0).all()
    assert (made.weight <= 1).all()
    assert (np.diff(made.weight) <= 0).all()
    if made.spread is None:  # the bounds of a ratio are made when they are asked for
        assert (made.low <= made.value + 1e-9).all()
        assert (made.value <= made.high + 1e-9).all()


def test_differences_are_of_windows_of_one_length():
    """Unlike a ratio, a difference of counts from windows of unequal length says nothing."""
    made = WORKED_OUT["difference"](asked("difference", 1.0, 2.0))
    assert (np.abs(made.after.days - made.before.days) <= 1).all()
    assert (made.value == made.after_count - made.before_count).all()


@given(st.lists(st.integers(0, 9), min_size=2, max_size=30), st.booleans())
def test_a_rank_is_one_more_than_those_that_are_better(counts, down):
    """The rank and the ties, counted one by one."""
    one = np.zeros(1, dtype=int)
    (rank,), (tied,) = ranks(np.array(counts), np.zeros(len(counts), dtype=int), one, np.array([down]))
    better = [count for count in counts[1:] if (count < counts[0] if down else count > counts[0])]
    assert rank == 1 + len(better)
    assert tied == counts[1:].count(counts[0])


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2015, 1, 1), date(2024, 12, 1)), st.integers(0, 800), st.sampled_from(["year", "month"]))
def test_tiles_are_like_windows_that_do_not_overlap(start, length, grain):
    """Windows come one after the other backwards, the window itself first, none before the first day."""
    window = Window(start, date.fromordinal(start.toordinal() + length))
    found = tiles(window, date(2008, 1, 1), grain).windows()
    assert found[0] == window
    for later, earlier in itertools.pairwise(found):
        assert earlier.end < later.start
        assert abs(earlier.days - later.days) <= 3
    assert min(one.start for one in found) >= date(2008, 1, 1)


def test_whole_months_and_years_step_by_the_calendar():
    """March 2024 is ranked among whole months, 2024 among whole years."""
    months = tiles(Window.parse("2024-03"), date(2024, 1, 1)).windows()
    assert months == [Window.parse("2024-03"), Window.parse("2024-02"), Window.parse("2024-01")]
    years = tiles(Window.parse("2024"), date(2022, 1, 1)).windows()
    assert years == [Window.parse("2024"), Window.parse("2023"), Window.parse("2022")]


@pytest.mark.parametrize(
    ("period", "low", "value", "steps", "opposite"),
    [
        ("2022", 2.0, 2, 2, False),
        ("2023", 2.0, 1, 2, True),  # 2 after 2: the whole way is no rise
        ("2023", 3.0, 2, 3, False),  # 2 after 1
        ("2020-01-01..2023-06-30", 1.0, 1.0, 2, False),  # every step from 2020 on, to the last whole year
        ("2020-01-01..2023-12-31", 1.0, 2 / 3, 3, False),
    ],
)
def test_a_run_counts_the_steps_that_go_its_way(period, low, value, steps, opposite):
    """1, 2, 3, 2 a day in four years: the steps, and whether the last year is on the claimed side of the first."""
    series = dense([1] * 366 + [2] * 365 + [3] * 365 + [2] * 365)
    made = WORKED_OUT["run"](asked("run", low, math.inf, period=Window.parse(period), series=series, grain="year"))
    assert (made.value[0], made.among[0], bool(made.opposite[0])) == (value, steps, opposite)


def test_a_run_needs_a_count_of_every_step():
    """Four steps are not found in four years."""
    series = dense([1] * 366 + [2] * 365 + [3] * 365 + [4] * 365)
    asked_for = {"period": Window.parse("2023"), "series": series, "grain": "year"}
    assert len(WORKED_OUT["run"](asked("run", 3.0, math.inf, **asked_for))) == 1
    assert len(WORKED_OUT["run"](asked("run", 4.0, math.inf, **asked_for))) == 0


def test_a_set_says_what_it_works_out(tmp_path):
    """An unknown statistic, and a baseline where the statistic has none, are refused by name."""
    text = (SETS / "level.toml").read_text(encoding="utf-8")
    for broken, words in (
        (text.replace('statistic = "count"', 'statistic = "median"'), "statistic"),
        (text + '\n[[before]]\nid = "stated"\nrule = "stated"\nlabel = "x"\nnaturalness = 1.0\n', "no baseline"),
    ):
        path = tmp_path / "own.toml"
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(InputError, match=words):
            load_set(path)


@pytest.mark.parametrize("path", sorted(SETS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_set_loads_under_its_own_name(path):
    """Name and file agree, and the hash does not depend on comments."""
    declared = load_set(path.stem)
    assert declared.name == path.stem
    assert declared.statistic in set(WORKED_OUT)

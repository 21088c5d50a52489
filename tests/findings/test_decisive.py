"""The choice that decides: Shapley effects of actual windows, and their guard against chance."""

import itertools
import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import outcomes

from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings import decisive
from verifier.findings.decisive import decisive_choice, influence, shapley_effects
from verifier.window import Window

RISE = TargetReading("rise of 60%", 1.55, 1.65, "60 percent")


def comparisons(rows, weights=None):
    """A table of comparisons: (dataset, later year, earlier year, ratio) each."""
    made = pd.DataFrame(rows, columns=["dataset", "after", "before", "ratio"])
    for side in ("after", "before"):
        made[f"{side}_start"] = pd.to_datetime([date(year, 1, 1) for year in made[side]]).astype("datetime64[s]")
        made[f"{side}_end"] = pd.to_datetime([date(year, 12, 31) for year in made[side]]).astype("datetime64[s]")
    made["vintage"], made["definition"], made["statistic"] = "v", "d", "ratio"
    made["weight"] = 1 / len(made) if weights is None else weights
    made["outcome"] = outcomes(made["ratio"].to_numpy(float), RISE, np.ones(len(made), dtype=bool)).astype(str)
    return made


tables = st.integers(1, 3).flatmap(
    lambda choices: st.lists(
        st.tuples(st.tuples(*[st.integers(0, 3)] * choices), st.integers(-50, 50), st.integers(1, 9)),
        min_size=1, max_size=25, unique_by=lambda row: row[0],
    )
)  # fmt: skip


def taken_apart(rows):
    """Values, weights and the codes of each choice of some rows."""
    values, weights = (np.array([row[at] for row in rows], dtype=float) for at in (1, 2))
    return values, weights / weights.sum(), list(np.array([row[0] for row in rows]).T)


@given(tables)
def test_effects_add_up_to_the_variance_and_follow_their_definition(rows):
    """Over all orders in which choices become known, each effect is the mean of the variance that it adds."""
    values, weights, choices = taken_apart(rows)

    def explained(some):
        cells = {}
        for at in range(len(rows)):
            cells.setdefault(tuple(choices[each][at] for each in some), []).append(at)
        mean = (weights * values).sum()
        middles = [(weights[cell].sum(), np.average(values[cell], weights=weights[cell])) for cell in cells.values()]
        return sum(weight * (middle - mean) ** 2 for weight, middle in middles)

    orders = list(itertools.permutations(range(len(choices))))
    wanted = np.zeros(len(choices))
    for order in orders:
        for at, choice in enumerate(order):
            wanted[choice] += explained(order[: at + 1]) - explained(order[:at])
    (found,) = shapley_effects(values[None, :], weights, choices)
    variance = float((weights * (values - (weights * values).sum()) ** 2).sum())
    assert found.tolist() == pytest.approx((wanted / len(orders)).tolist(), abs=1e-6)
    assert found.sum() == pytest.approx(variance, abs=1e-6)


@given(st.lists(st.integers(-20, 20), min_size=2, max_size=5), st.integers(2, 4), st.integers(1, 3))
def test_a_choice_that_does_nothing_has_no_effect(middles, options, width):
    """Where every option of a choice gives the same values, the other choice has all of the variance."""
    pairs = list(itertools.product(range(len(middles)), range(options)))
    values = np.array([float(middles[one] * width) for one, _ in pairs])
    codes = [np.array(column) for column in zip(*pairs, strict=True)]
    (found,) = shapley_effects(values[None, :], np.full(len(pairs), 1 / len(pairs)), codes)
    assert found[1] == pytest.approx(0, abs=1e-9)
    assert found[0] == pytest.approx(values.var(), abs=1e-9)


@given(st.integers(2, 4).flatmap(lambda size: st.tuples(
    st.just(size), st.lists(st.integers(-20, 20), min_size=size * size, max_size=size * size)
)))  # fmt: skip
def test_choices_that_do_the_same_share_alike(drawn):
    """Of two choices that may be swapped without changing a value each has the same effect."""
    size, numbers = drawn
    pairs = list(itertools.product(range(size), repeat=2))
    values = np.array([float(numbers[min(pair) * size + max(pair)]) for pair in pairs])
    codes = [np.array(column) for column in zip(*pairs, strict=True)]
    (found,) = shapley_effects(values[None, :], np.full(len(pairs), 1 / len(pairs)), codes)
    assert found[0] == pytest.approx(found[1], abs=1e-9)


def test_the_baseline_that_moves_the_ratio_is_named():
    """Three of six earlier years give the claimed rise whatever else is chosen, three do not; the source has no say."""
    years = {2010: 1.6, 2011: 1.62, 2012: 1.58, 2013: 1.1, 2014: 1.05, 2015: 1.12}
    found = decisive_choice(
        comparisons([(name, 2020, year, ratio) for name in "ab" for year, ratio in years.items()]), RISE
    )
    assert found.factor == "before_option"
    assert found.variance_share == pytest.approx(1)
    assert [one.choice for one in found.reaching] == [Window.parse(str(year)) for year in (2010, 2011, 2012)]
    assert [(one.comparisons, one.reached) for one in found.short] == [(2, 0.0)] * 3


def test_windows_count_by_their_days_and_not_by_the_rule_that_made_them():
    """Rows of one baseline are one option, whatever their rules are called."""
    made = comparisons(
        [("a", after, before, 1 + before - 2010) for after in (2019, 2020) for before in range(2010, 2016)]
    )
    made["before_option"] = [f"rule-{at}" for at in range(len(made))]
    assert len(decisive_choice(made, RISE).options) == 6


def test_the_stretches_of_a_rank_are_its_options():
    """A rank has the window to beat in the place of an earlier one: what is chosen is how far one looks back."""
    made = comparisons(
        [(name, 2020, year, ratio) for name, ratio in (("a", 1), ("b", 2)) for year in range(2010, 2018)]
    )
    made["statistic"], made["value"] = "rank", made["ratio"]
    made["before_option"] = ["10-years" if name == "a" else "history" for name in made["dataset"]]
    made["dataset"] = ["c", "d"] * 8
    first = TargetReading("the highest", 1, 2, "highest", "rank")
    found = decisive_choice(made, first)
    assert (found.factor, found.variance_share) == ("before_option", pytest.approx(1))
    assert {one.choice for one in found.options} == {"10-years", "history"}


def test_no_choice_is_named_where_shuffled_values_give_as_much():
    """Each comparison has a later period of its own, so that it explains everything, as it would of any numbers."""
    noise = np.random.default_rng(3).normal(size=12)
    made = comparisons([("a", 2000 + at, 1990 + at % 3, math.exp(each)) for at, each in enumerate(noise)])
    assert decisive_choice(made, RISE) is None


def test_no_choice_decides_where_all_agree():
    """Equal ratios have no spread to account for, nor has a single comparison."""
    assert decisive_choice(comparisons([("a", 2020, year, 1.6) for year in range(2010, 2016)]), RISE) is None
    assert decisive_choice(comparisons([("a", 2020, 2019, 1.6)]), RISE) is None


def test_the_heaviest_comparisons_alone_are_looked_at(monkeypatch):
    """Of more than so many the lightest are left out."""
    monkeypatch.setattr(decisive, "MOST", 12)
    made = comparisons([("a", 2020, year, 1.0 + (year % 2)) for year in range(2000, 2020)], np.arange(20, 0, -1) / 210)
    assert len(decisive.heaviest(made)) == 12
    assert decisive.heaviest(made)["before"].max() == 2011


def test_the_chart_shares_are_those_of_the_finding():
    """The first choice of the table of influence is the one that is named, with the same share."""
    made = comparisons(
        [(name, 2020, year, 1.0 + (year % 2) + (name == "b") / 9) for name in "ab" for year in range(2010, 2018)]
    )
    found, told = decisive_choice(made, RISE), influence(made)
    assert told["factor"].iloc[0] == found.factor
    assert told["variance_share"].iloc[0] == pytest.approx(found.variance_share)
    assert told.groupby("factor")["weight"].sum().tolist() == pytest.approx([1, 1])

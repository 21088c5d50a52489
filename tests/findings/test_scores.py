"""Scores over a table of comparisons, against slow and obvious computations."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import outcomes

from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings import scores
from verifier.findings.outcomes import CODES
from verifier.findings.shares import weighted_shares

SHORT = 1 + 0.8 * 0.55  # below it a rise is not even close to one of 55 to 65 percent
RISE = TargetReading("rise of 60%", 1.55, 1.65, "60 percent")


def table(ratios, weights=None, target=RISE):
    """A specification table with these ratios."""
    rows = pd.DataFrame({"ratio": [float(ratio) for ratio in ratios]})
    rows["weight"] = weights if weights is not None else 1 / len(rows)
    rows["uniform_weight"] = 1 / len(rows)
    rows["outcome"] = outcomes(rows["ratio"].to_numpy(), target, np.ones(len(rows), dtype=bool)).astype(str)
    rows["compatible"] = True
    return rows


ratio_lists = st.lists(st.floats(0.05, 20), min_size=1, max_size=30)


@given(ratio_lists, st.randoms())
def test_scores_follow_their_definitions(ratios, random):
    """Robustness, fairness and uniqueness are what the papers define."""
    weights = [random.random() + 0.01 for _ in ratios]
    weights = [weight / sum(weights) for weight in weights]
    made = table(ratios, weights)
    middle = math.sqrt(1.55 * 1.65)
    strengths = [math.log(ratio / middle) for ratio in ratios]
    pairs = list(zip(weights, strengths, strict=True))
    assert scores.fairness(made, RISE) == pytest.approx(sum(w * s for w, s in pairs))
    assert scores.robustness(made, RISE) == pytest.approx(math.exp(-sum(w * min(0, s) ** 2 for w, s in pairs)))
    assert scores.uniqueness(made, RISE) == pytest.approx(sum(ratio < SHORT for ratio in ratios) / len(ratios))


@given(ratio_lists)
def test_the_fair_range_is_the_narrowest_that_holds_the_support(ratios):
    """No narrower range of the ratios (on the log scale) holds 80% of the weight."""
    low, high = scores.fair_range(table(ratios))
    inside = sum(low <= ratio <= high for ratio in ratios)
    assert inside >= math.ceil(0.8 * len(ratios) - 1e-9)
    for one, two in itertools.product(sorted(ratios), repeat=2):
        if one <= two and sum(one <= ratio <= two for ratio in ratios) / len(ratios) >= 0.8:
            assert math.log(two / one) >= math.log(high / low) - 1e-9


@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(0.01, 1)), min_size=1, max_size=20), st.floats(0.01, 1))
def test_a_weighted_quantile_has_the_share_below_it(pairs, share):
    """At or below the quantile lies at least the share of the weight, and strictly below it less."""
    values, weights = (np.array(column) for column in zip(*pairs, strict=True))
    found = scores.weighted_quantile(values, weights, share)
    total = weights.sum()
    assert weights[values <= found].sum() >= share * total - 1e-9
    assert weights[values < found].sum() < share * total + 1e-9


def test_infinite_and_zero_ratios_do_not_break_a_score():
    """From none to some counts as a large factor, not as infinity."""
    made = table([math.inf, 0.0, 1.6])
    for score in (scores.robustness, scores.fairness, scores.uniqueness):
        assert math.isfinite(score(made, RISE))


def test_the_share_of_the_effect():
    """The middle comparison shows half of the claimed rise."""
    claimed = math.sqrt(1.55 * 1.65)
    assert scores.effect_share(table([1 + (claimed - 1) / 2]), RISE) == pytest.approx(0.5)


def test_rows_without_a_vote_or_counts_enter_no_score():
    """Rows that weigh nothing, or have too few counts, are left out of what scores are made of."""
    made = table([1.6, 1.6, 1.6], [0.5, 0.5, 0.0])
    made.loc[1, "outcome"] = "insufficient"
    assert scores.sufficient(made).index.tolist() == [0]


def test_shares_add_up():
    """The shares of the six outcomes with enough counts sum to one; insufficient rows count against that alone."""
    codes = np.arange(len(CODES), dtype=np.int8)
    yes = np.ones(len(codes), dtype=bool)
    weights = np.arange(1, len(codes) + 1) / 28
    share = weighted_shares(codes, yes, yes, ~yes, yes, weights, np.zeros(len(codes), dtype=np.int64), 1).one(0)
    assert share.sufficient == pytest.approx(27 / 28)
    parts = share.matches + share.close + share.stronger + share.weaker + share.opposite
    assert parts == pytest.approx(1)
    assert share.firm_short == pytest.approx(share.weaker + share.opposite + share.close_below)
    assert share.firm_stronger == pytest.approx(share.stronger + share.close_above)
    assert share.compatible == pytest.approx(1)

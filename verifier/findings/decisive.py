"""The choice that decides: how much of the spread between comparisons each choice accounts for.

A choice is who counts, the later period or the earlier one: actual windows, since two rules may give the same one. Its
share is its Shapley effect (Owen, SIAM/ASA Journal on Uncertainty Quantification 2, 2014): the variance that knowing it
explains, on average over all orders in which the choices could become known, so that what choices explain together is
shared and the effects add up to the variance. The comparisons are few, weighted and unbalanced, so that every
conditional variance is worked out from the table itself (Song, Nelson and Staum, the same journal 4, 2016, for inputs
that depend on each other); SALib's estimator wants independent inputs and a function that can be asked anywhere.

Choices with many options explain much by chance alone. A choice is therefore named only where hardly any shuffling of
the values among the comparisons gives it as large a share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from verifier.arrays import Floats
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.spans import BEYOND_DAYS, Days
from verifier.findings import scores
from verifier.findings.comparison_table import codes_of, spans_of
from verifier.findings.outcomes import REACHING, kind_of
from verifier.findings.weights import ROUNDED
from verifier.window import Window

FACTORS = ("dataset", "after_option", "before_option")
INFLUENCE = ["factor", "variance_share", "option", "comparisons", "weight", "low", "middle", "high"]
# The heaviest comparisons alone are looked at, so that the time for it is bounded.
MOST = 2_000
SHUFFLES = 500
SEED = 2014
# A share that so many of the shuffles reach is no more than chance gives.
BY_CHANCE = 0.05
# A variance below this is none, but for the last bits.
SMALLEST_SPREAD = 1e-12


@dataclass(frozen=True, slots=True)
class Option:
    """One way to make a choice: a dataset (its id), a window, or a stretch of history (its id in the set).

    weight is its share of the weight, reached the share of its own that gives about as much as was said, or more.
    """

    choice: str | Window
    comparisons: int
    weight: float
    reached: float

    @property
    def reaches(self) -> bool:
        """Whether half of its weight or more gives about as much as was said, or more."""
        return self.reached >= 1 / 2


@dataclass(frozen=True, slots=True)
class DecisiveChoice:
    """The choice that accounts for most of the spread, with its share of it and its options, the heaviest first."""

    factor: str
    variance_share: float
    options: list[Option]

    @property
    def reaching(self) -> list[Option]:
        """The options that reach the claim."""
        return [one for one in self.options if one.reaches]

    @property
    def short(self) -> list[Option]:
        """The options that do not."""
        return [one for one in self.options if not one.reaches]


def decisive_choice(table: pd.DataFrame, target: TargetReading) -> DecisiveChoice | None:
    """The choice with the largest share of the spread; None where all comparisons agree, and where as large a share is
    common among shuffled values.
    """
    enough = heaviest(table)
    values, weights = scores.positions(enough, target), enough["weight"].to_numpy(dtype=np.float64)
    weights = weights / weights.sum() if len(weights) else weights
    codes = [codes_of_choice(enough, factor) for factor in FACTORS]
    (shares,) = shares_of_choices(values[None, :], weights, codes)
    at = int(np.argmax(shares))
    shuffled = np.random.default_rng(SEED).permuted(np.repeat(values[None, :], SHUFFLES, axis=0), axis=1)
    chance = shares_of_choices(shuffled, weights, codes)[:, at]
    if not shares[at] or (chance >= shares[at] - SMALLEST_SPREAD).mean() > BY_CHANCE:
        return None
    several = sorted(options(enough, FACTORS[at], codes[at], weights), key=lambda one: -round(one.weight, ROUNDED))
    return DecisiveChoice(FACTORS[at], float(shares[at]), several)


def influence(table: pd.DataFrame) -> pd.DataFrame:
    """A row an option of every choice that has more than one among the comparisons with enough counts.

    variance_share is the share of the choice in the variance of the log ratio (its Shapley effect), 0 where all ratios
    agree; low, middle and high are the weighted quartiles of the option's ratios, weight its share of the weight.
    Choices with the largest share come first, options with the largest ratio.
    """
    enough = heaviest(table)
    weight = enough["weight"].to_numpy(dtype=np.float64)
    weight = weight / weight.sum() if len(weight) else weight
    ratios = enough["ratio"].to_numpy(dtype=np.float64)
    several = [codes_of_choice(enough, factor) for factor in FACTORS]
    (shares,) = shares_of_choices(scores.log_ratios(enough)[None, :], weight, several)
    rows = []
    for factor, codes, share in zip(FACTORS, several, shares.tolist(), strict=True):
        ways = options(enough, factor, codes, weight)
        for at, option in enumerate(ways if len(ways) > 1 else []):
            chosen = codes == at
            quartiles = [scores.weighted_quantile(ratios[chosen], weight[chosen], part) for part in (0.25, 0.5, 0.75)]
            rows.append((factor, share, option.choice, option.comparisons, option.weight, *quartiles))
    found = pd.DataFrame(rows, columns=INFLUENCE)
    return found.sort_values(
        ["variance_share", "factor", "middle"], ascending=[False, True, False], kind="stable", ignore_index=True
    )


def heaviest(table: pd.DataFrame) -> pd.DataFrame:
    """The comparisons that the shares of choices are worked out from."""
    enough = scores.sufficient(table)
    if len(enough) <= MOST:
        return enough
    return enough.iloc[np.argsort(-enough["weight"].to_numpy(dtype=np.float64), kind="stable")[:MOST]]


def codes_of_choice(table: pd.DataFrame, factor: str) -> Days:
    """Which option of a choice each comparison made, as small numbers."""
    if _by_name(table, factor):
        key = table[factor].astype(str).to_numpy(dtype=object)
    elif factor == "dataset":  # one series of each has a vote, but for tables that are each other's copy
        key = np.zeros(len(table), dtype=np.int64)
        for name in ("dataset", "vintage", "definition"):
            codes = codes_of(table[name])
            key = key * (int(codes.max(initial=0)) + 1) + codes
    else:
        windows = spans_of(table, factor.removesuffix("_option"))
        key = np.where(windows.starts > 0, windows.starts * BEYOND_DAYS + windows.ends, 0)
    _, codes = np.unique(key, return_inverse=True)
    return codes.astype(np.int64)


def options(table: pd.DataFrame, factor: str, codes: Days, weights: Floats) -> list[Option]:
    """The options of a choice, in the order of their codes; weights sum to 1."""
    outcome = pd.Categorical(table["outcome"].array)
    reaches = np.isin(outcome.categories, REACHING)[outcome.codes]
    weight, reached = np.bincount(codes, weights), np.bincount(codes, weights * reaches)
    number, (_, first) = np.bincount(codes), np.unique(codes, return_index=True)
    rows = zip(
        _names(table.iloc[first], factor), number.tolist(), weight.tolist(), (reached / weight).tolist(), strict=True
    )
    return [Option(*row) for row in rows]


def _by_name(table: pd.DataFrame, factor: str) -> bool:
    """Whether the options are the set's: a rank has the window to beat in the place of an earlier one, and what is
    chosen is the stretch of history.
    """
    return factor == "before_option" and not kind_of(table["statistic"].iloc[0]).is_change


def _names(table: pd.DataFrame, factor: str) -> Sequence[str | Window]:
    if factor == "dataset" or _by_name(table, factor):
        return [str(name) for name in table[factor]]
    return spans_of(table, factor.removesuffix("_option")).windows()


def shares_of_choices(values: Floats, weights: Floats, choices: Sequence[Days]) -> Floats:
    """The share of each choice in the spread of each row of values; 0 where there is none."""
    effects = shapley_effects(values, weights, choices)
    spread = effects.sum(axis=1, keepdims=True)
    return np.where(spread > SMALLEST_SPREAD, effects / np.where(spread > 0, spread, 1.0), 0.0)


def shapley_effects(values: Floats, weights: Floats, choices: Sequence[Days]) -> Floats:
    """The Shapley effect of each choice on the weighted variance of values: a row for each row of values. Each row adds
    up to what all choices explain together, which is all where no two comparisons made the same ones.
    """
    many = len(choices)
    weighed = (values - (values @ weights)[:, None]) * weights
    explained: dict[tuple[int, ...], Floats] = {(): np.zeros(len(values))}
    for size in range(1, many + 1):
        for some in combinations(range(many), size):
            explained[some] = _explained(weighed, weights, [choices[at] for at in some])
    effects = np.zeros((len(values), many))
    for some, with_them in explained.items():
        share = 1 / (many * math.comb(many - 1, len(some) - 1)) if some else 0.0
        for at in some:
            effects[:, at] += share * (with_them - explained[tuple(each for each in some if each != at)])
    return effects


def _explained(weighed: Floats, weights: Floats, choices: Sequence[Days]) -> Floats:
    """The weighted variance between the cells that some choices make together, for each row of values; weighed is by
    how much each lies above their mean, times its weight.
    """
    key = np.zeros(len(weights), dtype=np.int64)
    for codes in choices:
        _, key = np.unique(key * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)
    cells = int(key.max(initial=-1)) + 1
    rows = len(weighed)
    owner = key + cells * np.arange(rows)[:, None]
    sums = np.bincount(owner.ravel(), weighed.ravel(), cells * rows).reshape(rows, cells)
    return (sums**2 / np.bincount(key, weights, cells)).sum(axis=1)

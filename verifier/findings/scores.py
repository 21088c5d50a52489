"""Numbers over the whole specification table: shares, robustness, fairness, the choice that decides.

The measures are those of Wu, Agarwal, Li, Yang & Yu ("Toward computational fact-checking", PVLDB 7(7), 2014, section 3;
ACM TODS 42(1), 2017), on the log ratio.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings import decisive
from verifier.findings.decisive import FACTORS, LARGEST_RATIO, DecisiveChoice
from verifier.findings.outcomes import Outcome, Targets, claimed_direction, claimed_value, kind_of

SUPPORT = 0.8
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def sufficient(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a vote, and counts enough to say something."""
    enough = _is_sufficient(table) & (table["weight"] > 0).to_numpy()
    return table if enough.all() else table[enough]


def _is_sufficient(table: pd.DataFrame) -> Bools:
    enough: Bools = (table["outcome"] != Outcome.INSUFFICIENT).to_numpy(dtype=bool)
    return enough


def log_ratios(table: pd.DataFrame) -> Floats:
    """Natural log of each ratio, infinity and zero held at a factor of LARGEST_RATIO."""
    logs: Floats = np.log(np.clip(values(table), 1 / LARGEST_RATIO, LARGEST_RATIO))
    return logs


def values(table: pd.DataFrame) -> Floats:
    """What each comparison works out: the ratio, or the value of another statistic."""
    found: Floats = table["value" if "value" in table.columns else "ratio"].to_numpy(dtype=np.float64)
    return found


def positions(table: pd.DataFrame, target: TargetReading) -> Floats:
    """Each value on the scale on which it is compared with others (see `decisive.positions`)."""
    return decisive.positions(values(table), Targets.of([target]), np.zeros(len(table), dtype=np.int64))


def strengths(table: pd.DataFrame, target: TargetReading) -> Floats:
    """Relative result strength, ln(q / r0) turned so that above zero is more than claimed (Wu et al., section 2).

    For differences, ranks and runs, which have no logarithm, the distance from the claim in steps of the claim.
    """
    sign = -1 if claimed_direction(target) < 0 else 1
    claimed = claimed_value(target)
    if target.on == "ratio":
        beyond: Floats = sign * (log_ratios(table) - np.log(claimed))
    elif kind_of(target.on).linear:
        beyond = sign * (positions(table, target) - claimed / max(abs(claimed), 1.0))
    else:
        beyond = sign * positions(table, target)
    return beyond


def robustness(table: pd.DataFrame, target: TargetReading) -> float:
    """exp(-Σ w·min(0, strength)²): 1 when no sensible comparison is weaker than the claim (Wu et al., section 3)."""
    enough = sufficient(table)
    below = np.minimum(0.0, strengths(enough, target)) ** 2
    return float(np.exp(-_mean(below, enough)))


def fairness(table: pd.DataFrame, target: TargetReading) -> float:
    """Σ w·strength: below zero the claim overstates what comparisons give on average (Wu et al., section 3)."""
    enough = sufficient(table)
    return _mean(strengths(enough, target), enough)


def uniqueness(table: pd.DataFrame, target: TargetReading) -> float:
    """Unweighted share of comparisons weaker than the claim: how special its own numbers are (Wu et al., section 3)."""
    enough = sufficient(table)
    return float(np.mean(stays_short(enough))) if len(enough) else math.nan


def stays_short(table: pd.DataFrame) -> Bools:
    """Which comparisons are weaker than the claim, or go the other way."""
    said = table["outcome"]
    short: Bools = ((said == Outcome.WEAKER) | (said == Outcome.OPPOSITE)).to_numpy(dtype=bool)
    return short


def effect_share(table: pd.DataFrame, target: TargetReading, order: Ints | None = None) -> float | None:
    """Weighted median of (q - 1) / (r0 - 1): how much of the claimed change the middle comparison shows; of a count, a
    rate, a share or a difference, how much of the claimed number. None for a rank.
    """
    kind = kind_of(target.on)
    neutral = kind.neutral or 0.0
    claimed = claimed_value(target) - neutral
    if claimed == 0 or claimed_direction(target) == 0 or kind.lowest_first:
        return None
    enough = sufficient(table)
    order = by_ratio(enough) if order is None else order
    middle = float(values(enough)[order[_at_share(_weights(enough)[order], 0.5)]])
    return (middle - neutral) / claimed


def decisive_choice(table: pd.DataFrame, target: TargetReading, order: Ints | None = None) -> DecisiveChoice | None:
    """The factor with the largest first-order share of the variance of ln q; None when all comparisons agree.

    order is `by_ratio` of a table without insufficient rows, where it is known already, here and below.
    """
    enough = sufficient(table)
    if enough.empty:
        return None
    raw, weights = enough["weight"].to_numpy(dtype=np.float64), _weights(enough)
    options = {factor: _options(enough[factor]) for factor in FACTORS}
    codes_of = {factor: codes for factor, (codes, _) in options.items()}
    one_question = np.zeros(len(enough), dtype=np.int64)
    found, share = decisive.decisive(codes_of, positions(enough, target), raw, one_question, 1)
    if found[0] < 0:
        return None
    factor = FACTORS[found[0]]
    codes, names = options[factor]
    middles = _middles(strengths(enough, target), weights, codes, by_ratio(enough) if order is None else order)
    bound = _least_strength(target)
    reaching: list[str] = []
    short: list[str] = []
    by_weight = np.argsort(-np.bincount(codes, weights=weights), kind="stable")
    for option in (int(each) for each in by_weight if int(each) in middles):
        (reaching if middles[option] >= bound else short).append(names[option])
    return DecisiveChoice(factor, float(share[0]), reaching, short)


def by_ratio(table: pd.DataFrame) -> Ints:
    """The order of the rows by their ratio, or the value of another statistic, smallest first."""
    order: Ints = np.argsort(values(table))
    return order


def _options(factor: pd.Series[Any]) -> tuple[Ints, list[str]]:
    """Which option of a factor each row has, as a position among the options, in their order."""
    column = pd.Categorical(factor.array)
    return column.codes.astype(np.int64), [str(name) for name in column.categories]


def _middles(values: Floats, weights: Floats, codes: Ints, order: Ints) -> dict[int, float]:
    """The weighted median of each group; the order sorts the values, upwards or downwards."""
    order = order[::-1] if values[order[0]] > values[order[-1]] else order
    values, weights, codes = values[order], weights[order], codes[order]
    found = {}
    for code in np.flatnonzero(np.bincount(codes)):
        rows = np.flatnonzero(codes == code)
        found[int(code)] = float(values[rows[_at_share(weights[rows], 0.5)]])
    return found


def _least_strength(target: TargetReading) -> float:
    """The strength at which a comparison just reaches the target."""
    up, claimed = claimed_direction(target) >= 0, claimed_value(target)
    kind = kind_of(target.on)
    if kind.lowest_first:
        return 0.0
    edge = target.low if up else target.high
    if kind.linear:
        return (1 if up else -1) * (edge - claimed) / max(abs(claimed), 1.0)
    bound = np.log(max(edge, 1e-9) / max(claimed, 1e-9))
    return float(bound if up else -bound)


def fair_range(
    table: pd.DataFrame, support: float = SUPPORT, order: Ints | None = None, target: TargetReading | None = None
) -> tuple[float, float] | None:
    """The narrowest range of values that holds the given share of the weight, on the scale on which they are compared
    (ratios where no target is given); None without rows.
    """
    enough = sufficient(table)
    if enough.empty:
        return None
    order = by_ratio(enough) if order is None else order
    scale = log_ratios(enough) if target is None else positions(enough, target)
    ratios, logs = values(enough)[order], scale[order]
    reach = np.concatenate([[0.0], np.cumsum(_weights(enough)[order])])
    last = np.searchsorted(reach, reach[:-1] + support - 1e-12) - 1
    last = last[: np.searchsorted(last, len(ratios))]  # from later ones on too little weight is left
    if not len(last):
        return None
    first = int(np.argmin(logs[last] - logs[: len(last)]))
    return float(ratios[first]), float(ratios[last[first]])


def weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """The smallest value at which the running weight reaches the share of the total."""
    order = np.argsort(values)
    return float(values[order[_at_share(weights[order], share)]])


def _at_share(weights: Floats, share: float) -> int:
    """Where the running weight reaches the share of the total."""
    reach = np.cumsum(weights)
    return int(np.searchsorted(reach, share * reach[-1] - 1e-12))


def _weights(table: pd.DataFrame) -> Floats:
    weights: Floats = table["weight"].to_numpy(dtype=np.float64)
    return weights / float(weights.sum())


def _mean(values: Floats, table: pd.DataFrame) -> float:
    return float((values * _weights(table)).sum())

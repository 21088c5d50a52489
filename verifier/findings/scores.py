"""Numbers over the whole specification table: robustness, fairness, uniqueness, the share of the effect.

The measures are those of Wu, Agarwal, Li, Yang & Yu ("Toward computational fact-checking", PVLDB 7(7), 2014, section 3;
ACM TODS 42(1), 2017), on the log ratio.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from verifier.arrays import Bools, Floats, Ints
from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings.outcomes import Outcome, claimed_direction, claimed_value, kind_of

SUPPORT = 0.8
# A ratio of infinity (from none to some) enters means as this factor, zero as its inverse.
LARGEST_RATIO = 100.0


def sufficient(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a vote, and counts enough to say something."""
    enough = _is_sufficient(table) & (table["weight"] > 0).to_numpy()
    return table if enough.all() else table[enough]


def _is_sufficient(table: pd.DataFrame) -> Bools:
    return (table["outcome"] != Outcome.INSUFFICIENT).to_numpy(dtype=bool)


def log_ratios(table: pd.DataFrame) -> Floats:
    """Natural log of each ratio, infinity and zero held at a factor of LARGEST_RATIO."""
    return np.log(np.clip(values(table), 1 / LARGEST_RATIO, LARGEST_RATIO))


def values(table: pd.DataFrame) -> Floats:
    """What each comparison works out: the ratio, or the value of another statistic."""
    return table["value" if "value" in table.columns else "ratio"].to_numpy(dtype=np.float64)


def positions(table: pd.DataFrame, target: TargetReading) -> Floats:
    """Each value on the scale on which it is compared with others: the log of a ratio, the log of how many times a
    count, rate or share is the claimed one (held at LARGEST_RATIO), or in steps of the claimed number for the rest.
    """
    if target.on == "ratio":
        return log_ratios(table)
    claimed = claimed_value(target)
    if kind_of(target.on).linear:
        return values(table) / max(abs(claimed), 1.0)
    return np.log(np.clip(values(table) / max(claimed, 1e-9), 1 / LARGEST_RATIO, LARGEST_RATIO))


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
    return ((said == Outcome.WEAKER) | (said == Outcome.OPPOSITE)).to_numpy(dtype=bool)


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


def by_ratio(table: pd.DataFrame) -> Ints:
    """The order of the rows by their ratio, or the value of another statistic, smallest first."""
    return np.argsort(values(table))


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

"""Numbers over the whole specification table: shares, robustness, fairness, the choice that decides.

The measures are those of Wu, Agarwal, Li, Yang & Yu ("Toward computational fact-checking", PVLDB 7(7), 2014, section 3;
ACM TODS 42(1), 2017), on the log ratio; the share of variance is the first-order index of Sobol (Mathematics and
Computers in Simulation 55, 2001).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.claims.readings import TargetReading
from verifier.findings.outcomes import (
    LINEAR,
    NEUTRAL,
    Outcome,
    claimed_direction,
    claimed_value,
    same_direction,
)

# A ratio of infinity (from none to some) enters means as this factor, zero as its inverse.
LARGEST_RATIO = 100.0
FACTORS = ("dataset", "vintage", "definition", "after_option", "before_option")
SUPPORT = 0.8

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shares:
    """Weighted shares of the specifications with enough counts; `sufficient` is the share of weight that has enough."""

    sufficient: float
    matches: float
    stronger: float
    weaker: float
    opposite: float
    compatible: float
    direction: float

    def to_dict(self) -> dict[str, float]:
        """The JSON form: the six shares, rounded to four places."""
        names = ("matches", "stronger", "weaker", "opposite", "compatible", "direction")
        return {name: round(getattr(self, name), 4) for name in names}


@dataclass(frozen=True, slots=True)
class DecisiveChoice:
    """The factor that explains most of the spread, its share of the variance, and its options on either side.

    reaching and short are the options whose weighted middle reaches the claim, and those whose middle does not.
    """

    factor: str
    variance_share: float
    reaching: list[str]
    short: list[str]


def shares(table: pd.DataFrame, target: TargetReading, weights: str = "weight") -> Shares:
    """The weighted share of each outcome, of compatible intervals and of the claimed direction."""
    if table.empty:
        return Shares(0, 0, 0, 0, 0, 0, 0)
    enough = sufficient(table)
    weight = enough[weights].to_numpy(dtype=np.float64)
    total = float(weight.sum())

    def share(chosen: npt.NDArray[np.bool_]) -> float:
        return float(weight[chosen].sum()) / total if total else 0.0

    said = enough["outcome"]
    by_outcome = {name: share((said == name).to_numpy()) for name in ("matches", "stronger", "weaker", "opposite")}
    return Shares(
        sufficient=total / float(table[weights].sum()),
        compatible=share(enough["compatible"].to_numpy(dtype=bool)),
        direction=share(_claimed_way(enough, target)),
        **by_outcome,
    )


def sufficient(table: pd.DataFrame) -> pd.DataFrame:
    """The rows whose counts are enough to say something."""
    return table[table["outcome"] != Outcome.INSUFFICIENT]


def log_ratios(table: pd.DataFrame) -> Floats:
    """Natural log of each ratio, infinity and zero held at a factor of LARGEST_RATIO."""
    logs: Floats = np.log(np.clip(values(table), 1 / LARGEST_RATIO, LARGEST_RATIO))
    return logs


def values(table: pd.DataFrame) -> Floats:
    """What each comparison works out: the ratio, or the value of another statistic."""
    found: Floats = table["value" if "value" in table.columns else "ratio"].to_numpy(dtype=np.float64)
    return found


def positions(table: pd.DataFrame, target: TargetReading) -> Floats:
    """Each value on the scale on which it is compared with others: the log of a ratio, the log of how many times a
    count, rate or share is the claimed one (held at LARGEST_RATIO), or in steps of the claimed number for the rest.
    """
    if target.on == "ratio":
        return log_ratios(table)
    claimed = claimed_value(target)
    if target.on in LINEAR:
        found: Floats = values(table) / max(abs(claimed), 1.0)
    else:
        found = np.log(np.clip(values(table) / max(claimed, 1e-9), 1 / LARGEST_RATIO, LARGEST_RATIO))
    return found


def strengths(table: pd.DataFrame, target: TargetReading) -> Floats:
    """Relative result strength, ln(q / r0) turned so that above zero is more than claimed (Wu et al., section 2).

    For differences, ranks and runs, which have no logarithm, the distance from the claim in steps of the claim.
    """
    sign = -1 if claimed_direction(target) < 0 else 1
    claimed = claimed_value(target)
    if target.on == "ratio":
        beyond: Floats = sign * (log_ratios(table) - np.log(claimed))
    elif target.on in LINEAR:
        beyond = sign * (positions(table, target) - claimed / max(abs(claimed), 1.0))
    else:
        beyond = sign * positions(table, target)
    return beyond


def _claimed_way(enough: pd.DataFrame, target: TargetReading) -> npt.NDArray[np.bool_]:
    if target.on not in NEUTRAL:
        way: npt.NDArray[np.bool_] = (enough["outcome"] != Outcome.OPPOSITE).to_numpy()
        return way
    return same_direction(values(enough), target)


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
    return float((enough["outcome"].isin([Outcome.WEAKER, Outcome.OPPOSITE])).mean())


def effect_share(table: pd.DataFrame, target: TargetReading) -> float | None:
    """Weighted median of (q - 1) / (r0 - 1): how much of the claimed change the middle comparison shows; of a count, a
    rate, a share or a difference, how much of the claimed number. None for a rank.
    """
    neutral = NEUTRAL.get(target.on, 0.0)
    claimed = claimed_value(target) - neutral
    if claimed == 0 or claimed_direction(target) == 0 or target.on == "rank":
        return None
    enough = sufficient(table)
    middle = weighted_quantile(values(enough), _weights(enough), 0.5)
    return (middle - neutral) / claimed


def decisive_choice(table: pd.DataFrame, target: TargetReading) -> DecisiveChoice | None:
    """The factor with the largest first-order share of the variance of ln q; None when all comparisons agree."""
    enough = sufficient(table)
    if enough.empty:
        return None
    logs, weights = positions(enough, target), _weights(enough)
    spread = float(np.cov(logs, aweights=weights, ddof=0)) if len(logs) > 1 else 0.0
    if spread < 1e-12:
        return None
    shares_of_variance = {
        factor: _between_variance(enough[factor], logs, weights) / spread
        for factor in FACTORS
        if enough[factor].nunique() > 1
    }
    if not shares_of_variance:
        return None
    factor = max(shares_of_variance, key=lambda name: shares_of_variance[name])
    reaching: list[str] = []
    short: list[str] = []
    by_weight = enough.groupby(factor, observed=True)["weight"].sum().sort_values(ascending=False, kind="stable")
    for option in by_weight.index:
        rows = enough[enough[factor] == option]
        middle = weighted_quantile(strengths(rows, target), _weights(rows), 0.5)
        reaches = middle >= _least_strength(target)
        (reaching if reaches else short).append(str(option))
    return DecisiveChoice(factor, shares_of_variance[factor], reaching, short)


def _least_strength(target: TargetReading) -> float:
    """The strength at which a comparison just reaches the target."""
    up, claimed = claimed_direction(target) >= 0, claimed_value(target)
    if target.on == "rank":
        return 0.0
    edge = target.low if up else target.high
    if target.on in LINEAR:
        return (1 if up else -1) * (edge - claimed) / max(abs(claimed), 1.0)
    bound = np.log(max(edge, 1e-9) / max(claimed, 1e-9))
    return float(bound if up else -bound)


def fair_range(
    table: pd.DataFrame, support: float = SUPPORT, target: TargetReading | None = None
) -> tuple[float, float] | None:
    """The narrowest range of values that holds the given share of the weight, on the scale on which they are compared
    (ratios where no target is given); None without rows.
    """
    enough = sufficient(table)
    if enough.empty:
        return None
    order = np.argsort(values(enough), kind="stable")
    ratios = values(enough)[order]
    logs = (log_ratios(enough) if target is None else positions(enough, target))[order]
    reach = np.concatenate([[0.0], np.cumsum(_weights(enough)[order])])
    best: tuple[float, float, float] | None = None
    for first in range(len(ratios)):
        last = int(np.searchsorted(reach, reach[first] + support - 1e-12)) - 1
        if last >= len(ratios):
            break
        width = float(logs[last] - logs[first])
        if best is None or width < best[0]:
            best = (width, float(ratios[first]), float(ratios[last]))
    return (best[1], best[2]) if best else None


def weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """The smallest value at which the running weight reaches the share of the total."""
    order = np.argsort(values, kind="stable")
    reach = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reach, share * reach[-1] - 1e-12)])


def _weights(table: pd.DataFrame) -> Floats:
    weights: Floats = table["weight"].to_numpy(dtype=np.float64)
    return weights / float(weights.sum())


def _mean(values: Floats, table: pd.DataFrame) -> float:
    return float((values * _weights(table)).sum())


def _between_variance(factor: pd.Series, logs: Floats, weights: Floats) -> float:
    mean = float((logs * weights).sum())
    frame = pd.DataFrame({"factor": factor.to_numpy(), "weight": weights, "product": logs * weights})
    groups = frame.groupby("factor").sum()
    return float((groups["weight"] * (groups["product"] / groups["weight"] - mean) ** 2).sum())

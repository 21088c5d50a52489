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
from verifier.findings.outcomes import Outcome, claimed_direction, claimed_ratio, same_direction

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
        direction=share(same_direction(enough["ratio"].to_numpy(dtype=np.float64), target)),
        **by_outcome,
    )


def sufficient(table: pd.DataFrame) -> pd.DataFrame:
    """The rows whose counts are enough to say something."""
    return table[table["outcome"] != Outcome.INSUFFICIENT]


def log_ratios(table: pd.DataFrame) -> Floats:
    """Natural log of each ratio, infinity and zero held at a factor of LARGEST_RATIO."""
    ratios = table["ratio"].to_numpy(dtype=np.float64)
    logs: Floats = np.log(np.clip(ratios, 1 / LARGEST_RATIO, LARGEST_RATIO))
    return logs


def strengths(table: pd.DataFrame, target: TargetReading) -> Floats:
    """Relative result strength, ln(q / r0) turned so that above zero is more than claimed (Wu et al., section 2)."""
    sign = -1 if claimed_direction(target) < 0 else 1
    beyond: Floats = sign * (log_ratios(table) - np.log(claimed_ratio(target)))
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
    return float((enough["outcome"].isin([Outcome.WEAKER, Outcome.OPPOSITE])).mean())


def effect_share(table: pd.DataFrame, target: TargetReading) -> float | None:
    """Weighted median of (q - 1) / (r0 - 1): how much of the claimed change the middle comparison shows."""
    claimed = claimed_ratio(target) - 1
    if claimed == 0 or claimed_direction(target) == 0:
        return None
    enough = sufficient(table)
    middle = weighted_quantile(enough["ratio"].to_numpy(dtype=np.float64), _weights(enough), 0.5)
    return (middle - 1) / claimed


def decisive_choice(table: pd.DataFrame, target: TargetReading) -> DecisiveChoice | None:
    """The factor with the largest first-order share of the variance of ln q; None when all comparisons agree."""
    enough = sufficient(table)
    if enough.empty:
        return None
    logs, weights = log_ratios(enough), _weights(enough)
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
        bound = np.log((target.low if claimed_direction(target) >= 0 else target.high) / claimed_ratio(target))
        reaches = middle >= (bound if claimed_direction(target) >= 0 else -bound)
        (reaching if reaches else short).append(str(option))
    return DecisiveChoice(factor, shares_of_variance[factor], reaching, short)


def fair_range(table: pd.DataFrame, support: float = SUPPORT) -> tuple[float, float] | None:
    """The narrowest range of ratios that holds the given share of the weight; None without rows."""
    enough = sufficient(table)
    if enough.empty:
        return None
    order = np.argsort(enough["ratio"].to_numpy(dtype=np.float64), kind="stable")
    ratios = enough["ratio"].to_numpy(dtype=np.float64)[order]
    logs = log_ratios(enough)[order]
    reach = np.concatenate([[0.0], np.cumsum(_weights(enough)[order])])
    last = np.searchsorted(reach, reach[:-1] + support - 1e-12) - 1
    first = np.flatnonzero(last < len(ratios))
    narrowest = first[np.argmin(logs[last[first]] - logs[first])]
    return float(ratios[narrowest]), float(ratios[last[narrowest]])


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

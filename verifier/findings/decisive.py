"""The choice that decides: which factor explains most of the spread between comparisons, for many questions at once.

The share of variance is the first-order index of Sobol (Mathematics and Computers in Simulation 55, 2001).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verifier.comparisons.spans import Days, sums
from verifier.findings.outcomes import Targets, kind_of

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
# A ratio of infinity (from none to some) enters means as this factor, zero as its inverse.
LARGEST_RATIO = 100.0
FACTORS = ("dataset", "vintage", "definition", "after_option", "before_option")
# A variance below this is none, but for the last bits.
SMALLEST_SPREAD = 1e-12


@dataclass(frozen=True, slots=True)
class DecisiveChoice:
    """The factor that explains most of the spread, its share of the variance, and its options on either side.

    reaching and short are the options whose weighted middle reaches the claim, and those whose middle does not.
    """

    factor: str
    variance_share: float
    reaching: list[str]
    short: list[str]


def decisive(
    options: Mapping[str, Days], positions: Floats, weights: Floats, question: Days, size: int
) -> tuple[Days, Floats]:
    """The place in FACTORS of the factor that decides each of so many questions, -1 where none does, and its share of
    the variance.

    options gives the option of each row by factor, positions where it stands (see below); question is the one that each
    row belongs to, upwards.
    """
    sizes = np.bincount(question, minlength=size)
    first = np.cumsum(sizes) - sizes
    weights = weights / sums(weights, first, sizes)[question]
    weighed = weights * positions
    mean = sums(weighed, first, sizes)
    spread = sums(weights * (positions - mean[question]) ** 2, first, sizes)
    shares = np.full((len(FACTORS), size), -np.inf)
    for at, name in enumerate(FACTORS):
        codes = options[name]
        varied = np.bincount(question[codes != codes[first[question]]], minlength=size) > 0
        if varied.any():
            between = _between(codes, question, weights, weighed, mean)
            shares[at] = np.where(varied, between / np.where(spread > 0, spread, 1.0), -np.inf)
    factor = np.argmax(shares, axis=0)
    share = shares[factor, np.arange(size)]
    none: Bools = (spread < SMALLEST_SPREAD) | (share == -np.inf)
    return np.where(none, -1, factor), share


def _between(codes: Days, question: Days, weights: Floats, weighed: Floats, mean: Floats) -> Floats:
    """The variance between the options of a factor, by question."""
    many, size = int(codes.max()) + 1, len(mean)
    key = question * many + codes
    weight = np.bincount(key, weights=weights, minlength=size * many)
    product = np.bincount(key, weights=weighed, minlength=size * many)
    used = np.flatnonzero(weight > 0)
    owner = used // many
    parts = weight[used] * (product[used] / weight[used] - mean[owner]) ** 2
    sizes = np.bincount(owner, minlength=size)
    return sums(parts, np.cumsum(sizes) - sizes, sizes)


def positions(values: Floats, targets: Targets, question: Days) -> Floats:
    """Each value on the scale on which it is compared with others: the log of a ratio, the log of how many times a
    count, rate or share is the claimed one (held at LARGEST_RATIO), or in steps of the claimed number for the rest.
    """
    if targets.on != "ratio":
        if kind_of(targets.on).linear:
            found: Floats = values / np.maximum(np.abs(targets.claimed), 1.0)[question]
            return found
        values = values / np.maximum(targets.claimed, 1e-9)[question]
    logs: Floats = np.log(np.clip(values, 1 / LARGEST_RATIO, LARGEST_RATIO))
    return logs

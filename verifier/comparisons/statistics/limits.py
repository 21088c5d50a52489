"""How far counts pin down what they are counts of: intervals for a rate, a share and a difference, many at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from verifier.arrays import Floats
from verifier.comparisons.intervals import LEVEL

Bounds = tuple[Floats, Floats]


def garwood(counts: npt.NDArray[np.generic], level: float = LEVEL) -> Bounds:
    """Exact interval for the mean of a Poisson process that gave these counts (Garwood, Biometrika 28, 1936)."""
    count, tail = counts.astype(np.float64), (1 - level) / 2
    low = np.where(count > 0, special.gammaincinv(np.maximum(count, 1), tail), 0.0)
    return low, special.gammaincinv(count + 1, 1 - tail)


def clopper_pearson(part: npt.NDArray[np.generic], whole: npt.NDArray[np.generic], level: float = LEVEL) -> Bounds:
    """Exact interval for a share (Clopper & Pearson, Biometrika 26, 1934); NaN where the part is more than the whole.

    Each of the whole is taken to be of the part or not, independently of the others.
    """
    a, n, tail = part.astype(np.float64), whole.astype(np.float64), (1 - level) / 2
    rest = n - a
    with np.errstate(invalid="ignore"):
        low = np.where(a > 0, special.betaincinv(np.maximum(a, 1), np.maximum(rest, 0) + 1, tail), 0.0)
        high = np.where(rest > 0, special.betaincinv(a + 1, np.maximum(rest, 1), 1 - tail), 1.0)
    return np.where(rest >= 0, low, np.nan), np.where(rest >= 0, high, np.nan)


def of_difference(after: Floats, before: Floats, after_bounds: Bounds, before_bounds: Bounds) -> Bounds:
    """Interval for after - before from the interval of each (Zou & Donner, Statistics in Medicine 27, 2008)."""
    down = np.sqrt((after - after_bounds[0]) ** 2 + (before_bounds[1] - before) ** 2)
    up = np.sqrt((after_bounds[1] - after) ** 2 + (before - before_bounds[0]) ** 2)
    return after - before - down, after - before + up

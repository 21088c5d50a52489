"""The weighted share of each outcome: what a finding is made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verifier.comparisons.spans import Days
from verifier.findings.outcomes import Outcome, Targets, kind_of, same_direction

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
_NAMES = list(Outcome)
_OPPOSITE = _NAMES.index(Outcome.OPPOSITE)
_SUFFICIENT = [at for at, name in enumerate(_NAMES) if name != Outcome.INSUFFICIENT]


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


def same_way(value: Floats, codes: Codes, targets: Targets) -> Bools:
    """Which comparisons go the claimed way; where there is no value of no change, those that do not go the other."""
    if kind_of(targets.on).neutral is not None:
        return same_direction(value, targets)
    way: Bools = codes != _OPPOSITE
    return way


def weighted_shares(
    codes: Codes, compatible: Bools, same_way: Bools, weights: Floats, owner: Days, size: int
) -> list[Shares]:
    """The shares of each of so many owners of comparisons."""
    key = owner * (4 * len(_NAMES)) + codes * 4 + compatible * 2 + same_way
    flat: Floats = np.bincount(key, weights, size * 4 * len(_NAMES)).astype(np.float64, copy=False)
    sums = flat.reshape(size, len(_NAMES), 4)
    by = {_NAMES[at]: sums[:, at] for at in _SUFFICIENT}
    total = _added(sum(by.values(), np.zeros((size, 4))))
    anything: Bools = total > 0
    divisor = np.where(anything, total, 1.0)

    def share(part: Floats) -> list[float]:
        found: list[float] = np.where(anything, part / divisor, 0.0).tolist()
        return found

    columns = {str(name): share(_added(each)) for name, each in by.items()}
    columns["sufficient"] = (total / sums.reshape(size, -1).sum(axis=1)).tolist()
    columns["compatible"] = share(sum((each[:, 2] + each[:, 3] for each in by.values()), np.zeros(size)))
    columns["direction"] = share(sum((each[:, 1] + each[:, 3] for each in by.values()), np.zeros(size)))
    return [Shares(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _added(parts: Floats) -> Floats:
    """The four parts of each claim added one after the other, as numpy adds so few."""
    found: Floats = parts[:, 0] + parts[:, 1] + parts[:, 2] + parts[:, 3]
    return found

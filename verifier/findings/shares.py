"""The weighted share of each outcome: what a finding is made from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from verifier.arrays import Bools, Floats
from verifier.comparisons.spans import Days
from verifier.findings.outcomes import CODES, Outcome, Targets, kind_of, same_direction
from verifier.findings.position import Shares

Codes = npt.NDArray[np.int8]
_MANY = len(CODES)
FIRST_WRONG = CODES[Outcome.STRONGER]
# The outcomes behind each position against the claim, by the name of the share that says how firm they are.
_BEHIND = {
    "firm_stronger": (Outcome.STRONGER, Outcome.CLOSE_ABOVE),
    "firm_opposite": (Outcome.OPPOSITE,),
    "firm_short": (Outcome.WEAKER, Outcome.CLOSE_BELOW, Outcome.OPPOSITE),
}


def same_way(value: Floats, codes: Codes, targets: Targets) -> Bools:
    """Which comparisons go the claimed way; where there is no value of no change, those that do not go the other."""
    if kind_of(targets.on).neutral is not None:
        return same_direction(value, targets)
    return codes != CODES[Outcome.OPPOSITE]


def weighted_shares(
    codes: Codes, compatible: Bools, firm: Bools, edge: Bools, same_way: Bools, weights: Floats, owner: Days, size: int
) -> Shares[Floats]:
    """The shares of each of so many owners of comparisons; firm says which leave the number out, edge which are decided
    by one incident.
    """
    key = ((owner * _MANY + codes) * 2 + compatible) * 4 + firm * 2 + same_way
    flat: Floats = np.bincount(key, weights, size * _MANY * 8).astype(np.float64, copy=False)
    sums = flat.reshape(size, _MANY, 2, 2, 2)
    every = _added(sums.reshape(size, _MANY, 8))
    told = np.ones(_MANY, dtype=bool)
    told[CODES[Outcome.INSUFFICIENT]] = False
    by = {name: every[:, at] for name, at in CODES.items() if told[at]}
    total = sum(by.values(), np.zeros(size))

    def share(part: Floats, of: Floats) -> Floats:
        return np.where(of > 0, part / np.where(of > 0, of, 1.0), 0.0)

    columns = {name.value.replace(" ", "_"): share(each, total) for name, each in by.items()}
    whole = _added(every)
    columns["sufficient"] = share(total, whole)
    known = sums[:, told]
    columns["compatible"] = share(_added(known[:, :, 1].reshape(size, -1)), total)
    for name, rows in (("edge", edge & (codes >= FIRST_WRONG)), ("close_edge", edge & (codes < FIRST_WRONG))):
        columns[name] = share(np.bincount(owner[rows], weights[rows], size).astype(np.float64, copy=False), total)
    columns["direction"] = share(_added(known[..., 1].reshape(size, -1)), total)
    left_out = _added(sums[:, :, :, 1].reshape(size, _MANY, -1))
    for name, outcomes in _BEHIND.items():
        places = [CODES[outcome] for outcome in outcomes]
        columns[name] = share(_added(left_out[:, places]), total)
    return Shares(**columns)


def _added(parts: Floats) -> Floats:
    """The parts of each outcome added one after the other, so that the sum hangs on nothing else."""
    found: Floats = np.zeros(parts.shape[:-1])
    for at in range(parts.shape[-1]):
        found = found + parts[..., at]
    return found

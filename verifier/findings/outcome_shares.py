"""Targets held against the comparisons of their questions, for one claim or many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from verifier.comparisons.bounded import FIRM_LEVEL
from verifier.comparisons.intervals import exposures
from verifier.comparisons.spans import Days, ranges
from verifier.comparisons.statistics.measured import Bools, Floats
from verifier.findings.batch import Batch
from verifier.findings.outcomes import CODES, Counted, Outcome, Targets, decided_by_few, outcome_codes
from verifier.findings.position import Position, Shares, position
from verifier.findings.shares import Codes, same_way, weighted_shares

# Rows looked at in one go: their arrays take some tens of megabytes.
MOST_ROWS = 200_000
# The statistics whose bounds say what the counts leave open; every other one is what was counted, and no sample.
BY_CHANCE = ("ratio", "difference", "count")
# How much narrower a normal interval is at FIRM_LEVEL than at the level of the bounds.
NARROWER = 0.654


# Which side of a claim positions and outcomes lie on: as said, above, below.
SIDES = {Position.UNDERSTATED: 1, Position.CONTRADICTED: -1, Position.OVERSTATED: -1}
_NO_SIDE = 2
_OUTCOME_SIDES = {Outcome.STRONGER: 1, Outcome.WEAKER: -1, Outcome.OPPOSITE: -1, Outcome.INSUFFICIENT: _NO_SIDE}
_SIDE_OF = np.array([_OUTCOME_SIDES.get(outcome, 0) for outcome in Outcome], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class BothShares:
    """The shares of one claim under the weights of the set, and with every comparison of a dataset counted alike.

    softened names why the finding must not be firm, whatever these say: it rests on "proxies" alone; a dataset that has
    no vote lies on another side ("disagreement"); the text gives no "period". literal says whether the comparison that
    was said is among them.
    """

    shares: Shares
    uniform: Shares
    softened: tuple[str, ...] = ()
    literal: bool = False

    @property
    def soft(self) -> bool:
        """Whether the finding must not be firm."""
        return bool(self.softened)


@dataclass(frozen=True, eq=False)
class Judged:
    """The rows of some questions held against one target each: the place of the question among those asked, the row in
    the batch, the outcome (a place in Outcome), whether the interval meets the target, whether the number said is left
    out by the interval at the level of FIRM_LEVEL and by more than two incidents, whether one incident decides, and
    whether it goes its way.
    """

    owner: Days
    row: Days
    outcome: Codes
    compatible: Bools
    firm: Bools
    edge: Bools
    same_way: Bools

    def take(self, chosen: Days) -> Judged:
        """The rows at an index array."""
        return Judged(*(getattr(self, one.name)[chosen] for one in fields(self)))


def judged(made: Batch, question: Days, targets: Targets) -> Judged:
    """Every comparison of each question held against the target that stands beside it."""
    return judged_rows(made, *ranges(made.first[question], made.sizes[question]), targets)


def judged_rows(made: Batch, owner: Days, rows: Days, targets: Targets) -> Judged:
    """Some comparisons held against a target each, whose place among the targets is that of the owner."""
    each = targets.take(owner)
    value = made.rows.value[rows]
    after, before = made.rows.after.take(rows), made.rows.before.take(rows)
    counts = made.rows.after_count[rows], made.rows.before_count[rows]
    days = exposures(after.days, before.days)
    with np.errstate(divide="ignore", invalid="ignore"):
        counted = Counted(*counts, days[1] / days[0]) if each.on in ("ratio", "difference") else None
    codes = outcome_codes(value, each, made.rows.enough[rows], made.rows.opposite[rows], counted)
    low, high = (made.rows.low[rows], made.rows.high[rows]) if made.declared.statistic in BY_CHANCE else (value, value)
    compatible = (low < each.high) & (high >= each.low)
    if made.declared.statistic == "difference":
        near, far = value - NARROWER * (value - low), value + NARROWER * (high - value)
    else:
        near, far = low, high
    firm = (near >= each.number_high) | (far < each.number_low)
    if made.rows.spread is not None:
        spread, chance = made.rows.spread.take(rows), np.isnan(low)
        met = spread.meets(counts, days, value, each.low, each.high)
        compatible = np.where(chance, met, compatible)
        firm = np.where(chance, ~met, firm)
        # What the wider interval leaves out the narrower one does too; the others of those that do not match are asked.
        at = np.flatnonzero(chance & met & (codes != CODES[Outcome.MATCHES]) & made.rows.enough[rows])
        some = each.take(at)
        firm[at] = ~spread.take(at).meets(
            (counts[0][at], counts[1][at]), (days[0][at], days[1][at]), value[at], some.number_low, some.number_high,
            FIRM_LEVEL,
        )  # fmt: skip
    edge = np.zeros(len(rows), dtype=bool)
    if counted is not None:
        edge, few = decided_by_few(value, codes, each, counted)
        firm &= ~few
    return Judged(owner, rows, codes, compatible, firm, edge, same_way(value, codes, each))


def many_shares(made: Batch, question: Days, targets: Targets) -> Iterator[BothShares]:
    """The shares of each target under the comparisons of its question, which must have some; in their order."""
    ends = np.cumsum(made.sizes[question])
    start = 0
    while start < len(question):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + MOST_ROWS, side="right")))
        found = judged(made, question[start:stop], targets.take(np.arange(start, stop)))
        yield from shares_of(made, question[start:stop], found)
        start = stop


def shares_of(made: Batch, question: Days, found: Judged) -> Iterator[BothShares]:
    """The shares of each question from its comparisons as they were judged."""
    size = len(question)
    shares, uniform = (shares_under(found, weights[found.row], size) for weights in (made.weight, made.uniform_weight))
    proxies, apart = made.proxies[question].tolist(), lies_apart(made, found, shares).tolist()
    softened = [("proxies",) * one + ("disagreement",) * other for one, other in zip(proxies, apart, strict=True)]
    literal = np.bincount(found.owner, made.literal[found.row] * made.weight[found.row], size) > 0
    return map(BothShares, shares, uniform, softened, literal.tolist())


def shares_under(found: Judged, weights: Floats, size: int) -> list[Shares]:
    """The shares of each of so many owners of judged rows, under one weight for each row."""
    told = found.outcome, found.compatible, found.firm, found.edge, found.same_way
    return weighted_shares(*told, weights, found.owner, size)


def lies_apart(made: Batch, found: Judged, shares: list[Shares]) -> Bools:
    """For which of the questions judged a dataset without a vote lies on another side than the finding."""
    apart = np.zeros(len(shares), dtype=bool)
    rows = np.flatnonzero(made.beside[found.row])
    if len(rows):
        cut_offs = made.declared.cut_offs
        owner = found.owner[rows]
        own = {at: SIDES.get(position(shares[at], cut_offs), 0) for at in set(owner.tolist())}
        theirs = _SIDE_OF[found.outcome[rows]]
        mine = np.array([own[at] for at in owner.tolist()], dtype=np.int64)
        apart[owner[(theirs != mine) & (theirs != _NO_SIDE)]] = True
    return apart

"""Targets held against the comparisons of their questions, for one claim or many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic

import numpy as np

from verifier.arrays import Bools, Columns, Floats, Ints
from verifier.comparisons.bounded import FIRM_LEVEL
from verifier.comparisons.intervals import exposures
from verifier.comparisons.spans import Days, parts, ranges
from verifier.findings.batch import Batch, weightiest
from verifier.findings.outcomes import CODES, REACHING, Counted, Outcome, Targets, decided_by_few, outcome_codes
from verifier.findings.position import Number, Position, Shares, Truth, findings, positions
from verifier.findings.shares import Codes, same_way, weighted_shares

# Rows looked at in one go: their arrays take some tens of megabytes.
MOST_ROWS = 200_000
# The statistics whose bounds say what the counts leave open; every other one is what was counted, and no sample.
BY_CHANCE = ("ratio", "difference", "count")
# How much narrower a normal interval is at FIRM_LEVEL than at the level of the bounds.
NARROWER = 0.654


# Which side of a claim positions and outcomes lie on: as said, above, below.
_POSITION_SIDES = {Position.UNDERSTATED: 1, Position.CONTRADICTED: -1, Position.OVERSTATED: -1}
_NO_SIDE = 2
# The outcomes that each position rests on; of any other position every comparison is an example.
BEHIND = {
    Position.HOLDS_UP: (Outcome.MATCHES,),
    Position.ROUGHLY: (Outcome.MATCHES, Outcome.CLOSE_ABOVE, Outcome.CLOSE_BELOW),
    Position.UNDERSTATED: (Outcome.STRONGER, Outcome.CLOSE_ABOVE),
    Position.CONTRADICTED: (Outcome.OPPOSITE,),
    Position.OVERSTATED: (Outcome.WEAKER, Outcome.OPPOSITE, Outcome.CLOSE_BELOW),
    Position.AT_LEAST: REACHING,
}
_BEHIND = np.array([[outcome in BEHIND.get(position, tuple(Outcome)) for outcome in Outcome] for position in Position])
_OUTCOME_SIDES = {Outcome.STRONGER: 1, Outcome.WEAKER: -1, Outcome.OPPOSITE: -1, Outcome.INSUFFICIENT: _NO_SIDE}
_SIDE_OF_POSITION = np.array([_POSITION_SIDES.get(position, 0) for position in Position], dtype=np.int64)
_SIDE_OF_OUTCOME = np.array([_OUTCOME_SIDES.get(outcome, 0) for outcome in Outcome], dtype=np.int64)


@dataclass(frozen=True)
class BothShares(Generic[Number, Truth]):
    """The shares of a claim, or of many, under the weights of the set, and with every comparison of a dataset counted
    alike; and the cut-offs that make a finding of them.

    What softens a finding, so that it must not be firm whatever these say: it rests on proxies alone; a dataset that
    has no vote lies on another side (disagreement); the text gives no period; the comparison that was said crosses a
    break of its source (broken); the release of the source cited that was out on the day is not here (later_release).
    literal says whether the comparison that was said is among them. lead is the comparison that the finding is told
    by, a row of the batch; -1 where none has enough counts.
    """

    shares: Shares[Number]
    uniform: Shares[Number]
    cut_offs: Mapping[str, Any]
    proxies: Truth
    disagreement: Truth
    no_period: Truth
    broken: Truth
    later_release: Truth
    literal: Truth
    lead: Ints | int = -1

    @cached_property
    def soft(self) -> Truth:
        """Whether the finding must not be firm."""
        return self.proxies | self.disagreement | self.lacking

    @property
    def lacking(self) -> Truth:
        """Whether its own comparison lacks something, whatever the others say."""
        return self.no_period | self.broken | self.later_release

    @cached_property
    def findings(self) -> Ints:
        """The finding, as a place in FINDINGS."""
        return findings(self.shares, self.cut_offs, soft=self.soft)

    @cached_property
    def uniform_findings(self) -> Ints:
        """The finding with every comparison of a dataset counted alike."""
        return findings(self.uniform, self.cut_offs, soft=self.soft)

    @cached_property
    def other_findings(self) -> dict[str, Ints]:
        """The finding that another cut-off gives, or, of a claim that does not say what it compares, weights that are
        all alike: by the setting.
        """
        found = {
            f"a cut-off of {bound:.0%}": findings(self.shares, self.cut_offs, bound, soft=self.soft)
            for bound in self.cut_offs["other_cut_offs"]
        }
        alike = np.where(self.literal, self.findings, self.uniform_findings)
        return found | {"all comparisons weighed alike": alike}

    @cached_property
    def unstable(self) -> Bools:
        """Whether any of these is another than the finding."""
        return np.any([other != self.findings for other in self.other_findings.values()], axis=0)

    @cached_property
    def cherry_picked(self) -> Bools:
        """Whether some comparison gives the number, yet hardly any reaches it."""
        hardly_any = np.less(self.shares.reached, self.cut_offs["cherry_picked"])
        return np.greater(self.shares.matches, 0) & hardly_any

    def one(self: BothShares[Floats, Bools], at: int) -> BothShares[float, bool]:
        """Those of one claim among many."""
        told = self.proxies, self.disagreement, self.no_period, self.broken, self.later_release, self.literal, self.lead
        said: list[Any] = [np.asarray(each)[at].item() for each in told]
        return BothShares(self.shares.one(at), self.uniform.one(at), self.cut_offs, *said)


# Those of a claim without comparisons.
NOTHING_HELD: BothShares[float, bool] = BothShares(Shares(), Shares(), {}, *[False] * 6)


@dataclass(frozen=True, eq=False)
class Judged(Columns):
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


def many_shares(
    made: Batch, question: Days, targets: Targets, lacking: Bools, headline: Days
) -> Iterator[BothShares[Floats, Bools]]:
    """The shares of each target under the comparisons of its question, which must have some; in their order, some at a
    time. lacking has a row for each of no_period, broken and later_release; headline is the most sensible comparison of
    every question of the batch.
    """
    for part in parts(made.sizes[question], MOST_ROWS):
        found = judged(made, question[part], targets.take(np.arange(part.start, part.stop)))
        yield shares_of(made, question[part], found, lacking[:, part], headline)


def shares_of(made: Batch, question: Days, found: Judged, lacking: Bools, headline: Days) -> BothShares[Floats, Bools]:
    """The shares of each question from its comparisons as they were judged."""
    size = len(question)
    shares, uniform = (shares_under(found, weights[found.row], size) for weights in (made.weight, made.uniform_weight))
    literal = np.bincount(found.owner, made.literal[found.row] * made.weight[found.row], size) > 0
    apart, cut_offs = lies_apart(made, found, shares, size), made.declared.cut_offs
    no_period, broken, later = lacking
    lead = _leads(made, found, positions(shares, cut_offs), headline[question])
    return BothShares(shares, uniform, cut_offs, made.proxies[question], apart, no_period, broken, later, literal, lead)


def _leads(made: Batch, found: Judged, position: Ints, headline: Days) -> Days:
    """The comparison that each finding is told by: the most sensible one, or the most sensible of those behind its
    position where that one is not.
    """
    behind = _BEHIND[position[found.owner], found.outcome]
    is_headline = found.row == headline[found.owner]
    apart = np.zeros(len(position), dtype=bool)
    apart[found.owner[is_headline & ~behind]] = True
    rows = np.flatnonzero(apart[found.owner] & behind & (made.weight[found.row] > 0))
    lead, first = headline.copy(), weightiest(made, found.row[rows], found.owner[rows])
    lead[found.owner[rows[first]]] = found.row[rows[first]]
    return lead


def shares_under(found: Judged, weights: Floats, size: int) -> Shares[Floats]:
    """The shares of each of so many owners of judged rows, under one weight for each row."""
    told = found.outcome, found.compatible, found.firm, found.edge, found.same_way
    return weighted_shares(*told, weights, found.owner, size)


def lies_apart(made: Batch, found: Judged, shares: Shares[Floats], size: int) -> Bools:
    """For which of so many questions judged a dataset without a vote lies on another side than the finding."""
    apart = np.zeros(size, dtype=bool)
    rows = np.flatnonzero(made.beside[found.row])
    if len(rows):
        owner = found.owner[rows]
        mine = _SIDE_OF_POSITION[positions(shares, made.declared.cut_offs)[owner]]
        theirs = _SIDE_OF_OUTCOME[found.outcome[rows]]
        apart[owner[(theirs != mine) & (theirs != _NO_SIDE)]] = True
    return apart

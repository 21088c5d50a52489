"""What all comparisons of a claim say together: a position, and how firm it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Generic, TypeVar

import numpy as np

from verifier.arrays import Bools, Floats, Ints
from verifier.listing import capital

# What is said of one claim, or of many, one entry a claim.
Number = TypeVar("Number", float, Floats)
Truth = TypeVar("Truth", bool, Bools)
_NONE: Any = 0.0


class Position(StrEnum):
    """Where the comparisons lie to the claim; the first that applies, in the order of `position`."""

    NOT_CHECKABLE = "Not checkable"
    HOLDS_UP = "Holds up"
    ROUGHLY = "Roughly right"
    UNDERSTATED = "Understated"
    CONTRADICTED = "Contradicted"
    OVERSTATED = "Overstated"
    AT_LEAST = "At least about as much as said"
    CANNOT_TELL = "Cannot tell"
    DEPENDS = "Depends on the choice"


class Finding(StrEnum):
    """What the program issues: a position, said with "Leans" where it is not firm. The rating is the journalist's."""

    NOT_CHECKABLE = "Not checkable"
    HOLDS_UP = "Holds up"
    ROUGHLY = "Roughly right"
    UNDERSTATED = "Understated"
    LEANS_UNDERSTATED = "Leans understated"
    CONTRADICTED = "Contradicted"
    LEANS_CONTRADICTED = "Leans contradicted"
    OVERSTATED = "Overstated"
    LEANS_OVERSTATED = "Leans overstated"
    AT_LEAST = "At least about as much as said"
    CANNOT_TELL = "Cannot tell"
    DEPENDS = "Depends on the choice"


PLACES = {name: at for at, name in enumerate(Position)}
FINDINGS = tuple(Finding)
# The positions that are against the claim, which lean where they are not firm.
AGAINST = (Position.UNDERSTATED, Position.CONTRADICTED, Position.OVERSTATED)
# A count that is said beside a change may be off by so much.
TENTH = 0.1
# A sum of weights that falls short of a cut-off by the last bits reaches it.
LAST_BITS = 1e-9


@dataclass(frozen=True, slots=True)
class Shares(Generic[Number]):
    """Weighted shares of the comparisons with enough counts, of one claim or of many; `sufficient` is the share of
    weight that has enough.

    matches, close_above, close_below, stronger, weaker and opposite add up to one. compatible is the share whose
    interval holds the number, direction the share on the claimed side of no change. firm_stronger, firm_opposite and
    firm_short are the shares above (stronger, close above), opposite, and short (opposite, weaker, close below) that
    leave the number said out, by their interval at the level of FIRM_LEVEL and by more than two incidents. Of what one
    incident decides, close_edge is the share that is close and edge that which is not.
    """

    sufficient: Number = _NONE
    matches: Number = _NONE
    close_above: Number = _NONE
    close_below: Number = _NONE
    stronger: Number = _NONE
    weaker: Number = _NONE
    opposite: Number = _NONE
    compatible: Number = _NONE
    direction: Number = _NONE
    firm_stronger: Number = _NONE
    firm_opposite: Number = _NONE
    firm_short: Number = _NONE
    edge: Number = _NONE
    close_edge: Number = _NONE

    @property
    def close(self) -> Number:
        """The share that is close to the number, on either side."""
        return self.close_above + self.close_below

    @property
    def above(self) -> Number:
        """The share that gives more than was said, if only a little."""
        return self.stronger + self.close_above

    @property
    def short(self) -> Number:
        """The share that gives less than was said, if only a little, or goes the other way."""
        return self.weaker + self.opposite + self.close_below

    @property
    def reached(self) -> Number:
        """The share that gives about as much as was said, or more."""
        return self.matches + self.close + self.stronger

    def one(self: Shares[Floats], at: int) -> Shares[float]:
        """Those of one claim among many."""
        return Shares(*(float(getattr(self, each.name)[at]) for each in fields(self)))

    def to_dict(self) -> dict[str, float]:
        """The JSON form: the seven shares, rounded to four places."""
        names = ("matches", "close", "stronger", "weaker", "opposite", "compatible", "direction")
        return {name: round(getattr(self, name), 4) for name in names}


def positions(share: Shares[float] | Shares[Floats], cut_offs: Mapping[str, Any], cut_off: float | None = None) -> Ints:
    """The first position that applies to each claim, as a place in Position, from the shares and the cut-offs of the
    specification set.

    What is close counts as right first; where that is not enough, with the side it lies on. What one incident decides
    is neither right nor wrong.
    """
    bound = (cut_offs["cut_off"] if cut_off is None else cut_off) - LAST_BITS
    right = share.matches + share.close
    settled = (
        (share.matches, Position.HOLDS_UP),
        (right - share.close_edge, Position.ROUGHLY),
        (right + share.edge, Position.CANNOT_TELL),
        (share.above, Position.UNDERSTATED),
        (share.opposite, Position.CONTRADICTED),
        (share.short, Position.OVERSTATED),
        (right + share.stronger, Position.AT_LEAST),
        (share.compatible, Position.CANNOT_TELL),
    )
    applies = [np.less(share.sufficient, cut_offs["sufficient"]), *(np.greater_equal(one, bound) for one, _ in settled)]
    names = (Position.NOT_CHECKABLE, *(name for _, name in settled))
    return np.select(applies, [np.int64(PLACES[name]) for name in names], np.int64(PLACES[Position.DEPENDS]))


def findings(
    share: Shares[float] | Shares[Floats],
    cut_offs: Mapping[str, Any],
    cut_off: float | None = None,
    *,
    soft: bool | Bools = False,
) -> Ints:
    """The finding that shares give, as a place in FINDINGS: their position, with "Leans" where it is against the claim
    and not firm. soft says which must not be firm, whatever the intervals say.
    """
    found = positions(share, cut_offs, cut_off)
    firm = ~np.asarray(soft) & _is_firm(found, share, cut_offs["cut_off"] - LAST_BITS)
    return np.where(firm, _FIRM[found], _LEANING[found])


def _is_firm(found: Ints, share: Shares[float] | Shares[Floats], bound: float) -> Bools:
    """Whether two thirds of the weight lie on comparisons behind a position against the claim that leave the number
    out; True for every other position. Of a larger number no fewer do.
    """
    behind = share.firm_stronger, share.firm_opposite, share.firm_short
    return np.select(
        [found == PLACES[one] for one in AGAINST], [np.greater_equal(one, bound) for one in behind], np.True_
    )


def with_counts(found: Finding, said: Mapping[str, float | None] | None, after: float, before: float) -> Finding:
    """The finding on a change that is said with its counts: roughly right at best where one of them is off by more than
    a tenth, and at least where neither is, they lie the same way round, and chance alone would decide.
    """
    claimed = (said or {}).get("after"), (said or {}).get("before")
    off = [
        abs(counted - count) > TENTH * count
        for counted, count in zip((after, before), claimed, strict=True)
        if count is not None
    ]
    if found == Finding.HOLDS_UP and any(off):
        return Finding.ROUGHLY
    near = len(off) == len(claimed) and not any(off)
    same_way = near and ((claimed[0] or 0) > (claimed[1] or 0)) == (after > before)
    return Finding.ROUGHLY if found == Finding.CANNOT_TELL and same_way else found


def labelled_finding(found: Position, *, firm: bool) -> Finding:
    """The finding of a position: with "Leans" where it is against the claim and not firm."""
    if firm or found not in AGAINST:
        return Finding(found.value)
    return Finding(f"Leans {found.value.lower()}")


def position_of(found: Finding) -> Position:
    """The position of a finding, without its firmness."""
    words = found.value.removeprefix("Leans ")
    return Position(capital(words))


_FIRM, _LEANING = (
    np.array([FINDINGS.index(labelled_finding(one, firm=firm)) for one in Position]) for firm in (True, False)
)

"""What all comparisons of a claim say together: a position, and how firm it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from verifier.listing import capital


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


# The positions that are against the claim, which lean where they are not firm.
AGAINST = (Position.UNDERSTATED, Position.CONTRADICTED, Position.OVERSTATED)
# From the mildest finding to the hardest: what one incident more, or a larger number, may move by a step at most.
SEVERITY = {
    Finding.HOLDS_UP: 0, Finding.ROUGHLY: 0, Finding.AT_LEAST: 0, Finding.DEPENDS: 1, Finding.CANNOT_TELL: 1,
    Finding.LEANS_UNDERSTATED: 2, Finding.LEANS_CONTRADICTED: 2, Finding.LEANS_OVERSTATED: 2,
    Finding.UNDERSTATED: 3, Finding.CONTRADICTED: 3, Finding.OVERSTATED: 3,
}  # fmt: skip
# A count that is said beside a change may be off by so much.
TENTH = 0.1
# A sum of weights that falls short of a cut-off by the last bits reaches it.
LAST_BITS = 1e-9


@dataclass(frozen=True, slots=True)
class Shares:
    """Weighted shares of the comparisons with enough counts; `sufficient` is the share of weight that has enough.

    matches, close_above, close_below, stronger, weaker and opposite add up to one. compatible is the share whose
    interval holds the number, direction the share on the claimed side of no change. firm_stronger, firm_opposite and
    firm_short are the shares above (stronger, close above), opposite, and short (opposite, weaker, close below) that
    leave the number said out, by their interval at the level of FIRM_LEVEL and by more than two incidents. Of what one
    incident decides, close_edge is the share that is close and edge that which is not.
    """

    sufficient: float = 0.0
    matches: float = 0.0
    close_above: float = 0.0
    close_below: float = 0.0
    stronger: float = 0.0
    weaker: float = 0.0
    opposite: float = 0.0
    compatible: float = 0.0
    direction: float = 0.0
    firm_stronger: float = 0.0
    firm_opposite: float = 0.0
    firm_short: float = 0.0
    edge: float = 0.0
    close_edge: float = 0.0

    @property
    def close(self) -> float:
        """The share that is close to the number, on either side."""
        return self.close_above + self.close_below

    @property
    def above(self) -> float:
        """The share that gives more than was said, if only a little."""
        return self.stronger + self.close_above

    @property
    def short(self) -> float:
        """The share that gives less than was said, if only a little, or goes the other way."""
        return self.weaker + self.opposite + self.close_below

    @property
    def reached(self) -> float:
        """The share that gives about as much as was said, or more."""
        return self.matches + self.close + self.stronger

    def to_dict(self) -> dict[str, float]:
        """The JSON form: the seven shares, rounded to four places."""
        names = ("matches", "close", "stronger", "weaker", "opposite", "compatible", "direction")
        return {name: round(getattr(self, name), 4) for name in names}


def position(share: Shares, cut_offs: Mapping[str, Any], cut_off: float | None = None) -> Position:
    """The first position that applies, from the shares and the cut-offs of the specification set.

    What is close counts as right first; where that is not enough, with the side it lies on. What one incident decides
    is neither right nor wrong.
    """
    bound = (cut_offs["cut_off"] if cut_off is None else cut_off) - LAST_BITS
    if share.sufficient < cut_offs["sufficient"]:
        return Position.NOT_CHECKABLE
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
    for reached, found in settled:
        if reached >= bound:
            return found
    return Position.DEPENDS


def is_firm(found: Position, share: Shares, cut_offs: Mapping[str, Any]) -> bool:
    """Whether two thirds of the weight lie on comparisons behind a position against the claim that leave the number
    out; True for every other position. Of a larger number no fewer do.
    """
    firm = {
        Position.UNDERSTATED: share.firm_stronger,
        Position.CONTRADICTED: share.firm_opposite,
        Position.OVERSTATED: share.firm_short,
    }
    return bool(firm.get(found, 1.0) >= cut_offs["cut_off"] - LAST_BITS)


def find(share: Shares, cut_offs: Mapping[str, Any], cut_off: float | None = None, *, soft: bool = False) -> Finding:
    """The finding that shares give: their position, with "Leans" where it is against the claim and not firm. soft says
    that it must not be firm, whatever the intervals say.
    """
    found = position(share, cut_offs, cut_off)
    return labelled_finding(found, firm=not soft and is_firm(found, share, cut_offs))


def with_counts(found: Finding, said: Mapping[str, float | None] | None, after: float, before: float) -> Finding:
    """The finding on a change that is said with its counts: roughly right at best where one of them is off by more than
    a tenth.
    """
    off = (
        abs(counted - count) > TENTH * count
        for counted, count in ((after, (said or {}).get("after")), (before, (said or {}).get("before")))
        if count is not None
    )
    return Finding.ROUGHLY if found == Finding.HOLDS_UP and any(off) else found


def labelled_finding(found: Position, *, firm: bool) -> Finding:
    """The finding of a position: with "Leans" where it is against the claim and not firm."""
    if firm or found not in AGAINST:
        return Finding(found.value)
    return Finding(f"Leans {found.value.lower()}")


def position_of(found: Finding) -> Position:
    """The position of a finding, without its firmness."""
    words = found.value.removeprefix("Leans ")
    return Position(capital(words))

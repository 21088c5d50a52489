"""Which series have a vote on a claim: the best fit there is, and one of each family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verifier.incidents.cells import MATCHES

# Datasets of the best fit vote alone where together they cover so much of the claim's period.
COVERED = 0.5
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Voter:
    """A series that made comparisons for a claim.

    fit is exact, near or proxy; family what its counts rest on; covers the stretches of the claim's period that its
    cells tile, as ordinals, both ends included; literal whether it can make the comparison that was said; published the
    ordinal of its release; grain the days of its finest cell; estimate whether it is a source's low or high estimate.
    """

    dataset: str
    family: str
    fit: str
    covers: Spans
    literal: bool
    published: int
    grain: int
    estimate: bool = False


def voting(several: Sequence[Voter], days: int) -> list[bool]:
    """Whether each has a vote; days is the length of the claim's period.

    In each family (datasets that rest on one collection of data, one dataset with all its definitions) one series
    votes: the best fit, then one that can make the comparison that was said, then the newest, then the finest. A low or
    high estimate never votes where its best one does. Of the families those of the best fit vote whose cells together
    cover half of the period; where no fit's do, the best.
    """
    chosen: dict[str, int] = {}
    for at, one in enumerate(several):
        best = chosen.get(one.family)
        if best is None or _rank(one) < _rank(several[best]):
            chosen[one.family] = at
    fit = _best_fit([several[at] for at in chosen.values()], days)
    return [chosen[one.family] == at and one.fit == fit for at, one in enumerate(several)]


def union_days(spans: Sequence[tuple[int, int]]) -> int:
    """How many days some stretches cover together."""
    total, reach = 0, 0
    for start, end in sorted(spans):
        first = max(start, reach + 1) if reach else start
        if end >= first:
            total += end - first + 1
            reach = end
    return total


def _rank(one: Voter) -> tuple[int, bool, bool, int, int, str]:
    return MATCHES.index(one.fit), one.estimate, not one.literal, -one.published, one.grain, one.dataset


def _best_fit(several: Sequence[Voter], days: int) -> str:
    fits = [fit for fit in MATCHES if any(one.fit == fit for one in several)]
    for fit in fits if len(fits) > 1 else ():
        together = [span for one in several if one.fit == fit for span in one.covers]
        if union_days(together) >= COVERED * days:
            return fit
    return fits[0] if fits else MATCHES[0]

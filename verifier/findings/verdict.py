"""A check as one flat row: what a table of many claims keeps of each."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from verifier.arrays import Floats
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.compare import finite
from verifier.findings.position import Finding, Shares


class Verdict(NamedTuple):
    """The finding on a claim with the shares behind it and the comparison that it is told by, which is None throughout
    where no comparison has enough counts.

    Shares are of the weighted comparisons with enough counts, from 0 to 1. after_count and before_count are what the
    named vintage and definition count in the windows beside them (both days included); value is the ratio of their
    rates, or what `statistic` names. Days are dates without a time zone.
    """

    finding: str
    reason: str | None
    statistic: str
    reading: str | None
    target_low: float | None
    target_high: float | None
    specifications: int = 0
    sufficient: float = 0
    matches: float = 0
    close: float = 0
    stronger: float = 0
    weaker: float = 0
    opposite: float = 0
    compatible: float = 0
    claimed_direction: float = 0
    uniform_finding: str = Finding.NOT_CHECKABLE.value
    flags: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    dataset: str | None = None
    vintage: str | None = None
    definition: str | None = None
    match: str | None = None
    counted_place: str | None = None
    after_start: date | None = None
    after_end: date | None = None
    before_start: date | None = None
    before_end: date | None = None
    after_count: int | None = None
    before_count: int | None = None
    value_found: float | None = None
    specification_set: str = ""


def claimed(target: TargetReading | None) -> dict[str, Any]:
    """The fields about the reading that is tested, None where there is none."""
    if target is None:
        return {"reading": None, "target_low": None, "target_high": None}
    return {"reading": target.label, "target_low": finite(target.low), "target_high": finite(target.high)}


def weighed(shares: Shares[Floats]) -> list[dict[str, Any]]:
    """The fields about the shares of the weighted comparisons, of each claim."""
    names = ("sufficient", "matches", "close", "stronger", "weaker", "opposite", "compatible")
    columns = {name: getattr(shares, name).tolist() for name in names} | {
        "claimed_direction": shares.direction.tolist()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

"""A check as one flat row: what a table of many claims keeps of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from verifier.claims.readings import TargetReading
from verifier.comparisons.compare import finite
from verifier.findings.check import Check
from verifier.findings.outcomes import Finding
from verifier.findings.scores import Shares


@dataclass(frozen=True, slots=True)
class Verdict:
    """The finding on a claim with the shares behind it and its most sensible comparison, which is None throughout where
    no comparison has enough counts.

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
    stronger: float = 0
    weaker: float = 0
    opposite: float = 0
    compatible: float = 0
    claimed_direction: float = 0
    uniform_finding: str = Finding.NOT_CHECKABLE.value
    decisive_choice: str | None = None
    decisive_share: float | None = None
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


def verdict_of(check: Check) -> Verdict:
    """The row of one check."""
    shares, decisive, target = check.shares, check.decisive_choice, check.target
    row = (check.headline if check.says_something else None) or {}
    return Verdict(
        finding=check.finding.value,
        reason=check.reason,
        statistic=check.statistic,
        **claimed(target),
        specifications=len(check.rows),
        **weighed(shares),
        uniform_finding=check.uniform_finding.value,
        decisive_choice=decisive.factor if decisive else None,
        decisive_share=decisive.variance_share if decisive else None,
        flags=tuple(sorted({flag.flag for flag in check.flags})),
        datasets=tuple(sorted({source.dataset.id for source in check.sources})),
        dataset=row.get("dataset"),
        vintage=row.get("vintage"),
        definition=row.get("definition"),
        match=row.get("match"),
        counted_place=row.get("place"),
        after_start=row.get("after_start"),
        after_end=row.get("after_end"),
        before_start=row.get("before_start"),
        before_end=row.get("before_end"),
        after_count=_whole(row.get("after_count")),
        before_count=_whole(row.get("before_count")),
        value_found=finite(row["value"]) if row else None,
        specification_set=check.specifications.name,
    )


def claimed(target: TargetReading | None) -> dict[str, Any]:
    """The fields about the reading that is tested, None where there is none."""
    if target is None:
        return {"reading": None, "target_low": None, "target_high": None}
    return {"reading": target.label, "target_low": finite(target.low), "target_high": finite(target.high)}


def weighed(shares: Shares) -> dict[str, Any]:
    """The fields about the shares of the weighted comparisons."""
    names = ("sufficient", "matches", "stronger", "weaker", "opposite", "compatible")
    return {name: getattr(shares, name) for name in names} | {"claimed_direction": shares.direction}


def _whole(count: float | None) -> int | None:
    """A count as a whole number; None where the comparison has no second count."""
    return None if count is None or count != count else int(count)

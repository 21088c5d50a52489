"""What the windows of a claim hang on in a series: its period, its baseline, and the last day that they may reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from verifier.claims.claim import Claim
from verifier.claims.readings import TargetReading
from verifier.comparisons.rules import GRAIN_MONTHS, Anchors, ManyAnchors
from verifier.comparisons.spans import Days, add_months
from verifier.findings.kinds import years_back
from verifier.findings.sources import Source, latest_day

FOREVER = date.max.toordinal()
# The days of a claim: start and end of its period, the day it was said, start and end of its baseline (ordinals, 0 for
# none), the months of its grain (0: by the length of the period), and how many years back it looks.
ClaimDays = tuple[int, int, int, int, int, int, int]


def assumptions(claim: Claim, said: date | None) -> list[str]:
    """What has to be assumed about the days of a claim, in words."""
    assumed = []
    if claim.resolved.period is None:
        why = f"when “{claim.period}” was is not known" if claim.period else "the text gives no period"
        assumed.append(f"{why}: the last 12 months are taken")
    if said is None:
        assumed.append("the day it was said is unknown: everything the data hold is used")
    return assumed


def claim_days(claim: Claim, said: date | None, target: TargetReading | None = None) -> ClaimDays:
    """The days of a claim; a target is given where windows are ranked or stepped through."""
    period, baseline = claim.resolved.period, claim.resolved.baseline
    return (
        period.start.toordinal() if period else 0,
        period.end.toordinal() if period else 0,
        said.toordinal() if said else 0,
        baseline.start.toordinal() if baseline else 0,
        baseline.end.toordinal() if baseline else 0,
        12 if target is None else GRAIN_MONTHS.get(target.grain, 0),
        0 if target is None else years_back(claim),
    )


def many_anchors(claims: Sequence[ClaimDays], which: Days, latest: Days, series: Days) -> ManyAnchors:
    """The anchors of claims in series: which says of each anchor whose it is, latest the last day of its series.

    Without a period the last 12 months up to the day it was said are taken; without that day, to the end of the data.
    """
    columns = np.array(claims, dtype=np.int64).reshape(-1, 7)[which].T
    start, end, said, base_start, base_end, grain, years = columns
    latest = np.minimum(latest, np.where(said > 0, said, FOREVER))
    is_open = end == 0
    end = np.where(is_open, np.where(said > 0, said, latest), end)
    start = np.where(is_open, add_months(end + 1, -12), start)
    days = end - start + 1
    by_length = np.where(days <= 31, 1, np.where(days <= 92, 3, 12))
    grain = np.where(grain > 0, grain, by_length)
    return ManyAnchors(start, end, latest, base_start, base_end, said, grain, years, series)


def anchors_for(claim: Claim, said: date | None, source: Source) -> Anchors:
    """The anchors of one claim in one series."""
    first, latest = np.zeros(1, dtype=np.int64), np.array([latest_day(source).toordinal()], dtype=np.int64)
    return many_anchors([claim_days(claim, said)], first, latest, first).one(0)

"""The readings of a claim: the ways to understand its number, each as a target interval."""

from __future__ import annotations

import math

from verifier.claims.claim import Claim
from verifier.claims.readings import kind_readings
from verifier.claims.readings.targets import (
    CLOSE,
    NOUGHT,
    UNCHANGED,
    about_the_change,
    number_words,
    reading_of,
    said_ends,
    single,
    slack,
)
from verifier.claims.readings.targets import TargetReading as TargetReading
from verifier.claims.readings.targets import half_unit as half_unit


def readings(claim: Claim) -> list[TargetReading]:
    """The readings of a claim, the literal one first; none where there is no number to test.

    A rise of 100 percent or more has a second reading, since "up 500 percent" is also said of five times as many;
    so have "three times more" and "increased by four times". What each kind's interval is about stands in `on`. What no
    count can be ("fell by 500 percent", "-1 attacks") has none.
    """
    return [reading for reading in _readings(claim) if reading.low <= reading.high]


def _readings(claim: Claim) -> list[TargetReading]:
    if claim.kind in kind_readings.READINGS:
        return kind_readings.READINGS[claim.kind](claim)
    if claim.kind == "trend":
        # "Risen every year" is more than that the last one is higher than the first.
        return kind_readings.run(claim) or ([] if kind_readings.is_every_step(claim) else _trend(claim))
    if claim.kind != "change":
        return []
    if claim.form in ("abs_change", "pp_change"):
        return kind_readings.difference(claim)
    if claim.form == "no_change":
        return [reading_of(claim, "no change", 1 - UNCHANGED, 1 + UNCHANGED)]
    if isinstance(claim.value, tuple) and claim.form == "from_to":
        return _from_to(claim)
    return [] if claim.value is None else single(claim, *said_ends(claim.value))


def _from_to(claim: Claim) -> list[TargetReading]:
    before, after = claim.value if isinstance(claim.value, tuple) else (0.0, 0.0)
    if before < 0 or after < 0 or before == after == 0:
        return []
    least, most = _count_interval(claim, after)
    told = number_words(after)
    if before == 0:  # no ratio starts from nought: the difference is what is claimed
        return [TargetReading(f"from none to {told}", least, most, claim.text, "difference", number=after)]
    less, more = slack(claim, before)
    low, high = least / (before + more), most / (before - less) if before > less else math.inf
    if after not in (0, before):  # two small counts that are a little off can be twice the change
        nearest, furthest = about_the_change(after / before, *CLOSE)
        low, high = max(low, nearest), min(high, furthest)
    return [reading_of(claim, f"from {number_words(before)} to {told}", low, high, number=after / before)]


def _count_interval(claim: Claim, count: float) -> tuple[float, float]:
    """A count as said; a nought is nothing but a nought."""
    if count == 0:
        return 0.0, NOUGHT
    less, more = slack(claim, count)
    return count - less, count + more if more else math.nextafter(count, math.inf)


def _trend(claim: Claim) -> list[TargetReading]:
    if claim.direction == "up":
        return [reading_of(claim, "a rise of any size", 1.0, math.inf)]
    if claim.direction == "down":
        return [reading_of(claim, "a fall of any size", 0.0, 1.0)]
    return []

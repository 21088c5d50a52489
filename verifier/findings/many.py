"""Checking many claims: the verdict on each, in the order asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from verifier.claims.claim import Claim
from verifier.findings.check import check
from verifier.findings.verdict import Verdict, verdict_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim and the day it was said, None where that is unknown."""

    claim: Claim
    said: date | None


def verdicts(
    asked: Sequence[Asked],
    datasets: Sequence[str] | None = None,
    *,
    place: str | None = None,
    known_on: date | None = None,
    specifications: str | Path = "",
) -> list[Verdict]:
    """The verdict on each claim, as `check` gives it; it takes the same arguments and raises the same errors."""
    return [
        verdict_of(
            check(one.claim, datasets, said=one.said, place=place, known_on=known_on, specifications=specifications)
        )
        for one in asked
    ]

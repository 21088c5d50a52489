"""From a claim's kind to what is worked out for it: the statistic, its specification set, and what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from verifier.claims.claim import Claim
from verifier.claims.readings import TargetReading, readings
from verifier.comparisons.rules import GRAIN_MONTHS, Anchors
from verifier.comparisons.specifications import SpecificationSet, load_set
from verifier.incidents.measures import normalise
from verifier.window import Window

SETS = {
    "ratio": "change",
    "difference": "difference",
    "points": "points",
    "count": "level",
    "rate": "rate",
    "share": "share",
    "rank": "rank",
    "sides": "ratio",
    "run": "trend",
}
# Superlatives that say themselves what is counted.
_SUPERLATIVES = {"deadliest": "deaths", "bloodiest": "deaths", "most violent": "violent incidents"}
_TIMES = frozenset({"day", "week", "month", "quarter", "year", "decade", "period"})
_KILLED = re.compile(r"\b(?:kill|die[sd]?\b|dead|death|slain|fatal|lives)", re.IGNORECASE)
_INJURED = re.compile(r"\b(?:injur|wound|hurt)", re.IGNORECASE)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_YEARS_BACK = re.compile(r"\b(?:(\w+)\s+)?(decades?|years?)\b", re.IGNORECASE)
_SMALL = {
    word: number
    for number, word in enumerate(
        ["a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
}


@dataclass(frozen=True)
class Plan:
    """How a claim is checked. claim is the one the datasets are asked, with what its words leave open filled in, each
    said in `assumed`; reason says why nothing can be checked.
    """

    claim: Claim
    targets: list[TargetReading]
    statistic: str
    declared: SpecificationSet
    assumed: list[str]
    reason: str | None


def plan(claim: Claim, given: str | Path | SpecificationSet | Mapping[str, SpecificationSet]) -> Plan:
    """The plan for a claim under a set: a set, its name or path, "" for the one of the claim's kind, or those by kind.

    Raises InputError for a specification set that cannot be read.
    """
    targets = readings(claim)
    statistic = _statistic(claim, targets)
    if isinstance(given, Mapping):
        declared = given[statistic]
    else:
        declared = given if isinstance(given, SpecificationSet) else load_set(given or SETS[statistic])
    asked, assumed = _filled_in(claim, statistic)
    return Plan(asked, targets, statistic, declared, assumed, _reason(asked, targets, statistic, declared))


def placed(anchors: Anchors, claim: Claim, target: TargetReading, said: date | None) -> Anchors:
    """The anchors with the length of time that is ranked or stepped through, and the history that the claim names."""
    days = anchors.period.days
    grain = target.grain if target.grain in GRAIN_MONTHS else ""
    grain = grain or ("month" if days <= 31 else "quarter" if days <= 92 else "year")
    return replace(anchors, said=said, grain=grain, years_back=years_back(claim))


def _statistic(claim: Claim, targets: list[TargetReading]) -> str:
    if not targets:
        return "ratio"
    return "sides" if claim.kind == "ratio" and claim.resolved.baseline is None else targets[0].on


def _filled_in(claim: Claim, statistic: str) -> tuple[Claim, list[str]]:
    """The claim with a measure that datasets know where its own words are too few, and a period where only the words
    of the other group hold one.
    """
    assumed = []
    words = f"{claim.text} {claim.measure or ''}".casefold()
    measure = claim.measure
    if statistic == "rank" and (measure is None or normalise(measure) <= _TIMES):
        found = next((counted for word, counted in _SUPERLATIVES.items() if word in words), None)
        if found:
            assumed.append(f"“{claim.text}” is taken to be about the number of {found}")
            measure = found
    elif measure is not None and not normalise(measure) and not normalise(claim.event):
        injured = _INJURED.search(claim.sentence) and not _KILLED.search(claim.sentence)
        counted = "people injured" if injured else "deaths"
        assumed.append(f"“{measure}” is taken to mean {counted}")
        measure = counted
    elif statistic == "points" and measure is not None and (share := re.match(r"(?:the )?share of (.+)", measure)):
        measure = share[1]
    resolved = claim.resolved
    year = _YEAR.search(claim.baseline or "") if statistic == "sides" and resolved.period is None else None
    if year:
        resolved = replace(resolved, period=Window.parse(year[1]), how={**resolved.how, "period": "stated"})
    if measure is not claim.measure or resolved is not claim.resolved:
        claim = replace(claim, measure=measure, resolved=resolved)
    return claim, assumed


def _reason(claim: Claim, targets: list[TargetReading], statistic: str, declared: SpecificationSet) -> str | None:
    """Why a claim cannot be checked, or None."""
    if not targets:
        return _no_reading(claim)
    if claim.measure is None:
        return "the text does not say what is counted"
    if declared.statistic != statistic:
        return (
            f"the specification set {declared.name!r} works out a {declared.statistic}, and this claim is about a "
            f"{statistic}; the set for it is {SETS[statistic]!r}"
        )
    return None


def _no_reading(claim: Claim) -> str:
    if claim.kind == "rate" and re.fullmatch(r"per_\d+|per_(?:capita|person|people|population)", claim.unit or ""):
        return "it is a rate per population, and none of the datasets here holds a population to divide by"
    if claim.kind == "level" and claim.value is None:
        return "the text gives no number to hold counts against"
    if claim.value is None:
        return f"the text gives no number for this claim ({claim.kind}, {claim.form}), so there is nothing to check"
    if claim.kind in ("change", "level", "share"):
        return f"no counts can give “{claim.text}” ({claim.kind}, {claim.form}), whatever they are"
    return f"claims of this form ({claim.kind}, {claim.form}) are read, but cannot be held against counts"


def years_back(claim: Claim) -> int:
    """The years of "in a decade", "in five years"; 0 where the claim names none."""
    found = _YEARS_BACK.search(claim.baseline or "") if claim.resolved.baseline is None else None
    if claim.kind != "rank" or not found:
        return 0
    word = (found[1] or "a").casefold()
    number = int(word) if word.isdecimal() else _SMALL.get(word, 1)
    return number * (10 if found[2].casefold().startswith("decade") else 1)

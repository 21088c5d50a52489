"""From a claim's kind to what is worked out for it: the statistic, its specification set, and what is asked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import TargetReading, readings
from verifier.comparisons.specifications import SpecificationSet, load_set
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.incidents.measures import normalise
from verifier.places.tree import in_words
from verifier.questions.asked_measure import AskedMeasure, asked_measure
from verifier.questions.disambiguate import disambiguated, place_of_source
from verifier.questions.named_source import NamedSource, named_source, without_source
from verifier.questions.part_counted import as_count_of_part
from verifier.questions.per_population import as_rate, rated
from verifier.questions.ranked_among import RankedAmong, ranked_among
from verifier.questions.time_said import compared_year, is_each_time, missing_time
from verifier.questions.wider_place import WiderPlace, wider_place, with_part, without_wider_place
from verifier.window import Window

# What is not said to have happened cannot be checked against what did.
_NOT_SAID_TO_BE = {
    "forecast": "The text says what will be, and counts say what was.",
    "hypothetical": "The text says what might or should be, not what was.",
}
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_TOGETHER = re.compile(r"\b(?:together|combined|jointly|total|overall|between them|in all)\b", re.IGNORECASE)


class Plan(NamedTuple):
    """How a claim is checked. claim is the one the datasets are asked, with what its words leave open filled in, each
    said in `assumed`; reason says why nothing can be checked; wider is the place of which the claim's own is a part,
    among the places that it is ranked among.
    """

    claim: Claim
    targets: list[TargetReading]
    statistic: Statistic
    declared: SpecificationSet
    assumed: list[str]
    reason: str | None
    what: AskedMeasure
    source: NamedSource | None = None
    wider: WiderPlace | None = None
    among: RankedAmong | None = None


def plan(
    claim: Claim,
    given: str | Path | SpecificationSet | dict[Statistic, SpecificationSet],
    here: Collection[str] | None = None,
    *,
    chosen: bool = False,
) -> Plan:
    """The plan for a claim under a set: a set, its name or path, "" for the one of the claim's kind, or those by kind.

    here are the ids of the datasets asked; chosen: the user named them, whatever source the text names.

    Raises InputError for a specification set that cannot be read.
    """
    claim = as_count_of_part(claim)
    source = None if here is None or chosen else named_source(claim)
    claim, among = disambiguated(without_source(claim, source), source), None
    there = place_of_source(claim, source)
    claim = there or claim
    if ranked := ranked_among(claim):
        among, claim = ranked
    claim = as_rate(claim)
    claim = with_part(claim)
    wider = wider_place(claim)
    if wider:
        claim = replace(claim, measure=without_wider_place(claim.measure), counted=without_wider_place(claim.counted))
    what, targets, divided = asked_measure(claim, source), readings(claim), None
    if not targets and (divided := rated(claim, what, here)):
        what, targets = divided.what, divided.targets
    statistic = Statistic.COUNT if divided else _statistic(claim, targets, among)
    if isinstance(given, dict):
        declared = given[statistic]
    else:
        declared = given if isinstance(given, SpecificationSet) else load_set(given or statistic.kind.set)
    asked, assumed = _filled_in(claim, what, statistic)
    assumed += [one.assumed for one in (divided, wider) if one and one.assumed]
    if asked.resolved.how.get("period") == "assumed" and asked.resolved.period:
        began = wording.day(asked.resolved.period.start)
        assumed.append(f"the toll is taken to be counted from {began} on, which the text does not say")
    if len(claim.resolved.places) > 1 and claim.kind in ("change", "trend") and not _TOGETHER.search(claim.sentence):
        assumed.append(f"{claim.place} are taken together, which says nothing of each of them")
    if there and source:
        assumed.append(f"the place is {in_words(there.resolved.places[0])}, as {source.name} counts nothing else.")
    reason = divided.reason if divided else among.reason if among else None
    reason = reason or _reason(what, claim, targets, statistic, declared)
    reason = reason or missing_time(asked, statistic, targets[0].grain if targets else "")
    if reason is None and source and here is not None and not set(here) & set(source.datasets):
        reason = f"The text names {source.name} as its source, whose counts are not here."
    return Plan(asked, targets, statistic, declared, assumed, reason, what, source, wider, among)


def _statistic(claim: Claim, targets: list[TargetReading], among: RankedAmong | None) -> Statistic:
    if not targets:
        return Statistic.RATIO
    if among:
        return Statistic.PLACE_RANK
    groups = claim.kind == "ratio" and claim.resolved.baseline is None
    return Statistic.SIDES if groups else Statistic(targets[0].on)


def _filled_in(claim: Claim, what: AskedMeasure, statistic: Statistic) -> tuple[Claim, list[str]]:
    """The claim with what it counts in full as its measure, and a period where only the words of the other group hold
    one.
    """
    assumed = [what.assumed] if what.assumed else []
    measure = what.phrase
    if (
        statistic == Statistic.POINTS
        and measure is not None
        and (share := re.match(r"(?:the )?share of (.+)", measure))
    ):
        measure = share[1]
    resolved = claim.resolved
    year = _YEAR.search(claim.baseline or "") if statistic == Statistic.SIDES and resolved.period is None else None
    if year:
        resolved = replace(resolved, period=Window.parse(year[1]), how={**resolved.how, "period": "stated"})
    year_compared = compared_year(claim) if statistic == Statistic.RATIO else None
    if year_compared:
        resolved = replace(resolved, period=None, since=None, baseline=year_compared)
    if measure != claim.measure or claim.event is not None or resolved is not claim.resolved:
        claim = replace(claim, measure=measure, event=None, resolved=resolved)
    return claim, assumed


def _reason(
    what: AskedMeasure, claim: Claim, targets: list[TargetReading], statistic: Statistic, declared: SpecificationSet
) -> str | None:
    """Why a claim cannot be checked, or None."""
    if claim.modality in _NOT_SAID_TO_BE:
        return _NOT_SAID_TO_BE[claim.modality]
    if claim.kind == "change" and is_each_time(claim):
        return "The text gives an average change for each time; a change is worked out here from one time to another."
    if claim.kind == "change" and claim.form == "abs_change" and "rate" in normalise(what.phrase):
        return "The text says by how many a rate changed; here a change of a rate is worked out in percent."
    if not targets:
        return _no_reading(claim)
    if claim.kind == "level" and isinstance(claim.value, float) and not claim.value.is_integer():
        return f"“{claim.text}” is no whole number, and the text does not say what it is a rate of"
    if claim.kind == "level" and "rate" in normalise(what.phrase):
        return _rate_of_how_many(claim)
    if what.phrase is None or any(one.role == "which" for one in claim.qualifiers):
        return what.missing
    if declared.statistic != statistic:
        return (
            f"the specification set {declared.name!r} works out a {declared.statistic}, and this claim is about a "
            f"{statistic}; the set for it is {statistic.kind.set!r}"
        )
    return None


def _rate_of_how_many(claim: Claim) -> str:
    return f"the text does not say of how many people “{claim.text}” is the rate"


def _no_reading(claim: Claim) -> str:
    if claim.kind == "level" and claim.value is None:
        return "the text gives no number to hold counts against"
    if claim.value is None:
        return f"the text gives no number for this claim ({claim.kind}, {claim.form}), so there is nothing to check"
    if claim.kind == "rate" and claim.unit is None:
        return _rate_of_how_many(claim)
    if claim.form == "share_count":
        return f"“{claim.text}” gives a number of them and not the share that it makes of all"
    if claim.kind in ("change", "level", "share"):
        return f"no counts can give “{claim.text}”, whatever they are"
    return f"“{claim.text}” is of a form that cannot be held against counts"

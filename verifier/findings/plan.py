"""From a claim's kind to what is worked out for it: the statistic, its specification set, and what is asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import TargetReading, readings
from verifier.comparisons.specifications import SpecificationSet, load_set
from verifier.comparisons.statistics.statistic import Statistic
from verifier.incidents.measures import normalise
from verifier.questions.measured import Measured, measured
from verifier.questions.named_source import NamedSource, named_source
from verifier.questions.per_population import as_rate, rated
from verifier.questions.ranked_among import RankedAmong, ranked_among
from verifier.questions.time_said import missing_time
from verifier.questions.told_apart import told_apart
from verifier.questions.wider_place import WiderPlace, wider_place, without_wider_place
from verifier.window import Window

# What is not said to have happened cannot be checked against what did.
_NOT_SAID_TO_BE = {
    "forecast": "The text says what will be, and counts say what was.",
    "hypothetical": "The text says what might or should be, not what was.",
}
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_YEARS_BACK = re.compile(r"\b(?:(\w+)[\s-]+)?(decades?|years?)\b", re.IGNORECASE)
# "Fell by 10 percent a year", "an average of 10 percent a month".
_EACH_TIME = re.compile(
    r"^,? (?:(?:a|per|each|every) (?:year|quarter|month|week|day)\b(?! (?:earlier|ago|before|later|over|on))"
    r"|(?:annually|yearly|monthly|weekly|on average)\b)",
    re.IGNORECASE,
)
_PAST = re.compile(r"(?:(?:over|in|during|within) )?(?:the )?(?:past|last) (?:(\w+) )?(decades?|years)", re.IGNORECASE)
_SMALL = {
    word: number
    for number, word in enumerate(
        ["a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
}


@dataclass(frozen=True)
class Plan:
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
    what: Measured
    source: NamedSource | None = None
    wider: WiderPlace | None = None
    among: RankedAmong | None = None


def plan(
    claim: Claim,
    given: str | Path | SpecificationSet | Mapping[Statistic, SpecificationSet],
    here: Collection[str] | None = None,
    *,
    chosen: bool = False,
) -> Plan:
    """The plan for a claim under a set: a set, its name or path, "" for the one of the claim's kind, or those by kind.

    here are the ids of the datasets asked; chosen: the user named them, whatever source the text names.

    Raises InputError for a specification set that cannot be read.
    """
    source = None if here is None or chosen else named_source(claim)
    claim, among = told_apart(claim, source), None
    if ranked := ranked_among(claim):
        among, claim = ranked
    claim = as_rate(claim)
    wider = wider_place(claim)
    if wider:
        claim = replace(claim, measure=without_wider_place(claim.measure), counted=without_wider_place(claim.counted))
    what, targets, divided = measured(claim), readings(claim), None
    if not targets and (divided := rated(claim, what, here)):
        what, targets = divided.what, divided.targets
    statistic = Statistic.COUNT if divided else _statistic(claim, targets, among)
    if isinstance(given, Mapping):
        declared = given[statistic]
    else:
        declared = given if isinstance(given, SpecificationSet) else load_set(given or statistic.kind.set)
    asked, assumed = _filled_in(claim, what, statistic)
    assumed += [one.assumed for one in (divided, wider) if one and one.assumed]
    reason = divided.reason if divided else among.reason if among else None
    reason = reason or _reason(what, claim, targets, statistic, declared)
    reason = reason or missing_time(asked, statistic)
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


def _filled_in(claim: Claim, what: Measured, statistic: Statistic) -> tuple[Claim, list[str]]:
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
    compared_year = (_year_since(claim) or _years_ago(claim)) if claim.kind in ("change", "trend") else None
    if statistic == Statistic.RATIO and compared_year:
        resolved = replace(resolved, period=None, since=None, baseline=compared_year)
    if measure != claim.measure or claim.event is not None or resolved is not claim.resolved:
        claim = replace(claim, measure=measure, event=None, resolved=resolved)
    return claim, assumed


def _year_since(claim: Claim) -> Window | None:
    """The year of "since 2014", which a change is measured from; None for a month, a day or an event ("since the
    takeover"), for a year that is also what the claim is about, and where no whole year has followed yet.
    """
    resolved, words = claim.resolved, (claim.baseline or "").strip()
    if resolved.baseline is not None or claim.period or not re.fullmatch(_YEAR.pattern, words):
        return None
    year = Window.parse(words)
    begins = resolved.since or (resolved.period.start if resolved.period else None)
    last = resolved.period.end.year - 1 if resolved.period else claim.published.year - 1 if claim.published else None
    return year if begins == year.start and (last is None or last > year.start.year) else None


def _years_ago(claim: Claim) -> Window | None:
    """The year that a change "over the past decade" is measured from: so many before the last whole one."""
    said, period = _PAST.fullmatch(claim.period or ""), claim.resolved.period
    if said is None or claim.baseline or claim.published is None or period is None or claim.resolved.baseline:
        return None
    years = _number(said[1]) * (10 if said[2].startswith("decade") else 1)
    return Window.parse(str(claim.published.year - 1 - years)) if years > 1 else None


def _reason(
    what: Measured, claim: Claim, targets: list[TargetReading], statistic: Statistic, declared: SpecificationSet
) -> str | None:
    """Why a claim cannot be checked, or None."""
    if claim.modality in _NOT_SAID_TO_BE:
        return _NOT_SAID_TO_BE[claim.modality]
    if claim.kind == "change" and _is_each_time(claim):
        return "The text gives an average change for each time; a change is worked out here from one time to another."
    if claim.kind == "change" and claim.form == "abs_change" and "rate" in normalise(what.phrase):
        return "The text says by how many a rate changed; here a change of a rate is worked out in percent."
    if not targets:
        return _no_reading(claim)
    if what.phrase is None or any(one.role == "which" for one in claim.qualifiers):
        return what.missing
    if declared.statistic != statistic:
        return (
            f"the specification set {declared.name!r} works out a {declared.statistic}, and this claim is about a "
            f"{statistic}; the set for it is {statistic.kind.set!r}"
        )
    return None


def _is_each_time(claim: Claim) -> bool:
    """Whether a change is that of each year, month or week of a stretch, and not one over the whole of it."""
    at = claim.sentence.find(claim.text)
    after = claim.sentence[at + len(claim.text) :] if at >= 0 else ""
    return claim.text.casefold().startswith(("an average", "average")) or _EACH_TIME.match(after) is not None


def _no_reading(claim: Claim) -> str:
    if claim.kind == "level" and claim.value is None:
        return "the text gives no number to hold counts against"
    if claim.value is None:
        return f"the text gives no number for this claim ({claim.kind}, {claim.form}), so there is nothing to check"
    if claim.kind in ("change", "level", "share"):
        return f"no counts can give “{claim.text}” ({claim.kind}, {claim.form}), whatever they are"
    return f"claims of this form ({claim.kind}, {claim.form}) are read, but cannot be held against counts"


def years_back(claim: Claim) -> int:
    """The years of "in a decade", "in five years", "a nine-year high"; 0 where the claim names none."""
    found = _YEARS_BACK.search(claim.baseline or claim.text) if claim.resolved.baseline is None else None
    if claim.kind != "rank" or not found:
        return 0
    return _number(found[1]) * (10 if found[2].casefold().startswith("decade") else 1)


def _number(word: str | None) -> int:
    """The number that a small word or figures say; 1 for any other, and for none."""
    said = (word or "a").casefold()
    return int(said) if said.isdecimal() else _SMALL.get(said, 1)

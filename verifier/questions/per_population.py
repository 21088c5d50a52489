"""Rates per population: "5 murders per 100,000 people" is turned into a count by the population, and checked as one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from verifier.claims.claim import Claim
from verifier.claims.readings.kind_readings import rate_of_people
from verifier.claims.readings.targets import TargetReading
from verifier.incidents.catalogue import datasets
from verifier.incidents.population import population
from verifier.places.tree import as_of, in_words, joined
from verifier.questions.asked_measure import PER_PEOPLE, AskedMeasure
from verifier.window import Window

PER_RATE = 100_000_000  # the people that datasets of rates count by, since their tables hold whole numbers
_YEAR = (360, 371)  # days: a calendar year, or twelve months told by days
# What says that it is a rate, and of whom, but not what is counted.
_RATE_WORDS = re.compile(r"\b(?:rates?|residents?|inhabitants?|people|population|capita|per|head|persons?)\b", re.I)


# "Robberies per capita" are robbery rates.
_PER_HEAD = re.compile(
    r"\s*\b(?:per (?:capita|head|person|resident|inhabitant)|adjusted for (?:the )?population"
    r"|relative to (?:its |their |the )?population)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rated:
    """What a rate per population comes to: what it counts, its number as a count, what was assumed; or why it fails."""

    what: AskedMeasure
    targets: list[TargetReading]
    assumed: str | None = None
    reason: str | None = None


def as_rate(claim: Claim) -> Claim:
    """A claim that ranks or compares "robberies per capita" as one of robbery rates, where a dataset has these."""
    if claim.kind in ("level", "rate") or not _PER_HEAD.search(claim.counted or ""):
        return claim
    counted = f"{_PER_HEAD.sub(' ', claim.counted or '').strip()} rate"
    if not any(one.answers(counted) for one in datasets()):
        return claim
    kept = tuple(one for one in claim.qualifiers if not _PER_HEAD.search(one.text))
    return replace(claim, counted=counted, measure=counted, event=None, qualifiers=kept)


def rated(claim: Claim, what: AskedMeasure, here: Collection[str] | None) -> Rated | None:
    """The count that a rate per population amounts to; None for any other claim.

    Where none of the datasets `here` has the count for the place and year, and one publishes the rate itself, that rate
    is used.
    """
    unit = PER_PEOPLE.fullmatch(claim.unit or "") if claim.kind == "rate" else None
    if unit is None or what.phrase is None:
        return None
    counted = replace(what, phrase=" ".join(_RATE_WORDS.sub(" ", what.phrase).split()) or what.phrase)
    of, period, places = int(unit[1] or 1), claim.resolved.period, claim.resolved.places
    if period is None:
        return Rated(counted, [], reason="The text does not say when, and a rate per population needs a year.")
    if not _YEAR[0] <= period.days <= _YEAR[1]:
        return Rated(counted, [], reason=f"A rate per population is checked for a year, and {period} is none.")
    if not places:
        return Rated(counted, [], reason="The text names no place, and a rate per population needs one.")
    if len(places) > 1 and _of_each(claim):
        return Rated(counted, [], reason="The text gives one rate for several places, each by itself.")
    place = as_of(places[0], period.end) if len(places) == 1 else joined(places)
    rate = f"{counted.phrase} rate"
    if here and not _held(counted.phrase, place, period, here) and _held(rate, place, period, here):
        return Rated(replace(counted, phrase=rate), rate_of_people(claim, PER_RATE, of, counted=False))
    people = population(place, period.end.year)
    if people is None:
        return Rated(counted, [], reason=f"No population is known here for {in_words(place)} in {period.end.year}.")
    assumed = (
        f"the rate is of {people.people:,} people in {in_words(place)}, the population of {people.year} "
        f"({people.source})"
    )
    return Rated(counted, rate_of_people(claim, people.people, of), assumed)


def _of_each(claim: Claim) -> bool:
    """Whether a rate is told of each of several places, not of all of them together: "over 200 in Italy and Greece"."""
    return re.search(r"\b(?:combined|together|taken together|as a whole)\b", claim.sentence, re.IGNORECASE) is None


def _held(phrase: str | None, place: str, period: Window, here: Collection[str]) -> bool:
    """Whether one of the datasets counts this for the place and the period."""
    return any(
        vintage.coverage is not None and vintage.coverage.contains(period)
        for dataset in datasets()
        if dataset.id in here
        for answer in dataset.answers(phrase or "")
        for vintage in dataset.vintages(place, answer.definition)
    )

"""Which claims are answered by the same series, and those series."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from verifier.findings.doubts import with_doubts
from verifier.findings.paired_series import with_second
from verifier.findings.plan import Plan
from verifier.findings.regions_asked import inside_country
from verifier.findings.same_unit import one_question
from verifier.findings.sources import Source, ask, days_named, windows_wanted
from verifier.incidents.cells import Definition
from verifier.incidents.dataset import Dataset
from verifier.questions.asked_place import AskedPlace, asked_place, counted_place

_NUMBERS = ("level", "rate")  # claims that a count of something akin cannot answer
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Answers:
    """What the datasets have on a claim: by dataset the series that speak to it or the reason why there is none; of
    all of them those that count in the unit of its measure, and the others.
    """

    by_dataset: dict[str, tuple[list[Source], str | None]]
    kept: list[Source]
    others: list[Source]


def answers(plan: Plan, datasets: list[Dataset], place: str | None, known_on: date | None) -> Answers:
    """Every dataset asked for the series that a plan needs."""
    asked: dict[str, tuple[list[Source], str | None]] = {}
    wanted = asked_place(plan.claim, place)
    for dataset in datasets:
        if plan.source and dataset.id not in plan.source.datasets:
            asked[dataset.id] = [], f"The text names {plan.source.name} as its source."
            continue
        answered, why = ask(dataset, plan.claim, wanted, known_on)
        if answered:
            answered, why = with_second(answered, plan, known_on)
        asked[dataset.id] = answered, why
    if plan.statistic.kind.second != "side":
        asked = inside_country(asked, wanted)
    if plan.claim.kind in _NUMBERS:
        asked = _without_stand_ins(asked)
    kept, others = one_question([one for answered, _ in asked.values() for one in answered], plan.claim)
    return Answers(asked, with_doubts(kept, others), others)


def _without_stand_ins(
    asked: dict[str, tuple[list[Source], str | None]],
) -> dict[str, tuple[list[Source], str | None]]:
    """The answers, but none where all count only something akin: how that changed may stand for how the thing itself
    did, but how many of the one there were says nothing of how many there were of the other.
    """
    if any(one.match != "proxy" for answered, _ in asked.values() for one in answered):
        return asked
    return {
        name: (
            [],
            f"It counts {answered[0].definition.shown_label}: that can show how a number changed, not what it was.",
        )
        if answered
        else (answered, why)
        for name, (answered, why) in asked.items()
    }


def answers_key(plan: Plan, datasets: list[Dataset], place: str | None) -> Hashable:
    """All of a plan that `answers` looks at, whatever is made of it: plans of one key are answered alike."""
    claim, second = plan.claim, plan.statistic.kind.second
    where = asked_place(claim, place)
    source = plan.source.name if plan.source else None
    measure = claim.measure or ""
    by_windows, by_days, by_digits = _decided_by(measure, where, tuple(datasets))
    key = (
        plan.wider,
        source,
        windows_wanted(claim) if by_windows else None,
        tuple(one.left_out(definition, measure, there, days_named(claim)) for one, definition, there in by_days),
        plan.statistic if second else None,
        claim.measure,
        claim.kind in _NUMBERS,
        claim.event,
        where.code,
        where.words,
        where.country,
        asked_place(claim) if place else None,  # what a refusal names
    )
    if plan.among:
        return key, plan.among, claim.resolved.period
    if second is None or plan.wider:
        return key
    if second == "whole":  # its part is looked for in the sentence
        return key, claim.sentence if by_digits else _DIGIT.sub("0", claim.sentence)
    return key, claim.baseline, claim.place


@lru_cache(maxsize=4096)
def _decided_by(
    measure: str, where: AskedPlace, datasets: tuple[Dataset, ...]
) -> tuple[bool, list[tuple[Dataset, Definition, str]], bool]:
    """Whether the windows of a claim decide what release answers it; the definitions that its days may leave out, each
    with its dataset and the place there; and whether digits may name a definition, by its id.
    """
    able = [(one, there) for one in datasets if one.answers(measure) and (there := counted_place(one, where))]
    leaving = [
        (one, each.definition, there) for one, there in able if one.leaves_out_some for each in one.answers(measure)
    ]
    named = any(_DIGIT.search(definition.id) for one in datasets for definition in one.definitions)
    return any(one.has_partial_releases for one, _ in able), leaving, named

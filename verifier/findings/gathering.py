"""Asking every dataset, and making all the comparisons that the plan of one claim declares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from verifier.arrays import Ints
from verifier.comparisons.rules import Anchors
from verifier.findings.anchors import anchors_for, assumptions, uncovered
from verifier.findings.answering import Answers, answers
from verifier.findings.comparison_table import comparison_table, no_comparisons
from verifier.findings.dataset_answers import speaking_rows
from verifier.findings.flags import Present, flag_names, matching_another
from verifier.findings.many_questions import Answered, answered_alone
from verifier.findings.outcome_shares import NOTHING_HELD, BothShares
from verifier.findings.plan import Plan
from verifier.findings.sources import Abstention, Source, no_window
from verifier.findings.trendline import Support, support
from verifier.incidents.dataset import Dataset
from verifier.questions.refusals import missing


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What the datasets gave for a claim.

    rows has one row a specification (weights summing to 1, heaviest first; what has no vote has no weight), without the
    intervals; answered are these comparisons as they were weighed; held are the shares of what they say, speaking the
    row that speaks for each dataset; sources are the series behind them; abstained the datasets that do not answer.
    others are series that answer a different question (deaths instead of attacks) and are kept out of the finding;
    supports are how far each series bears a claimed trend. cautions are the names of those that apply; assumed what was
    assumed, by sentence; matching how many comparisons match each further reading, by its label.
    """

    answered: Answered | None = field(default=None, repr=False, compare=False)
    rows: pd.DataFrame = field(default_factory=no_comparisons)
    held: BothShares[float, bool] = NOTHING_HELD
    speaking: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    sources: list[Source] = field(default_factory=list)
    abstained: list[Abstention] = field(default_factory=list)
    others: list[Source] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    matching: dict[str, int] = field(default_factory=dict)


def gather(
    plan: Plan, datasets: list[Dataset], said: date | None, place: str | None, known_on: date | None
) -> Gathered:
    """Every comparison of the plan in every dataset that answers in the unit of the claim's measure."""
    answered = answers(plan, datasets, place, known_on)
    asked, others = answered.kept, answered.others
    if not asked:
        return Gathered(others=others, abstained=_abstained(answered, plan, {}, []))
    one = answered_alone(plan, asked, said, dated=known_on is None, other_question=bool(others))
    sources = [asked[at] for at in one.made.present.tolist()]
    found = Gathered(others=others, sources=sources, abstained=_abstained(answered, plan, one.uncovered, sources))
    if one.held is None or one.judged is None:
        return found
    cautions = flag_names(one, Present(sources))
    trends = sources if plan.claim.kind == "trend" else []
    lines = (support(each, anchors_for(plan.claim, said, each), plan.targets[0]) for each in trends)
    return replace(
        found,
        answered=one,
        rows=comparison_table(one.made, one.judged),
        held=one.held.one(one.place),
        speaking=speaking_rows(one.made),
        supports=[line for line in lines if line],
        cautions=cautions,
        assumed=[*plan.assumed, *assumptions(plan.claim, said)],
        matching=matching_another(one) if "reading" in cautions else {},
    )


def _abstained(
    answered: Answers, plan: Plan, without: Mapping[int, Anchors], sources: list[Source]
) -> list[Abstention]:
    why = abstentions(answered, plan, without, {source.dataset.id for source in sources})
    return [Abstention(*one) for one in why.items()]


def abstentions(
    answered: Answers, plan: Plan, without: Mapping[int, Anchors], speaking: Collection[str] = ()
) -> dict[str, str]:
    """Why each dataset that makes no comparison for a plan makes none, by its id; without are the anchors in each
    source that does not cover what it names, speaking the ids of those that make one.
    """
    made = {}
    for dataset_id, (several, why) in answered.by_dataset.items():
        if dataset_id not in speaking:
            own = [one for one in answered.kept if one.dataset.id == dataset_id]
            made[dataset_id] = why or (_silent(plan, without, own) if own else _another(several))
    return made


def lacking(plan: Plan, abstained: Mapping[str, str], datasets: list[Dataset]) -> str:
    """Why the claim of a plan is not checked, for a table of many claims."""
    return missing(plan.claim, plan.what, plan.reason, abstained, datasets)


def _silent(plan: Plan, without: Mapping[int, Anchors], own: list[Source]) -> str:
    """Why series that count the right thing made no comparison."""
    first = next((one for one in own if id(one) in without), None)
    return uncovered(plan.claim, without[id(first)], first) if first else no_window(own)


def _another(answered: list[Source]) -> str:
    units = " and ".join(dict.fromkeys(one.definition.unit for one in answered))
    return f"It counts {units} for these words, which is another question."

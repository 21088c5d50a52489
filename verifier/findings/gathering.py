"""Asking every dataset, and making all the comparisons that the plan of one claim declares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from verifier.comparisons.rules import Anchors
from verifier.comparisons.spans import Days
from verifier.findings import trendline
from verifier.findings.anchors import anchors_for, assumptions, uncovered
from verifier.findings.answering import Answers, answers
from verifier.findings.comparison_table import comparison_table, no_comparisons
from verifier.findings.dataset_answers import speaking_rows
from verifier.findings.flag_words import Beside
from verifier.findings.flags import Present, flag_names, matching_another
from verifier.findings.many_questions import Answered, answered_alone
from verifier.findings.outcome_shares import NOTHING_HELD, BothShares
from verifier.findings.plan import Plan
from verifier.findings.sources import Abstention, Source, no_window
from verifier.incidents.dataset import Dataset
from verifier.questions.refusals import Refusal, missing, refusal


@dataclass
class Gathered:
    """What the datasets gave: every comparison, the series behind them, what was left out and why, and the names of the
    cautions that apply, with what their words need beside the check.
    """

    answered: Answered | None = None
    rows: pd.DataFrame = field(default_factory=no_comparisons)
    held: BothShares[float, bool] = NOTHING_HELD
    speaking: Days = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    sources: list[Source] = field(default_factory=list)
    abstained: list[Abstention] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    beside: Beside = field(default_factory=lambda: Beside([], {}))
    others: list[Source] = field(default_factory=list)
    supports: list[trendline.Support] = field(default_factory=list)


def gather(
    plan: Plan, datasets: list[Dataset], said: date | None, place: str | None, known_on: date | None
) -> Gathered:
    """Every comparison of the plan in every dataset that answers in the unit of the claim's measure."""
    answered = answers(plan, datasets, place, known_on)
    asked, without = answered.kept, dict[int, Anchors]()
    found = Gathered(others=answered.others)
    if asked:
        one = answered_alone(plan, asked, said, dated=known_on is None, other_question=bool(answered.others))
        without = one.uncovered
        found.sources = [asked[at] for at in one.made.present.tolist()]
        if one.held is not None and one.judged is not None:
            found.answered = one
            found.rows, found.held = comparison_table(one.made, one.judged), one.held.one(one.place)
            found.speaking = speaking_rows(one.made)
            found.flags = flag_names(one, Present(found.sources))
            matching = matching_another(one) if "reading" in found.flags else {}
            found.beside = Beside([*plan.assumed, *assumptions(plan.claim, said)], matching)
    for source in found.sources if plan.claim.kind == "trend" else ():
        line = trendline.support(source, anchors_for(plan.claim, said, source), plan.targets[0])
        found.supports += [line] if line else []
    why = abstentions(answered, plan, without, {source.dataset.id for source in found.sources})
    found.abstained = [Abstention(*one) for one in why.items()]
    return found


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


def refused(plan: Plan, abstained: Iterable[Abstention], datasets: list[Dataset]) -> Refusal:
    """Why the claim of a plan is not checked, and what would answer it."""
    why = {one.dataset: one.why for one in abstained}
    return refusal(plan.claim, plan.what, plan.source, plan.reason, why, datasets)


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

"""From many claims under one set to their different questions, and the comparisons of each question, once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.claims.claim import Claim
from verifier.comparisons.rules import Anchors, reach
from verifier.comparisons.spans import ranges
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings.anchors import FOREVER, claim_days, many_anchors
from verifier.findings.batch import Batch, batch
from verifier.findings.outcome_shares import BothShares, Judged, judged, many_shares, shares_of
from verifier.findings.outcomes import Targets
from verifier.findings.panel import Panel
from verifier.findings.plan import Plan
from verifier.findings.question_facts import QuestionFacts, question_facts
from verifier.findings.sources import Source, first_published
from verifier.findings.standing import Asks
from verifier.questions.time_said import years_back

# Questions worked out together at first, and the comparisons that a batch should have: its arrays stay in the
# processor's cache, while the cost of starting each step is shared.
FIRST_QUESTIONS = 64
WANTED_ROWS = 20_000
MOST_QUESTIONS = 2_000


class Case(NamedTuple):
    """A claim, when it was said, and its plan; at is its place among those asked."""

    at: int
    claim: Claim
    said: date | None
    plan: Plan


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that the same series answer: the places of these in a panel are upwards from first, before end.

    other_question: whether there are series that answer another question.
    """

    cases: Sequence[Case]
    first: int
    end: int
    other_question: bool


class Answered(NamedTuple):
    """A claim with the batch that holds its question (a position in the batch), and the shares of some claims that are
    held against comparisons of it, its own at its place: None without rows.

    without are the questions of the batch put to series that do not cover what they name; judged is what each
    comparison says of a claim that was asked alone, which a table of them tells.
    """

    case: Case
    group: Group
    made: Batch
    facts: QuestionFacts
    question: int
    held: BothShares[Floats, Bools] | None
    place: int
    without: Asks
    judged: Judged | None = None

    @property
    def uncovered(self) -> dict[int, Anchors]:
        """The anchors of the claim in each source (by its identity) that does not cover what it names."""
        found, sources = np.flatnonzero(self.without.question == self.question), self.made.panel.sources
        return {id(sources[self.without.source[at]]): self.without.anchors.one(at) for at in found.tolist()}


def answered(groups: Sequence[Group], panel: Panel) -> Iterator[Answered]:
    """Every case with its comparisons. All must have the same set, and every group some sources."""
    declared = groups[0].cases[0].plan.declared
    extra = beyond_the_period(declared)
    several: list[tuple[Group, list[Case]]] = []
    for group in groups:
        by_question: dict[Hashable, list[Case]] = {}
        for case in group.cases:
            by_question.setdefault(question_key(case, extra), []).append(case)
        several += [(group, cases) for cases in by_question.values()]
    start, number = 0, FIRST_QUESTIONS
    while start < len(several):
        some = several[start : start + number]
        start += len(some)
        made, without = compared([(group, cases[0]) for group, cases in some], panel)
        told = question_facts(made)
        rows = max(1, len(made.question) // len(some))
        number = min(MOST_QUESTIONS, max(1, WANTED_ROWS // rows))
        yield from _held(some, made, told, without)


def _held(some: list[tuple[Group, list[Case]]], made: Batch, told: QuestionFacts, without: Asks) -> Iterator[Answered]:
    """The cases of each question, each held against its comparisons; equal targets once."""
    by_item: dict[tuple[Hashable, tuple[bool, bool, bool]], list[tuple[int, Group, Case]]] = {}
    for question, (group, cases) in enumerate(some):
        for case in cases:
            if made.sizes[question]:
                target = case.plan.targets[0]  # with all of it that its outcomes hang on
                asked_of = question, target.low, target.high, target.number, target.factor
                item = asked_of, _lacking(case, made, told, question)
                by_item.setdefault(item, []).append((question, group, case))
            else:
                yield Answered(case, group, made, told, question, None, 0, without)
    if not by_item:
        return
    firsts = [(question, case) for (question, _, case), *_ in by_item.values()]
    asked = np.array([question for question, _ in firsts], dtype=np.int64)
    targets = Targets.of([case.plan.targets[0] for _, case in firsts])
    lacking = np.array([each for _, each in by_item], dtype=bool).T
    waiting = iter(by_item.values())
    for held in many_shares(made, asked, targets, lacking, told.headline):
        for place, alike in enumerate(islice(waiting, len(held.literal))):
            for question, group, case in alike:
                yield Answered(case, group, made, told, question, held, place, without)


def _lacking(case: Case, made: Batch, told: QuestionFacts, question: int) -> tuple[bool, bool, bool]:
    """What the comparison that was said lacks: a change is told without saying when, so that the latest year was taken
    and another may be meant; its source counted otherwise before and after; it is of a later release than was cited.
    """
    resolved = case.plan.claim.resolved
    changing = case.plan.statistic in (Statistic.RATIO, Statistic.RUN)
    no_period = changing and resolved.period is None and resolved.since is None
    return no_period, bool(told.broken[question]), _is_of_a_later_release(case, made, told, question)


def _is_of_a_later_release(case: Case, made: Batch, told: QuestionFacts, question: int) -> bool:
    """Whether the text cites the source, and the release that was out on its day is not here."""
    cited, row = case.plan.source, int(told.headline[question])
    if cited is None or case.said is None or row < 0:
        return False
    source = made.panel.sources[int(made.source[row])]
    return source.dataset.id in cited.datasets and case.said < first_published(source)


def question_key(case: Case, extra: tuple[int, int]) -> Hashable:
    """All that the comparisons of a case depend on, beside its series and its set: the period, the baseline, and the
    day it was said as far as a window could reach it. What is no ratio is worked out for one target.
    """
    resolved, target = case.plan.claim.resolved, case.plan.targets[0]
    said = case.said.toordinal() if case.said else 0
    if resolved.period is not None:
        last = resolved.period.end.toordinal() + extra[resolved.baseline is not None]
        said = min(said or FOREVER, last)
    where = resolved.period, resolved.since, resolved.baseline, said
    if case.plan.declared.statistic == Statistic.RATIO:
        return where
    return where, target.low, target.high, target.per_days, target.grain, target.down, years_back(case.plan.claim)


def windows_key(case: Case) -> Hashable:
    """What decides whether a series covers what a case names."""
    resolved = case.plan.claim.resolved
    return resolved.period, resolved.since, resolved.baseline, case.said, case.plan.targets[0].on


def beyond_the_period(declared: SpecificationSet) -> tuple[int, int]:
    """How many days after the end of the period a window may end at most: without and with a baseline in the claim."""
    plain, stated = zip((0, 0), *map(reach, declared.content["after"]), strict=True)
    return max(plain), max(stated)


def compared(some: Sequence[tuple[Group, Case]], panel: Panel) -> tuple[Batch, Asks]:
    """Every comparison of each question, of which a case is given with the group whose sources answer it; and the
    questions put to those of its sources that do not cover what it names.
    """
    plans = [case.plan for _, case in some]
    asks, without = _asks(some, panel)
    return batch(panel, asks, plans[0].declared, [plan.targets[0] for plan in plans]), without


def answered_alone(
    plan: Plan, sources: Sequence[Source], said: date | None, *, dated: bool, other_question: bool = False
) -> Answered:
    """One claim with every comparison of it in some sources; dated: with what earlier releases counted."""
    case = Case(0, plan.claim, said, plan)
    group, only = Group([case], 0, len(sources), other_question), np.zeros(1, dtype=np.int64)
    made, without = compared([(group, case)], Panel(sources, estimated=plan.statistic == Statistic.COUNT, dated=dated))
    found = judged(made, only, Targets.of(plan.targets[:1])) if made.sizes[0] else None
    told = question_facts(made)
    lacking = np.array([_lacking(case, made, told, 0)], dtype=bool).T
    held = shares_of(made, only, found, lacking, told.headline) if found else None
    return Answered(case, group, made, told, 0, held, 0, without, found)


def _asks(some: Sequence[tuple[Group, Case]], panel: Panel) -> tuple[Asks, Asks]:
    """Every question, of which a case is given, put to each of the sources of its group: first to those that cover what
    it names, then to the others.
    """
    ratio = some[0][1].plan.declared.statistic == Statistic.RATIO
    first = np.array([group.first for group, _ in some], dtype=np.int64)
    many = np.array([group.end for group, _ in some], dtype=np.int64) - first
    question, source = ranges(first, many)
    days = [claim_days(case.plan.claim, case.said, None if ratio else case.plan.targets[0]) for _, case in some]
    anchors, covered = many_anchors(days, question, panel.latest[source], panel.own[source], panel.series)
    put, left = (Asks(question[at], source[at], anchors.take(at)) for at in (covered, ~covered))
    return put, left

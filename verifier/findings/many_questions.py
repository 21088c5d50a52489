"""From many claims under one set to their different questions, and the comparisons of each question, once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from verifier.claims.claim import Claim
from verifier.comparisons.rules import GRAIN_MONTHS, ManyAnchors, reach
from verifier.comparisons.spans import add_months, ranges
from verifier.comparisons.specifications import SpecificationSet
from verifier.findings.batch import Asks, Batch, batch
from verifier.findings.facts import Facts, facts
from verifier.findings.held import Held, held
from verifier.findings.kinds import Plan, years_back
from verifier.findings.outcomes import Targets
from verifier.findings.panel import Panel

# Questions worked out together at first, and the comparisons that a batch should have: its arrays stay in the
# processor's cache, while the cost of starting each step is shared.
FIRST_QUESTIONS = 64
WANTED_ROWS = 20_000
MOST_QUESTIONS = 2_000
_FOREVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Case:
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


@dataclass(frozen=True, slots=True)
class Answered:
    """A claim with the batch that holds its question (a position in the batch), and its shares: None without rows."""

    case: Case
    group: Group
    made: Batch
    facts: Facts
    question: int
    held: Held | None


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
        targets = [cases[0].plan.targets[0] for _, cases in some]
        made = batch(panel, _asks(some, panel), declared, targets)
        told = facts(made, Targets.of(targets))
        rows = max(1, len(made.question) // len(some))
        number = min(MOST_QUESTIONS, max(1, WANTED_ROWS // rows))
        yield from _held(some, made, told)


def _held(some: list[tuple[Group, list[Case]]], made: Batch, told: Facts) -> Iterator[Answered]:
    """The cases of each question, each held against its comparisons; equal targets once."""
    empty = made.sizes == 0
    items: dict[tuple[int, float, float], int] = {}
    chosen: list[Case] = []
    for question, (_, cases) in enumerate(some):
        for case in cases if not empty[question] else ():
            target = case.plan.targets[0]
            if items.setdefault((question, target.low, target.high), len(items)) == len(chosen):
                chosen.append(case)
    asked = np.array([question for question, _, _ in items], dtype=np.int64)
    shares = list(held(made, asked, Targets.of([case.plan.targets[0] for case in chosen]))) if chosen else []
    for question, (group, cases) in enumerate(some):
        for case in cases:
            target = case.plan.targets[0]
            at = items.get((question, target.low, target.high))
            yield Answered(case, group, made, told, question, None if at is None else shares[at])


def question_key(case: Case, extra: tuple[int, int]) -> Hashable:
    """All that the comparisons of a case depend on, beside its series and its set: the period, the baseline, and the
    day it was said as far as a window could reach it. What is no ratio is worked out for one target.
    """
    resolved, target = case.plan.claim.resolved, case.plan.targets[0]
    said = case.said.toordinal() if case.said else 0
    if resolved.period is not None:
        last = resolved.period.end.toordinal() + extra[resolved.baseline is not None]
        said = min(said or _FOREVER, last)
    where = resolved.period, resolved.baseline, said
    if case.plan.declared.statistic == "ratio":
        return where
    return where, target.low, target.high, target.per_days, target.grain, target.down, years_back(case.plan.claim)


def beyond_the_period(declared: SpecificationSet) -> tuple[int, int]:
    """How many days after the end of the period a window may end at most: without and with a baseline in the claim."""
    plain, stated = zip((0, 0), *map(reach, declared.content["after"]), strict=True)
    return max(plain), max(stated)


def _asks(some: list[tuple[Group, list[Case]]], panel: Panel) -> Asks:
    """Every question put to each of its sources, with what `anchors_for` and `placed` give of it there."""
    ratio = some[0][1][0].plan.declared.statistic == "ratio"
    first = np.array([group.first for group, _ in some], dtype=np.int64)
    many = np.array([group.end for group, _ in some], dtype=np.int64) - first
    question, source = ranges(first, many)
    columns = np.array([_days(cases[0], ratio=ratio) for _, cases in some], dtype=np.int64)[question].T
    start, end, said, base_start, base_end, grain, years = columns
    latest = np.minimum(panel.latest[source], np.where(said > 0, said, _FOREVER))
    is_open = end == 0
    end = np.where(is_open, np.where(said > 0, said, latest), end)
    start = np.where(is_open, add_months(end + 1, -12), start)
    days = end - start + 1
    by_length = np.where(days <= 31, 1, np.where(days <= 92, 3, 12))
    anchors = ManyAnchors(
        start, end, latest, base_start, base_end, np.zeros_like(said) if ratio else said,
        np.where(grain > 0, grain, by_length), years, panel.own[source],
    )  # fmt: skip
    return Asks(question, source, anchors)


def _days(case: Case, *, ratio: bool) -> tuple[int, ...]:
    """What the windows of a case hang on in any series: the period, the day it was said and the baseline, 0 for none,
    the months of its grain (0: by the length of the period), and how many years back it looks.
    """
    resolved, target = case.plan.claim.resolved, case.plan.targets[0]
    period, baseline = resolved.period, resolved.baseline
    return (
        period.start.toordinal() if period else 0,
        period.end.toordinal() if period else 0,
        case.said.toordinal() if case.said else 0,
        baseline.start.toordinal() if baseline else 0,
        baseline.end.toordinal() if baseline else 0,
        12 if ratio else GRAIN_MONTHS.get(target.grain, 0),
        0 if ratio else years_back(case.plan.claim),
    )

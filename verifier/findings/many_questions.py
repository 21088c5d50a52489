"""From many claims about the same series to their different questions, and each question's comparisons, once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from verifier.claims.claim import Claim
from verifier.comparisons.rules import GRAIN_MONTHS, ManyAnchors, reach
from verifier.comparisons.spans import add_months
from verifier.comparisons.specifications import SpecificationSet
from verifier.findings.batch import Batch, batch
from verifier.findings.facts import Facts, facts
from verifier.findings.held import Held, held
from verifier.findings.kinds import Plan, years_back
from verifier.findings.outcomes import Targets
from verifier.findings.sources import Source, latest_day

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
class Answered:
    """A claim with the batch that holds its question (a position in the batch), and its shares: None without rows."""

    case: Case
    made: Batch
    facts: Facts
    question: int
    held: Held | None


def answered(cases: Sequence[Case], sources: list[Source], known_on: date | None) -> Iterator[Answered]:
    """Every case with its comparisons. All must have the same set and the same sources, of which there must be some."""
    declared = cases[0].plan.declared
    extra = beyond_the_period(declared)
    by_question: dict[Hashable, list[Case]] = {}
    for case in cases:
        by_question.setdefault(question_key(case, extra), []).append(case)
    several = list(by_question.values())
    start, number = 0, FIRST_QUESTIONS
    while start < len(several):
        some = several[start : start + number]
        start += len(some)
        firsts = [one[0] for one in some]
        targets = [case.plan.targets[0] for case in firsts]
        arrays = _arrays(firsts)
        made = batch(sources, [_anchors(arrays, source) for source in sources], declared, targets)
        told = facts(made, Targets.of(targets), tell_today=known_on is None)
        rows = max(1, len(made.question) // len(some))
        number = min(MOST_QUESTIONS, max(1, WANTED_ROWS // rows))
        yield from _held(some, made, told)


def _held(some: list[list[Case]], made: Batch, told: Facts) -> Iterator[Answered]:
    """The cases of each question, each held against its comparisons; equal targets once."""
    empty = made.sizes == 0
    items: dict[tuple[int, float, float], int] = {}
    chosen: list[Case] = []
    for question, cases in enumerate(some):
        for case in cases if not empty[question] else ():
            target = case.plan.targets[0]
            if items.setdefault((question, target.low, target.high), len(items)) == len(chosen):
                chosen.append(case)
    asked = np.array([question for question, _, _ in items], dtype=np.int64)
    shares = list(held(made, asked, Targets.of([case.plan.targets[0] for case in chosen]))) if chosen else []
    for question, cases in enumerate(some):
        for case in cases:
            target = case.plan.targets[0]
            at = items.get((question, target.low, target.high))
            yield Answered(case, made, told, question, None if at is None else shares[at])


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


def _arrays(cases: list[Case]) -> ManyAnchors:
    """What the windows of each case hang on in any series: start and end are 0 without a period, latest without a day
    it was said.
    """
    ratio = cases[0].plan.declared.statistic == "ratio"
    rows = []
    for case in cases:
        resolved, target = case.plan.claim.resolved, case.plan.targets[0]
        period, baseline = resolved.period, resolved.baseline
        said = case.said.toordinal() if case.said else 0
        rows.append(
            (
                period.start.toordinal() if period else 0,
                period.end.toordinal() if period else 0,
                said,
                baseline.start.toordinal() if baseline else 0,
                baseline.end.toordinal() if baseline else 0,
                0 if ratio else said,
                12 if ratio else GRAIN_MONTHS.get(target.grain, 0),
                0 if ratio else years_back(case.plan.claim),
            )
        )
    return ManyAnchors(*np.ascontiguousarray(np.array(rows, dtype=np.int64).reshape(-1, 8).T))


def _anchors(of_any: ManyAnchors, source: Source) -> ManyAnchors:
    """The same in one series: what `anchors_for` and `placed` give of one claim."""
    said = of_any.latest
    latest = np.minimum(latest_day(source).toordinal(), np.where(said > 0, said, _FOREVER))
    open_period = of_any.end == 0
    end = np.where(open_period, np.where(said > 0, said, latest), of_any.end)
    start = np.where(open_period, add_months(end + 1, -12), of_any.start)
    days = end - start + 1
    by_length = np.where(days <= 31, 1, np.where(days <= 92, 3, 12))
    grain = np.where(of_any.grain_months > 0, of_any.grain_months, by_length)
    return ManyAnchors(
        start, end, latest, of_any.base_start, of_any.base_end, of_any.said, grain, of_any.years_back
    )  # fmt: skip
